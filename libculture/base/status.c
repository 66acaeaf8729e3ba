/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words for statuses and reasons, as they appear in outputs. */
#include "culture/status.h"

static const char *const statuses[] = {"ok",        "memory",    "argument",  "file",     "syntax", "questionnaire",
                                       "answers",   "register",  "reference", "mismatch", "limit",  "overflow",
                                       "cancelled", "not_found", "nothing",   "mapping"};

static const char *const reasons[] = {"",
                                      "too_few",
                                      "suppressed",
                                      "zero_variance",
                                      "not_converged",
                                      "singular",
                                      "not_asked",
                                      "out_of_range",
                                      "one_item",
                                      "no_headcount",
                                      "not_in_reference",
                                      "simulated_reference",
                                      "not_identified",
                                      "heywood",
                                      "census"};

const char *culture_status_name(culture_status status)
{
    return status >= 0 && status < (culture_status)(sizeof statuses / sizeof *statuses) ? statuses[status] : "unknown";
}

const char *culture_reason_name(int32_t reason)
{
    return reason >= 0 && reason < (int32_t)(sizeof reasons / sizeof *reasons) ? reasons[reason] : "";
}

const char *culture_version(void)
{
    return CULTURE_VERSION;
}
