/* The values that templates are handed; see compose_context.h and docs/TEMPLATES.md. */
#include "engine/compose_context.h"

#include "engine/craft.h"
#include "engine/doubt.h"
#include "engine/foreign.h"
#include "model/money.h"
#include "text/markdown.h"
#include "text/utf8.h"

void put_text(struct letter *letter, struct value *object, const char *name, struct str text)
{
    value_put(letter->arena, object, str_of(name), text.len ? value_str(text) : value_nil());
}

static void put_escaped(struct letter *letter, struct value *object, const char *name, struct str text)
{
    struct buf *safe = &letter->composer->line;
    buf_clear(safe);
    markdown_escape(safe, text);
    put_text(letter, object, name, buf_copy(safe, letter->arena));
}

void put_foreign(struct letter *letter, struct value *object, const char *name, struct str text)
{
    put_escaped(letter, object, name, foreign_line(letter->arena, text, FOREIGN_VALUE));
}

static void put_label(struct letter *letter, struct value *object, const char *name, struct str text)
{
    put_escaped(letter, object, name, foreign_line(letter->arena, text, FOREIGN_LABEL));
}

static void put_flag(struct letter *letter, struct value *object, const char *name, bool flag)
{
    value_put(letter->arena, object, str_of(name), value_bool(flag));
}

static void put(struct letter *letter, struct value *object, const char *name, struct value value)
{
    value_put(letter->arena, object, str_of(name), value);
}

/* ---- dates and money as people read them ---- */

struct str letter_day(struct letter *letter, day_t day)
{
    if (day == DAY_NONE) return (struct str){0};
    return datefmt_day(letter->datefmt, DATEFMT_SHORT, day, letter->matter->today);
}

struct str letter_range(struct letter *letter, struct day_range range)
{
    return datefmt_range(letter->datefmt, DATEFMT_SHORT, range, letter->matter->today);
}

/* The customer's own clock stands beside the store's where the country has one zone and it differs. */
struct str letter_deadline(struct letter *letter, instant_t at)
{
    if (at == INSTANT_NONE) return (struct str){0};
    const struct matter *matter = letter->matter;
    const struct store *store = matter->store;
    struct str here = datefmt_deadline(letter->datefmt, letter->arena, store->zone, at, matter->today);
    const struct zone *theirs =
        matter->order ? store_country_zone(store, matter->order->shipping.country) : NULL;
    if (!theirs || letter->closed_book || zone_offset(theirs, at) == zone_offset(store->zone, at))
        return here;
    struct str there = datefmt_deadline(letter->datefmt, letter->arena, theirs, at, matter->today);
    if (letter->lang == LANG_ZH) return ARENA_JOIN(letter->arena, there, STR("，即"), here);
    struct str behind = letter->added ? STR(")") : STR(" for you)");
    return ARENA_JOIN(letter->arena, here, STR(" ("), there, behind);
}

struct str letter_money(struct letter *letter, struct str amount, struct str currency)
{
    return money_text(letter->arena, amount, currency);
}

/* ---- the pieces ---- */

struct str letter_field(struct letter *letter, struct str name)
{
    struct str key = ARENA_JOIN(letter->arena, STR("field."), name);
    struct str word = language_word(letter->language, key);
    return str_eq(word, key) ? name : word;
}

/* A letter stays readable, and inside what an e-mail holds, however much an order lists. */
enum { MOST_FIELDS_SHOWN = 16, MOST_CHANGES_SHOWN = 8, MOST_ITEMS_SHOWN = 40 };

static struct value fields_value(struct letter *letter, const struct item *item)
{
    struct value list = value_array();
    for (size_t i = 0; i < item->field_count && list.array.count < MOST_FIELDS_SHOWN; i++) {
        struct value field = value_object();
        if (!foreign_line(letter->arena, item->fields[i].value, FOREIGN_VALUE).len) continue;
        put_label(letter, &field, "name", letter_field(letter, item->fields[i].name));
        put_foreign(letter, &field, "value", item->fields[i].value);
        value_push(letter->arena, &list, field);
    }
    return list;
}

static void put_milestone(struct letter *letter, struct value *object, const char *range_name,
                          const char *day_name, const struct milestone_range *milestone)
{
    bool happened = milestone->actual != DAY_NONE;
    put_text(letter, object, range_name, happened ? (struct str){0} : letter_range(letter, milestone->range));
    put_text(letter, object, day_name, happened ? letter_day(letter, milestone->actual) : (struct str){0});
}

