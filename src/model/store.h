/* A store as the engine sees it: everything from the store folder, read, checked and compiled; immutable.
 *
 * Made by shop, used by engine; both know only these types. */
#ifndef BURIN_MODEL_STORE_H
#define BURIN_MODEL_STORE_H

#include "model/calendar.h"
#include "model/classifier.h"
#include "model/policy.h"
#include "text/liquid.h"
#include "text/zone.h"

/* The languages that are read, and complete. A store folder may add others to answer in: see struct store. */
enum lang { LANG_EN, LANG_ZH, LANG_COUNT };

struct product { /* a row of store.yaml's products; an item belongs to it by sku, exactly or by "PREFIX*" */
    struct str sku, title_en, title_zh;
    struct str craft; /* "engraved", "painted", "stitched", …: a key of the word lists */
    struct day_pair production_days, shipping_days;
    int shares[3]; /* percent of production for design, production, quality check; 0 0 0 = the default */
    bool stock, proof_gate, rush_available;
    struct money rush_surcharge;
    struct field_rule *rules;
    size_t rule_count;
};

struct named_template {
    struct str name;
    const struct liquid_template *template;
};

struct country_zone {
    struct str country;
    const struct zone *zone;
};

/* One language: its templates by path ("answers/confirm_change", "reply"), and its word list. */
struct language {
    struct str code;                  /* "en", "zh" */
    struct named_template *templates; /* sorted by name */
    size_t template_count;
    struct value words; /* object: key → text */
};

/* What a customer who writes in another language reads first, in that language; the rest is handed over. */
struct other_language {
    struct str code, line; /* "fr", "Merci pour votre message …" */
};

struct store {
    struct str name, email, url, agent_name; /* replies are signed with the agent's name */
    struct str returns_address;              /* where goods are sent back to; empty: a person tells it */
    struct str pages_url;                    /* where customers reach the pages; empty: not said */
    bool links_in_letters;
    struct str accent; /* "#8c4a2f", dark enough to be read on white and under white; empty: the pages' own */
    struct str zone_name;
    const struct zone *zone;
    struct str default_locale; /* "en-US" */
    struct str *locales;
    size_t locale_count;
    struct str currency;
    int cutoff; /* seconds of the day, or -1 */
    week_t working_week;
    struct hours hours;
    const struct calendar *studio, *carrier;
    struct product *products;
    size_t product_count;
    bool zh_formal; /* 您 rather than 你 */
    /* Calibrated confidences of reading: under the first the draft is a question, under the second a person is called
     * for as well. */
    double ask_below, escalate_below;
    bool pickup;
    struct policy policy[LANG_COUNT]; /* the same values, each language's own clauses */
    struct faq faq;
    struct other_language *other_languages;
    size_t other_language_count;
    /* LANG_EN and LANG_ZH, then those that the store folder adds by templates/CODE, in order of their codes. */
    struct language *languages;
    size_t language_count;
    const struct classifier
        *classifier; /* NULL only in a build without a trained model (the trainer itself) */
    /* Zones of countries that have only one, for deadlines in the customer's own time. */
    struct country_zone *country_zones;
    size_t country_zone_count;
    /* Hash over the store's files and templates, 16 hex digits; the model has a version of its own, and tzdata is the
     * machine's. */
    struct str version;
};

const struct liquid_template *language_template(const struct language *language, struct str name);
/* The index of the language `code` among those a letter can be written in; `fallback` where it is none of them. */
size_t store_language(const struct store *store, struct str code, size_t fallback);
/* A word of the list, or the key itself when the list has none. */
struct str language_word(const struct language *language, struct str key);
const struct product *store_product(const struct store *store, struct str sku);
/* The short line for a language that is recognised but not spoken; empty when the store has none. */
struct str store_other_language(const struct store *store, struct str code);
const struct zone *store_country_zone(const struct store *store, struct str country);

#endif
