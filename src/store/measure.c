/* The queries behind the figures; see measure.h. All give the same columns. */
#include "store/measure.h"

#define NO_ID "CAST(NULL AS {id})"
/* The product that a figure counts for: the item that is meant, else the first one that is made to order. */
#define SKU(order)                                                                     \
    "COALESCE((SELECT i.sku FROM item i WHERE i.store_id = ?1 AND i.order_id = " order \
    " ORDER BY i.stock, i.item LIMIT 1), '')"
#define SKU_OF(order, item)                                                                                  \
    "COALESCE((SELECT i.sku FROM item i WHERE i.store_id = ?1 AND i.order_id = " order " AND i.item = " item \
    "), " SKU(order) ")"
#define CUSTOM \
    "EXISTS (SELECT 1 FROM item i WHERE i.store_id = ?1 AND i.order_id = o.order_id AND i.stock = 0)"
#define CLAIMED(column, what)                                                                       \
    "(SELECT c." column " FROM claim c WHERE c.store_id = ?1 AND c.order_id = o.order_id AND " what \
    " ORDER BY c.claim_id LIMIT 1)"
#define WAS_REMADE "c.remake_order_id IS NOT NULL"
/* The || keeps SQLite from looking among all claims of that state. */
#define WAS_REFUNDED "c.state || '' = 'fulfilled' AND c.chosen IN ('partial_refund', 'full_refund')"

/* The columns are read by place below. Broken by hand, as the formatter breaks words. */
/* clang-format off */
#define FIRST_RESPONSES \
    "SELECT t.ticket_id, t.order_id, t.ticket_id, t.customer_id, t.assignee_id, COALESCE(o.number, ''), " \
    SKU("t.order_id") ", t.concern, t.created_at, t.first_response_us, t.first_due_at, t.state, ''" \
    " FROM ticket t LEFT JOIN orders o ON o.store_id = ?1 AND o.order_id = t.order_id" \
    " WHERE t.store_id = ?1 AND t.created_at >= ?2 AND t.created_at < ?3 AND t.state <> 'merged'" \
    " ORDER BY t.ticket_id"

/* A wish that a later one took the place of goes on in that one. */
#define MODIFICATIONS \
    "SELECT c.change_id, c.order_id, c.ticket_id, o.customer_id, " NO_ID ", o.number, " \
    SKU_OF("c.order_id", "c.item") ", 'change', c.received_at, c.settled_at, o.placed_at, c.state," \
    " CASE WHEN c.inside_window = 1 THEN 'inside' ELSE 'late' END" \
    " FROM change_request c JOIN orders o ON o.store_id = ?1 AND o.order_id = c.order_id" \
    " WHERE c.store_id = ?1 AND c.received_at >= ?2 AND c.received_at < ?3 AND c.ticket_id IS NOT NULL" \
    " AND NOT (c.state = 'withdrawn' AND EXISTS (SELECT 1 FROM change_request n WHERE n.store_id = ?1" \
    " AND n.order_id = c.order_id AND n.item = c.item AND n.piece = c.piece AND n.field = c.field" \
    " AND n.received_at > c.received_at AND n.received_at <= c.settled_at)) ORDER BY c.change_id"

#define REMAKES \
    "SELECT o.order_id, o.order_id, " NO_ID ", o.customer_id, " NO_ID ", o.number, " SKU("o.order_id") ", ''," \
    " o.shipped_at, CASE WHEN EXISTS (SELECT 1 FROM orders r WHERE r.store_id = ?1 AND r.remake_of = o.number" \
    " AND r.remake_of <> '') OR " CLAIMED("claim_id", WAS_REMADE) " IS NOT NULL THEN 1 ELSE 0 END," \
    " CASE WHEN " CLAIMED("claim_id", WAS_REFUNDED) " IS NOT NULL THEN 1 ELSE 0 END," \
    " COALESCE(" CLAIMED("fault", WAS_REMADE) ", ''), COALESCE(" CLAIMED("fault", WAS_REFUNDED) ", '')" \
    " FROM orders o WHERE o.store_id = ?1 AND o.shipped_at >= ?2 AND o.shipped_at < ?3 AND o.remake_of = ''" \
    " AND " CUSTOM " ORDER BY o.order_id"

