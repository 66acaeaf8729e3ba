/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory runs out at every point of every path through the library: for good, or for one allocation. The call then says
 * MEMORY, nothing has changed, no file is left behind, and the same call succeeds when there is memory again. A new
 * path is a new row of the table at the end. Leaks are AddressSanitizer's to find.
 */
#define _GNU_SOURCE
#include "../unit/small.h"
#include "assessment/matches.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "failing.h"
#include "tally/structure.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

enum { M = CULTURE_MISSING, I = CULTURE_INVALID, ORGANISATIONS = 9, ROWS = 54, ITEMS = 5, TEXT = 1 << 20 };

/* One try: the handles that the call may change, and what it makes. */
struct trial {
    const struct path *path;
    culture_matches *matches;
    culture_tally *tally;
    culture_structure *structure;
    culture_answers *answers;
    struct culture_block block;
    union {
        void *any;
        culture_questionnaire *questionnaire;
        culture_answers *answers;
        culture_register *reg;
        culture_tally *tally;
        culture_scores *scores;
        culture_structure *structure;
        culture_analysis *analysis;
        culture_reference *reference;
        culture_assessment *assessment;
        culture_matches *matches;
        culture_comparison *comparison;
        culture_drivers *drivers;
    } out;
    size_t length; /* of bytes */
    int32_t reason;
    int64_t rows;
    struct culture_norm_audit audit;
};

struct path {
    const char *name;
    void (*prepare)(struct trial *trial); /* NULL: there is no handle that the call could change */
    culture_status (*call)(struct trial *trial, struct culture_error *error);
    void (*finish)(struct trial *trial, struct cul_buffer *text); /* tells what was made as text, and frees it */
    culture_status (*write)(const culture_assessment *assessment, const struct culture_sink *sink,
                            const struct culture_write_options *options, struct culture_error *error);
    culture_status (*compare)(const culture_comparison *comparison, const struct culture_sink *sink,
                              const struct culture_write_options *options, struct culture_error *error);
    culture_status expected; /* when memory does not run out */
    bool spent;              /* after a failure its handle only can be freed: no second call */
    bool spare;              /* it can do without some allocation; the result is the same */
    bool files;              /* writes several files: those that are there already stay, each of them whole */
    int64_t step;            /* only each so many-th allocation fails; 0: every one */
    int32_t threads;
};

/* What the calls read; made once and never changed. */
static struct {
    culture_questionnaire *questionnaire;
    culture_register *reg;
    culture_tally *tally;
    culture_scores *scores;
    culture_structure *structure;
    culture_analysis *analysis;
    culture_reference *reference;
    culture_assessment *assessment;
    culture_matches *matches;
    culture_comparison *comparison;
    struct cul_buffer tally_bytes, reference_text, utf16;
} given;

static char untouched; /* where outputs point before the call */
static char folder[512];

static const char register_text[] =
    "organisation,headcount,sector,size,column,unit,notes\nOrganisation A,60,care,small,,\n\n"
    "organisation  b,70,\"health, \"\"other\"\"\",medium,,\nOrganisation C,3,,,,\n"
    "Organisation A,20,,,team,red\nOrganisation A,20,,,team,blue\n"
    "Organisation A,20,,,Team,green\nOrganisation A,25,,,place,red\n"
    "Organisation A,25,,,place,blue\nOrganisation A,10,,,place,green\n"
    "Organisation B,40,,,,red\nOrganisation B,10,,,,yellow\nAbsent,10,,,,red\n";
static const char survey_text[] =
    "Organisation;team;item a;B;c;\"Q9_\nnote\";D;e;a;email\r\n"
    "North;red;never;1;5;x;2;4 - often;1;a@b.nl\r\n North ;red;A2;2,0;seldom;;9;3;1;\r\nnorth;;5;77;unknown;;;n/a;;\r\n"
    ";blue;1;1;1;;1;1;;\r\nSouth;\"blue "
    "\"\"2\"\"\";always;3;2;;4;4;;\r\nshort;row\r\n;;;;;;;;;\r\nWest;red;1;1;1;;1;1;;;7\r\n";

static const char keys_text[] = "organisation,key,a,b,c,d,e\norganisation a,k1,1,2,3,4,5\nOrganisation A,K2,5,1,4,2,2\n"
                                "Organisation B,,3,3,3,3,3\norganisation a,k1,2,2,3,4,4\n";

static int32_t take(void *context, const void *bytes, size_t length)
{
    cul_buffer_add(context, bytes, length);
    return 0;
}

/* Nine organisations of 6 rows, in 3 teams; the answers differ with the seed. */
static struct culture_block rows_of(int seed)
{
    static const char *const letters = "abcdefghijklmnopqrstuvwxyz", *const columns[] = {"team", "Place"};
    static const char *const units[] = {"red", "Blue", "green"};
    static int16_t values[ROWS * ITEMS];
    static int32_t organisation[ROWS], unit[ROWS * 2];
    static double seconds[ROWS]; /* hasty rows with two answers are flagged */
    static char names[ORGANISATIONS][32];
    static const char *pointers[ORGANISATIONS];
    for (int i = 0; i < ORGANISATIONS; i++) {
        snprintf(names[i], sizeof names[i], "Organisation %c", letters[i + seed]);
        pointers[i] = names[i];
    }
    for (int row = 0; row < ROWS; row++) {
        organisation[row] = row % ORGANISATIONS;
        unit[2 * row] = row / ORGANISATIONS % 3, unit[2 * row + 1] = row % 5 - 1 > 2 ? -1 : row % 5 - 1;
        seconds[row] = row % 5 == 0 ? 1 : 60;
        for (int i = 0; i < ITEMS; i++) {
            int draw = (row * 31 + i * 17 + row * row * (i + seed + 1)) % 47;
            values[row * ITEMS + i] = (int16_t)(draw == 0 || (row % 5 == 0 && i > 1) ? M
                                                : draw == 1                          ? I
                                                                                     : 1 + draw % 5);
        }
    }
    return (struct culture_block){.struct_size = sizeof(struct culture_block),
                                  .rows = ROWS,
                                  .values = values,
                                  .organisations = pointers,
                                  .organisation_count = ORGANISATIONS,
                                  .organisation = organisation,
                                  .unit_columns = columns,
                                  .unit_column_count = 2,
                                  .units = units,
                                  .unit_count = 3,
                                  .unit = unit,
                                  .seconds = seconds};
}

