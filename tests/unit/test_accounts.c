/* People who sign in: accounts, passwords, second factors, sessions, guesses, over SQLite and PostgreSQL. */
#define _GNU_SOURCE
#include "desk_fixture.h"

#include <pthread.h>

#include "desk/account.h"
#include "desk/password.h"
#include "desk/profile.h"
#include "desk/timer.h"
#include "desk/totp.h"
#include "store/audit.h"

#define PASSWORD "a bench by the window"
#define OTHER_PASSWORD "seven rings in a drawer"
#define MINUTE (60 * MICROS_PER_SECOND)

static const struct actor cli = {.name = STR_INIT("cli"), .role = ROLE_OWNER};
static const struct actor agent = {.name = STR_INIT("account:x"), .role = ROLE_AGENT};

static int open_sqlite(void **state)
{
    return fixture_open(state, false, "test_accounts");
}

static int open_postgres(void **state)
{
    return fixture_open(state, true, "test_accounts");
}

/* ---- steps ---- */

static struct account add(struct fixture *f, const char *email, const char *role, const char *password)
{
    struct account_order order = {str_of(email), STR("Somebody"), str_of(role), str_of(password)};
    struct account account;
    struct str invite;
    struct err err = {0};
    if (desk_account_add(f->desk, &cli, f->arena, &order, &account, &invite, &err) < 0)
        fail_msg("%s", err.message);
    assert_int_equal(invite.len > 0, !password);
    return account;
}

struct attempt {
    const char *email, *password, *code, *from;
    struct visit visit;
    int64_t wait;
    struct err err;
};

static int try(struct fixture *f, struct attempt *attempt)
{
    struct sign_in in = {.email = str_of(attempt->email),
                         .password = str_of(attempt->password),
                         .code = str_of(attempt->code),
                         .from = str_of(attempt->from ? attempt->from : "here")};
    attempt->err = (struct err){0};
    return desk_sign_in(f->desk, f->arena, &in, &attempt->visit, &attempt->wait, &attempt->err);
}

static struct visit sign_in(struct fixture *f, const char *email, const char *password)
{
    struct attempt attempt = {.email = email, .password = password};
    if (try(f, &attempt) < 0) fail_msg("%s", attempt.err.message);
    return attempt.visit;
}

static bool counts(struct fixture *f, struct str secret, struct visit *out)
{
    struct err err = {0};
    struct visit visit;
    int result = desk_session_recognise(f->desk, f->arena, secret, &visit, &err);
    if (result < 0) assert_int_equal(err.category, ERR_UNAUTHENTICATED);
    if (out && result == 0) *out = visit;
    return result == 0;
}

static struct account look(struct fixture *f, struct id id)
{
    struct account account;
    struct err err = {0};
    if (desk_account_load(f->desk, &cli, f->arena, &id, &account, &err) < 0) fail_msg("%s", err.message);
    return account;
}

/* ---- what needs no database ---- */

