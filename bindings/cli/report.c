/* SPDX-License-Identifier: GPL-3.0-or-later */
/* culture report: the assessment as JSON goes to the Python package, which writes the page. */
#define _GNU_SOURCE
#include "report.h"

#include "messages.h"
#include "output.h"
#include "python.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* How a child ended; -1 when it did not end by itself. */
static int ended(pid_t child)
{
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            return -1;
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int cul_cli_report_ready(void)
{
    static const char *const words[] = {NULL};
    static const char program[] = CUL_CLI_PYTHON_SAFELY "import jinja2, libculture.report";
    posix_spawn_file_actions_t files;
    pid_t child = 0;
    int failed = posix_spawn_file_actions_init(&files);
    if (!failed) {
        failed = posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        failed = failed ? failed : cul_cli_python_start(program, words, &files, &child);
        posix_spawn_file_actions_destroy(&files);
    }
    if (failed || ended(child) != 0) {
        cul_cli_say("a report needs the Python package with its extra: pip install 'libculture[report]', or in the "
                    "source folder python3-jinja2 and PYTHONPATH=bindings/python");
        cul_cli_say("what is wrong tells: python3 -c 'import jinja2, libculture.report'");
        return CUL_CLI_NOTHING;
    }
    return 0;
}

static int32_t write_pipe(void *context, const void *bytes, size_t length)
{
    const char *at = bytes;
    while (length > 0) {
        ssize_t written = write(*(const int *)context, at, length);
        if (written < 0 && errno != EINTR) {
            return 1;
        }
        at += written > 0 ? written : 0;
        length -= written > 0 ? (size_t)written : 0;
    }
    return 0;
}

/* The package, with the end of a pipe as its standard input; *in is the other end. */
static int start(const struct cul_cli_settings *settings, int *in, pid_t *child)
{
    const char *language = settings->language == CUL_CLI_DUTCH ? "nl" : "en";
    static const char program[] =
        CUL_CLI_PYTHON_SAFELY "from libculture.report.__main__ import main; sys.exit(main(sys.argv[1:]))";
    const char *words[] = {settings->questionnaire, language, settings->output, settings->only, NULL};
    posix_spawn_file_actions_t files;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC)) {
        return errno;
    }
    int failed = posix_spawn_file_actions_init(&files);
    if (!failed) {
        failed = posix_spawn_file_actions_adddup2(&files, ends[0], STDIN_FILENO);
        failed = failed ? failed : cul_cli_python_start(program, words, &files, child);
        posix_spawn_file_actions_destroy(&files);
    }
    close(ends[0]);
    if (failed) {
        close(ends[1]);
    }
    *in = ends[1];
    return failed;
}

/* A list of what there is: one that ends early is no JSON, and nothing is made of it. */
static culture_status write_documents(const struct culture_sink *sink, const struct culture_write_options *options,
                                      const culture_assessment *assessment, const culture_comparison *comparison,
                                      struct culture_error *error)
{
    culture_status status = CULTURE_OK;
    if (sink->write(sink->context, "[", 1)) {
        return CULTURE_ERROR_FILE;
    }
    status = culture_write_json(assessment, sink, options, error);
    if (!status && comparison) {
        sink->write(sink->context, ",", 1);
        status = culture_write_comparison_json(comparison, sink, options, error);
    }
    if (!status) {
        sink->write(sink->context, "]", 1);
    }
    return status;
}

int cul_cli_report_write(const struct cul_cli_settings *settings, const culture_assessment *assessment,
                         const culture_comparison *comparison)
{
    struct culture_error error = {0};
    struct culture_write_options options = cul_cli_output_options(settings);
    pid_t child = 0;
    int in = -1;
    int failed = start(settings, &in, &child);
    if (failed) {
        cul_cli_say("python3: %s", strerror(failed));
        return CUL_CLI_NOTHING;
    }
    struct culture_sink sink = {.write = write_pipe, .context = &in};
    culture_status status = write_documents(&sink, &options, assessment, comparison, &error);
    close(in);
    int code = ended(child);
    if (status && code == 0) {
        return cul_cli_error(&error);
    }
    return code < 0 || code > CUL_CLI_NOTHING ? CUL_CLI_NOTHING : code; /* what went wrong the package has said */
}
