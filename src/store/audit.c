/* The audit log in the database; see audit.h. */
#include "store/audit.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/digest.h"

static const struct db_sql sql_add = {
    .text = "INSERT INTO audit (store_id, audit_id, at, actor, verb, object, order_id, ticket_id,"
            " detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"};
static const struct db_sql sql_end = {
    .text = "SELECT seq, hash FROM audit WHERE store_id = ?1 AND seq IS NOT NULL ORDER BY seq DESC LIMIT 1"};
/* On PostgreSQL the row of the store is what chaining is serialised by; on SQLite there is one writer. */
static const struct db_sql sql_lock = {.text = "SELECT name FROM store WHERE store_id = ?1",
                                       "SELECT name FROM store WHERE store_id = ?1 FOR UPDATE"};
#define COLUMNS "audit_id, at, actor, verb, object, order_id, ticket_id, detail, seq, hash"
static const struct db_sql sql_unchained = {
    .text = "SELECT " COLUMNS " FROM audit WHERE store_id = ?1 AND seq IS NULL ORDER BY audit_id LIMIT ?2"};
static const struct db_sql sql_chain = {
    .text = "UPDATE audit SET seq = ?3, hash = ?4 WHERE store_id = ?1 AND audit_id = ?2"};
static const struct db_sql sql_read = {
    .text = "SELECT " COLUMNS " FROM audit WHERE store_id = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3"};
static const struct db_sql sql_of_order = {
    .text = "SELECT " COLUMNS
            " FROM audit WHERE store_id = ?1 AND order_id = ?2 ORDER BY audit_id DESC LIMIT ?3"};

int audit_add(const struct unit *unit, const struct audit_entry *entry, struct err *err)
{
    struct id id = unit_id(unit);
    return UNIT_EXEC(unit, &sql_add, err, db_id(&id), db_int(unit->now), db_text(unit->actor),
                     db_text(str_of(entry->verb)), db_id(&entry->object), db_id(&entry->order),
                     db_id(&entry->ticket), db_text(entry->detail.len ? entry->detail : STR("{}")));
}

static struct str id_str(const struct id *id)
{
    return (struct str){(const char *)id->bytes, sizeof id->bytes};
}

static struct str number_str(int64_t number, char out[24])
{
    struct buf text;
    buf_init(&text, 24);
    buf_add_int(&text, number);
    memcpy(out, text.ptr, text.len);
    struct str str = {out, text.len};
    buf_done(&text);
    return str;
}

/* Of the row and of the hash before it, zeroes for the first. */
static struct digest row_hash(struct str before, const struct audit_row *row)
{
    char seq[24], at[24];
    return DIGEST_OF(before, number_str(row->seq, seq), id_str(&row->id), number_str(row->at, at), row->actor,
                     row->verb, id_str(&row->object), id_str(&row->order), id_str(&row->ticket), row->detail);
}

static void read_row(const struct db_rows *rows, struct audit_row *out)
{
    *out = (struct audit_row){
        .id = db_get_id(rows, 0),
        .at = db_get_instant(rows, 1),
        .actor = db_get_text(rows, 2),
        .verb = db_get_text(rows, 3),
        .object = db_get_id(rows, 4),
        .order = db_get_id(rows, 5),
        .ticket = db_get_id(rows, 6),
        .detail = db_get_text(rows, 7),
        .seq = db_get_int(rows, 8),
    };
}

/* The last row of the chain: its seq, 0 for none, and its hash. */
static int chain_end(const struct unit *unit, int64_t *out_seq, struct digest *out_hash, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_end, UNIT_ONLY(unit), &rows, err);
    if (found < 0) return -1;
    *out_seq = 0;
    *out_hash = (struct digest){{0}};
    if (found) {
        struct str hash = db_get_text(&rows, 1);
        *out_seq = db_get_int(&rows, 0);
        if (hash.len == sizeof out_hash->bytes) memcpy(out_hash->bytes, hash.ptr, hash.len);
    }
    db_rows_done(&rows);
    return 0;
}

int audit_end(const struct unit *unit, int64_t *out, struct err *err)
{
    struct digest hash;
    return chain_end(unit, out, &hash, err);
}

struct link { /* a row and the place it gets */
    struct id id;
    int64_t seq;
    struct digest hash;
};

