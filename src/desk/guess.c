/* Guesses; see guess.h. */
#include "desk/guess.h"

static int64_t wait_after(int64_t guesses)
{
    int64_t wait = MICROS_PER_SECOND;
    if (guesses < GUESSES_FREE) return 0;
    for (int64_t i = GUESSES_FREE; i < guesses && wait < GUESS_WAIT_MOST; i++) wait *= 2;
    return wait < GUESS_WAIT_MOST ? wait : GUESS_WAIT_MOST;
}

int guess_take(const struct unit *unit, const struct digest *who, int64_t *out_wait, struct err *err)
{
    int64_t guesses;
    instant_t last;
    if (guess_load(unit, who, &guesses, &last, err) < 0) return -1;
    if (guesses && last + GUESS_KEPT <= unit->now) guesses = 0;
    int64_t wait = guesses ? last + wait_after(guesses) - unit->now : 0;
    *out_wait = wait > 0 ? wait : 0;
    return wait > 0 ? 0 : guess_save(unit, who, guesses + 1, err);
}

static struct digest of_account(const char *what, const struct id *account)
{
    return DIGEST_OF(str_of(what), str_of_len((const char *)account->bytes, sizeof account->bytes));
}

struct digest guess_at_password(struct str from, struct str email)
{
    return DIGEST_OF(STR("password"), from, email);
}

struct digest guess_at_code(const struct id *account)
{
    return of_account("code", account);
}

struct digest guess_at_own_password(const struct id *account)
{
    return of_account("own", account);
}
