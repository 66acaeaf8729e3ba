/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CULTURE_WRITE_H
#define CULTURE_WRITE_H

/*
 * Output: an assessment as JSON (schema culture-assessment/1, described by culture-assessment-1.schema.json beside the
 * headers), as tidy CSV or as a table to read. Numbers are the shortest text that reads back to the same double, in
 * every locale.
 */
#include "culture/assessment.h"
#include "culture/comparison.h"
#include "culture/drivers.h"
#include "culture/structure.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How a questionnaire is written. Answers gathered with one of these are read back without mapping by hand. */
enum culture_form {
    CULTURE_FORM_TEXT = 0, /* as a person would read it */
    CULTURE_FORM_MARKDOWN = 1,
    CULTURE_FORM_CSV = 2,        /* a blank answer sheet: a heading per item */
    CULTURE_FORM_LIMESURVEY = 3, /* LimeSurvey's tab-separated survey structure, all languages */
    CULTURE_FORM_XLSFORM = 4,    /* XLSForm (ODK, KoboToolbox) as one CSV file with its sheets, all languages */
};

struct culture_write_options {
    size_t struct_size;
    const char *language; /* of names and of the table's words: "nl" or "en"; NULL: "en" */
    int32_t colour;       /* table: 1: ANSI colours */
    int32_t width;        /* table: columns of the terminal; 0: 100 */
    const char *role;     /* the unit column that tells roles: gaps are given per role too; NULL: none */
    int32_t multiverse;   /* 1: what other thresholds would have said is added (table and JSON) */
    int32_t form;         /* of a questionnaire: enum culture_form */
    /* Drivers of the same scores, to be shown too (table and JSON); others are refused. */
    const culture_drivers *const *drivers;
    size_t driver_count;
    int32_t details; /* table: 0: page one of each organisation; 1: all there is */
};

/* One JSON document. Errors: FILE, MEMORY, ARGUMENT. */
CULTURE_API culture_status culture_write_json(const culture_assessment *assessment, const struct culture_sink *sink,
                                              const struct culture_write_options *options, struct culture_error *error);

/* One row per organisation and dimension, then one per unit and dimension; text cells that a spreadsheet would run as a
 * formula are guarded with '. The last columns: precision, the reason without a mean, target of that
 * organisation or unit, and target_reason, why it is not the one asked for. */
CULTURE_API culture_status culture_write_csv(const culture_assessment *assessment, const struct culture_sink *sink,
                                             const struct culture_write_options *options, struct culture_error *error);

/* A table for people: an overview, then per organisation the verdict, who did not answer and the factors; with
 * options->details everything else too. */
CULTURE_API culture_status culture_write_table(const culture_assessment *assessment, const struct culture_sink *sink,
                                               const struct culture_write_options *options,
                                               struct culture_error *error);

/*
 * A comparison of two waves: as JSON (schema culture-comparison/1, described by culture-comparison-1.schema.json beside
 * the headers), as CSV with one row per organisation and dimension, and as a table for people. Errors: FILE, MEMORY,
 * ARGUMENT.
 */
CULTURE_API culture_status culture_write_comparison_json(const culture_comparison *comparison,
                                                         const struct culture_sink *sink,
                                                         const struct culture_write_options *options,
                                                         struct culture_error *error);
CULTURE_API culture_status culture_write_comparison_csv(const culture_comparison *comparison,
                                                        const struct culture_sink *sink,
                                                        const struct culture_write_options *options,
                                                        struct culture_error *error);
CULTURE_API culture_status culture_write_comparison_table(const culture_comparison *comparison,
                                                          const struct culture_sink *sink,
                                                          const struct culture_write_options *options,
                                                          struct culture_error *error);

/* A questionnaire as a person would read it, or as options->form says. Errors: FILE, MEMORY, ARGUMENT, QUESTIONNAIRE
 * (LimeSurvey: an item without a code of letters and digits). */
CULTURE_API culture_status culture_write_questionnaire(const culture_questionnaire *questionnaire,
                                                       const struct culture_sink *sink,
                                                       const struct culture_write_options *options,
                                                       struct culture_error *error);

/* An analysis of structure as one JSON document (schema culture-structure/1, described by
 * culture-structure-1.schema.json beside the headers), or as a table for people. Errors: FILE, MEMORY, ARGUMENT. */
CULTURE_API culture_status culture_write_structure_json(const culture_analysis *analysis,
                                                        const struct culture_sink *sink,
                                                        const struct culture_write_options *options,
                                                        struct culture_error *error);
CULTURE_API culture_status culture_write_structure_table(const culture_analysis *analysis,
                                                         const struct culture_sink *sink,
                                                         const struct culture_write_options *options,
                                                         struct culture_error *error);

/*
 * The covariances for R's lavaan, into a folder that is made if need be: covariance.csv (item ids, then the matrix;
 * divisor n - 1), respondents.txt (n), model.lav (factor =~ items) and lavaan.R, which fits it. Each file appears whole
 * or not at all. Errors: NOTHING (too few complete rows, or withheld), FILE, MEMORY, ARGUMENT.
 */
CULTURE_API culture_status culture_write_structure_lavaan(const culture_analysis *analysis, const char *folder,
                                                          struct culture_error *error);

#ifdef __cplusplus
}
#endif
#endif
