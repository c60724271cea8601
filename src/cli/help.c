/* Help as plain text; the man page and the completions are in help_man.c and help_completion.c. */
#include "cli/help.h"

#include "cli/commands.h"
#include "cli/stdio.h"
#include "engine/assess.h"

enum { HELP_MAX = 256 * 1024, WIDTH = 92, OPTION_COLUMN = 26 };

const char *const help_statuses[] = {
    "fine, also with warnings",
    "there are findings: errors of lint or check, an evaluation below its bar",
    "the command line is malformed",
    "a value or a document is bad",
    "the system failed: a file, the memory, a full disk",
    NULL,
};

static int print(struct buf *text, struct err *err)
{
    int rc = output_write(buf_str(text), err);
    buf_done(text);
    return rc < 0 ? -1 : EXIT_FINE;
}

static void pad(struct buf *out, size_t count)
{
    while (count--) buf_add_char(out, ' ');
}

/* A paragraph, broken between words, each line begun with `indent` spaces; the first stands at `column`. */
static void add_wrapped(struct buf *out, struct str text, size_t indent, size_t column)
{
    struct str word;
    bool first = true;
    if (column < indent) {
        pad(out, indent - column);
        column = indent;
    }
    while (str_next_part(&text, ' ', &word)) {
        if (!first && column + 1 + word.len > WIDTH) {
            buf_add_char(out, '\n');
            pad(out, indent);
            column = indent;
        } else if (!first) {
            buf_add_char(out, ' ');
            column++;
        }
        buf_add(out, word);
        column += word.len;
        first = false;
    }
    buf_add_char(out, '\n');
}

static void add_paragraphs(struct buf *out, const char *text)
{
    struct str rest = str_of(text), line;
    while (str_next_part(&rest, '\n', &line)) add_wrapped(out, line, 0, 0);
}

static void add_option(struct buf *out, const struct option *option)
{
    size_t start = out->len;
    buf_printf(out, "  --%s", option->name);
    if (option->choices)
        buf_printf(out, " %s", option->choices);
    else if (option->value)
        buf_printf(out, " %s", option->value);
    size_t column = out->len - start;
    if (column + 2 > OPTION_COLUMN) {
        buf_add_char(out, '\n');
        column = 0;
    }
    add_wrapped(out, str_of(option->help), OPTION_COLUMN, column);
}

static void add_usage(struct buf *out, const struct command *command)
{
    buf_printf(out, "usage: burin %s", command->name);
    bool more = false;
    for (const struct option *option = command->options; option && option->name; option++) {
        if (option->required)
            buf_printf(out, " --%s %s", option->name, option->value);
        else
            more = true;
    }
    if (more) buf_add_c(out, " [options]");
    if (command->operands) buf_printf(out, " %s", command->operands);
    buf_add_char(out, '\n');
}

int help_print_command(const struct command *command, struct err *err)
{
    static const struct option help = {.name = "help", .help = "Print this"};
    struct buf out;
    buf_init(&out, HELP_MAX);
    add_usage(&out, command);
    buf_printf(&out, "\n%s.\n\n", command->summary);
    add_paragraphs(&out, command->description);
    buf_add_c(&out, "\nOptions:\n");
    for (const struct option *option = command->options; option && option->name; option++)
        add_option(&out, option);
    add_option(&out, &help);
    if (command->examples) buf_add_c(&out, "\nExamples:\n");
    for (const struct example *example = command->examples; example && example->command; example++) {
        buf_printf(&out, "  %s\n", example->command);
        add_wrapped(&out, str_of(example->what), 6, 0);
    }
    buf_add_c(&out, "\nExit status:\n");
    for (int i = 0; help_statuses[i]; i++) buf_printf(&out, "  %d  %s\n", i, help_statuses[i]);
    return print(&out, err);
}

int help_print_overview(struct err *err)
{
    struct buf out;
    buf_init(&out, HELP_MAX);
    buf_add_c(&out, "burin: the post-purchase desk for stores that sell made-to-order goods\n\n"
                    "usage: burin COMMAND [options]\n\nCommands:\n");
    for (const struct command *const *row = commands_all(); *row; row++)
        buf_printf(&out, "  %-8s %s\n", (*row)->name, (*row)->summary);
    buf_add_c(&out, "\n“burin help COMMAND” tells more of each, “burin help --man” prints the manual,\n"
                    "“burin --version” the version.\n");
    return print(&out, err);
}

int help_print_version(struct err *err)
{
    return output_write(STR("burin " BURIN_VERSION "\n"), err) < 0 ? -1 : EXIT_FINE;
}
