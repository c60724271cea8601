/* Makes one picture of the wishes a message holds: halves joined, roles set right by the order, doubts dropped. */
#include "engine/spec.h"
#include "text/utf8.h"

static struct str text_of(const struct scan_text *scan, const struct value_read *value)
{
    return scan_slice(scan, value->span.start, value->span.end);
}

static void drop(struct wish_list *list, size_t at)
{
    memmove(&list->items[at], &list->items[at + 1], (list->count - at - 1) * sizeof list->items[0]);
    list->count--;
}

typedef bool field_test(struct str current, struct str words);

/* Whether any field of the order passes. */
static bool any_field(const struct scan_text *scan, field_test *test, struct str words)
{
    const struct order *order = scan->inquiry->order;
    for (size_t i = 0; order && i < order->item_count; i++) {
        const struct item *item = &order->items[i];
        for (size_t f = 0; f < item->field_count; f++)
            if (test(item->fields[f].value, words)) return true;
        for (size_t p = 0; p < item->piece_count; p++)
            for (size_t f = 0; f < item->pieces[p].field_count; f++)
                if (test(item->pieces[p].fields[f].value, words)) return true;
    }
    return false;
}

static bool is_exactly(struct str current, struct str words)
{
    return str_eq(str_trim(current), str_trim(words));
}

static bool holds(struct str current, struct str words)
{
    return text_find_words(current, words) != TEXT_NOWHERE;
}

static bool is_similar(struct str current, struct str words)
{
    struct span span;
    size_t runes = utf8_count(words);
    int most = runes < 3 ? 0 : runes < 5 ? 1 : 2;
    if (text_same(current, words)) return false;
    return text_similar_word(current, words, &span) || text_distance(current, words, most) <= most;
}

static bool several_places(const struct scan_text *scan)
{
    const struct order *order = scan->inquiry->order;
    return order && (order->item_count > 1 || (order->item_count && order->items[0].piece_count > 1));
}

/* A "new" value that the order already holds is the old one; the two change places where they were told apart the
 * wrong way round. */
static void set_roles(const struct scan_text *scan, struct wish *wish)
{
    if (wish->edit != EDIT_SET || scan->report || !value_given(&wish->fresh)) return;
    if (wish->field != FIELD_KIND_NONE && field_kind_family(wish->field) == FAMILY_SIZE) return;
    bool quoted_part = value_given(&wish->old) && any_field(scan, holds, text_of(scan, &wish->fresh));
    if (!quoted_part && !any_field(scan, is_exactly, text_of(scan, &wish->fresh))) return;
    if (value_given(&wish->old) && any_field(scan, holds, text_of(scan, &wish->old))) return;
    if (!value_given(&wish->old) && several_places(scan)) return; /* one may be given the text of another */
    struct value_read fresh = wish->fresh;
    wish->fresh = wish->old;
    wish->old = fresh;
}

static bool empty_wish(const struct wish *wish)
{
    return wish->edit == EDIT_SET && !value_given(&wish->fresh) && !value_given(&wish->old);
}

static bool same_text(const struct scan_text *scan, const struct value_read *a, const struct value_read *b)
{
    return value_given(a) && value_given(b) && text_same(text_of(scan, a), text_of(scan, b));
}

/* A colour, a size or one of the order's choices. */
static bool looks_chosen(const struct scan_text *scan, const struct value_read *value)
{
    for (size_t i = 0; i < scan->count; i++) {
        const struct token *token = &scan->tokens[i];
        if (token->start != value->span.start) continue;
        return token_is(token, W_COLOUR) || token_is(token, W_SIZE) ||
               (token->kind == TOKEN_KNOWN && token->choice);
    }
    return false;
}

/* Two to five capitals. */
static bool is_initials(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!(text.ptr[i] >= 'A' && text.ptr[i] <= 'Z') && text.ptr[i] != '.') return false;
    return text.len >= 2 && text.len <= 5;
}

/* "It says Bela, her name is Bella": a mere "is" gives the right text only where it is like the wrong one, or quoted.
 * "She's 50" is no reading. */
