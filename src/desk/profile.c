/* One's own account; see profile.h. */
#include "desk/profile.h"

#include "desk/guess.h"
#include "desk/password.h"
#include "desk/totp.h"
#include "store/audit.h"

struct changing {
    const struct visit *visit;
    int (*step)(const struct unit *unit, struct changing *changing, struct account *account, struct err *err);
    const char *verb;
    struct digest who;
    struct str given; /* a hash, a secret or a code */
    int64_t wait;
    bool wrong;               /* the code was; the guess is kept all the same */
    struct str read_password; /* the hash of the one that is changed, or under which something is */
    struct account account;
};

static int too_often(int64_t wait, int64_t *out_wait, struct err *err)
{
    *out_wait = wait;
    return err_set(err, ERR_BUSY, "this was tried too often; please wait before the next try");
}

static int load_own(const struct unit *unit, const struct visit *visit, struct account *out, struct err *err)
{
    int found = account_load(unit, &visit->account.id, out, err);
    if (found < 0) return -1;
    if (found && out->disabled_at == INSTANT_NONE) return 0;
    return err_set(err, ERR_UNAUTHENTICATED, "this session is over; please sign in");
}

static int guess_in(const struct unit *unit, void *context, struct err *err)
{
    struct changing *changing = context;
    if (guess_take(unit, &changing->who, &changing->wait, err) < 0) return -1;
    return load_own(unit, changing->visit, &changing->account, err);
}

/* The present password: what it is compared with is in changing->account then. */
static int check_current(struct desk *desk, struct arena *arena, struct changing *changing,
                         struct str current, int64_t *out_wait, struct err *err)
{
    bool same;
    changing->who = guess_at_own_password(&changing->visit->account.id);
    if (desk_write_quietly(desk, &changing->visit->actor, arena, guess_in, changing, err) < 0) return -1;
    if (changing->wait) return too_often(changing->wait, out_wait, err);
    changing->read_password = changing->account.password;
    if (password_matches(desk, arena, changing->read_password, current, &same, err) < 0) return -1;
    return same ? 0 : err_set(err, ERR_INPUT, "/current: this is not the present password");
}

static int change_in(const struct unit *unit, void *context, struct err *err)
{
    struct changing *changing = context;
    struct account account;
    changing->wrong = false;
    if (load_own(unit, changing->visit, &account, err) < 0) return -1;
    if (!str_eq(account.password, changing->read_password))
        return err_set(err, ERR_STALE, "the password was set anew meanwhile");
    if (changing->step(unit, changing, &account, err) < 0) return -1;
    if (changing->wait || changing->wrong) return 0;
    struct audit_entry entry = {.verb = changing->verb, .object = account.id};
    if (account_save(unit, &account, err) < 0 || guess_forget(unit, &changing->who, err) < 0) return -1;
    changing->account = account;
    return audit_add(unit, &entry, err);
}

static int set_password(const struct unit *unit, struct changing *changing, struct account *account,
                        struct err *err)
{
    int64_t ended;
    account->password = changing->given;
    return session_end_all(unit, &account->id, &changing->visit->session, &ended, err);
}

int desk_own_password(struct desk *desk, struct arena *arena, const struct visit *visit, struct str current,
                      struct str password, struct account *out, int64_t *out_wait, struct err *err)
{
    struct changing changing = {.visit = visit, .step = set_password, .verb = "account.password_changed"};
    *out_wait = 0;
    if (password_check(arena, password, visit->account.email, "/password", err) < 0 ||
        check_current(desk, arena, &changing, current, out_wait, err) < 0 ||
        password_hash(desk, arena, password, &changing.given, err) < 0 ||
        desk_write(desk, &visit->actor, arena, change_in, &changing, err) < 0)
        return -1;
    *out = changing.account;
    return 0;
}

/* ---- the second factor ---- */

static int offer(const struct unit *unit, struct changing *changing, struct account *account, struct err *err)
{
    (void)unit;
    if (account->totp_secret.len)
        return err_set(err, ERR_CONFLICT, "there is a second factor already; take it away first");
    account->totp_offered = changing->given;
    return 0;
}

int desk_totp_enrol(struct desk *desk, struct arena *arena, const struct visit *visit, struct str current,
                    struct totp_offer *out, int64_t *out_wait, struct err *err)
{
    struct changing changing = {.visit = visit, .step = offer, .verb = "account.totp_offered"};
    char *secret = arena_alloc(arena, TOTP_SECRET_BYTES);
    rand_fill(desk_rand(desk), secret, TOTP_SECRET_BYTES);
    changing.given = str_of_len(secret, TOTP_SECRET_BYTES);
    *out_wait = 0;
    if (check_current(desk, arena, &changing, current, out_wait, err) < 0 ||
        desk_write(desk, &visit->actor, arena, change_in, &changing, err) < 0)
        return -1;
    out->secret = totp_secret_text(arena, changing.given);
    out->url = totp_url(arena, desk_store(desk, arena)->name, changing.account.email, changing.given);
    return 0;
}

static int confirm(const struct unit *unit, struct changing *changing, struct account *account,
                   struct err *err)
{
    if (!account->totp_offered.len) return err_set(err, ERR_CONFLICT, "no second factor waits for its code");
    if (guess_take(unit, &changing->who, &changing->wait, err) < 0) return -1;
    if (changing->wait) return 0;
    changing->wrong = !totp_check(account->totp_offered, changing->given, unit->now, 0, &account->totp_step);
    account->totp_secret = account->totp_offered;
    account->totp_offered = (struct str){0};
    return 0;
}

int desk_totp_confirm(struct desk *desk, struct arena *arena, const struct visit *visit, struct str code,
                      struct account *out, int64_t *out_wait, struct err *err)
{
    struct changing changing = {.visit = visit,
                                .step = confirm,
                                .verb = "account.totp_confirmed",
                                .who = guess_at_code(&visit->account.id),
                                .given = code,
                                .read_password = visit->account.password};
    *out_wait = 0;
    if (desk_write(desk, &visit->actor, arena, change_in, &changing, err) < 0) return -1;
    if (changing.wait) return too_often(changing.wait, out_wait, err);
    if (changing.wrong) return err_set(err, ERR_INPUT, "/code: this code is not right");
    *out = changing.account;
    return 0;
}

static int take_away(const struct unit *unit, struct changing *changing, struct account *account,
                     struct err *err)
{
    (void)unit, (void)changing, (void)err;
    account->totp_secret = account->totp_offered = (struct str){0};
    return 0;
}

int desk_totp_disable(struct desk *desk, struct arena *arena, const struct visit *visit, struct str current,
                      struct account *out, int64_t *out_wait, struct err *err)
{
    struct changing changing = {.visit = visit, .step = take_away, .verb = "account.totp_disabled"};
    *out_wait = 0;
    if (check_current(desk, arena, &changing, current, out_wait, err) < 0 ||
        desk_write(desk, &visit->actor, arena, change_in, &changing, err) < 0)
        return -1;
    *out = changing.account;
    return 0;
}
