/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_BASE_EMBEDDED_H
#define CUL_BASE_EMBEDDED_H

/* Files of questionnaires/ that are compiled in; the table is written by embed.py at build time. */
#include <stddef.h>

struct cul_embedded {
    const char *name; /* "nine-factors.yaml", "reference/nine-factors.yaml" */
    const unsigned char *bytes;
    size_t length;
};

extern const struct cul_embedded cul_embedded_files[]; /* ends with a NULL name */

/* The file of that name, NULL when there is none. */
const struct cul_embedded *cul_embedded_find(const char *name);

#endif
