/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages to people, made harmless to the terminal they go to. */
#include "messages.h"

#include "phrases.h"

#include <stdarg.h>
#include <string.h>

enum { LONGEST_MESSAGE = 8192 };

/* The length of the UTF-8 character that text begins with, and its number; 0 when it is none. */
static int decode(const unsigned char *text, unsigned *character)
{
    int length = text[0] < 0x80 ? 1 : text[0] >> 5 == 6 ? 2 : text[0] >> 4 == 14 ? 3 : text[0] >> 3 == 30 ? 4 : 0;
    static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
    if (!length) {
        return 0;
    }
    unsigned value = length == 1 ? text[0] : text[0] & (0x7Fu >> length);
    for (int i = 1; i < length; i++) {
        if (text[i] >> 6 != 2) {
            return 0;
        }
        value = value << 6 | (text[i] & 0x3Fu);
    }
    *character = value;
    return value < least[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF) ? 0 : length;
}

static _Bool is_harmful(unsigned character)
{
    return character < 0x20 || (character >= 0x7F && character < 0xA0) || character == 0x200E || character == 0x200F ||
           (character >= 0x2028 && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069) ||
           character == 0xFEFF;
}

static void print_harmless(FILE *file, const char *text)
{
    const unsigned char *byte = (const unsigned char *)text;
    while (*byte) {
        unsigned character = 0;
        int length = decode(byte, &character);
        if (length && !is_harmful(character)) {
            fwrite(byte, 1, (size_t)length, file);
            byte += length;
            continue;
        }
        for (int i = 0; i < (length ? length : 1); i++) {
            fprintf(file, "\\x%02X", *byte++);
        }
    }
}

static void print_list(FILE *file, const char *format, va_list values)
{
    char text[LONGEST_MESSAGE];
    vsnprintf(text, sizeof text, cul_cli_in(format), values);
    print_harmless(file, text);
}

void cul_cli_print(FILE *file, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    print_list(file, format, values);
    va_end(values);
}

void cul_cli_line(FILE *file, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    print_list(file, format, values);
    va_end(values);
    fputc('\n', file);
}

void cul_cli_say(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    fputs("culture: ", stderr);
    print_list(stderr, format, values);
    fputc('\n', stderr);
    va_end(values);
}

int cul_cli_wrong_use(const char *command, const char *format, ...)
{
    const char *blank = command ? " " : "";
    command = command ? command : "";
    va_list values;
    va_start(values, format);
    cul_cli_print(stderr, "culture%s%s: ", blank, command);
    print_list(stderr, format, values);
    cul_cli_print(stderr, "; try 'culture%s%s --help'", blank, command);
    fputc('\n', stderr);
    va_end(values);
    return CUL_CLI_WRONG_USE;
}

static void print_position(FILE *file, const char *path, int64_t line, int64_t column)
{
    cul_cli_print(file, "%s", path);
    if (line) {
        fprintf(file, ":%lld", (long long)line);
    }
    if (line && column) {
        fprintf(file, ":%lld", (long long)column);
    }
    if (*path) {
        fputs(": ", file);
    }
}

void cul_cli_print_place(FILE *file, const struct culture_error *error)
{
    print_position(file, error->path, error->line, error->column);
    cul_cli_print(file, "%s%s%s", error->where, *error->where ? ": " : "", error->message);
    fputc('\n', file);
}

void cul_cli_print_problem(FILE *file, const char *path, const struct culture_problem *problem)
{
    print_position(file, path, problem->line, problem->column);
    print_harmless(file, problem->message);
    if (problem->count > 1) {
        cul_cli_print(file, " (%lld times)", (long long)problem->count);
    }
    fputc('\n', file);
}

int cul_cli_error(const struct culture_error *error)
{
    fputs("culture: ", stderr);
    cul_cli_print_place(stderr, error);
    return error->status == CULTURE_ERROR_ARGUMENT ? CUL_CLI_WRONG_USE : CUL_CLI_NOTHING;
}

const char *cul_cli_plural(int64_t count)
{
    return count == 1 ? "" : "s";
}
