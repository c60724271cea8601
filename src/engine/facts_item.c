/* Which thing the customer names, and which item of the order that is. */
#include "engine/meaning.h"
#include "engine/spec.h"

/* The first product word outside of quotation marks. */
static size_t product_word(const struct scan_text *scan)
{
    for (size_t i = 0; i < scan->count; i++)
        if (token_is(&scan->tokens[i], W_PRODUCT) && scan->tokens[i].kind != TOKEN_QUOTE &&
            !token_is(&scan->tokens[i], W_FIELD))
            return i;
    return scan->count;
}

static bool ends_clause(const struct token *token)
{
    return token->kind == TOKEN_STOP || token_is(token, W_COMMA) || token_is(token, W_NEWLINE);
}

/* "… but keep the wallet", 钱包留着: a clause about what shall stay as it is. */
static bool is_of_what_stays(const struct scan_text *scan, size_t first, size_t last)
{
    static const char *const stays[] = {"keep", "keeping", "leave", "留着", "保留", "留下", "照常",
                                        "照做", "不动",    "不变",  "还要", "继续", "要留"};
    struct str clause = scan_slice(scan, scan->tokens[first].start, scan->tokens[last - 1].end);
    for (size_t i = 0; i < sizeof stays / sizeof *stays; i++)
        if (text_find_words(clause, str_of(stays[i])) != TEXT_NOWHERE) return true;
    return false;
}

/* How much the words name an item, those about what shall stay left out. */
static int weight_in(const struct scan_text *scan, int item, size_t first, size_t last)
{
    int weight = 0;
    for (size_t from = first, to; from < last; from = to + 1) {
        for (to = from; to < last && !ends_clause(&scan->tokens[to]) &&
                        !(to > from && token_is(&scan->tokens[to], W_BUT));)
            to++;
        if (to > from && !is_of_what_stays(scan, from, to))
            weight += item_mentioned(scan, item, -1, from, to);
    }
    return weight;
}

int item_named(const struct scan_text *scan, size_t first, size_t last)
{
    const struct order *order = scan->inquiry->order;
    int named = ALL_ITEMS, best = 0;
    for (size_t i = 0; i < order->item_count; i++) {
        int weight = weight_in(scan, (int)i, first, last);
        if (weight == best) named = ALL_ITEMS;
        if (weight <= best) continue;
        best = weight;
        named = (int)i;
    }
    return named;
}

/* The words of one concern alone: its evidence less what, at either end, is another concern's narrower evidence. */
static struct span own_evidence(const struct reading *reading, size_t concern)
{
    struct span own = reading->concerns[concern].evidence;
    for (size_t i = 0; i < reading->concern_count; i++) {
        struct span other = reading->concerns[i].evidence;
        bool narrower = other.end > other.start && other.end - other.start < own.end - own.start;
        if (i == concern || !narrower || other.start >= own.end || other.end <= own.start) continue;
        if (other.start > own.start && other.end >= own.end) own.end = other.start;
        if (other.start <= own.start && other.end < own.end) own.start = other.end;
    }
    return own;
}

static int item_in_span(const struct scan_text *scan, struct span span)
{
    size_t first = 0;
    while (first < scan->count && scan->tokens[first].start < span.start) first++;
    size_t last = first;
    while (last < scan->count && scan->tokens[last].end <= span.end) last++;
    return item_named(scan, first, last);
}

/* Each concern's own words may name an item: "cancel the portrait; where is the necklace?" */
static void place_concerns(const struct scan_text *scan, struct reading *out)
{
    for (size_t i = 0; i < out->concern_count; i++) {
        struct concern_found *found = &out->concerns[i];
        if (concern_is_route(found->concern) || found->concern == CONCERN_FAQ ||
            found->concern == CONCERN_THANKS)
            continue;
        bool single = scan->inquiry->order->item_count == 1;
        found->item = single ? 0 : item_in_span(scan, own_evidence(out, i));
    }
    place_complaints(scan, out);
}

void facts_read_item(struct arena *arena, const struct inquiry *inquiry, const struct store *store,
                     struct reading *out)
{
    if (out->signs.for_address && inquiry->order)
        out->signs.for_address = meaning_has_address(arena, store, inquiry, out);
    struct scan_text scan;
    scan_text(arena, inquiry, store, out, &scan);
    size_t word = product_word(&scan);
    if (word < scan.count) {
        out->product_span = scan.tokens[word].inner;
        out->product_word = scan_slice(&scan, out->product_span.start, out->product_span.end);
    }
    const struct order *order = inquiry->order;
    out->item = ALL_ITEMS;
    if (!order || !order->item_count) return;
    out->item = order->item_count == 1 ? 0 : item_named(&scan, 0, scan.count);
    place_concerns(&scan, out);
}
