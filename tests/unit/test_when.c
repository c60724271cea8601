/* Dates in messages, read on Thursday 5 March 2026 in New York unless a row says otherwise. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "engine/facts.h"

/* The dates in order as "YYYY-MM-DD" with "n" behind a need-by and "p" behind a past one, or "" for none. */
struct row {
    const char *text, *dates;
};

static const struct row english[] = {
    /* month names */
    {"March 14", "2026-03-14"},
    {"14 March", "2026-03-14"},
    {"14th March", "2026-03-14"},
    {"the 14th of March", "2026-03-14"},
    {"March 14th", "2026-03-14"},
    {"March the 14th", "2026-03-14"},
    {"Mar. 14", "2026-03-14"},
    {"Mar 14, 2026", "2026-03-14"},
    {"14 Mar 2027", "2027-03-14"},
    {"14-Mar-2026", "2026-03-14"},
    {"14th of March '27", "2027-03-14"},
    {"MARCH 14", "2026-03-14"},
    {"4 sept", "2026-09-04"},
    {"February 2", "2026-02-02p"},
    {"the fourteenth of March", "2026-03-14"},
    {"twenty-first of March", "2026-03-21"},
    {"December 25th, 2026", "2026-12-25"},
    {"Feb 29", "2028-02-29"},
    {"Feb 30", ""},
    {"March 2026", ""},
    {"march on", ""},
    {"it may take 2 weeks", ""},
    {"May 2", "2026-05-02"},
    {"9.30 on 14 April", "2026-04-14"},
    {"the 14th of this month", "2026-03-14"},
    {"22nd of next month", "2026-04-22"},
    {"the 20th of last month", "2026-02-20p"},
    /* digits */
    {"2026-03-14", "2026-03-14"},
    {"2026/03/14", "2026-03-14"},
    {"14.02.2026", "2026-02-14p"},
    {"14.3.26", "2026-03-14"},
    {"3/14", "2026-03-14"},
    {"14/3", "2026-03-14"},
    {"3/4", ""},
    {"on 3/4", "2026-03-04p"},
    {"03/04/2026", "2026-03-04p"},
    {"3/14/26", "2026-03-14"},
    {"3-14-2026", "2026-03-14"},
    {"28/03", "2026-03-28"},
    {"24/7", ""},
    {"10/10 would buy again", ""},
    {"1/2 inch", ""},
    {"given to receiver 12.3. at 14:20", "2026-03-12"},
    {"it cost 12.30 in total", ""},
    {"2026-13-40", ""},
    {"version 1.2.3", ""},
    {"$3.14", ""},
    {"99/99/9999", ""},
    {"192.168.1.20", ""},
    /* days of the month alone */
    {"on the 22nd", "2026-03-22"},
    {"the 22nd", "2026-03-22"},
    {"by the 22nd", "2026-03-22n"},
    {"the 1st please", "2026-03-01p"},
    {"the 2nd keyring", ""},
    {"my 3rd order", ""},
    {"her 60th birthday", ""},
    {"Happy 60th", ""},
    {"on the 2nd line", ""},
    {"the 3rd floor", ""},
    {"You promised the 3rd, then the 10th", "2026-03-03p 2026-03-10"},
    {"on the 31st", "2026-03-31"},
    {"the wedding is on the fourteenth", "2026-03-14n"},
    {"on second thoughts", ""},
    {"the first one", ""},
    {"in the first place", ""},
    /* weekdays */
    {"next Friday", "2026-03-13"},
    {"this Friday", "2026-03-06"},
    {"Friday", "2026-03-06"},
    {"on Friday", "2026-03-06"},
    {"on Thursday", "2026-03-12"},
    {"this Monday", "2026-03-09"},
    {"next Monday", "2026-03-09"},
    {"next Sunday", "2026-03-15"},
    {"Friday week", "2026-03-13"},
    {"a week on Saturday", "2026-03-14"},
    {"a week from Friday", "2026-03-13"},
    {"two weeks on Friday", "2026-03-20"},
    {"Friday next", "2026-03-13"},
    {"Friday after next", "2026-03-20"},
    {"last Tuesday", "2026-03-03p"},
    {"last Friday", "2026-02-27p"},
    {"Tuesday last", "2026-03-03p"},
    {"this past Monday", "2026-03-02p"},
    {"this coming Friday", "2026-03-06"},
    {"the coming Saturday", "2026-03-07"},
    {"next week Wednesday", "2026-03-11"},
    {"Wednesday of next week", "2026-03-11"},
    {"Tuesday of last week", "2026-02-24p"},
    {"next thurs", "2026-03-12"},
    {"THIS fri", "2026-03-06"},
    {"by fri", "2026-03-06n"},
    {"on sun", "2026-03-08"},
    {"the sun was out", ""},
    {"she sat down", ""},
    {"Friday, March 13", "2026-03-13"},
    {"Friday the 13th", "2026-03-13"},
    {"Fri 3/13", "2026-03-13"},
    {"on Wed 18 March at 9:40", "2026-03-18"},
    {"do you deliver on Saturdays", ""},
    {"my birthday is next Saturday", "2026-03-14n"},
    /* relative */
    {"today", "2026-03-05"},
    {"tomorrow", "2026-03-06"},
    {"tonight", "2026-03-05"},
    {"yesterday", "2026-03-04p"},
    {"last night", "2026-03-04p"},
    {"this morning", "2026-03-05p"},
    {"the day after tomorrow", "2026-03-07"},
    {"the day before yesterday", "2026-03-03p"},
    {"in two weeks", "2026-03-19"},
    {"in 10 days", "2026-03-15"},
    {"in a week's time", "2026-03-12"},
    {"in a fortnight", "2026-03-19"},
    {"in a month", "2026-04-05"},
    {"two weeks ago", "2026-02-19p"},
    {"3 days ago", "2026-03-02p"},
    {"a couple of days ago", "2026-03-03p"},
    {"about a month ago", "2026-02-05p"},
    {"10 days from now", "2026-03-15"},
    {"two weeks from today", "2026-03-19"},
    {"a week today", "2026-03-12"},
    {"a week tomorrow", "2026-03-13"},
    {"in 7 business days", ""},
    {"2-3 weeks", ""},
    {"a few days ago", ""},
    {"I've waited 5 weeks", ""},
    {"12 days late", ""},
    {"in a week or two", ""},
    {"end of the month", "2026-03-31"},
    {"by month end", "2026-03-31n"},
    {"the end of next month", "2026-04-30"},
    {"end of April", "2026-04-30"},
    {"mid-April", "2026-04-15"},
    {"end of the week", "2026-03-06"},
    {"this weekend", "2026-03-07"},
    {"next weekend", "2026-03-14"},
    {"in February", ""},
    {"first week of march", ""},
    /* holidays */
    {"Christmas", "2025-12-25p"},
    {"before Christmas", "2026-12-25n"},
    {"Valentine's Day", "2026-02-14p"},
    {"Easter", "2026-04-05"},
    {"Good Friday", "2026-04-03"},
    {"Mother's Day", ""},
    {"Whitsun", "2026-05-24"},
    {"The vicar has moved the dedication from Whitsun to Low Sunday", "2026-05-24 2026-04-12n"},
    /* what a date is for */
    {"The wedding is on March 14", "2026-03-14n"},
    {"I need it by April 3.", "2026-04-03n"},
    {"We fly on the 28th", "2026-03-28n"},
    {"the honeymoon flight is on the 30th", "2026-03-30n"},
    {"I'm leaving this apartment on the 21st", "2026-03-21n"},
    {"Graduation is May 22", "2026-05-22n"},
    {"coach moved the game to next thurs", "2026-03-12n"},
    {"The wedding is a week on Saturday", "2026-03-14n"},
    {"The retirement lunch is Friday week", "2026-03-13n"},
    {"Our silver wedding is on 19 June.", "2026-06-19n"},
    {"the hen do's moved to the 11th", "2026-03-11n"},
    {"leaving do got brought forward to THIS fri", "2026-03-06n"},
    {"March 14 is the wedding", "2026-03-14n"},
    {"will it get here before Friday?", "2026-03-06n"},
    {"a gift for the 20th", "2026-03-20n"},
    {"needed for Saturday", "2026-03-07n"},
    {"my son turns 5 on March 20", "2026-03-20n"},
    {"the baby is due on March 20", "2026-03-20n"},
    {"I fly 28/03 to Lisbon", "2026-03-28n"},
    {"the wedding is on the 20th or 21st", "2026-03-20n 2026-03-21n"},
    {"Ordered March 2, need it by March 14", "2026-03-02p 2026-03-14n"},
    {"I ordered it on the 2nd for a birthday on the 20th", "2026-03-02p 2026-03-20n"},
    {"Ordered on March 28", "2025-03-28p"},
    {"ordered Tuesday", "2026-03-03p"},
    {"Tracking says delivered Monday", "2026-03-02p"},
    {"it came on Monday", "2026-03-02p"},
    {"FedEx has had it since the 6th", "2026-02-06p"},
    {"frozen since 3/4", "2026-03-04p"},
    {"My order was supposed to ship by March 9", "2026-03-09"},
    {"you promised it by the 9th", "2026-03-09"},
    {"You said it would be delivered by the 3rd", "2026-03-03p"},
    {"the blanket you told me would leave your workshop on the 2nd", "2026-03-02p"},
    {"please reply by Friday", "2026-03-06"},
    {"HEAR FROM YOU BY FRIDAY OR I DISPUTE IT", "2026-03-06"},
    {"You said my refund would be issued on Feb 26", "2026-02-26p"},
    {"the wedding was on March 1", "2026-03-01p"},
    {"The christening was yesterday.", "2026-03-04p"},
    {"engraved with \"March 14\"", "2026-03-14"},
    {"the date should be 5 Sept not 6 Sept", "2026-09-05 2026-09-06"},
    {"I asked for 09.11.2019 and the ring says 11.09.2019", "2019-11-09p 2019-09-11p"},
    {"I needed it by the 3rd", "2026-03-03p"},
    {"there's a charge on my statement dated 2/27", "2026-02-27p"},
    {"Was due out last Wednesday and here we are", "2026-03-04p"},
    {"it's for grandpa, who was moved into hospice on Friday.", "2026-02-27p"},
    {"no rush", ""},
    {"", ""},
};

