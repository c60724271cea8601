/* The assessment of one inquiry: what was read, what is known, what was decided, what is answered; and its JSON.
 *
 * A pure function of the inquiry, the store and the build. Strings are borrowed from the arena of the assessment,
 * the inquiry or the store. */
#ifndef BURIN_MODEL_ASSESSMENT_H
#define BURIN_MODEL_ASSESSMENT_H

#include "base/buf.h"
#include "model/inquiry.h"
#include "model/policy.h"
#include "text/zone.h"

struct span { /* bytes of inquiry.text; start = end: none */
    size_t start, end;
};

struct concern_found {
    enum concern concern;
    double confidence; /* calibrated probability */
    struct span evidence;
    int item; /* index, or ALL_ITEMS */
};

struct fact {
    enum fact_status status;
    struct str value;
    struct span evidence;
};

struct conflict {    /* the customer's statement against the order */
    struct str fact; /* "order_number", "personalization", "photo_evidence", "stage", … */
    struct str stated, known;
    struct span evidence;
};

struct window {
    enum window_state state;
    instant_t closes_at; /* or INSTANT_NONE */
    struct str
        reason; /* "inside_window", "window_closed", "production_begun", "cancelled", "date_unknown", "no_order" */
};

struct item_situation {
    enum stage stage;
    bool stage_reported;
    bool overdue;
    day_t overdue_since;
    bool held, waiting_for_customer;
    struct window window;
};

/* Why a new value cannot be taken as it is. */
#define SPEC_FAULTS(X)                    \
    X(NONE, "")                           \
    X(MISSING, "missing")                 \
    X(TOO_LONG, "too_long")               \
    X(CHARACTERS, "characters")           \
    X(HIDDEN, "hidden_characters")        \
    X(MIXED_SCRIPTS, "mixed_scripts")     \
    X(NOT_A_CHOICE, "not_a_choice")       \
    X(PHOTO_TOO_SMALL, "photo_too_small") \
    X(UNCLEAR, "unclear")
#define X(id, name) SPEC_##id,
enum spec_fault { SPEC_FAULTS(X) SPEC_FAULT_COUNT };
#undef X
struct str spec_fault_name(enum spec_fault fault);

struct requested_change {
    int item;                        /* index, or ALL_ITEMS while it is not clear which */
    int piece;                       /* index, or -1 for the item itself */
    struct str field;                /* a personalization field's name, or "address", "quantity", "item" */
    struct str old_value, new_value; /* new_value empty: not said */
    struct span evidence;
    enum spec_fault fault;
    struct str fault_detail; /* the characters at fault, or the limit as digits, or the choices */
};

struct request {
    struct requested_change *changes;
    size_t change_count;
    day_t need_by;
    struct span need_by_evidence;
    enum verdict need_by_standard, need_by_rush;
    struct str
        answer; /* "confirm", "decline", "remake", "refund", "wait", "cancel", "provided", …; empty: none */
};

struct remedy {
    enum remedy_kind kind;
    struct str amount, currency; /* decimal text; empty where it is not money */
    day_t expires;               /* or DAY_NONE */
};

enum { DECISION_CLAUSES = 4, DECISION_REMEDIES = 4 };
struct decision {
    enum concern concern;
    int item;
    enum action action;
    struct str reason; /* one of the stable reasons in engine/decide.h */
    struct str clauses[DECISION_CLAUSES];
    size_t clause_count;
    bool hold, needs_approval;
    instant_t due; /* by when a person or the customer acts; INSTANT_NONE: none */
    struct remedy remedies[DECISION_REMEDIES];
    size_t remedy_count;
    /* What the reply needs beside that; not part of the JSON. */
    size_t *changes; /* indexes into request.changes that this decision is about */
    size_t change_count;
    const struct faq_entry *faq[3]; /* the entries that answer */
    size_t faq_count;
    day_t day; /* trace from, decide by, consent by …: see docs/TEMPLATES.md; DAY_NONE: none */
};

struct item_milestone {
    enum milestone milestone;
    int item;
    struct day_range range;
    day_t actual;
};

struct assessed_estimate {
    struct item_milestone *milestones;
    size_t count;
    struct item_milestone *rush; /* the same on the rush plan, where one can be had */
    size_t rush_count;
    struct str surcharge; /* a note, or empty */
};

struct status_message {
    enum stage stage;
    bool current;
    struct str markdown;
};

struct notice_plan {
    enum notice notice;
    bool email, sms;
    struct day_range range; /* when it is to go out; from DAY_NONE: not known */
    struct str withheld;    /* why it is not sent; empty: it is */
    struct str markdown;
};

struct next_step {
    struct str owner; /* "customer", "agent", "studio" */
    struct str step;
    instant_t due; /* or INSTANT_NONE */
};

struct metric_due {
    struct str metric;
    instant_t due;
};

struct lint_finding {
    bool error; /* else a warning */
    struct str rule;
    size_t start, end; /* bytes of the linted text */
    struct str message;
};

struct reply {
    struct str subject, markdown, text, html, sms, gloss;
};

struct assessment {
    struct str id, locale; /* locale "en" or "zh", or another language's code when it was recognised */
    instant_t at;
    const struct zone *zone; /* times are printed in the store's zone */
    struct str build_version, model_version, shop_version;

    bool in_scope;
    bool has_route;
    enum concern route;
    struct concern_found *concerns; /* gravest first */
    size_t concern_count;
    struct fact facts[FACT_COUNT];
    enum fact_kind missing[3];
    size_t missing_count;
    struct conflict *conflicts;
    size_t conflict_count;
    enum identity identity;
    bool auto_reply; /* no person wrote it: a bounce, an out-of-office reply; never answered by itself */
    bool escalate;
    struct str escalate_reason;

    int item; /* the concerned item, or 0 */
    struct item_situation *items;
    size_t item_count;  /* 0 without an order */
    bool unlisted;      /* the one item is not in the order document: it has no index */
    struct str summary; /* for the agent, in the agent's language */

    struct request request;
    struct decision *decisions;
    size_t decision_count;
    struct assessed_estimate estimate;
    struct status_message *status_messages;
    size_t status_message_count;

    struct {
        enum change_state state;
        bool present;
        instant_t confirm_by;
    } change;
    struct {
        bool present;
        instant_t photos_due;
        enum fault fault;
        struct remedy *remedies;
        size_t remedy_count;
    } claim;

    struct reply reply;
    struct next_step *next_steps;
    size_t next_step_count;
    struct notice_plan *proactive;
    size_t proactive_count;
    struct metric_due *metrics;
    size_t metric_count;
    struct item_milestone *promises; /* ranges told in this reply */
    size_t promise_count;
    struct lint_finding *lint;
    size_t lint_count;
};

/* Appends the document burin.assessment/1 as one line without line break. */
void assessment_to_json(const struct assessment *assessment, struct buf *out);

#endif
