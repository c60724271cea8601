/* Changes, claims and approvals of an order or in a state; see case_rows.h. */
#include "store/case_rows.h"

int case_rows(const struct unit *unit, const struct db_sql *of_order, const struct db_sql *of_state,
              const struct case_page *page, struct db_rows *out, struct err *err)
{
    static const struct id least = {{[15] = 1}};
    const struct id *after = id_is_none(&page->after) ? &least : &page->after;
    if (id_is_none(&page->order))
        return db_query(unit->tx, of_state,
                        UNIT_ARGS(unit, db_id(after), db_int(page->most), db_text(page->state)), out, err);
    return db_query(unit->tx, of_order,
                    UNIT_ARGS(unit, db_id(after), db_int(page->most), db_id(&page->order),
                              db_text(page->narrowed ? page->state : STR(""))),
                    out, err);
}
