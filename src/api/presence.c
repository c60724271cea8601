/* Who has a ticket open now. */
#include "desk/presence.h"

#include "api/routes.h"
#include "api/write.h"

static struct str words_doing(int index)
{
    static const struct str words[] = {STR_INIT("reading"), STR_INIT("writing"), STR_INIT("gone")};
    return index < 3 ? words[index] : (struct str){0};
}

static int read_doing(const struct node *node, const struct member_rule *rule, void *object)
{
    struct str names[] = {words_doing(0), words_doing(1), words_doing(2)};
    for (int i = 0; i < 3 && node_is(node, VALUE_STRING); i++)
        if (str_eq(names[i], node->value->string)) {
            *(enum doing *)rule_target(rule, object) = (enum doing)i;
            return 0;
        }
    return node_expected_word(node, names, 3);
}

static const struct member_rule presence_members[] = {
    MEMBER_WORD("doing", doing, struct presence_note, doing, .required = true),
};
const struct shape shape_presence = SHAPE(struct presence_note, NULL, presence_members, NULL);

void write_presence(struct json_writer *json, const char *name, const struct present *list, size_t count)
{
    json_name(json, name);
    json_begin_array(json);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(json);
        put_id(json, "account", &list[i].account);
        json_put_string(json, "name", list[i].name);
        json_put_string(json, "doing", list[i].writing ? words_doing(1) : words_doing(0));
        put_time(json, "seen_at", list[i].seen_at);
        json_end_object(json);
    }
    json_end_array(json);
}

static int answer_others(struct call *call, const struct present *list, size_t count)
{
    json_begin_object(&call->json);
    write_presence(&call->json, "others", list, count);
    json_end_object(&call->json);
    return 0;
}

int route_presence_put(struct call *call, struct err *err)
{
    struct presence_note note = {.doing = DOING_READING};
    struct present *others;
    size_t count;
    if (call_id(call, "id", &note.ticket, err) < 0 || call_body(call, &note, err) < 0 ||
        desk_presence_put(call->desk, &call->actor, call->arena, &note, &others, &count, err) < 0)
        return -1;
    return answer_others(call, others, count);
}

int route_presence(struct call *call, struct err *err)
{
    struct present *others;
    struct id id;
    size_t count;
    if (call_id(call, "id", &id, err) < 0 ||
        desk_presence(call->desk, &call->actor, call->arena, &id, &others, &count, err) < 0)
        return -1;
    return answer_others(call, others, count);
}