static culture_status add_rows_of(culture_tally *tally, int seed, struct culture_error *error)
{
    struct culture_block block = rows_of(seed);
    return culture_tally_add_block(tally, &block, error);
}

static void fill_tally(struct trial *trial)
{
    trial->tally = new_tally(given.questionnaire);
    assert_int_equal(add_rows_of(trial->tally, 3, NULL), CULTURE_OK);
}

static const struct culture_structure_options structure_options = {.struct_size = sizeof structure_options,
                                                                   .language = "team"};

enum { FEW = 20 }; /* as if the scores were not given in full: then kinds of rows are counted and judged */

static void fill_structure(struct trial *trial)
{
    struct culture_block block = rows_of(3);
    block.unit_column_count = 0;
    struct culture_structure_options options = structure_options;
    options.scores = given.scores;
    assert_int_equal(culture_structure_new(given.questionnaire, &options, &trial->structure, NULL), CULTURE_OK);
    trial->structure->rules->few = FEW;
    assert_true(cul_names_add(&trial->structure->rules->shown, "north", 5) >= 0); /* of the survey files */
    assert_int_equal(culture_structure_add_block(trial->structure, &block, NULL), CULTURE_OK);
}

static const struct culture_answers_options survey_options = {.struct_size = sizeof survey_options,
                                                              .organisation_column = "organisation",
                                                              .unit_columns =
                                                                  (const char *const[]){"team", "email address"},
                                                              .unit_column_count = 2};

static culture_status open_survey(const void *bytes, size_t length, culture_answers **answers,
                                  struct culture_error *error)
{
    struct culture_source source = {.path = "survey.csv", .bytes = bytes, .length = length};
    return culture_answers_read(&source, given.questionnaire, &survey_options, answers, error);
}

static void open_answers(struct trial *trial)
{
    trial->block = (struct culture_block){.struct_size = sizeof trial->block, .rows = -1};
    assert_int_equal(open_survey(survey_text, sizeof survey_text - 1, &trial->answers, NULL), CULTURE_OK);
}

/* The calls. */
static culture_status read_questionnaire(struct trial *trial, struct culture_error *error)
{
    struct culture_source source = {.path = "small.yaml", .bytes = small_yaml, .length = sizeof small_yaml - 1};
    return culture_questionnaire_read(&source, NULL, &trial->out.questionnaire, error);
}

static culture_status standard_questionnaire(struct trial *trial, struct culture_error *error)
{
    return culture_questionnaire_standard("nine-factors", &trial->out.questionnaire, error);
}

static culture_status read_answers(struct trial *trial, struct culture_error *error)
{
    return open_survey(survey_text, sizeof survey_text - 1, &trial->out.answers, error);
}

static culture_status read_utf16(struct trial *trial, struct culture_error *error)
{
    return open_survey(given.utf16.bytes, given.utf16.length, &trial->out.answers, error);
}

static culture_status give_table(void *context, const char *path, const struct culture_sink *sink,
                                 struct culture_error *error)
{
    static const char table[] = "\"organisation\",\"a\",\"v2\",\"c\"\n\"\",\"\",\"item b\",\"\"\n"
                                "\"1\x1fnorth\",\"0\x1fnever\x1e"
                                "4\x1f"
                                "always\",\"\",\"\"\n1,0,2,3\n1,4,1,1\n";
    (void)context, (void)path;
    return sink->write(sink->context, table, sizeof table - 1) ? cul_fail_memory(error) : CULTURE_OK;
}

static culture_status read_data(struct trial *trial, struct culture_error *error)
{
    struct culture_answers_options options = {.struct_size = sizeof options, .read_data = give_table};
    return culture_answers_open("x.sav", given.questionnaire, &options, &trial->out.answers, error);
}

static culture_status give_sheet(void *context, const char *path, const struct culture_sink *sink,
                                 struct culture_error *error)
{
    static const char sheet[] = "Form1\n\"organisation\",\"a\",\"c\"\n\"north\",\"0\",\"3\"\n";
    (void)context, (void)path;
    return sink->write(sink->context, sheet, sizeof sheet - 1) ? cul_fail_memory(error) : CULTURE_OK;
}

static culture_status read_book(struct trial *trial, struct culture_error *error)
{
    struct culture_answers_options options = {.struct_size = sizeof options, .read_data = give_sheet};
    return culture_answers_open("x.xlsx", given.questionnaire, &options, &trial->out.answers, error);
}

static culture_status next_rows(struct trial *trial, struct culture_error *error)
{
    return culture_answers_next(trial->answers, &trial->block, error);
}

