/* Settling change requests; see change.h. */
#include "desk/change.h"

#include "store/audit.h"
#include "store/order.h"
#include "store/ticket.h"

static int note(const struct unit *unit, const struct change_request *change, const char *verb,
                struct str detail, struct err *err)
{
    struct audit_entry entry = {.verb = verb,
                                .object = change->id,
                                .order = change->order,
                                .ticket = change->ticket,
                                .detail = detail};
    return audit_add(unit, &entry, err);
}

static int lift_hold(const struct unit *unit, const struct change_request *change, struct err *err)
{
    int64_t ended;
    if (order_end_holds(unit, &change->order, &change->id, ALL_ITEMS, &ended, err) < 0) return -1;
    return ended ? note(unit, change, "hold.lifted", (struct str){0}, err) : 0;
}

/* A field of a piece gets a new version; an address, an added item or a quantity is entered where the order came from. */
static bool is_of_a_piece(const struct change_request *change)
{
    return change->item != ALL_ITEMS && change->new_value.len && !str_is(change->field, "quantity") &&
           !str_is(change->field, "item") && !str_is(change->field, "address");
}

int change_carry_out(const struct unit *unit, struct change_request *change, struct err *err)
{
    int64_t version = 0;
    if (change_step(unit, change, CHANGE_APPLIED, (struct str){0}, err) < 0 ||
        change_save(unit, change, err) < 0)
        return -1;
    if (is_of_a_piece(change) &&
        order_apply_change(unit, &change->order, change->item, change->piece, change->field,
                           change->new_value, unit->actor, &change->id, &version, err) < 0)
        return -1;
    if (note(unit, change, "change.applied",
             version ? arena_printf(unit->arena, "{\"spec_version\":%lld}", (long long)version)
                     : (struct str){0},
             err) < 0)
        return -1;
    return lift_hold(unit, change, err);
}

/* Whether the change was asked for on this ticket, or on one that was merged into it: one step, see ticket_move_merged(). */
static int is_of_ticket(const struct unit *unit, const struct change_request *change, const struct id *ticket,
                        struct err *err)
{
    struct ticket asked;
    if (id_eq(&change->ticket, ticket)) return 1;
    if (id_is_none(&change->ticket)) return 0;
    int found = ticket_load(unit, &change->ticket, &asked, err);
    return found <= 0 ? found : id_eq(&asked.merged_into, ticket);
}

int change_carry_out_confirmed(const struct unit *unit, const struct id *order, const struct id *ticket,
                               int *out_applied, struct err *err)
{
    struct change_request *list;
    size_t count;
    *out_applied = 0;
    if (change_unsettled(unit, order, &list, &count, err) < 0) return -1;
    for (size_t i = 0; i < count; i++) {
        if (list[i].state != CHANGE_CONFIRMED) continue;
        int ours = is_of_ticket(unit, &list[i], ticket, err);
        if (ours < 0 || (ours && change_carry_out(unit, &list[i], err) < 0)) return -1;
        *out_applied += ours;
    }
    return 0;
}

int change_withdraw_all(const struct unit *unit, const struct id *order, int item, struct err *err)
{
    struct change_request *list;
    size_t count;
    if (change_unsettled(unit, order, &list, &count, err) < 0) return -1;
    for (size_t i = 0; i < count; i++) {
        if (item != ALL_ITEMS && list[i].item != item) continue;
        if (change_step(unit, &list[i], CHANGE_WITHDRAWN, REASON_CANCELLED, err) < 0 ||
            change_save(unit, &list[i], err) < 0 ||
            note(unit, &list[i], "change.withdrawn", STR("{\"by\":\"cancellation\"}"), err) < 0 ||
            lift_hold(unit, &list[i], err) < 0)
            return -1;
    }
    return 0;
}

struct moving {
    const struct change_move *move;
    enum change_state state;
    const char *verb;
    struct str reason;
    struct change_request change;
};

static int load(const struct unit *unit, const struct change_move *move, struct change_request *out,
                struct err *err)
{
    int found = change_load(unit, &move->change, out, err);
    if (found < 0) return -1;
    if (!found) return err_set(err, ERR_NOT_FOUND, "there is no such change request");
    if (move->version && move->version != out->version)
        return err_set(err, ERR_STALE, "the change request has changed since it was read; read it again");
    return 0;
}

static int move_in(const struct unit *unit, void *context, struct err *err)
{
    struct moving *moving = context;
    struct change_request *change = &moving->change;
    if (load(unit, moving->move, change, err) < 0) return -1;
    if (moving->state == CHANGE_APPLIED) return change_carry_out(unit, change, err);
    if (change_step(unit, change, moving->state, moving->reason, err) < 0 ||
        change_save(unit, change, err) < 0 || note(unit, change, moving->verb, (struct str){0}, err) < 0)
        return -1;
    return moving->state == CHANGE_CONFIRMED ? 0 : lift_hold(unit, change, err);
}

static int move(struct desk *desk, const struct actor *actor, struct arena *arena, struct moving moving,
                struct change_request *out, struct err *err)
{
    if (actor_check(actor, RIGHT_REPLY, err) < 0 || desk_write(desk, actor, arena, move_in, &moving, err) < 0)
        return -1;
    *out = moving.change;
    return 0;
}

#define DEFINE_MOVE(name, to, audit_verb, why)                                                            \
    int desk_change_##name(struct desk *desk, const struct actor *actor, struct arena *arena,             \
                           const struct change_move *change, struct change_request *out, struct err *err) \
    {                                                                                                     \
        struct moving moving = {.move = change, .state = (to), .verb = (audit_verb), .reason = (why)};    \
        return move(desk, actor, arena, moving, out, err);                                                \
    }
DEFINE_MOVE(confirm, CHANGE_CONFIRMED, "change.confirmed", (struct str){0})
DEFINE_MOVE(apply, CHANGE_APPLIED, "change.applied", (struct str){0})
DEFINE_MOVE(decline, CHANGE_DECLINED, "change.declined", REASON_BY_DESK)
DEFINE_MOVE(withdraw, CHANGE_WITHDRAWN, "change.withdrawn", REASON_BY_DESK)
