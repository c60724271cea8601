/* burin user: people who sign in to a store, beside a running server or without one. */
#include "cli/commands.h"
#include "cli/run_socket.h"
#include "cli/stdio.h"
#include "cli/store_folder.h"
#include "desk/account.h"
#include "text/json.h"

enum { NAME, ROLE };
enum { OUTPUT_MOST = 4 * 1024 * 1024 };

static const struct option options[] = {
    [NAME] = {"name", "NAME", "The person's name (with add)", NULL, COMPLETE_NOTHING, false},
    [ROLE] = {"role", "ROLE", "What they may do (with add); agent if not given",
              "owner|manager|agent|studio|viewer", COMPLETE_NOTHING, false},
    {NULL},
};

/* What is asked, and where it is answered. */
struct asking {
    const struct arguments *arguments;
    struct arena *arena;
    struct buf out;
};

static const char *folder_of(const struct asking *asking)
{
    return asking->arguments->operands[1];
}

static struct str address_of(const struct asking *asking)
{
    return str_of(asking->arguments->operands[2]);
}

static void add_invite(struct buf *out, struct str invite)
{
    buf_printf(out, "%.*s\n", STR_ARG(invite));
}

static void add_row(struct buf *out, struct str role, struct str state, struct str email, struct str name)
{
    buf_printf(out, "%-8.*s %-8.*s %.*s  %.*s\n", STR_ARG(role), STR_ARG(state), STR_ARG(email),
               STR_ARG(name));
}

static struct account_order order_of(const struct asking *asking)
{
    const char *const *values = asking->arguments->values;
    return (struct account_order){.email = address_of(asking),
                                  .name = values[NAME] ? str_of(values[NAME]) : address_of(asking),
                                  .role = values[ROLE] ? str_of(values[ROLE]) : STR("agent")};
}

/* ---- without a server ---- */

static int add_here(struct desk *desk, struct arena *arena, void *context, struct err *err)
{
    struct asking *asking = context;
    struct account_order order = order_of(asking);
    struct account account;
    struct str invite;
    if (desk_account_add(desk, &actor_cli, arena, &order, &account, &invite, err) < 0) return -1;
    add_invite(&asking->out, invite);
    return 0;
}

static int list_here(struct desk *desk, struct arena *arena, void *context, struct err *err)
{
    struct asking *asking = context;
    struct account *list;
    size_t count;
    if (desk_account_list(desk, &actor_cli, arena, &list, &count, err) < 0) return -1;
    for (size_t i = 0; i < count; i++)
        add_row(&asking->out, list[i].role,
                list[i].disabled_at == INSTANT_NONE ? STR("good") : STR("disabled"), list[i].email,
                list[i].name);
    return 0;
}

typedef int account_step(struct desk *desk, const struct actor *actor, struct arena *arena,
                         const struct account_move *move, struct account *out, struct err *err);

static int step_here(struct desk *desk, struct arena *arena, struct asking *asking, account_step *step,
                     struct err *err)
{
    struct account account;
    if (desk_account_find(desk, &actor_cli, arena, address_of(asking), &account, err) < 0) return -1;
    struct account_move move = {.account = account.id};
    return step(desk, &actor_cli, arena, &move, &account, err);
}

static int disable_here(struct desk *desk, struct arena *arena, void *context, struct err *err)
{
    return step_here(desk, arena, context, desk_account_disable, err);
}

static int enable_here(struct desk *desk, struct arena *arena, void *context, struct err *err)
{
    return step_here(desk, arena, context, desk_account_enable, err);
}

static int invite_here(struct desk *desk, struct arena *arena, void *context, struct err *err)
{
    struct asking *asking = context;
    struct account account;
    struct str invite;
    if (desk_account_find(desk, &actor_cli, arena, address_of(asking), &account, err) < 0) return -1;
    struct account_move move = {.account = account.id};
    if (desk_account_invite(desk, &actor_cli, arena, &move, &account, &invite, err) < 0) return -1;
    add_invite(&asking->out, invite);
    return 0;
}

/* ---- over DIR/run.sock: 1 where a server answered, 0 where none runs ---- */

static int ask(struct asking *asking, const char *method, const char *path, struct str body,
               struct value *out, struct err *err)
{
    struct socket_answer answer;
    int running = socket_call(asking->arena, folder_of(asking), method, path, body, &answer, err);
    if (running <= 0) return running;
    if (answer.status >= 300) return socket_problem(asking->arena, &answer, err);
    return json_parse(asking->arena, answer.body, out, err) < 0 ? -1 : 1;
}

static struct str order_json(struct asking *asking)
{
    struct account_order order = order_of(asking);
    struct buf text;
    buf_init(&text, 4096);
    struct json_writer json = {.buf = &text};
    json_begin_object(&json);
    json_put_string(&json, "email", order.email);
    json_put_string(&json, "name", order.name);
    json_put_string(&json, "role", order.role);
    json_end_object(&json);
    struct str body = buf_copy(&text, asking->arena);
    buf_done(&text);
    return body;
}

