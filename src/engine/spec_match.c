/* Lays the phrase tables over the tokens of a message and collects wishes. */
#include "engine/spec.h"

enum { STEPS_MAX = 60000, GAP_TOKENS = 3, SCOPE_TOKENS = 100, THING_TOKENS = 14, SLOT_TOKENS = 14 };

/* One attempt to fit a phrase. */
struct match {
    const struct scan_text *scan;
    const struct phrase *phrase;
    struct wish wish;
    size_t end; /* behind the last token that fitted */
    bool made;  /* the word for what was entered is one for what was made: 印成 */
    int *steps;
};

static bool fit(struct match *match, size_t element, size_t at);

static void set_role(struct match *match, int slot, struct value_read value)
{
    bool report = match->scan->report;
    if (slot == P_OWN) slot = report && !match->made ? P_NEW : P_OLD;
    if (slot == P_OTHER) slot = report ? P_OLD : P_NEW;
    if (slot == P_ANCHOR)
        match->wish.anchor = value;
    else if (slot == P_OLD)
        match->wish.old = value;
    else
        match->wish.fresh = value;
}

/* A slot that ends the phrase reads as far as the value goes. */
static bool fit_last(struct match *match, int slot, size_t at)
{
    struct value_read value;
    size_t next;
    if (!value_forward(match->scan, at, (enum trust)match->phrase->trust, &value, &next)) {
        const struct token *token = &match->scan->tokens[at];
        bool word =
            token->classes && !token->capital
                ? false
                : token->kind == TOKEN_WORD || token->kind == TOKEN_HAN || token->kind == TOKEN_NUMBER;
        if (slot != P_ANCHOR || !word || at >= match->scan->count) return false;
        value = (struct value_read){.span = token->inner}; /* "after Cheers" */
        next = at + 1;
    }
    set_role(match, slot, value);
    match->end = next;
    return true;
}

static bool breaks_slot(const struct token *token)
{
    return token->kind == TOKEN_STOP || token_is(token, W_ARROW);
}

/* "… should read \"Leila\", and please use navy instead of sage": what was quoted is whole, and another wish begins. */
static bool begins_another(const struct token *token, bool quoted)
{
    bool verb = token_is(token, W_USE) || token_is(token, W_CHANGE) || token_is(token, W_REPLACE);
    return quoted && verb && !token->capital && !token_is(token, W_FIELD) && !token_is(token, W_PRODUCT);
}

/* A slot before further elements: the shortest stretch behind which they fit. An old value may be words that are no
 * value ("from what I wrote to X"); a new one may not. */
static bool fit_slot(struct match *match, size_t element, size_t at)
{
    int slot = match->phrase->elements[element];
    const struct scan_text *scan = match->scan;
    if (element + 1 == PHRASE_ELEMENTS || match->phrase->elements[element + 1] == P_END)
        return fit_last(match, slot, at);
    bool needed = slot == P_NEW || slot == P_OTHER || slot == P_ANCHOR || scan->report ||
                  match->phrase->trust != TRUST_ANY;
    bool comma = false, quoted = false;
    for (size_t end = at + 1; end <= scan->count && end - at <= SLOT_TOKENS; end++) {
        const struct token *last = &scan->tokens[end - 1];
        if (breaks_slot(last) || begins_another(last, quoted)) return false;
        quoted = quoted || last->kind == TOKEN_QUOTE;
        struct match tried = *match;
        struct value_read value = {0};
        bool given = value_between(scan, at, end, (enum trust)match->phrase->trust, &value);
        comma = comma || last->kind == TOKEN_MARK;
        if (!given && (needed || comma)) continue;
        if (given) set_role(&tried, slot, value);
        if (!fit(&tried, element + 1, end)) continue;
        *match = tried;
        return true;
    }
    return false;
}

/* The field that a noun phrase names: the last of the first run of field words. */
static enum field_kind thing_field(const struct scan_text *scan, size_t first, size_t last)
{
    for (size_t i = first; i < last; i++) {
        if (!token_is(&scan->tokens[i], W_FIELD)) continue;
        while (i + 1 < last && token_is(&scan->tokens[i + 1], W_FIELD)) i++;
        return (enum field_kind)scan->tokens[i].detail;
    }
    return FIELD_KIND_NONE;
}

