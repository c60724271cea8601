/* Signing in and out; see session.h. */
#include "desk/session.h"

#include "desk/guess.h"
#include "desk/password.h"
#include "desk/secret.h"
#include "desk/totp.h"
#include "store/audit.h"
#include "store/customer.h"

#define SEEN_EVERY (5 * 60 * MICROS_PER_SECOND)

static int note(const struct unit *unit, const struct id *account, const char *verb, struct err *err)
{
    struct audit_entry entry = {.verb = verb, .object = *account};
    return audit_add(unit, &entry, err);
}

static int person_of(struct arena *arena, const struct account *account, struct actor *out)
{
    char id[ID_TEXT];
    struct actor actor = {.account = account->id};
    if (role_from_name(account->role, &actor.role) < 0) return -1;
    id_format(&account->id, id);
    actor.name = arena_printf(arena, "account:%s", id);
    *out = actor;
    return 0;
}

static struct str csrf_text(struct arena *arena, const struct session *session)
{
    return secret_text(arena, str_of_len((const char *)session->csrf, CSRF_BYTES));
}

/* ---- in ---- */

enum outcome { SIGNED_IN, TOO_OFTEN, REFUSED, CODE_MISSING, CODE_WRONG };

struct signing {
    const struct sign_in *in;
    struct str email;
    struct digest who, secret, former;
    struct account account;
    struct session session;
    bool known;
    int64_t wait;
    enum outcome outcome;
};

static int ask_in(const struct unit *unit, void *context, struct err *err)
{
    struct signing *signing = context;
    if (guess_take(unit, &signing->who, &signing->wait, err) < 0) return -1;
    if (signing->wait) return 0;
    int found = account_find(unit, signing->email, &signing->account, err);
    signing->known = found > 0 && signing->account.disabled_at == INSTANT_NONE;
    return found < 0 ? -1 : 0;
}

/* The password is right; is the code? A guess is kept even where it was wrong, so this fails only where the database does. */
static int check_code(const struct unit *unit, struct signing *signing, struct err *err)
{
    const struct account *account = &signing->account;
    struct digest who = guess_at_code(&account->id);
    int64_t step;
    bool fresh;
    signing->outcome = SIGNED_IN;
    if (!account->totp_secret.len) return 0;
    signing->outcome = CODE_MISSING;
    if (!signing->in->code.len) return 0;
    if (guess_take(unit, &who, &signing->wait, err) < 0) return -1;
    signing->outcome = signing->wait ? TOO_OFTEN : CODE_WRONG;
    if (signing->wait ||
        !totp_check(account->totp_secret, signing->in->code, unit->now, account->totp_step, &step))
        return 0;
    if (account_note_step(unit, &account->id, step, &fresh, err) < 0) return -1;
    if (!fresh) return 0;
    signing->outcome = SIGNED_IN;
    return guess_forget(unit, &who, err);
}

static int end_former(const struct unit *unit, const struct signing *signing, struct err *err)
{
    struct session session;
    struct account account;
    if (!signing->in->former.len) return 0;
    int found = session_find(unit, &signing->former, &session, &account, err);
    if (found <= 0) return found;
    return session_end(unit, &session.id, err);
}

static int begin_session(const struct unit *unit, struct signing *signing, struct err *err)
{
    struct session *session = &signing->session;
    session->id = unit_id(unit);
    session->account = signing->account.id;
    session->expires_at = unit->now + SESSION_LONGEST;
    if (guess_forget(unit, &signing->who, err) < 0 || end_former(unit, signing, err) < 0 ||
        session_insert(unit, session, &signing->secret, err) < 0)
        return -1;
    return note(unit, &signing->account.id, "session.started", err);
}

static int enter_in(const struct unit *unit, void *context, struct err *err)
{
    struct signing *signing = context;
    struct account now;
    signing->wait = 0;
    signing->outcome = REFUSED;
    int found = account_load(unit, &signing->account.id, &now, err);
    if (found < 0) return -1;
    if (!found || now.disabled_at != INSTANT_NONE || !str_eq(now.password, signing->account.password))
        return 0;
    signing->account = now;
    if (check_code(unit, signing, err) < 0) return -1;
    return signing->outcome == SIGNED_IN ? begin_session(unit, signing, err) : 0;
}

static int refuse(const struct signing *signing, int64_t *out_wait, struct err *err)
{
    *out_wait = signing->wait;
    switch (signing->outcome) {
    case TOO_OFTEN:
        return err_set(err, ERR_BUSY, "this was tried too often; please wait before the next try");
    case CODE_MISSING:
        return err_set(err, ERR_UNAUTHENTICATED, "/code: the six digits of the second factor are expected");
    case CODE_WRONG:
        return err_set(err, ERR_UNAUTHENTICATED, "/code: this code is not right, or was used already");
    default:
        return err_set(err, ERR_UNAUTHENTICATED, "the address or the password is not right");
    }
}

static int try_password(struct desk *desk, struct arena *arena, struct signing *signing, struct err *err)
{
    bool same;
    struct str hash = signing->known ? signing->account.password : (struct str){0};
    if (password_matches(desk, arena, hash, signing->in->password, &same, err) < 0) return -1;
    struct actor person = actor_engine;
    if (!same || person_of(arena, &signing->account, &person) < 0) return 0;
    return desk_write(desk, &person, arena, enter_in, signing, err);
}

static void prepare(struct desk *desk, struct arena *arena, struct signing *signing, struct str *out_secret)
{
    *out_secret = secret_new(arena, desk_rand(desk), "");
    rand_fill(desk_rand(desk), signing->session.csrf, CSRF_BYTES);
    signing->email = address_fold(arena, signing->in->email);
    signing->secret = digest_of(*out_secret);
    signing->former = digest_of(signing->in->former);
    signing->who = guess_at_password(signing->in->from, signing->email);
}

