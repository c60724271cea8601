/* YAML into a tree with places, by way of libyaml's events; see yaml.h. It knows no keys and no types. */
#include "text/yaml.h"

#include <stdlib.h>
#include <yaml.h>

#include "text/utf8.h"

enum { YAML_MAX_BYTES = 1 << 20, YAML_MAX_DEPTH = 32, YAML_MAX_NODES = 100000 };

struct reader {
    yaml_parser_t parser;
    struct arena *arena;
    struct str name;
    int first_line;
    size_t nodes;
    struct err *err;
};

static int fail_at(struct reader *reader, yaml_mark_t mark, enum err_category category, const char *message)
{
    err_set(reader->err, category, "%s", message);
    return err_at(reader->err, reader->name, (int)mark.line + reader->first_line, (int)mark.column + 1);
}

/* libyaml's own complaint, in its own words: "did not find expected key". */
static int fail_syntax(struct reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    const char *problem = parser->problem ? parser->problem : "not YAML";
    bool placed = parser->error == YAML_SCANNER_ERROR || parser->error == YAML_PARSER_ERROR;
    err_set(reader->err, ERR_INPUT, "this is not YAML: %s", problem);
    return err_at(reader->err, reader->name,
                  (int)(placed ? parser->problem_mark.line : 0) + reader->first_line,
                  (int)(placed ? parser->problem_mark.column : 0) + 1);
}

/* The next event; the caller deletes it. */
static int next_event(struct reader *reader, yaml_event_t *out)
{
    if (!yaml_parser_parse(&reader->parser, out)) return fail_syntax(reader);
    return 0;
}

static struct str scalar_text(struct reader *reader, const yaml_event_t *event)
{
    return arena_str(reader->arena,
                     str_of_len((const char *)event->data.scalar.value, event->data.scalar.length));
}

/* Anchors and tags let a file mean something else than it seems to. */
static int refuse_extras(struct reader *reader, const yaml_event_t *event)
{
    const yaml_char_t *anchor = NULL, *tag = NULL;
    if (event->type == YAML_SCALAR_EVENT) {
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
    } else if (event->type == YAML_ALIAS_EVENT) {
        return fail_at(reader, event->start_mark, ERR_INPUT,
                       "aliases (*name) are not read; write the value out");
    }
    if (anchor)
        return fail_at(reader, event->start_mark, ERR_INPUT,
                       "anchors (&name) are not read; leave it away, or put the text in quotes");
    if (tag)
        return fail_at(reader, event->start_mark, ERR_INPUT,
                       "tags (!type) are not read; leave it away, or put the text in quotes");
    return 0;
}

static int read_node(struct reader *reader, const yaml_event_t *event, int depth, struct yaml_node *out);

static bool is_end(const yaml_event_t *event)
{
    return event->type == YAML_SEQUENCE_END_EVENT || event->type == YAML_MAPPING_END_EVENT;
}

/* One event, checked; sets *out_ended when it closes the collection. */
static int read_part(struct reader *reader, int depth, struct yaml_node *out, bool *out_ended)
{
    yaml_event_t event;
    if (next_event(reader, &event) < 0) return -1;
    *out_ended = is_end(&event);
    int rc = *out_ended ? 0 : read_node(reader, &event, depth, out);
    yaml_event_delete(&event);
    return rc;
}

static int read_sequence(struct reader *reader, int depth, struct yaml_node *out)
{
    size_t cap = 0;
    for (;;) {
        struct yaml_node item = {0};
        bool ended;
        if (read_part(reader, depth + 1, &item, &ended) < 0) return -1;
        if (ended) return 0;
        *ARENA_PUSH(reader->arena, out->items, out->count, cap) = item;
    }
}

static int check_key(struct reader *reader, const struct yaml_node *key)
{
    yaml_mark_t mark = {.line = (size_t)(key->line - reader->first_line), .column = (size_t)key->column - 1};
    if (key->kind != YAML_SCALAR)
        return fail_at(reader, mark, ERR_INPUT, "a key must be a word, not a list or mapping");
    if (!key->quoted && str_is(key->scalar, "<<"))
        return fail_at(reader, mark, ERR_INPUT, "merge keys (<<) are not read; write the keys out");
    return 0;
}

static int compare_keys(const void *a, const void *b)
{
    const struct yaml_node *const *left = a, *const *right = b;
    int order = str_cmp((*left)->scalar, (*right)->scalar);
    return order ? order : (*left > *right) - (*left < *right);
}

/* Double keys, found by sorting: a mapping may have many keys. The first one repeated is told. */
static int refuse_doubles(struct reader *reader, const struct yaml_node *mapping)
{
    if (mapping->count < 2) return 0;
    const struct yaml_node **sorted = ARENA_ARRAY(reader->arena, mapping->count, const struct yaml_node *);
    for (size_t i = 0; i < mapping->count; i++) sorted[i] = &mapping->keys[i];
    qsort(sorted, mapping->count, sizeof *sorted, compare_keys);
    const struct yaml_node *earliest = NULL;
    for (size_t i = 1; i < mapping->count; i++) {
        if (!str_eq(sorted[i - 1]->scalar, sorted[i]->scalar)) continue;
        if (!earliest || sorted[i] < earliest) earliest = sorted[i];
    }
    if (!earliest) return 0;
    err_set(reader->err, ERR_INPUT, "the key '%.*s' is here twice; keep one", STR_ARG(earliest->scalar));
    return err_at(reader->err, reader->name, earliest->line, earliest->column);
}