static bool believable(const struct scan_text *scan, const struct wish *a, const struct wish *b)
{
    const struct value_read *old = value_given(&a->old) ? &a->old : &b->old;
    const struct value_read *fresh = value_given(&b->fresh) ? &b->fresh : &a->fresh;
    if (!value_given(old)) old = &a->fresh;
    if (!value_given(old) || !value_given(fresh)) return true;
    bool wanted = token_is(&scan->tokens[b->first], W_WANT) && any_field(scan, holds, text_of(scan, old));
    bool quoted = wanted || (fresh->quoted && old->quoted);
    if (quoted || (looks_chosen(scan, old) && looks_chosen(scan, fresh))) return true;
    if (is_initials(text_of(scan, old)) && is_initials(text_of(scan, fresh))) return true;
    struct str rest = text_of(scan, fresh), word;
    while (str_next_part(&rest, ' ', &word))
        if (is_similar(text_of(scan, old), word)) return true;
    return text_is_date(text_of(scan, old)) && text_is_date(text_of(scan, fresh));
}

/* Two wishes that give the two halves of one change. */
static bool join_halves(const struct scan_text *scan, struct wish *a, const struct wish *b)
{
    if (a->edit != EDIT_SET || b->edit != EDIT_SET) return false;
    if (!scan->report && a->field != FIELD_KIND_NONE && b->field != FIELD_KIND_NONE &&
        field_kind_family(a->field) != field_kind_family(b->field))
        return false;
    if ((!a->strong || !b->strong) && !believable(scan, a, b)) return false;
    bool a_old = value_given(&a->old), a_new = value_given(&a->fresh), b_old = value_given(&b->old),
         b_new = value_given(&b->fresh);
    if (a_old && !a_new && !b_old && b_new && !same_text(scan, &a->old, &b->fresh))
        a->fresh = b->fresh;
    else if (!a_old && a_new && b_old && !b_new && !same_text(scan, &a->fresh, &b->old))
        a->old = b->old;
    else if (!a_old && a_new && !b_old && b_new && scan->report && !b->strong &&
             !same_text(scan, &a->fresh, &b->fresh))
        a->old = b->fresh; /* "I asked for sage and it's mint" */
    else if (!a_old && a_new && !b_old && b_new && scan->report && !a->strong &&
             !same_text(scan, &a->fresh, &b->fresh)) {
        a->old = a->fresh; /* "it is mint, my order says sage" */
        a->fresh = b->fresh;
    } else if (a_new && b_new && same_text(scan, &a->fresh, &b->fresh) &&
               (!b_old || !a_old || same_text(scan, &a->old, &b->old)))
        a->old = a_old ? a->old : b->old;
    else if (a_old && b_old && !b_new && same_text(scan, &a->old, &b->old))
        a->old = a->old;
    else
        return false;
    if (a->field == FIELD_KIND_NONE) a->field = b->field;
    a->strong = a->strong || b->strong;
    if (b->last > a->last) a->last = b->last;
    if (b->scope_last > a->scope_last) a->scope_last = b->scope_last;
    return true;
}

static void join_all(const struct scan_text *scan, struct wish_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        for (size_t j = i + 1; j < list->count && j < i + 4;) {
            if (join_halves(scan, &list->items[i], &list->items[j]))
                drop(list, j);
            else
                j++;
        }
}

/* The field named nearest before the value in its sentence, else behind it. */
static enum field_kind field_near(const struct scan_text *scan, const struct wish *wish)
{
    for (size_t i = wish->first; i > wish->scope_first; i--) {
        const struct token *token = &scan->tokens[i - 1];
        if (token_is(token, W_FIELD) && token->kind != TOKEN_QUOTE && token->detail != FIELD_KIND_LINE)
            return (enum field_kind)token->detail;
    }
    for (size_t i = wish->last; i < wish->scope_last && i < wish->last + 3; i++) {
        const struct token *token = &scan->tokens[i];
        if (token->kind == TOKEN_MARK) break;
        if (token_is(token, W_FIELD) && token->kind != TOKEN_QUOTE && token->detail != FIELD_KIND_LINE)
            return (enum field_kind)token->detail;
    }
    return FIELD_KIND_NONE;
}

