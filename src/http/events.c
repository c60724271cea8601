/* The hub of server-sent events and its streams; see events.h.
 *
 * One lock guards ring and streams. A stream that has sent everything is suspended by the content reader while it holds that
 * lock, and resumed by whoever has something for it while holding it, so no wake-up is lost. The order of locks is: server,
 * hub, parser. */
#define _GNU_SOURCE
#include "http/events.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/cond.h"
#include "http/internal.h"

enum {
    RING = 1024,
    RING_BYTES = 4 * 1024 * 1024,
    SUBSCRIBERS = 8192,
    HEARTBEAT_MS = 15000,
    RECHECK_MS = 3000
};

/* An event as it is kept, and as it goes over the wire. */
struct kept {
    atomic_int refs;
    struct http_event event; /* its strings lie behind the wire text */
    size_t length;
    char text[];
};

struct stream {
    struct http_hub *hub;
    struct stream *prev, *next; /* all of the hub's */
    struct MHD_Connection *connection;
    struct http_subscription subscription;
    atomic_int refs;
    uint64_t place;       /* in the ring, of the next event to look at */
    struct kept *sending; /* the event that is on its way, or NULL */
    struct str text;      /* what is on its way: of `sending`, or static */
    size_t sent;          /* bytes of it */
    bool waiting, ended, reset;
    int64_t wrote, checked;
};

struct http_hub {
    struct http_hub_config config;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    struct kept **ring;
    uint64_t first, end; /* places; event p is at ring[p % ring_events] */
    size_t bytes;
    uint64_t last_id, forgotten_id; /* of the newest event, of the newest that is no longer in the ring */
    struct stream *streams;
    size_t count;
    uint64_t dropped;
    bool closing, runs;
    pthread_t thread;
};

static const struct str greeting = STR_INIT("retry: 2000\n\n");
static const struct str reset_text = STR_INIT("event: reset\ndata: {}\n\n");
static const struct str heartbeat = STR_INIT(":\n\n");

static void kept_unref(struct kept *kept)
{
    if (kept && atomic_fetch_sub(&kept->refs, 1) == 1) free(kept);
}

/* "id: 7\nevent: ticket\ndata: …\n\n"; every line of the data is a line of its own. */
static void write_event(const struct http_event *event, struct buf *text)
{
    if (event->id) buf_printf(text, "id: %llu\n", (unsigned long long)event->id);
    buf_printf(text, "event: %s\n", event->type);
    size_t from = 0;
    for (size_t i = 0; i <= event->data.len; i++) {
        bool line_end = i == event->data.len || event->data.ptr[i] == '\n' || event->data.ptr[i] == '\r';
        if (!line_end) continue;
        buf_add_c(text, "data: ");
        buf_add(text, str_slice(event->data, from, i));
        buf_add_char(text, '\n');
        if (i + 1 < event->data.len && event->data.ptr[i] == '\r' && event->data.ptr[i + 1] == '\n') i++;
        from = i + 1;
    }
    buf_add_char(text, '\n');
}

/* The wire text, then type and data once more for the filters. */
static struct kept *kept_new(const struct http_event *event, size_t most)
{
    struct buf text;
    buf_init(&text, most);
    write_event(event, &text);
    size_t type_len = strlen(event->type) + 1;
    struct kept *kept = text.overflow ? NULL : malloc(sizeof *kept + text.len + type_len + event->data.len);
    if (kept) {
        atomic_init(&kept->refs, 1);
        char *type = kept->text + text.len, *data = type + type_len;
        memcpy(kept->text, text.ptr, text.len);
        memcpy(type, event->type, type_len);
        if (event->data.len) memcpy(data, event->data.ptr, event->data.len);
        kept->length = text.len;
        kept->event = (struct http_event){event->id, type, str_of_len(data, event->data.len), event->scope};
    }
    buf_done(&text);
    return kept;
}

static struct kept **ring_place(const struct http_hub *hub, uint64_t place)
{
    return &hub->ring[place % hub->config.ring_events];
}

