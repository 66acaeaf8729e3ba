/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Data frames as C sees them: streams built here by hand, of every kind of column, good and bad ones. Every allocation
 * of adding one fails; whatever happens, all that the stream handed out is released once.
 */
#include "answers/arrow.h"
#include "culture/culture.h"
#include "failing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 8, ROWS = 4 };

/* Columns: organisation (dictionary), a1 (int8 with an offset), a2 (double), b1 (text), note (text view), day (date),
 * moment (time), team (large text). Rows two of the first batch, two of the second. */
static int32_t keys[] = {1, 0, 1, 1};
static const int32_t name_ends[] = {0, 5, 10};
static const int8_t a1[] = {99, 99, 4, 2, 5, 1};
static const double a2[] = {2, NAN, 3, 1};
static const char b1_text[] = "5alwaysNEVER?4";
static const int32_t b1_ends[] = {0, 1, 7, 12, 13};
static const unsigned char b1_valid[] = {0x0F};
static unsigned char note_views[ROWS * 16];
static const char long_note[] = "a note of more than twelve bytes";
static const int64_t note_sizes[] = {sizeof long_note - 1};
static const int32_t days[] = {0, 20512, -1, 11016};
static const int64_t moments[] = {-1, 1772236800000, 0, 951782400000};
static const int64_t team_ends[] = {0, 1, 2, 2, 3};

static const char *const names[] = {"organisation", "a1", "A2", "b1", "note", "day", "submitdate", "team"};
static const char *const formats[] = {"i", "c", "g", "u", "vu", "tdD", "tsm:UTC", "U"};

/* One way for a stream to be wrong. */
enum fault { SOUND, NO_TABLE, NO_SCHEMA, FAILS, FEWER_COLUMNS, NO_BUFFER, SHORT_COLUMN };

struct frame {
    enum fault fault;
    int batches, out; /* given; handed out and not released */
    struct ArrowSchema children[COLUMNS], *child_list[COLUMNS], words;
    struct ArrowArray columns[2][COLUMNS], *column_list[2][COLUMNS], word_arrays[2];
    const void *buffers[2][COLUMNS][4], *word_buffers[3];
};

static const char *root_format = "+s";
static bool quick; /* nothing is asked for that keeps rows from being read many at a time */

static void release_schema(struct ArrowSchema *schema)
{
    ((struct frame *)schema->private_data)->out--;
    schema->release = NULL;
}

static void release_array(struct ArrowArray *array)
{
    ((struct frame *)array->private_data)->out--;
    array->release = NULL;
}

static void release_stream(struct ArrowArrayStream *stream)
{
    ((struct frame *)stream->private_data)->out--;
    stream->release = NULL;
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    struct frame *frame = stream->private_data;
    if (frame->fault == NO_SCHEMA) {
        return 5;
    }
    for (int i = 0; i < COLUMNS; i++) {
        const char *name = quick && i == 6 ? "moment" : names[i];
        frame->children[i] = (struct ArrowSchema){.format = formats[i], .name = name};
        frame->child_list[i] = &frame->children[i];
    }
    frame->words = (struct ArrowSchema){.format = "u"};
    frame->children[0].dictionary = &frame->words;
    *out = (struct ArrowSchema){.format = frame->fault == NO_TABLE ? "i" : root_format,
                                .n_children = COLUMNS,
                                .children = frame->child_list,
                                .release = release_schema,
                                .private_data = frame};
    frame->out++;
    return 0;
}

