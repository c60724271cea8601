/* JSON in: jansson reads, the strictest parser to be had; see json.h. The writer is json_writer.c. */
#include "text/json.h"

#include <jansson.h>

enum { DEEPEST = 64 };

static int convert(struct arena *arena, const json_t *json, int depth, struct value *out);

static int convert_array(struct arena *arena, const json_t *json, int depth, struct value *out)
{
    size_t count = json_array_size(json);
    *out = value_array();
    out->array.items = ARENA_ARRAY(arena, count, struct value);
    out->cap = (uint32_t)count;
    for (size_t i = 0; i < count; i++)
        if (convert(arena, json_array_get(json, i), depth + 1, &out->array.items[out->array.count++]) < 0)
            return -1;
    return 0;
}

static int convert_object(struct arena *arena, const json_t *json, int depth, struct value *out)
{
    size_t count = json_object_size(json);
    *out = value_object();
    out->object.members = ARENA_ARRAY(arena, count, struct member);
    out->cap = (uint32_t)count;
    /* jansson's iterators take a non-const object but do not change it. */
    json_t *object = (json_t *)(uintptr_t)json;
    for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at)) {
        struct member *member = &out->object.members[out->object.count++];
        member->name = arena_str(arena, str_of(json_object_iter_key(at)));
        if (convert(arena, json_object_iter_value(at), depth + 1, &member->value) < 0) return -1;
    }
    return 0;
}

static int convert(struct arena *arena, const json_t *json, int depth, struct value *out)
{
    if (depth > DEEPEST) return -1;
    switch (json_typeof(json)) {
    case JSON_OBJECT:
        return convert_object(arena, json, depth, out);
    case JSON_ARRAY:
        return convert_array(arena, json, depth, out);
    case JSON_STRING:
        *out = value_str(arena_str(arena, str_of_len(json_string_value(json), json_string_length(json))));
        return 0;
    case JSON_INTEGER:
        *out = value_int(json_integer_value(json));
        return 0;
    case JSON_REAL:
        *out = value_real(json_real_value(json));
        return 0;
    case JSON_TRUE:
        *out = value_bool(true);
        return 0;
    case JSON_FALSE:
        *out = value_bool(false);
        return 0;
    case JSON_NULL:
        *out = value_nil();
        return 0;
    }
    return -1;
}

int json_parse(struct arena *arena, struct str text, struct value *out, struct err *err)
{
    json_error_t error;
    json_t *json =
        json_loadb(text.len ? text.ptr : "", text.len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (!json) {
        err_set(err, ERR_INPUT, "not JSON: %s", error.text);
        return err_at(err, STR(""), error.line, error.column);
    }
    struct value value;
    int rc = convert(arena, json, 0, &value);
    json_decref(json);
    if (rc < 0) return err_set(err, ERR_LIMIT, "JSON nested too deeply; at most %d levels are read", DEEPEST);
    *out = value;
    return 0;
}
