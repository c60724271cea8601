/* The demo's present: orders and conversations written by hand, each step at its time before now; see demo.h.
 *
 * A line of scenes.jsonl has an order (or none) and steps. A step's time is "-26h" or "-40m" before now, or "b-6 10:30": the
 * sixth business day before today, at that time of the store. */
#include <string.h>

#include "cli/demo.h"
#include "desk/approval.h"
#include "desk/change.h"
#include "desk/claim.h"
#include "desk/life.h"
#include "desk/look.h"
#include "desk/ticket.h"
#include "model/inquiry.h"

enum { LOOKED_AT = 20, BACK_MOST = 400 };

struct demo_scene {
    const struct value *line;
    struct demo_order order;
    struct demo_person person;
    struct id ticket; /* of the last message */
};

/* ---- times ---- */

static int read_hours_ago(const struct demo *demo, struct str text, instant_t *out)
{
    uint64_t number;
    struct str digits = str_slice(text, 1, text.len - 1);
    char unit = text.ptr[text.len - 1];
    if ((unit != 'h' && unit != 'm') || str_to_uint(digits, 100000, &number) < 0) return -1;
    *out = demo->end - (int64_t)number * (unit == 'h' ? MICROS_PER_HOUR : DEMO_MINUTE);
    return 0;
}

static day_t business_days_ago(const struct demo *demo, uint64_t days)
{
    day_t day = zone_day(demo->store->zone, demo->end);
    for (uint64_t back = 0; back < days;) back += calendar_is_business(demo->store->studio, --day);
    return day;
}

static int read_day_ago(const struct demo *demo, struct str text, instant_t *out)
{
    uint64_t days, hour, minute;
    size_t blank = str_find_char(text, ' ', 0), colon = str_find_char(text, ':', 0);
    if (blank == STR_NOT_FOUND || colon == STR_NOT_FOUND ||
        str_to_uint(str_slice(text, 2, blank), BACK_MOST, &days) < 0 ||
        str_to_uint(str_slice(text, blank + 1, colon), 23, &hour) < 0 ||
        str_to_uint(str_slice(text, colon + 1, text.len), 59, &minute) < 0)
        return -1;
    *out = demo_moment(demo, business_days_ago(demo, days), (int)(hour * 60 + minute));
    return 0;
}

static int read_time(const struct demo *demo, struct str text, instant_t *out, struct err *err)
{
    bool hours = text.len > 2 && text.ptr[0] == '-';
    if ((hours ? read_hours_ago(demo, text, out) : read_day_ago(demo, text, out)) == 0) return 0;
    return err_set(err, ERR_SYSTEM, "scenes.jsonl: “-26h”, “-40m” or “b-6 10:30” is expected, found “%.*s”",
                   STR_ARG(text));
}

/* ---- steps ---- */

typedef int take_step(struct demo *demo, struct demo_scene *scene, const struct value *step, struct err *err);

static const struct demo_staff *staff_of(const struct demo *demo, const struct value *step)
{
    struct str by = demo_string(step, "by");
    for (int i = 0; i < demo->staff_count; i++)
        if (str_eq(demo->staff[i].key, by)) return &demo->staff[i];
    return NULL;
}

static const struct actor *manager_of(const struct demo *demo)
{
    return &demo_staff_of(demo, "manager")->actor;
}

static void name_items(const struct demo *demo, struct order *order, bool chinese)
{
    for (size_t i = 0; i < order->item_count; i++) {
        const struct product *product = store_product(demo->store, order->items[i].sku);
        if (!product) continue;
        if (!order->items[i].title.len)
            order->items[i].title = chinese ? product->title_zh : product->title_en;
        order->items[i].stock = product->stock;
    }
}

static void know_buyer(struct demo_scene *scene, const struct order *order)
{
    scene->person = (struct demo_person){.given = demo_string(scene->line, "given"),
                                         .name = order->customer.name,
                                         .email = order->customer.email,
                                         .locale = order->customer.locale,
                                         .country = order->shipping.country,
                                         .chinese = str_starts(order->customer.locale, STR("zh"))};
}

static int place(struct demo *demo, struct demo_scene *scene, const struct value *step, struct err *err)
{
    struct order order;
    (void)step;
    if (order_from_value(demo->home, value_get(scene->line, STR("order")), "/order", &order, err) < 0)
        return -1;
    know_buyer(scene, &order);
    name_items(demo, &order, scene->person.chinese);
    scene->order = (struct demo_order){.number = arena_printf(demo->home, "#%d", demo->next_number++),
                                       .person = &scene->person,
                                       .product = demo_product_of(demo, order.items[0].sku),
                                       .placed_at = demo->now,
                                       .by_hand = true,
                                       .shipped_at = INSTANT_NONE,
                                       .delivered_at = INSTANT_NONE};
    order.number = scene->order.number;
    order.placed_at = demo->now;
    order.currency = demo->store->currency;
    demo->orders++;
    return demo_put(demo, &order, err);
}

