/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A library to preload in front of the command, which makes the calls fail that the C library, libyaml, nettle,
 * utf8proc and iconv make too. What it does is told by the environment:
 *
 *   FAULTY        which calls: memory, or some of read write open sync rename, as one word with commas
 *   FAULTY_AT     the first of these calls that is touched, from 1; 0: none, they are only counted
 *   FAULTY_HOW    once (this call fails), fail (and all later ones), short (from then on a few bytes at a time),
 *                 interrupt (from then on every second one is interrupted), kill (the process, before the call),
 *                 truncate (before the call the file it reads loses its second half)
 *   FAULTY_ERRNO  the reason given; no memory when there is none
 *   FAULTY_NAMED  anything: the file system knows no files without a name, as many do not
 *   FAULTY_LOG    where calls, faults and blocks of memory that were not freed are written at the end
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The C library's own, under names that are not interposed. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void __libc_free(void *memory);

enum { SHORT = 7 };
enum how { NONE, ONCE, FAIL, SHORTEN, INTERRUPT, KILL, TRUNCATE };
static const char *const hows[] = {"", "once", "fail", "short", "interrupt", "kill", "truncate"};

static struct {
    const char *calls, *log;
    long at;
    enum how how;
    int reason;
    bool ready;
} plan;
static atomic_long calls, faults, blocks;

static const char *setting(const char *name)
{
    const char *value = getenv(name);
    return value ? value : "";
}

__attribute__((constructor)) static void start(void)
{
    plan.calls = setting("FAULTY");
    plan.log = setting("FAULTY_LOG");
    plan.at = atol(setting("FAULTY_AT"));
    plan.reason = *setting("FAULTY_ERRNO") ? atoi(setting("FAULTY_ERRNO")) : ENOMEM;
    for (size_t i = 0; i < sizeof hows / sizeof *hows; i++) {
        plan.how = strcmp(hows[i], setting("FAULTY_HOW")) == 0 ? (enum how)i : plan.how;
    }
    plan.ready = true;
}

__attribute__((destructor)) static void finish(void)
{
    char text[96];
    plan.ready = false;
    int length = snprintf(text, sizeof text, "%ld %ld %ld\n", calls, faults, blocks);
    long log = syscall(SYS_openat, AT_FDCWD, plan.log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (log >= 0) {
        (void)!syscall(SYS_write, log, text, length);
        syscall(SYS_close, log);
    }
}

static void cut_off(int descriptor)
{
    char path[64];
    struct stat facts;
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    if (fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode)) {
        (void)!truncate(path, facts.st_size / 2);
    }
}

/* What is to become of the next call of a kind: it fails, it goes on (NONE), or it is shortened. */
static enum how next(const char *kind, int descriptor)
{
    if (!plan.ready || !strstr(plan.calls, kind)) {
        return NONE;
    }
    long number = atomic_fetch_add(&calls, 1) + 1;
    if (plan.at == 0 || number < plan.at || (number > plan.at && (plan.how == ONCE || plan.how == TRUNCATE)) ||
        (plan.how == INTERRUPT && (number - plan.at) % 2)) {
        return NONE;
    }
    atomic_fetch_add(&faults, 1);
    if (plan.how == KILL) {
        kill(getpid(), SIGKILL);
    }
    if (plan.how == TRUNCATE) {
        cut_off(descriptor);
        return NONE;
    }
    errno = plan.how == INTERRUPT ? EINTR : plan.reason;
    return plan.how;
}

static bool fails(enum how how)
{
    return how == ONCE || how == FAIL || how == INTERRUPT;
}

static void *got(void *memory)
{
    blocks += memory != NULL;
    return memory;
}

void *malloc(size_t size)
{
    return fails(next("memory", -1)) ? NULL : got(__libc_malloc(size));
}

void *calloc(size_t count, size_t size)
{
    return fails(next("memory", -1)) ? NULL : got(__libc_calloc(count, size));
}

void *realloc(void *memory, size_t size)
{
    if (fails(next("memory", -1))) {
        return NULL;
    }
    void *moved = __libc_realloc(memory, size);
    blocks += !memory && moved;
    return moved;
}

void free(void *memory)
{
    blocks -= memory != NULL;
    __libc_free(memory);
}

ssize_t read(int descriptor, void *bytes, size_t length)
{
    enum how how = next("read", descriptor);
    length = how == SHORTEN && length > SHORT ? SHORT : length;
    return fails(how) ? -1 : syscall(SYS_read, descriptor, bytes, length);
}

ssize_t pread64(int descriptor, void *bytes, size_t length, off64_t at)
{
    enum how how = next("read", descriptor);
    length = how == SHORTEN && length > SHORT ? SHORT : length;
    return fails(how) ? -1 : syscall(SYS_pread64, descriptor, bytes, length, at);
}

ssize_t pread(int descriptor, void *bytes, size_t length, off_t at)
{
    return pread64(descriptor, bytes, length, at);
}

ssize_t write(int descriptor, const void *bytes, size_t length)
{
    enum how how = descriptor > STDERR_FILENO ? next("write", descriptor) : NONE;
    length = how == SHORTEN && length > SHORT ? SHORT : length;
    return fails(how) ? -1 : syscall(SYS_write, descriptor, bytes, length);
}

int open64(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    const bool unnamed = (flags & O_TMPFILE) == O_TMPFILE;
    mode_t mode = flags & O_CREAT || unnamed ? va_arg(more, mode_t) : 0;
    va_end(more);
    if (unnamed && *setting("FAULTY_NAMED")) {
        errno = EOPNOTSUPP;
        return -1;
    }
    return fails(next("open", -1)) ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    mode_t mode = flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(more, mode_t) : 0;
    va_end(more);
    return open64(path, flags, mode);
}

int fsync(int descriptor)
{
    return fails(next("sync", descriptor)) ? -1 : (int)syscall(SYS_fsync, descriptor);
}

int rename(const char *from, const char *to)
{
    return fails(next("rename", -1)) ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}
