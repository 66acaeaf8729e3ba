/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/digits.h"

extern const struct cul_digits_target cul_digits_baseline;
#ifdef CUL_X86
extern const struct cul_digits_target cul_digits_avx2, cul_digits_avx512;
#endif

int32_t cul_digits_targets(const struct cul_digits_target *targets[CUL_DIGITS_TARGETS])
{
    int32_t count = 0;
    targets[count++] = &cul_digits_baseline;
#ifdef CUL_X86
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt")) {
        targets[count++] = &cul_digits_avx2;
    }
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni") &&
        __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("bmi2")) {
        targets[count++] = &cul_digits_avx512;
    }
#endif
    return count;
}
