/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "tally/journal.h"

#include "answers/mapping.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const char first_line[] =
    "{\"journal\":\"libculture/1\",\"note\":\"Personal data: it can hold the answers of one person. Delete it when the "
    "batch is done.\"}\n";
enum { FIRST_LINE = sizeof first_line - 1 };

/* A file with more than this to say is read again: no line is kept in memory that could not be read back. */
static const size_t longest_line = (size_t)1 << 30;

struct place {
    int64_t at; /* of the encoded result, in the file */
    size_t length;
};

struct cul_journal {
    int descriptor;
    char *path;
    char settings[CUL_HASH_TEXT + 1];
    struct cul_names heads; /* of the lines that were there at the start; number = index of the place */
    struct place *places;
    size_t capacity;
    pthread_mutex_t lock; /* one line at a time */
    _Bool torn;           /* the last line has no end */
};

static culture_status fail_file(const struct cul_journal *journal, const char *what, struct culture_error *error)
{
    const char *reason = strerrordesc_np(errno);
    return cul_fail(error, CULTURE_ERROR_FILE, (struct cul_place){.path = journal->path}, "cannot %s the journal: %s",
                    what, reason ? reason : "unknown error");
}

/* A text that is not given differs from an empty one. */
static void add_text(struct cul_buffer *text, const char *word)
{
    cul_buffer_byte(text, word ? '+' : '-');
    cul_buffer_text(text, word ? word : "");
    cul_buffer_byte(text, '\0');
}

/*
 * All that decides what a file comes to. A new option of reading must go in here too; read_data is none of it, as it
 * does what culture_data_read() does.
 */
_Static_assert(sizeof(void *) != 8 || sizeof(struct culture_answers_options) == 104,
               "every option is part of the settings");

static _Bool hash_settings(struct cul_journal *journal, const culture_questionnaire *questionnaire,
                           const struct culture_answers_options *answers)
{
    struct cul_buffer text = {0};
    add_text(&text, culture_version());
    add_text(&text, questionnaire->source_hash);
    add_text(&text, answers->organisation_column);
    add_text(&text, answers->organisation);
    cul_buffer_whole(&text, (int64_t)answers->unit_column_count);
    for (size_t i = 0; i < answers->unit_column_count; i++) {
        add_text(&text, answers->unit_columns[i]);
    }
    cul_buffer_whole(&text, answers->invalid);
    add_text(&text, answers->key_column);
    add_text(&text, answers->duration_column);
    add_text(&text, answers->finished_column);
    cul_buffer_whole(&text, answers->unfinished);
    cul_buffer_byte(&text, ' ');
    cul_buffer_whole(&text, answers->duplicates);
    add_text(&text, answers->mapping ? cul_mapping_source_hash(answers->mapping) : NULL);
    _Bool good = !text.failed;
    if (good) {
        cul_hash_bytes(text.bytes, text.length, journal->settings);
    }
    cul_buffer_free(&text);
    return good;
}

static ssize_t read_at(const struct cul_journal *journal, void *bytes, size_t capacity, int64_t at)
{
    ssize_t got;
    do {
        got = pread(journal->descriptor, bytes, capacity, at);
    } while (got < 0 && errno == EINTR);
    return got;
}

static culture_status write_all(struct cul_journal *journal, const char *bytes, size_t length,
                                struct culture_error *error)
{
    while (length) {
        ssize_t count = write(journal->descriptor, bytes, length);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return fail_file(journal, "write", error);
        }
        bytes += count, length -= (size_t)count;
    }
    return CULTURE_OK;
}

/* Remembers a line that is whole. */
static _Bool keep_line(struct cul_journal *journal, const struct cul_buffer *line, int64_t start)
{
    struct cul_journal_line parts;
    if (!cul_journal_line_read(line->bytes, line->length, &parts)) {
        return 1;
    }
    int64_t number = cul_names_add(&journal->heads, line->bytes, parts.head);
    if (number < 0 || !cul_memory_grow(&journal->places, &journal->capacity, (size_t)number, sizeof(struct place))) {
        return 0;
    }
    journal->places[number] = (struct place){start + (int64_t)parts.result, parts.encoded};
    return 1;
}