/* The store's check holds that English and Chinese have them all; an added language may lack one. */
static struct str craft_word(struct letter *letter, struct str craft, struct str form)
{
    struct str key = ARENA_JOIN(letter->arena, STR("craft."), craft, form);
    struct str word = language_word(letter->language, key);
    return letter->added && str_eq(word, key) ? (struct str){0} : word;
}

static void put_names(struct letter *letter, struct value *object, const struct item_view *view,
                      struct calling calling)
{
    struct str name = calling.name;
    struct str craft = craft_of(view->item, view->product);
    struct str owner = letter->lang == LANG_EN            ? STR("your ")
                       : letter->matter->store->zh_formal ? STR("您的")
                                                          : STR("你的");
    if (calling.owned || letter->added) owner = (struct str){0};
    put_foreign(letter, object, "name", name);
    put_foreign(letter, object, "owned", ARENA_JOIN(letter->arena, owner, name));
    put_text(letter, object, "craft", craft_word(letter, craft, STR(".done")));
    put_text(letter, object, "making", craft_word(letter, craft, STR(".doing")));
}

static void put_next(struct letter *letter, struct value *object, const struct estimate *estimate)
{
    bool any = estimate->next < MILESTONE_COUNT;
    struct day_range range = any ? estimate->milestones[estimate->next].range : (struct day_range){0};
    put_text(letter, object, "next", any ? milestone_name(estimate->next) : (struct str){0});
    put_text(letter, object, "next_range", any ? letter_range(letter, range) : (struct str){0});
    put_text(letter, object, "next_relative",
             any ? datefmt_relative(letter->datefmt, letter->arena, range, letter->matter->today)
                 : (struct str){0});
}

static struct str waited_for(const struct item_life *life)
{
    if (!life->waiting_for_customer) return (struct str){0};
    return life->waiting_for_photo ? STR("photo") : STR("proof");
}

static struct value item_value(struct letter *letter, const struct item_view *view, struct calling calling)
{
    const struct estimate *estimate = &view->estimate;
    const struct milestone_range *delivered = &estimate->milestones[MILESTONE_DELIVERED];
    struct value object = value_object();
    put_names(letter, &object, view, calling);
    put_text(letter, &object, "stage", stage_name(estimate->life.stage));
    put_flag(letter, &object, "stage_estimated", !estimate->life.reported);
    put_flag(letter, &object, "overdue", estimate->overdue);
    put_flag(letter, &object, "held", estimate->life.held);
    put_flag(letter, &object, "waiting", estimate->life.waiting_for_customer);
    put_text(letter, &object, "waiting_for", waited_for(&estimate->life));
    put_next(letter, &object, estimate);
    put_milestone(letter, &object, "shipped_range", "shipped_on", &estimate->milestones[MILESTONE_SHIPPED]);
    put_milestone(letter, &object, "delivered_range", "delivered_on", delivered);
    put_text(letter, &object, "delivered_relative",
             delivered->actual == DAY_NONE
                 ? datefmt_relative(letter->datefmt, letter->arena, delivered->range, letter->matter->today)
                 : (struct str){0});
    put_label(letter, &object, "carrier", view->carrier);
    put_label(letter, &object, "tracking", view->tracking);
    put(letter, &object, "fields", fields_value(letter, view->item));
    return object;
}

/* ---- what every part sees ---- */

static struct value store_value(struct letter *letter)
{
    const struct store *store = letter->matter->store;
    struct value object = value_object();
    put_text(letter, &object, "name", store->name);
    put_text(letter, &object, "agent", store->agent_name);
    put_text(letter, &object, "url", store->url);
    put_text(letter, &object, "email", store->email);
    put_foreign(letter, &object, "returns_address", store->returns_address);
    return object;
}

static struct value customer_value(struct letter *letter)
{
    const struct matter *matter = letter->matter;
    struct value object = value_object();
    struct str name = {0};
    if (matter->order && !letter->closed_book)
        name = matter->gift_recipient ? matter->order->recipient.name : matter->order->customer.name;
    put_foreign(letter, &object, "first_name", foreign_first_name(letter->arena, name));
    return object;
}

