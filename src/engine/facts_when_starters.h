/* Which rules of facts_when_en.c are worth trying at a word. Internal to facts_when*.c. */
#ifndef BURIN_ENGINE_FACTS_WHEN_STARTERS_H
#define BURIN_ENGINE_FACTS_WHEN_STARTERS_H

#include "engine/facts_scan.h"

/* The rules that can read a mention, one bit each, in the order they are tried. */
#define RULES(X)                  \
    X(COUNTED, counted)           \
    X(DAY_MONTH, day_month)       \
    X(MONTH_DAY, month_day)       \
    X(LED, led_weekday)           \
    X(WEEKDAY, bare_weekday)      \
    X(RELATIVE, relative_word)    \
    X(IN_TIME, in_some_time)      \
    X(MONTH_END, month_end_words) \
    X(WEEKEND, weekend)           \
    X(FEAST, when_feast_at)       \
    X(ORDINAL, ordinal_alone)
#define X(id, function) RULE_##id,
enum rule { RULES(X) RULE_COUNT };
#undef X
#define X(id, function) BY_##id = 1 << RULE_##id,
enum rule_bit { RULES(X) };
#undef X

/* The BY_ bits for a token; 0 for the many words no mention begins with. */
int when_starter_rules(const struct token *token);

#endif
