/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEST_PATH_H
#define TEST_PATH_H

/* All of the library in one go, on simulated surveys: what tests of threads and hosts repeat and compare. */
#include "../unit/check.h"
#include "culture/culture.h"

#include <unistd.h>

enum { SURVEYS = 6 };

/* What was written, as bytes. */
struct text {
    char *bytes;
    size_t length;
};

static inline int32_t take_text(void *context, const void *bytes, size_t length)
{
    struct text *text = context;
    char *grown = realloc(text->bytes, text->length + length + 1);
    if (!grown) {
        return 1;
    }
    memcpy(grown + text->length, bytes, length);
    *text = (struct text){grown, text->length + length};
    return 0;
}

static inline struct culture_sink sink_of(struct text *text)
{
    return (struct culture_sink){.write = take_text, .context = text};
}

static char surveys[256]; /* the folder with simulated surveys and their register */

/* Six organisations, the same in every run. */
static inline int make_surveys(void **state)
{
    (void)state;
    const char *base = getenv("TMPDIR");
    snprintf(surveys, sizeof surveys, "%s/culture-XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(surveys));
    culture_questionnaire *questionnaire = NULL;
    struct culture_simulation simulation = {.struct_size = sizeof simulation,
                                            .organisations = SURVEYS,
                                            .respondents_minimum = 24,
                                            .respondents_maximum = 40};
    assert_int_equal(culture_questionnaire_standard("nine-factors", &questionnaire, NULL), CULTURE_OK);
    assert_int_equal(culture_simulate(questionnaire, &simulation, surveys, NULL), CULTURE_OK);
    culture_questionnaire_free(questionnaire);
    return 0;
}

static inline void survey_path(char *path, size_t size, int number)
{
    snprintf(path, size, "%s/organisation-%02d.csv", surveys, number + 1);
}

static inline int remove_surveys(void **state)
{
    (void)state;
    char path[300];
    for (int i = 0; i < SURVEYS; i++) {
        survey_path(path, sizeof path, i);
        (void)unlink(path);
    }
    snprintf(path, sizeof path, "%s/register.csv", surveys);
    (void)unlink(path);
    return rmdir(surveys);
}

/* The functions of the path, so that it can also be walked with those of another copy of the library. */
struct library {
    __typeof__(&culture_questionnaire_standard) questionnaire_standard;
    __typeof__(&culture_register_open) register_open;
    __typeof__(&culture_tally_new) tally_new;
    __typeof__(&culture_tally_add_files) tally_add_files;
    __typeof__(&culture_scores_compute) scores_compute;
    __typeof__(&culture_reference_standard) reference_standard;
    __typeof__(&culture_assess) assess;
    __typeof__(&culture_write_json) write_json;
    __typeof__(&culture_assessment_free) assessment_free;
    __typeof__(&culture_reference_free) reference_free;
    __typeof__(&culture_scores_free) scores_free;
    __typeof__(&culture_tally_free) tally_free;
    __typeof__(&culture_register_free) register_free;
    __typeof__(&culture_questionnaire_free) questionnaire_free;
};

static const struct library own = {
    culture_questionnaire_standard, culture_register_open,      culture_tally_new,   culture_tally_add_files,
    culture_scores_compute,         culture_reference_standard, culture_assess,      culture_write_json,
    culture_assessment_free,        culture_reference_free,     culture_scores_free, culture_tally_free,
    culture_register_free,          culture_questionnaire_free,
};

/* From files to JSON, like the program in the README. */
static inline struct text walk(const struct library *library, int32_t threads)
{
    char path[300];
    const char *paths[] = {surveys};
    struct text text = {0};
    struct culture_sink sink = sink_of(&text);
    struct culture_error error = {0};
    struct culture_add_options adding = {.struct_size = sizeof adding, .threads = threads};
    struct culture_scores_options options = {.struct_size = sizeof options};
    culture_questionnaire *questionnaire = NULL;
    culture_tally *tally = NULL;
    culture_scores *scores = NULL;
    culture_reference *reference = NULL;
    culture_assessment *assessment = NULL;
    culture_register *reg = NULL;
    snprintf(path, sizeof path, "%s/register.csv", surveys);
    library->questionnaire_standard("nine-factors", &questionnaire, &error);
    library->register_open(path, NULL, &reg, &error);
    library->tally_new(questionnaire, &tally, &error);
    library->tally_add_files(tally, paths, 1, &adding, &error);
    options.reg = reg;
    library->scores_compute(tally, &options, &scores, &error);
    library->reference_standard("nine-factors", &reference, &error);
    library->assess(scores, reference, NULL, &assessment, &error);
    if (assessment) {
        library->write_json(assessment, &sink, NULL, &error);
    }
    assert_string_equal(error.message, "");
    library->assessment_free(assessment);
    library->reference_free(reference);
    library->scores_free(scores);
    library->tally_free(tally);
    library->register_free(reg);
    library->questionnaire_free(questionnaire);
    assert_true(text.length > 10000);
    return text;
}

static inline void assert_same_text(struct text one, const struct text *two)
{
    assert_int_equal(one.length, two->length);
    assert_memory_equal(one.bytes, two->bytes, one.length);
    free(one.bytes);
}

#endif
