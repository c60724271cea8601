/* Inquiries that come in, and the tickets they become. */
#include "api/routes.h"
#include "api/write.h"
#include "desk/intake.h"
#include "desk/ticket.h"

int route_inquiry(struct call *call, struct err *err)
{
    struct inquiry inquiry;
    struct intake intake;
    if (inquiry_from_value(call->arena, &call->body, &inquiry, err) < 0) return -1;
    if (inquiry.order)
        return err_set(err, ERR_INPUT,
                       "/order: the desk finds the order by number and sender; leave it away");
    if (desk_receive(call->desk, &call->actor, call->arena, &inquiry, NULL, &intake, err) < 0) return -1;
    call->status = intake.created ? 201 : 200;
    json_begin_object(&call->json);
    json_name(&call->json, "ticket");
    json_begin_object(&call->json);
    put_id(&call->json, "id", &intake.ticket);
    json_put_string(&call->json, "state", intake.state);
    json_end_object(&call->json);
    write_raw(&call->json, "assessment", intake.assessment);
    json_name(&call->json, "draft");
    if (id_is_none(&intake.draft)) {
        json_write_null(&call->json);
    } else {
        json_begin_object(&call->json);
        put_id(&call->json, "id", &intake.draft);
        json_end_object(&call->json);
    }
    json_end_object(&call->json);
    return 0;
}

/* ---- lists ---- */

static int id_filter(const struct call *call, const char *name, struct id *out, struct err *err)
{
    struct str text = call_query(call, name);
    if (!text.ptr || id_parse(text, out) == 0) return 0;
    return err_set(err, ERR_INPUT, "%s: an id is expected", name);
}

/* "DUE.ID": by what is due, a page begins behind a time and an id. */
static int due_cursor(const struct call *call, struct ticket_filter *filter, struct err *err)
{
    struct str text = call_query(call, "cursor");
    size_t dot = str_find_char(text, '.', 0);
    uint64_t due;
    if (!text.ptr) return 0;
    if (dot == STR_NOT_FOUND || str_to_uint(str_slice(text, 0, dot), INT64_MAX, &due) < 0 ||
        id_parse(str_slice(text, dot + 1, text.len), &filter->after) < 0)
        return err_set(err, ERR_INPUT, "cursor: the \"next\" of the page before is expected");
    filter->after_due = due == INT64_MAX ? INSTANT_NONE : (instant_t)due;
    return 0;
}

static int read_filter(const struct call *call, struct ticket_filter *out, struct err *err)
{
    struct str state = call_query(call, "state");
    *out = (struct ticket_filter){
        .by_state = state.ptr != NULL,
        .sort = str_is(call_query(call, "sort"), "due") ? TICKETS_DUE : TICKETS_NEWEST,
    };
    if (out->by_state) ticket_state_from_name(state, &out->state);
    if (id_filter(call, "order", &out->order, err) < 0 ||
        id_filter(call, "customer", &out->customer, err) < 0 ||
        id_filter(call, "assignee", &out->assignee, err) < 0)
        return -1;
    int whose = !id_is_none(&out->order) + !id_is_none(&out->customer) + !id_is_none(&out->assignee);
    if (whose > 1)
        return err_set(err, ERR_INPUT, "only one of order, customer and assignee can be asked for at once");
    if (out->sort != TICKETS_DUE) return call_cursor(call, &out->after, err);
    if (whose) return err_set(err, ERR_INPUT, "sort: by what is due the list takes the state alone");
    return due_cursor(call, out, err);
}

static void end_due_page(struct call *call, bool more, const struct ticket *last)
{
    char id[ID_TEXT];
    json_end_array(&call->json);
    if (more) {
        id_format(&last->id, id);
        json_put_string(&call->json, "next",
                        arena_printf(call->arena, "%lld.%s",
                                     (long long)(last->due_at == INSTANT_NONE ? INT64_MAX : last->due_at),
                                     id));
    } else {
        json_put_null(&call->json, "next");
    }
    json_end_object(&call->json);
}

int route_tickets(struct call *call, struct err *err)
{
    struct ticket_filter filter;
    int limit, count;
    if (call_limit(call, &limit, err) < 0 || read_filter(call, &filter, err) < 0) return -1;
    filter.most = limit + 1;
    struct ticket *list = ARENA_ARRAY(call->arena, (size_t)limit + 1, struct ticket);
    if (desk_tickets(call->desk, &call->actor, call->arena, &filter, list, &count, err) < 0) return -1;
    int shown = count > limit ? limit : count;
    const struct ticket *last = shown ? &list[shown - 1] : NULL;
    call_begin_page(call);
    for (int i = 0; i < shown; i++) write_ticket(&call->json, &list[i]);
    if (filter.sort == TICKETS_DUE)
        end_due_page(call, shown < count, last);
    else
        call_end_page(call, shown < count, last ? &last->id : NULL);
    return 0;
}

/* ---- one ticket, whole ---- */

