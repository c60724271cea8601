/* burin serve: the whole desk behind its HTTP API. */
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "api/api.h"
#include "cli/commands.h"
#include "cli/serve_log.h"
#include "cli/serve_ops.h"
#include "cli/stdio.h"
#include "cli/store_folder.h"
#include "text/json.h"
#include "web/web.h"

enum { LISTEN, OPS };

enum {
    WORKERS = 64, /* they mostly wait for a commit that many of them share */
    QUEUE = 512,
    OPS_WORKERS = 2,
    EVENT_THREADS_MOST = 8,
    KEYS = 65536,
    PEER_BURST = 2000,
    ACTOR_BURST = 4000,
    LINK_BURST = 20,
    SIGN_IN_BURST = 60,
    DATA_MOST = 4096,
};
#define PEER_EVERY (MICROS_PER_SECOND / 500)
#define ACTOR_EVERY (MICROS_PER_SECOND / 2000)
#define LINK_EVERY (60 * MICROS_PER_SECOND)
#define SIGN_IN_EVERY MICROS_PER_SECOND
#define STOP_WITHIN (10 * MICROS_PER_SECOND)

static const struct option options[] = {
    [LISTEN] = {"listen", "HOST:PORT",
                "Where the API listens; 127.0.0.1:8080 if not given, port 0 takes a free one", NULL,
                COMPLETE_NOTHING, false},
    [OPS] = {"ops", "HOST:PORT", "Where /livez, /readyz and /metrics are; 127.0.0.1:8081 if not given", NULL,
             COMPLETE_NOTHING, false},
    {NULL},
};

struct service {
    struct store_folder folder;
    struct api api;
    struct web *web;
    struct ops ops;
    struct workers *workers, *ops_workers;
    struct http_server *server, *ops_server, *socket_server;
    const char *socket_path;
    struct serve_log *log;
    char store_id[ID_TEXT]; /* for the threads of the database, which outlive the desk */
};

/* ---- what changed, to those who listen ---- */

static void publish(void *context, const struct audit_row *row)
{
    struct service *service = context;
    struct buf data;
    char id[ID_TEXT];
    buf_init(&data, DATA_MOST);
    struct json_writer json = {.buf = &data};
    json_begin_object(&json);
    json_put_string(&json, "verb", row->verb);
    const struct {
        const char *name;
        const struct id *id;
    } ids[] = {{"object", &row->object}, {"order", &row->order}, {"ticket", &row->ticket}};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        if (id_is_none(ids[i].id)) continue;
        id_format(ids[i].id, id);
        json_put_string(&json, ids[i].name, str_of(id));
    }
    json_end_object(&json);
    struct http_event event = {.id = (uint64_t)row->seq, .type = "change", .data = buf_str(&data)};
    http_hub_publish(service->api.hub, &event);
    buf_done(&data);
}

static void log_loop(void *context, const char *loop, const struct err *err)
{
    const struct service *service = context;
    serve_log_loop(service->log, loop, err);
}

static void database_trouble(void *context, const char *message)
{
    serve_log_error(context, "database", message);
}

/* The process ends as soon as this returns: the line has to be out by then. */
static void database_fatal(void *context, const char *message)
{
    serve_log_error(context, "database", message);
    serve_log_end(context);
}

static void wake(void *context)
{
    jobs_wake(context);
}

/* The end of the audit log as it is: listeners begin there. */
static int find_end(struct desk *desk, int64_t *out, struct err *err)
{
    struct arena *arena = arena_new();
    int result = desk_audit_end(desk, arena, out, err);
    arena_free(arena);
    return result;
}

/* "STORE JSON": several stores may share the database. */
static void tell_presence(struct service *service, struct str payload)
{
    struct str store;
    if (!str_next_part(&payload, ' ', &store) || !str_is(store, service->store_id)) return;
    http_hub_publish(service->api.hub, &(struct http_event){.type = "presence", .data = payload});
}

