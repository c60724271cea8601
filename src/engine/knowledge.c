/* The eight facts, what is missing of them, and where the customer and the order disagree; see knowledge.h. */
#include "engine/knowledge.h"

#include "engine/doubt.h"
#include "text/utf8.h"

enum { MOST_CONFLICTS = 8, MOST_MISSING = 3 };

static bool has_concern(const struct matter *matter, enum concern concern)
{
    for (size_t i = 0; i < matter->reading.concern_count; i++)
        if (matter->reading.concerns[i].concern == concern) return true;
    return false;
}

static const struct decision *decision_with(const struct assessment *out, enum action action)
{
    for (size_t i = 0; i < out->decision_count; i++)
        if (out->decisions[i].action == action) return &out->decisions[i];
    return NULL;
}

static bool is_claim(const struct matter *matter)
{
    return has_concern(matter, CONCERN_DAMAGED) || has_concern(matter, CONCERN_WRONG_SPEC);
}

static void set_fact(struct matter *matter, enum fact_kind kind, enum fact_status status, struct str value,
                     struct span evidence)
{
    matter->out->facts[kind] = (struct fact){status, value, evidence};
}

static void miss(struct matter *matter, enum fact_kind kind)
{
    struct assessment *out = matter->out;
    set_fact(matter, kind, FACT_STATUS_MISSING, (struct str){0}, (struct span){0});
    if (out->missing_count < MOST_MISSING) out->missing[out->missing_count++] = kind;
}

static const struct item_view *concerned(const struct matter *matter)
{
    return matter->view_count ? &matter->views[matter->out->item] : NULL;
}

static void know_order_number(struct matter *matter)
{
    const struct reading *reading = &matter->reading;
    if (matter->order && matter->order->number.len)
        set_fact(matter, FACT_ORDER_NUMBER, FACT_STATUS_KNOWN, matter->order->number,
                 reading->order_number_span);
    else if (reading->order_number.len)
        set_fact(matter, FACT_ORDER_NUMBER, FACT_STATUS_STATED, reading->order_number,
                 reading->order_number_span);
    else if (decision_with(matter->out, ACTION_ASK_FACTS))
        miss(matter, FACT_ORDER_NUMBER);
}

static void know_product(struct matter *matter)
{
    const struct item_view *view = concerned(matter);
    if (view && view->item->title.len)
        set_fact(matter, FACT_PRODUCT, FACT_STATUS_KNOWN, view->item->title, matter->reading.product_span);
    else if (matter->reading.product_word.len)
        set_fact(matter, FACT_PRODUCT, FACT_STATUS_STATED, matter->reading.product_word,
                 matter->reading.product_span);
}

/* "engraving: Forever & Always; font: Script" */
static struct str written_fields(struct arena *arena, const struct item *item)
{
    struct buf text;
    buf_init(&text, 4096);
    for (size_t i = 0; i < item->field_count; i++) {
        if (i) buf_add_c(&text, "; ");
        buf_add(&text, item->fields[i].name);
        buf_add_c(&text, ": ");
        buf_add(&text, item->fields[i].value);
    }
    struct str copy = buf_copy(&text, arena);
    buf_done(&text);
    return copy;
}

static const struct requested_change *first_new_value(const struct matter *matter)
{
    for (size_t i = 0; i < matter->reading.change_count; i++)
        if (matter->reading.changes[i].new_value.len) return &matter->reading.changes[i];
    return NULL;
}

static void know_personalization(struct matter *matter)
{
    const struct item_view *view = concerned(matter);
    const struct requested_change *change = first_new_value(matter);
    bool asks_change = has_concern(matter, CONCERN_CHANGE);
    const struct decision *ask = decision_with(matter->out, ACTION_ASK_NEW_SPEC);
    bool spec_needed = ask && !str_is(ask->reason, "item_unclear");
    if (spec_needed || (asks_change && !change && decision_with(matter->out, ACTION_ASK_FACTS)))
        miss(matter, FACT_PERSONALIZATION);
    else if (asks_change && change)
        set_fact(matter, FACT_PERSONALIZATION, FACT_STATUS_STATED, change->new_value, change->evidence);
    else if (view && view->item->field_count)
        set_fact(matter, FACT_PERSONALIZATION, FACT_STATUS_KNOWN, written_fields(matter->arena, view->item),
                 (struct span){0});
    if (ask && !spec_needed) miss(matter, FACT_PRODUCT);
}

