/* Surveys: who was asked, and what they answered. */
#ifndef BURIN_DESK_SURVEY_H
#define BURIN_DESK_SURVEY_H

#include "desk/desk.h"
#include "store/survey.h"

/* Newest first; needs RIGHT_DESK. */
int desk_surveys(struct desk *desk, const struct actor *actor, struct arena *arena,
                 const struct survey_filter *filter, struct survey *out, int *out_count, struct err *err);

struct survey_reply {
    int score; /* 1–5 */
    struct str comment;
};
/* Once: ERR_CONFLICT where it has been answered. Needs RIGHT_REPLY. */
int desk_survey_answer(struct desk *desk, const struct actor *actor, struct arena *arena, const struct id *id,
                       const struct survey_reply *reply, struct survey *out, struct err *err);

#endif
