/* The demo's workshop: a year of a small store's life, lived day by day through the desk's own use-cases under a false clock
 * and seeded chances, so that books, promises, letters and measures are what they would be. Nothing is written past the desk.
 *
 * What happens is a queue of happenings in order of time; each may enter later ones. Those behind the end never happen,
 * which is how work is left lying for whoever opens the desk. The same end and seed give the same life, ids included; only
 * passwords are salted anew. */
#ifndef BURIN_CLI_DEMO_H
#define BURIN_CLI_DEMO_H

#include "desk/desk.h"
#include "shop/shop.h"
#include "store/ticket.h"
#include "text/value.h"

enum { DEMO_STAFF_MOST = 8 };
#define DEMO_MINUTE (60 * MICROS_PER_SECOND)
#define DEMO_DAY (24 * MICROS_PER_HOUR)

struct demo;
struct demo_event;
typedef int demo_happening(struct demo *demo, const struct demo_event *event, struct err *err);

struct demo_person {
    struct str given, name, email, phone, locale, country;
    bool chinese, sms, marketing;
};

struct demo_product { /* a line of products.jsonl beside the store's own row */
    const struct product *product;
    const struct value *line;
    int weight;
};

/* An order that this life knows of. */
struct demo_order {
    struct str number;
    const struct demo_person *person;
    const struct demo_product *product;
    const struct value *piece; /* what was personalized: {"spec", "slip"} of the product's list */
    instant_t placed_at, shipped_at, delivered_at;
    bool slipped; /* it was ordered with the slip in it */
    bool over;    /* cancelled */
    bool remake;  /* in place of a faulty one */
    bool by_hand; /* of a scene */
    bool lost;    /* the parcel does not arrive */
    bool late;    /* it will take longer than was said */
    int days;     /* business days of making, as it turns out */
    int waits;    /* days for which a step of it was held up */
    int contacts;
};

struct demo_event {
    instant_t at;
    int64_t place; /* of those at the same time, the first entered is the first */
    demo_happening *happen;
    struct demo_order *order;         /* or NULL */
    const struct demo_person *person; /* who writes where there is no order; or NULL: somebody new */
    struct id id;                     /* a ticket, a survey, a draft */
    const char *kind;                 /* of a message; or NULL */
    int number;                       /* a stage, a score */
    const struct value *step;         /* of a scene */
    struct demo_scene *scene;         /* likewise */
};

struct demo_staff {
    struct str key, name, email, password, role;
    struct actor actor;
};

struct demo {
    struct arena *home, *arena; /* for the whole life, and for one happening */
    struct shop *shop;
    const struct store *store;
    struct db *db;
    struct photo_lab *photos;
    struct desk *desk;
    const char
        *path; /* of the database file: lived in memory, it is written at the end, whole or not at all */
    const char *maildir; /* where the letters of the last days go; NULL: nowhere */
    struct clock clock;
    struct rand rand;
    instant_t now, begin, end;
    uint64_t chances, ids;

    struct demo_event *queue; /* a heap, earliest first */
    size_t queue_count, queue_room;
    int64_t places;

    struct demo_staff staff[DEMO_STAFF_MOST];
    int staff_count;
    struct actor shop_actor; /* the token of the web shop */
    struct value *people, *texts, *bench;
    size_t people_count, text_count, bench_count;
    struct demo_product *products;
    size_t product_count;
    const struct demo_person **buyers; /* everybody so far */
    size_t buyer_count, buyer_room;
    int next_number;
    int messages, orders; /* so far */
    bool shows;           /* progress, on a terminal */
};

struct demo_wish {
    const char *folder;
    instant_t end;
    uint64_t seed;
    int days; /* of history */
};

/* Lives it. The folder's database must hold no order yet. */
int demo_live(const struct demo_wish *wish, struct demo *demo, struct err *err);
/* The end of what demo_live() began, also where it failed. */
void demo_close(struct demo *demo);

/* ---- time and chance (demo_world.c) ---- */

