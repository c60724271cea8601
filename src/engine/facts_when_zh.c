/* Dates in Chinese: 3月18号, 18号, 下周五, 后天, 三天后, 两周前, 月底, 五月二十. Lunar dates are recognised and left alone. */
#include "engine/facts_when.h"

#define COUNT(table) (sizeof table / sizeof *table)

/* Whether both begin with the same character, which has three bytes. */
static bool same_character(const char *a, const char *b)
{
    return a[0] == b[0] && a[1] == b[1] && a[2] == b[2];
}

/* Whether the token is one of these characters, all of which have three bytes. */
static bool is_han(const struct when_reader *reader, size_t at, const char *one_of)
{
    if (at >= reader->count || reader->tokens[at].kind != TOKEN_HAN) return false;
    for (; *one_of; one_of += 3)
        if (same_character(reader->tokens[at].text.ptr, one_of)) return true;
    return false;
}

/* The phrase at token `at`: how many tokens it is, or 0. Most phrases fail at their first character. */
static size_t take(const struct when_reader *reader, size_t at, const char *phrase)
{
    size_t taken = 0;
    for (; *phrase; phrase += 3, taken++) {
        if (at + taken >= reader->count) return 0;
        const struct token *token = &reader->tokens[at + taken];
        if (token->kind != TOKEN_HAN || !same_character(token->text.ptr, phrase)) return 0;
    }
    return taken;
}

static int han_digit(uint32_t rune)
{
    static const uint32_t digits[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB,  /* 〇一二三四 */
                                      0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D}; /* 五六七八九 */
    if (rune == 0x96F6) return 0;                                              /* 零 */
    if (rune == 0x4E24 || rune == 0x5169) return 2;                            /* 两, 兩 */
    for (int value = 0; value < 10; value++)
        if (digits[value] == rune) return value;
    return -1;
}

enum { TEN = 0x5341, TWENTY = 0x5EFF, THIRTY = 0x5345 }; /* 十 廿 卅 */

/* A number up to 99 in digits or characters at `*at`; -1 where there is none. Moves behind it. */
static int number_at(const struct when_reader *reader, size_t *at)
{
    if (*at >= reader->count) return -1;
    const struct token *token = &reader->tokens[*at];
    if (token->kind == TOKEN_NUMBER) {
        if (token->digits > 2) return -1;
        (*at)++;
        return (int)token->value;
    }
    if (token->kind != TOKEN_HAN) return -1;
    int tens = -1, unit = 0;
    size_t next = *at;
    int digit = han_digit(token->value);
    if (digit >= 0) next++;
    uint32_t ten =
        next < reader->count && reader->tokens[next].kind == TOKEN_HAN ? reader->tokens[next].value : 0;
    if (ten == TEN) tens = digit >= 0 ? digit : 1;
    if (digit < 0 && ten == TWENTY) tens = 2;
    if (digit < 0 && ten == THIRTY) tens = 3;
    if (tens < 0) {
        if (digit >= 0) *at = next;
        return digit;
    }
    next++;
    if (next < reader->count && reader->tokens[next].kind == TOKEN_HAN)
        unit = han_digit(reader->tokens[next].value);
    if (unit > 0 && reader->tokens[next].value != 0x4E24)
        next++;
    else
        unit = 0;
    *at = next;
    return tens * 10 + unit;
}

/* 日, 号 behind a day of the month, or what 号 means elsewhere: 5号楼, 3号线, 8号球衣. */
static bool day_mark(const struct when_reader *reader, size_t at)
{
    if (!is_han(reader, at, "日号號")) return false;
    return !(
        is_han(reader, at, "号號") &&
        is_han(reader, at + 1, "楼樓线線门門院店仓倉车車球字码碼房桌机機栋幢单元库馆桥柜室弄铺链色板款"));
}

/* The "-20" of 18-20号: behind it, where a later day of the month follows. */
static size_t skip_range(const struct when_reader *reader, size_t at, int mday, int *out_last)
{
    if (at + 1 >= reader->count) return at;
    const struct token *mark = &reader->tokens[at];
    bool dash = token_is_mark(mark, '-') || token_is_mark(mark, '~') || token_is_mark(mark, 0x2013);
    if (!dash && !is_han(reader, at, "到至、和或")) return at;
    size_t next = at + 1;
    int last = number_at(reader, &next);
    if (last <= mday || last > 31 || !day_mark(reader, next)) return at;
    *out_last = last;
    return next;
}