static culture_status read_register(struct trial *trial, struct culture_error *error)
{
    struct culture_source source = {.bytes = register_text, .length = sizeof register_text - 1};
    return culture_register_read(&source, NULL, &trial->out.reg, error);
}

static culture_status make_tally(struct trial *trial, struct culture_error *error)
{
    return culture_tally_new(given.questionnaire, &trial->out.tally, error);
}

static culture_status add_block(struct trial *trial, struct culture_error *error)
{
    return add_rows_of(trial->tally, 0, error);
}

static culture_status add_paths(culture_tally *tally, const char *const *paths, size_t count,
                                struct culture_error *error)
{
    struct culture_add_options options = {.struct_size = sizeof options, .answers = &survey_options, .threads = 1};
    return culture_tally_add_files(tally, paths, count, &options, error);
}

static culture_status add_files(struct trial *trial, struct culture_error *error)
{
    return add_paths(trial->tally, (const char *const[]){"in", "in/one.csv", "absent.csv"}, 3, error);
}

static culture_status add_with_journal(struct trial *trial, struct culture_error *error)
{
    struct culture_add_options options = {
        .struct_size = sizeof options, .answers = &survey_options, .threads = 1, .journal = "out/.journal"};
    return culture_tally_add_files(trial->tally, (const char *const[]){"in"}, 1, &options, error);
}

static void fill_without_journal(struct trial *trial)
{
    fill_tally(trial);
    (void)unlink("out/.journal");
}

static void fill_with_journal(struct trial *trial)
{
    struct trial earlier = {0};
    fill_tally(trial);
    fill_tally(&earlier);
    assert_int_equal(add_with_journal(&earlier, NULL), CULTURE_OK);
    culture_tally_free(earlier.tally);
}

static void fill_screened(struct trial *trial)
{
    fill_tally(trial);
    fill_structure(trial);
}

static culture_status add_screened(struct trial *trial, struct culture_error *error)
{
    struct culture_add_options options = {
        .struct_size = sizeof options, .answers = &survey_options, .threads = 1, .screen = trial->structure};
    return culture_tally_add_files(trial->tally, (const char *const[]){"in/one.csv"}, 1, &options, error);
}

static culture_status add_no_good_file(struct trial *trial, struct culture_error *error)
{
    static const char *const none[] = {"in/bad.csv", "a", "b", "c", "d", "e", "f", "g", "h"};
    return add_paths(trial->tally, none, sizeof none / sizeof *none, error);
}

static culture_status merge(struct trial *trial, struct culture_error *error)
{
    return culture_tally_merge(trial->tally, given.tally, error);
}

/* given.tally's rows and others. */
static void fill_more(struct trial *trial)
{
    fill_tally(trial);
    assert_int_equal(add_rows_of(trial->tally, 0, NULL), CULTURE_OK);
}

static culture_status subtract(struct trial *trial, struct culture_error *error)
{
    return culture_tally_subtract(trial->tally, given.tally, error);
}

static culture_status tally_bytes(struct trial *trial, struct culture_error *error)
{
    return culture_tally_bytes(given.tally, &trial->out.any, &trial->length, error);
}

static culture_status save(struct trial *trial, struct culture_error *error)
{
    (void)trial;
    return culture_tally_save(given.tally, "out/saved.tally", error);
}

static culture_status read_tally(struct trial *trial, struct culture_error *error)
{
    struct culture_source source = {.bytes = given.tally_bytes.bytes, .length = given.tally_bytes.length};
    return culture_tally_read(&source, given.questionnaire, &trial->out.tally, error);
}

static culture_status compute(struct trial *trial, struct culture_error *error)
{
    struct culture_scores_options options = {.struct_size = sizeof options,
                                             .reg = given.reg,
                                             .minimum = 1,
                                             .precision = CULTURE_PRECISION_FULL,
                                             .threads = trial->path->threads};
    return culture_scores_compute(given.tally, &options, &trial->out.scores, error);
}

/* Nine organisations of six respondents, all shown with full precision: numbers, without intervals. */
static culture_status compute_drivers(struct trial *trial, struct culture_error *error)
{
    struct culture_drivers_options options = {.struct_size = sizeof options, .resamples = 100};
    return culture_drivers_compute(given.scores, "f", &options, &trial->out.drivers, error);
}

static culture_status make_structure(struct trial *trial, struct culture_error *error)
{
    struct culture_structure_options options = structure_options;
    options.scores = given.scores;
    return culture_structure_new(given.questionnaire, &options, &trial->out.structure, error);
}

static culture_status structure_add_block(struct trial *trial, struct culture_error *error)
{
    struct culture_block block = rows_of(0);
    return culture_structure_add_block(trial->structure, &block, error);
}

static culture_status structure_add_files(struct trial *trial, struct culture_error *error)
{
    static const char *const all[] = {"in", "absent.csv"};
    struct culture_add_options options = {.struct_size = sizeof options};
    return culture_structure_add_files(trial->structure, all, 2, &options, error);
}

static culture_status structure_merge(struct trial *trial, struct culture_error *error)
{
    return culture_structure_merge(trial->structure, given.structure, error);
}

static culture_status tell_distances(struct trial *trial, struct culture_error *error)
{
    return culture_structure_distances(given.structure, &trial->reason, &trial->rows, error);
}

static culture_status analyse(struct trial *trial, struct culture_error *error)
{
    struct culture_analyse_options options = {
        .struct_size = sizeof options, .scores = given.scores, .minimum = 10, .draws = 100};
    return culture_structure_analyse(given.structure, &options, &trial->out.analysis, error);
}

