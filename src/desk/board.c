/* The studio's board; see board.h. */
#include "desk/board.h"

#include <stdlib.h>

#include "store/audit.h"

#define X(id, name) STR_INIT(name),
static const struct str column_names[COLUMN_COUNT] = {BOARD_COLUMNS(X)};
#undef X

struct str board_column_name(enum board_column column)
{
    return column_names[column];
}

/* ---- what is being made ---- */

static const struct str stages[] = {STR_INIT(""), STR_INIT("design"), STR_INIT("production"),
                                    STR_INIT("quality_check"), STR_INIT("shipped")};
enum { STAGES_SHOWN = sizeof stages / sizeof *stages };

/* Behind all others. */
static const struct id id_last = {
    {255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255}};

struct reading_board {
    struct str number; /* of the only order that is looked at; empty: all */
    bool found;
    struct board_orders stages[STAGES_SHOWN];
    instant_t now, shipped_from;
};

static int read_in(const struct unit *unit, void *context, struct err *err)
{
    struct reading_board *reading = context;
    struct id first = {{[15] = 1}}, last = id_last; /* an id of nothing but zeros is none */
    reading->now = unit->now;
    reading->shipped_from = unit->now - BOARD_SHIPPED_DAYS * 24 * MICROS_PER_HOUR;
    int found = reading->number.len ? order_find(unit, reading->number, &first, err) : 1;
    reading->found = found > 0;
    if (found <= 0) return found;
    if (reading->number.len) last = first;
    for (size_t i = 0; i < STAGES_SHOWN; i++) {
        struct board_span span = {
            .stage = stages[i], .first = first, .last = last, .most = BOARD_ORDERS_MOST};
        if (str_is(stages[i], "shipped")) {
            span.shipped_from = reading->shipped_from;
            span.newest = true;
        }
        if (board_load(unit, &span, &reading->stages[i], err) < 0) return -1;
    }
    return 0;
}

/* ---- a card ---- */

struct dealing {
    struct arena *arena;
    const struct store *store;
    const struct reading_board *reading;
    struct board board;
    size_t cap;
};

/* Where the piece stands by what was reported; -1: it is on no column. Without a word it has still to be designed. */
static int column_of(const struct item_life *life, instant_t shipped_from)
{
    if (!life->reported) return COLUMN_DESIGN;
    switch (life->stage) {
    case STAGE_DESIGN:
        return !life->waiting_for_customer ? COLUMN_DESIGN
               : life->waiting_for_photo   ? COLUMN_PHOTO_REQUESTED
                                           : COLUMN_PROOF_SENT;
    case STAGE_PRODUCTION:
        return COLUMN_PRODUCTION;
    case STAGE_QUALITY_CHECK:
        return COLUMN_QUALITY_CHECK;
    case STAGE_SHIPPED:
        return life->began[STAGE_SHIPPED] >= shipped_from ? COLUMN_SHIPPED : -1;
    default:
        return -1;
    }
}

static const struct {
    enum stage began;
    enum milestone ends;
} columns[COLUMN_COUNT] = {
    [COLUMN_DESIGN] = {STAGE_DESIGN, MILESTONE_DESIGN_DONE},
    [COLUMN_PHOTO_REQUESTED] = {STAGE_PHOTO_REQUESTED, MILESTONE_DESIGN_DONE},
    [COLUMN_PROOF_SENT] = {STAGE_PROOF_SENT, MILESTONE_DESIGN_DONE},
    [COLUMN_PRODUCTION] = {STAGE_PRODUCTION, MILESTONE_PRODUCTION_DONE},
    [COLUMN_QUALITY_CHECK] = {STAGE_QUALITY_CHECK, MILESTONE_QUALITY_CHECK_DONE},
    [COLUMN_SHIPPED] = {STAGE_SHIPPED, MILESTONE_DELIVERED},
};

static void find_news(const struct board_orders *orders, struct board_card *card)
{
    for (size_t i = 0; i < orders->news_count; i++) {
        if (!id_eq(&orders->news[i].order, &card->record->id) || orders->news[i].item != card->item) continue;
        if (!card->news_count) card->news = &orders->news[i];
        card->news_count++;
    }
}

static bool names(const struct item *item, struct str photo)
{
    bool found = false;
    for (size_t i = 0; i < item->field_count; i++) found = found || str_eq(item->fields[i].value, photo);
    for (size_t p = 0; p < item->piece_count; p++)
        for (size_t i = 0; i < item->pieces[p].field_count; i++)
            found = found || str_eq(item->pieces[p].fields[i].value, photo);
    return found;
}

/* Whether another item is made from it, or something was to be that is not: what is, names it. */
static bool is_spoken_for(const struct board_card *card, struct str photo)
{
    const struct order *order = card->record->order;
    for (size_t i = 0; i < order->item_count; i++)
        if ((int)i != card->item && names(&order->items[i], photo)) return true;
    for (size_t i = 0; i < order->change_count; i++)
        if (str_eq(order->changes[i].new_value, photo)) return true;
    return false;
}

