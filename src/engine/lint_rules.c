/* The rules of lint that need no calendar: words, promises, quotations, known facts, manners. */
#include "engine/lint_rules.h"

#include "text/sms.h"
#include "text/utf8.h"

/* ---- words ---- */

struct word_rule {
    const char *rule;
    bool error;
    const char *message;
};

static const struct word_rule word_rules[] = {
    [SAY_JARGON] = {"jargon", false, "a word of the trade; say it as the customer would"},
    [SAY_BLAME] = {"blame", false, "blames the customer; show both texts instead"},
    [SAY_FILLER] = {"filler", false, "says nothing; leave it out"},
    [SAY_VAGUE] = {"vague-time", false, "names no time; give the range or the day of the answer"},
    [SAY_PLACEHOLDER] = {"placeholder", true, "a placeholder has not been filled"},
    [SAY_REFUND] = {"promised-refund", true, "promises a refund that was not decided"},
    [SAY_REMAKE] = {"promised-remake", true, "promises a remake that was not decided"},
    [SAY_CANCEL] = {"promised-cancel", true, "promises a cancellation that was not decided"},
    [SAY_REPLY] = {0},
};

static bool is_decided(const struct lint_context *context, enum saying saying)
{
    if (!context->has_assessment) return true;
    if (saying == SAY_REFUND) return context->refund_decided;
    if (saying == SAY_REMAKE) return context->remake_decided;
    return context->cancel_decided;
}

/* A promise that is negated, asked or tied to a condition is none; "if you'd like" is no condition. */
static bool is_hedged(const struct linter *linter, const struct hit *hit)
{
    size_t start, end, clause_start, clause_end;
    linter_sentence(linter, hit->start, hit->end, false, &start, &end);
    linter_sentence(linter, hit->start, hit->end, true, &clause_start, &clause_end);
    if (linter_says(linter, SAY_IF, start, hit->start)) return true;
    if (linter_says(linter, SAY_NOT, clause_start, hit->start)) return true;
    if (linter_says(linter, SAY_MAYBE, clause_start, hit->start)) return true;
    if (linter_says(linter, SAY_IF, hit->end, clause_end + 4)) return true; /* "… if it is lost" */
    struct str after = str_slice(linter->view.lower, end, end + 3);
    return str_starts(after, STR("?")) || str_starts(after, STR("？"));
}

static void promise(struct linter *linter, const struct hit *hit)
{
    const struct word_rule *rule = &word_rules[hit->saying];
    if (is_decided(linter->context, hit->saying) || is_hedged(linter, hit)) return;
    linter_report(linter, rule->error, rule->rule, hit->start, hit->end, str_of(rule->message));
}

/* "[NAME]", "[Order Number]", but no link and no list mark of a form. */
static void bracketed(struct linter *linter)
{
    static const char *const names[] = {"address",    "amount", "carrier",    "customer",        "date",
                                        "date range", "day",    "first name", "insert",          "item",
                                        "link",       "name",   "order",      "order number",    "product",
                                        "range",      "store",  "tracking",   "tracking number", "your name"};
    struct str text = linter->view.cased;
    for (size_t at = 0; (at = str_find_char(text, '[', at)) != STR_NOT_FOUND; at++) {
        size_t end = str_find_char(str_slice(text, 0, at + 40), ']', at);
        if (end == STR_NOT_FOUND || end - at < 3 || view_is_quoted(&linter->view, at)) continue;
        if (end + 1 < text.len && (text.ptr[end + 1] == '(' || text.ptr[end + 1] == '[')) continue;
        bool capitals = true, known = false;
        for (size_t i = at + 1; i < end; i++)
            capitals = capitals && ((text.ptr[i] >= 'A' && text.ptr[i] <= 'Z') || text.ptr[i] == ' ' ||
                                    text.ptr[i] == '_');
        struct str inside = str_slice(linter->view.lower, at + 1, end);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            known = known || str_starts(inside, str_of(names[i]));
        if (capitals || known)
            linter_report(linter, true, "placeholder", at, end + 1, STR("a placeholder has not been filled"));
    }
}

/* A text of the order may hold what would be a placeholder elsewhere ("Love, Mum XXX"). */
static bool is_quotable(const struct lint_context *context, struct str words)
{
    for (size_t i = 0; i < context->quotable_count; i++)
        if (str_contains(context->quotable[i], words)) return true;
    return false;
}

