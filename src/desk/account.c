/* Accounts; see account.h. */
#include "desk/account.h"

#include "desk/password.h"
#include "desk/secret.h"
#include "store/audit.h"
#include "store/customer.h"
#include "store/session.h"

enum { EMAIL_MOST = 254, NAME_MOST = 100 };
#define INVITE_GOOD_FOR (72 * MICROS_PER_HOUR)

static const char invite_prefix[] = "invite_";

static int note(const struct unit *unit, const struct account *account, const char *verb, struct err *err)
{
    struct audit_entry entry = {.verb = verb,
                                .object = account->id,
                                .detail =
                                    arena_printf(unit->arena, "{\"role\":\"%.*s\"}", STR_ARG(account->role))};
    return audit_add(unit, &entry, err);
}

static int end_sessions(const struct unit *unit, const struct account *account, struct err *err)
{
    int64_t ended;
    return session_end_all(unit, &account->id, &(struct id){{0}}, &ended, err);
}

/* ---- adding ---- */

static int check_role(struct str role, struct err *err)
{
    enum role known;
    if (role_from_name(role, &known) == 0) return 0;
    return err_set(err, ERR_INPUT,
                   "/role: one of owner, manager, agent, studio, viewer is expected, found \"%.*s\"",
                   STR_ARG(str_slice(role, 0, 40)));
}

static int check_name(struct str name, struct err *err)
{
    if (name.len && name.len <= NAME_MOST) return 0;
    return err_set(err, ERR_INPUT, "/name: a name of 1 to %d bytes is expected", NAME_MOST);
}

/* Enough to be one address and nothing else; whether it is theirs shows when the invitation is taken up. */
static int check_email(struct str email, struct err *err)
{
    size_t at = str_find_char(email, '@', 0);
    bool plain = email.len <= EMAIL_MOST && at != STR_NOT_FOUND && at > 0 && at + 1 < email.len &&
                 str_find_char(email, '@', at + 1) == STR_NOT_FOUND;
    for (size_t i = 0; i < email.len; i++)
        if ((unsigned char)email.ptr[i] <= ' ' || email.ptr[i] == 0x7f || strchr("<>,;\"", email.ptr[i]))
            plain = false;
    return plain ? 0 : err_set(err, ERR_INPUT, "/email: an e-mail address is expected");
}

static int add_in(const struct unit *unit, void *context, struct err *err)
{
    struct account *account = context;
    account->id = unit_id(unit);
    account->created_at = unit->now;
    account->version = 1;
    if (account->invite.len) account->invite_until = unit->now + INVITE_GOOD_FOR;
    if (account_insert(unit, account, err) < 0) return -1;
    return note(unit, account, "account.added", err);
}

/* A code, and its digest for the account. */
static struct str new_invite(struct desk *desk, struct arena *arena, struct account *account)
{
    struct str code = secret_new(arena, desk_rand(desk), invite_prefix);
    struct digest *digest = ARENA_NEW(arena, struct digest);
    *digest = digest_of(code);
    account->invite = digest_str(digest);
    return code;
}

static int first_password(struct desk *desk, struct arena *arena, struct str password,
                          struct account *account, struct err *err)
{
    if (password_check(arena, password, account->email, "/password", err) < 0) return -1;
    return password_hash(desk, arena, password, &account->password, err);
}

int desk_account_add(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct account_order *order, struct account *out, struct str *out_invite,
                     struct err *err)
{
    struct account account = {.email = address_fold(arena, order->email),
                              .name = str_trim(order->name),
                              .role = order->role,
                              .invite_until = INSTANT_NONE,
                              .disabled_at = INSTANT_NONE};
    struct str invite = {0};
    if (actor_check(actor, RIGHT_ADMIN, err) < 0 || check_email(account.email, err) < 0 ||
        check_name(account.name, err) < 0 || check_role(account.role, err) < 0)
        return -1;
    if (!order->password.len)
        invite = new_invite(desk, arena, &account);
    else if (first_password(desk, arena, order->password, &account, err) < 0)
        return -1;
    if (desk_write(desk, actor, arena, add_in, &account, err) < 0) return -1;
    *out = account;
    *out_invite = invite;
    return 0;
}

/* ---- reading ---- */

struct listing {
    struct account *list;
    size_t count;
};

static int list_in(const struct unit *unit, void *context, struct err *err)
{
    struct listing *listing = context;
    return account_list(unit, &listing->list, &listing->count, err);
}

int desk_account_list(struct desk *desk, const struct actor *actor, struct arena *arena, struct account **out,
                      size_t *out_count, struct err *err)
{
    struct listing listing;
    if (actor_check(actor, RIGHT_ADMIN, err) < 0 || desk_read(desk, actor, arena, list_in, &listing, err) < 0)
        return -1;
    *out = listing.list;
    *out_count = listing.count;
    return 0;
}

