/* Fills a store folder with orders and tickets as the desk would keep them, many in each transaction.
 *
 *   fill DIR ORDERS [FIRST]
 *
 * Orders are numbered from FIRST (1), three to a customer, one in ten still on its way. Each has a promise, of which those of
 * the ones on their way are open, and a letter that was sent; one in twelve had a change, one in a hundred and twenty has one that waits. Every
 * third order has a ticket of nine messages, all in the full-text index, with an assessment and a draft; one ticket in ten is
 * open. Nothing is due. Prints a sample of both, "order NUMBER" and "ticket ID". */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/store_folder.h"
#include "desk/intake.h"
#include "store/change.h"
#include "store/order.h"
#include "store/outbox.h"
#include "store/promise.h"
#include "store/search.h"
#include "store/ticket.h"
#include "text/json.h"

enum { BATCH = 5000, SAMPLE = 1000, MESSAGES = 9, /* of a ticket */ DAYS_AHEAD = 5 };

static const char *const first_names[] = {"Maya", "Ines", "Jonas", "Priya", "Wei", "Amara", "Luca", "Sofia",
                                          "Omar", "Hana", "Noah",  "Clara", "Mei", "Tomas", "Zoe",  "Ravi"};
static const char *const last_names[] = {"Lin",   "Costa", "Weber",  "Rao",  "Zhang", "Okafor",
                                         "Rossi", "Novak", "Haddad", "Sato", "Berg",  "Moreau",
                                         "Chen",  "Silva", "Kim",    "Iyer"};
static const char *const titles[] = {"Engraved bar necklace", "Name ring in gold",   "Pet portrait print",
                                     "Leather journal",       "Star map of a night", "Wedding cake topper"};
static const char *const texts[] = {
    "Hello, where is order %s? It was promised for last week.",
    "Could you change the engraving on order %s to \"Always\"? Thanks a lot.",
    "My parcel %s arrived and the chain is broken. I would like a new one, please.",
    "Please cancel order %s, I have ordered it twice by mistake.",
};
static const char *const further[] = {
    "Thank you for your message. Order %s is on the bench now; we will write again when it leaves us.",
    "Thanks, and could you tell me when %s will be on its way? It is a birthday present.",
    "We have looked at order %s once more: it leaves the studio within the range that we told you.",
    "That is good news about %s. Please leave the parcel with the neighbours.",
};
#define COUNT_OF(list) (sizeof(list) / sizeof *(list))

struct filling {
    struct store_folder folder;
    instant_t now;
    long next, end;
    long every; /* how many orders there are to one of the sample */
    struct assessed judged[COUNT_OF(texts)];
    struct draft drafts[COUNT_OF(texts)];
};

static void need(int rc, const struct err *err)
{
    if (rc >= 0) return;
    fprintf(stderr, "fill: %s\n", err->message);
    exit(1);
}

/* ---- one order ---- */

static void make_events(struct order *order, struct arena *arena, long n)
{
    static const struct {
        enum stage stage;
        int days;
    } life[] = {{STAGE_DESIGN, 0}, {STAGE_PRODUCTION, 1}, {STAGE_SHIPPED, 6}, {STAGE_DELIVERED, 11}};
    order->event_count = n % 10 == 0 ? 1 + (size_t)(n / 10) % 3 : COUNT_OF(life);
    order->events = ARENA_ARRAY(arena, order->event_count, struct stage_event);
    for (size_t i = 0; i < order->event_count; i++)
        order->events[i] = (struct stage_event){
            life[i].stage, order->placed_at + (life[i].days * 24 + 1) * MICROS_PER_HOUR, ALL_ITEMS};
}

static struct order *make_order(const struct filling *f, struct arena *arena, long n)
{
    struct order *order = ARENA_NEW(arena, struct order);
    long who = n / 3;
    order->number = arena_printf(arena, "#%ld", n);
    order->currency = STR("USD");
    order->total = arena_printf(arena, "%ld.00", 20 + n % 300);
    order->placed_at = f->now - (n % 10 == 0 ? 3 + n / 10 % 10 : 20 + n % 700) * 24 * MICROS_PER_HOUR;
    order->rush_available = true;
    order->customer.name = arena_printf(arena, "%s %s", first_names[who % 16], last_names[who / 16 % 16]);
    order->customer.email = arena_printf(arena, "customer%ld@example.com", who);
    order->customer.locale = STR("en-US");
    order->items = ARENA_NEW(arena, struct item);
    order->item_count = 1;
    struct item *item = order->items;
    item->sku = arena_printf(arena, "SKU-%ld", n % 6);
    item->title = str_of(titles[n % 6]);
    item->quantity = 1;
    item->fields = ARENA_NEW(arena, struct field);
    item->field_count = 1;
    item->fields[0] = (struct field){STR("engraving"), arena_printf(arena, "Forever %ld", n)};
    order->shipping.carrier = STR("USPS");
    order->shipping.country = STR("US");
    order->shipping.tracking = arena_printf(arena, "9400%012ld", n);
    make_events(order, arena, n);
    return order;
}

