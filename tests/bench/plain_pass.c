/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limit: one pass that adds up the bytes of a mapped file. plain_pass FILE THREADS */
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

enum { MOST_THREADS = 64 };

struct share {
    const char *bytes;
    size_t length;
    uint64_t sum;
};

static void *add_up(void *context)
{
    struct share *share = context;
    uint64_t sum = 0, word;
    for (size_t i = 0; i + sizeof word <= share->length; i += sizeof word) {
        memcpy(&word, share->bytes + i, sizeof word);
        sum += word;
    }
    share->sum = sum;
    return NULL;
}

int main(int count, char **words)
{
    int threads = count == 3 ? atoi(words[2]) : 0, file = threads ? open(words[1], O_RDONLY) : -1;
    struct stat facts;
    if (file < 0 || threads > MOST_THREADS || fstat(file, &facts)) {
        return 2;
    }
    const char *bytes = mmap(NULL, (size_t)facts.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes == MAP_FAILED) {
        return 1;
    }
    struct share shares[MOST_THREADS];
    pthread_t ids[MOST_THREADS];
    uint64_t sum = 0;
    size_t step = (size_t)facts.st_size / (size_t)threads;
    for (int i = 0; i < threads; i++) {
        shares[i] = (struct share){bytes + step * (size_t)i, step, 0};
        if (pthread_create(&ids[i], NULL, add_up, &shares[i])) {
            return 1;
        }
    }
    for (int i = 0; i < threads; i++) {
        pthread_join(ids[i], NULL);
        sum += shares[i].sum;
    }
    printf("%llu\n", (unsigned long long)sum);
    return 0;
}
