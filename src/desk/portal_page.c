/* The customer's page, read; see portal_page.h. */
#include "desk/portal_page.h"

#include "engine/facts.h"
#include "store/sending.h"

enum { CLAIMS_SHOWN = 50 };

struct str page_action_name(enum page_action action)
{
    static const struct str names[PAGE_ACTION_COUNT] = {
        [PAGE_CHANGE] = STR_INIT("change"),     [PAGE_ADDRESS] = STR_INIT("address"),
        [PAGE_CANCEL] = STR_INIT("cancel"),     [PAGE_REPORT] = STR_INIT("report"),
        [PAGE_CONFIRM] = STR_INIT("confirm"),   [PAGE_CHOOSE] = STR_INIT("choose"),
        [PAGE_MESSAGE] = STR_INIT("message"),   [PAGE_RATE] = STR_INIT("rate"),
        [PAGE_CONSENTS] = STR_INIT("consents"), [PAGE_DATA] = STR_INIT("data"),
    };
    return names[action];
}

/* ---- read ---- */

/* A survey that goes with a letter comes with it. */
static int hide_what_can_be_unsent(const struct unit *unit, struct portal_page *page, struct err *err)
{
    int open = page->has_survey && !id_is_none(&page->survey.ticket)
                   ? sending_open(unit, &page->survey.ticket, err)
                   : 0;
    if (open > 0) page->has_survey = false;
    return open < 0 ? -1 : 0;
}

static int read_in(const struct unit *unit, void *context, struct err *err)
{
    struct portal_page *page = context;
    const struct id *order = &page->visit->order;
    struct claim_filter claims = {.order = *order, .most = CLAIMS_SHOWN};
    page->claims = ARENA_ARRAY(unit->arena, CLAIMS_SHOWN, struct claim_record);
    int found = order_load(unit, order, &page->record, err);
    if (found > 0) found = customer_load(unit, &page->record.customer, &page->customer, err);
    if (found <= 0) return found < 0 ? -1 : err_set(err, ERR_NOT_FOUND, "this order is not there any more");
    struct photo_wanted artwork = {.order = *order, .from = page->visit->address};
    if (!page->visit->recipient &&
        board_photos_of(unit, &artwork, &page->artwork, &page->artwork_count, err) < 0)
        return -1;
    int survey = survey_open_on(unit, order, &page->survey, err);
    page->has_survey = survey > 0;
    if (survey < 0 || change_unsettled(unit, order, &page->changes, &page->change_count, err) < 0 ||
        claim_list(unit, &claims, page->claims, &page->claim_count, err) < 0 ||
        progress_list(unit, order, &page->photos, &page->photo_count, err) < 0)
        return -1;
    return hide_what_can_be_unsent(unit, page, err) < 0 ? -1 : portal_talk_read(unit, page, err);
}

bool page_has_artwork(const struct portal_page *page, struct str name)
{
    for (size_t i = 0; i < page->artwork_count; i++)
        if (str_eq(page->artwork[i].name, name)) return true;
    return false;
}

/* ---- what it is made of ---- */

static void label(const struct portal_page *page, struct arena *arena, struct str field,
                  struct str out[LANG_COUNT])
{
    struct str key = ARENA_JOIN(arena, STR("field."), field);
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        struct str word = language_word(&page->store->languages[lang], key);
        out[lang] = str_eq(word, key) ? field : word;
    }
}

struct listing {
    const struct portal_page *page;
    struct arena *arena;
    const struct item *item;
    int piece; /* -1: what the pieces share */
    struct page_piece *out;
    size_t cap;
};

static bool differs(const struct item *item, struct str name)
{
    for (size_t i = 0; i < item->piece_count; i++)
        if (piece_field(item, (int)i, name).len) return true;
    return false;
}