void lint_phrases(struct linter *linter)
{
    for (size_t i = 0; i < linter->view.hit_count; i++) {
        const struct hit *hit = &linter->view.hits[i];
        if (hit->saying > SAY_CANCEL || view_is_quoted(&linter->view, hit->start)) continue;
        const struct word_rule *rule = &word_rules[hit->saying];
        if (hit->saying >= SAY_REFUND) {
            promise(linter, hit);
        } else if (rule->rule &&
                   !(hit->saying == SAY_PLACEHOLDER &&
                     is_quotable(linter->context, linter_words(linter, hit->start, hit->end)))) {
            linter_report(linter, rule->error, rule->rule, hit->start, hit->end, str_of(rule->message));
        }
    }
    bracketed(linter);
}

/* ---- quotations ---- */

/* Whether a quotation is given as a text of the piece, and not as what the customer may answer. */
static bool is_read_back(const struct linter *linter, const struct quote *quote)
{
    size_t start, end;
    linter_sentence(linter, quote->start, quote->end, true, &start, &end);
    if (start > quote->start) start = quote->start;
    if (linter_says(linter, SAY_REPLY, start, end)) return false;
    return linter_says(linter, SAY_SPEC, start, quote->start) ||
           linter_says(linter, SAY_SPEC, quote->end, end);
}

/* The quoted words without the full stop or comma American English puts inside. */
static struct str quoted_words(const struct linter *linter, const struct quote *quote)
{
    struct str words = str_trim(linter_words(linter, quote->start, quote->end));
    if (words.len > 1 && (str_ends(words, STR(".")) || str_ends(words, STR(",")))) words.len--;
    return words;
}

/* Typographic marks and spacing of a quotable text are made plain as in the view. */
static bool holds_words(struct arena *arena, const struct lint_context *context, struct str words)
{
    if (is_quotable(context, words)) return true;
    for (size_t i = 0; i < context->quotable_count; i++) {
        struct view plain;
        view_make(arena, context->quotable[i], &plain);
        if (str_contains(plain.cased, words)) return true;
    }
    return false;
}

void lint_quotes(struct linter *linter)
{
    const struct lint_context *context = linter->context;
    if (!context->has_assessment || context->quotable_count == 0) return;
    for (size_t i = 0; i < linter->view.quote_count; i++) {
        const struct quote *quote = &linter->view.quotes[i];
        if (quote->end <= quote->start || !is_read_back(linter, quote)) continue;
        if (holds_words(linter->arena, context, quoted_words(linter, quote))) continue;
        linter_report(linter, true, "unknown-text", quote->start, quote->end,
                      STR("quotes a text that neither the order nor the message holds"));
    }
}

/* ---- known facts ---- */

static bool is_word_byte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The next place at or after `from` where `words` stands whole; case matters not for `lower`. */
static size_t find_whole(struct str text, struct str words, size_t from)
{
    for (size_t at = from; (at = str_find(text, words, at)) != STR_NOT_FOUND; at++) {
        size_t end = at + words.len;
        bool before = at > 0 && is_word_byte(words.ptr[0]) && is_word_byte(text.ptr[at - 1]);
        bool after = end < text.len && is_word_byte(words.ptr[words.len - 1]) && is_word_byte(text.ptr[end]);
        if (!before && !after) return at;
    }
    return STR_NOT_FOUND;
}

static void disclosed(struct linter *linter, struct str known)
{
    struct view plain;
    view_make(linter->arena, known, &plain);
    struct str words = str_trim(plain.lower);
    if (words.len < 3) return;
    size_t at = find_whole(linter->view.lower, words, 0);
    if (at != STR_NOT_FOUND)
        linter_report(linter, true, "disclosure", at, at + words.len,
                      STR("tells something of the order to a sender who is not verified"));
}

static void unbold(struct linter *linter, struct str fact)
{
    struct view plain;
    view_make(linter->arena, fact, &plain);
    struct str words = str_trim(plain.cased);
    size_t first = STR_NOT_FOUND;
    if (words.len == 0) return;
    for (size_t at = 0; (at = find_whole(linter->view.cased, words, at)) != STR_NOT_FOUND; at++) {
        if (linter->view.flags[at] & (VIEW_BOLD | VIEW_QUOTED)) return; /* set apart either way */
        if (first == STR_NOT_FOUND) first = at;
    }
    if (first != STR_NOT_FOUND)
        linter_report(linter, false, "unbold", first, first + words.len,
                      STR("a key fact is nowhere in bold"));
}