/* ---- its ticket ---- */

static struct ticket make_ticket(const struct unit *unit, const struct order_record *record, long n)
{
    bool open = n / 3 % 10 == 0;
    instant_t at = unit->now - (open ? n % 48 : 48 + n % 9600) * MICROS_PER_HOUR;
    return (struct ticket){
        .id = unit_id(unit),
        .order = record->id,
        .customer = record->customer,
        .from = record->order->customer.email,
        .subject = STR("My order"),
        .state = open ? TICKET_OPEN : TICKET_RESOLVED,
        .concern = STR("status"),
        .action = STR("share_status"),
        .locale = STR("en-US"),
        .identity = STR("verified"),
        .confidence = 970,
        .contacts = 1,
        .received_at = at,
        .due_at = open ? at + 8 * MICROS_PER_HOUR : INSTANT_NONE,
        .first_due_at = at + 8 * MICROS_PER_HOUR,
        .first_response_at = open ? INSTANT_NONE : at + MICROS_PER_HOUR,
        .first_response_us = open ? -1 : MICROS_PER_HOUR,
        .resolved_at = open ? INSTANT_NONE : at + MICROS_PER_HOUR,
        .created_at = at,
        .updated_at = at,
        .version = 1,
    };
}

static int add_messages(const struct unit *unit, const struct ticket *ticket,
                        const struct order_record *record, size_t kind, struct err *err)
{
    const char *number = arena_cstr(unit->arena, record->order->number);
    for (int i = 0; i < MESSAGES; i++) {
        struct message message = {.seq = i + 1,
                                  .author = i % 2 ? AUTHOR_AGENT : AUTHOR_CUSTOMER,
                                  .channel = STR("email"),
                                  .from = ticket->from,
                                  .subject = ticket->subject,
                                  .at = ticket->received_at + i * MICROS_PER_HOUR / 2};
        message.body = arena_printf(
            unit->arena, i ? further[((size_t)i - 1 + kind) % COUNT_OF(further)] : texts[kind], number);
        if (message_add(unit, &ticket->id, &message, err) < 0 ||
            search_add_message(unit, &ticket->id, message.seq, message.subject, message.body, err) < 0)
            return -1;
    }
    return 0;
}

static int add_ticket(struct filling *f, const struct unit *unit, const struct order_record *record, long n,
                      struct err *err)
{
    size_t kind = (size_t)(n / 3) % COUNT_OF(texts);
    struct ticket ticket = make_ticket(unit, record, n);
    struct assessed judged = f->judged[kind];
    struct draft draft = f->drafts[kind];
    if (ticket_insert(unit, &ticket, err) < 0 || add_messages(unit, &ticket, record, kind, err) < 0)
        return -1;
    judged.id = draft.assessment = unit_id(unit);
    judged.ticket = draft.ticket = ticket.id;
    judged.seq = MESSAGES;
    draft.id = unit_id(unit);
    draft.state = ticket.state == TICKET_OPEN ? DRAFT_OPEN : DRAFT_SENT;
    if (assessed_insert(unit, &judged, err) < 0 || draft_insert(unit, &draft, err) < 0) return -1;
    if (n / 3 % f->every) return 0;
    char id[ID_TEXT];
    id_format(&ticket.id, id);
    printf("ticket %s\n", id);
    return 0;
}

/* ---- what was told and wished ---- */

static int add_promise(const struct unit *unit, const struct order_record *record, long n, struct err *err)
{
    bool open = n % 10 == 0;
    instant_t from = open ? unit->now : record->order->placed_at;
    day_t day = (day_t)(from / (24 * MICROS_PER_HOUR)) + (open ? DAYS_AHEAD + (day_t)(n / 10 % 60) : 12);
    struct promise_record promise = {.id = unit_id(unit),
                                     .order = record->id,
                                     .item = ALL_ITEMS,
                                     .milestone = MILESTONE_DELIVERED,
                                     .range = {day - 3, day},
                                     .told_at = record->order->placed_at,
                                     .told_to = record->order->customer.email};
    if (promise_add(unit, &promise, err) < 0) return -1;
    return open ? 0 : promise_settle(unit, &record->id, ALL_ITEMS, MILESTONE_DELIVERED, day - 1, err);
}

static int add_letter(const struct unit *unit, const struct order_record *record, struct err *err)
{
    struct str number = record->order->number;
    struct outgoing_message letter = {
        .kind = "notice",
        .notice = STR("shipped"),
        .dedupe = arena_printf(unit->arena, "notice:shipped:%.*s", STR_ARG(number)),
        .order = record->id,
        .channel = STR("email"),
        .recipient = record->order->customer.email,
        .subject = arena_printf(unit->arena, "Order %.*s is on its way", STR_ARG(number)),
        .text = arena_printf(unit->arena, "Order %.*s has left our studio.\n", STR_ARG(number)),
        .html = arena_printf(unit->arena, "<p>Order %.*s has left our studio.</p>\n", STR_ARG(number)),
        .automatic = true,
        .not_before = unit->now,
    };
    return outbox_add(unit, &letter, NULL, err);
}

