/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "base/file.h"

#include "base/error.h"
#include "base/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static culture_status fail_system(struct culture_error *error, const char *path, const char *what)
{
    char reason[128];
    /* The C locale's words: messages do not change with the host's language. */
    const char *text = strerrordesc_np(errno);
    snprintf(reason, sizeof reason, "%s", text ? text : "unknown error");
    return cul_fail(error, CULTURE_ERROR_FILE, (struct cul_place){.path = path}, "cannot %s: %s", what, reason);
}

culture_status cul_input_open(struct cul_input *input, const struct culture_source *source, struct culture_error *error)
{
    *input = (struct cul_input){.descriptor = -1};
    if (!source || !!source->bytes + !!source->read > 1 || (!source->bytes && !source->read && !source->path)) {
        return cul_fail_argument(error, "a source needs exactly one of path, bytes and read");
    }
    input->source = *source;
    input->name = source->path ? source->path : "(memory)";
    if (source->bytes || source->read) {
        return CULTURE_OK;
    }
    input->descriptor = open(source->path, O_RDONLY | O_CLOEXEC);
    if (input->descriptor < 0) {
        return fail_system(error, source->path, "open the file");
    }
    struct stat facts;
    if (fstat(input->descriptor, &facts) == 0 && S_ISDIR(facts.st_mode)) {
        cul_input_close(input);
        return cul_fail(error, CULTURE_ERROR_FILE, (struct cul_place){.path = source->path},
                        "this is a folder, not a file");
    }
    return CULTURE_OK;
}

static culture_status read_file(struct cul_input *input, void *bytes, size_t capacity, size_t *got,
                                struct culture_error *error)
{
    ssize_t count;
    do {
        count = read(input->descriptor, bytes, capacity);
    } while (count < 0 && errno == EINTR);
    if (count < 0) {
        return fail_system(error, input->name, "read the file");
    }
    *got = (size_t)count;
    return CULTURE_OK;
}

culture_status cul_input_read(struct cul_input *input, void *bytes, size_t capacity, size_t *got,
                              struct culture_error *error)
{
    *got = 0;
    if (input->descriptor >= 0) {
        return read_file(input, bytes, capacity, got, error);
    }
    if (input->source.bytes) {
        size_t left = input->source.length - input->used;
        *got = left < capacity ? left : capacity;
        memcpy(bytes, (const char *)input->source.bytes + input->used, *got);
        input->used += *got;
        return CULTURE_OK;
    }
    int64_t count = input->source.read(input->source.context, bytes, capacity);
    if (count < 0 || (uint64_t)count > capacity) {
        return cul_fail(error, CULTURE_ERROR_FILE, (struct cul_place){.path = input->name},
                        "the read callback reported a failure");
    }
    *got = (size_t)count;
    return CULTURE_OK;
}

void cul_input_close(struct cul_input *input)
{
    if (input->descriptor >= 0) {
        close(input->descriptor);
    }
    input->descriptor = -1;
}

static culture_status read_all(struct cul_input *input, size_t cap, struct cul_buffer *buffer,
                               struct culture_error *error)
{
    char piece[16384];
    size_t got;
    do {
        culture_status status = cul_input_read(input, piece, sizeof piece, &got, error);
        if (status) {
            return status;
        }
        if (buffer->length + got > cap) {
            return cul_fail(error, CULTURE_ERROR_LIMIT, (struct cul_place){.path = input->name},
                            "the file is larger than %zu bytes", cap);
        }
        cul_buffer_add(buffer, piece, got);
    } while (got && !buffer->failed);
    return buffer->failed ? cul_fail_memory(error) : CULTURE_OK;
}

culture_status cul_file_read(const struct culture_source *source, size_t cap, struct cul_buffer *buffer,
                             struct culture_error *error)
{
    struct cul_input input;
    culture_status status = cul_input_open(&input, source, error);
    if (status) {
        return status;
    }
    status = read_all(&input, cap, buffer, error);
    cul_input_close(&input);
    return status;
}

static int write_all(int descriptor, const char *bytes, size_t length)
{
    while (length) {
        ssize_t count = write(descriptor, bytes, length);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return -1;
        }
        bytes += count, length -= (size_t)count;
    }
    return 0;
}

/* Opens the folder of a path; -1: it cannot be. */
static int open_folder(const char *path, int flags, unsigned mode)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? cul_memory_text(path, (size_t)(slash - path) + 1) : cul_memory_text(".", 1);
    int descriptor = folder ? open(folder, flags | O_CLOEXEC, (mode_t)mode) : -1;
    cul_memory_free(folder);
    return descriptor;
}

/* A name lasts only when the folder is flushed too; a file system that cannot flush a folder is left as it is. */
static void flush_folder(const char *path)
{
    int descriptor = open_folder(path, O_RDONLY | O_DIRECTORY, 0);
    if (descriptor >= 0) {
        (void)fsync(descriptor);
        close(descriptor);
    }
}

/* A file that has no name yet, so that a process which is killed leaves nothing; -1 where the system knows none. */
static int create_unnamed(const char *path, unsigned mode)
{
    return access("/proc/self/fd", X_OK) == 0 ? open_folder(path, O_TMPFILE | O_WRONLY, mode) : -1;
}

/* A name beside the path that nobody uses: for a new file (descriptor -1; its mode follows the umask), or for one that
 * has none. Returns the file, or -1 with errno. */
