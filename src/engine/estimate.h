/* When each milestone of an item is to be expected: ranges, never a single day (rule book, section 4).
 *
 * Pure day arithmetic on two calendars. basis `rule`; a table of the store's history can be handed in later. */
#ifndef BURIN_ENGINE_ESTIMATE_H
#define BURIN_ENGINE_ESTIMATE_H

#include "model/calendar.h"
#include "model/order.h"
#include "text/zone.h"

enum { ESTIMATE_MOST_DAYS = 365 };

/* The pair for one number N: N – N + max(1, ceil(0.2 N)). `days` may be any number up to a million; the check comes after. */
struct day_pair estimate_pair(int days);
/* 1 <= lo <= hi, lo at most ESTIMATE_MOST_DAYS and hi at most what estimate_pair() makes of that; and never one day only:
 * where hi = lo, hi becomes lo + 1. The error names the value and what is allowed; `what` is "production days" or the
 * like. */
int estimate_check_pair(struct day_pair *pair, const char *what, struct err *err);
/* Rush takes 40 % off both ends, at least one day stays; the ends never meet. */
struct day_pair estimate_rushed(struct day_pair production);

struct estimate_calendars {
    const struct zone *zone;
    const struct calendar *studio, *carrier;
    int cutoff; /* seconds of the day; an order later than this counts from the next business day; -1 none */
};

/* What is known of one item; built by estimate_life(). */
struct item_life {
    /* When each stage (or proof step) first began; INSTANT_NONE when it has not, or when a later stage's event skipped
     * it and no event says so. */
    instant_t began[STAGE_COUNT];
    enum stage stage;          /* the one it stands in: DESIGN … DELIVERED, or CANCELLED */
    bool reported;             /* from events; else estimated from the days elapsed */
    bool held;                 /* a hold is open at `now` */
    bool waiting_for_photo;    /* … for their photo, else for their word on the proof */
    bool waiting_for_customer; /* proof sent and not approved, or photo asked for and not received */
};

struct estimate_input {
    instant_t placed_at;                  /* or INSTANT_NONE, then: */
    day_t order_date;                     /* a day without a time of day: no cut-off applies */
    struct day_pair production, shipping; /* checked pairs, before rush */
    bool rush;                            /* or the order says so */
    int shares[3];             /* percent for design, production, quality check; sum 100; 0 0 0 = 25 60 15 */
    bool proof_gate;           /* the product's; proof events say the same and count with or without it */
    instant_t now;             /* INSTANT_NONE: the plan only, nothing is judged overdue */
    int item;                  /* which item's events, holds and promises count */
    const struct order *order; /* for events, holds, promises; NULL: none */
};

struct milestone_range {
    struct day_range range; /* as shown: from < to unless it has happened */
    day_t actual;           /* DAY_NONE when it has not happened */
};

struct estimate {
    day_t start; /* day 0 */
    struct milestone_range milestones[MILESTONE_COUNT];
    struct milestone_range plan[MILESTONE_COUNT]; /* the original plan, from day 0 */
    /* The first still to come, by events or by the estimated stage; MILESTONE_COUNT when none is. */
    enum milestone next;
    bool overdue;
    day_t overdue_since; /* the day that was missed; DAY_NONE when not overdue */
    bool broken;         /* overdue against what was told, or against the plan of dispatch or arrival */
    int hold_days;       /* business days lost to holds and to waiting for the customer, since day 0 */
    struct item_life life;
};

/* The life of one item from the order's events and holds, as of `now`; with no event, the stage is estimated from the
 * plan: at most quality_check, as nobody has reported it shipped. Events may stand in any order; later ones than `now` do
 * not count. */
void estimate_life(const struct estimate_calendars *calendars, const struct estimate_input *input,
                   struct item_life *out);
void estimate_item(const struct estimate_calendars *calendars, const struct estimate_input *input,
                   struct estimate *out);
/* Judges a need-by day against a range of `delivered`: on or after `to` comfortable, on or after `from` tight. */
enum verdict estimate_need_by(struct day_range delivered, day_t need_by);

#endif
