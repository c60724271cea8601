/* Reading mappings by tables of settings; see setting.h. It knows no key by name. */
#include "shop/setting.h"

#include <stdarg.h>
#include <stdio.h>

#include "model/money.h"
#include "model/policy.h"
#include "text/utf8.h"

enum { DAYS_MOST = 365, TEXT_SHOWN = 80 };

void setting_complain(struct setting_reader *reader, const struct yaml_node *node, const char *format, ...)
{
    char message[512];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    loader_complain(reader->loader, reader->file, node->line, node->column, "%s", message);
}

static const char *kind_name(const struct yaml_node *node)
{
    switch (node->kind) {
    case YAML_SCALAR:
        return "one value";
    case YAML_SEQUENCE:
        return "a list";
    case YAML_MAPPING:
        return "a mapping";
    }
    return "something else";
}

bool setting_is_text(struct setting_reader *reader, const struct yaml_node *node, const char *what)
{
    if (node->kind != YAML_SCALAR) {
        setting_complain(reader, node, "%s is %s; one value is expected", what, kind_name(node));
        return false;
    }
    if (node->scalar.len == 0 ||
        (!node->quoted && (str_is(node->scalar, "~") || str_is(node->scalar, "null")))) {
        setting_complain(reader, node, "%s has no value; give one, or leave the key away", what);
        return false;
    }
    return true;
}

bool setting_is_list(struct setting_reader *reader, const struct yaml_node *node, const char *what)
{
    if (node->kind == YAML_SEQUENCE) return true;
    setting_complain(reader, node, "%s is %s; a list is expected", what, kind_name(node));
    return false;
}

bool setting_is_mapping(struct setting_reader *reader, const struct yaml_node *node, const char *what)
{
    if (node->kind == YAML_MAPPING) return true;
    setting_complain(reader, node, "%s is %s; a mapping (key: value) is expected", what, kind_name(node));
    return false;
}

/* A value as findings show it: its start. */
static struct str shown(const struct yaml_node *node)
{
    struct str text = node->scalar;
    if (text.len <= TEXT_SHOWN) return text;
    size_t end = TEXT_SHOWN;
    while (end > 0 && ((unsigned char)text.ptr[end] & 0xc0) == 0x80) end--;
    return str_slice(text, 0, end);
}

int setting_number(struct setting_reader *reader, const struct yaml_node *node, const char *what, int least,
                   int most, int *out)
{
    uint64_t number;
    if (!setting_is_text(reader, node, what)) return -1;
    bool digits = !node->quoted && str_to_uint(node->scalar, INT32_MAX, &number) == 0;
    if (!digits || (int)number < least || (int)number > most) {
        setting_complain(reader, node, "%s is '%.*s'; a number from %d to %d is expected", what,
                         STR_ARG(shown(node)), least, most);
        return -1;
    }
    *out = (int)number;
    return 0;
}

int setting_clock(struct str text, int *out_seconds)
{
    size_t colon = str_find_char(text, ':', 0);
    uint64_t hours, minutes;
    if (colon == STR_NOT_FOUND || colon == 0 || colon > 2 || text.len != colon + 3) return -1;
    if (str_to_uint(str_slice(text, 0, colon), 24, &hours) < 0) return -1;
    if (str_to_uint(str_slice(text, colon + 1, text.len), 59, &minutes) < 0) return -1;
    if (hours == 24 && minutes) return -1;
    *out_seconds = (int)(hours * 3600 + minutes * 60);
    return 0;
}

static bool has_control(struct str text)
{
    for (size_t at = 0; at < text.len;) {
        rune_t rune = utf8_next(text, &at);
        if (rune_is_hidden(rune)) return true;
    }
    return false;
}

static void read_text(struct setting_reader *reader, const struct setting *row, const struct yaml_node *node,
                      struct str *target)
{
    size_t count = utf8_count(node->scalar);
    if (count < (size_t)row->least || count > (size_t)row->most) {
        setting_complain(reader, node, "'%s' has %zu characters; %d to %d are expected", row->key, count,
                         (int)row->least, (int)row->most);
    } else if (has_control(node->scalar)) {
        setting_complain(reader, node, "'%s' has a character that cannot be seen; plain text is expected",
                         row->key);
    } else if (row->fits && !row->fits(node->scalar) && row->hidden) {
        setting_complain(reader, node, "'%s' cannot be that; %s is expected", row->key, row->expects);
    } else if (row->fits && !row->fits(node->scalar)) {
        setting_complain(reader, node, "'%s' is '%.*s'; %s is expected", row->key, STR_ARG(shown(node)),
                         row->expects);
    } else {
        *target = node->scalar;
    }
}

