/* An order and an inquiry as the documents they are read from: what is kept, exported and replayed. */
#include "model/inquiry.h"
#include "text/json.h"

/* RFC 3339 in UTC, to the microsecond where there are any: a document read back is the same inquiry. */
static void put_instant(struct json_writer *writer, const char *name, instant_t at)
{
    if (at == INSTANT_NONE) return;
    char text[40], exact[64];
    instant_format(at, 0, text);
    int64_t micros = (at % MICROS_PER_SECOND + MICROS_PER_SECOND) % MICROS_PER_SECOND;
    struct buf out;
    buf_init(&out, sizeof exact);
    buf_add(&out, str_of_len(text, strlen("2026-03-01T00:00:00")));
    if (micros) buf_printf(&out, ".%06d", (int)micros);
    buf_add_char(&out, 'Z');
    json_put_string(writer, name, buf_str(&out));
    buf_done(&out);
}

static void put_day(struct json_writer *writer, const char *name, day_t day)
{
    char text[16];
    if (day == DAY_NONE) return;
    day_format(day, text);
    json_put_string(writer, name, str_of(text));
}

static void put_text(struct json_writer *writer, const char *name, struct str text)
{
    if (text.len) json_put_string(writer, name, text);
}

static void put_item(struct json_writer *writer, int item)
{
    if (item != ALL_ITEMS) json_put_int(writer, "item", item);
}

static void put_days(struct json_writer *writer, struct day_pair days)
{
    if (!days.lo) return;
    json_name(writer, "days");
    if (!days.hi) {
        json_write_int(writer, days.lo);
        return;
    }
    json_begin_array(writer);
    json_write_int(writer, days.lo);
    json_write_int(writer, days.hi);
    json_end_array(writer);
}

static void begin_list(struct json_writer *writer, const char *name)
{
    json_name(writer, name);
    json_begin_array(writer);
}

static void begin_object(struct json_writer *writer, const char *name)
{
    json_name(writer, name);
    json_begin_object(writer);
}

/* A member whose name comes from the order. */
static void put_named(struct json_writer *writer, struct str name)
{
    json_write_string(writer, name);
    buf_add_char(writer->buf, ':');
    writer->comma = false;
}

void fields_to_json(const struct field *fields, size_t count, struct json_writer *writer)
{
    json_begin_object(writer);
    for (size_t i = 0; i < count; i++) {
        put_named(writer, fields[i].name);
        json_write_string(writer, fields[i].value);
    }
    json_end_object(writer);
}

static void write_rule(struct json_writer *writer, const struct field_rule *rule)
{
    json_begin_object(writer);
    if (rule->max) json_put_int(writer, "max", rule->max);
    put_text(writer, "charset", rule->charset);
    if (rule->choice_count) begin_list(writer, "choices");
    for (size_t i = 0; i < rule->choice_count; i++) json_write_string(writer, rule->choices[i]);
    if (rule->choice_count) json_end_array(writer);
    if (rule->min_width) json_put_int(writer, "min_width", rule->min_width);
    if (rule->min_height) json_put_int(writer, "min_height", rule->min_height);
    if (rule->required) json_put_bool(writer, "required", true);
    json_end_object(writer);
}

void rules_to_json(const struct field_rule *rules, size_t count, struct json_writer *writer)
{
    json_begin_object(writer);
    for (size_t i = 0; i < count; i++) {
        put_named(writer, rules[i].field);
        write_rule(writer, &rules[i]);
    }
    json_end_object(writer);
}

