/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_WRITE_CELLS_H
#define CUL_WRITE_CELLS_H

/* Cells of a CSV file, each with the comma after it. */
#include "base/buffer.h"

/* Quoted where need be; a text that a spreadsheet would run as a formula is guarded with '. */
void cul_cell_text(struct cul_buffer *out, const char *text);
void cul_cell_number(struct cul_buffer *out, double value); /* not finite: blank */
void cul_cell_end_row(struct cul_buffer *out);              /* the last comma becomes the line's end */

#endif