static int read_mapping(struct reader *reader, int depth, struct yaml_node *out)
{
    size_t cap = 0, key_cap = 0, key_count = 0;
    for (;;) {
        struct yaml_node key = {0}, value = {0};
        bool ended;
        if (read_part(reader, depth + 1, &key, &ended) < 0) return -1;
        if (ended) return refuse_doubles(reader, out);
        if (check_key(reader, &key) < 0 || read_part(reader, depth + 1, &value, &ended) < 0) return -1;
        *ARENA_PUSH(reader->arena, out->keys, key_count, key_cap) = key;
        *ARENA_PUSH(reader->arena, out->items, out->count, cap) = value;
    }
}

static int read_node(struct reader *reader, const yaml_event_t *event, int depth, struct yaml_node *out)
{
    if (refuse_extras(reader, event) < 0) return -1;
    if (++reader->nodes > YAML_MAX_NODES)
        return fail_at(reader, event->start_mark, ERR_LIMIT, "too many values; at most 100000 are read");
    if (depth > YAML_MAX_DEPTH)
        return fail_at(reader, event->start_mark, ERR_LIMIT, "nested too deep; at most 32 levels are read");
    out->line = (int)event->start_mark.line + reader->first_line;
    out->column = (int)event->start_mark.column + 1;
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        out->kind = YAML_SCALAR;
        out->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
        out->scalar = scalar_text(reader, event);
        return 0;
    case YAML_SEQUENCE_START_EVENT:
        out->kind = YAML_SEQUENCE;
        return read_sequence(reader, depth, out);
    case YAML_MAPPING_START_EVENT:
        out->kind = YAML_MAPPING;
        return read_mapping(reader, depth, out);
    default:
        return fail_at(reader, event->start_mark, ERR_INPUT, "a value is expected here");
    }
}

static int check_document_start(struct reader *reader, const yaml_event_t *event)
{
    bool directives =
        event->data.document_start.version_directive ||
        event->data.document_start.tag_directives.start != event->data.document_start.tag_directives.end;
    if (!directives) return 0;
    return fail_at(reader, event->start_mark, ERR_INPUT,
                   "directives (%YAML, %TAG) are not read; leave them away");
}

/* Between the documents of a stream: start of the stream, start and end of the one document, end of the stream. */
static int read_stream(struct reader *reader, struct yaml_node *out)
{
    bool seen = false;
    for (;;) {
        yaml_event_t event;
        if (next_event(reader, &event) < 0) return -1;
        yaml_event_type_t type = event.type;
        int rc = 0;
        if (type == YAML_DOCUMENT_START_EVENT) {
            rc = seen ? fail_at(reader, event.start_mark, ERR_INPUT, "only one document may be in a file")
                      : check_document_start(reader, &event);
            seen = true;
        } else if (type != YAML_STREAM_START_EVENT && type != YAML_DOCUMENT_END_EVENT &&
                   type != YAML_STREAM_END_EVENT && type != YAML_NO_EVENT) {
            rc = read_node(reader, &event, 1, out);
        }
        yaml_event_delete(&event);
        if (rc < 0) return -1;
        if (type == YAML_STREAM_END_EVENT || type == YAML_NO_EVENT) return 0;
    }
}

/* libyaml reads UTF-16 too and takes what is not text for syntax; both are refused before it sees them. */
static int check_bytes(struct reader *reader, struct str text)
{
    if (text.len > YAML_MAX_BYTES)
        return fail_at(reader, (yaml_mark_t){0}, ERR_LIMIT, "the text is too long; at most 1 MiB is read");
    yaml_mark_t mark = {0};
    for (size_t at = 0; at < text.len;) {
        rune_t rune = utf8_next(text, &at);
        if (rune == UTF8_BAD) return fail_at(reader, mark, ERR_INPUT, "this is not UTF-8");
        if (rune == 0) return fail_at(reader, mark, ERR_INPUT, "a NUL character is not text");
        mark.column = rune == '\n' ? 0 : mark.column + 1;
        mark.line += rune == '\n';
    }
    return 0;
}

int yaml_parse(struct arena *arena, struct str name, struct str text, int first_line, struct yaml_node *out,
               struct err *err)
{
    struct reader reader = {.arena = arena, .name = name, .first_line = first_line, .err = err};
    if (check_bytes(&reader, text) < 0) return -1;
    if (!yaml_parser_initialize(&reader.parser)) return err_set(err, ERR_SYSTEM, "no memory to read YAML");
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)(text.ptr ? text.ptr : ""), text.len);
    struct yaml_node root = {.kind = YAML_MAPPING, .line = first_line, .column = 1};
    int rc = read_stream(&reader, &root);
    yaml_parser_delete(&reader.parser);
    if (rc < 0) return -1;
    /* A document of comments only is one empty plain scalar to libyaml. */
    if (root.kind == YAML_SCALAR && !root.quoted && root.scalar.len == 0) root.kind = YAML_MAPPING;
    *out = root;
    return 0;
}

const struct yaml_node *yaml_get(const struct yaml_node *mapping, struct str key)
{
    if (!mapping || mapping->kind != YAML_MAPPING) return NULL;
    for (size_t i = 0; i < mapping->count; i++)
        if (str_eq(mapping->keys[i].scalar, key)) return &mapping->items[i];
    return NULL;
}