bool account_is_assignable(const struct account *account)
{
    enum role role;
    return account->disabled_at == INSTANT_NONE && role_from_name(account->role, &role) == 0 &&
           role_has(role, RIGHT_REPLY);
}

int desk_account_assignable(struct desk *desk, const struct actor *actor, struct arena *arena,
                            struct account **out, size_t *out_count, struct err *err)
{
    struct listing listing;
    size_t kept = 0;
    if (actor_check(actor, RIGHT_DESK, err) < 0 || desk_read(desk, actor, arena, list_in, &listing, err) < 0)
        return -1;
    for (size_t i = 0; i < listing.count; i++)
        if (account_is_assignable(&listing.list[i])) listing.list[kept++] = listing.list[i];
    *out = listing.list;
    *out_count = kept;
    return 0;
}

struct finding {
    struct id id;
    struct str email; /* where it is not by its id */
    struct account account;
};

static int found_or(int found, struct err *err)
{
    if (found == 0) err_set(err, ERR_NOT_FOUND, "there is no such account");
    return found > 0 ? 0 : -1;
}

static int find_in(const struct unit *unit, void *context, struct err *err)
{
    struct finding *finding = context;
    int found = finding->email.len ? account_find(unit, finding->email, &finding->account, err)
                                   : account_load(unit, &finding->id, &finding->account, err);
    return found_or(found, err);
}

static int find(struct desk *desk, const struct actor *actor, struct arena *arena, struct finding *finding,
                struct account *out, struct err *err)
{
    if (actor_check(actor, RIGHT_ADMIN, err) < 0 || desk_read(desk, actor, arena, find_in, finding, err) < 0)
        return -1;
    *out = finding->account;
    return 0;
}

int desk_account_load(struct desk *desk, const struct actor *actor, struct arena *arena, const struct id *id,
                      struct account *out, struct err *err)
{
    struct finding finding = {.id = *id};
    return find(desk, actor, arena, &finding, out, err);
}

int desk_account_find(struct desk *desk, const struct actor *actor, struct arena *arena, struct str email,
                      struct account *out, struct err *err)
{
    struct finding finding = {.email = address_fold(arena, email)};
    return find(desk, actor, arena, &finding, out, err);
}

/* ---- changing ---- */

struct moving {
    const struct account_move *move;
    int (*step)(const struct unit *unit, struct moving *moving, struct account *account, struct err *err);
    const char *verb;
    struct str given; /* a hash, or the digest of a code */
    struct account account;
};

static int move_in(const struct unit *unit, void *context, struct err *err)
{
    struct moving *moving = context;
    struct account account;
    if (found_or(account_load(unit, &moving->move->account, &account, err), err) < 0) return -1;
    if (moving->move->version && moving->move->version != account.version)
        return err_set(err, ERR_STALE, "the account has changed meanwhile; read it again");
    if (moving->step(unit, moving, &account, err) < 0 || account_save(unit, &account, err) < 0) return -1;
    moving->account = account;
    return note(unit, &account, moving->verb, err);
}

static int move(struct desk *desk, const struct actor *actor, struct arena *arena, struct moving *moving,
                struct account *out, struct err *err)
{
    if (actor_check(actor, RIGHT_ADMIN, err) < 0 || desk_write(desk, actor, arena, move_in, moving, err) < 0)
        return -1;
    *out = moving->account;
    return 0;
}

/* Before an owner stops being one. */
static int keep_an_owner(const struct unit *unit, const struct account *account, struct err *err)
{
    int64_t others;
    if (!str_eq(account->role, role_name(ROLE_OWNER))) return 0;
    if (account_other_owners(unit, &account->id, &others, err) < 0) return -1;
    if (others > 0) return 0;
    return err_set(err, ERR_CONFLICT, "nobody else could sign in as owner; make another owner first");
}

static int change(const struct unit *unit, struct moving *moving, struct account *account, struct err *err)
{
    struct str role = moving->move->role;
    if (role.len && !str_eq(role, account->role)) {
        if (keep_an_owner(unit, account, err) < 0) return -1;
        account->role = role;
    }
    if (moving->move->name.len) account->name = moving->move->name;
    return 0;
}

int desk_account_change(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct account_move *order, struct account *out, struct err *err)
{
    struct account_move trimmed = *order;
    struct moving moving = {.move = &trimmed, .step = change, .verb = "account.changed"};
    trimmed.name = str_trim(order->name);
    if ((order->role.len && check_role(order->role, err) < 0) ||
        (order->name.len && check_name(trimmed.name, err) < 0))
        return -1;
    return move(desk, actor, arena, &moving, out, err);
}

static int disable(const struct unit *unit, struct moving *moving, struct account *account, struct err *err)
{
    (void)moving;
    if (account->disabled_at != INSTANT_NONE) return 0;
    if (keep_an_owner(unit, account, err) < 0) return -1;
    account->disabled_at = unit->now;
    account->invite = (struct str){0};
    account->invite_until = INSTANT_NONE;
    return end_sessions(unit, account, err);
}

