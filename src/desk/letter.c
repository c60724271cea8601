/* Letters into the outbox; see letter.h. */
#include "desk/letter.h"

#include "desk/change.h"
#include "desk/life.h"
#include "desk/portal.h"
#include "desk/ticket.h"
#include "engine/hours.h"
#include "store/audit.h"
#include "store/order.h"
#include "store/promise.h"
#include "store/search.h"
#include "store/sending.h"
#include "text/json.h"
#include "text/markdown.h"

enum { AUTOMATIC_IN_AN_HOUR = 3, LETTER_MOST = 1024 * 1024 };
#define MICROS_PER_DAY (24 * MICROS_PER_HOUR)

bool letter_goes_alone(const struct store *store, const struct assessment *assessment)
{
    enum lang lang = str_starts(assessment->locale, STR("zh")) ? LANG_ZH : LANG_EN;
    const struct policy *policy = &store->policy[lang];
    if (!assessment->decision_count || assessment->escalate) return false;
    /* Whoever is not known gets an acknowledgement and nothing of a machine's beside it. */
    if (assessment->identity != IDENTITY_MATCHED && assessment->identity != IDENTITY_VERIFIED) return false;
    for (size_t i = 0; i < assessment->decision_count; i++)
        if (!policy->automatic[assessment->decisions[i].action] || assessment->decisions[i].needs_approval)
            return false;
    for (size_t i = 0; i < assessment->lint_count; i++)
        if (assessment->lint[i].error) return false;
    return true;
}

struct str letter_channel(struct str address)
{
    return str_find_char(address, '@', 0) != STR_NOT_FOUND ? STR("email") : (struct str){0};
}

int letter_render_markdown(struct arena *arena, struct str markdown, struct outgoing_message *message,
                           struct err *err)
{
    struct buf html, text;
    buf_init(&html, LETTER_MOST);
    buf_init(&text, LETTER_MOST);
    int result = markdown_render(markdown, &html, &text, err);
    message->html = buf_copy(&html, arena);
    message->text = buf_copy(&text, arena);
    buf_done(&html);
    buf_done(&text);
    return result;
}

/* ---- promises ---- */

static int day_member(const struct value *object, const char *name, day_t *out)
{
    const struct value *day = value_get(object, str_of(name));
    return day && day->kind == VALUE_STRING ? day_parse(day->string, out) : -1;
}

static int add_promise(const struct unit *unit, const struct letter *letter, const struct value *told,
                       const struct id *outbox, struct err *err)
{
    struct promise_record promise = {.order = *letter->order,
                                     .item = ALL_ITEMS,
                                     .told_at = unit->now,
                                     .told_to = letter->ticket->from,
                                     .outbox = *outbox};
    const struct value *milestone = value_get(told, STR("milestone")), *item = value_get(told, STR("item"));
    if (!milestone || milestone->kind != VALUE_STRING ||
        milestone_from_name(milestone->string, &promise.milestone) < 0 ||
        day_member(told, "from", &promise.range.from) < 0 || day_member(told, "to", &promise.range.to) < 0)
        return err_set(err, ERR_SYSTEM, "the kept assessment holds a promise that cannot be read");
    if (item && item->kind == VALUE_INT) promise.item = (int)item->integer;
    return promise_add(unit, &promise, err);
}

/* *out_order is the order whose ledger they went into: zero where there is nothing to promise. */
static int add_promises(struct desk *desk, const struct unit *unit, const struct letter *letter,
                        const struct id *outbox, struct id *out_order, struct err *err)
{
    struct value document;
    if (!letter->order) return 0;
    if (json_parse(unit->arena, letter->output, &document, err) < 0) return -1;
    const struct value *promises = value_get(&document, STR("promises"));
    if (!promises || promises->kind != VALUE_ARRAY || !promises->array.count) return 0;
    for (size_t i = 0; i < promises->array.count; i++)
        if (add_promise(unit, letter, &promises->array.items[i], outbox, err) < 0) return -1;
    *out_order = *letter->order;
    /* What has happened since it was written is settled at once. */
    if (life_settle(desk, unit, letter->order, err) < 0) return -1;
    return order_bump(unit, letter->order, err);
}

/* ---- sending ---- */

static int too_many(const struct unit *unit, const struct letter *letter, struct err *err)
{
    int64_t sent;
    if (!letter->automatic) return 0;
    if (outbox_count_automatic(unit, &letter->ticket->id, unit->now - MICROS_PER_HOUR, &sent, err) < 0)
        return -1;
    return sent >= AUTOMATIC_IN_AN_HOUR;
}

