/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scales of a questionnaire file. */
#include "base/buffer.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "questionnaire/build.h"

#include <string.h>

/* The lowest and highest point, which must be consecutive whole numbers. */
static bool read_range(struct cul_build *build, const struct cul_yaml *points, const char *where,
                       struct cul_scale *scale)
{
    int64_t low = INT64_MAX, high = INT64_MIN;
    for (int64_t i = 0; i < points->count; i++) {
        int64_t value;
        if (!cul_yaml_whole(&points->keys[i], &value) || value < -1000 || value > 1000) {
            cul_build_problem(build, &points->keys[i], where, "a scale point is a whole number between -1000 and 1000");
            return false;
        }
        low = value < low ? value : low;
        high = value > high ? value : high;
    }
    if (points->count < 2 || points->count > CUL_MAXIMUM_POINTS) {
        cul_build_problem(build, points, where, "a scale has 2 to %d points, this one has %lld",
                          (int)CUL_MAXIMUM_POINTS, (long long)points->count);
        return false;
    }
    if (high - low + 1 != points->count) {
        cul_build_problem(build, points, where, "the points must be consecutive whole numbers, each once");
        return false;
    }
    scale->low = (int32_t)low, scale->high = (int32_t)high;
    return true;
}

/* Two labels of one scale that read the same could not be told apart in a file. */
static void check_label(struct cul_build *build, struct cul_names *labels, const struct cul_text *text,
                        const struct cul_yaml *node, const char *where)
{
    int64_t before = labels->count;
    for (int32_t i = 0; i < text->count; i++) {
        struct cul_buffer key = {0};
        if (cul_text_key(text->texts[i], strlen(text->texts[i]), &key)) {
            int64_t number = cul_names_add(labels, key.bytes ? key.bytes : "", key.length);
            build->no_memory = build->no_memory || number < 0;
            if (number >= 0 && number < before) {
                cul_build_problem(build, node, where, "two answers of this scale have the label '%.60s'",
                                  text->texts[i]);
            }
        }
        build->no_memory = build->no_memory || key.failed;
        cul_buffer_free(&key);
    }
}

static void read_points(struct cul_build *build, const struct cul_yaml *points, const char *where,
                        struct cul_scale *scale, struct cul_names *labels)
{
    if (!read_range(build, points, where, scale)) {
        return;
    }
    scale->labels = cul_memory_new((size_t)points->count, sizeof *scale->labels);
    if (!scale->labels) {
        build->no_memory = true;
        return;
    }
    for (int64_t i = 0; i < points->count && !build->no_memory; i++) {
        char at[CUL_WHERE_SIZE];
        int64_t value = scale->low;
        cul_yaml_whole(&points->keys[i], &value);
        cul_where(at, where, -1, points->keys[i].text);
        if (cul_build_text(build, &points->values[i], at, &scale->labels[value - scale->low])) {
            check_label(build, labels, &scale->labels[value - scale->low], &points->values[i], at);
        }
    }
}

static uint32_t mirror(const struct cul_scale *scale, uint32_t set)
{
    uint32_t mirrored = 0;
    for (int32_t code = 0; code <= scale->high - scale->low; code++) {
        mirrored |= (set >> code & 1) << (scale->high - scale->low - code);
    }
    return mirrored;
}

static void read_favourable(struct cul_build *build, const struct cul_yaml *list, const char *where,
                            struct cul_scale *scale)
{
    int32_t points = scale->high - scale->low + 1;
    scale->favourable = points >= 4 ? 3u << (points - 2) : 1u << (points - 1);
    if (list) {
        scale->favourable = 0;
        for (int64_t i = 0; i < list->count; i++) {
            int64_t value;
            char at[CUL_WHERE_SIZE];
            cul_where(at, where, i, NULL);
            if (!cul_yaml_whole(&list->values[i], &value) || value < scale->low || value > scale->high) {
                cul_build_problem(build, &list->values[i], at, "a point of the scale is expected here, %d to %d",
                                  (int)scale->low, (int)scale->high);
            } else {
                scale->favourable |= 1u << (value - scale->low);
            }
        }
    }
    scale->unfavourable = mirror(scale, scale->favourable);
}

static void read_missing(struct cul_build *build, const struct cul_yaml *list, const char *where,
                         struct cul_scale *scale, struct cul_names *labels)
{
    scale->missing = cul_memory_new((size_t)list->count, sizeof *scale->missing);
    if (!scale->missing) {
        build->no_memory = true;
        return;
    }
    for (int64_t i = 0; i < list->count && !build->no_memory; i++) {
        char at[CUL_WHERE_SIZE];
        int64_t value;
        const struct cul_yaml *node = &list->values[i];
        cul_where(at, where, i, NULL);
        if (cul_yaml_whole(node, &value) && value >= scale->low && value <= scale->high) {
            cul_build_problem(build, node, at, "%lld is a point of this scale and cannot mean 'no answer'",
                              (long long)value);
            continue;
        }
        struct cul_text *text = &scale->missing[scale->missing_count];
        if (cul_build_text(build, node, at, text)) {
            check_label(build, labels, text, node, at);
            scale->missing_count++;
        } else {
            cul_text_free(text);
        }
    }
}

static void read_scale(struct cul_build *build, const char *id, const struct cul_yaml *node, struct cul_scale *scale)
{
    static const char *const known[] = {"points", "favourable", "missing", NULL};
    char where[CUL_WHERE_SIZE], at[CUL_WHERE_SIZE];
    cul_where(where, "scales", -1, id);
    scale->low = 1, scale->high = 2; /* something usable, so that later problems are found too */
    if (!cul_build_copy(build, &scale->id, id)) {
        return;
    }
    if (node->kind != CUL_YAML_MAPPING) {
        cul_build_problem(build, node, where, "a mapping with the key points is expected here");
        return;
    }
    cul_yaml_known_keys(node, known, where, CULTURE_ERROR_QUESTIONNAIRE, build->problems);
    struct cul_names labels = {0};
    const struct cul_yaml *points = cul_build_child(build, node, "points", where, CUL_YAML_MAPPING, true);
    cul_where(at, where, -1, "points");
    if (points) {
        read_points(build, points, at, scale, &labels);
    }
    cul_where(at, where, -1, "favourable");
    read_favourable(build, cul_build_child(build, node, "favourable", where, CUL_YAML_SEQUENCE, false), at, scale);
    const struct cul_yaml *missing = cul_build_child(build, node, "missing", where, CUL_YAML_SEQUENCE, false);
    cul_where(at, where, -1, "missing");
    if (missing) {
        read_missing(build, missing, at, scale, &labels);
    }
    cul_names_free(&labels);
}

void cul_build_scales(struct cul_build *build, const struct cul_yaml *scales)
{
    culture_questionnaire *made = build->made;
    made->scales = cul_memory_new((size_t)scales->count, sizeof *made->scales);
    if (!made->scales) {
        build->no_memory = true;
        return;
    }
    for (int64_t i = 0; i < scales->count && !build->no_memory; i++) {
        read_scale(build, scales->keys[i].text, &scales->values[i], &made->scales[made->scale_count++]);
    }
}
