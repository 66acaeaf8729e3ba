/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a fuzz target over the files of the folders and files it is given: every find stays a regression test. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    struct stat facts;
    if (!file || fstat(fileno(file), &facts) != 0) {
        perror(path);
        return 0;
    }
    /* To the byte: a sanitizer sees who reads one too many. */
    size_t size = (size_t)facts.st_size;
    uint8_t *bytes = malloc(size ? size : 1);
    int good = bytes && fread(bytes, 1, size, file) == size;
    fclose(file);
    if (good) {
        fprintf(stderr, "%s\n", path); /* the last line tells which one it was */
        LLVMFuzzerTestOneInput(bytes, size);
    }
    free(bytes);
    return good;
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* How many files ran; -1: one could not be read. */
static int run(const char *path)
{
    struct dirent **entries;
    int count = scandir(path, &entries, is_visible, alphasort), ran = 0;
    if (count < 0) {
        return run_file(path) ? 1 : -1;
    }
    for (int i = 0; i < count; i++) {
        char inside[4096];
        snprintf(inside, sizeof inside, "%s/%s", path, entries[i]->d_name);
        if (ran >= 0) {
            ran = run_file(inside) ? ran + 1 : -1;
        }
        free(entries[i]);
    }
    free(entries);
    return ran;
}

int main(int count, char **paths)
{
    int total = 0;
    for (int i = 1; i < count; i++) {
        int ran = run(paths[i]);
        if (ran <= 0) {
            fprintf(stderr, "%s: no files\n", paths[i]);
            return 1;
        }
        total += ran;
    }
    printf("%d inputs\n", total);
    return total ? 0 : 1;
}
