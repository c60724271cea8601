/* The inbox: tickets as an agent works them, and how many there are in each view. */
#include "api/inbox.h"

#include "api/routes.h"
#include "api/write.h"
#include "desk/preference.h"
#include "http/decode.h"

#define X(id, name) "|" name
#define WORDS(list) (&(list(X))[1])
const struct query_rule inbox_query[] = {
    {"state", "Only tickets in this state; open or waiting where it is absent, with `q` any", QUERY_WORD,
     "open|waiting|resolved|merged"},
    {"concern", "Only those whose gravest concern is this one", QUERY_WORD, WORDS(CONCERNS)},
    {"lang", "Only those that are answered in this language", QUERY_WORD, "en|zh"},
    {"stage", "Only those about an order that stands at this stage", QUERY_WORD, WORDS(STAGES)},
    {"assignee", "Only those of this account; `me`, or `nobody` for those that nobody has", QUERY_TEXT, NULL},
    {"escalated", "Only those that are escalated, or are not", QUERY_WORD, "true|false"},
    {"due", "Only what is late, or will be before the day ends where the store is", QUERY_WORD, "late|today"},
    {"q", "Only tickets with these words, in a message or in their order; then the newest first, in one page",
     QUERY_TEXT, NULL},
    {"limit", "How many, 1 to 200; 50 where it is absent", QUERY_COUNT, NULL},
    {"cursor", "The \"next\" of the page before", QUERY_CURSOR, NULL},
    {NULL, NULL, QUERY_END, NULL}};
#undef X

/* ---- reading ---- */

static int read_assignee(struct str text, const struct actor *actor, struct inbox_filter *out,
                         struct err *err)
{
    if (!text.ptr) return 0;
    out->owner = str_is(text, "nobody") ? OWNER_NOBODY : OWNER_ACCOUNT;
    out->account = actor->account;
    if (out->owner == OWNER_NOBODY || (str_is(text, "me") && !id_is_none(&actor->account))) return 0;
    if (str_is(text, "me"))
        return err_set(err, ERR_INPUT, "assignee: \"me\" is for people who have signed in");
    if (id_parse(text, &out->account) == 0) return 0;
    return err_set(err, ERR_INPUT, "assignee: the id of an account, \"me\" or \"nobody\" is expected");
}

/* "PLACE.ID" of the last one that was looked at. */
static int read_cursor(struct str text, struct inbox_filter *out, struct err *err)
{
    uint64_t place;
    size_t dot = str_find_char(text, '.', 0);
    out->after = INT64_MIN;
    if (!text.ptr) return 0;
    if (dot == STR_NOT_FOUND || str_to_uint(str_slice(text, 0, dot), INT64_MAX, &place) < 0 ||
        id_parse(str_slice(text, dot + 1, text.len), &out->after_id) < 0)
        return err_set(err, ERR_INPUT, "cursor: the \"next\" of the page before is expected");
    out->after = (int64_t)place;
    return 0;
}

int inbox_filter_read(struct http_fields query, const struct actor *actor, struct inbox_filter *out,
                      struct err *err)
{
    struct str state = http_fields_get(query, "state"), due = http_fields_get(query, "due");
    struct str escalated = http_fields_get(query, "escalated");
    struct inbox_filter filter = {
        .by_state = state.ptr != NULL,
        .concern = http_fields_get(query, "concern"),
        .lang = http_fields_get(query, "lang"),
        .stage = http_fields_get(query, "stage"),
        .query = str_trim(http_fields_get(query, "q")),
        .by_escalated = escalated.ptr != NULL,
        .escalated = str_is(escalated, "true"),
        .due = str_is(due, "late")    ? DUE_LATE
               : str_is(due, "today") ? DUE_TODAY
                                      : DUE_WHENEVER,
    };
    if (filter.by_state) ticket_state_from_name(state, &filter.state);
    if (filter.query.len > INBOX_QUERY_MOST)
        return err_set(err, ERR_INPUT, "q: at most %d bytes are expected", INBOX_QUERY_MOST);
    if (read_assignee(http_fields_get(query, "assignee"), actor, &filter, err) < 0 ||
        read_cursor(http_fields_get(query, "cursor"), &filter, err) < 0)
        return -1;
    *out = filter;
    return 0;
}

