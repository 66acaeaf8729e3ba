/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CULTURE_TALLY_H
#define CULTURE_TALLY_H

/*
 * A tally: exact integer counts of answers, per organisation and unit. Any split of the rows over files, tallies and
 * merges, in any order, gives the same bytes. Memory grows with organisations, not with respondents. One thread at a
 * time; for parallel work keep one tally a thread and merge.
 */
#include "culture/answers.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct culture_tally culture_tally;

/*
 * Most counts that one tally keeps, of 8 bytes: what is added beyond them fails with CULTURE_ERROR_LIMIT, so that a
 * file in which every row names an organisation of its own cannot fill the memory. With the standard questionnaire that
 * is some 100,000 organisations and subgroups.
 */
#define CULTURE_MAXIMUM_COUNTS (1 << 28)

CULTURE_API culture_status culture_tally_new(culture_questionnaire *questionnaire, culture_tally **tally,
                                             struct culture_error *error);
CULTURE_API void culture_tally_free(culture_tally *tally);

/* How far a batch is. */
struct culture_progress {
    size_t struct_size;
    int64_t files_done, files_total;
    int64_t rows; /* rows read so far */
};

struct culture_structure; /* culture/structure.h */

struct culture_add_options {
    size_t struct_size;
    const struct culture_answers_options *answers; /* how survey files are read; NULL: defaults */
    int32_t threads;                               /* files read at once; 0: one per processor */
    /* Called after each file, never at the same time from two threads; a result other than 0 cancels the batch. */
    int32_t (*on_progress)(void *context, const struct culture_progress *progress);
    void *context;
    /*
     * Compares every row with all rows, for two more signs of careless answering (CULTURE_SIGN_PERSON_TOTAL and
     * _DISTANCE): a structure that the same files were added to first, of the same questionnaire and with every row.
     * culture_structure_distances() tells whether distances can be told. Rows of tally files are as they were counted.
     * Rows can only be subtracted again with the same screen. NULL: no second pass.
     */
    const struct culture_structure *screen;
    /*
     * The path of a journal, so that a batch that was stopped (killed, no power, disk full) goes on where it was: every
     * survey file that was counted is written down there at once, and a later call with the same journal does not read
     * it again as long as its bytes and all that decides how it is read are the same (the path, the options, the whole
     * questionnaire, the library's version). The result is that of a call without a journal. Made when it does not
     * exist; torn lines count as absent; one call at a time can use it. It holds answers, as a tally does: personal
     * data, mode 0600, to be deleted when the batch is done. Tally files and files that failed are always read again.
     * Cannot be had with a screen. An error of the journal stops the batch: FILE, or SYNTAX when the file is none.
     * NULL: none.
     */
    const char *journal;
};

/*
 * Adds survey files, tally files (*.tally) and folders of either: sorted by the bytes of their names, with subfolders.
 * Hidden files and a register.csv are passed over; links, which are not followed, and files of other kinds are reported
 * as skipped. Every file is read aside and added only when it is good, so one bad file does not sink the
 * batch: the call succeeds when at least one file did, and culture_tally_file() tells about each. A survey file with
 * the same bytes as another of the call fails, so that nobody counts twice; copies in different calls, and answers that
 * are already in a tally, cannot be recognised. Errors: NOTHING (no file could be used; the first file's error is in
 * error), CANCELLED, MEMORY, ARGUMENT, FILE or SYNTAX (of the journal): then the counts are as before.
 */
CULTURE_API culture_status culture_tally_add_files(culture_tally *tally, const char *const *paths, size_t count,
                                                   const struct culture_add_options *options,
                                                   struct culture_error *error);

/*
 * Adds all rows that a reader has left, of a file, of bytes or of a data frame (culture_answers_read_arrow()), all or
 * none of them. Of the options only screen and on_progress are used: that is called now and then with the rows so far,
 * and at the end. culture_tally_file() tells what became of it, as of a file. Errors: those of culture_answers_next(),
 * MISMATCH (of another questionnaire), CANCELLED, ARGUMENT.
 */