/* Numbers of plain letters, digits and separators stand as they are, so that "#1042" can be found in the letter. */
static void put_order_number(struct letter *letter, struct value *object, struct str number)
{
    for (size_t i = 0; i < number.len; i++) {
        char c = number.ptr[i];
        bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '#' || c == '-' ||
                     c == '/';
        if (plain && number.len <= FOREIGN_LABEL) continue;
        put_label(letter, object, "number", number);
        return;
    }
    put_text(letter, object, "number", number);
}

static struct value order_value(struct letter *letter)
{
    const struct matter *matter = letter->matter;
    struct value object = value_object();
    if (!matter->order || letter->closed_book) return object;
    const struct order *order = matter->order;
    if (!order->number.len && letter->lang == LANG_EN && !letter->added)
        put_text(letter, &object, "number", STR(UNNUMBERED));
    else
        put_order_number(letter, &object, order->number);
    put_text(letter, &object, "placed_on",
             order->placed_at == INSTANT_NONE
                 ? (struct str){0}
                 : letter_day(letter, zone_day(matter->store->zone, order->placed_at)));
    put_text(letter, &object, "total",
             matter->gift_recipient ? (struct str){0} : letter_money(letter, order->total, order->currency));
    put_flag(letter, &object, "several", order->item_count > 1);
    return object;
}

/* Who only says thank you is neither upset nor waiting, whatever the story around it. */
static struct str mood_of(const struct matter *matter)
{
    const struct signs *signs = &matter->reading.signs;
    if (signs->grief) return STR("grief");
    if (matter->reading.concerns[0].concern == CONCERN_THANKS) return STR("excited");
    if (signs->upset) return STR("upset");
    if (signs->impatient) return STR("impatient");
    if (signs->excited) return STR("excited");
    return STR("calm");
}

static bool is_claim_action(enum action action)
{
    return action == ACTION_REQUEST_PHOTOS || action == ACTION_OFFER_REMEDY ||
           action == ACTION_REVIEW_CLAIM || action == ACTION_VERIFY_IDENTITY || action == ACTION_ASK_FACTS;
}

static struct str apology_for(const struct matter *matter, const struct decision *decision)
{
    if (str_is(decision->reason, "production_begun_early")) return STR("early_start");
    if (decision->action == ACTION_APOLOGISE_DELAY)
        return str_is(decision->reason, "behind_plan") ? STR("behind") : STR("delay");
    if (decision->action == ACTION_TRACE_PARCEL) return STR("not_received");
    if (!is_claim_action(decision->action)) return (struct str){0};
    if (decision->concern == CONCERN_WRONG_SPEC) return STR("wrong_spec");
    if (decision->concern == CONCERN_NOT_RECEIVED) return STR("not_received");
    if (decision->concern != CONCERN_DAMAGED) return (struct str){0};
    return matter->reading.signs.part_missing ? STR("missing_part") : STR("damaged");
}

struct str matter_apology(const struct matter *matter)
{
    struct str sympathy = {0};
    for (size_t i = 0; i < matter->out->decision_count; i++) {
        struct str apology = apology_for(matter, &matter->out->decisions[i]);
        if (!str_is(apology, "not_received") && apology.len) return apology;
        if (apology.len) sympathy = apology;
    }
    return sympathy;
}

static bool goes_out_alone(const struct matter *matter)
{
    for (size_t i = 0; i < matter->out->decision_count; i++) {
        const struct decision *decision = &matter->out->decisions[i];
        if (!matter->policy->automatic[decision->action] || decision->needs_approval) return false;
    }
    bool known = matter->identity == IDENTITY_MATCHED || matter->identity == IDENTITY_VERIFIED;
    return known && matter->out->decision_count > 0 && !matter->out->escalate;
}

static bool has_action(const struct matter *matter, enum action action)
{
    for (size_t i = 0; i < matter->out->decision_count; i++)
        if (matter->out->decisions[i].action == action) return true;
    return false;
}

static struct value window_value(struct letter *letter)
{
    const struct matter *matter = letter->matter;
    struct value object = value_object();
    if (!matter->view_count || letter->closed_book) return object;
    const struct window *window = &matter->views[matter->out->item].window;
    put_text(letter, &object, "state", window_state_name(window->state));
    put_text(letter, &object, "reason", window->reason);
    put_text(letter, &object, "closes_at", letter_deadline(letter, window->closes_at));
    put(letter, &object, "hours", value_int(matter->policy->change_window_hours));
    return object;
}

