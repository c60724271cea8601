/* The store's policy as the engine reads it from policy.md: values of the front matter, clauses of the text. */
#ifndef BURIN_MODEL_POLICY_H
#define BURIN_MODEL_POLICY_H

#include "model/order.h"

struct clause {
    struct str anchor; /* stable, from the heading or its {#anchor} */
    struct str title;
    struct str text; /* Markdown, without the heading */
    int line;
};

/* What a policy does where the law leaves it a choice. */
enum late_change { LATE_ASK_STUDIO, LATE_ALLOW, LATE_DENY };
enum late_cancel { CANCEL_DECLINE, CANCEL_REORDER, CANCEL_FEE };

struct money {
    int64_t minor; /* cents */
    bool given;
};

/* Rights by country, where they go beyond the store's own rules (section 7, "Law"). */
struct law {
    struct str country;  /* ISO 3166 alpha-2; "EU" stands for every member state, "*" for all others */
    int withdrawal_days; /* right to withdraw from orders that are not personalised; 0 = none */
    int quality_days;    /* days in which a fault may be reported by law; 0 = not named */
    bool stop_work;      /* the customer may stop the work against the loss */
    bool delay_consent;  /* the US delay rule */
    struct str rights_en, rights_zh; /* a sentence for replies: "Your statutory rights … are unaffected." */
};

struct goodwill {
    enum remedy_kind kind; /* REMEDY_CREDIT or REMEDY_CODE */
    bool offered;
    int percent; /* of the item's price, or 0 */
    struct money amount;
    struct str code;
    int expires_days;
};

struct policy {
    int change_window_hours; /* 24 */
    int photo_window_hours;  /* 48 */
    enum late_change late_change;
    enum late_cancel late_cancel; /* the default for countries without stop_work */
    int cancel_fee_percent;       /* where stopping costs: share of the price kept for work done */
    int trace_quiet_days;         /* 7 calendar days */
    int trace_decision_days;      /* business days until the store decides on a traced parcel */
    int consent_days; /* calendar days to agree to a delay where the law asks for it; then the refund is due */
    int review_business_days; /* by when a person decides a late claim or a special request */
    int confirm_hours;        /* a change not confirmed in this time is reminded, then handed to a person */
    bool return_faulty;       /* whether a faulty piece is to be sent back */
    int partial_refund_percent;
    int remake_discount_percent; /* on a remake when the store made what was ordered */
    struct money rush_surcharge;
    struct money express_surcharge;
    bool express_shipping; /* whether a faster shipping is offered */
    struct day_pair express_days;
    struct goodwill goodwill;
    int first_response_hours;     /* 4, in opening hours */
    bool automatic[ACTION_COUNT]; /* may be sent and done without a person */
    struct law *laws;
    size_t law_count;
    struct clause *clauses;
    size_t clause_count;
};

/* Keywords are folded (text_fold). The first `phrase_count` are the owner's phrases (`also:` in the front matter), the
 * rest words of the question, which weigh less. A phrase that ends in "*" covers any ending of its last word. */
struct faq_entry {
    struct str anchor, question, answer; /* the answer is Markdown */
    struct str *keywords;
    size_t keyword_count, phrase_count;
    struct str locale; /* "en", "zh" */
};

struct faq {
    struct faq_entry *entries;
    size_t count;
};

const struct clause *policy_clause(const struct policy *policy, struct str anchor);
/* The row for a country, by its own row, then "EU", then "*"; NULL when the table has none. */
const struct law *policy_law(const struct policy *policy, struct str country);
bool country_is_eu(struct str country);

enum { FAQ_TEXT_MOST = 4096 }; /* bytes of a message that are looked at */
/* The entries of `locale` that answer the text, best first, each for words of its own: "which courier to Canada, and how
 * long does it take?" finds two. `folded` is text_fold() of what the customer asks, best without quoted text. Gives
 * their number, 0 when no entry answers. */
size_t faq_find(const struct faq *faq, struct str locale, struct str folded, const struct faq_entry **out,
                size_t most);

#endif
