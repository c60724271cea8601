/* The parts of a store, each read by a file of its own into the shop being opened. Every reader tells its findings and
 * fills what it can; whether a shop may be used depends on whether there are findings in the end. */
#ifndef BURIN_SHOP_PARTS_H
#define BURIN_SHOP_PARTS_H

#include "shop/loader.h"
#include "shop/setting.h"
#include "shop/shop.h"

struct shop {
    struct arena *arena;
    struct store store;
    struct shop_settings settings;
    struct shop_files files; /* what it was made of, where that is a set of files */
};

/* store.yaml; the zone is looked up too, so that a wrong name is told at its place. */
void settings_load(struct loader *loader, struct shop *shop);
void settings_describe(struct buf *out);
/* The list of products in store.yaml; their crafts are held against the word lists, so templates come first. */
void products_read(struct setting_reader *reader, const struct yaml_node *node, struct store *store);
void products_describe(struct buf *out);
/* policy.md and policy.zh.md. */
void policy_load(struct loader *loader, struct store *store);
void policy_describe(struct buf *out);
/* faq.md and faq.zh.md; the Chinese edition may be missing. */
void faq_load(struct loader *loader, struct store *store);
/* calendars/studio.ics and calendars/carrier.ics; after the settings. */
void calendars_load(struct loader *loader, struct shop *shop);
/* templates/LANG/: those of the program, each overridden by the folder's. */
void templates_load(struct loader *loader, struct store *store);

/* A zone of the system's tzdata (TZDIR, else /usr/share/zoneinfo). */
int zones_find(struct arena *arena, struct str name, const struct zone **out, struct err *err);
/* The zones of countries that have one; those tzdata lacks are left out. */
void zones_load_countries(struct loader *loader, struct store *store);

#endif
