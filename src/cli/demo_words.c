/* The demo's people, products and texts, as data/demo holds them, and the gaps in them filled; see demo.h. */
#include <string.h>

#include "cli/demo.h"
#include "shop/builtin.h"
#include "text/json.h"

enum { TEXT_MOST = 16 * 1024, GAP_MOST = 24, FEW_TEXTS = 200 };

/* ---- reading ---- */

int demo_read_lines(struct demo *demo, const char *name, struct value **out, size_t *out_count,
                    struct err *err)
{
    struct str path = arena_printf(demo->home, "demo/%s", name), rest, line;
    const struct builtin_file *file = builtin_find(path);
    struct value *list = NULL;
    size_t count = 0, room = 0;
    if (!file) return err_set(err, ERR_SYSTEM, "%s is not built in", path.ptr);
    rest = file->bytes;
    while (str_next_part(&rest, '\n', &line)) {
        if (!line.len) continue;
        if (json_parse(demo->home, line, ARENA_PUSH(demo->home, list, count, room), err) < 0) {
            err_at(err, path, (int)count, err && err->column ? err->column : 1);
            return -1;
        }
    }
    *out = list;
    *out_count = count;
    return 0;
}

struct str demo_string(const struct value *object, const char *name)
{
    const struct value *member = value_get(object, str_of(name));
    return member && member->kind == VALUE_STRING ? member->string : (struct str){0};
}

int demo_number(const struct value *object, const char *name, int otherwise)
{
    const struct value *member = value_get(object, str_of(name));
    return member && member->kind == VALUE_INT ? (int)member->integer : otherwise;
}

static int read_products(struct demo *demo, struct err *err)
{
    struct value *lines;
    size_t count;
    if (demo_read_lines(demo, "products.jsonl", &lines, &count, err) < 0) return -1;
    demo->products = ARENA_ARRAY(demo->home, count, struct demo_product);
    for (size_t i = 0; i < count; i++) {
        struct demo_product *product = &demo->products[i];
        struct str sku = demo_string(&lines[i], "sku");
        product->line = &lines[i];
        product->weight = demo_number(&lines[i], "weight", 1);
        product->product = store_product(demo->store, sku);
        if (!product->product)
            return err_set(err, ERR_INPUT, "store.yaml: the demo's product %.*s is missing", STR_ARG(sku));
    }
    demo->product_count = count;
    return 0;
}

int demo_read_words(struct demo *demo, struct err *err)
{
    if (demo_read_lines(demo, "people.jsonl", &demo->people, &demo->people_count, err) < 0 ||
        demo_read_lines(demo, "messages.jsonl", &demo->texts, &demo->text_count, err) < 0 ||
        demo_read_lines(demo, "bench.jsonl", &demo->bench, &demo->bench_count, err) < 0)
        return -1;
    return read_products(demo, err);
}

const struct demo_product *demo_product_of(const struct demo *demo, struct str sku)
{
    for (size_t i = 0; i < demo->product_count; i++)
        if (str_eq(demo->products[i].product->sku, sku)) return &demo->products[i];
    return &demo->products[0];
}

/* ---- people ---- */

static const struct value *pick_people(struct demo *demo)
{
    int all = 0;
    for (size_t i = 0; i < demo->people_count; i++) all += demo_number(&demo->people[i], "weight", 1);
    int chosen = demo_pick(demo, all);
    size_t i = 0;
    while ((chosen -= demo_number(&demo->people[i], "weight", 1)) >= 0) i++;
    return &demo->people[i];
}

/* A name is a text, or one with the letters it has in an address. */
struct named {
    struct str shown, plain;
};

static struct named pick_name(struct demo *demo, const struct value *people, const char *list)
{
    const struct value *names = value_get(people, str_of(list));
    const struct value *name = &names->array.items[demo_pick(demo, (int)names->array.count)];
    if (name->kind == VALUE_STRING) return (struct named){name->string, name->string};
    return (struct named){name->array.items[0].string, name->array.items[1].string};
}

