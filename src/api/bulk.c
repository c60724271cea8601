/* One action on many tickets: each has a result of its own, and what fails for one does not keep the others. */
#include "api/routes.h"
#include "desk/look.h"
#include "desk/ticket.h"

enum { TICKETS_MOST = 200 };

struct bulk_body {
    struct str *tickets;
    size_t count;
    struct str action, account;
};
static const struct member_rule bulk_members[] = {
    MEMBER_TEXTS("tickets", struct bulk_body, tickets, count, TICKETS_MOST),
    MEMBER("action", read_text, struct bulk_body, action, .required = true, .max = 20),
    MEMBER("account", read_text, struct bulk_body, account, .max = 40),
};
const struct shape shape_bulk = SHAPE(struct bulk_body, NULL, bulk_members, NULL);

typedef int ticket_action(struct desk *desk, const struct actor *actor, struct arena *arena,
                          const struct ticket_move *move, struct ticket *out, struct err *err);
static const struct {
    struct str name;
    ticket_action *run; /* NULL: assign, which names an account */
} actions[] = {
    {STR_INIT("resolve"), desk_ticket_resolve},
    {STR_INIT("reopen"), desk_ticket_reopen},
    {STR_INIT("hand_over"), desk_ticket_hand_over},
    {STR_INIT("assign"), NULL},
};

static int find_action(struct str name, ticket_action **out, struct err *err)
{
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (!str_eq(actions[i].name, name)) continue;
        *out = actions[i].run;
        return 0;
    }
    return err_set(err, ERR_INPUT, "/action: one of resolve, assign, hand_over, reopen is expected");
}

/* Each ticket is a write of its own, so it has a key of its own, which no caller can send: what was done before the process
 * ended, or by the same request beside this one, is not done again. */
static struct once part_of(struct call *call, size_t place)
{
    struct once part = {.actor = call->once.actor, .request = call->once.request};
    part.key = arena_printf(call->arena, "%.*s\n%zu", STR_ARG(call->once.key), place);
    return part;
}

static int act(struct call *call, ticket_action *run, const struct ticket_move *move,
               const struct actor *actor, const struct id *account, struct ticket *out, struct err *err)
{
    struct whole_ticket whole;
    int result = run ? run(call->desk, actor, call->arena, move, out, err)
                     : desk_ticket_assign(call->desk, actor, call->arena, move, account, out, err);
    if (result == 0 || !actor->once || !actor->once->repeated) return result;
    int found = desk_ticket_whole(call->desk, &call->actor, call->arena, &move->ticket, &whole, err);
    if (found <= 0) return found < 0 ? -1 : err_set(err, ERR_NOT_FOUND, "there is no such ticket");
    *out = whole.ticket;
    return 0;
}

static void write_result(struct json_writer *json, struct str id, const struct ticket *ticket,
                         const struct err *failure)
{
    json_begin_object(json);
    json_put_string(json, "ticket", id);
    json_put_int(json, "status", ticket ? 200 : err_http_status(failure));
    json_put_string_or_null(json, "state", ticket ? ticket_state_name(ticket->state) : (struct str){0});
    json_put_string_or_null(json, "error", ticket ? (struct str){0} : str_of(failure->message));
    json_end_object(json);
}

int route_tickets_bulk(struct call *call, struct err *err)
{
    struct bulk_body body = {0};
    struct id account = {{0}};
    ticket_action *run;
    if (call_body(call, &body, err) < 0 || find_action(body.action, &run, err) < 0) return -1;
    if (!body.count) return err_set(err, ERR_INPUT, "/tickets: at least one is expected");
    if (body.account.len && id_parse(body.account, &account) < 0)
        return err_set(err, ERR_INPUT, "/account: an id is expected");
    call_begin_page(call);
    for (size_t i = 0; i < body.count; i++) {
        struct ticket_move move = {0};
        struct ticket ticket;
        struct actor actor = call->actor;
        struct once part = part_of(call, i);
        struct err failure = {0};
        if (actor.once) actor.once = &part;
        int rc = id_parse(body.tickets[i], &move.ticket);
        if (rc < 0)
            err_set(&failure, ERR_NOT_FOUND, "there is nothing of that id");
        else
            rc = act(call, run, &move, &actor, &account, &ticket, &failure);
        write_result(&call->json, body.tickets[i], rc < 0 ? NULL : &ticket, &failure);
    }
    call_end_page(call, false, NULL);
    return 0;
}
