/* Stage words and the plan of proactive notices; see compose_notices.h. */
#include "engine/compose_notices.h"

#include "engine/hours.h"

enum { MOST_NOTICES = 9, FOLLOW_UP_DAYS = 2, WINDOW_CLOSING_HOURS = 2 };

/* ---- what is told at each stage: the present one and those to come ---- */

static int write_stage(struct letter *letter, enum stage stage, bool current, struct err *err)
{
    struct assessment *out = letter->matter->out;
    struct value values = letter_about(letter, out->item);
    struct str markdown;
    struct str name = ARENA_JOIN(letter->arena, STR("stages/"), stage_name(stage));
    if (letter_render(letter, name, &values, &markdown, err) < 0) return -1;
    out->status_messages[out->status_message_count++] =
        (struct status_message){stage, current, str_trim(markdown)};
    return 0;
}

static int write_stages(struct letter *letter, struct err *err)
{
    struct assessment *out = letter->matter->out;
    out->status_messages = ARENA_ARRAY(letter->arena, STAGE_DELIVERED + 1, struct status_message);
    if (!letter->items) return 0;
    enum stage stage = letter->matter->views[out->item].estimate.life.stage;
    if (stage == STAGE_CANCELLED) return write_stage(letter, stage, true, err);
    for (int next = stage; next <= STAGE_DELIVERED; next++)
        if (write_stage(letter, (enum stage)next, next == (int)stage, err) < 0) return -1;
    return 0;
}

/* ---- proactive notices ---- */

static bool claim_is_open(const struct matter *matter)
{
    if (matter->out->claim.present) return true;
    for (size_t i = 0; i < matter->order->claim_count; i++) {
        enum claim_state state = matter->order->claims[i].state;
        if (state != CLAIM_FULFILLED && state != CLAIM_REJECTED && state != CLAIM_WITHDRAWN) return true;
    }
    return false;
}

static bool is_being_cancelled(const struct matter *matter)
{
    for (size_t i = 0; i < matter->out->decision_count; i++)
        if (matter->out->decisions[i].action == ACTION_CANCEL_ORDER) return true;
    return false;
}

static bool hold_is_set(const struct matter *matter)
{
    for (size_t i = 0; i < matter->out->decision_count; i++)
        if (matter->out->decisions[i].hold) return true;
    return false;
}

static struct str why_withheld(const struct letter *letter, enum notice notice)
{
    const struct matter *matter = letter->matter;
    const struct item_life *life = &matter->views[matter->out->item].estimate.life;
    if (life->stage == STAGE_CANCELLED) return STR("cancelled");
    if (is_being_cancelled(matter)) return STR("cancellation_pending");
    bool follow_up = notice == NOTICE_DELIVERY_FOLLOW_UP;
    if ((life->held || hold_is_set(matter)) && !follow_up && notice != NOTICE_WINDOW_CLOSING)
        return STR("on_hold");
    if (follow_up && claim_is_open(matter)) return STR("open_claim");
    return (struct str){0};
}

struct planned {
    enum notice notice;
    const char *template;
    struct day_range range;
    bool may_sms;
    struct str withheld;
};

static int write_notice(struct letter *letter, struct planned planned, struct err *err)
{
    struct assessment *out = letter->matter->out;
    struct value values = letter_about(letter, out->item);
    struct str markdown;
    struct str name = ARENA_JOIN(letter->arena, STR("notices/"), str_of(planned.template));
    if (letter_render(letter, name, &values, &markdown, err) < 0) return -1;
    struct str withheld = planned.withheld.len ? planned.withheld : why_withheld(letter, planned.notice);
    out->proactive[out->proactive_count++] = (struct notice_plan){
        .notice = planned.notice,
        .email = true,
        .sms = planned.may_sms && letter->matter->order->customer.consents_sms,
        .range = planned.range,
        .withheld = withheld,
        .markdown = str_trim(markdown),
    };
    return 0;
}

static struct day_range from_to(day_t from, day_t to)
{
    return (struct day_range){from, to};
}

