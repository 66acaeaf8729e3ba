/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which files the command line means. */
#define _GNU_SOURCE
#include "inputs.h"

#include "messages.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { LONGEST_LIST = 64 << 20 };

static int no_memory(void)
{
    return cul_cli_error(&(struct culture_error){.status = CULTURE_ERROR_MEMORY, .message = "there is no memory left"});
}

static int add(struct cul_cli_inputs *inputs, const char *text)
{
    if (inputs->count == inputs->capacity) {
        size_t capacity = inputs->capacity ? 2 * inputs->capacity : 64;
        char **texts = realloc(inputs->texts, capacity * sizeof *texts);
        if (!texts) {
            return no_memory();
        }
        inputs->texts = texts;
        inputs->capacity = capacity;
    }
    char *copy = strdup(text);
    if (!copy) {
        return no_memory();
    }
    inputs->texts[inputs->count++] = copy;
    return 0;
}

/* A file may be called a[1].csv: what exists is no pattern. */
static _Bool is_pattern(const char *text)
{
    return strpbrk(text, "*?[") && access(text, F_OK) != 0;
}

static int add_pattern(struct cul_cli_inputs *inputs, const char *text, const char *command)
{
    glob_t found = {0};
    int answer = glob(text, 0, NULL, &found), code = 0;
    if (answer == GLOB_NOMATCH) {
        return cul_cli_wrong_use(command, "no file matches '%s'", text);
    }
    if (answer) {
        return answer == GLOB_NOSPACE ? no_memory() : cul_cli_wrong_use(command, "'%s': cannot be searched", text);
    }
    for (size_t i = 0; i < found.gl_pathc && !code; i++) {
        code = add(inputs, found.gl_pathv[i]);
    }
    globfree(&found);
    return code;
}

static int add_words(struct cul_cli_inputs *inputs, const char *const *words, size_t count, const char *command)
{
    int code = 0;
    for (size_t i = 0; i < count && !code; i++) {
        code = is_pattern(words[i]) ? add_pattern(inputs, words[i], command) : add(inputs, words[i]);
    }
    return code;
}

static int fail_list(const char *name, const char *why)
{
    cul_cli_say("--files-from: %s: %s", name, why);
    return CUL_CLI_NOTHING;
}

/* All of a list and two NULs, so that its last name ends too. */
static int read_list(FILE *file, const char *name, char **list, size_t *length)
{
    size_t capacity = 1 << 16, got;
    char *text = malloc(capacity + 2);
    *length = 0;
    while (text && (got = fread(text + *length, 1, capacity - *length, file)) > 0) {
        *length += got;
        if (*length > LONGEST_LIST) {
            free(text);
            return fail_list(name, "the list is larger than 64 MiB");
        }
        if (*length == capacity) {
            char *longer = realloc(text, 2 * capacity + 2);
            if (!longer) {
                free(text);
            }
            text = longer, capacity *= 2;
        }
    }
    if (!text) {
        return no_memory();
    }
    if (ferror(file)) {
        free(text);
        return fail_list(name, strerrordesc_np(errno));
    }
    memset(text + *length, 0, 2);
    *list = text;
    return 0;
}

/* Names end at NULs when there is any, as find -print0 writes them; else at line ends, and blank lines are none. */
static int add_names(struct cul_cli_inputs *inputs, char *list, size_t length)
{
    char end = memchr(list, 0, length) ? 0 : '\n';
    int code = 0;
    for (char *name = list; name < list + length && !code;) {
        char *stop = memchr(name, end, (size_t)(list + length - name));
        stop = stop ? stop : list + length;
        *stop = 0;
        if (end && stop > name && stop[-1] == '\r') {
            stop[-1] = 0;
        }
        code = *name ? add(inputs, name) : 0;
        name = stop + 1;
    }
    return code;
}

static int add_list(struct cul_cli_inputs *inputs, const char *name)
{
    _Bool standard = strcmp(name, "-") == 0;
    FILE *file = standard ? stdin : fopen(name, "rb");
    char *list = NULL;
    size_t length = 0;
    if (!file) {
        return fail_list(name, strerrordesc_np(errno));
    }
    int code = read_list(file, standard ? "standard input" : name, &list, &length);
    if (!standard) {
        fclose(file);
    }
    code = code ? code : add_names(inputs, list, length);
    free(list);
    return code;
}

static _Bool reads_files(enum cul_cli_command command)
{
    return command != CUL_CLI_SIMULATE && command != CUL_CLI_SHOW;
}

int cul_cli_inputs_expand(struct cul_cli_inputs *inputs, struct cul_cli_settings *settings)
{
    const char *command = cul_cli_command_name(settings->command);
    int code = 0;
    if (!reads_files(settings->command)) {
        return 0;
    }
    code = add_words(inputs, settings->before.texts, settings->before.count, command);
    settings->after = inputs->count;
    for (size_t i = 0; i < settings->file_count && !code; i++) {
        code = add_words(inputs, &settings->files[i], 1, command);
        settings->after = settings->command == CUL_CLI_COMPARE && i == 0 ? inputs->count : settings->after;
    }
    if (!code && settings->files_from) {
        code = add_list(inputs, settings->files_from);
    }
    settings->files = (const char *const *)inputs->texts;
    settings->file_count = inputs->count;
    return !code && inputs->count == settings->after ? cul_cli_wrong_use(command, "no file was given") : code;
}

void cul_cli_inputs_free(struct cul_cli_inputs *inputs)
{
    for (size_t i = 0; i < inputs->count; i++) {
        free(inputs->texts[i]);
    }
    free(inputs->texts);
}