static struct value need_by_value(struct letter *letter, struct need_by_verdicts verdicts, bool whole)
{
    const struct request *request = &letter->matter->out->request;
    if (request->need_by == DAY_NONE) return value_nil();
    struct value object = value_object();
    put_text(letter, &object, "date", letter_day(letter, request->need_by));
    put_text(letter, &object, "standard", verdict_name(verdicts.standard));
    put_text(letter, &object, "rush", verdict_name(verdicts.rush));
    put_flag(letter, &object, "whole", whole);
    return object;
}

/* As the assessment judges it: what a part about the whole order says. */
static struct value need_by_of_order(struct letter *letter)
{
    const struct request *request = &letter->matter->out->request;
    struct need_by_verdicts verdicts = {request->need_by_standard, request->need_by_rush};
    return need_by_value(letter, verdicts, letter->matter->view_count > 1);
}

static struct value missing_value(struct letter *letter)
{
    struct value list = value_array();
    for (size_t i = 0; i < letter->matter->out->missing_count; i++)
        value_push(letter->arena, &list, value_str(fact_kind_name(letter->matter->out->missing[i])));
    return list;
}

/* The number they give is not the order's: never resolved in silence. */
static bool number_differs(const struct matter *matter)
{
    for (size_t i = 0; i < matter->out->conflict_count; i++)
        if (str_eq(matter->out->conflicts[i].fact, fact_kind_name(FACT_ORDER_NUMBER))) return true;
    return false;
}

/* The one thing they would have changed: a field's name as the order has it, or "address"; empty where it is not clear. */
static struct str changed_field(const struct matter *matter)
{
    const struct reading *reading = &matter->reading;
    if (reading->change_count == 0) return reading->signs.for_address ? STR("address") : (struct str){0};
    for (size_t i = 1; i < reading->change_count; i++)
        if (!str_eq(reading->changes[i].field, reading->changes[0].field)) return (struct str){0};
    return reading->changes[0].field;
}

/* `question`, as docs/TEMPLATES.md tells; nil where nothing is asked. */
static struct value question_value(struct letter *letter)
{
    const struct matter *matter = letter->matter;
    if (!matter_asks_back(matter)) return value_nil();
    struct value question = value_object(), readings = value_array();
    for (size_t i = 0; i < matter->reading.meant_count; i++)
        value_push(letter->arena, &readings, value_str(concern_name(matter->reading.meant[i])));
    value_put(letter->arena, &question, STR("readings"), readings);
    struct str key = changed_field(matter);
    put_text(letter, &question, "key", key);
    put_label(letter, &question, "field", letter_field(letter, key));
    return question;
}

static void put_reading(struct letter *letter, struct value *base)
{
    const struct matter *matter = letter->matter;
    struct value stated = value_object();
    put_order_number(letter, &stated, matter->reading.order_number);
    stated.object.members[0].name = STR("order_number");
    put_flag(letter, &stated, "differs", number_differs(matter) && !letter->closed_book);
    put(letter, base, "stated", stated);
    put_flag(letter, base, "safety", matter->reading.signs.safety);
    if (!matter->reading.supported)
        put_text(letter, base, "other_language", store_other_language(matter->store, matter->reading.locale));
    put_text(letter, base, "mood", mood_of(matter));
    put_text(letter, base, "apology", matter_apology(matter));
    put(letter, base, "question", question_value(letter));
    put(letter, base, "missing", missing_value(letter));
    put_flag(letter, base, "wrote_before",
             matter->reading.signs.wrote_before || matter->inquiry->contacts >= 2);
    put_text(letter, base, "escalated", letter->closed_book ? (struct str){0} : matter->out->escalate_reason);
    put_text(letter, base, "route",
             matter->out->has_route ? concern_name(matter->out->route) : (struct str){0});
    put_text(letter, base, "grave",
             matter->out->decision_count ? action_name(matter->out->decisions[0].action) : (struct str){0});
}

static struct str rights_of(const struct letter *letter)
{
    const struct law *law = letter->matter->law;
    if (!law || letter->closed_book || letter->added) return (struct str){0};
    return letter->lang == LANG_ZH ? law->rights_zh : law->rights_en;
}

