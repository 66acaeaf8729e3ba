/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The file form of a tally, version 3. All numbers are little-endian; a count is a LEB128 varint in its shortest form.
 *
 *   "CULTALLY", version (4 bytes), 116 bytes of text that say what the file is, fingerprint (32 bytes)
 *   cells of a group (8 bytes), groups (8 bytes)
 *   per group, in key order: key, spellings of its name, spellings of its column's heading, cells
 *   SHA-256 of all that (32 bytes)
 *
 * A text is a varint length and the bytes. Spellings are a varint count, then each text with the rows that have it, in
 * the order of their bytes; an organisation has none of a column, flagged respondents and crossings have none
 * at all.
 *
 * What is read is checked to be possible: a file that passes can be merged and scored like counts made from answers.
 */
#include "base/buffer.h"
#include "base/error.h"
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "tally/model.h"

#include <nettle/sha2.h>
#include <string.h>

static const char magic[8] = "CULTALLY";
static const char notice[116] =
    "\nTally of survey answers, by libculture. Personal data: it can hold the answers of one person."
    "\n";
enum { VERSION = 3, FINGERPRINT = 32, CHECKSUM = 32, HEADER = 8 + 4 + 116 + FINGERPRINT + 16 };
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

static void add_spellings(struct cul_buffer *buffer, const culture_tally *tally, const int64_t *uses, int64_t count)
{
    const struct cul_names *spellings = &tally->spellings;
    add_varint(buffer, (uint64_t)count);
    for (int64_t i = 0; i < count; i++) {
        const struct cul_use *use = &tally->uses[uses[i]];
        add_text(buffer, spellings->texts[use->spelling], spellings->lengths[use->spelling]);
        add_varint(buffer, (uint64_t)use->rows);
    }
}

