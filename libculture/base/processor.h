/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CUL_BASE_PROCESSOR_H
#define CUL_BASE_PROCESSOR_H

/*
 * Which of the compiled kernels this processor can run: those up to a level. libculture/meson.build compiles every
 * *_kernel.c once for each, CUL_TARGET naming it, and each makes one struct cul_<room>_target of its functions.
 */
#include <stdint.h>

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

/* In a kernel: the name of what it makes, and the target's as text. */
#define CUL_TARGET_NAME_(room, target) cul_##room##_##target
#define CUL_TARGET_NAME(room, target) CUL_TARGET_NAME_(room, target)
#define CUL_TARGET_OF(room) CUL_TARGET_NAME(room, CUL_TARGET)
#define CUL_TARGET_TEXT_(target) #target
#define CUL_TARGET_TEXT(target) CUL_TARGET_TEXT_(target)

/* Defines cul_<room>_targets(): lists all of them that this processor can run, the fastest last, and counts them. */
#ifdef CUL_X86
#define CUL_TARGETS(room)                                                                                              \
    extern const struct cul_##room##_target cul_##room##_baseline, cul_##room##_sse4, cul_##room##_avx2,               \
        cul_##room##_avx512;                                                                                           \
    int32_t cul_##room##_targets(const struct cul_##room##_target *targets[CUL_PROCESSORS])                            \
    {                                                                                                                  \
        targets[CUL_PROCESSOR_BASELINE] = &cul_##room##_baseline;                                                      \
        targets[CUL_PROCESSOR_SSE4] = &cul_##room##_sse4;                                                              \
        targets[CUL_PROCESSOR_AVX2] = &cul_##room##_avx2;                                                              \
        targets[CUL_PROCESSOR_AVX512] = &cul_##room##_avx512;                                                          \
        return (int32_t)cul_processor() + 1;                                                                           \
    }
#else
#define CUL_TARGETS(room)                                                                                              \
    extern const struct cul_##room##_target cul_##room##_baseline;                                                     \
    int32_t cul_##room##_targets(const struct cul_##room##_target *targets[CUL_PROCESSORS])                            \
    {                                                                                                                  \
        targets[CUL_PROCESSOR_BASELINE] = &cul_##room##_baseline;                                                      \
        return 1;                                                                                                      \
    }
#endif

#endif