/* What the studio shows of it. */
static int show(struct demo *demo, struct demo_scene *scene, const struct value *step, struct err *err)
{
    enum stage stage;
    if (stage_from_name(demo_string(step, "stage"), &stage) < 0)
        return err_set(err, ERR_SYSTEM, "scenes.jsonl: a stage is expected");
    return demo_show(demo, scene->order.number, demo_number(step, "item", 0), stage, err);
}

static int record(struct demo *demo, struct demo_scene *scene, const struct value *step, struct err *err)
{
    enum stage stage;
    struct stage_record piece = {.number = scene->order.number};
    struct order_record after;
    bool new;
    if (stage_from_name(demo_string(step, "stage"), &stage) < 0)
        return err_set(err, ERR_SYSTEM, "scenes.jsonl: a stage is expected");
    int item = demo_number(step, "item", ALL_ITEMS);
    if (item == ALL_ITEMS) return demo_record(demo, scene->order.number, stage, err);
    piece.event = (struct stage_event){stage, demo->now, item};
    return desk_record_stage(demo->desk, &demo_staff_of(demo, "studio")->actor, demo->arena, &piece, &new,
                             &after, err);
}

static int scan(struct demo *demo, struct demo_scene *scene, const struct value *step, struct err *err)
{
    return demo_track(demo, scene->order.number, arena_cstr(demo->home, demo_string(step, "status")), err);
}

/* The remake of the scene's order goes on as any order does. */
static int record_remake(struct demo *demo, struct demo_scene *scene, const struct value *step,
                         struct err *err)
{
    enum stage stage;
    struct str number = arena_printf(demo->home, "%.*s-R1", STR_ARG(scene->order.number));
    if (stage_from_name(demo_string(step, "stage"), &stage) < 0)
        return err_set(err, ERR_SYSTEM, "scenes.jsonl: a stage is expected");
    return demo_record(demo, number, stage, err);
}

static int write(struct demo *demo, struct demo_scene *scene, const struct value *step, struct err *err)
{
    struct id draft;
    if (!scene->person.email.len)
        scene->person = (struct demo_person){.email = demo_string(scene->line, "from"),
                                             .given = demo_string(scene->line, "given")};
    struct demo_message message = {
        .person = &scene->person,
        .order = &scene->order,
        .text = demo_fill_gaps(demo, demo_string(step, "text"), &scene->person,
                               scene->order.number.len ? &scene->order : NULL),
        .subject = demo_fill_gaps(demo, demo_string(step, "subject"), &scene->person,
                                  scene->order.number.len ? &scene->order : NULL),
        .from = demo_string(step, "from"),
        .channel = demo_string(step, "channel"),
        .pictures = demo_string(step, "pictures"),
        .by_link = demo_number(step, "by_link", 0) != 0,
    };
    return demo_receive(demo, &message, &scene->ticket, &draft, err);
}

static int send(struct demo *demo, struct demo_scene *scene, const struct value *step, struct err *err)
{
    struct ticket after;
    return demo_send(demo, staff_of(demo, step), &scene->ticket, &after, err);
}

static int send_own(struct demo *demo, struct demo_scene *scene, const struct value *step, struct err *err)
{
    return demo_send_own(demo, staff_of(demo, step), &scene->ticket, demo_string(step, "text"), err);
}

static int assign(struct demo *demo, struct demo_scene *scene, const struct value *step, struct err *err)
{
    struct ticket after;
    const struct ticket_move move = {.ticket = scene->ticket};
    const struct demo_staff *who = staff_of(demo, step);
    return desk_ticket_assign(demo->desk, &who->actor, demo->arena, &move, &who->actor.account, &after, err);
}

static int note(struct demo *demo, struct demo_scene *scene, const struct value *step, struct err *err)
{
    struct message kept;
    const struct ticket_move move = {.ticket = scene->ticket};
    return desk_ticket_note(demo->desk, &staff_of(demo, step)->actor, demo->arena, &move,
                            demo_string(step, "text"), &kept, err);
}

static int resolve(struct demo *demo, struct demo_scene *scene, const struct value *step, struct err *err)
{
    struct ticket after;
    const struct ticket_move move = {.ticket = scene->ticket};
    const struct demo_staff *who = staff_of(demo, step);
    return desk_ticket_resolve(demo->desk, who ? &who->actor : manager_of(demo), demo->arena, &move, &after,
                               err);
}

static int hand_over(struct demo *demo, struct demo_scene *scene, const struct value *step, struct err *err)
{
    struct ticket after;
    const struct ticket_move move = {.ticket = scene->ticket};
    return desk_ticket_hand_over(demo->desk, &staff_of(demo, step)->actor, demo->arena, &move, &after, err);
}

