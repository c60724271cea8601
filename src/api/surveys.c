/* Surveys, listed and answered. */
#include "desk/survey.h"

#include "api/routes.h"
#include "api/write.h"

int route_surveys(struct call *call, struct err *err)
{
    struct survey_filter filter = {0};
    struct str state = call_query(call, "state");
    int limit, count;
    if (call_limit(call, &limit, err) < 0 || call_cursor(call, &filter.after, err) < 0) return -1;
    if (state.ptr) filter.which = str_is(state, "answered") ? SURVEYS_ANSWERED : SURVEYS_OPEN;
    filter.most = limit + 1;
    struct survey *list = ARENA_ARRAY(call->arena, (size_t)limit + 1, struct survey);
    if (desk_surveys(call->desk, &call->actor, call->arena, &filter, list, &count, err) < 0) return -1;
    int shown = count > limit ? limit : count;
    call_begin_page(call);
    for (int i = 0; i < shown; i++) write_survey(&call->json, &list[i]);
    call_end_page(call, shown < count, shown ? &list[shown - 1].id : NULL);
    return 0;
}

static const struct member_rule answer_members[] = {
    MEMBER("score", read_int, struct survey_reply, score, .required = true, .min = 1, .max = 5),
    MEMBER("comment", read_text, struct survey_reply, comment, .max = 4000),
};
const struct shape shape_survey_answer = SHAPE(struct survey_reply, NULL, answer_members, NULL);

int route_survey_answer(struct call *call, struct err *err)
{
    struct survey_reply reply = {0};
    struct survey survey;
    struct id id;
    if (call_id(call, "id", &id, err) < 0 || call_body(call, &reply, err) < 0 ||
        desk_survey_answer(call->desk, &call->actor, call->arena, &id, &reply, &survey, err) < 0)
        return -1;
    write_survey(&call->json, &survey);
    return 0;
}
