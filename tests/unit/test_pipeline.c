/* Many threads, one order: what goes in comes out in turn, and failures stop everybody. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/pipeline.h"

enum { DOCUMENTS = 5000 };

static void *worker_new(void *context)
{
    (void)context;
    return malloc(1);
}

/* Repeats the line; odd ones take longer, those that say "bad" fail. */
static int answer(void *worker, const struct document *document, struct buf *out, struct err *err)
{
    (void)worker;
    for (volatile int i = 0; i < (document->line % 2 ? 2000 : 10); i++) continue;
    buf_add(out, str_trim(document->text));
    buf_add_char(out, '\n');
    if (!str_contains(document->text, STR("bad"))) return 0;
    return err_set(err, ERR_INPUT, "line %zu is bad", document->line);
}

/* Runs with standard output in `output`, and gives the pipeline's own return. */
static int run(int input, int output, int jobs, struct pipeline_outcome *outcome, struct err *err)
{
    struct pipeline pipeline = {
        .input = input,
        .longest = 4096,
        .jobs = jobs,
        .worker_new = worker_new,
        .worker_free = free,
        .answer = answer,
    };
    fflush(stdout);
    int kept = dup(STDOUT_FILENO);
    dup2(output, STDOUT_FILENO);
    int rc = pipeline_run(&pipeline, outcome, err);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    return rc;
}

static int temporary(void)
{
    char path[] = "/tmp/burin-pipeline-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    unlink(path);
    return fd;
}

static void test_order_is_kept(void **state)
{
    (void)state;
    for (int jobs = 1; jobs <= 8; jobs *= 2) {
        int input = temporary(), output = temporary();
        for (int i = 1; i <= DOCUMENTS; i++) dprintf(input, "%d%s\n", i, i % 100 == 0 ? "bad" : "");
        lseek(input, 0, SEEK_SET);
        struct pipeline_outcome outcome;
        struct err err = {0};
        assert_int_equal(run(input, output, jobs, &outcome, &err), 0);
        assert_int_equal(outcome.documents, DOCUMENTS);
        assert_int_equal(outcome.problems, DOCUMENTS / 100);
        assert_string_equal(outcome.first.message, "line 100 is bad");
        lseek(output, 0, SEEK_SET);
        FILE *lines = fdopen(output, "r");
        char line[64];
        for (int i = 1; i <= DOCUMENTS; i++) {
            assert_non_null(fgets(line, sizeof line, lines));
            assert_int_equal(strtol(line, NULL, 10), i);
        }
        assert_null(fgets(line, sizeof line, lines));
        fclose(lines);
        close(input);
    }
}

static void test_a_full_disk_ends_it(void **state)
{
    (void)state;
    int full = open("/dev/full", O_WRONLY);
    if (full < 0) skip();
    int input[2]; /* never ended: the reader must be woken to go home */
    assert_int_equal(pipe(input), 0);
    dprintf(input[1], "1\n2\n3\n");
    struct pipeline_outcome outcome;
    struct err err = {0};
    assert_int_equal(run(input[0], full, 2, &outcome, &err), -1);
    assert_int_equal(err.category, ERR_SYSTEM);
    close(input[0]);
    close(input[1]);
    close(full);
}

static void test_reading_fails(void **state)
{
    (void)state;
    struct pipeline_outcome outcome;
    struct err err = {0};
    int output = temporary();
    assert_int_equal(run(9999, output, 2, &outcome, &err), -1);
    assert_int_equal(err.category, ERR_SYSTEM);
    close(output);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_is_kept),
        cmocka_unit_test(test_a_full_disk_ends_it),
        cmocka_unit_test(test_reading_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
