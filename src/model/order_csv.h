/* Orders as rows of a table, one for each item (docs/IMPORT.md): what a spreadsheet or a shop's export holds of them.
 *
 * A column is a member of the order document by its path: "placed_at", "customer.email", "shipping.days"; those of an item by
 * their own names: "sku", "title", "kind", "quantity", "pieces", "personalization.FIELD". "STAGE_at" is when that stage began.
 * What a table has no room for (scans, holds, promises, changes, claims, rules) is in the document alone. */
#ifndef BURIN_MODEL_ORDER_CSV_H
#define BURIN_MODEL_ORDER_CSV_H

#include "base/buf.h"
#include "model/order.h"
#include "text/zone.h"

/* COLUMN=FIELD: the column of that name (without case) is this field; "-" leaves it out. */
struct column_map {
    struct str column, field;
};

enum { ORDER_COLUMNS_MOST = 1000 };

struct order_columns {
    struct str *names;  /* as the table calls them */
    struct str *fields; /* what each is; empty: nothing that is known */
    size_t count, number;
};

/* By the names of the first row. ERR_INPUT, with err->column, for a field that two columns claim, a map to a field or from a
 * column that is not there, and where no column is the order's number. */
int order_columns_read(struct arena *arena, const struct str *names, size_t count,
                       const struct column_map *maps, size_t map_count, struct order_columns *out,
                       struct err *err);

struct order_row {
    struct str *cells;
    size_t count;
    size_t line;
};

/* The rows of one order as that order. A cell of the order itself may stand in one of its rows or be the same in all. Times are
 * RFC 3339, or a date and a time by the clock of the zone. What is wrong is told with line and column. */
int order_of_rows(struct arena *arena, const struct order_columns *columns, const struct order_row *rows,
                  size_t count, const struct zone *zone, struct order *out, struct err *err);

/* Every column but the personalization, then one for each of its fields. */
size_t order_csv_columns(struct arena *arena, const struct str *fields, size_t count, struct str **out);
/* The rows of an order, guarded against formulas. */
int order_to_rows(struct arena *arena, const struct str *columns, size_t count, const struct order *order,
                  struct buf *out, struct err *err);
/* The members of the order, as order_to_rows() and exports write them: a document read from it is the same order. */
int order_to_value(struct arena *arena, const struct order *order, struct value *out, struct err *err);

#endif
