/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Files of SPSS, Stata and SAS. The first byte of the input chooses who speaks: a parser that calls our handlers as the
 * rest says (fake_readstat.c), or the child process that reads such files for the command, whose table the rest is:
 * after a break-in it may say anything.
 */
#include "fake_readstat.h"
#include "target.h"

enum { AS_TABLE = 1, ORGANISATION = 4, UNITS = 8 };

struct child {
    const uint8_t *bytes;
    size_t length;
};

static culture_status speak(void *context, const char *path, const struct culture_sink *sink,
                            struct culture_error *error)
{
    struct child *child = context;
    (void)path, (void)error;
    size_t half = child->length / 2;
    if (sink->write(sink->context, child->bytes, half) ||
        sink->write(sink->context, child->bytes + half, child->length - half)) {
        return CULTURE_ERROR_LIMIT;
    }
    return CULTURE_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const units[] = {"unit"};
    static const char *const paths[] = {"a.sav", "b.dta", "c.por", "d.sas7bdat", "e.xpt", "f.zsav", "g.sav", "h.SAV"};
    unsigned how = size ? data[0] : 0;
    struct child child = {data + (size > 0), size - (size > 0)};
    struct culture_answers_options options = {.struct_size = sizeof options};
    options.organisation = how & ORGANISATION ? "given" : NULL;
    options.unit_columns = how & UNITS ? units : NULL;
    options.unit_column_count = how & UNITS ? 1 : 0;
    if (how & AS_TABLE) {
        options.read_data = speak;
        options.read_data_context = &child;
    } else {
        fake_readstat_say(child.bytes, child.length);
    }
    culture_answers *answers = NULL;
    struct culture_error error = {0};
    struct culture_block block = {.struct_size = sizeof block};
    culture_status status = culture_answers_open(paths[how >> 5], small_questionnaire(), &options, &answers, &error);
    MUST(!status == !!answers);
    while (!status && !(status = culture_answers_next(answers, &block, &error)) && block.rows) {
        for (int64_t i = 0; i < block.rows * culture_questionnaire_item_count(small_questionnaire()); i++) {
            int16_t value = block.values[i];
            MUST(value == CULTURE_MISSING || value == CULTURE_INVALID || (value >= 0 && value <= 5));
        }
    }
    check_error(status, &error);
    culture_answers_free(answers);
    return 0;
}
