/* Compression of answers: one call, one buffer, as gzip (RFC 1952). */
#include <zlib.h>

#include "http/internal.h"

enum { LEVEL = 5, AS_GZIP = 16, SMALLEST_WINDOW = 10 };

/* No larger a window than the text fills: setting up the largest one costs more than compressing a page. */
static int window_for(size_t length)
{
    int bits = SMALLEST_WINDOW;
    while (bits < 15 && ((size_t)1 << bits) < length) bits++;
    return bits;
}

bool http_gzip(struct arena *arena, struct str text, struct str *out)
{
    z_stream stream = {0};
    int bits = window_for(text.len), memory = bits < 13 ? 6 : 8;
    if (text.len > INT32_MAX) return false;
    if (deflateInit2(&stream, LEVEL, Z_DEFLATED, bits + AS_GZIP, memory, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    size_t room = text.len - text.len / 16;
    char *bytes = arena_alloc_raw(arena, room);
    stream.next_in = (Bytef *)(uintptr_t)text.ptr;
    stream.avail_in = (uInt)text.len;
    stream.next_out = (Bytef *)bytes;
    stream.avail_out = (uInt)room;
    int rc = deflate(&stream, Z_FINISH);
    size_t length = stream.total_out;
    deflateEnd(&stream);
    if (rc != Z_STREAM_END) return false;
    *out = str_of_len(bytes, length);
    return true;
}