/* Who has a ticket open; else a hint that another process of the same database may have made work. */
static void heard(void *context, const char *channel, struct str payload)
{
    struct service *service = context;
    if (strcmp(channel, "presence") == 0)
        tell_presence(service, payload);
    else
        jobs_wake(service->ops.jobs);
}

/* ---- start and stop ---- */

/* Who may open the socket may read the folder, and does what the owner may. */
static int start_socket(struct service *service, struct err *err)
{
    size_t count;
    const struct http_row *rows = api_rows(&count);
    service->socket_path = store_folder_file(&service->folder, "run.sock");
    unlink(
        service->socket_path); /* a server that was killed left it; the database's lock says that none runs */
    struct http_config config = {
        .listen = arena_printf(service->folder.arena, "unix:%s", service->socket_path).ptr,
        .rooms = {{rows, count, &service->api, api_authorise_owner}},
        .threads = 1,
        .workers = service->workers,
        .app = &service->api,
    };
    return http_server_start(&config, &service->socket_server, err);
}

/* Processors that this process may use: one event thread for each is enough, and a second on one core would only take its cache. */
static int cores(void)
{
    cpu_set_t set;
    int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
    return count < EVENT_THREADS_MOST ? count : EVENT_THREADS_MOST;
}

static int start_public(struct service *service, const char *listen, struct err *err)
{
    size_t count;
    const struct http_row *rows = api_rows(&count);
    struct http_config config = {
        .listen = listen ? listen : "127.0.0.1:8080",
        .rooms = {{rows, count, &service->api, api_authorise, api_here}, web_room(service->web)},
        .threads = cores(),
        .workers = service->workers,
        .app = &service->api,
        .admit = api_admit,
        .log = serve_log_request,
        .log_context = service->log,
    };
    return http_server_start(&config, &service->server, err);
}

static int start_ops(struct service *service, const char *listen, struct err *err)
{
    size_t count;
    const struct http_row *rows = ops_rows(&count);
    service->ops.folder = &service->folder;
    service->ops.served = service->server;
    http_server_hold(service->ops.served);
    service->ops.hub = service->api.hub;
    struct http_config config = {
        .listen = listen ? listen : "127.0.0.1:8081",
        .rooms = {{rows, count, &service->ops, NULL}},
        .threads = 1,
        .workers = service->ops_workers,
    };
    return http_server_start(&config, &service->ops_server, err);
}

static int start_loops(struct service *service, struct err *err)
{
    struct jobs_config config = {
        .desk = service->folder.desk,
        .maildir = store_folder_maildir(&service->folder),
        .followed = publish,
        .log = log_loop,
        .context = service,
    };
    if (find_end(service->folder.desk, &config.follow_after, err) < 0) return -1;
    struct http_hub_config hub = {.last_id = (uint64_t)config.follow_after};
    if (http_hub_new(&hub, &service->api.hub, err) < 0 || jobs_start(&config, &service->ops.jobs, err) < 0)
        return -1;
    id_format(desk_store_id(service->folder.desk), service->store_id);
    desk_on_change(service->folder.desk, wake, service->ops.jobs);
    return db_listen(service->folder.db, heard, service, err);
}

static int start_workers(struct service *service, struct err *err)
{
    struct workers_config many = {.threads = WORKERS, .queue_max = QUEUE}, few = {.threads = OPS_WORKERS};
    return workers_new(&many, &service->workers, err) < 0 || workers_new(&few, &service->ops_workers, err) < 0
               ? -1
               : 0;
}

