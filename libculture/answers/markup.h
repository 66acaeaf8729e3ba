/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_MARKUP_H
#define CUL_ANSWERS_MARKUP_H

/* HTML that survey tools leave in headings and answers: "<b>Mee&nbsp;eens</b>" becomes "Mee eens". */
#include "base/buffer.h"

#include <stdbool.h>

/* Whether there may be some: a text without is left as it is. */
bool cul_markup_is_likely(const char *text, size_t length);

/* Adds the text without tags, with entities as the characters they stand for. */
void cul_markup_strip(const char *text, size_t length, struct cul_buffer *plain);

#endif
