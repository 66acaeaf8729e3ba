/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_CLI_REPORT_H
#define CUL_CLI_REPORT_H

/*
 * The report is made by the Python package, which is given the assessment as JSON through a pipe. Both functions say
 * what went wrong and give how the command ends, 0 to go on.
 */
#include "options.h"

#include <culture/culture.h>

/* Whether the package can be used, before the files are read; else says how to get it. */
int cul_cli_report_ready(void);

/* Has the report written to settings->output. comparison: what changed since an earlier wave, or NULL. */
int cul_cli_report_write(const struct cul_cli_settings *settings, const culture_assessment *assessment,
                         const culture_comparison *comparison);

#endif
