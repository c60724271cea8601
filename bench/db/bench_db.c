/* How many intakes a second the database room commits: one look-up, six rows and one update in each, from several threads, for
 * so many seconds. bench/db/run compares it with pgbench and with bare SQLite.
 *
 *   bench_db URL tables             makes the tables anew
 *   bench_db URL room THREADS SECONDS
 *   bench_db PATH bare SECONDS      SQLite without the room: one thread, a commit for each intake */
#define _GNU_SOURCE
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/db.h"
#include "statements.h"

enum { CUSTOMERS = 10000, THREADS_MOST = 256, BODY = 1000 };

struct intake {
    int64_t id, customer, at;
    struct str email, body;
};

static const struct db_sql tables[] = {
    {"DROP TABLE IF EXISTS bench_customer", NULL},
    {"DROP TABLE IF EXISTS bench_ticket", NULL},
    {"DROP TABLE IF EXISTS bench_message", NULL},
    {"DROP TABLE IF EXISTS bench_assessment", NULL},
    {"DROP TABLE IF EXISTS bench_outbox", NULL},
    {"DROP TABLE IF EXISTS bench_audit", NULL},
    {"CREATE TABLE bench_customer (id {int} NOT NULL PRIMARY KEY, email {text} NOT NULL UNIQUE, contacts "
     "{int} NOT NULL,"
     " version {int} NOT NULL) {strict}",
     NULL},
    {"CREATE TABLE bench_ticket (id {int} NOT NULL PRIMARY KEY, customer {int} NOT NULL, state {text} NOT "
     "NULL,"
     " subject {text} NOT NULL, at {int} NOT NULL) {strict}",
     NULL},
    {"CREATE TABLE bench_message (ticket {int} NOT NULL, seq {int} NOT NULL, body {text} NOT NULL, at {int} "
     "NOT NULL,"
     " PRIMARY KEY (ticket, seq)) {strict}",
     NULL},
    {"CREATE TABLE bench_assessment (ticket {int} NOT NULL PRIMARY KEY, output {text} NOT NULL, at {int} NOT "
     "NULL) {strict}",
     NULL},
    {"CREATE TABLE bench_outbox (ticket {int} NOT NULL PRIMARY KEY, body {text} NOT NULL, state {text} NOT "
     "NULL,"
     " at {int} NOT NULL) {strict}",
     NULL},
    {"CREATE TABLE bench_audit (ticket {int} NOT NULL, seq {int} NOT NULL, verb {text} NOT NULL, at {int} "
     "NOT NULL,"
     " PRIMARY KEY (ticket, seq)) {strict}",
     NULL},
};

static void need(int rc, const struct err *err)
{
    if (rc >= 0) return;
    fprintf(stderr, "bench_db: %s\n", err->message);
    exit(1);
}

static int make_tables(struct db_tx *tx, void *context, struct err *err)
{
    (void)context;
    static const struct db_sql sql_customer = {"INSERT INTO bench_customer VALUES (?1, ?2, 0, 1)", NULL};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (db_exec(tx, &tables[i], DB_NO_ARGS, NULL, err) < 0) return -1;
    for (int i = 0; i < CUSTOMERS; i++) {
        char email[64];
        snprintf(email, sizeof email, "customer%d@example.com", i);
        if (db_exec(tx, &sql_customer, DB_ARGS(db_int(i), db_text(str_of(email))), NULL, err) < 0) return -1;
    }
    return 0;
}

static int take_in(struct db_tx *tx, void *context, struct err *err)
{
    const struct intake *in = context;
    struct db_rows rows;
    if (db_first(tx, &statements[0], DB_ARGS(db_text(in->email)), &rows, err) != 1) return -1;
    int64_t customer = db_get_int(&rows, 0);
    db_rows_done(&rows);
    struct db_value id = db_int(in->id), at = db_int(in->at), body = db_text(in->body);
    if (db_exec(tx, &statements[1], DB_ARGS(id, db_int(customer), at), NULL, err) < 0 ||
        db_exec(tx, &statements[2], DB_ARGS(id, body, at), NULL, err) < 0 ||
        db_exec(tx, &statements[3], DB_ARGS(id, body, at), NULL, err) < 0 ||
        db_exec(tx, &statements[4], DB_ARGS(id, body, at), NULL, err) < 0 ||
        db_exec(tx, &statements[5], DB_ARGS(id, at), NULL, err) < 0 ||
        db_exec(tx, &statements[6], DB_ARGS(id, at), NULL, err) < 0)
        return -1;
    return db_exec(tx, &statements[7], DB_ARGS(db_int(customer)), NULL, err);
}