/* The notices that belong to milestones still to come. */
static int write_milestone_notices(struct letter *letter, const struct estimate *estimate, struct err *err)
{
    static const struct {
        enum milestone milestone;
        enum notice notice;
        const char *template;
        bool may_sms;
    } rows[] = {
        {MILESTONE_DESIGN_DONE, NOTICE_PRODUCTION_STARTED, "production_started", true},
        {MILESTONE_QUALITY_CHECK_DONE, NOTICE_QUALITY_CHECK_COMPLETE, "quality_check_complete", false},
        {MILESTONE_SHIPPED, NOTICE_SHIPPED, "shipped", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct milestone_range *milestone = &estimate->milestones[rows[i].milestone];
        if (milestone->actual != DAY_NONE) continue;
        struct planned planned = {rows[i].notice, rows[i].template, milestone->range, rows[i].may_sms, {0}};
        if (write_notice(letter, planned, err) < 0) return -1;
    }
    return 0;
}

/* Two messages, because the law sees two: care, and only with marketing consent the invitation. */
static int write_follow_up(struct letter *letter, const struct estimate *estimate, struct err *err)
{
    const struct milestone_range *delivered = &estimate->milestones[MILESTONE_DELIVERED];
    struct day_range range =
        from_to(delivered->range.from + FOLLOW_UP_DAYS, delivered->range.to + FOLLOW_UP_DAYS);
    if (range.to < letter->matter->today) return 0;
    struct planned care = {NOTICE_DELIVERY_FOLLOW_UP, "delivery_follow_up", range, false, {0}};
    struct planned invitation = {NOTICE_DELIVERY_FOLLOW_UP, "invitation", range, false, {0}};
    if (!letter->matter->order->customer.consents_marketing)
        invitation.withheld = STR("no_marketing_consent");
    if (write_notice(letter, care, err) < 0) return -1;
    return write_notice(letter, invitation, err);
}

static int write_exceptional(struct letter *letter, const struct estimate *estimate, struct err *err)
{
    const struct matter *matter = letter->matter;
    if (estimate->overdue) {
        struct planned delay = {NOTICE_DELAY, "delay", from_to(matter->today, matter->today), true, {0}};
        /* The reply itself tells them. */
        for (size_t i = 0; i < matter->out->decision_count; i++)
            if (matter->out->decisions[i].action == ACTION_APOLOGISE_DELAY)
                delay.withheld = STR("told_in_reply");
        if (write_notice(letter, delay, err) < 0) return -1;
    }
    if (!matter->out->change.present || matter->out->change.confirm_by == INSTANT_NONE) return 0;
    day_t day = zone_day(matter->store->zone,
                         matter->out->change.confirm_by - WINDOW_CLOSING_HOURS * MICROS_PER_HOUR);
    struct planned closing = {NOTICE_WINDOW_CLOSING, "window_closing", from_to(day, day), false, {0}};
    return write_notice(letter, closing, err);
}

/* "immediately": planned only on the order's own day, before anything has happened. */
static int write_confirmed(struct letter *letter, const struct item_view *view, struct err *err)
{
    const struct matter *matter = letter->matter;
    day_t placed = matter->order->placed_at == INSTANT_NONE
                       ? DAY_NONE
                       : zone_day(matter->store->zone, matter->order->placed_at);
    if (placed != matter->today || view->begun) return 0;
    struct planned planned = {NOTICE_ORDER_CONFIRMED, "order_confirmed", from_to(placed, placed), false, {0}};
    return write_notice(letter, planned, err);
}

static int write_plan(struct letter *letter, struct err *err)
{
    struct assessment *out = letter->matter->out;
    out->proactive = ARENA_ARRAY(letter->arena, MOST_NOTICES, struct notice_plan);
    if (!letter->items) return 0;
    const struct item_view *view = &letter->matter->views[out->item];
    if (view->estimate.life.stage == STAGE_CANCELLED) return 0;
    if (write_confirmed(letter, view, err) < 0 || write_milestone_notices(letter, &view->estimate, err) < 0 ||
        write_follow_up(letter, &view->estimate, err) < 0)
        return -1;
    return write_exceptional(letter, &view->estimate, err);
}

/* ---- measures this inquiry counts in ---- */

static void note_metrics(struct letter *letter)
{
    const struct matter *matter = letter->matter;
    struct assessment *out = matter->out;
    out->metrics = ARENA_ARRAY(letter->arena, 4, struct metric_due);
    out->metrics[out->metric_count++] =
        (struct metric_due){STR("first_response"), hours_after(matter->store, matter->inquiry->at,
                                                               matter->policy->first_response_hours)};
    if (out->change.present && matter->view_count && matter->views[out->item].window.state == WINDOW_OPEN)
        out->metrics[out->metric_count++] =
            (struct metric_due){STR("modification_success"), matter->views[out->item].window.closes_at};
    if (out->claim.present)
        out->metrics[out->metric_count++] = (struct metric_due){STR("remake_rate"), INSTANT_NONE};
    if (out->in_scope) out->metrics[out->metric_count++] = (struct metric_due){STR("csat"), INSTANT_NONE};
}

int notices_write(struct letter *letter, struct err *err)
{
    if (write_stages(letter, err) < 0 || write_plan(letter, err) < 0) return -1;
    note_metrics(letter);
    return 0;
}

int composer_notice(struct composer *composer, struct matter *matter, enum notice notice, struct str template,
                    bool whole, struct notice_plan *out, struct err *err)
{
    struct notice_plan one;
    struct letter letter;
    struct assessment *assessment = matter->out;
    arena_reset(composer->scratch);
    letter_init(&letter, composer, matter, matter->reading.lang, matter->arena);
    assessment->proactive = &one;
    assessment->proactive_count = 0;
    struct planned planned = {.notice = notice, .range = {DAY_NONE, DAY_NONE}};
    planned.template = arena_cstr(letter.arena, template);
    if (whole) put_text(&letter, &letter.base, "whole", STR("yes"));
    if (str_is(template, "invitation") && !matter->order->customer.consents_marketing)
        planned.withheld = STR("no_marketing_consent");
    if (write_notice(&letter, planned, err) < 0) return -1;
    assessment->proactive = NULL;
    assessment->proactive_count = 0;
    *out = one;
    return 0;
}
