/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_BASE_PROCESSOR_H
#define CUL_BASE_PROCESSOR_H

/* Which of the compiled kernels this processor can run: those up to a level. libculture/meson.build compiles them. */
enum cul_processor {
    CUL_PROCESSOR_BASELINE, /* what every processor of its family has */
    CUL_PROCESSOR_SSE4,     /* x86-64-v2 */
    CUL_PROCESSOR_AVX2,     /* x86-64-v3 */
    CUL_PROCESSOR_AVX512,   /* x86-64-v4, with VNNI and VBMI2 */
    CUL_PROCESSORS,
};

static inline enum cul_processor cul_processor(void)
{
#ifdef CUL_X86
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("sse4.2") || !__builtin_cpu_supports("popcnt")) {
        return CUL_PROCESSOR_BASELINE;
    }
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi2")) {
        return CUL_PROCESSOR_SSE4;
    }
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni") &&
        __builtin_cpu_supports("avx512vbmi2")) {
        return CUL_PROCESSOR_AVX512;
    }
    return CUL_PROCESSOR_AVX2;
#else
    return CUL_PROCESSOR_BASELINE;
#endif
}

#endif
