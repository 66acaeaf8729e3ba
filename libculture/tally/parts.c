/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "tally/parts.h"

#include "answers/parts.h"
#include "base/buffer.h"
#include "base/content.h"
#include "base/file.h"
#include "base/memory.h"
#include "tally/reading.h"

#include <pthread.h>
#include <string.h>
#include <sys/stat.h>

enum { PART_BYTES = 1 << 18, LARGE_BYTES = 1 << 22, MOST_THREADS = 64 };

/* A large file that is being read. */
struct parts {
    const char *path;
    const struct culture_answers_options *options;
    struct cul_buffer first; /* the first part as it is in the file */
    pthread_mutex_t lock;    /* guards what follows */
    struct cul_content *content;
    struct cul_buffer rest; /* read, but behind the last end of a row */
    int64_t bytes;          /* read so far, unpacked */
    _Bool ended, failed;
};

/* One of the threads. */
struct part_reader {
    struct parts *parts;
    culture_answers *answers;
    culture_tally *tally;
    struct cul_reading reading;
    struct cul_buffer text;
    pthread_t thread;
};

/* What a compressed file holds, only reading tells: a first part that is all of it is read like any other file. */
static _Bool may_be_large(const char *path)
{
    struct stat facts;
    const _Bool packed = cul_file_has_extension(path, ".gz") || cul_file_has_extension(path, ".zst");
    return stat(path, &facts) == 0 && S_ISREG(facts.st_mode) &&
           facts.st_size > (packed ? LARGE_BYTES / 64 : LARGE_BYTES) && facts.st_size <= CULTURE_MAXIMUM_FILE;
}

/* Appends a part's worth of the file. False: it cannot be read. */
static _Bool read_on(struct parts *parts, struct cul_buffer *text)
{
    size_t got = 1, wanted = text->length + PART_BYTES;
    if (!cul_buffer_room(text, PART_BYTES)) {
        return 0;
    }
    while (got && text->length < wanted) {
        if (cul_content_read(parts->content, text->bytes + text->length, wanted - text->length, &got, NULL)) {
            return 0;
        }
        text->length += got;
        parts->bytes += (int64_t)got;
    }
    parts->ended = !got;
    return parts->bytes <= CULTURE_MAXIMUM_FILE;
}

/* The next rows of the file, behind an end of line; false: there are none, or something failed. */
static _Bool take_part(struct parts *parts, const culture_answers *answers, struct cul_buffer *text)
{
    cul_buffer_clear(text);
    cul_buffer_byte(text, '\n');
    cul_buffer_add(text, parts->rest.bytes, parts->rest.length);
    cul_buffer_clear(&parts->rest);
    if (parts->ended && text->length == 1) {
        return 0;
    }
    if (text->failed || (!parts->ended && !read_on(parts, text))) {
        parts->failed = 1;
        return 0;
    }
    if (!parts->ended) {
        size_t end = 1 + cul_answers_rows_end(answers, text->bytes + 1, text->length - 1);
        cul_buffer_add(&parts->rest, text->bytes + end, text->length - end);
        text->length = end;
        parts->failed = end == 1 || parts->rest.failed; /* a row that is longer than a part */
    }
    parts->failed |= !cul_buffer_room(text, CUL_DIGITS_SLACK);
    if (!parts->failed) {
        memset(text->bytes + text->length, 0, CUL_DIGITS_SLACK);
    }
    return !parts->failed;
}

/* Takes the rows of the reader's text. */
static _Bool take_rows(struct part_reader *reader)
{
    _Bool more = 1;
    for (int64_t rows; more;) {
        if (cul_reading_go_on(&reader->reading, &rows, &more, NULL)) {
            return 0;
        }
    }
    return cul_answers_are_clean(reader->answers);
}

static _Bool next_part(struct part_reader *reader)
{
    struct parts *parts = reader->parts;
    pthread_mutex_lock(&parts->lock);
    _Bool more = !parts->failed && take_part(parts, reader->answers, &reader->text);
    pthread_mutex_unlock(&parts->lock);
    return more;
}

static void fail(struct parts *parts)
{
    pthread_mutex_lock(&parts->lock);
    parts->failed = 1;
    pthread_mutex_unlock(&parts->lock);
}

