/* Any bytes as YAML: no crash, no leak, and a tree whose parts all have a place. */
#include <stdlib.h>

#include "text/yaml.h"

static size_t walk(const struct yaml_node *node, int depth)
{
    size_t count = 1;
    if (node->line < 2 || node->column < 1 || depth > 33) abort();
    if (node->kind == YAML_SCALAR && node->scalar.len && !node->scalar.ptr) abort();
    for (size_t i = 0; i < node->count; i++) {
        if (node->kind == YAML_MAPPING) {
            if (node->keys[i].kind != YAML_SCALAR) abort();
            if (!yaml_get(node, node->keys[i].scalar)) abort();
        }
        count += walk(&node->items[i], depth + 1);
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct yaml_node root = {0};
    struct err err = {0};
    if (yaml_parse(arena, STR("fuzz.yaml"), str_of_len((const char *)bytes, size), 2, &root, &err) == 0)
        walk(&root, 1);
    else if (err.category == ERR_NONE || err.line < 2 || err.column < 1)
        abort();
    arena_free(arena);
    return 0;
}
