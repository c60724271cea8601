/* Filters that count. What is no number counts as 0, and decimals are exact. */
#include "text/liquid_filter.h"

static int give(struct render *render, struct number number, struct value *out)
{
    *out = number_value(render_arena(render), number);
    return 0;
}

typedef struct number operation(struct number a, struct number b);

static int combine(struct render *render, const struct value *input, const struct value *arg,
                   operation *combine_both, struct value *out)
{
    return give(render, combine_both(number_of(input), number_of(arg)), out);
}

int filter_plus(struct render *render, const struct value *input, const struct value *args, int count,
                struct value *out)
{
    (void)count;
    return combine(render, input, &args[0], number_add, out);
}

int filter_minus(struct render *render, const struct value *input, const struct value *args, int count,
                 struct value *out)
{
    (void)count;
    return combine(render, input, &args[0], number_subtract, out);
}

int filter_times(struct render *render, const struct value *input, const struct value *args, int count,
                 struct value *out)
{
    (void)count;
    return combine(render, input, &args[0], number_multiply, out);
}

int filter_divided_by(struct render *render, const struct value *input, const struct value *args, int count,
                      struct value *out)
{
    (void)count;
    struct number quotient;
    if (number_divide(number_of(input), number_of(&args[0]), &quotient) < 0)
        return render_fail(render, "divided by 0");
    return give(render, quotient, out);
}

int filter_modulo(struct render *render, const struct value *input, const struct value *args, int count,
                  struct value *out)
{
    (void)count;
    struct number rest;
    if (number_modulo(number_of(input), number_of(&args[0]), &rest) < 0)
        return render_fail(render, "divided by 0");
    return give(render, rest, out);
}

int filter_abs(struct render *render, const struct value *input, const struct value *args, int count,
               struct value *out)
{
    (void)args, (void)count;
    struct number number = number_of(input);
    if (number.digits < 0) number.digits = -number.digits;
    return give(render, number, out);
}

int filter_at_least(struct render *render, const struct value *input, const struct value *args, int count,
                    struct value *out)
{
    (void)count;
    struct number number = number_of(input), least = number_of(&args[0]);
    return give(render, number_compare(least, number) > 0 ? least : number, out);
}

int filter_at_most(struct render *render, const struct value *input, const struct value *args, int count,
                   struct value *out)
{
    (void)count;
    struct number number = number_of(input), most = number_of(&args[0]);
    return give(render, number_compare(most, number) < 0 ? most : number, out);
}

int filter_ceil(struct render *render, const struct value *input, const struct value *args, int count,
                struct value *out)
{
    (void)args, (void)count;
    return give(render, number_round(number_of(input), 0, ROUND_UP), out);
}

int filter_floor(struct render *render, const struct value *input, const struct value *args, int count,
                 struct value *out)
{
    (void)args, (void)count;
    return give(render, number_round(number_of(input), 0, ROUND_DOWN), out);
}

int filter_round(struct render *render, const struct value *input, const struct value *args, int count,
                 struct value *out)
{
    int64_t places = 0;
    if (count) {
        struct number wanted = number_of(&args[0]);
        struct number whole = number_round(wanted, 0, wanted.digits < 0 ? ROUND_UP : ROUND_DOWN);
        places = whole.digits > 1000 ? 1000 : whole.digits < -1000 ? -1000 : (int64_t)whole.digits;
    }
    return give(render, number_round(number_of(input), (int)places, ROUND_HALF), out);
}
