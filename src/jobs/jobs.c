/* The loops; see jobs.h. */
#include "jobs/jobs.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/cond.h"
#include "channel/letter.h"
#include "channel/maildir.h"
#include "desk/portal.h"
#include "desk/shop_edit.h"
#include "desk/timer.h"

enum {
    LETTERS_AT_ONCE = 20,
    FOLLOW_AT_ONCE = 200,
    POLL_MS = 1000,
    BACKOFF_MOST_MS = 30000,
    MESSAGE_MOST = 4 * 1024 * 1024
};
#define LEASE (60 * MICROS_PER_SECOND)
#define TICK_EVERY (60 * MICROS_PER_SECOND)

enum loop { LOOP_LETTERS, LOOP_CHAIN, LOOP_TIMER, LOOP_SHOP, LOOPS };

struct jobs {
    struct jobs_config config;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    bool stopping;
    unsigned woken; /* counts the wakes, so that none is missed between two looks */
    pthread_t threads[LOOPS];
    int started;
    char owner[40];
    int64_t followed; /* the seq of the last row that was handed on */
    int64_t next_tick;
    bool letters_fail; /* the last one was not delivered, which the log has been told */
    _Atomic uint64_t sent, failed, chained, ticks;
};

static bool stopping(struct jobs *jobs)
{
    pthread_mutex_lock(&jobs->mutex);
    bool now = jobs->stopping;
    pthread_mutex_unlock(&jobs->mutex);
    return now;
}

/* ---- letters ---- */

static struct str domain_of(struct str address)
{
    size_t at = str_find_char(address, '@', 0);
    return at == STR_NOT_FOUND ? STR("localhost") : str_slice(address, at + 1, address.len);
}

int jobs_deliver(const struct store *store, const char *maildir, const struct outgoing_message *letter,
                 struct err *err)
{
    char id[ID_TEXT];
    struct buf message;
    id_format(&letter->id, id);
    struct mail_letter mail = {
        .id = str_of(id),
        .domain = domain_of(store->email),
        .from_name = store->name,
        .from = store->email,
        .to = letter->recipient,
        .subject = letter->subject,
        .text = letter->text,
        .html = letter->html,
        .at = letter->created_at,
        .automatic = letter->automatic,
    };
    buf_init(&message, MESSAGE_MOST);
    int result = mail_write(&mail, &message, err);
    if (result == 0) result = maildir_deliver(maildir, str_of(id), buf_str(&message), err);
    buf_done(&message);
    return result;
}

static int send_one(struct jobs *jobs, struct arena *arena, const struct outgoing_message *letter,
                    struct err *err)
{
    struct err why = {0};
    struct str owner = str_of(jobs->owner);
    if (jobs_deliver(desk_store(jobs->config.desk, arena), jobs->config.maildir, letter, &why) == 0) {
        atomic_fetch_add(&jobs->sent, 1);
        jobs->letters_fail = false;
        return desk_letter_sent(jobs->config.desk, arena, letter, owner, err);
    }
    atomic_fetch_add(&jobs->failed, 1);
    bool for_good = why.category == ERR_INPUT || why.category == ERR_LIMIT;
    /* What is wrong with one letter stands beside that letter; what is wrong with the way out is for who runs the server. */
    if (!for_good && !jobs->letters_fail) jobs->config.log(jobs->config.context, "letters", &why);
    jobs->letters_fail = jobs->letters_fail || !for_good;
    return desk_letter_failed(jobs->config.desk, arena, letter, owner, str_of(why.message), for_good, err);
}

static int run_letters(struct jobs *jobs, struct arena *arena, bool *out_more, struct err *err)
{
    struct outgoing_message *letters = ARENA_ARRAY(arena, LETTERS_AT_ONCE, struct outgoing_message);
    int count;
    if (desk_links_work(jobs->config.desk, arena, out_more, err) < 0) return -1;
    if (!jobs->config.maildir) return 0;
    if (desk_letters_claim(jobs->config.desk, arena, str_of(jobs->owner), LEASE, LETTERS_AT_ONCE, letters,
                           &count, err) < 0 ||
        desk_links_fill(jobs->config.desk, arena, letters, count, err) < 0)
        return -1;
    for (int i = 0; i < count; i++) {
        struct err lost = {0};
        if (send_one(jobs, arena, &letters[i], &lost) == 0 || lost.category == ERR_STALE) continue;
        if (err) *err = lost;
        return -1;
    }
    *out_more = *out_more || count == LETTERS_AT_ONCE;
    return 0;
}

/* ---- the chain, and who follows it ---- */

static int hand_on(void *context, const struct audit_row *row)
{
    struct jobs *jobs = context;
    jobs->config.followed(jobs->config.context, row);
    jobs->followed = row->seq;
    return 0;
}

static int run_chain(struct jobs *jobs, struct arena *arena, bool *out_more, struct err *err)
{
    int chained;
    if (desk_audit_chain(jobs->config.desk, arena, &chained, err) < 0) return -1;
    atomic_fetch_add(&jobs->chained, (uint64_t)chained);
    *out_more = chained > 0;
    if (!jobs->config.followed) return 0;
    int64_t before = jobs->followed;
    if (desk_audit_follow(jobs->config.desk, arena, before, FOLLOW_AT_ONCE, hand_on, jobs, err) < 0)
        return -1;
    if (jobs->followed - before >= FOLLOW_AT_ONCE) *out_more = true;
    return 0;
}

/* ---- time ---- */

