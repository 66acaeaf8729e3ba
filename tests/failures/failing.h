/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_FAILING_H
#define TEST_FAILING_H

/*
 * An allocator that fails on demand, in front of the library's own calls; for one source file of a program. Link with
 * -Wl,--wrap=malloc -Wl,--wrap=calloc -Wl,--wrap=realloc.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *memory, size_t size);

static _Atomic int64_t failing_left = -1; /* allocations that still succeed; below 0: all; of several threads, about */
static bool failing_once;                 /* after the failure memory is there again */
static _Atomic bool failing_did;          /* an allocation failed */

/* From now on so many allocations succeed; then one fails, or all do. */
static void failing_start(int64_t allocations, bool once)
{
    failing_once = once;
    failing_did = false;
    failing_left = allocations;
}

/* Memory is there again; whether any allocation failed. */
static bool failing_stop(void)
{
    failing_left = -1;
    return failing_did;
}

static bool failing_now(void)
{
    if (failing_left < 0) {
        return false;
    }
    if (failing_left > 0) {
        failing_left--;
        return false;
    }
    failing_left = failing_once ? -1 : 0;
    failing_did = true;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return failing_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return failing_now() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
    return failing_now() ? NULL : __real_realloc(memory, size);
}

#endif
