/* The table of commands, and the way from a command line to the one that runs. */
#ifndef BURIN_CLI_COMMANDS_H
#define BURIN_CLI_COMMANDS_H

#include "cli/command.h"

/* In the order help lists them, without those that the program starts itself; NULL ends the list. */
const struct command *const *commands_all(void);
const struct command *commands_find(const char *name); /* or NULL */

/* Runs the command line behind the program's name and gives the exit status; errors are told on stderr. */
int commands_run(int count, char *const *words);

extern const struct command command_eta, command_assess, command_reply, command_lint, command_check,
    command_render, command_train, command_eval, command_init, command_demo, command_serve, command_import,
    command_export, command_metrics, command_token, command_user, command_migrate, command_backup,
    command_restore, command_doctor, command_help, command_photo_worker;

#endif
