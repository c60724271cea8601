/* The inbox: what an agent works, by what is due, filtered and counted. Needs RIGHT_DESK. */
#ifndef BURIN_DESK_INBOX_H
#define BURIN_DESK_INBOX_H

#include "desk/desk.h"
#include "store/inbox.h"

enum inbox_due { DUE_WHENEVER, DUE_LATE, DUE_TODAY };
enum inbox_owner { OWNER_ANYBODY, OWNER_NOBODY, OWNER_ACCOUNT };

enum { INBOX_PAGE_MOST = 200, INBOX_QUERY_MOST = 500 };

struct inbox_filter {
    bool by_state; /* else open or waiting; with a query: any */
    enum ticket_state state;
    struct str concern, lang,
        stage;        /* empty: any. concern: the gravest; lang: "en", "zh"; stage: of the order */
    struct str query; /* words that a message or the order holds; empty: none */
    bool by_escalated, escalated;
    enum inbox_due due; /* late: the time is over; today: it will be before the day ends where the store is */
    enum inbox_owner owner;
    struct id account; /* of OWNER_ACCOUNT */
    int64_t after;     /* behind this place and ticket; INT64_MIN: from the start */
    struct id after_id;
    int most; /* up to INBOX_PAGE_MOST */
};

/* The clock of a first response, wherever it is shown: opening minutes until the ticket is due, negative where that is over,
 * 0 where nothing is due. */
int64_t ticket_minutes_left(const struct store *store, const struct ticket *ticket, instant_t now);

struct inbox_page {
    struct inbox_row *rows;
    int64_t *minutes_left; /* of each row */
    int count;
    bool more; /* there may be more behind next and next_id, also where the page is not full */
    int64_t next;
    struct id next_id;
    instant_t now;
};
/* With a query the newest messages and orders that hold it are looked through, newest first, and there is one page. */
int desk_inbox(struct desk *desk, const struct actor *actor, struct arena *arena,
               const struct inbox_filter *filter, struct inbox_page *out, struct err *err);

struct inbox_counts {
    int64_t concerns[CONCERN_COUNT]; /* what is open or waits, by the gravest concern */
    int64_t total;
    int64_t *filtered; /* of each filter; -1 where it cannot be counted along: another state, or a query */
};
int desk_inbox_counts(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct inbox_filter *filters, size_t count, struct inbox_counts *out,
                      struct err *err);

#endif
