/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_BASE_UNPACK_H
#define CUL_BASE_UNPACK_H

/* gzip and zstd, piece by piece: the only user of zlib and zstd. */
#include <stddef.h>

enum cul_packing { CUL_NOT_PACKED, CUL_GZIP, CUL_ZSTD };
enum { CUL_PACKING_MARK = 4 }; /* first bytes that tell */

enum cul_packing cul_packing_of(const unsigned char *bytes, size_t length);
const char *cul_packing_name(enum cul_packing packing); /* NULL for CUL_NOT_PACKED */

enum cul_unpacked {
    CUL_UNPACK_GOOD,
    CUL_UNPACK_ABSENT, /* the library was not there when this one was built */
    CUL_UNPACK_MEMORY,
    CUL_UNPACK_DAMAGED,
    CUL_UNPACK_HUNGRY, /* asks for a window larger than zstd's own limit of 128 MiB */
};

struct cul_unpack {
    enum cul_packing packing;
    void *state;
    _Bool whole; /* at the end of a member or frame; others may follow */
};

enum cul_unpacked cul_unpack_begin(struct cul_unpack *unpack, enum cul_packing packing);

/* Turns bytes, *used of them, into at most capacity bytes. */
enum cul_unpacked cul_unpack(struct cul_unpack *unpack, const unsigned char *bytes, size_t length, size_t *used,
                             void *into, size_t capacity, size_t *got);

_Bool cul_unpack_is_whole(const struct cul_unpack *unpack);
void cul_unpack_end(struct cul_unpack *unpack);

#endif