static void add_group(struct cul_buffer *buffer, const culture_tally *tally, const struct cul_list *list, int64_t index)
{
    const struct cul_listed *of = &list->groups[index];
    const int64_t *uses = list->uses + of->first_use;
    add_text(buffer, tally->keys.texts[of->group], tally->keys.lengths[of->group]);
    add_spellings(buffer, tally, uses, of->names);
    add_spellings(buffer, tally, uses + of->names, of->columns);
    for (size_t cell = 0; cell < tally->layout.width; cell++) {
        add_varint(buffer, (uint64_t)tally->groups[of->group].cells[cell]);
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
    struct cul_list list;
    if (!cul_tally_list(tally, &list)) {
        return cul_fail_memory(error);
    }
    add_header(buffer, tally, list.count);
    for (int64_t i = 0; i < list.count; i++) {
        add_group(buffer, tally, &list, i);
    }
    cul_list_free(&list);
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

static culture_status damaged(const struct reader *reader, const char *what)
{
    return cul_fail(reader->error, CULTURE_ERROR_SYNTAX, (struct cul_place){.path = reader->path},
                    "the tally file is damaged: %s", what);
}

static const char bad_name[] = "the name of a group";

/* Reads one spelling, whose key must be that part of the group's; *before is the spelling that came before it. */
static culture_status read_spelling(struct reader *reader, culture_tally *tally, int64_t group, enum cul_named named,
                                    struct cul_crossing_part part, const char **before)
{
    size_t length;
    const char *text = take_text(reader, &length);
    int64_t rows = (int64_t)take_varint(reader);
    struct cul_buffer copy = {0}, key = {0};
    cul_buffer_add(&copy, text, length);
    const char *wanted = named == CUL_OWN_NAME ? part.unit : part.column;
    size_t wanted_length = named == CUL_OWN_NAME ? part.unit_length : part.column_length;
    _Bool fits = !reader->wrong && rows > 0 && rows <= CUL_MAXIMUM_RESPONDENTS && length <= CULTURE_MAXIMUM_NAME &&
                 !memchr(text, 0, length) &&
                 (named == CUL_OWN_NAME ? cul_text_name_key : cul_text_key)(text, length, &key) &&
                 key.length == wanted_length && (!wanted_length || memcmp(key.bytes, wanted, wanted_length) == 0);
    int64_t use = fits && !copy.failed ? cul_tally_use(tally, group, named, length ? copy.bytes : "") : -1;
    _Bool failed = copy.failed || key.failed || (fits && use < 0);
    cul_buffer_free(&copy);
    cul_buffer_free(&key);
    if (failed) {
        return cul_fail_memory(reader->error);
    }
    const char *kept = fits ? tally->spellings.texts[tally->uses[use].spelling] : NULL;
    if (!fits || (*before && strcmp(*before, kept) >= 0)) {
        return damaged(reader, reader->wrong ? reader->wrong : bad_name);
    }
    tally->uses[use].rows = rows;
    *before = kept;
    return CULTURE_OK;
}

/* All spellings of one kind; *rows adds up their rows. */
static culture_status read_spellings(struct reader *reader, culture_tally *tally, int64_t group, enum cul_named named,
                                     struct cul_crossing_part part, int64_t *rows)
{
    uint64_t count = take_varint(reader);
    const char *before = NULL;
    culture_status status = reader->wrong ? damaged(reader, reader->wrong) : CULTURE_OK;
    for (uint64_t i = 0; i < count && !status; i++) {
        int64_t last = tally->use_keys.count;
        status = read_spelling(reader, tally, group, named, part, &before);
        *rows += status ? 0 : tally->uses[last].rows;
        if (!status && *rows > CUL_MAXIMUM_RESPONDENTS) {
            status = damaged(reader, "too many respondents");
        }
    }
    return status;
}

static culture_status read_cells(struct reader *reader, culture_tally *tally, int64_t group)
{
    int64_t *cells = tally->groups[group].cells;
    for (size_t cell = 0; cell < tally->layout.width && !reader->wrong; cell++) {
        cells[cell] = (int64_t)take_varint(reader);
    }
    if (reader->wrong || !cul_cells_are_possible(tally, cells)) {
        return damaged(reader, "counts that no answers can give");
    }
    if (tally->groups[group].kind == CUL_ORGANISATION) {
        if (cells[CUL_LAYOUT_RESPONDENTS] > CUL_MAXIMUM_RESPONDENTS - tally->respondents) {
            return damaged(reader, "too many respondents");
        }
        tally->respondents += cells[CUL_LAYOUT_RESPONDENTS];
        return CULTURE_OK;
    }
    int64_t owner = cul_tally_owner(tally, group);
    if (owner < 0 || cells[CUL_LAYOUT_RESPONDENTS] > tally->groups[owner].cells[CUL_LAYOUT_RESPONDENTS]) {
        return damaged(reader, "a group without its organisation");
    }
    return CULTURE_OK;
}

/* What the spellings of a group must be: of an organisation its key, of a unit the last two parts of it. */
static _Bool expected_names(enum cul_group_kind kind, const char *key, size_t length, struct cul_crossing_part *part)
{
    size_t at = 0;
    *part = (struct cul_crossing_part){.unit = key, .unit_length = length};
    if (kind != CUL_UNIT) {
        return length > 0;
    }
    return cul_crossing_next(key, length, &at, part) && at == length && part->unit_length;
}

static culture_status read_group(struct reader *reader, culture_tally *tally)
{
    size_t length;
    const char *key = take_text(reader, &length);
    if (reader->wrong || memchr(key, 0, length) || cul_names_find(&tally->keys, key, length) >= 0) {
        return damaged(reader, reader->wrong ? reader->wrong : bad_name);
    }
    int64_t group = cul_tally_group(tally, key, length);
    if (group < 0) {
        return cul_tally_fail(tally, reader->path, reader->error);
    }
    enum cul_group_kind kind = tally->groups[group].kind;
    struct cul_crossing_part part;
    if (!expected_names(kind, key, length, &part)) {
        return damaged(reader, bad_name);
    }
    int64_t names = 0, columns = 0;
    culture_status status = read_spellings(reader, tally, group, CUL_OWN_NAME, part, &names);
    if (!status) {
        status = read_spellings(reader, tally, group, CUL_COLUMN_NAME, part, &columns);
    }
    if (!status) {
        status = read_cells(reader, tally, group);
    }
    int64_t rows = tally->groups[group].cells[CUL_LAYOUT_RESPONDENTS];
    if (!status && (names != (kind == CUL_CROSSING || kind == CUL_FLAGGED ? 0 : rows) ||
                    columns != (kind == CUL_UNIT ? rows : 0))) {
        return damaged(reader, bad_name);
    }
    return status;
}

/* A crossing's columns come in order, and it has no more rows than each of its units. */
static culture_status check_crossing(const struct reader *reader, const culture_tally *tally, int64_t group,
                                     struct cul_buffer *scratch)
{
    const char *key = tally->keys.texts[group];
    struct cul_crossing_part part, before = {0};
    size_t at = 0, length = tally->keys.lengths[group];
    int64_t rows = tally->groups[group].cells[CUL_LAYOUT_RESPONDENTS];
    while (cul_crossing_next(key, length, &at, &part)) {
        size_t shorter = part.column_length < before.column_length ? part.column_length : before.column_length;
        int order = before.column ? memcmp(before.column, part.column, shorter) : -1;
        int64_t unit = cul_crossing_unit(tally, group, &part, scratch);
        if (scratch->failed) {
            return cul_fail_memory(reader->error);
        }
        if (order > 0 || (order == 0 && before.column_length >= part.column_length) ||
            (part.unit_length && (unit < 0 || tally->groups[unit].cells[CUL_LAYOUT_RESPONDENTS] < rows))) {
            return damaged(reader, "a crossing of subgroups");
        }
        before = part;
    }
    return at == length ? CULTURE_OK : damaged(reader, bad_name);
}

static culture_status check_crossings(const struct reader *reader, const culture_tally *tally)
{
    struct cul_buffer scratch = {0};
    culture_status status = CULTURE_OK;
    for (int64_t i = 0; i < tally->keys.count && !status; i++) {
        if (tally->groups[i].kind == CUL_CROSSING) {
            status = check_crossing(reader, tally, i, &scratch);
        }
    }
    cul_buffer_free(&scratch);
    return status;
}

static culture_status check_flagged(const struct reader *reader, const culture_tally *tally)
{
    struct cul_buffer key = {0};
    int64_t *rest = cul_memory_new(tally->layout.width, sizeof *rest);
    culture_status status = rest ? CULTURE_OK : cul_fail_memory(reader->error);
    for (int64_t i = 0; i < tally->keys.count && !status; i++) {
        if (tally->groups[i].kind != CUL_ORGANISATION) {
            continue;
        }
        int64_t flagged = cul_tally_flagged(tally, i, &key);
        if (key.failed) {
            status = cul_fail_memory(reader->error);
        } else if (!cul_flagged_are_possible(tally, tally->groups[i].cells,
                                             flagged < 0 ? NULL : tally->groups[flagged].cells, rest)) {
            status = damaged(reader, "flagged respondents that are not in their organisation");
        }
    }
    cul_buffer_free(&key);
    cul_memory_free(rest);
    return status;
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
    if (!status) {
        status = check_crossings(reader, tally);
    }
    return status ? status : check_flagged(reader, tally);
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
