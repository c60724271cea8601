/* One SQLite connection; see sqlite_conn.h. */
#include "db/sqlite_conn.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/sql.h"

enum {
    SQL_MOST = 1024 * 1024,
    WAIT_MS = 5000,
    STATEMENT_US = 5000000, /* between one row and the next, as on PostgreSQL */
    SLOT_BYTES = 1200,      /* of memory that a connection gives out without asking anybody */
    SLOTS = 256,
    LOOK_STEPS = 100000, /* of the virtual machine, after which it is asked what time it is */
};

/* What sqlite3_prepare gave, and whether some query stands on it now. */
struct prepared {
    sqlite3_stmt *stmt;
    struct prepared *next, **link; /* among the open ones of the connection */
    bool busy;
    bool passing; /* made for one use, as the kept one was busy */
};

/* ------------------------------------------------------------------------------------------------------- errors */

struct category {
    int code; /* primary */
    enum err_category category;
    const char *message;
    bool is_trouble; /* who runs the machine is told */
};

static const struct category categories[] = {
    {SQLITE_FULL, ERR_FULL, "there is no room left for the database", true},
    {SQLITE_IOERR, ERR_BUSY, "the disk cannot be read or written just now", true},
    {SQLITE_BUSY, ERR_BUSY, "the database is locked", false},
    {SQLITE_LOCKED, ERR_BUSY, "the database is locked", false},
    {SQLITE_INTERRUPT, ERR_BUSY, "the statement took too long", false},
    {SQLITE_TOOBIG, ERR_LIMIT, "a value is too large for the database", false},
    {SQLITE_CANTOPEN, ERR_SYSTEM, "the database file cannot be opened", true},
    {SQLITE_NOTADB, ERR_SYSTEM, "the file is not a database", true},
    {SQLITE_CORRUPT, ERR_SYSTEM, "the database file is damaged", true},
};

/* "t.a, t.b" → the name of the unique key over these columns: its index's, or what PostgreSQL would call it. */
static const char *const key_name = "SELECT CASE l.origin WHEN 'c' THEN l.name WHEN 'pk' THEN ?1 || '_pkey'"
                                    " ELSE ?1 || '_' || (SELECT group_concat(name, '_') FROM (SELECT name "
                                    "FROM pragma_index_info(l.name) ORDER BY seqno))"
                                    " || '_key' END"
                                    " FROM pragma_index_list(?1) l WHERE l.\"unique\" AND ?2 ="
                                    " (SELECT group_concat(?1 || '.' || name, ', ') FROM (SELECT name FROM "
                                    "pragma_index_info(l.name) ORDER BY seqno))";

static void name_unique(struct sqlite_conn *conn, struct str columns, char *out, size_t size)
{
    struct str table = str_slice(columns, 0, str_find_char(columns, '.', 0));
    snprintf(out, size, "%.*s_pkey", STR_ARG(table));
    sqlite3_stmt *stmt;
    if (sqlite3_prepare_v2(conn->handle, key_name, -1, &stmt, NULL) != SQLITE_OK) return;
    sqlite3_bind_text(stmt, 1, table.ptr, (int)table.len, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 2, columns.ptr, (int)columns.len, SQLITE_STATIC);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        snprintf(out, size, "%s", (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
}

static int constraint_error(struct sqlite_conn *conn, int code, struct err *err)
{
    char message[256], name[256];
    snprintf(message, sizeof message, "%s", sqlite3_errmsg(conn->handle));
    size_t colon = str_find(str_of(message), STR(": "), 0);
    struct str what =
        colon == STR_NOT_FOUND ? STR("") : str_slice(str_of(message), colon + 2, sizeof message);
    switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        if (str_starts(what, STR("index '")))
            snprintf(name, sizeof name, "%.*s", STR_ARG(str_slice(what, 7, what.len - 1)));
        else
            name_unique(conn, what, name, sizeof name);
        return err_set(err, ERR_CONFLICT, "this goes against the key \"%s\"", name);
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return err_set(err, ERR_CONFLICT, "this goes against a foreign key");
    case SQLITE_CONSTRAINT_CHECK:
        return err_set(err, ERR_CONFLICT, "this goes against the check \"%.*s\"", STR_ARG(what));
    default:
        return err_set(err, ERR_SYSTEM, "the database refused: %s", message);
    }
}

/* What the last call on the file, or on its log, failed with since it was opened; 0: none has. */
static int file_errno(struct sqlite_conn *conn, bool of_log)
{
    sqlite3_file *file = NULL;
    int cause = 0;
    sqlite3_file_control(conn->handle, "main",
                         of_log ? SQLITE_FCNTL_JOURNAL_POINTER : SQLITE_FCNTL_FILE_POINTER, &file);
    if (file && file->pMethods && file->pMethods->xFileControl) /* one in memory has none */
        file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &cause);
    return cause;
}

