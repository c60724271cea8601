/* The shop in force, as it was read. */
#include "api/routes.h"
#include "api/shop.h"
#include "model/money.h"

static void put_texts(struct json_writer *json, const char *name, const struct str *list, size_t count)
{
    json_name(json, name);
    json_begin_array(json);
    for (size_t i = 0; i < count; i++) json_write_string(json, list[i]);
    json_end_array(json);
}

/* ---- products ---- */

static void put_days(struct json_writer *json, const char *name, struct day_pair days)
{
    if (days.lo == 0) {
        json_put_null(json, name);
        return;
    }
    json_name(json, name);
    json_begin_array(json);
    json_write_int(json, days.lo);
    json_write_int(json, days.hi);
    json_end_array(json);
}

static void put_money(struct json_writer *json, const char *name, const struct money *money,
                      struct str currency)
{
    struct buf text;
    if (!money->given) {
        json_put_null(json, name);
        return;
    }
    buf_init(&text, 64);
    money_format(&text, money->minor, currency);
    json_put_string(json, name, buf_str(&text));
    buf_done(&text);
}

static void write_product(struct json_writer *json, const struct product *product, struct str currency)
{
    json_begin_object(json);
    json_put_string(json, "sku", product->sku);
    json_put_string(json, "title", product->title_en);
    json_put_string_or_null(json, "title_zh", product->title_zh);
    json_put_string_or_null(json, "craft", product->craft);
    json_put_bool(json, "stock", product->stock);
    json_put_bool(json, "proof_gate", product->proof_gate);
    put_days(json, "production_days", product->production_days);
    put_days(json, "shipping_days", product->shipping_days);
    json_put_bool(json, "rush_available", product->rush_available);
    put_money(json, "rush_surcharge", &product->rush_surcharge, currency);
    json_name(json, "rules");
    rules_to_json(product->rules, product->rule_count, json);
    json_end_object(json);
}

/* ---- policy ---- */

static void write_value_row(struct json_writer *json, const struct shop_value *row)
{
    json_begin_object(json);
    json_put_string(json, "key", row->key);
    json_name(json, "value");
    json_write_value(json, &row->value);
    json_put_string(json, "type", row->type);
    json_put_string_or_null(json, "clause", row->clause);
    json_put_string(json, "about", row->about);
    json_put_string_or_null(json, "default", row->fallback);
    struct str rest = row->words, word;
    json_name(json, "words");
    json_begin_array(json);
    while (row->words.len && str_next_part(&rest, '|', &word)) json_write_string(json, word);
    json_end_array(json);
    if (str_is(row->type, "number")) {
        json_put_int(json, "least", row->least);
        json_put_int(json, "most", row->most);
    } else {
        json_put_null(json, "least");
        json_put_null(json, "most");
    }
    json_end_object(json);
}

static void write_policy(struct call *call, const struct store *store)
{
    struct json_writer *json = &call->json;
    const struct policy *policy = &store->policy[LANG_EN];
    struct shop_value *values;
    size_t count = shop_policy_values(call->arena, store, &values);
    json_name(json, "policy");
    json_begin_array(json);
    for (size_t i = 0; i < count; i++) write_value_row(json, &values[i]);
    json_end_array(json);
    json_name(json, "clauses");
    json_begin_array(json);
    for (size_t i = 0; i < policy->clause_count; i++) {
        const struct clause *clause = &policy->clauses[i],
                            *zh = policy_clause(&store->policy[LANG_ZH], clause->anchor);
        json_begin_object(json);
        json_put_string(json, "anchor", clause->anchor);
        json_put_string(json, "title", clause->title);
        json_put_string_or_null(json, "title_zh", zh ? zh->title : (struct str){0});
        json_put_int(json, "line", clause->line);
        json_end_object(json);
    }
    json_end_array(json);
}

/* ---- the whole ---- */

int route_shop(struct call *call, struct err *err)
{
    const struct store *store = desk_store(call->desk, call->arena);
    struct json_writer *json = &call->json;
    struct shop_head *heads;
    size_t count;
    if (desk_shop_files(call->desk, &call->actor, call->arena, &heads, &count, err) < 0) return -1;
    json_begin_object(json);
    json_put_string(json, "name", store->name);
    json_put_string(json, "zone", store->zone_name);
    json_put_string(json, "currency", store->currency);
    json_put_string(json, "locale", store->default_locale);
    put_texts(json, "locales", store->locales, store->locale_count);
    json_put_string(json, "version", store->version);
    json_put_int(json, "edition", edition_number(desk_edition(call->desk, call->arena)));
    json_name(json, "products");
    json_begin_array(json);
    for (size_t i = 0; i < store->product_count; i++)
        write_product(json, &store->products[i], store->currency);
    json_end_array(json);
    write_policy(call, store);
    json_name(json, "files");
    json_begin_array(json);
    for (size_t i = 0; i < count; i++)
        if (heads[i].from != HEAD_BUILT_IN) write_shop_head(json, &heads[i], NULL);
    json_end_array(json);
    json_end_object(json);
    return 0;
}

/* ---- calendars ---- */

static int read_year(const struct call *call, int *out, struct err *err)
{
    struct str text = call_query(call, "year");
    uint64_t year = 0;
    day_t today = zone_day(desk_store(call->desk, call->arena)->zone, desk_now(call->desk));
    *out = civil_of(today).year;
    if (!text.ptr) return 0;
    if (str_to_uint(text, DOCUMENT_LAST_YEAR, &year) < 0 || year < DOCUMENT_FIRST_YEAR)
        return err_set(err, ERR_INPUT, "year: one from %d to %d is expected, found \"%.*s\"",
                       DOCUMENT_FIRST_YEAR, DOCUMENT_LAST_YEAR, STR_ARG(str_slice(text, 0, 40)));
    *out = (int)year;
    return 0;
}

static void write_days(struct json_writer *json, const char *name, const struct shop_day *days, int count)
{
    static const struct str kinds[] = {STR_INIT("working"), STR_INIT("off"), STR_INIT("closed"),
                                       STR_INIT("extra")};
    json_name(json, name);
    json_begin_array(json);
    for (int i = 0; i < count; i++) {
        json_begin_object(json);
        put_day(json, "day", days[i].day);
        json_put_string(json, "kind", kinds[days[i].kind]);
        json_put_string_or_null(json, "reason", days[i].reason);
        json_end_object(json);
    }
    json_end_array(json);
}

int route_shop_calendar(struct call *call, struct err *err)
{
    struct shop_day studio[SHOP_DAYS_MOST], carrier[SHOP_DAYS_MOST];
    int year, count;
    if (read_year(call, &year, err) < 0 ||
        desk_shop_calendar(call->desk, &call->actor, call->arena, year, false, studio, &count, err) < 0 ||
        desk_shop_calendar(call->desk, &call->actor, call->arena, year, true, carrier, &count, err) < 0)
        return -1;
    json_begin_object(&call->json);
    json_put_int(&call->json, "year", year);
    write_days(&call->json, "studio", studio, count);
    write_days(&call->json, "carrier", carrier, count);
    json_end_object(&call->json);
    return 0;
}
