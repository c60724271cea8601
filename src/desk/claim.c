/* Settling claims; see claim.h. */
#include "desk/claim.h"

#include "desk/approval.h"
#include "model/money.h"
#include "store/audit.h"
#include "store/outbox.h"
#include "text/json.h"

enum { REMEDIES_BYTES = 64 * 1024 };

struct str remedies_json(struct arena *arena, const struct remedy *remedies, size_t count)
{
    struct buf buf;
    buf_init(&buf, REMEDIES_BYTES);
    struct json_writer writer = {.buf = &buf};
    json_begin_array(&writer);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(&writer);
        json_put_string(&writer, "kind", remedy_kind_name(remedies[i].kind));
        json_put_string_or_null(&writer, "amount", remedies[i].amount);
        json_put_string_or_null(&writer, "currency", remedies[i].currency);
        json_end_object(&writer);
    }
    json_end_array(&writer);
    struct str json = buf_copy(&buf, arena);
    buf_done(&buf);
    return json;
}

static int note(const struct unit *unit, const struct claim_record *claim, const char *verb,
                struct str detail, struct err *err)
{
    struct audit_entry entry = {
        .verb = verb, .object = claim->id, .order = claim->order, .ticket = claim->ticket, .detail = detail};
    return audit_add(unit, &entry, err);
}

bool remedy_is_chosen_from(enum remedy_kind kind)
{
    return kind == REMEDY_REMAKE || kind == REMEDY_PARTIAL_REFUND || kind == REMEDY_FULL_REFUND;
}

/* ---- the offer ---- */

static int check_kind(const struct remedy *remedies, size_t at, struct err *err)
{
    if (!remedy_is_chosen_from(remedies[at].kind))
        return err_set(
            err, ERR_INPUT,
            "/remedies/%zu/kind: one of remake, partial_refund, full_refund is expected, found %.*s", at,
            STR_ARG(remedy_kind_name(remedies[at].kind)));
    for (size_t i = 0; i < at; i++)
        if (remedies[i].kind == remedies[at].kind)
            return err_set(err, ERR_INPUT, "/remedies/%zu/kind: %.*s is on offer once already", at,
                           STR_ARG(remedy_kind_name(remedies[at].kind)));
    return 0;
}

/* In the order's, which need not be named. */
static int check_currency(const struct order *order, size_t at, struct remedy *remedy, struct err *err)
{
    if (!remedy->currency.len) remedy->currency = order->currency;
    if (!remedy->currency.len)
        return err_set(err, ERR_INPUT, "/remedies/%zu/currency: a currency is expected, found nothing", at);
    if (order->currency.len && !str_eq(remedy->currency, order->currency))
        return err_set(err, ERR_INPUT, "/remedies/%zu/currency: the order's, %.*s, is expected", at,
                       STR_ARG(order->currency));
    return 0;
}

/* Of a refund; it is kept with all the places of its currency. */
static int check_amount(struct arena *arena, const struct order *order, size_t at, struct remedy *remedy,
                        struct err *err)
{
    int64_t amount, total;
    bool has_total = order->currency.len && money_parse(order->total, order->currency, &total) == 0;
    if (!remedy->amount.len && remedy->kind == REMEDY_FULL_REFUND) {
        if (!has_total) return 0; /* whoever approves it says how much */
        remedy->amount = order->total;
    }
    if (check_currency(order, at, remedy, err) < 0) return -1;
    if (money_parse(remedy->amount, remedy->currency, &amount) < 0 || amount == 0)
        return err_set(err, ERR_INPUT,
                       "/remedies/%zu/amount: an amount above zero is expected, in digits with at most %d "
                       "behind the point",
                       at, currency_digits(remedy->currency));
    if (has_total && amount > total)
        return err_set(err, ERR_INPUT, "/remedies/%zu/amount: at most the order's total of %.*s is expected",
                       at, STR_ARG(order->total));
    struct buf text;
    buf_init(&text, 64);
    money_format(&text, amount, remedy->currency);
    remedy->amount = buf_copy(&text, arena);
    buf_done(&text);
    return 0;
}

/* A copy as it is kept with the claim. */
static int check_offer(struct arena *arena, const struct order *order, const struct remedy *remedies,
                       size_t count, struct remedy **out, struct err *err)
{
    struct remedy *offer = ARENA_ARRAY(arena, count, struct remedy);
    for (size_t i = 0; i < count; i++) {
        offer[i] = remedies[i];
        if (check_kind(remedies, i, err) < 0) return -1;
        if (offer[i].kind != REMEDY_REMAKE) {
            if (check_amount(arena, order, i, &offer[i], err) < 0) return -1;
        } else if (offer[i].amount.len || offer[i].currency.len) {
            return err_set(err, ERR_INPUT, "/remedies/%zu/%s: nothing is expected with a remake", i,
                           offer[i].amount.len ? "amount" : "currency");
        }
    }
    *out = offer;
    return 0;
}

/* ---- the choice ---- */

static struct str text_member(const struct value *object, const char *name)
{
    const struct value *member = value_get(object, str_of(name));
    return member && member->kind == VALUE_STRING ? member->string : (struct str){0};
}

