/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/conduct.h"

#include "answers/labels.h"
#include "base/number.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

enum { WORD = 40 };

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

/* The lower-case word in a cell, "?" when it is longer than any that matters. */
static void lower(struct cul_csv_field field, char word[WORD])
{
    const char *text = field.text;
    size_t length = field.length;
    cul_text_trim(&text, &length);
    if (length >= WORD) {
        text = "?", length = 1;
    }
    for (size_t i = 0; i < length; i++) {
        word[i] = (char)(text[i] >= 'A' && text[i] <= 'Z' ? text[i] + ('a' - 'A') : text[i]);
    }
    word[length] = '\0';
}

static bool is_among(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(word, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

bool cul_conduct_is_unfinished(struct cul_csv_field field, int32_t rule)
{
    static const char *const words[] = {"0", "false", "no", "nee", "onwaar", "falsch", "nein", "faux", "non"};
    char word[WORD];
    double percent;
    lower(field, word);
    if (rule == CUL_FINISHED_DATE) {
        return cul_is_missing_token(word, strlen(word)) || strcmp(word, "n") == 0;
    }
    if (rule == CUL_FINISHED_PERCENT) {
        return cul_number_parse(word, strlen(word), &percent) && percent < 100;
    }
    return is_among(word, words, sizeof words / sizeof *words);
}

bool cul_conduct_is_preview(struct cul_csv_field field)
{
    static const char *const numbers[] = {"1", "2", "9", "17"}, *const parts[] = {"preview", "test", "voorbeeld",
                                                                                  "vorschau"};
    char word[WORD];
    lower(field, word);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (strstr(word, parts[i])) {
            return true;
        }
    }
    return is_among(word, numbers, sizeof numbers / sizeof *numbers);
}
