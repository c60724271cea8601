/* Assessing a message again; see reassess.h. */
#include "desk/reassess.h"

#include "desk/effects.h"
#include "desk/intake.h"
#include "store/audit.h"
#include "text/json.h"

/* ---- what is known now ---- */

static int read_order(const struct unit *unit, struct reassessing *again, struct err *err)
{
    struct id id = again->ticket.order;
    int found = 1;
    if (id_is_none(&id)) found = intake_find_order(unit, &again->judged.inquiry, &id, err);
    if (found > 0) found = order_load(unit, &id, &again->record, err);
    if (found < 0) return -1;
    again->has_order = found;
    again->judged.record = found ? &again->record : NULL;
    again->judged.inquiry.order = found ? again->record.order : NULL;
    return 0;
}

/* The inquiry as it was assessed, but for its order and its files. */
static int read_inquiry(const struct unit *unit, struct reassessing *again, struct err *err)
{
    struct value document;
    struct inquiry *inquiry = &again->judged.inquiry;
    if (json_parse(unit->arena, again->before.input, &document, err) < 0 ||
        inquiry_from_value(unit->arena, &document, inquiry, err) < 0)
        return -1;
    inquiry->photos_of = again->photos_of;
    inquiry->attachments = again->message->attachments;
    inquiry->attachment_count = again->message->attachment_count;
    return 0;
}

static struct message *find_message(struct reassessing *again)
{
    for (size_t i = 0; i < again->message_count; i++)
        if (again->messages[i].seq == again->before.seq) return &again->messages[i];
    return NULL;
}

static int nothing(struct err *err, const char *why)
{
    err_set(err, ERR_CONFLICT, "%s", why);
    return 0;
}

int reassess_read(const struct unit *unit, struct reassessing *again, struct err *err)
{
    const struct id id = again->ticket.id;
    int found = ticket_load(unit, &id, &again->ticket, err);
    if (found < 0) return -1;
    if (!found) {
        err_set(err, ERR_NOT_FOUND, "there is no such ticket");
        return -1;
    }
    int assessed = assessed_last(unit, &id, &again->before, err);
    if (assessed < 0 || message_list(unit, &id, &again->messages, &again->message_count, err) < 0) return -1;
    again->message = assessed ? find_message(again) : NULL;
    if (!again->message) return nothing(err, "nothing in this ticket was assessed");
    if (again->message->erased) return nothing(err, "the texts of this ticket are erased");
    if (again->ticket.state == TICKET_MERGED)
        return nothing(err, "the ticket is merged into another one, where the conversation goes on");
    if (read_inquiry(unit, again, err) < 0 || read_order(unit, again, err) < 0) return -1;
    return 1;
}

int reassess_check(const struct unit *unit, struct reassessing *again, struct err *err)
{
    struct ticket ticket;
    struct order_record order;
    if (ticket_load(unit, &again->ticket.id, &ticket, err) <= 0 || ticket.version != again->ticket.version)
        return err_set(err, ERR_STALE, "the ticket has changed since it was read; read it again");
    if (!again->has_order) return 0;
    if (order_head(unit, &again->record.id, &order, err) <= 0 || order.version != again->record.version)
        return err_set(err, ERR_STALE, "the order has changed since it was read; read it again");
    return 0;
}

/* ---- what is kept ---- */

static bool same_word(const struct value *object, const char *name, struct str word)
{
    const struct value *member = value_get(object, str_of(name));
    return member && member->kind == VALUE_STRING && str_eq(member->string, word);
}

/* Whether the assessment before decided the same, and so has done it. */
static bool was_decided(const struct value *before, const struct decision *decision)
{
    const struct value *list = value_get(before, STR("decisions"));
    for (size_t i = 0; list && list->kind == VALUE_ARRAY && i < list->array.count; i++) {
        const struct value *other = &list->array.items[i], *item = value_get(other, STR("item"));
        int number = item && item->kind == VALUE_INT ? (int)item->integer : ALL_ITEMS;
        if (number == decision->item && same_word(other, "action", action_name(decision->action)) &&
            same_word(other, "concern", concern_name(decision->concern)))
            return true;
    }
    return false;
}