int inbox_filter_parse(struct arena *arena, struct str text, const struct actor *actor,
                       struct inbox_filter *out, struct err *err)
{
    struct http_fields fields;
    if (http_decode_form(arena, text, &fields, err) < 0 || query_check(inbox_query, fields, err) < 0)
        return -1;
    return inbox_filter_read(fields, actor, out, err);
}

/* ---- a page ---- */

static void write_words(struct json_writer *json, const char *name, struct str words)
{
    struct str word;
    json_name(json, name);
    json_begin_array(json);
    while (str_next_part(&words, ' ', &word))
        if (word.len) json_write_string(json, word);
    json_end_array(json);
}

static void write_named(struct json_writer *json, const char *what, const struct id *id, struct str name)
{
    json_name(json, what);
    if (id_is_none(id)) {
        json_write_null(json);
        return;
    }
    json_begin_object(json);
    put_id(json, "id", id);
    json_put_string(json, "name", name);
    json_end_object(json);
}

static void write_order_of(struct json_writer *json, const struct inbox_row *row)
{
    json_name(json, "order");
    if (!row->number.len) {
        json_write_null(json);
        return;
    }
    json_begin_object(json);
    put_id(json, "id", &row->ticket.order);
    json_put_string(json, "number", row->number);
    json_put_string_or_null(json, "stage", row->stage);
    json_put_string_or_null(json, "total", row->total);
    json_put_string_or_null(json, "currency", row->currency);
    json_end_object(json);
}

static void write_row(struct json_writer *json, const struct inbox_row *row, int64_t minutes, instant_t now)
{
    const struct ticket *ticket = &row->ticket;
    bool waits = ticket->state == TICKET_WAITING;
    json_begin_object(json);
    put_id(json, "id", &ticket->id);
    json_put_string(json, "subject", ticket->subject);
    json_put_string(json, "state", ticket_state_name(ticket->state));
    json_put_string_or_null(json, "channel", ticket->channel);
    json_put_string_or_null(json, "lang", ticket->locale);
    json_put_string(json, "from", ticket->from);
    write_named(json, "assignee", &ticket->assignee, row->assignee);
    json_put_int(json, "version", ticket->version);
    write_order_of(json, row);
    write_named(json, "customer", &ticket->customer, row->customer);
    json_put_string_or_null(json, "concern", ticket->concern);
    write_words(json, "further", ticket->further);
    json_name(json, "confidence");
    json_write_real(json, ticket->confidence / 1000.0, 3);
    json_put_bool(json, "escalated", ticket->escalated);
    json_put_string_or_null(json, "action", ticket->action);
    json_put_bool(json, "has_draft", row->has_draft);
    json_put_string(json, "snippet", ticket->snippet);
    put_time(json, "due_at", ticket->due_at);
    write_clock(json, ticket, minutes, now);
    json_put_bool(json, "waits", waits);
    json_put_string_or_null(json, "awaiting", awaiting_name(ticket->awaiting));
    json_put_bool(json, "unread", ticket->last_author == AUTHOR_CUSTOMER && row->seen_at < ticket->last_at);
    put_time(json, "last_at", ticket->last_at);
    json_put_string(json, "last_author", author_name(ticket->last_author));
    json_put_int(json, "contacts", ticket->contacts);
    put_time(json, "received_at", ticket->received_at);
    json_end_object(json);
}

