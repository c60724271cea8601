/* What part a date plays in a Chinese sentence: the words of its clause, those behind it first, then its neighbours'. */
#include "engine/facts_when.h"

#include "text/utf8.h"

#define COUNT(table) (sizeof table / sizeof *table)

enum { CLAUSE_TOKENS = 24 };

enum part {
    PART_NONE,
    PART_LIMIT, /* 之前: only right behind the date */
    PART_NEED,
    PART_EVENT,
    PART_PAST,
    PART_SAID, /* the store's own date, a deadline for an answer, or a date on the piece */
    PART_OVER, /* 过完了: the event is past */
};

struct part_phrase {
    const char *words;
    enum part part;
};

/* At one place the longest phrase wins. */
static const struct part_phrase phrases[] = {
    {"要用", PART_NEED},       {"急用", PART_NEED},     {"得用", PART_NEED},    {"用得上", PART_NEED},
    {"等着用", PART_NEED},     {"需要", PART_NEED},     {"必须", PART_NEED},    {"一定要", PART_NEED},
    {"务必", PART_NEED},       {"赶", PART_NEED},       {"来得及", PART_NEED},  {"赶得上", PART_NEED},
    {"能到", PART_NEED},       {"到得了", PART_NEED},   {"能拿到", PART_NEED},  {"要拿", PART_NEED},
    {"能收到", PART_NEED},     {"要收到", PART_NEED},   {"收得到", PART_NEED},  {"收到吗", PART_NEED},
    {"能不能收到", PART_NEED}, {"可以收到", PART_NEED}, {"拿到吗", PART_NEED},  {"想要", PART_NEED},
    {"用的", PART_NEED},       {"就要", PART_NEED},     {"最晚", PART_NEED},    {"最迟", PART_NEED},
    {"加急处理", PART_NEED},   {"拿到", PART_NEED},     {"拿到了", PART_PAST},  {"要送", PART_NEED},
    {"送人", PART_EVENT},      {"送给", PART_EVENT},    {"送她", PART_EVENT},   {"送他", PART_EVENT},
    {"生日", PART_EVENT},      {"婚礼", PART_EVENT},    {"结婚", PART_EVENT},   {"大婚", PART_EVENT},
    {"订婚", PART_EVENT},      {"领证", PART_EVENT},    {"出发", PART_EVENT},   {"飞", PART_EVENT},
    {"出国", PART_EVENT},      {"回国", PART_EVENT},    {"搬家", PART_EVENT},   {"就走", PART_EVENT},
    {"要走", PART_EVENT},      {"动身", PART_EVENT},    {"毕业", PART_EVENT},   {"开业", PART_EVENT},
    {"剪彩", PART_EVENT},      {"挂牌", PART_EVENT},    {"典礼", PART_EVENT},   {"表彰", PART_EVENT},
    {"聚会", PART_EVENT},      {"年会", PART_EVENT},    {"开会", PART_EVENT},   {"展会", PART_EVENT},
    {"参展", PART_EVENT},      {"比赛", PART_EVENT},    {"演出", PART_EVENT},   {"求婚", PART_EVENT},
    {"纪念日", PART_EVENT},    {"乔迁", PART_EVENT},    {"手术", PART_EVENT},   {"考试", PART_EVENT},
    {"开学", PART_EVENT},      {"满月", PART_EVENT},    {"百日", PART_EVENT},   {"百天", PART_EVENT},
    {"周岁", PART_EVENT},      {"大寿", PART_EVENT},    {"寿宴", PART_EVENT},   {"过寿", PART_EVENT},
    {"寿辰", PART_EVENT},      {"摆酒", PART_EVENT},    {"办酒", PART_EVENT},   {"酒席", PART_EVENT},
    {"喜宴", PART_EVENT},      {"婚宴", PART_EVENT},    {"升学宴", PART_EVENT}, {"谢师宴", PART_EVENT},
    {"退休", PART_EVENT},      {"见家长", PART_EVENT},  {"见面", PART_EVENT},   {"活动", PART_EVENT},
    {"仪式", PART_EVENT},      {"派对", PART_EVENT},    {"送行", PART_EVENT},   {"旅行", PART_EVENT},
    {"旅游", PART_EVENT},      {"度假", PART_EVENT},    {"高铁", PART_EVENT},   {"航班", PART_EVENT},
    {"飞机", PART_EVENT},      {"截止", PART_EVENT},    {"到期", PART_EVENT},   {"预产期", PART_EVENT},
    {"过节", PART_EVENT},      {"出嫁", PART_EVENT},    {"嫁", PART_EVENT},     {"过门", PART_EVENT},
    {"晚会", PART_EVENT},      {"上台", PART_EVENT},    {"搬", PART_EVENT},     {"离职", PART_EVENT},
    {"婚期", PART_EVENT},      {"日子", PART_EVENT},    {"喜事", PART_EVENT},   {"礼物", PART_EVENT},
    {"下单", PART_PAST},       {"下的单", PART_PAST},   {"下了单", PART_PAST},  {"下的订单", PART_PAST},
    {"拍的", PART_PAST},       {"拍下", PART_PAST},     {"拍了", PART_PAST},    {"买的", PART_PAST},
    {"买了", PART_PAST},       {"订的", PART_PAST},     {"订了", PART_PAST},    {"定的", PART_PAST},
    {"定了", PART_PAST},       {"付款", PART_PAST},     {"付的", PART_PAST},    {"付了", PART_PAST},
    {"签收", PART_PAST},       {"收到", PART_PAST},     {"收到了", PART_PAST},  {"收到的", PART_PAST},
    {"收的", PART_PAST},       {"到的", PART_PAST},     {"到了", PART_PAST},    {"到货了", PART_PAST},
    {"送到", PART_PAST},       {"妥投", PART_PAST},     {"发的", PART_PAST},    {"发了", PART_PAST},
    {"发货的", PART_PAST},     {"寄往", PART_PAST},     {"寄的", PART_PAST},    {"寄出", PART_PAST},
    {"起", PART_PAST},         {"那单", PART_PAST},     {"开始", PART_PAST},    {"停在", PART_PAST},
    {"买", PART_PAST},         {"订", PART_PAST},       {"拍", PART_PAST},      {"问过", PART_PAST},
    {"联系过", PART_PAST},     {"打开", PART_PAST},     {"拆", PART_PAST},      {"以来", PART_PAST},
    {"说好", PART_SAID},       {"说的", PART_SAID},     {"说是", PART_SAID},    {"答应", PART_SAID},
    {"承诺", PART_SAID},       {"保证", PART_SAID},     {"显示", PART_SAID},    {"预计", PART_SAID},
    {"写着", PART_SAID},       {"原定", PART_SAID},     {"约定", PART_SAID},    {"本来", PART_SAID},
    {"回复", PART_SAID},       {"答复", PART_SAID},     {"退款", PART_SAID},    {"退钱", PART_SAID},
    {"解决", PART_SAID},       {"处理", PART_SAID},     {"刻", PART_SAID},      {"印", PART_SAID},
    {"绣", PART_SAID},         {"日期", PART_SAID},     {"改成", PART_SAID},    {"换成", PART_SAID},
    {"改为", PART_SAID},       {"发货", PART_SAID},     {"出库", PART_SAID},    {"现在是", PART_SAID},
    {"过了", PART_OVER},       {"过完", PART_OVER},     {"已过", PART_OVER},    {"都过", PART_OVER},
    {"过去了", PART_OVER},     {"错过", PART_OVER},
};

