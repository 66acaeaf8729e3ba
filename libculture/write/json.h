/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_WRITE_JSON_H
#define CUL_WRITE_JSON_H

/* A JSON document, written in order. Indented by one space a level; the same input gives the same bytes. */
#include "base/buffer.h"
#include "culture/status.h"

#include <stdbool.h>

struct cul_json {
    struct cul_buffer out;
    int depth;
    bool first;      /* nothing was written at this depth yet */
    bool inline_now; /* inside a list or object that stays on one line */
};

/* key NULL: an element of a list, or the document. */
void cul_json_open(struct cul_json *json, const char *key, char bracket);        /* '{' or '[' */
void cul_json_open_inline(struct cul_json *json, const char *key, char bracket); /* all of it on one line */
void cul_json_close(struct cul_json *json, char bracket);                        /* '}' or ']' */
void cul_json_text(struct cul_json *json, const char *key, const char *text);    /* NULL: null */
void cul_json_whole(struct cul_json *json, const char *key, int64_t number);
void cul_json_number(struct cul_json *json, const char *key, double number); /* not finite: null */
void cul_json_flag(struct cul_json *json, const char *key, bool yes);
void cul_json_null(struct cul_json *json, const char *key);

/* A list of rows, null where there is no number. */
void cul_json_matrix(struct cul_json *json, const char *key, struct culture_matrix matrix);

#endif
