/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Questionnaire files and what becomes of them: tests/golden/questionnaire/CASE/input.yaml with either expected.txt
 * (the questionnaire, written out) or errors.txt (a line "line:column where: message" per problem). A new case is a new
 * folder. Files too large to keep are made here.
 */
#include "base/buffer.h"
#include "base/file.h"
#include "check.h"
#include "questionnaire/model.h"

#include <dirent.h>

enum { LARGEST = 1 << 20 };

static void write_problem(void *context, const struct culture_error *problem)
{
    struct cul_buffer *out = context;
    cul_buffer_whole(out, problem->line);
    cul_buffer_byte(out, ':');
    cul_buffer_whole(out, problem->column);
    cul_buffer_byte(out, ' ');
    cul_buffer_text(out, problem->where);
    cul_buffer_text(out, ": ");
    cul_buffer_text(out, problem->message);
    cul_buffer_byte(out, '\n');
}

static void write_text(struct cul_buffer *out, const char *name, const struct cul_text *text)
{
    for (int32_t i = 0; i < text->count; i++) {
        cul_buffer_text(out, name);
        cul_buffer_text(out, *text->languages[i] ? " " : "");
        cul_buffer_text(out, text->languages[i]);
        cul_buffer_text(out, ": ");
        cul_buffer_text(out, text->texts[i]);
        cul_buffer_byte(out, '\n');
    }
}

static void write_number(struct cul_buffer *out, const char *name, int64_t number)
{
    cul_buffer_byte(out, ' ');
    cul_buffer_text(out, name);
    cul_buffer_byte(out, ' ');
    cul_buffer_whole(out, number);
}

static void write_scale(struct cul_buffer *out, const struct cul_scale *scale)
{
    cul_buffer_text(out, "scale ");
    cul_buffer_text(out, scale->id);
    write_number(out, "low", scale->low);
    write_number(out, "high", scale->high);
    write_number(out, "favourable", scale->favourable);
    write_number(out, "unfavourable", scale->unfavourable);
    cul_buffer_byte(out, '\n');
    for (int32_t i = 0; i <= scale->high - scale->low; i++) {
        write_text(out, "  point", &scale->labels[i]);
    }
    for (int32_t i = 0; i < scale->missing_count; i++) {
        write_text(out, "  missing", &scale->missing[i]);
    }
}

static void write_item(struct cul_buffer *out, const struct cul_item *item)
{
    cul_buffer_text(out, "  item ");
    cul_buffer_text(out, item->id);
    write_number(out, "position", item->position);
    cul_buffer_text(out, item->reverse ? " reverse\n" : "\n");
    write_text(out, "    text", &item->text);
    for (int32_t i = 0; i < item->alias_count; i++) {
        cul_buffer_text(out, "    alias: ");
        cul_buffer_text(out, item->aliases[i]);
        cul_buffer_byte(out, '\n');
    }
}

static void write_dimension(struct cul_buffer *out, const culture_questionnaire *questionnaire, int32_t d)
{
    const struct cul_dimension *dimension = &questionnaire->dimensions[d];
    cul_buffer_text(out, culture_dimension_kind_name(dimension->kind));
    cul_buffer_byte(out, ' ');
    cul_buffer_text(out, dimension->id);
    write_number(out, "base", dimension->base);
    write_number(out, "needed", dimension->needed);
    cul_buffer_text(out, " scale ");
    cul_buffer_text(out, questionnaire->scales[dimension->scale].id);
    cul_buffer_byte(out, '\n');
    cul_buffer_text(out, "  name: ");
    cul_buffer_text(out, culture_questionnaire_dimension_name(questionnaire, d, "nl"));
    cul_buffer_byte(out, '\n');
    write_text(out, "  definition", &dimension->definition);
    for (int32_t i = 0; i < dimension->item_count; i++) {
        assert_int_equal(questionnaire->items[dimension->items[i]].dimension, d);
        write_item(out, &questionnaire->items[dimension->items[i]]);
    }
}

static void write_axis(struct cul_buffer *out, const struct cul_axis *axis)
{
    cul_buffer_text(out, "axis");
    write_number(out, "now", axis->now);
    write_number(out, "wanted", axis->wanted);
    cul_buffer_byte(out, '\n');
    write_text(out, "  low", &axis->low);
    write_text(out, "  high", &axis->high);
}

