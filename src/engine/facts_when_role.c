/* What part a date plays in an English sentence, by the words around it; facts_when_role_zh.c does Chinese.
 *
 * The nearest telling word before the date decides, else the nearest behind it. "By" and "before" make a need-by
 * unless the sentence is about what the store said or should answer. */
#include "engine/facts_when.h"

#define COUNT(table) (sizeof table / sizeof *table)

enum { REACH_BEFORE = 18, REACH_AFTER = 10 };

enum part {
    PART_NONE,
    PART_NEED,  /* "need", "have to have" */
    PART_EVENT, /* "wedding", "birthday", "fly" */
    PART_MOVE,  /* "leave", "going": an event when a person does it */
    PART_PAST,  /* "ordered", "arrived" */
    PART_SAID,  /* "promised", "supposed": the store's own date */
    PART_ASK,   /* "reply", "refund": a deadline for an answer */
    PART_TEXT,  /* "engraving", "reads": a date that stands on the piece */
    PART_WAS,   /* "was": moves an event into the past */
};

struct part_word {
    const char *word;
    enum part part;
};

/* Sorted by word. */
static const struct part_word part_words[] = {
    {"anniversary", PART_EVENT}, {"answer", PART_ASK},         {"arrived", PART_PAST},
    {"baby", PART_EVENT},        {"baptism", PART_EVENT},      {"bday", PART_EVENT},
    {"been", PART_WAS},          {"began", PART_PAST},         {"birthday", PART_EVENT},
    {"birthdays", PART_EVENT},   {"booked", PART_EVENT},       {"bought", PART_PAST},
    {"bridal", PART_EVENT},      {"brought", PART_EVENT},      {"came", PART_PAST},
    {"cancel", PART_ASK},        {"celebrate", PART_EVENT},    {"celebrating", PART_EVENT},
    {"celebration", PART_EVENT}, {"ceremony", PART_EVENT},     {"change", PART_TEXT},
    {"changed", PART_TEXT},      {"changing", PART_TEXT},      {"charged", PART_PAST},
    {"christening", PART_EVENT}, {"closing", PART_EVENT},      {"collect", PART_NEED},
    {"communion", PART_EVENT},   {"concert", PART_EVENT},      {"conference", PART_EVENT},
    {"confirm", PART_ASK},       {"confirmation", PART_EVENT}, {"correct", PART_TEXT},
    {"corrected", PART_TEXT},    {"correction", PART_TEXT},    {"date", PART_TEXT},
    {"dated", PART_PAST},        {"deadline", PART_NEED},      {"delivered", PART_PAST},
    {"depart", PART_MOVE},       {"dinner", PART_EVENT},       {"dispute", PART_ASK},
    {"disputed", PART_PAST},     {"do's", PART_EVENT},         {"due", PART_EVENT},
    {"engagement", PART_EVENT},  {"engrave", PART_TEXT},       {"engraved", PART_TEXT},
    {"engraving", PART_TEXT},    {"estimated", PART_SAID},     {"eta", PART_SAID},
    {"event", PART_EVENT},       {"exam", PART_EVENT},         {"expected", PART_SAID},
    {"farewell", PART_EVENT},    {"flies", PART_EVENT},        {"flight", PART_EVENT},
    {"fly", PART_EVENT},         {"flying", PART_EVENT},       {"frozen", PART_PAST},
    {"funeral", PART_EVENT},     {"gala", PART_EVENT},         {"game", PART_EVENT},
    {"get", PART_NEED},          {"getting", PART_MOVE},       {"gift", PART_EVENT},
    {"give", PART_EVENT},        {"giving", PART_EVENT},       {"go", PART_MOVE},
    {"going", PART_MOVE},        {"got", PART_PAST},           {"graduation", PART_EVENT},
    {"had", PART_WAS},           {"hand", PART_NEED},          {"hear", PART_ASK},
    {"heard", PART_ASK},         {"hen", PART_EVENT},          {"holiday", PART_EVENT},
    {"honeymoon", PART_EVENT},   {"housewarming", PART_EVENT}, {"instead", PART_TEXT},
    {"interview", PART_EVENT},   {"issued", PART_PAST},        {"leave", PART_MOVE},
    {"leaves", PART_MOVE},       {"leaving", PART_MOVE},       {"let", PART_ASK},
    {"lunch", PART_EVENT},       {"made", PART_PAST},          {"marry", PART_EVENT},
    {"marrying", PART_EVENT},    {"match", PART_EVENT},        {"meant", PART_SAID},
    {"meet", PART_EVENT},        {"memorial", PART_EVENT},     {"misspelled", PART_TEXT},
    {"mitzvah", PART_EVENT},     {"move", PART_MOVE},          {"moved", PART_EVENT},
    {"moving", PART_MOVE},       {"must", PART_NEED},          {"need", PART_NEED},
    {"needed", PART_NEED},       {"needing", PART_NEED},       {"needs", PART_NEED},
    {"off", PART_MOVE},          {"opening", PART_EVENT},      {"ordered", PART_PAST},
    {"paid", PART_PAST},         {"party", PART_EVENT},        {"picked", PART_PAST},
    {"placed", PART_PAST},       {"posted", PART_PAST},        {"postponed", PART_EVENT},
    {"present", PART_EVENT},     {"presentation", PART_EVENT}, {"presenting", PART_EVENT},
    {"prom", PART_EVENT},        {"promise", PART_SAID},       {"promised", PART_SAID},
    {"propose", PART_EVENT},     {"proposing", PART_EVENT},    {"provide", PART_ASK},
    {"purchased", PART_PAST},    {"quoted", PART_SAID},        {"race", PART_EVENT},
    {"read", PART_TEXT},         {"reads", PART_TEXT},         {"received", PART_PAST},
    {"recital", PART_EVENT},     {"refund", PART_ASK},         {"refunded", PART_PAST},
    {"rehearsal", PART_EVENT},   {"reply", PART_ASK},          {"rescheduled", PART_EVENT},
    {"respond", PART_ASK},       {"response", PART_ASK},       {"retire", PART_EVENT},
    {"retirement", PART_EVENT},  {"retires", PART_EVENT},      {"return", PART_ASK},
    {"reunion", PART_EVENT},     {"said", PART_SAID},          {"say", PART_SAID},
    {"says", PART_SAID},         {"scheduled", PART_SAID},     {"send-off", PART_EVENT},
    {"sent", PART_PAST},         {"service", PART_EVENT},      {"shipped", PART_PAST},
    {"show", PART_EVENT},        {"shower", PART_EVENT},       {"shows", PART_SAID},
    {"signed", PART_PAST},       {"since", PART_PAST},         {"stag", PART_EVENT},
    {"started", PART_PAST},      {"stuck", PART_PAST},         {"submitted", PART_PAST},
    {"supposed", PART_SAID},     {"surgery", PART_EVENT},      {"surprise", PART_EVENT},
    {"surprising", PART_EVENT},  {"told", PART_SAID},          {"tournament", PART_EVENT},
    {"travel", PART_EVENT},      {"traveling", PART_EVENT},    {"travelling", PART_EVENT},
    {"trip", PART_EVENT},        {"turned", PART_PAST},        {"turns", PART_EVENT},
    {"visit", PART_EVENT},       {"visiting", PART_EVENT},     {"want", PART_NEED},
    {"was", PART_WAS},           {"wedding", PART_EVENT},      {"weddings", PART_EVENT},
    {"were", PART_WAS},
};

