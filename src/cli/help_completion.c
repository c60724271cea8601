/* Completion scripts for the shells, made from the table of commands. */
#include "cli/commands.h"
#include "cli/help.h"

/* "text|json" as "text json". */
static void add_choices(struct buf *out, const char *choices)
{
    for (; *choices; choices++) buf_add_char(out, *choices == '|' ? ' ' : *choices);
}

/* Inside single quotes of a shell, where an apostrophe cannot stand. */
static void add_quoted(struct buf *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '\'')
            buf_add_c(out, "’");
        else
            buf_add_char(out, *text);
    }
}

static void add_command_names(struct buf *out)
{
    for (const struct command *const *row = commands_all(); *row; row++)
        buf_printf(out, "%s%s", row == commands_all() ? "" : " ", (*row)->name);
}

static void add_bash_values(struct buf *out, const struct command *command)
{
    for (const struct option *option = command->options; option && option->name; option++) {
        if (!option->value) continue;
        buf_printf(out, "    %s:--%s) ", command->name, option->name);
        if (option->choices) {
            buf_add_c(out, "COMPREPLY=($(compgen -W '");
            add_choices(out, option->choices);
            buf_add_c(out, "' -- \"$word\")); return ;;\n");
        } else if (option->complete == COMPLETE_FOLDER) {
            buf_add_c(out, "COMPREPLY=($(compgen -d -- \"$word\")); return ;;\n");
        } else if (option->complete == COMPLETE_FILE) {
            buf_add_c(out, "COMPREPLY=($(compgen -f -- \"$word\")); return ;;\n");
        } else {
            buf_add_c(out, "return ;;\n");
        }
    }
}

static void add_bash_command(struct buf *out, const struct command *command)
{
    buf_printf(out, "    %s) words='", command->name);
    for (const struct option *option = command->options; option && option->name; option++)
        buf_printf(out, "--%s ", option->name);
    buf_add_c(out, "--help'");
    if (command->complete_operands == COMPLETE_FOLDER) buf_add_c(out, "; paths=-d");
    if (command->complete_operands == COMPLETE_FILE) buf_add_c(out, "; paths=-f");
    buf_add_c(out, " ;;\n");
}

static void complete_bash(struct buf *out)
{
    buf_add_c(out,
              "# bash completion for burin\n_burin() {\n"
              "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words='' paths=''\n"
              "  COMPREPLY=()\n  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    COMPREPLY=($(compgen -W '");
    add_command_names(out);
    buf_add_c(out, "' -- \"$word\"))\n    return\n  fi\n  case ${COMP_WORDS[1]}:$before in\n");
    for (const struct command *const *row = commands_all(); *row; row++) add_bash_values(out, *row);
    buf_add_c(out, "  esac\n  case ${COMP_WORDS[1]} in\n");
    for (const struct command *const *row = commands_all(); *row; row++) add_bash_command(out, *row);
    buf_add_c(out, "  esac\n  [ \"${COMP_WORDS[1]}\" = help ] && words=\"$words ");
    add_command_names(out);
    buf_add_c(out, "\"\n  case $word in\n    -*) paths='' ;;\n  esac\n"
                   "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
                   "  [ -n \"$paths\" ] && COMPREPLY+=($(compgen $paths -- \"$word\"))\n  return 0\n}\n"
                   "complete -o filenames -F _burin burin\n");
}

static void add_zsh_command(struct buf *out, const struct command *command)
{
    buf_printf(out, "    %s)\n      _arguments '--help[Print help]'", command->name);
    for (const struct option *option = command->options; option && option->name; option++) {
        buf_printf(out, " \\\n        '--%s%s[", option->name, option->value ? "=" : "");
        add_quoted(out, option->help);
        buf_add_char(out, ']');
        if (option->value) buf_printf(out, ":%s:", option->value);
        if (option->choices) {
            buf_add_char(out, '(');
            add_choices(out, option->choices);
            buf_add_char(out, ')');
        } else if (option->complete == COMPLETE_FILE) {
            buf_add_c(out, "_files");
        } else if (option->complete == COMPLETE_FOLDER) {
            buf_add_c(out, "_files -/");
        }
        buf_add_char(out, '\'');
    }
    if (command->complete_operands == COMPLETE_FILE) buf_add_c(out, " \\\n        '*:file:_files'");
    if (command->complete_operands == COMPLETE_FOLDER) buf_add_c(out, " \\\n        '*:folder:_files -/'");
    buf_add_c(out, " ;;\n");
}

static void complete_zsh(struct buf *out)
{
    buf_add_c(out, "#compdef burin\n_burin() {\n  local -a commands\n  commands=(\n");
    for (const struct command *const *row = commands_all(); *row; row++) {
        buf_printf(out, "    '%s:", (*row)->name);
        add_quoted(out, (*row)->summary);
        buf_add_c(out, "'\n");
    }
    buf_add_c(out, "  )\n  if (( CURRENT == 2 )); then\n    _describe command commands\n    return\n  fi\n"
                   "  local name=$words[2]\n  shift words\n  (( CURRENT-- ))\n  case $name in\n");
    for (const struct command *const *row = commands_all(); *row; row++) add_zsh_command(out, *row);
    buf_add_c(out, "  esac\n}\n_burin \"$@\"\n");
}

static void add_fish_option(struct buf *out, const struct command *command, const struct option *option)
{
    buf_printf(out, "complete -c burin -n '__fish_seen_subcommand_from %s' -l %s", command->name,
               option->name);
    if (option->choices) {
        buf_add_c(out, " -x -a '");
        add_choices(out, option->choices);
        buf_add_char(out, '\'');
    } else if (option->complete == COMPLETE_FOLDER) {
        buf_add_c(out, " -x -a '(__fish_complete_directories)'");
    } else if (option->value) {
        buf_add_c(out, option->complete == COMPLETE_FILE ? " -r -F" : " -x");
    }
    buf_add_c(out, " -d '");
    add_quoted(out, option->help);
    buf_add_c(out, "'\n");
}

static void complete_fish(struct buf *out)
{
    buf_add_c(out, "# fish completion for burin\ncomplete -c burin -f\n");
    for (const struct command *const *row = commands_all(); *row; row++) {
        const struct command *command = *row;
        buf_printf(out, "complete -c burin -n __fish_use_subcommand -a %s -d '", command->name);
        add_quoted(out, command->summary);
        buf_add_c(out, "'\n");
        if (command->complete_operands != COMPLETE_NOTHING)
            buf_printf(out, "complete -c burin -n '__fish_seen_subcommand_from %s' -F\n", command->name);
        for (const struct option *option = command->options; option && option->name; option++)
            add_fish_option(out, command, option);
    }
}

void help_completion(struct buf *out, const char *shell)
{
    if (strcmp(shell, "bash") == 0) complete_bash(out);
    if (strcmp(shell, "zsh") == 0) complete_zsh(out);
    if (strcmp(shell, "fish") == 0) complete_fish(out);
}
