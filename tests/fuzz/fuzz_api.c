/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The C API in any order. The input is a list of calls: a byte chooses the call, the bytes behind it choose the handles
 * it gets (an empty place is NULL) and its options. Handles are freed whenever the input says so, those that are left
 * at the end, in an order that the input chooses too. What must hold: a call that fails leaves its output alone and
 * changes no tally; a matrix holds a number or has a reason; what is added can be taken out again.
 * What matters is the order of calls, not how much each has to do: organisations are few, what is dear is chosen
 * seldom, and an execution may spend only so much, so that a million of them take minutes.
 */
#include "api.h"

#include <stdbool.h>

enum { MOST_SPENT = 48 };

static culture_questionnaire *read_other(struct culture_error *error)
{
    static const char text[] = "questionnaire: other\nscales: {s: {points: {1: no, 2: yes}}}\nfactors:\n"
                               "  - {id: f, items: [{id: a1, scale: s, text: one}, {id: x, scale: s, text: two}]}\n";
    culture_questionnaire *made = NULL;
    struct culture_source source = source_of(NULL, text, sizeof text - 1);
    CHECK_MADE(culture_questionnaire_read(&source, NULL, &made, error), made, error);
    return made;
}

/* One of two that were read once; seldom a new one of the same text. */
static void new_questionnaire(struct machine *machine)
{
    static culture_questionnaire *other;
    culture_questionnaire **place = ANY(questionnaires), *made;
    struct culture_error error = {0};
    unsigned which = take(machine);
    if (!other) {
        other = read_other(&error);
    }
    made = which == 255 ? read_other(&error) : culture_questionnaire_retain(which % 4 ? small_questionnaire() : other);
    KEEP(culture_questionnaire_free, place, made);
}

static void new_tally(struct machine *machine)
{
    culture_questionnaire *questionnaire = *ANY(questionnaires);
    culture_tally **place = ANY(tallies), *made = NULL;
    struct culture_error error = {0};
    CHECK_MADE(culture_tally_new(questionnaire, &made, &error), made, &error);
    KEEP(culture_tally_free, place, made);
}

static void new_register(struct machine *machine)
{
    static const char *const texts[] = {
        "organisation,headcount,sector\nnoord,40,care\nZUID,12,care\n", "organisation,headcount\nnoord,3\n",
        "organisation,headcount,column,unit\nnoord,30,,\nnoord,10,unit,a\nnoord,20,unit,b\n", "headcount\n3\n"};
    const char *text = texts[take(machine) % 4];
    culture_register **place = ANY(registers), *made = NULL;
    struct culture_error error = {0};
    struct culture_source source = source_of("register.csv", text, strlen(text));
    CHECK_MADE(culture_register_read(&source, NULL, &made, &error), made, &error);
    KEEP(culture_register_free, place, made);
}

/* The bytes of a tally, to see whether it changed; NULL for none. */
static void *bytes_of(const culture_tally *tally, size_t *length)
{
    void *bytes = NULL;
    *length = 0;
    MUST(!tally || culture_tally_bytes(tally, &bytes, length, NULL) == CULTURE_OK);
    return bytes;
}

static void check_unchanged(const culture_tally *tally, void *before, size_t length)
{
    size_t after_length;
    void *after = bytes_of(tally, &after_length);
    MUST(length == after_length && (!length || memcmp(before, after, length) == 0));
    culture_bytes_free(after);
}

enum { MOST_ROWS = 24, MOST_ITEMS = 16 };

struct rows {
    int16_t values[MOST_ROWS * MOST_ITEMS];
    int32_t organisation[MOST_ROWS], unit[MOST_ROWS * 2];
    double seconds[MOST_ROWS];
};