static enum part part_of(const struct token *token)
{
    if (token->kind != TOKEN_WORD) return PART_NONE;
    size_t lo = 0, hi = COUNT(part_words);
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int order = facts_word_cmp(token->text, part_words[mid].word);
        if (order == 0) return part_words[mid].part;
        if (order < 0)
            hi = mid;
        else
            lo = mid + 1;
    }
    return PART_NONE;
}

static bool word_in(const struct when_reader *reader, size_t at, const char *const *words, size_t count)
{
    return at < reader->count && reader->tokens[at].kind == TOKEN_WORD &&
           facts_word_in(reader->tokens[at].text, words, count);
}

/* The end of a sentence; a single line break inside one is only wrapping. */
static bool ends_sentence(const struct when_reader *reader, size_t at)
{
    const struct token *token = &reader->tokens[at];
    bool last = at + 1 >= reader->count;
    if (token->kind == TOKEN_BREAK) {
        if (last || token[1].kind == TOKEN_BREAK || at == 0) return true;
        return token[-1].kind == TOKEN_BREAK || (token[-1].kind == TOKEN_MARK && token[-1].value != ',');
    }
    if (token->kind != TOKEN_MARK) return false;
    switch (token->value) {
    case '!':
    case '?':
    case ';':
    case 0x3002: /* 。 */
    case 0xFF01:
    case 0xFF1F:
    case 0xFF1B:
        return true;
    case '.':
        return last || token[1].spaced || token[1].kind == TOKEN_BREAK;
    default:
        return false;
    }
}