static void forget_oldest(struct http_hub *hub)
{
    struct kept *oldest = *ring_place(hub, hub->first++);
    hub->forgotten_id = oldest->event.id;
    hub->bytes -= oldest->length;
    kept_unref(oldest);
}

static bool is_for(const struct stream *stream, const struct kept *kept)
{
    return !stream->subscription.filter ||
           stream->subscription.filter(stream->subscription.who, &kept->event);
}

static void stream_wake(struct stream *stream)
{
    if (!stream->waiting) return;
    stream->waiting = false;
    MHD_resume_connection(stream->connection);
}

int http_hub_publish(struct http_hub *hub, const struct http_event *event)
{
    struct kept *kept = kept_new(event, hub->config.ring_bytes / 4);
    if (!kept) return -1;
    pthread_mutex_lock(&hub->lock);
    bool fits = (!event->id || event->id > hub->last_id) && !hub->closing;
    if (fits) {
        if (event->id) hub->last_id = event->id;
        kept->event.id = hub->last_id; /* what passes stands with the one before it */
        while (hub->end - hub->first >= hub->config.ring_events ||
               (hub->first < hub->end && hub->bytes + kept->length > hub->config.ring_bytes))
            forget_oldest(hub);
        *ring_place(hub, hub->end++) = kept;
        hub->bytes += kept->length;
        for (struct stream *stream = hub->streams; stream; stream = stream->next) {
            if (!stream->waiting) continue;
            if (is_for(stream, kept))
                stream_wake(stream);
            else
                stream->place = hub->end; /* it had seen all the others */
        }
    }
    pthread_mutex_unlock(&hub->lock);
    if (!fits) kept_unref(kept);
    return fits ? 0 : -1;
}

/* The next thing to send becomes stream->text; false where there is none. */
static bool take_next(struct stream *stream)
{
    struct http_hub *hub = stream->hub;
    if (stream->reset) {
        stream->reset = false;
        stream->text = reset_text;
        return true;
    }
    while (stream->place < hub->end) {
        if (stream->place < hub->first || hub->end - stream->place > hub->config.backlog) {
            stream->ended = true;
            hub->dropped++;
            return false;
        }
        struct kept *kept = *ring_place(hub, stream->place++);
        if (!is_for(stream, kept)) continue;
        atomic_fetch_add(&kept->refs, 1);
        stream->sending = kept;
        stream->text = str_of_len(kept->text, kept->length);
        return true;
    }
    return false;
}

static size_t fill(struct stream *stream, char *out, size_t room)
{
    size_t filled = 0;
    while (filled < room) {
        struct str rest = str_slice(stream->text, stream->sent, stream->text.len);
        size_t part = rest.len < room - filled ? rest.len : room - filled;
        if (part) memcpy(out + filled, rest.ptr, part);
        filled += part;
        stream->sent += part;
        if (stream->sent < stream->text.len) break;
        kept_unref(stream->sending);
        stream->sending = NULL;
        stream->text = (struct str){0};
        stream->sent = 0;
        if (stream->ended || !take_next(stream)) break;
    }
    return filled;
}

static ssize_t stream_read(void *cls, uint64_t at, char *out, size_t room)
{
    struct stream *stream = cls;
    struct http_hub *hub = stream->hub;
    (void)at;
    pthread_mutex_lock(&hub->lock);
    int64_t now = http_clock();
    size_t filled = fill(stream, out, room);
    bool silent = now - stream->wrote >= hub->config.heartbeat_ms * INT64_C(1000);
    if (filled == 0 && !stream->ended && silent) {
        memcpy(out, heartbeat.ptr, heartbeat.len);
        filled = heartbeat.len;
    }
    if (filled) {
        stream->wrote = now;
    } else if (!stream->ended) {
        stream->waiting = true;
        MHD_suspend_connection(stream->connection);
    }
    bool over = filled == 0 && stream->ended;
    pthread_mutex_unlock(&hub->lock);
    return over ? MHD_CONTENT_READER_END_OF_STREAM : (ssize_t)filled;
}

