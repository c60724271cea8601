/* Writes inquiries as JSON Lines for the benchmark: texts of the corpus in the mix a desk sees, each with an order at
 * a stage that is drawn for it. The same seed gives the same bytes. Usage: generate CORPUS COUNT [SEED].
 *
 * An inquiry's id is LANGUAGE-CONCERN-NUMBER, so that a reader knows what was drawn. Nothing is kept: a million are
 * streamed. The JSON written by the generator is measured as a part of the run, at some microseconds each. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/file.h"
#include "base/hash.h"
#include "text/json.h"

enum { FILE_MAX = 1024 * 1024, LINES_MAX = 4096, LINE_MAX = 64 * 1024, STAGES = 5 };
enum { FIRST_SECOND = 1767571200, SECONDS = 330 * 24 * 3600 }; /* inquiries come from 2026-01-05 on */

struct dice {
    uint64_t state;
};

static uint64_t roll(struct dice *dice)
{
    dice->state += UINT64_C(0x9e3779b97f4a7c15);
    return hash_mix(dice->state);
}

/* 0 ≤ number < limit */
static size_t below(struct dice *dice, size_t limit)
{
    return (size_t)(((roll(dice) >> 32) * limit) >> 32);
}

static bool chance(struct dice *dice, size_t percent)
{
    return below(dice, 100) < percent;
}

static const char *const stages[STAGES] = {"design", "production", "quality_check", "shipped", "delivered"};

/* What is written about, how often (of the sum), and the stages at which people mostly write it. */
static const struct topic {
    const char *concern;
    unsigned weight;
    unsigned first_stage, last_stage;
    bool no_order;
} topics[] = {
    {"status", 26, 0, 3, false},     {"change", 16, 0, 1, false},      {"delay", 9, 1, 3, false},
    {"damaged", 7, 4, 4, false},     {"wrong_spec", 6, 4, 4, false},   {"not_received", 6, 3, 4, false},
    {"cancel", 5, 0, 1, false},      {"return", 4, 4, 4, false},       {"rush", 4, 0, 1, false},
    {"faq", 4, 0, 4, false},         {"thanks", 3, 4, 4, false},       {"other", 3, 0, 4, false},
    {"answer", 2, 0, 4, false},      {"multi", 8, 0, 4, false},        {"general_shipping", 1, 3, 4, false},
    {"pre_purchase", 2, 0, 0, true}, {"subscription", 1, 0, 4, false}, {"payment_dispute", 1, 3, 4, false},
    {"unrelated", 2, 0, 0, true},
};
enum { TOPICS = sizeof topics / sizeof *topics };

struct product {
    const char *sku, *title, *field, *second_field, *second_value;
};