static void codes_are_those_of_the_rfc(void **state)
{
    /* RFC 6238, appendix B, the last six of its eight digits. */
    static const struct {
        int64_t seconds;
        int code;
    } cases[] = {{59, 287082},       {1111111109, 81804},  {1111111111, 50471},
                 {1234567890, 5924}, {2000000000, 279037}, {20000000000, 353130}};
    struct str secret = STR("12345678901234567890");
    struct arena *arena = arena_new();
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        instant_t at = cases[i].seconds * MICROS_PER_SECOND;
        struct str code = arena_printf(arena, "%06d", cases[i].code);
        int64_t step;
        assert_int_equal(totp_code(secret, totp_step_at(at)), cases[i].code);
        assert_true(totp_check(secret, code, at + 30 * MICROS_PER_SECOND, 0, &step));
        assert_int_equal(step, cases[i].seconds / 30);
        assert_false(totp_check(secret, code, at, step, &step));
        assert_false(totp_check(secret, code, at + 60 * MICROS_PER_SECOND, 0, &step));
    }
    assert_true(str_is(totp_secret_text(arena, secret), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"));
    assert_true(str_is(totp_url(arena, STR("Alder & Finch"), STR("nora@example.com"), STR("12345")),
                       "otpauth://totp/Alder%20%26%20Finch:nora%40example.com?secret=GEZDGNBV"
                       "&issuer=Alder%20%26%20Finch"));
    arena_free(arena);
}

static void the_hmac_is_that_of_the_rfc(void **state)
{
    /* RFC 2202, section 3, cases 1, 2 and 6. */
    static const char key[21] =
        "\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b\x0b";
    char long_key[80];
    uint8_t out[SHA1_BYTES];
    (void)state;
    memset(long_key, 0xaa, sizeof long_key);
    digest_hmac_sha1(str_of_len(key, 20), STR("Hi There"), out);
    assert_memory_equal(
        out, "\xb6\x17\x31\x86\x55\x05\x72\x64\xe2\x8b\xc0\xb6\xfb\x37\x8c\x8e\xf1\x46\xbe\x00", 20);
    digest_hmac_sha1(STR("Jefe"), STR("what do ya want for nothing?"), out);
    assert_memory_equal(
        out, "\xef\xfc\xdf\x6a\xe5\xeb\x2f\xa2\xd2\x74\x16\xd5\xf1\x84\xdf\x9c\x25\x9a\x7c\x79", 20);
    digest_hmac_sha1(str_of_len(long_key, 80), STR("Test Using Larger Than Block-Size Key - Hash Key First"),
                     out);
    assert_memory_equal(
        out, "\xaa\x4a\xe5\xe1\x52\x72\xd0\x0e\x95\x70\x56\x37\xce\x8a\x3b\x55\xed\x40\x21\x12", 20);
}

static void passwords_that_are_guessed_first_are_refused(void **state)
{
    static const char *const bad[] = {"",
                                      "short",
                                      "elevenchars",
                                      "短短短短短短短短短短短",
                                      "Password1234",
                                      "QWERTYUIOP12",
                                      "zzzzzzzzzzzzzzz",
                                      "abcabcabcabcab",
                                      "Nora@Example.com",
                                      "\xff\xfe not utf-8 at all"};
    static const char *const good[] = {"a bench by the window", "kupfer & zinn 1911",
                                       "铜锤银锭金丝钻石珍珠翡翠"};
    struct arena *arena = arena_new();
    struct err err;
    char long_one[PASSWORD_MOST + 2];
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(password_check(arena, str_of(bad[i]), STR("nora@example.com"), "/password", &err),
                         -1);
        assert_int_equal(err.category, ERR_INPUT);
        assert_int_equal(strncmp(err.message, "/password: ", 11), 0);
    }
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_int_equal(password_check(arena, str_of(good[i]), STR("nora@example.com"), "/password", &err),
                         0);
    for (int i = 0; i <= PASSWORD_MOST; i++) long_one[i] = (char)('a' + i * i % 23);
    assert_int_equal(
        password_check(arena, str_of_len(long_one, PASSWORD_MOST + 1), STR("n@e.com"), "/password", &err),
        -1);
    arena_free(arena);
}

/* ---- accounts ---- */

