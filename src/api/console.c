/* A ticket as it is worked: everything in it, what was decided with its clauses, and each thing that can be done as a button. */
#include "desk/console.h"

#include "api/outlook.h"
#include "api/routes.h"
#include "api/write.h"
#include "desk/inbox.h"
#include "model/store.h"
#include "text/markdown.h"

enum { CLAUSE_BYTES = 256 * 1024, BODY_BYTES = 16 * 1024 };

/* ---- buttons ---- */

typedef void body_writer(struct json_writer *json, const struct call *call, const struct console *console,
                         const struct offer *offer);

static void put_nothing(struct json_writer *json, const struct call *call, const struct console *console,
                        const struct offer *offer)
{
    (void)json;
    (void)call;
    (void)console;
    (void)offer;
}

static void put_account(struct json_writer *json, const struct call *call, const struct console *console,
                        const struct offer *offer)
{
    (void)console;
    (void)offer;
    if (!id_is_none(&call->actor.account)) put_id(json, "account", &call->actor.account);
}

static void put_item(struct json_writer *json, const struct call *call, const struct console *console,
                     const struct offer *offer)
{
    (void)call;
    (void)console;
    if (offer->item != ALL_ITEMS) json_put_int(json, "item", offer->item);
}

static void put_hold(struct json_writer *json, const struct call *call, const struct console *console,
                     const struct offer *offer)
{
    put_item(json, call, console, offer);
    json_put_string(json, "reason", STR("by_hand"));
}

static void put_trace(struct json_writer *json, const struct call *call, const struct console *console,
                      const struct offer *offer)
{
    json_put_string(json, "order", console->whole.order.order->number);
    put_item(json, call, console, offer);
    json_put_string(json, "concern", concern_name(CONCERN_NOT_RECEIVED));
    json_put_string(json, "fault", fault_name(FAULT_CARRIER));
}

static void put_text_of(struct json_writer *json, const struct value *object, const char *name)
{
    const struct value *member = value_get(object, str_of(name));
    if (member && member->kind == VALUE_STRING) json_put_string(json, name, member->string);
}

static void put_remedies(struct json_writer *json, const struct call *call, const struct console *console,
                         const struct offer *offer)
{
    (void)call;
    (void)console;
    if (!offer->remedies) return;
    json_name(json, "remedies");
    json_begin_array(json);
    for (size_t i = 0; i < offer->remedies->array.count; i++) {
        json_begin_object(json);
        put_text_of(json, &offer->remedies->array.items[i], "kind");
        put_text_of(json, &offer->remedies->array.items[i], "amount");
        put_text_of(json, &offer->remedies->array.items[i], "currency");
        json_end_object(json);
    }
    json_end_array(json);
}

static void put_fault(struct json_writer *json, const struct call *call, const struct console *console,
                      const struct offer *offer)
{
    (void)call;
    (void)console;
    json_put_string(json, "photos_of", offer->fault);
}

static void put_remedy(struct json_writer *json, const struct call *call, const struct console *console,
                       const struct offer *offer)
{
    (void)call;
    (void)console;
    json_put_string(json, "remedy", offer->remedy);
}

/* The route of each deed: `path` around the id of its object, or the number of the order. */
static const struct {
    const char *prefix, *suffix;
    body_writer *body;
    const char *asks; /* a member of the body that the person fills in */
} buttons[DEED_COUNT] = {
    [DEED_SEND] = {"/v1/drafts/", "/send", put_nothing, NULL},
    [DEED_UNSEND] = {"/v1/drafts/", "/unsend", put_nothing, NULL},
    [DEED_DISCARD] = {"/v1/drafts/", "/discard", put_nothing, NULL},
    [DEED_TAKE] = {"/v1/tickets/", "/assign", put_account, NULL},
    [DEED_HAND_OVER] = {"/v1/tickets/", "/hand-over", put_nothing, NULL},
    [DEED_RESOLVE] = {"/v1/tickets/", "/resolve", put_nothing, NULL},
    [DEED_REOPEN] = {"/v1/tickets/", "/reopen", put_nothing, NULL},
    [DEED_MERGE] = {"/v1/tickets/", "/merge", put_nothing, "into"},
    [DEED_REASSESS] = {"/v1/tickets/", "/reassess", put_nothing, NULL},
    [DEED_HOLD] = {"/v1/orders/", "/hold", put_hold, "reason"},
    [DEED_RELEASE] = {"/v1/orders/", "/release", put_item, NULL},
    [DEED_CANCEL] = {"/v1/orders/", "/cancel", put_nothing, NULL},
    [DEED_TRACE] = {"/v1/claims", "", put_trace, NULL},
    [DEED_CHANGE_ASK] = {"/v1/changes/", "/ask", put_nothing, NULL},
    [DEED_CHANGE_CONFIRM] = {"/v1/changes/", "/confirm", put_nothing, NULL},
    [DEED_CHANGE_APPLY] = {"/v1/changes/", "/apply", put_nothing, NULL},
    [DEED_CHANGE_DECLINE] = {"/v1/changes/", "/decline", put_nothing, NULL},
    [DEED_CHANGE_WITHDRAW] = {"/v1/changes/", "/withdraw", put_nothing, NULL},
    [DEED_REQUEST_PHOTOS] = {"/v1/tickets/", "/reassess", put_fault, NULL},
    [DEED_CLAIM_OFFER] = {"/v1/claims/", "/offer", put_remedies, "remedies"},
    [DEED_CLAIM_CHOOSE] = {"/v1/claims/", "/choose", put_remedy, NULL},
    [DEED_CLAIM_REJECT] = {"/v1/claims/", "/reject", put_nothing, NULL},
    [DEED_CLAIM_WITHDRAW] = {"/v1/claims/", "/withdraw", put_nothing, NULL},
    [DEED_APPROVE] = {"/v1/approvals/", "/approve", put_nothing, NULL},
    [DEED_REFUSE] = {"/v1/approvals/", "/refuse", put_nothing, NULL},
};

