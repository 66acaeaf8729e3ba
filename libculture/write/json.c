/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "write/json.h"

#include "base/text.h"

#include <math.h>

static void new_line(struct cul_json *json)
{
    cul_buffer_byte(&json->out, '\n');
    cul_buffer_repeat(&json->out, ' ', (size_t)json->depth);
}

/* What comes before a value: comma, line, key. */
static void begin(struct cul_json *json, const char *key)
{
    if (!json->first && json->depth) {
        cul_buffer_text(&json->out, json->inline_now ? ", " : ",");
    }
    if (json->depth && !json->inline_now) {
        new_line(json);
    }
    json->first = false;
    if (key) {
        cul_text_quote(key, &json->out);
        cul_buffer_text(&json->out, ": ");
    }
}

void cul_json_open(struct cul_json *json, const char *key, char bracket)
{
    begin(json, key);
    cul_buffer_byte(&json->out, bracket);
    json->depth++;
    json->first = true;
}

void cul_json_open_inline(struct cul_json *json, const char *key, char bracket)
{
    cul_json_open(json, key, bracket);
    json->inline_now = true;
}

void cul_json_close(struct cul_json *json, char bracket)
{
    json->depth--;
    if (!json->first && !json->inline_now) {
        new_line(json);
    }
    cul_buffer_byte(&json->out, bracket);
    json->first = false;
    json->inline_now = false;
    if (json->depth == 0) {
        cul_buffer_byte(&json->out, '\n');
    }
}

void cul_json_text(struct cul_json *json, const char *key, const char *text)
{
    begin(json, key);
    if (text) {
        cul_text_quote(text, &json->out);
    } else {
        cul_buffer_text(&json->out, "null");
    }
}

void cul_json_whole(struct cul_json *json, const char *key, int64_t number)
{
    begin(json, key);
    cul_buffer_whole(&json->out, number);
}

void cul_json_number(struct cul_json *json, const char *key, double number)
{
    begin(json, key);
    if (isfinite(number)) {
        cul_buffer_number(&json->out, number);
    } else {
        cul_buffer_text(&json->out, "null");
    }
}

void cul_json_flag(struct cul_json *json, const char *key, bool yes)
{
    begin(json, key);
    cul_buffer_text(&json->out, yes ? "true" : "false");
}

void cul_json_null(struct cul_json *json, const char *key)
{
    cul_json_text(json, key, NULL);
}

void cul_json_matrix(struct cul_json *json, const char *key, struct culture_matrix matrix)
{
    cul_json_open(json, key, '[');
    for (int64_t row = 0; row < matrix.rows; row++) {
        cul_json_open_inline(json, NULL, '[');
        for (int64_t column = 0; column < matrix.columns; column++) {
            cul_json_number(json, NULL, matrix.data[row * matrix.columns + column]);
        }
        cul_json_close(json, ']');
    }
    cul_json_close(json, ']');
}
