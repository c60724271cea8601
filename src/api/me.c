/* Who asks, as the console needs it: rights, settings, and the views of the inbox that they have saved. */
#include "api/inbox.h"
#include "api/routes.h"
#include "api/write.h"
#include "desk/preference.h"

/* ---- settings ---- */

static struct str words_lang(int index)
{
    static const struct str words[] = {STR_INIT("en"), STR_INIT("zh")};
    return index < 2 ? words[index] : (struct str){0};
}

static struct str words_theme(int index)
{
    static const struct str words[] = {STR_INIT("auto"), STR_INIT("light"), STR_INIT("dark")};
    return index < 3 ? words[index] : (struct str){0};
}

/* One of the rule's words, as a text. */
static int read_listed(const struct node *node, const struct member_rule *rule, void *object)
{
    struct str names[4];
    size_t count = 0;
    while (count < 4 && rule->words((int)count).ptr) {
        names[count] = rule->words((int)count);
        if (node_is(node, VALUE_STRING) && str_eq(node->value->string, names[count])) {
            *(struct str *)rule_target(rule, object) = names[count];
            return 0;
        }
        count++;
    }
    return node_expected_word(node, names, count);
}

static const struct member_rule setting_members[] = {
    MEMBER("lang", read_listed, struct account_setting, lang, .words = words_lang),
    MEMBER("theme", read_listed, struct account_setting, theme, .words = words_theme),
};
const struct shape shape_settings = SHAPE(struct account_setting, NULL, setting_members, NULL);

static void write_settings(struct json_writer *json, const struct account_setting *setting)
{
    json_begin_object(json);
    json_put_string_or_null(json, "lang", setting->lang);
    json_put_string(json, "theme", setting->theme.len ? setting->theme : words_theme(0));
    json_end_object(json);
}

int route_me_settings(struct call *call, struct err *err)
{
    struct account_setting chosen = {{0}, {0}}, now;
    if (call_body(call, &chosen, err) < 0 ||
        desk_settings_put(call->desk, &call->actor, call->arena, &chosen, &now, err) < 0)
        return -1;
    write_settings(&call->json, &now);
    return 0;
}

int route_me(struct call *call, struct err *err)
{
    struct json_writer *json = &call->json;
    struct account_setting setting;
    if (desk_settings(call->desk, &call->actor, call->arena, &setting, err) < 0) return -1;
    json_begin_object(json);
    json_put_string(json, "name", call->actor.name);
    json_name(json, "account");
    if (id_is_none(&call->visit->session))
        json_write_null(json);
    else
        write_account(json, &call->visit->account);
    json_put_string(json, "role", role_name(call->actor.role));
    write_rights(json, call->actor.role);
    json_name(json, "settings");
    write_settings(json, &setting);
    json_end_object(json);
    return 0;
}

/* ---- views ---- */

static const struct member_rule view_members[] = {
    MEMBER("name", read_text, struct saved_view, name, .required = true, .max = VIEW_NAME_MOST),
    MEMBER("query", read_text, struct saved_view, query, .required = true, .max = VIEW_QUERY_MOST),
};
const struct shape shape_view = SHAPE(struct saved_view, NULL, view_members, NULL);

static void write_view(struct json_writer *json, const struct saved_view *view)
{
    json_begin_object(json);
    put_id(json, "id", &view->id);
    json_put_string(json, "name", view->name);
    json_put_string(json, "query", view->query);
    put_time(json, "created_at", view->created_at);
    json_end_object(json);
}

int route_views(struct call *call, struct err *err)
{
    struct saved_view *list;
    size_t count;
    if (desk_views(call->desk, &call->actor, call->arena, &list, &count, err) < 0) return -1;
    call_begin_page(call);
    for (size_t i = 0; i < count; i++) write_view(&call->json, &list[i]);
    call_end_page(call, false, NULL);
    return 0;
}

/* Whatever the inbox cannot be asked is refused here, so that a view works when it is opened. */
int route_view_add(struct call *call, struct err *err)
{
    struct saved_view view = {.id = {{0}}};
    struct inbox_filter filter;
    struct err why = {0};
    if (call_body(call, &view, err) < 0) return -1;
    if (inbox_filter_parse(call->arena, view.query, &call->actor, &filter, &why) < 0)
        return err_set(err, ERR_INPUT, "/query: %.400s", why.message);
    if (desk_view_add(call->desk, &call->actor, call->arena, &view, err) < 0) return -1;
    write_view(&call->json, &view);
    return 0;
}

int route_view_delete(struct call *call, struct err *err)
{
    struct id id;
    if (call_id(call, "id", &id, err) < 0 ||
        desk_view_delete(call->desk, &call->actor, call->arena, &id, err) < 0)
        return -1;
    json_begin_object(&call->json);
    put_id(&call->json, "id", &id);
    json_end_object(&call->json);
    return 0;
}