/* In an added language a piece goes by its title: how to decline it is not known. */
static struct calling short_calling(struct letter *letter, const struct item *item)
{
    struct calling calling = {0};
    if (letter->added)
        calling.name = foreign_line(letter->arena, item->title, FOREIGN_TITLE);
    else
        calling.name = piece_name(letter->arena, item, letter->lang, &calling.owned);
    return calling;
}

static void build_items(struct letter *letter)
{
    const struct matter *matter = letter->matter;
    if (letter->closed_book || !matter->view_count) return;
    letter->items = ARENA_ARRAY(letter->arena, matter->view_count, struct value);
    letter->said_range = ARENA_ARRAY(letter->arena, matter->view_count, bool);
    struct calling *callings = ARENA_ARRAY(letter->arena, matter->view_count, struct calling);
    for (size_t i = 0; i < matter->view_count; i++)
        callings[i] = short_calling(letter, matter->views[i].item);
    pieces_tell_apart(letter->arena, matter->order->items, matter->view_count, letter->lang, callings);
    for (size_t i = 0; i < matter->view_count; i++)
        letter->items[i] = item_value(letter, &matter->views[i], callings[i]);
}

static struct value rush_value(struct letter *letter, const struct item_view *view)
{
    if (!view->rush_possible) return value_nil();
    const struct milestone_range *shipped = &view->rush.milestones[MILESTONE_SHIPPED];
    const struct milestone_range *delivered = &view->rush.milestones[MILESTONE_DELIVERED];
    struct value object = value_object();
    put_text(letter, &object, "shipped_range", letter_range(letter, shipped->range));
    put_text(letter, &object, "delivered_range", letter_range(letter, delivered->range));
    int saved = calendar_count(letter->matter->store->studio, shipped->range.to,
                               view->estimate.milestones[MILESTONE_SHIPPED].range.to);
    put(letter, &object, "days_saved", value_int(saved));
    const struct assessment *out = letter->matter->out;
    struct str surcharge = {0};
    for (size_t i = 0; i < out->decision_count; i++)
        if (out->decisions[i].action == ACTION_OFFER_RUSH && out->decisions[i].remedy_count)
            surcharge = letter_money(letter, out->decisions[i].remedies[0].amount,
                                     out->decisions[i].remedies[0].currency);
    put_text(letter, &object, "surcharge", surcharge);
    return object;
}

void letter_init(struct letter *letter, struct composer *composer, const struct matter *matter,
                 size_t language, struct arena *arena)
{
    *letter = (struct letter){
        .composer = composer,
        .matter = matter,
        .lang = language < LANG_COUNT ? (enum lang)language : LANG_EN,
        .added = language >= LANG_COUNT,
        .language = &matter->store->languages[language],
        .datefmt = composer->datefmt[language],
        .arena = arena,
        .base = value_object(),
        .closed_book = matter->identity == IDENTITY_MISMATCH,
    };
    build_items(letter);
    struct value *base = &letter->base;
    put(letter, base, "store", store_value(letter));
    put_text(letter, base, "you", matter->store->zh_formal ? STR("您") : STR("你"));
    put(letter, base, "customer", customer_value(letter));
    put(letter, base, "order", order_value(letter));
    struct value items = value_array();
    items.array.items = letter->items;
    items.array.count = letter->items ? matter->view_count : 0;
    if (items.array.count > MOST_ITEMS_SHOWN) items.array.count = MOST_ITEMS_SHOWN;
    put(letter, base, "items", items);
    put(letter, base, "items_more",
        value_int(letter->items ? (int64_t)(matter->view_count - items.array.count) : 0));
    put(letter, base, "window", window_value(letter));
    put(letter, base, "need_by", need_by_of_order(letter));
    put_text(letter, base, "rights", rights_of(letter));
    put_reading(letter, base);
    put_flag(letter, base, "cancelling", has_action(matter, ACTION_CANCEL_ORDER));
    put_flag(letter, base, "automatic", goes_out_alone(matter));
    put_flag(letter, base, "gift_recipient", matter->gift_recipient);
    put_flag(letter, base, "reorder", matter->policy->late_cancel == CANCEL_REORDER);
}

/* ---- what one part sees ---- */