/* Takes the lines out of a piece that begins at start; what is left of the last one stays in line. */
static _Bool keep_lines(struct cul_journal *journal, const char *piece, size_t length, int64_t start,
                        struct cul_buffer *line)
{
    const char *at = piece, *end = piece + length;
    for (const char *stop; (stop = memchr(at, '\n', (size_t)(end - at))); at = stop + 1) {
        cul_buffer_add(line, at, (size_t)(stop - at));
        int64_t begin = start + (stop - piece) - (int64_t)line->length;
        if (line->failed || (line->length && !keep_line(journal, line, begin))) {
            return 0;
        }
        cul_buffer_clear(line);
    }
    cul_buffer_add(line, at, (size_t)(end - at));
    return !line->failed;
}

static culture_status read_lines(struct cul_journal *journal, struct culture_error *error)
{
    char piece[16384];
    struct cul_buffer line = {0};
    culture_status status = CULTURE_OK;
    int64_t start = 0;
    for (ssize_t got; !status; start += got) {
        got = read_at(journal, piece, sizeof piece, start);
        if (got <= 0) {
            status = got < 0 ? fail_file(journal, "read", error) : CULTURE_OK;
            break;
        }
        if (line.length > longest_line) {
            status = cul_fail(error, CULTURE_ERROR_LIMIT, (struct cul_place){.path = journal->path},
                              "a line of the journal is larger than %zu bytes", longest_line);
        } else if (!keep_lines(journal, piece, (size_t)got, start, &line)) {
            status = cul_fail_memory(error);
        }
    }
    journal->torn = line.length > 0;
    cul_buffer_free(&line);
    return status;
}

/* Begins a journal in an empty file, or in one whose first line was torn. */
static culture_status begin(struct cul_journal *journal, struct culture_error *error)
{
    if (fchmod(journal->descriptor, 0600) || ftruncate(journal->descriptor, 0)) {
        return fail_file(journal, "write", error);
    }
    return write_all(journal, first_line, FIRST_LINE, error);
}

static culture_status read_journal(struct cul_journal *journal, struct culture_error *error)
{
    char start[FIRST_LINE];
    struct stat facts;
    if (fstat(journal->descriptor, &facts) || !S_ISREG(facts.st_mode)) {
        return cul_fail(error, CULTURE_ERROR_FILE, (struct cul_place){.path = journal->path},
                        "a journal must be a plain file");
    }
    if (flock(journal->descriptor, LOCK_EX | LOCK_NB)) {
        return cul_fail(error, CULTURE_ERROR_FILE, (struct cul_place){.path = journal->path},
                        errno == EWOULDBLOCK ? "another batch is using the journal" : "the journal cannot be locked");
    }
    ssize_t got = 0, more = 1;
    for (; got < FIRST_LINE && more > 0; got += more > 0 ? more : 0) {
        more = read_at(journal, start + got, (size_t)(FIRST_LINE - got), got);
    }
    if (more < 0) {
        return fail_file(journal, "read", error);
    }
    if (memcmp(start, first_line, (size_t)got) != 0) {
        return cul_fail(error, CULTURE_ERROR_SYNTAX, (struct cul_place){.path = journal->path, .line = 1},
                        "this is no journal of this version; it was left as it is");
    }
    return got < FIRST_LINE ? begin(journal, error) : read_lines(journal, error);
}