static void know_stage(struct matter *matter)
{
    const struct item_view *view = concerned(matter);
    if (view)
        set_fact(matter, FACT_STAGE, FACT_STATUS_KNOWN, stage_name(view->estimate.life.stage),
                 (struct span){0});
    else if (matter->reading.signs.delivered_said)
        set_fact(matter, FACT_STAGE, FACT_STATUS_STATED, stage_name(STAGE_DELIVERED), (struct span){0});
    if (view && view->window.state != WINDOW_NONE)
        set_fact(matter, FACT_WINDOW, FACT_STATUS_KNOWN, window_state_name(view->window.state),
                 (struct span){0});
}

static int photos_of_claims(const struct matter *matter)
{
    int photos = 0;
    for (size_t i = 0; matter->order && i < matter->order->claim_count; i++)
        photos += matter->order->claims[i].photos;
    return photos;
}

static void know_photos(struct matter *matter)
{
    bool asked = decision_with(matter->out, ACTION_REQUEST_PHOTOS) ||
                 (decision_with(matter->out, ACTION_ASK_FACTS) && is_claim(matter) &&
                  !matter->reading.signs.part_missing);
    int known = photos_of_claims(matter);
    if (matter->photos)
        set_fact(matter, FACT_PHOTO_EVIDENCE, FACT_STATUS_STATED,
                 arena_printf(matter->arena, "%d", matter->photos), (struct span){0});
    else if (known)
        set_fact(matter, FACT_PHOTO_EVIDENCE, FACT_STATUS_KNOWN, arena_printf(matter->arena, "%d", known),
                 (struct span){0});
    else if (asked)
        miss(matter, FACT_PHOTO_EVIDENCE);
}

static void know_timeline(struct matter *matter)
{
    const struct reading *reading = &matter->reading;
    if (reading->need_by == DAY_NONE) return;
    char day[16];
    day_format(reading->need_by, day);
    set_fact(matter, FACT_TIMELINE, FACT_STATUS_STATED, arena_str(matter->arena, str_of(day)),
             reading->need_by_span);
}

static void know_concern(struct matter *matter)
{
    const struct concern_found *gravest = &matter->reading.concerns[0];
    if (matter_asks_back(matter))
        miss(matter, FACT_CONCERN);
    else
        set_fact(matter, FACT_CONCERN, FACT_STATUS_STATED, concern_name(gravest->concern), gravest->evidence);
}

/* ---- conflicts ---- */

static void add_conflict(struct matter *matter, enum fact_kind fact, struct str stated, struct str known,
                         struct span evidence)
{
    struct assessment *out = matter->out;
    if (out->conflict_count == MOST_CONFLICTS) return;
    out->conflicts[out->conflict_count++] = (struct conflict){fact_kind_name(fact), stated, known, evidence};
}

/* Letters and digits alone, so that "#1042", "1042" and "Order 1042" agree. */
static bool same_number(struct arena *arena, struct str a, struct str b)
{
    struct str sides[2] = {text_fold(arena, a), text_fold(arena, b)};
    char plain[2][128];
    size_t len[2] = {0};
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < sides[side].len && len[side] < sizeof plain[0]; i++) {
            char c = sides[side].ptr[i];
            if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) plain[side][len[side]++] = c;
        }
    struct str one = {plain[0], len[0]}, other = {plain[1], len[1]};
    return str_ends(one, other) || str_ends(other, one);
}

static void find_number_conflict(struct matter *matter)
{
    const struct reading *reading = &matter->reading;
    if (matter->order && reading->order_number.len &&
        !same_number(matter->arena, reading->order_number, matter->order->number))
        add_conflict(matter, FACT_ORDER_NUMBER, reading->order_number, matter->order->number,
                     reading->order_number_span);
}

static void find_stage_conflict(struct matter *matter)
{
    const struct item_view *view = concerned(matter);
    if (!view || !view->estimate.life.reported) return;
    enum stage stage = view->estimate.life.stage;
    const struct signs *signs = &matter->reading.signs;
    bool claims = is_claim(matter) || has_concern(matter, CONCERN_RETURN);
    if (signs->delivered_said && claims && stage < STAGE_SHIPPED)
        add_conflict(matter, FACT_STAGE, STR("delivered"), stage_name(stage), (struct span){0});
    else if (has_concern(matter, CONCERN_NOT_RECEIVED) && stage == STAGE_DELIVERED)
        add_conflict(matter, FACT_STAGE, STR("not_received"), stage_name(stage),
                     matter->reading.concerns[0].evidence);
}

