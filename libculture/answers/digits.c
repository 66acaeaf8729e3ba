/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/digits.h"

#ifdef CUL_X86
extern const struct cul_digits_target cul_digits_sse4, cul_digits_avx2, cul_digits_avx512;
#endif
extern const struct cul_digits_target cul_digits_baseline;

int32_t cul_digits_targets(const struct cul_digits_target *targets[CUL_PROCESSORS])
{
    targets[CUL_PROCESSOR_BASELINE] = &cul_digits_baseline;
#ifdef CUL_X86
    targets[CUL_PROCESSOR_SSE4] = &cul_digits_sse4;
    targets[CUL_PROCESSOR_AVX2] = &cul_digits_avx2;
    targets[CUL_PROCESSOR_AVX512] = &cul_digits_avx512;
#endif
    return (int32_t)cul_processor() + 1;
}
