/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lines of a journal. A result is, in base64: numbers and texts that each end in a NUL (rows, kinds of problems,
 * problems, per problem line, column, count, kind and message, then the number of doubtful organisations and their
 * keys, then what the file was found to be), and the bytes of the tally.
 */
#define _GNU_SOURCE
#include "base/buffer.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/number.h"
#include "tally/journal.h"

#include <nettle/base64.h>
#include <string.h>

static const char result_mark[] = ",\"result\":\"", check_mark[] = "\",\"check\":\"", end_mark[] = "\"}";
enum { RESULT_MARK = sizeof result_mark - 1, CHECK_MARK = sizeof check_mark - 1, END_MARK = sizeof end_mark - 1 };
enum { TAIL = CHECK_MARK + CUL_HASH_TEXT + END_MARK };

/* A result takes over all of a report but its path, status and message; a new field must go in here too. */
_Static_assert(sizeof(void *) != 8 || sizeof(struct cul_file_report) == 176,
               "every field of a report is in the journal");

static void add_whole(struct cul_buffer *into, int64_t number)
{
    cul_buffer_whole(into, number);
    cul_buffer_byte(into, '\0');
}

static void add_text(struct cul_buffer *into, const char *text)
{
    cul_buffer_add(into, text, strlen(text) + 1);
}

static void add_report(struct cul_buffer *into, const struct cul_file_report *report)
{
    add_whole(into, report->rows);
    add_whole(into, report->problem_kinds);
    add_whole(into, report->problem_count);
    for (int32_t i = 0; i < report->problem_count; i++) {
        const struct cul_problem *problem = &report->problems[i];
        add_whole(into, problem->line);
        add_whole(into, problem->column);
        add_whole(into, problem->count);
        add_text(into, problem->kind);
        add_text(into, problem->message);
    }
    add_whole(into, report->doubtful.count);
    for (int64_t i = 0; i < report->doubtful.count; i++) {
        add_text(into, report->doubtful.texts[i]);
    }
    add_text(into, report->format);
    add_text(into, report->encoding);
    add_text(into, report->compression);
    add_whole(into, report->delimiter);
    add_whole(into, report->profile);
}

static void encode(struct cul_buffer *line, const struct cul_buffer *result)
{
    enum { STEP = 3 * 1024 };
    char piece[BASE64_ENCODE_RAW_LENGTH(STEP)];
    for (size_t at = 0; at < result->length; at += STEP) {
        size_t length = result->length - at < STEP ? result->length - at : STEP;
        base64_encode_raw(piece, length, (const uint8_t *)result->bytes + at);
        cul_buffer_add(line, piece, BASE64_ENCODE_RAW_LENGTH(length));
    }
}

void cul_journal_line_write(struct cul_buffer *line, const struct cul_buffer *head, const culture_tally *tally,
                            const struct cul_file_report *report)
{
    void *bytes = NULL;
    size_t length = 0;
    struct cul_buffer result = {0};
    add_report(&result, report);
    result.failed |= culture_tally_bytes(tally, &bytes, &length, NULL) != CULTURE_OK;
    cul_buffer_add(&result, bytes, length);
    culture_bytes_free(bytes);
    cul_buffer_add(line, head->bytes, head->length);
    cul_buffer_text(line, result_mark);
    encode(line, &result);
    line->failed |= result.failed;
    cul_buffer_free(&result);
    if (!line->failed) {
        char hash[CUL_HASH_TEXT + 1];
        cul_hash_bytes(line->bytes, line->length, hash);
        cul_buffer_text(line, check_mark);
        cul_buffer_text(line, hash);
        cul_buffer_text(line, end_mark);
        cul_buffer_byte(line, '\n');
    }
}

_Bool cul_journal_line_read(const char *line, size_t length, struct cul_journal_line *parts)
{
    /* No quoted text has a bare quote, so the mark of the result is found where it is meant. */
    const char *mark = length > TAIL ? memmem(line, length - TAIL, result_mark, RESULT_MARK) : NULL;
    char hash[CUL_HASH_TEXT + 1];
    if (!mark) {
        return 0;
    }
    const char *tail = line + length - TAIL;
    parts->head = (size_t)(mark - line);
    parts->result = parts->head + RESULT_MARK;
    parts->encoded = length - TAIL - parts->result;
    cul_hash_bytes(line, length - TAIL, hash);
    return memcmp(tail, check_mark, CHECK_MARK) == 0 && memcmp(tail + CHECK_MARK, hash, CUL_HASH_TEXT) == 0 &&
           memcmp(tail + CHECK_MARK + CUL_HASH_TEXT, end_mark, END_MARK) == 0;
}

/* Where reading stands; texts end in a NUL that is inside. */
struct reader {
    const char *at, *end;
    _Bool wrong, no_memory;
};

static const char *take_text(struct reader *reader, size_t *length)
{
    const char *text = reader->at, *nul = memchr(text, 0, (size_t)(reader->end - text));
    if (!nul || reader->wrong) {
        reader->wrong = 1;
        *length = 0;
        return "";
    }
    reader->at = nul + 1;
    *length = (size_t)(nul - text);
    return text;
}

