/* Who may do what, over HTTP: every route with every role, with tokens, with nothing, with what is another store's; and the cookie
 * against requests that another site had the browser make. A new route is tested by being in the table. */
#define _GNU_SOURCE
#include "desk_fixture.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>

#include "api/call.h"
#include "base/digest.h"
#include "desk/account.h"
#include "desk/life.h"
#include "desk/portal.h"
#include "desk/token.h"
#include "http/server.h"
#include "store/portal.h"

static const struct actor cli = {.name = STR_INIT("cli"), .role = ROLE_OWNER};

struct place { /* one store behind a server */
    struct api api;
    struct http_server *server;
    struct str owner_token, tokens[4];
};

struct world {
    struct fixture *f;
    struct workers *workers;
    struct place here, there;
    struct id people[ROLE_COUNT]; /* here */
    struct arena *arena;
};

static const char *const scopes[4] = {"owner", "desk", "studio", "read"};

/* ---- a world of two stores ---- */

static struct str add_token(struct desk *desk, struct arena *arena, const char *scope)
{
    struct token_order order = {STR("test"), str_of(scope), INSTANT_NONE};
    struct api_token token;
    struct str secret;
    struct err err = {0};
    if (desk_token_add(desk, &cli, arena, &order, &token, &secret, &err) < 0) fail_msg("%s", err.message);
    return secret;
}

static void open_place(struct world *w, struct place *place, struct desk *desk)
{
    struct err err = {0};
    struct http_config config = {
        .threads = 1,
        .workers = w->workers,
        .app = &place->api,
        .admit = api_admit,
        .rooms = {{.app = &place->api, .authorise = api_authorise, .here = api_here}}};
    place->api.desk = desk;
    config.rooms[0].rows = api_rows(&config.rooms[0].row_count);
    if (http_hub_new(&(struct http_hub_config){.recheck_ms = 100}, &place->api.hub, &err) < 0 ||
        http_server_start(&config, &place->server, &err) < 0)
        fail_msg("%s", err.message);
    for (int i = 0; i < 4; i++) place->tokens[i] = add_token(desk, w->f->arena, scopes[i]);
    place->owner_token = place->tokens[0];
}

static void close_place(struct place *place)
{
    http_server_stop(place->server, MICROS_PER_SECOND);
    http_hub_free(place->api.hub);
}

static int enter_person(const struct unit *unit, void *context, struct err *err)
{
    struct account *account = context;
    account->id = unit_id(unit);
    account->created_at = unit->now;
    return account_insert(unit, account, err);
}

static struct id add_person(struct desk *desk, struct arena *arena, enum role role)
{
    struct str name = role_name(role);
    struct account account = {.email = arena_printf(arena, "%.*s@example.com", STR_ARG(name)),
                              .name = name,
                              .role = name,
                              .password = STR("no hash of anything"),
                              .invite_until = INSTANT_NONE};
    assert_int_equal(desk_write(desk, &cli, arena, enter_person, &account, NULL), 0);
    return account.id;
}

static int open_world(void **state, bool postgres)
{
    struct world *w = calloc(1, sizeof *w);
    fixture_open((void **)&w->f, postgres, "test_rights");
    w->arena = arena_new();
    struct workers_config pool = {.threads = 2, .age_micros = 60 * MICROS_PER_SECOND};
    assert_int_equal(workers_new(&pool, &w->workers, NULL), 0);
    open_place(w, &w->here, w->f->desk);
    open_place(w, &w->there, w->f->other);
    for (int role = 0; role < ROLE_COUNT; role++)
        w->people[role] = add_person(w->f->desk, w->f->arena, (enum role)role);
    *state = w;
    return 0;
}

static int open_sqlite(void **state)
{
    return open_world(state, false);
}

static int open_postgres(void **state)
{
    return open_world(state, true);
}

static int close_world(void **state)
{
    struct world *w = *state;
    void *fixture = w->f;
    close_place(&w->here);
    close_place(&w->there);
    workers_free(w->workers);
    arena_free(w->arena);
    fixture_close(&fixture);
    free(w);
    return 0;
}

/* ---- asking ---- */

struct answer {
    int status;
    struct str head, body;
};

static int connect_to(const struct place *place)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)http_server_port(place->server))};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

/* To the end; of a stream only what comes first. */
static struct str read_answer(struct arena *arena, int fd)
{
    char bytes[16384];
    struct buf in;
    buf_init(&in, 8 << 20);
    for (;;) {
        struct pollfd ready = {fd, POLLIN, 0};
        if (poll(&ready, 1, 20000) != 1) fail_msg("nothing comes");
        ssize_t got = recv(fd, bytes, sizeof bytes, 0);
        if (got <= 0) break;
        buf_add(&in, str_of_len(bytes, (size_t)got));
        if (str_contains(buf_str(&in), STR("text/event-stream"))) break;
    }
    struct str text = buf_copy(&in, arena);
    buf_done(&in);
    return text;
}