static void read_flag(struct setting_reader *reader, const struct setting *row, const struct yaml_node *node,
                      bool *target)
{
    if (!node->quoted && str_is(node->scalar, "true"))
        *target = true;
    else if (!node->quoted && str_is(node->scalar, "false"))
        *target = false;
    else
        setting_complain(reader, node, "'%s' is '%.*s'; true or false is expected", row->key,
                         STR_ARG(shown(node)));
}

/* Decimal digits with one point; no exponent, no sign: probabilities are the only reals. */
static void read_real(struct setting_reader *reader, const struct setting *row, const struct yaml_node *node,
                      double *target)
{
    size_t point = str_find_char(node->scalar, '.', 0);
    struct str fraction =
        point == STR_NOT_FOUND ? (struct str){0} : str_slice(node->scalar, point + 1, SIZE_MAX);
    uint64_t whole, parts = 0;
    bool good = str_to_uint(str_slice(node->scalar, 0, point), 1000000, &whole) == 0;
    if (good && point != STR_NOT_FOUND)
        good = fraction.len <= 9 && str_to_uint(fraction, 999999999, &parts) == 0;
    double number = 0;
    if (good) {
        double scale = 1;
        for (size_t i = 0; i < fraction.len; i++) scale *= 10;
        number = (double)whole + (double)parts / scale;
    }
    if (!good || number < row->least || number > row->most)
        setting_complain(reader, node, "'%s' is '%.*s'; a number from %g to %g is expected", row->key,
                         STR_ARG(shown(node)), row->least, row->most);
    else
        *target = number;
}

static void read_word(struct setting_reader *reader, const struct setting *row, const struct yaml_node *node,
                      int *target)
{
    struct str rest = str_of(row->words), word;
    for (int index = 0; str_next_part(&rest, '|', &word); index++) {
        if (!str_eq(word, node->scalar)) continue;
        *target = index;
        return;
    }
    char words[200] = "";
    for (size_t i = 0, at = 0; row->words[i] && at + 3 < sizeof words; i++) {
        words[at++] = row->words[i] == '|' ? ',' : row->words[i];
        if (row->words[i] == '|') words[at++] = ' ';
    }
    setting_complain(reader, node, "'%s' is '%.*s'; one of %s is expected", row->key, STR_ARG(shown(node)),
                     words);
}

/* N gives N to N + max(1, ceil(0.2 N)); "lo-hi" is taken as it is (rule book, section 4). */
static int parse_days(struct str text, struct day_pair *out)
{
    uint64_t lo, hi;
    size_t dash = str_find_char(text, '-', 0);
    if (str_to_uint(str_trim(str_slice(text, 0, dash)), DAYS_MOST, &lo) < 0 || lo < 1) return -1;
    if (dash == STR_NOT_FOUND)
        hi = lo + (lo + 4) / 5;
    else if (str_to_uint(str_trim(str_slice(text, dash + 1, text.len)), DAYS_MOST, &hi) < 0 || hi < lo)
        return -1;
    *out = (struct day_pair){(int)lo, hi == lo ? (int)lo + 1 : (int)hi};
    return 0;
}

static void read_days(struct setting_reader *reader, const struct setting *row, const struct yaml_node *node,
                      struct day_pair *target)
{
    if (parse_days(node->scalar, target) < 0)
        setting_complain(
            reader, node,
            "'%s' is '%.*s'; business days from 1 to %d are expected, as 7 or 5-7 (the lower first)",
            row->key, STR_ARG(shown(node)), DAYS_MOST);
}

static void read_money(struct setting_reader *reader, const struct setting *row, const struct yaml_node *node,
                       struct money *target)
{
    if (money_parse(node->scalar, reader->currency, &target->minor) == 0) {
        target->given = true;
        return;
    }
    setting_complain(reader, node,
                     "'%s' is '%.*s'; an amount of %.*s with at most %d places is expected, as 25%s",
                     row->key, STR_ARG(shown(node)), STR_ARG(reader->currency),
                     currency_digits(reader->currency), currency_digits(reader->currency) ? ".00" : "");
}

