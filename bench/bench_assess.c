/* Times single calls of burin_assess() over the inquiries on stdin, one a line, on one thread. Prints one JSON object:
 * how many, how many a second, the quantiles of a call in microseconds, and the bytes in and out. */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <burin/burin.h>

struct tally {
    double *calls; /* microseconds each */
    size_t count, capacity;
    size_t bytes_in, bytes_out, failed;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static void tally_add(struct tally *tally, double micros)
{
    if (tally->count == tally->capacity) {
        tally->capacity = tally->capacity ? tally->capacity * 2 : 1024;
        tally->calls = realloc(tally->calls, tally->capacity * sizeof *tally->calls);
        if (!tally->calls) abort();
    }
    tally->calls[tally->count++] = micros;
}

static int compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* The smallest call that is at least as long as `percent` of them; the calls are sorted. */
static double quantile(const struct tally *tally, double percent)
{
    double rank = percent / 100 * (double)tally->count;
    size_t index = rank > 1 ? (size_t)(rank - 0.5) : 0;
    return tally->calls[index < tally->count ? index : tally->count - 1];
}

static void assess(struct burin *store, const char *inquiry, size_t length, struct tally *tally)
{
    struct burin_text assessment = {0};
    struct burin_error error;
    double start = now();
    int rc = burin_assess(store, inquiry, length, &assessment, &error);
    tally_add(tally, now() - start);
    if (rc < 0 && tally->failed++ == 0) fprintf(stderr, "bench_assess: %s\n", error.message);
    tally->bytes_in += length;
    tally->bytes_out += assessment.length;
    burin_text_free(&assessment);
}

static void report(struct tally *tally)
{
    double sum = 0, first = tally->calls[0];
    for (size_t i = 0; i < tally->count; i++) sum += tally->calls[i];
    qsort(tally->calls, tally->count, sizeof *tally->calls, compare);
    printf("{\"count\":%zu,\"failed\":%zu,\"rate\":%.1f,\"first_us\":%.1f,\"p50_us\":%.1f,\"p99_us\":%.1f,"
           "\"max_us\":%.1f,\"bytes_in\":%zu,\"bytes_out\":%zu}\n",
           tally->count, tally->failed, (double)tally->count / sum * 1e6, first, quantile(tally, 50),
           quantile(tally, 99), quantile(tally, 100), tally->bytes_in, tally->bytes_out);
}

int main(void)
{
    struct burin *store;
    struct burin_error error;
    struct tally tally = {0};
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    if (burin_open(NULL, &store, &error) < 0) {
        fprintf(stderr, "bench_assess: %s\n", error.message);
        return 4;
    }
    while ((length = getline(&line, &size, stdin)) > 0) assess(store, line, (size_t)length, &tally);
    if (tally.count) report(&tally);
    free(line);
    free(tally.calls);
    burin_close(store);
    return tally.count && !tally.failed ? 0 : 3;
}
