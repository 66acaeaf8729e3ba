/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_PATHS_H
#define CUL_TALLY_PATHS_H

/* The files of a batch: paths as given, folders replaced by what is in them. */
#include "base/names.h"
#include "culture/status.h"

struct cul_paths {
    char **texts;
    size_t count, capacity;
    struct cul_passed_over {
        char *path;
        const char *why; /* static text */
    } * others;          /* in folders, but no survey files */
    size_t other_count, other_capacity;
    struct cul_names files; /* device and inode of each regular file: what is named twice is read once */
};

/*
 * Appends paths in their order. A folder gives its survey files (.csv, .tsv and .txt, which .gz or .zst may follow;
 * spreadsheets, so that these are not forgotten) and .tally files, sorted by the bytes of their names, subfolders in
 * their place. Hidden files and a register.csv (a register is no survey) are passed over; links, which can lead out of
 * the folder or round in it, and files of other kinds are listed as others. Depth is at most 32. A file that is reached
 * twice keeps its first place only.
 */
culture_status cul_paths_expand(struct cul_paths *paths, const char *const *given, size_t count,
                                struct culture_error *error);
void cul_paths_free(struct cul_paths *paths);

#endif
