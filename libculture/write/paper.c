/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "write/paper.h"

#include "base/number.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

/* Characters that could move the cursor, change direction or hide text. */
static bool is_unsafe(utf8proc_int32_t character)
{
    utf8proc_category_t category = utf8proc_category(character);
    return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF || category == UTF8PROC_CATEGORY_CS ||
           category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

static void add_blanks(struct cul_paper *paper)
{
    cul_buffer_repeat(&paper->out, ' ', paper->blanks);
    paper->blanks = 0;
}

int cul_paper_text(struct cul_paper *paper, const char *text, int columns)
{
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
    size_t left = strlen(text);
    int taken = 0;
    while (left) {
        char shown[16];
        utf8proc_int32_t character;
        utf8proc_ssize_t used = utf8proc_iterate(at, (utf8proc_ssize_t)left, &character);
        bool unsafe = used <= 0 || is_unsafe(character);
        used = used <= 0 ? 1 : used;
        if (unsafe) {
            snprintf(shown, sizeof shown, "\\x%02X", (unsigned)*at);
        } else {
            memcpy(shown, at, (size_t)used);
            shown[used] = '\0';
        }
        int width = unsafe ? 4 : utf8proc_charwidth(character);
        if (columns && taken + width > columns) {
            break;
        }
        if (character == ' ') {
            paper->blanks++;
        } else {
            add_blanks(paper);
            cul_buffer_text(&paper->out, shown);
        }
        taken += width;
        at += used, left -= (size_t)used;
    }
    return taken;
}

/* Whether a text needs more than so many columns. */
static bool is_wider(const char *text, int columns)
{
    struct cul_paper trial = {.colour = false};
    int width = cul_paper_text(&trial, text, columns + 1);
    cul_buffer_free(&trial.out);
    return width > columns;
}

void cul_paper_cell(struct cul_paper *paper, const char *text, int columns)
{
    int taken = 0;
    if (columns > 1 && is_wider(text, columns)) {
        taken = cul_paper_text(paper, text, columns - 1) + 1;
        add_blanks(paper);
        cul_buffer_text(&paper->out, "\xE2\x80\xA6"); /* an ellipsis */
    } else {
        taken = cul_paper_text(paper, text, columns);
    }
    paper->blanks += columns > taken ? (size_t)(columns - taken) : 0;
}

void cul_paper_ink(struct cul_paper *paper, enum cul_ink ink)
{
    static const char *const codes[] = {"\x1b[0m", "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[31m", "\x1b[33m"};
    if (paper->colour) {
        cul_buffer_text(&paper->out, codes[ink]);
    }
}

void cul_paper_number(struct cul_paper *paper, double number, int decimals, int columns)
{
    char text[CUL_NUMBER_SIZE];
    int length = (int)cul_number_format_fixed(number, decimals, text);
    char *point = strchr(text, '.');
    if (point) {
        *point = paper->decimal;
    }
    paper->blanks += columns > length ? (size_t)(columns - length) : 0;
    add_blanks(paper);
    cul_buffer_text(&paper->out, text);
}

void cul_paper_line(struct cul_paper *paper)
{
    paper->blanks = 0;
    cul_buffer_byte(&paper->out, '\n');
}
