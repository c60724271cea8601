/* What a person keeps for themselves, in the database; see preference.h. */
#include "store/preference.h"

static const struct db_sql sql_views = {
    .text =
        "SELECT view_id, name, query, created_at FROM account_view WHERE store_id = ?1 AND account_id = ?2"
        " ORDER BY view_id"};
static const struct db_sql sql_view_add = {
    .text =
        "INSERT INTO account_view (store_id, account_id, view_id, name, query, created_at) VALUES (?1, ?2,"
        " ?3, ?4, ?5, ?6)"};
static const struct db_sql sql_view_delete = {
    .text = "DELETE FROM account_view WHERE store_id = ?1 AND account_id = ?2 AND view_id = ?3"};
static const struct db_sql sql_setting = {
    .text = "SELECT lang, theme FROM account_setting WHERE store_id = ?1 AND account_id = ?2"};
static const struct db_sql sql_setting_save = {
    .text =
        "INSERT INTO account_setting (store_id, account_id, lang, theme) VALUES (?1, ?2, ?3, ?4) ON CONFLICT"
        " (store_id, account_id) DO UPDATE SET lang = excluded.lang, theme = excluded.theme"};

int view_list(const struct unit *unit, const struct id *account, struct saved_view **out, size_t *out_count,
              struct err *err)
{
    struct db_rows rows;
    struct saved_view *list = NULL;
    size_t count = 0, cap = 0;
    int more;
    if (db_query(unit->tx, &sql_views, UNIT_ARGS(unit, db_id(account)), &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0)
        *ARENA_PUSH(unit->arena, list, count, cap) = (struct saved_view){
            .id = db_get_id(&rows, 0),
            .name = db_copy_text(&rows, 1, unit->arena),
            .query = db_copy_text(&rows, 2, unit->arena),
            .created_at = db_get_instant(&rows, 3),
        };
    db_rows_done(&rows);
    *out = list;
    *out_count = count;
    return more;
}

int view_insert(const struct unit *unit, const struct id *account, struct saved_view *view, struct err *err)
{
    view->id = unit_id(unit);
    view->created_at = unit->now;
    return UNIT_EXEC(unit, &sql_view_add, err, db_id(account), db_id(&view->id), db_text(view->name),
                     db_text(view->query), db_int(view->created_at));
}

int view_delete(const struct unit *unit, const struct id *account, const struct id *view, bool *out_done,
                struct err *err)
{
    int64_t changes;
    if (db_exec(unit->tx, &sql_view_delete, UNIT_ARGS(unit, db_id(account), db_id(view)), &changes, err) < 0)
        return -1;
    *out_done = changes > 0;
    return 0;
}

int setting_load(const struct unit *unit, const struct id *account, struct account_setting *out,
                 struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_setting, UNIT_ARGS(unit, db_id(account)), &rows, err);
    if (found < 0) return -1;
    *out = (struct account_setting){{0}, {0}};
    if (!found) return 0;
    *out = (struct account_setting){db_copy_text(&rows, 0, unit->arena), db_copy_text(&rows, 1, unit->arena)};
    db_rows_done(&rows);
    return 1;
}

int setting_save(const struct unit *unit, const struct id *account, const struct account_setting *setting,
                 struct err *err)
{
    return UNIT_EXEC(unit, &sql_setting_save, err, db_id(account), db_text(setting->lang),
                     db_text(setting->theme));
}
