/* What the studio works on: every order of a stage with what its pieces need to be made, in a few statements whatever their
 * number. */
#ifndef BURIN_STORE_BOARD_H
#define BURIN_STORE_BOARD_H

#include "store/order.h"

/* A version that a confirmed change wrote, and the studio has not acknowledged. */
struct spec_news {
    int item, piece;
    int64_t version;
    struct str before, fields; /* JSON: the version before, and this one */
    instant_t made_at;
    struct id order;
};

struct board_photo { /* of the customer, where it stands in their messages */
    struct id order, ticket;
    int64_t seq;
    int place;
    struct str name, type;
};

struct board_span {
    struct str stage;       /* as the order has it; empty: no event yet */
    struct id first, last;  /* ids between which they are */
    instant_t shipped_from; /* of "shipped": not before; else 0 */
    int most;
    bool newest; /* of more than `most` the newest, not the oldest */
};

struct board_orders {
    struct order_record
        *orders; /* in order of their ids: items with what is to be made, events, holds, promises, changes */
    int count;
    struct spec_news *news; /* by order, item, piece and version */
    size_t news_count;
    struct board_photo *photos; /* by order, the newest last */
    size_t photo_count;
};
int board_load(const struct unit *unit, const struct board_span *span, struct board_orders *out,
               struct err *err);

/* Which of the customer's photos of an order: of that name, sent by that address; empty: any. */
struct photo_wanted {
    struct id order;
    struct str name, from;
};
/* The last of them: 1, or 0 where there is none. */
int board_photo_of(const struct unit *unit, const struct photo_wanted *wanted, struct board_photo *out,
                   struct err *err);
/* All of them, the newest last. */
int board_photos_of(const struct unit *unit, const struct photo_wanted *wanted, struct board_photo **out,
                    size_t *out_count, struct err *err);
/* Of one order. */
int spec_news_of(const struct unit *unit, const struct id *order, struct spec_news **out, size_t *out_count,
                 struct err *err);
/* The studio has seen all versions of a piece up to one; *out_known is false where there is no such version. */
int spec_acknowledge(const struct unit *unit, const struct id *order, int item, int piece, int64_t version,
                     bool *out_known, struct err *err);

#endif
