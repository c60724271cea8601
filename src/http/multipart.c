/* Forms with files; see multipart.h. */
#include "http/multipart.h"

#include "http/decode.h"

enum { PART_LINES_MAX = 8 };

static int refuse(struct err *err, const char *what)
{
    return err_set(err, ERR_USAGE, "the form cannot be read: %s", what);
}

/* ---- a header's value: main; name=value; name="value" ---- */

/* Where the quoted text that begins at `at` ends, behind its closing quote. `\"` and `\\` are one character. */
static size_t quoted_end(struct str text, size_t at)
{
    for (at++; at < text.len; at++) {
        bool escape = text.ptr[at] == '\\' && at + 1 < text.len &&
                      (text.ptr[at + 1] == '"' || text.ptr[at + 1] == '\\');
        if (escape)
            at++;
        else if (text.ptr[at] == '"')
            return at + 1;
    }
    return STR_NOT_FOUND;
}

/* Takes the next parameter off the front: 1, or 0 at the end, or -1. The value of a quoted one has its quotes still. */
static int next_parameter(struct str *rest, struct http_field *out)
{
    *rest = str_trim(*rest);
    if (!rest->len) return 0;
    if (rest->ptr[0] != ';') return -1;
    struct str text = str_trim(str_slice(*rest, 1, rest->len));
    size_t equals = str_find_char(text, '=', 0);
    if (equals == STR_NOT_FOUND || !http_is_token(str_slice(text, 0, equals))) return -1;
    size_t begin = equals + 1, end;
    if (begin < text.len && text.ptr[begin] == '"') {
        end = quoted_end(text, begin);
        if (end == STR_NOT_FOUND) return -1;
    } else {
        end = str_find_char(text, ';', begin);
        if (end == STR_NOT_FOUND) end = text.len;
        if (!http_is_token(str_trim(str_slice(text, begin, end)))) return -1;
    }
    *out = (struct http_field){str_slice(text, 0, equals), str_trim(str_slice(text, begin, end))};
    *rest = str_slice(text, end, text.len);
    return 1;
}

/* What browsers write for what cannot stand within quotes: %22 and a backslash before a quote or a backslash. */
static struct str unquoted(struct arena *arena, struct str value)
{
    if (!value.len || value.ptr[0] != '"') return value;
    value = str_slice(value, 1, value.len - 1);
    if (!str_contains(value, STR("%22")) && str_find_char(value, '\\', 0) == STR_NOT_FOUND) return value;
    char *out = arena_alloc_raw(arena, value.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < value.len; i++) {
        struct str rest = str_slice(value, i, value.len);
        char c = value.ptr[i];
        if (str_starts(rest, STR("%22"))) {
            c = '"';
            i += 2;
        } else if (str_starts(rest, STR("\\\"")) || str_starts(rest, STR("\\\\"))) {
            c = value.ptr[++i];
        }
        out[len++] = c;
    }
    return str_of_len(out, len);
}

bool http_is_multipart(struct str content_type)
{
    struct str kind = str_slice(content_type, 0, str_find_char(content_type, ';', 0));
    return str_eq_nocase(str_trim(kind), STR("multipart/form-data"));
}

/* RFC 2046, bchars. */
static bool is_boundary(struct str text)
{
    static const struct str others = STR_INIT("'()+_,-./:=? ");
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!plain && str_find_char(others, c, 0) == STR_NOT_FOUND) return false;
    }
    return text.len && text.len <= HTTP_BOUNDARY_MAX && text.ptr[text.len - 1] != ' ';
}

static int read_boundary(struct arena *arena, struct str content_type, struct str *out, struct err *err)
{
    size_t semicolon = str_find_char(content_type, ';', 0);
    struct str rest =
        semicolon == STR_NOT_FOUND ? STR("") : str_slice(content_type, semicolon, content_type.len);
    struct str boundary = {0};
    struct http_field parameter;
    int more;
    if (!http_is_multipart(content_type)) return refuse(err, "multipart/form-data is expected");
    while ((more = next_parameter(&rest, &parameter)) > 0) {
        if (!str_eq_nocase(parameter.name, STR("boundary"))) continue;
        if (boundary.ptr) return refuse(err, "its Content-Type names two boundaries");
        boundary = unquoted(arena, parameter.value);
    }
    if (more < 0 || !is_boundary(boundary)) return refuse(err, "its Content-Type names no boundary");
    *out = boundary;
    return 0;
}

/* ---- the head of a part ---- */

struct part {
    struct http_file file;
    bool is_file, described;
    bool typed;
};

static int read_disposition(struct arena *arena, struct str value, struct part *part, struct err *err)
{
    size_t semicolon = str_find_char(value, ';', 0);
    struct http_field parameter;
    int more = -1;
    if (part->described) return refuse(err, "a part says twice what it is");
    if (semicolon == STR_NOT_FOUND ||
        !str_eq_nocase(str_trim(str_slice(value, 0, semicolon)), STR("form-data")))
        return refuse(err, "a part is not form-data");
    part->described = true;
    value = str_slice(value, semicolon, value.len);
    while ((more = next_parameter(&value, &parameter)) > 0) {
        bool names = str_eq_nocase(parameter.name, STR("name"));
        struct str *to = names ? &part->file.field : &part->file.name;
        if ((!names && !str_eq_nocase(parameter.name, STR("filename"))) || to->ptr)
            return refuse(err, "a part has more than one name, and one file name");
        *to = unquoted(arena, parameter.value);
        part->is_file = part->is_file || !names;
    }
    if (more < 0 || !part->file.field.len) return refuse(err, "a part has no name");
    return 0;
}

