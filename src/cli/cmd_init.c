/* burin init: a new store folder. */
#include <stdio.h>
#include <sys/stat.h>

#include "base/file.h"
#include "cli/commands.h"
#include "shop/shop.h"
#include "web/files.h"

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

/* What the demo's necklace is engraved in: fonts that the pages have anyway, where they were built in. */
static const struct {
    struct str asset;
    const char *file;
} demo_fonts[] = {{STR_INIT("assets/serif-italic.woff2"), "Script.woff2"},
                  {STR_INIT("assets/serif.woff2"), "Serif.woff2"},
                  {STR_INIT("assets/sans.woff2"), "Block.woff2"}};

static int write_fonts(const char *folder, struct err *err)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/fonts", folder);
    if (mkdir(path, 0755) < 0) return file_failed(err, ERR_SYSTEM, "make", path);
    for (size_t i = 0; i < sizeof demo_fonts / sizeof *demo_fonts; i++)
        for (size_t f = 0; f < web_file_count; f++) {
            if (!str_eq(web_files[f].path, demo_fonts[i].asset)) continue;
            snprintf(path, sizeof path, "%s/fonts/%s", folder, demo_fonts[i].file);
            if (file_write(path, web_files[f].bytes, err) < 0) return -1;
        }
    return 0;
}

static int run(const struct arguments *arguments, struct err *err)
{
    bool demo = arguments->values[DEMO] != NULL;
    const char *folder = arguments->operands[0];
    if (shop_init(folder, demo, err) < 0 || (demo && write_fonts(folder, err) < 0)) return -1;
    return EXIT_FINE;
}

const struct command command_init = {
    .name = "init",
    .summary = "Make a store folder",
    .description =
        "Writes the starter store into DIR, which is made where it does not exist and must be empty where "
        "it does: store.yaml, policy.md, faq.md, the calendars, and a folder for templates of your own. "
        "Fonts that you "
        "make things in go into DIR/fonts (NAME.woff2, .ttf or .otf, named as the choice is): pages show "
        "texts in them.\n"
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
