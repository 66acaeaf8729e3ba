/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "answers/parts.h"

#include "answers/state.h"

#include <string.h>

bool cul_answers_begin_parts(culture_answers *answers)
{
    size_t length;
    const char *rest = cul_csv_rest(answers->csv, &length);
    answers->quoted = length && memchr(rest, '"', length);
    return strncmp(cul_csv_encoding(answers->csv), "UTF-8", 5) == 0 && !answers->candidates.count &&
           cul_answers_are_clean(answers);
}

void cul_answers_feed(culture_answers *answers, struct cul_buffer *text)
{
    cul_csv_feed(answers->csv, text);
    cul_plain_find_end(&answers->plain, answers->csv, true);
}

bool cul_answers_give_codes(const culture_answers *answers)
{
    return !answers->options.unit_column_count;
}

void cul_answers_take_over(culture_answers *answers, const culture_answers *other)
{
    answers->layout.rows += other->layout.rows;
    answers->layout.kept += other->layout.kept;
}

void cul_answers_set_compression(culture_answers *answers, const char *compression)
{
    answers->compression = compression;
}

bool cul_answers_are_clean(const culture_answers *answers)
{
    return answers->found.count == answers->header_problems && !answers->layout.rejected && !answers->layout.left_out;
}

static size_t count_quotes(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < length; i++) {
        count += text[i] == '"';
    }
    return count;
}

size_t cul_answers_rows_end(const culture_answers *answers, const char *text, size_t length)
{
    const char delimiter = cul_csv_delimiter(answers->csv);
    const char *last = memrchr(text, '\n', length);
    if (!last || !answers->quoted || count_quotes(text, (size_t)(last - text)) % 2 == 0) {
        return last ? (size_t)(last - text) + 1 : 0;
    }
    enum { FRESH, PLAIN, QUOTED, CLOSED } cell = FRESH; /* CLOSED: the quote before may be the first of two */
    size_t end = 0;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (cell == QUOTED) {
            cell = c == '"' ? CLOSED : QUOTED;
        } else if (c == '"' && cell != PLAIN) {
            cell = QUOTED;
        } else {
            end = c == '\n' ? i + 1 : end;
            cell = c == delimiter || c == '\n' || c == '\r' ? FRESH : PLAIN;
        }
    }
    return end;
}
