/* burin reply: one message, answered for people. */
#include <time.h>

#include "cli/commands.h"
#include "cli/reply_sections.h"
#include "cli/stdio.h"
#include "engine/assess.h"
#include "engine/plan.h"
#include "shop/shop.h"
#include "text/json.h"
#include "text/utf8.h"

enum { STORE, ORDER, AT, FROM, SUBJECT, LOCALE, FORMAT };

enum { MESSAGE_MAX = 256 * 1024, ORDER_MAX = 1024 * 1024, REPLY_MAX = 16 * 1024 * 1024 };

static const struct option options[] = {
    [STORE] = OPTION_STORE,
    [ORDER] = {"order", "FILE", "The order the message is about, as JSON", NULL, COMPLETE_FILE, false},
    [AT] = OPTION_AT("When the message was received; without it now"),
    [FROM] = {"from", "ADDRESS", "The address it came from; without it the sender is not judged", NULL,
              COMPLETE_NOTHING, false},
    [SUBJECT] = {"subject", "TEXT", "Its subject", NULL, COMPLETE_NOTHING, false},
    [LOCALE] = {"locale", "LOCALE", "The agent's language (en, zh-CN); without it the store's", NULL,
                COMPLETE_NOTHING, false},
    [FORMAT] = {"format", "FORMAT", "Print only the reply in that form, or the assessment",
                "md|text|html|sms|json", COMPLETE_NOTHING, false},
    {NULL},
};

static const struct example examples[] = {
    {"burin reply --order order.json --at 2026-03-02T16:00:00-05:00 message.txt",
     "the six sections, then the reply to be sent"},
    {"burin reply --order order.json --format sms message.txt", "only the SMS"},
    {NULL},
};

/* The order's own document, or one that carries it, as an inquiry does. */
static int read_order(struct arena *arena, const char *path, struct order *out, struct err *err)
{
    struct str text;
    struct value document;
    if (input_read(arena, path, ORDER_MAX, &text, err) < 0) return -1;
    if (json_parse(arena, text, &document, err) < 0) return err_at(err, str_of(path), 0, 0);
    const struct value *inner = value_get(&document, STR("order"));
    if (order_from_value(arena, inner ? inner : &document, inner ? "/order" : "", out, err) < 0)
        return err_at(err, str_of(path), 0, 0);
    return 0;
}

static int read_message(struct arena *arena, const char *path, struct str *out, struct err *err)
{
    if (input_read(arena, path, MESSAGE_MAX, out, err) < 0) return -1;
    if (utf8_is_valid(*out)) return 0;
    err_set(err, ERR_INPUT, "the message is not UTF-8; UTF-8 is expected");
    return err_at(err, str_of(input_name(path)), 0, 0);
}

static int read_inquiry(struct arena *arena, const struct store *store, const struct arguments *arguments,
                        struct order *order, struct inquiry *out, struct err *err)
{
    const char *const *values = arguments->values;
    struct inquiry inquiry = {
        .id = STR("message"),
        .channel = STR("email"),
        .from = str_of(values[FROM]),
        .subject = str_of(values[SUBJECT]),
        .at = (instant_t)time(NULL) * MICROS_PER_SECOND,
        .contacts = 1,
    };
    if ((values[AT] && plan_read_time(store, str_of(values[AT]), "--at", &inquiry.at, err) < 0) ||
        (values[ORDER] && read_order(arena, values[ORDER], order, err) < 0) ||
        read_message(arena, arguments->operands[0], &inquiry.text, err) < 0)
        return -1;
    if (values[ORDER]) inquiry.order = order;
    *out = inquiry;
    return 0;
}

static void add_line(struct buf *out, struct str text)
{
    buf_add(out, text);
    if (!text.len || text.ptr[text.len - 1] != '\n') buf_add_char(out, '\n');
}

static void print_format(const char *format, const struct assessment *assessment, struct buf *out)
{
    struct str name = str_of(format);
    if (str_is(name, "json")) {
        assessment_to_json(assessment, out);
        buf_add_char(out, '\n');
    }
    if (str_is(name, "md")) add_line(out, assessment->reply.markdown);
    if (str_is(name, "text")) add_line(out, assessment->reply.text);
    if (str_is(name, "html")) add_line(out, assessment->reply.html);
    if (str_is(name, "sms")) add_line(out, assessment->reply.sms);
}

static int reply(struct arena *arena, const struct store *store, const struct arguments *arguments,
                 struct buf *out, struct err *err)
{
    struct order order;
    struct inquiry inquiry;
    if (read_inquiry(arena, store, arguments, &order, &inquiry, err) < 0) return -1;
    struct engine *engine = engine_new(store);
    struct assessment assessment;
    int rc = engine_assess(engine, arena, &inquiry, &assessment, err);
    if (rc == 0 && arguments->values[FORMAT]) {
        print_format(arguments->values[FORMAT], &assessment, out);
    } else if (rc == 0) {
        struct str locale = str_of(arguments->values[LOCALE]);
        reply_sections(arena, &assessment, &inquiry, store, locale.len ? locale : store->default_locale, out);
    }
    engine_free(engine);
    return rc;
}

static int run(const struct arguments *arguments, struct err *err)
{
    struct shop *shop;
    if (shop_open(arguments->values[STORE], &shop, err) < 0) return -1;
    struct arena *arena = arena_new();
    struct buf out;
    buf_init(&out, REPLY_MAX);
    int rc = reply(arena, shop_store(shop), arguments, &out, err);
    if (rc == 0) rc = output_write(buf_str(&out), err);
    buf_done(&out);
    arena_free(arena);
    shop_free(shop);
    return rc < 0 ? -1 : EXIT_FINE;
}

const struct command command_reply = {
    .name = "reply",
    .summary = "Answer one message: the six sections of the desk's method, and the reply to be sent",
    .description =
        "Reads the message from a file or standard input and prints, in the agent's language, the situation, "
        "the order's status, modification, quality and returns, the proactive plan and the measures, each "
        "present; then the reply in the customer's language.\n"
        "\n"
        "The order may be given by itself or as the order member of an inquiry document.",
    .operands = "[MESSAGE-FILE]",
    .operands_most = 1,
    .complete_operands = COMPLETE_FILE,
    .options = options,
    .examples = examples,
    .run = run,
};
