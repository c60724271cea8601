/* What customers ask for on the page of their order; see desk/portal_ask.h. */
#include "desk/portal_ask.h"

#include "api/portal.h"
#include "api/routes.h"

static const struct portal_wish blank_wish = {.item = ALL_ITEMS, .piece = -1};

#define WISH_ITEM MEMBER("item", read_int, struct portal_wish, item, .min = 0, .max = 500)
#define WISH_TEXT MEMBER("text", read_text, struct portal_wish, text, .max = 8000)
#define WISH_LOCALE MEMBER("locale", read_text, struct portal_wish, locale, .max = 35)
static const struct member_rule change_members[] = {
    WISH_ITEM, MEMBER("piece", read_int, struct portal_wish, piece, .min = 0, .max = 2000),
    MEMBER("fields", read_any, struct portal_wish, text, .required = true, .schema = "MyFields"), WISH_TEXT,
    WISH_LOCALE};
static const struct member_rule item_members[] = {WISH_ITEM, WISH_TEXT, WISH_LOCALE};
static const struct member_rule text_members[] = {WISH_TEXT, WISH_LOCALE};
static const struct member_rule problem_members[] = {
    WISH_ITEM, MEMBER("concern", read_text, struct portal_wish, concern, .required = true, .max = 20),
    WISH_TEXT, WISH_LOCALE};
static const struct member_rule choose_members[] = {
    MEMBER("remedy", read_text, struct portal_wish, remedy, .required = true, .max = 20), WISH_TEXT,
    WISH_LOCALE};
const struct shape shape_my_change = SHAPE(struct portal_wish, &blank_wish, change_members, NULL);
const struct shape shape_my_item = SHAPE(struct portal_wish, &blank_wish, item_members, NULL);
const struct shape shape_my_text = SHAPE(struct portal_wish, &blank_wish, text_members, NULL);
const struct shape shape_my_problem = SHAPE(struct portal_wish, &blank_wish, problem_members, NULL);
const struct shape shape_my_choose = SHAPE(struct portal_wish, &blank_wish, choose_members, NULL);

/* {"engraving": "Always"} */
static int read_fields(const struct call *call, struct portal_wish *wish, struct err *err)
{
    const struct value *fields = value_get(&call->body, STR("fields"));
    if (!fields || fields->kind != VALUE_OBJECT)
        return err_set(err, ERR_INPUT, "/fields: expected an object of texts");
    if (fields->object.count > WISHES_MOST)
        return err_set(err, ERR_INPUT, "/fields: at most %d are expected", WISHES_MOST);
    wish->fields = ARENA_ARRAY(call->arena, fields->object.count, struct field);
    for (size_t i = 0; i < fields->object.count; i++) {
        const struct member *member = &fields->object.members[i];
        if (member->value.kind != VALUE_STRING || member->value.string.len > 4000 || !member->name.len)
            return err_set(err, ERR_INPUT, "/fields/%.*s: expected a text of at most 4000 bytes",
                           STR_ARG(str_slice(member->name, 0, 60)));
        wish->fields[wish->field_count++] = (struct field){member->name, member->value.string};
    }
    return 0;
}

static int read_wish(const struct call *call, struct portal_wish *wish, struct err *err)
{
    *wish = blank_wish;
    return call_body(call, wish, err);
}

static int answer_asked(struct call *call, const struct portal_asked *asked)
{
    json_begin_object(&call->json);
    put_id(&call->json, "ticket", &asked->ticket);
    json_put_string_or_null(&call->json, "concern", asked->concern);
    json_put_string_or_null(&call->json, "action", asked->action);
    json_put_string_or_null(&call->json, "reason", asked->reason);
    json_put_bool(&call->json, "answered", asked->answered);
    json_end_object(&call->json);
    return 0;
}

#define VISIT(call) (call)->visit->portal

int route_my_change(struct call *call, struct err *err)
{
    struct portal_wish wish;
    struct portal_asked asked;
    if (read_wish(call, &wish, err) < 0 || read_fields(call, &wish, err) < 0 ||
        desk_portal_change(call->desk, &call->actor, call->arena, VISIT(call), &wish, &asked, err) < 0)
        return -1;
    return answer_asked(call, &asked);
}

/* An index among the parameters, or what stands there already. */
static int read_index(const struct call *call, const char *name, int *out, struct err *err)
{
    struct str text = call_query(call, name);
    uint64_t number;
    if (!text.len) return 0;
    if (str_to_uint(text, 2000, &number) < 0)
        return err_set(err, ERR_INPUT, "/%s: a whole number from 0 is expected", name);
    *out = (int)number;
    return 0;
}

int route_my_change_photo(struct call *call, struct err *err)
{
    struct portal_wish wish = blank_wish;
    struct portal_asked asked;
    struct field field = {.name = call_query(call, "field")};
    struct file_wish photo = {.name = call_query(call, "name"),
                              .type = http_fields_header(call->request->headers, "Content-Type")};
    wish.fields = &field;
    wish.field_count = 1;
    wish.photo = &photo;
    wish.locale = call_query(call, "locale");
    if (!field.name.len) return err_set(err, ERR_INPUT, "/field: the name of a field is expected");
    if (read_index(call, "item", &wish.item, err) < 0 || read_index(call, "piece", &wish.piece, err) < 0 ||
        http_body(call->request, &photo.content, err) < 0 ||
        desk_portal_change(call->desk, &call->actor, call->arena, VISIT(call), &wish, &asked, err) < 0)
        return -1;
    return answer_asked(call, &asked);
}