void lint_known(struct linter *linter)
{
    const struct lint_context *context = linter->context;
    for (size_t i = 0; context->unverified && i < context->known_count; i++)
        disclosed(linter, context->known[i]);
    for (size_t i = 0; !context->sms && i < context->bold_count; i++) unbold(linter, context->bold[i]);
}

/* ---- manners ---- */

/* Where the first line ends when it is a greeting, else 0. */
static size_t greeting_end(struct str text)
{
    size_t end = str_find_char(text, '\n', 0);
    if (end == STR_NOT_FOUND || end == 0 || end > 60) return 0;
    struct str line = str_trim(str_slice(text, 0, end));
    static const char *const ends[] = {",", "，", "：", ":", "!", "！", "。"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_ends(line, str_of(ends[i]))) return end + 1;
    return 0;
}

/* An apology may follow a sentence of thanks, or two on somebody's safety, no more. */
static bool comes_first(const struct linter *linter, size_t apology)
{
    size_t at = greeting_end(linter->view.cased), sentences = 0;
    while (at < apology && sentences < 3) {
        size_t start, end;
        linter_sentence(linter, at, at, false, &start, &end);
        if (end >= apology) break;
        bool words = end > at + 1;
        at = end + 1;
        while (at < linter->view.cased.len && ((unsigned char)linter->view.cased.ptr[at] & 0xC0) == 0x80)
            at++;
        sentences += words;
    }
    return sentences < 3;
}

static void apology(struct linter *linter)
{
    for (size_t i = 0; i < linter->view.hit_count; i++) {
        const struct hit *hit = &linter->view.hits[i];
        if (hit->saying != SAY_APOLOGY || view_is_quoted(&linter->view, hit->start)) continue;
        if (!comes_first(linter, hit->start))
            linter_report(linter, false, "missing-apology", hit->start, hit->end,
                          STR("the store erred: the apology comes first"));
        return;
    }
    /* a short message carries the gist, the e-mail beside it the apology */
    linter_report(linter, !linter->context->sms, "missing-apology", 0, 0,
                  STR("the store erred: an apology is due, first"));
}

static void exclamations(struct linter *linter)
{
    const struct view *view = &linter->view;
    const struct lint_context *context = linter->context;
    size_t allowed = context->store_error ? 0 : context->lang == LANG_ZH ? 1 : SIZE_MAX;
    if (view->exclamations <= allowed || linter->count == FINDINGS_MAX) return;
    size_t at = allowed == 0 ? view->first_exclamation : view->second_exclamation;
    size_t end = at + 1;
    while (end < view->source.len && ((unsigned char)view->source.ptr[end] & 0xC0) == 0x80) end++;
    linter->findings[linter->count++] = (struct lint_finding){
        .rule = STR("exclamation"),
        .start = at,
        .end = end,
        .message = context->store_error ? STR("no exclamation mark where the store erred")
                                        : STR("at most one exclamation mark in Chinese"),
    };
}

/* Counts outside quotations: names and texts of the piece may be in any script. */
static bool in_wrong_language(const struct view *view, enum lang lang)
{
    if (view->kana > view->han / 4) return false; /* a short line in Japanese */
    if (lang == LANG_ZH) {
        if (view->han == 0) return view->latin_words >= 3;
        return view->latin_words > 12 && view->latin_words > view->han;
    }
    if (view->latin_words == 0) return view->han >= 2;
    return view->han >= 8 && view->han > view->latin_words;
}

void lint_manners(struct linter *linter)
{
    const struct view *view = &linter->view;
    const struct lint_context *context = linter->context;
    if (context->has_assessment && context->store_error) apology(linter);
    exclamations(linter);
    if (in_wrong_language(view, context->lang))
        linter_report(linter, true, "wrong-language", 0, view->cased.len,
                      context->lang == LANG_ZH ? STR("Chinese is expected") : STR("English is expected"));
    if (!context->sms) return;
    struct sms_size size = sms_size_of(view->source);
    if (size.segments > 2)
        linter_report(linter, true, "sms-length", 0, view->cased.len,
                      arena_printf(linter->arena, "%d segments; at most 2 are sent", size.segments));
}
