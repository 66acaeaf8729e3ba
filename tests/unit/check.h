/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_CHECK_H
#define TEST_CHECK_H

/* What the unit tests share: cmocka, near-equality of doubles, tables of golden numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define assert_near(value, expected, relative) check_near((value), (expected), (relative), #value, __FILE__, __LINE__)

static inline void check_near(double value, double expected, double relative, const char *what, const char *file,
                              int line)
{
    double allowed = relative * fmax(1e-3, fabs(expected));
    if (!(fabs(value - expected) <= allowed)) {
        print_error("%s is %.17g, expected %.17g\n", what, value, expected);
        _fail(file, line);
    }
}

/* Calls check for every row of tests/golden/numeric/NAME, after its line of comment. */
static inline void for_each_row(const char *name, int columns, void (*check)(const double *row))
{
    const char *root = getenv("CULTURE_ROOT");
    char path[1024], line[4096];
    snprintf(path, sizeof path, "%s/tests/golden/numeric/%s", root ? root : ".", name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    int rows = 0;
    while (fgets(line, sizeof line, file)) {
        double row[96];
        char *at = line;
        if (*line == '#') {
            continue;
        }
        for (int i = 0; i < columns; i++) {
            row[i] = strtod(at, &at);
        }
        check(row);
        rows++;
    }
    fclose(file);
    assert_true(rows > 0);
}

#endif