/* How people of one language write and what they buy. */
static const struct tongue {
    const char *name, *locale, *country, *carrier, *currency;
    const char *greetings[4], *partings[4], *order_line;
    const char *names[10];
    const char *earlier[3];
    struct product products[8];
} tongues[] = {
    {
        .name = "en",
        .locale = "en-US",
        .country = "US",
        .carrier = "USPS",
        .currency = "USD",
        .greetings = {"Hi there,", "Hello,", "Good morning,", "Dear team,"},
        .partings = {"Thanks,", "Best wishes,", "Kind regards,", "Cheers,"},
        .order_line = "My order is #%zu.",
        .names = {"Maya", "Tom", "Priya", "Gail", "Lena", "Oskar", "Joan", "Amara", "Diego", "Siobhan"},
        .earlier = {"Hello, I have a question about my order.", "Thank you, we are looking into it.",
                    "Is there any news for me?"},
        .products = {{"NECK-ENG", "Engraved bar necklace", "engraving", "font", "Script"},
                     {"PET-OIL", "Custom pet portrait", "pet_name", "background", "sage"},
                     {"WALLET-MONO", "Monogrammed leather wallet", "initials", NULL, NULL},
                     {"BLANKET-EMB", "Embroidered baby blanket", "name", "thread", "white"},
                     {"RING-ENG", "Engraved ring", "engraving", "size", "7"},
                     {"SIGN-OAK", "Oak house sign", "text", NULL, NULL},
                     {"MUG-PAIR", "Pair of name mugs", "name", "colour", "blue"},
                     {"FRAME-ENG", "Engraved picture frame", "engraving", "font", "Script"}},
    },
    {
        .name = "zh",
        .locale = "zh-CN",
        .country = "CN",
        .carrier = "SF Express",
        .currency = "CNY",
        .greetings = {"您好，", "你好，", "老板，", "客服您好，"},
        .partings = {"谢谢！", "麻烦了，", "辛苦了，", "盼回复，"},
        .order_line = "订单号#%zu。",
        .names = {"王梓萱", "李浩然", "张晓华", "陈雨桐", "刘子涵", "赵一鸣", "周静", "吴思远", "郑好",
                  "孙悦"},
        .earlier = {"您好，想问一下我的订单。", "您好，我们正在为您查询。", "请问有消息了吗？"},
        .products = {{"NECK-ENG", "刻字项链", "刻字", "字体", "楷体"},
                     {"PET-OIL", "定制宠物油画", "宠物名", "背景", "米白"},
                     {"WALLET-MONO", "压印真皮钱包", "缩写", NULL, NULL},
                     {"BLANKET-EMB", "刺绣宝宝毯", "名字", "线色", "浅蓝"},
                     {"RING-ENG", "刻字戒指", "刻字", "尺寸", "12号"},
                     {"SIGN-OAK", "橡木门牌", "文字", NULL, NULL},
                     {"MUG-PAIR", "情侣刻名杯", "名字", "颜色", "白色"},
                     {"FRAME-ENG", "刻字相框", "刻字", "字体", "楷体"}},
    },
};
enum { TONGUES = sizeof tongues / sizeof *tongues };

/* The messages of one corpus file, markers taken out. */
struct messages {
    struct str *texts;
    size_t count;
};

struct corpus {
    struct messages of[TONGUES][TOPICS];
};

static bool is_marker(struct str inside)
{
    if (!inside.len || inside.len > 20) return false;
    for (size_t i = 0; i < inside.len; i++) {
        char c = inside.ptr[i];
        if (c != '-' && c != '_' && (c < 'a' || c > 'z')) return false;
    }
    return true;
}

/* The line as the customer wrote it: no markers, real line breaks. */
static struct str message_of(struct arena *arena, struct str line)
{
    struct buf text;
    buf_init(&text, LINE_MAX);
    for (size_t i = 0; i < line.len; i++) {
        size_t end = line.ptr[i] == '{' ? str_find_char(line, '}', i) : STR_NOT_FOUND;
        if (end != STR_NOT_FOUND && is_marker(str_slice(line, i + 1, end))) {
            i = end;
        } else if (line.ptr[i] == '\\' && i + 1 < line.len && line.ptr[i + 1] == 'n') {
            buf_add_char(&text, '\n');
            i++;
        } else {
            buf_add_char(&text, line.ptr[i]);
        }
    }
    struct str copy = buf_copy(&text, arena);
    buf_done(&text);
    return str_trim(copy);
}

static int messages_read(struct arena *arena, const char *path, struct messages *out, struct err *err)
{
    struct str rest, line;
    if (file_read(arena, path, FILE_MAX, &rest, err) < 0) return -1;
    out->texts = arena_alloc(arena, LINES_MAX * sizeof *out->texts);
    while (str_next_part(&rest, '\n', &line))
        if (line.len && out->count < LINES_MAX) out->texts[out->count++] = message_of(arena, line);
    return out->count ? 0 : err_set(err, ERR_INPUT, "%s holds no message", path);
}

static int corpus_read(struct arena *arena, const char *folder, struct corpus *out, struct err *err)
{
    for (size_t i = 0; i < TONGUES; i++)
        for (size_t k = 0; k < TOPICS; k++) {
            struct str path = arena_printf(arena, "%s/%s/%s.txt", folder, tongues[i].name, topics[k].concern);
            if (messages_read(arena, path.ptr, &out->of[i][k], err) < 0) return -1;
        }
    return 0;
}

