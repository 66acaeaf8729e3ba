/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every allocation of reading a questionnaire fails: ours always, libyaml's when it is linked statically. Leaks are
 * AddressSanitizer's to find.
 */
#include "base/file.h"
#include "culture/questionnaire.h"
#include "failing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

static void read_golden(const char *name, struct cul_buffer *bytes)
{
    char path[2048];
    const char *given = getenv("CULTURE_GOLDEN"), *root = getenv("CULTURE_ROOT");
    snprintf(path, sizeof path, "%s%s/questionnaire/%s/input.yaml",
             given  ? given
             : root ? root
                    : ".",
             given ? "" : "/tests/golden", name);
    assert_int_equal(cul_file_read(&(struct culture_source){.path = path}, 1 << 20, bytes, NULL), CULTURE_OK);
}

static void hear_nothing(void *context, const struct culture_error *problem)
{
    (void)context;
    (void)problem;
}

static culture_status read_with(int64_t allocations, bool once, const struct cul_buffer *bytes,
                                struct culture_error *error)
{
    culture_questionnaire *questionnaire = NULL;
    struct culture_source source = {.path = "q.yaml", .bytes = bytes->bytes, .length = bytes->length};
    struct culture_questionnaire_options options = {.struct_size = sizeof options, .on_problem = hear_nothing};
    *error = (struct culture_error){0};
    failing_start(allocations, once);
    culture_status status = culture_questionnaire_read(&source, &options, &questionnaire, error);
    failing_stop();
    assert_int_equal(status == CULTURE_OK, questionnaire != NULL);
    culture_questionnaire_free(questionnaire);
    return status;
}

/* Fails the first, second, ... allocation until reading needs no more; each time the answer must be MEMORY. */
static void fail_each(const char *name, culture_status expected, bool once)
{
    struct cul_buffer bytes = {0};
    struct culture_error error;
    read_golden(name, &bytes);
    int64_t allocations = 0;
    while (read_with(allocations, once, &bytes, &error) == CULTURE_ERROR_MEMORY) {
        assert_int_equal(error.status, CULTURE_ERROR_MEMORY);
        assert_string_equal(error.message, "memory ran out");
        allocations++;
    }
    assert_int_equal(error.status, expected);
    assert_int_equal(read_with(allocations + 1, once, &bytes, &error), expected);
    print_message("%s: %lld allocations\n", name, (long long)allocations);
    assert_true(allocations > 50);
    cul_buffer_free(&bytes);
}

static void memory_runs_out_for_good(void **state)
{
    (void)state;
    fail_each("good_full", CULTURE_OK, false);
    fail_each("all_problems", CULTURE_ERROR_QUESTIONNAIRE, false);
}

static void one_allocation_fails(void **state)
{
    (void)state;
    fail_each("good_full", CULTURE_OK, true);
    fail_each("all_problems", CULTURE_ERROR_QUESTIONNAIRE, true);
    fail_each("duplicate_key_and_more", CULTURE_ERROR_SYNTAX, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(memory_runs_out_for_good),
                                       cmocka_unit_test(one_allocation_fails)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