/* What was offered of that kind: 1, with its amount. */
static int find_offer(const struct unit *unit, const struct claim_record *claim, enum remedy_kind kind,
                      struct approval *out, struct err *err)
{
    struct value offered;
    if (json_parse(unit->arena, claim->offered, &offered, err) < 0) return -1;
    for (size_t i = 0; offered.kind == VALUE_ARRAY && i < offered.array.count; i++) {
        const struct value *remedy = &offered.array.items[i];
        if (!str_eq(text_member(remedy, "kind"), remedy_kind_name(kind))) continue;
        struct str amount = text_member(remedy, "amount"), currency = text_member(remedy, "currency");
        out->has_amount = amount.len && money_parse(amount, currency, &out->amount) == 0;
        out->currency = out->has_amount ? currency : (struct str){0};
        return 1;
    }
    return 0;
}

int claim_take_choice(const struct unit *unit, struct claim_record *claim, enum remedy_kind kind,
                      struct str by, struct err *err)
{
    struct approval proposal = {
        .kind = kind == REMEDY_REMAKE ? APPROVE_REMAKE : APPROVE_REFUND,
        .order = claim->order,
        .ticket = claim->ticket,
        .claim = claim->id,
        .item = claim->item,
        .reason = STR("customer_choice"),
    };
    int offered = find_offer(unit, claim, kind, &proposal, err);
    struct str name = remedy_kind_name(kind);
    if (offered < 0) return -1;
    if (!offered || !remedy_is_chosen_from(kind))
        return err_set(err, ERR_INPUT, "/remedy: one of what is on offer is expected, found \"%.*s\"",
                       STR_ARG(name));
    claim->chosen = name;
    if (claim_step(unit, claim, CLAIM_CHOSEN, err) < 0 || claim_save(unit, claim, err) < 0 ||
        note(unit, claim, "claim.chosen",
             arena_printf(unit->arena, "{\"remedy\":\"%.*s\",\"by\":\"%.*s\"}", STR_ARG(name), STR_ARG(by)),
             err) < 0)
        return -1;
    return approval_propose(unit, &proposal, err);
}

/* ---- moves ---- */

struct moving {
    const struct claim_move *move;
    int (*step)(const struct unit *unit, struct moving *moving, struct err *err);
    enum claim_state state;
    const char *verb;
    struct str detail; /* for the log */
    const struct remedy *remedies;
    size_t remedy_count;
    enum remedy_kind kind;
    enum fault fault;
    struct claim_record claim;
};

static int move_in(const struct unit *unit, void *context, struct err *err)
{
    struct moving *moving = context;
    int found = claim_load(unit, &moving->move->claim, &moving->claim, err);
    if (found < 0) return -1;
    if (!found) return err_set(err, ERR_NOT_FOUND, "there is no such claim");
    if (moving->move->version && moving->move->version != moving->claim.version)
        return err_set(err, ERR_STALE, "the claim has changed since it was read; read it again");
    if (moving->step(unit, moving, err) < 0) return -1;
    return order_bump(unit, &moving->claim.order, err);
}

static int move(struct desk *desk, const struct actor *actor, struct arena *arena, struct moving *moving,
                struct claim_record *out, struct err *err)
{
    if (actor_check(actor, RIGHT_REPLY, err) < 0 || desk_write(desk, actor, arena, move_in, moving, err) < 0)
        return -1;
    *out = moving->claim;
    return 0;
}

/* Whatever was chosen before is chosen no more. */
static int step_on(const struct unit *unit, struct moving *moving, struct err *err)
{
    if (claim_step(unit, &moving->claim, moving->state, err) < 0 ||
        claim_save(unit, &moving->claim, err) < 0 ||
        approval_withdraw_of_claim(unit, &moving->claim, err) < 0)
        return -1;
    return note(unit, &moving->claim, moving->verb, moving->detail, err);
}

static int offer(const struct unit *unit, struct moving *moving, struct err *err)
{
    struct claim_record *claim = &moving->claim;
    struct order_record record;
    struct remedy *remedies;
    struct str before = claim->offered;
    bool again = claim->state == CLAIM_OFFERED || claim->state == CLAIM_CHOSEN;
    int found = order_head(unit, &claim->order, &record, err);
    if (found < 0) return -1;
    if (!found) return err_set(err, ERR_NOT_FOUND, "there is no such order");
    if (check_offer(unit->arena, record.order, moving->remedies, moving->remedy_count, &remedies, err) < 0)
        return -1;
    claim->offered = remedies_json(unit->arena, remedies, moving->remedy_count);
    claim->chosen = (struct str){0};
    struct str instead = again ? ARENA_JOIN(unit->arena, STR(",\"instead_of\":"), before) : STR("");
    moving->detail =
        arena_printf(unit->arena, "{\"remedies\":%.*s%.*s}", STR_ARG(claim->offered), STR_ARG(instead));
    return step_on(unit, moving, err);
}

