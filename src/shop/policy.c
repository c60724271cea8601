/* policy.md: values from the front matter by table, clauses from the headings; and its Chinese edition, which has the
 * same clauses and no values. */
#include "shop/parts.h"

#include <stdio.h>

#include "shop/sections.h"

/* The clauses decisions cite. */
static const struct str cited_anchors[] = {
    STR_INIT("changes"), STR_INIT("cancellation"), STR_INIT("quality"),
    STR_INIT("returns"), STR_INIT("delays"),       STR_INIT("delivery"),
    STR_INIT("rush"),    STR_INIT("identity"),     STR_INIT("estimates"),
};

static bool fits_code(struct str text)
{
    return !str_contains(text, STR(" "));
}

#define AT(member) offsetof(struct law, member)

static const struct setting law_settings[] = {
    {.key = "withdrawal_days",
     .type = SETTING_NUMBER,
     .offset = AT(withdrawal_days),
     .most = 365,
     .fallback = "0",
     .about = "Days in which an order that is not personalised may be withdrawn from; 0 for none."},
    {.key = "quality_days",
     .type = SETTING_NUMBER,
     .offset = AT(quality_days),
     .most = 3650,
     .fallback = "0",
     .about = "Days in which a fault may be reported by law; 0 where none is named."},
    {.key = "stop_work",
     .type = SETTING_FLAG,
     .offset = AT(stop_work),
     .fallback = "false",
     .about = "Whether the customer may stop the work against the loss."},
    {.key = "delay_consent",
     .type = SETTING_FLAG,
     .offset = AT(delay_consent),
     .fallback = "false",
     .about = "Whether a long or second delay needs the customer's consent (the US delay rule)."},
    {.key = "rights.en",
     .type = SETTING_TEXT,
     .offset = AT(rights_en),
     .least = 1,
     .most = 400,
     .fallback = "",
     .about = "A sentence on these rights for English replies."},
    {.key = "rights.zh",
     .type = SETTING_TEXT,
     .offset = AT(rights_zh),
     .least = 1,
     .most = 400,
     .fallback = "",
     .about = "The same for Chinese replies."},
};

#undef AT

enum { LAW_SETTINGS = sizeof law_settings / sizeof *law_settings };

static bool fits_country(struct str text)
{
    if (str_is(text, "*")) return true;
    return text.len == 2 && text.ptr[0] >= 'A' && text.ptr[0] <= 'Z' && text.ptr[1] >= 'A' &&
           text.ptr[1] <= 'Z';
}

static const struct law *law_of(const struct policy *policy, struct str country)
{
    for (size_t i = 0; i < policy->law_count; i++)
        if (str_eq(policy->laws[i].country, country)) return &policy->laws[i];
    return NULL;
}

static void read_law_row(struct setting_reader *reader, const struct yaml_node *key,
                         const struct yaml_node *node, struct policy *policy)
{
    struct law law = {.country = str_is(key->scalar, "UK") ? STR("GB") : key->scalar};
    char what[80];
    if (!fits_country(law.country)) {
        setting_complain(reader, key,
                         "'%.*s' is no country; two capitals such as DE, EU, or \"*\" is expected",
                         STR_ARG(str_slice(key->scalar, 0, 80)));
        return;
    }
    if (law_of(policy, law.country)) {
        setting_complain(reader, key, "the country %.*s is here twice; keep one", STR_ARG(law.country));
        return;
    }
    snprintf(what, sizeof what, "the law of %.*s", STR_ARG(law.country));
    setting_read_all(reader, node, what, law_settings, LAW_SETTINGS, &law);
    policy->laws[policy->law_count++] = law;
}

static void read_law(struct setting_reader *reader, const struct yaml_node *node, void *target)
{
    struct policy *policy = target;
    if (!setting_is_mapping(reader, node, "'law'")) return;
    policy->laws = ARENA_ARRAY(reader->loader->arena, node->count, struct law);
    for (size_t i = 0; i < node->count; i++) read_law_row(reader, &node->keys[i], &node->items[i], policy);
    if (!law_of(policy, STR("*")))
        setting_complain(reader, node, "'law' has no row \"*\" for all other countries; it must be given");
}

static void read_automatic(struct setting_reader *reader, const struct yaml_node *node, void *target)
{
    struct policy *policy = target;
    enum action action;
    if (!setting_is_list(reader, node, "'automatic'")) return;
    for (size_t i = 0; i < node->count; i++) {
        const struct yaml_node *item = &node->items[i];
        if (!setting_is_text(reader, item, "an action")) continue;
        if (action_from_name(item->scalar, &action) == 0)
            policy->automatic[action] = true;
        else
            setting_complain(reader, item,
                             "'%.*s' is no action; one such as share_status or answer_faq is expected",
                             STR_ARG(str_slice(item->scalar, 0, 80)));
    }
}

