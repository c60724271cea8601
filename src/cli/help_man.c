/* The manual as one mdoc page, made from the table of commands. */
#include "cli/commands.h"
#include "cli/help.h"

/* Running text: a line for each sentence, paragraphs where a line is empty, nothing that mdoc would take for its own. */
static void add_text(struct buf *out, const char *text)
{
    if (*text == '.' || *text == '\'') buf_add_c(out, "\\&");
    for (; *text; text++) {
        if (*text == '\\') {
            buf_add_c(out, "\\e");
        } else if (text[0] == '\n' && text[1] == '\n') {
            buf_add_c(out, "\n.Pp\n");
            text++;
        } else if (text[0] == '.' && text[1] == ' ') {
            buf_add_c(out, ".\n");
            text++;
        } else {
            buf_add_char(out, *text);
        }
    }
    buf_add_char(out, '\n');
}

/* An argument of a macro: quoted, so that no word of it is taken for a macro. */
static void add_quoted(struct buf *out, const char *text)
{
    buf_add_char(out, '"');
    for (; *text; text++) {
        if (*text == '"')
            buf_add_c(out, "\\(dq");
        else if (*text == '\\')
            buf_add_c(out, "\\e");
        else
            buf_add_char(out, *text);
    }
    buf_add_char(out, '"');
}

static void add_options(struct buf *out, const struct command *command)
{
    if (!command->options) return;
    buf_add_c(out, ".Bl -tag -width Ds\n");
    for (const struct option *option = command->options; option->name; option++) {
        buf_printf(out, ".It Fl -%s", option->name);
        if (option->value) {
            buf_add_c(out, " Ar ");
            add_quoted(out, option->choices ? option->choices : option->value);
        }
        buf_add_char(out, '\n');
        add_text(out, option->help);
    }
    buf_add_c(out, ".El\n");
}

static void add_command(struct buf *out, const struct command *command)
{
    buf_printf(out, ".Ss burin %s", command->name);
    if (command->options && command->options[0].name) buf_add_c(out, " [options]");
    if (command->operands) buf_printf(out, " %s", command->operands);
    buf_add_char(out, '\n');
    buf_printf(out, "%s.\n.Pp\n", command->summary);
    add_text(out, command->description);
    add_options(out, command);
}

static void add_examples(struct buf *out)
{
    buf_add_c(out, ".Sh EXAMPLES\n.Bl -tag -width Ds\n");
    for (const struct command *const *row = commands_all(); *row; row++) {
        for (const struct example *example = (*row)->examples; example && example->command; example++) {
            buf_add_c(out, ".It Li ");
            add_quoted(out, example->command);
            buf_add_char(out, '\n');
            add_text(out, example->what);
        }
    }
    buf_add_c(out, ".El\n");
}

void help_man(struct buf *out)
{
    buf_add_c(out,
              ".Dd March 1, 2026\n.Dt BURIN 1\n.Os\n.Sh NAME\n.Nm burin\n"
              ".Nd the post-purchase desk for stores that sell made-to-order goods\n"
              ".Sh SYNOPSIS\n.Nm\n.Ar command\n.Op Ar options\n.Op Ar operands\n"
              ".Sh DESCRIPTION\nA customer writes;\n.Nm\n"
              "turns the message into a structured assessment and an honest reply with a clear timeline and\n"
              "next steps.\nForecasts are ranges of days, never a single day; nothing is told that does not\n"
              "come from the order, the policy or the estimate.\n.Sh COMMANDS\n");
    for (const struct command *const *row = commands_all(); *row; row++) add_command(out, *row);
    buf_add_c(out, ".Sh EXIT STATUS\n.Bl -tag -width Ds\n");
    for (int i = 0; help_statuses[i]; i++) buf_printf(out, ".It %d\n%s.\n", i, help_statuses[i]);
    buf_add_c(out, ".El\n");
    add_examples(out);
}