static int name_beside(int descriptor, const char *path, char *beside, size_t size, unsigned mode)
{
    char unnamed[40];
    snprintf(unnamed, sizeof unnamed, "/proc/self/fd/%d", descriptor);
    for (int attempt = 0; attempt < 100; attempt++) {
        snprintf(beside, size, "%s.%ld-%d.part", path, (long)getpid(), attempt);
        int named = descriptor < 0 ? open(beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, (mode_t)mode)
                    : linkat(AT_FDCWD, unnamed, AT_FDCWD, beside, AT_SYMLINK_FOLLOW) == 0 ? descriptor
                                                                                          : -1;
        if (named >= 0 || errno != EEXIST) {
            return named;
        }
    }
    return -1;
}

/* Puts a whole file that has no name at the path: at once where nothing is, else from a name beside it. */
static int put_unnamed(int descriptor, const char *path, char *beside, size_t size)
{
    char unnamed[40];
    snprintf(unnamed, sizeof unnamed, "/proc/self/fd/%d", descriptor);
    if (linkat(AT_FDCWD, unnamed, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0) {
        return 0;
    }
    if (errno != EEXIST || name_beside(descriptor, path, beside, size, 0) < 0) {
        *beside = '\0';
        return -1;
    }
    return rename(beside, path);
}

static culture_status write_beside(const char *path, char *beside, size_t size, const void *bytes, size_t length,
                                   unsigned mode, struct culture_error *error)
{
    int descriptor = create_unnamed(path, mode);
    const _Bool named = descriptor < 0;
    if (named) {
        descriptor = name_beside(-1, path, beside, size, mode);
    }
    if (descriptor < 0) {
        return fail_system(error, path, "write the file");
    }
    int failed = write_all(descriptor, bytes, length) || fsync(descriptor) ||
                 (!named && put_unnamed(descriptor, path, beside, size));
    int because = errno;
    if (close(descriptor) && !failed) {
        failed = 1, because = errno;
    }
    if (!failed && named && rename(beside, path)) {
        failed = 1, because = errno;
    }
    if (!failed) {
        flush_folder(path);
        return CULTURE_OK;
    }
    if (*beside) {
        unlink(beside);
    }
    errno = because;
    return fail_system(error, path, "write the file");
}

/* Devices and pipes (/dev/stdout, /dev/full) are written in place: a rename would replace them. */
static culture_status write_in_place(const char *path, const void *bytes, size_t length, struct culture_error *error)
{
    int descriptor = open(path, O_WRONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return fail_system(error, path, "open the file");
    }
    int failed = write_all(descriptor, bytes, length);
    int because = errno;
    if (close(descriptor) && !failed) {
        failed = 1, because = errno;
    }
    errno = because;
    return failed ? fail_system(error, path, "write the file") : CULTURE_OK;
}

static culture_status replace(const char *path, const void *bytes, size_t length, unsigned mode,
                              struct culture_error *error)
{
    size_t size = strlen(path) + 48;
    char *beside = cul_memory_new(size, 1);
    if (!beside) {
        return cul_fail_memory(error);
    }
    culture_status status = write_beside(path, beside, size, bytes, length, mode, error);
    cul_memory_free(beside);
    return status;
}

static culture_status write_path(const char *path, const void *bytes, size_t length, unsigned mode,
                                 struct culture_error *error)
{
    struct stat facts;
    if (stat(path, &facts) == 0 && S_ISDIR(facts.st_mode)) {
        errno = EISDIR;
        return fail_system(error, path, "write the file");
    }
    if (stat(path, &facts) == 0 && !S_ISREG(facts.st_mode)) {
        return write_in_place(path, bytes, length, error);
    }
    char *target = NULL;
    if (lstat(path, &facts) == 0 && S_ISLNK(facts.st_mode)) {
        /* The file a link leads to is written; the link stays a link. */
        target = realpath(path, NULL);
        if (!target) {
            return fail_system(error, path, "write the file");
        }
        path = target;
    }
    culture_status status = replace(path, bytes, length, mode, error);
    free(target);
    return status;
}
culture_status cul_file_write(const struct culture_sink *sink, const void *bytes, size_t length, unsigned mode,
                              struct culture_error *error)
{
    if (!sink || !!sink->path + !!sink->write != 1) {
        return cul_fail_argument(error, "a sink needs exactly one of path and write");
    }
    if (sink->path) {
        return write_path(sink->path, bytes, length, mode, error);
    }
    if (sink->write(sink->context, bytes, length)) {
        return cul_fail(error, CULTURE_ERROR_FILE, (struct cul_place){0}, "the write callback reported a failure");
    }
    return CULTURE_OK;
}

static _Bool ends_in(const char *text, size_t length, const char *end)
{
    size_t wanted = strlen(end);
    if (length <= wanted) {
        return 0;
    }
    for (size_t i = 0; i < wanted; i++) {
        char c = text[length - wanted + i];
        if ((c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c) != end[i]) {
            return 0;
        }
    }
    return 1;
}

/* The length without .gz or .zst. */
static size_t unpacked_length(const char *path)
{
    size_t length = strlen(path);
    return ends_in(path, length, ".gz") ? length - 3 : ends_in(path, length, ".zst") ? length - 4 : length;
}

_Bool cul_file_has_extension(const char *path, const char *extension)
{
    return ends_in(path, strlen(path), extension);
}

_Bool cul_file_has_extension_packed(const char *path, const char *extension)
{
    return ends_in(path, unpacked_length(path), extension);
}

const char *cul_file_stem(const char *path, size_t *length)
{
    const char *slash = strrchr(path, '/'), *start = slash ? slash + 1 : path;
    size_t end = unpacked_length(start);
    const char *dot = memrchr(start, '.', end);
    *length = dot && dot != start ? (size_t)(dot - start) : end;
    return start;
}