static void find_spec_conflicts(struct matter *matter)
{
    const struct reading *reading = &matter->reading;
    for (size_t i = 0; i < reading->change_count; i++) {
        const struct requested_change *change = &reading->changes[i];
        if (change->item < 0 || change->piece >= 0 || !matter->order || !change->old_value.len) continue;
        struct str known = item_field(&matter->order->items[change->item], change->field);
        if (known.len &&
            !str_contains(text_fold(matter->arena, known), text_fold(matter->arena, change->old_value)))
            add_conflict(matter, FACT_PERSONALIZATION, change->old_value, known, change->evidence);
    }
    if (decision_with(matter->out, ACTION_EXPLAIN_SPEC) && reading->wanted_reading.len)
        add_conflict(matter, FACT_PERSONALIZATION, reading->wanted_reading, reading->wrong_reading,
                     reading->wrong_reading_span);
}

static void find_conflicts(struct matter *matter)
{
    matter->out->conflicts = ARENA_ARRAY(matter->arena, MOST_CONFLICTS, struct conflict);
    find_number_conflict(matter);
    find_stage_conflict(matter);
    find_spec_conflicts(matter);
    if (matter->reading.signs.photos_mentioned && !matter->photos && is_claim(matter))
        add_conflict(matter, FACT_PHOTO_EVIDENCE, STR("attached"), STR("none"), (struct span){0});
}

/* ---- the situation and the request ---- */

void knowledge_situation(struct matter *matter)
{
    struct assessment *out = matter->out;
    out->item_count = matter->view_count;
    out->items = ARENA_ARRAY(matter->arena, matter->view_count, struct item_situation);
    for (size_t i = 0; i < matter->view_count; i++) {
        const struct item_view *view = &matter->views[i];
        const struct item_life *life = &view->estimate.life;
        out->items[i] = (struct item_situation){
            .stage = life->stage,
            .stage_reported = life->reported,
            .overdue = view->estimate.overdue,
            .overdue_since = view->estimate.overdue_since,
            .held = life->held,
            .waiting_for_customer = life->waiting_for_customer,
            .window = view->window,
        };
    }
}

/* The item of the gravest decision that names one. */
static void choose_item(struct matter *matter)
{
    struct assessment *out = matter->out;
    out->item = 0;
    for (size_t i = 0; i < out->decision_count; i++) {
        if (out->decisions[i].item == ALL_ITEMS) continue;
        out->item = out->decisions[i].item;
        return;
    }
    if (matter->reading.item != ALL_ITEMS && (size_t)matter->reading.item < matter->view_count)
        out->item = matter->reading.item;
}

/* No piece is named, and no decision is about one alone. */
static bool is_about_whole_order(const struct matter *matter)
{
    if (matter->view_count < 2 || matter->reading.item != ALL_ITEMS) return false;
    int item = matter->out->decision_count ? matter->out->decisions[0].item : ALL_ITEMS;
    for (size_t i = 0; i < matter->out->decision_count; i++)
        if (matter->out->decisions[i].item == ALL_ITEMS || matter->out->decisions[i].item != item)
            return true;
    return item == ALL_ITEMS;
}

static void fill_request(struct matter *matter)
{
    const struct reading *reading = &matter->reading;
    struct request *request = &matter->out->request;
    *request = (struct request){
        .changes = reading->changes,
        .change_count = reading->change_count,
        .need_by = reading->need_by,
        .need_by_evidence = reading->need_by_span,
        .answer = reading->answer,
    };
    const struct item_view *view = concerned(matter);
    if (!view || reading->need_by == DAY_NONE) return;
    struct need_by_verdicts verdicts = is_about_whole_order(matter)
                                           ? matter_need_by_order(matter, reading->need_by)
                                           : matter_need_by(view, reading->need_by);
    request->need_by_standard = verdicts.standard;
    request->need_by_rush = verdicts.rush;
}

void knowledge_fill(struct matter *matter)
{
    for (int kind = 0; kind < FACT_COUNT; kind++)
        set_fact(matter, (enum fact_kind)kind, FACT_STATUS_NOT_NEEDED, (struct str){0}, (struct span){0});
    choose_item(matter);
    knowledge_situation(matter);
    fill_request(matter);
    know_order_number(matter);
    know_product(matter);
    know_personalization(matter);
    know_concern(matter);
    know_stage(matter);
    know_photos(matter);
    know_timeline(matter);
    find_conflicts(matter);
}