static int ordinal_near(const struct scan_text *scan, const struct wish *wish)
{
    for (size_t i = wish->scope_first; i + 1 < wish->last; i++) {
        const struct token *token = &scan->tokens[i], *next = &scan->tokens[i + 1];
        bool line =
            token_is(next, W_FIELD) && (next->detail == FIELD_KIND_LINE || next->detail == FIELD_KIND_DATE ||
                                        next->detail == FIELD_KIND_WORD);
        struct str text = scan_slice(scan, token->start, token->end);
        if (token_is(token, W_ORDINAL) && (line || str_contains(text, STR("行")))) return token->detail;
        bool number = token_is(token, W_FIELD) && token->detail == FIELD_KIND_LINE && token_is(next, W_COUNT);
        if (number) return next->detail; /* "line 2" */
    }
    return 0;
}

/* SW9 8LF: a British postcode by itself. */
static bool is_postcode(struct str text)
{
    size_t space = str_find_char(text, ' ', 0);
    if (space == STR_NOT_FOUND || text.len - space != 4 || space < 2 || space > 4) return false;
    const char *in = text.ptr + space + 1;
    bool inward = in[0] >= '0' && in[0] <= '9' && rune_is_upper((unsigned char)in[1]) &&
                  rune_is_upper((unsigned char)in[2]);
    return inward && rune_is_upper((unsigned char)text.ptr[0]) && text.ptr[space - 1] != ' ' &&
           rune_is_digit((unsigned char)text.ptr[space > 2 ? space - 1 : 1]);
}

/* The token that is the whole value, when it is a count; NULL else. */
static const struct token *count_token(const struct scan_text *scan, const struct value_read *value,
                                       const struct token **out_next)
{
    for (size_t i = 0; i < scan->count; i++) {
        if (scan->tokens[i].start != value->span.start) continue;
        *out_next = &scan->tokens[i + 1];
        return scan->tokens[i].end == value->span.end && token_is(&scan->tokens[i], W_COUNT)
                   ? &scan->tokens[i]
                   : NULL;
    }
    return NULL;
}

static bool ordered_count(const struct scan_text *scan, int count)
{
    const struct order *order = scan->inquiry->order;
    for (size_t i = 0; order && i < order->item_count; i++)
        if (order->items[i].quantity == count) return true;
    return false;
}

/* "3 mugs instead of 2": a count of things, not a text. */
static bool is_quantity(const struct scan_text *scan, const struct wish *wish)
{
    const struct token *next, *old_next;
    const struct token *count = value_given(&wish->fresh) ? count_token(scan, &wish->fresh, &next) : NULL;
    if (!count || wish->field != FIELD_KIND_NONE) return false;
    if (token_is(next, W_PRODUCT) && !token_is(next, W_FIELD)) return true;
    const struct token *old = value_given(&wish->old) ? count_token(scan, &wish->old, &old_next) : NULL;
    return old && (token_is(old_next, W_PRODUCT) || ordered_count(scan, old->detail)) &&
           !any_field(scan, holds, text_of(scan, &wish->old));
}

/* Whether some field of the order is of that family, or it is none an item has: an address, a quantity. */
static bool has_kind(const struct scan_text *scan, enum field_kind kind)
{
    const struct order *order = scan->inquiry->order;
    enum field_family family = field_kind_family(kind);
    if (family == FAMILY_DELIVERY || family == FAMILY_ORDER || family == FAMILY_PHOTO) return true;
    for (size_t i = 0; i < order->item_count; i++)
        for (size_t f = 0; f < order->items[i].field_count; f++)
            if (field_kind_of(scan->arena, order->items[i].fields[f].name) == kind) return true;
    return false;
}

