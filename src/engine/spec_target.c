/* Which item, piece and field of the order a wish is about: every field is weighed by what the words say of it. */
#include "engine/spec.h"
#include "text/utf8.h"

enum {
    WEIGHT_OLD_SAME = 100,
    WEIGHT_OLD_PART = 70,
    WEIGHT_CHOICE = 50,
    WEIGHT_KIND = 40,
    WEIGHT_NAME = 24,
    WEIGHT_FAMILY = 15,
    WEIGHT_SIMILAR = 20,
    WEIGHT_TYPE = 15,
    WEIGHT_TEXT = 10,
    WEIGHT_WRONG_FAMILY = -60,
    CANDIDATES_MAX = 400,
};

enum field_family field_kind_family(enum field_kind kind)
{
#define X(id, plain, family) [FIELD_KIND_##id] = FAMILY_##family,
    static const enum field_family families[] = {FIELD_KINDS(X)};
#undef X
    return families[kind];
}

struct str field_kind_plain(enum field_kind kind)
{
#define X(id, plain, family) [FIELD_KIND_##id] = STR_INIT(plain),
    static const struct str plains[] = {FIELD_KINDS(X)};
#undef X
    return plains[kind];
}

size_t scan_find(const struct scan_text *scan, uint64_t classes, size_t first, size_t last)
{
    if (last > scan->count) last = scan->count;
    for (; first < last; first++)
        if ((scan->tokens[first].classes & classes) == classes) return first;
    return last;
}

enum field_kind field_kind_of(struct arena *arena, struct str name)
{
    char spaced[64];
    size_t length = 0;
    for (size_t i = 0; i < name.len && length < sizeof spaced; i++) {
        char byte = name.ptr[i];
        bool camel = i > 0 && byte >= 'A' && byte <= 'Z' && name.ptr[i - 1] >= 'a' && name.ptr[i - 1] <= 'z';
        if (camel && length + 1 < sizeof spaced) spaced[length++] = ' ';
        bool digit = i > 0 && byte >= '0' && byte <= '9' && rune_is_letter((unsigned char)name.ptr[i - 1]) &&
                     (unsigned char)name.ptr[i - 1] < 0x80;
        if (digit && length + 1 < sizeof spaced) spaced[length++] = ' ';
        spaced[length++] = byte == '_' || byte == '-' || byte == '.' ? ' ' : byte;
    }
    struct scan_text words;
    scan_words(arena, str_of_len(spaced, length), &words);
    enum field_kind kind = FIELD_KIND_NONE;
    for (size_t i = 0; i < words.count; i++)
        if (token_is(&words.tokens[i], W_FIELD)) kind = (enum field_kind)words.tokens[i].detail;
    return kind;
}

const struct str *rule_choice(const struct field_rule *rule, struct str value)
{
    for (size_t i = 0; rule && i < rule->choice_count; i++)
        if (text_same(rule->choices[i], value)) return &rule->choices[i];
    return NULL;
}

const struct str *rule_choice_within(const struct field_rule *rule, struct str value)
{
    const struct str *found = rule_choice(rule, value);
    for (size_t i = 0; !found && rule && i < rule->choice_count; i++)
        if (text_find_words(value, rule->choices[i]) < TEXT_SEVERAL &&
            utf8_count(rule->choices[i]) * 3 >= utf8_count(value))
            found = &rule->choices[i];
    return found;
}

struct candidate {
    int item, piece;
    const struct field *field;
};

static struct str text_of(const struct scan_text *scan, const struct value_read *value)
{
    return scan_slice(scan, value->span.start, value->span.end);
}