static int add_there(struct asking *asking, struct err *err)
{
    struct value answer;
    int running = ask(asking, "POST", "/v1/accounts", order_json(asking), &answer, err);
    if (running > 0) add_invite(&asking->out, socket_member(&answer, "invite"));
    return running;
}

static int list_there(struct asking *asking, struct err *err)
{
    struct value answer;
    int running = ask(asking, "GET", "/v1/accounts", (struct str){0}, &answer, err);
    const struct value *rows = running > 0 ? value_get(&answer, STR("data")) : NULL;
    for (size_t i = 0; rows && rows->kind == VALUE_ARRAY && i < rows->array.count; i++) {
        const struct value *row = &rows->array.items[i];
        add_row(&asking->out, socket_member(row, "role"),
                socket_member(row, "disabled_at").len ? STR("disabled") : STR("good"),
                socket_member(row, "email"), socket_member(row, "name"));
    }
    return running;
}

/* The id of the account of that address. */
static int find_there(struct asking *asking, struct str *out, struct err *err)
{
    struct value answer;
    int running = ask(asking, "GET", "/v1/accounts", (struct str){0}, &answer, err);
    if (running <= 0) return running;
    const struct value *rows = value_get(&answer, STR("data"));
    for (size_t i = 0; rows && rows->kind == VALUE_ARRAY && i < rows->array.count; i++)
        if (str_eq_nocase(socket_member(&rows->array.items[i], "email"), address_of(asking))) {
            *out = socket_member(&rows->array.items[i], "id");
            return 1;
        }
    return err_set(err, ERR_NOT_FOUND, "there is no account of %s", asking->arguments->operands[2]);
}

static int step_there(struct asking *asking, const char *step, struct err *err)
{
    struct value answer;
    struct str id;
    int running = find_there(asking, &id, err);
    if (running <= 0) return running;
    const char *path = arena_printf(asking->arena, "/v1/accounts/%.*s/%s", STR_ARG(id), step).ptr;
    if (ask(asking, "POST", path, STR("{}"), &answer, err) < 0) return -1;
    struct str invite = socket_member(&answer, "invite");
    if (invite.len) add_invite(&asking->out, invite);
    return 1;
}

static int disable_there(struct asking *asking, struct err *err)
{
    return step_there(asking, "disable", err);
}

static int enable_there(struct asking *asking, struct err *err)
{
    return step_there(asking, "enable", err);
}

static int invite_there(struct asking *asking, struct err *err)
{
    return step_there(asking, "invite", err);
}

static const struct {
    const char *verb;
    int operands;
    int (*there)(struct asking *asking, struct err *err);
    int (*here)(struct desk *desk, struct arena *arena, void *context, struct err *err);
} verbs[] = {
    {"add", 3, add_there, add_here},          {"list", 2, list_there, list_here},
    {"invite", 3, invite_there, invite_here}, {"disable", 3, disable_there, disable_here},
    {"enable", 3, enable_there, enable_here},
};

static int run_verb(struct asking *asking, struct err *err)
{
    const struct arguments *arguments = asking->arguments;
    size_t i = 0;
    while (i < sizeof verbs / sizeof *verbs && strcmp(verbs[i].verb, arguments->operands[0]) != 0) i++;
    if (i == sizeof verbs / sizeof *verbs)
        return err_set(err, ERR_USAGE, "user: add, list, invite, disable or enable is expected, found “%s”",
                       arguments->operands[0]);
    if (arguments->operand_count != verbs[i].operands)
        return err_set(err, ERR_USAGE, "user %s: %s", verbs[i].verb,
                       verbs[i].operands == 3 ? "DIR and an e-mail address are needed"
                                              : "DIR alone is needed");
    int running = verbs[i].there(asking, err);
    if (running < 0) return -1;
    if (!running && store_folder_work(folder_of(asking), verbs[i].here, asking, err) < 0) return -1;
    return output_write(buf_str(&asking->out), err);
}

static int run(const struct arguments *arguments, struct err *err)
{
    struct asking asking = {.arguments = arguments, .arena = arena_new()};
    buf_init(&asking.out, OUTPUT_MOST);
    int result = run_verb(&asking, err);
    buf_done(&asking.out);
    arena_free(asking.arena);
    return result < 0 ? -1 : EXIT_FINE;
}

static const struct example examples[] = {
    {"burin user add shop nora@shop.example --name Nora --role owner",
     "an account; prints the code with which she sets her password"},
    {"burin user list shop", "everybody, with role and state"},
    {NULL},
};

const struct command command_user = {
    .name = "user",
    .summary = "Add, list, invite, disable and enable people who sign in",
    .description = "“add” and “invite” print a code that counts once, for 72 hours: with it the person sets "
                   "a password (POST "
                   "/v1/invites/accept). “disable” ends the sessions of an account. Roles are owner, "
                   "manager, agent, studio and "
                   "viewer.\n"
                   "\n"
                   "Beside a running server the command speaks to it over DIR/run.sock, else it opens the "
                   "database itself.",
    .operands = "add|list|invite|disable|enable DIR [EMAIL]",
    .operands_least = 2,
    .operands_most = 3,
    .complete_operands = COMPLETE_FOLDER,
    .options = options,
    .examples = examples,
    .run = run,
};