static int approve(struct demo *demo, struct demo_scene *scene, const struct value *step, struct err *err)
{
    (void)step;
    return demo_decide(demo, &scene->order, err);
}

static int refuse(struct demo *demo, struct demo_scene *scene, const struct value *step, struct err *err)
{
    struct approval list[LOOKED_AT], after;
    struct approval_filter filter = {.most = LOOKED_AT};
    int count;
    if (desk_approvals(demo->desk, manager_of(demo), demo->arena, scene->order.number, filter, list, &count,
                       err) < 0)
        return -1;
    for (int i = 0; i < count; i++) {
        struct approval_move move = {.approval = list[i].id, .note = demo_string(step, "note")};
        if (list[i].state == APPROVAL_PROPOSED &&
            desk_refuse(demo->desk, manager_of(demo), demo->arena, &move, &after, err) < 0)
            return -1;
    }
    return 0;
}

static int hold(struct demo *demo, struct demo_scene *scene, const struct value *step, struct err *err)
{
    struct order_record after;
    struct hold_wish wish = {.number = scene->order.number,
                             .item = demo_number(step, "item", ALL_ITEMS),
                             .reason = demo_string(step, "reason")};
    return desk_hold(demo->desk, &demo_staff_of(demo, "studio")->actor, demo->arena, &wish, &after, err);
}

static int release(struct demo *demo, struct demo_scene *scene, const struct value *step, struct err *err)
{
    struct order_record after;
    struct hold_wish wish = {.number = scene->order.number, .item = demo_number(step, "item", ALL_ITEMS)};
    return desk_release(demo->desk, &demo_staff_of(demo, "studio")->actor, demo->arena, &wish, &after, err);
}

/* What becomes of the order's open claim: rejected or withdrawn. */
static int end_claim(struct demo *demo, struct demo_scene *scene, const struct value *step, struct err *err)
{
    struct claim_record list[LOOKED_AT], after;
    struct claim_filter filter = {.most = LOOKED_AT};
    int count;
    bool rejects = str_is(demo_string(step, "as"), "rejected");
    if (desk_claims(demo->desk, manager_of(demo), demo->arena, scene->order.number, filter, list, &count,
                    err) < 0)
        return -1;
    for (int i = 0; i < count; i++) {
        struct claim_move move = {.claim = list[i].id};
        if (state_is_final(MACHINE_CLAIM, (int)list[i].state)) continue;
        if ((rejects ? desk_claim_reject : desk_claim_withdraw)(demo->desk, manager_of(demo), demo->arena,
                                                                &move, &after, err) < 0)
            return -1;
    }
    return 0;
}

static const struct {
    const char *name;
    take_step *take;
} steps[] = {
    {"place", place},     {"stage", record},        {"scan", scan},       {"remake_stage", record_remake},
    {"message", write},   {"send", send},           {"own", send_own},    {"assign", assign},
    {"hold", hold},       {"hand_over", hand_over}, {"approve", approve}, {"refuse", refuse},
    {"claim", end_claim}, {"note", note},           {"release", release}, {"resolve", resolve},
    {"show", show},
};

static int take_next(struct demo *demo, const struct demo_event *event, struct err *err)
{
    struct str what = demo_string(event->step, "do");
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (!str_is(what, steps[i].name)) continue;
        if (steps[i].take(demo, event->scene, event->step, err) == 0) return 0;
        return err_at(
            err,
            arena_printf(demo->home, "scenes.jsonl (%.*s)", STR_ARG(demo_string(event->scene->line, "name"))),
            0, 0);
    }
    return err_set(err, ERR_SYSTEM, "scenes.jsonl: there is no step “%.*s”", STR_ARG(what));
}

static int enter_scene(struct demo *demo, const struct value *line, struct err *err)
{
    struct demo_scene *scene = ARENA_NEW(demo->home, struct demo_scene);
    const struct value *list = value_get(line, STR("steps"));
    scene->line = line;
    for (size_t i = 0; list && i < list->array.count; i++) {
        struct demo_event event = {.happen = take_next, .scene = scene, .step = &list->array.items[i]};
        if (read_time(demo, demo_string(event.step, "at"), &event.at, err) < 0) return -1;
        if (event.at > demo->end) event.at = demo->end;
        demo_enter(demo, &event);
    }
    return 0;
}

int demo_enter_scenes(struct demo *demo, struct err *err)
{
    struct value *lines;
    size_t count;
    if (demo_read_lines(demo, "scenes.jsonl", &lines, &count, err) < 0) return -1;
    for (size_t i = 0; i < count; i++)
        if (enter_scene(demo, &lines[i], err) < 0) return -1;
    return 0;
}