static void list_field(struct listing *listing, struct str name)
{
    struct page_piece *out = listing->out;
    const struct item *item = listing->item;
    for (size_t i = 0; i < out->field_count; i++)
        if (str_eq_nocase(out->fields[i].name, name)) return;
    if (differs(item, name) != (listing->piece >= 0)) return;
    const struct field_rule *rule = spec_rule(listing->page->store, item, name);
    bool is_photo = spec_wants_photo(listing->arena, listing->page->store, item, name);
    bool is_text = !rule->choice_count && !is_photo;
    struct str font = piece_field(item, listing->piece, STR("font"));
    if (!font.len) font = item_field(item, STR("font"));
    struct page_field *field = ARENA_PUSH(listing->arena, out->fields, out->field_count, listing->cap);
    *field = (struct page_field){.name = name,
                                 .value = piece_field(item, listing->piece, name),
                                 .rule = rule,
                                 .is_text = is_text,
                                 .is_photo = is_photo,
                                 .font = is_text ? font : (struct str){0}};
    label(listing->page, listing->arena, name, field->label);
}

/* What it has, then what it could have by the order's rules and the product's. */
static void list_fields(struct listing *listing)
{
    const struct item *item = listing->item;
    const struct product *product = store_product(listing->page->store, item->sku);
    const struct piece *piece = listing->piece < 0 ? NULL : &item->pieces[listing->piece];
    for (size_t i = 0; piece && i < piece->field_count; i++) list_field(listing, piece->fields[i].name);
    for (size_t i = 0; i < item->field_count; i++) list_field(listing, item->fields[i].name);
    for (size_t i = 0; i < item->rule_count; i++) list_field(listing, item->rules[i].field);
    for (size_t i = 0; product && i < product->rule_count; i++) list_field(listing, product->rules[i].field);
}

static void list_item(const struct portal_page *page, struct arena *arena, const struct item *item,
                      struct page_item *out)
{
    struct listing own = {page, arena, item, -1, &out->own, 0};
    if (item->stock || page->visit->recipient) return;
    list_fields(&own);
    out->pieces = ARENA_ARRAY(arena, item->piece_count, struct page_piece);
    for (; out->piece_count < item->piece_count; out->piece_count++) {
        struct listing piece = {page, arena, item, (int)out->piece_count, &out->pieces[out->piece_count], 0};
        list_fields(&piece);
    }
}

static void list_parts(struct portal_page *page, struct arena *arena)
{
    const struct order *order = page->record.order;
    page->items = ARENA_ARRAY(arena, order->item_count, struct page_item);
    page->change_labels = ARENA_ARRAY(arena, page->change_count, struct page_label);
    for (size_t i = 0; i < order->item_count; i++) list_item(page, arena, &order->items[i], &page->items[i]);
    page->settled_labels = ARENA_ARRAY(arena, page->settled_count, struct page_label);
    for (size_t i = 0; i < page->change_count; i++)
        label(page, arena, page->changes[i].field, page->change_labels[i].in);
    for (size_t i = 0; i < page->settled_count; i++)
        label(page, arena, page->settled[i].field, page->settled_labels[i].in);
}

/* ---- what can be done ---- */

static struct page_act *add_act(struct portal_page *page, enum page_action action, int item)
{
    struct page_act *act = &page->acts[page->act_count++];
    *act = (struct page_act){.action = action, .item = item, .allowed = true, .since = INSTANT_NONE};
    return act;
}

static void refuse(const struct portal_page *page, struct arena *arena, struct page_act *act,
                   const char *reason)
{
    struct str key = ARENA_JOIN(arena, STR("why_not."), str_of(reason));
    act->allowed = act->person = false;
    act->reason = str_of(reason);
    act->since = INSTANT_NONE;
    for (int lang = 0; lang < LANG_COUNT; lang++)
        act->why_not[lang] = language_word(&page->store->languages[lang], key);
}

static void take_ask(struct page_act *act, const struct order_page_ask *ask)
{
    act->allowed = ask->allowed;
    act->person = act->person || ask->person;
    if (ask->allowed) return;
    act->reason = ask->reason;
    act->since = ask->since;
    memcpy(act->why_not, ask->why_not, sizeof act->why_not);
}

