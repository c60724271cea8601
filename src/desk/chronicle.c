/* One order as its page shows it; see chronicle.h. */
#include "desk/chronicle.h"

#include <stdlib.h>

struct reading_order {
    struct str number;
    bool audits;
    int found;
    struct chronicle out;
};

static int read_cases(const struct unit *unit, const struct id *order, struct chronicle *out, struct err *err)
{
    struct change_filter changes = {.order = *order, .most = CHRONICLE_CASES_MOST};
    struct claim_filter claims = {.order = *order, .most = CHRONICLE_CASES_MOST};
    struct approval_filter approvals = {.order = *order, .most = CHRONICLE_CASES_MOST};
    out->changes = ARENA_ARRAY(unit->arena, CHRONICLE_CASES_MOST, struct change_request);
    out->claims = ARENA_ARRAY(unit->arena, CHRONICLE_CASES_MOST, struct claim_record);
    out->approvals = ARENA_ARRAY(unit->arena, CHRONICLE_CASES_MOST, struct approval);
    if (change_list(unit, &changes, out->changes, &out->change_count, err) < 0 ||
        claim_list(unit, &claims, out->claims, &out->claim_count, err) < 0 ||
        approval_list(unit, &approvals, out->approvals, &out->approval_count, err) < 0)
        return -1;
    return claim_evidence_list(unit, order, &out->evidence, &out->evidence_count, err);
}

static int read_parts(const struct unit *unit, const struct id *order, struct chronicle *out, struct err *err)
{
    if (order_specs(unit, order, &out->specs, &out->spec_count, err) < 0 ||
        spec_news_of(unit, order, &out->news, &out->news_count, err) < 0 ||
        promise_list(unit, order, &out->promises, &out->promise_count, err) < 0 ||
        read_cases(unit, order, out, err) < 0)
        return -1;
    return order_remakes(unit, out->record.order->number, &out->remakes, &out->remake_count, err);
}

/* ---- what was said ---- */

struct telling {
    struct chronicle *out;
    size_t cap;
};

static int tell_ticket(const struct unit *unit, struct telling *telling, const struct ticket *ticket,
                       struct err *err)
{
    struct message *messages;
    size_t count;
    if (message_list_settled(unit, &ticket->id, &messages, &count, err) < 0) return -1;
    for (size_t i = 0; i < count; i++)
        *ARENA_PUSH(unit->arena, telling->out->entries, telling->out->entry_count, telling->cap) =
            (struct chronicle_entry){.at = messages[i].at, .ticket = ticket, .message = &messages[i]};
    return 0;
}

/* A reply stands among the messages already. */
static int tell_letters(const struct unit *unit, struct telling *telling, const struct id *order,
                        struct err *err)
{
    struct outbox_filter filter = {.order = *order, .most = LETTERS_SHOWN};
    struct outgoing_message *letters = ARENA_ARRAY(unit->arena, LETTERS_SHOWN, struct outgoing_message);
    int count;
    if (outbox_list(unit, &filter, letters, &count, err) < 0) return -1;
    for (int i = 0; i < count; i++)
        if (strcmp(letters[i].kind, "reply") != 0)
            *ARENA_PUSH(unit->arena, telling->out->entries, telling->out->entry_count, telling->cap) =
                (struct chronicle_entry){.at = letters[i].created_at, .letter = &letters[i]};
    return 0;
}

static int by_time(const void *left, const void *right)
{
    const struct chronicle_entry *a = left, *b = right;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    if (a->message && b->message && a->ticket == b->ticket) return a->message->seq < b->message->seq ? -1 : 1;
    return !a->message - !b->message; /* what was written comes before what it brought about */
}

static int read_history(const struct unit *unit, const struct id *order, struct chronicle *out,
                        struct err *err)
{
    struct telling telling = {.out = out};
    struct ticket_filter filter = {.order = *order, .most = CHRONICLE_TICKETS_MOST};
    out->tickets = ARENA_ARRAY(unit->arena, CHRONICLE_TICKETS_MOST, struct ticket);
    if (ticket_list(unit, &filter, out->tickets, &out->ticket_count, err) < 0) return -1;
    for (int i = 0; i < out->ticket_count; i++)
        if (tell_ticket(unit, &telling, &out->tickets[i], err) < 0) return -1;
    if (tell_letters(unit, &telling, order, err) < 0) return -1;
    if (out->entry_count) qsort(out->entries, out->entry_count, sizeof *out->entries, by_time);
    return 0;
}

/* ---- the whole ---- */

static int read_in(const struct unit *unit, void *context, struct err *err)
{
    struct reading_order *reading = context;
    struct chronicle *out = &reading->out;
    struct id order;
    *out = (struct chronicle){.now = unit->now, .has_audit = reading->audits};
    reading->found = order_find(unit, reading->number, &order, err);
    if (reading->found > 0) reading->found = order_load(unit, &order, &out->record, err);
    if (reading->found <= 0) return reading->found;
    if (read_parts(unit, &order, out, err) < 0 || read_history(unit, &order, out, err) < 0 ||
        account_list(unit, &out->people, &out->people_count, err) < 0)
        return -1;
    if (!reading->audits) return 0;
    out->audit = ARENA_ARRAY(unit->arena, CHRONICLE_AUDIT_MOST, struct audit_row);
    return audit_of_order(unit, &order, CHRONICLE_AUDIT_MOST, out->audit, &out->audit_count, err);
}

int desk_chronicle(struct desk *desk, const struct actor *actor, struct arena *arena, struct str number,
                   struct chronicle *out, struct err *err)
{
    struct reading_order reading = {.number = number, .audits = role_has(actor->role, RIGHT_AUDIT)};
    if (actor_check(actor, RIGHT_DESK, err) < 0 || desk_read(desk, actor, arena, read_in, &reading, err) < 0)
        return -1;
    if (!reading.found) return 0;
    outlook_of(arena, desk_store(desk, arena), reading.out.record.order, reading.out.now, &reading.out.views,
               &reading.out.view_count);
    *out = reading.out;
    return 1;
}

struct str chronicle_person(const struct chronicle *chronicle, struct str actor)
{
    return account_behind(chronicle->people, chronicle->people_count, actor);
}
