/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A survey file: read in blocks, counted, and its account made up. The first byte of the input chooses the options
 * ("@" none; bits below), the rest is the file.
 */
#include "target.h"

enum { WITH_UNITS = 1, WITH_COLUMNS = 2, IN_PIECES = 4, INVALID = 24, NAMED = 32, LAST_COUNTS = 128 };

struct pieces {
    const uint8_t *at, *end;
};

static int64_t read_piece(void *context, void *buffer, size_t capacity)
{
    struct pieces *pieces = context;
    size_t left = (size_t)(pieces->end - pieces->at), count = left < 7 ? left : 7;
    count = count < capacity ? count : capacity;
    memcpy(buffer, pieces->at, count);
    pieces->at += count;
    return (int64_t)count;
}

static void check_block(const struct culture_block *block, int32_t items)
{
    for (int64_t row = 0; row < block->rows; row++) {
        MUST(block->organisation[row] >= 0 && block->organisation[row] < block->organisation_count);
        for (int64_t i = 0; i < block->unit_column_count; i++) {
            int32_t unit = block->unit[row * block->unit_column_count + i];
            MUST(unit >= -1 && unit < block->unit_count);
        }
        for (int32_t i = 0; i < items; i++) {
            int16_t value = block->values[row * items + i];
            MUST(value == CULTURE_MISSING || value == CULTURE_INVALID || (value >= 0 && value <= 5));
        }
    }
}

static void check_account(const culture_answers *answers)
{
    struct culture_layout layout = {.struct_size = sizeof layout};
    MUST(culture_answers_layout(answers, &layout, NULL) == CULTURE_OK);
    MUST(layout.rows >= layout.kept + layout.empty + layout.rejected);
    check_text(layout.encoding);
    check_text(layout.line_end);
    for (int32_t i = -1; i <= layout.column_count; i++) {
        struct culture_column column = {.struct_size = sizeof column};
        if (culture_answers_column(answers, i, &column, NULL) == CULTURE_OK) {
            check_text(column.header);
        }
    }
    for (int64_t i = 0; i < culture_answers_problem_count(answers); i++) {
        struct culture_problem problem = {.struct_size = sizeof problem};
        MUST(culture_answers_problem(answers, i, &problem, NULL) == CULTURE_OK);
        MUST(problem.count >= 0 && problem.line >= 0 && problem.column >= 0);
        check_text(problem.message);
    }
}

/* Rows go into the tally as they come; it must agree with what the reader says it kept. */
static culture_status read_rows(culture_answers *answers, culture_tally *tally, int32_t items)
{
    struct culture_block block = {.struct_size = sizeof block};
    struct culture_error error = {0};
    int64_t kept = 0;
    culture_status status;
    while ((status = culture_answers_next(answers, &block, &error)) == CULTURE_OK && block.rows) {
        check_block(&block, items);
        MUST(culture_tally_add_block(tally, &block, NULL) == CULTURE_OK);
        kept += block.rows;
    }
    check_error(status, &error);
    MUST(culture_tally_respondents(tally) == kept);
    check_account(answers);
    return status;
}

/* Counting the file in one call goes by another way; it must come to the same. */
static void count_at_once(const struct culture_source *source, culture_questionnaire *questionnaire,
                          const struct culture_answers_options *options, const culture_tally *expected,
                          culture_status status)
{
    culture_answers *answers = NULL;
    culture_tally *tally = NULL;
    void *bytes[2] = {NULL, NULL};
    size_t lengths[2];
    MUST(culture_answers_read(source, questionnaire, options, &answers, NULL) == CULTURE_OK);
    MUST(culture_tally_new(questionnaire, &tally, NULL) == CULTURE_OK);
    MUST(culture_tally_add_answers(tally, answers, NULL, NULL) == status);
    MUST(culture_tally_respondents(tally) == (status ? 0 : culture_tally_respondents(expected)));
    if (!status) {
        MUST(culture_tally_bytes(tally, &bytes[0], &lengths[0], NULL) == CULTURE_OK);
        MUST(culture_tally_bytes(expected, &bytes[1], &lengths[1], NULL) == CULTURE_OK);
        MUST(lengths[0] == lengths[1] && memcmp(bytes[0], bytes[1], lengths[0]) == 0);
    }
    culture_bytes_free(bytes[0]);
    culture_bytes_free(bytes[1]);
    culture_answers_free(answers);
    culture_tally_free(tally);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const units[] = {"unit", "team"};
    uint8_t bits = size ? data[0] : 0;
    struct pieces pieces = {data + (size > 0), data + size};
    struct culture_source source = source_of("some-folder/fuzzed.csv", pieces.at, (size_t)(pieces.end - pieces.at));
    if (bits & IN_PIECES) {
        source = (struct culture_source){.path = NULL, .read = read_piece, .context = &pieces};
    }
    struct culture_answers_options options = {.struct_size = sizeof options, .invalid = (bits & INVALID) >> 3};
    options.unit_columns = bits & WITH_UNITS ? units : NULL;
    options.unit_column_count = bits & WITH_UNITS ? 2 : 0;
    options.key_column = bits & WITH_COLUMNS ? "key" : NULL;
    options.duration_column = bits & WITH_COLUMNS ? "seconds" : NULL;
    options.finished_column = bits & WITH_COLUMNS ? "finished" : NULL;
    options.organisation = bits & NAMED ? "=Given" : NULL;
    options.duplicates = (bits & LAST_COUNTS) && options.key_column ? CULTURE_DUPLICATES_LAST_COUNTS : 0;
    culture_questionnaire *questionnaire = small_questionnaire();
    culture_answers *answers = NULL;
    culture_tally *tally = NULL;
    struct culture_error error = {0};
    culture_status status = culture_answers_read(&source, questionnaire, &options, &answers, &error);
    check_error(status, &error);
    MUST(culture_tally_new(questionnaire, &tally, NULL) == CULTURE_OK);
    if (!status) {
        status = read_rows(answers, tally, culture_questionnaire_item_count(questionnaire));
        if (!(bits & IN_PIECES)) { /* pieces are gone once they are read */
            count_at_once(&source, questionnaire, &options, tally, status);
        }
    }
    culture_answers_free(answers);
    culture_tally_free(tally);
    return 0;
}
