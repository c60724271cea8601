/* A message becomes a ticket; see intake.h.
 *
 * Read what is known, assess without holding anybody up, then write it all in one transaction that first makes sure that
 * nothing of what was read has changed. */
#include "desk/intake.h"

#include "desk/acceptance.h"
#include "desk/effects.h"
#include "desk/judgement.h"
#include "desk/letter.h"
#include "desk/snippet.h"
#include "engine/facts.h"
#include "engine/triage.h"
#include "store/audit.h"
#include "store/search.h"

enum { CONTINUES_DAYS = 14, THREAD_MOST = 40, ORDERS_LOOKED_AT = 50 };

struct receiving {
    struct desk *desk;
    struct arena *arena;
    const struct inquiry *inquiry;  /* as it came in */
    const struct ready_file *files; /* of its attachments; or NULL */
    const struct id *order;         /* the one it is about, where that is known beforehand; else NULL */
    struct str from;                /* folded */
    bool by_person;                 /* what the reply says is done cannot be done without a person */
    bool automatic;     /* an out-of-office or bounce text, or a letter of our own: kept, and not answered */
    struct str number;  /* the order number in its words, or empty */
    struct str snippet; /* its first words */

    /* What was known when it was read. */
    bool duplicate;
    bool has_order, continues;
    bool offered;    /* a rush, by the last reply that was sent */
    bool accepts;    /* and this says yes: the desk has to act, and a person does */
    struct id named; /* the order that it is about by itself or by the number in its words; or none */
    struct order_record record;
    struct ticket ticket;
    struct judgement judged;

    struct outgoing_message receipt; /* what tells the customer that it has arrived */
    bool stale;                      /* something changed in between: read again */
    struct intake out;
};

/* ---- what is known ---- */

static void read_number(struct receiving *in)
{
    struct reading reading = {0};
    triage_clean(in->arena, in->inquiry->text, &reading.segments, &reading.segment_count,
                 &reading.auto_reply);
    facts_read_ids(in->arena, in->inquiry, &reading);
    in->number = reading.order_number;
    in->snippet = snippet_of_message(in->arena, in->inquiry->text);
    in->automatic = reading.auto_reply ||
                    str_eq(in->from, address_fold(in->arena, desk_store(in->desk, in->arena)->email));
}

static int find_duplicate(const struct unit *unit, struct receiving *in, struct err *err)
{
    int64_t seq;
    struct draft draft;
    struct assessed assessed;
    int found = received_find(unit, in->from, in->inquiry->id, &in->out.ticket, &seq, err);
    if (found <= 0) return found;
    int known = ticket_load(unit, &in->out.ticket, &in->ticket, err);
    int answered = draft_open(unit, &in->out.ticket, &draft, err);
    int judged = assessed_answer(unit, &in->out.ticket, &assessed, err);
    if (known < 0 || answered < 0 || judged < 0) return -1;
    in->duplicate = true;
    in->out.created = false;
    in->out.state = ticket_state_name(in->ticket.state);
    in->out.draft = answered ? draft.id : (struct id){{0}};
    in->out.assessment = judged ? assessed.output : STR("null");
    return 1;
}

/* The sender's only order that is still on its way; where there are several, the customer is asked which. */
static int order_of_sender(const struct unit *unit, struct str from, struct id *out, struct err *err)
{
    struct id customer;
    struct order_record list[ORDERS_LOOKED_AT];
    int count, alive = 0;
    int found = customer_find(unit, from, &customer, err);
    if (found <= 0) return found;
    struct order_filter filter = {.customer = customer, .most = ORDERS_LOOKED_AT};
    if (order_list(unit, &filter, list, &count, err) < 0) return -1;
    for (int i = 0; i < count; i++) {
        if (list[i].cancelled_at != INSTANT_NONE || list[i].delivered_at != INSTANT_NONE) continue;
        alive++;
        *out = list[i].id;
    }
    if (alive == 0 && count == 1) *out = list[0].id;
    return alive == 1 || (alive == 0 && count == 1);
}

