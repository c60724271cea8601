/* Looking through changes, claims and approvals, which are asked for alike: those of an order, or all in a state. */
#ifndef BURIN_STORE_CASE_ROWS_H
#define BURIN_STORE_CASE_ROWS_H

#include "store/unit.h"

struct case_page {
    struct id order; /* zero: any; then `state` counts */
    bool narrowed;   /* `state` counts for an order, too */
    struct str state;
    struct id after; /* behind this one, oldest first */
    int most;
};
/* Asks `of_order` (?2 after, ?3 most, ?4 order, ?5 state or '') or `of_state` (?4 state); the caller reads and ends the rows. */
int case_rows(const struct unit *unit, const struct db_sql *of_order, const struct db_sql *of_state,
              const struct case_page *page, struct db_rows *out, struct err *err);

#endif
