/* What is to be made, field by field; see spec.h. */
#include "api/spec.h"

void write_fields(struct json_writer *json, const struct field *fields, size_t count)
{
    json_name(json, "personalization");
    json_begin_array(json);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(json);
        json_put_string(json, "field", fields[i].name);
        json_put_string(json, "value", fields[i].value);
        json_end_object(json);
    }
    json_end_array(json);
}

struct fields {
    struct field *list;
    size_t count;
};

static const struct field *find(const struct fields *fields, struct str name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (str_eq_nocase(fields->list[i].name, name)) return &fields->list[i];
    return NULL;
}

static void write_change_of(struct json_writer *json, struct str name, const struct field *old,
                            const struct field *new)
{
    if (old && new &&str_eq(old->value, new->value)) return;
    json_begin_object(json);
    json_put_string(json, "field", name);
    json_name(json, "old");
    if (old)
        json_write_string(json, old->value);
    else
        json_write_null(json);
    json_name(json, "new");
    if (new)
        json_write_string(json, new->value);
    else
        json_write_null(json);
    json_end_object(json);
}

int write_diff(struct json_writer *json, struct arena *arena, struct str before, struct str after,
               struct err *err)
{
    struct fields old = {0}, new = {0};
    if ((before.len && fields_from_json(arena, before, &old.list, &old.count, err) < 0) ||
        fields_from_json(arena, after, &new.list, &new.count, err) < 0)
        return -1;
    json_name(json, "fields");
    json_begin_array(json);
    for (size_t i = 0; i < new.count; i++)
        write_change_of(json, new.list[i].name, find(&old, new.list[i].name), &new.list[i]);
    for (size_t i = 0; i < old.count; i++)
        if (!find(&new, old.list[i].name)) write_change_of(json, old.list[i].name, &old.list[i], NULL);
    json_end_array(json);
    return 0;
}

int write_news(struct json_writer *json, struct arena *arena, const struct spec_news *news, struct err *err)
{
    json_begin_object(json);
    json_put_int(json, "item", news->item);
    put_index(json, "piece", news->piece);
    json_put_int(json, "version", news->version);
    put_time(json, "made_at", news->made_at);
    if (write_diff(json, arena, news->before, news->fields, err) < 0) return -1;
    json_end_object(json);
    return 0;
}
