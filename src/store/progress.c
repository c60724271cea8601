/* Photos of a piece in the making, in the database; see progress.h. */
#include "store/progress.h"

#define COLUMNS                                                                                       \
    "photo_id, order_id, item, stage, caption, shown, type, bytes, width, height, digest, added_by, " \
    "added_at"

static const struct db_sql sql_insert = {.text = "INSERT INTO progress_photo (store_id, " COLUMNS
                                                 ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
                                                 " ?10, ?11, ?12, ?13, ?14)"};
static const struct db_sql sql_load = {.text = "SELECT " COLUMNS
                                               " FROM progress_photo WHERE store_id = ?1 AND photo_id = ?2"};
static const struct db_sql sql_find = {
    .text = "SELECT " COLUMNS " FROM progress_photo WHERE store_id = ?1 AND order_id = ?2 AND digest = ?3"};
static const struct db_sql sql_list = {
    .text = "SELECT " COLUMNS " FROM progress_photo WHERE store_id = ?1 AND order_id = ?2 ORDER BY photo_id"};
static const struct db_sql sql_save = {
    .text = "UPDATE progress_photo SET caption = ?3, shown = ?4 WHERE store_id = ?1 AND photo_id = ?2"};
static const struct db_sql sql_remove = {
    .text = "DELETE FROM progress_photo WHERE store_id = ?1 AND photo_id = ?2"};
/* What the pixels of a photo may be held by beside it; the row itself is gone by then. */
static const struct db_sql sql_drop_file = {
    .text = "DELETE FROM file WHERE store_id = ?1 AND digest = ?2 AND NOT EXISTS (SELECT 1 FROM"
            " progress_photo p WHERE p.store_id = ?1 AND p.digest = ?2) AND NOT EXISTS (SELECT 1 FROM"
            " attachment a WHERE a.store_id = ?1 AND a.digest = ?2)"};

int progress_insert(const struct unit *unit, struct progress_photo *photo, struct err *err)
{
    photo->id = unit_id(unit);
    photo->added_by = unit->actor;
    photo->added_at = unit->now;
    return UNIT_EXEC(unit, &sql_insert, err, db_id(&photo->id), db_id(&photo->order),
                     photo->item < 0 ? db_null() : db_int(photo->item), db_text(stage_name(photo->stage)),
                     db_text(photo->caption), db_int(photo->shown), db_text(photo->type),
                     db_int(photo->bytes), db_int(photo->width), db_int(photo->height),
                     db_bytes(photo->digest), db_text(photo->added_by), db_int(photo->added_at));
}

static int read_photo(const struct db_rows *rows, struct arena *arena, struct progress_photo *out,
                      struct err *err)
{
    *out = (struct progress_photo){
        .id = db_get_id(rows, 0),
        .order = db_get_id(rows, 1),
        .item = db_is_null(rows, 2) ? ALL_ITEMS : (int)db_get_int(rows, 2),
        .caption = db_copy_text(rows, 4, arena),
        .shown = db_get_int(rows, 5),
        .type = db_copy_text(rows, 6, arena),
        .bytes = db_get_int(rows, 7),
        .width = (int)db_get_int(rows, 8),
        .height = (int)db_get_int(rows, 9),
        .digest = db_copy_text(rows, 10, arena),
        .added_by = db_copy_text(rows, 11, arena),
        .added_at = db_get_instant(rows, 12),
    };
    if (stage_from_name(db_get_text(rows, 3), &out->stage) == 0) return 0;
    return err_set(err, ERR_SYSTEM, "the database holds a stage that this version does not know");
}

static int one_photo(const struct unit *unit, const struct db_sql *sql, const struct db_value *args,
                     size_t count, struct progress_photo *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, sql, args, count, &rows, err);
    if (found <= 0) return found;
    int result = read_photo(&rows, unit->arena, out, err);
    db_rows_done(&rows);
    return result < 0 ? -1 : 1;
}

int progress_load(const struct unit *unit, const struct id *id, struct progress_photo *out, struct err *err)
{
    return one_photo(unit, &sql_load, UNIT_ARGS(unit, db_id(id)), out, err);
}

int progress_find(const struct unit *unit, const struct id *order, struct str digest,
                  struct progress_photo *out, struct err *err)
{
    return one_photo(unit, &sql_find, UNIT_ARGS(unit, db_id(order), db_bytes(digest)), out, err);
}

int progress_list(const struct unit *unit, const struct id *order, struct progress_photo **out,
                  size_t *out_count, struct err *err)
{
    struct db_rows rows;
    struct progress_photo *list = NULL;
    size_t count = 0, cap = 0;
    int more;
    if (db_query(unit->tx, &sql_list, UNIT_ARGS(unit, db_id(order)), &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0)
        if (read_photo(&rows, unit->arena, ARENA_PUSH(unit->arena, list, count, cap), err) < 0) {
            more = -1;
            break;
        }
    db_rows_done(&rows);
    if (more < 0) return -1;
    *out = list;
    *out_count = count;
    return 0;
}

int progress_save(const struct unit *unit, const struct progress_photo *photo, struct err *err)
{
    return UNIT_EXEC(unit, &sql_save, err, db_id(&photo->id), db_text(photo->caption), db_int(photo->shown));
}

int progress_remove(const struct unit *unit, const struct progress_photo *photo, struct err *err)
{
    if (UNIT_EXEC(unit, &sql_remove, err, db_id(&photo->id)) < 0) return -1;
    return UNIT_EXEC(unit, &sql_drop_file, err, db_bytes(photo->digest));
}

int progress_erase(const struct unit *unit, const struct id *order, struct err *err)
{
    struct progress_photo *list;
    size_t count;
    if (progress_list(unit, order, &list, &count, err) < 0) return -1;
    for (size_t i = 0; i < count; i++)
        if (progress_remove(unit, &list[i], err) < 0) return -1;
    return 0;
}
