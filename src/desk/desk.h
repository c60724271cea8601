/* The desk: what happens to orders, tickets, changes and claims, as use-cases, each one transaction.
 *
 * A use-case takes the desk, who asks for it, and an arena that its results live in. Assessing and all other work that
 * needs no database comes before the transaction; what was read for it is checked again inside by its versions. A thing
 * that changed meanwhile is read anew and the work done again, a few times, then ERR_BUSY. */
#ifndef BURIN_DESK_DESK_H
#define BURIN_DESK_DESK_H

#include "desk/edition.h"
#include "desk/rights.h"
#include "engine/assess.h"
#include "engine/order_page.h"
#include "model/store.h"
#include "photo/photo.h"
#include "store/unit.h"

struct desk;

struct desk_options {
    struct db *db;             /* borrowed: must outlive the desk */
    const struct store *store; /* the shop's; likewise */
    const struct clock *clock; /* NULL: the machine's */
    const struct rand *rand;   /* NULL: the kernel's */
    struct photo_lab *photos;  /* borrowed; NULL: no photo can be taken in */
    bool only_reads;           /* the database was opened for reading: the store must be there already */
    struct str
        letters_to;     /* the Maildir that store.yaml names, likewise; empty: letters wait in the outbox */
    const char *folder; /* the store folder, likewise borrowed; NULL: the shop is not edited (shop_edit.h) */
};

/* Finds the store of that name in the database, or enters it. */
int desk_open(const struct desk_options *options, struct desk **out, struct err *err);
void desk_close(struct desk *desk); /* NULL is fine */
/* Puts a newer edition in force, and takes it over: dropped where what is in force is as new. */
void desk_renew(struct desk *desk, struct edition *edition);
/* Counts the edits of the shop that is in force; 0 where it is not edited. */
int64_t desk_edition_number(struct desk *desk);
/* What desk_store() is of; held by the arena. */
struct edition *desk_edition(struct desk *desk, struct arena *arena);

/* The store as it is now; the same one for every call with this arena until it is reset, so that what began with a shop
 * ends with it when a newer one is put in force meanwhile. */
const struct store *desk_store(struct desk *desk, struct arena *arena);
struct db *desk_db(const struct desk *desk);
const struct id *desk_store_id(const struct desk *desk);
instant_t desk_now(const struct desk *desk);
struct str desk_letters_to(const struct desk *desk);    /* empty: nowhere */
struct photo_lab *desk_photos(const struct desk *desk); /* NULL: none */
const struct rand *desk_rand(const struct desk *desk);

enum { ONCE_KEY_MOST = 255 }; /* bytes of such a key */
/* A request that must have its effect once, whatever becomes of the connection: under a key of the caller's. */
struct once {
    struct str actor, key;
    struct str request; /* SHA-256 of what is asked */
    bool taken;         /* by this request, in a write that was kept */
    bool repeated; /* it was carried out before: nothing was done now, and this is what it was answered */
    int status;    /* 0: that answer is not there (yet) */
    struct str body;
    instant_t at; /* when it was carried out */
};

/* Who asks: names itself in the audit log. */
struct actor {
    struct str name; /* "account:…", "token:…", "customer", "engine", "timer", "cli" */
    enum role role;
    struct id account; /* zero: no person */
    struct once *once; /* NULL: may be done again */
    bool at_once;      /* a read is ERR_BUSY where it would wait for a connection */
};
/* What the desk does by itself. */
extern const struct actor actor_engine, actor_timer;
/* What customers do on the page of their own order: what they may is settled by their visit (portal.h), and not by rights. */
extern const struct actor actor_customer;
/* ERR_DENIED where the role does not have the right. */
int actor_check(const struct actor *actor, enum right right, struct err *err);

/* What runs inside the transaction; may run again from the start. Where actor->once names a key that was used before, a
 * write does nothing and fails with ERR_CONFLICT and once->repeated set. */
typedef int desk_work(const struct unit *unit, void *context, struct err *err);
int desk_read(struct desk *desk, const struct actor *actor, struct arena *arena, desk_work *work,
              void *context, struct err *err);
bool desk_reads_at_once(const struct desk *desk); /* see db_reads_at_once */
int desk_write(struct desk *desk, const struct actor *actor, struct arena *arena, desk_work *work,
               void *context, struct err *err);

/* As desk_write, but nobody is told that something changed: for the loops' own bookkeeping. */
int desk_write_quietly(struct desk *desk, const struct actor *actor, struct arena *arena, desk_work *work,
                       void *context, struct err *err);
/* Called, from any thread, after each write that may be work for the loops. One listener; set before the desk is used. */
void desk_on_change(struct desk *desk, void (*changed)(void *context), void *context);

/* Looks whether the key was used: sets `repeated` and what follows it; ERR_INPUT where it was for another request. */
int desk_once_find(struct desk *desk, struct arena *arena, struct once *once, struct err *err);
/* Keeps the answer to a request that was carried out under a key, or had nothing to do. */
int desk_once_answer(struct desk *desk, struct arena *arena, const struct once *once, int status,
                     struct str body, struct err *err);

/* Assesses with an engine of the pool. The output lives in `arena`. */
int desk_assess(struct desk *desk, struct arena *arena, const struct inquiry *inquiry, struct assessment *out,
                struct err *err);
/* A notice about an order, with an engine of the pool; see engine/assess.h. */
int desk_notice(struct desk *desk, struct arena *arena, const struct order *order, enum notice notice,
                struct str template, int item, struct notice_text *out, struct err *err);
/* The words that tell a customer that the message has arrived: nothing of theirs is in them. */
int desk_receipt(struct desk *desk, struct arena *arena, struct str locale, struct receipt *out,
                 struct err *err);
/* An order as the customer's page shows it, as of now; see engine/order_page.h. */
int desk_order_page(struct desk *desk, struct arena *arena, const struct order *order, struct str from,
                    struct str locale, struct order_page *out, struct err *err);
/* The letter with a link to the order's page, and the line in the foot of others; see engine/assess.h. */
int desk_link_letter(struct desk *desk, struct arena *arena, struct str locale,
                     const struct link_words *words, struct receipt *out, struct err *err);
int desk_link_line(struct desk *desk, struct arena *arena, struct str locale, const struct link_words *words,
                   struct str *out, struct err *err);
/* The assessment as its document. */
struct str assessment_document(struct arena *arena, const struct assessment *assessment);

enum { DESK_TRIES = 8 }; /* of a use-case whose things change under it */

#endif
