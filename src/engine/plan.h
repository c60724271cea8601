/* The plan of an order by itself, without a message: what `burin eta` and burin_estimate() answer. */
#ifndef BURIN_ENGINE_PLAN_H
#define BURIN_ENGINE_PLAN_H

#include "base/buf.h"
#include "engine/estimate.h"
#include "model/store.h"
#include "text/value.h"

enum { PLAN_PRODUCTION_DAYS = 7, PLAN_SHIPPING_DAYS = 5 };

struct plan_request {
    day_t order_date;
    struct day_pair production, shipping; /* before rush; lo = 0: the defaults of 7 and 5 days */
    bool rush;
    instant_t at;      /* INSTANT_NONE: the plan is given and nothing is judged overdue */
    enum stage stage;  /* the one that has begun at `at`; STAGE_COUNT: none is known */
    struct str locale; /* of the answer; empty: the store's */
};

/* A request with nothing in it but the defaults. */
struct plan_request plan_request_of(day_t order_date);
/* "7", "5-7" or "5–7", as business days; checked. `what` is "--production-days" or the like. */
int plan_read_days(struct str text, const char *what, struct day_pair *out, struct err *err);
/* An instant (RFC 3339), or a day, which means its beginning in the store's zone. */
int plan_read_time(const struct store *store, struct str text, const char *what, instant_t *out,
                   struct err *err);
/* The request document of burin_estimate(). */
int plan_request_from_value(const struct store *store, const struct value *document, struct plan_request *out,
                            struct err *err);

int plan_estimate(const struct store *store, const struct plan_request *request, struct estimate *out,
                  struct err *err);
/* What rush costs, as people write it ("$25.00"), in `arena`; empty where the store names no amount. */
struct str plan_surcharge(struct arena *arena, const struct store *store);

/* The answer to a request document, as `burin eta --format json` prints it. */
int plan_answer(struct arena *arena, const struct store *store, const struct value *document, struct buf *out,
                struct err *err);

#endif
