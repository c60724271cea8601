/* Looking things up in an order; see order.h. Its JSON is order_json.c. */
#include "model/order.h"

struct str item_field(const struct item *item, struct str name)
{
    for (size_t i = 0; i < item->field_count; i++)
        if (str_eq_nocase(item->fields[i].name, name)) return item->fields[i].value;
    return (struct str){0};
}

const struct field_rule *item_rule(const struct item *item, struct str field)
{
    for (size_t i = 0; i < item->rule_count; i++)
        if (str_eq_nocase(item->rules[i].field, field)) return &item->rules[i];
    return NULL;
}