static bool breaks_clause(const struct when_reader *reader, size_t at)
{
    static const char *const words[] = {"and", "as", "because", "but", "except", "so", "though", "while"};
    return token_is_mark(&reader->tokens[at], ',') || word_in(reader, at, words, COUNT(words));
}

/* Whether somebody is who leaves, goes or moves: "I leave on the 20th", not "it leaves your workshop". */
static bool has_person(const struct when_reader *reader, size_t at)
{
    static const char *const people[] = {"brother", "dad", "daughter", "friend", "he",  "he's",
                                         "husband", "i",   "i'll",     "i'm",    "mom", "mum",
                                         "parents", "she", "she's",    "sister", "son", "they",
                                         "they're", "we",  "we'll",    "we're",  "wife"};
    static const char *const others[] = {"it", "order", "package", "parcel", "would", "you"};
    for (size_t back = 1; back <= 4 && back <= at; back++) {
        if (ends_sentence(reader, at - back)) return back == 1;
        if (word_in(reader, at - back, people, COUNT(people))) return true;
        if (word_in(reader, at - back, others, COUNT(others))) return false;
    }
    return at <= 1;
}

static enum part part_at(const struct when_reader *reader, size_t at)
{
    enum part part = part_of(&reader->tokens[at]);
    if (part == PART_MOVE) return has_person(reader, at) ? PART_EVENT : PART_NONE;
    if (part == PART_EVENT && str_is(reader->tokens[at].text, "due") && at > 0) {
        static const char *const was[] = {"it", "order", "parcel", "was", "were"};
        if (word_in(reader, at - 1, was, COUNT(was))) return PART_SAID;
    }
    /* "the wedding date is", "due date": the event's, not one on the piece */
    if (part == PART_TEXT && str_is(reader->tokens[at].text, "date") && at > 0 &&
        part_of(&reader->tokens[at - 1]) == PART_EVENT)
        return PART_NONE;
    return part;
}

/* ---- before the date ---- */

struct look_back {
    enum part first; /* the nearest telling part */
    bool was;        /* "was" between it and the date */
    bool said;       /* the clause is about what the store said */
    bool needed;     /* "needed": a need that may be over */
    size_t distance;
};

/* "moved to", "brought forward to": an event only where the new date follows at once. */
static bool moves_elsewhere(const struct when_reader *reader, size_t at, size_t first)
{
    static const char *const moves[] = {"brought", "moved", "postponed", "rescheduled"};
    if (!word_in(reader, at, moves, COUNT(moves))) return false;
    for (size_t step = 1; step <= 2 && step <= first; step++)
        if (str_is(reader->tokens[first - step].text, "to")) return false;
    return true;
}

