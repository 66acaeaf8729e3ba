/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mapping file: read, and a survey in both shapes read with it. */
#include "target.h"

static void read_with(culture_mapping *mapping, const char *text)
{
    struct culture_answers_options options = {.struct_size = sizeof options, .mapping = mapping};
    struct culture_source source = source_of("survey.csv", text, strlen(text));
    struct culture_block block = {.struct_size = sizeof block};
    culture_answers *answers = NULL;
    struct culture_error error = {0};
    culture_status status = culture_answers_read(&source, small_questionnaire(), &options, &answers, &error);
    while (!status && (status = culture_answers_next(answers, &block, &error)) == CULTURE_OK && block.rows) {
        MUST(block.organisation_count > 0);
    }
    check_error(status, &error);
    culture_answers_free(answers);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int64_t problems = 0;
    struct culture_source source = source_of("fuzzed.yaml", data, size);
    struct culture_mapping_options options = {
        .struct_size = sizeof options, .on_problem = count_problem, .context = &problems};
    culture_mapping *mapping = NULL;
    struct culture_error error = {0};
    culture_status status = culture_mapping_read(&source, small_questionnaire(), &options, &mapping, &error);
    check_error(status, &error);
    MUST(!status == !!mapping && (mapping || problems));
    if (mapping) {
        check_text(culture_mapping_id(mapping));
        read_with(
            mapping,
            "Vraag 7a,Vraag 8,Klant,Team,Tijd,Klaar,Nummer\nKlopt,4,noord,x,100,ja,1\nGeen idee,2,zuid,,9,nee,2\n");
        read_with(mapping,
                  "Nummer,Code,Score,Klant\n1,L1,20,noord\n1,V1,30,noord\n2,L1,50,zuid\n2,L1,0,zuid\n3,X,9,zuid\n");
    }
    culture_mapping_free(mapping);
    return 0;
}
