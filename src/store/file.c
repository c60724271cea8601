/* Files and attachments in the database; see file.h. */
#include "store/file.h"

static const struct db_sql sql_put = {.text = "INSERT INTO file (store_id, digest, content, added_at) VALUES "
                                              "(?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"};
static const struct db_sql sql_load = {.text =
                                           "SELECT content FROM file WHERE store_id = ?1 AND digest = ?2"};
static const struct db_sql sql_thumbnail_put = {
    .text = "INSERT INTO thumbnail (store_id, digest, content) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"};
static const struct db_sql sql_thumbnail_load = {
    .text = "SELECT content FROM thumbnail WHERE store_id = ?1 AND digest = ?2"};
static const struct db_sql sql_attach = {
    .text = "INSERT INTO attachment (store_id, ticket_id, seq, place, name, type, bytes, width, height,"
            " digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"};
static const struct db_sql sql_attached = {
    .text = "SELECT name, type, bytes, width, height, digest FROM attachment WHERE store_id = ?1 AND"
            " ticket_id = ?2 AND seq = ?3 AND place = ?4"};

int file_put(const struct unit *unit, struct str digest, struct str content, struct err *err)
{
    return UNIT_EXEC(unit, &sql_put, err, db_bytes(digest), db_bytes(content), db_int(unit->now));
}

int thumbnail_put(const struct unit *unit, struct str digest, struct str content, struct err *err)
{
    return UNIT_EXEC(unit, &sql_thumbnail_put, err, db_bytes(digest), db_bytes(content));
}

int file_keep(const struct unit *unit, const struct ready_file *file, struct err *err)
{
    struct str digest = file->attached.digest;
    if (file->content.len && file_put(unit, digest, file->content, err) < 0) return -1;
    return file->thumb.len ? thumbnail_put(unit, digest, file->thumb, err) : 0;
}

static int load(const struct unit *unit, const struct db_sql *sql, struct str digest, struct str *out,
                struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, sql, UNIT_ARGS(unit, db_bytes(digest)), &rows, err);
    if (found <= 0) return found;
    *out = db_copy_text(&rows, 0, unit->arena);
    db_rows_done(&rows);
    return 1;
}

int file_load(const struct unit *unit, struct str digest, struct str *out, struct err *err)
{
    return load(unit, &sql_load, digest, out, err);
}

int thumbnail_load(const struct unit *unit, struct str digest, struct str *out, struct err *err)
{
    return load(unit, &sql_thumbnail_load, digest, out, err);
}

int attachment_add(const struct unit *unit, const struct id *ticket, int64_t seq, int place,
                   const struct attached *attached, struct err *err)
{
    const struct attachment *one = &attached->attachment;
    return UNIT_EXEC(unit, &sql_attach, err, db_id(ticket), db_int(seq), db_int(place), db_text(one->name),
                     db_text(one->type), db_int(one->bytes), db_int(one->width), db_int(one->height),
                     attached->digest.len ? db_bytes(attached->digest) : db_null());
}

int attachment_load(const struct unit *unit, const struct id *ticket, int64_t seq, int place,
                    struct attached *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_attached, UNIT_ARGS(unit, db_id(ticket), db_int(seq), db_int(place)),
                         &rows, err);
    if (found <= 0) return found;
    *out = (struct attached){
        .attachment = {.name = db_copy_text(&rows, 0, unit->arena),
                       .type = db_copy_text(&rows, 1, unit->arena),
                       .bytes = db_get_int(&rows, 2),
                       .width = (int)db_get_int(&rows, 3),
                       .height = (int)db_get_int(&rows, 4)},
        .digest = db_copy_text(&rows, 5, unit->arena),
    };
    db_rows_done(&rows);
    return 1;
}
