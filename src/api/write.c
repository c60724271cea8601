/* The things of the desk as JSON; see write.h. */
#include "api/write.h"

#include "model/money.h"

void write_raw(struct json_writer *json, const char *name, struct str document)
{
    json_name(json, name);
    buf_add(json->buf, document.len ? document : STR("null"));
    json->comma = true;
}

static void write_life(struct json_writer *json, const struct order_record *record)
{
    json_name(json, "life");
    json_begin_object(json);
    put_id(json, "id", &record->id);
    put_id(json, "customer", &record->customer);
    json_put_string_or_null(json, "stage", record->stage);
    put_time(json, "shipped_at", record->shipped_at);
    put_time(json, "delivered_at", record->delivered_at);
    put_time(json, "cancelled_at", record->cancelled_at);
    put_time(json, "created_at", record->created_at);
    put_time(json, "updated_at", record->updated_at);
    json_put_int(json, "version", record->version);
    json_end_object(json);
}

void write_order(struct json_writer *json, const struct order_record *record)
{
    json_begin_object(json);
    order_members_to_json(record->order, json);
    write_life(json, record);
    json_end_object(json);
}

void write_order_head(struct json_writer *json, const struct order_record *record)
{
    json_begin_object(json);
    json_put_string(json, "number", record->order->number);
    put_time(json, "placed_at", record->order->placed_at);
    json_put_string_or_null(json, "currency", record->order->currency);
    json_put_string_or_null(json, "total", record->order->total);
    json_put_string_or_null(json, "country", record->order->shipping.country);
    json_put_string_or_null(json, "remake_of", record->order->remake_of);
    json_put_bool(json, "rush", record->order->production.rush);
    json_put_string(json, "customer", record->order->customer.name);
    json_put_string(json, "title", record->title);
    json_put_int(json, "items", record->items);
    write_life(json, record);
    json_end_object(json);
}

void write_spec(struct json_writer *json, const struct spec_version *spec)
{
    json_begin_object(json);
    json_put_int(json, "item", spec->item);
    put_index(json, "piece", spec->piece);
    json_put_int(json, "version", spec->version);
    write_raw(json, "personalization", spec->fields);
    put_time(json, "made_at", spec->made_at);
    json_put_string(json, "made_by", spec->made_by);
    put_id(json, "change", &spec->change);
    json_end_object(json);
}

void write_clock(struct json_writer *json, const struct ticket *ticket, int64_t minutes_left, instant_t now)
{
    bool due = ticket->due_at != INSTANT_NONE;
    if (due)
        json_put_int(json, "minutes_left", minutes_left);
    else
        json_put_null(json, "minutes_left");
    json_put_bool(json, "late", due && ticket->due_at < now);
}

void write_ticket(struct json_writer *json, const struct ticket *ticket)
{
    json_begin_object(json);
    put_id(json, "id", &ticket->id);
    put_id(json, "order", &ticket->order);
    put_id(json, "customer", &ticket->customer);
    json_put_string(json, "from", ticket->from);
    json_put_string(json, "subject", ticket->subject);
    json_put_string(json, "state", ticket_state_name(ticket->state));
    json_put_string_or_null(json, "awaiting", awaiting_name(ticket->awaiting));
    json_put_string_or_null(json, "concern", ticket->concern);
    json_put_string_or_null(json, "action", ticket->action);
    json_put_string_or_null(json, "locale", ticket->locale);
    json_put_string_or_null(json, "identity", ticket->identity);
    json_put_bool(json, "escalated", ticket->escalated);
    json_name(json, "confidence");
    json_write_real(json, ticket->confidence / 1000.0, 3);
    json_put_int(json, "contacts", ticket->contacts);
    put_id(json, "assignee", &ticket->assignee);
    put_id(json, "merged_into", &ticket->merged_into);
    put_time(json, "received_at", ticket->received_at);
    put_time(json, "due_at", ticket->due_at);
    put_time(json, "first_due_at", ticket->first_due_at);
    put_time(json, "first_response_at", ticket->first_response_at);
    put_time(json, "resolved_at", ticket->resolved_at);
    put_time(json, "created_at", ticket->created_at);
    put_time(json, "updated_at", ticket->updated_at);
    json_put_int(json, "version", ticket->version);
    json_end_object(json);
}