/* 收件人写我妈名字：…: the name for the delivery, not the one on the piece. */
static enum field_kind delivery_near(const struct scan_text *scan, const struct wish *wish)
{
    for (size_t i = wish->last; i > wish->scope_first; i--) {
        const struct token *token = &scan->tokens[i - 1];
        if (i <= wish->first && token_is(token, W_COMMA)) break;
        if (token->kind == TOKEN_QUOTE || !token_is(token, W_FIELD) || token->detail != FIELD_KIND_RECIPIENT)
            continue;
        return FIELD_KIND_RECIPIENT;
    }
    return FIELD_KIND_NONE;
}

static void set_field(const struct scan_text *scan, struct wish *wish)
{
    if (wish->edit == EDIT_SET && wish->field == FIELD_KIND_NAME && delivery_near(scan, wish))
        wish->field = FIELD_KIND_RECIPIENT;
    bool look_added = wish->edit == EDIT_ADD && wish->fresh.field != FIELD_KIND_NONE &&
                      field_kind_family(wish->fresh.field) != FAMILY_TEXT;
    if (look_added) { /* "add a soft blue background" */
        wish->edit = EDIT_SET;
        wish->field = wish->fresh.field;
    }
    if (wish->edit == EDIT_SET && wish->field == FIELD_KIND_NONE && value_given(&wish->fresh) &&
        is_postcode(text_of(scan, &wish->fresh)))
        wish->field = FIELD_KIND_ADDRESS;
    if (wish->edit == EDIT_SET && is_quantity(scan, wish)) wish->field = FIELD_KIND_QUANTITY;
    if (wish->field == FIELD_KIND_NONE && wish->edit == EDIT_SET) {
        enum field_kind near = field_near(scan, wish);
        bool chosen = value_given(&wish->fresh) && looks_chosen(scan, &wish->fresh);
        if (!chosen || field_kind_family(near) != FAMILY_TEXT)
            wish->field = near; /* "block letters" is a font */
    }
    if (wish->fresh.quoted && wish->edit == EDIT_SET && scan->inquiry->order &&
        field_kind_family(wish->field) != FAMILY_TEXT && !has_kind(scan, wish->field))
        wish->field = FIELD_KIND_NONE; /* frame: "Our wedding day" */
    if (!wish->ordinal && wish->edit == EDIT_SET) wish->ordinal = ordinal_near(scan, wish);
}

/* A weak wish stands where the order or a second half agrees with it. */
static bool agreed(const struct scan_text *scan, const struct wish *wish)
{
    if (wish->strong || scan->report) return true;
    if (token_is(&scan->tokens[wish->first], W_FIELD) && scan->tokens[wish->first].detail == FIELD_KIND_LINE)
        return false;
    bool numbered = wish->field == FIELD_KIND_NUMBER || wish->field == FIELD_KIND_PHONE;
    if (numbered && value_given(&wish->fresh) && wish->fresh.span.end - wish->fresh.span.start >= 5 &&
        scan->tokens[wish->last - 1].kind == TOKEN_NUMBER)
        return true;
    if (field_kind_family(wish->field) == FAMILY_DELIVERY && value_given(&wish->fresh) &&
        scan->tokens[wish->last - 1].kind == TOKEN_NUMBER)
        return true;
    bool plain = value_given(&wish->fresh) && looks_chosen(scan, &wish->fresh);
    if (plain) return true;
    bool look = value_given(&wish->fresh) && wish->field != FIELD_KIND_NONE &&
                field_kind_family(wish->field) != FAMILY_TEXT;
    if (look && token_is(&scan->tokens[wish->first], W_FIELD)) return true;
    if (value_given(&wish->old) && value_given(&wish->fresh))
        return !scan->inquiry->order || any_field(scan, holds, text_of(scan, &wish->old));
    if (!value_given(&wish->fresh)) return false;
    return any_field(scan, is_similar, text_of(scan, &wish->fresh));
}

/* Parts of a change that another says completely: "capital M" beside the whole new text, "drop the date" beside
 * "only …". */
