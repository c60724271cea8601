/* Sentences and clauses of a message, by punctuation and by the words that begin a clause. */
#include "engine/segment.h"

#include "text/utf8.h"

enum {
    QUOTE_MAX = 160,   /* bytes between quotation marks that are kept together */
    LONG_RUN = 5,      /* words without any boundary after which a conjunction alone may cut */
    LONG_RUN_HAN = 14, /* the same in Chinese characters */
    WRAPPED_LINE = 56, /* a line at least this long may be continued on the next */
};

/* How far the words since the last boundary have come. */
struct run {
    size_t start;
    int words, han;
};

void segment_add(struct segment_list *list, struct str text, size_t start, size_t end, bool own)
{
    while (start < end) {
        size_t at = start;
        if (!rune_is_space(utf8_next(text, &at)) || at > end) break;
        start = at;
    }
    while (end > start) {
        size_t at = end;
        if (!rune_is_space(utf8_prev(text, &at)) || at < start) break;
        end = at;
    }
    if (start >= end) return;
    *ARENA_PUSH(list->arena, list->items, list->count, list->cap) = (struct segment){{start, end}, own};
}

static bool word_in(struct str word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_is_nocase(word, words[i])) return true;
    return false;
}
#define WORD_IN(word, table) word_in((word), (table), sizeof(table) / sizeof *(table))

/* The ASCII word (with apostrophes) at `at`, empty when there is none. */
static struct str word_at(struct str text, size_t at, size_t end)
{
    size_t stop = at;
    while (stop < end &&
           (((text.ptr[stop] | 32) >= 'a' && (text.ptr[stop] | 32) <= 'z') || text.ptr[stop] == '\''))
        stop++;
    return str_slice(text, at, stop);
}

static struct str word_before(struct str text, size_t start, size_t at)
{
    size_t from = at;
    while (from > start && (text.ptr[from - 1] | 32) >= 'a' && (text.ptr[from - 1] | 32) <= 'z') from--;
    return str_slice(text, from, at);
}

static bool begins_clause(struct str word)
{
    static const char *const starters[] = {
        "i",     "i'm",       "i've",    "i'd",    "i'll",   "im",     "ive",    "we",     "we're",
        "we've", "we'd",      "you",     "you've", "they",   "she",    "he",     "it",     "it's",
        "its",   "that",      "that's",  "this",   "there",  "my",     "can",    "could",  "would",
        "will",  "should",    "may",     "might",  "do",     "does",   "did",    "is",     "are",
        "was",   "has",       "have",    "had",    "please", "pls",    "plz",    "kindly", "when",
        "where", "where's",   "what",    "what's", "how",    "why",    "who",    "which",  "whether",
        "if",    "because",   "since",   "so",     "but",    "also",   "then",   "though", "although",
        "while", "otherwise", "instead", "cancel", "refund", "change", "thanks", "thank",  "let",
        "any",   "not",       "just",    "only",   "no",     "now",    "still",  "the",    "your",
        "our",   "cause",     "cos",     "unless", "until",  "after",  "before", "once",   "than",
        "don't", "doesn't",   "didn't",  "isn't",  "can't",  "won't"};
    return WORD_IN(word, starters);
}

/* After "and", "but", "or" even fewer words make it a clause of its own. */
static bool begins_question_or_demand(struct str word)
{
    static const char *const starters[] = {
        "i",    "i'd",   "i'm",    "i've", "we",     "you",  "can",    "could",   "would",
        "will", "do",    "does",   "did",  "is",     "are",  "has",    "have",    "please",
        "pls",  "when",  "where",  "what", "how",    "why",  "who",    "which",   "whether",
        "if",   "also",  "then",   "it",   "it's",   "they", "she",    "he",      "there",
        "my",   "thank", "thanks", "that", "that's", "this", "what's", "where's", "cancel"};
    return WORD_IN(word, starters);
}

static bool is_conjunction(struct str word)
{
    static const char *const words[] = {"and", "but",    "also",    "plus", "or",
                                        "btw", "anyway", "because", "cos",  "whereas"};
    return WORD_IN(word, words);
}

