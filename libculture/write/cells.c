/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "write/cells.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* Whether a spreadsheet would run a text as a formula; the full-width signs are U+FF1D, U+FF0B, U+FF0D and U+FF20. */
static bool is_formula(const char *text)
{
    static const char *const wide[] = {"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        if (strncmp(text, wide[i], 3) == 0) {
            return true;
        }
    }
    return *text && (strchr("=+-@", *text) || (unsigned char)*text < 0x20);
}

/* A control character that a terminal may obey, C1 (two bytes) too; its bytes, 0 when it is none. Tabs and line ends
 * are text. */
static size_t control_size(const char *text)
{
    unsigned char first = (unsigned char)text[0], next = (unsigned char)text[1];
    bool c1 = first == 0xC2 && next >= 0x80 && next < 0xA0;
    return c1 ? 2 : (first < 0x20 && !strchr("\t\r\n", first)) || first == 0x7F;
}

/* As tables show it: \x1B. */
static void add_escaped(struct cul_buffer *out, const char *text, size_t size)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];
        const char shown[] = {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
        cul_buffer_add(out, shown, sizeof shown);
    }
}

void cul_cell_text(struct cul_buffer *out, const char *text)
{
    bool guard = is_formula(text), quote = guard || strpbrk(text, ",\"\r\n;\t");
    if (quote) {
        cul_buffer_byte(out, '"');
    }
    if (guard) {
        cul_buffer_byte(out, '\'');
    }
    for (; *text; text++) {
        size_t control = control_size(text);
        if (control) {
            add_escaped(out, text, control);
            text += control - 1;
            continue;
        }
        if (*text == '"') {
            cul_buffer_byte(out, '"');
        }
        cul_buffer_byte(out, *text);
    }
    if (quote) {
        cul_buffer_byte(out, '"');
    }
    cul_buffer_byte(out, ',');
}

void cul_cell_number(struct cul_buffer *out, double value)
{
    if (isfinite(value)) {
        cul_buffer_number(out, value);
    }
    cul_buffer_byte(out, ',');
}

void cul_cell_end_row(struct cul_buffer *out)
{
    if (!out->failed) {
        out->bytes[out->length - 1] = '\n'; /* in place of the last comma */
    }
}
