/* What `burin eta` and burin_estimate() answer: one order's milestones as a table for people, or as JSON. Pure: values in, text out. */
#ifndef BURIN_ENGINE_ETA_TEXT_H
#define BURIN_ENGINE_ETA_TEXT_H

#include "base/buf.h"
#include "engine/estimate.h"
#include "text/datefmt.h"

struct eta_report {
    day_t order_date;
    const struct estimate *estimate;
    bool rush;                     /* `estimate` is the rush one */
    const struct estimate *rushed; /* the same order with rush, to stand beside it; NULL: not shown */
    struct str surcharge;          /* the amount as people write it ("$25.00"); empty when it is not known */
    day_t today;                   /* in the store's zone; DAY_NONE when only the plan is asked for */
};

/* A heading, one line for each milestone (stage, range or day, and with `today` the relative phrase), then notes on
 * what is estimated, overdue, or costs more. English or Chinese, as `datefmt` is. */
void eta_print_text(const struct eta_report *report, struct datefmt *datefmt, struct buf *out);
/* {"order_date","basis","rush","milestones":[{"milestone","from","to","actual"}],"surcharge"} on one line without a
 * line break; the surcharge is a sentence with rush, else null. */
void eta_print_json(const struct eta_report *report, bool chinese, struct buf *out);

#endif
