/* Marks of imports in the database; see import_mark.h. */
#include "store/import_mark.h"

static const struct db_sql sql_load = {.text = "SELECT position, line, created, changed, same, refused FROM"
                                               " import_mark WHERE store_id = ?1 AND source = ?2"};
static const struct db_sql sql_save = {
    .text = "INSERT INTO import_mark (store_id, source, position, line, created, changed, same, refused,"
            " updated_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (store_id, source) DO"
            " UPDATE SET position = excluded.position, line = excluded.line, created ="
            " excluded.created, changed = excluded.changed, same = excluded.same, refused ="
            " excluded.refused, updated_at = excluded.updated_at"};
static const struct db_sql sql_clear = {.text =
                                            "DELETE FROM import_mark WHERE store_id = ?1 AND source = ?2"};

int import_mark_load(const struct unit *unit, struct import_mark *mark, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_load, UNIT_ARGS(unit, db_bytes(mark->source)), &rows, err);
    if (found <= 0) return found;
    mark->position = db_get_int(&rows, 0);
    mark->line = db_get_int(&rows, 1);
    mark->created = db_get_int(&rows, 2);
    mark->changed = db_get_int(&rows, 3);
    mark->same = db_get_int(&rows, 4);
    mark->refused = db_get_int(&rows, 5);
    db_rows_done(&rows);
    return 1;
}

int import_mark_save(const struct unit *unit, const struct import_mark *mark, struct err *err)
{
    return UNIT_EXEC(unit, &sql_save, err, db_bytes(mark->source), db_int(mark->position), db_int(mark->line),
                     db_int(mark->created), db_int(mark->changed), db_int(mark->same), db_int(mark->refused),
                     db_int(unit->now));
}

int import_mark_clear(const struct unit *unit, struct str source, struct err *err)
{
    return UNIT_EXEC(unit, &sql_clear, err, db_bytes(source));
}