static void fill_column(struct frame *frame, int batch, int column)
{
    static const void *const data[] = {keys, a1, a2, b1_ends, note_views, days, moments, team_ends};
    const void **buffers = frame->buffers[batch][column];
    struct ArrowArray *array = &frame->columns[batch][column];
    buffers[0] = column == 3 ? b1_valid : NULL;
    buffers[1] = data[column];
    buffers[2] = column == 3 ? b1_text : column == 4 ? long_note : column == 7 ? "xyx" : NULL;
    buffers[3] = note_sizes;
    /* The first batch begins inside its columns; the second is the same columns with another offset of its own. */
    *array = (struct ArrowArray){.length = ROWS - 2 * batch,
                                 .offset = 2 * batch + (column == 1 ? 2 : 0),
                                 .n_buffers = column == 4                  ? 4
                                              : column == 3 || column == 7 ? 3
                                                                           : 2,
                                 .buffers = buffers};
    frame->column_list[batch][column] = array;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    struct frame *frame = stream->private_data;
    int batch = frame->batches;
    *out = (struct ArrowArray){0};
    if (frame->fault == FAILS && batch == 1) {
        return 5;
    }
    if (batch == 2) {
        return 0;
    }
    for (int i = 0; i < COLUMNS; i++) {
        fill_column(frame, batch, i);
    }
    frame->word_buffers[1] = name_ends, frame->word_buffers[2] = "northsouth";
    frame->word_arrays[batch] = (struct ArrowArray){.length = 2, .n_buffers = 3, .buffers = frame->word_buffers};
    frame->columns[batch][0].dictionary = &frame->word_arrays[batch];
    if (frame->fault == NO_BUFFER) {
        frame->buffers[batch][2][1] = NULL;
    }
    if (frame->fault == SHORT_COLUMN) {
        frame->columns[batch][5].length = 1;
    }
    *out = (struct ArrowArray){.length = 2,
                               .n_children = COLUMNS - (frame->fault == FEWER_COLUMNS),
                               .children = frame->column_list[batch],
                               .release = release_array,
                               .private_data = frame};
    frame->out++;
    frame->batches++;
    return 0;
}

static const char *last_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return "the cable is out";
}

static struct ArrowArrayStream stream_of(struct frame *frame, enum fault fault)
{
    memset(frame, 0, sizeof *frame);
    frame->fault = fault;
    frame->out = 1;
    return (struct ArrowArrayStream){.get_schema = get_schema,
                                     .get_next = get_next,
                                     .get_last_error = last_error,
                                     .release = release_stream,
                                     .private_data = frame};
}

static const char questionnaire_text[] = "questionnaire: pair\n"
                                         "version: 1.0.0\n"
                                         "title: A pair\n"
                                         "scales:\n"
                                         "  s: {points: {1: never, 2: seldom, 3: sometimes, 4: often, 5: always}}\n"
                                         "factors:\n"
                                         "  - id: first\n"
                                         "    name: First\n"
                                         "    items:\n"
                                         "      - {id: a1, scale: s, text: item a1}\n"
                                         "      - {id: a2, scale: s, text: item a2, reverse: true}\n"
                                         "  - id: second\n"
                                         "    name: Second\n"
                                         "    items:\n"
                                         "      - {id: b1, scale: s, text: item b1}\n";

/* The same rows as a person would write them down; '?' is no answer, the last of b1 lies behind it. */
static const char survey_text[] = "organisation,a1,a2,b1,note,day,submitted,team\n"
                                  "south,4,2,5,,1970-01-01,1969-12-31,x\n"
                                  "north,2,,always,,2026-02-28,2026-02-28,y\n"
                                  "south,5,3,NEVER,,1969-12-31,1970-01-01,\n"
                                  "south,1,1,?,,2000-02-29,2000-02-29,x\n";

static culture_questionnaire *questionnaire;
static const char *const teams[] = {"team"};

static struct culture_answers_options options(void)
{
    return (struct culture_answers_options){
        .struct_size = sizeof(struct culture_answers_options), .unit_columns = teams, .unit_column_count = !quick};
}

static int prepare(void **state)
{
    (void)state;
    struct culture_source source = {.bytes = questionnaire_text, .length = sizeof questionnaire_text - 1};
    for (int i = 0; i < ROWS; i++) {
        int32_t view[4] = {sizeof long_note - 1, 0, 0, 0};
        memcpy(note_views + i * 16, view, sizeof view);
    }
    return culture_questionnaire_read(&source, NULL, &questionnaire, NULL);
}