/* One inquiry in the making. */
struct draw {
    struct dice *dice;
    struct json_writer *writer;
    const struct tongue *tongue;
    const struct topic *topic;
    size_t number; /* of the order */
    const char *name;
    size_t mailbox; /* the customer's address */
    instant_t at, placed;
    size_t stage;
};

static void put_time(struct json_writer *writer, const char *name, instant_t at)
{
    char text[40];
    instant_format(at, 0, text);
    json_put_string(writer, name, str_of(text));
}

static void put_formatted(struct json_writer *writer, const char *name, const char *format, size_t number)
{
    char text[64];
    snprintf(text, sizeof text, format, number);
    json_put_string(writer, name, str_of(text));
}

static const struct topic *draw_topic(struct dice *dice)
{
    size_t sum = 0;
    for (size_t i = 0; i < TOPICS; i++) sum += topics[i].weight;
    size_t at = below(dice, sum), i = 0;
    while (at >= topics[i].weight) at -= topics[i++].weight;
    return &topics[i];
}

static void put_message(struct draw *draw, struct str message)
{
    char line[64];
    struct buf text;
    buf_init(&text, LINE_MAX);
    if (chance(draw->dice, 45)) {
        buf_add_c(&text, draw->tongue->greetings[below(draw->dice, 4)]);
        buf_add_c(&text, "\n\n");
    }
    buf_add(&text, message);
    if (chance(draw->dice, 40)) {
        snprintf(line, sizeof line, draw->tongue->order_line, draw->number);
        buf_add_char(&text, ' ');
        buf_add_c(&text, line);
    }
    if (chance(draw->dice, 50)) {
        buf_add_c(&text, "\n\n");
        buf_add_c(&text, draw->tongue->partings[below(draw->dice, 4)]);
        buf_add_char(&text, '\n');
        buf_add_c(&text, draw->name);
    }
    json_put_string(draw->writer, "text", buf_str(&text));
    buf_done(&text);
}

