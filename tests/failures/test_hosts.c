/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Programs that have a life of their own around the library: they set locales, handle GSL's errors, fork, and load the
 * library twice. The results are the same bytes and the host's settings stay as they are.
 */
#define _GNU_SOURCE
#include "path.h"

#include <dlfcn.h>
#include <gsl/gsl_errno.h>
#include <locale.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/wait.h>

#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
enum { SANITIZED = 1 };
#else
enum { SANITIZED = 0 };
#endif

static struct text expected; /* in the C locale, with one thread */

static int make(void **state)
{
    make_surveys(state);
    expected = walk(&own, 1);
    return 0;
}

static int clean(void **state)
{
    char path[300];
    free(expected.bytes);
    snprintf(path, sizeof path, "%s/.copy.so", surveys);
    (void)unlink(path);
    return remove_surveys(state);
}

/* A Dutch locale, which writes decimal commas; made where the system has none. False: it cannot be made. */
static bool set_dutch(void)
{
    static const char make_it[] = "localedef -i nl_NL -f UTF-8 \"$LOCPATH/nl_NL.UTF-8\" >/dev/null 2>&1";
    if (!setlocale(LC_ALL, "nl_NL.UTF-8")) {
        char folder[300];
        snprintf(folder, sizeof folder, "%s/.locales", surveys);
        setenv("LOCPATH", folder, 1);
        (void)!system("mkdir -p \"$LOCPATH\"");
        (void)!system(make_it);
        setlocale(LC_ALL, "nl_NL.UTF-8");
    }
    return strcmp(localeconv()->decimal_point, ",") == 0;
}

static void unset_dutch(void)
{
    setlocale(LC_ALL, "C");
    (void)!system("case \"$LOCPATH\" in */.locales) rm -r \"$LOCPATH\";; esac");
}

static void a_dutch_locale_gives_the_same_bytes(void **state)
{
    (void)state;
    char number[16];
    if (!set_dutch()) {
        unset_dutch();
        print_message("skipped: there is no locale nl_NL.UTF-8, and none can be made\n");
        skip();
    }
    snprintf(number, sizeof number, "%.1f", 0.5);
    assert_string_equal(number, "0,5");
    assert_same_text(walk(&own, 2), &expected);
    assert_string_equal(setlocale(LC_NUMERIC, NULL), "nl_NL.UTF-8");
    unset_dutch();
}

static atomic_bool stop;

/* Not what POSIX allows, but what hosts do. */
static void *change_locale(void *context)
{
    for (int i = 0; !stop; i++) {
        setlocale(LC_ALL, i % 2 ? "C" : context);
    }
    return NULL;
}

static void a_host_changes_the_locale_meanwhile(void **state)
{
    (void)state;
    pthread_t thread;
    bool dutch = set_dutch();
    stop = false;
    assert_int_equal(pthread_create(&thread, NULL, change_locale, dutch ? "nl_NL.UTF-8" : "C.UTF-8"), 0);
    for (int i = 0; i < 5; i++) {
        assert_same_text(walk(&own, 2), &expected);
    }
    stop = true;
    pthread_join(thread, NULL);
    unset_dutch();
}

static atomic_int handled;

static void count_error(const char *reason, const char *file, int line, int number)
{
    handled++;
    print_error("GSL: %s (%s:%d, %d)\n", reason, file, line, number);
}

/* Answers that strain every formula: all alike, in step with each other, at the ends of the scale, by few and by many.
 */