void write_attachment(struct json_writer *json, const struct attachment *attachment, struct str digest)
{
    json_begin_object(json);
    json_put_string(json, "name", attachment->name);
    json_put_string_or_null(json, "type", attachment->type);
    json_put_int(json, "bytes", attachment->bytes);
    json_put_int(json, "width", attachment->width);
    json_put_int(json, "height", attachment->height);
    json_put_bool(json, "kept", digest.len > 0);
    json_end_object(json);
}

void write_progress_members(struct json_writer *json, const struct progress_photo *photo)
{
    put_id(json, "id", &photo->id);
    put_index(json, "item", photo->item);
    json_put_string(json, "stage", stage_name(photo->stage));
    json_put_string_or_null(json, "caption", photo->caption);
    json_put_bool(json, "shown", photo->shown);
    json_put_string(json, "type", photo->type);
    json_put_int(json, "bytes", photo->bytes);
    json_put_int(json, "width", photo->width);
    json_put_int(json, "height", photo->height);
    put_time(json, "added_at", photo->added_at);
}

void write_message(struct json_writer *json, const struct message *message)
{
    static const struct str authors[] = {
        [AUTHOR_CUSTOMER] = STR_INIT("customer"),
        [AUTHOR_AGENT] = STR_INIT("agent"),
        [AUTHOR_SYSTEM] = STR_INIT("system"),
    };
    json_begin_object(json);
    put_id(json, "id", &message->id);
    put_id(json, "merged_from", &message->merged_from);
    json_put_int(json, "seq", message->seq);
    json_put_string(json, "author", authors[message->author]);
    put_id(json, "account", &message->account);
    json_put_string_or_null(json, "channel", message->channel);
    json_put_string_or_null(json, "from", message->from);
    json_put_string(json, "subject", message->subject);
    json_put_string(json, "text", message->body);
    put_time(json, "at", message->at);
    json_put_bool(json, "link_verified", message->link_verified);
    json_put_bool(json, "internal", message->internal);
    json_put_bool(json, "erased", message->erased);
    json_name(json, "attachments");
    json_begin_array(json);
    for (size_t i = 0; i < message->attachment_count; i++)
        write_attachment(json, &message->attachments[i],
                         message->digests ? message->digests[i] : (struct str){0});
    json_end_array(json);
    json_end_object(json);
}

void write_draft(struct json_writer *json, const struct draft *draft)
{
    json_begin_object(json);
    put_id(json, "id", &draft->id);
    put_id(json, "ticket", &draft->ticket);
    put_id(json, "assessment", &draft->assessment);
    json_put_string(json, "state", draft_state_name(draft->state));
    json_put_string(json, "subject", draft->subject);
    json_put_string(json, "markdown", draft->markdown);
    json_put_string_or_null(json, "locale", draft->locale);
    json_put_string_or_null(json, "awaits", awaiting_name(draft->awaits));
    json_put_string(json, "leaves", ticket_state_name(draft->leaves));
    json_put_bool(json, "free", draft->free);
    json_put_string_or_null(json, "edited_by", draft->edited_by);
    json_put_string_or_null(json, "override_by", draft->override_by);
    json_put_string_or_null(json, "override_reason", draft->override_reason);
    put_time(json, "created_at", draft->created_at);
    put_time(json, "settled_at", draft->settled_at);
    json_put_int(json, "version", draft->version);
    json_end_object(json);
}

void write_findings(struct json_writer *json, const struct lint_finding *list, size_t count)
{
    json_begin_array(json);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(json);
        json_put_string(json, "severity", list[i].error ? STR("error") : STR("warning"));
        json_put_string(json, "rule", list[i].rule);
        json_put_int(json, "start", (int64_t)list[i].start);
        json_put_int(json, "end", (int64_t)list[i].end);
        json_put_string(json, "message", list[i].message);
        json_end_object(json);
    }
    json_end_array(json);
}