static bool is_abbreviation(struct str word)
{
    static const char *const words[] = {"mr", "mrs", "ms",  "dr",  "st",     "no",   "nr", "vs",
                                        "eg", "ie",  "etc", "apt", "ref",    "prof", "co", "ave",
                                        "rd", "jr",  "sr",  "tel", "approx", "qty",  "ca"};
    return word.len == 1 || WORD_IN(word, words);
}

/* Whether the full stop at `at` ends a sentence: not in numbers, initials and abbreviations. */
static bool stop_ends(struct str text, size_t start, size_t at, size_t end)
{
    size_t next = at + 1;
    if (next < end && !strchr(" \t\n\r\"')]", text.ptr[next])) {
        size_t probe = next;
        rune_t rune = utf8_next(text, &probe);
        return rune_is_han(rune) || rune_is_emoji(rune) || rune == 0x201D || rune == 0x2019 || rune == '.';
    }
    return !is_abbreviation(word_before(text, start, at));
}

static rune_t closing_quote(rune_t open)
{
    switch (open) {
    case '"':
        return '"';
    case 0x201C:
        return 0x201D; /* “ ” */
    case 0x2018:
        return 0x2019; /* ‘ ’ */
    case 0x300C:
        return 0x300D; /* 「 」 */
    case 0x300E:
        return 0x300F; /* 『 』 */
    case 0x300A:
        return 0x300B; /* 《 》 */
    case 0x3010:
        return 0x3011; /* 【 】 */
    case 0xAB:
        return 0xBB; /* « » */
    default:
        return 0;
    }
}

/* Behind the closing mark of the quotation that opens at `at`, or `after` when none closes near. */
static size_t quote_end(struct str text, rune_t open, size_t after, size_t end)
{
    rune_t close = closing_quote(open);
    size_t limit = after + QUOTE_MAX < end ? after + QUOTE_MAX : end;
    for (size_t at = after; at < limit;) {
        rune_t rune = utf8_next(text, &at);
        if (rune == '\n') break;
        if (rune == close) return at;
    }
    return after;
}

/* Moves over what belongs to the end of a sentence: more marks, closing quotes and brackets, emoji. */
static size_t sentence_tail(struct str text, size_t at, size_t end)
{
    while (at < end) {
        size_t next = at;
        rune_t rune = utf8_next(text, &next);
        bool tail = rune == '.' || rune == '!' || rune == '?' || rune == '"' || rune == '\'' || rune == ')' ||
                    rune == '~' || rune == 0x2026 || rune == 0x3002 || rune == 0xFF01 || rune == 0xFF1F ||
                    rune == 0xFF09 || rune == 0x201D || rune == 0x2019 || rune == 0x300D ||
                    rune_is_emoji(rune);
        if (!tail) break;
        at = next;
    }
    return at;
}

static size_t skip_blank(struct str text, size_t at, size_t end)
{
    while (at < end && (text.ptr[at] == ' ' || text.ptr[at] == '\t')) at++;
    return at;
}

/* A line that was only wrapped by the mail program goes on. */
static bool line_goes_on(struct str text, size_t start, size_t at, size_t end)
{
    size_t line = at;
    while (line > start && text.ptr[line - 1] != '\n') line--;
    if (at - line < WRAPPED_LINE) return false;
    size_t next = at + 1;
    return next < end && text.ptr[next] >= 'a' && text.ptr[next] <= 'z';
}

static bool comma_cuts(struct str text, const struct run *run, size_t next, size_t end)
{
    size_t word = skip_blank(text, next, end);
    if (word == next && next < end && rune_is_digit((unsigned char)text.ptr[next])) return false;
    struct str first = word_at(text, word, end);
    if (is_conjunction(first)) return run->words >= 2;
    return run->words >= 2 && begins_clause(first);
}

/* Whether a clause of its own begins with the word at `at`, without any punctuation before it. */
static bool word_cuts(struct str text, const struct run *run, size_t at, size_t end)
{
    struct str word = word_at(text, at, end);
    if (!is_conjunction(word) || run->words < 2) return false;
    struct str next = word_at(text, skip_blank(text, at + word.len, end), end);
    if (begins_question_or_demand(next)) return true;
    return run->words >= LONG_RUN && !str_eq_nocase(word, STR("or")) && begins_clause(next);
}