/* Rows whose answers follow from two bytes; sometimes one that is no answer at all. */
static struct culture_block make_rows(struct machine *machine, struct rows *rows, int32_t items)
{
    static const char *const organisations[] = {"noord", "Zuid", "zuid ", "=oost", "\x1b[31mwest"};
    static const char *const columns[] = {"unit", "language"};
    static const char *const units[] = {"a", "b", "nl", "en", "A "};
    unsigned seed = take(machine), shape = take(machine), most = seed % 32 == 31 ? 5 : 2;
    int64_t count = (int64_t)take(machine) % (MOST_ROWS + 1);
    int width = shape & 64 ? 2 : 1;
    for (int64_t i = 0; i < count; i++) {
        rows->organisation[i] = (int32_t)(((seed >> 4) + (shape & 1 ? (unsigned)i : 0)) % most);
        rows->unit[width * i] = (int32_t)((unsigned)i * seed % 4) - 1;
        if (width == 2) {
            rows->unit[2 * i + 1] = (int32_t)((unsigned)i + seed) % 2 + 2;
        }
        rows->seconds[i] = shape & 2 ? (double)(seed % 40) - 2 : (double)NAN;
        for (int32_t item = 0; item < items; item++) {
            unsigned mixed = seed * 7 + (unsigned)i * (shape >> 3) + (unsigned)item * (shape & 3);
            rows->values[i * items + item] = mixed % 11 == 10 ? CULTURE_MISSING : (int16_t)(1 + mixed % 3);
        }
    }
    if (count && seed == 255) {
        rows->values[0] = (int16_t)(shape * 200);
    }
    struct culture_block block = {.struct_size = sizeof block, .rows = count, .values = rows->values};
    block.organisations = organisations, block.organisation_count = 5, block.organisation = rows->organisation;
    if (shape & 4) {
        block.unit_columns = columns, block.unit_column_count = width;
        block.units = units, block.unit_count = 5, block.unit = rows->unit;
    }
    block.seconds = shape & 128 ? rows->seconds : NULL;
    return block;
}

static void add_block(struct machine *machine)
{
    culture_tally *tally = *ANY(tallies);
    culture_structure *structure = *ANY(structures);
    struct rows rows = {0};
    size_t length;
    /* Twelve columns are enough for either questionnaire; which one a tally has, the block cannot know. */
    struct culture_block block = make_rows(machine, &rows, 9);
    const bool looks = block.rows % 4 == 3; /* bytes cost more than rows do */
    void *before = bytes_of(looks ? tally : NULL, &length);
    struct culture_error error = {0};
    culture_status status = culture_tally_add_block(tally, &block, &error);
    check_error(status, &error);
    if (status && looks) {
        check_unchanged(tally, before, length);
    }
    culture_bytes_free(before);
    if (structure) {
        CHECK_CALL(culture_structure_add_block(structure, &block, &error), &error);
    }
}

/* Adds another tally, or takes it out; adding and taking out gives the bytes of before. */
static void join(struct machine *machine)
{
    culture_tally *tally = *ANY(tallies), *other = *ANY(tallies);
    unsigned how = take(machine);
    size_t length;
    void *before = bytes_of(tally, &length);
    struct culture_error error = {0};
    culture_status status =
        how % 4 == 0 ? culture_tally_subtract(tally, other, &error) : culture_tally_merge(tally, other, &error);
    check_error(status, &error);
    if (!status && how % 4 == 1 && tally != other) {
        MUST(culture_tally_subtract(tally, other, NULL) == CULTURE_OK);
    }
    if (status || (how % 4 == 1 && tally != other)) {
        check_unchanged(tally, before, length);
    }
    culture_bytes_free(before);
}

static void copy_tally(struct machine *machine)
{
    culture_tally *tally = *ANY(tallies), **place = ANY(tallies), *made = NULL;
    culture_questionnaire *questionnaire = *ANY(questionnaires);
    size_t length, cut = take(machine);
    void *bytes = bytes_of(tally, &length);
    struct culture_source source = source_of("copy.tally", bytes, cut == 255 ? length / 2 : length);
    struct culture_error error = {0};
    culture_status status = culture_tally_read(&source, questionnaire, &made, &error);
    check_made(status, made, &error);
    if (made) {
        check_unchanged(made, bytes, length);
    }
    culture_bytes_free(bytes);
    KEEP(culture_tally_free, place, made);
}

static void compute(struct machine *machine)
{
    culture_tally *tally = *ANY(tallies);
    culture_scores **place = ANY(scores), *made = NULL;
    struct culture_scores_options options = {.struct_size = sizeof options, .reg = *ANY(registers)};
    unsigned how = take(machine);
    options.minimum = (int64_t)(how & 15) - 1;
    options.precision = how >> 4 & 1 ? CULTURE_PRECISION_FULL : CULTURE_PRECISION_PUBLISHED;
    options.target = how >> 5 & 1;
    options.confidence = how >> 6 == 1 ? .5 : how >> 6 == 2 ? 1.5 : 0;
    struct culture_error error = {0};
    CHECK_MADE(culture_scores_compute(tally, how == 0 ? NULL : &options, &made, &error), made, &error);
    KEEP(culture_scores_free, place, made);
}