static void write_pieces(struct json_writer *writer, const struct item *item)
{
    begin_list(writer, "pieces");
    for (size_t i = 0; i < item->piece_count; i++) {
        json_begin_object(writer);
        json_name(writer, "personalization");
        fields_to_json(item->pieces[i].fields, item->pieces[i].field_count, writer);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_item(struct json_writer *writer, const struct item *item)
{
    json_begin_object(writer);
    put_text(writer, "sku", item->sku);
    put_text(writer, "title", item->title);
    json_put_string(writer, "kind", item->stock ? STR("stock") : STR("custom"));
    json_put_int(writer, "quantity", item->quantity);
    json_name(writer, "personalization");
    fields_to_json(item->fields, item->field_count, writer);
    if (item->piece_count) write_pieces(writer, item);
    if (item->rule_count) {
        json_name(writer, "rules");
        rules_to_json(item->rules, item->rule_count, writer);
    }
    json_end_object(writer);
}

static void write_consents(struct json_writer *writer, const struct person *person)
{
    begin_list(writer, "consents");
    if (person->consents_sms) json_write_string(writer, STR("sms"));
    if (person->consents_marketing) json_write_string(writer, STR("marketing"));
    json_end_array(writer);
}

static void write_person(struct json_writer *writer, const char *name, const struct person *person)
{
    begin_object(writer, name);
    put_text(writer, "name", person->name);
    put_text(writer, "email", person->email);
    put_text(writer, "phone", person->phone);
    put_text(writer, "locale", person->locale);
    if (person->email_count) begin_list(writer, "emails");
    for (size_t i = 0; i < person->email_count; i++) json_write_string(writer, person->emails[i]);
    if (person->email_count) json_end_array(writer);
    write_consents(writer, person);
    json_end_object(writer);
}

static void write_scans(struct json_writer *writer, const struct scan *scans, size_t count)
{
    if (!count) return;
    begin_list(writer, "scans");
    for (size_t i = 0; i < count; i++) {
        json_begin_object(writer);
        put_instant(writer, "at", scans[i].at);
        put_text(writer, "status", scans[i].status);
        json_end_object(writer);
    }
    json_end_array(writer);
}

static void write_shipment(struct json_writer *writer, const struct shipment *shipment)
{
    json_begin_object(writer);
    if (shipment->item_count) begin_list(writer, "items");
    for (size_t i = 0; i < shipment->item_count; i++) json_write_int(writer, shipment->items[i]);
    if (shipment->item_count) json_end_array(writer);
    put_text(writer, "carrier", shipment->carrier);
    put_text(writer, "tracking", shipment->tracking);
    write_scans(writer, shipment->scans, shipment->scan_count);
    json_end_object(writer);
}

static void write_making(struct json_writer *writer, const struct order *order)
{
    begin_object(writer, "production");
    put_days(writer, order->production.days);
    json_put_bool(writer, "rush", order->production.rush);
    json_put_bool(writer, "window_waived", order->production.window_waived);
    json_end_object(writer);
    begin_object(writer, "shipping");
    put_days(writer, order->shipping.days);
    put_text(writer, "carrier", order->shipping.carrier);
    put_text(writer, "country", order->shipping.country);
    put_text(writer, "tracking", order->shipping.tracking);
    write_scans(writer, order->shipping.scans, order->shipping.scan_count);
    json_end_object(writer);
}

static void write_event(struct json_writer *writer, const struct stage_event *event)
{
    json_put_string(writer, "stage", stage_name(event->stage));
    put_instant(writer, "at", event->at);
    put_item(writer, event->item);
}

static void write_hold(struct json_writer *writer, const struct hold *hold)
{
    put_item(writer, hold->item);
    put_instant(writer, "from", hold->from);
    put_instant(writer, "to", hold->to);
    put_text(writer, "reason", hold->reason);
}

static void write_promise(struct json_writer *writer, const struct promise *promise)
{
    json_put_string(writer, "milestone", milestone_name(promise->milestone));
    put_item(writer, promise->item);
    put_day(writer, "from", promise->range.from);
    put_day(writer, "to", promise->range.to);
    put_instant(writer, "told_at", promise->told_at);
}

static void write_change(struct json_writer *writer, const struct change *change)
{
    put_item(writer, change->item);
    put_text(writer, "field", change->field);
    put_text(writer, "old", change->old_value);
    put_text(writer, "new", change->new_value);
    json_put_string(writer, "state", change_state_name(change->state));
    put_instant(writer, "at", change->at);
    if (change->late) json_put_bool(writer, "late", true);
}

static void write_claim(struct json_writer *writer, const struct claim *claim)
{
    put_item(writer, claim->item);
    json_put_string(writer, "state", claim_state_name(claim->state));
    put_instant(writer, "at", claim->at);
    json_put_int(writer, "photos", claim->photos);
}

#define WRITE_LIST(name, list, count, write)   \
    do {                                       \
        if (!(count)) break;                   \
        begin_list(writer, name);              \
        for (size_t i = 0; i < (count); i++) { \
            json_begin_object(writer);         \
            write(writer, &(list)[i]);         \
            json_end_object(writer);           \
        }                                      \
        json_end_array(writer);                \
    } while (0)

static void write_life(struct json_writer *writer, const struct order *order)
{
    if (order->shipment_count) begin_list(writer, "shipments");
    for (size_t i = 0; i < order->shipment_count; i++) write_shipment(writer, &order->shipments[i]);
    if (order->shipment_count) json_end_array(writer);
    WRITE_LIST("events", order->events, order->event_count, write_event);
    WRITE_LIST("holds", order->holds, order->hold_count, write_hold);
    WRITE_LIST("promises", order->promises, order->promise_count, write_promise);
    WRITE_LIST("changes", order->changes, order->change_count, write_change);
    WRITE_LIST("claims", order->claims, order->claim_count, write_claim);
}

void order_members_to_json(const struct order *order, struct json_writer *writer)
{
    json_put_string(writer, "number", order->number);
    put_instant(writer, "placed_at", order->placed_at);
    put_text(writer, "currency", order->currency);
    put_text(writer, "total", order->total);
    put_text(writer, "remake_of", order->remake_of);
    json_put_bool(writer, "rush_available", order->rush_available);
    write_person(writer, "customer", &order->customer);
    if (order->recipient.name.len || order->recipient.email.len)
        write_person(writer, "recipient", &order->recipient);
    begin_list(writer, "items");
    for (size_t i = 0; !order->unlisted && i < order->item_count; i++) write_item(writer, &order->items[i]);
    json_end_array(writer);
    write_making(writer, order);
    write_life(writer, order);
}

static void write_attachment(struct json_writer *writer, const struct attachment *attachment)
{
    json_put_string(writer, "name", attachment->name);
    put_text(writer, "type", attachment->type);
    json_put_int(writer, "bytes", attachment->bytes);
    if (attachment->width) json_put_int(writer, "width", attachment->width);
    if (attachment->height) json_put_int(writer, "height", attachment->height);
}

static void write_thread_message(struct json_writer *writer, const struct thread_message *message)
{
    static const struct str authors[] = {
        [AUTHOR_CUSTOMER] = STR_INIT("customer"),
        [AUTHOR_AGENT] = STR_INIT("agent"),
        [AUTHOR_SYSTEM] = STR_INIT("system"),
    };
    put_instant(writer, "at", message->at);
    json_put_string(writer, "author", authors[message->author]);
    json_put_string(writer, "text", message->text);
}

static void write_case(struct json_writer *writer, const struct inquiry *inquiry)
{
    begin_object(writer, "case");
    if (inquiry->awaiting != AWAITING_NOTHING)
        json_put_string(writer, "awaiting", awaiting_name(inquiry->awaiting));
    if (inquiry->photos_of.len) json_put_string(writer, "photos_of", inquiry->photos_of);
    json_put_int(writer, "contacts", inquiry->contacts);
    json_end_object(writer);
}

static void write_asked_change(struct json_writer *writer, const struct asked_change *change)
{
    if (change->item != ALL_ITEMS) json_put_int(writer, "item", change->item);
    if (change->piece >= 0) json_put_int(writer, "piece", change->piece);
    json_put_string(writer, "field", change->field);
    json_put_string(writer, "new", change->new);
}

static void write_asked(struct json_writer *writer, const struct asked *asked)
{
    if (!asked->given) return;
    begin_object(writer, "request");
    json_put_string(writer, "concern", concern_name(asked->concern));
    if (asked->item != ALL_ITEMS) json_put_int(writer, "item", asked->item);
    if (asked->part_missing) json_put_bool(writer, "part_missing", true);
    put_text(writer, "locale", asked->locale);
    put_text(writer, "answer", asked->answer);
    put_text(writer, "about", asked->about);
    WRITE_LIST("changes", asked->changes, asked->change_count, write_asked_change);
    json_end_object(writer);
}

void inquiry_to_json(const struct inquiry *inquiry, struct json_writer *writer)
{
    json_begin_object(writer);
    json_put_string(writer, "id", inquiry->id);
    put_instant(writer, "at", inquiry->at);
    put_text(writer, "channel", inquiry->channel);
    put_text(writer, "from", inquiry->from);
    json_put_bool(writer, "link_verified", inquiry->link_verified);
    put_text(writer, "subject", inquiry->subject);
    json_put_string(writer, "text", inquiry->text);
    WRITE_LIST("attachments", inquiry->attachments, inquiry->attachment_count, write_attachment);
    WRITE_LIST("thread", inquiry->thread, inquiry->thread_count, write_thread_message);
    write_case(writer, inquiry);
    write_asked(writer, &inquiry->asked);
    if (inquiry->order) {
        begin_object(writer, "order");
        order_members_to_json(inquiry->order, writer);
        json_end_object(writer);
    }
    json_end_object(writer);
}
