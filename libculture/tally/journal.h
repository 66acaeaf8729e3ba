/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_TALLY_JOURNAL_H
#define CUL_TALLY_JOURNAL_H

/*
 * The journal of a batch: what every survey file came to, written as soon as the file is counted, so that a batch that
 * was stopped (killed, no power, no disk) goes on where it was. A text file of JSON lines, only appended to:
 *
 *   {"journal":"libculture/1", ...}                         the first line
 *   {"sha256":HASH,"settings":HASH,"status":"ok","file":PATH,"result":BASE64,"check":HASH}
 *
 * sha256 is that of the file's bytes, before and after it was read; settings that of all that decides how it is read:
 * questionnaire, options, version of the library. result holds the file's tally and its report. check is the hash of
 * the line up to there: a line that was torn, or changed, counts as absent. Files that failed are not in it: they are
 * read again. The last of several equal lines holds.
 *
 * It holds answers, like a tally: only its owner may read it. One batch at a time has it, by a lock that ends with the
 * process.
 */
#include "tally/model.h"

struct cul_journal;

/* Opens a journal or begins one. Errors: FILE (or in use by another batch), SYNTAX (the file is no journal), MEMORY. */
culture_status cul_journal_open(const char *path, const culture_questionnaire *questionnaire,
                                const struct culture_answers_options *answers, struct cul_journal **journal,
                                struct culture_error *error);
void cul_journal_free(struct cul_journal *journal);

/*
 * How a survey file begins its line, into *head; empty when it cannot be read or is no plain file: it then has no line.
 * Errors: MEMORY.
 */
culture_status cul_journal_head(const struct cul_journal *journal, const char *path, struct cul_buffer *head);

/* The tally and report of a file with that head; *tally stays NULL when there is none. Errors: MEMORY. */
culture_status cul_journal_take(const struct cul_journal *journal, const struct cul_buffer *head,
                                culture_questionnaire *questionnaire, culture_tally **tally,
                                struct cul_file_report *report);

/* Writes down what a file came to; from any thread. Errors: FILE, MEMORY; what was written before stays. */
culture_status cul_journal_add(struct cul_journal *journal, const struct cul_buffer *head, const culture_tally *tally,
                               const struct cul_file_report *report, struct culture_error *error);

/* The form of a line (journal_lines.c). */
struct cul_journal_line {
    size_t head;            /* bytes of its head */
    size_t result, encoded; /* where the encoded result begins, and its bytes */
};

/* Appends a whole line with its end; without memory line->failed is set. */
void cul_journal_line_write(struct cul_buffer *line, const struct cul_buffer *head, const culture_tally *tally,
                            const struct cul_file_report *report);

/* Takes a line without its end apart; false: it is torn or no such line. */
_Bool cul_journal_line_read(const char *line, size_t length, struct cul_journal_line *parts);

/* Decodes a result in place. *tally stays NULL, and the report as it was, when it is not as we write it. Errors:
 * MEMORY. */
culture_status cul_journal_result_read(char *encoded, size_t length, culture_questionnaire *questionnaire,
                                       culture_tally **tally, struct cul_file_report *report);

#endif