static struct answer ask(struct arena *arena, const struct place *place, enum http_method method,
                         const char *path, const char *headers, const char *body)
{
    struct str request = arena_printf(arena,
                                      "%s %s HTTP/1.1\r\nHost: desk.example\r\nConnection: close\r\n%s"
                                      "Content-Length: %zu\r\n\r\n%s",
                                      http_method_name(method), path, headers, strlen(body), body);
    int fd = connect_to(place);
    assert_int_equal(send(fd, request.ptr, request.len, MSG_NOSIGNAL), (ssize_t)request.len);
    struct str text = read_answer(arena, fd);
    close(fd);
    uint64_t status = 0;
    size_t end = str_find(text, STR("\r\n\r\n"), 0);
    str_to_uint(str_slice(text, 9, 12), 999, &status);
    assert_true(status != 0 && end != STR_NOT_FOUND);
    return (struct answer){(int)status, str_slice(text, 0, end), str_slice(text, end + 4, text.len)};
}

static const char *bearer(struct arena *arena, struct str token)
{
    return arena_printf(arena, "Authorization: Bearer %.*s\r\n", STR_ARG(token)).ptr;
}

struct beginning {
    struct session session;
    struct digest secret;
};

static int begin_in(const struct unit *unit, void *context, struct err *err)
{
    struct beginning *beginning = context;
    beginning->session.id = unit_id(unit);
    beginning->session.expires_at = unit->now + SESSION_LONGEST;
    return session_insert(unit, &beginning->session, &beginning->secret, err);
}

static const char csrf[] = "X-CSRF-Token: AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n"; /* of 32 zeroes */

/* The cookie of a session of its own, as signing out ends it. */
static const char *cookie(struct world *w, struct desk *desk, struct id account)
{
    char id[ID_TEXT];
    struct beginning beginning = {.session = {.account = account}};
    struct id secret = id_new(clock_now(clock_system()), rand_system());
    id_format(&secret, id);
    beginning.secret = digest_of(str_of(id));
    assert_int_equal(desk_write(desk, &cli, w->arena, begin_in, &beginning, NULL), 0);
    return arena_printf(w->arena, "Cookie: other=1; __Host-burin=%s\r\n", id).ptr;
}

/* ---- customers on the page of an order ---- */

struct letting {
    struct id order;
    struct str address;
    struct digest secret;
};

static int let_in(const struct unit *unit, void *context, struct err *err)
{
    const struct letting *letting = context;
    struct order_link link = {letting->order, letting->address, unit->now + LINK_LASTS};
    return order_link_insert(unit, &letting->secret, &link, err);
}

/* The cookie of a visit to that order, with the token that goes with it. */
static const char *visitor(struct world *w, struct desk *desk, const char *number, const char *address)
{
    struct err err = {0};
    char text[ID_TEXT];
    struct id id = id_new(clock_now(clock_system()), rand_system());
    struct order_record record;
    struct order order = {.number = str_of(number),
                          .placed_at = INSTANT_NONE,
                          .customer = {.name = STR("Maya"), .email = str_of(address)}};
    enum order_put what;
    struct visit visit;
    id_format(&id, text);
    if (desk_order_put(desk, &cli, w->arena, &order, &what, &record, &err) < 0) fail_msg("%s", err.message);
    struct letting letting = {record.id, str_of(address), digest_of(str_of(text))};
    if (desk_write(desk, &cli, w->arena, let_in, &letting, &err) < 0 ||
        desk_portal_enter(desk, w->arena, str_of(text), (struct str){0}, &visit, &err) < 0)
        fail_msg("%s", err.message);
    return arena_printf(w->f->arena, "Cookie: " PORTAL_COOKIE "=%.*s\r\nX-CSRF-Token: %.*s\r\n",
                        STR_ARG(visit.secret), STR_ARG(visit.csrf))
        .ptr;
}

static const char *with(struct arena *arena, const char *one, const char *other)
{
    return arena_printf(arena, "%s%s", one, other).ptr;
}

/* ---- every route with everybody ---- */

static bool is_unsafe(const struct http_row *row)
{
    return row->method != HTTP_GET;
}

