/* Tickets and what is in them: messages, attachments, assessments, drafts. */
#ifndef BURIN_STORE_TICKET_H
#define BURIN_STORE_TICKET_H

#include "model/inquiry.h"
#include "model/states.h"
#include "store/unit.h"

struct ticket {
    struct id id, order, customer; /* order and customer may be zero */
    struct str from, subject;
    enum ticket_state state;
    enum awaiting awaiting;
    struct str concern, action; /* the gravest of the last message, and what was decided on it */
    struct str locale, identity;
    bool escalated;
    int confidence; /* thousandths */
    int contacts;   /* messages of the customer */
    struct id assignee, merged_into;
    instant_t received_at; /* the first message that has no answer yet, else the first at all */
    instant_t due_at;      /* the next thing that is due; INSTANT_NONE: nothing */
    instant_t first_due_at, first_response_at;
    int64_t first_response_us; /* in opening hours; -1 until there is one */
    instant_t resolved_at, created_at, updated_at;
    int64_t version;
    /* For the inbox. */
    struct str channel, snippet; /* of the customer's last message; snippet: its first words, in one line */
    struct str further;          /* its concerns but the gravest, parted by spaces */
    instant_t last_at;           /* the last message of all */
    enum author last_author;
    int64_t inbox_at; /* its place there, as read */
};

/* Inside store: the columns of a ticket, each behind the name of its table ("t.", or ""), as ticket_read() expects them from
 * the first on. */
#define TICKET_COLUMNS(of)                                                                                 \
    of "ticket_id, " of "order_id, " of "customer_id, " of "from_address, " of "subject, " of "state, " of \
       "awaiting, " of "concern, " of "action, " of "locale, " of "identity, " of "escalated, " of         \
       "confidence, " of "contacts, " of "assignee_id, " of "merged_into, " of "received_at, " of          \
       "due_at, " of "first_due_at, " of "first_response_at, " of "first_response_us, " of                 \
       "resolved_at, " of "created_at, " of "updated_at, " of "version, " of "channel, " of "snippet, " of \
       "further, " of "last_at, " of "last_author, " of "inbox_at"
int ticket_read(const struct db_rows *rows, struct arena *arena, struct ticket *out, struct err *err);

struct str author_name(enum author author);
enum author author_of(struct str name);

/* 1 where found, 0 where not. */
int ticket_load(const struct unit *unit, const struct id *id, struct ticket *out, struct err *err);
int ticket_insert(const struct unit *unit, const struct ticket *ticket, struct err *err);
/* Writes everything but id and creation; raises the version. ERR_STALE where it is not ticket->version any more. */
int ticket_save(const struct unit *unit, struct ticket *ticket, struct err *err);
/* A person has it open: its last message is seen. Raises no version. */
int ticket_note_seen(const struct unit *unit, const struct id *id, struct err *err);
/* Steps to a state by the table, in memory; one that is open again was not resolved. */
int ticket_step(struct ticket *ticket, enum ticket_state state, struct err *err);

/* What was merged into `from` is merged into `into` from now on: merged_into always names a ticket that is not merged itself. */
int ticket_move_merged(const struct unit *unit, const struct id *from, const struct id *into,
                       struct err *err);

/* The ticket a new message goes on with: the sender's last one, or the one it was merged into, open, waiting or resolved since
 * `not_before`. Where an order is given, one about it, else one that is not settled and about no order yet: it may have
 * asked for the number. 1 where there is one. */
int ticket_find(const struct unit *unit, struct str from, const struct id *order, instant_t not_before,
                struct id *out, struct err *err);

/* Within the transaction no other message of that sender is taken in: two at once cannot both find no ticket and open one
 * each. */
int sender_take_turn(const struct unit *unit, struct str from, struct err *err);

enum ticket_order { TICKETS_NEWEST, TICKETS_DUE };
struct ticket_filter {
    bool by_state;
    enum ticket_state state;
    struct id order, customer, assignee; /* zero: any; at most one of the three counts, in this order */
    enum ticket_order sort;
    struct id after;     /* of the page before; zero: from the start */
    instant_t after_due; /* with TICKETS_DUE */
    int most;
};
int ticket_list(const struct unit *unit, const struct ticket_filter *filter, struct ticket *out,
                int *out_count, struct err *err);

