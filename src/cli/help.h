/* What the program says of itself: help, the man page, shell completions, all from the table of commands. */
#ifndef BURIN_CLI_HELP_H
#define BURIN_CLI_HELP_H

#include "base/buf.h"
#include "cli/command.h"

/* Each prints to standard output and gives the exit status, or -1. */
int help_print_overview(struct err *err);
int help_print_command(const struct command *command, struct err *err);
int help_print_version(struct err *err);

/* The man page, in mdoc. */
void help_man(struct buf *out);
/* A completion script for "bash", "zsh" or "fish". */
void help_completion(struct buf *out, const char *shell);

/* What the exit statuses mean; NULL ends the list. */
extern const char *const help_statuses[];

#endif
