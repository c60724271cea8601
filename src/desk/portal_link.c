/* The links to an order's page: asked for, queued, and made when their letter leaves; see portal.h. */
#include "desk/guess.h"
#include "desk/letter.h"
#include "desk/portal.h"
#include "desk/secret.h"
#include "store/audit.h"
#include "store/customer.h"
#include "store/order.h"
#include "store/portal.h"

enum { REQUESTS_AT_ONCE = 50, NUMBER_MOST = 100, LETTER_MOST = 4 * 1024 * 1024 };

/* ---- who gets one ---- */

struct addressee {
    struct id order;
    struct str number, locale, address;
    struct str once; /* the occasion, as it stands in the letter's key */
    struct receipt letter;
    bool known;
};

static bool has_address(struct arena *arena, const struct person *person, struct str address)
{
    bool has = str_eq(address_fold(arena, person->email), address);
    for (size_t i = 0; i < person->email_count; i++)
        has = has || str_eq(address_fold(arena, person->emails[i]), address);
    return has;
}

/* Whether the order is there and the address, or where it is empty the customer's own, belongs to it. */
static int find_addressee(const struct unit *unit, struct str number, struct addressee *out, struct err *err)
{
    struct order_record record;
    struct customer customer;
    int found = order_find(unit, number, &out->order, err);
    if (found > 0) found = order_head(unit, &out->order, &record, err);
    if (found > 0) found = customer_load(unit, &record.customer, &customer, err);
    if (found <= 0) return found;
    if (!out->address.len) out->address = address_fold(unit->arena, customer.person.email);
    out->number = record.order->number;
    out->locale = customer.person.locale;
    out->known = letter_channel(out->address).len &&
                 (has_address(unit->arena, &customer.person, out->address) ||
                  has_address(unit->arena, &record.order->recipient, out->address));
    return 1;
}

static int write_letter(struct desk *desk, struct arena *arena, struct addressee *to, struct err *err)
{
    struct link_words words = {to->number, STR(LINK_PLACE), LINK_LASTS_DAYS};
    struct str locale = to->locale.len ? to->locale : desk_store(desk, arena)->default_locale;
    return desk_link_letter(desk, arena, locale, &words, &to->letter, err);
}

static int queue_letter(const struct unit *unit, const struct addressee *to, bool automatic,
                        struct outgoing_message *out, struct err *err)
{
    bool added;
    *out = (struct outgoing_message){
        .kind = "link",
        .dedupe = ARENA_JOIN(unit->arena, STR("link:"), to->once),
        .order = to->order,
        .channel = letter_channel(to->address),
        .recipient = to->address,
        .subject = to->letter.subject,
        .automatic = automatic,
        .link = true,
        .not_before = unit->now,
    };
    if (letter_render_markdown(unit->arena, to->letter.markdown, out, err) < 0 ||
        outbox_add(unit, out, &added, err) < 0)
        return -1;
    struct audit_entry entry = {.verb = "link.queued", .object = out->id, .order = to->order};
    return added ? audit_add(unit, &entry, err) : 0;
}

/* ---- by an agent ---- */

struct sending {
    struct desk *desk;
    struct str number;
    struct addressee to;
    struct outgoing_message letter;
};

static int read_in(const struct unit *unit, void *context, struct err *err)
{
    struct sending *sending = context;
    int found = find_addressee(unit, sending->number, &sending->to, err);
    if (found < 0) return -1;
    if (!found) return order_missing(sending->number, err);
    if (sending->to.known) return 0;
    return err_set(err, ERR_INPUT, "/email: an address of the order's customer or recipient is expected");
}

static int send_in(const struct unit *unit, void *context, struct err *err)
{
    struct sending *sending = context;
    char once[ID_TEXT];
    struct id id = unit_id(unit);
    id_format(&id, once);
    sending->to.once = str_of(once);
    return queue_letter(unit, &sending->to, false, &sending->letter, err);
}

int desk_link_send(struct desk *desk, const struct actor *actor, struct arena *arena, struct str number,
                   struct str address, struct outgoing_message *out, struct err *err)
{
    struct sending sending = {
        .desk = desk, .number = number, .to = {.address = address_fold(arena, address)}};
    if (actor_check(actor, RIGHT_REPLY, err) < 0 ||
        desk_read(desk, actor, arena, read_in, &sending, err) < 0 ||
        write_letter(desk, arena, &sending.to, err) < 0 ||
        desk_write(desk, actor, arena, send_in, &sending, err) < 0)
        return -1;
    *out = sending.letter;
    return 0;
}

/* ---- by anybody ---- */

struct asking {
    struct link_request request;
    struct digest who;
    int64_t wait;
};

/* The same rows are read and written whatever the order and the address are. */
static int ask_in(const struct unit *unit, void *context, struct err *err)
{
    struct asking *asking = context;
    if (guess_take(unit, &asking->who, &asking->wait, err) < 0) return -1;
    return asking->wait ? 0 : link_request_add(unit, &asking->request, err);
}

