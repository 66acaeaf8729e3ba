/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * In front of ReadStat, a parser that says whatever the input of the fuzz target makes it say: variables, labels and
 * values of any type, in any order, more of them than were announced. What it really finds in a file is ReadStat's own
 * affair, which is why the command runs it in a process of its own; this is about what we make of it.
 */
#include "fake_readstat.h"

#include <math.h>
#include <readstat.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_VARIABLES = 24 };

struct script {
    const uint8_t *at, *end;
    readstat_variable_t variables[MOST_VARIABLES];
    int count, row, column;
    char text[64];
};

static struct script script;

void fake_readstat_say(const uint8_t *bytes, size_t length)
{
    script.at = bytes;
    script.end = bytes + length;
}

static unsigned take(void)
{
    return script.at < script.end ? *script.at++ : 0;
}

/* Up to the end of a line; NULL for one that is "0". */
static const char *take_text(void)
{
    size_t length = 0;
    while (script.at < script.end && *script.at != '\n') {
        if (length + 1 < sizeof script.text && *script.at) {
            script.text[length++] = (char)*script.at;
        }
        script.at++;
    }
    script.at += script.at < script.end;
    script.text[length] = 0;
    return strcmp(script.text, "0") == 0 ? NULL : script.text;
}

/* A type and what is there of that type. */
static readstat_value_t take_value(void)
{
    readstat_value_t value = {.type = READSTAT_TYPE_DOUBLE};
    unsigned kind = take();
    int whole = (int)take() - 100;
    switch (kind % 10) {
    case 0:
        value.type = READSTAT_TYPE_STRING;
        value.v.string_value = take_text();
        break;
    case 1:
        value.type = READSTAT_TYPE_INT8, value.v.i8_value = (int8_t)whole;
        break;
    case 2:
        value.type = READSTAT_TYPE_INT16, value.v.i16_value = (int16_t)(whole * 200);
        break;
    case 3:
        value.type = READSTAT_TYPE_INT32, value.v.i32_value = whole * (kind & 16 ? 1 << 24 : 1);
        break;
    case 4:
        value.type = READSTAT_TYPE_FLOAT, value.v.float_value = (float)whole / 4;
        break;
    case 5:
        value.v.double_value = whole / 4.;
        break;
    case 6:
        value.v.double_value = kind & 16 ? HUGE_VAL : (double)NAN, value.is_system_missing = kind >> 5 & 1;
        break;
    case 7:
        value.is_tagged_missing = 1, value.tag = 'a';
        break;
    default: /* what surveys hold */
        value.v.double_value = whole % 7;
    }
    return value;
}

static int tell_variable(readstat_parser_t *parser, void *context)
{
    if (script.count == MOST_VARIABLES) {
        return READSTAT_HANDLER_OK;
    }
    readstat_variable_t *variable = &script.variables[script.count];
    memset(variable, 0, sizeof *variable);
    unsigned how = take();
    const char *text = take_text();
    strcpy(variable->name, text ? text : "");
    text = take_text();
    strcpy(variable->label, text ? text : "");
    if (how & 1) { /* 9 is missing, for the user */
        variable->missingness.missing_ranges_count = 1;
        variable->missingness.missing_ranges[0].type = READSTAT_TYPE_DOUBLE;
        variable->missingness.missing_ranges[0].v.double_value = 9;
        variable->missingness.missing_ranges[1] = variable->missingness.missing_ranges[0];
    }
    variable->index = how & 128 ? (int)how : script.count;
    return parser->handlers.variable(how & 64 ? (int)how * 1000 : script.count++, variable, take_text(), context);
}

static int tell_label(readstat_parser_t *parser, void *context)
{
    char set[sizeof script.text];
    const char *name = take_text();
    strcpy(set, name ? name : "");
    readstat_value_t value = take_value();
    char string[sizeof script.text];
    if (value.type == READSTAT_TYPE_STRING && value.v.string_value) {
        strcpy(string, value.v.string_value);
        value.v.string_value = string;
    }
    return parser->handlers.value_label(name ? set : NULL, value, take_text(), context);
}

/* The next value of a case, or any. */
static int tell_value(readstat_parser_t *parser, int anywhere, void *context)
{
    if (!script.count) {
        return READSTAT_HANDLER_OK;
    }
    int column = anywhere ? (int)take() % script.count : script.column;
    int row = anywhere ? (int)take() - 1 : script.row;
    int result = parser->handlers.value(row, &script.variables[column], take_value(), context);
    script.column = (script.column + 1) % script.count;
    script.row += script.column == 0;
    return result;
}

static readstat_error_t tell(readstat_parser_t *parser, void *context)
{
    int result = READSTAT_HANDLER_OK;
    script.count = script.row = script.column = 0;
    while (script.at < script.end && result == READSTAT_HANDLER_OK) {
        switch (take()) {
        case 'v':
            result = tell_variable(parser, context);
            break;
        case 'l':
            result = tell_label(parser, context);
            break;
        case 'c':
            result = tell_value(parser, 0, context);
            break;
        case 'o':
            result = tell_value(parser, 1, context);
            break;
        case 'e':
            return (readstat_error_t)(take() % 32);
        default:
            break;
        }
    }
    return result == READSTAT_HANDLER_OK ? READSTAT_OK : READSTAT_ERROR_USER_ABORT;
}

#define PARSE(kind)                                                                                                    \
    readstat_error_t readstat_parse_##kind(readstat_parser_t *parser, const char *path, void *context)                 \
    {                                                                                                                  \
        (void)path;                                                                                                    \
        return tell(parser, context);                                                                                  \
    }
PARSE(sav)
PARSE(por)
PARSE(dta)
PARSE(xport)
PARSE(sas7bdat)
