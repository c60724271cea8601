/* LISTEN and NOTIFY; see pg_signal.h. All notices travel on one channel of the server, as "CHANNEL PAYLOAD". */
#define _GNU_SOURCE
#include "db/pg_signal.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/cond.h"
#include "db/pg_conn.h"

enum { WAITING_MOST = 1000, BACKOFF_FIRST_MS = 100, BACKOFF_MOST_MS = 3000, IDLE_MS = 10000 };

struct outgoing {
    struct outgoing *next;
    char *text;
};

struct pg_signal {
    char *const *address;
    int bell; /* an eventfd: there is something to do */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t ready;

    /* Under the lock. */
    bool started, listening, closing;
    struct outgoing *first, **last;
    int waiting;
    void (*heard)(void *context, const char *channel, struct str payload);
    void *heard_context;
};

static int64_t answer_until(void)
{
    return clock_monotonic(clock_system()) + PG_ANSWER_MS * 1000;
}

static void ring(struct pg_signal *signal)
{
    uint64_t one = 1;
    if (write(signal->bell, &one, sizeof one) < 0) return; /* it rings already */
}

static void hear_bell(struct pg_signal *signal)
{
    uint64_t count;
    if (read(signal->bell, &count, sizeof count) < 0) return;
}

static bool is_closing(struct pg_signal *signal)
{
    pthread_mutex_lock(&signal->lock);
    bool closing = signal->closing;
    pthread_mutex_unlock(&signal->lock);
    return closing;
}

/* ----------------------------------------------------------------------------------------------------- receiving */

static void hear(struct pg_signal *signal, const char *notice)
{
    struct str rest = str_of(notice), channel;
    char name[64];
    if (!str_next_part(&rest, ' ', &channel) || channel.len >= sizeof name) return;
    memcpy(name, channel.ptr, channel.len);
    name[channel.len] = '\0';
    pthread_mutex_lock(&signal->lock);
    void (*heard)(void *, const char *, struct str) = signal->heard;
    void *context = signal->heard_context;
    pthread_mutex_unlock(&signal->lock);
    if (heard) heard(context, name, rest.ptr ? rest : STR(""));
}

static bool receive(struct pg_signal *signal, PGconn *pg)
{
    if (!PQconsumeInput(pg)) return false;
    PGnotify *notify;
    while ((notify = PQnotifies(pg))) {
        hear(signal, notify->extra);
        PQfreemem(notify);
    }
    return PQstatus(pg) == CONNECTION_OK;
}

/* ------------------------------------------------------------------------------------------------------- sending */

static struct outgoing *take_outgoing(struct pg_signal *signal)
{
    pthread_mutex_lock(&signal->lock);
    struct outgoing *first = signal->first;
    signal->first = NULL;
    signal->last = &signal->first;
    signal->waiting = 0;
    pthread_mutex_unlock(&signal->lock);
    return first;
}

static bool send_one(PGconn *pg, const char *text)
{
    const char *const values[] = {text};
    bool lost = !PQsendQueryParams(pg, "SELECT pg_notify('burin', $1)", 1, NULL, values, NULL, NULL, 0);
    PGresult *result;
    while (!lost && (result = pg_result(pg, answer_until(), &lost))) PQclear(result);
    return !lost;
}

/* False where the connection was lost; what was not sent is dropped. */
static bool send_all(struct pg_signal *signal, PGconn *pg)
{
    bool good = true;
    struct outgoing *one = take_outgoing(signal);
    while (one) {
        struct outgoing *next = one->next;
        bool again = next && strcmp(next->text, one->text) == 0;
        if (good && !again) good = send_one(pg, one->text);
        free(one->text);
        free(one);
        one = next;
    }
    return good;
}

/* ---------------------------------------------------------------------------------------------------- the thread */

static void set_listening(struct pg_signal *signal, bool listening)
{
    pthread_mutex_lock(&signal->lock);
    signal->listening = listening;
    pthread_cond_broadcast(&signal->ready);
    pthread_mutex_unlock(&signal->lock);
}

static PGconn *connect_listening(struct pg_signal *signal)
{
    struct err unheard = {0};
    PGconn *pg = pg_connect(signal->address, &unheard);
    PGresult *result = pg ? pg_simple(pg, "LISTEN burin", answer_until(), &unheard) : NULL;
    if (result) {
        PQclear(result);
        set_listening(signal, true);
        return pg;
    }
    if (pg) PQfinish(pg);
    return NULL;
}