static const struct part_phrase limits[] = {
    {"之前", PART_LIMIT}, {"以前", PART_LIMIT}, {"前", PART_LIMIT},   {"以内", PART_LIMIT},
    {"之内", PART_LIMIT}, {"内", PART_LIMIT},   {"为止", PART_LIMIT},
};

static bool ends_sentence(const struct when_reader *reader, size_t at)
{
    const struct token *token = &reader->tokens[at];
    if (token->kind == TOKEN_BREAK) return true;
    if (token->kind != TOKEN_MARK) return false;
    return token->value == 0x3002 || token->value == 0xFF01 || token->value == 0xFF1F ||
           token->value == 0xFF1B || token->value == '!' || token->value == '?' || token->value == ';';
}

/* Commas, and a space between two characters, which many write instead. */
static bool ends_clause(const struct when_reader *reader, size_t at)
{
    const struct token *token = &reader->tokens[at];
    if (ends_sentence(reader, at)) return true;
    return token->kind == TOKEN_MARK &&
           (token->value == 0xFF0C || token->value == ',' || token->value == '~');
}

static bool spaced_han(const struct when_reader *reader, size_t at)
{
    return at > 0 && at < reader->count && reader->tokens[at].spaced &&
           reader->tokens[at].kind == TOKEN_HAN && reader->tokens[at - 1].kind == TOKEN_HAN;
}

static size_t clause_start(const struct when_reader *reader, size_t at)
{
    for (size_t step = 0; at > 0 && step < CLAUSE_TOKENS; step++, at--)
        if (ends_clause(reader, at - 1) || spaced_han(reader, at)) break;
    return at;
}

static size_t clause_end(const struct when_reader *reader, size_t at)
{
    for (size_t step = 0; at < reader->count && step < CLAUSE_TOKENS; step++, at++)
        if (ends_clause(reader, at) || (step > 0 && spaced_han(reader, at))) break;
    return at;
}

