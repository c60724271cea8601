/* SQL text for both databases; see sql.h. Looks no deeper than quotes, comments, placeholders and tokens. */
#include "db/sql.h"

enum { PARAMS_MOST = 999 };

struct token {
    struct str name;
    const char *texts[2]; /* by dialect */
};

static const struct token tokens[] = {
    {STR_INIT("{int}"), {"INTEGER", "BIGINT"}},
    {STR_INIT("{text}"), {"TEXT", "TEXT"}},
    {STR_INIT("{bytes}"), {"BLOB", "BYTEA"}},
    {STR_INIT("{id}"), {"BLOB", "UUID"}},
    {STR_INIT("{json}"), {"TEXT", "TEXT"}},
    {STR_INIT("{strict}"), {"STRICT", ""}},
    {STR_INIT("{clustered}"), {"STRICT, WITHOUT ROWID", ""}},
};

static const struct str alone[] = {STR_INIT("{sqlite}"), STR_INIT("{postgres}")};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
           (unsigned char)c >= 0x80;
}

/* Behind the quoted text that begins at `from`; the length where it never ends. A doubled quote ends one text and begins the
 * next, which comes out the same. */
static size_t skip_quoted(struct str s, size_t from)
{
    size_t end = str_find_char(s, s.ptr[from], from + 1);
    return end == STR_NOT_FOUND ? s.len : end + 1;
}

static size_t skip_comment(struct str s, size_t from)
{
    bool line = s.ptr[from] == '-';
    size_t end = line ? str_find_char(s, '\n', from) : str_find(s, STR("*/"), from + 2);
    if (end == STR_NOT_FOUND) return s.len;
    return line ? end + 1 : end + 2;
}

/* Behind the $tag$…$tag$ that begins at `from`; `from` where none does. */
static size_t skip_dollar(struct str s, size_t from)
{
    size_t end = from + 1;
    while (end < s.len && is_word(s.ptr[end])) end++;
    if (end >= s.len || s.ptr[end] != '$' || is_digit(s.ptr[from + 1])) return from;
    struct str tag = str_slice(s, from, end + 1);
    size_t close = str_find(s, tag, end + 1);
    return close == STR_NOT_FOUND ? s.len : close + tag.len;
}

static bool is_comment(struct str s, size_t at)
{
    struct str two = str_slice(s, at, at + 2);
    return str_is(two, "--") || str_is(two, "/*");
}

/* Behind what stands at `at` and is to be left as it is (quotes, comments); `at` where it is to be read. */
static size_t skip_closed(struct str s, size_t at)
{
    char c = s.ptr[at];
    if (c == '\'' || c == '"') return skip_quoted(s, at);
    if (is_comment(s, at)) return skip_comment(s, at);
    if (c == '$' && !(at && is_word(s.ptr[at - 1]))) return skip_dollar(s, at);
    return at;
}

/* Whether the text from `from` to `to` is closed: it ends as it has to. */
static bool is_closed(struct str s, size_t from, size_t to)
{
    struct str part = str_slice(s, from, to);
    char c = part.ptr[0];
    if (c == '\'' || c == '"') return part.len >= 2 && part.ptr[part.len - 1] == c;
    if (c == '-') return true;
    if (c == '/') return part.len >= 4 && str_ends(part, STR("*/"));
    size_t tag = str_find_char(part, '$', 1) + 1;
    return part.len >= 2 * tag && str_ends(part, str_slice(part, 0, tag));
}

static size_t write_param(enum sql_dialect dialect, struct str s, size_t at, struct buf *out, int *params,
                          struct err *err)
{
    size_t end = at + 1;
    uint64_t number;
    while (end < s.len && is_digit(s.ptr[end])) end++;
    struct str digits = str_slice(s, at + 1, end);
    if (str_to_uint(digits, PARAMS_MOST, &number) < 0 || number == 0 || digits.ptr[0] == '0') {
        err_set(err, ERR_SYSTEM, "a placeholder is ?1 to ?%d", PARAMS_MOST);
        return 0;
    }
    if ((int)number > *params) *params = (int)number;
    buf_add_char(out, dialect == SQL_POSTGRES ? '$' : '?');
    buf_add(out, digits);
    return end;
}

/* Whether a word at this place would grow together with what stands there. */
static bool is_joined(struct str s, size_t at)
{
    return at < s.len && (is_word(s.ptr[at]) || s.ptr[at] == '$');
}

static size_t write_token(enum sql_dialect dialect, struct str s, size_t at, struct buf *out, struct err *err)
{
    struct str rest = str_slice(s, at, s.len);
    for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++)
        if (str_starts(rest, tokens[i].name) && !is_joined(rest, tokens[i].name.len) &&
            !(at && is_joined(s, at - 1))) {
            buf_add_c(out, tokens[i].texts[dialect]);
            return at + tokens[i].name.len;
        }
    err_set(err, ERR_SYSTEM, "no such token: %.*s", STR_ARG(str_slice(rest, 0, 16)));
    return 0;
}

/* Writes what stands at `at` and gives what is behind it; 0 on failure. */
static size_t write_one(enum sql_dialect dialect, struct str s, size_t at, struct buf *out, int *params,
                        struct err *err)
{
    size_t end = skip_closed(s, at);
    if (end > at && !is_closed(s, at, end)) {
        err_set(err, ERR_SYSTEM, "a quote or comment is not closed");
        return 0;
    }
    if (end == at && s.ptr[at] == '?') return write_param(dialect, s, at, out, params, err);
    if (end == at && s.ptr[at] == '{') return write_token(dialect, s, at, out, err);
    if (end == at) end++;
    buf_add(out, str_slice(s, at, end));
    return end;
}

int sql_rewrite(enum sql_dialect dialect, struct str text, struct buf *out, int *out_params, struct err *err)
{
    int params = 0;
    for (size_t at = 0; at < text.len;) {
        at = write_one(dialect, text, at, out, &params, err);
        if (!at) return -1;
    }
    if (out->overflow) return err_set(err, ERR_LIMIT, "a statement is too long");
    if (out_params) *out_params = params;
    return 0;
}

static size_t skip_blank(struct str s, size_t at)
{
    while (at < s.len && (is_space(s.ptr[at]) || is_comment(s, at)))
        at = is_space(s.ptr[at]) ? at + 1 : skip_comment(s, at);
    return at;
}

bool sql_next_statement(struct str *rest, struct str *out_statement)
{
    struct str s = *rest;
    size_t at = skip_blank(s, 0), start = at, end = at;
    while (at < s.len && s.ptr[at] != ';') {
        size_t behind = skip_closed(s, at);
        bool blank = is_space(s.ptr[at]) || (behind > at && is_comment(s, at));
        at = behind > at ? behind : at + 1;
        if (!blank) end = at;
    }
    bool more = at < s.len;
    *rest = str_slice(s, more ? at + 1 : s.len, s.len);
    if (end == start) return more && sql_next_statement(rest, out_statement);
    *out_statement = str_slice(s, start, end);
    return true;
}

bool sql_is_for(enum sql_dialect dialect, struct str *statement)
{
    for (size_t i = 0; i < 2; i++)
        if (str_starts(*statement, alone[i])) {
            *statement = str_trim(str_slice(*statement, alone[i].len, statement->len));
            return i == (size_t)dialect;
        }
    return true;
}
