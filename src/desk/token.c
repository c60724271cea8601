/* API tokens; see token.h. */
#include "desk/token.h"

#include "desk/secret.h"
#include "desk/token_cache.h"
#include "store/audit.h"

enum { NAME_MOST = 100 };

static const char prefix[] = "burin_";

struct adding {
    struct api_token token;
    struct digest secret;
};

static int note(const struct unit *unit, const struct id *token, const char *verb, struct str detail,
                struct err *err)
{
    struct audit_entry entry = {.verb = verb, .object = *token, .detail = detail};
    return audit_add(unit, &entry, err);
}

static int add_in(const struct unit *unit, void *context, struct err *err)
{
    struct adding *adding = context;
    adding->token.id = unit_id(unit);
    adding->token.created_by = unit->actor;
    adding->token.created_at = unit->now;
    if (token_insert(unit, &adding->token, &adding->secret, err) < 0) return -1;
    return note(unit, &adding->token.id, "token.added",
                arena_printf(unit->arena, "{\"scope\":\"%.*s\"}", STR_ARG(adding->token.scope)), err);
}

static int check_order(const struct token_order *order, instant_t now, struct err *err)
{
    enum role role;
    if (role_from_scope(order->scope, &role) < 0)
        return err_set(err, ERR_INPUT, "/scope: one of owner, desk, studio, read is expected, found \"%.*s\"",
                       STR_ARG(order->scope));
    if (!order->name.len || order->name.len > NAME_MOST)
        return err_set(err, ERR_INPUT, "/name: a name of 1 to %d bytes is expected", NAME_MOST);
    if (order->expires_at != INSTANT_NONE && order->expires_at <= now)
        return err_set(err, ERR_INPUT, "/expires_at: a time to come is expected");
    return 0;
}

int desk_token_add(struct desk *desk, const struct actor *actor, struct arena *arena,
                   const struct token_order *order, struct api_token *out, struct str *out_secret,
                   struct err *err)
{
    if (actor_check(actor, RIGHT_ADMIN, err) < 0 || check_order(order, desk_now(desk), err) < 0) return -1;
    struct str secret = secret_new(arena, desk_rand(desk), prefix);
    struct adding adding = {.token = {.name = order->name,
                                      .scope = order->scope,
                                      .expires_at = order->expires_at,
                                      .revoked_at = INSTANT_NONE,
                                      .used_at = INSTANT_NONE},
                            .secret = digest_of(secret)};
    if (desk_write(desk, actor, arena, add_in, &adding, err) < 0) return -1;
    *out = adding.token;
    *out_secret = secret;
    return 0;
}

struct listing {
    struct api_token *list;
    size_t count;
};

static int list_in(const struct unit *unit, void *context, struct err *err)
{
    struct listing *listing = context;
    return token_list(unit, &listing->list, &listing->count, err);
}

int desk_token_list(struct desk *desk, const struct actor *actor, struct arena *arena, struct api_token **out,
                    size_t *out_count, struct err *err)
{
    struct listing listing;
    if (actor_check(actor, RIGHT_ADMIN, err) < 0 || desk_read(desk, actor, arena, list_in, &listing, err) < 0)
        return -1;
    *out = listing.list;
    *out_count = listing.count;
    return 0;
}

static int revoke_in(const struct unit *unit, void *context, struct err *err)
{
    struct api_token *token = context;
    const struct id id = token->id;
    if (token_revoke(unit, &id, err) < 0) return -1;
    int found = token_load(unit, &id, token, err);
    if (found < 0) return -1;
    if (!found) return err_set(err, ERR_NOT_FOUND, "there is no such token");
    return note(unit, &id, "token.revoked", (struct str){0}, err);
}

int desk_token_revoke(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct id *token, struct api_token *out, struct err *err)
{
    struct api_token revoked = {.id = *token};
    if (actor_check(actor, RIGHT_ADMIN, err) < 0 ||
        desk_write(desk, actor, arena, revoke_in, &revoked, err) < 0)
        return -1;
    token_cache_clear(desk_tokens(desk));
    *out = revoked;
    return 0;
}

struct recognising {
    struct digest secret;
    struct api_token token;
    int found;
};

static int find_in(const struct unit *unit, void *context, struct err *err)
{
    struct recognising *recognising = context;
    recognising->found = token_find(unit, &recognising->secret, &recognising->token, err);
    return recognising->found < 0 ? -1 : 0;
}

static int note_use_in(const struct unit *unit, void *context, struct err *err)
{
    const struct api_token *token = context;
    return token_note_use(unit, &token->id, token->used_at, err);
}

/* To the hour, so that a busy token is not written at each request; nothing is lost where it fails. */
static void note_use(struct desk *desk, struct arena *arena, struct api_token *token)
{
    instant_t hour = desk_now(desk) / MICROS_PER_HOUR * MICROS_PER_HOUR;
    if (token->used_at != INSTANT_NONE && token->used_at >= hour) return;
    token->used_at = hour;
    desk_write_quietly(desk, &actor_engine, arena, note_use_in, token, NULL);
}

static int unknown(struct err *err)
{
    return err_set(err, ERR_UNAUTHENTICATED, "this token is not known, or does not count any more");
}

bool desk_token_remember(struct desk *desk, struct arena *arena, struct str secret, struct actor *out)
{
    struct digest digest = digest_of(secret);
    return token_cache_find(desk_tokens(desk), &digest, desk_now(desk), arena, out);
}

int desk_token_recognise(struct desk *desk, struct arena *arena, struct str secret, struct actor *out,
                         struct err *err)
{
    struct recognising recognising = {.secret = digest_of(secret)};
    instant_t now = desk_now(desk);
    if (token_cache_find(desk_tokens(desk), &recognising.secret, now, arena, out)) return 0;
    if (!str_starts(secret, str_of(prefix))) return unknown(err);
    if (desk_read(desk, &actor_engine, arena, find_in, &recognising, err) < 0) return -1;
    struct api_token *token = &recognising.token;
    if (!recognising.found || token->revoked_at != INSTANT_NONE ||
        (token->expires_at != INSTANT_NONE && token->expires_at <= now))
        return unknown(err);
    char id[ID_TEXT];
    struct actor actor = {0};
    if (role_from_scope(token->scope, &actor.role) < 0) return unknown(err);
    id_format(&token->id, id);
    actor.name = arena_printf(arena, "token:%s", id);
    note_use(desk, arena, token);
    token_cache_put(desk_tokens(desk), &recognising.secret, &actor, now, token->expires_at);
    *out = actor;
    return 0;
}