/* As confirmed with the order: what the customer remembers may be something else. */
static struct str confirmed_before(const struct letter *letter, const struct requested_change *change)
{
    const struct matter *matter = letter->matter;
    if (letter->closed_book) return (struct str){0};
    if (!matter->view_count || change->item < 0 || change->piece >= 0) return change->old_value;
    struct str known = item_field(matter->views[change->item].item, change->field);
    if (!known.len ||
        str_contains(text_fold(letter->arena, known), text_fold(letter->arena, change->old_value)))
        return change->old_value;
    return known;
}

/* What an answer to "is this right?" is about: the changes that wait for it. */
static struct value awaited_changes(struct letter *letter)
{
    const struct order *order = letter->matter->order;
    struct value list = value_array();
    for (size_t i = 0; i < order->change_count && list.array.count < MOST_CHANGES_SHOWN; i++) {
        const struct change *change = &order->changes[i];
        if (change->state != CHANGE_AWAITING_CONFIRMATION) continue;
        struct value object = value_object();
        put_foreign(letter, &object, "field", letter_field(letter, change->field));
        put_text(letter, &object, "key", change->field);
        put_foreign(letter, &object, "old", change->old_value);
        put_foreign(letter, &object, "new", change->new_value);
        value_push(letter->arena, &list, object);
    }
    return list;
}

static struct value changes_value(struct letter *letter, const struct decision *decision)
{
    if (decision->action == ACTION_APPLY_ANSWER && letter->matter->order && !letter->closed_book)
        return awaited_changes(letter);
    struct value list = value_array();
    for (size_t i = 0; i < decision->change_count && i < MOST_CHANGES_SHOWN; i++) {
        const struct requested_change *change = &letter->matter->reading.changes[decision->changes[i]];
        struct value object = value_object();
        put_foreign(letter, &object, "field", letter_field(letter, change->field));
        put_text(letter, &object, "key", change->field);
        put_foreign(letter, &object, "old", confirmed_before(letter, change));
        put_foreign(letter, &object, "new", change->new_value);
        put_text(letter, &object, "fault", spec_fault_name(change->fault));
        put_foreign(letter, &object, "detail", change->fault_detail);
        value_push(letter->arena, &list, object);
    }
    return list;
}

/* The customer's own words for one of several things, where these are few and of nothing else. */
static struct str asked_words(const struct letter *letter, const struct decision *decision)
{
    enum { FEW = 120 };
    const struct reading *reading = &letter->matter->reading;
    struct span asked = {0};
    for (size_t i = 0; i < reading->concern_count; i++)
        if (reading->concerns[i].concern == decision->concern) asked = reading->concerns[i].evidence;
    for (size_t i = 0; i < reading->concern_count; i++) {
        struct span other = reading->concerns[i].evidence;
        bool shared = other.start < asked.end && asked.start < other.end;
        if (shared && reading->concerns[i].concern != decision->concern) return (struct str){0};
    }
    if (letter->closed_book || asked.end - asked.start > FEW) return (struct str){0};
    struct str words = str_trim(str_slice(letter->matter->inquiry->text, asked.start, asked.end));
    if (str_ends(words, STR("。")) || str_ends(words, STR("，"))) words.len -= strlen("。");
    if (str_ends(words, STR("."))) words.len--;
    return words;
}

static struct value decision_value(struct letter *letter, const struct decision *decision)
{
    struct value object = value_object();
    put_text(letter, &object, "action", action_name(decision->action));
    put_text(letter, &object, "reason", decision->reason);
    put_text(letter, &object, "concern", concern_name(decision->concern));
    put_flag(letter, &object, "hold", decision->hold);
    put_foreign(letter, &object, "asked", asked_words(letter, decision));
    put_text(letter, &object, "due", letter_deadline(letter, decision->due));
    put_text(letter, &object, "day", letter_day(letter, decision->day));
    return object;
}

/* The confirmed value the customer reads as wrong, for showing both texts side by side. */
static struct str confirmed_value(const struct matter *matter, const struct item *item)
{
    struct str wrong = text_fold(matter->arena, matter->reading.wrong_reading);
    for (size_t i = 0; i < item->field_count; i++)
        if (!wrong.len || str_contains(text_fold(matter->arena, item->fields[i].value), wrong))
            return item->fields[i].value;
    return item->field_count ? item->fields[0].value : (struct str){0};
}

