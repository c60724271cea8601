/* The customer's page as JSON; its schema is MyOrder. */
#include <stdio.h>

#include "api/portal.h"

enum { ARTWORK_PATH_MOST = 4096 };

static void put_languages(struct json_writer *json, const char *name, const struct str texts[LANG_COUNT])
{
    json_name(json, name);
    json_begin_object(json);
    json_put_string(json, "en", texts[LANG_EN]);
    json_put_string(json, "zh", texts[LANG_ZH]);
    json_end_object(json);
}

static void write_store(struct json_writer *json, const struct store *store)
{
    json_name(json, "store");
    json_begin_object(json);
    json_put_string(json, "name", store->name);
    json_put_string(json, "email", store->email);
    json_put_string_or_null(json, "url", store->url);
    json_put_string(json, "agent", store->agent_name);
    json_put_string_or_null(json, "accent", store->accent);
    json_put_string(json, "zone", store->zone_name);
    json_end_object(json);
}

static void write_head(struct json_writer *json, const struct portal_page *page)
{
    const struct order *order = page->record.order;
    json_name(json, "order");
    json_begin_object(json);
    json_put_string(json, "number", order->number);
    put_time(json, "placed_at", order->placed_at);
    json_put_string_or_null(json, "total", order->total);
    json_put_string_or_null(json, "currency", order->total.len ? order->currency : (struct str){0});
    json_put_string_or_null(json, "remake_of", order->remake_of);
    put_time(json, "cancelled_at", page->record.cancelled_at);
    put_time(json, "delivered_at", page->record.delivered_at);
    json_end_object(json);
}

static void write_viewer(struct json_writer *json, const struct portal_page *page)
{
    bool recipient = page->visit->recipient;
    struct str name = recipient ? page->record.order->recipient.name : page->customer.person.name;
    json_name(json, "viewer");
    json_begin_object(json);
    json_put_string_or_null(json, "name", name);
    json_put_string(json, "email", page->visit->address);
    json_put_bool(json, "recipient", recipient);
    json_end_object(json);
}

/* ---- one piece ---- */

