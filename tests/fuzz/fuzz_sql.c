/* SQL text of any bytes: refused, or rewritten so that SQLite's text differs in nothing but tokens, and parted without loss. */
#include <stdlib.h>

#include "db/sql.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void rewrite(enum sql_dialect dialect, struct str text)
{
    struct buf out, again;
    struct err err = {0};
    int params = -1, params_again = -1;
    buf_init(&out, 16 * text.len + 64);
    buf_init(&again, 16 * text.len + 64);
    if (sql_rewrite(dialect, text, &out, &params, &err) < 0) {
        if (!err.message[0]) abort();
    } else if (dialect == SQL_SQLITE) {
        /* What was written has no tokens any more, and the same placeholders. */
        if (sql_rewrite(dialect, buf_str(&out), &again, &params_again, &err) < 0 || params != params_again ||
            !str_eq(buf_str(&out), buf_str(&again)))
            abort();
    }
    buf_done(&out);
    buf_done(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct str text = str_of_len((const char *)bytes, size), rest = text, statement;
    rewrite(SQL_SQLITE, text);
    rewrite(SQL_POSTGRES, text);
    while (sql_next_statement(&rest, &statement))
        if (statement.len == 0 || statement.ptr < text.ptr ||
            statement.ptr + statement.len > text.ptr + text.len)
            abort();
    return 0;
}