static void accounts_are_the_owners_affair(void **state)
{
    struct fixture *f = *state;
    struct account_order order = {STR(" Nora@Example.com "), STR("Nora"), STR("agent"), {0}};
    struct account account, *list;
    struct str invite;
    struct err err = {0};
    size_t count;
    assert_int_equal(desk_account_add(f->desk, &agent, f->arena, &order, &account, &invite, &err), -1);
    assert_int_equal(err.category, ERR_DENIED);
    assert_int_equal(desk_account_list(f->desk, &agent, f->arena, &list, &count, &err), -1);
    assert_int_equal(desk_account_add(f->desk, &cli, f->arena, &order, &account, &invite, &err), 0);
    assert_true(str_is(account.email, "nora@example.com"));
    assert_int_equal(desk_account_add(f->desk, &cli, f->arena, &order, &account, &invite, &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
    static const struct account_order bad[] = {{STR_INIT("nobody"), STR_INIT("N"), STR_INIT("agent"), {0}},
                                               {STR_INIT("a@b@c"), STR_INIT("N"), STR_INIT("agent"), {0}},
                                               {STR_INIT("a b@c"), STR_INIT("N"), STR_INIT("agent"), {0}},
                                               {STR_INIT("a@b"), STR_INIT(" "), STR_INIT("agent"), {0}},
                                               {STR_INIT("a@b"), STR_INIT("N"), STR_INIT("king"), {0}}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(desk_account_add(f->desk, &cli, f->arena, &bad[i], &account, &invite, &err), -1);
        assert_int_equal(err.category, ERR_INPUT);
    }
    assert_int_equal(desk_account_list(f->desk, &cli, f->arena, &list, &count, &err), 0);
    assert_int_equal(count, 1);
    assert_int_equal(desk_account_list(f->other, &cli, f->arena, &list, &count, &err), 0);
    assert_int_equal(count, 0);
    struct id id =
        look(f, desk_account_find(f->desk, &cli, f->arena, STR("NORA@example.com"), &account, &err) == 0
                    ? account.id
                    : (struct id){{0}})
            .id;
    assert_int_equal(desk_account_load(f->other, &cli, f->arena, &id, &account, &err), -1);
    assert_int_equal(err.category, ERR_NOT_FOUND);
}

static void an_invitation_sets_a_password_once(void **state)
{
    struct fixture *f = *state;
    struct account_order order = {STR("nora@example.com"), STR("Nora"), STR("agent"), {0}};
    struct account account;
    struct str first, second;
    struct err err = {0};
    assert_int_equal(desk_account_add(f->desk, &cli, f->arena, &order, &account, &first, &err), 0);
    assert_int_equal(desk_account_accept(f->desk, f->arena, first, STR("tiny"), &account, &err), -1);
    assert_int_equal(desk_account_accept(f->other, f->arena, first, STR(PASSWORD), &account, &err), -1);
    assert_int_equal(desk_account_accept(f->desk, f->arena, first, STR(PASSWORD), &account, &err), 0);
    struct visit visit = sign_in(f, "nora@example.com", PASSWORD);
    assert_true(str_is(visit.account.name, "Nora"));
    assert_int_equal(desk_account_accept(f->desk, f->arena, first, STR(OTHER_PASSWORD), &account, &err), -1);
    assert_int_equal(err.category, ERR_INPUT);
    struct account_move move = {.account = account.id};
    assert_int_equal(desk_account_invite(f->desk, &cli, f->arena, &move, &account, &first, &err), 0);
    assert_int_equal(desk_account_invite(f->desk, &cli, f->arena, &move, &account, &second, &err), 0);
    assert_int_equal(desk_account_accept(f->desk, f->arena, first, STR(OTHER_PASSWORD), &account, &err), -1);
    assert_true(counts(f, visit.secret, NULL));
    assert_int_equal(desk_account_accept(f->desk, f->arena, second, STR(OTHER_PASSWORD), &account, &err), 0);
    assert_false(counts(f, visit.secret, NULL));
    sign_in(f, "nora@example.com", OTHER_PASSWORD);
    assert_int_equal(desk_account_invite(f->desk, &cli, f->arena, &move, &account, &first, &err), 0);
    fixture_age(f, 73 * MICROS_PER_HOUR);
    assert_int_equal(desk_account_accept(f->desk, f->arena, first, STR(PASSWORD), &account, &err), -1);
}

static void there_is_always_an_owner(void **state)
{
    struct fixture *f = *state;
    struct account one = add(f, "one@example.com", "owner", PASSWORD), account;
    add(f, "invited@example.com", "owner", NULL); /* cannot sign in yet */
    struct account_move move = {.account = one.id, .role = STR("agent")};
    struct err err = {0};
    assert_int_equal(desk_account_change(f->desk, &cli, f->arena, &move, &account, &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
    assert_int_equal(desk_account_disable(f->desk, &cli, f->arena, &move, &account, &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
    struct account two = add(f, "two@example.com", "owner", PASSWORD);
    move.version = one.version + 7;
    assert_int_equal(desk_account_change(f->desk, &cli, f->arena, &move, &account, &err), -1);
    assert_int_equal(err.category, ERR_STALE);
    move.version = one.version;
    assert_int_equal(desk_account_change(f->desk, &cli, f->arena, &move, &account, &err), 0);
    assert_true(str_is(account.role, "agent"));
    move = (struct account_move){.account = two.id};
    assert_int_equal(desk_account_disable(f->desk, &cli, f->arena, &move, &account, &err), -1);
    move = (struct account_move){.account = one.id, .role = STR("owner"), .name = STR("  One  ")};
    assert_int_equal(desk_account_change(f->desk, &cli, f->arena, &move, &account, &err), 0);
    assert_true(str_is(account.name, "One"));
}

struct overthrow {
    struct fixture *f;
    struct id victim;
    int result;
};

static void *overthrow(void *context)
{
    struct overthrow *overthrow = context;
    struct arena *arena = arena_new();
    struct account_move move = {.account = overthrow->victim, .role = STR("viewer")};
    struct account account;
    overthrow->result = desk_account_change(overthrow->f->desk, &cli, arena, &move, &account, NULL);
    arena_free(arena);
    return NULL;
}

static void two_owners_do_not_dethrone_each_other(void **state)
{
    struct fixture *f = *state;
    struct id a = add(f, "a@example.com", "owner", PASSWORD).id,
              b = add(f, "b@example.com", "owner", PASSWORD).id;
    for (int round = 0; round < 10; round++) {
        struct overthrow both[2] = {{f, a, 0}, {f, b, 0}};
        pthread_t threads[2];
        for (int i = 0; i < 2; i++) pthread_create(&threads[i], NULL, overthrow, &both[i]);
        for (int i = 0; i < 2; i++) pthread_join(threads[i], NULL);
        assert_int_equal(both[0].result + both[1].result, -1);
        struct account_move move = {.account = both[0].result == 0 ? a : b, .role = STR("owner")};
        struct account account;
        assert_int_equal(desk_account_change(f->desk, &cli, f->arena, &move, &account, NULL), 0);
    }
}

/* ---- signing in ---- */

static void refusals_are_alike(void **state)
{
    struct fixture *f = *state;
    struct account_move move = {.account = add(f, "gone@example.com", "agent", PASSWORD).id};
    struct account account;
    add(f, "nora@example.com", "agent", PASSWORD);
    add(f, "invited@example.com", "agent", NULL);
    assert_int_equal(desk_account_disable(f->desk, &cli, f->arena, &move, &account, NULL), 0);
    struct attempt attempts[] = {{.email = "nora@example.com", .password = "something else entirely"},
                                 {.email = "nobody@example.com", .password = PASSWORD},
                                 {.email = "gone@example.com", .password = PASSWORD},
                                 {.email = "invited@example.com", .password = ""},
                                 {.email = "nora@example.com", .password = ""},
                                 {.email = "", .password = PASSWORD}};
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        assert_int_equal(try(f, &attempts[i]), -1);
        assert_int_equal(attempts[i].err.category, ERR_UNAUTHENTICATED);
        assert_string_equal(attempts[i].err.message, attempts[0].err.message);
        assert_int_equal(attempts[i].wait, 0);
    }
    struct visit visit = sign_in(f, " NORA@example.com", PASSWORD);
    assert_int_equal(visit.actor.role, ROLE_AGENT);
    assert_true(str_starts(visit.actor.name, STR("account:")));
    assert_true(id_eq(&visit.actor.account, &visit.account.id));
}

/* The quickest of some, as noise only adds. */
static int64_t quickest(struct fixture *f, const char *email)
{
    int64_t best = INT64_MAX;
    for (int i = 0; i < 5; i++) {
        char from[8] = {(char)('a' + i)};
        struct attempt attempt = {.email = email, .password = "not this one at all", .from = from};
        int64_t begun = clock_monotonic(clock_system());
        assert_int_equal(try(f, &attempt), -1);
        int64_t took = clock_monotonic(clock_system()) - begun;
        if (took < best) best = took;
    }
    return best;
}

static void an_unknown_address_takes_as_long(void **state)
{
    struct fixture *f = *state;
    add(f, "nora@example.com", "agent", PASSWORD);
    add(f, "invited@example.com", "agent", NULL);
    int64_t known = quickest(f, "nora@example.com"), unknown = quickest(f, "nobody@example.com"),
            invited = quickest(f, "invited@example.com");
    print_message("known %lld µs, unknown %lld µs, invited %lld µs\n", (long long)known, (long long)unknown,
                  (long long)invited);
    assert_true(unknown > known / 4 && unknown < known * 4);
    assert_true(invited > known / 4 && invited < known * 4);
}

static void guesses_have_to_wait_and_hinder_nobody_else(void **state)
{
    struct fixture *f = *state;
    add(f, "nora@example.com", "agent", PASSWORD);
    struct attempt wrong = {.email = "nora@example.com", .password = "not this one", .from = "thief"};
    struct attempt right = {.email = "nora@example.com", .password = PASSWORD, .from = "thief"};
    struct attempt unknown = {.email = "nobody@example.com", .password = "not this one", .from = "thief"};
    int64_t before = 0;
    for (int i = 0; i < 5; i++) {
        assert_int_equal(try(f, &wrong), -1);
        assert_int_equal(wrong.err.category, ERR_UNAUTHENTICATED);
        assert_int_equal(try(f, &unknown), -1);
    }
    for (int i = 0; i < 4; i++) {
        assert_int_equal(try(f, &right), -1);
        assert_int_equal(right.err.category, ERR_BUSY);
        assert_int_equal(try(f, &unknown), -1);
        assert_string_equal(unknown.err.message, right.err.message);
        assert_true(right.wait > before);
        before = right.wait;
        fixture_age(f, right.wait + MICROS_PER_SECOND);
        assert_int_equal(try(f, &wrong), -1);
        assert_int_equal(wrong.err.category, ERR_UNAUTHENTICATED);
        assert_int_equal(try(f, &unknown), -1);
    }
    sign_in(f, "nora@example.com", PASSWORD); /* from elsewhere */
    fixture_age(f, 16 * MINUTE);
    assert_int_equal(try(f, &right), 0);
    for (int i = 0; i < 5; i++) assert_int_equal(try(f, &wrong), -1);
    assert_int_equal(wrong.err.category, ERR_UNAUTHENTICATED);
    assert_int_equal(try(f, &wrong), -1);
    assert_int_equal(wrong.err.category, ERR_BUSY);
    fixture_age(f, 25 * MICROS_PER_HOUR);
    struct tick tick;
    assert_int_equal(desk_tick(f->desk, f->arena, &tick, NULL), 0);
    for (int i = 0; i < 5; i++) assert_int_equal(try(f, &wrong), -1);
    assert_int_equal(wrong.err.category, ERR_UNAUTHENTICATED);
}

struct guesser {
    struct fixture *f;
    bool looked_at;
};

static void *guess(void *context)
{
    struct guesser *guesser = context;
    struct arena *arena = arena_new();
    struct sign_in in = {
        .email = STR("nora@example.com"), .password = STR("not this one"), .from = STR("thief")};
    struct visit visit;
    int64_t wait;
    struct err err = {0};
    guesser->looked_at = desk_sign_in(guesser->f->desk, arena, &in, &visit, &wait, &err) == 0 ||
                         err.category == ERR_UNAUTHENTICATED;
    arena_free(arena);
    return NULL;
}

static void many_guesses_at_once_count_as_many(void **state)
{
    enum { THREADS = 16 };
    struct fixture *f = *state;
    struct guesser guessers[THREADS];
    pthread_t threads[THREADS];
    int looked_at = 0;
    add(f, "nora@example.com", "agent", PASSWORD);
    for (int i = 0; i < THREADS; i++) {
        guessers[i] = (struct guesser){f, false};
        pthread_create(&threads[i], NULL, guess, &guessers[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        looked_at += guessers[i].looked_at;
    }
    assert_in_range(looked_at, 1, 6);
}

/* ---- sessions ---- */

static void a_session_changes_its_secret_and_ends(void **state)
{
    struct fixture *f = *state;
    struct visit visit, began;
    add(f, "nora@example.com", "manager", PASSWORD);
    began = sign_in(f, "nora@example.com", PASSWORD);
    assert_int_equal(began.secret.len, 43);
    assert_true(counts(f, began.secret, &visit));
    assert_null(visit.secret.ptr);
    assert_true(str_eq(visit.csrf, began.csrf));
    assert_int_equal(visit.actor.role, ROLE_MANAGER);
    assert_false(counts(f, STR("nonsense"), NULL));
    assert_false(counts(f, STR(""), NULL));
    fixture_age(f, 15 * MINUTE);
    assert_true(counts(f, began.secret, &visit));
    struct str next = visit.secret;
    assert_int_equal(next.len, 43);
    assert_false(str_eq(next, began.secret));
    assert_true(str_eq(visit.csrf, began.csrf));
    assert_true(counts(f, began.secret, &visit)); /* a request that was on its way */
    assert_null(visit.secret.ptr);
    assert_true(counts(f, next, &visit));
    assert_null(visit.secret.ptr);
    fixture_age(f, 31 * MICROS_PER_SECOND);
    assert_false(counts(f, began.secret, NULL));
    assert_true(counts(f, next, NULL));
    fixture_age(f, 8 * MICROS_PER_HOUR);
    assert_false(counts(f, next, NULL));
    struct attempt again = {.email = "nora@example.com", .password = PASSWORD};
    assert_int_equal(try(f, &again), 0);
    struct str secret = again.visit.secret;
    for (int hours = 0; hours < 7 * 24; hours += 7) {
        assert_true(counts(f, secret, &visit));
        if (visit.secret.ptr) secret = visit.secret;
        fixture_age(f, 7 * MICROS_PER_HOUR);
    }
    assert_false(counts(f, secret, NULL));
    struct tick tick;
    struct actor actor;
    assert_int_equal(desk_tick(f->desk, f->arena, &tick, NULL), 0);
    assert_int_equal(desk_session_still(f->desk, f->arena, &visit.session, &actor, NULL), -1);
}

static void signing_out_and_what_else_ends_sessions(void **state)
{
    struct fixture *f = *state;
    struct account account = add(f, "nora@example.com", "agent", PASSWORD);
    struct visit one = sign_in(f, "nora@example.com", PASSWORD),
                 two = sign_in(f, "nora@example.com", PASSWORD),
                 three = sign_in(f, "nora@example.com", PASSWORD);
    struct err err = {0};
    int64_t wait;
    struct actor actor;
    assert_int_equal(desk_sign_out(f->desk, f->arena, &one, false, &err), 0);
    assert_false(counts(f, one.secret, NULL));
    assert_true(counts(f, two.secret, NULL));
    assert_int_equal(
        desk_own_password(f->desk, f->arena, &two, STR("wrong"), STR(OTHER_PASSWORD), &account, &wait, &err),
        -1);
    assert_int_equal(err.category, ERR_INPUT);
    assert_int_equal(
        desk_own_password(f->desk, f->arena, &two, STR(PASSWORD), STR(OTHER_PASSWORD), &account, &wait, &err),
        0);
    assert_true(counts(f, two.secret, NULL));
    assert_false(counts(f, three.secret, NULL));
    struct attempt old = {.email = "nora@example.com", .password = PASSWORD};
    assert_int_equal(try(f, &old), -1);
    three = sign_in(f, "nora@example.com", OTHER_PASSWORD);
    assert_int_equal(desk_sign_out(f->desk, f->arena, &two, true, &err), 0);
    assert_false(counts(f, two.secret, NULL) || counts(f, three.secret, NULL));
    one = sign_in(f, "nora@example.com", OTHER_PASSWORD);
    assert_int_equal(desk_session_still(f->desk, f->arena, &one.session, &actor, &err), 0);
    assert_int_equal(actor.role, ROLE_AGENT);
    struct account_move move = {.account = account.id, .role = STR("viewer")};
    assert_int_equal(desk_account_change(f->desk, &cli, f->arena, &move, &account, &err), 0);
    assert_true(counts(f, one.secret, &two));
    assert_int_equal(two.actor.role, ROLE_VIEWER);
    assert_int_equal(desk_account_disable(f->desk, &cli, f->arena, &move, &account, &err), 0);
    assert_false(counts(f, one.secret, NULL));
    assert_int_equal(desk_account_enable(f->desk, &cli, f->arena, &move, &account, &err), 0);
    assert_false(counts(f, one.secret, NULL));
    one = sign_in(f, "nora@example.com", OTHER_PASSWORD);
    assert_int_equal(desk_account_set_password(f->desk, &cli, f->arena, &move, STR(PASSWORD), &account, &err),
                     0);
    assert_false(counts(f, one.secret, NULL));
    sign_in(f, "nora@example.com", PASSWORD);
}

static void signing_in_anew_gives_the_former_session_up(void **state)
{
    struct fixture *f = *state;
    add(f, "nora@example.com", "agent", PASSWORD);
    struct visit one = sign_in(f, "nora@example.com", PASSWORD), two;
    struct sign_in in = {.email = STR("nora@example.com"),
                         .password = STR(PASSWORD),
                         .from = STR("here"),
                         .former = one.secret};
    int64_t wait;
    assert_int_equal(desk_sign_in(f->desk, f->arena, &in, &two, &wait, NULL), 0);
    assert_false(counts(f, one.secret, NULL));
    assert_true(counts(f, two.secret, NULL));
}

/* ---- the second factor ---- */

static const char *code_at(struct fixture *f, struct str secret, int64_t off)
{
    return arena_printf(f->arena, "%06d", totp_code(secret, totp_step_at(clock_now(clock_system())) + off))
        .ptr;
}

static struct str enrol(struct fixture *f, const struct visit *visit)
{
    struct totp_offer offer;
    struct err err = {0};
    int64_t wait;
    if (desk_totp_enrol(f->desk, f->arena, visit, STR(PASSWORD), &offer, &wait, &err) < 0)
        fail_msg("%s", err.message);
    assert_int_equal(offer.secret.len, 32);
    assert_true(str_starts(offer.url, STR("otpauth://totp/")));
    return look(f, visit->account.id).totp_offered;
}

static void a_second_factor_is_asked_for_once_it_is_confirmed(void **state)
{
    struct fixture *f = *state;
    struct account account = add(f, "nora@example.com", "agent", PASSWORD);
    struct visit visit = sign_in(f, "nora@example.com", PASSWORD);
    struct totp_offer offer;
    struct err err = {0};
    int64_t wait;
    assert_int_equal(desk_totp_enrol(f->desk, f->arena, &visit, STR("wrong"), &offer, &wait, &err), -1);
    assert_int_equal(desk_totp_confirm(f->desk, f->arena, &visit, STR("123456"), &account, &wait, &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);
    struct str secret = enrol(f, &visit);
    sign_in(f, "nora@example.com", PASSWORD); /* not confirmed yet */
    assert_int_equal(desk_totp_confirm(f->desk, f->arena, &visit, STR("12345"), &account, &wait, &err), -1);
    assert_int_equal(err.category, ERR_INPUT);
    assert_int_equal(
        desk_totp_confirm(f->desk, f->arena, &visit, str_of(code_at(f, secret, 0)), &account, &wait, &err),
        0);
    assert_int_equal(desk_totp_enrol(f->desk, f->arena, &visit, STR(PASSWORD), &offer, &wait, &err), -1);
    assert_int_equal(err.category, ERR_CONFLICT);

    struct attempt none = {.email = "nora@example.com", .password = PASSWORD};
    struct attempt used = {.email = "nora@example.com", .password = PASSWORD, .code = code_at(f, secret, 0)};
    struct attempt fine = {.email = "nora@example.com", .password = PASSWORD, .code = code_at(f, secret, 1)};
    struct attempt blind = {.email = "nora@example.com", .password = "wrong", .code = "000000"};
    assert_int_equal(try(f, &none), -1);
    assert_int_equal(none.err.category, ERR_UNAUTHENTICATED);
    assert_int_equal(strncmp(none.err.message, "/code: ", 7), 0);
    assert_int_equal(try(f, &used), -1);
    assert_int_equal(strncmp(used.err.message, "/code: ", 7), 0);
    assert_int_equal(try(f, &fine), 0);
    assert_int_equal(try(f, &fine), -1); /* each counts once */
    assert_int_equal(try(f, &blind), -1);
    assert_int_not_equal(strncmp(blind.err.message, "/code: ", 7), 0);

    assert_int_equal(desk_totp_disable(f->desk, f->arena, &visit, STR("wrong"), &account, &wait, &err), -1);
    assert_int_equal(desk_totp_disable(f->desk, f->arena, &visit, STR(PASSWORD), &account, &wait, &err), 0);
    sign_in(f, "nora@example.com", PASSWORD);
}

/* Who has the password gets no further by trying codes from many addresses. */
static void codes_are_counted_wherever_they_come_from(void **state)
{
    struct fixture *f = *state;
    struct account account = add(f, "nora@example.com", "agent", PASSWORD);
    struct visit visit = sign_in(f, "nora@example.com", PASSWORD);
    struct str secret = enrol(f, &visit);
    int64_t wait;
    assert_int_equal(
        desk_totp_confirm(f->desk, f->arena, &visit, str_of(code_at(f, secret, 0)), &account, &wait, NULL),
        0);
    for (int i = 0; i < 6; i++) {
        char from[2] = {(char)('a' + i)};
        struct attempt attempt = {
            .email = "nora@example.com", .password = PASSWORD, .code = "1", .from = from};
        assert_int_equal(try(f, &attempt), -1);
        assert_int_equal(attempt.err.category, i < 5 ? ERR_UNAUTHENTICATED : ERR_BUSY);
        assert_int_equal(attempt.wait > 0, i == 5);
    }
    struct account_move move = {.account = account.id};
    assert_int_equal(desk_account_forget_totp(f->desk, &agent, f->arena, &move, &account, NULL), -1);
    assert_int_equal(desk_account_forget_totp(f->desk, &cli, f->arena, &move, &account, NULL), 0);
    sign_in(f, "nora@example.com", PASSWORD);
}

static int count_audit(const struct unit *unit, void *context, struct err *err)
{
    static const struct db_sql sql = {.text = "SELECT count(*) FROM audit WHERE store_id = ?1 AND verb = ?2"};
    struct str *verb = context;
    struct db_rows rows;
    if (db_first(unit->tx, &sql, UNIT_ARGS(unit, db_text(*verb)), &rows, err) < 0) return -1;
    verb->len = (size_t)db_get_int(&rows, 0);
    db_rows_done(&rows);
    return 0;
}

static void what_happens_is_noted(void **state)
{
    static const char *const verbs[] = {"account.added", "session.started", "session.ended"};
    struct fixture *f = *state;
    add(f, "nora@example.com", "agent", PASSWORD);
    struct visit visit = sign_in(f, "nora@example.com", PASSWORD);
    assert_int_equal(desk_sign_out(f->desk, f->arena, &visit, false, NULL), 0);
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        struct str verb = str_of(verbs[i]);
        assert_int_equal(desk_read(f->desk, &cli, f->arena, count_audit, &verb, NULL), 0);
        assert_int_equal(verb.len, 1);
    }
}

#define OVER(database, test)                                                                  \
    {                                                                                         \
        .name = #test " (" #database ")", .test_func = (test), .setup_func = open_##database, \
        .teardown_func = fixture_close                                                        \
    }
#define TESTS(database)                                                                                  \
    OVER(database, accounts_are_the_owners_affair), OVER(database, an_invitation_sets_a_password_once),  \
        OVER(database, there_is_always_an_owner), OVER(database, two_owners_do_not_dethrone_each_other), \
        OVER(database, refusals_are_alike), OVER(database, an_unknown_address_takes_as_long),            \
        OVER(database, guesses_have_to_wait_and_hinder_nobody_else),                                     \
        OVER(database, many_guesses_at_once_count_as_many),                                              \
        OVER(database, a_session_changes_its_secret_and_ends),                                           \
        OVER(database, signing_out_and_what_else_ends_sessions),                                         \
        OVER(database, signing_in_anew_gives_the_former_session_up),                                     \
        OVER(database, a_second_factor_is_asked_for_once_it_is_confirmed),                               \
        OVER(database, codes_are_counted_wherever_they_come_from), OVER(database, what_happens_is_noted)

int main(void)
{
    const struct CMUnitTest plain[] = {
        cmocka_unit_test(codes_are_those_of_the_rfc),
        cmocka_unit_test(the_hmac_is_that_of_the_rfc),
        cmocka_unit_test(passwords_that_are_guessed_first_are_refused),
    };
    const struct CMUnitTest on_sqlite[] = {TESTS(sqlite)};
    const struct CMUnitTest on_postgres[] = {TESTS(postgres)};
    int failed = cmocka_run_group_tests(plain, NULL, NULL);
    failed += cmocka_run_group_tests(on_sqlite, NULL, NULL);
    if (database_server()) failed += cmocka_run_group_tests(on_postgres, NULL, NULL);
    return failed;
}