void demo_enter(struct demo *demo, const struct demo_event *event);
uint64_t demo_chance(struct demo *demo);
int demo_pick(struct demo *demo, int count); /* 0 to count - 1 */
bool demo_odds(struct demo *demo, int percent);
int64_t demo_between(struct demo *demo, int64_t least, int64_t most);
/* That many minutes later, by the wall clock or in opening hours. */
instant_t demo_later(struct demo *demo, int64_t least_minutes, int64_t most_minutes);
instant_t demo_opening_later(struct demo *demo, int64_t least_minutes, int64_t most_minutes);
/* A moment of that day in the store's zone, "09:30" as minutes. */
instant_t demo_moment(const struct demo *demo, day_t day, int minutes);
day_t demo_today(const struct demo *demo);

/* ---- words (demo_words.c) ---- */

int demo_read_words(struct demo *demo, struct err *err);
/* The lines of a file of data/demo as values. */
int demo_read_lines(struct demo *demo, const char *name, struct value **out, size_t *out_count,
                    struct err *err);
struct str demo_string(const struct value *object, const char *name); /* empty where it is none */
int demo_number(const struct value *object, const char *name, int otherwise);
const struct demo_person *demo_new_person(struct demo *demo);
/* One of the texts of that kind in the customer's language, its gaps filled from the order; empty where there is none. */
struct str demo_fill_gaps(struct demo *demo, struct str text, const struct demo_person *person,
                          const struct demo_order *order);
struct str demo_text(struct demo *demo, const char *kind, const struct demo_person *person,
                     const struct demo_order *order);
const struct demo_product *demo_product_of(const struct demo *demo, struct str sku);

/* ---- the shop (demo_shop.c) ---- */

demo_happening demo_place_order;
/* A day of the shop: its new orders and letters without one. */
int demo_shop_day(struct demo *demo, struct err *err);
int demo_put(struct demo *demo, const struct order *order, struct err *err);
/* Who was content may order again. */
void demo_maybe_again(struct demo *demo, struct demo_order *order);

/* ---- the studio (demo_making.c) ---- */

/* The studio's plan for an order that stands now. */
void demo_plan_making(struct demo *demo, struct demo_order *order, bool rush);
/* A stage begins now; ERR_CONFLICT where the piece is on hold. */
int demo_record(struct demo *demo, struct str number, enum stage stage, struct err *err);
/* The parcel gets its number, or is seen by the carrier. */
int demo_track(struct demo *demo, struct str number, const char *scan, struct err *err);
const struct demo_staff *demo_staff_of(const struct demo *demo, const char *key);

/* ---- photos from the bench (demo_bench.c) ---- */

/* A photo of an item at a stage, now; nothing where bench.jsonl has none of it. */
int demo_show(struct demo *demo, struct str number, int index, enum stage stage, struct err *err);
/* Of some orders, some hours after the stage began. */
void demo_show_later(struct demo *demo, struct demo_order *order, enum stage stage);

/* ---- the desk (demo_talk.c, demo_follow.c) ---- */

struct demo_message {
    const struct demo_person *person;
    struct demo_order *order;
    struct str text, subject, from, channel;
    struct str pictures; /* "MOTIF:FAULT:WORDS|…", see demo_picture.h */
    bool by_link;
};
/* Hands it in as it would come from a channel: the ticket it is in, and its draft. */
int demo_receive(struct demo *demo, const struct demo_message *message, struct id *out_ticket,
                 struct id *out_draft, struct err *err);
/* A customer's message of event->kind about event->order. */
demo_happening demo_write_message;
void demo_message_at(struct demo *demo, instant_t at, const char *kind, struct demo_order *order);
/* Somebody of the desk answers event->id with what is drafted. */
demo_happening demo_answer;
int demo_send(struct demo *demo, const struct demo_staff *who, const struct id *ticket, struct ticket *out,
              struct err *err);
int demo_send_own(struct demo *demo, const struct demo_staff *who, const struct id *ticket, struct str words,
                  struct err *err);
/* What comes after an answer: the customer's, and what the desk has to do itself. */
int demo_follow(struct demo *demo, struct demo_order *order, const struct demo_person *person,
                const struct ticket *ticket, struct err *err);
/* The manager approves what was proposed for an order. */
int demo_decide(struct demo *demo, struct demo_order *order, struct err *err);

/* ---- what runs beside (demo_beside.c) ---- */

demo_happening demo_day, demo_post, demo_timer;

/* ---- the present, by hand (demo_scene.c) ---- */

int demo_enter_scenes(struct demo *demo, struct err *err);

#endif