int intake_find_order(const struct unit *unit, const struct inquiry *inquiry, struct id *out, struct err *err)
{
    struct reading reading = {0};
    triage_clean(unit->arena, inquiry->text, &reading.segments, &reading.segment_count, &reading.auto_reply);
    facts_read_ids(unit->arena, inquiry, &reading);
    if (reading.order_number.len) return order_find(unit, reading.order_number, out, err);
    return order_of_sender(unit, address_fold(unit->arena, inquiry->from), out, err);
}

/* By its number, else the one that the conversation is about, else by the sender. */
static int find_order(const struct unit *unit, struct receiving *in, struct err *err)
{
    struct id id = in->named;
    int found = !id_is_none(&id);
    if (!found && !in->number.len && in->continues && !id_is_none(&in->ticket.order)) {
        id = in->ticket.order;
        found = 1;
    }
    if (!found && !in->number.len) found = order_of_sender(unit, in->from, &id, err);
    if (found <= 0) return found;
    in->has_order = true;
    return order_load(unit, &id, &in->record, err);
}

/* The conversation it goes on with: about the same order where a number says which. */
static int find_conversation(const struct unit *unit, const struct receiving *in, struct id *out,
                             struct err *err)
{
    instant_t since = in->inquiry->at - CONTINUES_DAYS * 24 * MICROS_PER_HOUR;
    if (!in->from.len) return 0;
    return ticket_find(unit, in->from, &in->named, since, out, err);
}

static int find_ticket(const struct unit *unit, struct receiving *in, struct err *err)
{
    struct id id;
    int found = find_conversation(unit, in, &id, err);
    if (found <= 0) return found;
    in->continues = true;
    return ticket_load(unit, &id, &in->ticket, err);
}

static int gather_thread(const struct unit *unit, struct receiving *in, struct err *err)
{
    struct message *messages;
    size_t count;
    in->judged.inquiry = *in->inquiry;
    in->judged.inquiry.order = in->has_order ? in->record.order : NULL;
    in->judged.record = in->has_order ? &in->record : NULL;
    if (!in->continues) return 0;
    if (message_list(unit, &in->ticket.id, &messages, &count, err) < 0) return -1;
    size_t first = count > THREAD_MOST ? count - THREAD_MOST : 0;
    in->judged.inquiry.thread = ARENA_ARRAY(in->arena, count - first, struct thread_message);
    for (size_t i = first; i < count; i++)
        in->judged.inquiry.thread[in->judged.inquiry.thread_count++] =
            (struct thread_message){messages[i].at, messages[i].author, messages[i].body};
    if (!in->inquiry->asked.answer.len) in->judged.inquiry.awaiting = in->ticket.awaiting;
    in->judged.inquiry.contacts = in->ticket.contacts + 1;
    return 0;
}

static int know(const struct unit *unit, void *context, struct err *err)
{
    struct receiving *in = context;
    in->duplicate = in->has_order = in->continues = in->offered = in->accepts = in->stale = false;
    int duplicate = find_duplicate(unit, in, err);
    if (duplicate) return duplicate < 0 ? -1 : 0;
    in->named = in->order ? *in->order : (struct id){{0}};
    if (!in->order && in->number.len && order_find(unit, in->number, &in->named, err) < 0) return -1;
    if (find_ticket(unit, in, err) < 0 || find_order(unit, in, err) < 0) return -1;
    if (in->continues && acceptance_offered(unit, &in->ticket.id, &in->offered, err) < 0) return -1;
    return gather_thread(unit, in, err);
}

/* ---- what is kept ---- */

