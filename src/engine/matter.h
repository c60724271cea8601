/* The matter in hand: one inquiry with everything that was worked out about it on the way to the assessment.
 *
 * Made by assess, read by decide and compose. Lives in the arena of the assessment. */
#ifndef BURIN_ENGINE_MATTER_H
#define BURIN_ENGINE_MATTER_H

#include "engine/estimate.h"
#include "engine/reading.h"

struct item_view { /* one item of the order as of the time of the inquiry */
    const struct item *item;
    const struct product *product; /* of store.yaml; NULL when it has none */
    struct estimate estimate;
    struct estimate rush; /* valid where rush_possible */
    bool rush_possible;   /* production has not begun, rush is to be had and was not bought already */
    bool begun;           /* production has begun, and somebody reported it */
    bool personalised;    /* free text, photo or made to measure; else preset options only */
    struct window window;
    day_t shipped, delivered; /* DAY_NONE until then */
    instant_t shipped_at, delivered_at;
    instant_t last_scan;
    bool scan_delivered;
    struct str carrier, tracking;
};

struct matter {
    struct arena *arena;
    const struct inquiry *inquiry;
    const struct order *order; /* NULL without one */
    const struct store *store;
    const struct policy *policy; /* in the reply's language */
    const struct law *law;       /* of the order's country; may be NULL */
    struct reading reading;
    day_t today;
    enum identity identity;
    bool gift_recipient; /* the writer is the order's recipient, not its buyer */
    int photos;          /* that have reached the desk */
    struct item_view *views;
    size_t view_count;
    struct assessment *out;
};

/* Fills identity, views and the rest of a matter whose inquiry, store and reading are set. */
void matter_know(struct matter *matter);

/* Working days of an item: the document's, else the product's, else 7 and 5; never a single day. */
struct day_pair matter_production_days(const struct matter *matter, const struct item_view *view);
struct day_pair matter_shipping_days(const struct matter *matter, const struct item_view *view);

/* Whether a change of the item, or of the whole order, waits for the customer's yes. */
bool matter_unconfirmed(const struct matter *matter, int item);
/* When the customer was last asked to confirm all of these wishes, by their indexes in `reading`; INSTANT_NONE where one of them
 * does not wait for that. */
instant_t matter_asked_at(const struct matter *matter, const size_t *wishes, size_t count);

/* How a need-by day stands to what is still to come; VERDICT_NONE where it has come, or where there is no rush. */
struct need_by_verdicts {
    enum verdict standard, rush;
};
struct need_by_verdicts matter_need_by(const struct item_view *view, day_t need_by);
/* Of the whole order: that of its worst piece. With rush, pieces that cannot be rushed count as they are. */
struct need_by_verdicts matter_need_by_order(const struct matter *matter, day_t need_by);

/* The plan of a remake that starts today, on the rush schedule. */
void matter_remake(const struct matter *matter, const struct item_view *view, struct estimate *out);
/* The item's own estimate with the policy's express shipping in place of the ordinary one. */
void matter_express(const struct matter *matter, const struct item_view *view, struct estimate *out);

/* The last moment (end of the store's opening hours) of the nth studio business day from today. */
instant_t matter_business_day_end(const struct matter *matter, int business_days);

#endif
