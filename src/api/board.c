/* The studio's board: what is being made, column by column, and what the studio has seen of changes. */
#include "desk/board.h"

#include "api/routes.h"
#include "api/spec.h"

enum { PHOTO_NAME_MOST = 4096 };

static void write_pieces(struct json_writer *json, const struct item *item)
{
    json_name(json, "pieces");
    json_begin_array(json);
    for (size_t i = 0; i < item->piece_count; i++) {
        json_begin_object(json);
        json_put_int(json, "piece", (int64_t)i);
        write_fields(json, item->pieces[i].fields, item->pieces[i].field_count);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_holds(struct json_writer *json, const struct board_card *card)
{
    const struct order *order = card->record->order;
    json_name(json, "holds");
    json_begin_array(json);
    for (size_t i = 0; i < order->hold_count; i++) {
        const struct hold *hold = &order->holds[i];
        if (hold->to != INSTANT_NONE || (hold->item != ALL_ITEMS && hold->item != card->item)) continue;
        json_begin_object(json);
        json_put_string(json, "reason", hold->reason);
        put_time(json, "since", hold->from);
        json_end_object(json);
    }
    json_end_array(json);
}

/* Where the order goes is not the studio's. */
static bool is_pending(const struct change *change, int item)
{
    bool settled = change->state == CHANGE_APPLIED || change->state == CHANGE_DECLINED ||
                   change->state == CHANGE_WITHDRAWN;
    return !settled && (change->item == item || change->item == ALL_ITEMS) &&
           !str_is(change->field, "address");
}

static void write_pending(struct json_writer *json, const struct board_card *card)
{
    const struct order *order = card->record->order;
    json_name(json, "pending");
    json_begin_array(json);
    for (size_t i = 0; i < order->change_count; i++) {
        const struct change *change = &order->changes[i];
        if (!is_pending(change, card->item)) continue;
        json_begin_object(json);
        json_put_string(json, "field", change->field);
        json_put_string(json, "old", change->old_value);
        json_put_string(json, "new", change->new_value);
        json_put_string(json, "state", change_state_name(change->state));
        put_time(json, "received_at", change->at);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_due(struct json_writer *json, const struct board_card *card)
{
    const struct estimate *estimate = &card->view->estimate;
    json_name(json, "due");
    json_begin_object(json);
    json_put_string(json, "milestone", milestone_name(card->milestone));
    put_day(json, "from", card->due.from);
    put_day(json, "to", card->due.to);
    json_end_object(json);
    json_put_bool(json, "overdue", estimate->overdue);
    put_day(json, "overdue_since", estimate->overdue ? estimate->overdue_since : DAY_NONE);
}

static void write_photo(struct call *call, const struct board_card *card)
{
    struct json_writer *json = &call->json;
    const struct board_photo *photo = card->photo;
    struct str number = call_number_part(call->arena, card->record->order->number);
    json_name(json, "photo");
    if (!photo) {
        json_write_null(json);
        return;
    }
    json_begin_object(json);
    put_id(json, "ticket", &photo->ticket);
    json_put_int(json, "message", photo->seq);
    json_put_int(json, "place", photo->place);
    json_put_string(json, "name", photo->name);
    json_put_string(json, "type", photo->type);
    json_put_string(json, "path", arena_printf(call->arena, "/v1/orders/%.*s/photo", STR_ARG(number)));
    json_end_object(json);
}

static void write_photos(struct call *call, const struct board_card *card)
{
    struct json_writer *json = &call->json;
    struct str number = call_number_part(call->arena, card->record->order->number);
    json_name(json, "photos");
    json_begin_array(json);
    for (size_t i = 0; i < card->photo_count; i++) {
        struct buf name;
        buf_init(&name, PHOTO_NAME_MOST);
        buf_add_encoded(&name, card->photos[i].name);
        json_begin_object(json);
        json_put_string(json, "name", card->photos[i].name);
        json_put_string(json, "path",
                        arena_printf(call->arena, "/v1/orders/%.*s/photo?name=%.*s", STR_ARG(number),
                                     STR_ARG(buf_str(&name))));
        json_end_object(json);
        buf_done(&name);
    }
    json_end_array(json);
}

static int write_card(struct call *call, const struct board_card *card, struct err *err)
{
    struct json_writer *json = &call->json;
    const struct item *item = card->view->item;
    const struct order *order = card->record->order;
    json_begin_object(json);
    json_put_string(json, "order", order->number);
    put_time(json, "placed_at", order->placed_at);
    json_put_int(json, "item", card->item);
    json_put_string(json, "sku", item->sku);
    json_put_string(json, "title", item->title);
    json_put_int(json, "quantity", item->quantity);
    write_fields(json, item->fields, item->field_count);
    write_pieces(json, item);
    write_photo(call, card);
    write_photos(call, card);
    json_put_string(json, "stage_basis",
                    card->view->estimate.life.reported ? STR("reported") : STR("estimated"));
    put_time(json, "since", card->since);
    write_due(json, card);
    json_put_bool(json, "rush", order->production.rush);
    json_put_string_or_null(json, "remake_of", order->remake_of);
    write_holds(json, card);
    write_pending(json, card);
    json_name(json, "unacknowledged");
    json_begin_array(json);
    for (size_t i = 0; i < card->news_count; i++)
        if (write_news(json, call->arena, &card->news[i], err) < 0) return -1;
    json_end_array(json);
    json_end_object(json);
    return 0;
}

/* The waits for customers are columns where somebody uses them. */
static bool is_shown(enum board_column column, size_t cards)
{
    return cards || (column != COLUMN_PROOF_SENT && column != COLUMN_PHOTO_REQUESTED);
}

static int write_column(struct call *call, const struct board *board, enum board_column column, size_t *at,
                        struct err *err)
{
    struct json_writer *json = &call->json;
    size_t end = *at;
    while (end < board->count && board->cards[end].column == column) end++;
    if (!is_shown(column, end - *at)) return 0;
    json_begin_object(json);
    json_put_string(json, "column", board_column_name(column));
    json_put_int(json, "count", (int64_t)(end - *at));
    json_name(json, "cards");
    json_begin_array(json);
    for (; *at < end; (*at)++)
        if (write_card(call, &board->cards[*at], err) < 0) return -1;
    json_end_array(json);
    json_end_object(json);
    return 0;
}

int route_board(struct call *call, struct err *err)
{
    struct json_writer *json = &call->json;
    struct board board;
    size_t at = 0;
    if (desk_board(call->desk, &call->actor, call->arena, call_query(call, "order"), &board, err) < 0)
        return -1;
    json_begin_object(json);
    put_time(json, "now", board.now);
    json_name(json, "columns");
    json_begin_array(json);
    for (int column = 0; column < COLUMN_COUNT; column++)
        if (write_column(call, &board, (enum board_column)column, &at, err) < 0) return -1;
    json_end_array(json);
    json_put_bool(json, "more", board.more);
    json_end_object(json);
    return 0;
}

/* ---- acknowledging ---- */

static const struct acknowledgement blank_acknowledgement = {.piece = -1};
static const struct member_rule acknowledge_members[] = {
    MEMBER("item", read_int, struct acknowledgement, item, .required = true, .min = 0, .max = 500),
    MEMBER("piece", read_int, struct acknowledgement, piece, .min = 0, .max = 10000),
    MEMBER("version", read_int64, struct acknowledgement, version, .required = true, .min = 1,
           .max = 1000000),
};
const struct shape shape_acknowledge =
    SHAPE(struct acknowledgement, &blank_acknowledgement, acknowledge_members, NULL);

int route_order_acknowledge(struct call *call, struct err *err)
{
    struct acknowledgement seen = blank_acknowledgement;
    struct spec_news *left;
    size_t count;
    seen.number = http_param(call->request, "number");
    if (call_body(call, &seen, err) < 0 ||
        desk_acknowledge(call->desk, &call->actor, call->arena, &seen, &left, &count, err) < 0)
        return -1;
    json_begin_object(&call->json);
    json_name(&call->json, "unacknowledged");
    json_begin_array(&call->json);
    for (size_t i = 0; i < count; i++)
        if (write_news(&call->json, call->arena, &left[i], err) < 0) return -1;
    json_end_array(&call->json);
    json_end_object(&call->json);
    return 0;
}