/* The path with an id that nothing has, but for what everybody does with their own account. */
static const char *path_of(struct arena *arena, const struct http_row *row, const struct id *own)
{
    const char *id = "018f0000-0000-7000-8000-000000000000";
    char text[ID_TEXT];
    struct str rest = str_of(row->pattern), part, path = STR("");
    if (strcmp(row->pattern, "/v1/accounts/{id}/password") == 0) {
        id_format(own, text);
        id = text;
    }
    while (str_next_part(&rest, '/', &part)) {
        if (!part.len) continue;
        struct str name = str_is(part, "{id}") ? str_of(id) : str_is(part, "{number}") ? STR("NOPE-1") : part;
        path = arena_printf(arena, "%.*s/%.*s", STR_ARG(path), STR_ARG(name));
    }
    return path.ptr;
}

static void expect(struct world *w, const struct http_row *row, const char *who, const char *headers,
                   const struct id *own, int expected)
{
    struct answer answer = ask(w->arena, &w->here, row->method, path_of(w->arena, row, own), headers,
                               is_unsafe(row) && row->body_max ? "{}" : "");
    bool fine = expected ? answer.status == expected
                         : answer.status != 401 && answer.status != 403 && answer.status < 500;
    if (!fine)
        fail_msg("%s %s as %s: %d where %d is expected (0: neither 401 nor 403): %.*s",
                 http_method_name(row->method), row->pattern, who, answer.status, expected,
                 STR_ARG(str_slice(answer.body, 0, 300)));
    arena_reset(w->arena);
}

static int by_rights(const struct http_row *row, enum role role, bool person)
{
    const struct route *route = row->doc;
    if (route->open) return 0;
    if (route->customer) return 401; /* whoever they are at the desk, they are no customer */
    return !role_has(role, (enum right)row->right) || (route->person && !person) ? 403 : 0;
}

static void expect_of_strangers(struct world *w, const struct http_row *row, struct id foreigner)
{
    const struct route *route = row->doc;
    int stranger = route->open ? 0 : 401;
    expect(w, row, "nobody", "", &foreigner, stranger);
    expect(w, row, "another store's owner", bearer(w->arena, w->there.owner_token), &foreigner, stranger);
    expect(w, row, "another store's session", with(w->arena, cookie(w, w->f->other, foreigner), csrf),
           &foreigner, stranger);
    expect(w, row, "a made-up token", "Authorization: Bearer burin_AAAA\r\n", &foreigner, stranger);
    expect(w, row, "another scheme", "Authorization: Basic b3duZXI6b3duZXI=\r\n", &foreigner, stranger);
    expect(w, row, "a made-up cookie", "Cookie: __Host-burin=AAAA\r\n", &foreigner, stranger);
}

static void every_route_is_for_whom_the_table_says(void **state)
{
    struct world *w = *state;
    struct id foreigner = add_person(w->f->other, w->f->arena, ROLE_OWNER);
    size_t count;
    const struct http_row *rows = api_rows(&count);
    for (size_t i = 0; i < count; i++) {
        expect_of_strangers(w, &rows[i], foreigner);
        for (int role = 0; role < ROLE_COUNT; role++)
            expect(w, &rows[i], role_name((enum role)role).ptr,
                   with(w->arena, cookie(w, w->f->desk, w->people[role]), csrf), &w->people[role],
                   by_rights(&rows[i], (enum role)role, true));
        for (int scope = 0; scope < 4; scope++) {
            enum role role;
            assert_int_equal(role_from_scope(str_of(scopes[scope]), &role), 0);
            expect(w, &rows[i], scopes[scope], bearer(w->arena, w->here.tokens[scope]), &foreigner,
                   by_rights(&rows[i], role, false));
        }
    }
}

/* A visit opens what is for customers and nothing else, and only where it is: a new one for each row, as leaving ends it. */
static void a_customer_comes_no_further_than_the_page(void **state)
{
    struct world *w = *state;
    static const struct id nobody;
    size_t count;
    const struct http_row *rows = api_rows(&count);
    for (size_t i = 0; i < count; i++) {
        const struct route *route = rows[i].doc;
        int expected = route->open || route->customer ? 0 : 401;
        expect(w, &rows[i], "a customer", visitor(w, w->f->desk, "ZX-77031", "maya@example.com"), &nobody,
               expected);
        expect(w, &rows[i], "another store's customer",
               visitor(w, w->f->other, "ZX-77031", "maya@example.com"), &nobody, route->open ? 0 : 401);
        if (!route->customer) continue;
        expect(w, &rows[i], "a made-up visit", "Cookie: " PORTAL_COOKIE "=AAAA\r\n", &nobody, 401);
        const char *bare = visitor(w, w->f->desk, "ZX-77031", "maya@example.com");
        struct str line = str_slice(str_of(bare), 0, str_find(str_of(bare), STR("\r\n"), 0) + 2);
        expect(w, &rows[i], "without a token", arena_cstr(w->arena, line), &nobody,
               is_unsafe(&rows[i]) ? 403 : 0);
        expect(w, &rows[i], "from elsewhere", with(w->f->arena, bare, "Sec-Fetch-Site: cross-site\r\n"),
               &nobody, is_unsafe(&rows[i]) ? 403 : 0);
    }
}

