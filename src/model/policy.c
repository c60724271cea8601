/* Looking things up in a policy; see policy.h. */
#include "model/policy.h"

const struct clause *policy_clause(const struct policy *policy, struct str anchor)
{
    for (size_t i = 0; i < policy->clause_count; i++)
        if (str_eq(policy->clauses[i].anchor, anchor)) return &policy->clauses[i];
    return NULL;
}

static const struct law *law_row(const struct policy *policy, struct str country)
{
    for (size_t i = 0; i < policy->law_count; i++)
        if (str_eq(policy->laws[i].country, country)) return &policy->laws[i];
    return NULL;
}

/* Names people write for ISO 3166's codes. */
static struct str country_code(struct str country)
{
    if (str_is(country, "UK")) return STR("GB");
    if (str_is(country, "EL")) return STR("GR");
    return country;
}

const struct law *policy_law(const struct policy *policy, struct str country)
{
    country = country_code(country);
    const struct law *law = country.len ? law_row(policy, country) : NULL;
    if (!law && country_is_eu(country)) law = law_row(policy, STR("EU"));
    return law ? law : law_row(policy, STR("*"));
}

bool country_is_eu(struct str country)
{
    static const char members[] =
        "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";
    country = country_code(country);
    if (country.len != 2) return false;
    for (const char *member = members;; member += 3) {
        if (memcmp(member, country.ptr, 2) == 0) return true;
        if (member[2] == '\0') return false;
    }
}
