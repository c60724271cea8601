/* Customers coming to the page of their order; see portal.h. */
#include "desk/portal.h"

#include "desk/letter.h"
#include "desk/secret.h"
#include "store/audit.h"
#include "store/customer.h"
#include "store/order.h"
#include "store/portal.h"

static int note(const struct unit *unit, const char *verb, const struct id *object, const struct id *order,
                struct err *err)
{
    struct audit_entry entry = {.verb = verb, .object = *object, .order = *order};
    return audit_add(unit, &entry, err);
}

/* ---- whose order it is ---- */

struct seen_order {
    struct id id, customer;
    struct str number;
    bool recipient;
};

static bool is_address_of(struct arena *arena, const struct person *person, struct str address)
{
    if (str_eq(address_fold(arena, person->email), address)) return true;
    for (size_t i = 0; i < person->email_count; i++)
        if (str_eq(address_fold(arena, person->emails[i]), address)) return true;
    return false;
}

/* 1 where the address is the customer's, or the recipient's, of that order. */
static int see_order(const struct unit *unit, const struct id *order, struct str address,
                     struct seen_order *out, struct err *err)
{
    struct order_record record;
    struct customer customer;
    int found = order_head(unit, order, &record, err);
    if (found > 0) found = customer_load(unit, &record.customer, &customer, err);
    if (found <= 0) return found;
    bool own = is_address_of(unit->arena, &customer.person, address);
    bool recipient = !own && is_address_of(unit->arena, &record.order->recipient, address);
    *out = (struct seen_order){record.id, record.customer, record.order->number, recipient};
    return address.len && (own || recipient);
}

/* ---- in ---- */

struct entering {
    struct digest link, secret, former;
    struct order_session session;
    struct seen_order order;
    bool has_former, counts;
};

static int end_former(const struct unit *unit, const struct entering *entering, struct err *err)
{
    struct order_session former;
    if (!entering->has_former) return 0;
    int found = order_session_find(unit, &entering->former, &former, err);
    return found <= 0 ? found : order_session_end(unit, &former.id, err);
}

static int enter_in(const struct unit *unit, void *context, struct err *err)
{
    struct entering *entering = context;
    struct order_link link;
    struct order_session *session = &entering->session;
    entering->counts = false;
    int found = order_link_take(unit, &entering->link, &link, err);
    if (found > 0) found = see_order(unit, &link.order, link.address, &entering->order, err);
    if (found <= 0) return found;
    entering->counts = true;
    session->id = unit_id(unit);
    session->order = link.order;
    session->address = link.address;
    session->created_at = unit->now;
    session->expires_at = unit->now + PORTAL_LASTS;
    if (end_former(unit, entering, err) < 0 ||
        order_session_insert(unit, session, &entering->secret, err) < 0)
        return -1;
    return note(unit, "portal.entered", &session->id, &session->order, err);
}

static void visit_of(struct arena *arena, const struct order_session *session, const struct seen_order *order,
                     struct visit *out)
{
    char id[ID_TEXT];
    struct portal_visit *portal = ARENA_NEW(arena, struct portal_visit);
    *portal = (struct portal_visit){session->id,   session->order,   order->customer,
                                    order->number, session->address, order->recipient};
    id_format(&session->id, id);
    *out = (struct visit){
        .actor = {.name = arena_printf(arena, "customer:%s", id), .role = ROLE_NOBODY},
        .portal = portal,
        .csrf = secret_text(arena, str_of_len((const char *)session->csrf, CSRF_BYTES)),
        .expires_at = session->expires_at,
    };
}

int desk_portal_enter(struct desk *desk, struct arena *arena, struct str secret, struct str former,
                      struct visit *out, struct err *err)
{
    struct str cookie = secret_new(arena, desk_rand(desk), "");
    struct entering entering = {.link = digest_of(secret),
                                .secret = digest_of(cookie),
                                .former = digest_of(former),
                                .has_former = former.len};
    rand_fill(desk_rand(desk), entering.session.csrf, CSRF_BYTES);
    if (desk_write(desk, &actor_customer, arena, enter_in, &entering, err) < 0) return -1;
    if (!entering.counts)
        return err_set(err, ERR_UNAUTHENTICATED,
                       "this link has been used, or its time is over; please ask for a new one");
    visit_of(arena, &entering.session, &entering.order, out);
    out->secret = cookie;
    return 0;
}

/* ---- recognised ---- */

struct recognising {
    struct digest secret;
    struct order_session session;
    struct seen_order order;
    bool counts;
};

static int recognise_in(const struct unit *unit, void *context, struct err *err)
{
    struct recognising *recognising = context;
    const struct order_session *session = &recognising->session;
    recognising->counts = false;
    int found = order_session_find(unit, &recognising->secret, &recognising->session, err);
    if (found <= 0 || unit->now >= session->expires_at) return found < 0 ? -1 : 0;
    found = see_order(unit, &session->order, session->address, &recognising->order, err);
    recognising->counts = found > 0;
    return found < 0 ? -1 : 0;
}

int desk_portal_recognise(struct desk *desk, struct arena *arena, struct str secret, struct visit *out,
                          struct err *err)
{
    struct recognising recognising = {.secret = digest_of(secret)};
    if (desk_read(desk, &actor_customer, arena, recognise_in, &recognising, err) < 0) return -1;
    if (!recognising.counts)
        return err_set(err, ERR_UNAUTHENTICATED,
                       "this visit is over; please ask for a new link to the page of your order");
    visit_of(arena, &recognising.session, &recognising.order, out);
    return 0;
}

/* ---- out ---- */

static int leave_in(const struct unit *unit, void *context, struct err *err)
{
    const struct portal_visit *visit = context;
    if (order_session_end(unit, &visit->session, err) < 0) return -1;
    return note(unit, "portal.left", &visit->session, &visit->order, err);
}

int desk_portal_leave(struct desk *desk, struct arena *arena, const struct visit *visit, struct err *err)
{
    return desk_write(desk, &actor_customer, arena, leave_in, (void *)(uintptr_t)visit->portal, err);
}

struct revoking {
    struct str number;
    int64_t ended;
};

static int revoke_in(const struct unit *unit, void *context, struct err *err)
{
    struct revoking *revoking = context;
    struct id order;
    if (order_need(unit, revoking->number, &order, err) < 0 ||
        order_access_end(unit, &order, &revoking->ended, err) < 0)
        return -1;
    return revoking->ended ? note(unit, "portal.revoked", &order, &order, err) : 0;
}

int desk_portal_revoke(struct desk *desk, const struct actor *actor, struct arena *arena, struct str number,
                       int64_t *out_ended, struct err *err)
{
    struct revoking revoking = {.number = number};
    if (actor_check(actor, RIGHT_REPLY, err) < 0 ||
        desk_write(desk, actor, arena, revoke_in, &revoking, err) < 0)
        return -1;
    *out_ended = revoking.ended;
    return 0;
}