static struct look_back look_back(const struct when_reader *reader, size_t first, size_t stop)
{
    struct look_back seen = {0};
    bool clause_over = false;
    for (size_t step = 1; step <= REACH_BEFORE && step <= first - stop; step++) {
        size_t at = first - step;
        if (ends_sentence(reader, at)) break;
        if (seen.first != PART_NONE && breaks_clause(reader, at)) clause_over = true;
        if (clause_over) break;
        enum part part = part_at(reader, at);
        if (part == PART_WAS) seen.was = seen.was || seen.first == PART_NONE;
        if (part == PART_NONE || part == PART_WAS || moves_elsewhere(reader, at, first)) continue;
        if (part == PART_SAID || part == PART_ASK) seen.said = true;
        if (seen.first != PART_NONE) continue;
        seen.first = part;
        seen.distance = step;
        seen.needed = str_is(reader->tokens[at].text, "needed");
        if (part == PART_NEED || part == PART_TEXT) break;
    }
    return seen;
}

enum opener { OPENS_NOTHING, OPENS_LIMIT, OPENS_SINCE, OPENS_FOR };

/* The preposition right before a date: "by the", "before next", "no later than". */
static enum opener opener_of(const struct when_reader *reader, size_t first)
{
    static const char *const limits[] = {"before", "beforehand", "by", "than"}, *const since[] = {"from",
                                                                                                  "since"};
    for (size_t step = 1; step <= 3 && step <= first; step++) {
        size_t at = first - step;
        if (reader->tokens[at].kind != TOKEN_WORD) return OPENS_NOTHING;
        if (word_in(reader, at, limits, COUNT(limits))) return OPENS_LIMIT;
        if (word_in(reader, at, since, COUNT(since))) return OPENS_SINCE;
        if (str_is(reader->tokens[at].text, "for")) return OPENS_FOR;
        static const char *const between[] = {"around", "at", "early", "end", "latest",
                                              "my",     "on", "our",   "the"};
        if (!word_in(reader, at, between, COUNT(between))) return OPENS_NOTHING;
    }
    return OPENS_NOTHING;
}

static struct role need(int strength)
{
    return (struct role){.direction = DIRECTION_COMING, .need = strength};
}

static struct role limit_role(const struct look_back *back)
{
    if (back->first == PART_PAST && back->distance <= 4 && !back->said)
        return (struct role){.direction = DIRECTION_PAST};
    if (back->first == PART_NEED)
        return (struct role){.direction = back->needed || back->was ? DIRECTION_FREE : DIRECTION_COMING,
                             .need = 3};
    if (back->said || back->first == PART_TEXT) return (struct role){0};
    return (struct role){.direction = back->was ? DIRECTION_FREE : DIRECTION_COMING, .need = 3};
}

static struct role plain_role(const struct look_back *back, enum opener opener)
{
    switch (back->first) {
    case PART_PAST:
        if (opener == OPENS_FOR) return need(2);
        return (struct role){.direction = DIRECTION_PAST};
    case PART_EVENT:
        if (back->was) return (struct role){.direction = DIRECTION_PAST};
        return back->said ? (struct role){0} : need(2);
    case PART_NEED:
        return (struct role){.direction = back->needed || back->was ? DIRECTION_FREE : DIRECTION_COMING,
                             .need = 3};
    default:
        return (struct role){0};
    }
}

/* ---- behind the date ---- */

static struct role role_behind(const struct when_reader *reader, const struct mention *mention, size_t stop)
{
    bool was = false;
    for (size_t at = mention->last + 1; at < stop && at <= mention->last + REACH_AFTER; at++) {
        if (ends_sentence(reader, at)) break;
        switch (part_at(reader, at)) {
        case PART_WAS:
            was = true;
            break;
        case PART_NEED:
            return (struct role){.direction = was ? DIRECTION_FREE : DIRECTION_COMING, .need = was ? 0 : 3};
        case PART_EVENT:
            return was ? (struct role){.direction = DIRECTION_PAST} : need(2);
        case PART_PAST:
            return (struct role){.direction = DIRECTION_PAST};
        case PART_SAID:
        case PART_ASK:
        case PART_TEXT:
            return (struct role){0};
        default:
            break;
        }
    }
    return was ? (struct role){.direction = DIRECTION_PAST} : (struct role){.silent = true};
}