static void next_intake(struct intake *in, char email[64])
{
    static char body[BODY];
    memset(body, 'x', sizeof body);
    rand_fill(rand_system(), &in->id, sizeof in->id);
    in->id &= INT64_MAX;
    in->customer = in->id % CUSTOMERS;
    in->at = clock_now(clock_system());
    snprintf(email, 64, "customer%d@example.com", (int)in->customer);
    in->email = str_of(email);
    in->body = str_of_len(body, sizeof body);
}

struct bench {
    struct db *db;
    int64_t until;
    atomic_long done;
};

static void *work(void *context)
{
    struct bench *bench = context;
    struct intake in;
    char email[64];
    while (clock_monotonic(clock_system()) < bench->until) {
        struct err err = {0};
        next_intake(&in, email);
        need(db_write(bench->db, take_in, &in, &err), &err);
        atomic_fetch_add(&bench->done, 1);
    }
    return NULL;
}

static void run_room(const char *url, int count, int seconds)
{
    struct err err = {0};
    struct bench bench = {0};
    struct db_stats stats;
    pthread_t threads[THREADS_MOST];
    need(db_open(&(struct db_options){.url = url, .readers = count}, &bench.db, &err), &err);
    bench.until = clock_monotonic(clock_system()) + seconds * MICROS_PER_SECOND;
    for (int i = 0; i < count; i++) pthread_create(&threads[i], NULL, work, &bench);
    for (int i = 0; i < count; i++) pthread_join(threads[i], NULL);
    db_stats(bench.db, &stats);
    printf("%ld %llu %llu\n", atomic_load(&bench.done) / seconds, (unsigned long long)stats.batches,
           (unsigned long long)stats.retries);
    db_close(bench.db);
}

static void step(sqlite3_stmt *stmt)
{
    while (sqlite3_step(stmt) == SQLITE_ROW) continue;
    if (sqlite3_reset(stmt) != SQLITE_OK) exit(1);
}

static void bind_bare(sqlite3_stmt *const *stmts, const struct intake *in)
{
    sqlite3_bind_text(stmts[0], 1, in->email.ptr, (int)in->email.len, SQLITE_STATIC);
    for (int i = 1; i < 7; i++) sqlite3_bind_int64(stmts[i], 1, in->id);
    sqlite3_bind_int64(stmts[1], 2, in->customer);
    for (int i = 2; i < 5; i++)
        sqlite3_bind_text(stmts[i], 2, in->body.ptr, (int)in->body.len, SQLITE_STATIC);
    for (int i = 1; i < 5; i++) sqlite3_bind_int64(stmts[i], 3, in->at);
    for (int i = 5; i < 7; i++) sqlite3_bind_int64(stmts[i], 2, in->at);
    sqlite3_bind_int64(stmts[7], 1, in->customer);
}

static void run_bare(const char *path, int seconds)
{
    sqlite3 *handle;
    sqlite3_stmt *stmts[STATEMENTS];
    if (sqlite3_open(path, &handle) != SQLITE_OK ||
        sqlite3_exec(handle, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", NULL, NULL, NULL) !=
            SQLITE_OK)
        exit(1);
    for (int i = 0; i < STATEMENTS; i++)
        if (sqlite3_prepare_v2(handle, statements[i].text, -1, &stmts[i], NULL) != SQLITE_OK) exit(1);
    int64_t until = clock_monotonic(clock_system()) + seconds * MICROS_PER_SECOND;
    long done = 0;
    for (; clock_monotonic(clock_system()) < until; done++) {
        struct intake in;
        char email[64];
        next_intake(&in, email);
        bind_bare(stmts, &in);
        sqlite3_exec(handle, "BEGIN IMMEDIATE", NULL, NULL, NULL);
        for (int i = 0; i < STATEMENTS; i++) step(stmts[i]);
        if (sqlite3_exec(handle, "COMMIT", NULL, NULL, NULL) != SQLITE_OK) exit(1);
    }
    printf("%ld %ld 0\n", done / seconds, done);
    for (int i = 0; i < STATEMENTS; i++) sqlite3_finalize(stmts[i]);
    sqlite3_close(handle);
}

int main(int argc, char **argv)
{
    struct err err = {0};
    if (argc == 3 && strcmp(argv[2], "tables") == 0) {
        struct db *db;
        need(db_open(&(struct db_options){.url = argv[1], .readers = 1}, &db, &err), &err);
        need(db_write(db, make_tables, NULL, &err), &err);
        db_close(db);
    } else if (argc == 5 && strcmp(argv[2], "room") == 0) {
        int count = (int)strtol(argv[3], NULL, 10);
        run_room(argv[1], count < THREADS_MOST ? count : THREADS_MOST, (int)strtol(argv[4], NULL, 10));
    } else if (argc == 4 && strcmp(argv[2], "bare") == 0)
        run_bare(argv[1], (int)strtol(argv[3], NULL, 10));
    else
        return 2;
    return 0;
}
