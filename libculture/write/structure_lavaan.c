/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Covariances of items as files that R's lavaan reads, with the model and the script that fits it. */
#define _GNU_SOURCE
#include "base/error.h"
#include "base/file.h"
#include "write/structure.h"

#include <errno.h>
#include <math.h>
#include <sys/stat.h>

static const char script[] =
    "# Fits the factors of model.lav: Rscript lavaan.R. The covariances have divisor n - 1, as lavaan expects.\n"
    "library(lavaan)\n"
    "covariance <- as.matrix(read.csv(\"covariance.csv\", check.names = FALSE))\n"
    "rownames(covariance) <- colnames(covariance)\n"
    "respondents <- scan(\"respondents.txt\", quiet = TRUE)\n"
    "model <- paste0(readLines(\"model.lav\"), \"\\n\", collapse = \"\")\n"
    "fit <- cfa(model, sample.cov = covariance, sample.nobs = respondents, std.lv = TRUE)\n"
    "summary(fit, fit.measures = TRUE, standardized = TRUE)\n";

static const char *item_id(const culture_analysis *analysis, int32_t column)
{
    return analysis->questionnaire->items[analysis->items[column]].id;
}

static void write_covariances(const culture_analysis *analysis, struct cul_buffer *out)
{
    for (int32_t i = 0; i < analysis->item_count; i++) {
        cul_buffer_text(out, i ? "," : "");
        cul_buffer_text(out, item_id(analysis, i));
    }
    cul_buffer_byte(out, '\n');
    for (int32_t row = 0; row < analysis->item_count; row++) {
        for (int32_t i = 0; i < analysis->item_count; i++) {
            cul_buffer_text(out, i ? "," : "");
            cul_buffer_number(out, cul_analysis_value(analysis, CULTURE_STRUCTURE_COVARIANCE, row, i));
        }
        cul_buffer_byte(out, '\n');
    }
}

static bool varies(const culture_analysis *analysis, int32_t column)
{
    return cul_analysis_value(analysis, CULTURE_STRUCTURE_COVARIANCE, column, column) > 0;
}

/* A line per dimension; only factors are asked for, the others can be by taking the # away. */
static void write_dimension(const culture_analysis *analysis, int32_t dimension, struct cul_buffer *out)
{
    const culture_questionnaire *questionnaire = analysis->questionnaire;
    int32_t items = 0;
    for (int32_t i = 0; i < analysis->item_count; i++) {
        if (questionnaire->items[analysis->items[i]].dimension != dimension || !varies(analysis, i)) {
            continue;
        }
        if (!items++) {
            cul_buffer_text(out, dimension < questionnaire->factor_count ? "" : "# ");
            cul_buffer_text(out, questionnaire->dimensions[dimension].id);
        }
        cul_buffer_text(out, items == 1 ? " =~ " : " + ");
        cul_buffer_text(out, item_id(analysis, i));
    }
    cul_buffer_text(out, items ? "\n" : "");
}

static void write_model(const culture_analysis *analysis, struct cul_buffer *out)
{
    cul_buffer_text(out, "# Factors and the items that measure them, after reversal. Items that do not vary are left "
                         "out.\n");
    for (int32_t d = 0; d < analysis->questionnaire->dimension_count; d++) {
        write_dimension(analysis, d, out);
    }
}

static culture_status write_file(struct cul_buffer *text, const char *folder, const char *name,
                                 struct culture_error *error)
{
    struct cul_buffer path = {0};
    cul_buffer_text(&path, folder);
    cul_buffer_byte(&path, '/');
    cul_buffer_text(&path, name);
    culture_status status = path.failed || text->failed ? cul_fail_memory(error)
                                                        : cul_file_write(&(struct culture_sink){.path = path.bytes},
                                                                         text->bytes, text->length, 0644, error);
    cul_buffer_free(&path);
    cul_buffer_clear(text);
    return status;
}

culture_status culture_write_structure_lavaan(const culture_analysis *analysis, const char *folder,
                                              struct culture_error *error)
{
    if (!analysis || !folder || !*folder) {
        return cul_fail_argument(error, "an analysis and a folder are needed");
    }
    if (isnan(cul_analysis_value(analysis, CULTURE_STRUCTURE_COVARIANCE, 0, 0))) {
        if (culture_analysis_reason(analysis, CULTURE_STRUCTURE_COVARIANCE, 0, 0) == CULTURE_REASON_SUPPRESSED) {
            return cul_fail(error, CULTURE_ERROR_NOTHING, (struct cul_place){0},
                            "covariances are withheld: beside the scores they would tell what a few respondents "
                            "answered");
        }
        return cul_fail(error, CULTURE_ERROR_NOTHING, (struct cul_place){0},
                        "%lld respondents answered all items: too few for covariances",
                        (long long)analysis->about.complete);
    }
    if (mkdir(folder, 0777) && errno != EEXIST) {
        return cul_fail(error, CULTURE_ERROR_FILE, (struct cul_place){.path = folder}, "cannot make the folder");
    }
    struct cul_buffer out = {0};
    write_covariances(analysis, &out);
    culture_status status = write_file(&out, folder, "covariance.csv", error);
    if (!status) {
        cul_buffer_whole(&out, analysis->about.complete);
        cul_buffer_byte(&out, '\n');
        status = write_file(&out, folder, "respondents.txt", error);
    }
    if (!status) {
        write_model(analysis, &out);
        status = write_file(&out, folder, "model.lav", error);
    }
    if (!status) {
        cul_buffer_text(&out, script);
        status = write_file(&out, folder, "lavaan.R", error);
    }
    cul_buffer_free(&out);
    return status;
}
