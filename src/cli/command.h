/* A command of the program as one row: what it is called, what it takes, what help says, what runs it.
 *
 * Parsing, `burin help`, the man page and the shell completions are all made from these rows. */
#ifndef BURIN_CLI_COMMAND_H
#define BURIN_CLI_COMMAND_H

#include "base/err.h"

struct option {
    const char *name;    /* without the dashes; NULL ends the list */
    const char *value;   /* what help calls its value ("DATE"); NULL: a flag */
    const char *help;    /* a phrase without full stop */
    const char *choices; /* "text|json": nothing else will do; NULL: any text */
    enum complete { COMPLETE_NOTHING, COMPLETE_FILE, COMPLETE_FOLDER } complete;
    bool required;
};

struct example {
    const char *command; /* NULL ends the list; tests run every one of them */
    const char *what;
};

struct arguments;

struct command {
    const char *name;
    const char *summary;     /* a phrase without full stop */
    const char *description; /* paragraphs, separated by an empty line */
    const char *operands;    /* "[FILE]"; NULL: none */
    int operands_least, operands_most;
    enum complete complete_operands;
    const struct option *options;   /* NULL: none but --help */
    const struct example *examples; /* NULL: none */
    /* The exit status, or -1 with `err` filled. */
    int (*run)(const struct arguments *arguments, struct err *err);
};

enum { OPTIONS_MOST = 16, OPERANDS_MOST = 3 };

/* A parsed command line. */
struct arguments {
    const struct command *command;
    const char
        *values[OPTIONS_MOST]; /* by place in the command's options; NULL: not given; a flag given is "" */
    const char *operands[OPERANDS_MOST];
    int operand_count;
    bool help; /* --help was among them: nothing else is checked then */
};

/* Rows that several commands share. */
#define OPTION_STORE                                                                                    \
    {                                                                                                   \
        "store", "DIR", "The store folder; without it the starter store that is built in serves", NULL, \
            COMPLETE_FOLDER, false                                                                      \
    }
#define OPTION_AT(meaning)                                   \
    {                                                        \
        "at", "TIME", meaning, NULL, COMPLETE_NOTHING, false \
    }

enum exit_status { EXIT_FINE = 0, EXIT_FINDINGS = 1, EXIT_USAGE = 2, EXIT_INPUT = 3, EXIT_SYSTEM = 4 };

#endif