static void write_questionnaire(struct cul_buffer *out, const culture_questionnaire *questionnaire)
{
    struct culture_criterion criterion = {.struct_size = sizeof criterion};
    cul_buffer_text(out, culture_questionnaire_id(questionnaire));
    cul_buffer_byte(out, ' ');
    cul_buffer_text(out, culture_questionnaire_version(questionnaire));
    cul_buffer_text(out, "\ntitle: ");
    cul_buffer_text(out, culture_questionnaire_title(questionnaire, "nl"));
    cul_buffer_text(out, "\nfingerprint: ");
    cul_buffer_text(out, culture_questionnaire_fingerprint(questionnaire));
    cul_buffer_byte(out, '\n');
    for (int32_t i = 0; i < questionnaire->scale_count; i++) {
        write_scale(out, &questionnaire->scales[i]);
    }
    for (int32_t d = 0; d < questionnaire->dimension_count; d++) {
        write_dimension(out, questionnaire, d);
    }
    for (int32_t i = 0; i < questionnaire->axis_count; i++) {
        write_axis(out, &questionnaire->axes[i]);
    }
    assert_int_equal(culture_questionnaire_criterion(questionnaire, &criterion, NULL), CULTURE_OK);
    if (criterion.given) {
        cul_buffer_text(out, "practised score ");
        cul_buffer_number(out, criterion.score);
        write_number(out, "factors", criterion.factors);
        cul_buffer_text(out, " floor ");
        cul_buffer_number(out, criterion.floor);
        cul_buffer_byte(out, '\n');
    }
}

/* The questionnaire or its problems, written out; the first problem and the error of the call must agree. */
static culture_status outcome(const struct culture_source *source, struct cul_buffer *out)
{
    culture_questionnaire *questionnaire = NULL;
    struct culture_error error = {0};
    struct culture_questionnaire_options options = {
        .struct_size = sizeof options, .on_problem = write_problem, .context = out};
    culture_status status = culture_questionnaire_read(source, &options, &questionnaire, &error);
    assert_int_equal(status, error.status);
    if (status) {
        struct cul_buffer first = {0};
        write_problem(&first, &error);
        assert_null(questionnaire);
        assert_true(out->length >= first.length && memcmp(out->bytes, first.bytes, first.length) == 0);
        cul_buffer_free(&first);
        return status;
    }
    write_questionnaire(out, questionnaire);
    culture_questionnaire_free(questionnaire);
    return CULTURE_OK;
}

static const char *golden(void)
{
    static char path[1024];
    const char *given = getenv("CULTURE_GOLDEN"), *root = getenv("CULTURE_ROOT");
    snprintf(path, sizeof path, "%s%s", given ? given : root ? root : ".", given ? "" : "/tests/golden");
    return path;
}

static bool read_golden(const char *name, const char *file, struct cul_buffer *bytes)
{
    char path[2048];
    snprintf(path, sizeof path, "%s/questionnaire/%s/%s", golden(), name, file);
    return !cul_file_read(&(struct culture_source){.path = path}, LARGEST, bytes, NULL);
}

/* 0 when the case comes out as written, else 1. */
static int check_case(const char *name)
{
    struct cul_buffer input = {0}, expected = {0}, out = {0};
    if (!read_golden(name, "input.yaml", &input)) {
        print_error("%s: no input.yaml\n", name);
        return 1;
    }
    bool good = read_golden(name, "expected.txt", &expected);
    struct culture_source source = {
        .path = "input.yaml", .bytes = input.bytes ? input.bytes : "", .length = input.length};
    culture_status status = outcome(&source, &out);
    bool known = good || read_golden(name, "errors.txt", &expected);
    int failed = !known || good != (status == CULTURE_OK) || out.length != expected.length ||
                 (out.length && memcmp(out.bytes, expected.bytes, out.length) != 0);
    if (failed) {
        fprintf(stderr, "%s came out as\n%s", name, out.bytes ? out.bytes : "");
    }
    cul_buffer_free(&input);
    cul_buffer_free(&expected);
    cul_buffer_free(&out);
    return failed;
}

static void all_cases_come_out_as_written(void **state)
{
    (void)state;
    char path[2048];
    snprintf(path, sizeof path, "%s/questionnaire", golden());
    DIR *folder = opendir(path);
    assert_non_null(folder);
    int cases = 0, failed = 0;
    for (struct dirent *entry = readdir(folder); entry; entry = readdir(folder)) {
        if (entry->d_name[0] != '.') {
            cases++, failed += check_case(entry->d_name);
        }
    }
    closedir(folder);
    print_message("%d cases\n", cases);
    assert_int_equal(failed, 0);
    assert_true(cases >= 53);
}

/* A head, then a piece over and over until the cap of a file is reached. */
struct hostile {
    const char *head, *piece;
    culture_status status;
    const char *begins; /* of what is reported */
};