static bool fit_thing(struct match *match, size_t element, size_t at)
{
    const struct scan_text *scan = match->scan;
    bool named = false;
    for (size_t end = at + 1; end <= scan->count && end - at <= THING_TOKENS; end++) {
        const struct token *token = &scan->tokens[end - 1];
        if (breaks_slot(token)) return false;
        bool verb = !token->capital &&
                    (token_is(token, W_CHANGE) || token_is(token, W_WANT) || token_is(token, W_REMOVE)) &&
                    !token_is(token, W_DET);
        if (verb ||
            (token_is(token, W_COMMA) && !(end < scan->count && token_is(&scan->tokens[end], W_POLITE))))
            return false;
        if (token->kind == TOKEN_QUOTE && !(end - at > 1 && token_is(&scan->tokens[end - 2], W_SAYS)))
            return false;
        named = named || token_is(token, W_FIELD) || token_is(token, W_PRODUCT) || token_is(token, W_IT);
        bool hangs = !token->capital &&
                     (token_is(token, W_PREP) || token_is(token, W_DET) || token_is(token, W_FROM)) &&
                     !token_is(token, W_IT) && !token_is(token, W_FIELD);
        if (!named || hangs) continue;
        struct match tried = *match;
        enum field_kind field = thing_field(scan, at, end);
        if (field != FIELD_KIND_NONE) tried.wish.field = field;
        if (!fit(&tried, element + 1, end)) continue;
        *match = tried;
        return true;
    }
    return false;
}

static bool fit_gap(struct match *match, size_t element, size_t at)
{
    const struct scan_text *scan = match->scan;
    for (size_t end = at; end <= scan->count && end - at <= GAP_TOKENS; end++) {
        if (end > at) {
            const struct token *token = &scan->tokens[end - 1];
            if (breaks_slot(token) || token->kind == TOKEN_QUOTE) return false;
        }
        struct match tried = *match;
        if (!fit(&tried, element + 1, end)) continue;
        *match = tried;
        return true;
    }
    return false;
}

/* The character named shortly before "it": "there's a comma … please drop it". */
static int sign_before(const struct scan_text *scan, size_t at)
{
    for (size_t i = at; i > 0 && i + 16 > at; i--)
        if (token_is(&scan->tokens[i - 1], W_SIGN)) return scan->tokens[i - 1].detail;
    return 0;
}

/* "the comma", "the second line", "the date", "'Love, Mum'", "and". */
static bool fit_target(struct match *match, size_t element, size_t at)
{
    const struct scan_text *scan = match->scan;
    struct match tried = *match;
    size_t i = at;
    while (i < scan->count && i < at + 4 && !token_is(&scan->tokens[i], W_FIELD) &&
           !scan->tokens[i].capital &&
           (token_is(&scan->tokens[i], W_DET) || token_is(&scan->tokens[i], W_ORDINAL) ||
            token_is(&scan->tokens[i], W_COUNT) || token_is(&scan->tokens[i], W_ONLY))) {
        if (token_is(&scan->tokens[i], W_ORDINAL)) tried.wish.ordinal = scan->tokens[i].detail;
        i++;
    }
    if (i >= scan->count) return false;
    const struct token *token = &scan->tokens[i];
    if (match->phrase->edit == EDIT_KEEP_ONLY && token_is(&scan->tokens[i + 1], W_COLON)) return false;
    if (token_is(token, W_SIGN)) {
        tried.wish.sign = token->detail;
        tried.wish.every = str_ends(scan_slice(scan, token->start, token->end), STR("s"));
        i++;
    } else if (token_is(token, W_IT) && sign_before(scan, i)) {
        tried.wish.sign = sign_before(scan, i);
        i++;
    } else if (token_is(token, W_FIELD) && token->kind != TOKEN_QUOTE) {
        tried.wish.field = (enum field_kind)token->detail;
        struct value_read value;
        size_t next, from = i + 1;
        while (from < scan->count &&
               (token_is(&scan->tokens[from], W_PLACE) || token_is(&scan->tokens[from], W_SAYS) ||
                token_is(&scan->tokens[from], W_SAY) || token_is(&scan->tokens[from], W_WITH))) {
            if (token_is(&scan->tokens[from], W_PLACE)) tried.wish.place = scan->tokens[from].detail;
            from++;
        }
        if (value_forward(scan, from, TRUST_SOLID, &value, &next)) {
            tried.wish.fresh = value;
            i = next;
        } else {
            i++;
        }
    } else {
        struct value_read value;
        size_t next;
        if (!value_forward(scan, i == at ? at : i, (enum trust)match->phrase->trust, &value, &next))
            return false;
        tried.wish.fresh = value;
        i = next;
    }
    tried.end = i;
    if (!fit(&tried, element + 1, i)) return false;
    *match = tried;
    return true;
}

