/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_WRITE_FORM_H
#define CUL_WRITE_FORM_H

/* A questionnaire in the forms that survey tools import. What comes back from them is read without mapping by hand. */
#include "base/buffer.h"
#include "culture/write.h"

/* Writes one of enum culture_form other than TEXT. Errors: ARGUMENT (no such form), QUESTIONNAIRE (LimeSurvey: an item
 * that has no code of letters and digits). */
culture_status cul_form_write(const culture_questionnaire *questionnaire, int32_t form, const char *language,
                              struct cul_buffer *out, struct culture_error *error);

#endif
