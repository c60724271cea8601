/* burin token: API tokens of a store, beside a running server or without one. */
#include <stdlib.h>

#include "cli/commands.h"
#include "cli/run_socket.h"
#include "cli/stdio.h"
#include "cli/store_folder.h"
#include "desk/token.h"
#include "text/json.h"

enum { SCOPE, NAME, EXPIRES };
enum { DAYS_MOST = 3650, LIST_MOST = 4 * 1024 * 1024 };

static const struct option options[] = {
    [SCOPE] = {"scope", "SCOPE", "What the token may do (with add)", "owner|desk|studio|read",
               COMPLETE_NOTHING, false},
    [NAME] = {"name", "NAME", "What the token is for (with add)", NULL, COMPLETE_NOTHING, false},
    [EXPIRES] = {"expires", "DAYS", "The token ends after so many days; never if not given (with add)", NULL,
                 COMPLETE_NOTHING, false},
    {NULL},
};

static int expiry(const struct arguments *arguments, instant_t *out, struct err *err)
{
    const char *text = arguments->values[EXPIRES];
    uint64_t days;
    *out = INSTANT_NONE;
    if (!text) return 0;
    if (str_to_uint(str_of(text), DAYS_MOST, &days) < 0 || days < 1)
        return err_set(err, ERR_INPUT, "--expires: 1 to %d days are expected, found “%s”", DAYS_MOST, text);
    *out = clock_now(clock_system()) + (instant_t)days * 24 * MICROS_PER_HOUR;
    return 0;
}

static struct str order_json(struct arena *arena, const struct token_order *order)
{
    struct buf text;
    char time[40];
    buf_init(&text, 4096);
    struct json_writer json = {.buf = &text};
    json_begin_object(&json);
    json_put_string(&json, "name", order->name);
    json_put_string(&json, "scope", order->scope);
    if (order->expires_at != INSTANT_NONE) {
        instant_format(order->expires_at, 0, time);
        json_put_string(&json, "expires_at", str_of(time));
    }
    json_end_object(&json);
    struct str body = buf_copy(&text, arena);
    buf_done(&text);
    return body;
}

static int print_secret(struct str secret, struct err *err)
{
    struct buf text;
    buf_init(&text, 512);
    buf_add(&text, secret);
    buf_add_char(&text, '\n');
    int result = output_write(buf_str(&text), err);
    buf_done(&text);
    return result;
}

static int add_here(struct desk *desk, struct arena *arena, void *context, struct err *err)
{
    struct api_token token;
    struct str secret;
    if (desk_token_add(desk, &actor_cli, arena, context, &token, &secret, err) < 0) return -1;
    return print_secret(secret, err);
}

static int print_member(struct arena *arena, const struct socket_answer *answer, struct err *err)
{
    struct value document;
    if (json_parse(arena, answer->body, &document, err) < 0) return -1;
    const struct value *secret = value_get(&document, STR("secret"));
    if (!secret || secret->kind != VALUE_STRING)
        return err_set(err, ERR_SYSTEM, "the running server's answer holds no token");
    return print_secret(secret->string, err);
}

static int add(const struct arguments *arguments, struct arena *arena, struct err *err)
{
    struct token_order order = {.name = str_of(arguments->values[NAME]),
                                .scope = str_of(arguments->values[SCOPE])};
    struct socket_answer answer;
    if (!order.name.len || !order.scope.len)
        return err_set(err, ERR_USAGE, "token add: --scope and --name are needed");
    if (expiry(arguments, &order.expires_at, err) < 0) return -1;
    int running = socket_call(arena, arguments->operands[1], "POST", "/v1/tokens", order_json(arena, &order),
                              &answer, err);
    if (running < 0) return -1;
    if (!running) return store_folder_work(arguments->operands[1], add_here, &order, err);
    return answer.status == 201 ? print_member(arena, &answer, err) : socket_problem(arena, &answer, err);
}

/* ---- listing ---- */

static void add_row(struct buf *out, struct str id, struct str scope, struct str name, struct str state)
{
    buf_printf(out, "%.*s  %-6.*s  %-8.*s  %.*s\n", STR_ARG(id), STR_ARG(scope), STR_ARG(state),
               STR_ARG(name));
}

static int list_here(struct desk *desk, struct arena *arena, void *context, struct err *err)
{
    struct api_token *list;
    size_t count;
    struct buf *out = context;
    if (desk_token_list(desk, &actor_cli, arena, &list, &count, err) < 0) return -1;
    for (size_t i = 0; i < count; i++) {
        char id[ID_TEXT];
        id_format(&list[i].id, id);
        bool ended = list[i].expires_at != INSTANT_NONE && list[i].expires_at <= desk_now(desk);
        add_row(out, str_of(id), list[i].scope, list[i].name,
                list[i].revoked_at != INSTANT_NONE ? STR("revoked")
                : ended                            ? STR("expired")
                                                   : STR("good"));
    }
    return 0;
}

