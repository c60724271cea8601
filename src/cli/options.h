/* Reads a command line by the rows of its command. */
#ifndef BURIN_CLI_OPTIONS_H
#define BURIN_CLI_OPTIONS_H

#include "cli/command.h"

/* `words` are the arguments behind the command's name. "--opt value", "--opt=value", "--" before operands that begin
 * with a dash; "-" is an operand. Unknown or repeated options, missing values, missing or surplus operands are
 * ERR_USAGE, a value that is not among the choices is ERR_INPUT. */
int options_parse(const struct command *command, int count, char *const *words, struct arguments *out,
                  struct err *err);

/* The name among `names` that `word` was most likely meant to be, or NULL. */
const char *closest_name(const char *word, const char *const *names, int count);

#endif