static void read_goodwill_kind(struct setting_reader *reader, const struct yaml_node *node, void *target)
{
    struct policy *policy = target;
    if (!setting_is_text(reader, node, "'goodwill.kind'")) return;
    if (str_is(node->scalar, "credit"))
        policy->goodwill.kind = REMEDY_CREDIT;
    else if (!str_is(node->scalar, "code"))
        setting_complain(reader, node, "'goodwill.kind' is '%.*s'; credit or code is expected",
                         STR_ARG(str_slice(node->scalar, 0, 80)));
}

/* ---- shown again ---- */

static struct value show_goodwill_kind(struct arena *arena, const void *target)
{
    const struct policy *policy = target;
    (void)arena;
    return value_str(policy->goodwill.kind == REMEDY_CREDIT ? STR("credit") : STR("code"));
}

static struct value show_automatic(struct arena *arena, const void *target)
{
    const struct policy *policy = target;
    struct value list = value_array();
    for (int action = 0; action < ACTION_COUNT; action++)
        if (policy->automatic[action]) value_push(arena, &list, value_str(action_name((enum action)action)));
    return list;
}

static struct value show_law(struct arena *arena, const void *target)
{
    const struct policy *policy = target;
    struct value list = value_array();
    for (size_t i = 0; i < policy->law_count; i++) {
        struct value row = value_object();
        value_put(arena, &row, STR("country"), value_str(policy->laws[i].country));
        for (size_t s = 0; s < LAW_SETTINGS; s++)
            value_put(arena, &row, str_of(law_settings[s].key),
                      setting_value(arena, &law_settings[s], &policy->laws[i], (struct str){0}));
        value_push(arena, &list, row);
    }
    return list;
}

#define AT(member) offsetof(struct policy, member)
#define NUMBER(name, says, low, high, normal, meaning)                                            \
    {                                                                                             \
        .key = #name, .type = SETTING_NUMBER, .offset = AT(name), .least = (low), .most = (high), \
        .fallback = (normal), .about = (meaning), .clause = (says)                                \
    }