static int weigh_kind(const struct wish *wish, enum field_kind kind, const struct field_rule *rule)
{
    enum field_family family = field_kind_family(kind), wanted = field_kind_family(wish->field);
    bool choices = rule && rule->choice_count;
    if (wish->field == FIELD_KIND_NONE)
        return family == FAMILY_TEXT && !choices ? WEIGHT_TEXT : -WEIGHT_TEXT / 2;
    if (wish->field == kind) return WEIGHT_KIND;
    bool text = wanted == FAMILY_TEXT && family == FAMILY_TEXT;
    if (text && choices) return 0;
    if (text && (wish->field == FIELD_KIND_ENGRAVING || wish->field == FIELD_KIND_TEXT))
        return kind == FIELD_KIND_ENGRAVING || kind == FIELD_KIND_TEXT || kind == FIELD_KIND_NONE
                   ? WEIGHT_FAMILY + 5
                   : WEIGHT_FAMILY - 5;
    if (text) return kind == FIELD_KIND_DATE && wish->field == FIELD_KIND_NAME ? 0 : WEIGHT_FAMILY;
    if (wanted == family) return WEIGHT_FAMILY;
    bool look = (wanted == FAMILY_COLOUR || wanted == FAMILY_MATERIAL) &&
                (family == FAMILY_COLOUR || family == FAMILY_MATERIAL);
    return look ? WEIGHT_FAMILY / 2 : WEIGHT_WRONG_FAMILY;
}

static bool is_colour(const struct scan_text *scan, const struct value_read *value, enum word_class class)
{
    for (size_t i = 0; i < scan->count && scan->tokens[i].start < value->span.end; i++)
        if (scan->tokens[i].start >= value->span.start && token_is(&scan->tokens[i], class)) return true;
    return false;
}

/* Whether the current value is spoken of in the sentence: 周芷若离职了，换成“小昭”. */
static bool stands_in_scope(const struct scan_text *scan, const struct wish *wish, struct str current)
{
    for (size_t i = wish->scope_first; i < wish->scope_last && i < scan->count; i++) {
        const struct token *token = &scan->tokens[i];
        if (token->start < wish->fresh.span.end && wish->fresh.span.start < token->end) continue;
        bool given = token->kind == TOKEN_KNOWN || token->kind == TOKEN_QUOTE;
        if (given && text_same(scan_slice(scan, token->inner.start, token->inner.end), current)) return true;
    }
    return false;
}

/* Digits and their marks alone: a telephone number, a measure. */
static bool is_number(struct str text)
{
    bool digit = false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
            digit = true;
        else if (!strchr(" +-.,/()", text.ptr[i]) || !text.ptr[i])
            return false;
    }
    return digit;
}

/* A house or shirt number, a size: 12, 12A, 38.5. */
static bool is_short_number(struct str text)
{
    return text.len && text.len <= 5 && text.ptr[0] >= '0' && text.ptr[0] <= '9';
}

/* 50x70 cm, 45 cm, 16号: a number with a unit. */
static bool is_measure(struct str text)
{
    static const struct str units[] = {STR_INIT("cm"), STR_INIT("mm"),  STR_INIT("inches"), STR_INIT("inch"),
                                       STR_INIT("in"), STR_INIT("ft"),  STR_INIT("号"),     STR_INIT("码"),
                                       STR_INIT("寸"), STR_INIT("厘米")};
    if (!text.len || text.ptr[0] < '0' || text.ptr[0] > '9') return false;
    for (size_t i = 1; i + 1 < text.len; i++)
        if ((text.ptr[i] == 'x' || text.ptr[i] == 'X') && text.ptr[i + 1] >= '0' && text.ptr[i + 1] <= '9')
            return true;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (str_ends(text, units[i])) return !text_is_date(text);
    return false;
}

/* What the old words say of a field: that they stand in it. */
static int weigh_old(const struct scan_text *scan, const struct wish *wish, struct str current)
{
    int weight = 0;
    if (value_given(&wish->old)) {
        struct str old = text_of(scan, &wish->old);
        bool part = text_find_words(current, old) != TEXT_NOWHERE;
        weight += text_same(current, old) ? WEIGHT_OLD_SAME : part ? WEIGHT_OLD_PART : 0;
    } else if (current.len >= 3 && stands_in_scope(scan, wish, current)) {
        weight += WEIGHT_SIMILAR;
    }
    if (value_given(&wish->anchor) && text_find_words(current, text_of(scan, &wish->anchor)) != TEXT_NOWHERE)
        weight += WEIGHT_OLD_PART;
    return weight;
}