culture_status cul_journal_open(const char *path, const culture_questionnaire *questionnaire,
                                const struct culture_answers_options *answers, struct cul_journal **journal,
                                struct culture_error *error)
{
    struct culture_answers_options known;
    if (!cul_options_read(&known, sizeof known, answers)) {
        return cul_fail_argument(error, "options of answers need struct_size");
    }
    struct cul_journal *made = cul_memory_new(1, sizeof *made);
    if (!made) {
        return cul_fail_memory(error);
    }
    pthread_mutex_init(&made->lock, NULL);
    made->descriptor = -1;
    made->path = cul_memory_text(path, strlen(path));
    if (!made->path || !hash_settings(made, questionnaire, &known)) {
        cul_journal_free(made);
        return cul_fail_memory(error);
    }
    /* Never waits for the other end of a pipe. */
    made->descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0600);
    culture_status status = made->descriptor < 0 ? fail_file(made, "open", error) : read_journal(made, error);
    if (status) {
        cul_journal_free(made);
        return status;
    }
    *journal = made;
    return CULTURE_OK;
}

void cul_journal_free(struct cul_journal *journal)
{
    if (!journal) {
        return;
    }
    if (journal->descriptor >= 0) {
        close(journal->descriptor);
    }
    pthread_mutex_destroy(&journal->lock);
    cul_names_free(&journal->heads);
    cul_memory_free(journal->places);
    cul_memory_free(journal->path);
    cul_memory_free(journal);
}

culture_status cul_journal_head(const struct cul_journal *journal, const char *path, struct cul_buffer *head)
{
    char hash[CUL_HASH_TEXT + 1];
    cul_buffer_clear(head);
    if (!cul_hash_file(path, hash)) {
        return CULTURE_OK;
    }
    cul_buffer_text(head, "{\"sha256\":\"");
    cul_buffer_text(head, hash);
    cul_buffer_text(head, "\",\"settings\":\"");
    cul_buffer_text(head, journal->settings);
    cul_buffer_text(head, "\",\"status\":\"ok\",\"file\":");
    cul_text_quote(path, head);
    return head->failed ? CULTURE_ERROR_MEMORY : CULTURE_OK;
}

/* All bytes of a place; false: they are not there any more. */
static _Bool read_place(const struct cul_journal *journal, const struct place *place, char *bytes)
{
    size_t done = 0;
    while (done < place->length) {
        ssize_t got = read_at(journal, bytes + done, place->length - done, place->at + (int64_t)done);
        if (got <= 0) {
            return 0;
        }
        done += (size_t)got;
    }
    return 1;
}

culture_status cul_journal_take(const struct cul_journal *journal, const struct cul_buffer *head,
                                culture_questionnaire *questionnaire, culture_tally **tally,
                                struct cul_file_report *report)
{
    int64_t number = head->length ? cul_names_find(&journal->heads, head->bytes, head->length) : -1;
    if (number < 0) {
        return CULTURE_OK;
    }
    const struct place *place = &journal->places[number];
    char *bytes = cul_memory_new(place->length, 1);
    culture_status status = bytes ? CULTURE_OK : CULTURE_ERROR_MEMORY;
    if (bytes && read_place(journal, place, bytes)) {
        status = cul_journal_result_read(bytes, place->length, questionnaire, tally, report);
    }
    cul_memory_free(bytes);
    return status;
}

culture_status cul_journal_add(struct cul_journal *journal, const struct cul_buffer *head, const culture_tally *tally,
                               const struct cul_file_report *report, struct culture_error *error)
{
    struct cul_buffer line = {0};
    cul_journal_line_write(&line, head, tally, report);
    culture_status status = line.failed ? cul_fail_memory(error) : CULTURE_OK;
    if (!status && line.length <= longest_line) {
        pthread_mutex_lock(&journal->lock);
        /* A line that was torn, by a killed run or a full disk, ends here. */
        status = journal->torn ? write_all(journal, "\n", 1, error) : CULTURE_OK;
        journal->torn = 1;
        if (!status) {
            status = write_all(journal, line.bytes, line.length, error);
            journal->torn = status != CULTURE_OK;
        }
        pthread_mutex_unlock(&journal->lock);
    }
    cul_buffer_free(&line);
    return status;
}
