/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regression to the mean: what an organisation that was low is to rise without any cause. */
#include "assessment/comparison_statistics.h"

#include <math.h>

/* v = s^2 / n, as the ANOVA has it: with the finite population in one of the two only, who is large would hardly
 * regress, and who is small too much. */
static double sampling_variance(struct cul_sample sample)
{
    return sample.variance / (double)sample.n;
}

/* One-way ANOVA: tau^2 = (MSB - MSW) / k0, k0 = (N - sum n^2 / N) / (K - 1); below 0 it is 0. NaN: nothing varies. */
static double between_variance(const struct cul_sample *samples, int64_t count, double organisations)
{
    double n = 0, squares = 0, sum = 0, within = 0, between = 0;
    for (int64_t i = 0; i < count; i++) {
        if (samples[i].n >= 2) {
            double size = (double)samples[i].n;
            n += size, squares += size * size, sum += size * samples[i].mean;
            within += (size - 1) * samples[i].variance;
        }
    }
    for (int64_t i = 0; i < count; i++) {
        double off = samples[i].mean - sum / n;
        between += samples[i].n >= 2 ? (double)samples[i].n * off * off : 0;
    }
    between /= organisations - 1;
    within /= n - organisations;
    double k0 = (n - squares / n) / (organisations - 1);
    return between > 0 || within > 0 ? fmax(0, (between - within) / k0) : (double)NAN;
}

struct cul_between cul_between_organisations(const struct cul_sample *samples, int64_t count)
{
    struct cul_between found = {(double)NAN, (double)NAN, CULTURE_REASON_TOO_FEW};
    int64_t organisations = 0;
    for (int64_t i = 0; i < count; i++) {
        organisations += samples[i].n >= 2;
    }
    if (organisations < CUL_BETWEEN_LEAST) {
        return found;
    }
    found.variance = between_variance(samples, count, (double)organisations);
    double weights = 0, sum = 0;
    for (int64_t i = 0; i < count; i++) {
        if (samples[i].n >= 2) {
            double weight = 1 / (found.variance + sampling_variance(samples[i]));
            weights += weight, sum += weight * samples[i].mean;
        }
    }
    found.mean = sum / weights;
    found.reason = isfinite(found.mean) ? CULTURE_REASON_NONE : CULTURE_REASON_ZERO_VARIANCE;
    return found;
}

double cul_regression_to_mean(struct cul_between between, struct cul_sample sample)
{
    double error = sampling_variance(sample);
    return error / (between.variance + error) * (between.mean - sample.mean);
}
