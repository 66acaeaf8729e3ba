/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Near words: the optimal string alignment distance, where a swap of two neighbours is one mistake. */
#include "near.h"

#include <string.h>

enum { LONGEST = 63 };

static int least(int a, int b)
{
    return a < b ? a : b;
}

static int distance(const char *a, const char *b)
{
    int d[LONGEST + 1][LONGEST + 1];
    int rows = (int)strlen(a), columns = (int)strlen(b);
    for (int i = 0; i <= rows; i++) {
        for (int j = 0; j <= columns; j++) {
            if (!i || !j) {
                d[i][j] = i + j;
                continue;
            }
            d[i][j] = least(least(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
    }
    return d[rows][columns];
}

/* One mistake in three letters is near. */
void cul_cli_near_try(struct cul_cli_near *near, const char *candidate)
{
    size_t length = strlen(near->word);
    if (length > LONGEST || strlen(candidate) > LONGEST) {
        return;
    }
    int mistakes = distance(near->word, candidate);
    if (mistakes <= (int)length / 3 && (!near->best || mistakes < near->distance)) {
        near->best = candidate;
        near->distance = mistakes;
    }
}
