/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where results go, and whether they arrived. */
#define _GNU_SOURCE
#include "output.h"

#include "messages.h"
#include "phrases.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int write_errno; /* why standard output failed, when it was the library that wrote */

static int32_t write_standard(void *context, const void *bytes, size_t length)
{
    (void)context;
    errno = 0;
    if (fwrite(bytes, 1, length, stdout) == length) {
        return 0;
    }
    write_errno = errno;
    return 1;
}

struct culture_sink cul_cli_output(const char *path)
{
    return path ? (struct culture_sink){.path = path} : (struct culture_sink){.write = write_standard};
}

static _Bool wants_colour(const struct cul_cli_settings *settings)
{
    if (settings->colour != CUL_CLI_COLOUR_AUTO) {
        return settings->colour == CUL_CLI_COLOUR_ALWAYS;
    }
    const char *refused = getenv("NO_COLOR"), *terminal = getenv("TERM");
    return !settings->output && isatty(STDOUT_FILENO) && !(refused && *refused) &&
           !(terminal && strcmp(terminal, "dumb") == 0);
}

static int32_t terminal_width(const struct cul_cli_settings *settings)
{
    struct winsize size = {0};
    if (settings->output || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size)) {
        return 0;
    }
    return size.ws_col;
}

struct culture_write_options cul_cli_output_options(const struct cul_cli_settings *settings)
{
    return (struct culture_write_options){
        .struct_size = sizeof(struct culture_write_options),
        .language = settings->language == CUL_CLI_DUTCH ? "nl" : "en",
        .colour = wants_colour(settings),
        .width = terminal_width(settings),
        .role = settings->role,
        .multiverse = (int32_t)settings->multiverse,
        .details = (int32_t)settings->details,
        .form = (int32_t)settings->form,
    };
}

int cul_cli_output_failed(const char *path, const struct culture_error *error)
{
    if (path || !write_errno) {
        cul_cli_error(error);
    }
    return CUL_CLI_NOTHING;
}

int cul_cli_output_close(int code)
{
    errno = 0;
    _Bool failed = fflush(stdout) != 0;
    int why = write_errno ? write_errno : errno;
    if (!failed && !ferror(stdout)) {
        return code;
    }
    if (why != EPIPE) {
        cul_cli_say("standard output: %s", why ? strerror(why) : cul_cli_in("cannot be written"));
    }
    return CUL_CLI_NOTHING;
}

/* A missing one is opened the wrong way round, so that using it fails as it would have. */
void cul_cli_output_prepare(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
        if (fcntl(fd, F_GETFD) == -1) {
            (void)!open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        }
    }
    signal(SIGPIPE, SIG_IGN);
}
