/* Surveys in the database; see survey.h. */
#include "store/survey.h"

#define COLUMNS                                                                                         \
    "survey_id, occasion, ticket_id, order_id, customer_id, agent_id, concern, asked_at, answered_at, " \
    "score, comment"
static const struct db_sql sql_ask = {
    .text = "INSERT INTO survey (store_id, survey_id, occasion, ticket_id, order_id, customer_id,"
            " agent_id, concern, asked_at, comment) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, '')"};
static const struct db_sql sql_load = {.text = "SELECT " COLUMNS
                                               " FROM survey WHERE store_id = ?1 AND survey_id = ?2"};
static const struct db_sql sql_open = {
    .text = "SELECT " COLUMNS " FROM survey WHERE store_id = ?1 AND ticket_id = ?2 AND answered_at IS"
            " NULL ORDER BY survey_id DESC LIMIT 1"};
static const struct db_sql sql_open_on = {
    .text = "SELECT " COLUMNS " FROM survey WHERE store_id = ?1 AND order_id = ?2 AND answered_at IS"
            " NULL ORDER BY survey_id DESC LIMIT 1"};
static const struct db_sql sql_list = {
    .text = "SELECT " COLUMNS " FROM survey WHERE store_id = ?1 AND survey_id < ?2 AND (?4 = 0 OR (?4 = 1"
            " AND answered_at IS NOT NULL) OR (?4 = 2 AND answered_at IS NULL)) ORDER BY survey_id DESC"
            " LIMIT ?3"};
static const struct db_sql sql_answer = {
    .text = "UPDATE survey SET score = ?3, comment = ?4, answered_at = ?5 WHERE store_id = ?1 AND"
            " survey_id = ?2 AND answered_at IS NULL"};

static const struct db_sql sql_take_back = {
    .text = "DELETE FROM survey WHERE store_id = ?1 AND ticket_id = ?2 AND asked_at = ?3 AND answered_at IS"
            " NULL"};

int survey_take_back(const struct unit *unit, const struct id *ticket, instant_t asked_at, struct err *err)
{
    return UNIT_EXEC(unit, &sql_take_back, err, db_id(ticket), db_int(asked_at));
}

int survey_ask(const struct unit *unit, struct survey *survey, struct err *err)
{
    survey->id = unit_id(unit);
    survey->asked_at = unit->now;
    return UNIT_EXEC(unit, &sql_ask, err, db_id(&survey->id),
                     db_text(survey->delivery ? STR("delivery") : STR("resolution")), db_id(&survey->ticket),
                     db_id(&survey->order), db_id(&survey->customer), db_id(&survey->agent),
                     db_text(survey->concern), db_int(survey->asked_at));
}

static void read_survey(const struct db_rows *rows, struct arena *arena, struct survey *out)
{
    *out = (struct survey){
        .id = db_get_id(rows, 0),
        .delivery = str_is(db_get_text(rows, 1), "delivery"),
        .ticket = db_get_id(rows, 2),
        .order = db_get_id(rows, 3),
        .customer = db_get_id(rows, 4),
        .agent = db_get_id(rows, 5),
        .concern = db_copy_text(rows, 6, arena),
        .asked_at = db_get_instant(rows, 7),
        .answered_at = db_get_instant(rows, 8),
        .score = (int)db_get_int(rows, 9),
        .comment = db_copy_text(rows, 10, arena),
    };
}

static int one_survey(const struct unit *unit, const struct db_sql *sql, const struct id *id,
                      struct survey *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, sql, UNIT_ARGS(unit, db_id(id)), &rows, err);
    if (found <= 0) return found;
    read_survey(&rows, unit->arena, out);
    db_rows_done(&rows);
    return 1;
}

int survey_list(const struct unit *unit, const struct survey_filter *filter, struct survey *out,
                int *out_count, struct err *err)
{
    struct db_rows rows;
    struct id after = filter->after;
    int count = 0, more;
    if (id_is_none(&after)) memset(&after, 0xff, sizeof after);
    if (db_query(unit->tx, &sql_list,
                 UNIT_ARGS(unit, db_id(&after), db_int(filter->most), db_int(filter->which)), &rows, err) < 0)
        return -1;
    while ((more = db_next(&rows, err)) > 0) read_survey(&rows, unit->arena, &out[count++]);
    db_rows_done(&rows);
    *out_count = count;
    return more;
}

int survey_load(const struct unit *unit, const struct id *id, struct survey *out, struct err *err)
{
    return one_survey(unit, &sql_load, id, out, err);
}

int survey_open_on(const struct unit *unit, const struct id *order, struct survey *out, struct err *err)
{
    return one_survey(unit, &sql_open_on, order, out, err);
}

int survey_open(const struct unit *unit, const struct id *ticket, struct survey *out, struct err *err)
{
    return one_survey(unit, &sql_open, ticket, out, err);
}

int survey_answer(const struct unit *unit, const struct id *id, int score, struct str comment,
                  struct err *err)
{
    int64_t changes;
    if (score < 1 || score > 5)
        return err_set(err, ERR_INPUT, "/score: a whole number from 1 to 5 is expected, found %d", score);
    if (db_exec(unit->tx, &sql_answer,
                UNIT_ARGS(unit, db_id(id), db_int(score), db_text(comment), db_int(unit->now)), &changes,
                err) < 0)
        return -1;
    return changes ? 0 : err_set(err, ERR_CONFLICT, "this survey has been answered already");
}
