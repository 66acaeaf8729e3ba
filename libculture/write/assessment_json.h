/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_WRITE_ASSESSMENT_JSON_H
#define CUL_WRITE_ASSESSMENT_JSON_H

/* Parts of the document. */
#include "write/json.h"
#include "write/view.h"

/* "questionnaire": id, version and fingerprint; "files": what became of each file of a batch. */
void cul_json_questionnaire(struct cul_json *json, const culture_questionnaire *questionnaire);
void cul_json_files(struct cul_json *json, const culture_scores *scores);

/* "dimensions": scores, of organisations also the standing, of a level and row. */
void cul_json_dimensions(struct cul_json *json, const struct cul_view *view, int32_t level, int64_t row);

/* "reference": what it is, its norms and their correlations; null without one. */
void cul_json_reference(struct cul_json *json, const struct cul_view *view);

/* "profile": level, scatter and how unusual it is. */
void cul_json_profile(struct cul_json *json, const struct cul_view *view, int64_t row);

/* "nonresponse": what those who did not answer could change. */
void cul_json_nonresponse(struct cul_json *json, const struct cul_view *view, int64_t row);

/* "landscape": now, wanted and the tilt of each axis. */
void cul_json_landscape(struct cul_json *json, const struct cul_view *view, int64_t row);

/* "gaps": ambition minus practice, of the organisation and of its roles; its units begin at first_unit. */
void cul_json_gaps(struct cul_json *json, const struct cul_view *view, int64_t row, int64_t first_unit);

/* "drivers": what goes together with a theme; empty when that was not asked. */
void cul_json_drivers(struct cul_json *json, const struct cul_view *view);

/* "facts": what the register tells about learning, and "published": figures to hold them against. */
void cul_json_facts(struct cul_json *json, const struct cul_view *view, int64_t row);
void cul_json_published(struct cul_json *json);

#endif
