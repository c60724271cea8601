/* Inside desk: secrets that are shown once and kept as digests: tokens, cookies, invitations. */
#ifndef BURIN_DESK_SECRET_H
#define BURIN_DESK_SECRET_H

#include "base/arena.h"
#include "base/rand.h"

enum { SECRET_BYTES = 32 };

/* 256 bits of chance behind a prefix, in letters that no shell, header or URL trips over. */
struct str secret_new(struct arena *arena, const struct rand *rand, const char *prefix);
/* base64url without padding (RFC 4648 §5). */
struct str secret_text(struct arena *arena, struct str bytes);

#endif
