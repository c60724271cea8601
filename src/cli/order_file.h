/* A file of orders, read one after the other: JSON Lines of order documents, or a table (docs/IMPORT.md).
 *
 * Memory is bounded by the longest order, and reading may begin in the middle. */
#ifndef BURIN_CLI_ORDER_FILE_H
#define BURIN_CLI_ORDER_FILE_H

#include "base/buf.h"
#include "model/order_csv.h"

struct order_file {
    int input;
    bool table; /* rows of cells, else JSON Lines */
    const struct zone *zone;
    const struct column_map *maps;
    size_t map_count;

    /* The reader's own. */
    struct arena *home;
    struct buf bytes;
    size_t start;           /* in `bytes`, of what comes next */
    int64_t position, line; /* of the same in the file: bytes and lines before it */
    bool ended;
    struct order_columns columns;
    uint64_t *seen; /* hashes of the numbers in a table: their rows must stand together */
    size_t seen_count, seen_room;
};

struct read_order {
    bool bad; /* `err` says what is wrong, with its place */
    struct order order;
    struct err err;
    struct str number; /* as far as it is known */
};

/* `position` and `line`, where not 0, are those of an earlier reading of the same file: it goes on there. */
int order_file_begin(struct order_file *file, int64_t position, int64_t line, struct err *err);
void order_file_done(struct order_file *file);
/* 1 with the next order or row that is refused, living in `arena`; 0 at the end; -1 where the file cannot be read. */
int order_file_next(struct order_file *file, struct arena *arena, struct read_order *out, struct err *err);

#endif
