/* The estimate by rule (rule book, section 4): production shared out over three stages, two ends walking on two calendars.
 * What has happened comes from history.c. */
#include "engine/estimate.h"

#include "engine/history.h"

/* The three production milestones; shipped is the day of the last of them. */
enum { PRODUCTION_STAGES = 3 };

struct ends {
    day_t lo, hi;
};

/* Everything the walks need: the days until each production milestone, by cumulative ceiling; [0] is 0. */
struct course {
    const struct estimate_calendars *calendars;
    int lo[PRODUCTION_STAGES + 1], hi[PRODUCTION_STAGES + 1];
    struct day_pair shipping;
};

/* Where the item stands for the walk. */
struct standing {
    int happened;     /* milestones that have happened */
    int running;      /* the milestone now worked towards; MILESTONE_COUNT at the end */
    int done;         /* the walk starts behind this many milestones, */
    struct ends base; /* on this day */
};

static int ceil_percent(int days, int percent)
{
    return (days * percent + 99) / 100;
}

struct day_pair estimate_pair(int days)
{
    int more = ceil_percent(days, 20);
    return (struct day_pair){days, days + (more > 1 ? more : 1)};
}

static void widen(struct day_pair *pair)
{
    if (pair->hi == pair->lo) pair->hi = pair->lo + 1;
}

int estimate_check_pair(struct day_pair *pair, const char *what, struct err *err)
{
    if (pair->lo < 1 || pair->lo > ESTIMATE_MOST_DAYS)
        return err_set(err, ERR_INPUT, "%s cannot be %d; 1 to %d is expected", what, pair->lo,
                       ESTIMATE_MOST_DAYS);
    int most = estimate_pair(ESTIMATE_MOST_DAYS).hi;
    if (pair->hi > most)
        return err_set(err, ERR_INPUT, "%s cannot be up to %d; at most %d is expected", what, pair->hi, most);
    if (pair->hi < pair->lo)
        return err_set(err, ERR_INPUT,
                       "%s run backwards, from %d to %d; the smaller number first is expected", what,
                       pair->lo, pair->hi);
    widen(pair);
    return 0;
}

static int rushed(int days)
{
    int fewer = ceil_percent(days, 60);
    return fewer > 1 ? fewer : 1;
}

struct day_pair estimate_rushed(struct day_pair production)
{
    struct day_pair pair = {rushed(production.lo), rushed(production.hi)};
    widen(&pair);
    return pair;
}

static struct course plot(const struct estimate_calendars *calendars, const struct estimate_input *input)
{
    static const int standard[PRODUCTION_STAGES] = {25, 60, 15};
    bool given = input->shares[0] + input->shares[1] + input->shares[2] == 100;
    const int *shares = given ? input->shares : standard;
    bool rush = input->rush || (input->order && input->order->production.rush);
    struct day_pair days = rush ? estimate_rushed(input->production) : input->production;
    struct course course = {.calendars = calendars, .shipping = input->shipping};
    int percent = 0;
    for (int i = 0; i < PRODUCTION_STAGES; i++) {
        percent += shares[i];
        course.lo[i + 1] = ceil_percent(days.lo, percent);
        course.hi[i + 1] = ceil_percent(days.hi, percent);
    }
    return course;
}

static const struct calendar *calendar_for(const struct estimate_calendars *calendars, int milestone)
{
    return milestone == MILESTONE_DELIVERED ? calendars->carrier : calendars->studio;
}

/* Exactly at the cut-off is before it. */
static bool is_after_cutoff(const struct estimate_calendars *calendars, instant_t at)
{
    if (calendars->cutoff < 0) return false;
    int clock = zone_clock(calendars->zone, at);
    return clock > calendars->cutoff || (clock == calendars->cutoff && at % MICROS_PER_SECOND != 0);
}

static day_t day_zero(const struct estimate_calendars *calendars, const struct estimate_input *input)
{
    if (input->placed_at == INSTANT_NONE) return calendar_on_or_after(calendars->studio, input->order_date);
    day_t day = zone_day(calendars->zone, input->placed_at);
    return calendar_add(calendars->studio, day, is_after_cutoff(calendars, input->placed_at) ? 1 : 0);
}

/* The ends of every milestone from number `done` on, counted from `base` with `lost` further business days before the
 * piece is shipped. The low ends walk from the low ends only, the high ends from the high ones. */
static void walk(const struct course *course, struct ends base, int done, int lost,
                 struct ends out[MILESTONE_COUNT])
{
    const struct calendar *studio = course->calendars->studio, *carrier = course->calendars->carrier;
    struct ends left = base;
    if (done <= MILESTONE_QUALITY_CHECK_DONE) {
        for (int m = done; m < PRODUCTION_STAGES; m++)
            out[m] = (struct ends){
                calendar_add(studio, base.lo, lost + course->lo[m + 1] - course->lo[done]),
                calendar_add(studio, base.hi, lost + course->hi[m + 1] - course->hi[done]),
            };
        left = out[MILESTONE_SHIPPED] = out[MILESTONE_QUALITY_CHECK_DONE];
    }
    if (done <= MILESTONE_DELIVERED)
        out[MILESTONE_DELIVERED] = (struct ends){
            calendar_add(carrier, left.lo, course->shipping.lo),
            calendar_add(carrier, left.hi, course->shipping.hi),
        };
}

