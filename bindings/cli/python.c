/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which Python, and how it is started. */
#include "python.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

enum { LONGEST_PATH = 4096, MOST_WORDS = 12 };

/*
 * In a virtual environment its own Python, whether or not it is the active one. The command lies in its bin/, or deeper
 * where a wheel keeps programs that bring their libraries.
 */
static const char *find_python(char path[LONGEST_PATH])
{
    static const char marker[] = "/pyvenv.cfg", python[] = "/bin/python3";
    ssize_t length = readlink("/proc/self/exe", path, LONGEST_PATH - sizeof python);
    path[length > 0 ? length : 0] = '\0';
    for (char *name = strrchr(path, '/'); name && name > path; name = strrchr(path, '/')) {
        strcpy(name, marker);
        if (access(path, F_OK) == 0) {
            strcpy(name, python);
            return access(path, X_OK) == 0 ? path : "python3";
        }
        *name = '\0';
    }
    return "python3";
}

/* Signals are the child's own again, whatever this process ignores. */
static int spawn(const char *const *words, const posix_spawn_file_actions_t *files, pid_t *child)
{
    posix_spawnattr_t attributes;
    sigset_t signals;
    int failed = posix_spawnattr_init(&attributes);
    if (failed) {
        return failed;
    }
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    posix_spawnattr_setsigdefault(&attributes, &signals);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
    failed = posix_spawnp(child, words[0], files, &attributes, (char *const *)(uintptr_t)words, environ);
    posix_spawnattr_destroy(&attributes);
    return failed;
}

int cul_cli_python_start(const char *program, const char *const *words, const posix_spawn_file_actions_t *files,
                         pid_t *child)
{
    char path[LONGEST_PATH];
    const char *all[MOST_WORDS + 1] = {find_python(path), "-c", program};
    size_t count = 3;
    for (; *words; words++) {
        if (count == MOST_WORDS) {
            return E2BIG;
        }
        all[count++] = *words;
    }
    return spawn(all, files, child);
}
