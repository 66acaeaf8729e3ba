/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "tally/paths.h"

#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAXIMUM_DEPTH = 32 };

static culture_status expand_folder(struct cul_paths *paths, const char *folder, int depth,
                                    struct culture_error *error);

static _Bool is_register(const char *name)
{
    return strcmp(name, "register.csv") == 0;
}

/* A spreadsheet cannot be read, and fails; but whoever put it there meant it to count. */
static _Bool is_survey(const char *name)
{
    static const char *const kinds[] = {".tally", ".xlsx", ".xls", ".ods", ".sav",
                                        ".zsav",  ".por",  ".dta", ".xpt", ".sas7bdat"};
    static const char *const texts[] = {".csv", ".tsv", ".txt"};
    _Bool found = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        found = found || cul_file_has_extension(name, kinds[i]);
    }
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        found = found || cul_file_has_extension_packed(name, texts[i]);
    }
    return found && !is_register(name);
}

/* Takes over the text. */
static culture_status add(struct cul_paths *paths, char *text, struct culture_error *error)
{
    if (!text || !cul_memory_grow(&paths->texts, &paths->capacity, paths->count, sizeof *paths->texts)) {
        cul_memory_free(text);
        return cul_fail_memory(error);
    }
    paths->texts[paths->count++] = text;
    return CULTURE_OK;
}

/* Lists what is passed over. Takes over the path. */
static culture_status add_other(struct cul_paths *paths, char *path, const char *why, struct culture_error *error)
{
    if (!cul_memory_grow(&paths->others, &paths->other_capacity, paths->other_count, sizeof *paths->others)) {
        cul_memory_free(path);
        return cul_fail_memory(error);
    }
    paths->others[paths->other_count++] = (struct cul_passed_over){path, why};
    return CULTURE_OK;
}

/* Adds a file, unless it is there already under this or another name. Takes over the text. */
static culture_status add_file(struct cul_paths *paths, char *text, const struct stat *facts,
                               struct culture_error *error)
{
    const uint64_t key[] = {(uint64_t)facts->st_dev, (uint64_t)facts->st_ino};
    int64_t known = paths->files.count, index = cul_names_add(&paths->files, (const char *)key, sizeof key);
    if (text && index >= 0 && index < known) {
        cul_memory_free(text);
        return CULTURE_OK;
    }
    if (index < 0) {
        cul_memory_free(text);
        return cul_fail_memory(error);
    }
    return add(paths, text, error);
}

static char *join(const char *folder, const char *name)
{
    size_t length = strlen(folder);
    _Bool slash = length && folder[length - 1] == '/';
    char *path = cul_memory_new(length + strlen(name) + 2, 1);
    if (path) {
        memcpy(path, folder, length);
        path[length] = '/';
        strcpy(path + length + !slash, name);
    }
    return path;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static culture_status fail_folder(const char *folder, struct culture_error *error)
{
    return errno == ENOMEM
               ? cul_fail_memory(error)
               : cul_fail(error, CULTURE_ERROR_FILE, (struct cul_place){.path = folder}, "cannot read the folder");
}

static culture_status list_folder(struct cul_paths *names, const char *folder, struct culture_error *error)
{
    DIR *directory = opendir(folder);
    if (!directory) {
        return fail_folder(folder, error);
    }
    culture_status status = CULTURE_OK;
    struct dirent *entry;
    /* An error in the middle of a folder looks like its end. */
    while (!status && (errno = 0, entry = readdir(directory))) {
        if (entry->d_name[0] != '.') {
            status = add(names, cul_memory_text(entry->d_name, strlen(entry->d_name)), error);
        }
    }
    if (!status && errno) {
        status = fail_folder(folder, error);
    }
    closedir(directory);
    if (names->count) {
        qsort(names->texts, names->count, sizeof *names->texts, by_bytes);
    }
    return status;
}

static culture_status expand_entry(struct cul_paths *paths, char *path, const char *name, int depth,
                                   struct culture_error *error)
{
    struct stat facts;
    if (!path) {
        return cul_fail_memory(error);
    }
    _Bool known = lstat(path, &facts) == 0;
    if (known && S_ISREG(facts.st_mode) && is_survey(name)) {
        return add_file(paths, path, &facts, error);
    }
    if (known && S_ISDIR(facts.st_mode)) {
        culture_status status = expand_folder(paths, path, depth + 1, error);
        cul_memory_free(path);
        return status;
    }
    if (is_register(name)) {
        cul_memory_free(path);
        return CULTURE_OK;
    }
    return add_other(paths, path, known && S_ISLNK(facts.st_mode) ? "a link, which is not followed" : "no survey file",
                     error);
}

static culture_status expand_folder(struct cul_paths *paths, const char *folder, int depth, struct culture_error *error)
{
    if (depth > MAXIMUM_DEPTH) {
        return cul_fail(error, CULTURE_ERROR_LIMIT, (struct cul_place){.path = folder},
                        "folders are nested more than %d deep", (int)MAXIMUM_DEPTH);
    }
    struct cul_paths names = {0};
    culture_status status = list_folder(&names, folder, error);
    for (size_t i = 0; i < names.count && !status; i++) {
        status = expand_entry(paths, join(folder, names.texts[i]), names.texts[i], depth, error);
    }
    cul_paths_free(&names);
    return status;
}

culture_status cul_paths_expand(struct cul_paths *paths, const char *const *given, size_t count,
                                struct culture_error *error)
{
    culture_status status = CULTURE_OK;
    for (size_t i = 0; i < count && !status; i++) {
        struct stat facts;
        if (!given[i]) {
            return cul_fail_argument(error, "a path is NULL");
        }
        _Bool known = stat(given[i], &facts) == 0;
        if (known && S_ISDIR(facts.st_mode)) {
            status = expand_folder(paths, given[i], 1, error);
        } else if (known && S_ISREG(facts.st_mode)) {
            status = add_file(paths, cul_memory_text(given[i], strlen(given[i])), &facts, error);
        } else {
            status = add(paths, cul_memory_text(given[i], strlen(given[i])), error);
        }
    }
    return status;
}

void cul_paths_free(struct cul_paths *paths)
{
    for (size_t i = 0; i < paths->count; i++) {
        cul_memory_free(paths->texts[i]);
    }
    for (size_t i = 0; i < paths->other_count; i++) {
        cul_memory_free(paths->others[i].path);
    }
    cul_memory_free(paths->texts);
    cul_memory_free(paths->others);
    cul_names_free(&paths->files);
    *paths = (struct cul_paths){0};
}
