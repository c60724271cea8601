/* What the served desk is held against: the same work without a server around it, on the same store folder, and the bare
 * libraries below it. Each prints one JSON object.
 *
 *   floor read DIR THREADS SECONDS IDS          whole tickets by their ids, one a line: the SQL of GET /v1/tickets/{id} alone
 *   floor receive DIR THREADS SECONDS INQUIRIES [FROM]   intakes, from JSON documents one a line; "~~~~~~~~" in them becomes
 *                                               a running number
 *   floor due DIR SECONDS                       rounds of what the desk looks for by itself: four letters have come due, and the
 *                                               timer and the audit chain look for theirs
 *   floor commit PATH SECONDS                   single rows into a new SQLite file, each with a commit and a sync
 *   floor bare BYTES                            libmicrohttpd with a body of that size, until it is killed; prints its port */
#define _GNU_SOURCE
#include <microhttpd.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/store_folder.h"
#include "db/db.h"
#include "desk/delivery.h"
#include "desk/intake.h"
#include "desk/look.h"
#include "desk/timer.h"
#include "store/audit.h"
#include "store/outbox.h"
#include "text/json.h"

enum { THREADS_MOST = 256, CALLS_MOST = 4 * 1024 * 1024, LETTERS = 4, LETTERS_MOST = 16 };

struct lines {
    struct str *items;
    size_t count, cap;
};

struct bench {
    struct store_folder folder;
    struct arena *arena;
    struct lines lines;
    void (*work)(struct bench *bench, struct arena *arena, unsigned long turn);
    int64_t until;
    atomic_ulong turns, done;
    unsigned long from;
    int32_t *micros; /* of each call */
};

static void need(int rc, const struct err *err)
{
    if (rc >= 0) return;
    fprintf(stderr, "floor: %s\n", err->message);
    exit(1);
}

static int64_t micros_now(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * MICROS_PER_SECOND + time.tv_nsec / 1000;
}

static void read_lines(struct bench *bench, const char *path)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    FILE *file = fopen(path, "r");
    while (file && (length = getline(&line, &size, file)) > 0) {
        if (line[length - 1] == '\n') length--;
        *ARENA_PUSH(bench->arena, bench->lines.items, bench->lines.count, bench->lines.cap) =
            str_of(arena_cstr(bench->arena, str_of_len(line, (size_t)length)));
    }
    free(line);
    if (!file || !bench->lines.count) {
        fprintf(stderr, "floor: %s: nothing to read\n", path);
        exit(1);
    }
    fclose(file);
}

static void read_one(struct bench *bench, struct arena *arena, unsigned long turn)
{
    struct err err = {0};
    struct id id;
    struct whole_ticket whole;
    if (id_parse(bench->lines.items[turn % bench->lines.count], &id) < 0) exit(1);
    need(desk_ticket_whole(bench->folder.desk, &actor_cli, arena, &id, &whole, &err), &err);
    if (!whole.message_count) exit(1);
}

static void receive_one(struct bench *bench, struct arena *arena, unsigned long turn)
{
    struct err err = {0};
    struct value value;
    struct inquiry inquiry;
    struct intake intake;
    struct str line = bench->lines.items[turn % bench->lines.count];
    char digits[9], *text = arena_alloc(arena, line.len + 1);
    memcpy(text, line.ptr, line.len + 1); /* its end was written by read_lines */
    snprintf(digits, sizeof digits, "%08lu", (bench->from + turn) % 100000000);
    for (char *at = text; (at = strstr(at, "~~~~~~~~")) != NULL; at += 8) memcpy(at, digits, 8);
    need(json_parse(arena, str_of(text), &value, &err), &err);
    need(inquiry_from_value(arena, &value, &inquiry, &err), &err);
    need(desk_receive(bench->folder.desk, &actor_cli, arena, &inquiry, NULL, &intake, &err), &err);
}

static void *work(void *context)
{
    struct bench *bench = context;
    struct arena *arena = arena_new();
    for (int64_t begun; (begun = micros_now(CLOCK_MONOTONIC)) < bench->until;) {
        bench->work(bench, arena, atomic_fetch_add(&bench->turns, 1));
        arena_reset(arena);
        unsigned long done = atomic_fetch_add(&bench->done, 1);
        if (done < CALLS_MOST) bench->micros[done] = (int32_t)(micros_now(CLOCK_MONOTONIC) - begun);
    }
    arena_free(arena);
    return NULL;
}