/* Colours go to colours, measures to sizes, where no field is named. */
static int weigh_look(const struct scan_text *scan, const struct wish *wish, enum field_family family,
                      struct str current)
{
    struct str fresh = text_of(scan, &wish->fresh);
    int weight = 0, text = family == FAMILY_TEXT ? -WEIGHT_TYPE : 0;
    if (is_measure(fresh)) {
        bool alike = text_same(current, fresh) || is_short_number(current);
        weight += family == FAMILY_SIZE ? WEIGHT_TYPE * 2 : alike ? 0 : -WEIGHT_TYPE;
    }
    if (wish->fresh.quoted) return weight;
    bool look = family == FAMILY_COLOUR || family == FAMILY_MATERIAL;
    if (is_colour(scan, &wish->fresh, W_COLOUR)) weight += look ? WEIGHT_TYPE * 2 : text;
    if (is_colour(scan, &wish->fresh, W_SIZE)) weight += family == FAMILY_SIZE ? WEIGHT_TYPE * 2 : text;
    return weight;
}

/* How like the present text the new one is: a date for a date, a number for a number, a name for a similar one. */
static int weigh_likeness(struct str current, struct str fresh, enum field_kind kind)
{
    struct span span;
    int weight = 0;
    bool text = field_kind_family(kind) == FAMILY_TEXT;
    if (text && text_is_date(fresh)) {
        bool whole = kind == FIELD_KIND_DATE || text_is_date(current);
        weight += whole ? WEIGHT_TYPE : text_find_date(current, &span) ? WEIGHT_TYPE / 2 : 0;
    }
    if (is_short_number(current) && is_short_number(fresh))
        weight += text ? WEIGHT_TYPE / 2 : WEIGHT_TYPE;
    else if (current.len && is_number(current) != is_number(fresh))
        weight -= WEIGHT_TYPE / 2;
    if (text && text_similar_word(current, fresh, &span)) weight += WEIGHT_SIMILAR;
    return weight;
}

static int weigh_value(const struct scan_text *scan, const struct wish *wish,
                       const struct candidate *candidate, enum field_kind kind, const struct field_rule *rule)
{
    struct str current = candidate->field->value;
    int weight = weigh_old(scan, wish, current);
    if (!value_given(&wish->fresh) || wish->edit == EDIT_ADD) return weight;
    struct str fresh = text_of(scan, &wish->fresh);
    if (wish->edit != EDIT_SET)
        return weight + (text_find_words(current, fresh) != TEXT_NOWHERE ? WEIGHT_OLD_PART : 0);
    bool choice = rule_choice_within(rule, fresh) != NULL, unnamed = wish->field == FIELD_KIND_NONE;
    if (choice) weight += WEIGHT_CHOICE;
    if (rule && rule->choice_count && !choice && unnamed) weight -= WEIGHT_CHOICE;
    if (unnamed) weight += weigh_look(scan, wish, field_kind_family(kind), current);
    return weight + weigh_likeness(current, fresh, kind);
}

/* Off the shelf among things made to order: nothing of it can be changed. */
static bool is_beside_point(const struct scan_text *scan, const struct item *item)
{
    return item->stock && scan->inquiry->order->item_count > 1;
}

/* The clause of the wish counts for more than the rest of its sentence: 酒壶刻“老王”，打火机不动. */
static int mention(const struct scan_text *scan, const struct wish *wish, int item, int piece)
{
    size_t first = wish->first, last = wish->last;
    while (first > wish->scope_first && !token_is(&scan->tokens[first - 1], W_COMMA)) first--;
    while (last < wish->scope_last && last < scan->count && !token_is(&scan->tokens[last], W_COMMA)) last++;
    struct span skip = wish->fresh.span;
    return item_mentioned_beside(scan, item, piece, first, last, skip) +
           item_mentioned_beside(scan, item, piece, wish->scope_first, wish->scope_last, skip) / 2;
}