static culture_status write_analysis_json(struct trial *trial, struct culture_error *error)
{
    (void)trial;
    return culture_write_structure_json(given.analysis, &(struct culture_sink){.path = "out/analysis"}, NULL, error);
}

static culture_status write_analysis_table(struct trial *trial, struct culture_error *error)
{
    (void)trial;
    return culture_write_structure_table(given.analysis, &(struct culture_sink){.path = "out/analysis"}, NULL, error);
}

static culture_status write_lavaan(struct trial *trial, struct culture_error *error)
{
    (void)trial;
    return culture_write_structure_lavaan(given.analysis, "out", error);
}

static culture_status build(struct trial *trial, struct culture_error *error)
{
    struct culture_reference_recipe recipe = {.struct_size = sizeof recipe,
                                              .kind = CULTURE_REFERENCE_OBSERVED,
                                              .year = 2026,
                                              .source = "a test: \"quoted\"",
                                              .note = "a note",
                                              .salt = "salt",
                                              .note_nl = "een noot"};
    return culture_reference_build(given.scores, &recipe, &trial->out.reference, error);
}

static culture_status write_reference(struct trial *trial, struct culture_error *error)
{
    (void)trial;
    return culture_reference_write(given.reference, &(struct culture_sink){.path = "out/reference.yaml"}, error);
}

static culture_status read_reference(struct trial *trial, struct culture_error *error)
{
    struct culture_source source = {.bytes = given.reference_text.bytes, .length = given.reference_text.length};
    return culture_reference_read(&source, given.questionnaire, NULL, &trial->out.reference, error);
}

static culture_status standard_reference(struct trial *trial, struct culture_error *error)
{
    return culture_reference_standard("nine-factors", &trial->out.reference, error);
}

static culture_status derive_reference(struct trial *trial, struct culture_error *error)
{
    return culture_reference_for(given.reference, given.questionnaire, &trial->out.reference, error);
}

static culture_status audit_reference(struct trial *trial, struct culture_error *error)
{
    trial->audit = (struct culture_norm_audit){.struct_size = sizeof trial->audit};
    return culture_reference_audit(given.reference, 2026, &trial->audit, error);
}

static culture_status write_form(struct trial *trial, struct culture_error *error)
{
    (void)trial;
    struct culture_write_options options = {.struct_size = sizeof options, .form = CULTURE_FORM_XLSFORM};
    return culture_write_questionnaire(given.questionnaire, &(struct culture_sink){.path = "out/q.csv"}, &options,
                                       error);
}

static culture_status write_survey_structure(struct trial *trial, struct culture_error *error)
{
    (void)trial;
    struct culture_write_options options = {.struct_size = sizeof options, .form = CULTURE_FORM_LIMESURVEY};
    return culture_write_questionnaire(given.questionnaire, &(struct culture_sink){.path = "out/q.tsv"}, &options,
                                       error);
}

static culture_status write_markdown(struct trial *trial, struct culture_error *error)
{
    (void)trial;
    struct culture_write_options options = {.struct_size = sizeof options, .form = CULTURE_FORM_MARKDOWN};
    return culture_write_questionnaire(given.questionnaire, &(struct culture_sink){.path = "out/q.md"}, &options,
                                       error);
}

static culture_status assess(struct trial *trial, struct culture_error *error)
{
    struct culture_assess_options options = {.struct_size = sizeof options, .threads = trial->path->threads};
    return culture_assess(given.scores, given.reference, &options, &trial->out.assessment, error);
}

static culture_status write_assessment(struct trial *trial, struct culture_error *error)
{
    struct culture_write_options options = {
        .struct_size = sizeof options, .language = "nl", .colour = 1, .role = "team", .multiverse = 1, .details = 1};
    return trial->path->write(given.assessment, &(struct culture_sink){.path = "out/written"}, &options, error);
}

static culture_status make_matches(struct trial *trial, struct culture_error *error)
{
    return culture_matches_new(given.questionnaire, &trial->out.matches, error);
}

static culture_status match_files(culture_matches *matches, int32_t wave, struct culture_error *error)
{
    static const char *const all[] = {"keys.csv", "in/bad.csv", "absent.csv"};
    static const struct culture_answers_options options = {.struct_size = sizeof options, .key_column = "Key"};
    return culture_matches_add_files(matches, wave, all, 3, &options, error);
}

static culture_status matches_add_files(struct trial *trial, struct culture_error *error)
{
    return match_files(trial->matches, CULTURE_WAVE_AFTER, error);
}

static void fill_matches(struct trial *trial)
{
    static const char *const keys[] = {"keys.csv"};
    static const struct culture_answers_options options = {.struct_size = sizeof options, .key_column = "Key"};
    assert_int_equal(culture_matches_new(given.questionnaire, &trial->matches, NULL), CULTURE_OK);
    assert_int_equal(culture_matches_add_files(trial->matches, CULTURE_WAVE_BEFORE, keys, 1, &options, NULL),
                     CULTURE_OK);
}

static culture_status compare(struct trial *trial, struct culture_error *error)
{
    struct culture_compare_options options = {.struct_size = sizeof options, .matches = given.matches};
    return culture_compare(given.scores, given.scores, &options, &trial->out.comparison, error);
}

static culture_status write_comparison(struct trial *trial, struct culture_error *error)
{
    struct culture_write_options options = {.struct_size = sizeof options, .language = "nl", .colour = 1};
    return trial->path->compare(given.comparison, &(struct culture_sink){.path = "out/written"}, &options, error);
}