/* What the table says of each piece, and of the order as a whole: that is possible where it is for every piece. */
static void add_asks(struct portal_page *page, enum page_action action, enum ask ask, bool whole, bool each)
{
    const struct order_page *outlook = &page->outlook;
    each = each && (!whole || outlook->count > 1);
    if (whole) {
        struct page_act *act = add_act(page, action, ALL_ITEMS);
        for (size_t i = 0; i < outlook->count && act->allowed; i++)
            take_ask(act, &outlook->items[i].asks[ask]);
    }
    for (size_t i = 0; each && i < outlook->count; i++)
        take_ask(add_act(page, action, (int)i), &outlook->items[i].asks[ask]);
}

static bool awaits_confirmation(const struct portal_page *page)
{
    for (size_t i = 0; i < page->change_count; i++)
        if (page->changes[i].state == CHANGE_AWAITING_CONFIRMATION ||
            page->changes[i].state == CHANGE_EXPIRED)
            return true;
    return false;
}

static bool has_offer(const struct portal_page *page)
{
    for (int i = 0; i < page->claim_count; i++)
        if (page->claims[i].state == CLAIM_OFFERED) return true;
    return false;
}

static void list_acts(struct portal_page *page, struct arena *arena)
{
    size_t most = PAGE_ACTION_COUNT + 2 * page->outlook.count;
    page->acts = ARENA_ARRAY(arena, most, struct page_act);
    add_asks(page, PAGE_CHANGE, ASK_CHANGE, false, true);
    add_asks(page, PAGE_ADDRESS, ASK_ADDRESS, true, false);
    add_asks(page, PAGE_CANCEL, ASK_CANCEL, true, true);
    add_act(page, PAGE_REPORT, ALL_ITEMS);
    add_act(page, PAGE_MESSAGE, ALL_ITEMS);
    struct page_act *act = add_act(page, PAGE_CONFIRM, ALL_ITEMS);
    if (!awaits_confirmation(page)) refuse(page, arena, act, "nothing_to_confirm");
    act = add_act(page, PAGE_CHOOSE, ALL_ITEMS);
    if (!has_offer(page)) refuse(page, arena, act, "nothing_to_choose");
    act = add_act(page, PAGE_RATE, ALL_ITEMS);
    if (!page->has_survey) refuse(page, arena, act, "nothing_to_rate");
    bool erased = page->customer.erased_at != INSTANT_NONE;
    act = add_act(page, PAGE_CONSENTS, ALL_ITEMS);
    if (erased) refuse(page, arena, act, "erased");
    act = add_act(page, PAGE_DATA, ALL_ITEMS);
    if (erased) refuse(page, arena, act, "erased");
    for (size_t i = 0; page->visit->recipient && i < page->act_count; i++)
        if (page->acts[i].action != PAGE_REPORT && page->acts[i].action != PAGE_MESSAGE)
            refuse(page, arena, &page->acts[i], "gift_recipient");
}

/* ---- what a recipient is not shown ---- */

static void hide_from_recipient(struct portal_page *page)
{
    struct order *order = page->record.order;
    order->total = order->currency = (struct str){0};
    for (size_t i = 0; i < order->item_count; i++) {
        order->items[i].field_count = order->items[i].piece_count = order->items[i].rule_count = 0;
    }
    page->change_count = page->settled_count = page->photo_count = 0;
    page->has_survey = false;
    for (int i = 0; i < page->claim_count; i++) {
        page->claims[i].offered = STR("[]");
        page->claims[i].chosen = (struct str){0};
    }
}

int desk_portal_page(struct desk *desk, struct arena *arena, const struct portal_visit *visit,
                     struct str locale, struct portal_page *out, struct err *err)
{
    struct portal_page page = {.store = desk_store(desk, arena), .visit = visit};
    if (desk_read(desk, &actor_customer, arena, read_in, &page, err) < 0) return -1;
    if (!locale.len) locale = page.customer.person.locale;
    if (!locale.len) locale = page.store->default_locale;
    if (visit->recipient) hide_from_recipient(&page);
    if (desk_order_page(desk, arena, page.record.order, visit->address, locale, &page.outlook, err) < 0)
        return -1;
    list_parts(&page, arena);
    list_acts(&page, arena);
    *out = page;
    return 0;
}
