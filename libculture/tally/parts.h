/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_PARTS_H
#define CUL_TALLY_PARTS_H

/*
 * Large survey files, part by part, by several threads, with the memory of a few parts whatever the size of the file.
 * Only clean files are read so: when anything in one needs to be told with its place, or is more than this can do, it
 * is read whole, and the result is that of reading it whole.
 */
#include "culture/tally.h"

/*
 * Adds a file to a tally that is empty. *first is the reader of its first part, to be freed, with the rows of all parts
 * in its account. False: the file has to be read whole, and nothing was added.
 */
_Bool cul_parts_read(const char *path, const struct culture_answers_options *options, size_t threads,
                     culture_tally *tally, culture_answers **first);

#endif
