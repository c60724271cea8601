/* Parses command lines from the tables of options; see options.h. What the values mean is the commands' matter. */
#include "cli/options.h"

enum { WORD_MOST = 32 };

/* Edits (insert, drop, replace) between two short words; WORD_MOST when either is too long to be a slip. */
static int distance(const char *a, const char *b)
{
    size_t a_len = strlen(a), b_len = strlen(b);
    if (a_len >= WORD_MOST || b_len >= WORD_MOST) return WORD_MOST;
    int row[WORD_MOST];
    for (size_t j = 0; j <= b_len; j++) row[j] = (int)j;
    for (size_t i = 1; i <= a_len; i++) {
        int diagonal = row[0];
        row[0] = (int)i;
        for (size_t j = 1; j <= b_len; j++) {
            int best = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            if (row[j] + 1 < best) best = row[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[b_len];
}

const char *closest_name(const char *word, const char *const *names, int count)
{
    const char *found = NULL;
    int best = strlen(word) > 3 ? 3 : 2; /* anything farther is a guess, not a hint */
    for (int i = 0; i < count; i++) {
        int edits = distance(word, names[i]);
        if (edits >= best) continue;
        best = edits;
        found = names[i];
    }
    return found;
}

static int usage(const struct command *command, struct err *err, const char *what, const char *name)
{
    return err_set(err, ERR_USAGE, "%s %s; see “burin %s --help”", what, name, command->name);
}

static int unknown_option(const struct command *command, struct str name, struct err *err)
{
    const char *names[OPTIONS_MOST + 1] = {"help"};
    int count = 1;
    for (const struct option *option = command->options; option && option->name; option++)
        names[count++] = option->name;
    char word[WORD_MOST] = "";
    if (name.len < sizeof word) memcpy(word, name.ptr, name.len);
    const char *meant = closest_name(word, names, count);
    if (meant)
        return err_set(err, ERR_USAGE, "there is no option --%.*s; did you mean --%s?", STR_ARG(name), meant);
    return err_set(err, ERR_USAGE, "there is no option --%.*s; see “burin %s --help”", STR_ARG(name),
                   command->name);
}

static int find_option(const struct command *command, struct str name)
{
    for (int i = 0; command->options && command->options[i].name; i++)
        if (str_is(name, command->options[i].name)) return i;
    return -1;
}

static int check_choice(const struct option *option, const char *value, struct err *err)
{
    if (!option->choices) return 0;
    struct str rest = str_of(option->choices), choice;
    while (str_next_part(&rest, '|', &choice))
        if (str_is(choice, value)) return 0;
    return err_set(err, ERR_INPUT, "--%s: “%s” is not known; one of %s is expected", option->name, value,
                   option->choices);
}

/* Takes the option at words[*at] and its value; moves *at to the last word used. */
static int take_option(int count, char *const *words, int *at, struct arguments *out, struct err *err)
{
    const struct command *command = out->command;
    struct str rest = str_of(words[*at] + 2), name;
    bool joined = str_find_char(rest, '=', 0) != STR_NOT_FOUND;
    str_next_part(&rest, '=', &name);
    if (str_is(name, "help")) {
        out->help = true;
        return 0;
    }
    int place = find_option(command, name);
    if (place < 0) return unknown_option(command, name, err);
    const struct option *option = &command->options[place];
    if (out->values[place])
        return err_set(err, ERR_USAGE, "--%s is given twice; once is enough", option->name);
    if (!option->value) {
        if (joined) return err_set(err, ERR_USAGE, "--%s takes no value", option->name);
        out->values[place] = "";
        return 0;
    }
    const char *value = joined ? rest.ptr : NULL;
    if (!value && *at + 1 < count && strncmp(words[*at + 1], "--", 2) != 0) value = words[++*at];
    if (!value || !*value)
        return err_set(err, ERR_USAGE, "--%s needs a value; --%s %s is expected", option->name, option->name,
                       option->value);
    out->values[place] = value;
    return check_choice(option, value, err);
}

static int take_operand(const char *word, struct arguments *out, struct err *err)
{
    if (out->operand_count >= out->command->operands_most)
        return usage(out->command, err, "nothing is expected at", word);
    out->operands[out->operand_count++] = word;
    return 0;
}

static int check_complete(const struct arguments *arguments, struct err *err)
{
    const struct command *command = arguments->command;
    for (int i = 0; command->options && command->options[i].name; i++)
        if (command->options[i].required && !arguments->values[i])
            return err_set(err, ERR_USAGE, "--%s %s is missing; see “burin %s --help”",
                           command->options[i].name, command->options[i].value, command->name);
    if (arguments->operand_count < command->operands_least)
        return usage(command, err, "missing", command->operands);
    return 0;
}

int options_parse(const struct command *command, int count, char *const *words, struct arguments *out,
                  struct err *err)
{
    struct arguments arguments = {.command = command};
    bool only_operands = false;
    for (int at = 0; at < count; at++) {
        const char *word = words[at];
        int rc = 0;
        if (only_operands || word[0] != '-' || !word[1])
            rc = take_operand(word, &arguments, err);
        else if (strcmp(word, "--") == 0)
            only_operands = true;
        else if (strcmp(word, "-h") == 0)
            arguments.help = true;
        else if (word[1] != '-')
            rc = usage(command, err, "there is no option", word);
        else
            rc = take_option(count, words, &at, &arguments, err);
        if (arguments.help) break;
        if (rc < 0) return -1;
    }
    if (!arguments.help && check_complete(&arguments, err) < 0) return -1;
    *out = arguments;
    return 0;
}
