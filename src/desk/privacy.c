/* What is kept of a customer; see privacy.h. */
#include "desk/privacy.h"

#include "base/digest.h"
#include "store/privacy.h"
#include "store/search.h"

enum { PURGE_STEPS = 50 }; /* at one time: half a second, of which others wait for milliseconds */

static int load_customer(const struct unit *unit, const struct id *id, struct customer *out, struct err *err)
{
    int found = customer_load(unit, id, out, err);
    if (found < 0) return -1;
    return found ? 0 : err_set(err, ERR_NOT_FOUND, "there is no such customer");
}

static int note(const struct unit *unit, const struct id *customer, const char *verb, struct str detail,
                struct err *err)
{
    struct audit_entry entry = {.verb = verb, .object = *customer, .detail = detail};
    return audit_add(unit, &entry, err);
}

/* ---- handed out ---- */

static int read_letters(const struct unit *unit, const struct id *order, const struct id *ticket,
                        struct outgoing_message **out, int *out_count, struct err *err)
{
    struct outbox_filter filter = {.order = *order, .ticket = *ticket, .most = KEPT_MOST};
    *out = ARENA_ARRAY(unit->arena, KEPT_MOST, struct outgoing_message);
    return outbox_list(unit, &filter, *out, out_count, err);
}

static int read_order(const struct unit *unit, const struct id *id, struct kept_order *out, struct err *err)
{
    static const struct id none;
    struct change_filter changes = {.order = *id, .most = KEPT_MOST};
    struct claim_filter claims = {.order = *id, .most = KEPT_MOST};
    struct approval_filter approvals = {.order = *id, .most = KEPT_MOST};
    out->changes = ARENA_ARRAY(unit->arena, KEPT_MOST, struct change_request);
    out->claims = ARENA_ARRAY(unit->arena, KEPT_MOST, struct claim_record);
    out->approvals = ARENA_ARRAY(unit->arena, KEPT_MOST, struct approval);
    if (order_load(unit, id, &out->record, err) < 0 ||
        order_specs(unit, id, &out->specs, &out->spec_count, err) < 0 ||
        promise_list(unit, id, &out->promises, &out->promise_count, err) < 0 ||
        progress_list(unit, id, &out->photos, &out->photo_count, err) < 0 ||
        change_list(unit, &changes, out->changes, &out->change_count, err) < 0 ||
        claim_list(unit, &claims, out->claims, &out->claim_count, err) < 0 ||
        approval_list(unit, &approvals, out->approvals, &out->approval_count, err) < 0)
        return -1;
    return read_letters(unit, id, &none, &out->letters, &out->letter_count, err);
}

static int read_ticket(const struct unit *unit, const struct id *id, struct kept_ticket *out, struct err *err)
{
    static const struct id none;
    struct id *assessments;
    if (ticket_load(unit, id, &out->ticket, err) < 0 ||
        message_list_whole(unit, id, &out->messages, &out->message_count, err) < 0 ||
        message_list_told(unit, id, &out->told, &out->told_count, err) < 0 ||
        draft_list(unit, id, &out->drafts, &out->draft_count, err) < 0 ||
        ticket_assessments(unit, id, &assessments, &out->assessment_count, err) < 0 ||
        read_letters(unit, &none, id, &out->letters, &out->letter_count, err) < 0)
        return -1;
    out->assessments = ARENA_ARRAY(unit->arena, out->assessment_count, struct assessed);
    for (size_t i = 0; i < out->assessment_count; i++)
        if (assessed_load(unit, &assessments[i], &out->assessments[i], err) < 0) return -1;
    return 0;
}

struct exporting {
    struct id id;
    struct kept_customer out;
};

static int export_in(const struct unit *unit, void *context, struct err *err)
{
    struct exporting *exporting = context;
    struct kept_customer *out = &exporting->out;
    struct id *orders, *tickets, *surveys;
    if (load_customer(unit, &exporting->id, &out->customer, err) < 0 ||
        customer_orders(unit, &exporting->id, &orders, &out->order_count, err) < 0 ||
        customer_tickets(unit, &exporting->id, &tickets, &out->ticket_count, err) < 0 ||
        customer_surveys(unit, &exporting->id, &surveys, &out->survey_count, err) < 0)
        return -1;
    out->orders = ARENA_ARRAY(unit->arena, out->order_count, struct kept_order);
    out->tickets = ARENA_ARRAY(unit->arena, out->ticket_count, struct kept_ticket);
    out->surveys = ARENA_ARRAY(unit->arena, out->survey_count, struct survey);
    for (size_t i = 0; i < out->order_count; i++)
        if (read_order(unit, &orders[i], &out->orders[i], err) < 0) return -1;
    for (size_t i = 0; i < out->ticket_count; i++)
        if (read_ticket(unit, &tickets[i], &out->tickets[i], err) < 0) return -1;
    for (size_t i = 0; i < out->survey_count; i++)
        if (survey_load(unit, &surveys[i], &out->surveys[i], err) < 0) return -1;
    return note(unit, &exporting->id, "customer.exported", (struct str){0}, err);
}

