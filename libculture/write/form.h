/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_WRITE_FORM_H
#define CUL_WRITE_FORM_H

/* A questionnaire in the forms that survey tools import. What comes back from them is read without mapping by hand. */
#include "base/buffer.h"
#include "culture/write.h"
#include "questionnaire/model.h"

/* Writes one of enum culture_form other than TEXT. Errors: ARGUMENT (no such form), QUESTIONNAIRE (LimeSurvey: an item
 * that has no code of letters and digits). */
culture_status cul_form_write(const culture_questionnaire *questionnaire, int32_t form, const char *language,
                              struct cul_buffer *out, struct culture_error *error);

/* The languages of a questionnaire, the wanted one first if any text has it. */
struct cul_languages {
    const char *list[CUL_MAXIMUM_LANGUAGES];
    int32_t count; /* at least 1 */
};

/* A cell of a sheet: always quoted, so that no text can end it. */
void cul_form_cell(struct cul_buffer *out, const char *text, char separator);
void cul_form_row(struct cul_buffer *out, const char *const *cells, size_t count, char separator);

culture_status cul_form_limesurvey(const culture_questionnaire *questionnaire, const struct cul_languages *languages,
                                   struct cul_buffer *out, struct culture_error *error);
void cul_form_xlsform(const culture_questionnaire *questionnaire, const struct cul_languages *languages,
                      struct cul_buffer *out);
void cul_form_markdown(const culture_questionnaire *questionnaire, const char *language, struct cul_buffer *out);

#endif