static bool said_elsewhere(const struct wish_list *list, size_t at)
{
    const struct wish *wish = &list->items[at];
    for (size_t i = 0; i < list->count; i++) {
        const struct wish *other = &list->items[i];
        if (i == at) continue;
        bool whole = other->edit == EDIT_SET && value_given(&other->fresh) &&
                     field_kind_family(other->field) == FAMILY_TEXT;
        if ((wish->edit == EDIT_CASE || wish->edit == EDIT_REVERSE) && whole) return true;
        bool nothing_named = !value_given(&wish->fresh) && !wish->sign && !wish->ordinal &&
                             field_kind_family(wish->field) == FAMILY_TEXT;
        if (wish->edit == EDIT_REMOVE && whole && nothing_named) return true; /* "scrap the quote, just …" */
        if (wish->edit == EDIT_REMOVE && other->edit == EDIT_KEEP_ONLY && value_given(&other->fresh))
            return true;
        if (wish->edit == EDIT_KEEP_ONLY && !value_given(&wish->fresh) &&
            (whole || other->edit == EDIT_REMOVE))
            return true;
        bool repeated = wish->edit == EDIT_KEEP_ONLY || wish->edit == EDIT_REVERSE;
        if (repeated && other->edit == wish->edit && i < at) return true;
    }
    return false;
}

/* 要蓝色不要粉色: what is not wanted is the old value of what is, not a part to be taken out. */
static void unwanted_is_old(const struct scan_text *scan, struct wish_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        struct wish *wish = &list->items[i];
        bool unwanted = wish->edit == EDIT_REMOVE && value_given(&wish->fresh) &&
                        token_is(&scan->tokens[wish->first], W_NOT);
        bool set = (i > 0 && list->items[i - 1].edit == EDIT_SET) ||
                   (i + 1 < list->count && list->items[i + 1].edit == EDIT_SET);
        if (!unwanted || !set) continue;
        wish->edit = EDIT_SET;
        wish->old = wish->fresh;
        wish->fresh = (struct value_read){0};
    }
}

void settle_wishes(const struct scan_text *scan, struct wish_list *list)
{
    unwanted_is_old(scan, list);
    for (size_t i = 0; i < list->count; i++) {
        set_field(scan, &list->items[i]);
        set_roles(scan, &list->items[i]);
    }
    for (size_t i = 0; i < list->count;) {
        if (empty_wish(&list->items[i]))
            drop(list, i);
        else
            i++;
    }
    join_all(scan, list);
    for (size_t i = 0; i < list->count;) {
        if (!agreed(scan, &list->items[i]) || said_elsewhere(list, i))
            drop(list, i);
        else
            i++;
    }
}

/* ---- guesses ---- */

static bool quoted_value(const struct scan_text *scan, size_t *out)
{
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < scan->count; i++) {
        const struct token *token = &scan->tokens[i];
        if (token->kind != TOKEN_QUOTE) continue;
        struct str text = scan_slice(scan, token->inner.start, token->inner.end);
        if (str_is(text, "and") || str_is(text, "or") || str_is(text, "the")) continue;
        if (any_field(scan, holds, text)) continue;
        if (i > 0 && (token_is(&scan->tokens[i - 1], W_SAYS) || token_is(&scan->tokens[i - 1], W_TYPED) ||
                      token_is(&scan->tokens[i - 1], W_NOT)))
            continue;
        if (found != SIZE_MAX && !text_same(text, scan_slice(scan, scan->tokens[found].inner.start,
                                                             scan->tokens[found].inner.end)))
            return false;
        found = i;
    }
    *out = found;
    return found != SIZE_MAX;
}

/* The only word that is a correction of one in the order: Erik for Eric. */
static bool corrected_word(const struct scan_text *scan, size_t *out)
{
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < scan->count; i++) {
        const struct token *token = &scan->tokens[i];
        if (token->kind != TOKEN_WORD || token->classes ||
            token->end - token->start < (token->capital ? 3U : 5U))
            continue;
        struct str text = scan_slice(scan, token->start, token->end);
        if (!any_field(scan, is_similar, text) || any_field(scan, holds, text)) continue;
        if (found != SIZE_MAX &&
            !text_same(text, scan_slice(scan, scan->tokens[found].start, scan->tokens[found].end)))
            return false;
        found = i;
    }
    *out = found;
    return found != SIZE_MAX;
}