/* The description puts the methods of a path together, and needs the rows to be. */
static void the_rows_of_a_path_stand_together(void **state)
{
    size_t count;
    const struct http_row *rows = api_rows(&count);
    (void)state;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 2; j < count; j++)
            if (strcmp(rows[i].pattern, rows[j].pattern) == 0)
                assert_string_equal(rows[j - 1].pattern, rows[j].pattern);
}

/* ---- the cookie and other sites ---- */

static void a_cookie_alone_changes_nothing(void **state)
{
    static const struct {
        const char *headers;
        bool csrf, fine;
    } cases[] = {
        {"", false, false},
        {"X-CSRF-Token: wrong\r\n", false, false},
        {"", true, true},
        {"Sec-Fetch-Site: same-origin\r\n", true, true},
        {"Sec-Fetch-Site: same-origin\r\n", false, false},
        {"Sec-Fetch-Site: cross-site\r\n", true, false},
        {"Sec-Fetch-Site: same-site\r\n", true, false},
        {"Sec-Fetch-Site: none\r\n", true, false},
        {"Origin: https://desk.example\r\n", true, true},
        {"Origin: https://DESK.example\r\n", true, true},
        {"Origin: https://evil.example\r\n", true, false},
        {"Origin: https://desk.example.evil.example\r\n", true, false},
        {"Origin: null\r\n", true, false},
        {"Sec-Fetch-Site: cross-site\r\nOrigin: https://desk.example\r\n", true, false},
    };
    struct world *w = *state;
    size_t count;
    const struct http_row *rows = api_rows(&count);
    for (size_t i = 0; i < count; i++) {
        const struct route *route = rows[i].doc;
        for (size_t c = 0; !route->customer && c < sizeof cases / sizeof *cases; c++) {
            if (route->open && !cases[c].csrf) continue; /* it is asked of nobody there */
            const char *headers =
                with(w->arena, cookie(w, w->f->desk, w->people[ROLE_OWNER]), cases[c].headers);
            expect(w, &rows[i], cases[c].headers, cases[c].csrf ? with(w->arena, headers, csrf) : headers,
                   &w->people[ROLE_OWNER], is_unsafe(&rows[i]) && !cases[c].fine ? 403 : 0);
        }
    }
}

static void a_token_goes_before_a_cookie(void **state)
{
    struct world *w = *state;
    const char *read = bearer(w->arena, w->here.tokens[3]);
    const char *both = with(w->arena, cookie(w, w->f->desk, w->people[ROLE_OWNER]), read);
    assert_int_equal(ask(w->arena, &w->here, HTTP_GET, "/v1/tokens", both, "").status, 403);
    assert_int_equal(ask(w->arena, &w->here, HTTP_GET, "/v1/orders", both, "").status, 200);
    assert_true(str_contains(ask(w->arena, &w->here, HTTP_GET, "/v1/orders", "", "").head,
                             STR("WWW-Authenticate: Bearer")));
}

/* ---- signing in by the API ---- */

static struct str member(struct arena *arena, struct str body, const char *name)
{
    struct value document;
    const struct value *value;
    struct str rest = str_of(name), part;
    if (json_parse(arena, body, &document, NULL) < 0) fail_msg("no JSON: %.*s", STR_ARG(body));
    value = &document;
    while (value && str_next_part(&rest, '.', &part))
        value = value->kind == VALUE_ARRAY ? &value->array.items[0] : value_get(value, part);
    if (!value || value->kind != VALUE_STRING) fail_msg("no %s in %.*s", name, STR_ARG(body));
    return value->string;
}

static const char *cookie_set(struct arena *arena, struct str head)
{
    size_t at = str_find(head, STR("Set-Cookie: __Host-burin="), 0);
    if (at == STR_NOT_FOUND) return NULL;
    struct str line = str_slice(head, at + 12, str_find(head, STR("\r\n"), at));
    assert_true(str_contains(line, STR("; Path=/; Secure; HttpOnly; SameSite=Lax")));
    return arena_printf(arena, "Cookie: %.*s\r\n", STR_ARG(str_slice(line, 0, str_find_char(line, ';', 0))))
        .ptr;
}