static int add_change(const struct unit *unit, const struct order_record *record, long n, struct err *err)
{
    bool waits = n % 120 == 0;
    struct change_request change = {
        .id = unit_id(unit),
        .order = record->id,
        .item = 0,
        .piece = -1,
        .field = STR("engraving"),
        .old_value = STR("Forever"),
        .new_value = STR("Always"),
        .state = waits ? CHANGE_AWAITING_CONFIRMATION : CHANGE_APPLIED,
        .received_at = record->order->placed_at + MICROS_PER_HOUR,
        .inside_window = true,
        .confirm_by = waits ? unit->now + DAYS_AHEAD * (24 * MICROS_PER_HOUR) : INSTANT_NONE,
        .reminded_at = INSTANT_NONE,
        .settled_at = waits ? INSTANT_NONE : record->order->placed_at + (24 * MICROS_PER_HOUR),
        .version = 1};
    return change_insert(unit, &change, err);
}

/* The letters of the batch have gone out. */
static const struct db_sql sql_sent = {
    .text =
        "UPDATE outbox SET state = 'sent', sent_at = created_at WHERE store_id = ?1 AND state = 'queued'"};

static int fill_batch(const struct unit *unit, void *context, struct err *err)
{
    struct filling *f = context;
    long end = f->next + BATCH < f->end ? f->next + BATCH : f->end;
    for (long n = f->next; n < end; n++) {
        struct order_record record = {.order = make_order(f, unit->arena, n)};
        enum order_put what;
        if (order_put(unit, record.order, &record.id, &what, err) < 0 ||
            search_put_order(unit, &record.id, record.order, err) < 0 ||
            customer_find(unit, record.order->customer.email, &record.customer, err) < 0 ||
            add_promise(unit, &record, n, err) < 0 || add_letter(unit, &record, err) < 0 ||
            (n % 12 == 0 && add_change(unit, &record, n, err) < 0))
            return -1;
        if (n % f->every == 0) printf("order %.*s\n", STR_ARG(record.order->number));
        if (n % 3 == 0 && add_ticket(f, unit, &record, n, err) < 0) return -1;
    }
    return db_exec(unit->tx, &sql_sent, DB_ARGS(db_id(&unit->store)), NULL, err);
}

/* ---- what the desk would have decided: one of each kind is assessed, and kept for all ---- */

static void judge(struct filling *f, struct arena *arena, size_t kind)
{
    struct err err = {0};
    struct assessment assessment;
    struct order *order = make_order(f, arena, 10);
    struct inquiry inquiry = {.id = STR("fill"),
                              .channel = STR("email"),
                              .from = order->customer.email,
                              .subject = STR("My order"),
                              .at = f->now,
                              .contacts = 1,
                              .order = order};
    inquiry.text = arena_printf(arena, texts[kind], "#10");
    need(desk_assess(f->folder.desk, arena, &inquiry, &assessment, &err), &err);
    struct buf buf;
    buf_init(&buf, 1024 * 1024);
    struct json_writer writer = {.buf = &buf};
    inquiry_to_json(&inquiry, &writer);
    f->judged[kind] = (struct assessed){
        .at = f->now,
        .input = buf_copy(&buf, arena),
        .output = assessment_document(arena, &assessment),
        .build = assessment.build_version,
        .model = assessment.model_version,
        .shop = assessment.shop_version,
    };
    f->drafts[kind] = (struct draft){
        .subject = assessment.reply.subject,
        .markdown = assessment.reply.markdown,
        .locale = assessment.locale,
        .leaves = TICKET_RESOLVED,
        .leaves_due = INSTANT_NONE,
        .created_at = f->now,
        .settled_at = INSTANT_NONE,
        .version = 1,
    };
    buf_done(&buf);
}

int main(int argc, char **argv)
{
    struct err err = {0};
    struct filling f = {.next = 1};
    struct arena *arena = arena_new(), *lasting = arena_new();
    if (argc < 3) return 2;
    if (argc > 3) f.next = strtol(argv[3], NULL, 10);
    f.end = f.next + strtol(argv[2], NULL, 10);
    f.every = (f.end - f.next) / SAMPLE + 1;
    need(store_folder_open(argv[1], FOLDER_WORK, &f.folder, &err), &err);
    f.now = desk_now(f.folder.desk);
    for (size_t kind = 0; kind < COUNT_OF(texts); kind++) judge(&f, lasting, kind);
    for (; f.next < f.end; f.next += BATCH) {
        need(desk_write(f.folder.desk, &actor_cli, arena, fill_batch, &f, &err), &err);
        arena_reset(arena);
    }
    store_folder_close(&f.folder);
    arena_free(arena);
    arena_free(lasting);
    return 0;
}
