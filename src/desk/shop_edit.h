/* The shop as something that is edited while the desk runs: its files as revisions, each checked as a whole shop before it is kept.
 *
 * An edit makes a new immutable shop, which is put in force here at once; other nodes of the same database take it up when they
 * hear of it, or look. Looking needs RIGHT_DESK, editing RIGHT_ADMIN. */
#ifndef BURIN_DESK_SHOP_EDIT_H
#define BURIN_DESK_SHOP_EDIT_H

#include "desk/desk.h"
#include "store/shop_file.h"

/* Brings the store folder (desk_options.folder) and the database together and puts their shop in force: what was changed by
 * hand in the folder becomes a revision. At start, before others use the desk. ERR_INPUT where they make no shop. */
int desk_shop_join(struct desk *desk, struct arena *arena, struct err *err);
/* For a loop: takes up what was edited elsewhere, and writes to the folder what it lacks. That the folder cannot be written is
 * told once for each edition; the desk goes on by what the database has. */
int desk_shop_refresh(struct desk *desk, struct arena *arena, struct err *err);

/* A file of a store folder that is not as the database has it. */
struct shop_difference {
    struct str path;
    bool
        by_hand; /* edited there, and counts from the next start on; else it is old, and will be brought up to date */
};
/* For the command line: what joining the folder now would find. *out_edition 0: nothing is kept yet. */
int desk_shop_compare(struct desk *desk, struct arena *arena, const char *folder, int64_t *out_edition,
                      struct shop_difference **out, size_t *out_count, struct err *err);
/* For a copy: has `folder` hold the files as the database keeps them (shop_folder.h), so that both agree. Nothing where it keeps none. */
int desk_shop_write(struct desk *desk, struct arena *arena, const char *folder, struct err *err);

struct shop_head { /* a file as it is now */
    struct str path;
    enum { HEAD_STORE, HEAD_BUILT_IN, HEAD_FOLDER } from; /* kept; the program's own; only in the folder */
    struct shop_revision revision;                        /* the last one; version 0: none */
    int64_t bytes;
};
/* Every file of the shop, in order of path: those kept, the program's templates that stand behind them, store.yaml. */
int desk_shop_files(struct desk *desk, const struct actor *actor, struct arena *arena, struct shop_head **out,
                    size_t *out_count, struct err *err);
/* One with its text. store.yaml comes without its database's address. ERR_NOT_FOUND where there is none. */
int desk_shop_file(struct desk *desk, const struct actor *actor, struct arena *arena, struct str path,
                   struct shop_head *out, struct str *out_text, struct err *err);
/* Heads, newest first, of versions below `before` (0: all). */
int desk_shop_revisions(struct desk *desk, const struct actor *actor, struct arena *arena, struct str path,
                        int64_t before, int most, struct shop_revision *out, int *out_count, struct err *err);
/* ERR_NOT_FOUND where there is none of that version. */
int desk_shop_revision(struct desk *desk, const struct actor *actor, struct arena *arena, struct str path,
                       int64_t version, struct shop_revision *out, struct err *err);

struct shop_edit {
    struct str path, text;
    bool away;        /* takes the file away; a template falls back to the program's own */
    int64_t expected; /* the version that was read, 0: whatever there is */
    int64_t restore;  /* not 0: the text of this version, in place of `text` */
};
/* What a shop with this edit would be told, and nothing kept. Needs RIGHT_ADMIN. */
int desk_shop_check(struct desk *desk, const struct actor *actor, struct arena *arena,
                    const struct shop_edit *edit, struct shop_findings *out, struct err *err);
struct shop_kept {
    struct shop_revision revision;
    bool new; /* the store had no such file before */
};
/* Keeps an edit and puts it in force; the text that is there already changes nothing. `findings` is set also where it fails: with errors
 * among them it is ERR_INPUT, and nothing is kept. ERR_STALE where the file is not as expected. */
int desk_shop_keep(struct desk *desk, const struct actor *actor, struct arena *arena,
                   const struct shop_edit *edit, struct shop_findings *findings, struct shop_kept *out,
                   struct err *err);

/* The days of a year as the studio (or the carrier) has them. Needs RIGHT_DESK. */
struct shop_day {
    day_t day;
    enum shop_day_kind {
        SHOP_DAY_WORKING,
        SHOP_DAY_OFF,    /* a weekday on which nobody works */
        SHOP_DAY_CLOSED, /* a closure of the calendar */
        SHOP_DAY_EXTRA,  /* a working day of the calendar outside the week */
    } kind;
    struct str reason; /* as the calendar says it, or empty */
};
enum { SHOP_DAYS_MOST = 366 };
int desk_shop_calendar(struct desk *desk, const struct actor *actor, struct arena *arena, int year,
                       bool carrier, struct shop_day out[SHOP_DAYS_MOST], int *out_count, struct err *err);

/* What a reply about an order would be with an edit, and nothing kept. Needs RIGHT_ADMIN. */
struct shop_trial {
    struct shop_edit edit;
    struct str order;   /* its number */
    struct str lang;    /* empty: the template's, else the customer's */
    struct str message; /* empty: one is chosen whose answer the template is part of */
};
enum { TRIAL_PLACES_MOST = 24 };
struct shop_trial_result {
    struct shop_findings findings;
    struct str message;
    struct assessment assessment;
    struct str notice; /* of a notice's template: its words by themselves, whether its time has come or not */
    /* Where the template's words stand: "subject", "reply", "sms", "stage:design", "notice:shipped"; nowhere where the order is in
     * no state that calls for it. Of files other than templates it is not known. */
    struct str places[TRIAL_PLACES_MOST];
    int place_count;
};
/* With errors among the findings it is ERR_INPUT. ERR_NOT_FOUND where there is no such order. */
int desk_shop_try(struct desk *desk, const struct actor *actor, struct arena *arena,
                  const struct shop_trial *trial, struct shop_trial_result *out, struct err *err);

#endif
