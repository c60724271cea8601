/* Looking through lists of names and values; see fields.h. */
#include "http/fields.h"

struct str http_fields_get(struct http_fields fields, const char *name)
{
    for (size_t i = 0; i < fields.count; i++)
        if (str_is(fields.items[i].name, name)) return fields.items[i].value;
    return (struct str){0};
}

struct str http_fields_header(struct http_fields fields, const char *name)
{
    struct str wanted = str_of(name);
    for (size_t i = 0; i < fields.count; i++)
        if (str_eq_nocase(fields.items[i].name, wanted)) return fields.items[i].value;
    return (struct str){0};
}

size_t http_fields_count_header(struct http_fields fields, const char *name)
{
    struct str wanted = str_of(name);
    size_t count = 0;
    for (size_t i = 0; i < fields.count; i++) count += str_eq_nocase(fields.items[i].name, wanted);
    return count;
}
