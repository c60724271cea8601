/* Stores in the database; see tenant.h. */
#include "store/tenant.h"

static const struct db_sql sql_find = {.text = "SELECT store_id FROM store WHERE name = ?1"};
static const struct db_sql sql_enter = {
    .text = "INSERT INTO store (store_id, name, created_at) VALUES (?1, ?2, ?3)"};

int tenant_enter(struct db_tx *tx, struct str name, const struct rand *rand, struct id *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(tx, &sql_find, DB_ARGS(db_text(name)), &rows, err);
    if (found < 0) return -1;
    if (found) {
        *out = db_get_id(&rows, 0);
        db_rows_done(&rows);
        return 0;
    }
    *out = id_new(db_now(tx), rand);
    return db_exec(tx, &sql_enter, DB_ARGS(db_id(out), db_text(name), db_int(db_now(tx))), NULL, err);
}
