/* Cuts a message into tokens for the reader of requested changes and gives them their word classes. */
#include "engine/spec.h"
#include "engine/spec_quote.h"
#include "text/utf8.h"

/* The lower-cased words, parted by spaces (Chinese characters by none), in which the lexica are looked up. */
struct scanner {
    struct scan_text *scan;
    char *norm;
    size_t norm_len;
    uint32_t *norm_at; /* for each raw token, where its word stands in norm */
    size_t cap;
    bool begin;
};

static char peek(struct str text, size_t at, size_t end)
{
    return at < end ? text.ptr[at] : '\0';
}

static bool alnum_at(struct str text, size_t at, size_t end)
{
    if (at >= end) return false;
    rune_t rune = utf8_next(text, &at);
    return !rune_is_han(rune) && (rune_is_letter(rune) || rune_is_digit(rune));
}

static bool digit_at(struct str text, size_t at, size_t end)
{
    return peek(text, at, end) >= '0' && peek(text, at, end) <= '9';
}

static bool lower_at(struct str text, size_t at, size_t end)
{
    return peek(text, at, end) >= 'a' && peek(text, at, end) <= 'z';
}

/* Adds a raw token; its word goes to norm in lower case, with straight apostrophes. */
static struct token *push(struct scanner *scanner, enum token_kind kind, size_t start, size_t end)
{
    struct scan_text *scan = scanner->scan;
    if (scan->count >= scanner->cap) return NULL;
    struct token *token = &scan->tokens[scan->count];
    *token = (struct token){
        .start = start, .end = end, .inner = {start, end}, .kind = kind, .sentence = scanner->begin};
    scanner->norm_at[scan->count++] = (uint32_t)scanner->norm_len;
    scanner->begin = kind == TOKEN_STOP;
    struct str text = scan->text;
    if (kind == TOKEN_WORD || kind == TOKEN_NUMBER || kind == TOKEN_HAN) {
        size_t at = start;
        rune_t first = utf8_next(text, &at);
        token->capital = rune_is_upper(first);
        token->han = kind == TOKEN_HAN;
        for (at = start; at < end; at++) {
            char byte = text.ptr[at];
            if (byte >= 'A' && byte <= 'Z') byte = (char)(byte + 32);
            if (end - at >= 3 && memcmp(text.ptr + at, "’", 3) == 0) {
                byte = '\'';
                at += 2;
            }
            scanner->norm[scanner->norm_len++] = byte;
        }
    } else {
        scanner->norm[scanner->norm_len++] = 1;
    }
    if (kind != TOKEN_HAN) scanner->norm[scanner->norm_len++] = ' ';
    return token;
}

static void push_mark(struct scanner *scanner, enum word_class class, size_t start, size_t end)
{
    struct token *token = push(scanner, TOKEN_MARK, start, end);
    if (token) token->classes = W_BIT(class);
}

/* Words before whose point the sentence goes on. */
static bool abbreviation(struct str word)
{
    static const char *const words[] = {"st",  "mr",  "mrs",  "ms",   "dr",   "jr",  "sr",  "no",
                                        "apt", "ave", "rd",   "est",  "jan",  "feb", "mar", "apr",
                                        "aug", "sep", "sept", "oct",  "nov",  "dec", "vs",  "approx",
                                        "ft",  "in",  "ste",  "blvd", "bldg", "fl"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_is_nocase(word, words[i])) return true;
    return false;
}

/* "R. K. Kaur": the initial before this one. */
static bool initial_before(struct str text, size_t start)
{
    return start >= 3 && text.ptr[start - 1] == ' ' && text.ptr[start - 2] == '.' &&
           rune_is_upper((unsigned char)text.ptr[start - 3]) &&
           (start == 3 || text.ptr[start - 4] == ' ' || text.ptr[start - 4] == '\n');
}