void write_whole_members(struct json_writer *json, const struct whole_ticket *whole)
{
    json_name(json, "ticket");
    write_ticket(json, &whole->ticket);
    json_name(json, "order");
    if (whole->has_order)
        write_order(json, &whole->order);
    else
        json_write_null(json);
    json_name(json, "messages");
    json_begin_array(json);
    for (size_t i = 0; i < whole->message_count; i++) write_message(json, &whole->messages[i]);
    json_end_array(json);
    write_raw(json, "assessment", whole->has_assessment ? whole->assessed.output : (struct str){0});
    json_name(json, "drafts");
    json_begin_array(json);
    for (size_t i = 0; i < whole->draft_count; i++) write_draft(json, &whole->drafts[i]);
    json_end_array(json);
}

int route_ticket(struct call *call, struct err *err)
{
    struct whole_ticket whole;
    struct id id;
    if (call_id(call, "id", &id, err) < 0) return -1;
    int found = desk_ticket_whole(call->desk, &call->actor, call->arena, &id, &whole, err);
    if (found <= 0) return found < 0 ? -1 : err_set(err, ERR_NOT_FOUND, "there is no such ticket");
    call->version = whole.ticket.version;
    json_begin_object(&call->json);
    write_whole_members(&call->json, &whole);
    json_end_object(&call->json);
    return 0;
}

int route_ticket_letters(struct call *call, struct err *err)
{
    struct outgoing_message *letters;
    struct id id;
    int count;
    if (call_id(call, "id", &id, err) < 0 ||
        desk_ticket_letters(call->desk, &call->actor, call->arena, &id, &letters, &count, err) < 0)
        return -1;
    call_begin_page(call);
    for (int i = 0; i < count; i++) write_letter(&call->json, &letters[i]);
    call_end_page(call, false, NULL);
    return 0;
}

/* ---- moves ---- */

struct ids_body {
    struct str id;
};
static const struct member_rule assign_members[] = {
    MEMBER("account", read_text, struct ids_body, id, .max = 40),
};
const struct shape shape_assign = SHAPE(struct ids_body, NULL, assign_members, NULL);
static const struct member_rule merge_members[] = {
    MEMBER("into", read_text, struct ids_body, id, .required = true, .max = 40),
};
const struct shape shape_merge = SHAPE(struct ids_body, NULL, merge_members, NULL);
const struct shape shape_nothing = {.size = 1};

static int read_move(struct call *call, struct ticket_move *out, struct err *err)
{
    *out = (struct ticket_move){0};
    if (call_id(call, "id", &out->ticket, err) < 0) return -1;
    return call_if_match(call, &out->version, err);
}

static int answer_ticket(struct call *call, const struct ticket *ticket)
{
    call->version = ticket->version;
    write_ticket(&call->json, ticket);
    return 0;
}

static int body_id(struct call *call, const char *name, struct id *out, struct err *err)
{
    struct ids_body body = {0};
    *out = (struct id){{0}};
    if (call_body(call, &body, err) < 0) return -1;
    if (!body.id.len || id_parse(body.id, out) == 0) return 0;
    return err_set(err, ERR_INPUT, "/%s: an id is expected", name);
}

int route_ticket_assign(struct call *call, struct err *err)
{
    struct ticket_move move;
    struct ticket ticket;
    struct id account;
    if (read_move(call, &move, err) < 0 || body_id(call, "account", &account, err) < 0 ||
        desk_ticket_assign(call->desk, &call->actor, call->arena, &move, &account, &ticket, err) < 0)
        return -1;
    return answer_ticket(call, &ticket);
}

int route_ticket_merge(struct call *call, struct err *err)
{
    struct ticket_move move;
    struct ticket ticket;
    struct id into;
    if (read_move(call, &move, err) < 0 || body_id(call, "into", &into, err) < 0 ||
        desk_ticket_merge(call->desk, &call->actor, call->arena, &move, &into, &ticket, err) < 0)
        return -1;
    return answer_ticket(call, &ticket);
}

typedef int simple_move(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct ticket_move *move, struct ticket *out, struct err *err);

static int run_move(struct call *call, simple_move *run, struct err *err)
{
    struct ticket_move move;
    struct ticket ticket;
    char nothing;
    if (read_move(call, &move, err) < 0 || call_body(call, &nothing, err) < 0 ||
        run(call->desk, &call->actor, call->arena, &move, &ticket, err) < 0)
        return -1;
    return answer_ticket(call, &ticket);
}

int route_ticket_hand_over(struct call *call, struct err *err)
{
    return run_move(call, desk_ticket_hand_over, err);
}

int route_ticket_resolve(struct call *call, struct err *err)
{
    return run_move(call, desk_ticket_resolve, err);
}

int route_ticket_reopen(struct call *call, struct err *err)
{
    return run_move(call, desk_ticket_reopen, err);
}

/* ---- notes ---- */

struct note_body {
    struct str text;
};
static const struct member_rule ticket_note_members[] = {
    MEMBER("text", read_text, struct note_body, text, .required = true, .max = NOTE_MOST),
};
const struct shape shape_ticket_note = SHAPE(struct note_body, NULL, ticket_note_members, NULL);

int route_ticket_note(struct call *call, struct err *err)
{
    struct ticket_move move;
    struct note_body body = {0};
    struct message note;
    if (read_move(call, &move, err) < 0 || call_body(call, &body, err) < 0 ||
        desk_ticket_note(call->desk, &call->actor, call->arena, &move, body.text, &note, err) < 0)
        return -1;
    write_message(&call->json, &note);
    return 0;
}
