/* API tokens: kept as digests, with a scope and an end. */
#ifndef BURIN_STORE_TOKEN_H
#define BURIN_STORE_TOKEN_H

#include "base/digest.h"
#include "store/unit.h"

struct api_token {
    struct id id;
    struct str name, scope, created_by;
    instant_t created_at, expires_at, revoked_at, used_at; /* used_at to the hour */
};

int token_insert(const struct unit *unit, const struct api_token *token, const struct digest *secret,
                 struct err *err);
/* 1 where it is known, whether or not it still counts. */
int token_find(const struct unit *unit, const struct digest *secret, struct api_token *out, struct err *err);
int token_load(const struct unit *unit, const struct id *id, struct api_token *out, struct err *err);
int token_revoke(const struct unit *unit, const struct id *id, struct err *err);
int token_note_use(const struct unit *unit, const struct id *id, instant_t hour, struct err *err);
int token_list(const struct unit *unit, struct api_token **out, size_t *out_count, struct err *err);

#endif