static const struct row chinese[] = {
    {"3月14日", "2026-03-14"},
    {"3月14号", "2026-03-14"},
    {"３月１４号", "2026-03-14"},
    {"3月14", "2026-03-14"},
    {"三月十四日", "2026-03-14"},
    {"三月十四", "2026-03-14"},
    {"五月二十", "2026-05-20"},
    {"五月二十号", "2026-05-20"},
    {"十二月二十五日", "2025-12-25p"},
    {"十月一日", "2026-10-01"},
    {"2026年3月14日", "2026-03-14"},
    {"26年3月14日", "2026-03-14"},
    {"二〇二六年三月十四日", "2026-03-14"},
    {"明年3月1号", "2027-03-01"},
    {"去年12月5日", "2025-12-05p"},
    {"今年5月20号", "2026-05-20"},
    {"3月份", ""},
    {"3月底", "2026-03-31"},
    {"三月末", "2026-03-31"},
    {"3个月", ""},
    {"2月30号", ""},
    {"13月5号", "2026-03-05"},
    {"3.18号", "2026-03-18"},
    {"3/18", "2026-03-18"},
    {"2026-03-18", "2026-03-18"},
    {"2026.3.18", "2026-03-18"},
    {"3月18-20号", "2026-03-18"},
    {"5月20日下午", "2026-05-20"},
    /* lunar dates are left alone */
    {"五月初二", ""},
    {"四月廿八", ""},
    {"农历三月十四", ""},
    {"正月初八", ""},
    {"腊月二十三", ""},
    {"初八", ""},
    /* days alone */
    {"18号", "2026-03-18"},
    {"18日", "2026-03-18"},
    {"30 号", "2026-03-30"},
    {"十八号", "2026-03-18"},
    {"二十八号", "2026-02-28p"},
    {"廿八号", "2026-02-28p"},
    {"3-5号", "2026-03-03p"},
    {"18到20号", "2026-03-18"},
    {"998号5幢302", ""},
    {"5号楼", ""},
    {"3号线", ""},
    {"8号球衣", ""},
    {"人民路18号", ""},
    {"第3号", ""},
    {"7日无理由", ""},
    {"7天无理由", ""},
    {"3日内", ""},
    {"单号20", ""},
    {"订单尾号18号", ""},
    {"下个月5号", "2026-04-05"},
    {"下月5日", "2026-04-05"},
    {"这个月18号", "2026-03-18"},
    {"本月20日", "2026-03-20"},
    {"上个月20号", "2026-02-20p"},
    {"月底", "2026-03-31"},
    {"这个月底", "2026-03-31"},
    {"下月底", "2026-04-30"},
    {"上月底", "2026-02-28p"},
    {"年底", ""},
    {"今年底", "2026-12-31"},
    {"下月初", ""},
    {"上个月那单", ""},
    /* weeks */
    {"下周五", "2026-03-13"},
    {"下星期五", "2026-03-13"},
    {"下礼拜五", "2026-03-13"},
    {"下个星期五", "2026-03-13"},
    {"下個週五", "2026-03-13"},
    {"下週五", "2026-03-13"},
    {"这周五", "2026-03-06"},
    {"本周五", "2026-03-06"},
    {"这个周五", "2026-03-06"},
    {"周五", "2026-03-06"},
    {"星期天", "2026-03-08"},
    {"礼拜天", "2026-03-08"},
    {"周日", "2026-03-08"},
    {"周四", "2026-03-12"},
    {"周末", "2026-03-07"},
    {"下周末", "2026-03-14"},
    {"上周三", "2026-02-25p"},
    {"上上周三", "2026-02-18p"},
    {"下下周一", "2026-03-16"},
    {"每周三", ""},
    {"一周三次", ""},
    {"周年", ""},
    {"周一到周五", "2026-03-09 2026-03-06"},
    {"下周", ""},
    /* near days and spans */
    {"今天", "2026-03-05"},
    {"今晚", "2026-03-05"},
    {"明天", "2026-03-06"},
    {"明儿", "2026-03-06"},
    {"后天", "2026-03-07"},
    {"大后天", "2026-03-08"},
    {"昨天", "2026-03-04p"},
    {"昨晚23点多", "2026-03-04p"},
    {"前天", "2026-03-03p"},
    {"大前天", "2026-03-02p"},
    {"三天后", "2026-03-08"},
    {"3天之后", "2026-03-08"},
    {"三日后", "2026-03-08"},
    {"两周后", "2026-03-19"},
    {"两个星期以后", "2026-03-19"},
    {"一个月后", "2026-04-05"},
    {"半个月后", "2026-03-20"},
    {"再过十天", "2026-03-15"},
    {"还有三天", "2026-03-08"},
    {"两周前", "2026-02-19p"},
    {"三天前", "2026-03-02p"},
    {"10天前", "2026-02-23p"},
    {"一个礼拜前", "2026-02-26p"},
    {"一个月前", "2026-02-05p"},
    {"三天", ""},
    {"第8天", ""},
    {"等了快一个月", ""},
    {"3-5个工作日", ""},
    {"都超过三天了", ""},
    {"五天没动了", ""},
    /* holidays */
    {"圣诞节之前", "2026-12-25n"},
    {"情人节", "2026-02-14p"},
    {"元旦", "2026-01-01p"},
    {"国庆节", "2026-10-01"},
    {"五一", "2026-05-01"},
    {"母亲节", "2026-05-10"},
    {"父亲节", "2026-06-21"},
    {"春节前", ""},
    {"中秋", ""},
    {"七夕", ""},
    /* what a date is for */
    {"婚礼在3月14号", "2026-03-14n"},
    {"3月14号婚礼", "2026-03-14n"},
    {"我闺女5月20号过生日,大概哪几天能到?", "2026-05-20n"},
    {"28号之前要用", "2026-03-28n"},
    {"28日前能收到吗", "2026-03-28n"},
    {"赶在下周五前", "2026-03-13n"},
    {"下周五要用", "2026-03-13n"},
    {"领导临时通知后天开表彰会", "2026-03-07n"},
    {"后天上午挂牌剪彩", "2026-03-07n"},
    {"另外 30 号我就飞了", "2026-03-30n"},
    {"生日是18号", "2026-03-18n"},
    {"3月20号，婚礼要用", "2026-03-20n"},
    {"房东让我月底就搬", "2026-03-31n"},
    {"我妈18号过寿", "2026-03-18n"},
    {"下周六出发", "2026-03-14n"},
    {"20号能收到吗", "2026-03-20n"},
    {"能在3月20日之前送到吗", "2026-03-20n"},
    {"还有10天就是婚礼了", "2026-03-15n"},
    {"3月1号拍的 现在18号了", "2026-03-01p 2026-03-18"},
    {"我于3月2日订了200套请柬", "2026-03-02p"},
    {"3月28日下的单", "2025-03-28p"},
    {"上周三拍的那个猫咪画像", "2026-02-25p"},
    {"周一下的单", "2026-03-02p"},
    {"20号收到的", "2026-02-20p"},
    {"贵店3月5日寄往多伦多的包裹自8日起就停在", "2026-03-05p 2026-02-08p"},
    {"答应我上周五出库", "2026-02-27p"},
    {"说好3月12日之前发货", "2026-03-12"},
    {"周五之前给我答复", "2026-03-06"},
    {"刻“3月14日”", "2026-03-14"},
    {"昨天刚下的单，下周五婚礼要用", "2026-03-04p 2026-03-13n"},
    {"菜鸟上昨天就妥投了", "2026-03-04p"},
    {"领导临时通知后天开表彰会,奖牌今天能不能排我们的单", "2026-03-07n 2026-03-05"},
    {"不急", ""},
};