static int start(struct service *service, const struct arguments *arguments, struct err *err)
{
    if (serve_log_new(&service->log, err) < 0) return -1;
    const struct folder_ears ears = {database_fatal, database_trouble, service->log};
    if (store_folder_serve(arguments->operands[0], &ears, &service->folder, err) < 0) return -1;
    service->api.desk = service->folder.desk;
    service->api.by_peer = http_rate_new(KEYS, PEER_BURST, PEER_EVERY);
    service->api.by_actor = http_rate_new(KEYS, ACTOR_BURST, ACTOR_EVERY);
    service->api.by_link = http_rate_new(KEYS, LINK_BURST, LINK_EVERY);
    service->api.by_sign_in = http_rate_new(KEYS, SIGN_IN_BURST, SIGN_IN_EVERY);
    if (web_new(service->folder.desk, &service->web, err) < 0) return -1;
    if (start_workers(service, err) < 0 || start_loops(service, err) < 0 || start_socket(service, err) < 0)
        return -1;
    if (start_public(service, arguments->values[LISTEN], err) < 0) return -1;
    return start_ops(service, arguments->values[OPS], err);
}

static void stop(struct service *service)
{
    atomic_store(&service->ops.stopping, true);
    http_server_stop(service->server, STOP_WITHIN);
    http_server_stop(service->socket_server, STOP_WITHIN);
    http_server_stop(service->ops_server, MICROS_PER_SECOND);
    http_server_let_go(service->ops.served);
    jobs_stop(service->ops.jobs);
    http_hub_stop(service->api.hub); /* its thread asks the desk who may still listen */
    workers_free(service->workers);
    workers_free(service->ops_workers);
    web_free(service->web);
    http_rate_free(service->api.by_peer);
    http_rate_free(service->api.by_actor);
    http_rate_free(service->api.by_link);
    http_rate_free(service->api.by_sign_in);
    if (service->socket_path) unlink(service->socket_path);
    store_folder_close(&service->folder); /* until then the database tells of what it hears */
    jobs_free(service->ops.jobs);
    http_hub_free(service->api.hub);
    serve_log_free(service->log);
}

static int announce(const struct service *service, struct err *err)
{
    const struct store *store = shop_store(service->folder.shop);
    struct str line = arena_printf(
        service->folder.arena, "%.*s is served at http://127.0.0.1:%d (for operators http://127.0.0.1:%d)\n",
        STR_ARG(store->name), http_server_port(service->server), http_server_port(service->ops_server));
    serve_log_event(service->log, "started", store->name);
    return output_write(line, err);
}

/* The signals that end the server are blocked everywhere and waited for here. */
static void wait_for_end(const struct service *service, const sigset_t *signals)
{
    int signal;
    sigwait(signals, &signal);
    serve_log_event(service->log, "stopping", signal == SIGINT ? STR("interrupt") : STR("terminate"));
}

/* A connection is an open file, and shells and systemd give 1,024 of them unless asked for more. */
static void allow_files(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) < 0) return;
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

static int run(const struct arguments *arguments, struct err *err)
{
    struct service service = {0};
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    allow_files();
    int result = start(&service, arguments, err);
    if (result == 0) result = announce(&service, err);
    if (result == 0) wait_for_end(&service, &signals);
    stop(&service);
    return result < 0 ? -1 : EXIT_FINE;
}

const struct command command_serve = {
    .name = "serve",
    .summary = "Serve a store's desk over HTTP",
    .description =
        "Serves the store folder DIR: its database is made or brought up to date first "
        "(DIR/burin.db, or what "
        "`database` in store.yaml names), then the API of docs/API.md answers at --listen, and "
        "/livez, /readyz and "
        "/metrics at --ops. Letters go where `channels` says. The log is one JSON object a line "
        "on standard error.\n"
        "\n"
        "Policy, answers, calendars and templates may be edited over the API while it runs; the folder is "
        "kept as they are. What is edited in the folder by hand counts from the next start on.\n"
        "\n"
        "“burin token add DIR --scope desk --name shop” makes a token for the API, also while the "
        "server runs. "
        "SIGTERM and SIGINT end it when the requests in flight are answered.",
    .operands = "DIR",
    .operands_least = 1,
    .operands_most = 1,
    .complete_operands = COMPLETE_FOLDER,
    .options = options,
    .run = run,
};