/* ---- month and day ---- */

static int stated_year(const struct when_reader *reader, size_t at, size_t *taken)
{
    int this_year = civil_of(reader->today).year;
    static const struct {
        const char *words;
        int years;
    } relative[] = {{"今年", 0}, {"明年", 1}, {"去年", -1}, {"本年", 0}};
    for (size_t i = 0; i < COUNT(relative); i++) {
        *taken = take(reader, at, relative[i].words);
        if (*taken) return this_year + relative[i].years;
    }
    const struct token *token = &reader->tokens[at];
    *taken = 2;
    if (token->kind == TOKEN_NUMBER && is_han(reader, at + 1, "年")) {
        if (token->digits == 4 && token->value >= 1900 && token->value <= 2199) return (int)token->value;
        if (token->digits == 2) return 2000 + (int)token->value;
    }
    int year = 0; /* 二〇二六年 */
    for (size_t i = 0; i < 4; i++) {
        int digit = at + i < reader->count && token[i].kind == TOKEN_HAN ? han_digit(token[i].value) : -1;
        if (digit < 0) year = -10000;
        year = year * 10 + (digit < 0 ? 0 : digit);
    }
    *taken = 5;
    if (year >= 1900 && year <= 2199 && is_han(reader, at + 4, "年")) return year;
    *taken = 0;
    return 0;
}

static bool lunar_before(const struct when_reader *reader, size_t at)
{
    for (size_t back = 1; back <= 4 && back <= at; back++)
        if (is_han(reader, at - back, "农農阴陰旧舊")) return true;
    return false;
}

/* 3月18号, 三月十八日, 5月20; 3月底. The month has been seen to be one. */
static size_t month_day(const struct when_reader *reader, size_t at, size_t year_taken, int year,
                        struct mention *out)
{
    size_t next = at + year_taken;
    int month = number_at(reader, &next);
    if (month < 1 || month > 12 || !is_han(reader, next, "月")) return 0;
    next++;
    bool lunar = lunar_before(reader, at) || is_han(reader, next, "初廿");
    if (is_han(reader, next, "份")) next++;
    if (is_han(reader, next, "底末")) {
        struct civil today = civil_of(reader->today);
        *out = mention_date(year, month, days_in_month(year ? year : today.year, month));
        return next + 1 - at;
    }
    size_t before = next;
    if (is_han(reader, next, "初")) next++;
    int mday = number_at(reader, &next), mday_to = 0;
    if (mday < 1) {
        *out = (struct mention){0};
        return before - at;
    }
    next = skip_range(reader, next, mday, &mday_to);
    bool marked = day_mark(reader, next);
    if (marked) next++;
    if (!marked && is_han(reader, next, "个只套张元块天周年月点")) {
        *out = (struct mention){0};
        return before - at;
    }
    *out = lunar ? (struct mention){0} : mention_date(year, month, mday);
    out->mday_to = mday_to;
    return next - at;
}

static size_t dated(const struct when_reader *reader, size_t at, struct mention *out)
{
    size_t taken;
    int year = stated_year(reader, at, &taken);
    if (taken && is_han(reader, at + taken, "的")) taken++;
    size_t all = at + taken < reader->count ? month_day(reader, at, taken, year, out) : 0;
    if (!all && taken && is_han(reader, at + taken, "底")) {
        *out = mention_date(year, 12, 31);
        return taken + 1;
    }
    return all;
}

/* 正月初八, 腊月二十三: lunar months have their own names. */
static size_t lunar_month(const struct when_reader *reader, size_t at, struct mention *out)
{
    if (!is_han(reader, at, "正腊臘冬") || !is_han(reader, at + 1, "月")) return 0;
    size_t next = at + 2;
    if (is_han(reader, next, "初")) next++;
    number_at(reader, &next);
    *out = (struct mention){0};
    return next - at;
}

