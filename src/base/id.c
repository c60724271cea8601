/* UUID version 7; see id.h. */
#include "base/id.h"

struct id id_new(instant_t at, const struct rand *rand)
{
    struct id id;
    rand_fill(rand, id.bytes + 6, sizeof id.bytes - 6);
    uint64_t millis = (uint64_t)(at / 1000);
    for (int i = 0; i < 6; i++) id.bytes[i] = (uint8_t)(millis >> (40 - 8 * i));
    id.bytes[6] = (uint8_t)(0x70 | (id.bytes[6] & 0x0f));
    id.bytes[8] = (uint8_t)(0x80 | (id.bytes[8] & 0x3f));
    return id;
}

static bool dash_before(size_t byte)
{
    return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

void id_format(const struct id *id, char out[ID_TEXT])
{
    static const char digits[] = "0123456789abcdef";
    char *to = out;
    for (size_t i = 0; i < sizeof id->bytes; i++) {
        if (dash_before(i)) *to++ = '-';
        *to++ = digits[id->bytes[i] >> 4];
        *to++ = digits[id->bytes[i] & 15];
    }
    *to = 0;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

int id_parse(struct str text, struct id *out)
{
    if (text.len != ID_TEXT - 1) return -1;
    struct id id;
    const char *from = text.ptr;
    for (size_t i = 0; i < sizeof id.bytes; i++) {
        if (dash_before(i) && *from++ != '-') return -1;
        int high = hex_value(from[0]), low = hex_value(from[1]);
        if (high < 0 || low < 0) return -1;
        id.bytes[i] = (uint8_t)(high << 4 | low);
        from += 2;
    }
    *out = id;
    return 0;
}
