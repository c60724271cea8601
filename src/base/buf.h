/* A growing, owned byte buffer with a ceiling, so that no input can make it exhaust memory.
 *
 * Appending past the ceiling drops the text and sets `overflow`; callers check once at the end. The text is
 * always NUL-terminated. */
#ifndef BURIN_BASE_BUF_H
#define BURIN_BASE_BUF_H

#include "base/arena.h"
#include "base/str.h"

struct buf {
    char *ptr;
    size_t len;
    size_t cap;
    size_t max;
    bool overflow;
};

void buf_init(struct buf *buf, size_t max);
void buf_done(struct buf *buf);
void buf_clear(struct buf *buf); /* empties, keeps the memory */

/* Room for `extra` more bytes and the NUL; false, and `overflow` set, past the ceiling. */
bool buf_reserve(struct buf *buf, size_t extra);

static inline void buf_add(struct buf *buf, struct str s)
{
    if (s.len == 0 || (s.len >= buf->cap - buf->len && !buf_reserve(buf, s.len))) return;
    memcpy(buf->ptr + buf->len, s.ptr, s.len);
    buf->len += s.len;
    buf->ptr[buf->len] = '\0';
}

static inline void buf_add_char(struct buf *buf, char c)
{
    if (buf->cap - buf->len < 2 && !buf_reserve(buf, 1)) return;
    buf->ptr[buf->len++] = c;
    buf->ptr[buf->len] = '\0';
}

static inline void buf_add_c(struct buf *buf, const char *c_string)
{
    buf_add(buf, str_of(c_string));
}

void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Decimal digits of a number, much cheaper than buf_printf. */
void buf_add_int(struct buf *buf, int64_t number);
/* Percent-encoded for one part of a URI: letters, digits and -._~ as they are (RFC 3986 §2.3). */
void buf_add_encoded(struct buf *buf, struct str text);

static inline struct str buf_str(const struct buf *buf)
{
    return (struct str){buf->ptr ? buf->ptr : "", buf->len};
}

/* The text, whose memory is the arena's now; the buffer is empty then, and as it was otherwise. */
struct str buf_leave(struct buf *buf, struct arena *arena);
/* The text as a copy in `arena`. */
struct str buf_copy(const struct buf *buf, struct arena *arena);

#endif
