/* What the customer's page shows of their order, and nothing else: read as of one moment, in the words of the rule book. A gift's
 * recipient sees neither what it cost nor what the giver had put on it, be it in a photo of it in the making, nor what was said about it. */
#ifndef BURIN_DESK_PORTAL_PAGE_H
#define BURIN_DESK_PORTAL_PAGE_H

#include "desk/portal.h"
#include "engine/order_page.h"
#include "store/board.h"
#include "store/change.h"
#include "store/claim.h"
#include "store/customer.h"
#include "store/order.h"
#include "store/progress.h"
#include "store/survey.h"

enum page_action {
    PAGE_CHANGE,
    PAGE_ADDRESS,
    PAGE_CANCEL,
    PAGE_REPORT,
    PAGE_CONFIRM,
    PAGE_CHOOSE,
    PAGE_MESSAGE,
    PAGE_RATE,
    PAGE_CONSENTS,
    PAGE_DATA,
    PAGE_ACTION_COUNT
};
struct str page_action_name(enum page_action action);

struct page_act {
    enum page_action action;
    int item; /* ALL_ITEMS: the order */
    bool allowed;
    bool person;       /* a person decides it */
    struct str reason; /* why it is not allowed */
    instant_t since;
    struct str why_not[LANG_COUNT];
};

/* A part of the personalization: what it is, and what it may become. */
struct page_field {
    struct str name, value;
    struct str label[LANG_COUNT];  /* for people; the name where the word lists have none */
    const struct field_rule *rule; /* never NULL */
    bool is_text, is_photo;        /* free text, or made from a photo; else a choice */
    struct str font;               /* it is made in, where the order says so */
};
struct page_piece {
    struct page_field *fields;
    size_t field_count;
};
struct page_item {
    struct page_piece own;     /* what all of its pieces share */
    struct page_piece *pieces; /* what each has for itself, where they differ */
    size_t piece_count;
};
struct page_label {
    struct str in[LANG_COUNT];
};

/* What was said: by them, or to them, once it has left. */
struct portal_line {
    struct id ticket;
    instant_t at;
    bool theirs;
    bool automatic;  /* sent without a person */
    struct str text; /* plain text where it is theirs, else Markdown */
    int files;
};
enum { TALK_MOST = 100, SETTLED_MOST = 50 };

struct portal_page {
    const struct store *store;
    const struct portal_visit *visit;
    struct order_record record;
    struct customer customer;
    struct order_page outlook;
    struct page_item *items; /* beside those of the outlook */
    struct page_label *change_labels, *settled_labels;
    struct board_photo *artwork; /* that the customer sent for the order; desk_portal_artwork() */
    size_t artwork_count;
    struct change_request *changes; /* those that are not settled */
    struct change_request
        *settled;             /* the others, the last settled first: what was declined once they were told */
    struct portal_line *talk; /* oldest first; the last TALK_MOST */
    struct claim_record *claims;   /* all, oldest first */
    struct progress_photo *photos; /* of it in the making, oldest first; also those that are not shown */
    struct survey survey;          /* that waits for an answer */
    struct page_act *acts;
    size_t change_count, settled_count, talk_count, act_count, photo_count;
    int claim_count;
    bool has_survey;
};

/* Whether the customer sent a photo of that name for the order. */
bool page_has_artwork(const struct portal_page *page, struct str name);
/* Inside: reads what was said, which is each one's own, and what became of changes. (portal_talk.c) */
int portal_talk_read(const struct unit *unit, struct portal_page *page, struct err *err);

/* `locale` is the language of its words; empty: the customer's. */
int desk_portal_page(struct desk *desk, struct arena *arena, const struct portal_visit *visit,
                     struct str locale, struct portal_page *out, struct err *err);

#endif
