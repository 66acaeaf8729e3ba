/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/recognition.h"

#include "base/memory.h"

bool cul_recognition_add(struct cul_recognition *recognition, int64_t organisation, struct cul_recognised row)
{
    while (recognition->count <= organisation) {
        if (!cul_memory_grow(&recognition->list, &recognition->capacity, (size_t)recognition->count,
                             sizeof *recognition->list)) {
            return false;
        }
        recognition->list[recognition->count++] = (struct cul_recognised){0};
    }
    struct cul_recognised *of[] = {&recognition->all, &recognition->list[organisation]};
    for (int i = 0; i < 2; i++) {
        of[i]->answers += row.answers;
        of[i]->invalid += row.invalid;
    }
    return true;
}

void cul_recognition_free(struct cul_recognition *recognition)
{
    cul_memory_free(recognition->list);
    *recognition = (struct cul_recognition){0};
}

bool cul_is_doubtful(struct cul_recognised recognised)
{
    enum { PERCENT = 5, FEWEST = 10 };
    return recognised.invalid >= FEWEST && recognised.invalid * 100 > recognised.answers * PERCENT;
}