static struct str address_of(struct demo *demo, struct named given, struct named family)
{
    static const char *const hosts[] = {"example.com", "example.org", "example.net", "mail.example.com"};
    struct str address = arena_printf(
        demo->home, "%.*s.%.*s%s@%s", STR_ARG(given.plain), STR_ARG(family.plain),
        demo->buyer_count % 3 ? "" : arena_printf(demo->arena, "%zu", demo->buyer_count % 90 + 7).ptr,
        hosts[demo_pick(demo, 4)]);
    char *letters = (char *)(uintptr_t)address.ptr;
    for (size_t i = 0; i < address.len; i++) letters[i] = letters[i] == ' ' ? '-' : ascii_lower(letters[i]);
    return address;
}

static bool is_taken(const struct demo *demo, struct str address)
{
    for (size_t i = 0; i < demo->buyer_count; i++)
        if (str_eq(demo->buyers[i]->email, address)) return true;
    return false;
}

static struct demo_person *invent_person(struct demo *demo)
{
    const struct value *people = pick_people(demo);
    struct demo_person *person = ARENA_NEW(demo->home, struct demo_person);
    struct named given = pick_name(demo, people, "given"), family = pick_name(demo, people, "family");
    person->locale = demo_string(people, "locale");
    person->country = demo_string(people, "country");
    person->chinese = str_starts(person->locale, STR("zh"));
    person->given = given.shown;
    person->name = person->chinese ? ARENA_JOIN(demo->home, family.shown, given.shown)
                                   : ARENA_JOIN(demo->home, given.shown, STR(" "), family.shown);
    person->email = address_of(demo, given, family);
    person->sms = demo_odds(demo, 30);
    person->marketing = demo_odds(demo, 45);
    if (person->sms) person->phone = arena_printf(demo->home, "+1212555%04d", demo_pick(demo, 10000));
    return person;
}

const struct demo_person *demo_new_person(struct demo *demo)
{
    struct demo_person *person;
    do person = invent_person(demo);
    while (is_taken(demo, person->email));
    *ARENA_PUSH(demo->home, demo->buyers, demo->buyer_count, demo->buyer_room) = person;
    return person;
}

/* ---- texts ---- */

static const struct value *pick_text(struct demo *demo, const char *kind, bool chinese, struct str sku)
{
    const struct value *fitting[FEW_TEXTS];
    int count = 0;
    for (size_t i = 0; i < demo->text_count && count < FEW_TEXTS; i++) {
        const struct value *line = &demo->texts[i];
        struct str only = demo_string(line, "sku");
        if (!str_is(demo_string(line, "for"), kind)) continue;
        if (str_is(demo_string(line, "lang"), "zh") != chinese) continue;
        if (only.len && !str_eq(only, sku)) continue;
        fitting[count++] = line;
    }
    return count ? fitting[demo_pick(demo, count)] : NULL;
}

/* ---- gaps ---- */

struct gaps {
    struct demo *demo;
    const struct demo_person *person;
    const struct demo_order *order; /* or NULL */
    bool chinese;
};

static struct str fill_number(const struct gaps *gaps)
{
    return gaps->order ? gaps->order->number : (struct str){0};
}

static struct str fill_given(const struct gaps *gaps)
{
    return gaps->person->given;
}

static struct str fill_name(const struct gaps *gaps)
{
    return gaps->person->name;
}

static struct str fill_piece(const struct gaps *gaps)
{
    if (!gaps->order) return gaps->chinese ? STR("东西") : STR("piece");
    return demo_string(gaps->order->product->line, gaps->chinese ? "piece_zh" : "piece");
}

static struct str fill_wrong(const struct gaps *gaps)
{
    return gaps->order ? demo_string(value_get(gaps->order->piece, STR("slip")), "wrong") : (struct str){0};
}