static struct str rest_of(const struct when_reader *reader, size_t at, size_t end)
{
    return str_slice(reader->text, reader->tokens[at].span.start, reader->tokens[end - 1].span.end);
}

static enum part part_in(struct str words, const struct part_phrase *table, size_t count)
{
    size_t longest = 0;
    enum part part = PART_NONE;
    for (size_t i = 0; i < count; i++) {
        if (words.len == 0 || words.ptr[0] != table[i].words[0] ||
            words.ptr[words.len > 1] != table[i].words[1])
            continue;
        struct str phrase = str_of(table[i].words);
        if (phrase.len <= longest || !str_starts(words, phrase)) continue;
        longest = phrase.len;
        part = table[i].part;
    }
    return part;
}

struct neighbourhood {
    enum part after, before; /* the nearest telling part on either side */
    bool said, over;
};

static void see(struct neighbourhood *clause, enum part part, enum part *nearest)
{
    if (part == PART_SAID) clause->said = true;
    if (part == PART_OVER) {
        clause->over = true;
        return;
    }
    if (part != PART_NONE && *nearest == PART_NONE) *nearest = part;
}

static struct neighbourhood look_around(const struct when_reader *reader, const struct mention *mention)
{
    struct neighbourhood clause = {0};
    size_t start = clause_start(reader, mention->first), end = clause_end(reader, mention->last + 1);
    for (size_t at = mention->last + 1; at < end; at++)
        if (reader->tokens[at].kind == TOKEN_HAN)
            see(&clause, part_in(rest_of(reader, at, end), phrases, COUNT(phrases)), &clause.after);
    for (size_t at = mention->first; at > start; at--)
        if (reader->tokens[at - 1].kind == TOKEN_HAN)
            see(&clause, part_in(rest_of(reader, at - 1, mention->first), phrases, COUNT(phrases)),
                &clause.before);
    return clause;
}

/* Another clause of the same sentence: only what makes a need-by counts there. */
static enum part part_of_clause(const struct when_reader *reader, size_t start, size_t end)
{
    for (size_t at = start; at < end; at++) {
        enum part part = part_in(rest_of(reader, at, end), phrases, COUNT(phrases));
        if (part == PART_NEED || part == PART_EVENT) return part;
        if (part != PART_NONE) return PART_NONE;
    }
    return PART_NONE;
}

static enum part neighbour_part(const struct when_reader *reader, const struct mention *mention,
                                const struct mention *earlier, const struct mention *later)
{
    size_t end = clause_end(reader, mention->last + 1);
    if (end < reader->count && !ends_sentence(reader, end)) {
        size_t from = ends_clause(reader, end) ? end + 1 : end;
        size_t to = from < reader->count ? clause_end(reader, from) : from;
        bool other = later && later->first < to; /* that clause has a date of its own */
        enum part part = other ? PART_NONE : part_of_clause(reader, from, to);
        if (part != PART_NONE) return part;
    }
    size_t start = clause_start(reader, mention->first);
    if (start == 0 || ends_sentence(reader, start - 1)) return PART_NONE;
    size_t back = ends_clause(reader, start - 1) ? start - 1 : start;
    size_t from = clause_start(reader, back);
    return earlier && earlier->last >= from ? PART_NONE : part_of_clause(reader, from, back);
}

static struct role role_of(enum part part, bool over)
{
    if (part == PART_PAST) return (struct role){.direction = DIRECTION_PAST};
    if (part == PART_NEED) return (struct role){.direction = DIRECTION_COMING, .need = 3};
    if (part == PART_EVENT)
        return over ? (struct role){.direction = DIRECTION_PAST}
                    : (struct role){.direction = DIRECTION_COMING, .need = 2};
    return (struct role){0};
}

struct role when_role_zh(const struct when_reader *reader, const struct mention *mention,
                         const struct mention *before, const struct mention *after)
{
    size_t next = mention->last + 1;
    bool limit = next < reader->count && mention->direction != DIRECTION_PAST &&
                 part_in(rest_of(reader, next, reader->count), limits, COUNT(limits)) == PART_LIMIT;
    struct neighbourhood clause = look_around(reader, mention);
    if (limit) {
        if (clause.said && clause.after != PART_NEED) return (struct role){0};
        if (clause.after == PART_PAST) return (struct role){.direction = DIRECTION_FREE, .need = 3};
        return (struct role){.direction = DIRECTION_COMING, .need = 3};
    }
    if (clause.after != PART_NONE) {
        if (clause.said && clause.after == PART_EVENT && clause.before == PART_SAID) return (struct role){0};
        return role_of(clause.after, clause.over);
    }
    if (clause.before != PART_NONE) return role_of(clause.before, clause.over);
    enum part part = neighbour_part(reader, mention, before, after);
    return part == PART_NONE ? (struct role){.silent = !clause.said} : role_of(part, clause.over);
}
