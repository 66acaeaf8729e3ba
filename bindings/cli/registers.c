/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "registers.h"

#include "messages.h"
#include "near.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

void cul_cli_tell_ignored(FILE *file, const char *before, const char *path, const culture_register *reg)
{
    char names[240] = "";
    const char *name;
    for (int64_t i = 0; (name = culture_register_ignored(reg, i)); i++) {
        size_t used = strlen(names);
        if (used + strlen(name) + sizeof ", ..." > sizeof names) {
            snprintf(names + used, sizeof names - used, "%s...", used ? ", " : "");
            break;
        }
        snprintf(names + used, sizeof names - used, "%s%s", used ? ", " : "", name);
    }
    if (*names) {
        cul_cli_print(file, "%s", before);
        cul_cli_line(file, "%s: columns that a register does not have, not used: %s", path, names);
    }
}

static struct culture_unit unit_at(const culture_scores *scores, int64_t index)
{
    struct culture_unit unit = {.struct_size = sizeof unit};
    culture_scores_unit(scores, index, &unit, NULL);
    return unit;
}

static const char *organisation_of(const culture_scores *scores, const struct culture_unit *unit)
{
    struct culture_organisation organisation = {.struct_size = sizeof organisation};
    culture_scores_organisation(scores, unit->organisation, &organisation, NULL);
    return organisation.name;
}

/* What the register tells of the organisations that are scored. */
struct matching {
    const struct cul_cli_batch *batch;
    int64_t units, told; /* of the scores, of the register */
    int64_t *of_unit;    /* per unit of the scores: its headcount in the register, -1: none */
    _Bool *met;          /* per headcount: somebody is in it */
};

static _Bool start(struct matching *matching, const struct cul_cli_batch *batch)
{
    matching->batch = batch;
    matching->units = culture_scores_unit_count(batch->scores);
    matching->told = culture_register_unit_count(batch->reg);
    matching->of_unit = calloc((size_t)matching->units + 1, sizeof *matching->of_unit);
    matching->met = calloc((size_t)matching->told + 1, sizeof *matching->met);
    for (int64_t i = 0; matching->of_unit && matching->met && i < matching->units; i++) {
        struct culture_unit unit = unit_at(batch->scores, i);
        int64_t found =
            culture_register_find_unit(batch->reg, organisation_of(batch->scores, &unit), unit.column, unit.name);
        matching->of_unit[i] = found;
        if (found >= 0) {
            matching->met[found] = 1;
        }
    }
    return matching->of_unit && matching->met;
}

/* Whether the register tells anything of this column of an organisation; its index in the register's organisations
 * tells whether two names are one organisation's. */
static _Bool is_told(const struct matching *matching, const char *organisation, const char *column)
{
    const culture_register *reg = matching->batch->reg;
    int64_t wanted = culture_register_find(reg, organisation);
    for (int64_t i = 0; wanted >= 0 && i < matching->told; i++) {
        struct culture_register_unit told = {.struct_size = sizeof told};
        culture_register_unit(reg, i, &told, NULL);
        if (culture_register_find(reg, told.organisation) == wanted &&
            (!*told.column || strcasecmp(told.column, column) == 0)) {
            return 1;
        }
    }
    return 0;
}

/* A headcount that nobody is in, with the subgroup that was perhaps meant. */
static void tell_empty(const struct matching *matching, const char *path, const struct culture_register_unit *told)
{
    const culture_scores *scores = matching->batch->scores;
    const culture_register *reg = matching->batch->reg;
    struct cul_cli_near near = {.word = told->unit};
    int64_t wanted = culture_register_find(reg, told->organisation);
    _Bool scored = 0;
    for (int64_t i = 0; i < matching->units; i++) {
        struct culture_unit unit = unit_at(scores, i);
        _Bool same = wanted >= 0 && culture_register_find(reg, organisation_of(scores, &unit)) == wanted &&
                     (!*told->column || strcasecmp(told->column, unit.column) == 0);
        scored |= same;
        if (same && matching->of_unit[i] < 0) {
            cul_cli_near_try(&near, unit.name);
        }
    }
    if (scored && near.best) {
        cul_cli_say("%s:%lld: nobody of %s answered as being of '%s'; did you mean '%s'?", path, (long long)told->line,
                    told->organisation, told->unit, near.best);
    } else if (scored) {
        cul_cli_say("%s:%lld: nobody of %s answered as being of '%s'", path, (long long)told->line, told->organisation,
                    told->unit);
    }
}

static void tell_both(const struct matching *matching, const char *path)
{
    for (int64_t i = 0; i < matching->told; i++) {
        struct culture_register_unit told = {.struct_size = sizeof told};
        if (!matching->met[i] && culture_register_unit(matching->batch->reg, i, &told, NULL) == CULTURE_OK) {
            tell_empty(matching, path, &told);
        }
    }
    for (int64_t i = 0; i < matching->units; i++) {
        struct culture_unit unit = unit_at(matching->batch->scores, i);
        const char *organisation = organisation_of(matching->batch->scores, &unit);
        if (matching->of_unit[i] < 0 && is_told(matching, organisation, unit.column)) {
            cul_cli_say("%s: has no headcount of '%s' of %s (column %s): nothing is weighted to that column", path,
                        unit.name, organisation, unit.column);
        }
    }
}

void cul_cli_tell_units(const struct cul_cli_batch *batch, const struct cul_cli_settings *settings)
{
    struct matching matching = {0};
    if (!culture_register_unit_count(batch->reg)) {
        return;
    }
    if (!settings->by.count) {
        if (settings->command == CUL_CLI_SCORE) {
            cul_cli_say("%s: headcounts of subgroups count only with --by and their column", settings->reg);
        }
        return;
    }
    if (start(&matching, batch)) {
        tell_both(&matching, settings->reg);
    }
    free(matching.of_unit);
    free(matching.met);
}