#define SURVEYS \
    "SELECT s.survey_id, COALESCE(s.order_id, t.order_id), s.ticket_id, s.customer_id, s.agent_id," \
    " COALESCE(o.number, ''), " SKU("COALESCE(s.order_id, t.order_id)") ", s.concern, s.answered_at, s.score," \
    " s.asked_at, s.occasion, '' FROM survey s" \
    " LEFT JOIN ticket t ON t.store_id = ?1 AND t.ticket_id = s.ticket_id" \
    " LEFT JOIN orders o ON o.store_id = ?1 AND o.order_id = COALESCE(s.order_id, t.order_id)" \
    " WHERE s.store_id = ?1 AND s.answered_at >= ?2 AND s.answered_at < ?3 ORDER BY s.survey_id"

#define BUYERS \
    "SELECT o.order_id, o.order_id, " NO_ID ", o.customer_id, " NO_ID ", o.number, " SKU("o.order_id") ", ''," \
    " o.delivered_at, (SELECT MIN(n.placed_at) FROM orders n WHERE n.store_id = ?1" \
    " AND n.customer_id = o.customer_id AND n.placed_at > o.delivered_at AND n.remake_of = ''" \
    " AND n.cancelled_at IS NULL), CAST(NULL AS {int}), '', ''" \
    " FROM orders o WHERE o.store_id = ?1 AND o.delivered_at >= ?2 AND o.delivered_at < ?3" \
    " AND o.remake_of = '' AND " CUSTOM " ORDER BY o.customer_id, o.delivered_at, o.order_id"

#define PROMISES \
    "SELECT p.promise_id, p.order_id, " NO_ID ", o.customer_id, " NO_ID ", o.number, " \
    SKU_OF("p.order_id", "p.item") ", '', p.to_day, p.settled_at, p.told_at, p.state, p.milestone" \
    " FROM promise p JOIN orders o ON o.store_id = ?1 AND o.order_id = p.order_id" \
    " WHERE p.store_id = ?1 AND p.state IN ('open', 'kept', 'broken') AND p.to_day >= ?2 AND p.to_day < ?3" \
    " ORDER BY p.promise_id"
/* clang-format on */

static const struct db_sql queries[MEASURE_COUNT] = {
    [MEASURE_FIRST_RESPONSE] = {.text = FIRST_RESPONSES},
    [MEASURE_MODIFICATION] = {.text = MODIFICATIONS},
    [MEASURE_REMAKE] = {.text = REMAKES},
    [MEASURE_CSAT] = {.text = SURVEYS},
    [MEASURE_REPEAT] = {.text = BUYERS},
    [MEASURE_PROMISE] = {.text = PROMISES},
};

int measure_read(const struct unit *unit, enum measure measure, int64_t from, int64_t to,
                 int (*each)(void *context, const struct measured *row), void *context, struct err *err)
{
    struct db_rows rows;
    int more;
    if (db_query(unit->tx, &queries[measure], UNIT_ARGS(unit, db_int(from), db_int(to)), &rows, err) < 0)
        return -1;
    while ((more = db_next(&rows, err)) > 0) {
        struct measured row = {
            .id = db_get_id(&rows, 0),
            .order = db_get_id(&rows, 1),
            .ticket = db_get_id(&rows, 2),
            .customer = db_get_id(&rows, 3),
            .agent = db_get_id(&rows, 4),
            .number = db_get_text(&rows, 5),
            .sku = db_get_text(&rows, 6),
            .concern = db_get_text(&rows, 7),
            .at = db_get_int(&rows, 8),
            .first = db_get_instant(&rows, 9),
            .second = db_get_instant(&rows, 10),
            .word = db_get_text(&rows, 11),
            .other = db_get_text(&rows, 12),
        };
        if (each(context, &row)) break;
    }
    db_rows_done(&rows);
    return more < 0 ? -1 : 0;
}