/* As shown: never before `today` (unless that is DAY_NONE) and never one day only. */
static struct day_range show(const struct estimate_calendars *calendars, int milestone, struct ends ends,
                             day_t today)
{
    const struct calendar *calendar = calendar_for(calendars, milestone);
    struct day_range range = {ends.lo, ends.hi};
    if (today != DAY_NONE && range.from < today) range.from = calendar_on_or_after(calendar, today);
    if (range.to <= range.from) range.to = calendar_add(calendar, range.from, 1);
    return range;
}

static struct ends ends_at(day_t day)
{
    return (struct ends){day, day};
}

/* With no event the stage is read off the plan: the first whose high end is not yet past. */
static enum stage guess_stage(const struct ends plan[MILESTONE_COUNT], day_t today)
{
    enum stage stage = STAGE_DESIGN;
    while (today != DAY_NONE && stage < STAGE_QUALITY_CHECK && plan[stage].hi < today) stage++;
    return stage;
}

/* What the plan has moved by: the days lost before the piece was shipped. */
static int plan_delay(const struct history *history, day_t start)
{
    day_t until = INT32_MAX;
    if (history->stage >= STAGE_SHIPPED) until = zone_day(history->calendars->zone, history->entered);
    return history_lost_days(history, start, until);
}

/* The life as the history tells it; `plan` is the plan with its delays. */
static struct item_life life_of(const struct history *history, const struct ends plan[MILESTONE_COUNT])
{
    struct item_life life = {
        .stage = history->reported ? history->stage : guess_stage(plan, history->today),
        .reported = history->reported,
        .held = history_is_held(history),
        .waiting_for_photo = history_waits_for_photo(history),
        .waiting_for_customer = history_waits_for_photo(history) || history_waits_for_proof(history),
    };
    memcpy(life.began, history->first, sizeof life.began);
    if (history_is_cancelled(history)) life.stage = STAGE_CANCELLED;
    return life;
}

void estimate_life(const struct estimate_calendars *calendars, const struct estimate_input *input,
                   struct item_life *out)
{
    struct course course = plot(calendars, input);
    struct history history;
    history_gather(calendars, input, &history);
    day_t start = day_zero(calendars, input);
    struct ends plan[MILESTONE_COUNT];
    walk(&course, ends_at(start), 0, plan_delay(&history, start), plan);
    *out = life_of(&history, plan);
}

/* Design stage: an approved proof completes the design; a photo that had to be asked for starts it anew. */
static struct standing stand_in_design(const struct history *history, day_t start)
{
    const struct zone *zone = history->calendars->zone;
    instant_t approval = history_approval(history), photo = history_photo(history);
    if (approval != INSTANT_NONE) return (struct standing){1, 1, 1, ends_at(zone_day(zone, approval))};
    day_t base = photo == INSTANT_NONE ? start : zone_day(zone, photo);
    return (struct standing){0, 0, 0, ends_at(base > start ? base : start)};
}

static struct standing stand(const struct history *history, day_t start)
{
    const struct zone *zone = history->calendars->zone;
    instant_t entered = history->entered;
    switch (history->stage) {
    case STAGE_PRODUCTION:
        if (history_approval(history) > entered) entered = history_approval(history);
        return (struct standing){1, 1, 1, ends_at(zone_day(zone, entered))};
    case STAGE_QUALITY_CHECK:
        return (struct standing){2, 2, 2, ends_at(zone_day(zone, entered))};
    case STAGE_SHIPPED:
        return (struct standing){MILESTONE_DELIVERED, MILESTONE_DELIVERED, MILESTONE_DELIVERED,
                                 ends_at(zone_day(zone, entered))};
    case STAGE_DELIVERED:
        return (struct standing){
            .happened = MILESTONE_COUNT, .running = MILESTONE_COUNT, .done = MILESTONE_COUNT};
    default:
        return stand_in_design(history, start);
    }
}

/* The day a milestone happened: the first event of any later stage completes what was skipped. */
static day_t actual_day(const struct history *history, int milestone)
{
    const struct zone *zone = history->calendars->zone;
    /* Milestone m ends stage m, but quality check and shipped both end with the stage `shipped`. */
    int stage = milestone < MILESTONE_SHIPPED ? milestone + 1 : milestone;
    instant_t first = INSTANT_NONE;
    for (; stage <= STAGE_DELIVERED; stage++)
        if (history->first[stage] != INSTANT_NONE && (first == INSTANT_NONE || history->first[stage] < first))
            first = history->first[stage];
    if (first == INSTANT_NONE) first = history_approval(history);
    return zone_day(zone, first);
}

/* Overdue: today is past what was last promised for the milestone worked towards, or its plan where nothing was; or past
 * what was promised for a later one. */
