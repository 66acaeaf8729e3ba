/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every allocation of reading survey files as tools export them fails, over cases of tests/golden/intake/: either the
 * answer is MEMORY, or everything is as without a failure. Leaks are AddressSanitizer's to find.
 */
#include "base/file.h"
#include "culture/culture.h"
#include "failing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static culture_questionnaire *questionnaire;

static void path_of(const char *name, char path[2048])
{
    const char *root = getenv("CULTURE_ROOT");
    snprintf(path, 2048, "%s/tests/golden/intake/%s", root ? root : ".", name);
}

static void read_golden(const char *name, struct cul_buffer *bytes)
{
    char path[2048];
    path_of(name, path);
    assert_int_equal(cul_file_read(&(struct culture_source){.path = path}, 1 << 20, bytes, NULL), CULTURE_OK);
}

/* What a case is read with. */
struct trial {
    const char *survey, *mapping; /* mapping NULL: none */
    struct culture_answers_options options;
    culture_status expected;
    int64_t least; /* allocations that reading it takes at least */
    struct cul_buffer survey_bytes, mapping_bytes;
};

/* Adds up whatever comes out, so that two readings can be compared. */
static uint64_t sum_of(culture_answers *answers, const struct culture_block *block)
{
    uint64_t sum = (uint64_t)block->rows;
    int64_t items = culture_questionnaire_item_count(questionnaire);
    for (int64_t row = 0; row < block->rows; row++) {
        for (int64_t i = 0; i < items; i++) {
            sum = sum * 31 + (uint16_t)block->values[row * items + i];
        }
        sum = sum * 31 + (uint64_t)block->organisation[row];
    }
    return sum * 31 + (uint64_t)culture_answers_problem_count(answers) + (uint64_t)culture_answers_label_count(answers);
}

static culture_status read_rows(culture_answers *answers, uint64_t *sum, struct culture_error *error)
{
    struct culture_block block = {.struct_size = sizeof block};
    culture_status status;
    do {
        status = culture_answers_next(answers, &block, error);
        *sum = status ? *sum : *sum * 31 + sum_of(answers, &block);
    } while (!status && block.rows);
    return status;
}

static culture_status read_trial(const struct trial *trial, uint64_t *sum, struct culture_error *error)
{
    culture_mapping *mapping = NULL;
    culture_answers *answers = NULL;
    struct culture_answers_options options = trial->options;
    struct culture_source source = {
        .path = "m.yaml", .bytes = trial->mapping_bytes.bytes, .length = trial->mapping_bytes.length};
    culture_status status = CULTURE_OK;
    if (trial->mapping) {
        status = culture_mapping_read(&source, questionnaire, NULL, &mapping, error);
        assert_int_equal(status == CULTURE_OK, mapping != NULL);
    }
    options.struct_size = sizeof options;
    options.mapping = mapping;
    source = (struct culture_source){
        .path = "s.csv", .bytes = trial->survey_bytes.bytes, .length = trial->survey_bytes.length};
    if (!status) {
        status = culture_answers_read(&source, questionnaire, &options, &answers, error);
        assert_int_equal(status == CULTURE_OK, answers != NULL);
    }
    if (!status) {
        status = read_rows(answers, sum, error);
    }
    culture_answers_free(answers);
    culture_mapping_free(mapping);
    return status;
}

/* Fails one allocation, or all from it on; false when reading needs fewer. */
static bool fail_at(const struct trial *trial, int64_t allocation, bool once, uint64_t expected)
{
    struct culture_error error = {0};
    uint64_t sum = 0;
    failing_start(allocation, once);
    culture_status status = read_trial(trial, &sum, &error);
    bool failed = failing_stop();
    if (failed) {
        assert_int_equal(status, CULTURE_ERROR_MEMORY);
        assert_int_equal(error.status, CULTURE_ERROR_MEMORY);
        assert_string_equal(error.message, "memory ran out");
    } else {
        assert_int_equal(status, trial->expected);
        assert_true(sum == expected);
    }
    return failed;
}

static void fail_each(struct trial trial)
{
    struct culture_error error = {0};
    uint64_t expected = 0;
    read_golden(trial.survey, &trial.survey_bytes);
    if (trial.mapping) {
        read_golden(trial.mapping, &trial.mapping_bytes);
    }
    assert_int_equal(read_trial(&trial, &expected, &error), trial.expected);
    for (int once = 0; once < 2; once++) {
        int64_t allocations = 0;
        while (fail_at(&trial, allocations, once, expected)) {
            allocations++;
        }
        print_message("%s: %lld allocations\n", trial.survey, (long long)allocations);
        assert_true(allocations >= trial.least);
    }
    cul_buffer_free(&trial.survey_bytes);
    cul_buffer_free(&trial.mapping_bytes);
}

static void surveys_of_tools(void **state)
{
    (void)state;
    fail_each((struct trial){.survey = "qualtrics_texts_nl/survey.csv", .least = 200});
    fail_each((struct trial){.survey = "qualtrics_legacy/survey.csv", .least = 200});
    fail_each((struct trial){.survey = "surveymonkey_en/survey.csv", .least = 200});
    fail_each((struct trial){.survey = "limesurvey_unfinished/survey.csv", .least = 200});
    fail_each((struct trial){.survey = "title_rows/survey.csv", .least = 200});
    fail_each((struct trial){.survey = "columns_doubtful/survey.csv", .least = 100});
    fail_each((struct trial){
        .survey = "surveymonkey_a_column_an_option/survey.csv", .expected = CULTURE_ERROR_ANSWERS, .least = 100});
}

static void long_format(void **state)
{
    (void)state;
    fail_each((struct trial){.survey = "long_problems/survey.csv", .least = 200});
    fail_each(
        (struct trial){.survey = "long_mapping/survey.csv", .mapping = "long_mapping/mapping.yaml", .least = 300});
}

static void mappings_and_double_respondents(void **state)
{
    (void)state;
    static const char *const units[] = {"team"};
    fail_each((struct trial){.survey = "mapping/survey.csv",
                             .mapping = "mapping/mapping.yaml",
                             .options = {.unit_columns = units, .unit_column_count = 1},
                             .least = 300});
    fail_each((struct trial){.survey = "mapping_all_problems/survey.csv",
                             .mapping = "mapping_all_problems/mapping.yaml",
                             .expected = CULTURE_ERROR_MAPPING,
                             .least = 50});
    struct culture_answers_options last = {.key_column = "personeelsnummer",
                                           .duplicates = CULTURE_DUPLICATES_LAST_COUNTS};
    fail_each((struct trial){.survey = "duplicates_last/survey.csv", .options = last, .least = 200});
    fail_each(
        (struct trial){.survey = "duplicates_kept/survey.csv", .options = {.key_column = "nummer"}, .least = 100});
}

static int open_questionnaire(void **state)
{
    (void)state;
    char path[2048];
    path_of("questionnaire.yaml", path);
    return culture_questionnaire_open(path, NULL, &questionnaire, NULL);
}

static int close_questionnaire(void **state)
{
    (void)state;
    culture_questionnaire_free(questionnaire);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(surveys_of_tools), cmocka_unit_test(long_format),
                                       cmocka_unit_test(mappings_and_double_respondents)};
    return cmocka_run_group_tests(tests, open_questionnaire, close_questionnaire);
}
