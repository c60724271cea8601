/* Approvals: what moves money or cannot be undone stays a proposal until somebody with the right decides. */
#ifndef BURIN_STORE_APPROVAL_H
#define BURIN_STORE_APPROVAL_H

#include "model/states.h"
#include "store/unit.h"

struct approval {
    struct id id;
    enum approval_kind kind;
    enum approval_state state;
    struct id order, ticket, claim, change; /* all but the order may be zero */
    int item;                               /* or ALL_ITEMS: the whole order */
    bool has_amount;
    int64_t amount; /* minor units */
    struct str currency, reason, proposed_by, decided_by, note;
    instant_t proposed_at, decided_at;
    int64_t version;
    struct str number, title; /* of the order, and of the item it is about: read, not written */
};

int approval_insert(const struct unit *unit, const struct approval *approval, struct err *err);
/* 1 where found, 0 where not. */
int approval_load(const struct unit *unit, const struct id *id, struct approval *out, struct err *err);
/* What a proposal is about: a claim, or with a zero one the order, or an item of it. */
struct approval_matter {
    struct id order, claim;
    enum approval_kind kind;
    int item; /* or ALL_ITEMS; what is about a claim is about that, whatever is said here */
};
/* Whether a proposal about that waits already: 1. */
int approval_waiting(const struct unit *unit, const struct approval_matter *matter, struct id *out,
                     struct err *err);
/* Steps by the table, notes who, when and why, and writes it; ERR_STALE where the version is another one by now. */
int approval_decide(const struct unit *unit, struct approval *approval, enum approval_state state,
                    struct str note, struct err *err);

struct approval_filter {
    struct id order; /* zero: any; then `state` counts */
    bool narrowed;   /* `state` counts for an order, too */
    enum approval_state state;
    struct id after; /* behind this one, oldest first */
    int most;
};
int approval_list(const struct unit *unit, const struct approval_filter *filter, struct approval *out,
                  int *out_count, struct err *err);

#endif
