/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/hash.h"

#include "base/content.h"
#include "base/file.h"

#include <nettle/sha2.h>
#include <sys/stat.h>

static void write_hash(struct sha256_ctx *context, char *text)
{
    static const char digits[] = "0123456789abcdef";
    uint8_t bytes[SHA256_DIGEST_SIZE];
    sha256_digest(context, sizeof bytes, bytes);
    for (size_t i = 0; i < sizeof bytes; i++) {
        *text++ = digits[bytes[i] >> 4];
        *text++ = digits[bytes[i] & 15];
    }
    *text = '\0';
}

void cul_hash_bytes(const void *bytes, size_t length, char text[CUL_HASH_TEXT + 1])
{
    struct sha256_ctx context;
    sha256_init(&context);
    sha256_update(&context, length, bytes);
    write_hash(&context, text);
}

_Bool cul_hash_file(const char *path, char text[CUL_HASH_TEXT + 1])
{
    struct stat facts;
    struct cul_input input;
    struct sha256_ctx context;
    uint8_t piece[16384];
    size_t got = 0;
    if (stat(path, &facts) || !S_ISREG(facts.st_mode) ||
        cul_input_open(&input, &(struct culture_source){.path = path}, NULL)) {
        return 0;
    }
    sha256_init(&context);
    culture_status status;
    while (!(status = cul_input_read(&input, piece, sizeof piece, &got, NULL)) && got) {
        sha256_update(&context, got, piece);
    }
    cul_input_close(&input);
    write_hash(&context, text);
    return !status;
}

int64_t cul_hash_content(const char *path, char text[CUL_HASH_TEXT + 1])
{
    struct cul_content *content = NULL;
    struct sha256_ctx context;
    uint8_t piece[16384];
    size_t got = 0;
    int64_t size = 0;
    if (cul_content_open(&content, &(struct culture_source){.path = path}, NULL)) {
        return -1;
    }
    sha256_init(&context);
    culture_status status;
    while (!(status = cul_content_read(content, piece, sizeof piece, &got, NULL)) && got) {
        sha256_update(&context, got, piece);
        size += (int64_t)got;
    }
    cul_content_close(content);
    write_hash(&context, text);
    return status ? -1 : size;
}