/* Until there is something to do, at most `most_ms`. */
static void wait_for_any(struct pg_signal *signal, PGconn *pg, int most_ms)
{
    struct pollfd fds[] = {{.fd = signal->bell, .events = POLLIN},
                           {.fd = pg ? PQsocket(pg) : -1, .events = POLLIN}};
    poll(fds, 2, most_ms);
    if (fds[0].revents) hear_bell(signal);
}

static void *signal_main(void *argument)
{
    struct pg_signal *signal = argument;
    PGconn *pg = NULL;
    int backoff = BACKOFF_FIRST_MS;
    for (bool closing = false; !closing;) {
        closing = is_closing(signal);
        if (!pg && !closing) pg = connect_listening(signal);
        if (pg && send_all(signal, pg) && receive(signal, pg)) {
            backoff = BACKOFF_FIRST_MS;
            if (!closing) wait_for_any(signal, pg, IDLE_MS);
            continue;
        }
        if (pg) PQfinish(pg);
        pg = NULL;
        set_listening(signal, false);
        if (!closing) wait_for_any(signal, NULL, backoff);
        backoff = backoff * 2 < BACKOFF_MOST_MS ? backoff * 2 : BACKOFF_MOST_MS;
    }
    if (pg) PQfinish(pg);
    return NULL;
}

/* With the lock held. */
static int start(struct pg_signal *signal)
{
    if (!signal->started && pthread_create(&signal->thread, NULL, signal_main, signal) == 0)
        signal->started = true;
    return signal->started ? 0 : -1;
}

/* ------------------------------------------------------------------------------------------------------ the door */

struct pg_signal *pg_signal_new(char *const *address)
{
    struct pg_signal *signal = calloc(1, sizeof *signal);
    if (!signal) abort();
    signal->address = address;
    signal->last = &signal->first;
    signal->bell = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (signal->bell < 0) abort();
    pthread_mutex_init(&signal->lock, NULL);
    cond_init(&signal->ready);
    return signal;
}

void pg_signal_free(struct pg_signal *signal)
{
    pthread_mutex_lock(&signal->lock);
    signal->closing = true;
    ring(signal);
    pthread_mutex_unlock(&signal->lock);
    if (signal->started) pthread_join(signal->thread, NULL);
    for (struct outgoing *one = take_outgoing(signal), *next; one; one = next) {
        next = one->next;
        free(one->text);
        free(one);
    }
    close(signal->bell);
    pthread_cond_destroy(&signal->ready);
    pthread_mutex_destroy(&signal->lock);
    free(signal);
}

static void push(struct pg_signal *signal, const struct notice *notice)
{
    if (signal->waiting >= WAITING_MOST) return;
    struct outgoing *one = calloc(1, sizeof *one);
    if (!one || asprintf(&one->text, "%s %.*s", notice->channel, STR_ARG(notice->payload)) < 0) abort();
    *signal->last = one;
    signal->last = &one->next;
    signal->waiting++;
}

/* The list stands latest first. */
static void push_all(struct pg_signal *signal, const struct notice *latest)
{
    const struct notice *until = NULL;
    while (until != latest) {
        const struct notice *one = latest;
        while (one->next != until) one = one->next;
        push(signal, one);
        until = one;
    }
}

void pg_signal_send(struct pg_signal *signal, const struct notice *latest)
{
    if (!latest) return;
    pthread_mutex_lock(&signal->lock);
    push_all(signal, latest);
    start(signal);
    pthread_mutex_unlock(&signal->lock);
    ring(signal);
}

int pg_signal_listen(struct pg_signal *signal,
                     void (*heard)(void *context, const char *channel, struct str payload), void *context,
                     struct err *err)
{
    int64_t until = answer_until();
    pthread_mutex_lock(&signal->lock);
    signal->heard = heard;
    signal->heard_context = context;
    int rc = start(signal);
    while (rc == 0 && !signal->listening && cond_wait_until(&signal->ready, &signal->lock, until)) continue;
    pthread_mutex_unlock(&signal->lock);
    return rc == 0 ? 0 : err_set(err, ERR_SYSTEM, "no thread can be started");
}