static culture_status write_questionnaire(struct trial *trial, struct culture_error *error)
{
    (void)trial;
    return culture_write_questionnaire(given.questionnaire, &(struct culture_sink){.path = "out/q.txt"}, NULL, error);
}

static culture_status simulate(struct trial *trial, struct culture_error *error)
{
    (void)trial;
    struct culture_simulation simulation = {
        .struct_size = sizeof simulation, .organisations = 3, .respondents_minimum = 2, .respondents_maximum = 4};
    return culture_simulate(given.questionnaire, &simulation, "out", error);
}

/* Everything that a call could change, as text. */
static void describe_tally(const culture_tally *tally, struct cul_buffer *text)
{
    void *bytes;
    size_t length;
    assert_int_equal(culture_tally_bytes(tally, &bytes, &length, NULL), CULTURE_OK);
    cul_buffer_add(text, bytes, length);
    culture_bytes_free(bytes);
    for (int64_t i = 0; i < culture_tally_file_count(tally); i++) {
        struct culture_file file = {.struct_size = sizeof file};
        assert_int_equal(culture_tally_file(tally, i, &file, NULL), CULTURE_OK);
        cul_buffer_text(text, file.path);
        cul_buffer_text(text, file.message);
        for (int32_t j = 0; j < file.problem_count; j++) {
            struct culture_problem problem = {.struct_size = sizeof problem};
            assert_int_equal(culture_tally_file_problem(tally, i, j, &problem, NULL), CULTURE_OK);
            cul_buffer_text(text, problem.message);
        }
    }
}

static void describe_structure(const culture_structure *structure, struct cul_buffer *text)
{
    const struct cul_structure_rules *rules = structure->rules;
    cul_buffer_add(text, structure->cells, rules->width * sizeof *structure->cells);
    for (int64_t i = 0; i < structure->languages.count; i++) {
        cul_buffer_text(text, structure->languages.texts[i]);
        cul_buffer_add(text, structure->language_cells[i], rules->language_width * sizeof(int64_t));
    }
    const struct cul_kinds *kinds = &structure->kinds;
    size_t width = cul_kinds_cells(cul_structure_shape(structure));
    for (int64_t i = 0; i < kinds->groups.count; i++) {
        cul_buffer_add(text, kinds->groups.texts[i], kinds->groups.lengths[i]);
        cul_buffer_add(text, kinds->cells + (size_t)i * width, width * sizeof *kinds->cells);
    }
    for (int64_t i = 0; i < kinds->kinds.count; i++) {
        cul_buffer_add(text, kinds->kinds.texts[i], kinds->kinds.lengths[i]);
        cul_buffer_add(text, kinds->rows + i, sizeof *kinds->rows);
    }
}

static void describe_matches(const culture_matches *matches, struct cul_buffer *text)
{
    struct culture_match_counts counts = {.struct_size = sizeof counts};
    assert_int_equal(culture_matches_counts(matches, &counts, NULL), CULTURE_OK);
    cul_buffer_add(text, &counts, sizeof counts);
    struct cul_match_sums *sums = cul_matches_add_up(matches);
    cul_buffer_add(text, sums, counts.matched ? 3 * sizeof *sums : 0);
    free(sums);
}

static void describe_block(const struct culture_block *block, struct cul_buffer *text)
{
    cul_buffer_whole(text, block->rows);
    for (int64_t row = 0; row < block->rows; row++) {
        cul_buffer_add(text, block->values + row * ITEMS, ITEMS * sizeof *block->values);
        cul_buffer_text(text, block->organisations[block->organisation[row]]);
        for (int64_t i = row * block->unit_column_count; i < (row + 1) * block->unit_column_count; i++) {
            cul_buffer_text(text, block->unit[i] < 0 ? "-" : block->units[block->unit[i]]);
        }
    }
}

static void finish_questionnaire(struct trial *trial, struct cul_buffer *text)
{
    struct culture_sink sink = {.write = take, .context = text};
    cul_buffer_text(text, culture_questionnaire_fingerprint(trial->out.questionnaire));
    assert_int_equal(culture_write_questionnaire(trial->out.questionnaire, &sink, NULL, NULL), CULTURE_OK);
    culture_questionnaire_free(trial->out.questionnaire);
}

static void finish_answers(struct trial *trial, struct cul_buffer *text)
{
    struct culture_block block = {.struct_size = sizeof block};
    assert_int_equal(culture_answers_next(trial->out.answers, &block, NULL), CULTURE_OK);
    describe_block(&block, text);
    for (int64_t i = 0; i < culture_answers_problem_count(trial->out.answers); i++) {
        struct culture_problem problem = {.struct_size = sizeof problem};
        assert_int_equal(culture_answers_problem(trial->out.answers, i, &problem, NULL), CULTURE_OK);
        cul_buffer_text(text, problem.message);
    }
    culture_answers_free(trial->out.answers);
}

static void finish_register(struct trial *trial, struct cul_buffer *text)
{
    for (int64_t i = 0; i < culture_register_count(trial->out.reg); i++) {
        struct culture_register_entry entry = {.struct_size = sizeof entry};
        assert_int_equal(culture_register_entry(trial->out.reg, i, &entry, NULL), CULTURE_OK);
        cul_buffer_text(text, entry.organisation);
        cul_buffer_text(text, entry.sector);
        cul_buffer_text(text, entry.size);
        cul_buffer_whole(text, entry.headcount);
    }
    for (int64_t i = 0; i < culture_register_unit_count(trial->out.reg); i++) {
        struct culture_register_unit unit = {.struct_size = sizeof unit};
        assert_int_equal(culture_register_unit(trial->out.reg, i, &unit, NULL), CULTURE_OK);
        cul_buffer_text(text, unit.organisation);
        cul_buffer_text(text, unit.column);
        cul_buffer_text(text, unit.unit);
        cul_buffer_whole(text, unit.headcount);
    }
    culture_register_free(trial->out.reg);
}