/* A read that ends with EIO is told as a damaged file, or as a table that is not there where it was the schema that could not
 * be read, though it may work the next time. What the last failure was stays with an open file: damage that is met on the same
 * connection afterwards is not told apart. */
static int true_code(struct sqlite_conn *conn, int code)
{
    bool doubtful = code == SQLITE_CORRUPT || code == SQLITE_ERROR;
    bool failed = doubtful && (file_errno(conn, false) == EIO || file_errno(conn, true) == EIO);
    return failed ? SQLITE_IOERR_CORRUPTFS : code;
}

static int last_errno(struct sqlite_conn *conn, int code)
{
    int primary = code & 0xff;
    int cause =
        primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN ? sqlite3_system_errno(conn->handle) : 0;
    for (int of_log = 1; of_log >= 0 && cause == 0 && primary == SQLITE_IOERR; of_log--)
        cause = file_errno(conn, of_log);
    return cause;
}

/* "disk I/O error (SQLite 778, Input/output error)": nothing of what is stored. */
static void format_cause(struct sqlite_conn *conn, int code, char *out, size_t size)
{
    int cause = last_errno(conn, code);
    snprintf(out, size, "%s (SQLite %d%s%s)", sqlite3_errstr(code), code, cause ? ", " : "",
             cause ? strerror(cause) : "");
}

static void end_on_lost_sync(struct sqlite_conn *conn, int code, const char *cause)
{
    char message[300];
    if (code != SQLITE_IOERR_FSYNC && code != SQLITE_IOERR_DIR_FSYNC) return;
    snprintf(message, sizeof message,
             "a sync of the database file failed: %s; what the disk holds is unknown, so the process ends",
             cause);
    conn->db->options.fatal(conn->db->options.context, message);
    abort();
}

void sqlite_conn_trouble(struct sqlite_conn *conn, int code, enum trouble kind, const char *what)
{
    char cause[200], message[400];
    format_cause(conn, code, cause, sizeof cause);
    end_on_lost_sync(conn, code, cause);
    snprintf(message, sizeof message, "%s: %s", what, cause);
    db_trouble(conn->db, kind, message);
}

int sqlite_conn_error(struct sqlite_conn *conn, int code, struct err *err)
{
    code = true_code(conn, code);
    int primary = code & 0xff;
    if (primary == SQLITE_CONSTRAINT) return constraint_error(conn, code, err);
    for (size_t i = 0; i < sizeof categories / sizeof *categories; i++) {
        const struct category *found = &categories[i];
        if (found->code != primary) continue;
        if (found->is_trouble) sqlite_conn_trouble(conn, code, TROUBLE_DISK, found->message);
        return err_set(err, found->category, "%s", found->message);
    }
    return err_set(err, ERR_SYSTEM, "the database failed: %s", sqlite3_errmsg(conn->handle));
}

/* --------------------------------------------------------------------------------------------------- statements */

static int check_count(sqlite3_stmt *stmt, const struct db_sql *sql, size_t count, struct err *err)
{
    int takes = sqlite3_bind_parameter_count(stmt);
    if (takes == (int)count) return 0;
    return err_set(err, ERR_SYSTEM, "%d arguments expected, %zu given: %.80s", takes, count, sql->text);
}