/* What a class element leaves behind in the wish. */
static void note(struct match *match, enum word_class class, const struct token *token)
{
    struct str text = scan_slice(match->scan, token->start, token->end);
    if (class == W_PLACE) match->wish.place = token->detail;
    if (class == W_ADD && str_contains(text, STR("行")) && match->wish.place < 0)
        match->wish.place = PLACE_UNDER;
    if (class == W_CASE) match->wish.letters = token->detail;
    if (class == W_SIGN) {
        match->wish.sign = token->detail;
        match->wish.every = str_ends(text, STR("s"));
    }
    if (class == W_ORDINAL) match->wish.ordinal = token->detail;
    if ((class == W_SAY || class == W_TO) && !str_starts(text, STR("be")) &&
        (class == W_SAY || token_is(token, W_TOSAY)) && !str_is(text, "to be"))
        match->wish.whole = true;
    if (class == W_USE) match->wish.whole = true;
    if (class == W_TYPED && token_is(token, W_SAYS) && token->han) match->made = true;
    if (class == W_BECOME && token->detail) match->wish.field = (enum field_kind)token->detail;
    if (class == W_FIELD) match->wish.field = (enum field_kind)token->detail;
    if (class == W_USE && match->wish.field == FIELD_KIND_NONE && token_is(token, W_USE))
        match->wish.field = (enum field_kind)token->detail;
}

static bool fit(struct match *match, size_t element, size_t at)
{
    if (--*match->steps < 0) return false;
    int code = element < PHRASE_ELEMENTS ? match->phrase->elements[element] : P_END;
    if (code == P_END) {
        if (match->end < at) match->end = at;
        return true;
    }
    if (at >= match->scan->count) return false;
    switch (code) {
    case P_NEW:
    case P_OLD:
    case P_OWN:
    case P_OTHER:
    case P_ANCHOR:
        return fit_slot(match, element, at);
    case P_THING:
        return fit_thing(match, element, at);
    case P_GAP:
        return fit_gap(match, element, at);
    case P_TARGET:
        return fit_target(match, element, at);
    default:
        break;
    }
    enum word_class class = (enum word_class)(code & ~P_OPT);
    const struct token *token = &match->scan->tokens[at];
    if (token_is(token, class)) {
        struct match tried = *match;
        note(&tried, class, token);
        tried.end = at + 1;
        if (fit(&tried, element + 1, at + 1)) {
            *match = tried;
            return true;
        }
    }
    return (code & P_OPT) && fit(match, element + 1, at);
}

/* What is removed, before the word for removing: 逗号删掉, “先生”俩字拿掉. */
static bool fit_left_target(struct match *match, size_t at, size_t floor)
{
    const struct scan_text *scan = match->scan;
    struct value_read value;
    size_t from;
    if (value_backward(scan, at, floor, &value, &from)) {
        match->wish.fresh = value;
        match->wish.first = from;
        return true;
    }
    while (at > floor &&
           (token_is(&scan->tokens[at - 1], W_FORM) || token_is(&scan->tokens[at - 1], W_NOW) ||
            token_is(&scan->tokens[at - 1], W_POLITE) || token_is(&scan->tokens[at - 1], W_COMMA)))
        at--;
    if (at <= floor) return false;
    const struct token *token = &scan->tokens[at - 1];
    if (token_is(token, W_SIGN))
        match->wish.sign = token->detail;
    else if (token_is(token, W_FIELD))
        match->wish.field = (enum field_kind)token->detail;
    else if (!token_is(token, W_ORDINAL))
        return false;
    for (size_t i = at; i > floor && i + 3 > at; i--)
        if (token_is(&scan->tokens[i - 1], W_ORDINAL)) match->wish.ordinal = scan->tokens[i - 1].detail;
    match->wish.first = at - 1;
    return true;
}

