/* The filters, as rows of a table, and what they may ask of the render that calls them. */
#ifndef BURIN_TEXT_LIQUID_FILTER_H
#define BURIN_TEXT_LIQUID_FILTER_H

#include "text/liquid_value.h"

enum { LIQUID_MAX_ARGS = 4 };

struct render;

/* `args` has `count` members, at least min_args and at most max_args of the row. */
typedef int liquid_filter_call(struct render *render, const struct value *input, const struct value *args,
                               int count, struct value *out);

struct liquid_filter {
    const char *name;
    uint8_t min_args, max_args;
    bool safe; /* what it gives is not HTML-escaped again */
    liquid_filter_call *call;
};

/* NULL when there is none of that name. */
const struct liquid_filter *liquid_filter_find(struct str name);

/* Text is built at the end of the output buffer and taken off it again: begin, append to render_buf, take. The
 * text lies in the scratch arena. Past the memory limit it is empty, and the render fails after the filter. */
struct buf *render_buf(struct render *render);
size_t text_begin(const struct render *render);
struct str text_take(struct render *render, size_t begin);
/* The text being built is too long already: loops that build stop then, and text_take makes the render fail. */
bool text_full(const struct render *render);
/* Memory for `count` values, or NULL past the limit, as above. */
struct value *items_new(struct render *render, size_t count);
struct arena *render_arena(struct render *render);
const struct liquid_options *render_options(const struct render *render);
/* Counts work towards max_steps. False when that is used up: stop then, the render fails after the filter. */
bool render_charge(struct render *render, size_t steps);
int render_fail(struct render *render, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* A value as text; no copy when it is one. */
struct str text_of(struct render *render, const struct value *value);

liquid_filter_call filter_abs, filter_at_least, filter_at_most, filter_ceil, filter_divided_by, filter_floor,
    filter_minus, filter_modulo, filter_plus, filter_round, filter_times;
liquid_filter_call filter_append, filter_base64_decode, filter_base64_encode, filter_base64_url_safe_decode,
    filter_base64_url_safe_encode, filter_capitalize, filter_downcase, filter_escape, filter_escape_once,
    filter_lstrip, filter_newline_to_br, filter_prepend, filter_raw, filter_remove, filter_remove_first,
    filter_remove_last, filter_replace, filter_replace_first, filter_replace_last, filter_rstrip,
    filter_slice, filter_split, filter_squish, filter_strip, filter_strip_html, filter_strip_newlines,
    filter_truncate, filter_truncatewords, filter_upcase, filter_url_decode, filter_url_encode;
liquid_filter_call filter_compact, filter_concat, filter_find, filter_find_index, filter_first, filter_has,
    filter_join, filter_last, filter_map, filter_reject, filter_reverse, filter_size, filter_sort,
    filter_sort_natural, filter_sum, filter_uniq, filter_where;
liquid_filter_call filter_date, filter_default, filter_json;

/* The byte at which character `index` begins, at most the length. */
size_t text_offset(struct str text, int64_t index);
void text_escape(struct buf *buf, struct str text);

/* .size, .first and .last of a value; false for what has none. */
bool value_command(struct render *render, const struct value *value, enum segment_command command,
                   struct value *out);
bool value_loop_member(const struct liquid_loop *loop, struct str name, struct value *out);
/* Looks up `property` in an item as [] does there: 1 found (or nil), 0 the item has no parts, -1 a property of the
 * wrong kind (an error). */
int item_property(const struct value *item, const struct value *property, struct value *out);

/* A date in any of the usual spellings. `offset` (seconds east) is of the text where it names one, else as given. */
int date_parse(struct str text, int64_t now, int utc_offset, int64_t *out_seconds, int *out_nanoseconds,
               int *out_offset);
void date_format(struct buf *buf, struct str format, int64_t seconds, int nanoseconds, int offset);

#endif
