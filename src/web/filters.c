/* The filters of pages: times as people read them, money, marks in a text, differences, assets; see filters.h. */
#include "web/filters.h"

#include <qrencode.h>

#include "model/money.h"
#include "text/markdown.h"
#include "text/utf8.h"

enum { HTML_MOST = 1024 * 1024, QR_QUIET = 4, SHIFT_MOST = 100000 };

static const struct filter_context *context_of(const struct render *render)
{
    return render_options(render)->filter_context;
}

static struct str word(const struct filter_context *context, const char *group, const char *name)
{
    const struct value *words = value_get(context->words, str_of(group));
    const struct value *found = words ? value_get(words, str_of(name)) : NULL;
    return found && found->kind == VALUE_STRING ? found->string : str_of(name);
}

/* ---- times ---- */

/* "2026-03-02T15:00:00Z" or a plain day, in the store's zone. */
static bool read_time(const struct filter_context *context, const struct value *input, instant_t *out,
                      day_t *out_day)
{
    if (input->kind != VALUE_STRING) return false;
    if (day_parse(input->string, out_day) == 0) {
        *out = INSTANT_NONE;
        return true;
    }
    if (instant_parse(input->string, out, NULL) < 0) return false;
    *out_day = zone_day(context->of->zone, *out);
    return true;
}

static day_t today_of(const struct filter_context *context)
{
    return zone_day(context->of->zone, context->of->now);
}

static struct str clock_text(struct render *render, const struct filter_context *context, instant_t at)
{
    int seconds = zone_clock(context->of->zone, at);
    return arena_printf(render_arena(render), "%d:%02d", seconds / 3600, seconds / 60 % 60);
}

/* The day in the page's language: "Mar 11", "Wed, Mar 11" with `weekday`. */
static int filter_day(struct render *render, const struct value *input, const struct value *args, int count,
                      struct value *out)
{
    const struct filter_context *context = context_of(render);
    instant_t at;
    day_t day;
    *out = value_str(STR(""));
    if (!read_time(context, input, &at, &day)) return 0;
    enum datefmt_width width = count && value_is_true(&args[0]) ? DATEFMT_SHORT : DATEFMT_PLAIN;
    struct str text = datefmt_day(context->dates, width, day, today_of(context));
    *out = value_str(arena_str(render_arena(render), text));
    return 0;
}

/* Today only the clock, else the day and the clock: "14:05", "Mar 11, 14:05". */
static int filter_moment(struct render *render, const struct value *input, const struct value *args,
                         int count, struct value *out)
{
    const struct filter_context *context = context_of(render);
    instant_t at;
    day_t day;
    (void)args;
    (void)count;
    *out = value_str(STR(""));
    if (!read_time(context, input, &at, &day)) return 0;
    struct str text = datefmt_day(context->dates, DATEFMT_PLAIN, day, today_of(context));
    if (at != INSTANT_NONE) {
        struct str clock = clock_text(render, context, at);
        text = day == today_of(context)
                   ? clock
                   : ARENA_JOIN(render_arena(render), text,
                                context->of->lang == LANG_ZH ? STR(" ") : STR(", "), clock);
    }
    *out = value_str(arena_str(render_arena(render), text));
    return 0;
}

/* From one day to another: "Mar 11 – 13". */
static int filter_span(struct render *render, const struct value *input, const struct value *args, int count,
                       struct value *out)
{
    const struct filter_context *context = context_of(render);
    instant_t at;
    struct day_range range;
    (void)count;
    *out = value_str(STR(""));
    if (!read_time(context, input, &at, &range.from) || !read_time(context, &args[0], &at, &range.to))
        return 0;
    if (range.to < range.from) range.to = range.from;
    struct str text = datefmt_range(context->dates, DATEFMT_PLAIN, range, today_of(context));
    *out = value_str(arena_str(render_arena(render), text));
    return 0;
}

/* Whole days from today: −2 for the day before yesterday. nil where it is no time. */
static int filter_days_away(struct render *render, const struct value *input, const struct value *args,
                            int count, struct value *out)
{
    const struct filter_context *context = context_of(render);
    instant_t at;
    day_t day;
    (void)args;
    (void)count;
    *out = read_time(context, input, &at, &day) ? value_int(day - today_of(context)) : value_nil();
    return 0;
}