static bool photos_here(const struct matter *matter)
{
    int photos = matter->photos;
    for (size_t i = 0; i < matter->order->claim_count; i++) photos += matter->order->claims[i].photos;
    return photos > 0;
}

static struct value claim_value(struct letter *letter, const struct decision *decision,
                                const struct item_view *view)
{
    const struct matter *matter = letter->matter;
    struct value object = value_object();
    if (!view || letter->closed_book) return object;
    put_text(letter, &object, "photos_due",
             decision->action == ACTION_REQUEST_PHOTOS ? letter_deadline(letter, decision->due)
                                                       : (struct str){0});
    put_foreign(letter, &object, "wrong_reading", matter->reading.wrong_reading);
    put_foreign(letter, &object, "wanted", matter->reading.wanted_reading);
    put_foreign(letter, &object, "confirmed", confirmed_value(matter, view->item));
    put_flag(letter, &object, "return_faulty", matter->policy->return_faulty);
    put_flag(letter, &object, "photos_here", photos_here(matter));
    return object;
}

static struct str remake_range(struct letter *letter, const struct item_view *view)
{
    struct estimate remake;
    matter_remake(letter->matter, view, &remake);
    return letter_range(letter, remake.milestones[MILESTONE_DELIVERED].range);
}

static const char *remedy_key(enum remedy_kind kind)
{
    switch (kind) {
    case REMEDY_PARTIAL_REFUND:
        return "partial";
    case REMEDY_FULL_REFUND:
        return "full";
    case REMEDY_CREDIT:
    case REMEDY_CODE:
        return "goodwill";
    case REMEDY_FEE:
        return "fee";
    case REMEDY_SURCHARGE:
        return "surcharge";
    default:
        return NULL;
    }
}

static void put_goodwill(struct letter *letter, struct value *object, const struct remedy *remedy)
{
    const struct goodwill *goodwill = &letter->matter->policy->goodwill;
    if (remedy->kind != REMEDY_CREDIT && remedy->kind != REMEDY_CODE) return;
    put_text(letter, object, "code", goodwill->code);
    put_text(letter, object, "expires", letter_day(letter, remedy->expires));
}

static struct str percent_text(struct letter *letter, int percent)
{
    return percent ? arena_printf(letter->arena, "%d%%", percent) : (struct str){0};
}

static struct value remedy_value(struct letter *letter, const struct decision *decision,
                                 const struct item_view *view)
{
    const struct policy *policy = letter->matter->policy;
    struct value object = value_object();
    for (size_t i = 0; i < decision->remedy_count; i++) {
        const struct remedy *remedy = &decision->remedies[i];
        const char *key = remedy_key(remedy->kind);
        if (remedy->kind == REMEDY_REMAKE && view && !letter->closed_book)
            put_text(letter, &object, "remake_range", remake_range(letter, view));
        if (!key) continue;
        struct str amount = letter_money(letter, remedy->amount, remedy->currency);
        if (!amount.len && remedy->kind == REMEDY_CODE)
            amount = percent_text(letter, policy->goodwill.percent);
        if (remedy->kind == REMEDY_FEE) amount = percent_text(letter, policy->cancel_fee_percent);
        put_text(letter, &object, key, amount);
        put_goodwill(letter, &object, remedy);
    }
    put_text(letter, &object, "discount", percent_text(letter, policy->remake_discount_percent));
    put_flag(letter, &object, "refund_offered", !letter->matter->gift_recipient);
    return object;
}

static struct value express_value(struct letter *letter, const struct decision *decision,
                                  const struct item_view *view)
{
    const struct matter *matter = letter->matter;
    if (!view || !matter->policy->express_shipping || letter->closed_book) return value_nil();
    struct estimate express;
    matter_express(matter, view, &express);
    struct value object = value_object();
    put_text(letter, &object, "delivered_range",
             letter_range(letter, express.milestones[MILESTONE_DELIVERED].range));
    for (size_t i = 0; i < decision->remedy_count; i++)
        if (decision->remedies[i].kind == REMEDY_SURCHARGE)
            put_text(letter, &object, "surcharge",
                     letter_money(letter, decision->remedies[i].amount, decision->remedies[i].currency));
    day_t need_by = matter->out->request.need_by;
    if (need_by != DAY_NONE)
        put_text(letter, &object, "need_by",
                 verdict_name(estimate_need_by(express.milestones[MILESTONE_DELIVERED].range, need_by)));
    return object;
}