static void a_person_comes_in_and_leaves(void **state)
{
    struct world *w = *state;
    const char *owner = bearer(w->arena, w->here.owner_token);
    struct answer added = ask(w->arena, &w->here, HTTP_POST, "/v1/accounts", owner,
                              "{\"email\":\"Nora@example.com\",\"name\":\"Nora\",\"role\":\"agent\"}");
    assert_int_equal(added.status, 201);
    struct str accept = arena_printf(w->arena, "{\"code\":\"%.*s\",\"password\":\"a bench by the window\"}",
                                     STR_ARG(member(w->arena, added.body, "invite")));
    assert_int_equal(ask(w->arena, &w->here, HTTP_POST, "/v1/invites/accept", "", accept.ptr).status, 200);
    assert_int_equal(ask(w->arena, &w->here, HTTP_POST, "/v1/invites/accept", "", accept.ptr).status, 400);
    static const char wrong[] = "{\"email\":\"nora@example.com\",\"password\":\"something else\"}",
                      right[] = "{\"email\":\"nora@example.com\",\"password\":\"a bench by the window\"}";
    struct answer refused = ask(w->arena, &w->here, HTTP_POST, "/v1/session", "", wrong);
    assert_int_equal(refused.status, 401);
    assert_null(cookie_set(w->arena, refused.head));
    struct answer in = ask(w->arena, &w->here, HTTP_POST, "/v1/session", "", right);
    assert_int_equal(in.status, 200);
    const char *jar = cookie_set(w->arena, in.head);
    struct answer me = ask(w->arena, &w->here, HTTP_GET, "/v1/session", jar, "");
    assert_true(str_is(member(w->arena, me.body, "account.email"), "nora@example.com"));
    assert_true(str_is(member(w->arena, me.body, "role"), "agent"));
    assert_true(str_eq(member(w->arena, me.body, "csrf"), member(w->arena, in.body, "csrf")));
    assert_false(str_contains(me.body, STR("argon2")));
    fixture_age(w->f, SESSION_ROTATE);
    me = ask(w->arena, &w->here, HTTP_GET, "/v1/orders/NOPE", jar, "");
    assert_int_equal(me.status, 404); /* the new cookie comes with whatever is answered */
    const char *next = cookie_set(w->arena, me.head);
    assert_non_null(next);
    const char *all = with(
        w->arena, next,
        arena_printf(w->arena, "X-CSRF-Token: %.*s\r\n", STR_ARG(member(w->arena, in.body, "csrf"))).ptr);
    struct answer out = ask(w->arena, &w->here, HTTP_DELETE, "/v1/session?everywhere=true", all, "");
    assert_int_equal(out.status, 200);
    assert_true(str_contains(out.head, STR("Max-Age=0")));
    assert_int_equal(ask(w->arena, &w->here, HTTP_GET, "/v1/session", next, "").status, 401);
    for (int i = 0; i < 5; i++) refused = ask(w->arena, &w->here, HTTP_POST, "/v1/session", "", wrong);
    assert_int_equal(refused.status, 401);
    refused = ask(w->arena, &w->here, HTTP_POST, "/v1/session", "", right);
    assert_int_equal(refused.status, 429);
    assert_true(str_contains(refused.head, STR("Retry-After: 1")));
}

/* One password tried on many accounts: whoever they are for, and whether they are there. */
static void tries_of_one_network_are_counted_together(void **state)
{
    struct world *w = *state;
    w->here.api.by_sign_in = http_rate_new(16, 2, 3600 * (int64_t)1000000);
    struct answer answer = {0};
    for (int i = 0; i < 3; i++) {
        struct str body = arena_printf(
            w->arena, "{\"email\":\"nobody%d@example.com\",\"password\":\"spring is coming\"}", i);
        answer = ask(w->arena, &w->here, HTTP_POST, "/v1/session", "", body.ptr);
        assert_int_equal(answer.status, i < 2 ? 401 : 429);
    }
    assert_true(str_contains(answer.head, STR("Retry-After: ")));
    /* Who is in already notices nothing, nor does another place. */
    const char *owner = bearer(w->arena, w->here.owner_token);
    assert_int_equal(ask(w->arena, &w->here, HTTP_GET, "/v1/session", owner, "").status, 200);
    static const char wrong[] = "{\"email\":\"nobody@example.com\",\"password\":\"spring is coming\"}";
    assert_int_equal(ask(w->arena, &w->there, HTTP_POST, "/v1/session", "", wrong).status, 401);
    http_rate_free(w->here.api.by_sign_in);
    w->here.api.by_sign_in = NULL;
}

/* ---- what is another store's ---- */

#define ORDER                                                                                               \
    "{\"number\":\"1042\",\"placed_at\":\"2026-03-02T14:30:00Z\",\"currency\":\"USD\",\"total\":\"89.00\"," \
    "\"customer\":{\"name\":\"Maya\",\"email\":\"maya@example.com\",\"locale\":\"en-US\"},\"items\":[{"     \
    "\"sku\":"                                                                                              \
    "\"NECK-ENG-S\",\"title\":\"Engraved bar necklace\",\"personalization\":{\"engraving\":\"Forever\"}}]}"
