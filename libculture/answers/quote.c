/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/quote.h"

#include <string.h>

void cul_quote(const char *text, size_t length, _Bool quoted, struct cul_buffer *out)
{
    _Bool plain = !quoted;
    for (size_t i = 0; i < length && plain; i++) {
        plain = !strchr(",\"\r\n", text[i]) || !text[i];
    }
    if (plain) {
        cul_buffer_add(out, text, length);
        return;
    }
    cul_buffer_byte(out, '"');
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"') {
            cul_buffer_byte(out, '"');
        }
        cul_buffer_byte(out, text[i] == '\n' || text[i] == '\r' ? ' ' : text[i]);
    }
    cul_buffer_byte(out, '"');
}