static int read_line(struct arena *arena, struct str line, struct part *part, struct err *err)
{
    size_t colon = str_find_char(line, ':', 0);
    struct str name = str_slice(line, 0, colon == STR_NOT_FOUND ? 0 : colon);
    if (!http_is_token(name)) return refuse(err, "a line in the head of a part has no name");
    struct str value = str_trim(str_slice(line, colon + 1, line.len));
    if (!http_is_clean(value, false)) return refuse(err, "a head holds control characters or is not UTF-8");
    if (str_eq_nocase(name, STR("Content-Disposition"))) return read_disposition(arena, value, part, err);
    if (str_eq_nocase(name, STR("Content-Transfer-Encoding")))
        return refuse(err, "a part has a transfer encoding");
    if (!str_eq_nocase(name, STR("Content-Type"))) return 0;
    if (part->typed) return refuse(err, "a part has two types");
    part->typed = true;
    part->file.type = value;
    return 0;
}

/* From the first byte of a part's head; *at is then the first of its content. */
static int read_head(struct arena *arena, struct str body, size_t *at, struct part *out, struct err *err)
{
    size_t begin = *at;
    *out = (struct part){0};
    for (int lines = 0;; lines++) {
        size_t end = str_find(str_slice(body, 0, begin + HTTP_PART_HEAD_MAX), STR("\r\n"), *at);
        if (end == STR_NOT_FOUND || lines > PART_LINES_MAX)
            return refuse(err, "the head of a part does not end");
        struct str line = str_slice(body, *at, end);
        *at = end + 2;
        if (!line.len) break;
        if (read_line(arena, line, out, err) < 0) return -1;
    }
    return out->described ? 0 : refuse(err, "a part has no name");
}

/* ---- the parts ---- */

struct reading {
    struct arena *arena;
    struct http_field *fields;
    struct http_file *files;
    size_t field_count, field_cap, file_count, file_cap;
    size_t text; /* bytes of fields so far */
};

static int keep_file(struct reading *reading, const struct part *part, struct err *err)
{
    if (!part->file.name.len && !part->file.content.len) return 0;
    if (reading->file_count == HTTP_FORM_FILES_MAX)
        return err_set(err, ERR_LIMIT, "too many files; at most %d are taken at once", HTTP_FORM_FILES_MAX);
    *ARENA_PUSH(reading->arena, reading->files, reading->file_count, reading->file_cap) = part->file;
    return 0;
}

static int keep_field(struct reading *reading, const struct part *part, struct err *err)
{
    reading->text += part->file.field.len + part->file.content.len;
    if (reading->field_count == HTTP_PAIRS_MAX || reading->text > HTTP_FORM_TEXT_MAX)
        return err_set(err, ERR_LIMIT, "the form holds too much text; at most %d fields of %d KiB are read",
                       HTTP_PAIRS_MAX, HTTP_FORM_TEXT_MAX / 1024);
    if (!http_is_clean(part->file.content, true))
        return refuse(err, "a field holds control characters or is not UTF-8");
    *ARENA_PUSH(reading->arena, reading->fields, reading->field_count, reading->field_cap) =
        (struct http_field){part->file.field, part->file.content};
    return 0;
}

/* Behind a boundary: 1 where a part follows, 0 where it was the last, or -1. */
static int after_boundary(struct str body, size_t *at, struct err *err)
{
    struct str rest = str_slice(body, *at, body.len);
    if (str_starts(rest, STR("\r\n"))) {
        *at += 2;
        return 1;
    }
    if (str_is(rest, "--") || str_is(rest, "--\r\n")) return 0;
    return refuse(err, str_starts(rest, STR("--")) ? "something stands behind its end"
                                                   : "a boundary does not end its line");
}

static int read_parts(struct reading *reading, struct str body, struct str line, struct err *err)
{
    struct part part;
    size_t at = line.len - 2; /* the first boundary has no line before it */
    int more;
    if (!str_starts(body, str_slice(line, 2, line.len)))
        return refuse(err, "it does not begin with its boundary");
    while ((more = after_boundary(body, &at, err)) > 0) {
        if (read_head(reading->arena, body, &at, &part, err) < 0) return -1;
        size_t end = str_find(body, line, at);
        if (end == STR_NOT_FOUND) return refuse(err, "it ends within a part");
        part.file.content = str_slice(body, at, end);
        at = end + line.len;
        if ((part.is_file ? keep_file(reading, &part, err) : keep_field(reading, &part, err)) < 0) return -1;
    }
    return more;
}

int http_decode_multipart(struct arena *arena, struct str content_type, struct str body,
                          struct http_form *out, struct err *err)
{
    struct reading reading = {.arena = arena};
    struct str boundary;
    if (read_boundary(arena, content_type, &boundary, err) < 0) return -1;
    if (read_parts(&reading, body, ARENA_JOIN(arena, STR("\r\n--"), boundary), err) < 0) return -1;
    *out = (struct http_form){{reading.fields, reading.field_count}, reading.files, reading.file_count};
    return 0;
}
