/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_FUZZ_FAKE_READSTAT_H
#define TESTS_FUZZ_FAKE_READSTAT_H

#include <stddef.h>
#include <stdint.h>

/* What the next file that is parsed will seem to hold. */
void fake_readstat_say(const uint8_t *bytes, size_t length);

#endif
