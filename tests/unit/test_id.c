/* Clock, randomness and identifiers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/id.h"

static void counting_fill(void *context, void *out, size_t size)
{
    uint8_t *next = context, *bytes = out;
    for (size_t i = 0; i < size; i++) bytes[i] = (*next)++;
}

static void ids_carry_time_version_and_variant(void **state)
{
    (void)state;
    uint8_t next = 0;
    const struct rand rand = {counting_fill, &next};
    struct id id = id_new(INT64_C(1645557742000000), &rand); /* the instant of RFC 9562's example */
    char text[ID_TEXT];
    id_format(&id, text);
    assert_string_equal(text, "017f22e2-79b0-7001-8203-040506070809");
}

static void ids_sort_by_the_time_they_were_made(void **state)
{
    (void)state;
    struct id earlier = id_new(1000000, rand_system()), later = id_new(1001000, rand_system());
    assert_true(memcmp(&earlier, &later, sizeof earlier) < 0);
    assert_false(id_eq(&earlier, &later));
    assert_false(id_is_none(&earlier));
}

static void ids_are_read_back_and_nothing_else_is(void **state)
{
    (void)state;
    struct id id = id_new(clock_now(clock_system()), rand_system()), back;
    char text[ID_TEXT];
    id_format(&id, text);
    assert_int_equal(id_parse(str_of(text), &back), 0);
    assert_true(id_eq(&id, &back));
    assert_int_equal(id_parse(STR("017F22E2-79B0-7001-8203-040506070809"), &back), 0);
    assert_int_equal(id_parse(STR("017f22e279b0-7001-8203-0405060708090"), &back), -1);
    assert_int_equal(id_parse(STR("017f22e2-79b0-7001-8203-04050607080g"), &back), -1);
    assert_int_equal(id_parse(STR("017f22e2-79b0-7001-8203-0405060708"), &back), -1);
    assert_int_equal(id_parse(STR(""), &back), -1);
}

static void the_monotonic_clock_never_goes_back(void **state)
{
    (void)state;
    int64_t before = clock_monotonic(clock_system());
    assert_true(clock_monotonic(clock_system()) >= before);
    assert_true(clock_now(clock_system()) > INT64_C(1700000000000000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_carry_time_version_and_variant),
        cmocka_unit_test(ids_sort_by_the_time_they_were_made),
        cmocka_unit_test(ids_are_read_back_and_nothing_else_is),
        cmocka_unit_test(the_monotonic_clock_never_goes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