int route_my_artwork(struct call *call, struct err *err)
{
    bool thumb = str_is(call_query(call, "size"), "thumb");
    struct attached file;
    struct str content;
    int found = desk_portal_artwork(call->desk, call->arena, VISIT(call), call_query(call, "name"), thumb,
                                    &file, &content, err);
    if (found <= 0) return found < 0 ? -1 : err_set(err, ERR_NOT_FOUND, "there is no such photo");
    call->raw = call_file(call->arena, &file, content);
    return 0;
}

static int settle_change(struct call *call, bool yes, struct err *err)
{
    struct portal_wish wish;
    struct portal_asked asked;
    if (read_wish(call, &wish, err) < 0 || call_id(call, "id", &wish.about, err) < 0 ||
        desk_portal_confirm(call->desk, &call->actor, call->arena, VISIT(call), &wish, yes, &asked, err) < 0)
        return -1;
    return answer_asked(call, &asked);
}

int route_my_change_confirm(struct call *call, struct err *err)
{
    return settle_change(call, true, err);
}

int route_my_change_withdraw(struct call *call, struct err *err)
{
    return settle_change(call, false, err);
}

#define DEFINE_ASK(name)                                                                                    \
    int route_my_##name(struct call *call, struct err *err)                                                 \
    {                                                                                                       \
        struct portal_wish wish;                                                                            \
        struct portal_asked asked;                                                                          \
        if (read_wish(call, &wish, err) < 0 ||                                                              \
            desk_portal_##name(call->desk, &call->actor, call->arena, VISIT(call), &wish, &asked, err) < 0) \
            return -1;                                                                                      \
        return answer_asked(call, &asked);                                                                  \
    }
DEFINE_ASK(cancel)
DEFINE_ASK(problem)
DEFINE_ASK(message)
DEFINE_ASK(erase)

int route_my_choose(struct call *call, struct err *err)
{
    struct portal_wish wish;
    struct portal_asked asked;
    if (read_wish(call, &wish, err) < 0 || call_id(call, "id", &wish.about, err) < 0 ||
        desk_portal_choose(call->desk, &call->actor, call->arena, VISIT(call), &wish, &asked, err) < 0)
        return -1;
    return answer_asked(call, &asked);
}

int route_my_photo(struct call *call, struct err *err)
{
    struct file_wish wish = {.name = call_query(call, "name"),
                             .type = http_fields_header(call->request->headers, "Content-Type")};
    struct file_kept kept;
    if (call_id(call, "ticket", &wish.ticket, err) < 0 || http_body(call->request, &wish.content, err) < 0 ||
        desk_portal_photo(call->desk, &call->actor, call->arena, VISIT(call), &wish, &kept, err) < 0)
        return -1;
    call->status = kept.added ? 201 : 200;
    json_begin_object(&call->json);
    put_id(&call->json, "ticket", &wish.ticket);
    json_put_bool(&call->json, "photo", attachment_is_photo(&kept.attached.attachment));
    put_id(&call->json, "claim", kept.has_claim ? &kept.claim.id : &(struct id){{0}});
    json_end_object(&call->json);
    return 0;
}

/* ---- ratings, consents, data ---- */

static const struct member_rule rating_members[] = {
    MEMBER("score", read_int, struct survey_reply, score, .required = true, .min = 1, .max = 5),
    MEMBER("comment", read_text, struct survey_reply, comment, .max = 4000),
};
const struct shape shape_my_rating = SHAPE(struct survey_reply, NULL, rating_members, NULL);

int route_my_rating(struct call *call, struct err *err)
{
    struct survey_reply reply = {0};
    struct survey survey;
    if (call_body(call, &reply, err) < 0 ||
        desk_portal_rate(call->desk, &call->actor, call->arena, VISIT(call), &reply, &survey, err) < 0)
        return -1;
    json_begin_object(&call->json);
    json_put_int(&call->json, "score", survey.score);
    put_time(&call->json, "answered_at", survey.answered_at);
    json_end_object(&call->json);
    return 0;
}

static void write_consents(struct json_writer *json, const struct customer *customer)
{
    json_begin_object(json);
    json_put_bool(json, "sms", customer->person.consents_sms);
    json_put_bool(json, "marketing", customer->person.consents_marketing);
    json_end_object(json);
}

int route_my_consents(struct call *call, struct err *err)
{
    struct consents consents;
    struct customer customer;
    if (call_consents(call, &consents, err) < 0 ||
        desk_portal_consents(call->desk, &call->actor, call->arena, VISIT(call), &consents, &customer, err) <
            0)
        return -1;
    write_consents(&call->json, &customer);
    return 0;
}

int route_my_data(struct call *call, struct err *err)
{
    struct kept_customer kept;
    if (desk_portal_data(call->desk, &call->actor, call->arena, VISIT(call), &kept, err) < 0) return -1;
    write_own_data(&call->json, &kept);
    return 0;
}