static void finish_tally(struct trial *trial, struct cul_buffer *text)
{
    describe_tally(trial->out.tally, text);
    culture_tally_free(trial->out.tally);
}

static void finish_bytes(struct trial *trial, struct cul_buffer *text)
{
    cul_buffer_add(text, trial->out.any, trial->length);
    culture_bytes_free(trial->out.any);
}

static void finish_assessment(struct trial *trial, struct cul_buffer *text)
{
    struct culture_sink sink = {.write = take, .context = text};
    assert_int_equal(culture_write_json(trial->out.assessment, &sink, NULL, NULL), CULTURE_OK);
    culture_assessment_free(trial->out.assessment);
}

static void finish_matches(struct trial *trial, struct cul_buffer *text)
{
    assert_int_equal(match_files(trial->out.matches, CULTURE_WAVE_AFTER, NULL), CULTURE_OK);
    describe_matches(trial->out.matches, text);
    culture_matches_free(trial->out.matches);
}

static void finish_comparison(struct trial *trial, struct cul_buffer *text)
{
    struct culture_sink sink = {.write = take, .context = text};
    assert_int_equal(culture_write_comparison_json(trial->out.comparison, &sink, NULL, NULL), CULTURE_OK);
    culture_comparison_free(trial->out.comparison);
}

static void finish_scores(struct trial *trial, struct cul_buffer *text)
{
    culture_scores *scores = trial->out.scores;
    assert_int_equal(culture_assess(scores, NULL, NULL, &trial->out.assessment, NULL), CULTURE_OK);
    culture_scores_free(scores);
    finish_assessment(trial, text);
}

static void finish_drivers(struct trial *trial, struct cul_buffer *text)
{
    struct culture_sink sink = {.write = take, .context = text};
    const culture_drivers *all[] = {trial->out.drivers};
    struct culture_write_options options = {.struct_size = sizeof options, .drivers = all, .driver_count = 1};
    assert_int_equal(culture_write_json(given.assessment, &sink, &options, NULL), CULTURE_OK);
    culture_drivers_free(trial->out.drivers);
}

static void finish_structure(struct trial *trial, struct cul_buffer *text)
{
    struct culture_block block = rows_of(1);
    assert_int_equal(culture_structure_add_block(trial->out.structure, &block, NULL), CULTURE_OK);
    describe_structure(trial->out.structure, text);
    culture_structure_free(trial->out.structure);
}

static void finish_analysis(struct trial *trial, struct cul_buffer *text)
{
    struct culture_sink sink = {.write = take, .context = text};
    assert_int_equal(culture_write_structure_json(trial->out.analysis, &sink, NULL, NULL), CULTURE_OK);
    culture_analysis_free(trial->out.analysis);
}

static void finish_distances(struct trial *trial, struct cul_buffer *text)
{
    cul_buffer_whole(text, trial->reason);
    cul_buffer_whole(text, trial->rows);
}

static void finish_reference(struct trial *trial, struct cul_buffer *text)
{
    struct culture_sink sink = {.write = take, .context = text};
    assert_int_equal(culture_reference_write(trial->out.reference, &sink, NULL), CULTURE_OK);
    culture_reference_free(trial->out.reference);
}

static void finish_audit(struct trial *trial, struct cul_buffer *text)
{
    cul_buffer_number(text, trial->audit.at_least_one_low);
    cul_buffer_whole(text, trial->audit.skewed);
}

