/* SQLite's plans for the statements that the store room really runs, and the steps in them that read more the longer a store
 * has been there. */
#ifndef BURIN_TESTS_PLANS_H
#define BURIN_TESTS_PLANS_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/buf.h"
#include "db/sql.h"

/* The plan of a statement: its steps, one a line; the caller frees it. NULL with *out_why where there is none. */
static inline char *plan_of(sqlite3 *handle, const char *text, const char **out_why)
{
    struct buf sql;
    sqlite3_stmt *stmt;
    char *plan = NULL;
    buf_init(&sql, 64 * 1024);
    buf_add_c(&sql, "EXPLAIN QUERY PLAN ");
    *out_why = "it cannot be written for SQLite";
    if (sql_rewrite(SQL_SQLITE, str_of(text), &sql, NULL, NULL) == 0) {
        buf_add_char(&sql, '\0');
        if (sqlite3_prepare_v2(handle, sql.ptr, -1, &stmt, NULL) == SQLITE_OK) {
            buf_clear(&sql);
            while (sqlite3_step(stmt) == SQLITE_ROW)
                buf_printf(&sql, "%s\n", (const char *)sqlite3_column_text(stmt, 3));
            sqlite3_finalize(stmt);
            plan = strndup(sql.ptr ? sql.ptr : "", sql.len);
        } else
            *out_why = sqlite3_errmsg(handle);
    }
    buf_done(&sql);
    return plan;
}

/* The name of the index that a step goes by, in "... USING [COVERING] INDEX name (...". */
static inline bool plan_goes_by(const char *step, const char *index)
{
    const char *at = strstr(step, "INDEX ");
    size_t len = strlen(index);
    return at && strncmp(at + strlen("INDEX "), index, len) == 0 && at[strlen("INDEX ") + len] == ' ';
}

/* Tables that do not grow with orders and messages, or whose rows go after a while. */
static inline bool plan_is_of_few(const char *step)
{
    static const char *const tables[] = {"account",      "account_view", "api_token",     "idempotency",
                                         "link_request", "order_link",   "order_session", "presence",
                                         "sending",      "session",      "shop_revision", "sign_in_failure",
                                         "store"};
    if (strncmp(step, "SEARCH ", 7) != 0) return false;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        size_t len = strlen(tables[i]);
        if (strncmp(step + 7, tables[i], len) == 0 && step[7 + len] == ' ') return true;
    }
    return false;
}

/* Whether a step reads all rows of a store, all of a state, or all behind some order. */
static inline bool plan_step_walks(const char *step)
{
    return strstr(step, "(store_id=?)") || strstr(step, "(store_id=? AND state=?)") ||
           strstr(step, "(store_id=? AND order_id>?");
}

/* Whether a step reads a whole table; a full-text index and rows that are no table's are not meant. */
static inline bool plan_step_reads_all(const char *step)
{
    static const char *const harmless[] = {"VIRTUAL TABLE", "CONSTANT", "SCAN o", "SCAN way", "json_each"};
    if (strncmp(step, "SCAN ", 5) != 0) return false;
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        if (strstr(step, harmless[i])) return false;
    return true;
}

#endif
