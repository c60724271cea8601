/* What runs beside the demo's life: the days begin, letters go out, time is looked at, surveys come back; see demo.h. */
#include "channel/maildir.h"
#include "cli/demo.h"
#include "desk/delivery.h"
#include "desk/look.h"
#include "desk/survey.h"
#include "desk/timer.h"
#include "jobs/jobs.h"

enum {
    LETTERS_AT_ONCE = 50,
    SURVEYS_LOOKED_AT = 60,
    KEPT_DAYS = 3,
    POST_MINUTES = 120,
    TIMER_MINUTES = 480,     /* each look tries every promise that is due soon, */
    TIMER_MINUTES_NOW = 120, /* so it is closer only in the last days */
    TIMER_DAYS_NOW = 7
};
#define LEASE (60 * MICROS_PER_SECOND)

static const struct actor customer = {.name = STR_INIT("customer"), .role = ROLE_AGENT};

/* ---- letters ---- */

/* A letter of the last days is there to be read; older ones have been, long ago. */
static int deliver(struct demo *demo, const struct outgoing_message *letter, struct err *err)
{
    if (!demo->maildir || demo->now < demo->end - KEPT_DAYS * DEMO_DAY) return 0;
    return jobs_deliver(demo->store, demo->maildir, letter, err);
}

int demo_post(struct demo *demo, const struct demo_event *event, struct err *err)
{
    struct outgoing_message letters[LETTERS_AT_ONCE];
    int count;
    (void)event;
    do {
        if (desk_letters_claim(demo->desk, demo->arena, STR("demo"), LEASE, LETTERS_AT_ONCE, letters, &count,
                               err) < 0)
            return -1;
        for (int i = 0; i < count; i++)
            if (deliver(demo, &letters[i], err) < 0 ||
                desk_letter_sent(demo->desk, demo->arena, &letters[i], STR("demo"), err) < 0)
                return -1;
    } while (count == LETTERS_AT_ONCE);
    return 0;
}

/* ---- time ---- */

int demo_timer(struct demo *demo, const struct demo_event *event, struct err *err)
{
    struct tick tick;
    (void)event;
    return desk_tick(demo->desk, demo->arena, &tick, err);
}

static int chain(struct demo *demo, struct err *err)
{
    int chained;
    do
        if (desk_audit_chain(demo->desk, demo->arena, &chained, err) < 0) return -1;
    while (chained);
    return 0;
}

/* ---- surveys ---- */

static int answer_survey(struct demo *demo, const struct demo_event *event, struct err *err)
{
    struct survey survey;
    struct survey_reply reply = {.score = event->number};
    struct demo_person reader = {.chinese = event->kind[0] == 'z'};
    struct err failure = {0};
    const char *kind = event->number >= 5 ? "comment5" : event->number == 4 ? "comment4" : "comment_low";
    if (demo_odds(demo, event->number >= 4 ? 45 : 75)) reply.comment = demo_text(demo, kind, &reader, NULL);
    if (desk_survey_answer(demo->desk, &customer, demo->arena, &event->id, &reply, &survey, &failure) == 0 ||
        failure.category == ERR_CONFLICT)
        return 0;
    if (err) *err = failure;
    return -1;
}

/* Out of a hundred: how many give 5, 4, 3, 2; the rest 1. */
static const struct {
    const char *concern;
    int scores[4];
} satisfaction[] = {
    {"", {70, 21, 6, 2}},
    {"delay", {40, 30, 16, 8}},
    {"damaged", {56, 25, 10, 5}},
    {"wrong_spec", {54, 26, 10, 5}},
    {"return", {30, 32, 20, 11}},
    {"cancel", {50, 30, 11, 5}},
    {"not_received", {46, 29, 14, 7}},
    {"change", {66, 23, 7, 2}},
};

static int pick_score(struct demo *demo, struct str concern)
{
    size_t row = 0;
    for (size_t i = 1; i < sizeof satisfaction / sizeof *satisfaction; i++)
        if (str_is(concern, satisfaction[i].concern)) row = i;
    int chosen = demo_pick(demo, 100), score = 5;
    for (int i = 0; i < 4 && (chosen -= satisfaction[row].scores[i]) >= 0; i++) score--;
    return score;
}

static bool is_chinese(struct demo *demo, const struct survey *survey)
{
    struct customer asked;
    struct err unheard = {0};
    return !id_is_none(&survey->customer) &&
           desk_customer_load(demo->desk, &demo->staff[0].actor, demo->arena, &survey->customer, &asked,
                              &unheard) > 0 &&
           str_starts(asked.person.locale, STR("zh"));
}

static void maybe_answer(struct demo *demo, const struct survey *survey)
{
    if (!demo_odds(demo, survey->delivery ? 34 : 42)) return;
    int64_t least = survey->delivery ? 2 * 24 * 60 : 5 * 60,
            most = survey->delivery ? 6 * 24 * 60 : 3 * 24 * 60;
    struct demo_event event = {
        .at = demo_later(demo, least, most),
        .happen = answer_survey,
        .id = survey->id,
        .kind = is_chinese(demo, survey) ? "zh" : "en",
        .number = pick_score(demo, survey->concern),
    };
    demo_enter(demo, &event);
}

/* Those that were asked since yesterday. */
static int look_at_surveys(struct demo *demo, struct err *err)
{
    struct survey surveys[SURVEYS_LOOKED_AT];
    struct survey_filter filter = {.which = SURVEYS_OPEN, .most = SURVEYS_LOOKED_AT};
    int count;
    if (desk_surveys(demo->desk, &demo->staff[0].actor, demo->arena, &filter, surveys, &count, err) < 0)
        return -1;
    for (int i = 0; i < count; i++)
        if (surveys[i].asked_at > demo->now - DEMO_DAY) maybe_answer(demo, &surveys[i]);
    return 0;
}

/* ---- a day ---- */

int demo_day(struct demo *demo, const struct demo_event *event, struct err *err)
{
    (void)event;
    bool lately = demo->now > demo->end - TIMER_DAYS_NOW * DEMO_DAY;
    int every = lately ? TIMER_MINUTES_NOW : TIMER_MINUTES;
    for (int minute = every; minute < 24 * 60; minute += every) {
        struct demo_event timer = {.at = demo_moment(demo, demo_today(demo), minute), .happen = demo_timer};
        demo_enter(demo, &timer);
    }
    for (int minute = POST_MINUTES; minute < 24 * 60; minute += POST_MINUTES) {
        struct demo_event post = {.at = demo_moment(demo, demo_today(demo), minute), .happen = demo_post};
        demo_enter(demo, &post);
    }
    if (look_at_surveys(demo, err) < 0 || chain(demo, err) < 0) return -1;
    return demo_shop_day(demo, err);
}