static void read_value(struct setting_reader *reader, const struct setting *row, const struct yaml_node *node,
                       void *base)
{
    void *target = (char *)base + row->offset;
    char what[80];
    snprintf(what, sizeof what, "'%s'", row->key);
    if (row->type == SETTING_PART) {
        row->read(reader, node, base);
        return;
    }
    if (row->type == SETTING_NUMBER) {
        setting_number(reader, node, what, (int)row->least, (int)row->most, target);
        return;
    }
    if (!setting_is_text(reader, node, what)) return;
    switch (row->type) {
    case SETTING_TEXT:
        read_text(reader, row, node, target);
        break;
    case SETTING_FLAG:
        read_flag(reader, row, node, target);
        break;
    case SETTING_REAL:
        read_real(reader, row, node, target);
        break;
    case SETTING_WORD:
        read_word(reader, row, node, target);
        break;
    case SETTING_DAYS:
        read_days(reader, row, node, target);
        break;
    case SETTING_MONEY:
        read_money(reader, row, node, target);
        break;
    case SETTING_NUMBER:
    case SETTING_PART:
        break;
    }
}

const struct yaml_node *setting_find(const struct yaml_node *mapping, struct str path)
{
    struct str rest = path, key;
    while (mapping && str_next_part(&rest, '.', &key)) mapping = yaml_get(mapping, key);
    return mapping;
}

/* How many letters two keys differ in, as far as it matters for a guess: swapped, missing, wrong ones. */
static size_t key_distance(struct str a, struct str b)
{
    enum { MOST = 40 };
    size_t row[MOST + 1];
    if (a.len > MOST || b.len > MOST) return MOST;
    for (size_t j = 0; j <= b.len; j++) row[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t best = corner + (a.ptr[i - 1] != b.ptr[j - 1]);
            if (row[j] + 1 < best) best = row[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            corner = row[j];
            row[j] = best;
        }
    }
    return row[b.len];
}

struct known_keys {
    const struct setting *table;
    size_t count;
    const char *what;
};

static void complain_unknown(struct setting_reader *reader, const struct known_keys *known,
                             const struct yaml_node *key, struct str path)
{
    const char *guess = NULL;
    size_t distance = 3;
    for (size_t i = 0; i < known->count; i++) {
        size_t found = key_distance(path, str_of(known->table[i].key));
        if (found >= distance) continue;
        distance = found;
        guess = known->table[i].key;
    }
    if (guess)
        setting_complain(reader, key, "unknown key '%.*s' in %s; '%s' is expected", STR_ARG(path),
                         known->what, guess);
    else
        setting_complain(reader, key, "unknown key '%.*s' in %s; see the manual for the keys there are",
                         STR_ARG(path), known->what);
}

enum key_use { KEY_UNKNOWN, KEY_VALUE, KEY_GROUP };

static enum key_use key_use(const struct known_keys *known, struct str path)
{
    for (size_t i = 0; i < known->count; i++) {
        struct str key = str_of(known->table[i].key);
        if (str_eq(key, path)) return KEY_VALUE;
        if (str_starts(key, path) && key.len > path.len && key.ptr[path.len] == '.') return KEY_GROUP;
    }
    return KEY_UNKNOWN;
}

/* Tells the keys no row knows. Groups nest as deep as the table's paths do. */
static void tell_unknown(struct setting_reader *reader, const struct known_keys *known,
                         const struct yaml_node *mapping, struct str prefix)
{
    for (size_t i = 0; i < mapping->count; i++) {
        const struct yaml_node *key = &mapping->keys[i], *value = &mapping->items[i];
        struct str path = prefix.len ? arena_printf(reader->loader->arena, "%.*s.%.*s", STR_ARG(prefix),
                                                    STR_ARG(shown(key)))
                                     : shown(key);
        enum key_use use = key_use(known, path);
        if (use == KEY_UNKNOWN) {
            complain_unknown(reader, known, key, path);
        } else if (use == KEY_GROUP) {
            char what[80];
            snprintf(what, sizeof what, "'%.*s'", STR_ARG(path));
            if (setting_is_mapping(reader, value, what)) tell_unknown(reader, known, value, path);
        }
    }
}

static void read_row(struct setting_reader *reader, const struct yaml_node *mapping, const char *what,
                     const struct setting *row, void *target)
{
    const struct yaml_node *node = setting_find(mapping, str_of(row->key));
    struct yaml_node fallback = {.kind = YAML_SCALAR, .line = mapping->line, .column = mapping->column};
    if (!node && !row->fallback) {
        setting_complain(reader, mapping, "%s has no '%s'; it must be given", what, row->key);
        return;
    }
    if (!node && row->fallback[0] == '\0') return;
    fallback.scalar = str_of(row->fallback);
    read_value(reader, row, node ? node : &fallback, target);
}