static struct value faq_value(struct letter *letter, const struct decision *decision)
{
    struct buf answers;
    buf_init(&answers, 16 * 1024);
    for (size_t i = 0; i < decision->faq_count; i++) {
        if (i) buf_add_c(&answers, "\n\n");
        buf_add(&answers, decision->faq[i]->answer);
    }
    struct value object = value_object();
    put_text(letter, &object, "answer", buf_copy(&answers, letter->arena));
    put(letter, &object, "count", value_int((int64_t)decision->faq_count));
    put_text(letter, &object, "anchor", decision->faq_count ? decision->faq[0]->anchor : (struct str){0});
    buf_done(&answers);
    return object;
}

static void append_base(struct letter *letter, struct value *object)
{
    size_t count = letter->base.object.count;
    value_reserve(letter->arena, object, count);
    memcpy(object->object.members + object->object.count, letter->base.object.members,
           count * sizeof *object->object.members);
    object->object.count += count;
}

static const struct item_view *view_of(const struct letter *letter, int item)
{
    if (!letter->matter->view_count) return NULL;
    return &letter->matter->views[item == ALL_ITEMS ? letter->matter->out->item : item];
}

/* Whether the ranges of what a part is about have all been told by earlier ones. */
static bool range_is_said(const struct letter *letter, int item)
{
    if (!letter->items) return false;
    if (item != ALL_ITEMS) return letter->said_range[item];
    for (size_t i = 0; i < letter->matter->view_count; i++)
        if (!letter->said_range[i]) return false;
    return true;
}

static void put_position(struct letter *letter, struct value *object, int item, size_t index, size_t count)
{
    struct value part = value_object(), said = value_object();
    put_flag(letter, &part, "first", index == 0);
    put_flag(letter, &part, "last", index + 1 == count);
    put(letter, &part, "count", value_int((int64_t)count));
    put_flag(letter, &said, "range", range_is_said(letter, item));
    put_flag(letter, &said, "hold", letter->said_hold);
    put(letter, object, "part", part);
    put(letter, object, "said", said);
}

/* With several items, a part about all of them has no `item`. */
static bool about_whole_order(const struct letter *letter, int item)
{
    return item == ALL_ITEMS && letter->matter->view_count > 1;
}

/* A part about one piece judges the need-by day by that piece. */
static void put_piece(struct letter *letter, struct value *object, const struct item_view *view)
{
    put(letter, object, "item", letter->items[view - letter->matter->views]);
    put(letter, object, "need_by",
        need_by_value(letter, matter_need_by(view, letter->matter->out->request.need_by), false));
}

struct value letter_part(struct letter *letter, const struct decision *decision, size_t index, size_t count)
{
    const struct item_view *view = view_of(letter, decision->item);
    struct value object = value_object();
    if (letter->items && view && !about_whole_order(letter, decision->item)) put_piece(letter, &object, view);
    put(letter, &object, "decision", decision_value(letter, decision));
    put(letter, &object, "changes", changes_value(letter, decision));
    if (decision->action == ACTION_CONFIRM_CHANGE)
        put_text(letter, &object, "confirm_by", letter_deadline(letter, decision->due));
    put(letter, &object, "claim", claim_value(letter, decision, view));
    put(letter, &object, "remedy", remedy_value(letter, decision, view));
    if (decision->action == ACTION_OFFER_RUSH && view) put(letter, &object, "rush", rush_value(letter, view));
    if (decision->action == ACTION_OFFER_FASTER_SHIPPING)
        put(letter, &object, "express", express_value(letter, decision, view));
    if (decision->faq_count) put(letter, &object, "faq", faq_value(letter, decision));
    put_position(letter, &object, decision->item, index, count);
    append_base(letter, &object);
    return object;
}

struct value letter_about(struct letter *letter, int item)
{
    struct value object = value_object();
    if (letter->items) put(letter, &object, "item", letter->items[item]);
    if (letter->matter->out->change.present)
        put_text(letter, &object, "confirm_by",
                 letter_deadline(letter, letter->matter->out->change.confirm_by));
    append_base(letter, &object);
    return object;
}
