/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_PATHS_H
#define CUL_TALLY_PATHS_H

/* The files of a batch: paths as given, folders replaced by what is in them. */
#include "base/names.h"
#include "culture/status.h"

struct cul_paths {
    char **texts;
    size_t count, capacity;
    struct cul_names files; /* device and inode of each regular file: what is named twice is read once */
};

/*
 * Appends paths in their order. A folder gives its .csv, .tsv, .txt and .tally files, sorted by name, subfolders in
 * their place; hidden files, links and a register.csv (a register is no survey) are passed over. Depth is at most 32.
 * A file that is reached twice keeps its first place only.
 */
culture_status cul_paths_expand(struct cul_paths *paths, const char *const *given, size_t count,
                                struct culture_error *error);
void cul_paths_free(struct cul_paths *paths);

/* Whether a path ends in this extension, without regard to case. */
_Bool cul_path_has_extension(const char *path, const char *extension);

#endif