static void judge_overdue(const struct history *history, const struct ends plan[MILESTONE_COUNT], int running,
                          struct estimate *estimate)
{
    day_t missed = DAY_NONE;
    for (int m = running; m < MILESTONE_COUNT; m++) {
        struct day_range due;
        bool told = history_promise(history, (enum milestone)m, &due);
        /* The customer bought by the plan of dispatch and arrival; those of the steps before are the workshop's own. */
        bool owed = told || m >= MILESTONE_QUALITY_CHECK_DONE;
        if (!told) due = show(history->calendars, m, plan[m], DAY_NONE);
        if (history->today <= due.to || (!told && m != running && !owed)) continue;
        estimate->broken = estimate->broken || owed;
        if ((told || m == running) && (missed == DAY_NONE || due.to < missed)) missed = due.to;
    }
    estimate->overdue_since = missed;
    estimate->overdue = missed != DAY_NONE;
    estimate->broken = estimate->broken && estimate->overdue;
}

/* The running stage's share starts again, with today as day 0. */
static void restart(const struct history *history, struct standing *standing)
{
    const struct calendar *calendar = calendar_for(history->calendars, standing->running);
    standing->done = standing->running;
    standing->base = ends_at(calendar_on_or_after(calendar, history->today));
}

/* While the customer is waited for, the remaining stages count from today; a proof that is out leaves the approval only. */
static void wait(const struct history *history, struct standing *standing)
{
    if (!history_waits_for_photo(history) && standing->done == 0) standing->done = 1;
    standing->base = ends_at(calendar_on_or_after(history->calendars->studio, history->today));
}

static void forecast(const struct course *course, const struct history *history,
                     const struct standing *standing, bool may_be_spent, struct ends out[MILESTONE_COUNT])
{
    for (int m = standing->happened; m < standing->done; m++) out[m] = standing->base;
    int lost =
        standing->done < MILESTONE_DELIVERED ? history_lost_days(history, standing->base.lo, INT32_MAX) : 0;
    walk(course, standing->base, standing->done, lost, out);
    int running = standing->running;
    if (!may_be_spent || running == MILESTONE_COUNT || out[running].hi >= history->today) return;
    /* Its days are spent, yet it is not overdue, as a later day was promised: it can come any day now. */
    const struct calendar *calendar = calendar_for(course->calendars, running);
    day_t soon = calendar_on_or_after(calendar, history->today);
    struct ends now = {soon, calendar_add(calendar, soon, 1)};
    out[running] = now;
    if (running == MILESTONE_QUALITY_CHECK_DONE) out[MILESTONE_SHIPPED] = now;
    walk(course, now, running == MILESTONE_QUALITY_CHECK_DONE ? MILESTONE_DELIVERED : running + 1, 0, out);
}

/* The ranges as of now, once there is a now. */
static void judge(const struct course *course, const struct history *history,
                  const struct ends plan[MILESTONE_COUNT], struct estimate *estimate)
{
    const struct item_life *life = &estimate->life;
    struct standing standing = stand(history, estimate->start);
    if (!life->reported) standing.running = (int)life->stage;
    bool cancelled = life->stage == STAGE_CANCELLED;
    if (life->waiting_for_customer)
        wait(history, &standing);
    else if (!cancelled)
        judge_overdue(history, plan, standing.running, estimate);
    if (estimate->overdue) restart(history, &standing);
    struct ends ends[MILESTONE_COUNT];
    forecast(course, history, &standing, !estimate->overdue && !life->waiting_for_customer, ends);
    for (int m = 0; m < MILESTONE_COUNT; m++) {
        struct milestone_range *shown = &estimate->milestones[m];
        if (m < standing.happened) {
            shown->actual = actual_day(history, m);
            shown->range = (struct day_range){shown->actual, shown->actual};
        } else {
            shown->range = show(course->calendars, m, ends[m], history->today);
        }
    }
    estimate->next = (enum milestone)standing.running;
}

void estimate_item(const struct estimate_calendars *calendars, const struct estimate_input *input,
                   struct estimate *out)
{
    struct course course = plot(calendars, input);
    struct history history;
    history_gather(calendars, input, &history);
    struct estimate estimate = {
        .start = day_zero(calendars, input), .next = MILESTONE_DESIGN_DONE, .overdue_since = DAY_NONE};
    struct ends plan[MILESTONE_COUNT];
    walk(&course, ends_at(estimate.start), 0, 0, plan);
    for (int m = 0; m < MILESTONE_COUNT; m++)
        estimate.milestones[m] = estimate.plan[m] =
            (struct milestone_range){show(calendars, m, plan[m], DAY_NONE), DAY_NONE};
    estimate.hold_days = plan_delay(&history, estimate.start);
    walk(&course, ends_at(estimate.start), 0, estimate.hold_days, plan);
    estimate.life = life_of(&history, plan);
    if (history.today != DAY_NONE) judge(&course, &history, plan, &estimate);
    *out = estimate;
}

enum verdict estimate_need_by(struct day_range delivered, day_t need_by)
{
    if (need_by >= delivered.to) return VERDICT_COMFORTABLE;
    return need_by >= delivered.from ? VERDICT_TIGHT : VERDICT_UNLIKELY;
}
