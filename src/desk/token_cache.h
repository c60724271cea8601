/* Inside desk: tokens that were recognised a moment ago, so that not every request reads the database for it. */
#ifndef BURIN_DESK_TOKEN_CACHE_H
#define BURIN_DESK_TOKEN_CACHE_H

#include "base/digest.h"
#include "desk/desk.h"

struct token_cache;

struct token_cache *token_cache_new(void);
void token_cache_free(struct token_cache *cache); /* NULL is fine */

bool token_cache_find(struct token_cache *cache, const struct digest *secret, instant_t now,
                      struct arena *arena, struct actor *out);
/* Good for a few seconds, and not beyond `end` (INSTANT_NONE: none). */
void token_cache_put(struct token_cache *cache, const struct digest *secret, const struct actor *actor,
                     instant_t now, instant_t end);
void token_cache_clear(struct token_cache *cache);

/* The desk's own. (desk.c) */
struct token_cache *desk_tokens(const struct desk *desk);

#endif
