/* burin init: a new store folder. */
#include <stdio.h>

#include "cli/commands.h"
#include "shop/shop.h"

enum { DEMO };

static const struct option options[] = {
    [DEMO] = {"demo", NULL, "Make the demo store, with its orders and inquiries", NULL, COMPLETE_NOTHING,
              false},
    {NULL},
};

static const struct example examples[] = {
    {"burin init myshop", "a starter store to be edited: settings, policy, questions and answers, calendars"},
    {"burin init --demo demo", "a store with orders and inquiries to try things on"},
    {NULL},
};

static int run(const struct arguments *arguments, struct err *err)
{
    return shop_init(arguments->operands[0], arguments->values[DEMO] != NULL, err) < 0 ? -1 : EXIT_FINE;
}

const struct command command_init = {
    .name = "init",
    .summary = "Make a store folder",
    .description =
        "Writes the starter store into DIR, which is made where it does not exist and must be empty where "
        "it does: store.yaml, policy.md, faq.md, the calendars, and a folder for templates of your own.\n"
        "\n"
        "“burin check DIR” tells whether it still holds together after you have edited it.",
    .operands = "DIR",
    .operands_least = 1,
    .operands_most = 1,
    .complete_operands = COMPLETE_FOLDER,
    .options = options,
    .examples = examples,
    .run = run,
};
