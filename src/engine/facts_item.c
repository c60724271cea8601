/* Which thing the customer names, and which item of the order that is. */
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

void facts_read_item(struct arena *arena, const struct inquiry *inquiry, const struct store *store,
                     struct reading *out)
{
    struct scan_text scan;
    scan_text(arena, inquiry, store, out, &scan);
    size_t word = product_word(&scan);
    if (word < scan.count) {
        out->product_span = scan.tokens[word].inner;
        out->product_word = scan_slice(&scan, out->product_span.start, out->product_span.end);
    }
    const struct order *order = inquiry->order;
    out->item = order && order->item_count == 1 ? 0 : ALL_ITEMS;
    int best = 0;
    for (size_t i = 0; order && order->item_count > 1 && i < order->item_count; i++) {
        int weight = item_mentioned(&scan, (int)i, -1, 0, scan.count);
        if (weight == best) out->item = ALL_ITEMS;
        if (weight <= best) continue;
        best = weight;
        out->item = (int)i;
    }
}
