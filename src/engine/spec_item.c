/* How the customer's words name an item or a piece: by its kind, title, sku, text or place in the list. */
#include "engine/spec.h"

enum {
    WEIGHT_PRODUCT = 30,
    WEIGHT_TITLE_WORD = 8,
    WEIGHT_SKU = 60,
    WEIGHT_VALUE = 25,
    WEIGHT_ORDINAL = 40,
    TITLE_WORDS = 2
};

static struct str token_text(const struct scan_text *scan, size_t at)
{
    return scan_slice(scan, scan->tokens[at].inner.start, scan->tokens[at].inner.end);
}

static bool title_has_product(const struct scan_text *title, int product)
{
    for (size_t i = 0; i < title->count; i++)
        if (token_is(&title->tokens[i], W_PRODUCT) && title->tokens[i].product == product) return true;
    return false;
}

/* Pairs of Chinese characters of the title that stand in the words: 男戒. At most TITLE_WORDS count. */
static int han_pairs(const struct scan_text *scan, struct str title, size_t first, size_t last)
{
    if (first >= last || title.len < 6) return 0;
    struct str words = scan_slice(scan, scan->tokens[first].start, scan->tokens[last - 1].end);
    int pairs = 0;
    for (size_t at = 0; at + 6 <= title.len && pairs < TITLE_WORDS; at++) {
        bool han = (unsigned char)title.ptr[at] >= 0xE4 && (unsigned char)title.ptr[at + 3] >= 0xE4;
        if (han && str_contains(words, str_slice(title, at, at + 6))) pairs++;
    }
    return pairs;
}

static int by_title(const struct scan_text *scan, const struct item *item, size_t first, size_t last)
{
    struct scan_text title;
    scan_words(scan->arena, item->title, &title);
    int weight = 0, words = 0;
    for (size_t i = first; i < last; i++) {
        const struct token *token = &scan->tokens[i];
        if (token->kind == TOKEN_QUOTE) continue;
        if (token_is(token, W_PRODUCT) && title_has_product(&title, token->product)) weight = WEIGHT_PRODUCT;
        if (token->kind != TOKEN_WORD || token->end - token->start < 3 || words >= TITLE_WORDS ||
            (token->classes & ~(W_BIT(W_PRODUCT) | W_BIT(W_COLOUR) | W_BIT(W_SIZE))))
            continue;
        if (text_find_words(item->title, token_text(scan, i)) == TEXT_NOWHERE) continue;
        words++;
    }
    return weight + (words + han_pairs(scan, item->title, first, last)) * WEIGHT_TITLE_WORD;
}

static int by_sku(const struct scan_text *scan, const struct item *item, size_t first, size_t last)
{
    if (item->sku.len < 3 || first >= last) return 0;
    struct str words = scan_slice(scan, scan->tokens[first].start, scan->tokens[last - 1].end);
    return text_find_words(words, item->sku) != TEXT_NOWHERE ? WEIGHT_SKU : 0;
}

/* 思琪 for 李思琪: the last two characters of a name of three, at token `at`. */
static bool given_name(const struct scan_text *scan, const struct field *fields, size_t count, size_t at,
                       size_t last)
{
    if (at + 1 >= last || !scan->tokens[at + 1].han) return false;
    struct str two = scan_slice(scan, scan->tokens[at].start, scan->tokens[at + 1].end);
    for (size_t f = 0; f < count; f++)
        if (two.len == 6 && fields[f].value.len == 9 && str_ends(fields[f].value, two)) return true;
    return false;
}

/* "the one that says Mum", "Tess's": a word or value of the piece. */
static int by_value(const struct scan_text *scan, const struct field *fields, size_t count, size_t first,
                    size_t last, struct span skip)
{
    for (size_t i = first; i < last; i++) {
        const struct token *token = &scan->tokens[i];
        struct str word = token_text(scan, i);
        if (str_ends(word, STR("'s"))) word.len -= 2;
        if (str_ends(word, STR("’s"))) word.len -= 4;
        if (token->start < skip.end && skip.start < token->end) continue;
        if (token->han && token->kind == TOKEN_HAN && given_name(scan, fields, count, i, last))
            return WEIGHT_VALUE;
        bool name = token->kind == TOKEN_QUOTE || token->kind == TOKEN_KNOWN ||
                    (token->kind == TOKEN_WORD && token->capital && !token->classes);
        if (!name || word.len < 2) continue;
        for (size_t f = 0; f < count; f++)
            if (text_find_words(fields[f].value, word) != TEXT_NOWHERE) return WEIGHT_VALUE;
    }
    return 0;
}

/* "the second one", 第二个: the place among all items, or among those of the product named behind it. */
static bool ordinal_in(const struct scan_text *scan, size_t first, size_t last, int *out_ordinal,
                       int *out_product)
{
    for (size_t i = first; i < last; i++) {
        const struct token *token = &scan->tokens[i];
        if (!token_is(token, W_ORDINAL) || token->kind == TOKEN_QUOTE) continue;
        size_t next = i + 1;
        if (next < last && token_is(&scan->tokens[next], W_FIELD)) continue;
        *out_product =
            next < last && token_is(&scan->tokens[next], W_PRODUCT) ? scan->tokens[next].product : 0;
        bool thing =
            token->han || *out_product ||
            (next < last && (token_is(&scan->tokens[next], W_COUNT) || token_is(&scan->tokens[next], W_IT)));
        if (!thing) continue;
        *out_ordinal = token->detail;
        return true;
    }
    return false;
}

static bool item_is_product(const struct scan_text *scan, const struct item *item, int product)
{
    struct scan_text title;
    scan_words(scan->arena, item->title, &title);
    return title_has_product(&title, product);
}

static int item_by_ordinal(const struct scan_text *scan, int item, size_t first, size_t last)
{
    const struct order *order = scan->inquiry->order;
    int ordinal, product, place = 0, total = 0;
    if (order->item_count < 2 || !ordinal_in(scan, first, last, &ordinal, &product)) return 0;
    for (size_t i = 0; i < order->item_count; i++) {
        if (product && !item_is_product(scan, &order->items[i], product)) continue;
        total++;
        if ((int)i == item) place = total;
    }
    if (ordinal < 0) ordinal = total;
    return place && place == ordinal ? WEIGHT_ORDINAL : 0;
}

int item_mentioned(const struct scan_text *scan, int item, int piece, size_t first, size_t last)
{
    return item_mentioned_beside(scan, item, piece, first, last, (struct span){0});
}

int item_mentioned_beside(const struct scan_text *scan, int item, int piece, size_t first, size_t last,
                          struct span skip)
{
    const struct order *order = scan->inquiry->order;
    const struct item *named = &order->items[item];
    int weight = 0, ordinal, product;
    if (last > scan->count) last = scan->count;
    if (order->item_count > 1)
        weight += by_title(scan, named, first, last) + by_sku(scan, named, first, last) +
                  item_by_ordinal(scan, item, first, last) +
                  by_value(scan, named->fields, named->field_count, first, last, skip);
    if (piece >= 0) {
        weight +=
            by_value(scan, named->pieces[piece].fields, named->pieces[piece].field_count, first, last, skip);
        if (ordinal_in(scan, first, last, &ordinal, &product) &&
            (ordinal < 0 ? (int)named->piece_count : ordinal) == piece + 1)
            weight += WEIGHT_ORDINAL;
    }
    return weight;
}
