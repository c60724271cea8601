/* burin help: what the program and its commands do. */
#include "cli/commands.h"
#include "cli/help.h"
#include "cli/stdio.h"

enum { MAN, COMPLETION };

static const struct option options[] = {
    [MAN] = {"man", NULL, "Print the whole manual as a man page (mdoc)", NULL, COMPLETE_NOTHING, false},
    [COMPLETION] = {"completion", "SHELL", "Print a completion script for that shell", "bash|zsh|fish",
                    COMPLETE_NOTHING, false},
    {NULL},
};

static const struct example examples[] = {
    {"burin help eta", "what eta takes, with examples"},
    {"burin help --completion bash", "to be kept in /etc/bash_completion.d/burin or the like"},
    {NULL},
};

static int run(const struct arguments *arguments, struct err *err)
{
    if (arguments->operand_count) {
        const struct command *command = commands_find(arguments->operands[0]);
        if (!command)
            return err_set(err, ERR_USAGE, "there is no command “%s”; see “burin help”",
                           arguments->operands[0]);
        return help_print_command(command, err);
    }
    if (!arguments->values[MAN] && !arguments->values[COMPLETION]) return help_print_overview(err);
    struct buf out;
    buf_init(&out, 1024 * 1024);
    if (arguments->values[MAN])
        help_man(&out);
    else
        help_completion(&out, arguments->values[COMPLETION]);
    int rc = output_write(buf_str(&out), err);
    buf_done(&out);
    return rc < 0 ? -1 : EXIT_FINE;
}

const struct command command_help = {
    .name = "help",
    .summary = "Tell what the commands do",
    .description = "Without anything, lists the commands; with a command's name, explains it.",
    .operands = "[COMMAND]",
    .operands_most = 1,
    .options = options,
    .examples = examples,
    .run = run,
};
