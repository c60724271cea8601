/* Pictures of nothing but pixels; see plain.h. */
#include "photo/plain.h"

static uint32_t byte_at(struct str bytes, size_t at)
{
    return at < bytes.len ? (unsigned char)bytes.ptr[at] : 0;
}

static uint32_t big(struct str bytes, size_t at, size_t count)
{
    uint32_t number = 0;
    for (size_t i = 0; i < count; i++) number = number << 8 | byte_at(bytes, at + i);
    return number;
}

/* ---- JPEG (ITU T.81, B.1.1.3) ---- */

enum { SOF0 = 0xc0, DHT = 0xc4, RST0 = 0xd0, RST7 = 0xd7, EOI = 0xd9, SOS = 0xda, DQT = 0xdb, APP0 = 0xe0 };

static bool is_plain_segment(struct str bytes, size_t at, uint32_t marker, uint32_t length)
{
    if (marker == APP0) return length == 16 && str_starts(str_slice(bytes, at + 4, bytes.len), STR("JFIF\0"));
    return marker == SOF0 || marker == DHT || marker == DQT || marker == SOS;
}

/* In the scan a marker may stand only at its end: FF 00 is a byte of pixels. */
static bool ends_with_scan(struct str bytes, size_t at)
{
    for (; at + 1 < bytes.len; at++) {
        uint32_t next = byte_at(bytes, at + 1);
        if (byte_at(bytes, at) != 0xff || next == 0 || (next >= RST0 && next <= RST7)) continue;
        return next == EOI && at + 2 == bytes.len;
    }
    return false;
}

static bool is_plain_jpeg(struct str bytes)
{
    for (size_t at = 2; at + 4 <= bytes.len;) {
        uint32_t marker = byte_at(bytes, at + 1), length = big(bytes, at + 2, 2);
        if (byte_at(bytes, at) != 0xff || length < 2 || !is_plain_segment(bytes, at, marker, length))
            return false;
        at += 2 + length;
        if (marker == SOS) return ends_with_scan(bytes, at);
    }
    return false;
}

/* ---- PNG (chunks of length, name, bytes and CRC) ---- */

static bool is_plain_png(struct str bytes)
{
    for (size_t at = 8; at + 12 <= bytes.len;) {
        struct str name = str_slice(bytes, at + 4, at + 8);
        size_t end = at + 12 + big(bytes, at, 4);
        if (str_is(name, "IEND")) return end == at + 12 && end == bytes.len;
        if (!str_is(name, at == 8 ? "IHDR" : "IDAT")) return false;
        at = end;
    }
    return false;
}

bool plain_check(struct str bytes)
{
    if (str_starts(bytes, STR("\xff\xd8"))) return is_plain_jpeg(bytes);
    return str_starts(bytes, STR("\x89PNG\r\n\x1a\n")) && is_plain_png(bytes);
}