#define INQUIRY                                                                                           \
    "{\"id\":\"m1\",\"at\":\"2026-03-02T16:00:00Z\",\"channel\":\"email\",\"from\":\"maya@example.com\"," \
    "\"text\":"                                                                                           \
    "\"Please change the engraving on order 1042 to \\\"Always\\\".\"}"

/* Comes to its end by itself; read_answer() stops at its head. */
static void await_end(int fd)
{
    char bytes[4096];
    struct pollfd ready = {fd, POLLIN, 0};
    while (poll(&ready, 1, 20000) == 1)
        if (recv(fd, bytes, sizeof bytes, 0) <= 0) return;
    fail_msg("the stream goes on");
}

static int listen_to(struct world *w, const char *headers)
{
    int fd = connect_to(&w->here);
    struct str request =
        arena_printf(w->arena, "GET /v1/events HTTP/1.1\r\nHost: desk.example\r\n%s\r\n", headers);
    assert_int_equal(send(fd, request.ptr, request.len, MSG_NOSIGNAL), (ssize_t)request.len);
    assert_true(str_contains(read_answer(w->arena, fd), STR("200 OK")));
    return fd;
}

static void a_stream_ends_with_the_right_to_it(void **state)
{
    struct world *w = *state;
    struct str token = add_token(w->f->desk, w->f->arena, "desk");
    struct api_token *list;
    struct account account;
    size_t count;
    int session = listen_to(w, cookie(w, w->f->desk, w->people[ROLE_VIEWER]));
    int demoted = listen_to(w, cookie(w, w->f->desk, w->people[ROLE_AGENT]));
    int by_token = listen_to(w, bearer(w->arena, token));
    struct account_move viewer = {.account = w->people[ROLE_VIEWER]};
    struct account_move agent = {.account = w->people[ROLE_AGENT], .role = STR("studio")};
    assert_int_equal(desk_account_disable(w->f->desk, &cli, w->arena, &viewer, &account, NULL), 0);
    assert_int_equal(desk_account_change(w->f->desk, &cli, w->arena, &agent, &account, NULL), 0);
    assert_int_equal(desk_token_list(w->f->desk, &cli, w->arena, &list, &count, NULL), 0);
    assert_int_equal(desk_token_revoke(w->f->desk, &cli, w->arena, &list[0].id, &list[0], NULL), 0);
    await_end(session);
    await_end(demoted);
    await_end(by_token);
    close(session);
    close(demoted);
    close(by_token);
}

static void a_ticket_is_given_to_who_may_answer(void **state)
{
    struct world *w = *state;
    const char *agent = bearer(w->arena, w->here.tokens[1]);
    char id[ID_TEXT];
    assert_int_equal(ask(w->arena, &w->here, HTTP_PUT, "/v1/orders/1042", agent, ORDER).status, 201);
    struct answer in = ask(w->arena, &w->here, HTTP_POST, "/v1/inquiries", agent, INQUIRY);
    const char *path =
        arena_printf(w->arena, "/v1/tickets/%.*s/assign", STR_ARG(member(w->arena, in.body, "ticket.id")))
            .ptr;
    struct id foreigner = add_person(w->f->other, w->f->arena, ROLE_OWNER);
    const struct {
        const struct id *id;
        int status;
    } cases[] = {{&w->people[ROLE_AGENT], 200}, {&w->people[ROLE_VIEWER], 400}, {&foreigner, 400}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        id_format(cases[i].id, id);
        const char *body = arena_printf(w->arena, "{\"account\":\"%s\"}", id).ptr;
        assert_int_equal(ask(w->arena, &w->here, HTTP_POST, path, agent, body).status, cases[i].status);
    }
    assert_int_equal(ask(w->arena, &w->here, HTTP_POST, path, agent, "{}").status, 200);
}

