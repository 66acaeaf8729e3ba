/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scales of a questionnaire file. */
#include "base/buffer.h"
#include "base/memory.h"
#include "base/number.h"
#include "base/text.h"
#include "questionnaire/build.h"

#include <string.h>

#define NO_POINT INT64_MIN

static bool find_range(struct cul_build *build, const struct cul_yaml *points, const char *where,
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
    scale->low = (int32_t)low, scale->high = (int32_t)high;
    return true;
}

/* 1, 01 and +1 are different keys and the same point, so counting them is not enough. */
static bool each_once(const struct cul_yaml *points, const struct cul_scale *scale)
{
    uint32_t seen = 0;
    for (int64_t i = 0; i < points->count; i++) {
        int64_t value = scale->low;
        cul_yaml_whole(&points->keys[i], &value);
        seen |= 1u << (value - scale->low);
    }
    return seen == (1u << points->count) - 1;
}

/* The lowest and highest point, which must be consecutive whole numbers. */
static bool read_range(struct cul_build *build, const struct cul_yaml *points, const char *where,
                       struct cul_scale *scale)
{
    if (points->count < 2 || points->count > CUL_MAXIMUM_POINTS) {
        cul_build_problem(build, points, where, "a scale has 2 to %d points, this one has %lld",
                          (int)CUL_MAXIMUM_POINTS, (long long)points->count);
        return false;
    }
    if (!find_range(build, points, where, scale)) {
        return false;
    }
    if (scale->high - scale->low + 1 != points->count || !each_once(points, scale)) {
        cul_build_problem(build, points, where, "the points must be consecutive whole numbers, each once");
        return false;
    }
    return true;
}

/* A label that is the number of another point would be read as that point. */
static bool is_other_point(const char *text, const struct cul_scale *scale, int64_t own)
{
    int64_t value;
    return cul_number_parse_whole(text, strlen(text), &value) && value >= scale->low && value <= scale->high &&
           value != own;
}

static void claim_label(struct cul_build *build, struct cul_names *labels, int64_t before, const char *text,
                        const struct cul_yaml *node, const char *where)
{
    struct cul_buffer key = {0};
    if (cul_text_key(text, strlen(text), &key)) {
        int64_t number = cul_names_add(labels, key.bytes ? key.bytes : "", key.length);
        build->no_memory = build->no_memory || number < 0;
        if (number >= 0 && number < before) {
            char shown[61];
            cul_error_copy(shown, sizeof shown, text);
            cul_build_problem(build, node, where, "two answers of this scale have the label '%s'", shown);
        }
    }
    build->no_memory = build->no_memory || key.failed;
    cul_buffer_free(&key);
}

/* Two labels of one scale that read the same could not be told apart in a file; own is the point, or NO_POINT. */
static void check_label(struct cul_build *build, struct cul_names *labels, const struct cul_text *text,
                        const struct cul_scale *scale, int64_t own, const struct cul_yaml *node, const char *where)
{
    int64_t before = labels->count; /* one point may have the same label in two languages */
    for (int32_t i = 0; i < text->count && !build->no_memory; i++) {
        if (is_other_point(text->texts[i], scale, own)) {
            cul_build_problem(build, node, where, "the label '%s' is the number of %s of this scale", text->texts[i],
                              own == NO_POINT ? "a point" : "another point");
        }
        claim_label(build, labels, before, text->texts[i], node, where);
    }
}

/* A point between two named ends may have no label: "2:" with nothing behind it. */
static bool has_label(const struct cul_yaml *node)
{
    return node->kind != CUL_YAML_SCALAR || node->quoted || node->length;
}

