/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_BASE_BUFFER_H
#define CUL_BASE_BUFFER_H

/* A growing run of bytes. A failed append is remembered, so callers check once, at the end. */
#include <stddef.h>
#include <stdint.h>

struct cul_buffer {
    char *bytes; /* NUL-terminated after every append */
    size_t length, capacity;
    _Bool failed; /* memory ran out: what follows was not added */
};

/* Room for so many bytes more, to be filled by the caller. False: no memory. */
_Bool cul_buffer_room(struct cul_buffer *buffer, size_t extra);
void cul_buffer_add(struct cul_buffer *buffer, const void *bytes, size_t length);
void cul_buffer_text(struct cul_buffer *buffer, const char *text);
void cul_buffer_byte(struct cul_buffer *buffer, char byte);
void cul_buffer_whole(struct cul_buffer *buffer, int64_t number);
/* The shortest text that reads back to the same double; not for NaN or infinities. */
void cul_buffer_number(struct cul_buffer *buffer, double number);
/* With a fixed number of decimals, rounded half away from zero. */
void cul_buffer_fixed(struct cul_buffer *buffer, double number, int decimals);
void cul_buffer_repeat(struct cul_buffer *buffer, char byte, size_t count);
void cul_buffer_clear(struct cul_buffer *buffer); /* length 0, memory kept */
void cul_buffer_free(struct cul_buffer *buffer);

#endif
