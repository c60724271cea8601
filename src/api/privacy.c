/* A customer's own data: handed out, erased, and consents. */
#include "desk/privacy.h"

#include "api/portal.h"
#include "api/routes.h"
#include "api/write.h"

#define PUT_LIST(json, name, list, count, write)                                \
    do {                                                                        \
        json_name((json), (name));                                              \
        json_begin_array(json);                                                 \
        for (size_t i = 0; i < (size_t)(count); i++) write((json), &(list)[i]); \
        json_end_array(json);                                                   \
    } while (0)

static void write_assessed(struct json_writer *json, const struct assessed *assessed)
{
    json_begin_object(json);
    put_id(json, "id", &assessed->id);
    put_time(json, "at", assessed->at);
    write_raw(json, "input", assessed->input);
    write_raw(json, "output", assessed->output);
    json_end_object(json);
}

static void write_order_parts(struct json_writer *json, const struct kept_order *kept)
{
    json_name(json, "order");
    write_order(json, &kept->record);
    PUT_LIST(json, "specs", kept->specs, kept->spec_count, write_spec);
    PUT_LIST(json, "changes", kept->changes, kept->change_count, write_change);
    PUT_LIST(json, "claims", kept->claims, kept->claim_count, write_claim);
}

static void write_kept_photo(struct json_writer *json, const struct progress_photo *photo)
{
    json_begin_object(json);
    write_progress_members(json, photo);
    json_end_object(json);
}

static void write_kept_order(struct json_writer *json, const struct kept_order *kept)
{
    json_begin_object(json);
    write_order_parts(json, kept);
    PUT_LIST(json, "promises", kept->promises, kept->promise_count, write_promise);
    PUT_LIST(json, "approvals", kept->approvals, kept->approval_count, write_approval);
    PUT_LIST(json, "letters", kept->letters, kept->letter_count, write_letter);
    PUT_LIST(json, "photos", kept->photos, kept->photo_count, write_kept_photo);
    json_end_object(json);
}

static void write_kept_ticket(struct json_writer *json, const struct kept_ticket *kept)
{
    json_begin_object(json);
    json_name(json, "ticket");
    write_ticket(json, &kept->ticket);
    PUT_LIST(json, "messages", kept->messages, kept->message_count, write_message);
    PUT_LIST(json, "assessments", kept->assessments, kept->assessment_count, write_assessed);
    PUT_LIST(json, "drafts", kept->drafts, kept->draft_count, write_draft);
    PUT_LIST(json, "letters", kept->letters, kept->letter_count, write_letter);
    json_end_object(json);
}

int route_customer_export(struct call *call, struct err *err)
{
    struct kept_customer kept;
    struct id id;
    if (call_id(call, "id", &id, err) < 0 ||
        desk_customer_export(call->desk, &call->actor, call->arena, &id, &kept, err) < 0)
        return -1;
    struct json_writer *json = &call->json;
    json_begin_object(json);
    json_name(json, "customer");
    write_customer(json, &kept.customer);
    PUT_LIST(json, "orders", kept.orders, kept.order_count, write_kept_order);
    PUT_LIST(json, "tickets", kept.tickets, kept.ticket_count, write_kept_ticket);
    PUT_LIST(json, "surveys", kept.surveys, kept.survey_count, write_survey);
    json_end_object(json);
    return 0;
}

/* ---- what customers hand out to themselves: nothing that the desk wrote for itself, and no letter before it has left ---- */

static void write_sent_letters(struct json_writer *json, const struct outgoing_message *list, int count)
{
    json_name(json, "letters");
    json_begin_array(json);
    for (int i = 0; i < count; i++)
        if (list[i].state == OUTBOX_SENT) write_letter(json, &list[i]);
    json_end_array(json);
}

/* What a letter promises that has not left yet is promised to nobody. */
static bool is_told(const struct kept_order *kept, const struct promise_record *promise)
{
    for (int i = 0; i < kept->letter_count; i++)
        if (id_eq(&kept->letters[i].id, &promise->outbox)) return kept->letters[i].state == OUTBOX_SENT;
    return true;
}

static void write_told_promises(struct json_writer *json, const struct kept_order *kept)
{
    json_name(json, "promises");
    json_begin_array(json);
    for (size_t i = 0; i < kept->promise_count; i++)
        if (is_told(kept, &kept->promises[i])) write_promise(json, &kept->promises[i]);
    json_end_array(json);
}

static void write_own_order(struct json_writer *json, const struct kept_order *kept)
{
    json_begin_object(json);
    write_order_parts(json, kept);
    write_told_promises(json, kept);
    write_sent_letters(json, kept->letters, kept->letter_count);
    write_portal_photos(json, kept->photos, kept->photo_count);
    json_end_object(json);
}