void write_change(struct json_writer *json, const struct change_request *change)
{
    json_begin_object(json);
    put_id(json, "id", &change->id);
    put_id(json, "order", &change->order);
    put_id(json, "ticket", &change->ticket);
    put_index(json, "item", change->item);
    put_index(json, "piece", change->piece);
    json_put_string(json, "field", change->field);
    json_put_string(json, "old", change->old_value);
    json_put_string(json, "new", change->new_value);
    json_put_string(json, "state", change_state_name(change->state));
    put_time(json, "received_at", change->received_at);
    json_put_bool(json, "inside_window", change->inside_window);
    put_time(json, "confirm_by", change->confirm_by);
    put_time(json, "reminded_at", change->reminded_at);
    put_time(json, "settled_at", change->settled_at);
    json_put_string_or_null(json, "settled_by", change->settled_by);
    json_put_string_or_null(json, "reason", change->reason);
    json_put_int(json, "version", change->version);
    json_end_object(json);
}

void write_claim(struct json_writer *json, const struct claim_record *claim)
{
    json_begin_object(json);
    put_id(json, "id", &claim->id);
    put_id(json, "order", &claim->order);
    put_id(json, "ticket", &claim->ticket);
    put_index(json, "item", claim->item);
    json_put_string(json, "concern", concern_name(claim->concern));
    json_put_string(json, "state", claim_state_name(claim->state));
    json_put_string_or_null(json, "fault", fault_name(claim->fault));
    put_time(json, "opened_at", claim->opened_at);
    put_time(json, "photos_due", claim->photos_due);
    json_put_int(json, "photos", claim->photos);
    write_raw(json, "offered", claim->offered);
    json_put_string_or_null(json, "chosen", claim->chosen);
    put_id(json, "remake_order", &claim->remake_order);
    put_time(json, "settled_at", claim->settled_at);
    json_put_int(json, "version", claim->version);
    json_end_object(json);
}

static void put_amount(struct json_writer *json, const struct approval *approval)
{
    struct buf text;
    if (!approval->has_amount) {
        json_put_null(json, "amount");
        return;
    }
    buf_init(&text, 64);
    money_format(&text, approval->amount, approval->currency);
    json_put_string(json, "amount", buf_str(&text));
    buf_done(&text);
}

void write_approval(struct json_writer *json, const struct approval *approval)
{
    json_begin_object(json);
    put_id(json, "id", &approval->id);
    json_put_string(json, "kind", approval_kind_name(approval->kind));
    json_put_string(json, "state", approval_state_name(approval->state));
    put_id(json, "order", &approval->order);
    json_put_string(json, "number", approval->number);
    put_id(json, "ticket", &approval->ticket);
    put_id(json, "claim", &approval->claim);
    put_id(json, "change", &approval->change);
    put_index(json, "item", approval->item);
    json_put_string_or_null(json, "title", approval->title);
    put_amount(json, approval);
    json_put_string_or_null(json, "currency", approval->currency);
    json_put_string(json, "reason", approval->reason);
    json_put_string(json, "proposed_by", approval->proposed_by);
    put_time(json, "proposed_at", approval->proposed_at);
    json_put_string_or_null(json, "decided_by", approval->decided_by);
    put_time(json, "decided_at", approval->decided_at);
    json_put_string_or_null(json, "note", approval->note);
    json_put_int(json, "version", approval->version);
    json_end_object(json);
}

void write_promise(struct json_writer *json, const struct promise_record *promise)
{
    json_begin_object(json);
    put_id(json, "id", &promise->id);
    put_id(json, "order", &promise->order);
    put_index(json, "item", promise->item);
    json_put_string(json, "milestone", milestone_name(promise->milestone));
    put_day(json, "from", promise->range.from);
    put_day(json, "to", promise->range.to);
    put_time(json, "told_at", promise->told_at);
    json_put_string(json, "told_to", promise->told_to);
    put_id(json, "letter", &promise->outbox);
    json_put_string(json, "state", promise_state_name(promise->state));
    put_time(json, "settled_at", promise->settled_at);
    put_time(json, "warned_at", promise->warned_at);
    json_end_object(json);
}

void write_survey(struct json_writer *json, const struct survey *survey)
{
    json_begin_object(json);
    put_id(json, "id", &survey->id);
    json_put_string(json, "occasion", survey->delivery ? STR("delivery") : STR("resolution"));
    put_id(json, "ticket", &survey->ticket);
    put_id(json, "order", &survey->order);
    put_id(json, "customer", &survey->customer);
    put_id(json, "agent", &survey->agent);
    json_put_string_or_null(json, "concern", survey->concern);
    put_time(json, "asked_at", survey->asked_at);
    put_time(json, "answered_at", survey->answered_at);
    put_index(json, "score", survey->score ? survey->score : -1);
    json_put_string(json, "comment", survey->comment);
    json_end_object(json);
}