static struct inquiry inquiry_of(const char *text, const char *at, const struct order *order)
{
    struct inquiry inquiry = {.text = str_of(text), .order = order};
    assert_int_equal(instant_parse(str_of(at), &inquiry.at, NULL), 0);
    return inquiry;
}

static struct reading read_at(struct arena *arena, const char *text, const char *at,
                              const struct order *order)
{
    struct store store = {.zone = zone_utc(), .default_locale = STR("en-US")};
    struct inquiry inquiry = inquiry_of(text, at, order);
    struct reading reading = {.need_by = DAY_NONE};
    facts_read_dates(arena, &inquiry, &store, &reading);
    return reading;
}

static struct str dates_of(struct arena *arena, const struct reading *reading)
{
    struct buf buf;
    buf_init(&buf, 4096);
    for (size_t i = 0; i < reading->date_count; i++) {
        char day[16];
        day_format(reading->dates[i].day, day);
        buf_printf(&buf, "%s%s%s%s", i ? " " : "", day, reading->dates[i].need_by ? "n" : "",
                   reading->dates[i].past ? "p" : "");
    }
    struct str text = buf_copy(&buf, arena);
    buf_done(&buf);
    return text;
}

static void check_rows(const struct row *rows, size_t count)
{
    struct arena *arena = arena_new();
    int wrong = 0;
    for (size_t i = 0; i < count; i++) {
        struct reading reading = read_at(arena, rows[i].text, "2026-03-05T11:00:00Z", NULL);
        struct str got = dates_of(arena, &reading);
        if (str_is(got, rows[i].dates)) continue;
        print_message("%s: \"%.*s\", want \"%s\"\n", rows[i].text, STR_ARG(got), rows[i].dates);
        wrong++;
    }
    arena_free(arena);
    assert_int_equal(wrong, 0);
}