/* The value before the first element. False where the phrase needs one that is not there. */
static bool fit_left(struct match *match, size_t at, size_t floor)
{
    int left = match->phrase->left;
    if (left == P_END) return true;
    if (left == P_TARGET) return fit_left_target(match, at, floor);
    struct value_read value;
    size_t from;
    if (!value_backward(match->scan, at, floor, &value, &from)) return left & P_OPT;
    left &= ~P_OPT;
    if (left == P_OLD && value_given(&match->wish.old)) return true;
    set_role(match, left, value);
    match->wish.first = from;
    return true;
}

static size_t sentence_start(const struct scan_text *scan, size_t at)
{
    size_t limit = at > SCOPE_TOKENS ? at - SCOPE_TOKENS : 0;
    while (at > limit && scan->tokens[at - 1].kind != TOKEN_STOP) at--;
    return at;
}

static size_t sentence_end(const struct scan_text *scan, size_t at)
{
    size_t limit = at + SCOPE_TOKENS < scan->count ? at + SCOPE_TOKENS : scan->count;
    while (at < limit && scan->tokens[at].kind != TOKEN_STOP) at++;
    return at;
}

/* "I don't want X": what would be new is the old one. "Tracking says X" is about no piece. */
static bool negated(const struct scan_text *scan, size_t at, size_t floor)
{
    for (size_t i = at; i > floor && i + 2 > at; i--)
        if (token_is(&scan->tokens[i - 1], W_NEG)) return true;
    return false;
}

static bool about_tracking(const struct scan_text *scan, size_t at, size_t floor)
{
    for (size_t i = at; i > floor && i + 3 > at; i--)
        if (token_is(&scan->tokens[i - 1], W_TRACK)) return true;
    return false;
}

static bool text_in(const struct scan_text *scan, size_t at, const char *const *words, size_t count)
{
    struct str text = scan_slice(scan, scan->tokens[at].start, scan->tokens[at].end);
    for (size_t i = 0; i < count; i++)
        if (str_eq_nocase(text, str_of(words[i]))) return true;
    return false;
}

/* "Could you put X", "can I put X": a request, not a report of what was put. */
static bool modal_before(const struct scan_text *scan, size_t at, size_t floor)
{
    static const char *const words[] = {"can", "could",  "would", "will", "may",  "might",
                                        "if",  "should", "must",  "want", "that", "wish"};
    return at > floor && text_in(scan, at - 1, words, sizeof words / sizeof *words);
}

/* "… instead of the second word": the part of the current text that it replaces. */
static void in_place_of(const struct scan_text *scan, struct match *match)
{
    size_t at = match->end;
    if (!token_is(&scan->tokens[at], W_INSTEAD) && !token_is(&scan->tokens[at], W_FOR)) return;
    for (size_t i = at + 1; i + 1 < scan->count && i < at + 4; i++) {
        const struct token *next = &scan->tokens[i + 1];
        if (!token_is(&scan->tokens[i], W_ORDINAL) || !token_is(next, W_FIELD)) continue;
        match->wish.ordinal = scan->tokens[i].detail;
        match->wish.field = (enum field_kind)next->detail;
        match->end = i + 2;
    }
}

/* "Mum or Mam": the customer still weighs them. */
static bool weighed(const struct scan_text *scan, size_t next)
{
    static const char *const words[] = {"or", "还是", "或者", "或是", "或"};
    return next < scan->count && text_in(scan, next, words, sizeof words / sizeof *words);
}