int route_inbox(struct call *call, struct err *err)
{
    struct inbox_filter filter;
    struct inbox_page page;
    char id[ID_TEXT];
    if (inbox_filter_read(call->request->query, &call->actor, &filter, err) < 0 ||
        call_limit(call, &filter.most, err) < 0 ||
        desk_inbox(call->desk, &call->actor, call->arena, &filter, &page, err) < 0)
        return -1;
    call_begin_page(call);
    for (int i = 0; i < page.count; i++)
        write_row(&call->json, &page.rows[i], page.minutes_left[i], page.now);
    json_end_array(&call->json);
    id_format(&page.next_id, id);
    if (page.more)
        json_put_string(&call->json, "next", arena_printf(call->arena, "%lld.%s", (long long)page.next, id));
    else
        json_put_null(&call->json, "next");
    json_end_object(&call->json);
    return 0;
}

/* ---- counts ---- */

static const struct {
    struct str name, query;
} standing[] = {
    {STR_INIT("all"), STR_INIT("")},
    {STR_INIT("mine"), STR_INIT("assignee=me")},
    {STR_INIT("unassigned"), STR_INIT("assignee=nobody")},
    {STR_INIT("late"), STR_INIT("due=late")},
    {STR_INIT("today"), STR_INIT("due=today")},
    {STR_INIT("escalated"), STR_INIT("escalated=true")},
    {STR_INIT("open"), STR_INIT("state=open")},
    {STR_INIT("waiting"), STR_INIT("state=waiting")},
};
enum { STANDING = sizeof standing / sizeof *standing };

struct views { /* the standing ones, then the person's own */
    struct saved_view *list;
    struct inbox_filter *filters;
    bool *countable;
    size_t count;
};

static int gather_views(struct call *call, struct views *out, struct err *err)
{
    struct saved_view *own;
    size_t count;
    if (desk_views(call->desk, &call->actor, call->arena, &own, &count, err) < 0) return -1;
    out->count = STANDING + count;
    out->list = ARENA_ARRAY(call->arena, out->count, struct saved_view);
    out->filters = ARENA_ARRAY(call->arena, out->count, struct inbox_filter);
    out->countable = ARENA_ARRAY(call->arena, out->count, bool);
    for (size_t i = 0; i < out->count; i++) {
        out->list[i] = i < STANDING
                           ? (struct saved_view){.name = standing[i].name, .query = standing[i].query}
                           : own[i - STANDING];
        out->countable[i] =
            inbox_filter_parse(call->arena, out->list[i].query, &call->actor, &out->filters[i], NULL) == 0;
    }
    return 0;
}

static void write_view_count(struct json_writer *json, const struct saved_view *view, int64_t count)
{
    json_begin_object(json);
    put_id(json, "id", &view->id);
    json_put_string(json, "name", view->name);
    json_put_string(json, "query", view->query);
    if (count < 0)
        json_put_null(json, "count");
    else
        json_put_int(json, "count", count);
    json_end_object(json);
}

int route_inbox_counts(struct call *call, struct err *err)
{
    struct views views;
    struct inbox_counts counts;
    if (gather_views(call, &views, err) < 0 ||
        desk_inbox_counts(call->desk, &call->actor, call->arena, views.filters, views.count, &counts, err) <
            0)
        return -1;
    json_begin_object(&call->json);
    json_put_int(&call->json, "total", counts.total);
    json_name(&call->json, "views");
    json_begin_array(&call->json);
    for (size_t i = 0; i < views.count; i++)
        write_view_count(&call->json, &views.list[i], views.countable[i] ? counts.filtered[i] : -1);
    json_end_array(&call->json);
    json_name(&call->json, "concerns");
    json_begin_array(&call->json);
    for (int concern = 0; concern < CONCERN_COUNT; concern++) {
        if (!counts.concerns[concern]) continue;
        json_begin_object(&call->json);
        json_put_string(&call->json, "concern", concern_name((enum concern)concern));
        json_put_int(&call->json, "count", counts.concerns[concern]);
        json_end_object(&call->json);
    }
    json_end_array(&call->json);
    json_end_object(&call->json);
    return 0;
}
