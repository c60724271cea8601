/* The products of store.yaml and the rules for their personalization. */
#include "shop/parts.h"

#include <stdio.h>

static bool fits_sku(struct str text)
{
    size_t star = str_find_char(text, '*', 0);
    return !str_contains(text, STR(" ")) && (star == STR_NOT_FOUND || star == text.len - 1);
}

/* Names of fields and crafts are words of the program's kind: keys of word lists and of JSON. */
static bool fits_name(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool letter = c >= 'a' && c <= 'z';
        if (!letter && !(i > 0 && ((c >= '0' && c <= '9') || c == '_'))) return false;
    }
    return text.len > 0;
}

static void read_choices(struct setting_reader *reader, const struct yaml_node *node, void *target)
{
    struct field_rule *rule = target;
    if (!setting_is_list(reader, node, "'choices'")) return;
    if (node->count == 0)
        setting_complain(reader, node, "'choices' is empty; at least one choice is expected");
    rule->choices = ARENA_ARRAY(reader->loader->arena, node->count, struct str);
    for (size_t i = 0; i < node->count; i++)
        if (setting_is_text(reader, &node->items[i], "a choice"))
            rule->choices[rule->choice_count++] = node->items[i].scalar;
}

#define AT(member) offsetof(struct field_rule, member)

static const struct setting rule_settings[] = {
    {.key = "max",
     .type = SETTING_NUMBER,
     .offset = AT(max),
     .least = 1,
     .most = 10000,
     .fallback = "",
     .about = "Most characters; 60 where no rule says otherwise."},
    {.key = "charset",
     .type = SETTING_TEXT,
     .offset = AT(charset),
     .least = 1,
     .most = 500,
     .fallback = "",
     .about = "The only characters that can be made; ranges such as A-Z are understood."},
    {.key = "choices",
     .type = SETTING_PART,
     .fallback = "",
     .read = read_choices,
     .expects = "list of texts",
     .about = "The only values there are."},
    {.key = "min_width",
     .type = SETTING_NUMBER,
     .offset = AT(min_width),
     .least = 1,
     .most = 100000,
     .fallback = "",
     .about = "Least width of a photo in pixels."},
    {.key = "min_height",
     .type = SETTING_NUMBER,
     .offset = AT(min_height),
     .least = 1,
     .most = 100000,
     .fallback = "",
     .about = "Least height of a photo in pixels."},
    {.key = "required",
     .type = SETTING_FLAG,
     .offset = AT(required),
     .fallback = "false",
     .about = "Whether the piece cannot be made without it."},
};

#undef AT

static void read_rules(struct setting_reader *reader, const struct yaml_node *node, void *target)
{
    struct product *product = target;
    if (!setting_is_mapping(reader, node, "'personalization'")) return;
    product->rules = ARENA_ARRAY(reader->loader->arena, node->count, struct field_rule);
    for (size_t i = 0; i < node->count; i++) {
        struct field_rule *rule = &product->rules[product->rule_count];
        char what[120];
        if (!fits_name(node->keys[i].scalar) || node->keys[i].scalar.len > 60) {
            setting_complain(reader, &node->keys[i],
                             "'%.*s' is no field name; a word of a-z, 0-9 and _ is expected",
                             STR_ARG(node->keys[i].scalar));
            continue;
        }
        rule->field = node->keys[i].scalar;
        snprintf(what, sizeof what, "the rule of '%.*s'", STR_ARG(rule->field));
        setting_read_all(reader, &node->items[i], what, rule_settings,
                         sizeof rule_settings / sizeof *rule_settings, rule);
        product->rule_count++;
    }
}

static void read_kind(struct setting_reader *reader, const struct yaml_node *node, void *target)
{
    struct product *product = target;
    if (!setting_is_text(reader, node, "'kind'")) return;
    product->stock = str_is(node->scalar, "stock");
    if (!product->stock && !str_is(node->scalar, "custom"))
        setting_complain(reader, node, "'kind' is '%.*s'; custom or stock is expected",
                         STR_ARG(node->scalar));
}

static void read_shares(struct setting_reader *reader, const struct yaml_node *node, void *target)
{
    struct product *product = target;
    int shares[3], sum = 0;
    if (!setting_is_list(reader, node, "'stage_shares'")) return;
    for (size_t i = 0; i < node->count && i < 3; i++) {
        if (setting_number(reader, &node->items[i], "a share", 0, 100, &shares[i]) < 0) return;
        sum += shares[i];
    }
    if (node->count != 3 || sum != 100)
        setting_complain(reader, node,
                         "'stage_shares' must be three percentages for design, production and quality check; "
                         "a sum of 100 is expected");
    else
        memcpy(product->shares, shares, sizeof shares);
}

#define AT(member) offsetof(struct product, member)

