/* Any bytes as a form with files, behind a line with its Content-Type: what is let through is clean, lies within the body, and is the
 * same when it is written out and read once more. */
#include <stdlib.h>

#include "base/buf.h"
#include "http/decode.h"
#include "http/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MOST = 4 * 1024 * 1024 };

static void must(bool true_for_all_forms)
{
    if (!true_for_all_forms) abort();
}

static bool lies_in(struct str part, struct str whole)
{
    return !part.len || (part.ptr >= whole.ptr && part.ptr + part.len <= whole.ptr + whole.len);
}

static void check(const struct http_form *form, struct str body)
{
    size_t text = 0, all = 0;
    must(form->fields.count <= HTTP_PAIRS_MAX && form->file_count <= HTTP_FORM_FILES_MAX);
    for (size_t i = 0; i < form->fields.count; i++) {
        const struct http_field *field = &form->fields.items[i];
        must(field->name.len && http_is_clean(field->name, false) && http_is_clean(field->value, true));
        must(lies_in(field->value, body));
        text += field->name.len + field->value.len;
    }
    for (size_t i = 0; i < form->file_count; i++) {
        const struct http_file *file = &form->files[i];
        must(file->field.len && http_is_clean(file->field, false) && http_is_clean(file->name, false) &&
             http_is_clean(file->type, false));
        must(lies_in(file->content, body) && (file->name.len || file->content.len));
        all += file->content.len;
    }
    must(text <= HTTP_FORM_TEXT_MAX && all + text <= body.len);
}

static void put_quoted(struct buf *out, const char *name, struct str value)
{
    buf_printf(out, "; %s=\"", name);
    for (size_t i = 0; i < value.len; i++)
        if (value.ptr[i] == '"')
            buf_add(out, STR("%22"));
        else if (value.ptr[i] == '\\')
            buf_add(out, STR("\\\\"));
        else
            buf_add_char(out, value.ptr[i]);
    buf_add_char(out, '"');
}

static void put_part(struct buf *out, struct str boundary, const struct http_file *part, bool is_file)
{
    buf_printf(out, "--%.*s\r\nContent-Disposition: form-data", STR_ARG(boundary));
    put_quoted(out, "name", part->field);
    if (is_file) put_quoted(out, "filename", part->name);
    if (part->type.len) buf_printf(out, "\r\nContent-Type: %.*s", STR_ARG(part->type));
    buf_add(out, STR("\r\n\r\n"));
    buf_add(out, part->content);
    buf_add(out, STR("\r\n"));
}

static bool has_percent_quote(struct str text)
{
    return str_contains(text, STR("%22")); /* is a quote when it is read again */
}

/* With a boundary that is in none of it. */
static void write_and_read_again(struct arena *arena, const struct http_form *form, struct str body)
{
    static const struct str boundary = STR_INIT("=_another one_=");
    struct http_form again;
    struct buf out;
    if (str_contains(body, boundary)) return;
    buf_init(&out, MOST);
    for (size_t i = 0; i < form->fields.count; i++) {
        struct http_file part = {.field = form->fields.items[i].name, .content = form->fields.items[i].value};
        if (has_percent_quote(part.field)) goto out;
        put_part(&out, boundary, &part, false);
    }
    for (size_t i = 0; i < form->file_count; i++) {
        if (has_percent_quote(form->files[i].field) || has_percent_quote(form->files[i].name)) goto out;
        put_part(&out, boundary, &form->files[i], true);
    }
    buf_printf(&out, "--%.*s--\r\n", STR_ARG(boundary));
    struct str text = buf_copy(&out, arena);
    int rc = http_decode_multipart(
        arena, STR("Multipart/Form-Data; charset=utf-8; boundary=\"=_another one_=\""), text, &again, NULL);
    if (form->fields.count + form->file_count == 0) {
        must(rc == 0);
        goto out;
    }
    if (rc < 0) goto out; /* a head that escapes have made too long */
    must(again.fields.count == form->fields.count && again.file_count == form->file_count);
    for (size_t i = 0; i < again.fields.count; i++)
        must(str_eq(again.fields.items[i].name, form->fields.items[i].name) &&
             str_eq(again.fields.items[i].value, form->fields.items[i].value));
    for (size_t i = 0; i < again.file_count; i++)
        must(str_eq(again.files[i].name, form->files[i].name) &&
             str_eq(again.files[i].type, form->files[i].type) &&
             str_eq(again.files[i].content, form->files[i].content));
out:
    buf_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct str body = str_of_len((const char *)bytes, size), type = {0};
    struct http_form form;
    struct err err = {0};
    str_next_part(&body, '\n', &type);
    if (!body.ptr) body = STR("");
    if (http_decode_multipart(arena, type, body, &form, &err) == 0) {
        must(err.category == ERR_NONE);
        check(&form, body);
        write_and_read_again(arena, &form, body);
    } else {
        must(err.category == ERR_USAGE || err.category == ERR_LIMIT);
    }
    arena_free(arena);
    return 0;
}