static int run_timer(struct jobs *jobs, struct arena *arena, bool *out_more, struct err *err)
{
    struct tick tick;
    int64_t now = clock_monotonic(clock_system());
    if (now < jobs->next_tick) return 0;
    if (desk_tick(jobs->config.desk, arena, &tick, err) < 0) return -1;
    *out_more = tick.more;
    if (!tick.more) jobs->next_tick = now + TICK_EVERY;
    atomic_fetch_add(&jobs->ticks, 1);
    return 0;
}

/* ---- the shop ---- */

static int run_shop(struct jobs *jobs, struct arena *arena, bool *out_more, struct err *err)
{
    (void)out_more;
    return desk_shop_refresh(jobs->config.desk, arena, err);
}

/* ---- the threads ---- */

static const struct {
    const char *name;
    int (*run)(struct jobs *jobs, struct arena *arena, bool *out_more, struct err *err);
} loops[LOOPS] = {
    [LOOP_LETTERS] = {"letters", run_letters},
    [LOOP_CHAIN] = {"chain", run_chain},
    [LOOP_TIMER] = {"timer", run_timer},
    [LOOP_SHOP] = {"shop", run_shop},
};

struct thread {
    struct jobs *jobs;
    enum loop loop;
};

static void wait_for_work(struct jobs *jobs, unsigned seen, int wait_ms)
{
    int64_t until = clock_monotonic(clock_system()) + wait_ms * INT64_C(1000);
    pthread_mutex_lock(&jobs->mutex);
    while (!jobs->stopping && jobs->woken == seen && cond_wait_until(&jobs->wake, &jobs->mutex, until))
        continue;
    pthread_mutex_unlock(&jobs->mutex);
}

static unsigned wakes(struct jobs *jobs)
{
    pthread_mutex_lock(&jobs->mutex);
    unsigned woken = jobs->woken;
    pthread_mutex_unlock(&jobs->mutex);
    return woken;
}

static void *run_loop(void *context)
{
    struct thread thread = *(struct thread *)context;
    struct jobs *jobs = thread.jobs;
    struct arena *arena = arena_new();
    int backoff = 0;
    free(context);
    while (!stopping(jobs)) {
        struct err err = {0};
        bool more = false;
        unsigned seen = wakes(jobs);
        if (loops[thread.loop].run(jobs, arena, &more, &err) < 0) {
            jobs->config.log(jobs->config.context, loops[thread.loop].name, &err);
            backoff = backoff ? backoff * 2 : POLL_MS;
            if (backoff > BACKOFF_MOST_MS) backoff = BACKOFF_MOST_MS;
            wait_for_work(jobs, wakes(jobs), backoff);
        } else {
            backoff = 0;
            if (!more) wait_for_work(jobs, seen, POLL_MS);
        }
        arena_reset(arena);
    }
    arena_free(arena);
    return NULL;
}

/* A letter that a killed process had in its hands waits for nobody. */
static int recover_letters(struct desk *desk, struct err *err)
{
    struct arena *arena = arena_new();
    int result = desk_letters_recover(desk, arena, err);
    arena_free(arena);
    return result;
}

int jobs_start(const struct jobs_config *config, struct jobs **out, struct err *err)
{
    if (config->maildir && maildir_open(config->maildir, err) < 0) return -1;
    if (recover_letters(config->desk, err) < 0) return -1;
    struct jobs *jobs = calloc(1, sizeof *jobs);
    if (!jobs) return err_set(err, ERR_SYSTEM, "there is no memory left");
    jobs->config = *config;
    jobs->followed = config->follow_after;
    struct id id = id_new(clock_now(clock_system()), rand_system());
    id_format(&id, jobs->owner);
    pthread_mutex_init(&jobs->mutex, NULL);
    cond_init(&jobs->wake);
    for (int loop = 0; loop < LOOPS; loop++) {
        struct thread *thread = calloc(1, sizeof *thread);
        if (thread) *thread = (struct thread){jobs, (enum loop)loop};
        if (!thread || pthread_create(&jobs->threads[loop], NULL, run_loop, thread) != 0) {
            free(thread);
            jobs_stop(jobs);
            jobs_free(jobs);
            return err_set(err, ERR_SYSTEM, "cannot start the background loops");
        }
        jobs->started++;
    }
    *out = jobs;
    return 0;
}

void jobs_wake(struct jobs *jobs)
{
    pthread_mutex_lock(&jobs->mutex);
    jobs->woken++;
    pthread_cond_broadcast(&jobs->wake);
    pthread_mutex_unlock(&jobs->mutex);
}

void jobs_stop(struct jobs *jobs)
{
    if (!jobs) return;
    pthread_mutex_lock(&jobs->mutex);
    jobs->stopping = true;
    pthread_cond_broadcast(&jobs->wake);
    pthread_mutex_unlock(&jobs->mutex);
    for (int loop = 0; loop < jobs->started; loop++) pthread_join(jobs->threads[loop], NULL);
    jobs->started = 0;
}

void jobs_free(struct jobs *jobs)
{
    if (!jobs) return;
    pthread_cond_destroy(&jobs->wake);
    pthread_mutex_destroy(&jobs->mutex);
    free(jobs);
}

void jobs_stats(struct jobs *jobs, struct jobs_stats *out)
{
    *out = (struct jobs_stats){atomic_load(&jobs->sent), atomic_load(&jobs->failed),
                               atomic_load(&jobs->chained), atomic_load(&jobs->ticks)};
}