/* 100x150: sides of something. */
static bool is_measure_token(const struct scan_text *scan, const struct token *token)
{
    struct str text = scan_slice(scan, token->start, token->end);
    size_t mark = str_find_char(text, 'x', 0);
    return token->kind == TOKEN_NUMBER && mark != STR_NOT_FOUND && mark + 1 < text.len &&
           text.ptr[mark + 1] >= '0' && text.ptr[mark + 1] <= '9';
}

/* The only colour or size named that is not the present one, where the order has a field for it. */
static bool named_look(const struct scan_text *scan, size_t *out)
{
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < scan->count; i++) {
        const struct token *token = &scan->tokens[i];
        bool colour = token_is(token, W_COLOUR),
             size = token_is(token, W_SIZE) || is_measure_token(scan, token);
        if ((!colour && !size) || token->capital) continue;
        if (colour ? !(has_kind(scan, FIELD_KIND_COLOUR) || has_kind(scan, FIELD_KIND_THREAD) ||
                       has_kind(scan, FIELD_KIND_MATERIAL))
                   : !has_kind(scan, FIELD_KIND_SIZE))
            continue;
        if (any_field(scan, text_same, scan_slice(scan, token->start, token->end))) continue;
        if (found != SIZE_MAX) return false;
        found = i;
    }
    *out = found;
    return found != SIZE_MAX;
}

static bool named_choice(const struct scan_text *scan, size_t *out)
{
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < scan->count; i++) {
        const struct token *token = &scan->tokens[i];
        if (token->kind != TOKEN_KNOWN || !token->choice) continue;
        if (any_field(scan, text_same, scan_slice(scan, token->start, token->end))) continue;
        if (found != SIZE_MAX) return false;
        found = i;
    }
    *out = found;
    return found != SIZE_MAX;
}

/* "Mum or Mam", “爸爸”还是“老爸”; but 还是 by itself only means "after all". */
static bool weighs_several(const struct scan_text *scan)
{
    static const char *const words[] = {"or",       "either", "whether", "between", "torn", "undecided",
                                        "deciding", "unsure", "或者",    "纠结",    "犹豫"};
    for (size_t i = 0; i < scan->count; i++) {
        struct str text = scan_slice(scan, scan->tokens[i].start, scan->tokens[i].end);
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            if (str_eq_nocase(text, str_of(words[w]))) return true;
        bool between =
            i > 0 && scan->tokens[i - 1].kind != TOKEN_STOP && scan->tokens[i - 1].kind != TOKEN_MARK;
        if (between && str_is(text, "还是") && scan->tokens[i + 1].kind == TOKEN_QUOTE) return true;
    }
    return false;
}

bool guess_wish(const struct scan_text *scan, struct wish *out)
{
    size_t at;
    if (!scan->inquiry->order || weighs_several(scan) ||
        !(quoted_value(scan, &at) || corrected_word(scan, &at) || named_choice(scan, &at) ||
          named_look(scan, &at)))
        return false;
    const struct token *token = &scan->tokens[at];
    struct wish wish = {.edit = EDIT_SET,
                        .first = at,
                        .last = at + 1,
                        .scope_first = at,
                        .scope_last = at + 1,
                        .letters = -1,
                        .place = -1};
    wish.fresh = (struct value_read){.span = value_trim(scan->text, token->inner),
                                     .quoted = token->kind != TOKEN_WORD};
    const struct token *unit = &scan->tokens[at + 1];
    struct str unit_text = scan_slice(scan, unit->start, unit->end);
    if (is_measure_token(scan, token) && (str_is(unit_text, "cm") || str_is(unit_text, "mm") ||
                                          str_is(unit_text, "inches") || str_is(unit_text, "in")))
        wish.fresh.span.end = unit->end;
    while (wish.scope_first > 0 && scan->tokens[wish.scope_first - 1].kind != TOKEN_STOP) wish.scope_first--;
    while (wish.scope_last < scan->count && scan->tokens[wish.scope_last].kind != TOKEN_STOP)
        wish.scope_last++;
    set_field(scan, &wish);
    *out = wish;
    return value_given(&wish.fresh);
}