static void reads_english(void **state)
{
    (void)state;
    assert_true(sizeof english / sizeof *english >= 120);
    check_rows(english, sizeof english / sizeof *english);
}

static void reads_chinese(void **state)
{
    (void)state;
    assert_true(sizeof chinese / sizeof *chinese >= 120);
    check_rows(chinese, sizeof chinese / sizeof *chinese);
}

static void chooses_the_need_by(void **state)
{
    (void)state;
    static const struct {
        const char *text, *at, *need_by;
    } rows[] = {
        {"Is there any way to rush this? The wedding is on March 14 and I'd pay extra.",
         "2026-03-02T16:00:00Z", "2026-03-14"},
        {"The wedding is on the 20th but I need it by the 14th", "2026-03-02T16:00:00Z", "2026-03-14"},
        {"Ordered March 2. The party is on April 3.", "2026-03-02T16:00:00Z", "2026-04-03"},
        {"I need it by January 3", "2026-12-30T16:00:00Z", "2027-01-03"},
        {"need it by 2/29", "2027-12-30T16:00:00Z", "2028-02-29"},
        {"Where is it? I ordered on March 2.", "2026-03-05T16:00:00Z", ""},
        {"能加急吗？28号之前要用，加钱也行", "2026-03-05T16:00:00Z", "2026-03-28"},
        {"我3月2日下的单，婚礼在3月14号", "2026-03-05T16:00:00Z", "2026-03-14"},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct reading reading = read_at(arena, rows[i].text, rows[i].at, NULL);
        char day[16] = "";
        if (reading.need_by != DAY_NONE) day_format(reading.need_by, day);
        if (strcmp(day, rows[i].need_by) != 0) fail_msg("%s: %s", rows[i].text, day);
        assert_true(reading.need_by == DAY_NONE || reading.need_by_span.end > reading.need_by_span.start);
    }
    arena_free(arena);
}