static culture_reference *read_reference(culture_questionnaire *questionnaire, struct culture_error *error)
{
    static const char form[] =
        "reference: r\nversion: 1.0.0\nkind: observed\nquestionnaire: fuzzed\nfingerprint: %s\nyear: 2024\nsource: us\n"
        "organisations:\n"
        "  - {id: noord, dimensions: {first: {mean: 40, se: 2, n: 20}, second: {mean: 30, se: 1, n: 20}}}\n"
        "  - {id: zuid, dimensions: {first: {mean: 50, se: 2, n: 20}, second: {mean: 45, se: 1, n: 20}}}\n"
        "  - {id: x, dimensions: {first: {mean: 62, se: 2, n: 20}, second: {mean: 50, se: 1, n: 20}}}\n"
        "  - {id: y, dimensions: {first: {mean: 55, se: 2, n: 20}, second: {mean: 71, se: 1, n: 20}}}\n";
    char text[2048];
    int length = snprintf(text, sizeof text, form, culture_questionnaire_fingerprint(small_questionnaire()));
    struct culture_source source = source_of("reference.yaml", text, (size_t)length);
    culture_reference *made = NULL;
    CHECK_MADE(culture_reference_read(&source, questionnaire, NULL, &made, error), made, error);
    return made;
}

/* Built from scores, or one that was read once; seldom it is read for whatever questionnaire there is. */
static void new_reference(struct machine *machine)
{
    static culture_reference *read;
    culture_reference **place = ANY(references), *made = NULL;
    culture_scores *scores = *ANY(scores);
    unsigned how = take(machine);
    struct culture_error error = {0};
    if (!read) {
        read = read_reference(small_questionnaire(), &error);
    }
    if (how % 2) {
        struct culture_reference_recipe recipe = {
            .struct_size = sizeof recipe, .year = 2026, .source = "fuzz", .kind = how >> 1 & 1};
        recipe.salt = how & 4 ? "salt" : NULL;
        CHECK_MADE(culture_reference_build(scores, how == 255 ? NULL : &recipe, &made, &error), made, &error);
    } else {
        made = how % 32 == 30 ? read_reference(*ANY(questionnaires), &error) : culture_reference_retain(read);
    }
    KEEP(culture_reference_free, place, made);
}

static void assess(struct machine *machine)
{
    culture_scores *scores = *ANY(scores);
    culture_reference *reference = *ANY(references);
    culture_assessment **place = ANY(assessments), *made = NULL;
    struct culture_assess_options options = {.struct_size = sizeof options};
    unsigned how = take(machine);
    options.confidence = how == 1 ? -1 : how == 2 ? .8 : 0;
    struct culture_error error = {0};
    CHECK_MADE(culture_assess(scores, reference, how ? &options : NULL, &made, &error), made, &error);
    KEEP(culture_assessment_free, place, made);
}

static void write_assessment(struct machine *machine)
{
    const culture_assessment *assessment = *ANY(assessments);
    const culture_drivers *drivers = *ANY(drivers);
    unsigned how = take(machine);
    unsigned char sum = 0;
    struct culture_sink sink = {.write = swallow, .context = &sum};
    struct culture_write_options options = {.struct_size = sizeof options, .language = how & 4 ? "nl" : "en"};
    options.role = how & 8 ? "unit" : NULL;
    options.details = how >> 4 & 1, options.multiverse = (how >> 5 & 3) == 3, options.colour = how >> 6 & 1;
    options.drivers = drivers && how & 128 ? &drivers : NULL;
    options.driver_count = options.drivers ? 1 : 0;
    struct culture_error error = {0};
    switch (how & 3) {
    case 0:
        CHECK_CALL(culture_write_json(assessment, &sink, how ? &options : NULL, &error), &error);
        break;
    case 1:
        CHECK_CALL(culture_write_csv(assessment, &sink, &options, &error), &error);
        break;
    default:
        CHECK_CALL(culture_write_table(assessment, &sink, &options, &error), &error);
    }
}

static void compare(struct machine *machine)
{
    culture_scores *before = *ANY(scores), *after = *ANY(scores);
    culture_comparison **place = ANY(comparisons), *made = NULL;
    struct culture_error error = {0};
    CHECK_MADE(culture_compare(before, after, NULL, &made, &error), made, &error);
    KEEP(culture_comparison_free, place, made);
}