static void write_milestones(struct json_writer *json, const struct order_page_item *item)
{
    json_name(json, "milestones");
    json_begin_array(json);
    for (int m = 0; m < MILESTONE_COUNT; m++) {
        const struct milestone_range *milestone = &item->milestones[m];
        if (item->situation.stage == STAGE_CANCELLED && milestone->actual == DAY_NONE) continue;
        json_begin_object(json);
        json_put_string(json, "milestone", milestone_name((enum milestone)m));
        put_day(json, "from", milestone->range.from);
        put_day(json, "to", milestone->range.to);
        put_day(json, "actual", milestone->actual);
        json_put_bool(json, "next", (int)item->next == m);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_window(struct json_writer *json, const struct window *window)
{
    json_name(json, "window");
    json_begin_object(json);
    json_put_string(json, "state", window_state_name(window->state));
    put_time(json, "closes_at", window->closes_at);
    json_put_string_or_null(json, "reason", window->reason);
    json_end_object(json);
}

static void write_tracking(struct json_writer *json, const struct order_page_item *item)
{
    if (!item->tracking.len) {
        json_put_null(json, "tracking");
        return;
    }
    json_name(json, "tracking");
    json_begin_object(json);
    json_put_string_or_null(json, "carrier", item->carrier);
    json_put_string(json, "number", item->tracking);
    json_end_object(json);
}

static void put_count(struct json_writer *json, const char *name, int count)
{
    if (count > 0)
        json_put_int(json, name, count);
    else
        json_put_null(json, name);
}

/* Where a photo that the customer sent is. */
static void put_artwork(struct json_writer *json, const struct portal_page *page, struct str name)
{
    struct buf path;
    if (!page_has_artwork(page, name)) {
        json_put_null(json, "picture");
        return;
    }
    buf_init(&path, ARTWORK_PATH_MOST);
    buf_add(&path, STR("/v1/my/artwork?name="));
    buf_add_encoded(&path, name);
    json_put_string(json, "picture", buf_str(&path));
    buf_done(&path);
}

static void write_field(struct json_writer *json, const struct portal_page *page,
                        const struct page_field *field)
{
    const struct field_rule *rule = field->rule;
    json_begin_object(json);
    json_put_string(json, "field", field->name);
    put_languages(json, "label", field->label);
    json_put_string_or_null(json, "value", field->value);
    put_count(json, "max", field->is_text ? rule->max : 0);
    json_put_string_or_null(json, "charset", rule->charset);
    json_name(json, "choices");
    json_begin_array(json);
    for (size_t i = 0; i < rule->choice_count; i++) json_write_string(json, rule->choices[i]);
    json_end_array(json);
    put_count(json, "min_width", rule->min_width);
    put_count(json, "min_height", rule->min_height);
    json_put_bool(json, "required", rule->required);
    json_put_bool(json, "photo", field->is_photo);
    put_artwork(json, page, field->is_photo ? field->value : STR(""));
    json_put_string_or_null(json, "font", field->font);
    json_end_object(json);
}

static void write_fields(struct json_writer *json, const struct portal_page *page,
                         const struct page_piece *piece)
{
    json_begin_array(json);
    for (size_t i = 0; i < piece->field_count; i++) write_field(json, page, &piece->fields[i]);
    json_end_array(json);
}

static void write_all_fields(struct json_writer *json, const struct portal_page *page,
                             const struct page_item *item)
{
    json_name(json, "fields");
    write_fields(json, page, &item->own);
    json_name(json, "piece_fields");
    json_begin_array(json);
    for (size_t i = 0; i < item->piece_count; i++) write_fields(json, page, &item->pieces[i]);
    json_end_array(json);
}

static void write_pieces(struct json_writer *json, const struct item *item)
{
    json_name(json, "personalization");
    fields_to_json(item->fields, item->field_count, json);
    json_name(json, "pieces");
    json_begin_array(json);
    for (size_t i = 0; i < item->piece_count; i++)
        fields_to_json(item->pieces[i].fields, item->pieces[i].field_count, json);
    json_end_array(json);
}

static void write_item(struct json_writer *json, const struct portal_page *page, size_t index)
{
    const struct item *item = &page->record.order->items[index];
    const struct order_page_item *outlook = &page->outlook.items[index];
    const struct item_situation *situation = &outlook->situation;
    json_begin_object(json);
    json_put_int(json, "item", (int64_t)index);
    json_put_string_or_null(json, "title", item->title);
    json_put_int(json, "quantity", item->quantity);
    json_put_bool(json, "stock", item->stock);
    write_pieces(json, item);
    write_all_fields(json, page, &page->items[index]);
    json_put_string(json, "stage", stage_name(situation->stage));
    json_put_string(json, "stage_basis", situation->stage_reported ? STR("reported") : STR("estimated"));
    put_time(json, "stage_since", outlook->since);
    json_put_string(json, "words", outlook->words);
    json_put_bool(json, "overdue", situation->overdue);
    json_put_bool(json, "held", situation->held);
    json_put_bool(json, "waiting", situation->waiting_for_customer);
    write_milestones(json, outlook);
    write_window(json, &situation->window);
    write_tracking(json, outlook);
    json_end_object(json);
}

/* ---- the piece in the making ---- */

static void write_photo(struct json_writer *json, const struct progress_photo *photo)
{
    char id[ID_TEXT], path[ID_TEXT + 20];
    id_format(&photo->id, id);
    snprintf(path, sizeof path, "/v1/my/photos/%s", id);
    json_begin_object(json);
    put_id(json, "id", &photo->id);
    put_index(json, "item", photo->item);
    json_put_string(json, "stage", stage_name(photo->stage));
    json_put_string_or_null(json, "caption", photo->caption);
    put_time(json, "at", photo->added_at);
    json_put_int(json, "width", photo->width);
    json_put_int(json, "height", photo->height);
    json_put_string(json, "path", str_of(path));
    json_end_object(json);
}

void write_portal_photos(struct json_writer *json, const struct progress_photo *list, size_t count)
{
    json_name(json, "photos");
    json_begin_array(json);
    for (size_t i = count; i > 0; i--)
        if (list[i - 1].shown) write_photo(json, &list[i - 1]);
    json_end_array(json);
}

/* ---- what is under way ---- */

/* What is wished for: the beginning of an object, whose end says how it stands. */
static void begin_change(struct json_writer *json, const struct change_request *change,
                         const struct page_label *label)
{
    json_begin_object(json);
    put_id(json, "id", &change->id);
    put_index(json, "item", change->item);
    put_index(json, "piece", change->piece);
    json_put_string(json, "field", change->field);
    put_languages(json, "label", label->in);
    json_put_string_or_null(json, "old", change->old_value);
    json_put_string_or_null(json, "new", change->new_value);
}

static void write_changes(struct json_writer *json, const struct portal_page *page)
{
    json_name(json, "changes");
    json_begin_array(json);
    for (size_t i = 0; i < page->change_count; i++) {
        const struct change_request *change = &page->changes[i];
        begin_change(json, change, &page->change_labels[i]);
        put_artwork(json, page, change->new_value);
        json_put_string(json, "state", change_state_name(change->state));
        put_time(json, "confirm_by", change->confirm_by);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_settled(struct json_writer *json, const struct portal_page *page)
{
    json_name(json, "settled");
    json_begin_array(json);
    for (size_t i = 0; i < page->settled_count; i++) {
        const struct change_request *change = &page->settled[i];
        begin_change(json, change, &page->settled_labels[i]);
        json_put_string(json, "state", change_state_name(change->state));
        json_put_string_or_null(json, "reason", change->reason);
        put_time(json, "asked_at", change->received_at);
        put_time(json, "settled_at", change->settled_at);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_talk(struct json_writer *json, const struct portal_page *page)
{
    json_name(json, "conversation");
    json_begin_array(json);
    for (size_t i = 0; i < page->talk_count; i++) {
        const struct portal_line *line = &page->talk[i];
        json_begin_object(json);
        json_put_string(json, "by", line->theirs ? STR("customer") : STR("store"));
        put_time(json, "at", line->at);
        json_put_string(json, "text", line->text);
        json_put_bool(json, "automatic", line->automatic);
        json_put_int(json, "files", line->files);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_claims(struct json_writer *json, const struct portal_page *page)
{
    json_name(json, "claims");
    json_begin_array(json);
    for (int i = 0; i < page->claim_count; i++) {
        const struct claim_record *claim = &page->claims[i];
        json_begin_object(json);
        put_id(json, "id", &claim->id);
        put_id(json, "ticket", &claim->ticket);
        put_index(json, "item", claim->item);
        json_put_string(json, "concern", concern_name(claim->concern));
        json_put_string(json, "state", claim_state_name(claim->state));
        put_time(json, "opened_at", claim->opened_at);
        json_put_int(json, "photos", claim->photos);
        put_time(json, "photos_due", claim->photos_due);
        write_raw(json, "remedies", claim->offered);
        json_put_string_or_null(json, "chosen", claim->chosen);
        json_end_object(json);
    }
    json_end_array(json);
}

/* What else can be done: those of the same page that are allowed. */
static void write_instead(struct json_writer *json, const struct portal_page *page,
                          const struct page_act *act)
{
    static const enum page_action ways[] = {PAGE_CHANGE, PAGE_CANCEL, PAGE_REPORT, PAGE_MESSAGE};
    json_name(json, "instead");
    json_begin_array(json);
    for (size_t w = 0; w < sizeof ways / sizeof *ways; w++)
        for (size_t i = 0; i < page->act_count; i++) {
            const struct page_act *other = &page->acts[i];
            bool fits = other->item == ALL_ITEMS || act->item == ALL_ITEMS || other->item == act->item;
            if (other->action != ways[w] || other->action == act->action || !other->allowed || !fits)
                continue;
            json_write_string(json, page_action_name(other->action));
            break;
        }
    json_end_array(json);
}

static void write_acts(struct json_writer *json, const struct portal_page *page)
{
    json_name(json, "actions");
    json_begin_array(json);
    for (size_t i = 0; i < page->act_count; i++) {
        const struct page_act *act = &page->acts[i];
        json_begin_object(json);
        json_put_string(json, "action", page_action_name(act->action));
        put_index(json, "item", act->item);
        json_put_bool(json, "allowed", act->allowed);
        json_put_bool(json, "person", act->person);
        if (act->allowed) {
            json_put_null(json, "why_not");
        } else {
            json_name(json, "why_not");
            json_begin_object(json);
            json_put_string(json, "reason", act->reason);
            put_time(json, "since", act->since);
            put_languages(json, "sentence", act->why_not);
            write_instead(json, page, act);
            json_end_object(json);
        }
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_asked(struct json_writer *json, const struct portal_page *page)
{
    if (!page->has_survey) {
        json_put_null(json, "survey");
    } else {
        json_name(json, "survey");
        json_begin_object(json);
        put_id(json, "id", &page->survey.id);
        json_put_string(json, "occasion", page->survey.delivery ? STR("delivery") : STR("resolution"));
        put_time(json, "asked_at", page->survey.asked_at);
        json_end_object(json);
    }
    if (page->visit->recipient) {
        json_put_null(json, "consents");
        return;
    }
    json_name(json, "consents");
    json_begin_object(json);
    json_put_bool(json, "sms", page->customer.person.consents_sms);
    json_put_bool(json, "marketing", page->customer.person.consents_marketing);
    json_end_object(json);
}

void write_portal_page(struct json_writer *json, const struct portal_page *page)
{
    json_begin_object(json);
    json_put_string(json, "locale", page->outlook.locale);
    write_store(json, page->store);
    write_head(json, page);
    write_viewer(json, page);
    json_name(json, "items");
    json_begin_array(json);
    for (size_t i = 0; i < page->outlook.count; i++) write_item(json, page, i);
    json_end_array(json);
    write_portal_photos(json, page->photos, page->photo_count);
    write_changes(json, page);
    write_settled(json, page);
    write_talk(json, page);
    write_claims(json, page);
    write_acts(json, page);
    write_asked(json, page);
    json_end_object(json);
}