static int links_of(const struct unit *unit, int most, struct link *out, int *out_count, struct err *err)
{
    struct db_rows rows;
    struct digest hash;
    int64_t seq;
    int count = 0, more;
    if (chain_end(unit, &seq, &hash, err) < 0 ||
        db_query(unit->tx, &sql_unchained, UNIT_ARGS(unit, db_int(most)), &rows, err) < 0)
        return -1;
    while ((more = db_next(&rows, err)) > 0) {
        struct audit_row row;
        read_row(&rows, &row);
        row.seq = ++seq;
        hash = row_hash(digest_str(&hash), &row);
        out[count++] = (struct link){row.id, seq, hash};
    }
    db_rows_done(&rows);
    *out_count = count;
    return more;
}

int audit_chain(const struct unit *unit, int most, int *out_chained, struct err *err)
{
    struct db_rows locked;
    if (db_first(unit->tx, &sql_lock, UNIT_ONLY(unit), &locked, err) < 0) return -1;
    db_rows_done(&locked);
    struct link *links = ARENA_ARRAY(unit->arena, (size_t)most, struct link);
    int count;
    if (links_of(unit, most, links, &count, err) < 0) return -1;
    for (int i = 0; i < count; i++)
        if (UNIT_EXEC(unit, &sql_chain, err, db_id(&links[i].id), db_int(links[i].seq),
                      db_bytes(digest_str(&links[i].hash))) < 0)
            return -1;
    *out_chained = count;
    return 0;
}

int audit_read(const struct unit *unit, int64_t after, int most,
               int (*each)(void *context, const struct audit_row *row), void *context, struct err *err)
{
    struct db_rows rows;
    int more;
    if (db_query(unit->tx, &sql_read, UNIT_ARGS(unit, db_int(after), db_int(most)), &rows, err) < 0)
        return -1;
    while ((more = db_next(&rows, err)) > 0) {
        struct audit_row row;
        read_row(&rows, &row);
        if (each(context, &row)) break;
    }
    db_rows_done(&rows);
    return more < 0 ? -1 : 0;
}

int audit_of_order(const struct unit *unit, const struct id *order, int most, struct audit_row *out,
                   int *out_count, struct err *err)
{
    struct db_rows rows;
    int count = 0, more;
    if (db_query(unit->tx, &sql_of_order, UNIT_ARGS(unit, db_id(order), db_int(most)), &rows, err) < 0)
        return -1;
    while ((more = db_next(&rows, err)) > 0) {
        struct audit_row *row = &out[count++];
        read_row(&rows, row);
        row->actor = arena_str(unit->arena, row->actor);
        row->verb = arena_str(unit->arena, row->verb);
        row->detail = arena_str(unit->arena, row->detail);
    }
    db_rows_done(&rows);
    *out_count = count;
    return more;
}

enum { VERIFY_BATCH = 1000 };

/* Looks at one batch; *more: whether there may be another. */
static int verify_batch(const struct unit *unit, struct digest *hash, struct audit_break *found, bool *more,
                        struct err *err)
{
    struct db_rows rows;
    int next = 0, seen = 0;
    if (db_query(unit->tx, &sql_read, UNIT_ARGS(unit, db_int(found->rows), db_int(VERIFY_BATCH)), &rows,
                 err) < 0)
        return -1;
    while (!found->seq && (next = db_next(&rows, err)) > 0) {
        struct audit_row row;
        read_row(&rows, &row);
        struct str kept = db_get_text(&rows, 9);
        *hash = row_hash(digest_str(hash), &row);
        seen++;
        if (row.seq != ++found->rows)
            *found = (struct audit_break){found->rows, found->rows, "a row is missing"};
        else if (!str_eq(kept, digest_str(hash)))
            *found = (struct audit_break){row.seq, found->rows, "the hash differs: the row was changed"};
    }
    db_rows_done(&rows);
    *more = seen == VERIFY_BATCH && !found->seq;
    return next < 0 ? -1 : 0;
}

int audit_verify(const struct unit *unit, struct audit_break *out, struct err *err)
{
    struct audit_break found = {0};
    struct digest hash = {{0}};
    bool more = true;
    while (more)
        if (verify_batch(unit, &hash, &found, &more, err) < 0) return -1;
    *out = found;
    return 0;
}
