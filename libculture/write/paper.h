/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_WRITE_PAPER_H
#define CUL_WRITE_PAPER_H

/* Text for a terminal: cells of a display width, colours when wanted, nothing that a name could do to the terminal. */
#include "base/buffer.h"

#include <stdbool.h>
#include <stdint.h>

struct cul_paper {
    struct cul_buffer out;
    bool colour;
    char decimal;
    size_t blanks; /* that come before what is written next; a line does not end in them */
};

enum cul_ink { CUL_PLAIN, CUL_BOLD, CUL_DIM, CUL_GREEN, CUL_RED, CUL_YELLOW };

/* Text with control characters as \xNN, cut to a number of terminal columns (0: not cut); returns the columns it takes.
 */
int cul_paper_text(struct cul_paper *paper, const char *text, int columns);
/* The same, filled up with blanks to exactly so many columns. */
void cul_paper_cell(struct cul_paper *paper, const char *text, int columns);
/* A run of text in one ink. */
void cul_paper_ink(struct cul_paper *paper, enum cul_ink ink);
/* A number with decimals, right-aligned in columns (0: as long as it is). */
void cul_paper_number(struct cul_paper *paper, double number, int decimals, int columns);
void cul_paper_line(struct cul_paper *paper);

#endif
