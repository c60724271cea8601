/* A store folder read into one immutable store: settings, policy, FAQ, calendars, templates, model.
 *
 * Reading checks everything; a wrong value, an unknown key or a missing clause is an error with its place, never a
 * silent default (rule book, section 8). Reloading means opening anew; an open shop may serve many threads. */
#ifndef BURIN_SHOP_SHOP_H
#define BURIN_SHOP_SHOP_H

#include "model/store.h"
#include "shop/files.h"

struct shop;

/* What store.yaml says for the desk server, which the engine never sees. */
struct shop_settings {
    struct str database; /* "sqlite" (DIR/burin.db), or "postgres://…" without a password */
    struct str
        secrets_file; /* relative to the folder, or absolute; empty: secrets come from the environment only */
    struct str mail_maildir; /* of channels.mail; empty: letters wait in the outbox */
    week_t carrier_week;     /* days on which parcels move; the carrier calendar is made of it */
};

/* Opens a store folder, or with NULL the starter store that is built in. The first finding is the error. */
int shop_open(const char *folder, struct shop **out, struct err *err);
void shop_free(struct shop *shop); /* NULL is fine */
const struct store *shop_store(const struct shop *shop);
const struct shop_settings *shop_settings(const struct shop *shop);

struct shop_finding {
    struct err err;
    bool warning; /* may be meant so; an error may not */
};

/* Reports everything that is wrong with a store folder, not only the first thing. Gives the number of errors. */
size_t shop_check(const char *folder, void (*report)(void *context, const struct shop_finding *finding),
                  void *context);

struct shop_findings {
    const struct shop_finding *items;
    size_t count, errors;
};
/* Opens a shop of these files, which are copied, in place of the folder's own: only the model is the folder's. NULL where
 * there are errors. All findings go into `arena`; files are named by their paths. */
struct shop *shop_read(const char *folder, const struct shop_files *files, struct arena *arena,
                       struct shop_findings *out);
/* What a shop was read of; none where it was opened from a folder. */
const struct shop_files *shop_files(const struct shop *shop);

/* Writes the starter store into `folder`, which is made where it does not exist and must be empty where it does. With
 * `demo` it is the demo store instead, with its orders and inquiries in demo/. */
int shop_init(const char *folder, bool demo, struct err *err);

/* A value of policy.md's front matter beside what the table of settings knows of it. */
struct shop_value {
    struct str key, type; /* "goodwill.percent"; "number", "word", "flag", "money", "days", "text", "part" */
    struct str about;     /* one sentence */
    struct str clause;    /* the anchor of the clause that says the same to customers; empty: none does */
    struct str words;     /* of a word: those it may be, parted by "|" */
    struct str fallback;  /* where the file does not say; empty: nothing */
    int least, most;      /* of numbers */
    struct value value;
};
size_t shop_policy_values(struct arena *arena, const struct store *store, struct shop_value **out);

/* The settings of store.yaml and policy.md as Markdown tables, for the manual: printed from the tables that read them. */
void shop_describe(struct buf *out);

#endif