static int by_value(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static void report(struct bench *bench, double seconds, double processor, uint64_t syncs)
{
    unsigned long done = atomic_load(&bench->done), kept = done < CALLS_MOST ? done : CALLS_MOST;
    if (!kept) exit(1);
    qsort(bench->micros, kept, sizeof *bench->micros, by_value);
    printf("{\"count\":%lu,\"rate\":%.1f,\"cpu_us\":%.2f,\"p50_us\":%d,\"p99_us\":%d,\"syncs\":%llu}\n", done,
           (double)done / seconds, processor / (double)done, bench->micros[kept / 2],
           bench->micros[(kept - 1) * 99 / 100], (unsigned long long)syncs);
}

/* ---- what is due ---- */

static int write_letters(const struct unit *unit, void *context, struct err *err)
{
    const unsigned long *turn = context;
    for (int i = 0; i < LETTERS; i++) {
        struct outgoing_message letter = {.kind = "notice",
                                          .notice = STR("shipped"),
                                          .dedupe = arena_printf(unit->arena, "bench:%lu:%d", *turn, i),
                                          .channel = STR("email"),
                                          .recipient = STR("customer@example.com"),
                                          .subject = STR("On its way"),
                                          .text = STR("It has left.\n"),
                                          .html = STR("<p>It has left.</p>\n"),
                                          .automatic = true,
                                          .not_before = unit->now};
        struct audit_entry entry = {.verb = "letter.queued", .detail = STR("{}")};
        if (outbox_add(unit, &letter, NULL, err) < 0 || audit_add(unit, &entry, err) < 0) return -1;
    }
    return 0;
}

/* Only looking is timed, not what makes letters due, and what ends them. */
static int32_t look_once(struct desk *desk, struct arena *arena, unsigned long turn)
{
    struct err err = {0};
    struct outgoing_message letters[LETTERS_MOST];
    struct tick tick;
    int count, chained;
    need(desk_write(desk, &actor_cli, arena, write_letters, &turn, &err), &err);
    int64_t begun = micros_now(CLOCK_MONOTONIC);
    need(desk_letters_claim(desk, arena, STR("bench"), MICROS_PER_HOUR, LETTERS_MOST, letters, &count, &err),
         &err);
    need(desk_tick(desk, arena, &tick, &err), &err);
    need(desk_audit_chain(desk, arena, &chained, &err), &err);
    int64_t took = micros_now(CLOCK_MONOTONIC) - begun;
    if (count != LETTERS || !chained || tick.warned || tick.lapsed) exit(1);
    for (int i = 0; i < count; i++)
        need(desk_letter_sent(desk, arena, &letters[i], STR("bench"), &err), &err);
    return (int32_t)took;
}

static void report_due(const char *folder, double seconds)
{
    struct err err = {0};
    struct bench bench = {.arena = arena_new(), .micros = calloc(CALLS_MOST, sizeof *bench.micros)};
    if (!bench.micros) abort();
    need(store_folder_open(folder, FOLDER_WORK, &bench.folder, &err), &err);
    unsigned long turn = (unsigned long)micros_now(CLOCK_REALTIME), done = 0;
    int64_t begun = micros_now(CLOCK_MONOTONIC), until = begun + (int64_t)(seconds * 1e6), used = 0;
    for (; micros_now(CLOCK_MONOTONIC) < until; done++) {
        bench.micros[done] = look_once(bench.folder.desk, bench.arena, turn + done);
        used += bench.micros[done];
        arena_reset(bench.arena);
    }
    atomic_store(&bench.done, done);
    report(&bench, (double)used / 1e6, (double)used, 0);
    store_folder_close(&bench.folder);
    free(bench.micros);
    arena_free(bench.arena);
}

static void run(struct bench *bench, int threads, double seconds)
{
    struct db_stats before, after;
    pthread_t ids[THREADS_MOST];
    bench->micros = calloc(CALLS_MOST, sizeof *bench->micros);
    if (!bench->micros) abort();
    if (threads > THREADS_MOST) threads = THREADS_MOST;
    db_stats(bench->folder.db, &before);
    int64_t begun = micros_now(CLOCK_MONOTONIC), used = micros_now(CLOCK_PROCESS_CPUTIME_ID);
    bench->until = begun + (int64_t)(seconds * 1e6);
    for (int i = 0; i < threads; i++) pthread_create(&ids[i], NULL, work, bench);
    for (int i = 0; i < threads; i++) pthread_join(ids[i], NULL);
    double took = (double)(micros_now(CLOCK_MONOTONIC) - begun) / 1e6;
    double spent = (double)(micros_now(CLOCK_PROCESS_CPUTIME_ID) - used);
    db_stats(bench->folder.db, &after);
    report(bench, took, spent, after.syncs - before.syncs);
    free(bench->micros);
}

static void commit_rows(const char *path, double seconds)
{
    sqlite3 *handle;
    sqlite3_stmt *insert;
    if (sqlite3_open(path, &handle) != SQLITE_OK ||
        sqlite3_exec(handle,
                     "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
                     "CREATE TABLE bare (id INTEGER PRIMARY KEY, body TEXT NOT NULL)",
                     NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(handle, "INSERT INTO bare (body) VALUES ('where is my order')", -1, &insert,
                           NULL) != SQLITE_OK)
        exit(1);
    unsigned long done = 0;
    int64_t begun = micros_now(CLOCK_MONOTONIC), until = begun + (int64_t)(seconds * 1e6);
    for (; micros_now(CLOCK_MONOTONIC) < until; done++) {
        if (sqlite3_step(insert) != SQLITE_DONE) exit(1);
        sqlite3_reset(insert);
    }
    printf("{\"count\":%lu,\"rate\":%.1f}\n", done,
           (double)done * 1e6 / (double)(micros_now(CLOCK_MONOTONIC) - begun));
    sqlite3_finalize(insert);
    sqlite3_close(handle);
}

static enum MHD_Result answer_bare(void *cls, struct MHD_Connection *connection, const char *url,
                                   const char *method, const char *version, const char *upload, size_t *size,
                                   void **context)
{
    (void)url, (void)method, (void)version, (void)upload, (void)size;
    static const char seen;
    const struct str *body = cls;
    if (!*context) { /* an answer to the first call would end the connection */
        *context = (void *)(uintptr_t)&seen;
        return MHD_YES;
    }
    struct MHD_Response *response =
        MHD_create_response_from_buffer(body->len, (void *)(uintptr_t)body->ptr, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(response, "Content-Type", "application/json");
    enum MHD_Result done = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return done;
}

static void serve_bare(size_t bytes)
{
    char *text = malloc(bytes + 1);
    if (!text) abort();
    memset(text, 'x', bytes);
    struct str body = {text, bytes};
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, answer_bare, &body,
                         MHD_OPTION_CONNECTION_LIMIT, 1000U, MHD_OPTION_END);
    if (!daemon) exit(1);
    printf("%d\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    for (;;) pause();
}

static void run_on_folder(int argc, char **argv)
{
    struct err err = {0};
    bool reads = strcmp(argv[1], "read") == 0;
    struct bench bench = {.arena = arena_new(), .work = reads ? read_one : receive_one};
    if (argc > 6) bench.from = strtoul(argv[6], NULL, 10);
    read_lines(&bench, argv[5]);
    need(store_folder_open(argv[2], reads ? FOLDER_READ : FOLDER_WORK, &bench.folder, &err), &err);
    run(&bench, (int)strtol(argv[3], NULL, 10), strtod(argv[4], NULL));
    store_folder_close(&bench.folder);
    arena_free(bench.arena);
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "commit") == 0)
        commit_rows(argv[2], strtod(argv[3], NULL));
    else if (argc == 4 && strcmp(argv[1], "due") == 0)
        report_due(argv[2], strtod(argv[3], NULL));
    else if (argc == 3 && strcmp(argv[1], "bare") == 0)
        serve_bare(strtoul(argv[2], NULL, 10));
    else if (argc >= 6 && (strcmp(argv[1], "read") == 0 || strcmp(argv[1], "receive") == 0))
        run_on_folder(argc, argv);
    else
        return 2;
    return 0;
}
