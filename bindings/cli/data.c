/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The process that reads a file of a statistics package or a workbook, and what starts it. It answers with one byte,
 * its status, then the table or the message. The program is started anew rather than forked: other threads are at work.
 */
#define _GNU_SOURCE
#include "data.h"

#include "messages.h"
#include "python.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_SECONDS = 60, LONGEST_MESSAGE = 512 };
#define MOST_MEMORY ((rlim_t)3 << 30)

/* AddressSanitizer reserves terabytes, and could not live with a limit. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CUL_CLI_UNLIMITED_MEMORY
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define CUL_CLI_UNLIMITED_MEMORY
#endif

static culture_status fail(struct culture_error *error, culture_status status, const char *path, const char *message)
{
    *error = (struct culture_error){.status = status};
    snprintf(error->path, sizeof error->path, "%s", path);
    snprintf(error->message, sizeof error->message, "%s", message);
    return status;
}

static culture_status fail_system(struct culture_error *error, const char *path, int because)
{
    char message[128];
    snprintf(message, sizeof message, "cannot start the reader of data files: %s", strerrordesc_np(because));
    return fail(error, CULTURE_ERROR_FILE, path, message);
}

static culture_status fail_workbook(struct culture_error *error, const char *path)
{
    return fail(
        error, CULTURE_ERROR_FILE, path,
        "a workbook (.xlsx) needs the Python package with its extra: pip install 'libculture[excel]'; or open it, "
        "choose Save As, CSV UTF-8 (Bestand, Opslaan als, CSV UTF-8), and give that file");
}

static int start_program(const char *path, const posix_spawn_file_actions_t *actions, pid_t *child)
{
    char program[] = "/proc/self/exe", name[] = "culture", option[] = CUL_CLI_READ_DATA;
    char *const words[] = {name, option, (char *)path, NULL}, *const environment[] = {NULL};
    return posix_spawn(child, program, actions, NULL, words, environment);
}

/* The Python package reads workbooks, through openpyxl. */
static int start_package(const char *path, posix_spawn_file_actions_t *actions, pid_t *child)
{
    static const char program[] =
        CUL_CLI_PYTHON_SAFELY "from libculture._sheets import main; sys.exit(main(sys.argv[1:]))";
    const char *const words[] = {path, NULL};
    int answer = posix_spawn_file_actions_addopen(actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    return answer ? answer : cul_cli_python_start(program, words, actions, child);
}

static _Bool is_workbook(const char *path)
{
    size_t length = strlen(path);
    return length > 5 && strcasecmp(path + length - 5, ".xlsx") == 0;
}

/* Starts the process with a pipe for its standard output; 0, or why it did not. */
static int start(const char *path, pid_t *child, int *from)
{
    int ends[2];
    posix_spawn_file_actions_t actions;
    if (pipe2(ends, O_CLOEXEC)) {
        return errno;
    }
    int answer = posix_spawn_file_actions_init(&actions);
    if (!answer) {
        answer = posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        answer = answer              ? answer
                 : is_workbook(path) ? start_package(path, &actions, child)
                                     : start_program(path, &actions, child);
        posix_spawn_file_actions_destroy(&actions);
    }
    close(ends[1]);
    if (answer) {
        close(ends[0]);
    }
    *from = ends[0];
    return answer;
}

static ssize_t take(int from, void *bytes, size_t size)
{
    ssize_t got;
    do {
        got = read(from, bytes, size);
    } while (got < 0 && errno == EINTR);
    return got;
}

/* What the process has to say; -1: nothing. The table goes to the sink, a message to text. */
static int receive(int from, const struct culture_sink *sink, char text[LONGEST_MESSAGE], _Bool *refused)
{
    char piece[1 << 16];
    size_t length = 0;
    unsigned char status;
    ssize_t got = take(from, &status, 1);
    if (got != 1) {
        return -1;
    }
    while ((got = take(from, piece, sizeof piece)) > 0) {
        if (status == CULTURE_OK) {
            *refused = *refused || sink->write(sink->context, piece, (size_t)got);
        } else if (length + (size_t)got < LONGEST_MESSAGE) {
            memcpy(text + length, piece, (size_t)got);
            length += (size_t)got;
        }
        if (*refused) {
            break;
        }
    }
    text[length] = 0;
    return got < 0 ? -1 : status;
}

/* How the process ended; it must have ended well for its table to be whole. */
static culture_status judge(const char *path, int ended, int status, const char *text, struct culture_error *error)
{
    char message[128];
    if (WIFEXITED(ended) && WEXITSTATUS(ended) == 0 && status >= 0) {
        return status ? fail(error, status, path, text) : CULTURE_OK;
    }
    if (WIFSIGNALED(ended) && WTERMSIG(ended) == SIGXCPU) {
        snprintf(message, sizeof message, "the file was not read within %d seconds", (int)MOST_SECONDS);
        return fail(error, CULTURE_ERROR_LIMIT, path, message);
    }
    if (WIFSIGNALED(ended)) {
        const char *name = sigdescr_np(WTERMSIG(ended));
        snprintf(message, sizeof message, "the file is damaged: its reader broke down (%s)", name ? name : "signal");
        return fail(error, CULTURE_ERROR_SYNTAX, path, message);
    }
    return fail(error, CULTURE_ERROR_FILE, path, "the reader of data files ended without an answer");
}

culture_status cul_cli_data_read(void *context, const char *path, const struct culture_sink *sink,
                                 struct culture_error *error)
{
    struct culture_error unwanted;
    pid_t child = 0;
    int from = -1, ended = 0;
    char text[LONGEST_MESSAGE] = "";
    _Bool refused = 0;
    (void)context;
    error = error ? error : &unwanted;
    int answer = start(path, &child, &from);
    if (answer) {
        return is_workbook(path) && answer == ENOENT ? fail_workbook(error, path) : fail_system(error, path, answer);
    }
    int status = receive(from, sink, text, &refused);
    close(from);
    while (waitpid(child, &ended, 0) < 0 && errno == EINTR) {
    }
    if (refused) {
        return fail(error, CULTURE_ERROR_LIMIT, path, "the file holds too much");
    }
    if (status < 0 && WIFEXITED(ended) && is_workbook(path)) {
        return fail_workbook(error, path);
    }
    return judge(path, ended, status, text, error);
}

static void limit(int resource, rlim_t most)
{
    struct rlimit now;
    if (getrlimit(resource, &now) == 0 && (now.rlim_cur == RLIM_INFINITY || now.rlim_cur > most)) {
        now.rlim_cur = most;
        setrlimit(resource, &now);
    }
}

static int32_t give(void *context, const void *bytes, size_t length)
{
    const unsigned char well = CULTURE_OK;
    (void)context;
    return fwrite(&well, 1, 1, stdout) != 1 || fwrite(bytes, 1, length, stdout) != length;
}

int cul_cli_data_child(const char *path)
{
    struct culture_error error = {0};
    const struct culture_sink sink = {.write = give};
#ifndef CUL_CLI_UNLIMITED_MEMORY
    limit(RLIMIT_AS, MOST_MEMORY);
#endif
    limit(RLIMIT_CORE, 0); /* answers do not end up in a file */
    limit(RLIMIT_CPU, MOST_SECONDS);
    if (culture_data_read(path, &sink, &error)) {
        unsigned char status = (unsigned char)error.status;
        fwrite(&status, 1, 1, stdout);
        fputs(error.message, stdout);
    }
    return fflush(stdout) ? CUL_CLI_NOTHING : CUL_CLI_WELL;
}