static void *work(void *context)
{
    struct part_reader *reader = context;
    while (next_part(reader)) {
        cul_answers_feed(reader->answers, &reader->text);
        if (!take_rows(reader)) {
            fail(reader->parts);
        }
    }
    if (cul_reading_end(&reader->reading, NULL)) {
        fail(reader->parts);
    }
    return NULL;
}

/* Every reader begins with the first part, for its headings; only the first one counts its rows. */
static _Bool open_reader(struct part_reader *reader, struct parts *parts, culture_questionnaire *questionnaire)
{
    struct culture_source source = {.path = parts->path, .bytes = parts->first.bytes, .length = parts->first.length};
    reader->parts = parts;
    return !culture_tally_new(questionnaire, &reader->tally, NULL) &&
           !culture_answers_read(&source, questionnaire, parts->options, &reader->answers, NULL) &&
           cul_answers_begin_parts(reader->answers) &&
           cul_reading_begin(&reader->reading, reader->tally, reader->answers);
}

static void close_reader(struct part_reader *reader)
{
    cul_reading_free(&reader->reading);
    culture_answers_free(reader->answers);
    culture_tally_free(reader->tally);
    cul_buffer_free(&reader->text);
    *reader = (struct part_reader){0};
}

/* Reads the first part and opens all readers on it. */
static _Bool begin(struct parts *parts, struct part_reader *readers, size_t count, culture_questionnaire *questionnaire)
{
    _Bool good = read_on(parts, &parts->first) && !parts->ended && open_reader(&readers[0], parts, questionnaire);
    if (good) {
        size_t end = cul_answers_rows_end(readers[0].answers, parts->first.bytes, parts->first.length);
        cul_buffer_add(&parts->rest, parts->first.bytes + end, parts->first.length - end);
        parts->first.length = end;
        good = end && !parts->rest.failed;
    }
    close_reader(&readers[0]);
    for (size_t i = 0; good && i < count; i++) {
        good = open_reader(&readers[i], parts, questionnaire);
    }
    return good;
}

/* The rows of all readers in the account of the first, and their tallies in the caller's. */
static _Bool join(struct part_reader *readers, size_t count, culture_tally *tally)
{
    for (size_t i = 1; i < count; i++) {
        cul_answers_take_over(readers[0].answers, readers[i].answers);
        if (culture_tally_merge(readers[0].tally, readers[i].tally, NULL)) {
            return 0;
        }
    }
    return !culture_tally_merge(tally, readers[0].tally, NULL);
}

static _Bool run(struct parts *parts, struct part_reader *readers, size_t count, culture_questionnaire *questionnaire)
{
    if (!begin(parts, readers, count, questionnaire)) {
        return 0;
    }
    size_t started = 1;
    while (started < count && pthread_create(&readers[started].thread, NULL, work, &readers[started]) == 0) {
        started++;
    }
    if (!take_rows(&readers[0])) {
        fail(parts);
    }
    work(&readers[0]);
    for (size_t i = 1; i < started; i++) {
        pthread_join(readers[i].thread, NULL);
    }
    return !parts->failed;
}

_Bool cul_parts_read(const char *path, const struct culture_answers_options *options, size_t threads,
                     culture_tally *tally, culture_answers **first)
{
    struct parts parts = {.path = path, .options = options};
    size_t count = threads < 1 ? 1 : threads > MOST_THREADS ? MOST_THREADS : threads;
    if (!may_be_large(path) || cul_content_open(&parts.content, &(struct culture_source){.path = path}, NULL)) {
        return 0;
    }
    struct part_reader *readers = cul_memory_new(count, sizeof *readers);
    pthread_mutex_init(&parts.lock, NULL);
    const char *packing = cul_content_packing(parts.content);
    _Bool good = readers && run(&parts, readers, count, tally->questionnaire) && join(readers, count, tally);
    if (good) {
        cul_answers_set_compression(readers[0].answers, packing ? packing : "");
        *first = readers[0].answers;
        readers[0].answers = NULL;
    }
    for (size_t i = 0; readers && i < count; i++) {
        close_reader(&readers[i]);
    }
    cul_memory_free(readers);
    cul_buffer_free(&parts.first);
    cul_buffer_free(&parts.rest);
    cul_content_close(parts.content);
    pthread_mutex_destroy(&parts.lock);
    return good;
}
