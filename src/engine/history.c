/* Events, holds, waits and promises of one item, as of one moment; see history.h. */
#include "engine/history.h"

enum {
    MOST_SPANS = 64,       /* separate spans of lost days of one item; more run together */
    MOST_LOST_DAYS = 5000, /* keeps what hostile dates add within a calendar's reach */
};

static bool is_about(const struct estimate_input *input, int item)
{
    return item == ALL_ITEMS || input->item == ALL_ITEMS || item == input->item;
}

static bool counts(const struct history *history, const struct stage_event *event)
{
    return is_about(history->input, event->item) && event->at != INSTANT_NONE &&
           event->at <= history->input->now;
}

static instant_t later(instant_t a, instant_t b)
{
    return a > b ? a : b; /* INSTANT_NONE is the earliest of all */
}

/* Shipped and delivered are final. Before that the latest event counts, so that a piece sent back from quality check
 * is in production again; of events at one moment the furthest counts. */
static enum stage find_stage(const struct history *history)
{
    if (history->first[STAGE_DELIVERED] != INSTANT_NONE) return STAGE_DELIVERED;
    if (history->first[STAGE_SHIPPED] != INSTANT_NONE) return STAGE_SHIPPED;
    enum stage stage = STAGE_DESIGN;
    for (enum stage s = STAGE_PRODUCTION; s <= STAGE_QUALITY_CHECK; s++)
        if (history->last[s] != INSTANT_NONE && history->last[s] >= history->last[stage]) stage = s;
    return stage;
}

/* The first event of the present stage behind every other stage's last. */
static instant_t find_entered(const struct history *history)
{
    if (history->stage >= STAGE_SHIPPED) return history->first[history->stage];
    instant_t others = INSTANT_NONE, entered = INSTANT_NONE;
    for (enum stage s = STAGE_DESIGN; s <= STAGE_QUALITY_CHECK; s++)
        if (s != history->stage) others = later(others, history->last[s]);
    const struct order *order = history->input->order;
    for (size_t i = 0; order && i < order->event_count; i++) {
        const struct stage_event *event = &order->events[i];
        if (event->stage != history->stage || !counts(history, event) || event->at < others) continue;
        if (entered == INSTANT_NONE || event->at < entered) entered = event->at;
    }
    return entered;
}

void history_gather(const struct estimate_calendars *calendars, const struct estimate_input *input,
                    struct history *out)
{
    struct history history = {.calendars = calendars, .input = input, .today = DAY_NONE};
    for (int s = 0; s < STAGE_COUNT; s++) history.first[s] = history.last[s] = INSTANT_NONE;
    if (input->now != INSTANT_NONE) history.today = zone_day(calendars->zone, input->now);
    const struct order *order = input->now != INSTANT_NONE ? input->order : NULL;
    for (size_t i = 0; order && i < order->event_count; i++) {
        const struct stage_event *event = &order->events[i];
        if (!counts(&history, event)) continue;
        instant_t *first = &history.first[event->stage];
        if (*first == INSTANT_NONE || event->at < *first) *first = event->at;
        history.last[event->stage] = later(history.last[event->stage], event->at);
        history.reported = true;
    }
    history.stage = find_stage(&history);
    history.entered = history.reported ? find_entered(&history) : INSTANT_NONE;
    *out = history;
}

bool history_is_cancelled(const struct history *history)
{
    return history->first[STAGE_CANCELLED] != INSTANT_NONE;
}

bool history_is_held(const struct history *history)
{
    const struct order *order = history->input->order;
    instant_t now = history->input->now;
    if (!order || now == INSTANT_NONE || history->stage >= STAGE_SHIPPED) return false;
    for (size_t i = 0; i < order->hold_count; i++) {
        const struct hold *hold = &order->holds[i];
        bool open = hold->from <= now && (hold->to == INSTANT_NONE || hold->to > now);
        if (open && is_about(history->input, hold->item)) return true;
    }
    return false;
}

/* Work that begins after the question shows that it was answered. */
static bool waits(const struct history *history, enum stage asked, enum stage answered)
{
    instant_t question = history->last[asked];
    if (question == INSTANT_NONE || history->stage >= STAGE_SHIPPED || history_is_cancelled(history))
        return false;
    instant_t work = later(history->last[STAGE_PRODUCTION], history->last[STAGE_QUALITY_CHECK]);
    return question > history->last[answered] && question >= work;
}

bool history_waits_for_photo(const struct history *history)
{
    return waits(history, STAGE_PHOTO_REQUESTED, STAGE_PHOTO_RECEIVED);
}

bool history_waits_for_proof(const struct history *history)
{
    return waits(history, STAGE_PROOF_SENT, STAGE_PROOF_APPROVED);
}

