/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_FUZZ_API_H
#define TESTS_FUZZ_API_H

/* What the parts of the API's target share: the places for handles, the input they are chosen by, and what must hold.
 */
#include "target.h"

enum { PLACES = 4 };

struct machine {
    const uint8_t *at, *end;
    culture_questionnaire *questionnaires[PLACES];
    culture_tally *tallies[PLACES];
    culture_register *registers[PLACES];
    culture_scores *scores[PLACES];
    culture_reference *references[PLACES];
    culture_assessment *assessments[PLACES];
    culture_comparison *comparisons[PLACES];
    culture_structure *structures[PLACES];
    culture_analysis *analyses[PLACES];
    culture_drivers *drivers[PLACES];
    culture_answers *answers[PLACES];
};

static inline unsigned take(struct machine *machine)
{
    return machine->at < machine->end ? *machine->at++ : 0;
}

/* A place of one kind of handle. */
#define ANY(kind) (&machine->kind[take(machine) % PLACES])
/* Puts a new handle in a place; what was there is freed. */
#define KEEP(free_one, place, made)                                                                                    \
    do {                                                                                                               \
        if (made) {                                                                                                    \
            free_one(*(place));                                                                                        \
            *(place) = made;                                                                                           \
        }                                                                                                              \
    } while (0)

/* Each kind's last step: nothing is made by a call that failed, something by one that did not. */
static inline void check_made(culture_status status, const void *made, const struct culture_error *error)
{
    MUST(!status == !!made);
    check_error(status, error);
}

/* Compilers may look at made before they make the call. */
#define CHECK_MADE(call, made, error)                                                                                  \
    do {                                                                                                               \
        culture_status status_of_call = (call);                                                                        \
        check_made(status_of_call, made, error);                                                                       \
    } while (0)

#define CHECK_CALL(call, error)                                                                                        \
    do {                                                                                                               \
        culture_status status_of_call = (call);                                                                        \
        check_error(status_of_call, error);                                                                            \
    } while (0)

/* The kinds of results all say the same of a value: a number, or a reason. */
#define CHECK_MATRIX(get, ask, handle, result)                                                                         \
    do {                                                                                                               \
        struct culture_matrix matrix;                                                                                  \
        if (get(handle, result, &matrix) == CULTURE_OK) {                                                              \
            for (int64_t row = 0; row < matrix.rows; row++) {                                                          \
                for (int64_t column = 0; column < matrix.columns; column++) {                                          \
                    int32_t reason = ask(handle, result, row, column);                                                 \
                    double value = matrix.data[row * matrix.columns + column];                                         \
                    MUST(isnan(value) ? reason > 0 : reason == 0 && isfinite(value));                                  \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
    } while (0)

/* In api_ask.c: what can be asked of handles and nothing is made by. */
void ask_questionnaire(struct machine *machine);
void ask_register(struct machine *machine);
void ask_scores(struct machine *machine);
void ask_reference(struct machine *machine);
void ask_assessment(struct machine *machine);
void ask_answers(struct machine *machine);
void ask_tally(struct machine *machine);

#endif