static culture_scores *difficult_scores(culture_questionnaire *questionnaire, int kind)
{
    enum { MOST = 40, ITEMS = 200 };
    static int16_t values[MOST * ITEMS];
    static const char *const names[] = {"A", "B", "C", "D"};
    int32_t items = culture_questionnaire_item_count(questionnaire), organisation[MOST];
    culture_tally *tally = NULL;
    culture_scores *scores = NULL;
    for (int row = 0; row < MOST; row++) {
        organisation[row] = row < 30 ? row % 2 : 2 + row % 2;
        for (int32_t i = 0; i < items; i++) {
            int mixed = 1 + (row * 7 + i * (row % 11)) % 5;
            int each[] = {3, row % 2 ? 5 : 1, i == 0 ? 1 + row % 5 : 3, row ? 4 : 1, CULTURE_MISSING, mixed};
            values[row * items + i] = (int16_t)each[kind];
        }
    }
    struct culture_block block = {.struct_size = sizeof block,
                                  .rows = MOST,
                                  .values = values,
                                  .organisations = names,
                                  .organisation_count = 4,
                                  .organisation = organisation};
    struct culture_scores_options options = {
        .struct_size = sizeof options, .minimum = 1, .precision = CULTURE_PRECISION_FULL};
    assert_true(items <= ITEMS);
    assert_int_equal(culture_tally_new(questionnaire, &tally, NULL), CULTURE_OK);
    assert_int_equal(culture_tally_add_block(tally, &block, NULL), CULTURE_OK);
    assert_int_equal(culture_scores_compute(tally, &options, &scores, NULL), CULTURE_OK);
    culture_tally_free(tally);
    return scores;
}

static void look_at(culture_scores *scores)
{
    struct text text = {0};
    struct culture_sink sink = sink_of(&text);
    struct culture_write_options options = {.struct_size = sizeof options, .multiverse = 1};
    culture_reference *reference = NULL;
    culture_assessment *assessment = NULL;
    culture_drivers *drivers = NULL;
    culture_comparison *comparison = NULL;
    assert_int_equal(culture_reference_standard("nine-factors", &reference, NULL), CULTURE_OK);
    assert_int_equal(culture_assess(scores, reference, NULL, &assessment, NULL), CULTURE_OK);
    assert_int_equal(culture_write_json(assessment, &sink, &options, NULL), CULTURE_OK);
    assert_int_equal(culture_drivers_compute(scores, "results", NULL, &drivers, NULL), CULTURE_OK);
    assert_int_equal(culture_compare(scores, scores, NULL, &comparison, NULL), CULTURE_OK);
    assert_int_equal(culture_write_comparison_json(comparison, &sink, NULL, NULL), CULTURE_OK);
    culture_comparison_free(comparison);
    culture_drivers_free(drivers);
    culture_assessment_free(assessment);
    culture_reference_free(reference);
    free(text.bytes);
}

static void analyse(culture_questionnaire *questionnaire)
{
    const char *paths[] = {surveys};
    struct text text = {0};
    struct culture_sink sink = sink_of(&text);
    culture_structure *structure = NULL;
    culture_analysis *analysis = NULL;
    assert_int_equal(culture_structure_new(questionnaire, NULL, &structure, NULL), CULTURE_OK);
    assert_int_equal(culture_structure_add_files(structure, paths, 1, NULL, NULL), CULTURE_OK);
    assert_int_equal(culture_structure_analyse(structure, NULL, &analysis, NULL), CULTURE_OK);
    assert_int_equal(culture_write_structure_json(analysis, &sink, NULL, NULL), CULTURE_OK);
    culture_analysis_free(analysis);
    culture_structure_free(structure);
    free(text.bytes);
}

static void the_hosts_gsl_handler_is_not_called_and_not_changed(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = NULL;
    gsl_error_handler_t *before = gsl_set_error_handler(count_error);
    handled = 0;
    gsl_error("the handler can be called", __FILE__, __LINE__, GSL_EFAILED);
    assert_int_equal(handled, 1);
    assert_same_text(walk(&own, 2), &expected);
    assert_int_equal(culture_questionnaire_standard("nine-factors", &questionnaire, NULL), CULTURE_OK);
    for (int kind = 0; kind < 6; kind++) {
        culture_scores *scores = difficult_scores(questionnaire, kind);
        look_at(scores);
        culture_scores_free(scores);
    }
    analyse(questionnaire);
    culture_questionnaire_free(questionnaire);
    assert_int_equal(handled, 1);
    assert_ptr_equal(gsl_set_error_handler(before), count_error);
}

