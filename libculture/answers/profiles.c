/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/profiles.h"

#include "base/text.h"

#include <string.h>

#define BIT(profile) (1 << (profile))
enum {
    LIME = BIT(CULTURE_PROFILE_LIMESURVEY),
    QUALTRICS = BIT(CULTURE_PROFILE_QUALTRICS),
    GOOGLE = BIT(CULTURE_PROFILE_GOOGLE_FORMS),
    MICROSOFT = BIT(CULTURE_PROFILE_MICROSOFT_FORMS),
    MONKEY = BIT(CULTURE_PROFILE_SURVEYMONKEY),
    TOOL = CULTURE_COLUMN_TOOL,
    PERSONAL = CULTURE_COLUMN_PERSONAL,
    ENOUGH = 2, /* the weight that makes a tool */
};

/* clang-format off */
static const struct cul_tool_column tool_columns[] = {
    {"id", TOOL, LIME | MICROSOFT, 0, 0},
    {"response id", TOOL, LIME, 1, 0},
    {"antwoord id", TOOL, LIME, 1, 0},
    {"antwoord-id", TOOL, LIME, 1, 0},
    {"submitdate", CULTURE_COLUMN_FINISHED, LIME, 2, CUL_FINISHED_DATE},
    {"date submitted", CULTURE_COLUMN_FINISHED, LIME, 1, CUL_FINISHED_DATE},
    {"datum ingestuurd", CULTURE_COLUMN_FINISHED, LIME, 1, CUL_FINISHED_DATE},
    {"datum verzonden", CULTURE_COLUMN_FINISHED, LIME, 1, CUL_FINISHED_DATE},
    {"datum ingediend", CULTURE_COLUMN_FINISHED, LIME, 1, CUL_FINISHED_DATE},
    {"lastpage", TOOL, LIME, 1, 0},
    {"last page", TOOL, LIME, 1, 0},
    {"laatste pagina", TOOL, LIME, 1, 0},
    {"startlanguage", TOOL, LIME, 1, 0},
    {"start language", TOOL, LIME, 1, 0},
    {"begintaal", TOOL, LIME, 1, 0},
    {"starttaal", TOOL, LIME, 1, 0},
    {"seed", TOOL, LIME, 0, 0},
    {"startdate", TOOL, LIME | QUALTRICS, 0, 0},
    {"datestamp", TOOL, LIME, 0, 0},
    {"date started", TOOL, LIME, 0, 0},
    {"date last action", TOOL, LIME, 0, 0},
    {"datum gestart", TOOL, LIME, 0, 0},
    {"datum laatste actie", TOOL, LIME, 0, 0},
    {"refurl", TOOL, LIME, 0, 0},
    {"referrer url", TOOL, LIME, 0, 0},
    {"interviewtime", CULTURE_COLUMN_DURATION, LIME, 0, 0},
    {"total time", CULTURE_COLUMN_DURATION, LIME, 0, 0},
    {"totale tijd", CULTURE_COLUMN_DURATION, LIME, 0, 0},
    {"enddate", TOOL, QUALTRICS, 0, 0},
    {"recordeddate", TOOL, QUALTRICS, 1, 0},
    {"responseid", TOOL, QUALTRICS, 1, 0},
    {"responseset", TOOL, QUALTRICS, 1, 0},
    {"status", CULTURE_COLUMN_STATUS, QUALTRICS, 0, 0},
    {"progress", CULTURE_COLUMN_FINISHED, QUALTRICS, 0, CUL_FINISHED_PERCENT},
    {"finished", CULTURE_COLUMN_FINISHED, QUALTRICS, 1, CUL_FINISHED_WORDS},
    {"duration (in seconds)", CULTURE_COLUMN_DURATION, QUALTRICS, 1, 0},
    {"distributionchannel", TOOL, QUALTRICS, 1, 0},
    {"userlanguage", TOOL, QUALTRICS, 1, 0},
    {"externalreference", PERSONAL, QUALTRICS, 1, 0},
    {"externaldatareference", PERSONAL, QUALTRICS, 1, 0},
    {"recipientlastname", PERSONAL, QUALTRICS, 1, 0},
    {"recipientfirstname", PERSONAL, QUALTRICS, 1, 0},
    {"recipientemail", PERSONAL, QUALTRICS, 1, 0},
    {"locationlatitude", PERSONAL, QUALTRICS, 1, 0},
    {"locationlongitude", PERSONAL, QUALTRICS, 1, 0},
    {"locationaccuracy", PERSONAL, QUALTRICS, 0, 0},
    {"timestamp", TOOL, GOOGLE, 0, 0},
    {"tijdstempel", TOOL, GOOGLE, 0, 0},
    {"start time", TOOL, MICROSOFT, 1, 0},
    {"completion time", TOOL, MICROSOFT, 1, 0},
    {"last modified time", TOOL, MICROSOFT, 0, 0},
    {"begintijd", TOOL, MICROSOFT, 1, 0},
    {"tijd van voltooien", TOOL, MICROSOFT, 1, 0},
    {"tijd van laatste wijziging", TOOL, MICROSOFT, 0, 0},
    {"respondent id", TOOL, MONKEY, 1, 0},
    {"respondent-id", TOOL, MONKEY, 1, 0},
    {"id respondent", TOOL, MONKEY, 1, 0},
    {"collector id", TOOL, MONKEY, 1, 0},
    {"collector-id", TOOL, MONKEY, 1, 0},
    {"id collector", TOOL, MONKEY, 1, 0},
    {"start date", TOOL, MONKEY, 0, 0},
    {"end date", TOOL, MONKEY, 0, 0},
    {"date created", TOOL, MONKEY, 0, 0},
    {"date modified", TOOL, MONKEY, 0, 0},
    {"begindatum", TOOL, MONKEY, 0, 0},
    {"einddatum", TOOL, MONKEY, 0, 0},
    {"custom data 1", PERSONAL, MONKEY, 0, 0},
    {"aangepaste gegevens 1", PERSONAL, MONKEY, 0, 0},
};
/* clang-format on */