struct message {
    struct id id;
    int64_t seq; /* from 1 */
    enum author author;
    struct id account;
    struct str channel, from, subject, body;
    instant_t at;
    bool link_verified, erased;
    bool internal; /* an agent's note: not part of the conversation */
    struct attachment *attachments;
    struct str *digests; /* of the attachments' contents, empty where none was handed in */
    size_t attachment_count;
    struct id merged_from; /* among those of another ticket: its own; else zero */
};
/* Sets id, and seq where it is 0; 1 is for who knows that the conversation begins with it. */
int message_add(const struct unit *unit, const struct id *ticket, struct message *message, struct err *err);
/* The conversation: what the customer wrote, and what was sent. message_list_whole() gives the agents' notes among it. */
int message_list(const struct unit *unit, const struct id *ticket, struct message **out, size_t *out_count,
                 struct err *err);
int message_list_whole(const struct unit *unit, const struct id *ticket, struct message **out,
                       size_t *out_count, struct err *err);
/* To what message_list_whole() gave of `into`, those of the tickets that were merged into it, all in order of time. */
int message_list_merged(const struct unit *unit, const struct id *into, struct message **messages,
                        size_t *count, struct err *err);
/* As the customer knows it: what they wrote, and of what was sent only what has really left. */
int message_list_told(const struct unit *unit, const struct id *ticket, struct message **out,
                      size_t *out_count, struct err *err);
/* As message_list(), without what can still be taken back. */
int message_list_settled(const struct unit *unit, const struct id *ticket, struct message **out,
                         size_t *out_count, struct err *err);
/* A reply that was taken back. ERR_CONFLICT where the conversation has gone on behind it. */
int message_take_back(const struct unit *unit, const struct id *ticket, int64_t seq, struct err *err);

/* Which ticket a message with that sender and id came into before: 1, or 0 where it is new. Where the id is empty there is
 * no way to know, and 0 is the answer. */
int received_find(const struct unit *unit, struct str from, struct str external_id, struct id *out_ticket,
                  int64_t *out_seq, struct err *err);
int received_add(const struct unit *unit, struct str from, struct str external_id, const struct id *ticket,
                 int64_t seq, struct err *err);

struct assessed {
    struct id id, ticket;
    int64_t seq; /* of the message */
    instant_t at;
    struct str input, output; /* JSON documents */
    struct str build, model, shop;
};
int assessed_insert(const struct unit *unit, const struct assessed *assessed, struct err *err);
int assessed_load(const struct unit *unit, const struct id *id, struct assessed *out, struct err *err);
/* The newest of a ticket. */
int assessed_last(const struct unit *unit, const struct id *ticket, struct assessed *out, struct err *err);
/* The same without its input, which is as long again and only wanted to assess once more. */
int assessed_answer(const struct unit *unit, const struct id *ticket, struct assessed *out, struct err *err);

struct draft {
    struct id id, ticket, assessment;
    enum draft_state state;
    struct str subject, markdown, locale;
    enum awaiting awaits;     /* what it asks the customer for */
    enum ticket_state leaves; /* the state of the ticket when it is sent */
    instant_t leaves_due;     /* what the desk itself has to do after that; INSTANT_NONE: nothing */
    bool free;                /* a person's own words: what the assessment promises is not told by them */
    struct str edited_by, override_by, override_reason;
    instant_t created_at, settled_at;
    int64_t version;
};
int draft_insert(const struct unit *unit, const struct draft *draft, struct err *err);
int draft_load(const struct unit *unit, const struct id *id, struct draft *out, struct err *err);
/* The open one of a ticket. */
int draft_open(const struct unit *unit, const struct id *ticket, struct draft *out, struct err *err);
int draft_save(const struct unit *unit, struct draft *draft, struct err *err);
int draft_list(const struct unit *unit, const struct id *ticket, struct draft **out, size_t *out_count,
               struct err *err);

/* Texts of the customer are gone from messages, assessments, drafts and letters. */
int ticket_erase(const struct unit *unit, const struct id *id, struct err *err);

#endif