static struct str path_of(const struct call *call, const struct console *console, const struct offer *offer)
{
    char id[ID_TEXT];
    struct str which = STR("");
    id_format(&offer->object, id);
    if (!id_is_none(&offer->object))
        which = str_of(id);
    else if (*buttons[offer->deed].suffix && console->whole.has_order)
        which = call_number_part(call->arena, console->whole.order.order->number);
    return arena_printf(call->arena, "%s%.*s%s", buttons[offer->deed].prefix, STR_ARG(which),
                        buttons[offer->deed].suffix);
}

static const char *asked_of(const struct offer *offer)
{
    if (offer->deed == DEED_SEND) return offer->overrides ? "override_reason" : NULL;
    if (offer->deed == DEED_CLAIM_OFFER) return offer->remedies ? NULL : "remedies";
    return buttons[offer->deed].asks;
}

static void write_button(const struct call *call, struct json_writer *json, const struct console *console,
                         const struct offer *offer)
{
    const char *asks = asked_of(offer);
    struct str name = deed_name(offer->deed);
    json_begin_object(json);
    json_put_string(json, "name", name);
    json_put_string(json, "label", arena_printf(call->arena, "button.%.*s", STR_ARG(name)));
    json_put_string(json, "method", STR("POST"));
    json_put_string(json, "path", path_of(call, console, offer));
    json_name(json, "body");
    json_begin_object(json);
    buttons[offer->deed].body(json, call, console, offer);
    json_end_object(json);
    json_put_string_or_null(json, "asks", str_of(asks));
    if (offer->version)
        json_put_int(json, "version", offer->version);
    else
        json_put_null(json, "version");
    json_put_string_or_null(json, "remedy", offer->remedy);
    json_put_bool(json, "allowed", !offer->why_not.len);
    json_put_string_or_null(json, "why_not", offer->why_not);
    json_end_object(json);
}

static void write_buttons(const struct call *call, struct json_writer *json, const struct console *console,
                          enum offer_about about, int index)
{
    json_name(json, "buttons");
    json_begin_array(json);
    for (size_t i = 0; i < console->offer_count; i++)
        if (console->offers[i].about == about && console->offers[i].index == index)
            write_button(call, json, console, &console->offers[i]);
    json_end_array(json);
}

/* ---- decisions and their clauses ---- */

static const struct value *decisions_of(const struct console *console)
{
    static const struct value none = {.kind = VALUE_ARRAY};
    const struct value *list = value_get(&console->assessment, STR("decisions"));
    return list && list->kind == VALUE_ARRAY ? list : &none;
}

static void write_decisions(const struct call *call, struct json_writer *json, const struct console *console)
{
    const struct value *list = decisions_of(console);
    json_name(json, "decisions");
    json_begin_array(json);
    for (size_t i = 0; i < list->array.count; i++) {
        json_begin_object(json);
        json_name(json, "decision");
        json_write_value(json, &list->array.items[i]);
        write_buttons(call, json, console, ABOUT_DECISION, (int)i);
        json_end_object(json);
    }
    json_end_array(json);
}