instant_t history_approval(const struct history *history)
{
    instant_t approval = history->last[STAGE_PROOF_APPROVED];
    return history->last[STAGE_PROOF_SENT] > approval ? INSTANT_NONE : approval;
}

instant_t history_photo(const struct history *history)
{
    instant_t asked = history->last[STAGE_PHOTO_REQUESTED], came = history->last[STAGE_PHOTO_RECEIVED];
    return asked == INSTANT_NONE || asked > came ? INSTANT_NONE : came;
}

/* Spans of days [from, to), sorted, apart from each other. */
struct span_set {
    int count;
    struct day_range spans[MOST_SPANS];
};

/* Adds a span, uniting it with those it touches. What a full set cannot take runs together with its last span. */
static void span_add(struct span_set *set, struct day_range span)
{
    if (span.from >= span.to) return;
    int at = 0;
    struct span_set united = {0};
    for (; at < set->count && set->spans[at].to < span.from; at++)
        united.spans[united.count++] = set->spans[at];
    for (; at < set->count && set->spans[at].from <= span.to; at++) {
        if (set->spans[at].from < span.from) span.from = set->spans[at].from;
        if (set->spans[at].to > span.to) span.to = set->spans[at].to;
    }
    struct day_range *last = &united.spans[MOST_SPANS - 1];
    if (united.count < MOST_SPANS)
        united.spans[united.count++] = span;
    else
        last->to = span.to;
    for (; at < set->count; at++) {
        if (united.count < MOST_SPANS)
            united.spans[united.count++] = set->spans[at];
        else
            last->to = set->spans[at].to;
    }
    *set = united;
}

/* The days a hold covers: from its day to that of its end, which is a day of work again. An open one ends today. */
static struct day_range hold_span(const struct history *history, const struct hold *hold)
{
    const struct zone *zone = history->calendars->zone;
    day_t to = hold->to == INSTANT_NONE ? history->today : zone_day(zone, hold->to);
    return (struct day_range){zone_day(zone, hold->from), to};
}

/* From the first question to the last answer, or to today while it is open. */
static struct day_range wait_span(const struct history *history, enum stage asked, enum stage answered)
{
    struct day_range none = {0, 0};
    instant_t from = history->first[asked], to = history->last[answered];
    if (from == INSTANT_NONE) return none;
    const struct zone *zone = history->calendars->zone;
    if (waits(history, asked, answered)) return (struct day_range){zone_day(zone, from), history->today};
    if (to == INSTANT_NONE || to < from) return none;
    return (struct day_range){zone_day(zone, from), zone_day(zone, to)};
}

int history_lost_days(const struct history *history, day_t from, day_t until)
{
    const struct order *order = history->input->order;
    if (!order || history->today == DAY_NONE) return 0;
    struct span_set set = {0};
    for (size_t i = 0; i < order->hold_count; i++) {
        const struct hold *hold = &order->holds[i];
        if (hold->from <= history->input->now && is_about(history->input, hold->item))
            span_add(&set, hold_span(history, hold));
    }
    span_add(&set, wait_span(history, STAGE_PHOTO_REQUESTED, STAGE_PHOTO_RECEIVED));
    span_add(&set, wait_span(history, STAGE_PROOF_SENT, STAGE_PROOF_APPROVED));
    int lost = 0;
    for (int i = 0; i < set.count && lost < MOST_LOST_DAYS; i++) {
        day_t start = set.spans[i].from > from ? set.spans[i].from : from;
        day_t end = set.spans[i].to < until ? set.spans[i].to : until;
        lost += calendar_count(history->calendars->studio, start, end);
    }
    return lost < MOST_LOST_DAYS ? lost : MOST_LOST_DAYS;
}

static bool is_same_day(enum milestone a, enum milestone b)
{
    bool a_leaves = a == MILESTONE_QUALITY_CHECK_DONE || a == MILESTONE_SHIPPED;
    bool b_leaves = b == MILESTONE_QUALITY_CHECK_DONE || b == MILESTONE_SHIPPED;
    return a == b || (a_leaves && b_leaves);
}

bool history_promise(const struct history *history, enum milestone milestone, struct day_range *out)
{
    const struct order *order = history->input->order;
    const struct promise *last = NULL;
    for (size_t i = 0; order && i < order->promise_count; i++) {
        const struct promise *promise = &order->promises[i];
        if (!is_same_day(promise->milestone, milestone) || !is_about(history->input, promise->item) ||
            promise->told_at > history->input->now)
            continue;
        if (!last || promise->told_at >= last->told_at) last = promise;
    }
    if (!last) return false;
    *out = last->range;
    return true;
}