/* The day so many days away from the input's, as YYYY-MM-DD: for addresses. */
static int filter_day_shift(struct render *render, const struct value *input, const struct value *args,
                            int count, struct value *out)
{
    int64_t days = 0;
    instant_t at;
    day_t day;
    char text[16];
    (void)count;
    *out = value_str(STR(""));
    if (!read_time(context_of(render), input, &at, &day) || value_to_int_loosely(&args[0], &days) < 0 ||
        days < -SHIFT_MOST || days > SHIFT_MOST)
        return 0;
    day_format(day + (day_t)days, text);
    *out = value_str(arena_str(render_arena(render), str_of(text)));
    return 0;
}

/* Seconds from now, negative for the past; nil where it is no instant. */
static int filter_seconds_away(struct render *render, const struct value *input, const struct value *args,
                               int count, struct value *out)
{
    const struct filter_context *context = context_of(render);
    instant_t at;
    day_t day;
    (void)args;
    (void)count;
    bool known = read_time(context, input, &at, &day) && at != INSTANT_NONE;
    *out = known ? value_int((at - context->of->now) / MICROS_PER_SECOND) : value_nil();
    return 0;
}

/* Minutes as people say them, in at most two units: "3 h 20 min", "2 d". The sign is dropped. */
static int filter_minutes(struct render *render, const struct value *input, const struct value *args,
                          int count, struct value *out)
{
    const struct filter_context *context = context_of(render);
    int64_t minutes = 0;
    (void)args;
    (void)count;
    *out = value_str(STR(""));
    if (value_to_int_loosely(input, &minutes) < 0 || input->kind == VALUE_NIL) return 0;
    if (minutes < 0) minutes = -minutes;
    struct str d = word(context, "time", "d"), h = word(context, "time", "h"),
               m = word(context, "time", "min");
    struct arena *arena = render_arena(render);
    long long days = minutes / 1440, hours = minutes / 60 % 24, rest = minutes % 60;
    struct str text = days >= 2               ? arena_printf(arena, "%lld%.*s", days, STR_ARG(d))
                      : minutes >= 60 && rest ? arena_printf(arena, "%lld%.*s %lld%.*s", days * 24 + hours,
                                                             STR_ARG(h), rest, STR_ARG(m))
                      : minutes >= 60         ? arena_printf(arena, "%lld%.*s", days * 24 + hours, STR_ARG(h))
                                              : arena_printf(arena, "%lld%.*s", rest, STR_ARG(m));
    *out = value_str(text);
    return 0;
}

/* How long ago, or in how long: "5 min ago", "in 2 d". */
static int filter_ago(struct render *render, const struct value *input, const struct value *args, int count,
                      struct value *out)
{
    const struct filter_context *context = context_of(render);
    struct value seconds, span;
    filter_seconds_away(render, input, args, count, &seconds);
    *out = value_str(STR(""));
    if (seconds.kind == VALUE_NIL) return 0;
    struct value minutes = value_int(seconds.integer / 60);
    if (minutes.integer == 0) {
        *out = value_str(word(context, "time", "now"));
        return 0;
    }
    filter_minutes(render, &minutes, args, count, &span);
    struct str frame = word(context, "time", seconds.integer < 0 ? "ago" : "in");
    size_t gap = str_find(frame, STR("{}"), 0);
    *out = value_str(ARENA_JOIN(render_arena(render), str_slice(frame, 0, gap), span.string,
                                gap == STR_NOT_FOUND ? STR("") : str_slice(frame, gap + 2, frame.len)));
    return 0;
}

/* ---- words and numbers ---- */

/* Puts its arguments where {} stand, one after the other. */
static int filter_fill(struct render *render, const struct value *input, const struct value *args, int count,
                       struct value *out)
{
    struct str rest = text_of(render, input);
    size_t begin = text_begin(render);
    for (int i = 0; i < count; i++) {
        size_t gap = str_find(rest, STR("{}"), 0);
        if (gap == STR_NOT_FOUND) break;
        buf_add(render_buf(render), str_slice(rest, 0, gap));
        value_write(render_buf(render), &args[i]);
        rest = str_slice(rest, gap + 2, rest.len);
    }
    buf_add(render_buf(render), rest);
    *out = value_str(text_take(render, begin));
    return 0;
}

static int filter_money(struct render *render, const struct value *input, const struct value *args, int count,
                        struct value *out)
{
    struct str currency = text_of(render, &args[0]);
    (void)count;
    *out = value_str(input->kind == VALUE_NIL
                         ? STR("")
                         : money_text(render_arena(render), text_of(render, input), currency));
    return 0;
}