const struct cul_tool_column *cul_tool_column_find(const char *key, size_t length)
{
    for (size_t i = 0; i < sizeof tool_columns / sizeof *tool_columns; i++) {
        if (length == strlen(tool_columns[i].key) && memcmp(key, tool_columns[i].key, length) == 0) {
            return &tool_columns[i];
        }
    }
    return NULL;
}

/* Google's forms have one column of their own, the first. */
static bool is_google(const struct cul_buffer *key, int64_t index)
{
    const struct cul_tool_column *column = cul_tool_column_find(key->bytes, key->length);
    return index == 0 && column && column->profiles == GOOGLE;
}

static int32_t heaviest(const int32_t *weights)
{
    int32_t best = CULTURE_PROFILE_TABLE;
    for (int32_t i = 0; i < CULTURE_PROFILES; i++) {
        if (weights[i] >= ENOUGH && (best == CULTURE_PROFILE_TABLE || weights[i] > weights[best])) {
            best = i;
        }
    }
    return best;
}

bool cul_profile_of(const struct cul_csv_field *headings, int64_t count, struct cul_buffer *scratch, int32_t *profile)
{
    int32_t weights[CULTURE_PROFILES] = {0};
    for (int64_t i = 0; i < count; i++) {
        cul_buffer_clear(scratch);
        if (!cul_text_key(headings[i].text, headings[i].length, scratch)) {
            if (scratch->failed) {
                return false;
            }
            continue;
        }
        const char *key = scratch->bytes ? scratch->bytes : "";
        const struct cul_tool_column *column = cul_tool_column_find(key, scratch->length);
        for (int32_t p = 0; column && p < CULTURE_PROFILES; p++) {
            weights[p] += column->profiles & BIT(p) ? column->weight : 0;
        }
        weights[CULTURE_PROFILE_GOOGLE_FORMS] += scratch->length && is_google(scratch, i) ? ENOUGH : 0;
    }
    *profile = heaviest(weights);
    return true;
}

/* The columns as a mapping names them. */
static enum cul_long_column find_mapped(const culture_mapping *mapping, const char *heading, _Bool *failed)
{
    static const enum cul_mapped columns[CUL_LONG_COLUMNS] = {CUL_MAPPED_RESPONDENT, CUL_MAPPED_ITEM,
                                                              CUL_MAPPED_ANSWER};
    for (int i = 0; i < CUL_LONG_COLUMNS; i++) {
        if (cul_text_same_key(heading, cul_mapping_column(mapping, columns[i]), failed)) {
            return (enum cul_long_column)i;
        }
    }
    return CUL_LONG_COLUMNS;
}

enum cul_long_column cul_long_column_find(const culture_mapping *mapping, const char *heading,
                                          const struct cul_buffer *key, _Bool *failed)
{
    if (cul_mapping_column(mapping, CUL_MAPPED_ANSWER)) {
        return find_mapped(mapping, heading, failed);
    }

    static const struct {
        const char *key;
        enum cul_long_column column;
    } names[] = {
        {"respondent", CUL_LONG_RESPONDENT},
        {"respondent_id", CUL_LONG_RESPONDENT},
        {"respondent id", CUL_LONG_RESPONDENT},
        {"respondent-id", CUL_LONG_RESPONDENT},
        {"respondentid", CUL_LONG_RESPONDENT},
        {"participant", CUL_LONG_RESPONDENT},
        {"deelnemer", CUL_LONG_RESPONDENT},
        {"participant_id", CUL_LONG_RESPONDENT},
        {"item", CUL_LONG_ITEM},
        {"item_id", CUL_LONG_ITEM},
        {"question", CUL_LONG_ITEM},
        {"question_id", CUL_LONG_ITEM},
        {"statement", CUL_LONG_ITEM},
        {"vraag", CUL_LONG_ITEM},
        {"stelling", CUL_LONG_ITEM},
        {"answer", CUL_LONG_ANSWER},
        {"value", CUL_LONG_ANSWER},
        {"response", CUL_LONG_ANSWER},
        {"antwoord", CUL_LONG_ANSWER},
        {"waarde", CUL_LONG_ANSWER},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (key->length && strcmp(key->bytes, names[i].key) == 0) {
            return names[i].column;
        }
    }
    return CUL_LONG_COLUMNS;
}

const char *culture_profile_name(int32_t profile)
{
    static const char *const names[CULTURE_PROFILES] = {"a table",         "LimeSurvey",   "Qualtrics",  "Google Forms",
                                                        "Microsoft Forms", "SurveyMonkey", "long format"};
    return profile >= 0 && profile < CULTURE_PROFILES ? names[profile] : "";
}
