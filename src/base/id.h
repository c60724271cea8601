/* Identifiers: UUID version 7 (RFC 9562), which sort by the time they were made. */
#ifndef BURIN_BASE_ID_H
#define BURIN_BASE_ID_H

#include "base/clock.h"
#include "base/rand.h"
#include "base/str.h"

struct id {
    uint8_t bytes[16];
};

enum { ID_TEXT = 37 }; /* 8-4-4-4-12 hex digits, lower case, and a NUL */

/* 48 bits of milliseconds, 74 of chance. */
struct id id_new(instant_t at, const struct rand *rand);
void id_format(const struct id *id, char out[ID_TEXT]);
/* Exactly the form id_format writes, any case: 0, else -1. */
int id_parse(struct str text, struct id *out);

static inline bool id_is_none(const struct id *id)
{
    static const struct id none;
    return memcmp(id, &none, sizeof none) == 0;
}

static inline bool id_eq(const struct id *a, const struct id *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

#endif