static void put_photos(struct draw *draw)
{
    struct json_writer *writer = draw->writer;
    bool photos = draw->topic->first_stage == 4 && chance(draw->dice, 50);
    json_name(writer, "attachments");
    json_begin_array(writer);
    for (size_t i = 0; photos && i < 2; i++) {
        json_begin_object(writer);
        put_formatted(writer, "name", "IMG_%zu.jpg", 4400 + i);
        json_put_string(writer, "type", STR("image/jpeg"));
        json_put_int(writer, "bytes", 2400000);
        json_put_int(writer, "width", 3024);
        json_put_int(writer, "height", 4032);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void put_thread(struct draw *draw)
{
    struct json_writer *writer = draw->writer;
    size_t count = chance(draw->dice, 25) ? 1 + below(draw->dice, 3) : 0;
    json_name(writer, "thread");
    json_begin_array(writer);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(writer);
        put_time(writer, "at", draw->at - (instant_t)(count - i) * 7 * MICROS_PER_HOUR);
        json_put_string(writer, "author", i == 1 ? STR("agent") : STR("customer"));
        json_put_string(writer, "text", str_of(draw->tongue->earlier[i]));
        json_end_object(writer);
    }
    json_end_array(writer);
    if (strcmp(draw->topic->concern, "answer") != 0) return;
    static const char *const awaited[] = {"confirm_change", "choose_remedy", "photos", "consent"};
    json_name(writer, "case");
    json_begin_object(writer);
    json_put_string(writer, "awaiting", str_of(awaited[below(draw->dice, 4)]));
    json_put_int(writer, "contacts", 1 + (int64_t)count);
    json_end_object(writer);
}

static void put_customer(struct draw *draw)
{
    struct json_writer *writer = draw->writer;
    json_name(writer, "customer");
    json_begin_object(writer);
    json_put_string(writer, "name", str_of(draw->name));
    put_formatted(writer, "email", "customer%zu@example.com", draw->mailbox);
    json_put_string(writer, "locale", str_of(draw->tongue->locale));
    json_name(writer, "consents");
    json_begin_array(writer);
    if (chance(draw->dice, 40)) json_write_string(writer, STR("sms"));
    if (chance(draw->dice, 30)) json_write_string(writer, STR("marketing"));
    json_end_array(writer);
    json_end_object(writer);
}

static void put_items(struct draw *draw)
{
    struct json_writer *writer = draw->writer;
    size_t count = chance(draw->dice, 80) ? 1 : 2 + below(draw->dice, 2);
    json_name(writer, "items");
    json_begin_array(writer);
    for (size_t i = 0; i < count; i++) {
        const struct product *product = &draw->tongue->products[below(draw->dice, 8)];
        json_begin_object(writer);
        json_put_string(writer, "sku", str_of(product->sku));
        json_put_string(writer, "title", str_of(product->title));
        json_put_string(writer, "kind", chance(draw->dice, 95) ? STR("custom") : STR("stock"));
        json_put_int(writer, "quantity", 1 + (int64_t)below(draw->dice, 2));
        json_name(writer, "personalization");
        json_begin_object(writer);
        json_put_string(writer, product->field, str_of(draw->tongue->names[below(draw->dice, 10)]));
        if (product->second_field)
            json_put_string(writer, product->second_field, str_of(product->second_value));
        json_end_object(writer);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void put_pair(struct json_writer *writer, const char *name, int64_t low, int64_t high)
{
    json_name(writer, name);
    json_begin_array(writer);
    json_write_int(writer, low);
    json_write_int(writer, high);
    json_end_array(writer);
}

static instant_t stage_began(const struct draw *draw, size_t stage)
{
    return draw->placed + (draw->at - draw->placed) / (instant_t)(draw->stage + 1) * (instant_t)stage;
}

static void put_shipping(struct draw *draw)
{
    struct json_writer *writer = draw->writer;
    json_name(writer, "production");
    json_begin_object(writer);
    put_pair(writer, "days", 5, 7);
    json_put_bool(writer, "rush", chance(draw->dice, 12));
    json_end_object(writer);
    json_name(writer, "shipping");
    json_begin_object(writer);
    put_pair(writer, "days", 3, 5);
    json_put_string(writer, "carrier", str_of(draw->tongue->carrier));
    json_put_string(writer, "country", str_of(draw->tongue->country));
    if (draw->stage >= 3) {
        put_formatted(writer, "tracking", "94001118992233%zu", 10000000 + draw->number);
        json_name(writer, "scans");
        json_begin_array(writer);
        json_begin_object(writer);
        put_time(writer, "at", stage_began(draw, 3) + 9 * MICROS_PER_HOUR);
        json_put_string(writer, "status", STR("in_transit"));
        json_end_object(writer);
        json_end_array(writer);
    }
    json_end_object(writer);
}

/* The store's own record of the work; one order in ten has none, and its stage is to be estimated. */
static void put_events(struct draw *draw)
{
    struct json_writer *writer = draw->writer;
    if (draw->stage < 3 && chance(draw->dice, 10)) return;
    json_name(writer, "events");
    json_begin_array(writer);
    for (size_t i = 0; i <= draw->stage; i++) {
        json_begin_object(writer);
        json_put_string(writer, "stage", str_of(stages[i]));
        put_time(writer, "at", stage_began(draw, i));
        json_end_object(writer);
    }
    json_end_array(writer);
}

/* The day range told to one customer in four before. */
static void put_promises(struct draw *draw)
{
    struct json_writer *writer = draw->writer;
    char day[16];
    if (draw->stage == 4 || !chance(draw->dice, 25)) return;
    day_t placed = (day_t)(draw->placed / (24 * MICROS_PER_HOUR));
    json_name(writer, "promises");
    json_begin_array(writer);
    json_begin_object(writer);
    json_put_string(writer, "milestone", STR("delivered"));
    day_format(placed + 11, day);
    json_put_string(writer, "from", str_of(day));
    day_format(placed + 16, day);
    json_put_string(writer, "to", str_of(day));
    put_time(writer, "told_at", draw->placed + MICROS_PER_HOUR);
    json_end_object(writer);
    json_end_array(writer);
}

static void put_order(struct draw *draw)
{
    struct json_writer *writer = draw->writer;
    json_name(writer, "order");
    if (draw->topic->no_order || chance(draw->dice, 5)) {
        json_write_null(writer);
        return;
    }
    json_begin_object(writer);
    put_formatted(writer, "number", "#%zu", draw->number);
    put_time(writer, "placed_at", draw->placed);
    json_put_string(writer, "currency", str_of(draw->tongue->currency));
    put_formatted(writer, "total", "%zu.00", 40 + below(draw->dice, 160));
    put_customer(draw);
    put_items(draw);
    put_shipping(draw);
    put_events(draw);
    put_promises(draw);
    json_end_object(writer);
}

/* Days after which an order mostly stands at its stage; one in eight is late. */
static instant_t draw_age(struct dice *dice, size_t stage)
{
    static const struct {
        size_t from, to; /* hours */
    } ages[STAGES] = {{1, 40}, {20, 170}, {150, 220}, {190, 330}, {260, 520}};
    size_t hours = ages[stage].from + below(dice, ages[stage].to - ages[stage].from);
    if (chance(dice, 12)) hours = hours * 8 / 5;
    return (instant_t)hours * MICROS_PER_HOUR + (instant_t)below(dice, 3600) * MICROS_PER_SECOND;
}

static void put_inquiry(struct dice *dice, const struct corpus *corpus, size_t index,
                        struct json_writer *writer)
{
    const struct tongue *tongue = &tongues[chance(dice, 30)];
    struct draw draw = {.dice = dice, .writer = writer, .tongue = tongue, .topic = draw_topic(dice)};
    const struct messages *messages = &corpus->of[tongue - tongues][draw.topic - topics];
    size_t span = draw.topic->last_stage - draw.topic->first_stage + 1;
    draw.number = 10000 + below(dice, 90000);
    draw.name = tongue->names[below(dice, 10)];
    draw.mailbox = below(dice, 1000000);
    draw.at = (instant_t)(FIRST_SECOND + below(dice, SECONDS)) * MICROS_PER_SECOND;
    draw.stage = chance(dice, 70) ? draw.topic->first_stage + below(dice, span) : below(dice, STAGES);
    draw.placed = draw.at - draw_age(dice, draw.stage);
    char id[64];
    snprintf(id, sizeof id, "%s-%s-%zu", draw.tongue->name, draw.topic->concern, index);
    json_begin_object(writer);
    json_put_string(writer, "id", str_of(id));
    put_time(writer, "at", draw.at);
    json_put_string(writer, "channel", chance(dice, 75) ? STR("email") : STR("chat"));
    put_formatted(writer, "from", "customer%zu@example.com", draw.mailbox + (chance(dice, 4) ? 1 : 0));
    json_put_bool(writer, "link_verified", chance(dice, 10));
    json_put_string(writer, "subject", STR(""));
    put_message(&draw, messages->texts[below(dice, messages->count)]);
    put_photos(&draw);
    put_thread(&draw);
    put_order(&draw);
    json_end_object(writer);
}

int main(int argc, char **argv)
{
    uint64_t count = 0, seed = 1;
    if (argc < 3 || argc > 4 || str_to_uint(str_of(argv[2]), UINT32_MAX, &count) < 0 ||
        (argc == 4 && str_to_uint(str_of(argv[3]), UINT32_MAX, &seed) < 0)) {
        fputs("usage: generate CORPUS COUNT [SEED]\n", stderr);
        return 2;
    }
    struct arena *arena = arena_new();
    struct corpus corpus = {0};
    struct err err = {0};
    if (corpus_read(arena, argv[1], &corpus, &err) < 0) {
        fprintf(stderr, "generate: %s\n", err.message);
        return 3;
    }
    struct dice dice = {seed};
    struct buf line;
    buf_init(&line, FILE_MAX);
    size_t written = 1;
    for (uint64_t i = 1; i <= count && written == 1; i++) {
        struct json_writer writer = {.buf = &line};
        buf_clear(&line);
        put_inquiry(&dice, &corpus, (size_t)i, &writer);
        buf_add_char(&line, '\n');
        written = fwrite(line.ptr, line.len, 1, stdout);
    }
    buf_done(&line);
    arena_free(arena);
    return written == 1 && fflush(stdout) == 0 ? 0 : 4;
}