void stream_unref(struct stream *stream)
{
    if (!stream || atomic_fetch_sub(&stream->refs, 1) > 1) return;
    kept_unref(stream->sending);
    if (stream->subscription.gone) stream->subscription.gone(stream->subscription.who);
    free(stream);
}

/* No more calls of the parser's for this stream: it is not to be resumed from here on. */
static void stream_leave(void *cls)
{
    struct stream *stream = cls;
    struct http_hub *hub = stream->hub;
    pthread_mutex_lock(&hub->lock);
    stream->waiting = false;
    stream->ended = true;
    if (stream->prev)
        stream->prev->next = stream->next;
    else
        hub->streams = stream->next;
    if (stream->next) stream->next->prev = stream->prev;
    hub->count--;
    pthread_mutex_unlock(&hub->lock);
    stream_unref(stream);
}

struct MHD_Response *stream_response(struct stream *stream)
{
    struct http_hub *hub = stream->hub;
    struct MHD_Response *response =
        MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, 4096, stream_read, stream, stream_leave);
    if (!response) return NULL;
    atomic_fetch_add(&stream->refs, 1);
    pthread_mutex_lock(&hub->lock);
    stream->next = hub->streams;
    if (stream->next) stream->next->prev = stream;
    hub->streams = stream;
    hub->count++;
    pthread_mutex_unlock(&hub->lock);
    return response;
}

void stream_end(struct stream *stream)
{
    struct http_hub *hub = stream->hub;
    pthread_mutex_lock(&hub->lock);
    stream->ended = true;
    stream_wake(stream);
    pthread_mutex_unlock(&hub->lock);
}

/* Where to go on after the event `last_id`. */
static void find_place(struct stream *stream, struct str last_id)
{
    struct http_hub *hub = stream->hub;
    uint64_t id;
    stream->place = hub->end;
    if (str_to_uint(last_id, UINT64_MAX, &id) < 0) return;
    stream->reset = id < hub->forgotten_id || id > hub->last_id;
    if (stream->reset) return;
    while (stream->place > hub->first && (*ring_place(hub, stream->place - 1))->event.id > id)
        stream->place--;
    if (hub->end - stream->place > hub->config.backlog) { /* it would be dropped before it began */
        stream->reset = true;
        stream->place = hub->end;
    }
}

const struct http_result *http_answer_events(struct http_request *public, struct http_hub *hub,
                                             const struct http_subscription *subscription)
{
    struct request *request = (struct request *)public;
    pthread_mutex_lock(&hub->lock);
    struct stream *stream =
        hub->closing || hub->count >= hub->config.subscribers_max ? NULL : calloc(1, sizeof *stream);
    if (stream) {
        struct str last = http_fields_header(public->headers, "Last-Event-ID");
        if (!last.ptr) last = http_fields_get(public->query, "last_event_id");
        *stream =
            (struct stream){.hub = hub, .connection = request->connection, .subscription = *subscription};
        atomic_init(&stream->refs, 1);
        stream->text = greeting;
        stream->wrote = stream->checked = http_clock();
        find_place(stream, last);
    }
    pthread_mutex_unlock(&hub->lock);
    if (!stream) {
        if (subscription->gone) subscription->gone(subscription->who);
        return http_answer_busy(public);
    }
    stream_unref(request->stream);
    request->stream = stream;
    request->close = true;
    static const struct http_field direct[] = {{STR_INIT("X-Accel-Buffering"), STR_INIT("no")}};
    struct http_answer answer = {.type = "text/event-stream", .headers = {direct, 1}};
    return http_answer(public, &answer);
}

