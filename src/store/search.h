/* Full-text search over orders and messages, English and Chinese, newest first.
 *
 * Both engines index the same words: folded, without marks, Chinese as single characters and pairs of neighbours, so that a
 * word of two characters is found (SQLite's own trigrams miss it). */
#ifndef BURIN_STORE_SEARCH_H
#define BURIN_STORE_SEARCH_H

#include "model/order.h"
#include "store/unit.h"

int search_add_message(const struct unit *unit, const struct id *ticket, int64_t seq, struct str subject,
                       struct str body, struct err *err);
/* Replaces what was indexed of the order: number, people, titles, personalization, tracking. */
int search_put_order(const struct unit *unit, const struct id *id, const struct order *order,
                     struct err *err);
/* Nothing of the order, or of the ticket's messages, is found any more. */
int search_remove(const struct unit *unit, const struct id *object, struct err *err);
/* Nor is one of the ticket's messages. */
int search_remove_message(const struct unit *unit, const struct id *ticket, int64_t seq, struct err *err);

/* Words that were deleted stay in the parts of SQLite's index that hold them, until these are written anew: asks for that. Of
 * PostgreSQL they are gone when it is next vacuumed. */
int search_purge(const struct unit *unit, struct err *err);
/* A step towards it, of some milliseconds. 1 where there is more to do, 0 where nothing is. */
int search_purge_step(const struct unit *unit, struct err *err);

struct search_hit {
    int64_t row;   /* for the next page */
    bool is_order; /* else a message of the ticket `object` */
    struct id object;
    int64_t seq;
};
/* Rows that hold every word of `query`, behind `before` (0: from the newest). An empty query finds nothing. */
int search_find(const struct unit *unit, struct str query, int64_t before, int most, struct search_hit *out,
                int *out_count, struct err *err);

/* The words of a text, parted by spaces: at most `most` bytes of them. In `for_query` a Chinese run of two or more gives its
 * pairs only, and a single character itself. */
struct str search_words(struct arena *arena, struct str text, bool for_query, size_t most);

#endif