static int choose(const struct unit *unit, struct moving *moving, struct err *err)
{
    return claim_take_choice(unit, &moving->claim, moving->kind, unit->actor, err);
}

static int set_fault(const struct unit *unit, struct moving *moving, struct err *err)
{
    moving->claim.fault = moving->fault;
    if (claim_save(unit, &moving->claim, err) < 0) return -1;
    return note(unit, &moving->claim, "claim.fault",
                arena_printf(unit->arena, "{\"fault\":\"%.*s\"}", STR_ARG(fault_name(moving->fault))), err);
}

int desk_claim_offer(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct claim_move *claim, const struct remedy *remedies, size_t count,
                     struct claim_record *out, struct err *err)
{
    struct moving moving = {.move = claim,
                            .step = offer,
                            .state = CLAIM_OFFERED,
                            .verb = "claim.offered",
                            .remedies = remedies,
                            .remedy_count = count};
    if (!count) return err_set(err, ERR_INPUT, "/remedies: at least one is expected");
    return move(desk, actor, arena, &moving, out, err);
}

int desk_claim_choose(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct claim_move *claim, enum remedy_kind kind, struct claim_record *out,
                      struct err *err)
{
    struct moving moving = {.move = claim, .step = choose, .kind = kind};
    return move(desk, actor, arena, &moving, out, err);
}

int desk_claim_reject(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct claim_move *claim, struct claim_record *out, struct err *err)
{
    struct moving moving = {
        .move = claim, .step = step_on, .state = CLAIM_REJECTED, .verb = "claim.rejected"};
    return move(desk, actor, arena, &moving, out, err);
}

int desk_claim_withdraw(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct claim_move *claim, struct claim_record *out, struct err *err)
{
    struct moving moving = {
        .move = claim, .step = step_on, .state = CLAIM_WITHDRAWN, .verb = "claim.withdrawn"};
    return move(desk, actor, arena, &moving, out, err);
}

int desk_claim_fault(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct claim_move *claim, enum fault fault, struct claim_record *out,
                     struct err *err)
{
    struct moving moving = {.move = claim, .step = set_fault, .fault = fault};
    return move(desk, actor, arena, &moving, out, err);
}

/* ---- opening by hand ---- */

int claim_check_concern(enum concern concern, struct err *err)
{
    if (concern == CONCERN_DAMAGED || concern == CONCERN_WRONG_SPEC || concern == CONCERN_NOT_RECEIVED)
        return 0;
    return err_set(err, ERR_INPUT, "/concern: one of damaged, wrong_spec, not_received is expected");
}

int claim_enter(const struct unit *unit, const struct claim_record *claim, struct err *err)
{
    if (claim_insert(unit, claim, err) < 0 ||
        outbox_withhold_notice(unit, &claim->order, notice_name(NOTICE_DELIVERY_FOLLOW_UP), STR("open_claim"),
                               err) < 0)
        return -1;
    return note(unit, claim, "claim.opened",
                arena_printf(unit->arena, "{\"concern\":\"%.*s\",\"item\":%d}",
                             STR_ARG(concern_name(claim->concern)), claim->item),
                err);
}

int claim_begin(const struct unit *unit, const struct order_record *record, const struct claim_start *start,
                struct claim_record *out, struct err *err)
{
    if (start->item < 0 || (size_t)start->item >= record->order->item_count)
        return err_set(err, ERR_INPUT,
                       "/item: one of the order's %zu items is expected, counted from 0, found %d",
                       record->order->item_count, start->item);
    *out = (struct claim_record){
        .id = unit_id(unit),
        .order = record->id,
        .item = start->item,
        .concern = start->concern,
        .state = CLAIM_OPENED,
        .fault = start->fault,
        .opened_at = unit->now,
        .photos_due = INSTANT_NONE,
        .offered = STR("[]"),
        .settled_at = INSTANT_NONE,
        .version = 1,
    };
    return claim_enter(unit, out, err);
}

struct opening {
    const struct claim_start *start;
    struct claim_record claim;
};

static int open_in(const struct unit *unit, void *context, struct err *err)
{
    struct opening *opening = context;
    const struct claim_start *start = opening->start;
    struct order_record record;
    struct id order;
    if (order_need(unit, start->number, &order, err) < 0 || order_load(unit, &order, &record, err) < 0)
        return -1;
    int open = claim_open_on(unit, &order, start->item, &opening->claim, err);
    if (open) return open < 0 ? -1 : err_set(err, ERR_CONFLICT, "a claim on this item is open already");
    if (claim_begin(unit, &record, start, &opening->claim, err) < 0) return -1;
    return order_bump(unit, &order, err);
}

int desk_claim_open(struct desk *desk, const struct actor *actor, struct arena *arena,
                    const struct claim_start *start, struct claim_record *out, struct err *err)
{
    struct opening opening = {.start = start};
    if (actor_check(actor, RIGHT_REPLY, err) < 0) return -1;
    if (claim_check_concern(start->concern, err) < 0 ||
        desk_write(desk, actor, arena, open_in, &opening, err) < 0)
        return -1;
    *out = opening.claim;
    return 0;
}
