/* YAML for settings and policies, read with libyaml into a tree that knows where each part stands.
 *
 * A plain subset: mappings with plain or quoted scalar keys, sequences, scalars. Anchors, aliases, tags, merge
 * keys, several documents and double keys are refused, so that a file means what it seems to mean. */
#ifndef BURIN_TEXT_YAML_H
#define BURIN_TEXT_YAML_H

#include "base/arena.h"
#include "base/err.h"

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };

struct yaml_node {
    enum yaml_kind kind;
    int line, column; /* from 1 */
    bool quoted;      /* a scalar in quotes or block style: always text, never null or a number */
    struct str scalar;
    struct yaml_node *items; /* of a sequence; of a mapping: the values */
    struct yaml_node *keys;  /* of a mapping, one for each item */
    size_t count;
};

/* The document in `text`, which starts on line `first_line` of the file `name` (1, or later for front matter).
 * An empty document is an empty mapping. At most 1 MiB, 32 levels, 100,000 nodes. */
int yaml_parse(struct arena *arena, struct str name, struct str text, int first_line, struct yaml_node *out,
               struct err *err);
/* The value of a key, or NULL. */
const struct yaml_node *yaml_get(const struct yaml_node *mapping, struct str key);

#endif
