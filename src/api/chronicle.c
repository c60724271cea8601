/* One order as its page shows it. */
#include "desk/chronicle.h"

#include "api/outlook.h"
#include "api/routes.h"
#include "api/spec.h"
#include "api/write.h"

/* ---- what is to be made ---- */

static const struct change_request *change_of(const struct chronicle *whole, const struct id *id)
{
    for (int i = 0; i < whole->change_count; i++)
        if (id_eq(&whole->changes[i].id, id)) return &whole->changes[i];
    return NULL;
}

static const struct ticket *ticket_of(const struct chronicle *whole, const struct id *id)
{
    for (int i = 0; i < whole->ticket_count; i++)
        if (id_eq(&whole->tickets[i].id, id)) return &whole->tickets[i];
    return NULL;
}

/* Who confirmed it, by which way, and when. */
static void write_confirmed(struct json_writer *json, const struct chronicle *whole,
                            const struct spec_version *spec)
{
    const struct change_request *change = change_of(whole, &spec->change);
    json_name(json, "change");
    if (!change) {
        json_write_null(json);
        return;
    }
    const struct ticket *ticket = ticket_of(whole, &change->ticket);
    json_begin_object(json);
    put_id(json, "id", &change->id);
    put_id(json, "ticket", &change->ticket);
    json_put_string_or_null(json, "channel", ticket ? ticket->channel : (struct str){0});
    put_time(json, "received_at", change->received_at);
    put_time(json, "settled_at", change->settled_at);
    json_put_string_or_null(json, "settled_by", change->settled_by);
    json_put_string_or_null(json, "person", chronicle_person(whole, change->settled_by));
    json_end_object(json);
}

static bool is_news(const struct chronicle *whole, const struct spec_version *spec)
{
    for (size_t i = 0; i < whole->news_count; i++)
        if (whole->news[i].item == spec->item && whole->news[i].piece == spec->piece &&
            whole->news[i].version == spec->version)
            return true;
    return false;
}

static int write_specs(struct call *call, const struct chronicle *whole, struct err *err)
{
    struct json_writer *json = &call->json;
    json_name(json, "specs");
    json_begin_array(json);
    for (size_t i = 0; i < whole->spec_count; i++) {
        const struct spec_version *spec = &whole->specs[i], *before = i ? &whole->specs[i - 1] : NULL;
        bool follows = before && before->item == spec->item && before->piece == spec->piece;
        json_begin_object(json);
        json_name(json, "spec");
        write_spec(json, spec);
        if (write_diff(json, call->arena, follows ? before->fields : (struct str){0}, spec->fields, err) < 0)
            return -1;
        json_put_string_or_null(json, "person", chronicle_person(whole, spec->made_by));
        write_confirmed(json, whole, spec);
        json_put_bool(json, "acknowledged", !is_news(whole, spec));
        json_end_object(json);
    }
    json_end_array(json);
    return 0;
}

/* ---- holds, claims ---- */