/* 18号, 30日, 18-20号, 初八 (lunar) */
static size_t day_alone(const struct when_reader *reader, size_t at, struct mention *out)
{
    static const char not_before[] = "号路街道巷弄村镇乡尺码型第编单尾账牌座楼栋区";
    if (is_han(reader, at, "初") && !(at > 0 && is_han(reader, at - 1, "月年"))) {
        size_t next = at + 1;
        if (number_at(reader, &next) < 1) return 0;
        *out = (struct mention){0};
        return next - at;
    }
    size_t next = at;
    int mday = number_at(reader, &next), mday_to = 0;
    if (mday < 1 || mday > 31) return 0;
    next = skip_range(reader, next, mday, &mday_to);
    if (!day_mark(reader, next) || (at > 0 && is_han(reader, at - 1, not_before))) return 0;
    if (is_han(reader, next, "日") && is_han(reader, next + 1, "内无游后之本")) return 0;
    *out = (struct mention){.kind = WHEN_MONTHLESS, .mday = mday, .mday_to = mday_to};
    return next + 1 - at;
}

/* 下个月5号, 这个月18号, 月底, 下月底 */
static size_t relative_month(const struct when_reader *reader, size_t at, struct mention *out)
{
    static const struct {
        const char *words;
        int months;
    } rows[] = {{"下下个月", 2}, {"下个月", 1}, {"下月", 1},    {"这个月", 0}, {"这月", 0},
                {"本月", 0},     {"当月", 0},   {"上个月", -1}, {"上月", -1},  {"月", 0}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t taken = take(reader, at, rows[i].words);
        if (!taken) continue;
        bool alone = i == COUNT(rows) - 1;
        size_t next = at + taken;
        struct civil civil = civil_of(months_on(reader->today, rows[i].months));
        if (is_han(reader, next, "底末") && !(alone && at > 0 && is_han(reader, at - 1, "年个岁"))) {
            *out = mention_day(month_end(civil.year, civil.month),
                               rows[i].months < 0 ? DIRECTION_PAST : DIRECTION_FREE);
            return next + 1 - at;
        }
        if (alone) return 0;
        if (is_han(reader, next, "的")) next++;
        int mday = number_at(reader, &next);
        if (mday < 1 || !day_mark(reader, next)) return 0;
        *out = mention_date(civil.year, civil.month, mday);
        return next + 1 - at;
    }
    return 0;
}

/* ---- weeks ---- */

static int weekday_at(const struct when_reader *reader, size_t at)
{
    static const char days[] = "一二三四五六";
    if (is_han(reader, at, "日天")) return SUNDAY;
    if (is_han(reader, at, "末")) return SATURDAY;
    if (at >= reader->count || reader->tokens[at].kind != TOKEN_HAN) return -1;
    size_t place = str_find(str_of(days), reader->tokens[at].text, 0);
    return place == STR_NOT_FOUND ? -1 : (int)(place / 3);
}

static size_t week_word(const struct when_reader *reader, size_t at)
{
    static const char *const words[] = {"个星期", "个礼拜", "星期",   "礼拜", "周",  "週",
                                        "个周",   "個星期", "個禮拜", "個週", "禮拜"};
    for (size_t i = 0; i < COUNT(words); i++) {
        size_t taken = take(reader, at, words[i]);
        if (taken) return taken;
    }
    return 0;
}

static size_t weekday(const struct when_reader *reader, size_t at, struct mention *out)
{
    static const struct {
        const char *words;
        int weeks;
    } rows[] = {{"下下", 2}, {"下", 1}, {"这", 0}, {"本", 0}, {"上上", -2}, {"上", -1}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t taken = take(reader, at, rows[i].words);
        size_t week = taken ? week_word(reader, at + taken) : 0;
        int day = week ? weekday_at(reader, at + taken + week) : -1;
        if (day < 0) continue;
        int weeks = rows[i].weeks;
        enum direction direction = weeks < 0 ? DIRECTION_PAST : weeks > 0 ? DIRECTION_COMING : DIRECTION_FREE;
        *out = mention_day(week_start(reader->today) + 7 * weeks + day, direction);
        return taken + week + 1;
    }
    size_t week = is_han(reader, at, "个個") ? 0 : week_word(reader, at);
    int day = week ? weekday_at(reader, at + week) : -1;
    if (day < 0 || is_han(reader, at + week + 1, "年期岁天个") ||
        (at > 0 && is_han(reader, at - 1, "每个一两二三四五六七八九十几半第")) ||
        (at > 0 && reader->tokens[at - 1].kind == TOKEN_NUMBER))
        return 0;
    *out = (struct mention){.kind = WHEN_WEEKDAY, .weekday = (enum weekday)day};
    return week + 1;
}

