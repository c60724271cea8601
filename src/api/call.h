/* Inside api: one call of a route, from the request to the answer.
 *
 * A route's own function reads what it needs with the functions below, asks the desk, and writes the members of its answer
 * into call->json. Keys, versions, limits and errors are the same for all of them and stand in call.c. */
#ifndef BURIN_API_CALL_H
#define BURIN_API_CALL_H

#include "api/api.h"
#include "desk/session.h"
#include "text/document.h"
#include "text/json.h"

struct call {
    struct http_request *request;
    struct desk *desk;
    struct actor actor;
    const struct visit *visit; /* NULL on a route that is open */
    struct arena *arena;
    struct value body; /* parsed; nil where there is none */
    struct buf text;
    struct json_writer json;            /* the answer's document, whose outermost value the function writes */
    int status;                         /* 0: the row's own */
    const struct http_answer *raw;      /* the answer itself, where it is no document; NULL: `json` */
    const struct http_problem *problem; /* in place of the error's own, where it fails; NULL: that */
    int64_t version;                    /* for ETag and If-Match; 0: none */
    int64_t wait; /* µs until it may be tried again, where it failed for that: answered 429 */
    struct once once;
};

typedef int api_run(struct call *call, struct err *err);

struct query_rule { /* a parameter behind the question mark */
    const char *name;
    const char *what; /* for the description */
    enum query_kind { QUERY_END, QUERY_TEXT, QUERY_NEEDED, QUERY_WORD, QUERY_COUNT, QUERY_CURSOR } kind;
    const char *words; /* of QUERY_WORD, parted by "|" */
};
/* Refuses a parameter that no rule knows (`rules` may be NULL) or that stands there twice, and a word that is none of its rule's. */
int query_check(const struct query_rule *rules, struct http_fields query, struct err *err);

/* What a row of the table means: found by http_row.doc. */
struct route {
    api_run *run;
    const char *tag, *summary;
    const char *description;        /* may be NULL */
    const struct query_rule *query; /* ended by QUERY_END; NULL: none */
    const struct shape *body;       /* members that the body may have, checked; NULL: none, or a document */
    const char *document;           /* or the schema of a document whose unknown members are ignored */
    const char *answer;             /* the schema of the answer; with a "/" its type, which is no document */
    const char *example;            /* of the body, as JSON; may be NULL */
    int status;                     /* when it goes well; 0: 200 */
    const char *const *uploads;     /* the types of a body that is a file; NULL: none, else ended by NULL */
    bool table;                     /* answers as CSV, too, for who asks for that */
    bool keeps;                     /* a POST that keeps something: takes an Idempotency-Key */
    bool secret;                    /* a POST that is asked or answers one: refuses such a key */
    bool open;                      /* nobody has to say who they are */
    bool person;                    /* only for who has signed in: a token is nobody's */
    bool customer; /* only for a customer on the page of their order; nothing else is for them */
};

/* The handler of every row: runs the route's function. */
http_handler api_handle;

static inline const struct route *call_route(const struct call *call)
{
    return call->request->row->doc;
}

/* 401 with the challenge that goes with it. (who.c) */
const struct http_result *api_unauthenticated(struct http_request *request, const struct err *err);
/* The token in the Authorization header, empty where there is none; the secret in the cookie, likewise. (who.c) */
struct str api_bearer(const struct http_request *request);
struct str api_session_secret(const struct http_request *request);

/* The id in the path, ERR_NOT_FOUND where it is none: there is no such thing then. */
int call_id(const struct call *call, const char *name, struct id *out, struct err *err);
/* A query parameter: ptr NULL where it is absent. */
struct str call_query(const struct call *call, const char *name);
enum { PAGE_DEFAULT = 50, PAGE_MOST = 200 };
/* limit=, 1 to PAGE_MOST. */
int call_limit(const struct call *call, int *out, struct err *err);
/* cursor= as an id; zero where it is absent. */
int call_cursor(const struct call *call, struct id *out, struct err *err);
/* The version in If-Match; 0 where there is none or "*". */
int call_if_match(const struct call *call, int64_t *out, struct err *err);
/* The body by the route's shape: unknown members are refused. `object` starts as given. */
int call_body(const struct call *call, void *object, struct err *err);

/* The answer as JSON, or without a body where that is preferred. */
const struct http_result *call_answer(struct call *call, int status, struct str body, bool repeated);

/* The Idempotency-Key (once.c). Fails where it cannot be taken, or was used: call->once.repeated then. */
int once_begin(struct call *call, struct err *err);
/* What the same request was answered before, in place of what this one came to; NULL where it was none, and an answer that went
 * well is kept then. */
const struct http_result *once_fine(struct call *call, int status, struct str body);
const struct http_result *once_failed(struct call *call, const struct err *err);

/* A file that was handed in, as an answer that a browser saves or shows as a picture, and runs nothing of. (attachments.c) */
struct attached;
const struct http_answer *call_file(struct arena *arena, const struct attached *file, struct str content);
/* The consents of the body: what is left away stays as it is. (privacy.c) */
struct consents;
int call_consents(const struct call *call, struct consents *out, struct err *err);

/* Of members that the desk reads itself: takes whatever it is. */
node_reader read_any;
/* "damaged", "wrong_spec", "not_received": what a claim can be about. */
node_reader read_claim_concern;
struct str words_claim_concern(int index);

/* A page: begins {"data":[, and ends ],"next":…} with the id of the last one where there may be more. */
void call_begin_page(struct call *call);
void call_end_page(struct call *call, bool more, const struct id *last);

/* An order's number as a part of a path: what stands for something else there is escaped. */
struct str call_number_part(struct arena *arena, struct str number);

/* Members. Times are RFC 3339 in UTC; null where there is none. */
void put_id(struct json_writer *json, const char *name, const struct id *id); /* null where zero */
void put_time(struct json_writer *json, const char *name, instant_t at);
void put_day(struct json_writer *json, const char *name, day_t day);
void put_index(struct json_writer *json, const char *name, int index); /* null where negative */

#endif