/* Claims take what has come since; everything else is done once. */
static bool is_about_claim(enum action action)
{
    return action == ACTION_OFFER_REMEDY || action == ACTION_REQUEST_PHOTOS || action == ACTION_REVIEW_CLAIM;
}

static int apply_new(const struct unit *unit, struct reassessing *again, struct err *err)
{
    struct value before;
    struct assessment anew = again->judged.assessment;
    if (json_parse(unit->arena, again->before.output, &before, err) < 0) return -1;
    const struct decision *all = anew.decisions;
    anew.decisions = ARENA_ARRAY(unit->arena, anew.decision_count, struct decision);
    size_t kept = 0;
    for (size_t i = 0; i < anew.decision_count; i++)
        if (is_about_claim(all[i].action) || !was_decided(&before, &all[i])) anew.decisions[kept++] = all[i];
    anew.decision_count = kept;
    struct effect effect = {again->desk,          unit,         &again->judged.inquiry, &anew,
                            again->judged.record, &again->kept, again->message->seq};
    return effects_apply(&effect, err);
}

int reassess_keep(const struct unit *unit, struct reassessing *again, struct err *err)
{
    struct ticket *ticket = &again->kept;
    *ticket = again->ticket;
    struct audit_entry entry = {.verb = "ticket.reassessed", .object = ticket->id, .ticket = ticket->id};
    if (ticket->state != TICKET_OPEN && ticket_step(ticket, TICKET_OPEN, err) < 0) return -1;
    ticket->resolved_at = INSTANT_NONE;
    if (ticket->due_at == INSTANT_NONE) ticket->due_at = unit->now;
    judgement_describe(again->arena, &again->judged, ticket);
    entry.order = ticket->order;
    entry.detail =
        arena_printf(unit->arena, "{\"concern\":\"%.*s\",\"action\":\"%.*s\",\"escalated\":%s}",
                     STR_ARG(ticket->concern), STR_ARG(ticket->action), ticket->escalated ? "true" : "false");
    if (ticket_save(unit, ticket, err) < 0 || judgement_supersede(unit, &ticket->id, err) < 0 ||
        judgement_keep(unit, &again->judged, &ticket->id, again->message->seq, &again->draft, err) < 0 ||
        apply_new(unit, again, err) < 0)
        return -1;
    return audit_add(unit, &entry, err);
}

bool desk_tries_again(const struct actor *actor, const struct err *failure)
{
    bool repeated = actor->once && actor->once->repeated;
    return !repeated && failure->category == ERR_STALE;
}

/* ---- by itself ---- */

static int read_in(const struct unit *unit, void *context, struct err *err)
{
    return reassess_read(unit, context, err) <= 0 ? -1 : 0;
}

static int keep_in(const struct unit *unit, void *context, struct err *err)
{
    return reassess_check(unit, context, err) < 0 ? -1 : reassess_keep(unit, context, err);
}

int desk_ticket_reassess(struct desk *desk, const struct actor *actor, struct arena *arena,
                         const struct reassess_wish *wish, struct reassessed *out, struct err *err)
{
    const struct ticket_move *move = &wish->move;
    if (actor_check(actor, RIGHT_REPLY, err) < 0) return -1;
    for (int tries = 0; tries < DESK_TRIES; tries++) {
        struct reassessing again = {
            .desk = desk, .arena = arena, .photos_of = wish->photos_of, .ticket = {.id = move->ticket}};
        struct err failure = {0};
        if (desk_read(desk, actor, arena, read_in, &again, err) < 0) return -1;
        if (move->version && move->version != again.ticket.version)
            return err_set(err, ERR_STALE, "the ticket has changed since it was read; read it again");
        if (judgement_make(desk, arena, &again.judged, err) < 0) return -1;
        if (desk_write(desk, actor, arena, keep_in, &again, &failure) == 0) {
            *out = (struct reassessed){again.kept, again.draft, again.judged.output};
            return 0;
        }
        if (desk_tries_again(actor, &failure)) continue;
        if (err) *err = failure;
        return -1;
    }
    return err_set(err, ERR_BUSY, "the ticket changes too quickly; try again");
}