/* The name of the field, or a part of it that tells it apart (正面 of 正面文字, "back" of "back_text"), in the clause. */
static int name_in_words(const struct scan_text *scan, size_t first, size_t last, struct str name)
{
    if (last > scan->count || first >= last) return 0;
    struct str words = scan_slice(scan, scan->tokens[first].start, scan->tokens[last - 1].end), part = name;
    int weight = 0;
    if (text_find_words(words, name) != TEXT_NOWHERE) return WEIGHT_NAME;
    if ((unsigned char)name.ptr[0] >= 0xE4 && name.len >= 6 && str_contains(words, str_slice(name, 0, 6)))
        return WEIGHT_NAME * 3 / 4;
    char mark = str_find_char(name, '_', 0) != STR_NOT_FOUND ? '_' : ' ';
    struct str rest = name;
    int parts = 0, found = 0;
    while (str_next_part(&rest, mark, &part)) {
        parts++;
        found += part.len >= 3 && part.len < name.len && text_find_words(words, part) != TEXT_NOWHERE;
    }
    weight = found == parts ? WEIGHT_NAME - 2
             : found        ? WEIGHT_NAME / 3
                            : 0;                       /* all of "front_text", or "front" */
    for (size_t i = first; i + 1 < last; i++) { /* "line 1" for line1 */
        struct str two = scan_slice(scan, scan->tokens[i].start, scan->tokens[i].end),
                   number = scan_slice(scan, scan->tokens[i + 1].start, scan->tokens[i + 1].end);
        if (name.len == two.len + number.len && str_eq_nocase(str_slice(name, 0, two.len), two) &&
            str_eq(str_slice(name, two.len, name.len), number))
            return WEIGHT_NAME;
    }
    return weight;
}

/* Whether the words of the wish call the field by its own name: 胸围 and 腰围 are both sizes. */
static int weigh_name(const struct scan_text *scan, const struct wish *wish, struct str name)
{
    size_t clause = wish->first, best = SIZE_MAX;
    while (clause > wish->scope_first && !token_is(&scan->tokens[clause - 1], W_COMMA)) clause--;
    int literal = name_in_words(scan, clause, wish->last, name);
    if (!literal) literal = name_in_words(scan, wish->scope_first, wish->last, name) * 2 / 3;
    for (size_t i = wish->last; i > wish->scope_first && best == SIZE_MAX; i--)
        if (token_is(&scan->tokens[i - 1], W_FIELD) && scan->tokens[i - 1].kind != TOKEN_QUOTE) best = i - 1;
    if (best == SIZE_MAX) return literal;
    struct str word = scan_slice(scan, scan->tokens[best].start, scan->tokens[best].end);
    int near = text_same(name, word)                         ? WEIGHT_NAME
               : text_find_words(name, word) != TEXT_NOWHERE ? WEIGHT_NAME / 2
                                                             : 0;
    return near > literal ? near : literal;
}

static int weigh(const struct scan_text *scan, const struct wish *wish, const struct candidate *candidate,
                 const struct field_rule *rule, enum field_kind *out_kind)
{
    enum field_kind kind = field_kind_of(scan->arena, candidate->field->name);
    /* A telephone number on a business card is a text like another. */
    if (field_kind_family(kind) == FAMILY_DELIVERY) kind = FIELD_KIND_TEXT;
    *out_kind = kind;
    int weight = weigh_kind(wish, kind, rule) + weigh_value(scan, wish, candidate, kind, rule);
    weight += weigh_name(scan, wish, candidate->field->name);
    weight += mention(scan, wish, candidate->item, candidate->piece);
    if (scan->reading->item == candidate->item) weight += WEIGHT_TYPE;
    return weight;
}

/* The best field so far, and whether another is as good. */
struct search {
    const struct scan_text *scan;
    const struct wish *wish;
    struct target best;
    int weight, considered;
    bool tie_item, tie_field;
};

