/* Looking things up in a store; see store.h. */
#include "model/store.h"

const struct liquid_template *language_template(const struct language *language, struct str name)
{
    size_t low = 0, high = language->template_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_cmp(language->templates[middle].name, name);
        if (order == 0) return language->templates[middle].template;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

size_t store_language(const struct store *store, struct str code, size_t fallback)
{
    for (size_t i = 0; i < store->language_count; i++)
        if (str_eq(store->languages[i].code, code)) return i;
    return fallback;
}

struct str language_word(const struct language *language, struct str key)
{
    const struct value *word = value_get(&language->words, key);
    return word && word->kind == VALUE_STRING ? word->string : key;
}

/* How well a product's sku covers the item's: its length where it does ("PREFIX*" by its prefix), else -1. */
static long sku_cover(struct str pattern, struct str sku)
{
    if (str_eq(pattern, sku)) return (long)sku.len + 1;
    if (pattern.len == 0 || pattern.ptr[pattern.len - 1] != '*') return -1;
    struct str prefix = str_slice(pattern, 0, pattern.len - 1);
    return str_starts(sku, prefix) ? (long)prefix.len : -1;
}

const struct product *store_product(const struct store *store, struct str sku)
{
    const struct product *best = NULL;
    long best_cover = -1;
    for (size_t i = 0; sku.len && i < store->product_count; i++) {
        long cover = sku_cover(store->products[i].sku, sku);
        if (cover <= best_cover) continue;
        best = &store->products[i];
        best_cover = cover;
    }
    return best;
}

const struct zone *store_country_zone(const struct store *store, struct str country)
{
    for (size_t i = 0; i < store->country_zone_count; i++)
        if (str_eq(store->country_zones[i].country, country)) return store->country_zones[i].zone;
    return NULL;
}

struct str store_other_language(const struct store *store, struct str code)
{
    for (size_t i = 0; i < store->other_language_count; i++)
        if (str_eq(store->other_languages[i].code, code)) return store->other_languages[i].line;
    return (struct str){0};
}