int desk_customer_export(struct desk *desk, const struct actor *actor, struct arena *arena,
                         const struct id *id, struct kept_customer *out, struct err *err)
{
    struct exporting exporting = {.id = *id};
    if (actor_check(actor, RIGHT_PRIVACY, err) < 0 ||
        desk_write(desk, actor, arena, export_in, &exporting, err) < 0)
        return -1;
    *out = exporting.out;
    return 0;
}

/* ---- erased ---- */

struct erasing {
    const struct erase_wish *wish;
    struct customer customer;
};

static int load_as_read(const struct unit *unit, const struct id *id, int64_t version, struct customer *out,
                        struct err *err)
{
    if (load_customer(unit, id, out, err) < 0) return -1;
    if (!version || out->version == version) return 0;
    return err_set(err, ERR_STALE, "the customer has changed since it was read; read it again");
}

static int erase_in(const struct unit *unit, void *context, struct err *err)
{
    struct erasing *erasing = context;
    const struct id *id = &erasing->wish->customer;
    struct str number;
    if (load_as_read(unit, id, erasing->wish->version, &erasing->customer, err) < 0) return -1;
    int open = customer_open_order(unit, id, &number, err);
    if (open < 0) return -1;
    if (open && !erasing->wish->force)
        return err_set(err, ERR_CONFLICT,
                       "order %.*s is still under way and needs its name, text and address; wait until it is "
                       "delivered or cancelled, or erase with \"force\"",
                       STR_ARG(str_slice(number, 0, 80)));
    if (privacy_erase(unit, id, err) < 0 ||
        note(unit, id, "customer.erased", open ? STR("{\"forced\":true}") : (struct str){0}, err) < 0)
        return -1;
    return load_customer(unit, id, &erasing->customer, err);
}

static int purge_in(const struct unit *unit, void *context, struct err *err)
{
    int more = search_purge_step(unit, err);
    *(bool *)context = more > 0;
    return more < 0 ? -1 : 0;
}

int desk_purge(struct desk *desk, struct arena *arena, bool *out_more, struct err *err)
{
    *out_more = true;
    for (int step = 0; *out_more && step < PURGE_STEPS; step++)
        if (desk_write_quietly(desk, &actor_engine, arena, purge_in, out_more, err) < 0) return -1;
    return 0;
}

int desk_customer_erase(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct erase_wish *wish, struct customer *out, struct err *err)
{
    bool more;
    struct erasing erasing = {.wish = wish};
    if (actor_check(actor, RIGHT_PRIVACY, err) < 0 ||
        desk_write(desk, actor, arena, erase_in, &erasing, err) < 0)
        return -1;
    *out = erasing.customer;
    desk_purge(desk, arena, &more, NULL); /* what fails of it, the timer does */
    return 0;
}

/* ---- an address that is no customer's ---- */

struct addressing {
    struct str address; /* folded */
    struct id *tickets, *letters, *surveys;
    struct kept_address out;
};

static int find_address(const struct unit *unit, struct addressing *addressing, struct err *err)
{
    struct id customer;
    char id[ID_TEXT];
    int found = customer_find(unit, addressing->address, &customer, err);
    if (found < 0) return -1;
    if (found) {
        id_format(&customer, id);
        return err_set(
            err, ERR_CONFLICT,
            "the address is that of the customer %s; /v1/customers/%s/export and …/erase are of all "
            "that is kept about them",
            id, id);
    }
    struct str address = addressing->address;
    struct kept_address *out = &addressing->out;
    if (address_tickets(unit, address, &addressing->tickets, &out->ticket_count, err) < 0 ||
        address_letters(unit, address, &addressing->letters, &out->letter_count, err) < 0)
        return -1;
    return address_surveys(unit, address, &addressing->surveys, &out->survey_count, err);
}

static int note_address(const struct unit *unit, const struct addressing *addressing, const char *verb,
                        struct err *err)
{
    static const struct id none;
    char hex[65];
    struct digest digest = digest_of(addressing->address);
    digest_hex(&digest, hex);
    return note(unit, &none, verb,
                arena_printf(unit->arena, "{\"address_sha256\":\"%s\",\"tickets\":%zu,\"letters\":%zu}", hex,
                             addressing->out.ticket_count, addressing->out.letter_count),
                err);
}

static bool is_read(const struct kept_address *kept, size_t behind, const struct id *ticket)
{
    for (size_t i = 0; i < kept->ticket_count; i++)
        if (id_eq(&kept->tickets[i].ticket.id, ticket) ||
            (i < behind && id_eq(&kept->tickets[i].ticket.merged_into, ticket)))
            return true;
    return false;
}

/* What they wrote into tickets of others, each of which is read once. */
static int read_merged(const struct unit *unit, struct str address, struct kept_address *out, struct err *err)
{
    size_t room = 0;
    for (size_t i = 0; i < out->ticket_count; i++) {
        const struct id *into = &out->tickets[i].ticket.merged_into;
        struct message *list;
        size_t count;
        if (id_is_none(into) || is_read(out, i, into)) continue;
        if (message_list_whole(unit, into, &list, &count, err) < 0) return -1;
        for (size_t k = 0; k < count; k++)
            if (str_eq(list[k].from, address))
                *ARENA_PUSH(unit->arena, out->messages, out->message_count, room) = list[k];
    }
    return 0;
}