static void consider(struct search *search, int item, int piece, const struct field *field)
{
    const struct scan_text *scan = search->scan;
    if (search->considered++ >= CANDIDATES_MAX) return;
    struct candidate candidate = {item, piece, field};
    const struct field_rule *rule = spec_rule(scan->store, &scan->inquiry->order->items[item], field->name);
    enum field_kind kind;
    int weight = weigh(scan, search->wish, &candidate, rule, &kind);
    if (search->best.found && weight == search->weight) {
        bool elsewhere = item != search->best.item || piece != search->best.piece;
        /* The same field and text on several pieces or items: the change is of one of them, or of all. */
        search->tie_item = search->tie_item || elsewhere;
        search->tie_field =
            search->tie_field || !elsewhere || !str_eq_nocase(field->name, search->best.field);
    }
    if (search->best.found && weight <= search->weight) return;
    search->best = (struct target){.item = item,
                                   .piece = piece,
                                   .field = field->name,
                                   .current = field->value,
                                   .kind = kind,
                                   .rule = rule,
                                   .found = true};
    search->weight = weight;
    search->tie_item = search->tie_field = false;
}

static void consider_all(struct search *search)
{
    const struct order *order = search->scan->inquiry->order;
    for (size_t i = 0; i < order->item_count; i++) {
        const struct item *item = &order->items[i];
        if (is_beside_point(search->scan, item)) continue;
        for (size_t f = 0; f < item->field_count; f++) consider(search, (int)i, -1, &item->fields[f]);
        for (size_t p = 0; p < item->piece_count; p++)
            for (size_t f = 0; f < item->pieces[p].field_count; f++)
                consider(search, (int)i, (int)p, &item->pieces[p].fields[f]);
    }
}

/* The item the words name, where no field of it is known to be meant. */
static int named_item(const struct scan_text *scan, const struct wish *wish)
{
    const struct order *order = scan->inquiry->order;
    if (!order) return ALL_ITEMS;
    if (order->item_count == 1) return 0;
    int best = 0, item = scan->reading->item;
    for (size_t i = 0; i < order->item_count; i++) {
        int weight = mention(scan, wish, (int)i, -1);
        if (weight <= best) continue;
        best = weight;
        item = (int)i;
    }
    if (item >= (int)order->item_count) item = ALL_ITEMS;
    return item;
}

/* An address or telephone number that is part of what is made, as on a card or a luggage tag. */
static bool is_made(const struct scan_text *scan, enum field_kind kind)
{
    const struct order *order = scan->inquiry->order;
    for (size_t i = 0; order && i < order->item_count; i++)
        for (size_t f = 0; f < order->items[i].field_count; f++)
            if (field_kind_of(scan->arena, order->items[i].fields[f].name) == kind) return true;
    return false;
}

/* Whether some field of the order has exactly that value: "house number 14, not 12" on a door sign. */
static bool holds_value(const struct scan_text *scan, struct str value)
{
    const struct order *order = scan->inquiry->order;
    for (size_t i = 0; order && i < order->item_count; i++)
        for (size_t f = 0; f < order->items[i].field_count; f++)
            if (text_same(order->items[i].fields[f].value, value)) return true;
    return false;
}

void target_find(const struct scan_text *scan, const struct wish *wish, struct target *out)
{
    enum field_family family = field_kind_family(wish->field);
    struct search search = {.scan = scan, .wish = wish};
    *out = (struct target){
        .item = ALL_ITEMS, .piece = -1, .field = field_kind_plain(wish->field), .kind = wish->field};
    struct wish made = *wish;
    if (family == FAMILY_DELIVERY) {
        bool stated = value_given(&wish->old) && holds_value(scan, text_of(scan, &wish->old));
        if (!is_made(scan, wish->field) && !stated) return;
        made.field = stated ? FIELD_KIND_NONE : FIELD_KIND_TEXT;
        search.wish = &made;
    }
    if (family != FAMILY_ORDER && scan->inquiry->order) consider_all(&search);
    if (!search.best.found || search.weight <= WEIGHT_WRONG_FAMILY / 2) {
        out->item = named_item(scan, wish);
        if (out->item >= 0)
            out->rule = spec_rule(scan->store, &scan->inquiry->order->items[out->item], out->field);
        return;
    }
    *out = search.best;
    out->ambiguous = search.tie_item || search.tie_field;
    if (search.tie_item) {
        out->item = scan->inquiry->order->item_count == 1 ? 0 : ALL_ITEMS;
        out->piece = -1;
        out->current = (struct str){0};
    }
    if (search.tie_field) {
        out->field = (struct str){0};
        out->current = (struct str){0};
    }
}