static void write_own_ticket(struct json_writer *json, const struct kept_ticket *kept)
{
    json_begin_object(json);
    put_id(json, "id", &kept->ticket.id);
    json_put_string(json, "subject", kept->ticket.subject);
    PUT_LIST(json, "messages", kept->told, kept->told_count, write_message);
    write_sent_letters(json, kept->letters, kept->letter_count);
    json_end_object(json);
}

void write_own_data(struct json_writer *json, const struct kept_customer *kept)
{
    json_begin_object(json);
    json_name(json, "customer");
    write_customer(json, &kept->customer);
    PUT_LIST(json, "orders", kept->orders, kept->order_count, write_own_order);
    PUT_LIST(json, "tickets", kept->tickets, kept->ticket_count, write_own_ticket);
    PUT_LIST(json, "surveys", kept->surveys, kept->survey_count, write_survey);
    json_end_object(json);
}

static const struct member_rule erase_members[] = {
    MEMBER("force", read_bool, struct erase_wish, force, .max = 0),
};
const struct shape shape_erase = SHAPE(struct erase_wish, NULL, erase_members, NULL);

static int answer_customer(struct call *call, const struct customer *customer)
{
    call->version = customer->version;
    write_customer(&call->json, customer);
    return 0;
}

int route_customer_erase(struct call *call, struct err *err)
{
    struct erase_wish wish = {0};
    struct customer customer;
    if (call_body(call, &wish, err) < 0 || call_id(call, "id", &wish.customer, err) < 0 ||
        call_if_match(call, &wish.version, err) < 0 ||
        desk_customer_erase(call->desk, &call->actor, call->arena, &wish, &customer, err) < 0)
        return -1;
    return answer_customer(call, &customer);
}

struct address_body {
    struct str address;
};
static const struct member_rule address_members[] = {
    MEMBER("address", read_text, struct address_body, address, .required = true, .max = ADDRESS_MOST),
};
const struct shape shape_address = SHAPE(struct address_body, NULL, address_members, NULL);

int route_address_export(struct call *call, struct err *err)
{
    struct address_body body = {0};
    struct kept_address kept;
    struct json_writer *json = &call->json;
    if (call_body(call, &body, err) < 0 ||
        desk_address_export(call->desk, &call->actor, call->arena, body.address, &kept, err) < 0)
        return -1;
    json_begin_object(json);
    PUT_LIST(json, "tickets", kept.tickets, kept.ticket_count, write_kept_ticket);
    PUT_LIST(json, "messages", kept.messages, kept.message_count, write_message);
    PUT_LIST(json, "letters", kept.letters, kept.letter_count, write_letter);
    PUT_LIST(json, "surveys", kept.surveys, kept.survey_count, write_survey);
    json_end_object(json);
    return 0;
}

int route_address_erase(struct call *call, struct err *err)
{
    struct address_body body = {0};
    struct json_writer *json = &call->json;
    int64_t tickets, letters;
    if (call_body(call, &body, err) < 0 ||
        desk_address_erase(call->desk, &call->actor, call->arena, body.address, &tickets, &letters, err) < 0)
        return -1;
    json_begin_object(json);
    json_put_int(json, "tickets", tickets);
    json_put_int(json, "letters", letters);
    json_end_object(json);
    return 0;
}

struct consent_body {
    bool sms, marketing;
};
static const struct member_rule consent_members[] = {
    MEMBER("sms", read_bool, struct consent_body, sms, .max = 0),
    MEMBER("marketing", read_bool, struct consent_body, marketing, .max = 0),
};
const struct shape shape_consents = SHAPE(struct consent_body, NULL, consent_members, NULL);

static int given(const struct call *call, const char *name, bool value)
{
    const struct value *member = value_get(&call->body, str_of(name));
    return member && member->kind == VALUE_BOOL ? value : -1;
}

int call_consents(const struct call *call, struct consents *out, struct err *err)
{
    struct consent_body body = {0};
    if (call_body(call, &body, err) < 0) return -1;
    *out = (struct consents){.sms = given(call, "sms", body.sms),
                             .marketing = given(call, "marketing", body.marketing)};
    return 0;
}

int route_customer_consents(struct call *call, struct err *err)
{
    struct consents consents;
    struct customer customer;
    struct id id;
    if (call_id(call, "id", &id, err) < 0 || call_consents(call, &consents, err) < 0 ||
        call_if_match(call, &consents.version, err) < 0)
        return -1;
    if (desk_customer_consents(call->desk, &call->actor, call->arena, &id, &consents, &customer, err) < 0)
        return -1;
    return answer_customer(call, &customer);
}
