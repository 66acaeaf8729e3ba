/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_BASE_WORK_H
#define CUL_BASE_WORK_H

/* Pieces of work that do not depend on each other, by several threads that end with the call. */
#include <stddef.h>
#include <stdint.h>

enum { CUL_MOST_WORKERS = 64 };

/* How many threads so many pieces are worth; wanted 0: one per processor. At least 1. */
size_t cul_workers(int32_t wanted, int64_t pieces);

/*
 * Has all pieces, numbered from 0, done in runs: first to before end, each by one of the workers (0 to workers - 1),
 * who does one run at a time. The caller's thread is worker 0; threads that cannot be started are simply fewer.
 */
void cul_work(size_t workers, int64_t pieces, void (*work)(void *context, size_t worker, int64_t first, int64_t end),
              void *context);

#endif
