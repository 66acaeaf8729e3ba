/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_READSTAT_H
#define CUL_ANSWERS_READSTAT_H

/*
 * Files of statistics packages through ReadStat, whose only user this is. What comes out is a table in CSV: a record
 * of variable names, one of their labels, one of their value labels, then a record a case. Value labels are pairs
 * "value US label", each after an RS but the first. A value that its variable declares missing is blank, as is one that
 * the system lacks.
 */
#include "base/buffer.h"
#include "culture/status.h"

enum { CUL_UNIT_SEPARATOR = '\x1f', CUL_RECORD_SEPARATOR = '\x1e' };

/* The package that writes files of its extension: "SPSS", "Stata" or "SAS". NULL: none. Static text. */
const char *cul_readstat_format(const char *path);

/* The whole file. Errors: FILE (it cannot be read, or this build has no ReadStat), SYNTAX, LIMIT, MEMORY. */
culture_status cul_readstat_read(const char *path, struct cul_buffer *table, struct culture_error *error);

#endif