int letter_link_line(struct desk *desk, struct arena *arena, struct str number, struct str locale,
                     struct str *out, struct err *err)
{
    const struct store *store = desk_store(desk, arena);
    struct link_words words = {number, STR(LINK_PLACE), LINK_LASTS_DAYS};
    *out = (struct str){0};
    if (!store->pages_url.len || !store->links_in_letters) return 0;
    return desk_link_line(desk, arena, locale, &words, out, err);
}

/* Only to who is known to be the customer, or the recipient of the gift. */
static int add_link(struct desk *desk, const struct unit *unit, const struct letter *letter,
                    struct str *markdown, struct outgoing_message *message, struct err *err)
{
    struct order_record record;
    struct str line, identity = letter->ticket->identity;
    bool known = str_eq(identity, identity_name(IDENTITY_MATCHED)) ||
                 str_eq(identity, identity_name(IDENTITY_VERIFIED));
    int found = known && letter->order ? order_head(unit, letter->order, &record, err) : 0;
    if (found <= 0) return found;
    if (letter_link_line(desk, unit->arena, record.order->number, letter->draft->locale, &line, err) < 0)
        return -1;
    if (!line.len) return 0;
    *markdown = ARENA_JOIN(unit->arena, *markdown, STR("\n\n"), line);
    message->link = true;
    return 0;
}

static int queue_reply(struct desk *desk, const struct unit *unit, const struct letter *letter,
                       struct id *out, struct err *err)
{
    struct str markdown = letter->draft->markdown;
    char id[ID_TEXT];
    bool added;
    id_format(&letter->draft->id, id);
    struct outgoing_message message = {
        .kind = "reply",
        .dedupe = arena_printf(unit->arena, "reply:%s", id),
        .ticket = letter->ticket->id,
        .order = letter->order ? *letter->order : (struct id){{0}},
        .channel = letter_channel(letter->ticket->from),
        .recipient = letter->ticket->from,
        .subject = letter->draft->subject,
        .automatic = letter->automatic,
        .not_before = unit->now + (letter->automatic ? 0 : LETTER_UNDO),
    };
    *out = (struct id){{0}};
    if (!message.channel.len) return 0; /* it is read where it was written: over the API */
    if (add_link(desk, unit, letter, &markdown, &message, err) < 0 ||
        letter_render_markdown(unit->arena, markdown, &message, err) < 0 ||
        outbox_add(unit, &message, &added, err) < 0)
        return -1;
    *out = message.id;
    return 0;
}

static int keep_message(const struct unit *unit, const struct letter *letter, int64_t *out_seq,
                        struct err *err)
{
    struct message message = {
        .author = letter->automatic ? AUTHOR_SYSTEM : AUTHOR_AGENT,
        .account = letter->account,
        .channel = letter_channel(letter->ticket->from),
        .subject = letter->draft->subject,
        .body = letter->draft->markdown,
        .at = unit->now,
    };
    if (message_add(unit, &letter->ticket->id, &message, err) < 0 ||
        search_add_message(unit, &letter->ticket->id, message.seq, message.subject, message.body, err) < 0)
        return -1;
    *out_seq = message.seq;
    return 0;
}

static int settle_draft(const struct unit *unit, struct draft *draft, struct err *err)
{
    if (state_step(MACHINE_DRAFT, (int)draft->state, DRAFT_SENT, err) < 0) return -1;
    draft->state = DRAFT_SENT;
    draft->settled_at = unit->now;
    return draft_save(unit, draft, err);
}

/* The clock to the first response stops, and the ticket waits for what the reply asked for. */
static int leave_ticket(struct desk *desk, const struct unit *unit, const struct letter *letter,
                        struct err *err)
{
    struct ticket *ticket = letter->ticket;
    const struct draft *draft = letter->draft;
    if (ticket->first_response_at == INSTANT_NONE) {
        ticket->first_response_at = unit->now;
        ticket->first_response_us =
            hours_between(desk_store(desk, unit->arena), ticket->received_at, unit->now);
    }
    ticket->awaiting = draft->awaits;
    ticket->due_at = draft->leaves_due;
    ticket->last_at = unit->now;
    ticket->last_author = letter->automatic ? AUTHOR_SYSTEM : AUTHOR_AGENT;
    bool resolved = ticket->state == TICKET_RESOLVED;
    /* What asks for something opens a ticket that was resolved. */
    if (resolved && draft->leaves == TICKET_WAITING && ticket_step(ticket, TICKET_OPEN, err) < 0) return -1;
    if (ticket_step(ticket, draft->leaves, err) < 0) return -1;
    if (draft->leaves == TICKET_RESOLVED && !resolved &&
        ticket_note_resolved(unit, ticket, &letter->account, err) < 0)
        return -1;
    return ticket_save(unit, ticket, err);
}

