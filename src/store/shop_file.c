/* Revisions of the shop's files in the database; see shop_file.h. */
#include "store/shop_file.h"

#include "base/digest.h"

#define HEAD "edition, path, version, digest, bytes, made_at, made_by, origin, restored"

static const struct db_sql sql_edition = {
    .text = "SELECT edition FROM shop_revision WHERE store_id = ?1 ORDER BY edition DESC LIMIT 1"};
#define CURRENT                                                                                     \
    " FROM shop_revision r WHERE store_id = ?1 AND NOT EXISTS (SELECT 1 FROM shop_revision n WHERE" \
    " n.store_id = r.store_id AND n.path = r.path AND n.version > r.version) ORDER BY path"
static const struct db_sql sql_heads = {.text = "SELECT " HEAD ", CAST(NULL AS {text})" CURRENT};
static const struct db_sql sql_texts = {.text = "SELECT " HEAD ", content" CURRENT};
static const struct db_sql sql_load = {
    .text = "SELECT " HEAD ", content FROM shop_revision WHERE store_id = ?1 AND path = ?2 AND (version = ?3"
            " OR ?3 = 0) ORDER BY version DESC LIMIT 1"};
static const struct db_sql sql_list = {
    .text = "SELECT " HEAD ", CAST(NULL AS {text}) FROM shop_revision WHERE store_id = ?1 AND path = ?2 AND"
            " (version < ?3 OR ?3 = 0) ORDER BY version DESC LIMIT ?4"};
static const struct db_sql sql_add = {
    .text = "INSERT INTO shop_revision (store_id, edition, path, version, content, digest, bytes, made_at,"
            " made_by, origin, restored) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT"
            " DO NOTHING"};

static const struct str origins[ORIGIN_COUNT] = {STR_INIT("folder"), STR_INIT("edit"), STR_INIT("restore")};

struct str revision_origin_name(enum revision_origin origin)
{
    return origins[origin];
}

int shop_edition(const struct unit *unit, int64_t *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_edition, UNIT_ONLY(unit), &rows, err);
    if (found < 0) return -1;
    *out = found ? db_get_int(&rows, 0) : 0;
    if (found) db_rows_done(&rows);
    return 0;
}

static enum revision_origin origin_of(struct str name)
{
    enum revision_origin origin = ORIGIN_FOLDER;
    while (origin < ORIGIN_COUNT - 1 && !str_eq(origins[origin], name)) origin++;
    return origin;
}

static struct shop_revision read_revision(const struct db_rows *rows, struct arena *arena)
{
    return (struct shop_revision){
        .edition = db_get_int(rows, 0),
        .path = db_copy_text(rows, 1, arena),
        .version = db_get_int(rows, 2),
        .gone = db_is_null(rows, 3),
        .digest = db_copy_text(rows, 3, arena),
        .bytes = db_get_int(rows, 4),
        .made_at = db_get_instant(rows, 5),
        .made_by = db_copy_text(rows, 6, arena),
        .origin = origin_of(db_get_text(rows, 7)),
        .restored = db_get_int(rows, 8),
        .text = db_copy_text(rows, 9, arena),
    };
}

int shop_current(const struct unit *unit, bool with_text, struct shop_revision **out, size_t *out_count,
                 struct err *err)
{
    struct db_rows rows;
    struct shop_revision *list = NULL;
    size_t count = 0, cap = 0;
    int more;
    if (db_query(unit->tx, with_text ? &sql_texts : &sql_heads, UNIT_ONLY(unit), &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0)
        *ARENA_PUSH(unit->arena, list, count, cap) = read_revision(&rows, unit->arena);
    db_rows_done(&rows);
    *out = list;
    *out_count = count;
    return more;
}

int shop_revision_load(const struct unit *unit, struct str path, int64_t version, struct shop_revision *out,
                       struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_load, UNIT_ARGS(unit, db_text(path), db_int(version)), &rows, err);
    if (found <= 0) return found;
    *out = read_revision(&rows, unit->arena);
    db_rows_done(&rows);
    return 1;
}

int shop_revision_list(const struct unit *unit, struct str path, int64_t before, int most,
                       struct shop_revision *out, int *out_count, struct err *err)
{
    struct db_rows rows;
    int count = 0, more;
    if (db_query(unit->tx, &sql_list, UNIT_ARGS(unit, db_text(path), db_int(before), db_int(most)), &rows,
                 err) < 0)
        return -1;
    while ((more = db_next(&rows, err)) > 0) out[count++] = read_revision(&rows, unit->arena);
    db_rows_done(&rows);
    *out_count = count;
    return more;
}

int shop_revision_add(const struct unit *unit, struct shop_revision *revision, struct err *err)
{
    int64_t changes;
    struct digest digest = digest_of(revision->text);
    revision->made_at = unit->now;
    revision->made_by = unit->actor;
    revision->digest = revision->gone ? (struct str){0} : arena_str(unit->arena, digest_str(&digest));
    revision->bytes = (int64_t)revision->text.len;
    if (db_exec(unit->tx, &sql_add,
                UNIT_ARGS(unit, db_int(revision->edition), db_text(revision->path), db_int(revision->version),
                          revision->gone ? db_null() : db_text(revision->text),
                          revision->gone ? db_null() : db_bytes(revision->digest), db_int(revision->bytes),
                          db_int(revision->made_at), db_text(revision->made_by),
                          db_text(origins[revision->origin]),
                          revision->restored ? db_int(revision->restored) : db_null()),
                &changes, err) < 0)
        return -1;
    if (!changes) return err_set(err, ERR_STALE, "the shop was edited meanwhile; read it again");
    return db_notify(unit->tx, "shop", (struct str){0}, err);
}