static void ask_comparison(struct machine *machine)
{
    const culture_comparison *comparison = *ANY(comparisons);
    unsigned how = take(machine);
    unsigned char sum = 0;
    struct culture_sink sink = {.write = swallow, .context = &sum};
    struct culture_error error = {0};
    for (int32_t result = 0; comparison && result < 40; result++) {
        CHECK_MATRIX(culture_comparison_get, culture_comparison_reason, comparison, result);
    }
    if (how % 3 == 0) {
        CHECK_CALL(culture_write_comparison_json(comparison, &sink, NULL, &error), &error);
    } else if (how % 3 == 1) {
        CHECK_CALL(culture_write_comparison_csv(comparison, &sink, NULL, &error), &error);
    } else {
        CHECK_CALL(culture_write_comparison_table(comparison, &sink, NULL, &error), &error);
    }
}

static void new_structure(struct machine *machine)
{
    culture_questionnaire *questionnaire = *ANY(questionnaires);
    struct culture_structure_options options = {.struct_size = sizeof options, .scores = *ANY(scores)};
    culture_structure **place = ANY(structures), *made = NULL;
    struct culture_error error = {0};
    CHECK_MADE(culture_structure_new(questionnaire, &options, &made, &error), made, &error);
    KEEP(culture_structure_free, place, made);
}

static void analyse(struct machine *machine)
{
    culture_structure *structure = *ANY(structures), *other = *ANY(structures);
    culture_analysis **place = ANY(analyses), *made = NULL;
    unsigned how = take(machine);
    unsigned char sum = 0;
    struct culture_sink sink = {.write = swallow, .context = &sum};
    struct culture_analyse_options options = {.struct_size = sizeof options, .scores = *ANY(scores), .draws = 100};
    options.minimum = 10, options.rows = how & 1, options.items = how >> 1 & 1;
    struct culture_error error = {0};
    if (how & 4) {
        CHECK_CALL(culture_structure_merge(structure, other, &error), &error);
        memset(&error, 0, sizeof error);
    }
    CHECK_MADE(culture_structure_analyse(structure, &options, &made, &error), made, &error);
    for (int32_t result = 0; made && result < 40; result++) {
        CHECK_MATRIX(culture_analysis_get, culture_analysis_reason, made, result);
    }
    if (made) {
        culture_write_structure_json(made, &sink, NULL, NULL);
        culture_write_structure_table(made, &sink, NULL, NULL);
    }
    KEEP(culture_analysis_free, place, made);
}

static void drive(struct machine *machine)
{
    culture_scores *scores = *ANY(scores);
    culture_drivers **place = ANY(drivers), *made = NULL;
    unsigned how = take(machine);
    struct culture_drivers_options options = {.struct_size = sizeof options, .resamples = 100, .level = how >> 2 & 1};
    static const char *const dimensions[] = {"future", "first", "nothing", NULL};
    struct culture_error error = {0};
    CHECK_MADE(culture_drivers_compute(scores, dimensions[how % 4], &options, &made, &error), made, &error);
    for (int32_t result = 0; made && result < 16; result++) {
        CHECK_MATRIX(culture_drivers_get, culture_drivers_reason, made, result);
    }
    KEEP(culture_drivers_free, place, made);
}

static void read_answers(struct machine *machine)
{
    static const char text[] = "organisation,unit,a1,a2,a3,b1,b2,b3\nnoord,a,1,2,3,0,1,2\nnoord,b,3,x,1,4,3,\n";
    culture_questionnaire *questionnaire = *ANY(questionnaires);
    culture_answers **place = ANY(answers), *made = NULL;
    culture_tally *tally = *ANY(tallies);
    unsigned how = take(machine);
    struct culture_block block = {.struct_size = sizeof block};
    struct culture_error error = {0};
    if (*place && how % 4 == 3) {
        CHECK_CALL(culture_tally_add_answers(tally, *place, NULL, &error), &error);
        return;
    }
    if (*place && how % 2) {
        if (culture_answers_next(*place, &block, &error) == CULTURE_OK) {
            culture_tally_add_block(tally, &block, NULL);
        }
        return;
    }
    struct culture_source source = source_of("survey.csv", text, sizeof text - 1);
    CHECK_MADE(culture_answers_read(&source, questionnaire, NULL, &made, &error), made, &error);
    KEEP(culture_answers_free, place, made);
}