static const struct path paths[] = {
    {"questionnaire read", .call = read_questionnaire, .finish = finish_questionnaire},
    {"questionnaire standard", .call = standard_questionnaire, .finish = finish_questionnaire, .step = 499},
    {"answers read", .call = read_answers, .finish = finish_answers},
    {"answers read from UTF-16", .call = read_utf16, .finish = finish_answers},
    {"answers read from a data file", .call = read_data, .finish = finish_answers},
    {"answers read from a workbook", .call = read_book, .finish = finish_answers},
    {"answers next", open_answers, .call = next_rows, .spent = true},
    {"register read", .call = read_register, .finish = finish_register},
    {"tally new", .call = make_tally, .finish = finish_tally},
    {"tally add block", fill_tally, .call = add_block},
    {"tally add files", fill_tally, .call = add_files},
    {"tally add files, journal begun", fill_without_journal, .call = add_with_journal},
    {"tally add files, journal read", fill_with_journal, .call = add_with_journal},
    {"tally add files with a screen", fill_screened, .call = add_screened},
    {"tally add files, none good", fill_tally, .call = add_no_good_file, .expected = CULTURE_ERROR_NOTHING},
    {"tally merge", fill_tally, .call = merge},
    {"tally subtract", fill_more, .call = subtract},
    {"tally bytes", .call = tally_bytes, .finish = finish_bytes},
    {"tally save", .call = save, .spare = true}, /* here and below: the file is flushed, its folder is not */
    {"tally read", .call = read_tally, .finish = finish_tally},
    {"scores compute", .call = compute, .finish = finish_scores, .threads = 1},
    {"scores compute by two", .call = compute, .finish = finish_scores, .threads = 2, .step = 7},
    {"drivers compute", .call = compute_drivers, .finish = finish_drivers},
    {"structure new", .call = make_structure, .finish = finish_structure},
    {"structure add block", fill_structure, .call = structure_add_block},
    {"structure add files", fill_structure, .call = structure_add_files},
    {"structure merge", fill_structure, .call = structure_merge},
    {"structure distances", .call = tell_distances, .finish = finish_distances},
    {"structure analyse", .call = analyse, .finish = finish_analysis},
    {"write structure json", .call = write_analysis_json, .spare = true},
    {"write structure table", .call = write_analysis_table, .spare = true},
    {"write structure for lavaan", .call = write_lavaan, .spare = true, .files = true},
    {"reference build", .call = build, .finish = finish_reference},
    {"reference write", .call = write_reference, .spare = true},
    {"reference read", .call = read_reference, .finish = finish_reference, .step = 3},
    {"reference standard", .call = standard_reference, .finish = finish_reference, .step = 8009},
    {"reference for a form", .call = derive_reference, .finish = finish_reference},
    {"reference audit", .call = audit_reference, .finish = finish_audit},
    {"assess", .call = assess, .finish = finish_assessment, .threads = 1},
    {"assess by two", .call = assess, .finish = finish_assessment, .threads = 2},
    {"write json", .call = write_assessment, .write = culture_write_json, .spare = true, .step = 41},
    {"write csv", .call = write_assessment, .write = culture_write_csv, .spare = true},
    {"write table", .call = write_assessment, .write = culture_write_table, .spare = true, .step = 41},
    {"matches new", .call = make_matches, .finish = finish_matches},
    {"matches add files", fill_matches, .call = matches_add_files},
    {"compare", .call = compare, .finish = finish_comparison},
    {"write comparison json", .call = write_comparison, .compare = culture_write_comparison_json, .spare = true},
    {"write comparison csv", .call = write_comparison, .compare = culture_write_comparison_csv, .spare = true},
    {"write comparison table", .call = write_comparison, .compare = culture_write_comparison_table, .spare = true},
    {"write questionnaire", .call = write_questionnaire, .spare = true},
    {"write form", .call = write_form, .spare = true},
    {"write form", .call = write_survey_structure, .spare = true},
    {"write form", .call = write_markdown, .spare = true},
    {"simulate", .call = simulate, .spare = true, .files = true},
};
enum { PATHS = sizeof paths / sizeof *paths };

/* Appends the name and bytes of every file in the folder out; those that are given must be whole. Empties the folder.
 */
static void take_files(struct cul_buffer *text, const struct cul_buffer *whole)
{
    struct dirent **entries;
    int count = scandir("out", &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        char path[300];
        size_t start = text->length;
        snprintf(path, sizeof path, "out/%s", entries[i]->d_name);
        if (entries[i]->d_name[0] != '.') {
            assert_null(strstr(path, ".part"));
            cul_buffer_text(text, path);
            assert_int_equal(cul_file_read(&(struct culture_source){.path = path}, TEXT, text, NULL), CULTURE_OK);
            assert_true(!whole || memmem(whole->bytes, whole->length, text->bytes + start, text->length - start));
            unlink(path);
        }
        free(entries[i]);
    }
    free(entries);
}

/* The handles that the call may change, as text. */
static struct cul_buffer describe(const struct trial *trial)
{
    struct cul_buffer text = {0};
    cul_buffer_text(&text, trial->path->name);
    if (trial->tally) {
        describe_tally(trial->tally, &text);
    }
    if (trial->structure) {
        describe_structure(trial->structure, &text);
    }
    if (trial->matches) {
        describe_matches(trial->matches, &text);
    }
    if (trial->answers) {
        describe_block(&trial->block, &text);
    }
    return text;
}

/* What a call that succeeded leaves: handles, what it made, files. */
static struct cul_buffer finish(struct trial *trial)
{
    struct cul_buffer text = describe(trial);
    if (trial->path->finish) {
        trial->path->finish(trial, &text);
    }
    take_files(&text, NULL);
    return text;
}

static struct trial start(const struct path *path)
{
    struct trial trial = {.path = path, .out.any = &untouched};
    if (path->prepare) {
        path->prepare(&trial);
    }
    return trial;
}

static void release(struct trial *trial)
{
    culture_tally_free(trial->tally);
    culture_structure_free(trial->structure);
    culture_answers_free(trial->answers);
    culture_matches_free(trial->matches);
}

static void assert_same(struct cul_buffer one, const struct cul_buffer *two)
{
    assert_int_equal(one.length, two->length);
    assert_memory_equal(one.bytes, two->bytes, one.length);
    cul_buffer_free(&one);
}

/* After a failure all is as before, and the same call succeeds. */
static void check_failure(struct trial *trial, const struct cul_buffer *before, const struct cul_buffer *expected)
{
    const struct path *path = trial->path;
    struct cul_buffer files = {0};
    take_files(&files, path->files ? expected : NULL);
    assert_true(path->files || files.length == 0);
    cul_buffer_free(&files);
    assert_ptr_equal(trial->out.any, &untouched);
    assert_same(describe(trial), before);
    if (!path->spent) {
        assert_int_equal(path->call(trial, NULL), path->expected);
        assert_same(finish(trial), expected);
    }
}

