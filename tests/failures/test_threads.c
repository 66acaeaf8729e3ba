/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Handles shared by threads as culture/status.h allows: what never changes is used and freed by many threads at once, a
 * tally is one a thread. Meant to be run under ThreadSanitizer too (./setup tsan).
 */
#define _GNU_SOURCE
#include "path.h"

#include <dirent.h>
#include <pthread.h>
#include <stdbool.h>

enum { THREADS = 6, ROUNDS = 3 };

/* What all threads look at; each has what it made itself in its own place. */
static struct {
    culture_questionnaire *questionnaire;
    culture_register *reg;
    culture_tally *whole; /* made by one thread */
    culture_scores *scores;
    culture_reference *reference;
    culture_assessment *assessment;
    culture_drivers *drivers;
    culture_comparison *comparison;
    struct text json, comparison_json;
} shared;

static pthread_barrier_t barrier;

/* Runs work with the number of each thread at the same time; work gives 0 when all is well. */
static void together(void *(*work)(void *number))
{
    pthread_t threads[THREADS];
    int numbers[THREADS];
    pthread_barrier_init(&barrier, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i;
        assert_int_equal(pthread_create(&threads[i], NULL, work, &numbers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        void *wrong = NULL;
        pthread_join(threads[i], &wrong);
        assert_null(wrong);
    }
    pthread_barrier_destroy(&barrier);
}

/* cmocka's assertions belong to the main thread. */
#define CHECK(condition)                                                                                               \
    if (!(condition)) {                                                                                                \
        return (void *)(uintptr_t) "" #condition;                                                                      \
    }

static int make_shared(void **state)
{
    char path[300];
    struct culture_add_options adding = {.struct_size = sizeof adding, .threads = 4};
    make_surveys(state);
    snprintf(path, sizeof path, "%s/register.csv", surveys);
    assert_int_equal(culture_questionnaire_standard("nine-factors", &shared.questionnaire, NULL), CULTURE_OK);
    assert_int_equal(culture_register_open(path, NULL, &shared.reg, NULL), CULTURE_OK);
    assert_int_equal(culture_tally_new(shared.questionnaire, &shared.whole, NULL), CULTURE_OK);
    assert_int_equal(culture_tally_add_files(shared.whole, (const char *const[]){surveys}, 1, &adding, NULL),
                     CULTURE_OK);
    struct culture_scores_options options = {.struct_size = sizeof options, .reg = shared.reg};
    assert_int_equal(culture_scores_compute(shared.whole, &options, &shared.scores, NULL), CULTURE_OK);
    assert_int_equal(culture_reference_standard("nine-factors", &shared.reference, NULL), CULTURE_OK);
    assert_int_equal(culture_assess(shared.scores, shared.reference, NULL, &shared.assessment, NULL), CULTURE_OK);
    assert_int_equal(culture_drivers_compute(shared.scores, "results", NULL, &shared.drivers, NULL), CULTURE_OK);
    assert_int_equal(culture_compare(shared.scores, shared.scores, NULL, &shared.comparison, NULL), CULTURE_OK);
    struct culture_sink sink = sink_of(&shared.json), other = sink_of(&shared.comparison_json);
    assert_int_equal(culture_write_json(shared.assessment, &sink, NULL, NULL), CULTURE_OK);
    assert_int_equal(culture_write_comparison_json(shared.comparison, &other, NULL, NULL), CULTURE_OK);
    return 0;
}

static int free_shared(void **state)
{
    culture_comparison_free(shared.comparison);
    culture_drivers_free(shared.drivers);
    culture_assessment_free(shared.assessment);
    culture_reference_free(shared.reference);
    culture_scores_free(shared.scores);
    culture_tally_free(shared.whole);
    culture_register_free(shared.reg);
    culture_questionnaire_free(shared.questionnaire);
    free(shared.json.bytes);
    free(shared.comparison_json.bytes);
    return remove_surveys(state);
}

static bool same_and_free(struct text text, const struct text *expected)
{
    bool same = text.length == expected->length && memcmp(text.bytes, expected->bytes, text.length) == 0;
    free(text.bytes);
    return same;
}

/* Everything that can be asked of what is shared, by all threads at once. */
static void *use_shared(void *number)
{
    (void)number;
    pthread_barrier_wait(&barrier);
    for (int round = 0; round < ROUNDS; round++) {
        struct text json = {0}, change = {0}, table = {0};
        struct culture_sink to_json = sink_of(&json), to_change = sink_of(&change), to_table = sink_of(&table);
        struct culture_write_options options = {
            .struct_size = sizeof options, .language = "nl", .multiverse = 1, .role = "team"};
        culture_assessment *own_assessment = NULL;
        culture_reference *norm = NULL;
        culture_drivers *drivers = NULL;
        CHECK(!culture_assess(shared.scores, shared.reference, NULL, &own_assessment, NULL));
        CHECK(!culture_write_json(own_assessment, &to_json, NULL, NULL));
        CHECK(same_and_free(json, &shared.json));
        CHECK(!culture_write_comparison_json(shared.comparison, &to_change, NULL, NULL));
        CHECK(same_and_free(change, &shared.comparison_json));
        CHECK(!culture_write_table(shared.assessment, &to_table, &options, NULL));
        free(table.bytes);
        CHECK(!culture_reference_for(shared.reference, shared.questionnaire, &norm, NULL));
        CHECK(!culture_drivers_compute(shared.scores, "results", NULL, &drivers, NULL));
        struct culture_matrix mean;
        CHECK(!culture_scores_get(shared.scores, CULTURE_SCORE_MEAN, &mean) && mean.rows == SURVEYS);
        CHECK(culture_register_find(shared.reg, "organisation-03") >= 0);
        culture_drivers_free(drivers);
        culture_reference_free(norm);
        culture_assessment_free(own_assessment);
    }
    return NULL;
}

static void immutable_handles_are_shared(void **state)
{
    (void)state;
    together(use_shared);
}

static culture_tally *parts[THREADS];

static void *count_part(void *number)
{
    char path[300];
    int own_number = *(int *)number;
    const char *paths[] = {path};
    struct culture_add_options adding = {.struct_size = sizeof adding, .threads = 1};
    survey_path(path, sizeof path, own_number);
    pthread_barrier_wait(&barrier);
    CHECK(!culture_tally_new(shared.questionnaire, &parts[own_number], NULL));
    CHECK(!culture_tally_add_files(parts[own_number], paths, 1, &adding, NULL));
    return NULL;
}

static void one_tally_a_thread(void **state)
{
    (void)state;
    void *bytes, *expected;
    size_t length, expected_length;
    _Static_assert((int)THREADS == (int)SURVEYS, "a file a thread");
    together(count_part);
    for (int i = 1; i < THREADS; i++) {
        assert_int_equal(culture_tally_merge(parts[0], parts[i], NULL), CULTURE_OK);
        culture_tally_free(parts[i]);
    }
    assert_int_equal(culture_tally_bytes(parts[0], &bytes, &length, NULL), CULTURE_OK);
    assert_int_equal(culture_tally_bytes(shared.whole, &expected, &expected_length, NULL), CULTURE_OK);
    assert_int_equal(length, expected_length);
    assert_memory_equal(bytes, expected, length);
    culture_bytes_free(bytes);
    culture_bytes_free(expected);
    culture_tally_free(parts[0]);
}

/* Batches that use threads of their own, at the same time, also with a journal each. */
static void *run_batch(void *number)
{
    char journal[300];
    const char *paths[] = {surveys};
    culture_tally *tally = NULL;
    snprintf(journal, sizeof journal, "%s/.journal-%d", surveys, *(int *)number);
    struct culture_add_options adding = {.struct_size = sizeof adding, .threads = 3, .journal = journal};
    pthread_barrier_wait(&barrier);
    for (int round = 0; round < 2; round++) {
        struct culture_file file = {.struct_size = sizeof file};
        CHECK(!culture_tally_new(shared.questionnaire, &tally, NULL));
        CHECK(!culture_tally_add_files(tally, paths, 1, &adding, NULL));
        CHECK(culture_tally_respondents(tally) == culture_tally_respondents(shared.whole));
        CHECK(!culture_tally_file(tally, 0, &file, NULL) && file.resumed == round);
        culture_tally_free(tally);
    }
    CHECK(unlink(journal) == 0);
    return NULL;
}

static void batches_run_at_the_same_time(void **state)
{
    (void)state;
    together(run_batch);
}

/* A chain of handles, each of which keeps the ones before it alive; freed in a different order by different threads. */
static union {
    struct {
        culture_questionnaire *questionnaire;
        culture_tally *tally;
        culture_scores *scores;
        culture_reference *reference;
        culture_assessment *assessment;
        culture_drivers *drivers;
    };
    void *all[THREADS];
} chain;
static int shift;

static void *free_one(void *number)
{
    int index = (*(int *)number + shift) % THREADS;
    pthread_barrier_wait(&barrier);
    /* Those that come later are freed while others are still in use. */
    switch (index) {
    case 0:
        culture_questionnaire_free(chain.questionnaire);
        break;
    case 1:
        culture_tally_free(chain.tally);
        break;
    case 2:
        culture_scores_free(chain.scores);
        break;
    case 3:
        culture_reference_free(chain.reference);
        break;
    case 4:
        CHECK(culture_assessment_scores(chain.assessment) != NULL);
        culture_assessment_free(chain.assessment);
        break;
    default:
        culture_drivers_free(chain.drivers);
    }
    return NULL;
}

static void handles_are_freed_in_any_order(void **state)
{
    (void)state;
    const char *paths[] = {surveys};
    for (shift = 0; shift < THREADS; shift++) {
        assert_int_equal(culture_questionnaire_standard("nine-factors", &chain.questionnaire, NULL), CULTURE_OK);
        assert_int_equal(culture_tally_new(chain.questionnaire, &chain.tally, NULL), CULTURE_OK);
        assert_int_equal(culture_tally_add_files(chain.tally, paths, 1, NULL, NULL), CULTURE_OK);
        assert_int_equal(culture_scores_compute(chain.tally, NULL, &chain.scores, NULL), CULTURE_OK);
        assert_int_equal(culture_reference_standard("nine-factors", &chain.reference, NULL), CULTURE_OK);
        assert_int_equal(culture_assess(chain.scores, chain.reference, NULL, &chain.assessment, NULL), CULTURE_OK);
        assert_int_equal(culture_drivers_compute(chain.scores, "results", NULL, &chain.drivers, NULL), CULTURE_OK);
        together(free_one);
    }
}

static void no_thread_outlives_a_call(void **state)
{
    (void)state;
    int count = 0;
    struct text text = walk(&own, 4);
    free(text.bytes);
    DIR *tasks = opendir("/proc/self/task");
    for (struct dirent *entry; tasks && (entry = readdir(tasks));) {
        count += entry->d_name[0] != '.';
    }
    if (!tasks) {
        skip();
    }
    closedir(tasks);
#ifdef __SANITIZE_THREAD__
    count--; /* its own */
#endif
    assert_int_equal(count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_thread_outlives_a_call),
        cmocka_unit_test(immutable_handles_are_shared),
        cmocka_unit_test(one_tally_a_thread),
        cmocka_unit_test(batches_run_at_the_same_time),
        cmocka_unit_test(handles_are_freed_in_any_order),
    };
    return cmocka_run_group_tests(tests, make_shared, free_shared);
}
