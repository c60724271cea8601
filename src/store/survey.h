/* Surveys: how satisfied a customer is, asked after a resolution and after delivery (rule book, section 11). */
#ifndef BURIN_STORE_SURVEY_H
#define BURIN_STORE_SURVEY_H

#include "store/unit.h"

struct survey {
    struct id id;
    bool delivery; /* asked after delivery, else after a resolution */
    struct id ticket, order, customer, agent;
    struct str concern;
    instant_t asked_at, answered_at;
    int score; /* 1–5, 0 until it is answered */
    struct str comment;
};

int survey_ask(const struct unit *unit, struct survey *survey, struct err *err);
/* What was asked on the ticket at that moment, and is not answered, was never asked. */
int survey_take_back(const struct unit *unit, const struct id *ticket, instant_t asked_at, struct err *err);
/* 1 where found, 0 where not. */
int survey_load(const struct unit *unit, const struct id *id, struct survey *out, struct err *err);
/* The last one that was asked on a ticket and not answered. */
int survey_open(const struct unit *unit, const struct id *ticket, struct survey *out, struct err *err);
/* The same of an order. */
int survey_open_on(const struct unit *unit, const struct id *order, struct survey *out, struct err *err);
/* ERR_CONFLICT where it has been answered. */
int survey_answer(const struct unit *unit, const struct id *id, int score, struct str comment,
                  struct err *err);

struct survey_filter {
    enum { SURVEYS_ALL, SURVEYS_ANSWERED, SURVEYS_OPEN } which;
    struct id after; /* behind this one, newest first; zero: from the start */
    int most;
};
int survey_list(const struct unit *unit, const struct survey_filter *filter, struct survey *out,
                int *out_count, struct err *err);

#endif
