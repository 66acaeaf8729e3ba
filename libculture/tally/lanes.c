/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a questionnaire's rows can be counted as lanes, and by which of the compiled targets. */
#include "tally/lanes.h"

#include "questionnaire/model.h"

CUL_TARGETS(lanes)

/* Sums of codes are bytes, and a few answers are looked up in tables of sixteen. */
static bool dimension_fits(const struct cul_layout_dimension *at)
{
    return at->items <= CUL_LANES_ITEMS && at->items * (at->points - 1) < 255;
}

/* Halves and scores are whole numbers whatever was answered, and small: halves are bytes, squares of scores one limb.
 */
static bool units_fit(const culture_questionnaire *questionnaire, const struct cul_layout *layout)
{
    int64_t halves = layout->halves, unit = layout->unit;
    if (halves > 255 || questionnaire->factor_count * halves * halves > UINT16_MAX || unit * unit >= 1 << 27) {
        return false;
    }
    for (int32_t d = 0; d < layout->dimension_count; d++) {
        const struct cul_layout_dimension *at = &layout->dimensions[d];
        bool factor = d < questionnaire->factor_count;
        for (int32_t answered = 1; answered <= at->items; answered++) {
            int64_t parts = (int64_t)answered * (at->points - 1);
            if ((answered >= at->needed && unit % parts) ||
                (factor && answered <= (at->items + 1) / 2 && halves % parts)) {
                return false;
            }
        }
    }
    return true;
}

/* Equal codes are equal answers only where all scales begin at the same point. */
static bool scales_fit(const culture_questionnaire *questionnaire)
{
    for (int32_t i = 1; i < questionnaire->item_count; i++) {
        if (cul_item_scale(questionnaire, i)->low != cul_item_scale(questionnaire, 0)->low) {
            return false;
        }
    }
    return questionnaire->item_count > 0;
}

void cul_lanes_plan(struct cul_lanes_plan *plan, const culture_questionnaire *questionnaire,
                    const struct cul_layout *layout)
{
    *plan = (struct cul_lanes_plan){.questionnaire = questionnaire, .layout = layout};
    bool fits = questionnaire->item_count < 255 && layout->dimension_count <= CUL_LANES_DIMENSIONS &&
                questionnaire->factor_count <= CUL_LANES_DIMENSIONS && scales_fit(questionnaire) &&
                units_fit(questionnaire, layout);
    for (int32_t d = 0; fits && d < layout->dimension_count; d++) {
        fits = dimension_fits(&layout->dimensions[d]);
    }
    for (uint32_t shown = 0; shown < 1 << CUL_SIGNS; shown++) {
        plan->flagged[shown] = cul_quality_flags((struct cul_row_quality){.shown = shown});
    }
    const struct cul_lanes_target *targets[CUL_PROCESSORS];
    if (fits) {
        plan->target = targets[cul_lanes_targets(targets) - 1];
    }
}
