/* Finds the command a line names and runs it; each cmd_*.c holds its own row. */
#include "cli/commands.h"

#include <stdio.h>

#include "cli/help.h"
#include "cli/options.h"

static const struct command *const all[] = {
    &command_eta,     &command_assess,  &command_reply, &command_lint, &command_check,   &command_render,
    &command_train,   &command_eval,    &command_init,  &command_demo, &command_serve,   &command_import,
    &command_export,  &command_metrics, &command_token, &command_user, &command_migrate, &command_backup,
    &command_restore, &command_doctor,  &command_help,  NULL,
};

/* Not for people: what the program starts itself. Help lists none of them, but tells what they are when asked by name. */
static const struct command *const inner[] = {&command_photo_worker, NULL};

const struct command *const *commands_all(void)
{
    return all;
}

static const struct command *find_in(const struct command *const *row, const char *name)
{
    for (; *row; row++)
        if (strcmp((*row)->name, name) == 0) return *row;
    return NULL;
}

const struct command *commands_find(const char *name)
{
    const struct command *found = find_in(all, name);
    return found ? found : find_in(inner, name);
}

static int unknown_command(const char *name, struct err *err)
{
    const char *names[32];
    int count = 0;
    for (const struct command *const *row = all; *row && count < 32; row++) names[count++] = (*row)->name;
    const char *meant = closest_name(name, names, count);
    if (meant) return err_set(err, ERR_USAGE, "there is no command “%s”; did you mean “%s”?", name, meant);
    return err_set(err, ERR_USAGE, "there is no command “%s”; see “burin help”", name);
}

static int run(int count, char *const *words, struct err *err)
{
    const char *name = count ? words[0] : "";
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) return help_print_version(err);
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) return help_print_overview(err);
    if (!count) return err_set(err, ERR_USAGE, "a command is missing; see “burin help”");
    const struct command *command = commands_find(name);
    if (!command) return unknown_command(name, err);
    struct arguments arguments;
    if (options_parse(command, count - 1, words + 1, &arguments, err) < 0) return -1;
    if (arguments.help) return help_print_command(command, err);
    return command->run(&arguments, err);
}

int commands_run(int count, char *const *words)
{
    struct err err = {0};
    int status = run(count, words, &err);
    if (status >= 0) return status;
    char message[1024];
    err_format(&err, message, sizeof message);
    fprintf(stderr, "burin: %s\n", message);
    return err_exit_status(&err);
}