int desk_sign_in(struct desk *desk, struct arena *arena, const struct sign_in *sign_in, struct visit *out,
                 int64_t *out_wait, struct err *err)
{
    struct signing signing = {.in = sign_in, .outcome = REFUSED};
    struct visit visit = {0};
    *out_wait = 0;
    prepare(desk, arena, &signing, &visit.secret);
    if (desk_write_quietly(desk, &actor_engine, arena, ask_in, &signing, err) < 0) return -1;
    if (signing.wait)
        signing.outcome = TOO_OFTEN;
    else if (try_password(desk, arena, &signing, err) < 0)
        return -1;
    if (signing.outcome != SIGNED_IN) return refuse(&signing, out_wait, err);
    person_of(arena, &signing.account, &visit.actor);
    visit.session = signing.session.id;
    visit.account = signing.account;
    visit.csrf = csrf_text(arena, &signing.session);
    visit.expires_at = signing.session.expires_at;
    *out = visit;
    return 0;
}

/* ---- recognising ---- */

struct recognising {
    struct digest secret, next;
    struct session session;
    struct account account;
    instant_t now; /* of the database, which also wrote the times of the session */
    int found;
    bool rotated;
};

static bool still_counts(const struct recognising *recognising)
{
    instant_t now = recognising->now;
    const struct session *session = &recognising->session;
    return recognising->found > 0 && recognising->account.disabled_at == INSTANT_NONE &&
           now < session->expires_at && now - session->seen_at < SESSION_IDLE &&
           (!session->previous || now - session->rotated_at <= SESSION_GRACE);
}

static int session_over(struct err *err)
{
    return err_set(err, ERR_UNAUTHENTICATED, "this session is over; please sign in");
}

static int find_in(const struct unit *unit, void *context, struct err *err)
{
    struct recognising *recognising = context;
    recognising->now = unit->now;
    recognising->found =
        session_find(unit, &recognising->secret, &recognising->session, &recognising->account, err);
    return recognising->found < 0 ? -1 : 0;
}

static int rotate_in(const struct unit *unit, void *context, struct err *err)
{
    struct recognising *recognising = context;
    return session_rotate(unit, &recognising->session.id, &recognising->secret, &recognising->next,
                          &recognising->rotated, err);
}

static int seen_in(const struct unit *unit, void *context, struct err *err)
{
    const struct recognising *recognising = context;
    return session_note_seen(unit, &recognising->session.id, err);
}

/* Where that fails, the next request does it. */
static struct str keep_fresh(struct desk *desk, struct arena *arena, struct recognising *recognising)
{
    const struct session *session = &recognising->session;
    instant_t now = recognising->now;
    struct str secret = {0};
    if (!session->previous && now - session->rotated_at >= SESSION_ROTATE) {
        secret = secret_new(arena, desk_rand(desk), "");
        recognising->next = digest_of(secret);
        if (desk_write_quietly(desk, &actor_engine, arena, rotate_in, recognising, NULL) < 0 ||
            !recognising->rotated)
            secret = (struct str){0};
    } else if (now - session->seen_at >= SEEN_EVERY) {
        desk_write_quietly(desk, &actor_engine, arena, seen_in, recognising, NULL);
    }
    return secret;
}

int desk_session_recognise(struct desk *desk, struct arena *arena, struct str secret, struct visit *out,
                           struct err *err)
{
    struct recognising recognising = {.secret = digest_of(secret)};
    struct visit visit = {0};
    if (desk_read(desk, &actor_engine, arena, find_in, &recognising, err) < 0) return -1;
    if (!still_counts(&recognising) || person_of(arena, &recognising.account, &visit.actor) < 0)
        return session_over(err);
    visit.session = recognising.session.id;
    visit.account = recognising.account;
    visit.csrf = csrf_text(arena, &recognising.session);
    visit.expires_at = recognising.session.expires_at;
    visit.secret = keep_fresh(desk, arena, &recognising);
    *out = visit;
    return 0;
}

static int load_in(const struct unit *unit, void *context, struct err *err)
{
    struct recognising *recognising = context;
    const struct id id = recognising->session.id;
    recognising->now = unit->now;
    recognising->found = session_load(unit, &id, &recognising->session, &recognising->account, err);
    return recognising->found < 0 ? -1 : 0;
}

int desk_session_still(struct desk *desk, struct arena *arena, const struct id *session, struct actor *out,
                       struct err *err)
{
    struct recognising recognising = {.session = {.id = *session}};
    if (desk_read(desk, &actor_engine, arena, load_in, &recognising, err) < 0) return -1;
    if (still_counts(&recognising) && person_of(arena, &recognising.account, out) == 0) return 0;
    return session_over(err);
}

/* ---- out ---- */

struct leaving {
    const struct visit *visit;
    bool everywhere;
};

static int leave_in(const struct unit *unit, void *context, struct err *err)
{
    const struct leaving *leaving = context;
    const struct visit *visit = leaving->visit;
    int64_t ended;
    if (leaving->everywhere ? session_end_all(unit, &visit->account.id, &(struct id){{0}}, &ended, err) < 0
                            : session_end(unit, &visit->session, err) < 0)
        return -1;
    return note(unit, &visit->account.id, leaving->everywhere ? "session.ended_everywhere" : "session.ended",
                err);
}

int desk_sign_out(struct desk *desk, struct arena *arena, const struct visit *visit, bool everywhere,
                  struct err *err)
{
    struct leaving leaving = {visit, everywhere};
    return desk_write(desk, &visit->actor, arena, leave_in, &leaving, err);
}