static void check_hostile(const struct hostile *hostile, char *text)
{
    size_t used = strlen(hostile->head), unit = strlen(hostile->piece);
    memcpy(text, hostile->head, used);
    for (; used + unit <= LARGEST; used += unit) {
        memcpy(text + used, hostile->piece, unit);
    }
    struct cul_buffer out = {0};
    culture_status status =
        outcome(&(struct culture_source){.path = "hostile.yaml", .bytes = text, .length = used}, &out);
    if (status != hostile->status || strncmp(out.bytes, hostile->begins, strlen(hostile->begins)) != 0) {
        print_error("'%s' '%s': status %d: %.200s\n", hostile->head, hostile->piece, status, out.bytes);
        fail();
    }
    cul_buffer_free(&out);
}

/* What would take quadratic time runs into the limit that the test runner sets. */
static void hostile_files_end_soon(void **state)
{
    (void)state;
    static const struct hostile all[] = {
        {"questionnaire: ", "[", CULTURE_ERROR_LIMIT, "1:80 : nested"},
        {"questionnaire: ", "{", CULTURE_ERROR_LIMIT, "1:80 : nested"},
        {"", "[\n", CULTURE_ERROR_LIMIT, "65:1 : nested"},
        {"", "- ", CULTURE_ERROR_LIMIT, "1:65 : nested"},
        {"", "? ", CULTURE_ERROR_SYNTAX, "1:3 : a key must"},
        {"", ": ", CULTURE_ERROR_SYNTAX, "1:1 : this is not"},
        {"", "[a, ", CULTURE_ERROR_LIMIT, "1:126 : nested"},
        {"", "{a: ", CULTURE_ERROR_LIMIT, "1:126 : nested"},
        {"[", "[],", CULTURE_ERROR_SYNTAX, "2:1 : this is not"},
        {"questionnaire: ", "x", CULTURE_ERROR_QUESTIONNAIRE, "1:16 questionnaire: an id"},
        {"questionnaire: \"", "x\n", CULTURE_ERROR_SYNTAX, "5242"},
        {"", "&a ", CULTURE_ERROR_SYNTAX, "1:1 : anchors"},
        {"", "*a ", CULTURE_ERROR_SYNTAX, "1:1 : aliases"},
        {"", "! ", CULTURE_ERROR_SYNTAX, "1:1 : tags"},
        {"", "%TAG !a! !b\n", CULTURE_ERROR_SYNTAX, "1:1 : tags"},
        {"a: b\n...\n", "%TAG !a! !b\n", CULTURE_ERROR_SYNTAX, "3:1 : tags"},
        {"", "#", CULTURE_ERROR_SYNTAX, "2:1 : the file is empty"},
        {"questionnaire: q\n", "a:\n", CULTURE_ERROR_SYNTAX, "3:1 a: the key 'a' is here twice"},
        {"questionnaire: q\nscales: {}\nfactors:\n", "- {}\n", CULTURE_ERROR_QUESTIONNAIRE, "2:9 scales: at least"},
        {"questionnaire: q\nscales: {s: {points: {1: a, 2: b}}}\nfactors:\n- id: f\n  items:\n", "  - {}\n",
         CULTURE_ERROR_QUESTIONNAIRE, "6:5 factors[0].items[0].id: an id is required"},
    };
    char *text = malloc(LARGEST);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        check_hostile(&all[i], text);
    }
    free(text);
}

static void count_problem(void *context, const struct culture_error *problem)
{
    ++*(int64_t *)context;
    assert_true(problem->line >= 0 && problem->reserved == 0);
}

/* Many distinct keys, and factors without end behind as many items as may be. */
static void problems_are_told_up_to_a_limit(void **state)
{
    (void)state;
    struct cul_buffer text = {0};
    int64_t count = 0;
    culture_questionnaire *questionnaire = NULL;
    struct culture_questionnaire_options options = {
        .struct_size = sizeof options, .on_problem = count_problem, .context = &count};
    cul_buffer_text(&text, "questionnaire: q\n");
    for (int64_t i = 0; i < 60000; i++) {
        cul_buffer_text(&text, "key_");
        cul_buffer_whole(&text, i);
        cul_buffer_text(&text, ":\n");
    }
    struct culture_source source = {.bytes = text.bytes, .length = text.length};
    assert_int_equal(culture_questionnaire_read(&source, &options, &questionnaire, NULL), CULTURE_ERROR_QUESTIONNAIRE);
    assert_in_range(count, 1000, 1010);
    cul_buffer_free(&text);
}

static void add_items(struct cul_buffer *text, int64_t factors, int64_t each)
{
    cul_buffer_text(text, "questionnaire: q\nscales: {s: {points: {1: no, 2: yes}}}\nfactors:\n");
    for (int64_t f = 0; f < factors; f++) {
        cul_buffer_text(text, "- id: f");
        cul_buffer_whole(text, f);
        cul_buffer_text(text, "\n  items:\n");
        for (int64_t i = 0; i < each; i++) {
            cul_buffer_text(text, "  - {scale: s, text: t");
            cul_buffer_whole(text, f * each + i);
            cul_buffer_text(text, ", id: i");
            cul_buffer_whole(text, f * each + i);
            cul_buffer_text(text, "}\n");
        }
    }
}

