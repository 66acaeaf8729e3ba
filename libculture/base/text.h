/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_BASE_TEXT_H
#define CUL_BASE_TEXT_H

/* Text as people write it: UTF-8 checks, and keys that ignore case and spacing. */
#include "base/buffer.h"

#include <stdbool.h>
#include <stddef.h>

/* Whether bytes are well-formed UTF-8 (no surrogates, no overlong forms). */
bool cul_text_is_utf8(const char *bytes, size_t length);

/*
 * Appends the key of a text: compatibility-composed (NFKC), case-folded, every run of white space (non-breaking space
 * included) one space, ends trimmed, invisible characters (zero-width, soft hyphen, BOM) dropped, curly quotes,
 * apostrophes and dashes plain. "  LEREN\u00A0in " and "leren in" have the same key. False: not UTF-8, or no memory
 * (then buffer->failed).
 */
bool cul_text_key(const char *text, size_t length, struct cul_buffer *key);

/* The key of a heading: the same without punctuation at the end, which survey tools add and leave out. */
bool cul_text_header_key(const char *text, size_t length, struct cul_buffer *key);

/* The key of a text with canonical composition only (NFC): for names, where "1" and "¹" are different. */
bool cul_text_name_key(const char *text, size_t length, struct cul_buffer *key);

/* Whether two texts have the same key; no memory: false, and *failed is set. */
bool cul_text_same_key(const char *a, const char *b, _Bool *failed);

/* Whether two words differ by one insertion, deletion, change or swap: for "did you mean". */
bool cul_text_is_near(const char *a, const char *b);

/* Trims ASCII blanks at both ends: *text and *length then frame what is left. */
void cul_text_trim(const char **text, size_t *length);

/* Appends a text as a JSON string in quotes; bytes that are no UTF-8, as file names can have, become U+FFFD. */
void cul_text_quote(const char *text, struct cul_buffer *quoted);

#endif
