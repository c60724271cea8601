/* Requests under an Idempotency-Key: the same one again is answered as before, and does nothing.
 *
 * The key is looked up before the route runs, and again by its write, in the transaction of the effect: of requests that come at
 * once one is carried out, and the others wait for its answer. */
#include "api/call.h"
#include "base/digest.h"
#include "http/problem.h"

#include <time.h>

enum { FIRST_WAIT_MS = 2, LONGEST_WAIT_MS = 50, WAIT_MS = 2000 };
/* An answer that is not there by then is not on its way: its process has died, or it was erased. */
#define ON_ITS_WAY_US (60 * MICROS_PER_SECOND)

/* Its bytes go into a text column, so they have to be characters everywhere. */
static bool is_key(struct str key)
{
    for (size_t i = 0; i < key.len; i++)
        if (key.ptr[i] < ' ' || key.ptr[i] > '~') return false;
    return key.len > 0 && key.len <= ONCE_KEY_MOST;
}

/* The key is the caller's own: two who use the same one do not meet. */
int once_begin(struct call *call, struct err *err)
{
    struct str key = http_fields_header(call->request->headers, "Idempotency-Key");
    if (key.ptr && call_route(call)->secret)
        return err_set(err, ERR_INPUT,
                       "Idempotency-Key: none is taken here, as no secret is kept to answer it with again");
    if (!key.ptr || !call_route(call)->keeps) return 0;
    if (!is_key(key))
        return err_set(err, ERR_INPUT, "Idempotency-Key: 1 to %d printable characters of ASCII are expected",
                       ONCE_KEY_MOST);
    struct digest *digest = ARENA_NEW(call->arena, struct digest);
    *digest = DIGEST_OF(str_of(http_method_name(call->request->method)), call->request->target,
                        call->request->body);
    call->once = (struct once){.actor = call->actor.name, .key = key, .request = digest_str(digest)};
    if (desk_once_find(call->desk, call->arena, &call->once, err) < 0) return -1;
    call->actor.once = &call->once;
    return call->once.repeated ? err_set(err, ERR_CONFLICT, "this request was carried out before") : 0;
}

static void sleep_ms(int milliseconds)
{
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
    nanosleep(&time, NULL);
}

static bool is_on_its_way(const struct call *call)
{
    return !call->once.status && desk_now(call->desk) - call->once.at < ON_ITS_WAY_US;
}

/* Waits for the answer of who carries it out just now: a few milliseconds, as a rule. */
static void wait_for_answer(struct call *call)
{
    int pause = FIRST_WAIT_MS;
    for (int waited = 0; waited < WAIT_MS && is_on_its_way(call); waited += pause) {
        sleep_ms(pause);
        if (desk_once_find(call->desk, call->arena, &call->once, NULL) < 0) return;
        if (pause < LONGEST_WAIT_MS) pause *= 2;
    }
}

static const struct http_result *answer_as_before(struct call *call)
{
    wait_for_answer(call);
    if (call->once.status) return call_answer(call, call->once.status, call->once.body, true);
    bool coming = is_on_its_way(call);
    struct http_problem problem = {.status = 409, .retry_after = coming ? 1 : 0};
    problem.detail =
        coming
            ? STR("the same request is still being carried out; ask again with the same key")
            : STR("this request has been carried out, but its answer is not kept: the server ended before it "
                  "was, or it told of somebody who was erased; nothing was done now: read what it was about, "
                  "and "
                  "take a new key for what is still to be done");
    return http_answer_problem(call->request, &problem);
}

/* What came to an end without taking the key may have met the same request on its way. */
static bool has_met_another(struct call *call)
{
    struct once *once = &call->once;
    if (!once->repeated && !once->taken) desk_once_find(call->desk, call->arena, once, NULL);
    return once->repeated;
}

const struct http_result *once_fine(struct call *call, int status, struct str body)
{
    if (!call->actor.once) return NULL;
    if (has_met_another(call)) {
        call->version = 0;
        return answer_as_before(call);
    }
    desk_once_answer(call->desk, call->arena, &call->once, status, body, NULL);
    return NULL;
}

const struct http_result *once_failed(struct call *call, const struct err *err)
{
    /* What became of it is unknown, or nothing: the key that is there may be this request's own. */
    bool unknown = err->category == ERR_BUSY || err->category == ERR_SYSTEM;
    if (!call->actor.once || (unknown && !call->once.repeated)) return NULL;
    return has_met_another(call) ? answer_as_before(call) : NULL;
}
