/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The file form of a tally, version 2. All numbers are little-endian; a count is a LEB128 varint in its shortest form.
 *
 *   "CULTALLY", version (4 bytes), 116 bytes of text that say what the file is, fingerprint (32 bytes)
 *   cells of a group (8 bytes), groups (8 bytes)
 *   per group, in key order: key, name, column (each a varint length and the bytes; column empty for an organisation),
 * cells SHA-256 of all that (32 bytes)
 *
 * What is read is checked to be possible: a file that passes can be merged and scored like counts made from answers.
 */
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "tally/complete.h"
#include "tally/model.h"
#include "tally/pairs.h"

#include <nettle/sha2.h>
#include <string.h>

static const char magic[8] = "CULTALLY";
static const char notice[116] =
    "\nTally of survey answers, by libculture. Personal data: it can hold the answers of one person."
    "\n";
enum { VERSION = 2, FINGERPRINT = 32, CHECKSUM = 32, HEADER = 8 + 4 + 116 + FINGERPRINT + 16 };
static const size_t maximum_bytes = (size_t)4 << 30;

static void add_fixed(struct cul_buffer *buffer, uint64_t number, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        cul_buffer_byte(buffer, (char)(number >> 8 * i & 0xFF));
    }
}

static void add_varint(struct cul_buffer *buffer, uint64_t number)
{
    while (number >= 0x80) {
        cul_buffer_byte(buffer, (char)((number & 0x7F) | 0x80));
        number >>= 7;
    }
    cul_buffer_byte(buffer, (char)number);
}

static void add_text(struct cul_buffer *buffer, const char *text, size_t length)
{
    add_varint(buffer, length);
    cul_buffer_add(buffer, text, length);
}