void write_customer(struct json_writer *json, const struct customer *customer)
{
    const struct person *person = &customer->person;
    json_begin_object(json);
    put_id(json, "id", &customer->id);
    json_put_string(json, "name", person->name);
    json_put_string(json, "email", person->email);
    json_put_string(json, "phone", person->phone);
    json_put_string_or_null(json, "locale", person->locale);
    json_name(json, "emails");
    json_begin_array(json);
    for (size_t i = 0; i < person->email_count; i++) json_write_string(json, person->emails[i]);
    json_end_array(json);
    json_name(json, "consents");
    json_begin_array(json);
    if (person->consents_sms) json_write_string(json, STR("sms"));
    if (person->consents_marketing) json_write_string(json, STR("marketing"));
    json_end_array(json);
    put_time(json, "created_at", customer->created_at);
    put_time(json, "erased_at", customer->erased_at);
    json_put_int(json, "version", customer->version);
    json_end_object(json);
}

void write_letter(struct json_writer *json, const struct outgoing_message *letter)
{
    json_begin_object(json);
    put_id(json, "id", &letter->id);
    json_put_string(json, "kind", str_of(letter->kind));
    json_put_string_or_null(json, "notice", letter->notice);
    put_id(json, "ticket", &letter->ticket);
    put_id(json, "order", &letter->order);
    json_put_string(json, "channel", letter->channel);
    json_put_string(json, "recipient", letter->recipient);
    json_put_string(json, "subject", letter->subject);
    json_put_string(json, "text", letter->text);
    json_put_bool(json, "automatic", letter->automatic);
    json_put_string(json, "state", outbox_state_name(letter->state));
    json_put_string_or_null(json, "withheld", letter->withheld);
    put_time(json, "not_before", letter->not_before);
    json_put_int(json, "attempts", letter->attempt);
    json_put_string_or_null(json, "last_error", letter->last_error);
    put_time(json, "created_at", letter->created_at);
    put_time(json, "sent_at", letter->sent_at);
    json_end_object(json);
}

void write_account(struct json_writer *json, const struct account *account)
{
    json_begin_object(json);
    put_id(json, "id", &account->id);
    json_put_string(json, "email", account->email);
    json_put_string(json, "name", account->name);
    json_put_string(json, "role", account->role);
    json_put_bool(json, "has_password", account->password.len > 0);
    json_put_bool(json, "has_totp", account->totp_secret.len > 0);
    put_time(json, "invited_until", account->invite_until);
    put_time(json, "created_at", account->created_at);
    put_time(json, "disabled_at", account->disabled_at);
    json_put_int(json, "version", account->version);
    json_end_object(json);
}

void write_token(struct json_writer *json, const struct api_token *token)
{
    json_begin_object(json);
    put_id(json, "id", &token->id);
    json_put_string(json, "name", token->name);
    json_put_string(json, "scope", token->scope);
    json_put_string(json, "created_by", token->created_by);
    put_time(json, "created_at", token->created_at);
    put_time(json, "expires_at", token->expires_at);
    put_time(json, "revoked_at", token->revoked_at);
    put_time(json, "used_at", token->used_at);
    json_end_object(json);
}

void write_audit(struct json_writer *json, const struct audit_row *row)
{
    json_begin_object(json);
    json_put_int(json, "seq", row->seq);
    put_id(json, "id", &row->id);
    put_time(json, "at", row->at);
    json_put_string(json, "actor", row->actor);
    json_put_string(json, "verb", row->verb);
    put_id(json, "object", &row->object);
    put_id(json, "order", &row->order);
    put_id(json, "ticket", &row->ticket);
    write_raw(json, "detail", row->detail);
    json_end_object(json);
}

void write_rights(struct json_writer *json, enum role role)
{
    json_name(json, "rights");
    json_begin_array(json);
    for (int right = 0; right < RIGHT_COUNT; right++)
        if (role_has(role, (enum right)right)) json_write_string(json, right_name((enum right)right));
    json_end_array(json);
}
