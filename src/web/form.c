/* A form's fields as a JSON document; the names say where a value goes and what it is.
 *
 * "note" is a text; "item:int", "anyway:bool" (any text but "" and "false"), "body:json"; "ids[]" is one of a list;
 * "fields.engraving" is a member of a member; a "?" at the end leaves an empty one away, as in "code?" or "item:int?".
 * Names that begin with an underscore are the page's own (post.c); of these "_body" is a document that the others are added to. */
#include "text/json.h"
#include "web/page.h"

enum { DOCUMENT_MOST = 1024 * 1024, DEPTH_MOST = 4 };

struct field_name {
    struct str path, kind; /* "fields.engraving", "int" */
    bool list, optional;
};

static struct field_name read_name(struct str name)
{
    struct field_name out = {0};
    if (str_ends(name, STR("?"))) {
        out.optional = true;
        name = str_slice(name, 0, name.len - 1);
    }
    size_t colon = str_find_char(name, ':', 0);
    out.kind = colon == STR_NOT_FOUND ? STR("") : str_slice(name, colon + 1, name.len);
    name = str_slice(name, 0, colon);
    out.list = str_ends(name, STR("[]"));
    out.path = out.list ? str_slice(name, 0, name.len - 2) : name;
    return out;
}

/* What cannot be read as what it should be stays a text: the route says then what it expects. */
static struct value read_value(struct arena *arena, const struct field_name *name, struct str text)
{
    struct value parsed;
    if (str_is(name->kind, "bool")) return value_bool(text.len && !str_is(text, "false"));
    bool document = str_is(name->kind, "int") || str_is(name->kind, "json");
    return document && json_parse(arena, text, &parsed, NULL) == 0 ? parsed : value_str(text);
}

/* The object that the last part of the path is a member of; NULL where something else stands in the way. */
static struct value *find_parent(struct arena *arena, struct value *root, struct str *path)
{
    size_t dot;
    for (int depth = 0; (dot = str_find_char(*path, '.', 0)) != STR_NOT_FOUND; depth++) {
        struct str part = str_slice(*path, 0, dot);
        struct value *member = (struct value *)(uintptr_t)value_get(root, part);
        if (depth == DEPTH_MOST) return NULL;
        if (!member) {
            value_put(arena, root, part, value_object());
            member = &root->object.members[root->object.count - 1].value;
        }
        if (member->kind != VALUE_OBJECT) return NULL;
        root = member;
        *path = str_slice(*path, dot + 1, path->len);
    }
    return root;
}

static void put_field(struct arena *arena, struct value *root, const struct http_field *field)
{
    struct field_name name = read_name(field->name);
    if (name.optional && !field->value.len) return;
    struct str last = name.path;
    struct value *parent = find_parent(arena, root, &last);
    if (!parent) return;
    struct value *member = (struct value *)(uintptr_t)value_get(parent, last);
    struct value value = read_value(arena, &name, field->value);
    if (!name.list) {
        if (!member) value_put(arena, parent, last, value);
        return;
    }
    if (!member) {
        value_put(arena, parent, last, value_array());
        member = &parent->object.members[parent->object.count - 1].value;
    }
    if (member->kind == VALUE_ARRAY) value_push(arena, member, value);
}

struct str form_document(struct arena *arena, struct http_fields fields)
{
    struct value root;
    struct buf text;
    buf_init(&text, DOCUMENT_MOST);
    if (json_parse(arena, http_fields_get(fields, "_body"), &root, NULL) < 0 || root.kind != VALUE_OBJECT)
        root = value_object();
    for (size_t i = 0; i < fields.count; i++)
        if (!str_starts(fields.items[i].name, STR("_")) && !str_starts(fields.items[i].name, STR("?")))
            put_field(arena, &root, &fields.items[i]);
    struct json_writer json = {.buf = &text};
    json_write_value(&json, &root);
    struct str document = buf_copy(&text, arena);
    buf_done(&text);
    return document;
}
