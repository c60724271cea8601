/* A growing buffer with a ceiling; see buf.h. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void buf_init(struct buf *buf, size_t max)
{
    *buf = (struct buf){.max = max};
}

void buf_done(struct buf *buf)
{
    free(buf->ptr);
    *buf = (struct buf){.max = buf->max};
}

void buf_clear(struct buf *buf)
{
    buf->len = 0;
    buf->overflow = false;
    if (buf->ptr) buf->ptr[0] = '\0';
}

bool buf_reserve(struct buf *buf, size_t extra)
{
    if (extra > buf->max - buf->len) {
        buf->overflow = true;
        return false;
    }
    size_t need = buf->len + extra + 1;
    if (need <= buf->cap) return true;
    size_t cap = buf->cap ? buf->cap : 256;
    while (cap < need) cap *= 2;
    if (cap - 1 > buf->max) cap = buf->max + 1; /* so that what fits the memory is below the ceiling, too */
    char *wider = realloc(buf->ptr, cap);
    if (!wider) {
        fputs("burin: out of memory\n", stderr);
        abort();
    }
    buf->ptr = wider;
    buf->cap = cap;
    return true;
}

void buf_add_int(struct buf *buf, int64_t number)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do {
        digits[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (number < 0) digits[--at] = '-';
    buf_add(buf, (struct str){digits + at, sizeof digits - at});
}

void buf_add_encoded(struct buf *buf, struct str text)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    for (size_t i = 0; i < text.len; i++) {
        if (memchr(plain, text.ptr[i], sizeof plain - 1))
            buf_add_char(buf, text.ptr[i]);
        else
            buf_printf(buf, "%%%02X", (unsigned)(uint8_t)text.ptr[i]);
    }
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    char shown[256]; /* most texts are short: printed once, then copied */
    va_list args;
    va_start(args, format);
    int length = vsnprintf(shown, sizeof shown, format, args);
    va_end(args);
    if (length < 0) return;
    if ((size_t)length < sizeof shown) {
        buf_add(buf, (struct str){shown, (size_t)length});
        return;
    }
    if (!buf_reserve(buf, (size_t)length)) return;
    va_start(args, format);
    vsnprintf(buf->ptr + buf->len, (size_t)length + 1, format, args);
    va_end(args);
    buf->len += (size_t)length;
}

struct str buf_leave(struct buf *buf, struct arena *arena)
{
    struct str text = buf_str(buf);
    if (buf->ptr) arena_defer(arena, free, buf->ptr);
    buf->ptr = NULL;
    buf->len = buf->cap = 0;
    return text;
}

struct str buf_copy(const struct buf *buf, struct arena *arena)
{
    return arena_str(arena, buf_str(buf));
}