int desk_link_ask(struct desk *desk, struct arena *arena, const struct link_wish *wish, int64_t *out_wait,
                  struct err *err)
{
    struct str address = address_fold(arena, wish->email);
    struct asking asking = {.request = {.number = wish->number, .address = address},
                            .who = DIGEST_OF(STR("link"), address)};
    if (!letter_channel(address).len || address.len > ADDRESS_MOST)
        return err_set(err, ERR_INPUT, "/email: an address is expected");
    if (!wish->number.len || wish->number.len > NUMBER_MOST)
        return err_set(err, ERR_INPUT, "/number: 1 to %d bytes are expected", NUMBER_MOST);
    if (desk_write(desk, &actor_customer, arena, ask_in, &asking, err) < 0) return -1;
    *out_wait = asking.wait;
    if (!asking.wait) return 0;
    return err_set(err, ERR_BUSY, "a link was asked for too often; please wait before the next try");
}

struct working {
    struct link_request requests[REQUESTS_AT_ONCE];
    struct addressee to[REQUESTS_AT_ONCE];
    int count;
};

static int look_in(const struct unit *unit, void *context, struct err *err)
{
    struct working *working = context;
    if (link_request_list(unit, REQUESTS_AT_ONCE, working->requests, &working->count, err) < 0) return -1;
    for (int i = 0; i < working->count; i++) {
        working->to[i] = (struct addressee){.address = working->requests[i].address};
        if (find_addressee(unit, working->requests[i].number, &working->to[i], err) < 0) return -1;
    }
    return 0;
}

static int settle_in(const struct unit *unit, void *context, struct err *err)
{
    struct working *working = context;
    struct outgoing_message letter;
    for (int i = 0; i < working->count; i++) {
        char once[ID_TEXT];
        bool taken;
        if (link_request_take(unit, &working->requests[i].id, &taken, err) < 0) return -1;
        if (!taken || !working->to[i].known) continue;
        id_format(&working->requests[i].id, once);
        working->to[i].once = str_of(once);
        if (queue_letter(unit, &working->to[i], true, &letter, err) < 0) return -1;
    }
    return 0;
}

int desk_links_work(struct desk *desk, struct arena *arena, bool *out_more, struct err *err)
{
    struct working *working = ARENA_NEW(arena, struct working);
    if (desk_read(desk, &actor_engine, arena, look_in, working, err) < 0) return -1;
    for (int i = 0; i < working->count; i++)
        if (working->to[i].known && write_letter(desk, arena, &working->to[i], err) < 0) return -1;
    if (working->count && desk_write(desk, &actor_engine, arena, settle_in, working, err) < 0) return -1;
    *out_more = *out_more || working->count == REQUESTS_AT_ONCE;
    return 0;
}

/* ---- when the letter leaves ---- */

static struct str with_link(struct arena *arena, struct str text, struct str link)
{
    struct str place = STR(LINK_PLACE);
    struct buf out;
    size_t at = 0;
    buf_init(&out, LETTER_MOST);
    for (size_t found; (found = str_find(text, place, at)) != STR_NOT_FOUND; at = found + place.len) {
        buf_add(&out, str_slice(text, at, found));
        buf_add(&out, link);
    }
    buf_add(&out, str_slice(text, at, text.len));
    struct str whole = buf_copy(&out, arena);
    buf_done(&out);
    return whole;
}

static struct str link_to(struct desk *desk, struct arena *arena, struct str secret)
{
    struct str base = desk_store(desk, arena)->pages_url;
    if (!base.len) base = STR(PAGES_URL_DEFAULT);
    while (str_ends(base, STR("/"))) base = str_slice(base, 0, base.len - 1);
    return arena_printf(arena, "%.*s/o/%.*s", STR_ARG(base), STR_ARG(secret));
}

struct filling {
    const struct outgoing_message *letters;
    const struct str *secrets;
    int count;
};

static int fill_in(const struct unit *unit, void *context, struct err *err)
{
    const struct filling *filling = context;
    for (int i = 0; i < filling->count; i++) {
        const struct outgoing_message *letter = &filling->letters[i];
        struct order_link link = {letter->order, address_fold(unit->arena, letter->recipient),
                                  unit->now + LINK_LASTS};
        struct digest digest = digest_of(filling->secrets[i]);
        if (filling->secrets[i].len && order_link_insert(unit, &digest, &link, err) < 0) return -1;
    }
    return 0;
}

int desk_links_fill(struct desk *desk, struct arena *arena, struct outgoing_message *letters, int count,
                    struct err *err)
{
    struct str *secrets = ARENA_ARRAY(arena, (size_t)count, struct str);
    struct filling filling = {letters, secrets, count};
    int links = 0;
    for (int i = 0; i < count; i++) {
        if (!letters[i].link || id_is_none(&letters[i].order)) continue;
        secrets[i] = secret_new(arena, desk_rand(desk), "");
        links++;
    }
    if (links && desk_write_quietly(desk, &actor_engine, arena, fill_in, &filling, err) < 0) return -1;
    for (int i = 0; i < count; i++) {
        if (!secrets[i].len) continue;
        struct str link = link_to(desk, arena, secrets[i]);
        letters[i].text = with_link(arena, letters[i].text, link);
        letters[i].html = with_link(arena, letters[i].html, link);
    }
    return 0;
}
