/* Leases, retries, and the chain behind the commits; see delivery.h. */
#include "desk/delivery.h"

enum { CHAIN_MOST = 500, DOUBLINGS_MOST = 6 };
#define FIRST_RETRY (60 * MICROS_PER_SECOND)
#define GIVE_UP_AFTER (5 * 24 * MICROS_PER_HOUR)

struct claiming {
    struct str owner;
    int64_t lease_us;
    int most, count;
    struct outgoing_message *out;
};

static int claim_in(const struct unit *unit, void *context, struct err *err)
{
    struct claiming *claiming = context;
    return outbox_claim(unit, claiming->owner, claiming->lease_us, claiming->most, claiming->out,
                        &claiming->count, err);
}

int desk_letters_claim(struct desk *desk, struct arena *arena, struct str owner, int64_t lease_us, int most,
                       struct outgoing_message *out, int *out_count, struct err *err)
{
    struct claiming claiming = {owner, lease_us, most, 0, out};
    if (desk_write_quietly(desk, &actor_engine, arena, claim_in, &claiming, err) < 0) return -1;
    *out_count = claiming.count;
    return 0;
}

static int recover_in(const struct unit *unit, void *context, struct err *err)
{
    int64_t *ended = context;
    return db_tx_is_postgres(unit->tx) ? 0 : outbox_end_leases(unit, ended, err);
}

int desk_letters_recover(struct desk *desk, struct arena *arena, struct err *err)
{
    int64_t ended = 0;
    return desk_write_quietly(desk, &actor_engine, arena, recover_in, &ended, err);
}

struct finishing {
    const struct outgoing_message *letter;
    struct str owner, error;
    bool sent, for_good;
};

static instant_t retry_at(const struct finishing *finishing, instant_t now)
{
    const struct outgoing_message *letter = finishing->letter;
    int doublings = letter->attempt - 1 < DOUBLINGS_MOST ? letter->attempt - 1 : DOUBLINGS_MOST;
    if (finishing->for_good || now - letter->created_at > GIVE_UP_AFTER) return INSTANT_NONE;
    return now + (FIRST_RETRY << (doublings > 0 ? doublings : 0));
}

static int finish_in(const struct unit *unit, void *context, struct err *err)
{
    const struct finishing *finishing = context;
    const struct outgoing_message *letter = finishing->letter;
    struct audit_entry entry = {.object = letter->id, .order = letter->order, .ticket = letter->ticket};
    instant_t again = retry_at(finishing, unit->now);
    int result = finishing->sent ? outbox_sent(unit, &letter->id, finishing->owner, letter->attempt, err)
                                 : outbox_failed(unit, &letter->id, finishing->owner, letter->attempt,
                                                 finishing->error, again, err);
    if (result < 0) return -1;
    if (!finishing->sent && again != INSTANT_NONE) return 0; /* not yet news */
    entry.verb = finishing->sent ? "letter.sent" : "letter.failed";
    return audit_add(unit, &entry, err);
}

int desk_letter_sent(struct desk *desk, struct arena *arena, const struct outgoing_message *letter,
                     struct str owner, struct err *err)
{
    struct finishing finishing = {.letter = letter, .owner = owner, .sent = true};
    return desk_write(desk, &actor_engine, arena, finish_in, &finishing, err);
}

int desk_letter_failed(struct desk *desk, struct arena *arena, const struct outgoing_message *letter,
                       struct str owner, struct str error, bool for_good, struct err *err)
{
    struct finishing finishing = {.letter = letter, .owner = owner, .error = error, .for_good = for_good};
    return desk_write(desk, &actor_engine, arena, finish_in, &finishing, err);
}

struct retrying {
    struct id id;
    struct outgoing_message letter;
};