static int finish(void **state)
{
    (void)state;
    culture_questionnaire_free(questionnaire);
    return 0;
}

static culture_status add_frame(culture_tally *tally, struct frame *frame, enum fault fault,
                                const struct culture_add_options *watching, struct culture_error *error)
{
    struct ArrowArrayStream stream = stream_of(frame, fault);
    culture_answers *answers = NULL;
    struct culture_answers_options asked = options();
    culture_status status = culture_answers_read_arrow(&stream, "survey.arrow", questionnaire, &asked, &answers, error);
    assert_null(stream.release);
    if (!status) {
        status = culture_tally_add_answers(tally, answers, watching, error);
    }
    culture_answers_free(answers);
    assert_int_equal(frame->out, 0);
    return status;
}

static void add_text(culture_tally *tally)
{
    struct culture_source source = {.path = "survey.csv", .bytes = survey_text, .length = sizeof survey_text - 1};
    struct culture_answers_options asked = options();
    culture_answers *answers = NULL;
    assert_int_equal(culture_answers_read(&source, questionnaire, &asked, &answers, NULL), CULTURE_OK);
    assert_int_equal(culture_tally_add_answers(tally, answers, NULL, NULL), CULTURE_OK);
    culture_answers_free(answers);
}

static culture_tally *new_tally(void)
{
    culture_tally *tally = NULL;
    assert_int_equal(culture_tally_new(questionnaire, &tally, NULL), CULTURE_OK);
    return tally;
}

static void assert_same(const culture_tally *tally, const culture_tally *other)
{
    void *bytes, *others;
    size_t length, other_length;
    assert_int_equal(culture_tally_bytes(tally, &bytes, &length, NULL), CULTURE_OK);
    assert_int_equal(culture_tally_bytes(other, &others, &other_length, NULL), CULTURE_OK);
    assert_int_equal(length, other_length);
    assert_memory_equal(bytes, others, length);
    culture_bytes_free(bytes);
    culture_bytes_free(others);
}

static void check_frame(void)
{
    struct frame frame;
    struct culture_file file = {.struct_size = sizeof file};
    struct culture_problem problem = {.struct_size = sizeof problem};
    culture_tally *tally = new_tally(), *wanted = new_tally();
    add_text(wanted);
    assert_int_equal(add_frame(tally, &frame, SOUND, NULL, NULL), CULTURE_OK);
    assert_same(tally, wanted);
    assert_int_equal(culture_tally_respondents(tally), ROWS);
    assert_int_equal(culture_tally_organisation_count(tally), 2);
    assert_int_equal(culture_tally_file(tally, 0, &file, NULL), CULTURE_OK);
    assert_string_equal(file.path, "survey.arrow");
    assert_int_equal(file.rows, ROWS);
    assert_int_equal(file.scored, ROWS);
    assert_int_equal(file.problem_count, 1);
    assert_int_equal(culture_tally_file_problem(tally, 0, 0, &problem, NULL), CULTURE_OK);
    assert_string_equal(problem.kind, "invalid_answer");
    assert_int_equal(problem.line, 4);
    assert_int_equal(problem.column, 4);
    culture_tally_free(tally);
    culture_tally_free(wanted);
}

static void a_frame_is_as_its_text(void **state)
{
    (void)state;
    check_frame();
    quick = true;
    check_frame();
    quick = false;
}

