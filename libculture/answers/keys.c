/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answers/keys.h"

#include "base/text.h"

#include <nettle/sha2.h>
#include <string.h>

bool cul_key_hash(const char *text, size_t length, struct cul_buffer *scratch, unsigned char hash[CUL_KEY_SIZE])
{
    uint8_t digest[SHA256_DIGEST_SIZE];
    struct sha256_ctx context;
    memset(hash, 0, CUL_KEY_SIZE);
    cul_buffer_clear(scratch);
    cul_text_name_key(text, length, scratch);
    if (scratch->failed || !scratch->length) {
        return !scratch->failed;
    }
    sha256_init(&context);
    sha256_update(&context, scratch->length, (const uint8_t *)scratch->bytes);
    sha256_digest(&context, sizeof digest, digest);
    memcpy(hash, digest, CUL_KEY_SIZE);
    return true;
}