/* Lets one allocation fail, or all from then on; false when the call needs fewer. */
static bool fail_at(const struct path *path, int64_t allocation, bool once, const struct cul_buffer *expected)
{
    struct trial trial = start(path);
    struct culture_error error = {0};
    struct cul_buffer before = describe(&trial);
    failing_start(allocation, once);
    culture_status status = path->call(&trial, &error);
    bool failed = failing_stop();
    if (failed && !(path->spare && status == path->expected)) {
        assert_int_equal(status, CULTURE_ERROR_MEMORY);
        assert_int_equal(error.status, CULTURE_ERROR_MEMORY);
        assert_string_equal(error.message, "memory ran out");
        check_failure(&trial, &before, expected);
    } else {
        assert_int_equal(status, path->expected);
        assert_same(finish(&trial), expected);
    }
    release(&trial);
    cul_buffer_free(&before);
    return failed;
}

static void memory_runs_out(void **state)
{
    const struct path *path = *state;
    struct trial trial = start(path);
    struct cul_buffer before = describe(&trial);
    assert_int_equal(path->call(&trial, NULL), path->expected);
    struct cul_buffer expected = finish(&trial);
    release(&trial);
    assert_true(expected.length != before.length);
    int64_t allocation = 0;
    for (int once = 0; once < 2; once++) {
        for (allocation = 0; fail_at(path, allocation, once, &expected);) {
            allocation += path->step ? path->step : 1;
        }
        assert_true(allocation > 0);
    }
    print_message("%s: %lld allocations\n", path->name, (long long)allocation);
    cul_buffer_free(&before);
    cul_buffer_free(&expected);
}

static void write_text(const char *path, const char *text)
{
    struct culture_sink sink = {.path = path};
    assert_int_equal(cul_file_write(&sink, text, strlen(text), 0600, NULL), CULTURE_OK);
}

/* The folder of the test, its files to read, and an empty folder for what is written. */
static void make_folder(void)
{
    const char *base = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/culture-XXXXXX", base ? base : "/tmp");
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder) || mkdir("in", 0700) || mkdir("in/below", 0700) || mkdir("out", 0700), 0);
    write_text("in/one.csv", survey_text);
    write_text("in/below/stem.csv", "a,b,c\n1,2,3\n7,,1\n");
    write_text("in/bad.csv", "x,y\n1,2\n");
    write_text("in/notes.md", "no survey");
    write_text("keys.csv", keys_text);
}

static int make_given(void **state)
{
    static const struct path plain = {.name = "given"};
    struct trial trial = {.path = &plain};
    (void)state;
    make_folder();
    given.questionnaire = small_questionnaire();
    for (size_t i = 0; i < sizeof survey_text - 1; i++) {
        cul_buffer_byte(&given.utf16, survey_text[i]);
        cul_buffer_byte(&given.utf16, 0);
    }
    given.tally = new_tally(given.questionnaire);
    assert_int_equal(add_rows_of(given.tally, 0, NULL), CULTURE_OK);
    assert_int_equal(culture_tally_save(given.tally, "in/saved.tally", NULL), CULTURE_OK);
    describe_tally(given.tally, &given.tally_bytes);
    assert_int_equal(read_register(&trial, NULL), CULTURE_OK);
    given.reg = trial.out.reg;
    assert_int_equal(compute(&trial, NULL), CULTURE_OK);
    given.scores = trial.out.scores;
    assert_int_equal(make_structure(&trial, NULL), CULTURE_OK);
    given.structure = trial.out.structure;
    given.structure->rules->few = FEW;
    assert_int_equal(structure_add_block(&(struct trial){.structure = given.structure}, NULL), CULTURE_OK);
    given.structure->rules->few = 0; /* for an analysis that has everything */
    assert_int_equal(analyse(&trial, NULL), CULTURE_OK);
    given.structure->rules->few = FEW;
    given.analysis = trial.out.analysis;
    assert_int_equal(build(&trial, NULL), CULTURE_OK);
    given.reference = trial.out.reference;
    struct culture_sink sink = {.write = take, .context = &given.reference_text};
    assert_int_equal(culture_reference_write(given.reference, &sink, NULL), CULTURE_OK);
    assert_int_equal(assess(&trial, NULL), CULTURE_OK);
    given.assessment = trial.out.assessment;
    fill_matches(&trial);
    given.matches = trial.matches;
    assert_int_equal(match_files(given.matches, CULTURE_WAVE_AFTER, NULL), CULTURE_OK);
    assert_int_equal(compare(&trial, NULL), CULTURE_OK);
    given.comparison = trial.out.comparison;
    return 0;
}

static int free_given(void **state)
{
    (void)state;
    static const char *const made[] = {"out/.journal",   "in/one.csv", "in/below/stem.csv", "in/bad.csv", "in/notes.md",
                                       "in/saved.tally", "keys.csv",   "in/below",          "in",         "out"};
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        (void)remove(made[i]);
    }
    (void)rmdir(folder);
    culture_comparison_free(given.comparison);
    culture_matches_free(given.matches);
    culture_assessment_free(given.assessment);
    culture_reference_free(given.reference);
    culture_analysis_free(given.analysis);
    culture_structure_free(given.structure);
    culture_scores_free(given.scores);
    culture_tally_free(given.tally);
    culture_register_free(given.reg);
    culture_questionnaire_free(given.questionnaire);
    cul_buffer_free(&given.tally_bytes);
    cul_buffer_free(&given.reference_text);
    cul_buffer_free(&given.utf16);
    return 0;
}

int main(void)
{
    struct CMUnitTest tests[PATHS];
    for (int i = 0; i < PATHS; i++) {
        tests[i] = (struct CMUnitTest){paths[i].name, memory_runs_out, NULL, NULL, (void *)(uintptr_t)&paths[i]};
    }
    return cmocka_run_group_tests(tests, make_given, free_given);
}
