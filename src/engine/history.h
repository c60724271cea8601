/* What an order's events and holds say about one item at one moment: the ground the estimate stands on. */
#ifndef BURIN_ENGINE_HISTORY_H
#define BURIN_ENGINE_HISTORY_H

#include "engine/estimate.h"

struct history {
    const struct estimate_calendars *calendars;
    const struct estimate_input *input;
    day_t today; /* DAY_NONE without `now`, and then there are no events */
    instant_t first[STAGE_COUNT], last[STAGE_COUNT]; /* INSTANT_NONE where there is no such event */
    bool reported;                                   /* there is an event */
    enum stage stage;                                /* by the events: DESIGN … DELIVERED */
    instant_t entered; /* when the present stage began, for the last time where a piece was sent back */
};

void history_gather(const struct estimate_calendars *calendars, const struct estimate_input *input,
                    struct history *out);
bool history_is_cancelled(const struct history *history);
bool history_is_held(const struct history *history);
/* Asked and not answered, with no work begun since. */
bool history_waits_for_photo(const struct history *history);
bool history_waits_for_proof(const struct history *history);
/* The approval that counts: given, and no newer proof is out. INSTANT_NONE when there is none. */
instant_t history_approval(const struct history *history);
/* When the photo that was asked for came; INSTANT_NONE when none was asked for or it has not come. */
instant_t history_photo(const struct history *history);
/* The studio's business days in [from, until) that holds and waits for the customer covered; a day counts once. */
int history_lost_days(const struct history *history, day_t from, day_t until);
/* The range last promised for a milestone (quality check done and shipped are one day and share their promises). */
bool history_promise(const struct history *history, enum milestone milestone, struct day_range *out);

#endif