/* ---- near days and spans of time ---- */

static size_t near_day(const struct when_reader *reader, size_t at, struct mention *out)
{
    static const struct {
        const char *words;
        int days;
    } rows[] = {{"大后天", 3}, {"大前天", -3}, {"后天", 2},  {"後天", 2},  {"后日", 2},  {"前天", -2},
                {"前日", -2},  {"前晚", -2},   {"明天", 1},  {"明日", 1},  {"明儿", 1},  {"明早", 1},
                {"明晚", 1},   {"昨天", -1},   {"昨日", -1}, {"昨儿", -1}, {"昨晚", -1}, {"昨夜", -1},
                {"今天", 0},   {"今日", 0},    {"今儿", 0},  {"今晚", 0},  {"今早", 0},  {"今晨", 0}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t taken = take(reader, at, rows[i].words);
        if (!taken) continue;
        if (at > 0 && is_han(reader, at - 1, "之以") && is_han(reader, at, "前后")) return 0;
        int days = rows[i].days;
        *out = mention_day(reader->today + days, days < 0   ? DIRECTION_PAST
                                                 : days > 0 ? DIRECTION_COMING
                                                            : DIRECTION_FREE);
        return taken;
    }
    return 0;
}

struct stretch_of_time {
    int days, months;
    size_t taken;
};

/* 三天, 两周, 1个月, 半个月 */
static struct stretch_of_time stretch_at(const struct when_reader *reader, size_t at)
{
    static const struct {
        const char *words;
        int days, months;
    } units[] = {{"个星期", 7, 0}, {"个礼拜", 7, 0}, {"星期", 7, 0}, {"礼拜", 7, 0}, {"个月", 0, 1},
                 {"天", 1, 0},     {"周", 7, 0},     {"週", 7, 0},   {"日", 1, 0}};
    struct stretch_of_time none = {0};
    size_t half = take(reader, at, "半个月");
    if (half) return (struct stretch_of_time){15, 0, half};
    size_t next = at;
    int count = number_at(reader, &next);
    if (count < 1 || (at > 0 && is_han(reader, at - 1, "第每"))) return none;
    for (size_t i = 0; i < COUNT(units); i++) {
        size_t taken = take(reader, next, units[i].words);
        if (taken)
            return (struct stretch_of_time){count * units[i].days, count * units[i].months,
                                            next + taken - at};
    }
    return none;
}

static size_t spanned(const struct when_reader *reader, size_t at, struct mention *out)
{
    static const char *const openers[] = {"再过", "还有", "过"};
    size_t opener = 0;
    for (size_t i = 0; i < COUNT(openers) && !opener; i++) opener = take(reader, at, openers[i]);
    struct stretch_of_time stretch = stretch_at(reader, at + opener);
    if (!stretch.taken) return 0;
    size_t next = at + opener + stretch.taken;
    static const char *const after[] = {"之后", "以后", "后", "後"}, *const before[] = {"之前", "以前", "前"};
    size_t tail = 0;
    int sign = opener ? 1 : 0;
    for (size_t i = 0; i < COUNT(after) && !tail; i++)
        if ((tail = take(reader, next, after[i]))) sign = 1;
    for (size_t i = 0; i < COUNT(before) && !tail; i++)
        if ((tail = take(reader, next, before[i]))) sign = -1;
    if (sign == 0 || (opener && sign < 0)) return 0;
    if (opener && at > 0 && is_han(reader, at - 1, "超经已都才刚")) return 0;
    if (sign < 0 && is_han(reader, next - 1, "日") && reader->tokens[at].kind == TOKEN_NUMBER)
        return 0; /* 28日前 */
    day_t day = months_on(reader->today, sign * stretch.months) + sign * stretch.days;
    *out = mention_day(day, sign < 0 ? DIRECTION_PAST : DIRECTION_COMING);
    return opener + stretch.taken + tail;
}

/* ---- holidays ---- */

