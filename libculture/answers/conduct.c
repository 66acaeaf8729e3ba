/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/conduct.h"

#include "base/number.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

double cul_conduct_seconds(struct cul_csv_field field, bool *wrong)
{
    const char *text = field.text;
    size_t length = field.length;
    char copy[32];
    double seconds;
    cul_text_trim(&text, &length);
    *wrong = length > 0;
    if (!length || length > sizeof copy) {
        return (double)NAN;
    }
    for (size_t i = 0; i < length; i++) {
        copy[i] = text[i];
        copy[i] = copy[i] == ',' ? '.' : copy[i];
    }
    if (!cul_number_parse(copy, length, &seconds) || !(seconds >= 0)) {
        return (double)NAN;
    }
    *wrong = false;
    return seconds;
}

bool cul_conduct_is_no(struct cul_csv_field field)
{
    static const char *const words[] = {"0", "false", "no", "nee"};
    const char *text = field.text;
    size_t length = field.length;
    cul_text_trim(&text, &length);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        bool same = length == strlen(words[i]);
        for (size_t c = 0; same && c < length; c++) {
            char lower = (char)(text[c] >= 'A' && text[c] <= 'Z' ? text[c] + ('a' - 'A') : text[c]);
            same = lower == words[i][c];
        }
        if (same) {
            return true;
        }
    }
    return false;
}
