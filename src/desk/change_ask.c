/* The studio agrees to a late change, and the customer is asked to confirm it; see change.h. */
#include "desk/change.h"
#include "desk/reassess.h"

struct asking {
    struct change_move move;
    struct change_request change;
    struct reassessing again;
};

static int load(const struct unit *unit, struct asking *asking, struct err *err)
{
    int found = change_load(unit, &asking->move.change, &asking->change, err);
    if (found < 0) return -1;
    if (!found) return err_set(err, ERR_NOT_FOUND, "there is no such change request");
    if (asking->move.version && asking->move.version != asking->change.version)
        return err_set(err, ERR_STALE, "the change request has changed since it was read; read it again");
    struct change_request step = asking->change;
    return change_step(unit, &step, CHANGE_AWAITING_CONFIRMATION, (struct str){0}, err);
}

/* To whoever judges the message again, the change stands as it will. */
static void agree(struct asking *asking, instant_t now)
{
    struct order *order = asking->again.record.order;
    for (size_t i = 0; asking->again.has_order && i < order->change_count; i++) {
        struct change *change = &order->changes[i];
        if (change->state != CHANGE_RECEIVED || change->item != asking->change.item ||
            !str_eq(change->field, asking->change.field) ||
            !str_eq(change->new_value, asking->change.new_value))
            continue;
        change->state = CHANGE_AWAITING_CONFIRMATION;
        change->at = now;
    }
}

static int read_in(const struct unit *unit, void *context, struct err *err)
{
    struct asking *asking = context;
    if (load(unit, asking, err) < 0) return -1;
    asking->again.ticket.id = asking->change.ticket;
    if (id_is_none(&asking->change.ticket))
        return err_set(err, ERR_CONFLICT, "the change came with its order; there is no message to answer");
    if (reassess_read(unit, &asking->again, err) <= 0) return -1;
    agree(asking, unit->now);
    return 0;
}

static int keep_in(const struct unit *unit, void *context, struct err *err)
{
    struct asking *asking = context;
    if (load(unit, asking, err) < 0 || reassess_check(unit, &asking->again, err) < 0 ||
        reassess_keep(unit, &asking->again, err) < 0 ||
        change_load(unit, &asking->move.change, &asking->change, err) < 0)
        return -1;
    if (asking->change.state == CHANGE_AWAITING_CONFIRMATION) return 0;
    return err_set(err, ERR_CONFLICT,
                   "the last message of the ticket asks for something else by now; answer that first, or "
                   "decline the change");
}

int desk_change_ask(struct desk *desk, const struct actor *actor, struct arena *arena,
                    const struct change_move *move, struct change_request *out, struct err *err)
{
    if (actor_check(actor, RIGHT_REPLY, err) < 0) return -1;
    for (int tries = 0; tries < DESK_TRIES; tries++) {
        struct asking asking = {.move = *move, .again = {.desk = desk, .arena = arena}};
        struct err failure = {0};
        if (desk_read(desk, actor, arena, read_in, &asking, err) < 0 ||
            judgement_make(desk, arena, &asking.again.judged, err) < 0)
            return -1;
        if (desk_write(desk, actor, arena, keep_in, &asking, &failure) == 0) {
            *out = asking.change;
            return 0;
        }
        if (!move->version && desk_tries_again(actor, &failure)) continue;
        if (err) *err = failure;
        return -1;
    }
    return err_set(err, ERR_BUSY, "the ticket changes too quickly; try again");
}
