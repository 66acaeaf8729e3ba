/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_COPIES_H
#define CUL_TALLY_COPIES_H

/* Survey files that hold byte for byte the same: everybody in them would count twice. */
#include "tally/paths.h"

/*
 * For every path the index of the first file of the batch with its bytes, unpacked: its own, unless it is a copy. Only
 * compressed files and those of equal size are read for it. Tallies are left alone: small ones may be equal by chance.
 * NULL: no memory; free it with cul_memory_free().
 */
size_t *cul_copies_find(const struct cul_paths *paths);

#endif
