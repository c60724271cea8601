/* Inside store: the rows of an order, each read into the order that is being put together. */
#ifndef BURIN_STORE_ORDER_ROWS_H
#define BURIN_STORE_ORDER_ROWS_H

#include "store/order.h"

/* The columns that order_row_head() expects, of the table orders by that name. */
#define ORDER_HEAD                                                                                           \
    "order_id, number, customer_id, recipient_name, recipient_email, currency, total, placed_at, remake_of," \
    " rush_available, production_lo, production_hi, rush, window_waived, shipping_lo, shipping_hi, carrier," \
    " country, tracking, stage, created_at, updated_at, shipped_at, delivered_at, cancelled_at, version,"    \
    " (SELECT name FROM customer c WHERE c.store_id = orders.store_id AND c.customer_id ="                   \
    " orders.customer_id), (SELECT title FROM item i WHERE i.store_id = orders.store_id AND i.order_id ="    \
    " orders.order_id AND i.item = 0), (SELECT count(*) FROM item i WHERE i.store_id = orders.store_id AND"  \
    " i.order_id = orders.order_id)"
void order_row_head(const struct db_rows *rows, struct arena *arena, struct order_record *out);

/* What one query is read by: called for each row. */
typedef int order_row(const struct unit *unit, const struct db_rows *rows, struct order *order,
                      struct err *err);
/* item: item, sku, title, stock, quantity, rules; spec: item, piece, spec_version, fields, in the order of their versions;
 * event: stage, item, at; hold: item, from_at, to_at, reason; promise: milestone, item, from_day, to_day, told_at;
 * change: item, field, old_value, new_value, state, received_at. */
order_row order_row_item, order_row_spec, order_row_event, order_row_hold, order_row_promise,
    order_row_change;
/* When all of its items are read. */
void order_row_end(const struct unit *unit, struct order *order);

#endif