static int note_sent(const struct unit *unit, const struct letter *letter, struct err *err)
{
    const struct draft *draft = letter->draft;
    struct audit_entry entry = {
        .verb = "reply.sent",
        .object = draft->id,
        .order = letter->order ? *letter->order : (struct id){{0}},
        .ticket = letter->ticket->id,
        .detail = arena_printf(unit->arena, "{\"automatic\":%s,\"edited\":%s,\"overridden\":%s}",
                               letter->automatic ? "true" : "false", draft->edited_by.len ? "true" : "false",
                               draft->override_by.len ? "true" : "false"),
    };
    return audit_add(unit, &entry, err);
}

/* ---- what can be taken back ---- */

static struct sending as_it_stands(const struct unit *unit, const struct letter *letter)
{
    const struct ticket *ticket = letter->ticket;
    return (struct sending){
        .draft = letter->draft->id,
        .until = unit->now + LETTER_UNDO,
        .state = ticket->state,
        .awaiting = ticket->awaiting,
        .due_at = ticket->due_at,
        .first_response_at = ticket->first_response_at,
        .first_response_us = ticket->first_response_us,
        .resolved_at = ticket->resolved_at,
        .last_at = ticket->last_at,
        .last_author = ticket->last_author,
    };
}

/* Nothing calls back what goes out by itself, or what is read over the API at once. */
static int keep_undo(const struct unit *unit, const struct letter *letter, struct sending *sending,
                     struct err *err)
{
    struct order_record order;
    if (letter->automatic || id_is_none(&sending->outbox)) return 0;
    if (!id_is_none(&sending->order)) {
        if (order_head(unit, &sending->order, &order, err) < 0) return -1;
        sending->order_version = order.version;
    }
    return sending_add(unit, sending, err);
}

int letter_send(struct desk *desk, const struct unit *unit, const struct letter *letter, struct err *err)
{
    struct sending sending = as_it_stands(unit, letter);
    int held_back = too_many(unit, letter, err);
    if (held_back) return held_back < 0 ? -1 : 0;
    if (settle_draft(unit, letter->draft, err) < 0 ||
        queue_reply(desk, unit, letter, &sending.outbox, err) < 0 ||
        keep_message(unit, letter, &sending.seq, err) < 0 ||
        add_promises(desk, unit, letter, &sending.outbox, &sending.order, err) < 0)
        return -1;
    /* Who sends it stands for what was confirmed; what a letter that goes by itself confirms is settled beside
     * it. */
    if (letter->order && !letter->automatic &&
        change_carry_out_confirmed(unit, letter->order, &letter->ticket->id, &sending.changes_applied, err) <
            0)
        return -1;
    if (leave_ticket(desk, unit, letter, err) < 0 || keep_undo(unit, letter, &sending, err) < 0 ||
        note_sent(unit, letter, err) < 0)
        return -1;
    return 1;
}

/* Days are told apart by their number, so that two at once cannot both be the first; and the one of the day before counts
 * for a whole day, too. */
static struct str acknowledgement_key(struct arena *arena, struct str address, int64_t day)
{
    return arena_printf(arena, "acknowledgement:%.*s:%lld", STR_ARG(address), (long long)day);
}

int letter_receipt(struct desk *desk, struct arena *arena, struct str locale, struct outgoing_message *out,
                   struct err *err)
{
    struct receipt receipt;
    if (desk_receipt(desk, arena, locale, &receipt, err) < 0) return -1;
    *out = (struct outgoing_message){.kind = "acknowledgement", .subject = receipt.subject};
    return letter_render_markdown(arena, receipt.markdown, out, err);
}

int letter_acknowledge(const struct unit *unit, const struct ticket *ticket,
                       const struct outgoing_message *receipt, struct err *err)
{
    int64_t day = unit->now / MICROS_PER_DAY;
    int before = outbox_has_since(unit, acknowledgement_key(unit->arena, ticket->from, day - 1),
                                  unit->now - MICROS_PER_DAY, err);
    if (before) return before < 0 ? -1 : 0;
    struct outgoing_message message = *receipt;
    message.dedupe = acknowledgement_key(unit->arena, ticket->from, day);
    message.ticket = ticket->id;
    message.order = ticket->order;
    message.channel = letter_channel(ticket->from);
    message.recipient = ticket->from;
    message.automatic = true;
    message.not_before = unit->now;
    if (!message.channel.len) return 0;
    return outbox_add(unit, &message, NULL, err);
}