/* A point after the word [start, at): whether it belongs to the word. */
static bool point_belongs(struct str text, size_t start, size_t at, size_t end)
{
    struct str word = str_slice(text, start, at);
    if (word.len >= 3 && word.ptr[word.len - 2] == '.' &&
        rune_is_letter((unsigned char)word.ptr[word.len - 1]))
        return true;
    if (peek(text, at + 1, end) != ' ') return false;
    if (word.len == 1 && rune_is_upper((unsigned char)word.ptr[0]) && lower_at(text, at + 2, end))
        return true; /* "Kyle J. instead" */
    if (word.len == 1 && rune_is_upper((unsigned char)word.ptr[0]))
        return at + 3 < end && rune_is_upper((unsigned char)text.ptr[at + 2]) &&
               (text.ptr[at + 3] == '.' || text.ptr[at + 3] == ' ' || initial_before(text, start));
    if (!abbreviation(word)) return false;
    if (lower_at(text, at + 2, end) || digit_at(text, at + 2, end)) return true;
    return word.len == 2 &&
           ((word.ptr[0] | 32) == 'm' || (word.ptr[0] | 32) == 'd' || (word.ptr[0] | 32) == 's');
}

/* Whether the mark at `at` joins two halves of one word or number; gives its length. */
static size_t joint(struct str text, size_t start, size_t at, size_t end)
{
    char mark = text.ptr[at];
    bool digits = text.ptr[at - 1] >= '0' && text.ptr[at - 1] <= '9';
    if ((unsigned char)mark >= 0x80) {
        if (end - at > 3 && memcmp(text.ptr + at, "’", 3) == 0 && alnum_at(text, at + 3, end)) return 3;
        if (end - at > 3 && memcmp(text.ptr + at, "–", 3) == 0 && digits && digit_at(text, at + 3, end))
            return 3;
        return 0;
    }
    if (!strchr("'.&@_+/-,:", mark) || !alnum_at(text, at + 1, end)) return 0;
    if (mark == ',' || mark == ':') return digits && digit_at(text, at + 1, end);
    if (mark != '.') return 1;
    if (digits) return digit_at(text, at + 1, end);
    return at - start == 1 || text.ptr[at - 2] == '.' || lower_at(text, at + 1, end);
}

static size_t scan_word(struct scanner *scanner, size_t at, size_t end)
{
    struct str text = scanner->scan->text;
    size_t start = at;
    while (at < end) {
        if (alnum_at(text, at, end)) {
            utf8_next(text, &at);
            continue;
        }
        size_t length = at > start ? joint(text, start, at, end) : 0;
        if (!length) break;
        at += length;
    }
    if (peek(text, at, end) == '.' && point_belongs(text, start, at, end)) at++;
    bool inches = peek(text, at, end) == '"' && digit_at(text, at - 1, end) && !alnum_at(text, at + 1, end);
    if (inches) at++;
    push(scanner, digit_at(text, start, end) ? TOKEN_NUMBER : TOKEN_WORD, start, at);
    return at;
}

struct mark_row {
    struct str mark;
    enum word_class class; /* W_NONE: the end of a sentence */
};
static const struct mark_row marks[] = {
    {STR_INIT("-->"), W_ARROW},  {STR_INIT("->"), W_ARROW},  {STR_INIT("=>"), W_ARROW},
    {STR_INIT("→"), W_ARROW},    {STR_INIT("⇒"), W_ARROW},   {STR_INIT(","), W_COMMA},
    {STR_INIT("，"), W_COMMA},   {STR_INIT("、"), W_COMMA},  {STR_INIT(":"), W_COLON},
    {STR_INIT("："), W_COLON},   {STR_INIT("="), W_COLON},   {STR_INIT("—"), W_DASH},
    {STR_INIT("–"), W_DASH},     {STR_INIT("--"), W_DASH},   {STR_INIT("-"), W_DASH},
    {STR_INIT("("), W_BRACKET},  {STR_INIT(")"), W_BRACKET}, {STR_INIT("（"), W_BRACKET},
    {STR_INIT("）"), W_BRACKET}, {STR_INIT("["), W_BRACKET}, {STR_INIT("]"), W_BRACKET},
    {STR_INIT("."), W_NONE},     {STR_INIT("!"), W_NONE},    {STR_INIT("?"), W_NONE},
    {STR_INIT(";"), W_NONE},     {STR_INIT("。"), W_NONE},   {STR_INIT("！"), W_NONE},
    {STR_INIT("？"), W_NONE},    {STR_INIT("；"), W_NONE},   {STR_INIT("…"), W_NONE},
    {STR_INIT("~"), W_NONE},     {STR_INIT("～"), W_NONE},   {STR_INIT("\""), W_BRACKET},
    {STR_INIT("”"), W_BRACKET},  {STR_INIT("“"), W_BRACKET}, {STR_INIT("»"), W_BRACKET},
};