/* The first letters of the first and the last word, in capitals; of a Chinese name its last two characters. */
static int filter_initials(struct render *render, const struct value *input, const struct value *args,
                           int count, struct value *out)
{
    struct str name = str_trim(text_of(render, input));
    size_t begin = text_begin(render), at = 0;
    (void)args;
    (void)count;
    rune_t first = 0, last = 0;
    bool fresh = true;
    while (at < name.len) {
        rune_t rune = utf8_next(name, &at);
        bool letter = rune_is_letter(rune);
        if (letter && (fresh || rune_is_han(rune))) {
            if (!first)
                first = rune;
            else
                last = rune;
        }
        fresh = !letter;
    }
    if (first) utf8_put(render_buf(render), first);
    if (last) utf8_put(render_buf(render), last);
    *out = value_str(text_take(render, begin));
    return 0;
}

/* ---- markup ---- */

/* A letter's Markdown as HTML: raw HTML in it stays text. */
static int filter_markdown(struct render *render, const struct value *input, const struct value *args,
                           int count, struct value *out)
{
    struct buf html, text;
    (void)args;
    (void)count;
    buf_init(&html, HTML_MOST);
    buf_init(&text, HTML_MOST);
    struct str source = text_of(render, input);
    size_t begin = text_begin(render);
    if (markdown_render(source, &html, &text, NULL) == 0)
        buf_add(render_buf(render), buf_str(&html));
    else
        text_escape(render_buf(render), source);
    *out = value_str(text_take(render, begin));
    buf_done(&html);
    buf_done(&text);
    return 0;
}

struct marking {
    size_t start, end;
    struct str name;
};

static bool read_marking(const struct value *concern, size_t length, struct marking *out)
{
    const struct value *evidence = value_get(concern, STR("evidence")),
                       *name = value_get(concern, STR("concern"));
    const struct value *start = value_get(evidence, STR("start")), *end = value_get(evidence, STR("end"));
    if (!start || !end || start->kind != VALUE_INT || end->kind != VALUE_INT) return false;
    *out = (struct marking){(size_t)start->integer, (size_t)end->integer,
                            name && name->kind == VALUE_STRING ? name->string : STR("")};
    return start->integer >= 0 && out->start < out->end && out->end <= length;
}

/* The next concern's evidence that begins at or behind `from`. */
static bool next_marking(const struct value *concerns, size_t from, size_t length, struct marking *out)
{
    struct marking each;
    bool found = false;
    for (size_t i = 0; concerns->kind == VALUE_ARRAY && i < concerns->array.count; i++) {
        if (!read_marking(&concerns->array.items[i], length, &each) || each.start < from) continue;
        if (found && out->start <= each.start) continue;
        *out = each;
        found = true;
    }
    return found;
}

/* A message with what its concerns were read from marked: the argument is the assessment's list of concerns. */
static int filter_evidence(struct render *render, const struct value *input, const struct value *args,
                           int count, struct value *out)
{
    struct str text = text_of(render, input);
    struct marking marking = {0};
    size_t at = 0, begin = text_begin(render);
    struct buf *buf = render_buf(render);
    (void)count;
    while (next_marking(&args[0], at, text.len, &marking)) {
        text_escape(buf, str_slice(text, at, marking.start));
        buf_add(buf, STR("<mark data-concern=\""));
        text_escape(buf, marking.name);
        buf_add(buf, STR("\">"));
        text_escape(buf, str_slice(text, marking.start, marking.end));
        buf_add(buf, STR("</mark>"));
        at = marking.end;
    }
    text_escape(buf, str_slice(text, at, text.len));
    *out = value_str(text_take(render, begin));
    return 0;
}

static bool is_within_character(struct str text, size_t at)
{
    return at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80;
}

/* How many bytes two texts share at their start, and behind it at their end, in whole characters. */
static size_t shared_start(struct str a, struct str b)
{
    size_t at = 0;
    while (at < a.len && at < b.len && a.ptr[at] == b.ptr[at]) at++;
    while (at > 0 && (is_within_character(a, at) || is_within_character(b, at))) at--;
    return at;
}

static size_t shared_end(struct str a, struct str b, size_t start)
{
    size_t shared = 0, most = (a.len < b.len ? a.len : b.len) - start;
    while (shared < most && a.ptr[a.len - 1 - shared] == b.ptr[b.len - 1 - shared]) shared++;
    while (shared > 0 && is_within_character(a, a.len - shared)) shared--;
    return shared;
}

