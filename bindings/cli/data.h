/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_CLI_DATA_H
#define CUL_CLI_DATA_H

/*
 * Files of statistics packages are read in a process of their own, with limits on memory and time: one that was crafted
 * to break its reader costs that file, not the batch. So are workbooks (.xlsx), by the Python package.
 */
#include <culture/culture.h>

/* How this program calls itself for such a process: culture --read-data FILE. */
#define CUL_CLI_READ_DATA "--read-data"

/* culture_data_read() in another process; for read_data of the options. */
culture_status cul_cli_data_read(void *context, const char *path, const struct culture_sink *sink,
                                 struct culture_error *error);

/* That other process: the table, or what is wrong, to standard output. */
int cul_cli_data_child(const char *path);

#endif
