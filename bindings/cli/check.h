/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_CLI_CHECK_H
#define CUL_CLI_CHECK_H

/* What the parts of culture check share. */
#include "options.h"

#include <culture/culture.h>

struct cul_cli_check {
    const struct cul_cli_settings *settings;
    culture_questionnaire *questionnaire; /* the one that survey files and references belong to */
    culture_mapping *mapping;             /* for survey files; NULL: none */
    int64_t good, bad;                    /* files so far */
};

/* Prints the error of a file that cannot be used and gives 0. */
_Bool cul_cli_check_refuse(const struct culture_error *error);

/* Checks a survey file or, when it turns out to be one, a register; gives whether it can be used. */
_Bool cul_cli_check_survey(const struct cul_cli_check *check, const char *path);

#endif