static size_t scan_mark(struct scanner *scanner, size_t at, size_t end)
{
    struct str text = scanner->scan->text;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        struct str mark = marks[i].mark;
        if (end - at < mark.len || memcmp(text.ptr + at, mark.ptr, mark.len) != 0) continue;
        if (marks[i].class == W_NONE)
            push(scanner, TOKEN_STOP, at, at + mark.len);
        else
            push_mark(scanner, marks[i].class, at, at + mark.len);
        return at + mark.len;
    }
    size_t next = at;
    if (text.ptr[at] == '#' && digit_at(text, at + 1, end)) { /* "#1042": an order, never a value */
        for (next = at + 1; next < end && (digit_at(text, next, end) || text.ptr[next] == '-');) next++;
        struct token *reference = push(scanner, TOKEN_WORD, at, next);
        if (reference) reference->classes = W_BIT(W_STOPPER) | W_BIT(W_VAGUE);
        return next;
    }
    rune_t rune = utf8_next(text, &next);
    bool heart = rune == 0x2764 || rune == 0x2665 || rune == 0x2661;
    bool stops = !heart && (rune_is_emoji(rune) || rune == UTF8_BAD);
    if (rune != 0xFE0F) push(scanner, stops ? TOKEN_STOP : TOKEN_WORD, at, next);
    return next;
}

/* A space between Chinese words does the work of a comma. */
static size_t scan_space(struct scanner *scanner, size_t at, size_t end)
{
    struct str text = scanner->scan->text;
    size_t start = at, count = scanner->scan->count;
    while (at < end) {
        size_t next = at;
        rune_t rune = utf8_next(text, &next);
        if (!rune_is_space(rune) || rune == '\n') break;
        at = next;
    }
    size_t next = at;
    if (at < end && count && scanner->scan->tokens[count - 1].kind == TOKEN_HAN &&
        rune_is_han(utf8_next(text, &next)))
        push_mark(scanner, W_COMMA, start, at);
    return at;
}

static void scan_range(struct scanner *scanner, size_t start, size_t end)
{
    struct str text = scanner->scan->text;
    scanner->begin = true;
    for (size_t at = start; at < end && scanner->scan->count < scanner->cap;) {
        size_t next = at;
        rune_t rune = utf8_next(text, &next);
        struct span inner;
        if (rune == '\n') {
            struct token *stop = push(scanner, TOKEN_STOP, at, next);
            if (stop) stop->classes = W_BIT(W_NEWLINE);
            at = next;
        } else if (rune_is_space(rune)) {
            at = scan_space(scanner, at, end);
        } else if (rune_is_han(rune)) {
            push(scanner, TOKEN_HAN, at, next);
            at = next;
        } else if (!rune_is_letter(rune) && !rune_is_digit(rune) &&
                   quote_at(text, start, at, end, &inner, &next)) {
            struct token *token = push(scanner, TOKEN_QUOTE, at, next);
            if (token) token->inner = inner;
            at = next;
        } else if (alnum_at(text, at, end)) {
            at = scan_word(scanner, at, end);
        } else {
            at = scan_mark(scanner, at, end);
        }
    }
}

/* The length of the first word of a row, or of the first character of a Chinese one. */
static size_t first_unit(const char *text)
{
    if ((unsigned char)text[0] >= 0xE0) return 3;
    size_t length = 0;
    while (text[length] && text[length] != ' ') length++;
    return length;
}

