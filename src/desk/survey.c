/* Surveys, listed and answered; see survey.h. */
#include "desk/survey.h"

#include "store/audit.h"

struct survey_page {
    const struct survey_filter *filter;
    struct survey *out;
    int count;
};

static int list_in(const struct unit *unit, void *context, struct err *err)
{
    struct survey_page *page = context;
    return survey_list(unit, page->filter, page->out, &page->count, err);
}

int desk_surveys(struct desk *desk, const struct actor *actor, struct arena *arena,
                 const struct survey_filter *filter, struct survey *out, int *out_count, struct err *err)
{
    struct survey_page page = {filter, out, 0};
    if (actor_check(actor, RIGHT_DESK, err) < 0 || desk_read(desk, actor, arena, list_in, &page, err) < 0)
        return -1;
    *out_count = page.count;
    return 0;
}

struct answering {
    struct id id;
    const struct survey_reply *reply;
    struct survey survey;
};

static int load(const struct unit *unit, struct answering *answering, struct err *err)
{
    int found = survey_load(unit, &answering->id, &answering->survey, err);
    if (found < 0) return -1;
    return found ? 0 : err_set(err, ERR_NOT_FOUND, "there is no such survey");
}

static int answer_in(const struct unit *unit, void *context, struct err *err)
{
    struct answering *answering = context;
    if (load(unit, answering, err) < 0 ||
        survey_answer(unit, &answering->id, answering->reply->score, answering->reply->comment, err) < 0 ||
        load(unit, answering, err) < 0)
        return -1;
    struct audit_entry entry = {.verb = "survey.answered",
                                .object = answering->id,
                                .order = answering->survey.order,
                                .ticket = answering->survey.ticket,
                                .detail =
                                    arena_printf(unit->arena, "{\"score\":%d}", answering->survey.score)};
    return audit_add(unit, &entry, err);
}

int desk_survey_answer(struct desk *desk, const struct actor *actor, struct arena *arena, const struct id *id,
                       const struct survey_reply *reply, struct survey *out, struct err *err)
{
    struct answering answering = {.id = *id, .reply = reply};
    if (actor_check(actor, RIGHT_REPLY, err) < 0 ||
        desk_write(desk, actor, arena, answer_in, &answering, err) < 0)
        return -1;
    *out = answering.survey;
    return 0;
}