/* "It's for my brother's ordination on the 14th": whatever the occasion, the thing is for it. */
static bool is_what_it_is_for(const struct when_reader *reader, size_t first, size_t stop)
{
    static const char *const things[] = {"gift",    "is",   "it's",    "its", "meant",
                                         "present", "that", "they're", "for", "this"};
    static const char *const whose[] = {"a", "an", "her", "his", "my", "our", "the", "their", "this", "your"};
    for (size_t step = 2; step <= REACH_BEFORE && step <= first - stop; step++) {
        size_t at = first - step;
        if (ends_sentence(reader, at)) return false;
        if (!str_is(reader->tokens[at].text, "for") || at == 0) continue;
        return word_in(reader, at - 1, things, COUNT(things)) && word_in(reader, at + 1, whose, COUNT(whose));
    }
    return false;
}

/* "is passed", "already over" right behind an event. */
static bool is_over(const struct when_reader *reader, const struct mention *mention)
{
    static const char *const over[] = {"gone", "missed", "over", "passed", "past"};
    for (size_t at = mention->last + 1; at <= mention->last + 4 && at < reader->count; at++) {
        if (ends_sentence(reader, at)) return false;
        if (word_in(reader, at, over, COUNT(over))) return true;
    }
    return false;
}

/* A date inside quotation marks is text of the piece, or somebody else's words. */
static bool is_quoted(const struct when_reader *reader, const struct mention *mention)
{
    size_t straight = 0;
    for (size_t step = 1; step <= 40 && step <= mention->first; step++) {
        const struct token *token = &reader->tokens[mention->first - step];
        if (token->kind == TOKEN_BREAK) break;
        if (token->kind != TOKEN_MARK) continue;
        if (token->value == 0x201D || token->value == 0x300D) return false;
        if (token->value == 0x201C || token->value == 0x300C || token->value == 0x300E) return true;
        straight += token->value == '"';
    }
    return straight % 2 == 1;
}

static bool is_chinese(const struct when_reader *reader, const struct mention *mention)
{
    size_t from = mention->first > 6 ? mention->first - 6 : 0;
    for (size_t at = from; at <= mention->last + 6 && at < reader->count; at++)
        if (reader->tokens[at].kind == TOKEN_HAN) return true;
    return false;
}

/* "the 20th or 21st": the second date plays the part of the first. */
static bool continues(const struct when_reader *reader, const struct mention *before,
                      const struct mention *mention)
{
    static const char *const links[] = {"and", "or", "the", "to"};
    for (size_t at = before->last + 1; at < mention->first; at++) {
        const struct token *token = &reader->tokens[at];
        bool dash = token->kind == TOKEN_MARK &&
                    (token->value == '-' || token->value == 0x2013 || token->value == '/');
        if (!dash && !word_in(reader, at, links, COUNT(links))) return false;
    }
    return mention->first - before->last <= 3;
}

struct role when_role(const struct when_reader *reader, const struct mention *mention,
                      const struct mention *before, const struct mention *after)
{
    if (is_quoted(reader, mention)) return (struct role){0};
    if (is_chinese(reader, mention)) return when_role_zh(reader, mention, before, after);
    bool linked = before && continues(reader, before, mention);
    if (linked && opener_of(reader, before->first) != OPENS_SINCE)
        return when_role(reader, before, NULL, mention);
    enum opener opener = opener_of(reader, mention->first);
    if (opener == OPENS_SINCE) return (struct role){.direction = DIRECTION_PAST};
    struct look_back back = look_back(reader, mention->first, before && !linked ? before->last + 1 : 0);
    if (opener == OPENS_LIMIT) return limit_role(&back);
    if (back.first != PART_NONE) {
        struct role role = plain_role(&back, opener);
        return role.need && is_over(reader, mention) ? (struct role){.direction = DIRECTION_PAST} : role;
    }
    if (back.was) return (struct role){.direction = DIRECTION_PAST};
    struct role role = role_behind(reader, mention, after ? after->first : reader->count);
    return role.silent && is_what_it_is_for(reader, mention->first, 0) ? need(2) : role;
}