void setting_read_all(struct setting_reader *reader, const struct yaml_node *mapping, const char *what,
                      const struct setting *table, size_t count, void *target)
{
    if (!setting_is_mapping(reader, mapping, what)) return;
    for (size_t i = 0; i < count; i++) read_row(reader, mapping, what, &table[i], target);
    struct known_keys known = {table, count, what};
    tell_unknown(reader, &known, mapping, (struct str){0});
}

const char *setting_type_name(enum setting_type type)
{
    static const char *const names[] = {
        [SETTING_TEXT] = "text",   [SETTING_FLAG] = "flag", [SETTING_NUMBER] = "number",
        [SETTING_REAL] = "real",   [SETTING_WORD] = "word", [SETTING_DAYS] = "days",
        [SETTING_MONEY] = "money", [SETTING_PART] = "part",
    };
    return names[type];
}

static struct value word_value(const struct setting *row, int index)
{
    struct str rest = str_of(row->words), word = {0};
    for (int i = 0; i <= index && str_next_part(&rest, '|', &word); i++) continue;
    return value_str(word);
}

static struct value days_value(struct arena *arena, const struct day_pair *days)
{
    struct value pair = value_array();
    if (days->lo == 0) return value_nil();
    value_push(arena, &pair, value_int(days->lo));
    value_push(arena, &pair, value_int(days->hi));
    return pair;
}

static struct value money_value(struct arena *arena, const struct money *money, struct str currency)
{
    struct buf text;
    if (!money->given) return value_nil();
    buf_init(&text, 64);
    money_format(&text, money->minor, currency);
    struct value value = value_str(buf_copy(&text, arena));
    buf_done(&text);
    return value;
}

struct value setting_value(struct arena *arena, const struct setting *row, const void *target,
                           struct str currency)
{
    const void *at = (const char *)target + row->offset;
    switch (row->type) {
    case SETTING_TEXT:
        return ((const struct str *)at)->len ? value_str(*(const struct str *)at) : value_nil();
    case SETTING_FLAG:
        return value_bool(*(const bool *)at);
    case SETTING_NUMBER:
        return value_int(*(const int *)at);
    case SETTING_REAL:
        return value_real(*(const double *)at);
    case SETTING_WORD:
        return word_value(row, *(const int *)at);
    case SETTING_DAYS:
        return days_value(arena, at);
    case SETTING_MONEY:
        return money_value(arena, at, currency);
    case SETTING_PART:
        break;
    }
    return row->show ? row->show(arena, target) : value_nil();
}

static void describe_type(struct buf *out, const struct setting *row)
{
    struct str rest = str_of(row->words), word;
    switch (row->type) {
    case SETTING_TEXT:
        if (row->expects)
            buf_add_c(out, row->expects);
        else
            buf_printf(out, "text, %d–%d characters", (int)row->least, (int)row->most);
        break;
    case SETTING_FLAG:
        buf_add_c(out, "`true` or `false`");
        break;
    case SETTING_NUMBER:
        buf_printf(out, "number, %d–%d", (int)row->least, (int)row->most);
        break;
    case SETTING_REAL:
        buf_printf(out, "number, %g–%g", row->least, row->most);
        break;
    case SETTING_WORD:
        for (bool first = true; str_next_part(&rest, '|', &word); first = false)
            buf_printf(out, "%s`%.*s`", first ? "" : ", ", STR_ARG(word));
        break;
    case SETTING_DAYS:
        buf_printf(out, "business days, `7` or `5-7`, 1–%d", DAYS_MOST);
        break;
    case SETTING_MONEY:
        buf_add_c(out, "amount, `25.00`");
        break;
    case SETTING_PART:
        buf_add_c(out, row->expects);
        break;
    }
}

void setting_describe(struct buf *out, const struct setting *table, size_t count)
{
    buf_add_c(out, "| key | value | default | meaning |\n|---|---|---|---|\n");
    for (size_t i = 0; i < count; i++) {
        const struct setting *row = &table[i];
        buf_printf(out, "| `%s` | ", row->key);
        describe_type(out, row);
        if (!row->fallback)
            buf_add_c(out, " | must be given");
        else if (row->fallback[0])
            buf_printf(out, " | `%s`", row->fallback);
        else
            buf_add_c(out, " | –");
        buf_printf(out, " | %s |\n", row->about);
    }
}