/* Rows differ early on, so bytes are compared before the end of the unit is looked for. */
static int unit_order(const char *row, const char *norm, size_t norm_unit)
{
    size_t same = 0;
    while (same < norm_unit && row[same] && row[same] != ' ' && row[same] == norm[same]) same++;
    bool han = (unsigned char)row[0] >= 0xE0;
    bool ended = same == norm_unit || (han ? same >= 3 : !row[same] || row[same] == ' ');
    if (!ended) return (unsigned char)row[same] - (unsigned char)norm[same];
    size_t row_unit = first_unit(row);
    return (row_unit > norm_unit) - (row_unit < norm_unit);
}

/* The longest row that stands at `norm`, or NULL. */
static const struct word_row *lexicon_at(const struct lexicon *lexicon, const char *norm, size_t left,
                                         bool han)
{
    size_t unit = han ? 3 : 0;
    if (!han)
        while (unit < left && norm[unit] != ' ') unit++;
    if (unit > left) return NULL;
    size_t low = 0, high = lexicon->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (unit_order(lexicon->rows[middle].text, norm, unit) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    const struct word_row *best = NULL;
    size_t best_length = 0;
    for (; low < lexicon->count && unit_order(lexicon->rows[low].text, norm, unit) == 0; low++) {
        size_t length = strlen(lexicon->rows[low].text);
        if (length <= best_length || length > left || memcmp(lexicon->rows[low].text, norm, length) != 0)
            continue;
        if (!han && length < left && norm[length] != ' ') continue;
        best = &lexicon->rows[low];
        best_length = length;
    }
    return best;
}

static void number_class(struct str text, struct token *token)
{
    uint64_t number;
    if (str_to_uint(str_slice(text, token->start, token->end), 999, &number) < 0) return;
    token->classes |= W_BIT(W_COUNT);
    token->detail = (int)number;
}

/* How far a row may reach: not into a capital, "to Be bold" is no "to be". */
static size_t common_words(const struct scanner *scanner, size_t at, size_t left)
{
    const struct scan_text *scan = scanner->scan;
    if (scan->tokens[at].kind != TOKEN_WORD || scan->tokens[at].capital) return left;
    for (size_t i = at + 1; i < scan->count && i < at + 6; i++) {
        if (scan->tokens[i].kind != TOKEN_WORD) break;
        if (!scan->tokens[i].capital) continue;
        size_t reach = scanner->norm_at[i] - scanner->norm_at[at];
        return reach < left ? reach : left;
    }
    return left;
}

/* Joins the raw tokens that make one row of a lexicon and gives them its classes. */
static void classify(struct scanner *scanner)
{
    struct scan_text *scan = scanner->scan;
    size_t kept = 0;
    for (size_t i = 0; i < scan->count;) {
        struct token token = scan->tokens[i];
        size_t next = i + 1;
        if (token.kind == TOKEN_WORD || token.kind == TOKEN_NUMBER || token.kind == TOKEN_HAN) {
            const char *norm = scanner->norm + scanner->norm_at[i];
            size_t left = scanner->norm_len - scanner->norm_at[i];
            left = common_words(scanner, i, left);
            const struct word_row *row = lexicon_at(token.kind == TOKEN_HAN ? &spec_words_zh : &spec_words_en,
                                                    norm, left, token.kind == TOKEN_HAN);
            if (row) {
                size_t length = strlen(row->text);
                token.classes = row->classes;
                token.detail = row->detail;
                token.product = row->product;
                while (next < scan->count && scanner->norm_at[next] < scanner->norm_at[i] + length) next++;
                token.end = token.inner.end = scan->tokens[next - 1].end;
            } else if (token.kind == TOKEN_NUMBER) {
                number_class(scan->text, &token);
            }
        }
        scan->tokens[kept++] = token;
        i = next;
    }
    scan->count = kept;
}

static char fold(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
}

static bool same_at(struct str text, size_t at, struct str value)
{
    if (text.len - at < value.len) return false;
    for (size_t i = 0; i < value.len; i++)
        if (fold(text.ptr[at + i]) != fold(value.ptr[i])) return false;
    return true;
}

/* The token that begins at `start`, searched in order. */
static size_t token_at(const struct scan_text *scan, size_t start)
{
    size_t low = 0, high = scan->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (scan->tokens[middle].start < start)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Makes one token of [first, last]. */
static void join_tokens(struct scanner *scanner, size_t first, size_t last)
{
    struct scan_text *scan = scanner->scan;
    scan->tokens[first].end = scan->tokens[first].inner.end = scan->tokens[last].end;
    size_t behind = scan->count - last - 1;
    memmove(scan->tokens + first + 1, scan->tokens + last + 1, behind * sizeof *scan->tokens);
    memmove(scanner->norm_at + first + 1, scanner->norm_at + last + 1, behind * sizeof *scanner->norm_at);
    scan->count -= last - first;
}

enum { KNOWN_MAX = 64, OCCURRENCES_MAX = 24 };

/* Makes one token of a current value that stands in the words without quotation marks. */
static void mark_known(struct scanner *scanner, struct str value, bool choice)
{
    struct scan_text *scan = scanner->scan;
    value = str_trim(value);
    if (value.len < 3 || value.len > 200) return;
    char first = fold(value.ptr[0]);
    int found = 0;
    for (size_t at = 0; at + value.len <= scan->text.len; at++) {
        if (fold(scan->text.ptr[at]) != first || !same_at(scan->text, at, value)) continue;
        size_t i = token_at(scan, at), last = i;
        if (i >= scan->count || scan->tokens[i].start != at || scan->tokens[i].kind == TOKEN_QUOTE) continue;
        while (last < scan->count && scan->tokens[last].end < at + value.len) last++;
        if (last >= scan->count || scan->tokens[last].end != at + value.len) continue;
        bool alone = last == i && scan->tokens[i].kind == TOKEN_WORD;
        bool like = choice || scan->tokens[i].capital == rune_is_upper((unsigned char)value.ptr[0]);
        if (alone && (!like || lexicon_at(&spec_words_en, scanner->norm + scanner->norm_at[i],
                                          scanner->norm_len - scanner->norm_at[i], false)))
            continue;
        struct token known = {.start = at,
                              .end = at + value.len,
                              .inner = {at, at + value.len},
                              .kind = TOKEN_KNOWN,
                              .choice = choice,
                              .capital = scan->tokens[i].capital,
                              .han = scan->tokens[i].han,
                              .sentence = scan->tokens[i].sentence};
        scan->tokens[i] = known;
        join_tokens(scanner, i, last);
        scanner->norm[scanner->norm_at[i]] = 1;
        at += value.len - 1;
        if (++found == OCCURRENCES_MAX) return;
    }
}

static void mark_choices(struct scanner *scanner, const struct field_rule *rules, size_t count, int *seen)
{
    for (size_t r = 0; r < count; r++)
        for (size_t c = 0; c < rules[r].choice_count && (*seen)++ < KNOWN_MAX * 2; c++)
            mark_known(scanner, rules[r].choices[c], true);
}

/* The name of a field that the lexica do not know ("location"): wherever it stands it names that field. */
static void mark_field(struct scanner *scanner, struct str name)
{
    struct scan_text *scan = scanner->scan;
    if (name.len < 3 || name.len > 40 || field_kind_of(scan->arena, name) != FIELD_KIND_NONE) return;
    char *spaced = arena_alloc_raw(scan->arena, name.len + 1);
    for (size_t i = 0; i < name.len; i++)
        spaced[i] = name.ptr[i] == '_' || name.ptr[i] == '-' ? ' ' : name.ptr[i];
    struct str words = str_of_len(spaced, name.len);
    int found = 0;
    for (size_t at = 0; at + words.len <= scan->text.len; at++) {
        if (fold(scan->text.ptr[at]) != fold(words.ptr[0]) || !same_at(scan->text, at, words)) continue;
        size_t i = token_at(scan, at), last = i;
        if (i >= scan->count || scan->tokens[i].start != at || scan->tokens[i].kind == TOKEN_QUOTE) continue;
        while (last < scan->count && scan->tokens[last].end < at + words.len) last++;
        if (last >= scan->count || scan->tokens[last].end != at + words.len) continue;
        join_tokens(scanner, i, last);
        scan->tokens[i].kind = TOKEN_WORD;
        scan->tokens[i].classes = W_BIT(W_FIELD);
        scan->tokens[i].capital = false;
        scanner->norm[scanner->norm_at[i]] = 1;
        if (++found == OCCURRENCES_MAX) return;
    }
}

static void mark_all_known(struct scanner *scanner)
{
    const struct order *order = scanner->scan->inquiry->order;
    int seen = 0;
    for (size_t i = 0; order && i < order->item_count; i++) {
        const struct item *item = &order->items[i];
        for (size_t f = 0; f < item->field_count && seen++ < KNOWN_MAX; f++) {
            mark_known(scanner, item->fields[f].value, false);
            mark_field(scanner, item->fields[f].name);
        }
        for (size_t p = 0; p < item->piece_count; p++)
            for (size_t f = 0; f < item->pieces[p].field_count && seen++ < KNOWN_MAX; f++)
                mark_known(scanner, item->pieces[p].fields[f].value, false);
        mark_choices(scanner, item->rules, item->rule_count, &seen);
        const struct product *product = store_product(scanner->scan->store, item->sku);
        if (product) mark_choices(scanner, product->rules, product->rule_count, &seen);
    }
}

static void scanner_start(struct scanner *scanner, struct scan_text *scan, size_t bytes)
{
    size_t cap = bytes + 1 < SPEC_TOKENS_MAX ? bytes + 1 : SPEC_TOKENS_MAX;
    scan->tokens = arena_alloc_raw(scan->arena, (cap + 2) * sizeof *scan->tokens);
    *scanner = (struct scanner){.scan = scan,
                                .norm = arena_alloc_raw(scan->arena, bytes * 2 + 16),
                                .norm_at = arena_alloc_raw(scan->arena, (cap + 2) * sizeof(uint32_t)),
                                .cap = cap,
                                .begin = true};
}

static void scanner_finish(struct scanner *scanner)
{
    struct scan_text *scan = scanner->scan;
    classify(scanner);
    size_t end = scan->count ? scan->tokens[scan->count - 1].end : 0;
    scan->tokens[scan->count] =
        (struct token){.start = end, .end = end, .inner = {end, end}, .kind = TOKEN_STOP};
}

void scan_text(struct arena *arena, const struct inquiry *inquiry, const struct store *store,
               const struct reading *reading, struct scan_text *out)
{
    struct str text = str_slice(inquiry->text, 0, SPEC_TEXT_MAX);
    *out = (struct scan_text){
        .arena = arena, .inquiry = inquiry, .store = store, .reading = reading, .text = text};
    struct scanner scanner;
    scanner_start(&scanner, out, text.len);
    if (reading->segment_count == 0) scan_range(&scanner, 0, text.len);
    for (size_t i = 0; i < reading->segment_count;) {
        size_t last = i;
        while (reading->segments[i].own && last + 1 < reading->segment_count &&
               reading->segments[last + 1].own)
            last++;
        size_t start = reading->segments[i].span.start, end = reading->segments[last].span.end;
        if (last + 1 == reading->segment_count || reading->segments[last + 1].span.start > end)
            while (end < text.len &&
                   (last + 1 == reading->segment_count || end < reading->segments[last + 1].span.start))
                end++;
        if (end > text.len) end = text.len;
        if (reading->segments[i].own && start < end) {
            scan_range(&scanner, start, end);
            push(&scanner, TOKEN_STOP, end, end);
        }
        i = last + 1;
    }
    mark_all_known(&scanner);
    scanner_finish(&scanner);
}

void scan_words(struct arena *arena, struct str text, struct scan_text *out)
{
    text = str_slice(text, 0, 512);
    *out = (struct scan_text){.arena = arena, .text = text};
    struct scanner scanner;
    scanner_start(&scanner, out, text.len);
    scan_range(&scanner, 0, text.len);
    scanner_finish(&scanner);
}

struct str scan_slice(const struct scan_text *scan, size_t start, size_t end)
{
    return str_slice(scan->text, start, end);
}
