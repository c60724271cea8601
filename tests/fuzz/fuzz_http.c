/* Any bytes as path, query, cookies and head of a request: what is let through is clean, and decoded only once. */
#include <stdlib.h>

#include "http/decode.h"
#include "http/guard.h"
#include "text/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void must_be_clean(struct str text, bool form)
{
    if (!utf8_is_valid(text)) abort();
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool line = c == '\t' || c == '\n' || c == '\r';
        if ((c < 0x20 && !(form && line)) || c == 0x7f) abort();
    }
}

static void as_path_and_form(struct arena *arena, struct str text)
{
    struct str segments[HTTP_SEGMENTS_MAX];
    struct http_fields fields;
    size_t count = 0;
    if (http_decode_path(arena, text, segments, &count, NULL) == 0)
        for (size_t i = 0; i < count; i++) must_be_clean(segments[i], false);
    if (http_decode_form(arena, text, &fields, NULL) == 0) {
        for (size_t i = 0; i < fields.count; i++) {
            must_be_clean(fields.items[i].name, true);
            must_be_clean(fields.items[i].value, true);
        }
    }
    fields = http_decode_cookies(arena, text);
    for (size_t i = 0; i < fields.count; i++) must_be_clean(fields.items[i].value, false);
}

/* Lines "name:value" behind a line "method target version". */
static void as_head(struct arena *arena, struct str text)
{
    struct http_field *fields = ARENA_ARRAY(arena, 128, struct http_field);
    struct str rest = text, line = {0}, word[3] = {{0}};
    str_next_part(&rest, '\n', &line);
    for (size_t i = 0; i < 3; i++) str_next_part(&line, ' ', &word[i]);
    size_t count = 0;
    while (count < 128 && str_next_part(&rest, '\n', &line)) {
        size_t colon = str_find_char(line, ':', 0);
        fields[count++] =
            (struct http_field){str_slice(line, 0, colon),
                                str_slice(line, colon == STR_NOT_FOUND ? line.len : colon + 1, line.len)};
    }
    struct http_head head = {word[0], word[1], word[2], {fields, count}, text.len};
    struct http_framing framing = {0};
    struct err err = {0};
    int status = http_guard_check(&head, &framing, &err);
    if (status == 0 && (err.category || (framing.chunked && framing.length))) abort();
    if (status && err.category != ERR_USAGE) abort();
    http_guard_layout(&head);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct str text = str_of_len((const char *)bytes, size);
    as_path_and_form(arena, text);
    as_head(arena, text);
    arena_free(arena);
    return 0;
}