static void put_tagged(struct buf *buf, const char *tag, struct str text)
{
    if (!text.len) return;
    buf_printf(buf, "<%s>", tag);
    text_escape(buf, text);
    buf_printf(buf, "</%s>", tag);
}

/* What changes from the old text (the input) to the new one: <del> and <ins> around the part that differs. */
static int filter_diff(struct render *render, const struct value *input, const struct value *args, int count,
                       struct value *out)
{
    struct str old = text_of(render, input), new = text_of(render, &args[0]);
    size_t begin = text_begin(render), start = shared_start(old, new), end = shared_end(old, new, start);
    struct buf *buf = render_buf(render);
    (void)count;
    text_escape(buf, str_slice(old, 0, start));
    put_tagged(buf, "del", str_slice(old, start, old.len - end));
    put_tagged(buf, "ins", str_slice(new, start, new.len - end));
    text_escape(buf, str_slice(old, old.len - end, old.len));
    *out = value_str(text_take(render, begin));
    return 0;
}

/* ---- assets ---- */

/* A QR code as a drawing of unit squares with its quiet zone: one path, a run of dark squares for each stroke. */
static void put_qr(struct buf *buf, const QRcode *code)
{
    int size = code->width + 2 * QR_QUIET;
    buf_printf(buf,
               "<svg class=\"qr\" viewBox=\"0 0 %d %d\" shape-rendering=\"crispEdges\" "
               "aria-hidden=\"true\"><path d=\"",
               size, size);
    for (int y = 0; y < code->width; y++)
        for (int x = 0; x < code->width; x++) {
            int from = x;
            while (x < code->width && code->data[y * code->width + x] & 1) x++;
            if (x > from)
                buf_printf(buf, "M%d %dh%dv1h-%dz", from + QR_QUIET, y + QR_QUIET, x - from, x - from);
        }
    buf_add(buf, STR("\"/></svg>"));
}

static int filter_qr(struct render *render, const struct value *input, const struct value *args, int count,
                     struct value *out)
{
    const char *text = arena_cstr(render_arena(render), text_of(render, input));
    size_t begin = text_begin(render);
    (void)args;
    (void)count;
    QRcode *code = *text ? QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) : NULL;
    if (code) put_qr(render_buf(render), code);
    QRcode_free(code);
    *out = value_str(text_take(render, begin));
    return 0;
}

static int filter_asset(struct render *render, const struct value *input, const struct value *args, int count,
                        struct value *out)
{
    struct str name = text_of(render, input), path = assets_path(context_of(render)->assets, name);
    (void)args;
    (void)count;
    if (!path.ptr) return render_fail(render, "there is no asset %.*s", STR_ARG(name));
    *out = value_str(path);
    return 0;
}

/* The drawing of that name in icons.svg; decoration, so nothing for those who listen. */
static int filter_icon(struct render *render, const struct value *input, const struct value *args, int count,
                       struct value *out)
{
    struct str name = text_of(render, input),
               sheet = assets_path(context_of(render)->assets, STR("icons.svg"));
    size_t begin = text_begin(render);
    (void)args;
    (void)count;
    buf_printf(render_buf(render), "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"%.*s#",
               STR_ARG(sheet));
    text_escape(render_buf(render), name);
    buf_add(render_buf(render), STR("\"></use></svg>"));
    *out = value_str(text_take(render, begin));
    return 0;
}

static const struct liquid_filter rows[] = {
    {"day", 0, 1, false, filter_day},
    {"moment", 0, 0, false, filter_moment},
    {"span", 1, 1, false, filter_span},
    {"day_shift", 1, 1, false, filter_day_shift},
    {"days_away", 0, 0, false, filter_days_away},
    {"seconds_away", 0, 0, false, filter_seconds_away},
    {"minutes", 0, 0, false, filter_minutes},
    {"ago", 0, 0, false, filter_ago},
    {"fill", 1, LIQUID_MAX_ARGS, false, filter_fill},
    {"money", 1, 1, false, filter_money},
    {"initials", 0, 0, false, filter_initials},
    {"markdown", 0, 0, true, filter_markdown},
    {"evidence", 1, 1, true, filter_evidence},
    {"diff", 1, 1, true, filter_diff},
    {"qr", 0, 0, true, filter_qr},
    {"asset", 0, 0, false, filter_asset},
    {"icon", 0, 0, true, filter_icon},
};

const struct liquid_filters page_filters = {rows, sizeof rows / sizeof *rows};
