/* Photos of a piece in the making: added, changed and withdrawn by the studio, handed out. */
#include "desk/progress.h"

#include "api/portal.h"
#include "api/routes.h"
#include "api/write.h"

static struct str number_of(const struct call *call)
{
    return http_param(call->request, "number");
}

static void write_view(struct call *call, const struct progress_view *view)
{
    struct json_writer *json = &call->json;
    struct str number = call_number_part(call->arena, number_of(call));
    char id[ID_TEXT];
    id_format(&view->photo->id, id);
    json_begin_object(json);
    write_progress_members(json, view->photo);
    json_put_string(json, "added_by", view->photo->added_by);
    json_put_string_or_null(json, "person", view->person);
    json_put_string(json, "path",
                    arena_printf(call->arena, "/v1/orders/%.*s/progress/%s", STR_ARG(number), id));
    json_end_object(json);
}

int route_progress(struct call *call, struct err *err)
{
    struct progress_view *views;
    size_t count;
    if (desk_progress_list(call->desk, &call->actor, call->arena, number_of(call), &views, &count, err) < 0)
        return -1;
    call_begin_page(call);
    for (size_t i = 0; i < count; i++) write_view(call, &views[i]);
    call_end_page(call, false, NULL);
    return 0;
}

/* ---- added ---- */

static int read_wish(const struct call *call, struct progress_wish *wish, struct err *err)
{
    struct str item = call_query(call, "item"), stage = call_query(call, "stage"),
               shown = call_query(call, "shown"), caption = call_query(call, "caption");
    uint64_t number;
    *wish = (struct progress_wish){.number = number_of(call),
                                   .item = ALL_ITEMS,
                                   .stage = STAGE_COUNT,
                                   .caption = caption.ptr ? caption : STR(""),
                                   .shown = !str_is(shown, "false")};
    if (item.len && str_to_uint(item, 500, &number) < 0)
        return err_set(err, ERR_INPUT, "item: a whole number from 0 is expected");
    if (item.len) wish->item = (int)number;
    if (stage.len && stage_from_name(stage, &wish->stage) < 0)
        return err_set(err, ERR_INPUT, "stage: a stage of the making is expected");
    if (wish->caption.len > CAPTION_MOST)
        return err_set(err, ERR_INPUT, "caption: at most %d bytes are expected", CAPTION_MOST);
    return 0;
}

int route_progress_add(struct call *call, struct err *err)
{
    struct progress_wish wish;
    struct progress_photo photo;
    bool new;
    if (read_wish(call, &wish, err) < 0 || http_body(call->request, &wish.content, err) < 0 ||
        desk_progress_add(call->desk, &call->actor, call->arena, &wish, &new, &photo, err) < 0)
        return -1;
    call->status = new ? 201 : 200;
    struct progress_view view = {.photo = &photo};
    write_view(call, &view);
    return 0;
}

/* ---- changed, withdrawn ---- */

struct progress_body {
    struct str caption;
    bool shown;
};
static const struct member_rule progress_members[] = {
    MEMBER("caption", read_text, struct progress_body, caption, .max = CAPTION_MOST),
    MEMBER("shown", read_bool, struct progress_body, shown, .max = 0),
};
const struct shape shape_progress = SHAPE(struct progress_body, NULL, progress_members, NULL);

int route_progress_change(struct call *call, struct err *err)
{
    struct progress_body body = {0};
    struct progress_change change = {.number = number_of(call), .shown = -1};
    struct progress_photo photo;
    if (call_id(call, "photo", &change.photo, err) < 0 || call_body(call, &body, err) < 0) return -1;
    const struct value *caption = value_get(&call->body, STR("caption")),
                       *shown = value_get(&call->body, STR("shown"));
    if (caption) change.caption = caption->kind == VALUE_STRING ? body.caption : STR("");
    if (shown && shown->kind == VALUE_BOOL) change.shown = body.shown;
    if (desk_progress_change(call->desk, &call->actor, call->arena, &change, &photo, err) < 0) return -1;
    struct progress_view view = {.photo = &photo};
    write_view(call, &view);
    return 0;
}

int route_progress_withdraw(struct call *call, struct err *err)
{
    struct id photo;
    if (call_id(call, "photo", &photo, err) < 0 ||
        desk_progress_withdraw(call->desk, &call->actor, call->arena, number_of(call), &photo, err) < 0)
        return -1;
    json_begin_object(&call->json);
    put_id(&call->json, "id", &photo);
    json_end_object(&call->json);
    return 0;
}

/* ---- handed out ---- */

static int answer_picture(struct call *call, const struct progress_photo *photo, struct str content)
{
    struct attached file = {
        .attachment = {.name = str_is(photo->type, "image/png") ? STR("progress.png") : STR("progress.jpg"),
                       .type = photo->type}};
    call->raw = call_file(call->arena, &file, content);
    return 0;
}

static int no_photo(struct err *err)
{
    return err_set(err, ERR_NOT_FOUND, "there is no such photo");
}

int route_progress_picture(struct call *call, struct err *err)
{
    struct progress_photo photo;
    struct str content;
    struct id id;
    bool thumb = str_is(call_query(call, "size"), "thumb");
    if (call_id(call, "photo", &id, err) < 0) return -1;
    int found = desk_progress_picture(call->desk, &call->actor, call->arena, number_of(call), &id, thumb,
                                      &photo, &content, err);
    if (found <= 0) return found < 0 ? -1 : no_photo(err);
    return answer_picture(call, &photo, content);
}

int route_my_picture(struct call *call, struct err *err)
{
    struct progress_photo photo;
    struct str content;
    struct id id;
    bool thumb = str_is(call_query(call, "size"), "thumb");
    if (call_id(call, "photo", &id, err) < 0) return -1;
    int found =
        desk_portal_picture(call->desk, call->arena, call->visit->portal, &id, thumb, &photo, &content, err);
    if (found <= 0) return found < 0 ? -1 : no_photo(err);
    return answer_picture(call, &photo, content);
}
