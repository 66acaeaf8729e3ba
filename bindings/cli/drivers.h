/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_CLI_DRIVERS_H
#define CUL_CLI_DRIVERS_H

/* --drivers THEME or THEME:LEVEL: checked before any file is read, computed when there are scores. */
#include "options.h"

#include <culture/culture.h>

struct cul_cli_drivers {
    const culture_drivers *made[CUL_CLI_MAXIMUM_LIST];
    size_t count;
};

/* Both give how the command ends, 0 to go on. */
int cul_cli_drivers_check(const struct cul_cli_settings *settings, const culture_questionnaire *questionnaire);
int cul_cli_drivers_compute(struct cul_cli_drivers *drivers, const struct cul_cli_settings *settings,
                            const culture_scores *scores);
void cul_cli_drivers_free(struct cul_cli_drivers *drivers);

#endif
