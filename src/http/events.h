/* Server-sent events: one hub, any number of subscribers, no thread for each.
 *
 * The hub keeps the latest events in a ring; a subscriber is a place in it, so it costs no memory of its own however
 * slow it is. One that falls too far behind is ended; its browser comes back with Last-Event-ID and goes on from there,
 * or is told by an event of type "reset" that the ring no longer reaches back so far, and loads anew. */
#ifndef BURIN_HTTP_EVENTS_H
#define BURIN_HTTP_EVENTS_H

#include "http/request.h"

struct http_hub;

struct http_hub_config {
    size_t ring_events;       /* kept for coming back; 0 means 1024 */
    size_t ring_bytes;        /* of them together; 0 means 4 MiB */
    size_t backlog;           /* events a subscriber may be behind; 0 means half the ring */
    unsigned subscribers_max; /* 0 means 8192; more get 503 */
    int heartbeat_ms;         /* a comment after so long a silence; 0 means 15,000 */
    int recheck_ms;           /* `still` is asked so often; 0 means 3,000 */
    uint64_t last_id;         /* the newest event before the hub began: older ones are not in the ring */
};

struct http_event {
    uint64_t id; /* each greater than the one before; 0: it passes, and is not sent again to who comes back */
    const char *type; /* a plain word */
    struct str data;  /* UTF-8; line ends become lines of data */
    uint64_t scope;   /* for the filters: whom or what it is about; not sent */
};

int http_hub_new(const struct http_hub_config *config, struct http_hub **out, struct err *err);
/* Ends the thread that asks `still`; what is published from here on is refused. NULL is fine. */
void http_hub_stop(struct http_hub *hub);
/* The streams must have ended (after http_server_stop), and nobody may be able to publish any more. NULL is fine. */
void http_hub_free(struct http_hub *hub);
/* From any thread; the event is copied. -1 where the id is not greater than the last one's, the data too large for
 * the ring, or the hub stopped; nothing is published then. */
int http_hub_publish(struct http_hub *hub, const struct http_event *event);
/* Subscribers, and how many were ended because they were too slow. */
void http_hub_count(struct http_hub *hub, size_t *out_subscribers, uint64_t *out_dropped);

struct http_subscription {
    void *who;
    /* Whether `who` may see the event. Called with the hub locked: quick, and no calls of the hub. NULL: all. */
    bool (*filter)(void *who, const struct http_event *event);
    /* Whether `who` may still listen: a session that has ended is cut off. Called on the hub's thread, may wait a
     * little. NULL: for as long as it lasts. */
    bool (*still)(void *who);
    void (*gone)(void *who); /* the last call for `who`; NULL: nobody is told */
};

/* Answers with a stream. Where the client sends Last-Event-ID (or, as the first call of a page, the query parameter
 * last_event_id), it begins behind that event, else with what comes now. */
const struct http_result *http_answer_events(struct http_request *request, struct http_hub *hub,
                                             const struct http_subscription *subscription);

#endif