static struct str fill_right(const struct gaps *gaps)
{
    if (!gaps->order) return (struct str){0};
    struct str field = demo_string(value_get(gaps->order->piece, STR("slip")), "field");
    const struct value *right = value_get(value_get(gaps->order->piece, STR("spec")), field);
    return right && right->kind == VALUE_STRING ? right->string : (struct str){0};
}

/* What stands on the piece that was sent. */
static struct str fill_words(const struct gaps *gaps)
{
    if (!gaps->order) return (struct str){0};
    struct str field = demo_string(gaps->order->product->line, "words");
    const struct value *words = value_get(value_get(gaps->order->piece, STR("spec")), field);
    return words && words->kind == VALUE_STRING ? words->string : (struct str){0};
}

/* What people call a field. */
static const struct {
    const char *field, *en, *zh;
} field_words[] = {
    {"engraving", "engraving", "刻字"},
    {"size", "size", "尺码"},
    {"background", "background", "背景"},
    {"pet_name", "name", "名字"},
    {"initials", "initials", "缩写"},
    {"thread", "thread", "线色"},
    {"name", "name", "名字"},
    {"text", "text", "文字"},
    {"chest_cm", "chest measurement", "胸围"},
    {"embroidery", "embroidery", "绣字"},
    {"colour", "colour", "颜色"},
};

static struct str fill_field(const struct gaps *gaps)
{
    struct str field =
        gaps->order ? demo_string(value_get(gaps->order->piece, STR("slip")), "field") : STR("text");
    for (size_t i = 0; i < sizeof field_words / sizeof *field_words; i++)
        if (str_is(field, field_words[i].field))
            return str_of(gaps->chinese ? field_words[i].zh : field_words[i].en);
    return field;
}

/* A day that somebody needs it by. */
static struct str fill_day(const struct gaps *gaps)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    struct civil day = civil_of(demo_today(gaps->demo) + (day_t)demo_between(gaps->demo, 14, 34));
    return gaps->chinese ? arena_printf(gaps->demo->arena, "%d月%d日", day.month, day.day)
                         : arena_printf(gaps->demo->arena, "%s %d", months[day.month - 1], day.day);
}

static const struct {
    const char *name;
    struct str (*fill)(const struct gaps *gaps);
} gap_rows[] = {
    {"number", fill_number}, {"given", fill_given}, {"name", fill_name},
    {"piece", fill_piece},   {"wrong", fill_wrong}, {"right", fill_right},
    {"day", fill_day},       {"field", fill_field}, {"words", fill_words},
};

static struct str fill_gap(const struct gaps *gaps, struct str name)
{
    for (size_t i = 0; i < sizeof gap_rows / sizeof *gap_rows; i++)
        if (str_is(name, gap_rows[i].name)) return gap_rows[i].fill(gaps);
    return (struct str){0};
}

struct str demo_fill_gaps(struct demo *demo, struct str text, const struct demo_person *person,
                          const struct demo_order *order)
{
    const struct gaps gaps = {demo, person, order, person->chinese};
    struct buf out;
    size_t at = 0, open;
    buf_init(&out, TEXT_MOST);
    while ((open = str_find_char(text, '{', at)) != STR_NOT_FOUND) {
        size_t close = str_find_char(text, '}', open);
        if (close == STR_NOT_FOUND) break;
        buf_add(&out, str_slice(text, at, open));
        buf_add(&out, fill_gap(&gaps, str_slice(text, open + 1, close)));
        at = close + 1;
    }
    buf_add(&out, str_slice(text, at, text.len));
    struct str filled = buf_copy(&out, demo->home);
    buf_done(&out);
    return filled;
}

struct str demo_text(struct demo *demo, const char *kind, const struct demo_person *person,
                     const struct demo_order *order)
{
    struct str sku = order ? order->product->product->sku : (struct str){0};
    const struct value *line = pick_text(demo, kind, person->chinese, sku);
    return line ? demo_fill_gaps(demo, demo_string(line, "text"), person, order) : (struct str){0};
}