/* Whether what was read for the assessment still stands. */
static int check_unchanged(const struct unit *unit, struct receiving *in, struct err *err)
{
    if (in->has_order) {
        int64_t version;
        int found = order_version(unit, &in->record.id, &version, err);
        if (found < 0) return -1;
        if (!found || version != in->record.version) in->stale = true;
    }
    if (in->continues) {
        struct ticket now;
        int found = ticket_load(unit, &in->ticket.id, &now, err);
        if (found < 0) return -1;
        if (!found || now.version != in->ticket.version) in->stale = true;
        return 0;
    }
    struct id other;
    int found = find_conversation(unit, in, &other, err);
    if (found > 0) in->stale = true; /* another message of theirs has opened the conversation meanwhile */
    return found < 0 ? -1 : 0;
}

static void start_ticket(const struct unit *unit, struct receiving *in, struct ticket *out)
{
    *out = (struct ticket){
        .id = unit_id(unit),
        .from = in->from,
        .subject = in->inquiry->subject,
        .state = TICKET_OPEN,
        .contacts = 1,
        .received_at = in->inquiry->at,
        .due_at = judgement_first_due(&in->judged),
        .first_due_at = judgement_first_due(&in->judged),
        .first_response_at = INSTANT_NONE,
        .first_response_us = -1,
        .resolved_at = INSTANT_NONE,
        .created_at = unit->now,
        .updated_at = unit->now,
        .version = 1,
    };
}

/* What was answered is open again, and the clock to the next answer starts now. */
static int reopen_ticket(struct receiving *in, struct ticket *ticket, struct err *err)
{
    bool answered = ticket->state != TICKET_OPEN;
    if (ticket_step(ticket, TICKET_OPEN, err) < 0) return -1;
    ticket->contacts++;
    ticket->resolved_at = INSTANT_NONE;
    if (answered) ticket->received_at = in->inquiry->at;
    if (answered || ticket->due_at == INSTANT_NONE) ticket->due_at = judgement_first_due(&in->judged);
    return 0;
}

/* What the inbox shows of the message. */
static void describe_message(const struct receiving *in, struct ticket *ticket)
{
    ticket->channel = in->inquiry->channel;
    ticket->snippet = in->snippet;
    ticket->last_at = in->inquiry->at;
    ticket->last_author = AUTHOR_CUSTOMER;
}

/* Written from the address of a ticket that was merged into this one: what is known of that writer is not known of who gets the
 * answer. */
static bool is_from_elsewhere(const struct receiving *in, const struct ticket *ticket)
{
    return in->continues && !str_eq(in->from, ticket->from);
}

static int keep_ticket(const struct unit *unit, struct receiving *in, struct ticket *out, struct err *err)
{
    if (!in->continues) start_ticket(unit, in, out);
    if (in->continues) {
        *out = in->ticket;
        if (!in->automatic && reopen_ticket(in, out, err) < 0) return -1;
    }
    struct str identity = out->identity;
    describe_message(in, out);
    if (!in->automatic) {
        judgement_describe(in->arena, &in->judged, out);
        out->escalated = out->escalated || in->accepts;
    }
    if (is_from_elsewhere(in, out)) out->identity = identity;
    if (in->automatic && !in->continues) {
        out->state = TICKET_RESOLVED;
        out->resolved_at = unit->now;
        out->due_at = INSTANT_NONE;
    }
    if (!in->continues) return ticket_insert(unit, out, err);
    return ticket_save(unit, out, err);
}

static int keep_files(const struct unit *unit, const struct receiving *in, struct str **out_digests,
                      struct err *err)
{
    size_t count = in->files ? in->inquiry->attachment_count : 0;
    struct str *digests = ARENA_ARRAY(unit->arena, count, struct str);
    for (size_t i = 0; i < count; i++) {
        if (file_keep(unit, &in->files[i], err) < 0) return -1;
        digests[i] = in->files[i].attached.digest;
    }
    *out_digests = count ? digests : NULL;
    return 0;
}