static void bad_frames_are_refused(void **state)
{
    (void)state;
    static const struct {
        enum fault fault;
        culture_status status;
        const char *message;
    } cases[] = {
        {NO_TABLE, CULTURE_ERROR_ANSWERS, "this is no table of columns"},
        {NO_SCHEMA, CULTURE_ERROR_FILE, "the frame cannot be read: the cable is out"},
        {FAILS, CULTURE_ERROR_FILE, "the frame cannot be read: the cable is out"},
        {FEWER_COLUMNS, CULTURE_ERROR_ANSWERS, "a batch of the frame has other columns than it says"},
        {NO_BUFFER, CULTURE_ERROR_ANSWERS, "a column of the frame is not what it says"},
        {SHORT_COLUMN, CULTURE_ERROR_ANSWERS, "a column of the frame is not what it says"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct frame frame;
        struct culture_error error = {0};
        culture_tally *tally = new_tally();
        assert_int_equal(add_frame(tally, &frame, cases[i].fault, NULL, &error), cases[i].status);
        assert_string_equal(error.message, cases[i].message);
        assert_string_equal(error.path, "survey.arrow");
        assert_int_equal(culture_tally_respondents(tally), 0);
        culture_tally_free(tally);
    }
}

static int32_t watch(void *context, const struct culture_progress *progress)
{
    int64_t *rows = context;
    *rows += progress->rows;
    return *rows < 0;
}

static void progress_is_told_and_can_stop(void **state)
{
    (void)state;
    struct frame frame;
    int64_t rows = 0, stop = -100;
    culture_tally *tally = new_tally();
    struct culture_add_options watching = {.struct_size = sizeof watching, .on_progress = watch, .context = &stop};
    assert_int_equal(add_frame(tally, &frame, SOUND, &watching, NULL), CULTURE_ERROR_CANCELLED);
    assert_int_equal(culture_tally_respondents(tally), 0);
    assert_int_equal(culture_tally_file_count(tally), 0);
    watching.context = &rows;
    assert_int_equal(add_frame(tally, &frame, SOUND, &watching, NULL), CULTURE_OK);
    assert_int_equal(rows, ROWS);
    culture_tally_free(tally);
}

static void answers_of_another_questionnaire(void **state)
{
    (void)state;
    culture_questionnaire *other = NULL;
    culture_tally *tally = NULL;
    struct frame frame;
    assert_int_equal(culture_questionnaire_standard("nine-factors", &other, NULL), CULTURE_OK);
    assert_int_equal(culture_tally_new(other, &tally, NULL), CULTURE_OK);
    assert_int_equal(add_frame(tally, &frame, SOUND, NULL, NULL), CULTURE_ERROR_MISMATCH);
    culture_tally_free(tally);
    culture_questionnaire_free(other);
}

/* Fails one allocation, or all from it on; false when adding needs fewer. */
static bool fail_at(int64_t allocation, bool once, const culture_tally *wanted)
{
    struct frame frame;
    struct culture_error error = {0};
    culture_tally *tally = new_tally(), *empty = new_tally();
    failing_start(allocation, once);
    culture_status status = add_frame(tally, &frame, SOUND, NULL, &error);
    bool failed = failing_stop();
    bool refused = status == CULTURE_ERROR_MEMORY; /* some of what fails was not needed after all */
    assert_true(refused ? failed : status == CULTURE_OK);
    assert_int_equal(error.status, status);
    assert_same(tally, refused ? empty : wanted);
    assert_int_equal(culture_tally_file_count(tally), refused ? 0 : 1);
    culture_tally_free(tally);
    culture_tally_free(empty);
    return failed;
}

static void memory_runs_out(void **state)
{
    (void)state;
    for (int way = 0; way < 4; way++) {
        int64_t allocations = 0;
        quick = way >= 2;
        culture_tally *wanted = new_tally();
        add_text(wanted);
        while (fail_at(allocations, way % 2, wanted)) {
            allocations++;
        }
        print_message("a frame: %lld allocations\n", (long long)allocations);
        assert_true(allocations > 50);
        culture_tally_free(wanted);
    }
    quick = false;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_is_as_its_text),
        cmocka_unit_test(bad_frames_are_refused),
        cmocka_unit_test(progress_is_told_and_can_stop),
        cmocka_unit_test(answers_of_another_questionnaire),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests(tests, prepare, finish);
}
