/* What a message says, by itself: the output of triage and the fact readers, the input of decide.
 *
 * Nothing here has been compared with an order yet, except where a reader was handed one to understand the words
 * (field names, choices, current values). All spans are byte offsets into inquiry.text. */
#ifndef BURIN_ENGINE_READING_H
#define BURIN_ENGINE_READING_H

#include "model/assessment.h"
#include "model/store.h"

/* A piece of the message in the customer's own words: a sentence or clause. */
struct segment {
    struct span span;
    bool own; /* false: quoted, forwarded, signature, boilerplate: never read as the customer's */
};

struct date_read {
    day_t day;
    struct span span;
    bool need_by; /* "for the wedding on the 20th", "before Friday" */
    bool past;    /* "ordered on March 2", "last Tuesday" */
};

/* Signs in the words that change how the desk answers, whatever the concern. */
struct signs {
    bool legal_or_public;   /* lawyer, trading standards, platform complaint, chargeback threat, bad review */
    bool threatens_dispute; /* a chargeback or a case is announced, none is open yet */
    bool safety;            /* injury, allergy, fire, broken glass cut somebody */
    bool grief;             /* memorial, illness, death */
    bool impatient;         /* chasing, repeated asking */
    bool overcharged;       /* money was taken twice, or too much of it, and no word of cancelling */
    bool wrote_before;      /* they say that this is not their first message */
    bool upset;             /* anger, disappointment */
    bool excited;           /* looks forward, happy */
    bool photos_mentioned;  /* "photo attached", 图已附 */
    bool part_missing;      /* damaged: something is missing from the parcel */
    bool making_flaw;       /* a flaw in how it was made: crooked, faint, off-centre */
    bool own_mistake;       /* "my own typo", 我写错了 */
    bool delivered_said;    /* they hold it in their hands */
    bool disputes_delivery; /* carrier says delivered, they say no */
    bool for_address;       /* the change is of an address or a delivery name */
    bool asks_refund;
    bool wants_replacement;
    struct span evidence; /* of legal_or_public, safety or grief */
};

struct reading {
    enum lang lang; /* in which the reply is written */
    struct str
        locale;     /* "en", "zh", or the code of another recognised language ("de", "fr", "es", "ja", …) */
    bool supported; /* English or Chinese */
    bool auto_reply; /* an out-of-office or bounce text */
    struct segment *segments;
    size_t segment_count;
    struct concern_found *concerns; /* gravest first, at least one */
    size_t concern_count;
    /* In doubt: the likeliest concern is below the store's ask_below. Then `meant` tells what it may be, likeliest
     * first; one alone where nothing else is near. */
    bool low_confidence;
    enum concern meant[2];
    size_t meant_count;
    struct signs signs;

    struct str order_number; /* as written, without "#": "1042", "SO-88213"; empty when none */
    struct span order_number_span;
    struct str email, phone;
    struct date_read *dates;
    size_t date_count;
    day_t need_by; /* DAY_NONE when none */
    struct span need_by_span;

    struct requested_change *changes; /* what they want changed; validated against the rules */
    size_t change_count;
    struct str wrong_reading; /* wrong_spec: what the piece says, as they quote it; empty when not quoted */
    struct span wrong_reading_span;
    struct str wanted_reading; /* what it should say, as they quote it */
    struct str product_word;   /* the thing they name ("necklace"), with its span */
    struct span product_span;
    int item; /* the item they mean, by its title, personalization or position; ALL_ITEMS when not clear */
    struct str answer; /* see struct request; empty when the message answers nothing */
    int answer_choice; /* 1-based option they picked, or 0 */
};

#endif