/* Wakes those that have been silent for long; the ones to be asked after go into `due`, held. */
static size_t look_around(struct http_hub *hub, struct stream **due, size_t room)
{
    int64_t now = http_clock();
    size_t count = 0;
    for (struct stream *stream = hub->streams; stream; stream = stream->next) {
        if (stream->waiting && now - stream->wrote >= hub->config.heartbeat_ms * INT64_C(1000))
            stream_wake(stream);
        bool ask = stream->subscription.still && !stream->ended &&
                   now - stream->checked >= hub->config.recheck_ms * INT64_C(1000);
        if (!ask || count == room) continue;
        stream->checked = now;
        atomic_fetch_add(&stream->refs, 1);
        due[count++] = stream;
    }
    return count;
}

static void recheck(struct stream **due, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (!due[i]->subscription.still(due[i]->subscription.who)) stream_end(due[i]);
        stream_unref(due[i]);
    }
}

static void *hub_loop(void *object)
{
    struct http_hub *hub = object;
    struct stream *due[256];
    int64_t pause = (hub->config.heartbeat_ms < hub->config.recheck_ms ? hub->config.heartbeat_ms
                                                                       : hub->config.recheck_ms) *
                    INT64_C(1000) / 3;
    pthread_mutex_lock(&hub->lock);
    while (!hub->closing) {
        size_t count = look_around(hub, due, 256);
        if (count) {
            pthread_mutex_unlock(&hub->lock);
            recheck(due, count);
            pthread_mutex_lock(&hub->lock);
            if (count == 256) continue; /* there are more */
        }
        int64_t until = http_clock() + (pause > 1000000 ? 1000000 : pause);
        if (!hub->closing) cond_wait_until(&hub->wake, &hub->lock, until);
    }
    pthread_mutex_unlock(&hub->lock);
    return NULL;
}

static void fill_config(struct http_hub_config *config)
{
    if (config->ring_events == 0) config->ring_events = RING;
    if (config->ring_bytes == 0) config->ring_bytes = RING_BYTES;
    if (config->backlog == 0) config->backlog = config->ring_events / 2;
    if (config->subscribers_max == 0) config->subscribers_max = SUBSCRIBERS;
    if (config->heartbeat_ms <= 0) config->heartbeat_ms = HEARTBEAT_MS;
    if (config->recheck_ms <= 0) config->recheck_ms = RECHECK_MS;
}

int http_hub_new(const struct http_hub_config *config, struct http_hub **out, struct err *err)
{
    struct http_hub *hub = calloc(1, sizeof *hub);
    if (!hub) return err_set(err, ERR_SYSTEM, "no memory for events");
    hub->config = *config;
    fill_config(&hub->config);
    hub->last_id = hub->forgotten_id = config->last_id;
    hub->ring = calloc(hub->config.ring_events, sizeof(struct kept *));
    pthread_mutex_init(&hub->lock, NULL);
    cond_init(&hub->wake);
    hub->runs = hub->ring && pthread_create(&hub->thread, NULL, hub_loop, hub) == 0;
    if (!hub->runs) {
        http_hub_free(hub);
        return err_set(err, ERR_SYSTEM, "cannot start the thread of the events");
    }
    *out = hub;
    return 0;
}

void http_hub_stop(struct http_hub *hub)
{
    if (!hub) return;
    pthread_mutex_lock(&hub->lock);
    hub->closing = true;
    pthread_cond_signal(&hub->wake);
    pthread_mutex_unlock(&hub->lock);
    if (hub->runs) pthread_join(hub->thread, NULL);
    hub->runs = false;
}

void http_hub_free(struct http_hub *hub)
{
    if (!hub) return;
    http_hub_stop(hub);
    while (hub->ring && hub->first < hub->end) forget_oldest(hub);
    free(hub->ring);
    pthread_cond_destroy(&hub->wake);
    pthread_mutex_destroy(&hub->lock);
    free(hub);
}

void http_hub_count(struct http_hub *hub, size_t *out_subscribers, uint64_t *out_dropped)
{
    pthread_mutex_lock(&hub->lock);
    *out_subscribers = hub->count;
    *out_dropped = hub->dropped;
    pthread_mutex_unlock(&hub->lock);
}
