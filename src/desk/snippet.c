/* The first words of a message; see snippet.h. */
#include "desk/snippet.h"

#include "engine/triage.h"
#include "text/utf8.h"

enum { BYTES_MOST = SNIPPET_CHARACTERS * 4 + 8 };

/* One character, or a space in place of any run of them. */
static void add_rune(struct buf *out, rune_t rune, int *count)
{
    bool space = rune == UTF8_BAD || rune_is_space(rune) || rune_is_hidden(rune);
    if (space && (!out->len || out->ptr[out->len - 1] == ' ')) return;
    utf8_put(out, space ? ' ' : rune);
    (*count)++;
}

static struct str finish(struct arena *arena, struct buf *out, bool cut)
{
    while (out->len && out->ptr[out->len - 1] == ' ') out->len--;
    if (cut) buf_add_c(out, "…");
    struct str snippet = buf_copy(out, arena);
    buf_done(out);
    return snippet;
}

struct str snippet_of(struct arena *arena, struct str text)
{
    struct buf out;
    int count = 0;
    size_t at = 0;
    buf_init(&out, BYTES_MOST);
    while (at < text.len && count < SNIPPET_CHARACTERS) add_rune(&out, utf8_next(text, &at), &count);
    return finish(arena, &out, str_trim(str_slice(text, at, text.len)).len > 0);
}

struct str snippet_of_message(struct arena *arena, struct str text)
{
    struct segment *segments = NULL;
    size_t count = 0;
    bool automatic = false;
    struct buf own;
    triage_clean(arena, text, &segments, &count, &automatic);
    buf_init(&own, BYTES_MOST * 4);
    for (size_t i = 0; i < count && own.len < BYTES_MOST && !own.overflow; i++) {
        if (!segments[i].own) continue;
        struct str part = str_slice(text, segments[i].span.start, segments[i].span.end);
        buf_add(&own, str_slice(part, 0, BYTES_MOST));
        buf_add_char(&own, ' ');
    }
    struct str snippet = snippet_of(arena, own.len ? buf_str(&own) : text);
    buf_done(&own);
    return snippet;
}
