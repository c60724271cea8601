/* Claims: a fault reported, its evidence, what is offered, chosen and done. */
#ifndef BURIN_STORE_CLAIM_H
#define BURIN_STORE_CLAIM_H

#include "model/order.h"
#include "model/states.h"
#include "store/unit.h"

struct claim_record {
    struct id id, order, ticket;
    int item;
    enum concern concern; /* damaged, wrong_spec, not_received */
    enum claim_state state;
    enum fault fault;
    instant_t opened_at, photos_due;
    int photos;
    struct str offered; /* JSON: the remedies, as in the assessment document */
    struct str chosen;  /* a remedy's kind, or empty */
    struct id remake_order;
    instant_t settled_at;
    int64_t version;
};

int claim_insert(const struct unit *unit, const struct claim_record *claim, struct err *err);
/* 1 where found, 0 where not. */
int claim_load(const struct unit *unit, const struct id *id, struct claim_record *out, struct err *err);
/* The claim on that item that is not settled: 1 where there is one. */
int claim_open_on(const struct unit *unit, const struct id *order, int item, struct claim_record *out,
                  struct err *err);
/* The open one of an order that has just one: 1, or 0 where there is none or several. */
int claim_only_open(const struct unit *unit, const struct id *order, struct claim_record *out,
                    struct err *err);
int claim_save(const struct unit *unit, struct claim_record *claim, struct err *err);
int claim_step(const struct unit *unit, struct claim_record *claim, enum claim_state state, struct err *err);

struct claim_filter {
    struct id order; /* zero: any; then `state` counts */
    bool narrowed;   /* `state` counts for an order, too */
    enum claim_state state;
    struct id after; /* behind this one, oldest first */
    int most;
};
int claim_list(const struct unit *unit, const struct claim_filter *filter, struct claim_record *out,
               int *out_count, struct err *err);

/* An attachment of a message as evidence; false in *out_new where it was already. */
int claim_add_evidence(const struct unit *unit, const struct id *claim, const struct id *ticket, int64_t seq,
                       int place, bool *out_new, struct err *err);
struct claim_evidence {
    struct id claim, ticket;
    int64_t seq; /* of the message */
    int place;
    struct str name, type;
    bool kept; /* its bytes are here */
    instant_t added_at;
};
/* Of all claims on an order, by claim and time. */
int claim_evidence_list(const struct unit *unit, const struct id *order, struct claim_evidence **out,
                        size_t *out_count, struct err *err);

#endif
