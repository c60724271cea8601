/* The measures (rule book, section 11), over days of the store's zone, and what is behind each figure.
 *
 * A row is counted in the share (a hit), or beside it (a miss), or is not decided yet (pending):
 *   first_response  tickets received: answered within the target; answered later, or the target has passed; else pending
 *   modification    wishes received inside the window: applied or withdrawn before it closed; else; still possible: pending.
 *                   Those received later are late, and late hits where they were applied
 *   remake          custom orders shipped, remakes aside: made anew; not
 *   csat            surveys answered: 4 or 5; less
 *   repeat          buyers by their first custom order delivered in the cohort: ordered again within 90 days of it; did not;
 *                   the 90 days are not over: pending
 *   promise         ranges told whose last day lies in the period, superseded ones aside: kept; broken; open: pending */
#ifndef BURIN_DESK_MEASURE_H
#define BURIN_DESK_MEASURE_H

#include "desk/desk.h"
#include "store/measure.h"

#define MEASURE_GROUPS(X) \
    X(DAY, "day")         \
    X(WEEK, "week")       \
    X(MONTH, "month")     \
    X(PRODUCT, "product") \
    X(CONCERN, "concern") \
    X(AGENT, "agent")
#define X(id, name) BY_##id,
enum measure_by { MEASURE_GROUPS(X) BY_COUNT };
#undef X
enum { REPEAT_DAYS = 90, MEASURE_DAYS_MOST = 3660 };

struct str measure_name(enum measure measure);
int measure_from_name(struct str name, enum measure *out);
int measure_by_from_name(struct str name, enum measure_by *out); /* -1 where it is none */
struct str measure_by_name(enum measure_by by);
/* Whether the measure can be broken down so: a promise has no agent. */
bool measure_has(enum measure measure, enum measure_by by);

struct measure_span {
    day_t from, to; /* both inside; DAY_NONE: up to today, and thirty days */
    enum measure_by by;
};

struct figure {
    int64_t hits, misses, pending, late, late_hits;
    double median_hours, p90_hours; /* of first_response, by nearest rank; negative: none */
    int64_t redos[FAULT_COUNT],
        refunds[FAULT_COUNT]; /* of remake, by cause; refunds where nothing was made anew */
    struct id last_customer;  /* of repeat: rows come by customer */
    int64_t *waits;           /* microseconds of opening hours */
    size_t wait_count, wait_room;
};
/* 0 to 1; negative where nothing is decided. */
double figure_share(const struct figure *figure);

struct measure_group {
    struct str
        key; /* 2026-03-02, 2026-W10, 2026-03, a product's sku, a concern, an account's id; empty: none */
    struct figure figure;
};

struct metrics {
    struct measure_span span; /* as it was taken */
    int target_hours;         /* of the first response */
    instant_t as_of;          /* when it was counted: over many rows not each time it is asked for */
    int64_t rows;             /* that were looked at */
    struct {
        struct figure total;
        struct measure_group *groups; /* by key */
        size_t group_count;
    } measures[MEASURE_COUNT];
};

/* Needs RIGHT_DESK, as does the next. */
int desk_metrics(struct desk *desk, const struct actor *actor, struct arena *arena,
                 const struct measure_span *span, struct metrics *out, struct err *err);

#define OUTCOMES(X)       \
    X(HIT, "hit")         \
    X(MISS, "miss")       \
    X(PENDING, "pending") \
    X(LATE, "late")       \
    X(LATE_HIT, "late_hit")
#define X(id, name) OUTCOME_##id,
enum outcome { OUTCOMES(X) OUTCOME_COUNT };
#undef X
struct str outcome_name(enum outcome outcome);
int outcome_from_name(struct str name, enum outcome *out);

struct measure_thing {
    struct measured row;
    enum outcome outcome;
    struct str key;
};
struct thing_filter {
    enum measure measure;
    struct measure_span span;
    bool by_key, by_outcome;
    struct str key;
    enum outcome outcome;
    struct id after; /* behind that one */
    int most;
};
int desk_measure_things(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct thing_filter *filter, struct measure_thing *out, int *out_count,
                        struct err *err);

#endif
