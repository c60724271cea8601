/* API tokens: made, listed, revoked, recognised. */
#ifndef BURIN_DESK_TOKEN_H
#define BURIN_DESK_TOKEN_H

#include "desk/desk.h"
#include "store/token.h"

struct token_order {
    struct str name, scope; /* owner, desk, studio, read */
    instant_t expires_at;   /* INSTANT_NONE: never */
};
/* Needs RIGHT_ADMIN. `*out_secret` is the token itself, "burin_…": it is shown this once and kept only as a digest. */
int desk_token_add(struct desk *desk, const struct actor *actor, struct arena *arena,
                   const struct token_order *order, struct api_token *out, struct str *out_secret,
                   struct err *err);
int desk_token_list(struct desk *desk, const struct actor *actor, struct arena *arena, struct api_token **out,
                    size_t *out_count, struct err *err);
int desk_token_revoke(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct id *token, struct api_token *out, struct err *err);

/* Who comes with this token: ERR_UNAUTHENTICATED for one that is unknown, revoked or past its end. What is found is
 * remembered for a few seconds, within which a token that is revoked elsewhere may still count. */
int desk_token_recognise(struct desk *desk, struct arena *arena, struct str secret, struct actor *out,
                         struct err *err);
/* The same from memory alone: false where it is not there. */
bool desk_token_remember(struct desk *desk, struct arena *arena, struct str secret, struct actor *out);

#endif