static int retry_in(const struct unit *unit, void *context, struct err *err)
{
    struct retrying *retrying = context;
    int found = outbox_load(unit, &retrying->id, &retrying->letter, err);
    if (found < 0) return -1;
    if (!found) return err_set(err, ERR_NOT_FOUND, "there is no such letter");
    struct audit_entry entry = {.verb = "letter.retried",
                                .object = retrying->id,
                                .order = retrying->letter.order,
                                .ticket = retrying->letter.ticket};
    if (outbox_retry(unit, &retrying->id, err) < 0 || audit_add(unit, &entry, err) < 0) return -1;
    return outbox_load(unit, &retrying->id, &retrying->letter, err) < 0 ? -1 : 0;
}

int desk_letter_retry(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct id *letter, struct outgoing_message *out, struct err *err)
{
    struct retrying retrying = {.id = *letter};
    if (actor_check(actor, RIGHT_REPLY, err) < 0 ||
        desk_write(desk, actor, arena, retry_in, &retrying, err) < 0)
        return -1;
    *out = retrying.letter;
    return 0;
}

static int hold_in(const struct unit *unit, void *context, struct err *err)
{
    const bool *held = context;
    struct audit_entry entry = {.verb = *held ? "outbox.held" : "outbox.released"};
    if (outbox_set_held(unit, *held, err) < 0) return -1;
    return audit_add(unit, &entry, err);
}

int desk_outbox_hold(struct desk *desk, const struct actor *actor, struct arena *arena, bool held,
                     struct err *err)
{
    if (actor_check(actor, RIGHT_ADMIN, err) < 0) return -1;
    return desk_write(desk, actor, arena, hold_in, &held, err);
}

struct measuring {
    struct outbox_depth depth;
    bool held;
};

static int depth_in(const struct unit *unit, void *context, struct err *err)
{
    struct measuring *measuring = context;
    if (outbox_depth(unit, &measuring->depth, err) < 0) return -1;
    return outbox_is_held(unit, &measuring->held, err);
}

int desk_outbox_depth(struct desk *desk, struct arena *arena, struct outbox_depth *out, bool *out_held,
                      struct err *err)
{
    struct measuring measuring;
    if (desk_read(desk, &actor_engine, arena, depth_in, &measuring, err) < 0) return -1;
    *out = measuring.depth;
    *out_held = measuring.held;
    return 0;
}

/* ---- the audit log ---- */

static int chain_in(const struct unit *unit, void *context, struct err *err)
{
    return audit_chain(unit, CHAIN_MOST, context, err);
}

int desk_audit_chain(struct desk *desk, struct arena *arena, int *out_chained, struct err *err)
{
    int chained = 0;
    if (desk_write_quietly(desk, &actor_engine, arena, chain_in, &chained, err) < 0) return -1;
    *out_chained = chained;
    return 0;
}

struct following {
    int64_t after;
    int most;
    int (*each)(void *context, const struct audit_row *row);
    void *context;
};

static int follow_in(const struct unit *unit, void *context, struct err *err)
{
    const struct following *following = context;
    return audit_read(unit, following->after, following->most, following->each, following->context, err);
}

int desk_audit_follow(struct desk *desk, struct arena *arena, int64_t after, int most,
                      int (*each)(void *context, const struct audit_row *row), void *context, struct err *err)
{
    struct following following = {after, most, each, context};
    return desk_read(desk, &actor_engine, arena, follow_in, &following, err);
}

static int end_in(const struct unit *unit, void *context, struct err *err)
{
    return audit_end(unit, context, err);
}

int desk_audit_end(struct desk *desk, struct arena *arena, int64_t *out, struct err *err)
{
    return desk_read(desk, &actor_engine, arena, end_in, out, err);
}

static int verify_in(const struct unit *unit, void *context, struct err *err)
{
    return audit_verify(unit, context, err);
}

int desk_audit_verify(struct desk *desk, struct arena *arena, struct audit_break *out, struct err *err)
{
    return desk_read(desk, &actor_engine, arena, verify_in, out, err);
}