int desk_account_disable(struct desk *desk, const struct actor *actor, struct arena *arena,
                         const struct account_move *order, struct account *out, struct err *err)
{
    struct moving moving = {.move = order, .step = disable, .verb = "account.disabled"};
    return move(desk, actor, arena, &moving, out, err);
}

static int enable(const struct unit *unit, struct moving *moving, struct account *account, struct err *err)
{
    (void)unit, (void)moving, (void)err;
    account->disabled_at = INSTANT_NONE;
    return 0;
}

int desk_account_enable(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct account_move *order, struct account *out, struct err *err)
{
    struct moving moving = {.move = order, .step = enable, .verb = "account.enabled"};
    return move(desk, actor, arena, &moving, out, err);
}

static int forget_totp(const struct unit *unit, struct moving *moving, struct account *account,
                       struct err *err)
{
    (void)unit, (void)moving, (void)err;
    account->totp_secret = account->totp_offered = (struct str){0};
    return 0;
}

int desk_account_forget_totp(struct desk *desk, const struct actor *actor, struct arena *arena,
                             const struct account_move *order, struct account *out, struct err *err)
{
    struct moving moving = {.move = order, .step = forget_totp, .verb = "account.totp_forgotten"};
    return move(desk, actor, arena, &moving, out, err);
}

static int invite(const struct unit *unit, struct moving *moving, struct account *account, struct err *err)
{
    if (account->disabled_at != INSTANT_NONE)
        return err_set(err, ERR_CONFLICT, "the account is disabled; enable it first");
    account->invite = moving->given;
    account->invite_until = unit->now + INVITE_GOOD_FOR;
    return 0;
}

int desk_account_invite(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct account_move *order, struct account *out, struct str *out_invite,
                        struct err *err)
{
    struct moving moving = {.move = order, .step = invite, .verb = "account.invited"};
    struct account blank = {0};
    struct str code = new_invite(desk, arena, &blank);
    moving.given = blank.invite;
    if (move(desk, actor, arena, &moving, out, err) < 0) return -1;
    *out_invite = code;
    return 0;
}

/* ---- passwords ---- */

static int set_password(const struct unit *unit, struct moving *moving, struct account *account,
                        struct err *err)
{
    account->password = moving->given;
    account->invite = (struct str){0};
    account->invite_until = INSTANT_NONE;
    return end_sessions(unit, account, err);
}

int desk_account_set_password(struct desk *desk, const struct actor *actor, struct arena *arena,
                              const struct account_move *order, struct str password, struct account *out,
                              struct err *err)
{
    struct moving moving = {.move = order, .step = set_password, .verb = "account.password_set"};
    struct account account;
    if (desk_account_load(desk, actor, arena, &order->account, &account, err) < 0 ||
        first_password(desk, arena, password, &account, err) < 0)
        return -1;
    moving.given = account.password;
    return move(desk, actor, arena, &moving, out, err);
}

struct accepting {
    struct digest code;
    struct moving moving;
};

static int find_invited(const struct unit *unit, const struct digest *code, struct account *out,
                        struct err *err)
{
    int found = account_find_invite(unit, code, out, err);
    if (found < 0) return -1;
    if (found && out->disabled_at == INSTANT_NONE && out->invite_until > unit->now) return 0;
    return err_set(err, ERR_INPUT, "/code: this invitation is not known, was used, or is over");
}

static int invited_in(const struct unit *unit, void *context, struct err *err)
{
    struct accepting *accepting = context;
    return find_invited(unit, &accepting->code, &accepting->moving.account, err);
}

static int accept_in(const struct unit *unit, void *context, struct err *err)
{
    struct accepting *accepting = context;
    struct account *account = &accepting->moving.account;
    if (find_invited(unit, &accepting->code, account, err) < 0 ||
        set_password(unit, &accepting->moving, account, err) < 0 || account_save(unit, account, err) < 0)
        return -1;
    return note(unit, account, "account.joined", err);
}

int desk_account_accept(struct desk *desk, struct arena *arena, struct str code, struct str password,
                        struct account *out, struct err *err)
{
    struct accepting accepting = {.code = digest_of(code)};
    struct account *account = &accepting.moving.account;
    char id[ID_TEXT];
    if (desk_read(desk, &actor_engine, arena, invited_in, &accepting, err) < 0 ||
        first_password(desk, arena, password, account, err) < 0)
        return -1;
    accepting.moving.given = account->password;
    id_format(&account->id, id);
    struct actor person = {.name = arena_printf(arena, "account:%s", id), .account = account->id};
    if (desk_write(desk, &person, arena, accept_in, &accepting, err) < 0) return -1;
    *out = *account;
    return 0;
}
