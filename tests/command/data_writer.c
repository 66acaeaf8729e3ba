/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * data_writer KIND FILE: writes a file of a statistics package from lines on standard input, of cells with tabs
 * between:
 *
 *   variable NAME LABEL SET [low:high ...]   a number; SET of value labels, blank for none; ranges are user-missing
 *   text     NAME LABEL WIDTH                a text
 *   label    SET VALUE TEXT                  before the variables that use the set
 *   row      CELL ...                        a blank number is system-missing
 *
 * KIND is sav, zsav, por, dta, sas7bdat or xpt.
 */
#include <readstat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 128, LONGEST = 1 << 16 };

struct writer {
    readstat_writer_t *writer;
    readstat_variable_t *variables[MOST];
    int texts[MOST];
    int count, set_count, row_count;
    readstat_label_set_t *sets[MOST];
    char names[MOST][64];
    char *rows[1 << 12];
};

static void check(readstat_error_t error, const char *what)
{
    if (error) {
        fprintf(stderr, "data_writer: %s: %s\n", what, readstat_error_message(error));
        exit(1);
    }
}

static readstat_label_set_t *find_set(struct writer *w, const char *name)
{
    for (int i = 0; i < w->set_count; i++) {
        if (strcmp(w->names[i], name) == 0) {
            return w->sets[i];
        }
    }
    snprintf(w->names[w->set_count], sizeof *w->names, "%s", name);
    return w->sets[w->set_count++] = readstat_add_label_set(w->writer, READSTAT_TYPE_DOUBLE, name);
}

static void add_variable(struct writer *w, char **cell, int cells)
{
    readstat_variable_t *made = readstat_add_variable(w->writer, cell[1], READSTAT_TYPE_DOUBLE, 8);
    readstat_variable_set_label(made, cell[2]);
    if (*cell[3]) {
        readstat_variable_set_label_set(made, find_set(w, cell[3]));
    }
    for (int i = 4; i < cells; i++) {
        char *colon = strchr(cell[i], ':');
        double low = strtod(cell[i], NULL), high = colon ? strtod(colon + 1, NULL) : low;
        check(colon ? readstat_variable_add_missing_double_range(made, low, high)
                    : readstat_variable_add_missing_double_value(made, low),
              "missing");
    }
    w->variables[w->count++] = made;
}

static void add_text(struct writer *w, char **cell)
{
    w->texts[w->count] = 1;
    w->variables[w->count] = readstat_add_variable(w->writer, cell[1], READSTAT_TYPE_STRING, (size_t)atoi(cell[3]));
    readstat_variable_set_label(w->variables[w->count++], cell[2]);
}

static int split(char *line, char **cell)
{
    int cells = 0;
    line[strcspn(line, "\n")] = 0;
    for (char *tab; cells < MOST; line = tab + 1) {
        cell[cells++] = line;
        tab = strchr(line, '\t');
        if (!tab) {
            break;
        }
        *tab = 0;
    }
    return cells;
}

static void take_line(struct writer *w, char *line)
{
    char *cell[MOST] = {0};
    if (strncmp(line, "row\t", 4) == 0) {
        w->rows[w->row_count++] = strdup(line + 4);
        return;
    }
    int cells = split(line, cell);
    if (strcmp(cell[0], "label") == 0) {
        readstat_label_double_value(find_set(w, cell[1]), strtod(cell[2], NULL), cell[3]);
    } else if (strcmp(cell[0], "variable") == 0) {
        add_variable(w, cell, cells);
    } else if (strcmp(cell[0], "text") == 0) {
        add_text(w, cell);
    }
}

static void write_rows(struct writer *w)
{
    for (int r = 0; r < w->row_count; r++) {
        char *cell[MOST] = {0};
        split(w->rows[r], cell);
        check(readstat_begin_row(w->writer), "row");
        for (int i = 0; i < w->count; i++) {
            readstat_error_t error =
                w->texts[i] ? readstat_insert_string_value(w->writer, w->variables[i], cell[i])
                : *cell[i]  ? readstat_insert_double_value(w->writer, w->variables[i], strtod(cell[i], NULL))
                            : readstat_insert_missing_value(w->writer, w->variables[i]);
            check(error, "value");
        }
        check(readstat_end_row(w->writer), "row");
        free(w->rows[r]);
    }
}

static ssize_t on_data(const void *bytes, size_t length, void *context)
{
    return (ssize_t)fwrite(bytes, 1, length, context);
}

static readstat_error_t begin(struct writer *w, const char *kind, FILE *file)
{
    if (strcmp(kind, "zsav") == 0) {
        readstat_writer_set_compression(w->writer, READSTAT_COMPRESS_BINARY);
    }
    if (strcmp(kind, "dta") == 0) {
        return readstat_begin_writing_dta(w->writer, file, w->row_count);
    }
    if (strcmp(kind, "por") == 0) {
        return readstat_begin_writing_por(w->writer, file, w->row_count);
    }
    if (strcmp(kind, "xpt") == 0) {
        return readstat_begin_writing_xport(w->writer, file, w->row_count);
    }
    return strcmp(kind, "sas7bdat") == 0 ? readstat_begin_writing_sas7bdat(w->writer, file, w->row_count)
                                         : readstat_begin_writing_sav(w->writer, file, w->row_count);
}

int main(int count, char **words)
{
    static struct writer w;
    static char line[LONGEST];
    FILE *file = count == 3 ? fopen(words[2], "wb") : NULL;
    if (!file) {
        return 2;
    }
    w.writer = readstat_writer_init();
    check(readstat_set_data_writer(w.writer, on_data), "start");
    while (fgets(line, sizeof line, stdin)) {
        take_line(&w, line);
    }
    check(begin(&w, words[1], file), "begin");
    write_rows(&w);
    check(readstat_end_writing(w.writer), "end");
    readstat_writer_free(w.writer);
    return fclose(file) != 0;
}