static const struct setting policy_settings[] = {
    NUMBER(
        change_window_hours, "changes", 1, 720, "24",
        "Hours after the order in which it can be changed or cancelled freely, unless production has begun."),
    NUMBER(
        confirm_hours, "changes", 1, 336, "24",
        "Hours until a change that the customer has not confirmed is reminded, and then handed to a person."),
    {.key = "late_change",
     .clause = "changes",
     .type = SETTING_WORD,
     .words = "ask_studio|allow|deny",
     .offset = AT(late_change),
     .fallback = "ask_studio",
     .about = "What happens to a change after the window while production has not begun."},
    {.key = "late_cancel",
     .clause = "cancellation",
     .type = SETTING_WORD,
     .words = "decline|reorder|fee",
     .offset = AT(late_cancel),
     .fallback = "reorder",
     .about = "What a cancellation after the window is answered with, where the law leaves it open."},
    NUMBER(cancel_fee_percent, "cancellation", 0, 100, "50",
           "Share of the price kept for work done, where stopping costs."),
    NUMBER(
        photo_window_hours, "quality", 1, 720, "48",
        "Hours after delivery in which photos of a fault are answered at once; later ones go to a person."),
    {.key = "return_faulty",
     .clause = "quality",
     .type = SETTING_FLAG,
     .offset = AT(return_faulty),
     .fallback = "false",
     .about = "Whether a faulty piece is to be sent back before it is remade."},
    NUMBER(partial_refund_percent, "quality", 1, 100, "30",
           "The partial refund offered to those who keep a faulty piece."),
    NUMBER(remake_discount_percent, "quality", 0, 100, "50",
           "Off a remake when the store made what had been ordered and confirmed."),
    NUMBER(review_business_days, "quality", 1, 30, "2",
           "Business days until a person decides a late claim or a special request."),
    NUMBER(trace_quiet_days, "delivery", 1, 60, "7",
           "Calendar days without a scan after which a parcel is traced."),
    NUMBER(trace_decision_days, "delivery", 1, 30, "5",
           "Business days from the trace until the store decides."),
    NUMBER(consent_days, "delays", 1, 30, "7",
           "Calendar days in which a customer may agree to a delay that needs their consent; then the refund "
           "is due."),
    {.key = "rush_surcharge",
     .clause = "rush",
     .type = SETTING_MONEY,
     .offset = AT(rush_surcharge),
     .fallback = "",
     .about = "What rush production costs for each order."},
    {.key = "express_shipping",
     .clause = "delivery",
     .type = SETTING_FLAG,
     .offset = AT(express_shipping),
     .fallback = "false",
     .about = "Whether a faster shipping can be had."},
    {.key = "express_surcharge",
     .clause = "delivery",
     .type = SETTING_MONEY,
     .offset = AT(express_surcharge),
     .fallback = "",
     .about = "What the faster shipping costs."},
    {.key = "express_days",
     .clause = "delivery",
     .type = SETTING_DAYS,
     .offset = AT(express_days),
     .fallback = "",
     .about = "Business days the faster shipping takes."},
    {.key = "goodwill.offered",
     .clause = "returns",
     .type = SETTING_FLAG,
     .offset = AT(goodwill.offered),
     .fallback = "false",
     .about = "Whether something is offered where a return is declined."},
    {.key = "goodwill.kind",
     .show = show_goodwill_kind,
     .clause = "returns",
     .type = SETTING_PART,
     .fallback = "",
     .read = read_goodwill_kind,
     .expects = "`credit` or `code`",
     .about = "Store credit, or a code for the next order; code if absent."},
    {.key = "goodwill.percent",
     .clause = "returns",
     .type = SETTING_NUMBER,
     .offset = AT(goodwill.percent),
     .most = 100,
     .fallback = "0",
     .about = "Its worth as a share of the item's price; 0 where an amount is given."},
    {.key = "goodwill.amount",
     .clause = "returns",
     .type = SETTING_MONEY,
     .offset = AT(goodwill.amount),
     .fallback = "",
     .about = "Its worth as an amount."},
    {.key = "goodwill.code",
     .clause = "returns",
     .type = SETTING_TEXT,
     .offset = AT(goodwill.code),
     .least = 1,
     .most = 40,
     .fallback = "",
     .fits = fits_code,
     .expects = "a code without spaces",
     .about = "The code customers type in."},
    {.key = "goodwill.expires_days",
     .clause = "returns",
     .type = SETTING_NUMBER,
     .offset = AT(goodwill.expires_days),
     .least = 1,
     .most = 3650,
     .fallback = "90",
     .about = "Days until it lapses."},
    NUMBER(first_response_hours, NULL, 1, 200, "4", "Opening hours in which a first answer is due."),
    {.key = "automatic",
     .show = show_automatic,
     .type = SETTING_PART,
     .fallback = "",
     .read = read_automatic,
     .expects = "list of actions",
     .about =
         "Actions that may be sent and done without a person; such replies say that they are automatic."},
    {.key = "law",
     .show = show_law,
     .type = SETTING_PART,
     .read = read_law,
     .expects = "rows by country, see below",
     .about = "Rights by country (ISO 3166), EU for its members, \"*\" for all others."},
};

enum { POLICY_SETTINGS = sizeof policy_settings / sizeof *policy_settings };

size_t shop_policy_values(struct arena *arena, const struct store *store, struct shop_value **out)
{
    struct shop_value *list = ARENA_ARRAY(arena, POLICY_SETTINGS, struct shop_value);
    for (size_t i = 0; i < POLICY_SETTINGS; i++) {
        const struct setting *row = &policy_settings[i];
        list[i] = (struct shop_value){
            .key = str_of(row->key),
            .type = str_of(setting_type_name(row->type)),
            .about = str_of(row->about),
            .clause = row->clause ? str_of(row->clause) : (struct str){0},
            .words = row->words ? str_of(row->words) : (struct str){0},
            .fallback = row->fallback ? str_of(row->fallback) : (struct str){0},
            .least = (int)row->least,
            .most = (int)row->most,
            .value = setting_value(arena, row, &store->policy[LANG_EN], store->currency),
        };
    }
    *out = list;
    return POLICY_SETTINGS;
}

void policy_describe(struct buf *out)
{
    setting_describe(out, policy_settings, POLICY_SETTINGS);
    buf_add_c(out, "\n");
    setting_describe(out, law_settings, LAW_SETTINGS);
}