/* False: the range is not known, so what refers to points cannot be checked. */
static bool read_points(struct cul_build *build, const struct cul_yaml *points, const char *where,
                        struct cul_scale *scale, struct cul_names *labels)
{
    struct cul_scale range = *scale;
    if (!read_range(build, points, where, &range)) {
        return false;
    }
    scale->labels = cul_memory_new((size_t)points->count, sizeof *scale->labels);
    if (!scale->labels) {
        build->no_memory = true;
        return false;
    }
    scale->low = range.low, scale->high = range.high;
    for (int64_t i = 0; i < points->count && !build->no_memory; i++) {
        char at[CUL_WHERE_SIZE];
        int64_t value = scale->low;
        cul_yaml_whole(&points->keys[i], &value);
        cul_where(at, where, -1, points->keys[i].text);
        struct cul_text *label = &scale->labels[value - scale->low];
        if (has_label(&points->values[i]) && cul_build_text(build, &points->values[i], at, label)) {
            check_label(build, labels, label, scale, value, &points->values[i], at);
        }
    }
    return true;
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
    if (list && !list->count) {
        cul_build_problem(build, list, where, "at least one point is expected here");
    }
    if (list) {
        scale->favourable = 0;
        for (int64_t i = 0; i < list->count && cul_build_goes_on(build); i++) {
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
    for (int64_t i = 0; i < list->count && cul_build_goes_on(build); i++) {
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
            check_label(build, labels, text, scale, NO_POINT, node, at);
            scale->missing_count++;
        } else {
            cul_text_free(text);
        }
    }
}

/* Everything of a scale behind its id. */
static void read_body(struct cul_build *build, const struct cul_yaml *node, const char *where, struct cul_scale *scale)
{
    static const char *const known[] = {"points", "favourable", "missing", NULL};
    char at[CUL_WHERE_SIZE];
    if (node->kind != CUL_YAML_MAPPING) {
        cul_build_problem(build, node, where, "a mapping with the key points is expected here");
        return;
    }
    cul_yaml_known_keys(node, known, where, CULTURE_ERROR_QUESTIONNAIRE, build->problems);
    struct cul_names labels = {0};
    const struct cul_yaml *points = cul_build_child(build, node, "points", where, CUL_YAML_MAPPING, true);
    cul_where(at, where, -1, "points");
    bool known_points = points && read_points(build, points, at, scale, &labels);
    const struct cul_yaml *favourable = cul_build_child(build, node, "favourable", where, CUL_YAML_SEQUENCE, false);
    cul_where(at, where, -1, "favourable");
    if (known_points) {
        read_favourable(build, favourable, at, scale);
    }
    const struct cul_yaml *missing = cul_build_child(build, node, "missing", where, CUL_YAML_SEQUENCE, false);
    cul_where(at, where, -1, "missing");
    if (known_points && missing) {
        read_missing(build, missing, at, scale, &labels);
    }
    cul_names_free(&labels);
}

static void read_scale(struct cul_build *build, const struct cul_yaml *key, const struct cul_yaml *node,
                       struct cul_scale *scale)
{
    char where[CUL_WHERE_SIZE];
    cul_where(where, "scales", -1, key->text);
    scale->low = 1, scale->high = 2; /* something usable, so that later problems are found too */
    if (!cul_build_is_id(key->text, false)) {
        cul_build_problem(build, key, where,
                          "an id is at most 64 lower-case letters, digits and underscores, and begins with a letter");
    }
    if (cul_build_copy(build, &scale->id, key->text)) {
        read_body(build, node, where, scale);
    }
}

void cul_build_scales(struct cul_build *build, const struct cul_yaml *scales)
{
    culture_questionnaire *made = build->made;
    made->scales = cul_memory_new((size_t)scales->count, sizeof *made->scales);
    if (!made->scales) {
        build->no_memory = true;
        return;
    }
    if (!scales->count) {
        cul_build_problem(build, scales, "scales", "at least one scale is needed");
    }
    for (int64_t i = 0; i < scales->count && cul_build_goes_on(build); i++) {
        read_scale(build, &scales->keys[i], &scales->values[i], &made->scales[made->scale_count++]);
    }
}
