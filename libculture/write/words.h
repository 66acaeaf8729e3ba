/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_WRITE_WORDS_H
#define CUL_WRITE_WORDS_H

/* The words of the table, in Dutch and English. A %s stands for what is filled in. */

struct cul_words {
    const char *organisation, *respondents, *of_headcount, *too_few, *headcount_wrong;
    const char *theme, *gaps, *practice, *ambition_score, *gap, *landscape, *now, *wanted, *tilt, *want_it;
    const char *used_share, *formal_share, *time_to_solution, *days, *published, *multiverse, *score_from;
    const char *on_a_factor, *did_not_answer[2], *verdict_turns, *verdict_stays, *becomes, *or_, *points_higher,
        *points_lower, *than_others, *first_band_if, *first_band;
    const char *why_fewer_wishes, *why_more_wishes, *everybody, *everybody_scores, *no_headcount;
    const char *own_criterion, *rules[3], *floor, *no_floor, *factors_from;
    const char *factor, *score, *favourable, *percentile, *higher_than, *out_of, *exceptional, *exceptional_high,
        *exceptional_low, *no, *finer, *weighted, *weighted_by, *band, *bands[5];
    const char *practises, *evidence[4], *no_probability, *measured, *concrete, *coherent, *not_coherent;
    const char *verdicts[5], *means[5][3], *is_floor, *short_of, *about_short;
    const char *reference, *kinds[3], *no_reference, *organisations;
    const char *number, *observed, *at_criterion, *by, *unit_note, *protects;
    const char *hidden, *not_asked, *suppressed, *no_verdict, *verdict_hidden, *verdict_not_asked;
    const char *profile, *unusual, *not_unusual, *more_extreme, *own_higher, *own_lower;
    const char *about_target[2], *about_no_headcount, *about_some_headcounts[2], *about_share, *norm, *norm_year,
        *norm_respondents, *norm_response, *norm_skewed, *norm_low;
    const char *about_score, *about_percentile, *about_criterion, *about_simulated, *about_base_rate, *about_full,
        *about_pairs, *about_subset, *about_differs, *about_own_criterion, *about_doubtful, *about_note, *about_higher,
        *about_bands, *about_probability, *about_verdict, *about_agree, *about_details;
    const char *ambition, *failed_files, *question_reversed, *question_ambition, *scale, *missing, *version,
        *fingerprint;
    const char *between_first, *between_to, *between_last;
    const char *no_agreement, *unreversed;
    const char *careless, *of_respondents, *careless_change, *careless_points, *careless_hidden, *careless_some,
        *careless_most, *careless_others;
    const char *own_design, *criterion, *criterion_of, *criterion_floor, *axis, *block_kinds[2], *item_table;
    const char *instruction, *about_you, *role_question, *roles[3], *department_question, *organisation_question,
        *placeholder;
    const char *drivers, *driver_levels[2], *explained_together, *relative_weight, *correlation;
    const char *drivers_too_few, *drivers_singular, *drivers_no_interval, *about_drivers;
    char decimal;
};

/* "nl" or "en". */
const struct cul_words *cul_words_in(const char *language);

#endif