static void write_holds(struct json_writer *json, const struct order *order)
{
    json_name(json, "holds");
    json_begin_array(json);
    for (size_t i = 0; i < order->hold_count; i++) {
        json_begin_object(json);
        put_index(json, "item", order->holds[i].item);
        json_put_string(json, "reason", order->holds[i].reason);
        put_time(json, "from", order->holds[i].from);
        put_time(json, "to", order->holds[i].to);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_evidence(struct json_writer *json, const struct chronicle *whole, const struct id *claim)
{
    json_name(json, "evidence");
    json_begin_array(json);
    for (size_t i = 0; i < whole->evidence_count; i++) {
        const struct claim_evidence *one = &whole->evidence[i];
        if (!id_eq(&one->claim, claim)) continue;
        json_begin_object(json);
        put_id(json, "ticket", &one->ticket);
        json_put_int(json, "message", one->seq);
        json_put_int(json, "place", one->place);
        json_put_string(json, "name", one->name);
        json_put_string_or_null(json, "type", one->type);
        json_put_bool(json, "kept", one->kept);
        put_time(json, "added_at", one->added_at);
        json_end_object(json);
    }
    json_end_array(json);
}

/* What was confirmed, beside what is complained of. */
static void write_claims(struct json_writer *json, const struct chronicle *whole)
{
    const struct order *order = whole->record.order;
    json_name(json, "claims");
    json_begin_array(json);
    for (int i = 0; i < whole->claim_count; i++) {
        const struct claim_record *claim = &whole->claims[i];
        bool known = claim->item >= 0 && (size_t)claim->item < order->item_count;
        const struct item *item = known ? &order->items[claim->item] : NULL;
        json_begin_object(json);
        json_name(json, "claim");
        write_claim(json, claim);
        write_fields(json, item ? item->fields : NULL, item ? item->field_count : 0);
        json_name(json, "pieces");
        json_begin_array(json);
        for (size_t p = 0; item && p < item->piece_count; p++) {
            json_begin_object(json);
            json_put_int(json, "piece", (int64_t)p);
            write_fields(json, item->pieces[p].fields, item->pieces[p].field_count);
            json_end_object(json);
        }
        json_end_array(json);
        write_evidence(json, whole, &claim->id);
        json_end_object(json);
    }
    json_end_array(json);
}

/* ---- what was said and done ---- */

static void write_entry(struct json_writer *json, const struct chronicle_entry *entry)
{
    json_begin_object(json);
    json_put_string(json, "kind", entry->message ? STR("message") : STR("letter"));
    put_time(json, "at", entry->at);
    json_name(json, "ticket");
    if (entry->ticket) {
        json_begin_object(json);
        put_id(json, "id", &entry->ticket->id);
        json_put_string(json, "subject", entry->ticket->subject);
        json_end_object(json);
    } else {
        json_write_null(json);
    }
    json_name(json, "message");
    if (entry->message)
        write_message(json, entry->message);
    else
        json_write_null(json);
    json_name(json, "letter");
    if (entry->letter)
        write_letter(json, entry->letter);
    else
        json_write_null(json);
    json_end_object(json);
}

static void write_done(struct json_writer *json, const struct chronicle *whole)
{
    json_name(json, "audit");
    if (!whole->has_audit) {
        json_write_null(json);
        return;
    }
    json_begin_array(json);
    for (int i = 0; i < whole->audit_count; i++) {
        const struct audit_row *row = &whole->audit[i];
        json_begin_object(json);
        put_time(json, "at", row->at);
        json_put_string(json, "verb", row->verb);
        json_put_string(json, "actor", row->actor);
        json_put_string_or_null(json, "person", chronicle_person(whole, row->actor));
        put_id(json, "object", &row->object);
        put_id(json, "ticket", &row->ticket);
        write_raw(json, "detail", row->detail);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_remakes(struct json_writer *json, const struct chronicle *whole)
{
    json_put_string_or_null(json, "remake_of", whole->record.order->remake_of);
    json_name(json, "remakes");
    json_begin_array(json);
    for (size_t i = 0; i < whole->remake_count; i++) json_write_string(json, whole->remakes[i]);
    json_end_array(json);
}

int route_order_life(struct call *call, struct err *err)
{
    struct json_writer *json = &call->json;
    struct chronicle whole;
    struct str number = http_param(call->request, "number");
    int found = desk_chronicle(call->desk, &call->actor, call->arena, number, &whole, err);
    if (found < 0) return -1;
    if (!found) return order_missing(number, err);
    call->version = whole.record.version;
    json_begin_object(json);
    json_name(json, "order");
    write_order(json, &whole.record);
    write_outlook(json, desk_store(call->desk, call->arena), whole.record.order, whole.views,
                  whole.view_count, whole.now);
    if (write_specs(call, &whole, err) < 0) return -1;
#define LIST(noun, member)                                                                  \
    json_name(json, #member);                                                               \
    json_begin_array(json);                                                                 \
    for (int i = 0; i < (int)whole.noun##_count; i++) write_##noun(json, &whole.member[i]); \
    json_end_array(json)
    LIST(promise, promises);
    LIST(change, changes);
    LIST(approval, approvals);
    LIST(ticket, tickets);
#undef LIST
    write_holds(json, whole.record.order);
    write_claims(json, &whole);
    write_remakes(json, &whole);
    json_name(json, "history");
    json_begin_array(json);
    for (size_t i = 0; i < whole.entry_count; i++) write_entry(json, &whole.entries[i]);
    json_end_array(json);
    write_done(json, &whole);
    put_time(json, "now", whole.now);
    json_end_object(json);
    return 0;
}