static int keep_message(const struct unit *unit, struct receiving *in, const struct ticket *ticket,
                        int64_t *out_seq, struct err *err)
{
    struct str *digests;
    if (keep_files(unit, in, &digests, err) < 0) return -1;
    struct message message = {
        .seq = in->continues ? 0 : 1,
        .author = AUTHOR_CUSTOMER,
        .channel = in->inquiry->channel,
        .from = in->from,
        .subject = in->inquiry->subject,
        .body = in->inquiry->text,
        .at = in->inquiry->at,
        .link_verified = in->inquiry->link_verified,
        .attachments = in->inquiry->attachments,
        .digests = digests,
        .attachment_count = in->inquiry->attachment_count,
    };
    if (message_add(unit, &ticket->id, &message, err) < 0 ||
        received_add(unit, in->from, in->inquiry->id, &ticket->id, message.seq, err) < 0 ||
        search_add_message(unit, &ticket->id, message.seq, in->inquiry->subject, in->inquiry->text, err) < 0)
        return -1;
    *out_seq = message.seq;
    return 0;
}

static int acknowledge(const struct unit *unit, struct receiving *in, const struct ticket *ticket,
                       struct err *err)
{
    struct ticket theirs = *ticket;
    theirs.from = in->from; /* they are told, wherever the conversation goes on */
    return letter_acknowledge(unit, &theirs, &in->receipt, err);
}

/* The reply goes out by itself, and what it says is done: 1; or 0 where too many have gone out. Where that cannot be done,
 * the message is taken in anew, for a person to answer. */
static int send_alone(struct receiving *in, const struct letter *letter, struct effect *effect,
                      struct err *err)
{
    struct err failure = {0};
    int sent = letter_send(in->desk, effect->unit, letter, err);
    if (sent <= 0 || effects_settle(effect, &failure) == 0) return sent;
    in->by_person = failure.category == ERR_CONFLICT;
    if (err) *err = failure;
    return -1;
}

/* Where the policy lets every action of it go alone, and nothing is doubtful, the reply goes out by itself; else the
 * customer is told that the message has arrived. */
static int answer(struct receiving *in, struct effect *effect, struct draft *draft, struct err *err)
{
    struct ticket *ticket = effect->ticket;
    struct letter letter = {.ticket = ticket,
                            .draft = draft,
                            .output = in->judged.output,
                            .order = in->has_order ? &in->record.id : NULL,
                            .automatic = true};
    bool may = !in->by_person && !in->accepts &&
               letter_goes_alone(desk_store(in->desk, in->arena), &in->judged.assessment) &&
               !is_from_elsewhere(in, ticket);
    int sent = may ? send_alone(in, &letter, effect, err) : 0;
    if (sent > 0) in->out.draft = (struct id){{0}};
    in->out.state = ticket_state_name(ticket->state);
    return sent != 0 ? (sent < 0 ? -1 : 0) : acknowledge(effect->unit, in, ticket, err);
}

static int note_receipt(const struct unit *unit, struct receiving *in, const struct ticket *ticket,
                        struct err *err)
{
    struct audit_entry entry = {
        .verb = in->continues ? "ticket.message" : "ticket.opened",
        .object = ticket->id,
        .order = ticket->order,
        .ticket = ticket->id,
        .detail = arena_printf(in->arena, "{\"concern\":\"%.*s\",\"action\":\"%.*s\",\"escalated\":%s}",
                               STR_ARG(ticket->concern), STR_ARG(ticket->action),
                               ticket->escalated ? "true" : "false"),
    };
    return audit_add(unit, &entry, err);
}