static bool try_phrase(const struct scan_text *scan, const struct phrase *phrase, size_t at, size_t floor,
                       int *steps, struct wish *out, size_t *out_next)
{
    int first = phrase->elements[0];
    if (!token_is(&scan->tokens[at], (enum word_class)first)) return false;
    if ((first == W_YOU || first == W_I) && modal_before(scan, at, floor)) return false;
    if (phrase->weak && first == W_FIELD && token_is(&scan->tokens[at + 1], W_FIELD)) return false;
    bool noun = token_is(&scan->tokens[at], W_PRODUCT) || token_is(&scan->tokens[at], W_FIELD);
    if (first == W_USE && noun && at > floor && token_is(&scan->tokens[at - 1], W_DET))
        return false; /* "the print" */
    struct match match = {.scan = scan, .phrase = phrase, .end = at, .steps = steps};
    match.wish = (struct wish){
        .edit = (enum edit)phrase->edit, .first = at, .strong = !phrase->weak, .letters = -1, .place = -1};
    if (!fit(&match, 0, at) || !fit_left(&match, at, floor)) return false;
    match.wish.last = match.end;
    match.wish.unsure = weighed(scan, match.end);
    if (first == W_ONLY && match.wish.edit == EDIT_SET &&
        !(scan->tokens[at].sentence && scan->tokens[match.end].kind == TOKEN_STOP))
        return false;
    if (first == W_ONLY) match.wish.whole = true;
    in_place_of(scan, &match);
    if (first == W_SAYS && about_tracking(scan, at, floor)) return false;
    if (match.wish.edit == EDIT_SET && value_given(&match.wish.fresh) && !value_given(&match.wish.old) &&
        negated(scan, at, floor)) {
        match.wish.old = match.wish.fresh;
        match.wish.fresh = (struct value_read){0};
    }
    enum field_kind beside = match.wish.fresh.field; /* "the monogram in silver thread" is about the thread */
    if (match.wish.field == FIELD_KIND_NONE ||
        (beside != FIELD_KIND_NONE && field_kind_family(beside) != FAMILY_TEXT))
        match.wish.field = beside;
    *out = match.wish;
    *out_next = match.end > at ? match.end : at + 1;
    return true;
}

static bool try_tables(const struct scan_text *scan, size_t at, size_t floor, int *steps, struct wish *out,
                       size_t *out_next)
{
    const struct phrase_table *tables[2] = {&spec_phrases_en, &spec_phrases_zh};
    const struct token *token = &scan->tokens[at];
    if (token->han) tables[0] = tables[1];
    for (int which = 0; which < (token->han ? 1 : 2) && *steps > 0; which++) {
        const struct phrase_table *table = tables[which];
        for (size_t i = 0; i < table->count; i++)
            if (try_phrase(scan, &table->rows[i], at, floor, steps, out, out_next)) return true;
        if (!token->han) break;
    }
    return false;
}

/* The words that may name the item of each wish: its sentence, less what belongs to its neighbours. */
static void set_scopes(const struct scan_text *scan, struct wish_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct wish *wish = &list->items[i];
        wish->scope_first = sentence_start(scan, wish->first);
        wish->scope_last = sentence_end(scan, wish->last);
        for (size_t j = 0; j < list->count; j++) {
            const struct wish *other = &list->items[j];
            const struct token *head = &scan->tokens[other->first];
            bool labelled = token_is(head, W_FIELD) && head->detail != FIELD_KIND_LINE;
            if (!(other->strong || labelled) || j == i) continue;
            if (j < i && other->last > wish->scope_first) wish->scope_first = other->last;
            if (j > i && other->first < wish->scope_last) wish->scope_last = other->first;
        }
        if (wish->scope_first > wish->first) wish->scope_first = wish->first;
        if (wish->scope_last < wish->last) wish->scope_last = wish->last;
    }
}

void match_phrases(const struct scan_text *scan, struct wish_list *out)
{
    int steps = STEPS_MAX;
    out->count = 0;
    size_t floor = 0;
    for (size_t at = 0; at < scan->count && out->count < WISHES_MAX;) {
        size_t next;
        if (scan->tokens[at].kind == TOKEN_STOP) floor = at + 1;
        if (scan->tokens[at].classes && try_tables(scan, at, floor, &steps, &out->items[out->count], &next)) {
            at = next;
            if (out->items[out->count++].strong) floor = next;
        } else {
            at++;
        }
    }
    set_scopes(scan, out);
}