static int prepare(struct sqlite_conn *conn, struct str text, unsigned flags, sqlite3_stmt **out,
                   struct err *err)
{
    struct buf sql;
    buf_init(&sql, SQL_MOST);
    int rc = sql_rewrite(SQL_SQLITE, text, &sql, NULL, err);
    if (rc == 0) {
        int code = sqlite3_prepare_v3(conn->handle, buf_str(&sql).ptr, (int)sql.len, flags, out, NULL);
        if (code != SQLITE_OK) rc = sqlite_conn_error(conn, code, err);
    }
    buf_done(&sql);
    return rc;
}

static struct prepared *prepared_new(struct sqlite_conn *conn, const struct db_sql *sql, struct err *err)
{
    struct prepared *prepared = calloc(1, sizeof *prepared);
    if (!prepared) abort();
    if (prepare(conn, str_of(sql->text), SQLITE_PREPARE_PERSISTENT, &prepared->stmt, err) < 0) {
        free(prepared);
        return NULL;
    }
    return prepared;
}

static void prepared_free(void *object)
{
    struct prepared *prepared = object;
    sqlite3_finalize(prepared->stmt);
    free(prepared);
}

static int64_t now_us(void)
{
    return clock_monotonic(clock_system());
}

/* SQLite asks this now and then; 1 ends the statement. Its time begins when it is asked first, so that the many that end before
 * need no clock. */
static int is_over(void *context)
{
    struct sqlite_conn *conn = context;
    if (conn->until == 0) conn->until = now_us() + STATEMENT_US;
    return now_us() > conn->until;
}

/* A statement that nobody stands on; NULL on failure. */
static struct prepared *take(struct sqlite_conn *conn, const struct db_sql *sql, struct err *err)
{
    void **kept = statements_at(&conn->statements, sql);
    if (!*kept) *kept = prepared_new(conn, sql, err);
    struct prepared *prepared = *kept;
    if (prepared && prepared->busy) {
        prepared = prepared_new(conn, sql, err);
        if (prepared) prepared->passing = true;
    }
    if (!prepared) return NULL;
    conn->until = 0;
    conn->has_written = conn->has_written || !sqlite3_stmt_readonly(prepared->stmt);
    prepared->busy = true;
    prepared->next = conn->open;
    prepared->link = &conn->open;
    if (prepared->next) prepared->next->link = &prepared->next;
    conn->open = prepared;
    return prepared;
}

static void give(struct prepared *prepared)
{
    *prepared->link = prepared->next;
    if (prepared->next) prepared->next->link = prepared->link;
    sqlite3_reset(prepared->stmt);
    sqlite3_clear_bindings(prepared->stmt);
    prepared->busy = false;
    if (prepared->passing) prepared_free(prepared);
}

void sqlite_conn_settle(struct sqlite_conn *conn)
{
    while (conn->open) give(conn->open);
}

