/* The table of filters, and those that fit no other subject. */
#include "text/liquid_filter.h"

/* In alphabetical order, for the search. Columns: least and most arguments, whether the result is safe in HTML. */
static const struct liquid_filter filters[] = {
    {"abs", 0, 0, false, filter_abs},
    {"append", 1, 1, false, filter_append},
    {"at_least", 1, 1, false, filter_at_least},
    {"at_most", 1, 1, false, filter_at_most},
    {"base64_decode", 0, 0, false, filter_base64_decode},
    {"base64_encode", 0, 0, false, filter_base64_encode},
    {"base64_url_safe_decode", 0, 0, false, filter_base64_url_safe_decode},
    {"base64_url_safe_encode", 0, 0, false, filter_base64_url_safe_encode},
    {"capitalize", 0, 0, false, filter_capitalize},
    {"ceil", 0, 0, false, filter_ceil},
    {"compact", 0, 1, false, filter_compact},
    {"concat", 1, 1, false, filter_concat},
    {"date", 1, 1, false, filter_date},
    {"default", 0, 2, false, filter_default},
    {"divided_by", 1, 1, false, filter_divided_by},
    {"downcase", 0, 0, false, filter_downcase},
    {"escape", 0, 0, true, filter_escape},
    {"escape_once", 0, 0, true, filter_escape_once},
    {"find", 1, 2, false, filter_find},
    {"find_index", 1, 2, false, filter_find_index},
    {"first", 0, 0, false, filter_first},
    {"floor", 0, 0, false, filter_floor},
    {"h", 0, 0, true, filter_escape},
    {"has", 1, 2, false, filter_has},
    {"join", 0, 1, false, filter_join},
    {"json", 0, 0, false, filter_json},
    {"last", 0, 0, false, filter_last},
    {"lstrip", 0, 0, false, filter_lstrip},
    {"map", 1, 1, false, filter_map},
    {"minus", 1, 1, false, filter_minus},
    {"modulo", 1, 1, false, filter_modulo},
    {"newline_to_br", 0, 0, false, filter_newline_to_br},
    {"plus", 1, 1, false, filter_plus},
    {"prepend", 1, 1, false, filter_prepend},
    {"raw", 0, 0, true, filter_raw},
    {"reject", 1, 2, false, filter_reject},
    {"remove", 1, 1, false, filter_remove},
    {"remove_first", 1, 1, false, filter_remove_first},
    {"remove_last", 1, 1, false, filter_remove_last},
    {"replace", 1, 2, false, filter_replace},
    {"replace_first", 1, 2, false, filter_replace_first},
    {"replace_last", 2, 2, false, filter_replace_last},
    {"reverse", 0, 0, false, filter_reverse},
    {"round", 0, 1, false, filter_round},
    {"rstrip", 0, 0, false, filter_rstrip},
    {"size", 0, 0, false, filter_size},
    {"slice", 1, 2, false, filter_slice},
    {"sort", 0, 1, false, filter_sort},
    {"sort_natural", 0, 1, false, filter_sort_natural},
    {"split", 1, 1, false, filter_split},
    {"squish", 0, 0, false, filter_squish},
    {"strip", 0, 0, false, filter_strip},
    {"strip_html", 0, 0, false, filter_strip_html},
    {"strip_newlines", 0, 0, false, filter_strip_newlines},
    {"sum", 0, 1, false, filter_sum},
    {"times", 1, 1, false, filter_times},
    {"truncate", 0, 2, false, filter_truncate},
    {"truncatewords", 0, 2, false, filter_truncatewords},
    {"uniq", 0, 1, false, filter_uniq},
    {"upcase", 0, 0, false, filter_upcase},
    {"url_decode", 0, 0, false, filter_url_decode},
    {"url_encode", 0, 0, false, filter_url_encode},
    {"where", 1, 2, false, filter_where},
};

const struct liquid_filter *liquid_filter_find(struct str name)
{
    size_t low = 0, high = sizeof filters / sizeof filters[0];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int sign = str_cmp(name, str_of(filters[middle].name));
        if (sign == 0) return &filters[middle];
        if (sign < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

/* Instead of nil, false and what is empty; with `allow_false: true` false stays. */
int filter_default(struct render *render, const struct value *input, const struct value *args, int count,
                   struct value *out)
{
    (void)render;
    struct value fallback = value_str(STR(""));
    const struct value *options = count ? &args[count - 1] : NULL;
    const struct value *allow = options ? value_get(options, STR("allow_false")) : NULL;
    bool only_options = count == 1 && allow;
    if (count && !only_options) fallback = args[0];
    bool missing = allow && value_is_true(allow) ? input->kind == VALUE_NIL : !value_is_true(input);
    *out = missing || value_is_empty(input) ? fallback : *input;
    return 0;
}

int filter_json(struct render *render, const struct value *input, const struct value *args, int count,
                struct value *out)
{
    (void)args, (void)count;
    size_t begin = text_begin(render);
    value_write_json(render_buf(render), input);
    *out = value_str(text_take(render, begin));
    return 0;
}

/* Only marks the output as HTML already. */
int filter_raw(struct render *render, const struct value *input, const struct value *args, int count,
               struct value *out)
{
    (void)render, (void)args, (void)count;
    *out = *input;
    return 0;
}