static bool is_cited(const struct console *console, struct str anchor)
{
    const struct value *list = decisions_of(console);
    for (size_t i = 0; i < list->array.count; i++) {
        const struct value *clauses = value_get(&list->array.items[i], STR("clauses"));
        for (size_t c = 0; clauses && clauses->kind == VALUE_ARRAY && c < clauses->array.count; c++)
            if (clauses->array.items[c].kind == VALUE_STRING &&
                str_eq(clauses->array.items[c].string, anchor))
                return true;
    }
    return false;
}

static int write_clause(struct json_writer *json, const struct clause *clause, struct err *err)
{
    struct buf html, text;
    buf_init(&html, CLAUSE_BYTES);
    buf_init(&text, CLAUSE_BYTES);
    int result = markdown_render(clause->text, &html, &text, err);
    json_begin_object(json);
    json_put_string(json, "anchor", clause->anchor);
    json_put_string(json, "title", clause->title);
    json_put_string(json, "text", buf_str(&text));
    json_put_string(json, "html", buf_str(&html));
    json_end_object(json);
    buf_done(&html);
    buf_done(&text);
    return result;
}

static int write_clauses(struct call *call, const struct console *console, struct err *err)
{
    const struct store *store = desk_store(call->desk, call->arena);
    struct str lang = call_query(call, "lang");
    bool chinese = lang.ptr ? str_is(lang, "zh") : str_starts(store->default_locale, STR("zh"));
    const struct policy *policy = &store->policy[chinese ? LANG_ZH : LANG_EN];
    json_name(&call->json, "clauses");
    json_begin_array(&call->json);
    for (size_t i = 0; i < policy->clause_count; i++)
        if (is_cited(console, policy->clauses[i].anchor) &&
            write_clause(&call->json, &policy->clauses[i], err) < 0)
            return -1;
    json_end_array(&call->json);
    return 0;
}

/* ---- the cases of the order ---- */

static void write_cases(const struct call *call, struct json_writer *json, const struct console *console)
{
#define LIST(noun, member, about)                     \
    json_name(json, #noun "s");                       \
    json_begin_array(json);                           \
    for (int i = 0; i < console->noun##_count; i++) { \
        json_begin_object(json);                      \
        json_name(json, #noun);                       \
        write_##noun(json, &console->member[i]);      \
        write_buttons(call, json, console, about, i); \
        json_end_object(json);                        \
    }                                                 \
    json_end_array(json)
    LIST(change, changes, ABOUT_CHANGE);
    LIST(claim, claims, ABOUT_CLAIM);
    LIST(approval, approvals, ABOUT_APPROVAL);
#undef LIST
}

static void write_people(struct json_writer *json, const struct console *console)
{
    json_name(json, "customer");
    if (console->has_customer)
        write_customer(json, &console->customer);
    else
        json_write_null(json);
    json_name(json, "assignee");
    if (console->assignee.len) {
        json_begin_object(json);
        put_id(json, "id", &console->whole.ticket.assignee);
        json_put_string(json, "name", console->assignee);
        json_end_object(json);
    } else {
        json_write_null(json);
    }
}

static void write_check(struct json_writer *json, const struct console *console)
{
    json_name(json, "check");
    if (!console->draft) {
        json_write_null(json);
        return;
    }
    json_begin_object(json);
    json_name(json, "draft");
    write_draft(json, console->draft);
    json_name(json, "lint");
    write_findings(json, console->findings.list, console->findings.count);
    json_put_bool(json, "blocked", console->findings.blocks);
    json_end_object(json);
}

int route_console(struct call *call, struct err *err)
{
    struct json_writer *json = &call->json;
    struct console console;
    struct id id;
    if (call_id(call, "id", &id, err) < 0) return -1;
    int found = desk_console(call->desk, &call->actor, call->arena, &id, &console, err);
    if (found <= 0) return found < 0 ? -1 : err_set(err, ERR_NOT_FOUND, "there is no such ticket");
    call->version = console.whole.ticket.version;
    json_begin_object(json);
    write_whole_members(json, &console.whole);
    write_people(json, &console);
    write_check(json, &console);
    write_buttons(call, json, &console, ABOUT_TICKET, 0);
    write_decisions(call, json, &console);
    if (write_clauses(call, &console, err) < 0) return -1;
    write_cases(call, json, &console);
    write_outlook(json, desk_store(call->desk, call->arena),
                  console.whole.has_order ? console.whole.order.order : NULL, console.views,
                  console.view_count, console.now);
    write_presence(json, "others", console.others, console.other_count);
    write_clock(json, &console.whole.ticket,
                ticket_minutes_left(desk_store(call->desk, call->arena), &console.whole.ticket, console.now),
                console.now);
    put_time(json, "undo_until", console.undo_until);
    put_time(json, "now", console.now);
    json_end_object(json);
    return 0;
}