/* What there is of each kind in the other store, made by its own API: the first path that fits counts. */
static const struct {
    const char *prefix; /* of the patterns */
    enum http_method method;
    const char *path, *body, *id; /* how it is made or found, and where its id stands in the answer */
} things[] = {
    {"/v1/orders/", HTTP_PUT, "/v1/orders/1042", ORDER, "number"},
    {"/v1/drafts/", HTTP_POST, "/v1/inquiries", INQUIRY, "draft.id"},
    {"/v1/tickets/", HTTP_POST, "/v1/inquiries", INQUIRY, "ticket.id"},
    {"/v1/changes/", HTTP_GET, "/v1/changes?order=1042", "", "data.0.id"},
    {"/v1/claims/", HTTP_POST, "/v1/claims", "{\"order\":\"1042\",\"concern\":\"damaged\"}", "id"},
    {"/v1/approvals/", HTTP_POST, "/v1/orders/1042/cancel", "{}", "id"},
    {"/v1/letters/", HTTP_GET, "/v1/orders/1042/letters", "", "data.0.id"},
    {"/v1/customers/", HTTP_GET, "/v1/orders/1042", "", "life.customer"},
    {"/v1/tokens/", HTTP_POST, "/v1/tokens", "{\"name\":\"t\",\"scope\":\"read\"}", "token.id"},
    {"/v1/accounts/", HTTP_POST, "/v1/accounts",
     "{\"email\":\"o@example.com\",\"name\":\"O\",\"role\":\"viewer\"}", "account.id"},
    {"/v1/orders/", HTTP_PUT, "/v1/orders/ZX-77031", "{\"customer\":{\"email\":\"z@example.com\"}}",
     "number"},
    {"/v1/orders/", HTTP_POST, "/v1/orders/ZX-77031/events",
     "{\"stage\":\"delivered\",\"at\":\"2026-03-03T10:00:00Z\"}", "number"},
    {"/v1/surveys/", HTTP_GET, "/v1/surveys", "", "data.0.id"}, /* asked for by that delivery */
};
enum { THINGS = sizeof things / sizeof *things };

/* Bodies that go through, by how the pattern ends; {} for all others. */
static const struct {
    const char *end, *body;
} bodies[] = {
    {"/events", "{\"stage\":\"production\",\"at\":\"2026-03-03T10:00:00Z\"}"},
    {"/check", "{\"markdown\":\"Hello\"}"},
    {"/acknowledge", "{\"item\":0,\"version\":1}"},
    {"/hold", "{\"reason\":\"asked to\"}"},
    {"/merge", "{\"into\":\"018f0000-0000-7000-8000-000000000000\"}"},
    {"/offer", "{\"remedies\":[{\"kind\":\"remake\"}]}"},
    {"/answer", "{\"score\":5}"},
    {"/choose", "{\"remedy\":\"remake\"}"},
    {"/fault", "{\"fault\":\"store\"}"},
    {"/drafts/{id}", "{\"markdown\":\"Hello\"}"},
    {"/drafts/{id}/check", "{\"markdown\":\"Hello\"}"},
    {"/messages", "{\"markdown\":\"Hello\"}"},
    {"/notes", "{\"text\":\"called her\"}"},
    {"/check", "{\"markdown\":\"Hello\"}"},
    {"/evidence", "{\"ticket\":\"018f0000-0000-7000-8000-000000000000\",\"message\":1,\"place\":0}"},
    {"/remake", "{\"item\":0,\"concern\":\"damaged\",\"fault\":\"store\"}"},
    {"/password", "{\"current\":\"a bench by the window\",\"password\":\"seven rings in a drawer\"}"},
};

static const char *body_of(const struct http_row *row)
{
    if (!is_unsafe(row) || !row->body_max) return "";
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        if (str_ends(str_of(row->pattern), str_of(bodies[i].end))) return bodies[i].body;
    return "{}";
}

static void make_things(struct world *w, struct arena *arena, struct str out[THINGS])
{
    const char *owner = bearer(arena, w->there.owner_token);
    for (int i = 0; i < THINGS; i++) {
        struct answer answer = ask(arena, &w->there, things[i].method, things[i].path, owner, things[i].body);
        if (answer.status > 201) fail_msg("%s: %.*s", things[i].path, STR_ARG(answer.body));
        out[i] = member(arena, answer.body, things[i].id);
    }
}

/* The file that the row before has handed in. */
static struct str with_numbers(struct arena *arena, struct str rest)
{
    return str_is(rest, "/messages/{seq}/attachments/{place}") ? STR("/messages/1/attachments/0")
                                                               : arena_str(arena, rest);
}

/* NULL where the pattern names nothing. */
static const char *path_to(struct arena *arena, const struct http_row *row, const struct str ids[THINGS])
{
    struct str pattern = str_of(row->pattern);
    size_t open = str_find_char(pattern, '{', 0), close = str_find_char(pattern, '}', 0);
    if (open == STR_NOT_FOUND || str_starts(pattern, STR("/v1/metrics/")) ||
        str_starts(pattern, STR("/v1/me/")) || str_starts(pattern, STR("/v1/shop/")) ||
        str_ends(pattern, STR("/photo")) || str_contains(pattern, STR("/progress/")) ||
        (str_ends(pattern, STR("/progress")) && row->method == HTTP_POST))
        return NULL; /* a measure is no thing; what is one's own is found by who asks; shops have files of the same names;
                        no photo is handed in here */
    for (int i = 0; i < THINGS; i++)
        if (str_starts(pattern, str_of(things[i].prefix)))
            return arena_printf(arena, "%.*s%.*s%.*s", STR_ARG(str_slice(pattern, 0, open)), STR_ARG(ids[i]),
                                STR_ARG(with_numbers(arena, str_slice(pattern, close + 1, pattern.len))))
                .ptr;
    fail_msg("nothing of the other store is known for %s", row->pattern);
    return NULL;
}

