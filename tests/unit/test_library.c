/* libburin as other programs use it: many threads, one store, the same bytes; errors with their category. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <pthread.h>
#include <string.h>

#include "burin/burin.h"

static const char inquiry[] = "{\"id\":\"a\",\"at\":\"2026-03-02T16:00:00-05:00\",\"text\":\"Where is my "
                              "order #1042?\",\"order\":{\"number\":"
                              "\"#1042\",\"placed_at\":\"2026-03-02T10:12:00-05:00\",\"items\":[{\"title\":"
                              "\"Necklace\",\"personalization\":"
                              "{\"engraving\":\"Always\"}}]}}";
static const char request[] = "{\"order_date\":\"2026-03-01\",\"production_days\":[5,7],\"shipping_days\":5}";
static const char source[] = "Hello {{ name }}";
static const char values[] = "{\"name\":\"Maya\"}";

enum { THREADS = 4, ROUNDS = 25 };

struct answers {
    struct burin *burin;
    struct burin_text assessment, estimate, rendered, findings;
};

static int ask(struct answers *answers)
{
    struct burin *burin = answers->burin;
    return burin_assess(burin, inquiry, strlen(inquiry), &answers->assessment, NULL) ||
           burin_estimate(burin, request, strlen(request), &answers->estimate, NULL) ||
           burin_render(burin, source, strlen(source), values, strlen(values), &answers->rendered, NULL) ||
           burin_lint(burin, source, strlen(source), NULL, 0, &answers->findings, NULL);
}

static void answers_free(struct answers *answers)
{
    burin_text_free(&answers->assessment);
    burin_text_free(&answers->estimate);
    burin_text_free(&answers->rendered);
    burin_text_free(&answers->findings);
}

static int same(const struct burin_text *a, const struct burin_text *b)
{
    return a->length == b->length && memcmp(a->bytes, b->bytes, a->length) == 0;
}

/* Asks again and again; gives NULL when every answer was that of the first thread. */
static void *repeat(void *argument)
{
    static char complaint[] = "another answer";
    const struct answers *first = argument;
    for (int i = 0; i < ROUNDS; i++) {
        struct answers answers = {.burin = first->burin};
        if (ask(&answers) != 0) return complaint;
        int equal = same(&answers.assessment, &first->assessment) &&
                    same(&answers.estimate, &first->estimate) && same(&answers.rendered, &first->rendered) &&
                    same(&answers.findings, &first->findings);
        answers_free(&answers);
        if (!equal) return complaint;
    }
    return NULL;
}

static void test_threads_share_a_store(void **state)
{
    (void)state;
    struct answers answers = {0};
    struct burin_error error;
    assert_int_equal(burin_open(NULL, &answers.burin, &error), 0);
    assert_int_equal(ask(&answers), 0);
    assert_string_equal(answers.rendered.bytes, "Hello Maya");
    assert_non_null(strstr(answers.assessment.bytes, "\"schema\":\"burin.assessment/1\""));
    assert_non_null(strstr(answers.estimate.bytes, "\"milestone\":\"delivered\""));
    assert_non_null(strstr(answers.findings.bytes, "\"severity\":\"error\""));
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, repeat, &answers), 0);
    for (int i = 0; i < THREADS; i++) {
        void *complaint;
        pthread_join(threads[i], &complaint);
        assert_null(complaint);
    }
    answers_free(&answers);
    burin_close(answers.burin);
}

static void test_errors(void **state)
{
    (void)state;
    struct burin *burin = NULL;
    struct burin_error error = {0};
    struct burin_text text = {0};
    assert_int_equal(burin_open("/no/such/store", &burin, &error), -1);
    assert_null(burin);
    assert_true(error.message[0]);
    assert_int_equal(burin_open(NULL, &burin, &error), 0);
    assert_int_equal(burin_assess(burin, "{", 1, &text, &error), -1);
    assert_int_equal(error.category, BURIN_ERROR_INPUT);
    assert_null(text.bytes);
    assert_int_equal(burin_estimate(burin, "{\"order_date\":\"2026-02-30\"}", 27, &text, &error), -1);
    assert_non_null(strstr(error.message, "/order_date"));
    assert_int_equal(burin_estimate(burin, "[]", 2, &text, NULL), -1);
    assert_int_equal(burin_render(burin, "{% if %}", 8, NULL, 0, &text, &error), -1);
    assert_int_equal(error.category, BURIN_ERROR_INPUT);
    static char large[2 * 1024 * 1024];
    memset(large, ' ', sizeof large);
    assert_int_equal(burin_assess(burin, large, sizeof large, &text, &error), -1);
    assert_int_equal(error.category, BURIN_ERROR_LIMIT);
    burin_close(burin);
    burin_close(NULL);
    burin_text_free(NULL);
}

static void test_version(void **state)
{
    (void)state;
    assert_int_equal(strspn(burin_version(), "0123456789."), strlen(burin_version()));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_threads_share_a_store),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
