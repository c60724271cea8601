/* Change requests: what a customer wants altered, from receipt to the version that applies it. */
#ifndef BURIN_STORE_CHANGE_H
#define BURIN_STORE_CHANGE_H

#include "model/order.h"
#include "model/states.h"
#include "store/unit.h"

struct change_request {
    struct id id, order, ticket; /* ticket zero: imported with the order */
    int item, piece; /* item ALL_ITEMS: the order itself (its address); piece -1: the item itself */
    struct str field, old_value, new_value;
    enum change_state state;
    instant_t received_at; /* it is judged as of then */
    bool inside_window;    /* received while the window was open */
    instant_t confirm_by, reminded_at, settled_at;
    struct str settled_by;
    struct str reason; /* why it was settled so: the decision's, or a REASON_ below; empty: none is known */
    int64_t version;
};
/* Reasons that are no decision of the rule book's. */
#define REASON_BY_DESK STR("by_desk")
#define REASON_BY_CUSTOMER STR("by_customer")
#define REASON_LATER_WISH STR("later_wish")
#define REASON_CANCELLED STR("cancelled")

int change_insert(const struct unit *unit, const struct change_request *change, struct err *err);
/* 1 where found, 0 where not. */
int change_load(const struct unit *unit, const struct id *id, struct change_request *out, struct err *err);
/* Writes state and times; ERR_STALE where the version is another one by now. */
int change_save(const struct unit *unit, struct change_request *change, struct err *err);
/* Steps to a state by the table, in memory; final ones are settled now by the unit's actor, for that reason. */
int change_step(const struct unit *unit, struct change_request *change, enum change_state state,
                struct str reason, struct err *err);

struct change_filter {
    struct id order; /* zero: any; then `state` counts */
    bool narrowed;   /* `state` counts for an order, too */
    enum change_state state;
    struct id after; /* behind this one, oldest first */
    int most;
};
int change_list(const struct unit *unit, const struct change_filter *filter, struct change_request *out,
                int *out_count, struct err *err);
/* All of an order that may still become something else, oldest first. */
int change_unsettled(const struct unit *unit, const struct id *order, struct change_request **out,
                     size_t *out_count, struct err *err);
/* Those awaiting confirmation whose time has come: confirm_by at or before `now`, in order of their ids, behind `after`. */
int change_due(const struct unit *unit, instant_t now, const struct id *after, int most,
               struct change_request *out, int *out_count, struct err *err);

#endif
