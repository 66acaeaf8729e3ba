/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A data frame: a stream of one batch or two, of columns of every kind, with any values. The frame itself is sound, as
 * the Arrow C interface wants; its values, nulls, headings and offsets, and the keys of dictionaries, are the input's.
 */
#include "answers/arrow.h"
#include "target.h"

enum { COLUMNS = 6, MOST_ROWS = 12, WORDS = 4, TEXT = 8 };

static const char *const formats[] = {"c", "C", "s",  "S",   "i",   "I",   "l",   "L",   "f",   "g",   "b",  "u",
                                      "U", "n", "vu", "tdD", "tdm", "tss", "tsm", "tsu", "tsn", "tsx", "+l", "d:9,2"};
enum { FORMATS = sizeof formats / sizeof *formats };
static const char *const headings[] = {"organisation", "a1", "a2",  "A3 ",     "b1",         "b2",
                                       "Vraag 1",      "t1", "key", "seconds", "submitdate", "unit"};

struct column {
    struct ArrowSchema schema, words;
    struct ArrowArray array, word_array;
    union {
        uint8_t bytes[MOST_ROWS * 16];
        int64_t whole[MOST_ROWS * 2];
        int32_t ends[MOST_ROWS + 1];
        int64_t large_ends[MOST_ROWS + 1];
    } values;
    uint8_t valid[2];
    char text[MOST_ROWS * TEXT + 64];
    int64_t view_sizes[1];
    int32_t word_ends[WORDS + 1];
    const void *buffers[4], *word_buffers[3];
};

static struct frame {
    const uint8_t *at, *end;
    int columns, batches, given, held;
    int64_t rows, offset;
    struct column all[COLUMNS];
    struct ArrowSchema *schemas[COLUMNS];
    struct ArrowArray *arrays[COLUMNS];
} frame;

static unsigned take(void)
{
    return frame.at < frame.end ? *frame.at++ : 0;
}

static void release_schema(struct ArrowSchema *schema)
{
    frame.held--;
    schema->release = NULL;
}

static void release_array(struct ArrowArray *array)
{
    frame.held--;
    array->release = NULL;
}

static void release_stream(struct ArrowArrayStream *stream)
{
    frame.held--;
    stream->release = NULL;
}

/* Ends that never go back, of texts of up to eight bytes. */
static void fill_text(struct column *column, int large)
{
    int64_t end = 0;
    for (int i = 0; i <= MOST_ROWS; i++) {
        if (large) {
            column->values.large_ends[i] = end;
        } else {
            column->values.ends[i] = (int32_t)end;
        }
        end += i < MOST_ROWS ? take() % (TEXT + 1) : 0;
    }
    for (int64_t i = 0; i < end; i++) {
        column->text[i] = (char)take();
    }
    column->buffers[2] = column->text;
}

/* Texts of up to twelve bytes in the view itself, longer ones elsewhere. */
static void fill_views(struct column *column)
{
    for (int i = 0; i < MOST_ROWS; i++) {
        uint8_t *view = column->values.bytes + i * 16;
        int32_t length = (int32_t)(take() % 32), zero = 0;
        memset(view, 'v', 16);
        memcpy(view, &length, sizeof length);
        for (int k = 0; k < 12; k++) {
            view[4 + k] = length <= 12 ? (uint8_t)take() : view[4 + k];
        }
        if (length > 12) {
            memcpy(view + 8, &zero, sizeof zero);
            memcpy(view + 12, &length, sizeof length);
        }
    }
    memset(column->text, 'w', sizeof column->text);
    column->view_sizes[0] = sizeof column->text;
    column->buffers[2] = column->text;
    column->buffers[3] = column->view_sizes;
}

static void fill_values(struct column *column)
{
    unsigned how = take();
    for (int i = 0; i < MOST_ROWS * 2; i++) {
        unsigned byte = take();
        column->values.whole[i] = how & 1 ? (int64_t)(byte * UINT64_C(0x0101010101010101)) : byte % 7;
    }
    for (int i = 0; i < MOST_ROWS && how & 2; i++) {
        double value = column->values.bytes[i] / 2. - (how & 4 ? 40 : 0);
        memcpy(&column->values.whole[i], &value, sizeof value);
    }
}