static const struct setting product_settings[] = {
    {.key = "sku",
     .type = SETTING_TEXT,
     .offset = AT(sku),
     .least = 1,
     .most = 100,
     .fits = fits_sku,
     .expects = "a stock number without spaces, or the start of several with * at its end",
     .about = "The stock number orders name it by."},
    {.key = "title.en",
     .type = SETTING_TEXT,
     .offset = AT(title_en),
     .least = 1,
     .most = 200,
     .about = "What it is called in English."},
    {.key = "title.zh",
     .type = SETTING_TEXT,
     .offset = AT(title_zh),
     .least = 1,
     .most = 200,
     .fallback = "",
     .about = "What it is called in Chinese."},
    {.key = "craft",
     .type = SETTING_TEXT,
     .offset = AT(craft),
     .least = 1,
     .most = 40,
     .fallback = "",
     .fits = fits_name,
     .expects = "a word such as engraved",
     .about = "How it is made: engraved, painted, stitched, embroidered, printed, carved, …; replies use the "
              "word."},
    {.key = "kind",
     .type = SETTING_PART,
     .fallback = "",
     .read = read_kind,
     .expects = "`custom` or `stock`",
     .about = "Made to order, or off the shelf; custom if absent."},
    {.key = "production_days",
     .type = SETTING_DAYS,
     .offset = AT(production_days),
     .fallback = "",
     .about = "Business days of making; 7-9 where neither the order nor the product says."},
    {.key = "shipping_days",
     .type = SETTING_DAYS,
     .offset = AT(shipping_days),
     .fallback = "",
     .about = "Business days on the way; 5-6 where neither the order nor the product says."},
    {.key = "stage_shares",
     .type = SETTING_PART,
     .fallback = "",
     .read = read_shares,
     .expects = "three percentages, `[25, 60, 15]`",
     .about = "How the making is shared out over design, production and quality check."},
    {.key = "proof_gate",
     .type = SETTING_FLAG,
     .offset = AT(proof_gate),
     .fallback = "false",
     .about =
         "Whether the customer approves a proof before production; the days then count from the approval."},
    {.key = "rush_available",
     .type = SETTING_FLAG,
     .offset = AT(rush_available),
     .fallback = "true",
     .about = "Whether it can be made faster for a surcharge."},
    {.key = "rush_surcharge",
     .type = SETTING_MONEY,
     .offset = AT(rush_surcharge),
     .fallback = "",
     .about = "The surcharge, where it is not the policy's."},
    {.key = "personalization",
     .type = SETTING_PART,
     .fallback = "",
     .read = read_rules,
     .expects = "rules by field, see below",
     .about = "What each part of the personalization may hold."},
};

#undef AT

void products_describe(struct buf *out)
{
    setting_describe(out, product_settings, sizeof product_settings / sizeof *product_settings);
    buf_add_c(out, "\n");
    setting_describe(out, rule_settings, sizeof rule_settings / sizeof *rule_settings);
}

static bool is_double(const struct store *store, const struct product *product)
{
    for (size_t i = 0; i < store->product_count; i++)
        if (product->sku.len && str_eq(store->products[i].sku, product->sku)) return true;
    return false;
}

/* Replies speak of the craft by words of the lists; without them a customer would read the list's key. */
static void check_craft(struct setting_reader *reader, const struct yaml_node *node,
                        const struct store *store, struct str craft)
{
    static const char *const forms[] = {"done", "doing"};
    const struct yaml_node *place = yaml_get(node, STR("craft"));
    for (int lang = 0; place && craft.len && lang < LANG_COUNT; lang++) {
        const struct language *language = &store->languages[lang];
        for (size_t i = 0; language->words.object.count && i < 2; i++) {
            struct str key = arena_printf(reader->loader->arena, "craft.%.*s.%s", STR_ARG(craft), forms[i]);
            if (value_get(&language->words, key)) continue;
            setting_complain(
                reader, place,
                "there is no word for the craft '%.*s'; '%.*s' is expected in templates/%.*s/words.yaml",
                STR_ARG(craft), STR_ARG(key), STR_ARG(language->code));
        }
    }
}

void products_read(struct setting_reader *reader, const struct yaml_node *node, struct store *store)
{
    enum { PRODUCTS_MOST = 2000 };
    if (!setting_is_list(reader, node, "'products'")) return;
    if (node->count > PRODUCTS_MOST) {
        setting_complain(reader, node, "there are %zu products; at most %d are expected (use sku: PREFIX*)",
                         node->count, PRODUCTS_MOST);
        return;
    }
    store->products = ARENA_ARRAY(reader->loader->arena, node->count, struct product);
    for (size_t i = 0; i < node->count; i++) {
        struct product product = {0};
        setting_read_all(reader, &node->items[i], "a product", product_settings,
                         sizeof product_settings / sizeof *product_settings, &product);
        check_craft(reader, &node->items[i], store, product.craft);
        if (is_double(store, &product))
            setting_complain(reader, &node->items[i], "the sku '%.*s' is here twice; keep one",
                             STR_ARG(product.sku));
        store->products[store->product_count++] = product;
    }
}
