/* Passwords; see password.h. */
#include "desk/password.h"

#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

#include "text/utf8.h"

enum { PASSES = 2, MEMORY = 19 * 1024 * 1024, RUNNING_MOST = 2, WAITING_MOST = 6, UNIT_MOST = 4 };

/* Of the lists of leaked passwords, the commonest that are long enough; shorter ones are refused anyway. */
static const char *const common[] = {
    "000000000000",        "111111111111",     "112233445566",
    "121212121212",        "123123123123",     "1234567890-=",
    "1234567890ab",        "123456789012",     "1234567890123",
    "12345678901234",      "123456789101112",  "123456789abc",
    "12345678910",         "123456789qwe",     "123456654321",
    "123qweasdzxc",        "147258369147",     "1a2b3c4d5e6f",
    "1q2w3e4r5t6y",        "1q2w3e4r5t6y7u",   "1qaz2wsx3edc",
    "1qaz2wsx3edc4rfv",    "1qazxsw23edc",     "987654321098",
    "abc123abc123",        "abcd1234abcd",     "abcdefghijkl",
    "abcdefghijklm",       "admin1234567",     "administrator",
    "administrator1",      "adminadmin12",     "adminpassword",
    "asdfghjkl123",        "asdfghjkl;'\\",    "changeme1234",
    "changemenow1",        "computer1234",     "correcthorsebatterystaple",
    "football1234",        "iloveyou1234",     "iloveyou12345",
    "iloveyouforever",     "ihatepasswords",   "justinbieber",
    "letmein12345",        "letmeinplease",    "liverpool123",
    "login1234567",        "manchesterunited", "monkey123456",
    "mypassword123",       "mypassword12",     "p@ssw0rd1234",
    "p@ssword1234",        "passw0rd1234",     "password1234",
    "password12345",       "password123456",   "password123!",
    "password1234!",       "password2024",     "password2025",
    "password2026",        "passwordpassword", "passwort1234",
    "princess1234",        "q1w2e3r4t5y6",     "qazwsxedcrfv",
    "qazwsxedc123",        "qwerty123456",     "qwerty1234567",
    "qwertyqwerty",        "qwertyuiop[]",     "qwertyuiop12",
    "qwertyuiop123",       "qwertyuiop1234",   "qwertyuiopasdf",
    "qwertyuiopasdfghjkl", "sunshine1234",     "superman1234",
    "thisisapassword",     "trustno1trustno1", "unknown12345",
    "welcome12345",        "welcome123456",    "woaini1314520",
    "woaini520131",        "zaq12wsxcde3",     "zxcvbnm12345",
    "zxcvbnmasdfghjkl",
};

static bool is_common(struct str folded)
{
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (str_is(folded, common[i])) return true;
    return false;
}

/* "aaaa…", "abcabc…": up to UNIT_MOST bytes over and over. */
static bool is_repeated(struct str text)
{
    for (size_t unit = 1; unit <= UNIT_MOST; unit++) {
        size_t i = unit;
        while (i < text.len && text.ptr[i] == text.ptr[i - unit]) i++;
        if (i == text.len) return true;
    }
    return false;
}

int password_check(struct arena *arena, struct str password, struct str email, const char *pointer,
                   struct err *err)
{
    struct str folded = text_fold(arena, password);
    if (!utf8_is_valid(password) || password.len > PASSWORD_MOST)
        return err_set(err, ERR_INPUT, "%s: a password of at most %d bytes is expected", pointer,
                       PASSWORD_MOST);
    if (utf8_count(password) < PASSWORD_LEAST)
        return err_set(err, ERR_INPUT, "%s: a password of at least %d characters is expected", pointer,
                       PASSWORD_LEAST);
    if (is_common(folded) || is_repeated(folded) || str_eq(folded, text_fold(arena, email)))
        return err_set(err, ERR_INPUT,
                       "%s: this password is among the first that would be tried; take another", pointer);
    return 0;
}

/* ---- a few at a time ---- */

struct password_gate {
    pthread_mutex_t mutex;
    pthread_cond_t left;
    int running, waiting;
};

struct password_gate *password_gate_new(void)
{
    struct password_gate *gate = calloc(1, sizeof *gate);
    if (!gate || sodium_init() < 0) abort();
    pthread_mutex_init(&gate->mutex, NULL);
    pthread_cond_init(&gate->left, NULL);
    return gate;
}

void password_gate_free(struct password_gate *gate)
{
    if (!gate) return;
    pthread_cond_destroy(&gate->left);
    pthread_mutex_destroy(&gate->mutex);
    free(gate);
}

static int gate_enter(struct password_gate *gate, struct err *err)
{
    pthread_mutex_lock(&gate->mutex);
    bool full = gate->running >= RUNNING_MOST && gate->waiting >= WAITING_MOST;
    if (!full) {
        gate->waiting++;
        while (gate->running >= RUNNING_MOST) pthread_cond_wait(&gate->left, &gate->mutex);
        gate->waiting--;
        gate->running++;
    }
    pthread_mutex_unlock(&gate->mutex);
    return full ? err_set(err, ERR_BUSY, "many people sign in just now; please try again shortly") : 0;
}

static void gate_leave(struct password_gate *gate)
{
    pthread_mutex_lock(&gate->mutex);
    gate->running--;
    pthread_cond_signal(&gate->left);
    pthread_mutex_unlock(&gate->mutex);
}

/* The same password typed on different keyboards may come as different characters (RFC 8265 §4.2). */
static struct str prepared(struct arena *arena, struct str password)
{
    return utf8_is_valid(password) ? text_nfc(arena, password) : password;
}

int password_hash(struct desk *desk, struct arena *arena, struct str password, struct str *out,
                  struct err *err)
{
    struct password_gate *gate = desk_password_gate(desk);
    struct str text = prepared(arena, password);
    char hash[crypto_pwhash_STRBYTES];
    if (gate_enter(gate, err) < 0) return -1;
    int result =
        crypto_pwhash_str_alg(hash, text.ptr, text.len, PASSES, MEMORY, crypto_pwhash_ALG_ARGON2ID13);
    gate_leave(gate);
    if (result < 0) return err_set(err, ERR_SYSTEM, "there is no memory left to hash a password");
    *out = arena_str(arena, str_of(hash));
    return 0;
}

int password_matches(struct desk *desk, struct arena *arena, struct str hash, struct str password, bool *out,
                     struct err *err)
{
    /* Of random bytes that were thrown away, with the same cost. */
    static const char nobody[] =
        "$argon2id$v=19$m=19456,t=2,p=1$jjik3kiMYF56U0/2bnwrQQ$xQq3ylMPnRbPOZCsyZnUbBW+NckcpCP5ZQ6pV+kjdVs";
    struct password_gate *gate = desk_password_gate(desk);
    struct str text = prepared(arena, password);
    const char *against = hash.len ? arena_cstr(arena, hash) : nobody;
    if (gate_enter(gate, err) < 0) return -1;
    errno = 0;
    bool same = crypto_pwhash_str_verify(against, text.ptr ? text.ptr : "", text.len) == 0;
    bool no_memory = !same && errno == ENOMEM;
    gate_leave(gate);
    if (no_memory) return err_set(err, ERR_BUSY, "there is no memory left to look at a password");
    *out = same && hash.len > 0;
    return 0;
}