/* Calls without what they need: refused, and said so. */
static void call_with_nothing(struct machine *machine)
{
    struct culture_error error = {0};
    struct culture_error *place = take(machine) % 2 ? &error : NULL;
    culture_tally *tally = *ANY(tallies);
    MUST(culture_tally_new(NULL, NULL, place));
    MUST(culture_tally_merge(tally, NULL, place));
    MUST(culture_tally_subtract(NULL, tally, place));
    MUST(culture_tally_bytes(tally, NULL, NULL, place));
    MUST(culture_scores_compute(tally, NULL, NULL, place));
    MUST(culture_assess(NULL, NULL, NULL, NULL, place));
    MUST(culture_write_json(NULL, NULL, NULL, place));
    MUST(culture_questionnaire_read(NULL, NULL, NULL, place));
    MUST(culture_tally_add_files(tally, NULL, 1, NULL, place));
    MUST(!place || error.status == CULTURE_ERROR_ARGUMENT); /* the first one stays */
}

/* Another owner of a handle in another place, or one less. */
static void share(struct machine *machine)
{
    culture_scores **from = ANY(scores), **to = ANY(scores), *shared = *from ? culture_scores_retain(*from) : NULL;
    KEEP(culture_scores_free, to, shared);
    culture_reference **one = ANY(references), **other = ANY(references);
    culture_reference *held = *one ? culture_reference_retain(*one) : NULL;
    KEEP(culture_reference_free, other, held);
    culture_assessment **seen = ANY(assessments), **again = ANY(assessments);
    culture_assessment *kept = *seen ? culture_assessment_retain(*seen) : NULL;
    KEEP(culture_assessment_free, again, kept);
}

static void free_one(struct machine *machine, unsigned kind, unsigned index)
{
#define LET_GO(number, free_it, kinds)                                                                                 \
    case number:                                                                                                       \
        free_it(machine->kinds[index]);                                                                                \
        machine->kinds[index] = NULL;                                                                                  \
        break
    switch (kind) {
        LET_GO(0, culture_questionnaire_free, questionnaires);
        LET_GO(1, culture_tally_free, tallies);
        LET_GO(2, culture_register_free, registers);
        LET_GO(3, culture_scores_free, scores);
        LET_GO(4, culture_reference_free, references);
        LET_GO(5, culture_assessment_free, assessments);
        LET_GO(6, culture_comparison_free, comparisons);
        LET_GO(7, culture_structure_free, structures);
        LET_GO(8, culture_analysis_free, analyses);
        LET_GO(9, culture_drivers_free, drivers);
        LET_GO(10, culture_answers_free, answers);
    }
}
enum { KINDS = 11 };

static void let_go(struct machine *machine)
{
    unsigned which = take(machine);
    free_one(machine, which % KINDS, which / KINDS % PLACES);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* What each costs, in some tens of microseconds. */
    static const struct {
        void (*make)(struct machine *);
        unsigned price;
    } calls[] = {{new_questionnaire, 1},
                 {new_tally, 1},
                 {new_register, 2},
                 {add_block, 2},
                 {join, 3},
                 {copy_tally, 3},
                 {compute, 8},
                 {ask_scores, 1},
                 {new_reference, 2},
                 {assess, 4},
                 {ask_assessment, 1},
                 {write_assessment, 12},
                 {compare, 2},
                 {ask_comparison, 3},
                 {new_structure, 1},
                 {analyse, 8},
                 {drive, 2},
                 {read_answers, 6},
                 {call_with_nothing, 1},
                 {share, 1},
                 {let_go, 1},
                 {ask_questionnaire, 2},
                 {ask_register, 1},
                 {ask_reference, 2},
                 {ask_answers, 1},
                 {ask_tally, 1}};
    struct machine machine = {.at = data, .end = data + size};
    unsigned order = take(&machine);
    for (unsigned spent = 0; spent < MOST_SPENT && machine.at < machine.end;) {
        unsigned which = take(&machine) % (sizeof calls / sizeof *calls);
        calls[which].make(&machine);
        spent += calls[which].price;
    }
    for (unsigned i = 0; i < KINDS * PLACES; i++) {
        unsigned which = (i * 7 + order) % (KINDS * PLACES);
        free_one(&machine, which % KINDS, which / KINDS);
    }
    return 0;
}