static int list_answer(struct arena *arena, const struct socket_answer *answer, struct buf *out,
                       struct err *err)
{
    struct value document;
    if (answer->status != 200) return socket_problem(arena, answer, err);
    if (json_parse(arena, answer->body, &document, err) < 0) return -1;
    const struct value *rows = value_get(&document, STR("data"));
    for (size_t i = 0; rows && rows->kind == VALUE_ARRAY && i < rows->array.count; i++) {
        const struct value *row = &rows->array.items[i];
        instant_t ends = INSTANT_NONE;
        bool ended = instant_parse(socket_member(row, "expires_at"), &ends, NULL) == 0 &&
                     ends <= clock_now(clock_system());
        add_row(out, socket_member(row, "id"), socket_member(row, "scope"), socket_member(row, "name"),
                socket_member(row, "revoked_at").len ? STR("revoked")
                : ended                              ? STR("expired")
                                                     : STR("good"));
    }
    return 0;
}

static int list(const struct arguments *arguments, struct arena *arena, struct err *err)
{
    struct socket_answer answer;
    struct buf out;
    int running =
        socket_call(arena, arguments->operands[1], "GET", "/v1/tokens", (struct str){0}, &answer, err);
    if (running < 0) return -1;
    buf_init(&out, LIST_MOST);
    int result = running ? list_answer(arena, &answer, &out, err)
                         : store_folder_work(arguments->operands[1], list_here, &out, err);
    if (result == 0) result = output_write(buf_str(&out), err);
    buf_done(&out);
    return result;
}

/* ---- revoking ---- */

static int revoke_here(struct desk *desk, struct arena *arena, void *context, struct err *err)
{
    struct api_token token;
    return desk_token_revoke(desk, &actor_cli, arena, context, &token, err);
}

static int revoke(const struct arguments *arguments, struct arena *arena, struct err *err)
{
    struct socket_answer answer;
    struct id id;
    if (arguments->operand_count < 3) return err_set(err, ERR_USAGE, "token revoke: DIR and ID are needed");
    if (id_parse(str_of(arguments->operands[2]), &id) < 0)
        return err_set(err, ERR_INPUT,
                       "the id of a token is expected, as “burin token list” shows it, found “%s”",
                       arguments->operands[2]);
    int running = socket_call(arena, arguments->operands[1], "DELETE",
                              arena_printf(arena, "/v1/tokens/%s", arguments->operands[2]).ptr,
                              (struct str){0}, &answer, err);
    if (running < 0) return -1;
    if (!running) return store_folder_work(arguments->operands[1], revoke_here, &id, err);
    return answer.status == 200 ? 0 : socket_problem(arena, &answer, err);
}

static int run(const struct arguments *arguments, struct err *err)
{
    static const struct {
        const char *verb;
        int (*run)(const struct arguments *arguments, struct arena *arena, struct err *err);
    } verbs[] = {{"add", add}, {"list", list}, {"revoke", revoke}};
    struct arena *arena = arena_new();
    int result = -1;
    size_t i = 0;
    while (i < sizeof verbs / sizeof *verbs && strcmp(verbs[i].verb, arguments->operands[0]) != 0) i++;
    if (i < sizeof verbs / sizeof *verbs)
        result = verbs[i].run(arguments, arena, err);
    else
        err_set(err, ERR_USAGE, "token: add, list or revoke is expected, found “%s”", arguments->operands[0]);
    arena_free(arena);
    return result < 0 ? -1 : EXIT_FINE;
}

static const struct example examples[] = {
    {"burin token add shop --scope desk --name website",
     "a token for what the website does; it is printed this once"},
    {"burin token list shop", "every token, without its secret"},
    {NULL},
};

const struct command command_token = {
    .name = "token",
    .summary = "Make, list and revoke API tokens",
    .description = "A token is what a program sends to the API: Authorization: Bearer burin_… . Its scope "
                   "says what it may do: "
                   "owner everything, desk what an agent may, studio stages and holds, read only looking.\n"
                   "\n"
                   "“add” prints the token once; only its digest is kept. Beside a running server the "
                   "command speaks to it over "
                   "DIR/run.sock, else it opens the database itself.",
    .operands = "add|list|revoke DIR [ID]",
    .operands_least = 2,
    .operands_most = 3,
    .complete_operands = COMPLETE_FOLDER,
    .options = options,
    .examples = examples,
    .run = run,
};