static void find_photos(const struct board_orders *orders, struct board_card *card)
{
    for (size_t i = 0; i < orders->photo_count; i++) {
        if (!id_eq(&orders->photos[i].order, &card->record->id)) continue;
        if (!card->photo_count++) card->photos = &orders->photos[i]; /* they are by order */
        if (!is_spoken_for(card, orders->photos[i].name)) card->photo = &orders->photos[i];
    }
}

static void deal_item(struct dealing *dealing, const struct board_orders *orders,
                      const struct order_record *record, int item, const struct item_view *view)
{
    const struct item_life *life = &view->estimate.life;
    int column = column_of(life, dealing->reading->shipped_from);
    if (column < 0 || view->item->stock) return;
    struct board *board = &dealing->board;
    struct board_card *card = ARENA_PUSH(dealing->arena, board->cards, board->count, dealing->cap);
    *card = (struct board_card){
        .column = (enum board_column)column,
        .record = record,
        .item = item,
        .view = view,
        .since = life->reported ? life->began[columns[column].began] : INSTANT_NONE,
        .milestone = columns[column].ends,
        .due = view->estimate.milestones[columns[column].ends].range,
    };
    find_news(orders, card);
    find_photos(orders, card);
}

static void deal(struct dealing *dealing, const struct board_orders *orders)
{
    if (orders->count == BOARD_ORDERS_MOST) dealing->board.more = true;
    for (int i = 0; i < orders->count; i++) {
        struct item_view *views;
        size_t count;
        outlook_of(dealing->arena, dealing->store, orders->orders[i].order, dealing->reading->now, &views,
                   &count);
        for (size_t item = 0; item < count; item++)
            deal_item(dealing, orders, &orders->orders[i], (int)item, &views[item]);
    }
}

static int by_need(const void *left, const void *right)
{
    const struct board_card *a = left, *b = right;
    bool rush_a = a->record->order->production.rush, rush_b = b->record->order->production.rush;
    if (a->column != b->column) return a->column < b->column ? -1 : 1;
    if (a->view->estimate.overdue != b->view->estimate.overdue) return a->view->estimate.overdue ? -1 : 1;
    if (rush_a != rush_b) return rush_a ? -1 : 1;
    if (a->due.to != b->due.to) return a->due.to < b->due.to ? -1 : 1;
    int order = memcmp(&a->record->id, &b->record->id, sizeof a->record->id);
    return order ? order : a->item - b->item;
}

int desk_board(struct desk *desk, const struct actor *actor, struct arena *arena, struct str number,
               struct board *out, struct err *err)
{
    struct reading_board reading = {.number = number};
    if (actor_check(actor, RIGHT_READ, err) < 0 || desk_read(desk, actor, arena, read_in, &reading, err) < 0)
        return -1;
    if (!reading.found) return order_missing(number, err);
    struct dealing dealing = {
        .arena = arena, .store = desk_store(desk, arena), .reading = &reading, .board = {.now = reading.now}};
    struct board_orders *kept = ARENA_ARRAY(arena, STAGES_SHOWN, struct board_orders);
    memcpy(kept, reading.stages, sizeof reading.stages); /* cards point into it */
    for (size_t i = 0; i < STAGES_SHOWN; i++) deal(&dealing, &kept[i]);
    if (dealing.board.count)
        qsort(dealing.board.cards, dealing.board.count, sizeof *dealing.board.cards, by_need);
    *out = dealing.board;
    return 0;
}

/* ---- what was seen ---- */

struct acknowledging {
    const struct acknowledgement *seen;
    struct spec_news *left;
    size_t count;
};

static int acknowledge_in(const struct unit *unit, void *context, struct err *err)
{
    struct acknowledging *acknowledging = context;
    const struct acknowledgement *seen = acknowledging->seen;
    struct id order;
    bool known;
    if (order_need(unit, seen->number, &order, err) < 0 ||
        spec_acknowledge(unit, &order, seen->item, seen->piece, seen->version, &known, err) < 0)
        return -1;
    if (!known)
        return err_set(err, ERR_INPUT, "/version: a version of what is to be made is expected, found %lld",
                       (long long)seen->version);
    struct audit_entry entry = {
        .verb = "spec.acknowledged",
        .object = order,
        .order = order,
        .detail = arena_printf(unit->arena, "{\"item\":%d,\"piece\":%d,\"spec_version\":%lld}", seen->item,
                               seen->piece, (long long)seen->version),
    };
    if (audit_add(unit, &entry, err) < 0) return -1;
    return spec_news_of(unit, &order, &acknowledging->left, &acknowledging->count, err);
}

int desk_acknowledge(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct acknowledgement *seen, struct spec_news **out_left, size_t *out_count,
                     struct err *err)
{
    struct acknowledging acknowledging = {.seen = seen};
    if (actor_check(actor, RIGHT_STUDIO, err) < 0 ||
        desk_write(desk, actor, arena, acknowledge_in, &acknowledging, err) < 0)
        return -1;
    *out_left = acknowledging.left;
    *out_count = acknowledging.count;
    return 0;
}
