/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_ANSWERS_REGISTER_H
#define CUL_ANSWERS_REGISTER_H

/* The register as later rooms see it. */
#include "culture/answers.h"

/* The row of an organisation by its key (cul_text_name_key), -1 when it is not there. */
int64_t cul_register_find_key(const culture_register *reg, const char *key, size_t length);

#endif