CULTURE_API culture_status culture_tally_add_answers(culture_tally *tally, culture_answers *answers,
                                                     const struct culture_add_options *options,
                                                     struct culture_error *error);

/* Adds rows from memory. Errors: ARGUMENT (a value that is neither a scale point, MISSING nor INVALID), OVERFLOW,
 * MEMORY. */
CULTURE_API culture_status culture_tally_add_block(culture_tally *tally, const struct culture_block *block,
                                                   struct culture_error *error);

/* Adds another tally of the same questionnaire to this one; other is unchanged. Errors: MISMATCH, OVERFLOW, MEMORY. */
CULTURE_API culture_status culture_tally_merge(culture_tally *tally, const culture_tally *other,
                                               struct culture_error *error);

/*
 * Takes the rows of another tally out of this one again, exactly: adding rows (or merging) and then subtracting them
 * gives the same bytes as before, as when a respondent withdraws. The rows must have been counted with the same unit
 * columns. File reports stay. Errors: NOT_FOUND (rows that are not in this tally: a count would fall below zero, a
 * group is unknown or spelled otherwise, or what is left cannot come from answers), MISMATCH, MEMORY.
 */
CULTURE_API culture_status culture_tally_subtract(culture_tally *tally, const culture_tally *other,
                                                  struct culture_error *error);

CULTURE_API int64_t culture_tally_organisation_count(const culture_tally *tally);
CULTURE_API int64_t culture_tally_respondents(const culture_tally *tally);

/*
 * The tally as bytes: versioned, little-endian, with checksum and the questionnaire's fingerprint, organisations in the
 * order of their keys. It can hold one person's answers: treat it as personal data. Free the bytes with
 * culture_bytes_free().
 */
CULTURE_API culture_status culture_tally_bytes(const culture_tally *tally, void **bytes, size_t *length,
                                               struct culture_error *error);
CULTURE_API void culture_bytes_free(void *bytes);

/* Writes those bytes to a file with mode 0600, whole or not at all. */
CULTURE_API culture_status culture_tally_save(const culture_tally *tally, const char *path,
                                              struct culture_error *error);

/* Reads a tally back. Errors: FILE, SYNTAX (damaged or another format), MISMATCH (another questionnaire), LIMIT,
 * MEMORY. */
CULTURE_API culture_status culture_tally_read(const struct culture_source *source, culture_questionnaire *questionnaire,
                                              culture_tally **tally, struct culture_error *error);

/* What became of each file given to culture_tally_add_files(), in the order of the batch, and after them of what was
 * skipped in its folders; not part of the tally's bytes. */
struct culture_file {
    size_t struct_size;
    const char *path;
    culture_status status; /* CULTURE_OK when its rows were added, or it was skipped */
    int32_t problem_count;
    int64_t rows;          /* rows of data in the file */
    int64_t scored;        /* rows added to the tally */
    const char *message;   /* why it failed or was skipped; else "" */
    int32_t problem_kinds; /* found; problem_count of them are kept, at most 21 */
    int32_t skipped;       /* 1: in a folder and no survey file, or a link; nothing was read, message says why */
    int32_t resumed;       /* 1: taken from the journal, not read again */
    /* What the file was found to be, as in struct culture_layout; "tally" is a format too. "" and 0: not read so far */
    const char *format;
    const char *encoding;
    const char *compression;
    int32_t delimiter;
    int32_t profile; /* enum culture_profile */
};
CULTURE_API int64_t culture_tally_file_count(const culture_tally *tally);
CULTURE_API culture_status culture_tally_file(const culture_tally *tally, int64_t index, struct culture_file *file,
                                              struct culture_error *error);
CULTURE_API culture_status culture_tally_file_problem(const culture_tally *tally, int64_t file, int32_t index,
                                                      struct culture_problem *problem, struct culture_error *error);

#ifdef __cplusplus
}
#endif
#endif