static void check_size(int64_t factors, int64_t each, culture_status status, const char *begins)
{
    struct cul_buffer text = {0}, out = {0};
    add_items(&text, factors, each);
    assert_int_equal(outcome(&(struct culture_source){.bytes = text.bytes, .length = text.length}, &out), status);
    if (strncmp(out.bytes, begins, strlen(begins)) != 0) {
        print_error("%.200s\n", out.bytes);
        fail();
    }
    cul_buffer_free(&text);
    cul_buffer_free(&out);
}

static void caps_hold(void **state)
{
    (void)state;
    check_size(20, 100, CULTURE_OK, "q 1.0.0\n");
    check_size(1, 101, CULTURE_ERROR_QUESTIONNAIRE,
               "106:5 factors[0].items[100]: more than 100 items in one dimension\n");
    check_size(21, 100, CULTURE_ERROR_QUESTIONNAIRE, "2046:5 factors[20].items[0]: more than 2000 items\n");
    char *text = calloc(1, LARGEST + 1);
    struct cul_buffer out = {0};
    culture_questionnaire *questionnaire = NULL;
    struct culture_source source = {.bytes = text, .length = LARGEST + 1};
    assert_int_equal(culture_questionnaire_read(&source, NULL, &questionnaire, NULL), CULTURE_ERROR_LIMIT);
    source.length = LARGEST;
    assert_int_equal(outcome(&source, &out), CULTURE_ERROR_SYNTAX);
    assert_string_equal(out.bytes, "1:1 : control characters are not allowed\n");
    cul_buffer_free(&out);
    free(text);
}

static culture_questionnaire *nine_factors(void)
{
    culture_questionnaire *questionnaire = NULL;
    assert_int_equal(culture_questionnaire_standard("nine-factors", &questionnaire, NULL), CULTURE_OK);
    return questionnaire;
}

static void wrong_calls_are_told(void **state)
{
    (void)state;
    culture_questionnaire *questionnaire = nine_factors();
    struct culture_item item = {.struct_size = sizeof item};
    struct culture_dimension dimension = {0}; /* struct_size is not set */
    struct culture_questionnaire_options options = {.struct_size = 1};
    struct culture_source source = {.path = "none"};
    assert_null(culture_questionnaire_retain(NULL));
    assert_int_equal(culture_questionnaire_item(NULL, 0, &item, NULL), CULTURE_ERROR_ARGUMENT);
    assert_int_equal(culture_questionnaire_item(questionnaire, 0, NULL, NULL), CULTURE_ERROR_ARGUMENT);
    assert_int_equal(culture_questionnaire_item(questionnaire, -1, &item, NULL), CULTURE_ERROR_NOT_FOUND);
    assert_int_equal(culture_questionnaire_dimension(questionnaire, 0, &dimension, NULL), CULTURE_ERROR_ARGUMENT);
    assert_int_equal(culture_questionnaire_dimension(questionnaire, 0, NULL, NULL), CULTURE_ERROR_ARGUMENT);
    assert_int_equal(culture_questionnaire_criterion(questionnaire, NULL, NULL), CULTURE_ERROR_ARGUMENT);
    assert_int_equal(culture_questionnaire_read(&source, &options, &questionnaire, NULL), CULTURE_ERROR_ARGUMENT);
    assert_int_equal(culture_questionnaire_read(NULL, NULL, &questionnaire, NULL), CULTURE_ERROR_ARGUMENT);
    assert_int_equal(culture_questionnaire_open("/no/such/file", NULL, &questionnaire, NULL), CULTURE_ERROR_FILE);
    assert_int_equal(culture_questionnaire_standard(NULL, &questionnaire, NULL), CULTURE_ERROR_ARGUMENT);
    assert_string_equal(culture_questionnaire_item_text(questionnaire, 1000, "nl"), "");
    assert_string_equal(culture_questionnaire_dimension_name(questionnaire, -1, "nl"), "");
    assert_string_equal(culture_questionnaire_point_label(questionnaire, 0, 99, "nl"), "");
    assert_string_equal(culture_dimension_kind_name(5), "");
    assert_null(culture_questionnaire_standard_id(-1));
    assert_string_equal(culture_questionnaire_standard_id(0), "nine-factors");
    culture_questionnaire_free(questionnaire);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_cases_come_out_as_written),
        cmocka_unit_test(hostile_files_end_soon),
        cmocka_unit_test(problems_are_told_up_to_a_limit),
        cmocka_unit_test(caps_hold),
        cmocka_unit_test(wrong_calls_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
