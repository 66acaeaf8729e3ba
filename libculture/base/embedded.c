/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/embedded.h"

#include <string.h>

const struct cul_embedded *cul_embedded_find(const char *name)
{
    for (const struct cul_embedded *file = cul_embedded_files; file->name; file++) {
        if (strcmp(file->name, name) == 0) {
            return file;
        }
    }
    return NULL;
}
