/* What customers do on the page of their order beside asking: photos, ratings, consents, their own data; see portal_ask.h. */
#include "desk/portal_ask.h"

static int deny(struct err *err)
{
    return err_set(err, ERR_DENIED, "this is for whoever ordered it; you may report a problem or write");
}

static struct actor as_customer(const struct actor *actor)
{
    struct actor customer = actor_customer;
    customer.once = actor->once;
    return customer;
}

/* ---- photos ---- */

struct owning {
    const struct portal_visit *visit;
    struct id ticket;
};

/* A ticket about this order that this address began. */
static int own_in(const struct unit *unit, void *context, struct err *err)
{
    const struct owning *owning = context;
    struct ticket ticket;
    int found = ticket_load(unit, &owning->ticket, &ticket, err);
    if (found < 0) return -1;
    if (found && id_eq(&ticket.order, &owning->visit->order) && str_eq(ticket.from, owning->visit->address))
        return 0;
    return err_set(err, ERR_NOT_FOUND, "there is no such problem on this order");
}

int desk_portal_photo(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct portal_visit *visit, const struct file_wish *wish, struct file_kept *out,
                      struct err *err)
{
    struct owning owning = {visit, wish->ticket};
    struct actor customer = as_customer(actor);
    if (desk_read(desk, &actor_customer, arena, own_in, &owning, err) < 0) return -1;
    return desk_add_attachment(desk, &customer, arena, wish, out, err);
}

int desk_portal_artwork(struct desk *desk, struct arena *arena, const struct portal_visit *visit,
                        struct str name, bool thumbnail, struct attached *out, struct str *out_content,
                        struct err *err)
{
    struct order_photo wanted = {
        .number = visit->number, .name = name, .from = visit->address, .thumbnail = thumbnail};
    if (!name.len || visit->recipient) return 0;
    return desk_order_photo(desk, &actor_customer, arena, &wanted, out, out_content, err);
}

/* ---- ratings ---- */

static int waiting_in(const struct unit *unit, void *context, struct err *err)
{
    struct owning *owning = context;
    struct survey survey;
    int found = survey_open_on(unit, &owning->visit->order, &survey, err);
    if (found < 0) return -1;
    if (!found) return err_set(err, ERR_CONFLICT, "nothing was asked that waits for an answer");
    owning->ticket = survey.id;
    return 0;
}

int desk_portal_rate(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct portal_visit *visit, const struct survey_reply *reply, struct survey *out,
                     struct err *err)
{
    struct owning owning = {.visit = visit};
    struct actor customer = as_customer(actor);
    if (visit->recipient) return deny(err);
    if (desk_read(desk, &actor_customer, arena, waiting_in, &owning, err) < 0) return -1;
    return desk_survey_answer(desk, &customer, arena, &owning.ticket, reply, out, err);
}

/* ---- consents and data ---- */

int desk_portal_consents(struct desk *desk, const struct actor *actor, struct arena *arena,
                         const struct portal_visit *visit, const struct consents *consents,
                         struct customer *out, struct err *err)
{
    struct actor customer = as_customer(actor);
    if (visit->recipient) return deny(err);
    return desk_customer_consents(desk, &customer, arena, &visit->customer, consents, out, err);
}

int desk_portal_data(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct portal_visit *visit, struct kept_customer *out, struct err *err)
{
    struct actor customer = as_customer(actor);
    if (visit->recipient) return deny(err);
    return desk_customer_export(desk, &customer, arena, &visit->customer, out, err);
}
