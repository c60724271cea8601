/* The studio's board: a card for each item that is being made, in the column of its stage. Needs RIGHT_READ. What customers paid,
 * where they live and what they wrote is not on it. */
#ifndef BURIN_DESK_BOARD_H
#define BURIN_DESK_BOARD_H

#include "desk/desk.h"
#include "desk/outlook.h"
#include "store/board.h"

#define BOARD_COLUMNS(X)                  \
    X(DESIGN, "design")                   \
    X(PHOTO_REQUESTED, "photo_requested") \
    X(PROOF_SENT, "proof_sent")           \
    X(PRODUCTION, "production")           \
    X(QUALITY_CHECK, "quality_check")     \
    X(SHIPPED, "shipped")
#define X(id, name) COLUMN_##id,
enum board_column { BOARD_COLUMNS(X) COLUMN_COUNT };
#undef X
struct str board_column_name(enum board_column column);

enum { BOARD_ORDERS_MOST = 100, BOARD_SHIPPED_DAYS = 7 };

struct board_card {
    enum board_column column;
    const struct order_record *record;
    int item;
    const struct item_view *view;
    instant_t since;          /* when the stage began; INSTANT_NONE: nobody has said */
    enum milestone milestone; /* the one that ends the column, and when it is to be expected */
    struct day_range due;
    const struct spec_news *news; /* of the item */
    size_t news_count;
    const struct board_photo *photos; /* the customer's of the order, the last one last */
    size_t photo_count;
    const struct board_photo *photo; /* the last one that no value and no change names; NULL: none */
};

struct board {
    struct board_card *cards; /* by column; then what is overdue, what is rushed, and what is due first */
    size_t count;
    bool
        more; /* a stage has more than BOARD_ORDERS_MOST orders: its oldest are here, of shipped ones the newest */
    instant_t now;
};
/* Of all orders, or where `number` is not empty of that one: ERR_NOT_FOUND where there is none. */
int desk_board(struct desk *desk, const struct actor *actor, struct arena *arena, struct str number,
               struct board *out, struct err *err);

/* Needs RIGHT_STUDIO. ERR_NOT_FOUND where there is no such version of the piece. */
struct acknowledgement {
    struct str number;
    int item, piece; /* piece -1: the item itself */
    int64_t version;
};
int desk_acknowledge(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct acknowledgement *seen, struct spec_news **out_left, size_t *out_count,
                     struct err *err);

#endif