/* Values that must agree with each other; what is missing is told at the key that asks for it. */
static void check_together(struct setting_reader *reader, const struct yaml_node *root,
                           const struct policy *policy)
{
    const struct yaml_node *express = setting_find(root, STR("express_shipping"));
    if (policy->express_shipping && express && policy->express_days.lo == 0)
        setting_complain(reader, express, "express shipping has no 'express_days'; they must be given");
    const struct yaml_node *offered = setting_find(root, STR("goodwill.offered"));
    bool worth = policy->goodwill.percent || policy->goodwill.amount.given;
    if (policy->goodwill.offered && offered && !worth)
        setting_complain(reader, offered,
                         "the goodwill is worth nothing; 'percent' or 'amount' must be given");
}

static void read_values(struct loader *loader, const struct source *source, const struct front_matter *matter,
                        struct str currency, struct policy *policy)
{
    struct yaml_node root;
    struct err err = {0};
    struct setting_reader reader = {loader, source->name, currency};
    policy->goodwill.kind = REMEDY_CODE;
    if (!matter->present) {
        loader_complain(loader, source->name, 1, 1,
                        "policy.md has no front matter; its first line must be --- and its values follow");
        return;
    }
    if (yaml_parse(loader->arena, source->name, matter->yaml, matter->yaml_line, &root, &err) < 0) {
        loader_tell(loader, &err);
        return;
    }
    setting_read_all(&reader, &root, "policy.md", policy_settings, POLICY_SETTINGS, policy);
    if (root.kind == YAML_MAPPING) check_together(&reader, &root, policy);
}

static void take_clauses(struct loader *loader, struct str file, const struct sections *sections,
                         struct policy *policy)
{
    policy->clauses = ARENA_ARRAY(loader->arena, sections->count, struct clause);
    policy->clause_count = sections->count;
    for (size_t i = 0; i < sections->count; i++) {
        const struct section *section = &sections->items[i];
        policy->clauses[i] = (struct clause){section->anchor, section->title, section->text, section->line};
    }
    for (size_t i = 0; i < sizeof cited_anchors / sizeof *cited_anchors; i++) {
        if (sections_find(sections, cited_anchors[i])) continue;
        loader_complain(loader, file, sections->last_line, 1,
                        "the clause '%.*s' is missing; a heading ## … {#%.*s} with its text is expected",
                        STR_ARG(cited_anchors[i]), STR_ARG(cited_anchors[i]));
    }
}

/* A clause that only the Chinese edition has is a misspelt anchor. One that only policy.md has is taken from there: an
 * owner may not write Chinese. */
static void join_editions(struct loader *loader, struct str file, const struct policy *english,
                          struct policy *chinese)
{
    size_t cap = chinese->clause_count;
    for (size_t i = 0; i < chinese->clause_count; i++) {
        const struct clause *clause = &chinese->clauses[i];
        if (clause->anchor.len && !policy_clause(english, clause->anchor))
            loader_complain(loader, file, clause->line, 1,
                            "the clause '%.*s' is not in policy.md; one of its anchors is expected",
                            STR_ARG(clause->anchor));
    }
    for (size_t i = 0; i < english->clause_count; i++)
        if (!policy_clause(chinese, english->clauses[i].anchor))
            *ARENA_PUSH(loader->arena, chinese->clauses, chinese->clause_count, cap) = english->clauses[i];
}

static void load_chinese(struct loader *loader, struct store *store)
{
    struct source source;
    struct front_matter matter;
    struct sections sections;
    if (loader_read_text(loader, "policy.zh.md", &source) < 0) return;
    if (front_matter_split(loader, &source, &matter) < 0) return;
    if (matter.present)
        loader_complain(loader, source.name, 1, 1,
                        "the values stand in policy.md only; no front matter is expected here");
    sections_read(loader, source.name, matter.body, matter.body_line, &sections);
    take_clauses(loader, source.name, &sections, &store->policy[LANG_ZH]);
    join_editions(loader, source.name, &store->policy[LANG_EN], &store->policy[LANG_ZH]);
}

void policy_load(struct loader *loader, struct store *store)
{
    struct source source;
    struct front_matter matter;
    struct sections sections;
    struct policy *policy = &store->policy[LANG_EN];
    if (loader_read_text(loader, "policy.md", &source) < 0) return;
    if (front_matter_split(loader, &source, &matter) < 0) return;
    read_values(loader, &source, &matter, store->currency, policy);
    sections_read(loader, source.name, matter.body, matter.body_line, &sections);
    take_clauses(loader, source.name, &sections, policy);
    store->policy[LANG_ZH] = *policy;
    /* A store without a Chinese edition answers with the clauses it has. */
    if (loader_has(loader, "policy.zh.md")) load_chinese(loader, store);
}