static int keep(const struct unit *unit, void *context, struct err *err)
{
    struct receiving *in = context;
    struct ticket ticket;
    struct draft draft;
    int64_t seq;
    in->stale = in->duplicate = false;
    int duplicate = find_duplicate(unit, in, err);
    if (duplicate) return duplicate < 0 ? -1 : 0;
    if (in->from.len && sender_take_turn(unit, in->from, err) < 0) return -1;
    if (check_unchanged(unit, in, err) < 0) return -1;
    if (in->stale) return err_set(err, ERR_STALE, "what this message is about has just changed");
    if (keep_ticket(unit, in, &ticket, err) < 0 || keep_message(unit, in, &ticket, &seq, err) < 0) return -1;
    in->out.created = true;
    in->out.ticket = ticket.id;
    in->out.draft = (struct id){{0}};
    in->out.state = ticket_state_name(ticket.state);
    in->out.assessment = in->judged.output;
    if (note_receipt(unit, in, &ticket, err) < 0) return -1;
    if (in->automatic) return 0;
    struct effect effect = {
        in->desk, unit, &in->judged.inquiry, &in->judged.assessment, in->has_order ? &in->record : NULL,
        &ticket,  seq};
    if ((in->continues && judgement_supersede(unit, &ticket.id, err) < 0) ||
        judgement_keep(unit, &in->judged, &ticket.id, seq, &draft, err) < 0 ||
        effects_apply(&effect, err) < 0)
        return -1;
    in->out.draft = draft.id;
    return answer(in, &effect, &draft, err);
}

/* A yes to a rush is no new matter: a person takes it up, and the reply says so. */
static int heed_offer(struct receiving *in, struct err *err)
{
    struct inquiry *inquiry = &in->judged.inquiry;
    const struct assessment *judged = &in->judged.assessment;
    bool stands = in->offered && in->has_order && !in->record.order->production.rush && !inquiry->asked.given;
    in->accepts = stands && acceptance_is_taken(in->arena, inquiry, judged);
    if (!in->accepts || !acceptance_is_all(judged)) return 0;
    inquiry->asked =
        (struct asked){.given = true, .concern = CONCERN_OTHER, .item = ALL_ITEMS, .locale = judged->locale};
    return judgement_make(in->desk, in->arena, &in->judged, err);
}

/* Everything that needs no transaction. */
static int judge(struct receiving *in, struct err *err)
{
    if (judgement_make(in->desk, in->arena, &in->judged, err) < 0 || heed_offer(in, err) < 0) return -1;
    return letter_receipt(in->desk, in->arena, in->judged.assessment.locale, &in->receipt, err);
}

/* A message that meets another one, or a change of its order, is read anew. */
static bool may_try_again(const struct actor *actor, const struct err *failure)
{
    if (actor->once && actor->once->repeated) return false;
    return failure->category == ERR_STALE || failure->category == ERR_CONFLICT;
}

int desk_receive(struct desk *desk, const struct actor *actor, struct arena *arena,
                 const struct inquiry *inquiry, const struct ready_file *files, struct intake *out,
                 struct err *err)
{
    if (actor_check(actor, RIGHT_ORDERS, err) < 0) return -1;
    return intake_receive(desk, actor, arena, inquiry, files, NULL, out, err);
}

int intake_receive(struct desk *desk, const struct actor *actor, struct arena *arena,
                   const struct inquiry *inquiry, const struct ready_file *files, const struct id *order,
                   struct intake *out, struct err *err)
{
    struct receiving in = {.desk = desk,
                           .arena = arena,
                           .inquiry = inquiry,
                           .files = files,
                           .order = order,
                           .from = address_fold(arena, inquiry->from)};
    if (in.from.len > ADDRESS_MOST)
        return err_set(err, ERR_INPUT, "/from: an address of at most %d bytes is expected", ADDRESS_MOST);
    struct actor engine = actor_engine;
    engine.once = actor->once;
    read_number(&in);
    if (order) in.automatic = false; /* written on a page, by somebody */
    struct err failure = {0};
    for (int tries = 0; tries < DESK_TRIES; tries++) {
        if (desk_read(desk, actor, arena, know, &in, err) < 0 || (!in.duplicate && judge(&in, err) < 0))
            return -1;
        failure = (struct err){0};
        if (in.duplicate || desk_write(desk, &engine, arena, keep, &in, &failure) == 0) {
            *out = in.out;
            return 0;
        }
        if (!may_try_again(actor, &failure)) break;
    }
    if (failure.category == ERR_STALE)
        return err_set(err, ERR_BUSY, "what this message is about changes too quickly; try again");
    if (err) *err = failure;
    return -1;
}
