/* EXIF's orientation; see exif.h. */
#include "photo/exif.h"

enum { TAG_ORIENTATION = 0x0112, TYPE_SHORT = 3, ENTRY = 12 };

/* Bytes beyond the end read as 0. */
static uint32_t number(struct str bytes, size_t at, size_t count, bool little)
{
    uint32_t result = 0;
    for (size_t i = 0; i < count; i++) {
        size_t from = at + (little ? count - 1 - i : i);
        result = result << 8 | (from < bytes.len ? (unsigned char)bytes.ptr[from] : 0);
    }
    return result;
}

int exif_orientation(struct str bytes)
{
    struct str head = STR("Exif\0\0");
    if (str_starts(bytes, head)) bytes = str_slice(bytes, head.len, bytes.len);
    bool little = str_starts(bytes, STR("II*\0"));
    if (!little && !str_starts(bytes, STR("MM\0*"))) return 1;
    size_t at = number(bytes, 4, 4, little);
    uint32_t entries = number(bytes, at, 2, little);
    at += 2;
    for (uint32_t i = 0; i < entries && at + ENTRY <= bytes.len; i++, at += ENTRY) {
        if (number(bytes, at, 2, little) != TAG_ORIENTATION) continue;
        uint32_t value = number(bytes, at + 8, 2, little);
        bool fits = number(bytes, at + 2, 2, little) == TYPE_SHORT && number(bytes, at + 4, 4, little) == 1;
        return fits && value >= 1 && value <= 8 ? (int)value : 1;
    }
    return 1;
}