/* Whether a child made by fork() gets the same; it may use threads of its own. */
static void a_child_goes_on_after_fork(void **state)
{
    (void)state;
    int status = 0;
    assert_same_text(walk(&own, 4), &expected);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct text text = walk(&own, 3);
        _exit(text.length != expected.length || memcmp(text.bytes, expected.bytes, text.length) != 0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_same_text(walk(&own, 4), &expected);
}

static void *find(void *handle, const char *name)
{
    void *symbol = dlsym(handle, name);
    assert_non_null(symbol);
    return symbol;
}

static struct library library_of(void *handle)
{
    static const char *const names[] = {
        "culture_questionnaire_standard",
        "culture_register_open",
        "culture_tally_new",
        "culture_tally_add_files",
        "culture_scores_compute",
        "culture_reference_standard",
        "culture_assess",
        "culture_write_json",
        "culture_assessment_free",
        "culture_reference_free",
        "culture_scores_free",
        "culture_tally_free",
        "culture_register_free",
        "culture_questionnaire_free",
    };
    struct library library;
    _Static_assert(sizeof library == sizeof names, "a name for every function");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        void *function = find(handle, names[i]);
        memcpy((char *)&library + i * sizeof function, &function, sizeof function);
    }
    return library;
}

static void *open_or_fail(void *handle)
{
    if (!handle) {
        fail_msg("%s", dlerror());
    }
    return handle;
}

static void *walk_copy(void *library)
{
    return walk(library, 2).bytes;
}

/* A plug-in that brings its own copy into a program that has one. */
static void copies_live_side_by_side(void **state)
{
    (void)state;
    char copy[300], command[900];
    const char *path = getenv("LIBCULTURE");
    assert_non_null(path);
    snprintf(copy, sizeof copy, "%s/.copy.so", surveys);
    snprintf(command, sizeof command, "cp -L '%s' '%s'", path, copy);
    assert_int_equal(system(command), 0);
    void *handle = open_or_fail(dlopen(copy, RTLD_NOW | RTLD_LOCAL));
    struct library other = library_of(handle);
    assert_ptr_not_equal((void *)(uintptr_t)own.assess, (void *)(uintptr_t)other.assess);
    pthread_t thread;
    void *bytes = NULL;
    assert_int_equal(pthread_create(&thread, NULL, walk_copy, &other), 0);
    assert_same_text(walk(&own, 2), &expected);
    pthread_join(thread, &bytes);
    assert_memory_equal(bytes, expected.bytes, expected.length);
    free(bytes);
    assert_int_equal(dlclose(handle), 0);
    assert_same_text(walk(&own, 1), &expected);
}

/* In a namespace of its own a copy also has its own C library and GSL. */
static void a_copy_in_another_namespace(void **state)
{
    (void)state;
    void *handle = NULL;
    if (!SANITIZED) {
        handle = dlmopen(LM_ID_NEWLM, getenv("LIBCULTURE"), RTLD_NOW | RTLD_LOCAL);
    }
    if (!handle) {
        print_message("skipped: %s\n", SANITIZED ? "a sanitizer lives in one namespace" : dlerror());
        skip();
        return;
    }
    struct library library = library_of(handle);
    assert_same_text(walk(&library, 1), &expected);
    assert_int_equal(dlclose(handle), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dutch_locale_gives_the_same_bytes),
        cmocka_unit_test(a_host_changes_the_locale_meanwhile),
        cmocka_unit_test(the_hosts_gsl_handler_is_not_called_and_not_changed),
        cmocka_unit_test(a_child_goes_on_after_fork),
        cmocka_unit_test(copies_live_side_by_side),
        cmocka_unit_test(a_copy_in_another_namespace),
    };
    return cmocka_run_group_tests(tests, make, clean);
}