static unsigned hex_digit(char digit)
{
    return (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

static void fingerprint_bytes(const culture_questionnaire *questionnaire, uint8_t bytes[FINGERPRINT])
{
    for (int i = 0; i < FINGERPRINT; i++) {
        const char *pair = questionnaire->fingerprint + 2 * i;
        bytes[i] = (uint8_t)(hex_digit(pair[0]) << 4 | hex_digit(pair[1]));
    }
}

static void digest(const void *bytes, size_t length, uint8_t checksum[CHECKSUM])
{
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, length, bytes);
    sha256_digest(&context, CHECKSUM, checksum);
}

static void add_group(struct cul_buffer *buffer, const culture_tally *tally, int64_t index)
{
    const struct cul_group *group = &tally->groups[index];
    const struct cul_names *spellings = &tally->spellings;
    add_text(buffer, tally->keys.texts[index], tally->keys.lengths[index]);
    add_text(buffer, spellings->texts[group->name], spellings->lengths[group->name]);
    if (group->column < 0) {
        add_text(buffer, "", 0);
    } else {
        add_text(buffer, spellings->texts[group->column], spellings->lengths[group->column]);
    }
    for (size_t cell = 0; cell < tally->layout.width; cell++) {
        add_varint(buffer, (uint64_t)group->cells[cell]);
    }
}

static void add_header(struct cul_buffer *buffer, const culture_tally *tally, int64_t groups)
{
    uint8_t fingerprint[FINGERPRINT];
    fingerprint_bytes(tally->questionnaire, fingerprint);
    cul_buffer_add(buffer, magic, sizeof magic);
    add_fixed(buffer, VERSION, 4);
    cul_buffer_add(buffer, notice, sizeof notice);
    cul_buffer_add(buffer, fingerprint, sizeof fingerprint);
    add_fixed(buffer, tally->layout.width, 8);
    add_fixed(buffer, (uint64_t)groups, 8);
}

static culture_status write_tally(const culture_tally *tally, struct cul_buffer *buffer, struct culture_error *error)
{
    int64_t count, *groups = cul_tally_sorted(tally, &count);
    if (!groups) {
        return cul_fail_memory(error);
    }
    add_header(buffer, tally, count);
    for (int64_t i = 0; i < count; i++) {
        add_group(buffer, tally, groups[i]);
    }
    cul_memory_free(groups);
    uint8_t checksum[CHECKSUM];
    if (!buffer->failed) {
        digest(buffer->bytes, buffer->length, checksum);
        cul_buffer_add(buffer, checksum, sizeof checksum);
    }
    if (buffer->failed) {
        cul_buffer_free(buffer);
        return cul_fail_memory(error);
    }
    return CULTURE_OK;
}

culture_status culture_tally_bytes(const culture_tally *tally, void **bytes, size_t *length,
                                   struct culture_error *error)
{
    if (!tally || !bytes || !length) {
        return cul_fail_argument(error, "a tally and places for bytes and length are needed");
    }
    struct cul_buffer buffer = {0};
    culture_status status = write_tally(tally, &buffer, error);
    if (!status) {
        *bytes = buffer.bytes;
        *length = buffer.length;
    }
    return status;
}

void culture_bytes_free(void *bytes)
{
    cul_memory_free(bytes);
}

culture_status culture_tally_save(const culture_tally *tally, const char *path, struct culture_error *error)
{
    if (!tally || !path) {
        return cul_fail_argument(error, "a tally and a path are needed");
    }
    struct cul_buffer buffer = {0};
    culture_status status = write_tally(tally, &buffer, error);
    if (!status) {
        status = cul_file_write(&(struct culture_sink){.path = path}, buffer.bytes, buffer.length, 0600, error);
    }
    cul_buffer_free(&buffer);
    return status;
}

/* Where reading stands; the first thing that is wrong stops it. */
struct reader {
    const unsigned char *at, *end;
    const char *path, *wrong;
    struct culture_error *error;
};

static uint64_t take_fixed(struct reader *reader, int bytes)
{
    uint64_t number = 0;
    for (int i = 0; i < bytes; i++) {
        number |= (uint64_t)*reader->at++ << 8 * i;
    }
    return number;
}

static uint64_t take_varint(struct reader *reader)
{
    uint64_t number = 0;
    for (int shift = 0; shift < 63; shift += 7) {
        if (reader->at == reader->end) {
            break;
        }
        unsigned char byte = *reader->at++;
        number |= (uint64_t)(byte & 0x7F) << shift;
        if (byte < 0x80) {
            if (!byte && shift) {
                break; /* a longer form than needed: not how we write */
            }
            return number;
        }
    }
    reader->wrong = "a number is damaged";
    return 0;
}

static const char *take_text(struct reader *reader, size_t *length)
{
    uint64_t count = take_varint(reader);
    if (!reader->wrong && count > (uint64_t)(reader->end - reader->at)) {
        reader->wrong = "a text is cut off";
    }
    if (reader->wrong) {
        count = 0;
    }
    const char *text = (const char *)reader->at;
    reader->at += count;
    *length = (size_t)count;
    return text;
}

/* An organisation's counts as they must be: no item has more answers than there are respondents, and so on. */
static _Bool cells_are_possible(const culture_tally *tally, const int64_t *cells)
{
    const culture_questionnaire *questionnaire = tally->questionnaire;
    int64_t respondents = cells[CUL_LAYOUT_RESPONDENTS];
    if (respondents < 1 || respondents > CUL_MAXIMUM_RESPONDENTS) {
        return 0;
    }
    for (size_t cell = 0; cell < tally->layout.pairs; cell++) {
        if (cells[cell] < 0 || cells[cell] > 100 * respondents) {
            return 0;
        }
    }
    for (int32_t i = 0; i < questionnaire->item_count; i++) {
        const struct cul_scale *scale = cul_item_scale(questionnaire, i);
        int64_t answers = 0;
        for (int32_t value = scale->low; value <= scale->high + 1; value++) {
            answers += cells[tally->layout.items[i] + (size_t)(value - scale->low)];
        }
        if (answers > respondents) {
            return 0;
        }
    }
    return 1;
}

static _Bool dimension_is_possible(const struct cul_layout_dimension *at, const int64_t *cells)
{
    int64_t people = 0;
    for (int32_t answered = 1; answered <= at->items; answered++) {
        const int64_t *histogram = cells + cul_layout_histogram(at, answered);
        for (int32_t sum = 0; sum <= answered * (at->points - 1); sum++) {
            people += histogram[sum];
        }
        if (people > cells[CUL_LAYOUT_RESPONDENTS]) {
            return 0;
        }
    }
    return cul_complete_is_possible(at, cells);
}

/* Whether a key is the one its names give; MEMORY when that could not be found out. */
static culture_status check_key(culture_tally *tally, const char *key, size_t length, const char *name,
                                size_t name_length, const char *column, size_t column_length)
{
    struct cul_buffer expected = {0};
    const char *owner_end = memchr(key, CUL_KEY_SEPARATOR, length);
    size_t owner = owner_end ? (size_t)(owner_end - key) : length;
    _Bool fits = (owner_end != NULL) == (column_length > 0) && owner > 0;
    if (fits && owner_end) {
        cul_buffer_add(&expected, key, owner);
        cul_buffer_byte(&expected, CUL_KEY_SEPARATOR);
        fits = cul_names_find(&tally->keys, key, owner) >= 0 && cul_text_key(column, column_length, &expected);
        cul_buffer_byte(&expected, CUL_KEY_SEPARATOR);
    }
    fits = fits && name_length <= CULTURE_MAXIMUM_NAME && cul_text_name_key(name, name_length, &expected) &&
           expected.length == length && memcmp(expected.bytes, key, length) == 0;
    culture_status status = expected.failed ? CULTURE_ERROR_MEMORY : fits ? CULTURE_OK : CULTURE_ERROR_SYNTAX;
    cul_buffer_free(&expected);
    return status;
}

static culture_status damaged(const struct reader *reader, const char *what)
{
    return cul_fail(reader->error, CULTURE_ERROR_SYNTAX, (struct cul_place){.path = reader->path},
                    "the tally file is damaged: %s", what);
}

static culture_status read_cells(struct reader *reader, culture_tally *tally, int64_t group)
{
    int64_t *cells = tally->groups[group].cells;
    for (size_t cell = 0; cell < tally->layout.width && !reader->wrong; cell++) {
        cells[cell] = (int64_t)take_varint(reader);
    }
    _Bool possible = !reader->wrong && cells_are_possible(tally, cells);
    for (int32_t d = 0; possible && d < tally->questionnaire->dimension_count; d++) {
        possible = dimension_is_possible(&tally->layout.dimensions[d], cells);
    }
    possible = possible && cul_pairs_are_possible(&tally->layout, cells);
    if (!possible) {
        return damaged(reader, "counts that no answers can give");
    }
    if (tally->groups[group].column < 0) {
        if (cells[CUL_LAYOUT_RESPONDENTS] > CUL_MAXIMUM_RESPONDENTS - tally->respondents) {
            return damaged(reader, "too many respondents");
        }
        tally->respondents += cells[CUL_LAYOUT_RESPONDENTS];
    }
    return CULTURE_OK;
}

static _Bool name_group(culture_tally *tally, int64_t group, const char *name, size_t name_length, const char *column,
                        size_t column_length)
{
    struct cul_group *made = &tally->groups[group];
    made->name = cul_names_add(&tally->spellings, name, name_length);
    if (column_length) {
        made->column = cul_names_add(&tally->spellings, column, column_length);
    }
    return made->name >= 0 && (!column_length || made->column >= 0);
}

static culture_status read_group(struct reader *reader, culture_tally *tally)
{
    size_t length, name_length, column_length;
    const char *key = take_text(reader, &length);
    const char *name = take_text(reader, &name_length);
    const char *column = take_text(reader, &column_length);
    _Bool wrong = reader->wrong || memchr(name, 0, name_length) || memchr(column, 0, column_length) ||
                  cul_names_find(&tally->keys, key, length) >= 0;
    culture_status fits =
        wrong ? CULTURE_ERROR_SYNTAX : check_key(tally, key, length, name, name_length, column, column_length);
    if (fits == CULTURE_ERROR_SYNTAX) {
        return damaged(reader, reader->wrong ? reader->wrong : "the name of a group");
    }
    int64_t group = fits ? -1 : cul_tally_group(tally, key, length);
    if (group < 0 || !name_group(tally, group, name, name_length, column, column_length)) {
        return cul_fail_memory(reader->error);
    }
    return read_cells(reader, tally, group);
}

static culture_status read_header(struct reader *reader, const culture_questionnaire *questionnaire, size_t width,
                                  uint64_t *groups)
{
    size_t length = (size_t)(reader->end - reader->at);
    if (length < 8 || memcmp(reader->at, magic, sizeof magic) != 0) {
        return cul_fail(reader->error, CULTURE_ERROR_SYNTAX, (struct cul_place){.path = reader->path},
                        "this is not a tally file");
    }
    if (length < HEADER + CHECKSUM) {
        return damaged(reader, "it is cut off");
    }
    uint8_t checksum[CHECKSUM], fingerprint[FINGERPRINT];
    reader->end -= CHECKSUM;
    digest(reader->at, length - CHECKSUM, checksum);
    _Bool whole = memcmp(checksum, reader->end, CHECKSUM) == 0;
    reader->at += sizeof magic;
    uint64_t version = take_fixed(reader, 4);
    if (version != VERSION) {
        return cul_fail(reader->error, CULTURE_ERROR_SYNTAX, (struct cul_place){.path = reader->path},
                        "version %d of the tally format is not known; this library reads version %d", (int)version,
                        (int)VERSION);
    }
    if (!whole) {
        return damaged(reader, "the checksum does not match");
    }
    reader->at += sizeof notice;
    fingerprint_bytes(questionnaire, fingerprint);
    if (memcmp(fingerprint, reader->at, FINGERPRINT) != 0) {
        return cul_fail(reader->error, CULTURE_ERROR_MISMATCH, (struct cul_place){.path = reader->path},
                        "the tally was made with another questionnaire than %s %s", questionnaire->id,
                        questionnaire->version);
    }
    reader->at += FINGERPRINT;
    uint64_t cells = take_fixed(reader, 8);
    *groups = take_fixed(reader, 8);
    /* Every cell takes at least a byte: a lying count cannot ask for more memory than the file is long. */
    if (cells != width || *groups > (uint64_t)(reader->end - reader->at) / width) {
        return damaged(reader, "its size does not fit its header");
    }
    return CULTURE_OK;
}

static culture_status read_tally(struct reader *reader, culture_tally *tally)
{
    uint64_t groups = 0;
    culture_status status = read_header(reader, tally->questionnaire, tally->layout.width, &groups);
    for (uint64_t i = 0; i < groups && !status; i++) {
        status = read_group(reader, tally);
    }
    if (!status && reader->at != reader->end) {
        status = damaged(reader, "there is more than its header tells");
    }
    return status;
}

culture_status culture_tally_read(const struct culture_source *source, culture_questionnaire *questionnaire,
                                  culture_tally **tally, struct culture_error *error)
{
    culture_tally *made = NULL;
    struct cul_buffer buffer = {0};
    if (!tally) {
        return cul_fail_argument(error, "a place for the tally is needed");
    }
    culture_status status = culture_tally_new(questionnaire, &made, error);
    if (!status) {
        status = cul_file_read(source, maximum_bytes, &buffer, error);
    }
    if (!status) {
        static const char none[1] = "";
        const char *bytes = buffer.bytes ? buffer.bytes : none;
        struct reader reader = {.at = (const unsigned char *)bytes,
                                .end = (const unsigned char *)bytes + buffer.length,
                                .path = source->path,
                                .error = error};
        status = read_tally(&reader, made);
    }
    cul_buffer_free(&buffer);
    if (status) {
        culture_tally_free(made);
        return status;
    }
    *tally = made;
    return CULTURE_OK;
}
