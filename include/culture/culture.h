/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CULTURE_CULTURE_H
#define CULTURE_CULTURE_H

/*
 * libculture: scores surveys over nine learning-culture factors and places every organisation against a reference
 * sample. The whole library in one breath, errors left out:
 *
 *     culture_questionnaire_standard("nine-factors", &questionnaire, &error);
 *     culture_tally_new(questionnaire, &tally, &error);
 *     culture_tally_add_files(tally, paths, count, NULL, &error);
 *     culture_scores_compute(tally, NULL, NULL, &scores, &error);
 *     culture_reference_standard("nine-factors", &reference, &error);
 *     culture_assess(scores, reference, NULL, &assessment, &error);
 *     culture_write_json(assessment, &(struct culture_sink){.path = "out.json"}, NULL, &error);
 *
 * The headers follow the data: questionnaire, answers, tally, scores, structure, reference, assessment, comparison,
 * output.
 */
#include "culture/status.h"

#include "culture/questionnaire.h"

#include "culture/answers.h"

#include "culture/tally.h"

#include "culture/scores.h"

#include "culture/drivers.h"

#include "culture/structure.h"

#include "culture/reference.h"

#include "culture/assessment.h"

#include "culture/comparison.h"

#include "culture/write.h"

#endif