/* What is bound stays where it is until the statement is given back. */
static int bind_one(sqlite3_stmt *stmt, int place, const struct db_value *value)
{
    const char *ptr = value->bytes.ptr ? value->bytes.ptr : "";
    switch (value->type) {
    case DB_NULL:
        return sqlite3_bind_null(stmt, place);
    case DB_INT:
        return sqlite3_bind_int64(stmt, place, value->integer);
    case DB_TEXT:
        return sqlite3_bind_text64(stmt, place, ptr, value->bytes.len, SQLITE_STATIC, SQLITE_UTF8);
    case DB_BYTES:
    case DB_ID:
        return sqlite3_bind_blob64(stmt, place, ptr, value->bytes.len, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

static int bind_all(struct sqlite_conn *conn, struct prepared *prepared, const struct db_sql *sql,
                    const struct db_value *args, size_t count, struct err *err)
{
    if (check_count(prepared->stmt, sql, count, err) < 0) return -1;
    for (size_t i = 0; i < count; i++) {
        int code = bind_one(prepared->stmt, (int)i + 1, &args[i]);
        if (code != SQLITE_OK) return sqlite_conn_error(conn, code, err);
    }
    return 0;
}

static int step_to_end(struct sqlite_conn *conn, sqlite3_stmt *stmt, struct err *err)
{
    int code;
    while ((code = sqlite3_step(stmt)) == SQLITE_ROW) continue;
    return code == SQLITE_DONE ? 0 : sqlite_conn_error(conn, code, err);
}

static int exec(struct sqlite_conn *conn, const struct db_sql *sql, const struct db_value *args, size_t count,
                int64_t *out_changes, struct err *err)
{
    struct prepared *prepared = take(conn, sql, err);
    if (!prepared) return -1;
    int rc = bind_all(conn, prepared, sql, args, count, err);
    if (rc == 0) rc = step_to_end(conn, prepared->stmt, err);
    if (rc == 0 && out_changes) *out_changes = sqlite3_changes64(conn->handle);
    give(prepared);
    return rc;
}

int sqlite_conn_run(struct sqlite_conn *conn, const struct db_sql *sql, struct err *err)
{
    return exec(conn, sql, DB_NO_ARGS, NULL, err);
}

int sqlite_exec(struct db_tx *tx, const struct db_sql *sql, const struct db_value *args, size_t count,
                int64_t *out_changes)
{
    return exec(tx->connection, sql, args, count, out_changes, &tx->failure);
}

/* The caller's texts may be gone before the rows are read. */
static const struct db_value *kept(struct arena *arena, const struct db_value *args, size_t count)
{
    struct db_value *copies = arena_alloc_raw(arena, count * sizeof *copies);
    for (size_t i = 0; i < count; i++) {
        copies[i] = args[i];
        if (args[i].bytes.len) copies[i].bytes = arena_str(arena, args[i].bytes);
    }
    return copies;
}

int sqlite_query(struct db_tx *tx, const struct db_sql *sql, const struct db_value *args, size_t count,
                 struct db_rows *out)
{
    struct prepared *prepared = take(tx->connection, sql, &tx->failure);
    if (!prepared) return -1;
    if (bind_all(tx->connection, prepared, sql, kept(tx->arena, args, count), count, &tx->failure) < 0) {
        give(prepared);
        return -1;
    }
    out->cursor = prepared;
    return 0;
}

int sqlite_next(struct db_rows *rows)
{
    struct prepared *prepared = rows->cursor;
    struct sqlite_conn *conn = rows->tx->connection;
    conn->until = 0;
    int code = sqlite3_step(prepared->stmt);
    if (code == SQLITE_ROW) return 1;
    return code == SQLITE_DONE ? 0 : sqlite_conn_error(conn, code, &rows->tx->failure);
}

void sqlite_rows_done(struct db_rows *rows)
{
    give(rows->cursor);
}

struct db_value sqlite_column(const struct db_rows *rows, int column)
{
    sqlite3_stmt *stmt = ((struct prepared *)rows->cursor)->stmt;
    const void *ptr;
    switch (sqlite3_column_type(stmt, column)) {
    case SQLITE_INTEGER:
        return db_int(sqlite3_column_int64(stmt, column));
    case SQLITE_TEXT:
        ptr = sqlite3_column_text(stmt, column);
        return db_text(str_of_len(ptr, (size_t)sqlite3_column_bytes(stmt, column)));
    case SQLITE_BLOB:
        ptr = sqlite3_column_blob(stmt, column);
        return db_bytes(str_of_len(ptr, (size_t)sqlite3_column_bytes(stmt, column)));
    case SQLITE_FLOAT:
        return db_int((int64_t)sqlite3_column_double(stmt, column));
    default:
        return db_null();
    }
}

int sqlite_script(struct db_tx *tx, struct str statement)
{
    struct sqlite_conn *conn = tx->connection;
    sqlite3_stmt *stmt = NULL;
    conn->until = INT64_MAX; /* a large table takes its time */
    conn->has_written = true;
    if (prepare(conn, statement, 0, &stmt, &tx->failure) < 0) return -1;
    int rc = step_to_end(conn, stmt, &tx->failure);
    sqlite3_finalize(stmt);
    return rc;
}

/* --------------------------------------------------------------------------------------------------- connection */

/* A checkpoint beside a commit is what damages a file with the SQLite of Debian 12 (WAL-reset): none runs by itself, not even
 * when a connection closes; only the writer's thread runs them, between its commits. */
static const char *const settings = "PRAGMA wal_autocheckpoint = 0;"
                                    "PRAGMA synchronous = FULL;"
                                    "PRAGMA foreign_keys = ON;"
                                    "PRAGMA mmap_size = 0;"
                                    "PRAGMA trusted_schema = OFF;"
                                    "PRAGMA cell_size_check = ON;"
                                    "PRAGMA temp_store = MEMORY;";

/* What is erased is overwritten. KiB for the writer's pages: a transaction that outgrows them writes the same ones to the log again and again, and keys that
 * come in no order want the upper levels of every index at hand. */
static const char *const writer_settings = "PRAGMA cache_size = -65536;"
                                           "PRAGMA secure_delete = ON;";

/* Not every file system can share the memory that a write-ahead log needs. */
static int use_log(struct sqlite_conn *conn, struct err *err)
{
    sqlite3_stmt *stmt = NULL;
    char mode[16] = "";
    int code = sqlite3_prepare_v2(conn->handle, "PRAGMA journal_mode = WAL", -1, &stmt, NULL);
    if (code == SQLITE_OK) code = sqlite3_step(stmt);
    if (code == SQLITE_ROW) snprintf(mode, sizeof mode, "%s", (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    if (code != SQLITE_ROW) return sqlite_conn_error(conn, code, err);
    if (strcmp(mode, "wal") == 0 || strcmp(mode, "memory") == 0) return 0;
    return err_set(err, ERR_SYSTEM, "this file system cannot hold a write-ahead log");
}

/* KiB of pages that each reader keeps: the upper levels of the indexes and what was asked for last. */
static const char *const reader_settings = "PRAGMA cache_size = -16384;"
                                           "PRAGMA query_only = ON;";

static int configure(struct sqlite_conn *conn, bool writes, struct err *err)
{
    sqlite3_extended_result_codes(conn->handle, 1);
    sqlite3_busy_timeout(conn->handle, WAIT_MS);
    sqlite3_db_config(conn->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_db_config(conn->handle, SQLITE_DBCONFIG_LOOKASIDE, NULL, SLOT_BYTES, SLOTS);
    sqlite3_db_config(conn->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    int code = sqlite3_exec(conn->handle, settings, NULL, NULL, NULL);
    sqlite3_progress_handler(conn->handle, LOOK_STEPS, is_over, conn);
    if (code == SQLITE_OK && writes) code = sqlite3_exec(conn->handle, writer_settings, NULL, NULL, NULL);
    if (code == SQLITE_OK && writes) return use_log(conn, err);
    if (code == SQLITE_OK) code = sqlite3_exec(conn->handle, reader_settings, NULL, NULL, NULL);
    return code == SQLITE_OK ? 0 : sqlite_conn_error(conn, code, err);
}

struct sqlite_conn *sqlite_conn_open(const char *path, bool writes, struct db *db, struct err *err)
{
    struct sqlite_conn *conn = calloc(1, sizeof *conn);
    if (!conn) abort();
    conn->db = db;
    conn->arena = arena_new();
    int flags = writes ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    int code = sqlite3_open_v2(path, &conn->handle, flags | SQLITE_OPEN_NOMUTEX, NULL);
    int rc = code == SQLITE_OK ? configure(conn, writes, err) : sqlite_conn_error(conn, code, err);
    if (rc == 0) return conn;
    if (err && err->category == ERR_BUSY && (sqlite3_errcode(conn->handle) & 0xff) == SQLITE_IOERR)
        err->category = ERR_SYSTEM; /* ERR_BUSY would be another process that has it open */
    err_at(err, str_of(path), 0, 0);
    sqlite_conn_close(conn);
    return NULL;
}

void sqlite_conn_close(struct sqlite_conn *conn)
{
    if (!conn) return;
    statements_clear(&conn->statements, prepared_free);
    sqlite3_close(conn->handle);
    arena_free(conn->arena);
    free(conn);
}
