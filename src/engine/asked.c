/* A request by a form as a reading; see asked.h. */
#include "engine/asked.h"

#include "engine/facts.h"
#include "text/utf8.h"

static const struct item *item_at(const struct inquiry *inquiry, int item)
{
    const struct order *order = inquiry->order;
    return order && item >= 0 && (size_t)item < order->item_count ? &order->items[item] : NULL;
}

static int known_item(const struct inquiry *inquiry, int item)
{
    return item_at(inquiry, item) ? item : ALL_ITEMS;
}

static bool asks_for_address(const struct asked *asked)
{
    for (size_t i = 0; i < asked->change_count; i++)
        if (str_is(asked->changes[i].field, "address")) return true;
    return false;
}

static struct str locale_of(const struct inquiry *inquiry, const struct store *store)
{
    if (inquiry->asked.locale.len) return inquiry->asked.locale;
    if (inquiry->order && inquiry->order->customer.locale.len) return inquiry->order->customer.locale;
    return store->default_locale;
}

void asked_take_concern(struct arena *arena, const struct inquiry *inquiry, const struct store *store,
                        struct reading *out)
{
    const struct asked *asked = &inquiry->asked;
    struct concern_found *found = ARENA_NEW(arena, struct concern_found);
    if (!asked->given) return;
    *found = (struct concern_found){
        .concern = asked->concern, .confidence = 1, .item = known_item(inquiry, asked->item)};
    bool chinese = str_starts(locale_of(inquiry, store), STR("zh"));
    out->lang = chinese ? LANG_ZH : LANG_EN;
    out->locale = chinese ? STR("zh") : STR("en");
    out->supported = true;
    out->auto_reply = false;
    out->concerns = found;
    out->concern_count = 1;
    out->low_confidence = false;
    out->meant_count = 0;
    out->signs.part_missing = asked->concern == CONCERN_DAMAGED && asked->part_missing;
    out->signs.for_address = asked->concern == CONCERN_CHANGE && asks_for_address(asked);
}

/* The store's own spelling of a choice, else normal form C. */
static struct str canonical(struct arena *arena, const struct field_rule *rule, struct str value)
{
    value = str_trim(value);
    for (size_t i = 0; i < rule->choice_count; i++)
        if (str_eq_nocase(str_trim(rule->choices[i]), value)) return rule->choices[i];
    return text_nfc(arena, value);
}

static const struct attachment *photo_named(const struct inquiry *inquiry, struct str name)
{
    for (size_t i = 0; i < inquiry->attachment_count; i++)
        if (str_eq(inquiry->attachments[i].name, name)) return &inquiry->attachments[i];
    return NULL;
}

static void take_change(struct arena *arena, const struct inquiry *inquiry, const struct store *store,
                        const struct asked_change *asked, struct requested_change *out)
{
    bool address = str_is(asked->field, "address");
    const struct item *item = address ? NULL : item_at(inquiry, asked->item);
    bool has_piece = item && asked->piece >= 0 && (size_t)asked->piece < item->piece_count;
    int piece = has_piece ? asked->piece : -1;
    *out = (struct requested_change){
        .item = item ? asked->item : ALL_ITEMS,
        .piece = piece,
        .field = asked->field,
        .old_value = item ? piece_field(item, piece, asked->field) : (struct str){0},
        .new_value = canonical(arena, spec_rule(store, item, asked->field), asked->new),
    };
    if (item && spec_wants_photo(arena, store, item, out->field))
        out->fault = spec_check_photo(arena, spec_rule(store, item, out->field),
                                      photo_named(inquiry, asked->new), &out->fault_detail);
    else
        out->fault = spec_check(arena, store, item, out->field, out->new_value, &out->fault_detail);
}

void asked_take_facts(struct arena *arena, const struct inquiry *inquiry, const struct store *store,
                      struct reading *out)
{
    const struct asked *asked = &inquiry->asked;
    if (!asked->given) return;
    out->item = known_item(inquiry, asked->item);
    out->answer = asked->answer;
    out->order_number = (struct str){0}; /* whose order it is needs no reading */
    if (asked->concern != CONCERN_CHANGE && asked->concern != CONCERN_WRONG_SPEC) out->change_count = 0;
    if (asked->concern != CONCERN_CHANGE) return;
    out->changes = ARENA_ARRAY(arena, asked->change_count, struct requested_change);
    out->change_count = asked->change_count;
    for (size_t i = 0; i < asked->change_count; i++)
        take_change(arena, inquiry, store, &asked->changes[i], &out->changes[i]);
}