static int export_address_in(const struct unit *unit, void *context, struct err *err)
{
    struct addressing *addressing = context;
    struct kept_address *out = &addressing->out;
    if (find_address(unit, addressing, err) < 0) return -1;
    out->tickets = ARENA_ARRAY(unit->arena, out->ticket_count, struct kept_ticket);
    out->letters = ARENA_ARRAY(unit->arena, out->letter_count, struct outgoing_message);
    out->surveys = ARENA_ARRAY(unit->arena, out->survey_count, struct survey);
    for (size_t i = 0; i < out->ticket_count; i++)
        if (read_ticket(unit, &addressing->tickets[i], &out->tickets[i], err) < 0) return -1;
    if (read_merged(unit, addressing->address, out, err) < 0) return -1;
    for (size_t i = 0; i < out->letter_count; i++)
        if (outbox_load(unit, &addressing->letters[i], &out->letters[i], err) < 0) return -1;
    for (size_t i = 0; i < out->survey_count; i++)
        if (survey_load(unit, &addressing->surveys[i], &out->surveys[i], err) < 0) return -1;
    return note_address(unit, addressing, "address.exported", err);
}

static int erase_address_in(const struct unit *unit, void *context, struct err *err)
{
    struct addressing *addressing = context;
    if (find_address(unit, addressing, err) < 0 ||
        privacy_erase_address(unit, addressing->address, addressing->tickets, addressing->out.ticket_count,
                              err) < 0)
        return -1;
    return note_address(unit, addressing, "address.erased", err);
}

static int address_work(struct desk *desk, const struct actor *actor, struct arena *arena, desk_work *work,
                        struct str address, struct kept_address *out, struct err *err)
{
    struct addressing addressing = {.address = address_fold(arena, address)};
    if (actor_check(actor, RIGHT_PRIVACY, err) < 0) return -1;
    if (!addressing.address.len)
        return err_set(err, ERR_INPUT, "/address: the address that somebody wrote from is expected");
    if (desk_write(desk, actor, arena, work, &addressing, err) < 0) return -1;
    *out = addressing.out;
    return 0;
}

int desk_address_export(struct desk *desk, const struct actor *actor, struct arena *arena, struct str address,
                        struct kept_address *out, struct err *err)
{
    return address_work(desk, actor, arena, export_address_in, address, out, err);
}

int desk_address_erase(struct desk *desk, const struct actor *actor, struct arena *arena, struct str address,
                       int64_t *out_tickets, int64_t *out_letters, struct err *err)
{
    bool more;
    struct kept_address kept = {0};
    if (address_work(desk, actor, arena, erase_address_in, address, &kept, err) < 0) return -1;
    desk_purge(desk, arena, &more, NULL);
    *out_tickets = (int64_t)kept.ticket_count;
    *out_letters = (int64_t)kept.letter_count;
    return 0;
}

/* ---- consents ---- */

struct consenting {
    struct id id;
    struct consents consents;
    struct customer customer;
};

static int set_consent(const struct unit *unit, const struct consenting *consenting, const char *kind,
                       int given, struct err *err)
{
    if (given < 0) return 0;
    bool sms = strcmp(kind, "sms") == 0;
    if (customer_set_consent(unit, &consenting->id, kind, given, unit->actor, err) < 0) return -1;
    if (!given && (sms ? outbox_withhold_sms : outbox_withhold_invitations)(unit, &consenting->id, err) < 0)
        return -1;
    return note(unit, &consenting->id, given ? "consent.given" : "consent.withdrawn",
                arena_printf(unit->arena, "{\"kind\":\"%s\"}", kind), err);
}

static int consent_in(const struct unit *unit, void *context, struct err *err)
{
    struct consenting *consenting = context;
    if (load_as_read(unit, &consenting->id, consenting->consents.version, &consenting->customer, err) < 0)
        return -1;
    if (consenting->customer.erased_at != INSTANT_NONE)
        return err_set(err, ERR_CONFLICT, "what was kept of this customer is erased");
    if (set_consent(unit, consenting, "sms", consenting->consents.sms, err) < 0 ||
        set_consent(unit, consenting, "marketing", consenting->consents.marketing, err) < 0)
        return -1;
    return load_customer(unit, &consenting->id, &consenting->customer, err);
}

int desk_customer_consents(struct desk *desk, const struct actor *actor, struct arena *arena,
                           const struct id *id, const struct consents *consents, struct customer *out,
                           struct err *err)
{
    struct consenting consenting = {.id = *id, .consents = *consents};
    if (actor_check(actor, RIGHT_REPLY, err) < 0 ||
        desk_write(desk, actor, arena, consent_in, &consenting, err) < 0)
        return -1;
    *out = consenting.customer;
    return 0;
}
