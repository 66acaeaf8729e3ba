/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/work.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum {
    FEWEST_PIECES = 4,    /* of a thread: starting one takes as long as some pieces */
    RUNS_OF_A_WORKER = 8, /* so that none is left with much to do when the others are ready */
};

struct shift {
    void (*work)(void *context, size_t worker, int64_t first, int64_t end);
    void *context;
    int64_t pieces, run;
    atomic_int_fast64_t next;
};

struct worker {
    struct shift *shift;
    size_t number;
    pthread_t thread;
};

size_t cul_workers(int32_t wanted, int64_t pieces)
{
    int64_t most = pieces / FEWEST_PIECES;
    if (most < 2 || wanted == 1) {
        return 1;
    }
    int64_t workers = wanted ? wanted : sysconf(_SC_NPROCESSORS_ONLN);
    workers = workers > CUL_MOST_WORKERS ? CUL_MOST_WORKERS : workers;
    workers = workers > most ? most : workers;
    return workers < 1 ? 1 : (size_t)workers;
}

static void *take_runs(void *context)
{
    struct worker *worker = context;
    struct shift *shift = worker->shift;
    int64_t first;
    while ((first = atomic_fetch_add_explicit(&shift->next, shift->run, memory_order_relaxed)) < shift->pieces) {
        int64_t end = first + shift->run < shift->pieces ? first + shift->run : shift->pieces;
        shift->work(shift->context, worker->number, first, end);
    }
    return NULL;
}

void cul_work(size_t workers, int64_t pieces, void (*work)(void *context, size_t worker, int64_t first, int64_t end),
              void *context)
{
    struct shift shift = {work, context, pieces, 1 + pieces / ((int64_t)workers * RUNS_OF_A_WORKER), 0};
    struct worker all[CUL_MOST_WORKERS];
    size_t started = 1;
    for (size_t i = 0; i < workers; i++) {
        all[i] = (struct worker){.shift = &shift, .number = i};
    }
    while (started < workers && (int64_t)started < pieces &&
           pthread_create(&all[started].thread, NULL, take_runs, &all[started]) == 0) {
        started++;
    }
    take_runs(&all[0]);
    for (size_t i = 1; i < started; i++) {
        pthread_join(all[i].thread, NULL);
    }
}
