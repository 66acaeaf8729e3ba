/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A register of organisations: recognised, read, and every entry found again. */
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int64_t problems = 0;
    struct culture_source source = source_of("fuzzed.csv", data, size);
    struct culture_register_options options = {
        .struct_size = sizeof options, .on_problem = count_problem, .context = &problems};
    culture_register *reg = NULL, *again = NULL;
    struct culture_error error = {0};
    culture_register_is_likely(&source);
    culture_status status = culture_register_read(&source, &options, &reg, &error);
    check_error(status, &error);
    MUST(!status == !!reg);
    MUST(culture_register_read(&source, NULL, &again, NULL) == status);
    for (int64_t i = 0; reg && i < culture_register_count(reg); i++) {
        struct culture_register_entry entry = {.struct_size = sizeof entry};
        MUST(culture_register_entry(reg, i, &entry, NULL) == CULTURE_OK);
        MUST(culture_register_find(reg, entry.organisation) == i && entry.headcount >= 0);
        MUST(!(entry.training_budget < 0) && !(entry.formal_share < 0 || entry.formal_share > 1));
    }
    for (int64_t i = 0; reg && i < culture_register_unit_count(reg); i++) {
        struct culture_register_unit unit = {.struct_size = sizeof unit};
        MUST(culture_register_unit(reg, i, &unit, NULL) == CULTURE_OK && unit.headcount >= 1);
        check_text(unit.unit);
        /* Of two with the same words the first one is found. */
        int64_t found = culture_register_find_unit(reg, unit.organisation, unit.column, unit.unit);
        MUST(found >= 0 && found <= i);
    }
    culture_register_free(reg);
    culture_register_free(again);
    return 0;
}