static size_t holiday(const struct when_reader *reader, size_t at, struct mention *out)
{
    static const struct {
        const char *words;
        int month, mday;
    } fixed[] = {{"圣诞", 12, 25}, {"聖誕", 12, 25},     {"平安夜", 12, 24}, {"情人节", 2, 14},
                 {"元旦", 1, 1},   {"五一", 5, 1},       {"劳动节", 5, 1},   {"国庆", 10, 1},
                 {"儿童节", 6, 1}, {"六一", 6, 1},       {"教师节", 9, 10},  {"妇女节", 3, 8},
                 {"三八节", 3, 8}, {"女神节", 3, 8},     {"双十一", 11, 11}, {"跨年", 12, 31},
                 {"愚人节", 4, 1}, {"白色情人节", 3, 14}};
    size_t best = 0;
    for (size_t i = 0; i < COUNT(fixed); i++) {
        size_t taken = take(reader, at, fixed[i].words);
        if (taken <= best || is_han(reader, at + taken, "月号日个路")) continue;
        best = taken;
        *out = mention_date(0, fixed[i].month, fixed[i].mday);
    }
    if (best && is_han(reader, at + best, "节")) best++;
    if (best) return best;
    bool mother = take(reader, at, "母亲节") > 0, father = take(reader, at, "父亲节") > 0;
    if (!mother && !father) return 0;
    struct str country = reader->country.len ? reader->country : STR("CN");
    int year = civil_of(reader->today).year;
    day_t day = mother ? holiday_mothers_day(country, year) : holiday_fathers_day(country, year);
    if (day != DAY_NONE && day < reader->today - 60)
        day = mother ? holiday_mothers_day(country, year + 1) : holiday_fathers_day(country, year + 1);
    *out = day == DAY_NONE ? (struct mention){0} : mention_day(day, DIRECTION_FREE);
    return 3;
}

/* The characters a mention can begin with, by code point, so that all others cost little:
 * 〇一七三上下两九二五今儿元兩八六再冬初前劳十卅半去双后周四国圣大女妇平廿当後情愚教明星昨月本正母父白礼聖腊臘跨过还这週 */
static const uint16_t starters[] = {
    0x3007, 0x4E00, 0x4E03, 0x4E09, 0x4E0A, 0x4E0B, 0x4E24, 0x4E5D, 0x4E8C, 0x4E94, 0x4ECA, 0x513F,
    0x5143, 0x5169, 0x516B, 0x516D, 0x518D, 0x51AC, 0x521D, 0x524D, 0x52B3, 0x5341, 0x5345, 0x534A,
    0x53BB, 0x53CC, 0x540E, 0x5468, 0x56DB, 0x56FD, 0x5723, 0x5927, 0x5973, 0x5987, 0x5E73, 0x5EFF,
    0x5F53, 0x5F8C, 0x60C5, 0x611A, 0x6559, 0x660E, 0x661F, 0x6628, 0x6708, 0x672C, 0x6B63, 0x6BCD,
    0x7236, 0x767D, 0x793C, 0x8056, 0x814A, 0x81D8, 0x8DE8, 0x8FC7, 0x8FD8, 0x8FD9, 0x9031};

static bool may_begin(const struct token *token)
{
    if (token->kind != TOKEN_HAN) return token->kind == TOKEN_NUMBER;
    size_t lo = 0, hi = COUNT(starters);
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (starters[mid] == token->value) return true;
        if (starters[mid] < token->value)
            lo = mid + 1;
        else
            hi = mid;
    }
    return false;
}

/* The rules in the order they are tried, with the form they read. */
static const struct {
    size_t (*read)(const struct when_reader *, size_t, struct mention *);
    enum when_form form;
} rules[] = {
    {dated, FORM_DATE},    {lunar_month, FORM_DATE}, {relative_month, FORM_DATE}, {weekday, FORM_NEAR},
    {near_day, FORM_NEAR}, {spanned, FORM_LOOSE},    {holiday, FORM_FEAST},       {day_alone, FORM_DAY},
};

size_t when_zh_at(const struct when_reader *reader, size_t at, struct mention *out)
{
    if (!may_begin(&reader->tokens[at])) return 0;
    for (size_t i = 0; i < COUNT(rules); i++) {
        size_t taken = rules[i].read(reader, at, out);
        if (!taken) continue;
        out->form = is_han(reader, at + taken - 1, "底末") ? FORM_LOOSE : rules[i].form; /* 月底, 周末 */
        return taken;
    }
    return 0;
}
