/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores survey files and folders: score REGISTER OUTPUT.json FILE... */
#include <culture/culture.h>
#include <stdio.h>

int main(int count, char **words)
{
    if (count < 4) {
        return fprintf(stderr, "usage: score REGISTER OUTPUT.json FILE...\n"), 2;
    }
    struct culture_error error = {0}; /* keeps the first error; later calls refuse what could not be made */
    struct culture_scores_options options = {.struct_size = sizeof options};
    struct culture_sink output = {.path = words[2]};
    culture_register *reg = NULL;
    culture_questionnaire *questionnaire = NULL;
    culture_tally *tally = NULL;
    culture_scores *scores = NULL;
    culture_reference *reference = NULL;
    culture_assessment *assessment = NULL;

    culture_register_open(words[1], NULL, &reg, &error);
    culture_questionnaire_standard("nine-factors", &questionnaire, &error);
    culture_tally_new(questionnaire, &tally, &error);
    culture_tally_add_files(tally, (const char *const *)words + 3, (size_t)count - 3, NULL, &error);
    options.reg = reg;
    culture_scores_compute(tally, &options, &scores, &error);
    culture_reference_standard("nine-factors", &reference, &error);
    culture_assess(scores, reference, NULL, &assessment, &error);
    if (error.status == CULTURE_OK) {
        culture_write_json(assessment, &output, NULL, &error);
    }
    if (error.status != CULTURE_OK) {
        fprintf(stderr, "score: %s%s%s\n", error.path, error.path[0] ? ": " : "", error.message);
    }
    culture_assessment_free(assessment);
    culture_reference_free(reference);
    culture_scores_free(scores);
    culture_tally_free(tally);
    culture_questionnaire_free(questionnaire);
    culture_register_free(reg);
    return error.status == CULTURE_OK ? 0 : 1;
}
