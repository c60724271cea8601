/* Settings as tables: each row says a key's path, type, range, default and what it is for. One reader serves store.yaml,
 * its products, policy.md's front matter and the law in it; the manual is printed from the same rows. */
#ifndef BURIN_SHOP_SETTING_H
#define BURIN_SHOP_SETTING_H

#include "base/buf.h"
#include "shop/loader.h"
#include "text/value.h"
#include "text/yaml.h"

enum setting_type {
    SETTING_TEXT,   /* struct str; least and most are characters, `fits` may ask for more */
    SETTING_FLAG,   /* bool: true or false */
    SETTING_NUMBER, /* int */
    SETTING_REAL,   /* double */
    SETTING_WORD,   /* int: the index in `words` ("ask_studio|allow|deny") */
    SETTING_DAYS,   /* struct day_pair: 7 or 5-7; one number is widened as rule book section 4 says */
    SETTING_MONEY,  /* struct money */
    SETTING_PART,   /* whatever `read` makes of the node; `target` is the struct that is filled */
};

/* What the values of a file are read with. */
struct setting_reader {
    struct loader *loader;
    struct str file;
    struct str currency; /* of amounts */
};

struct setting {
    const char *key; /* a path: "goodwill.percent" */
    enum setting_type type;
    size_t offset; /* in the struct that is filled; not for SETTING_PART */
    double least, most;
    /* The value where the key is absent, as it would be written; "" leaves the target as it is (zero), NULL: it must be
     * given. Not for SETTING_PART other than "" and NULL. */
    const char *fallback;
    const char *words;
    bool (*fits)(struct str text);
    bool hidden; /* the value may hold a secret by mistake: findings do not show it */
    /* What `fits` asks for, to complete "… is expected"; of a part, its form for the manual. */
    const char *expects;
    void (*read)(struct setting_reader *reader, const struct yaml_node *node, void *target);
    /* Of a SETTING_PART that is shown: its value again; NULL: it is not. */
    struct value (*show)(struct arena *arena, const void *target);
    const char *
        clause; /* of the policy: the anchor of the clause that says the same to customers; NULL: none does */
    const char *about; /* one sentence for the manual */
};

/* Reads a mapping into `target` by the table, row by row in its order, then tells unknown keys. Findings are told, the
 * target's other members are filled all the same. `what` names the mapping in findings ("a product"). */
void setting_read_all(struct setting_reader *reader, const struct yaml_node *mapping, const char *what,
                      const struct setting *table, size_t count, void *target);

/* Tells what is wrong with a value and what is expected, at its place. */
void setting_complain(struct setting_reader *reader, const struct yaml_node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* A node that must be a scalar with something in it; false when it is not, which was told. */
bool setting_is_text(struct setting_reader *reader, const struct yaml_node *node, const char *what);
bool setting_is_list(struct setting_reader *reader, const struct yaml_node *node, const char *what);
bool setting_is_mapping(struct setting_reader *reader, const struct yaml_node *node, const char *what);
/* Plain decimal digits between least and most; -1 when not, which was told. */
int setting_number(struct setting_reader *reader, const struct yaml_node *node, const char *what, int least,
                   int most, int *out);
/* "H:MM" or "HH:MM" up to 24:00, as seconds of the day. */
int setting_clock(struct str text, int *out_seconds);
/* The node at a path of keys ("goodwill.percent"), or NULL. */
const struct yaml_node *setting_find(const struct yaml_node *mapping, struct str path);

/* The value that was read, for programs: text, true or false, a number, [lo, hi], an amount as decimal text; nil where there is
 * none. */
struct value setting_value(struct arena *arena, const struct setting *row, const void *target,
                           struct str currency);
/* "number", "word", … */
const char *setting_type_name(enum setting_type type);

/* The rows as a Markdown table: key, type and range, default, meaning. */
void setting_describe(struct buf *out, const struct setting *table, size_t count);

#endif