static int64_t take_whole(struct reader *reader, int64_t most)
{
    size_t length;
    int64_t number = 0;
    const char *text = take_text(reader, &length);
    if (!cul_number_parse_whole(text, length, &number) || number < 0 || number > most) {
        reader->wrong = 1;
        return 0;
    }
    return number;
}

static char *take_copy(struct reader *reader)
{
    size_t length;
    const char *text = take_text(reader, &length);
    char *copy = cul_memory_text(text, length);
    reader->no_memory |= !copy;
    return copy;
}

static void take_problems(struct reader *reader, struct cul_file_report *report)
{
    enum { MOST = 1000 };
    int32_t count = (int32_t)take_whole(reader, MOST);
    report->problems = cul_memory_new((size_t)count, sizeof *report->problems);
    reader->no_memory |= !report->problems;
    while (!reader->wrong && !reader->no_memory && report->problem_count < count) {
        struct cul_problem *problem = &report->problems[report->problem_count++];
        problem->line = take_whole(reader, INT64_MAX);
        problem->column = take_whole(reader, INT64_MAX);
        problem->count = take_whole(reader, INT64_MAX);
        problem->kind = take_copy(reader);
        problem->message = take_copy(reader);
    }
}

/* One of the words that say what a file is, which a report does not own. */
static const char *take_word(struct reader *reader)
{
    static const char *const words[] = {
        "",         "CSV",      "Excel",        "SPSS", "Stata", "SAS", "UTF-8", "UTF-8 with BOM",
        "UTF-16LE", "UTF-16BE", "Windows-1252", "gzip", "zstd"};
    size_t length;
    const char *text = take_text(reader, &length);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strlen(words[i]) == length && memcmp(words[i], text, length) == 0) {
            return words[i];
        }
    }
    reader->wrong = 1;
    return "";
}

static void take_report(struct reader *reader, struct cul_file_report *report)
{
    report->rows = take_whole(reader, INT64_MAX);
    report->problem_kinds = (int32_t)take_whole(reader, INT32_MAX);
    take_problems(reader, report);
    int64_t doubtful = take_whole(reader, INT32_MAX);
    for (int64_t i = 0; i < doubtful && !reader->wrong && !reader->no_memory; i++) {
        size_t length;
        const char *key = take_text(reader, &length);
        reader->no_memory |= cul_names_add(&report->doubtful, key, length) < 0;
    }
    report->format = take_word(reader);
    report->encoding = take_word(reader);
    report->compression = take_word(reader);
    report->delimiter = (int32_t)take_whole(reader, INT8_MAX);
    report->profile = (int32_t)take_whole(reader, CULTURE_PROFILES - 1);
}

/* Base64 to bytes, which are never more; 0: it is none. */
static size_t decode(char *encoded, size_t length)
{
    struct base64_decode_ctx context;
    size_t decoded = length;
    base64_decode_init(&context);
    return base64_decode_update(&context, &decoded, (uint8_t *)encoded, length, encoded) &&
                   base64_decode_final(&context)
               ? decoded
               : 0;
}

/* Takes over what was read; the report it was read into has the rest to free. */
static void exchange(struct cul_file_report *report, struct cul_file_report *read)
{
    struct cul_problem *problems = report->problems;
    struct cul_names doubtful = report->doubtful;
    int32_t count = report->problem_count;
    report->rows = read->rows;
    report->problem_kinds = read->problem_kinds;
    report->problem_count = read->problem_count;
    report->problems = read->problems;
    report->doubtful = read->doubtful;
    report->format = read->format;
    report->encoding = read->encoding;
    report->compression = read->compression;
    report->delimiter = read->delimiter;
    report->profile = read->profile;
    read->problems = problems;
    read->doubtful = doubtful;
    read->problem_count = count;
}

culture_status cul_journal_result_read(char *encoded, size_t length, culture_questionnaire *questionnaire,
                                       culture_tally **tally, struct cul_file_report *report)
{
    struct reader reader = {encoded, encoded + decode(encoded, length), 0, 0};
    struct cul_file_report *read = cul_memory_new(1, sizeof *read);
    culture_status status = CULTURE_OK;
    if (!read) {
        return CULTURE_ERROR_MEMORY;
    }
    atomic_init(&read->references, 1);
    take_report(&reader, read);
    if (reader.no_memory) {
        status = CULTURE_ERROR_MEMORY;
    } else if (!reader.wrong) {
        struct culture_source source = {.bytes = reader.at, .length = (size_t)(reader.end - reader.at)};
        status = culture_tally_read(&source, questionnaire, tally, NULL);
    }
    if (!status && *tally) {
        exchange(report, read);
        report->scored = culture_tally_respondents(*tally);
    }
    cul_file_report_free(read);
    return status == CULTURE_ERROR_MEMORY ? status : CULTURE_OK;
}