static void follows_the_country(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    static const struct {
        const char *country, *text, *dates;
    } rows[] = {
        {"US", "on 3/4", "2026-03-04p"},       {"GB", "on 3/4", "2026-04-03"},
        {"DE", "on 03/04/2026", "2026-04-03"}, {"GB", "3/14", "2026-03-14"},
        {"CN", "on 3/4", "2026-03-04p"},       {"US", "for Mother's Day", "2026-05-10"},
        {"GB", "Mother's Day", "2026-03-15"},  {"FR", "Mother's Day", ""},
        {"US", "Thanksgiving", "2026-11-26"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct order order = {.shipping.country = str_of(rows[i].country)};
        struct reading reading = read_at(arena, rows[i].text, "2026-03-05T11:00:00Z", &order);
        struct str got = dates_of(arena, &reading);
        if (!str_is(got, rows[i].dates)) fail_msg("%s %s: %.*s", rows[i].country, rows[i].text, STR_ARG(got));
    }
    arena_free(arena);
}

static void survives_hostile_text(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf buf;
    buf_init(&buf, 1 << 20);
    while (buf.len < 200000) buf_add_c(&buf, "by Friday 3/14 下周五前 a week on ");
    struct reading reading = read_at(arena, buf_str(&buf).ptr, "2026-03-05T11:00:00Z", NULL);
    assert_true(reading.date_count > 0 && reading.date_count <= 64);
    buf_clear(&buf);
    while (buf.len < 200000) buf_add_c(&buf, "\xff\xe4\xb8 9");
    reading = read_at(arena, buf_str(&buf).ptr, "9998-12-31T23:00:00Z", NULL);
    buf_done(&buf);
    (void)read_at(arena, "in 400 months, the end of next month, next Friday, Feb 29", "9999-12-31T23:00:00Z",
                  NULL);
    (void)read_at(arena, "400 years ago, 2 months ago, last Friday, Feb 29", "0001-01-01T00:00:00Z", NULL);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_english),         cmocka_unit_test(reads_chinese),
        cmocka_unit_test(chooses_the_need_by),   cmocka_unit_test(follows_the_country),
        cmocka_unit_test(survives_hostile_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