static bool han_marker_at(struct str text, size_t at, size_t end)
{
    static const char *const markers[] = {"另外",   "还有", "顺便", "对了",     "但是", "可是", "不过",
                                          "能不能", "请问", "麻烦", "什么时候", "然后", "而且", "再问"};
    struct str rest = str_slice(text, at, end);
    for (size_t i = 0; i < sizeof markers / sizeof *markers; i++)
        if (str_starts(rest, str_of(markers[i]))) return true;
    return false;
}

static bool is_hard_stop(rune_t rune)
{
    return rune == '!' || rune == '?' || rune == ';' || rune == 0x3002 || rune == 0xFF01 || rune == 0xFF1F ||
           rune == 0xFF1B || rune == 0x2026;
}

static bool is_soft_stop(rune_t rune)
{
    return rune == 0xFF0C || rune == 0x2014 || rune == 0x2013 || rune == '(' || rune == ')' ||
           rune == 0xFF08 || rune == 0xFF09 || rune == 0xFF5E;
}

/* Whether Chinese stands right before `at`. */
static bool han_before(struct str text, size_t start, size_t at)
{
    return at > start && rune_is_han(utf8_prev(text, &at));
}

/* The end of the clause when the character [at, next) ends one, else 0. */
static size_t boundary(struct str text, const struct run *run, rune_t rune, size_t at, size_t next,
                       size_t end)
{
    if (rune == '\n') return line_goes_on(text, run->start, at, end) ? 0 : next;
    if (rune == '.') return stop_ends(text, run->start, at, end) ? sentence_tail(text, next, end) : 0;
    if (is_hard_stop(rune) || rune_is_emoji(rune)) return sentence_tail(text, next, end);
    if (rune == 0xFF0C || (rune == ',' && han_before(text, run->start, at)))
        return run->han + run->words >= 2 ? next : 0;
    if (rune == ',') return comma_cuts(text, run, next, end) ? next : 0;
    if (rune == '(' || rune == 0xFF08) return at > run->start ? at : 0;
    if (rune == '-')
        return next < end && text.ptr[next] == ' ' && at > run->start && text.ptr[at - 1] == ' ' ? next : 0;
    if (rune == 0x2013) return next < end && text.ptr[next] == ' ' ? next : 0; /* not the dash in "3–5" */
    if (is_soft_stop(rune)) return next;
    if (rune == ' ' && han_before(text, run->start, at)) return run->han >= 4 ? next : 0;
    return 0;
}

/* Whether the clause ends before the word or character that begins at `at`. */
static bool cuts_before(struct str text, const struct run *run, bool word_begins, rune_t rune, size_t at,
                        size_t end)
{
    if (word_begins && rune < 0x80) return word_cuts(text, run, at, end);
    return run->han >= LONG_RUN_HAN && rune_is_han(rune) && han_marker_at(text, at, end);
}

static void run_begin(struct run *run, size_t start)
{
    *run = (struct run){.start = start};
}

void segment_split(struct segment_list *list, struct str text, size_t start, size_t end)
{
    struct run run = {.start = start};
    bool in_word = false;
    for (size_t at = start; at < end;) {
        size_t next = at;
        rune_t rune = utf8_next(text, &next);
        if (next > end) next = end;
        bool letter = rune_is_letter(rune) && !rune_is_han(rune);
        bool word_begins = letter && !in_word;
        in_word = letter || rune == '\'' || rune == 0x2019;
        if (cuts_before(text, &run, word_begins, rune, at, end)) {
            segment_add(list, text, run.start, at, true);
            run_begin(&run, at);
        }
        run.words += word_begins;
        run.han += rune_is_han(rune);
        if (closing_quote(rune)) next = quote_end(text, rune, next, end);
        size_t cut = boundary(text, &run, rune, at, next, end);
        if (cut) {
            segment_add(list, text, run.start, cut, true);
            run_begin(&run, cut);
            if (cut > next) next = cut;
        }
        at = next;
    }
    segment_add(list, text, run.start, end, true);
}