/* The ticket to merge into is not there, say. */
static bool is_about_body(const struct answer *answer)
{
    return str_contains(answer->body, STR("\"pointer\""));
}

/* First here, where there is nothing of the kind, then there, to see that it was the store that made the difference. */
static void what_is_another_stores_is_not_there(void **state)
{
    struct world *w = *state;
    struct str ids[THINGS];
    size_t count;
    const struct http_row *rows = api_rows(&count);
    make_things(w, w->f->arena, ids);
    for (size_t i = 0; i < count; i++) {
        if (((const struct route *)rows[i].doc)->customer) continue; /* there is one order to each visit */
        const char *path = path_to(w->arena, &rows[i], ids), *body = body_of(&rows[i]);
        if (!path || rows[i].method == HTTP_PUT) continue; /* an order's number is each store's own */
        const char *person = with(w->arena, cookie(w, w->f->desk, w->people[ROLE_OWNER]), csrf);
        struct answer here = ask(w->arena, &w->here, rows[i].method, path, person, body);
        if (here.status != 404 || is_about_body(&here))
            fail_msg("%s %s: %d %.*s", http_method_name(rows[i].method), rows[i].pattern, here.status,
                     STR_ARG(here.body));
        if (((const struct route *)rows[i].doc)->person) continue;
        struct answer there =
            ask(w->arena, &w->there, rows[i].method, path, bearer(w->arena, w->there.owner_token), body);
        if ((there.status == 404 && !is_about_body(&there)) || there.status == 400 || there.status >= 500)
            fail_msg("its own store: %s %s: %d %.*s", http_method_name(rows[i].method), rows[i].pattern,
                     there.status, STR_ARG(there.body));
    }
}

static void no_list_shows_what_is_another_stores(void **state)
{
    struct world *w = *state;
    struct str ids[THINGS];
    size_t count;
    const struct http_row *rows = api_rows(&count);
    make_things(w, w->f->arena, ids);
    const char *owner = bearer(w->f->arena, w->here.owner_token);
    for (size_t i = 0; i < count; i++) {
        const struct route *route = rows[i].doc;
        if (rows[i].method != HTTP_GET || !route->answer || strncmp(route->answer, "[]", 2) != 0) continue;
        if (strchr(rows[i].pattern, '{')) continue;
        const char *query = strcmp(rows[i].pattern, "/v1/search") == 0 ? "?q=necklace" : "";
        const char *who = route->person ? cookie(w, w->f->desk, w->people[ROLE_OWNER]) : owner;
        struct answer answer =
            ask(w->arena, &w->here, HTTP_GET, with(w->arena, rows[i].pattern, query), who, "");
        assert_int_equal(answer.status, 200);
        for (int t = 1; t < THINGS; t++)
            if (str_contains(answer.body, ids[t])) fail_msg("%s shows %s", rows[i].pattern, things[t].prefix);
        assert_false(str_contains(answer.body, STR("Maya")));
    }
}

#define OVER(database, test)                                                                  \
    {                                                                                         \
        .name = #test " (" #database ")", .test_func = (test), .setup_func = open_##database, \
        .teardown_func = close_world                                                          \
    }
#define TESTS(database)                                                                                   \
    OVER(database, every_route_is_for_whom_the_table_says),                                               \
        OVER(database, a_customer_comes_no_further_than_the_page),                                        \
        OVER(database, a_cookie_alone_changes_nothing), OVER(database, a_token_goes_before_a_cookie),     \
        OVER(database, a_person_comes_in_and_leaves), OVER(database, a_stream_ends_with_the_right_to_it), \
        OVER(database, tries_of_one_network_are_counted_together),                                        \
        OVER(database, a_ticket_is_given_to_who_may_answer),                                              \
        OVER(database, what_is_another_stores_is_not_there),                                              \
        OVER(database, no_list_shows_what_is_another_stores)

int main(void)
{
    const struct CMUnitTest on_sqlite[] = {TESTS(sqlite)};
    const struct CMUnitTest on_postgres[] = {TESTS(postgres)};
    const struct CMUnitTest plain[] = {cmocka_unit_test(the_rows_of_a_path_stand_together)};
    int failed = cmocka_run_group_tests(plain, NULL, NULL);
    failed += cmocka_run_group_tests(on_sqlite, NULL, NULL);
    if (database_server()) failed += cmocka_run_group_tests(on_postgres, NULL, NULL);
    return failed;
}
