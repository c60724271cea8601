/* A shop in force, with the engines that assess by it. Immutable, counted, and freed by who drops it last: a desk takes up
 * a new one at any time, while whoever began with the old one finishes with it. From any thread. */
#ifndef BURIN_DESK_EDITION_H
#define BURIN_DESK_EDITION_H

#include "engine/assess.h"
#include "shop/shop.h"

struct edition;

/* Of a store that is somebody else's and outlives the edition. Held once. */
struct edition *edition_borrow(const struct store *store);
/* Of a shop that goes with the edition; `number` says which state of the stored files it was made of. */
struct edition *edition_own(struct shop *shop, int64_t number);
void edition_hold(struct edition *edition);
void edition_drop(struct edition *edition); /* NULL is fine */
/* Frees the engines that nobody uses; after it a borrowed store may go, though arenas still hold the edition. */
void edition_rest(struct edition *edition);

const struct store *edition_store(const struct edition *edition);
/* NULL where it is borrowed. */
const struct shop *edition_shop(const struct edition *edition);
int64_t edition_number(const struct edition *edition);

/* An engine that nobody else uses until it is given back. */
struct edition_engine;
struct edition_engine *edition_take(struct edition *edition);
void edition_give(struct edition *edition, struct edition_engine *taken);
struct engine *edition_engine(const struct edition_engine *taken);

#endif