/* A dictionary of four words, under keys that need not be there. */
static void add_dictionary(struct column *column)
{
    static const char words[] = "noordNevertrue5 Agree";
    static const int32_t ends[WORDS + 1] = {0, 5, 10, 14, 21};
    column->words = (struct ArrowSchema){.format = "u"};
    column->schema.dictionary = &column->words;
    memcpy(column->word_ends, ends, sizeof ends);
    column->word_buffers[1] = column->word_ends;
    column->word_buffers[2] = words;
    column->word_array = (struct ArrowArray){.length = WORDS, .n_buffers = 3, .buffers = column->word_buffers};
    column->array.dictionary = &column->word_array;
}

static void fill_column(struct column *column)
{
    unsigned kind = take() % FORMATS, how = take();
    memset(column, 0, sizeof *column);
    column->schema = (struct ArrowSchema){.format = formats[kind], .name = headings[how % 12]};
    column->buffers[1] = &column->values;
    column->valid[0] = (uint8_t)take(), column->valid[1] = (uint8_t)take();
    column->buffers[0] = how & 128 ? column->valid : NULL;
    const char *format = formats[kind];
    if (*format == 'u' || *format == 'U') {
        fill_text(column, *format == 'U');
    } else if (*format == 'v') {
        fill_views(column);
    } else {
        fill_values(column);
    }
    column->array = (struct ArrowArray){.length = frame.rows,
                                        .offset = frame.offset,
                                        .null_count = how & 128 ? -1 : 0,
                                        .n_buffers = *format == 'n'                     ? 0
                                                     : *format == 'v'                   ? 4
                                                     : *format == 'u' || *format == 'U' ? 3
                                                                                        : 2,
                                        .buffers = column->buffers};
    if (how & 64 && strchr("cCsSiIlL", *format)) {
        add_dictionary(column);
    }
}

static int get_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out)
{
    *out = (struct ArrowSchema){.format = "+s", .n_children = frame.columns, .children = frame.schemas};
    out->release = release_schema, out->private_data = stream;
    frame.held++;
    return 0;
}

static int get_next(struct ArrowArrayStream *stream, struct ArrowArray *out)
{
    *out = (struct ArrowArray){0};
    if (frame.given++ < frame.batches) {
        out->length = frame.rows, out->n_children = frame.columns, out->children = frame.arrays, out->n_buffers = 1;
        out->release = release_array, out->private_data = stream;
        static const void *const none[1];
        out->buffers = (const void **)(uintptr_t)none;
        frame.held++;
    }
    return 0;
}

static const char *last_error(struct ArrowArrayStream *stream)
{
    (void)stream;
    return "none";
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const units[] = {"unit"};
    frame.at = data, frame.end = data + size, frame.given = 0, frame.held = 1;
    unsigned how = take();
    frame.columns = 1 + (int)(how % COLUMNS), frame.batches = 1 + (how >> 7 & 1);
    frame.offset = take() % 4, frame.rows = (int64_t)(take() % (MOST_ROWS - 2));
    frame.offset = frame.rows + frame.offset > MOST_ROWS ? 0 : frame.offset;
    for (int i = 0; i < frame.columns; i++) {
        fill_column(&frame.all[i]);
        frame.schemas[i] = &frame.all[i].schema;
        frame.arrays[i] = &frame.all[i].array;
    }
    struct ArrowArrayStream stream = {
        .get_schema = get_schema, .get_next = get_next, .get_last_error = last_error, .release = release_stream};
    struct culture_answers_options options = {.struct_size = sizeof options, .unit_columns = units};
    options.unit_column_count = how >> 6 & 1;
    options.organisation = how & 32 ? "given" : NULL;
    options.key_column = how & 16 ? "key" : NULL;
    culture_answers *answers = NULL;
    culture_tally *tally = NULL;
    struct culture_error error = {0};
    culture_status status =
        culture_answers_read_arrow(&stream, "frame", small_questionnaire(), &options, &answers, &error);
    check_error(status, &error);
    MUST(!status == !!answers);
    MUST(culture_tally_new(small_questionnaire(), &tally, NULL) == CULTURE_OK);
    if (answers) {
        struct culture_error why = {0};
        check_error(culture_tally_add_answers(tally, answers, NULL, &why), &why);
        MUST(culture_tally_respondents(tally) <= frame.rows * frame.batches);
    }
    culture_answers_free(answers);
    culture_tally_free(tally);
    MUST(frame.held == 0 && !stream.release);
    return 0;
}
