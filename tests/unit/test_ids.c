/* Order numbers, e-mail addresses and telephone numbers in messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "engine/facts.h"
#include "engine/facts_ids.h"

struct row {
    const char *text, *number;
};

static const struct row rows[] = {
    {"Where is my order? #1042", "1042"},
    {"I ordered the necklace this morning (#1042) and", "1042"},
    {"order 1042 please", "1042"},
    {"Order no. 1042", "1042"},
    {"order number: 1042", "1042"},
    {"Order number is 1042.", "1042"},
    {"my order (1042) is late", "1042"},
    {"Order #1042", "1042"},
    {"order#1042", "1042"},
    {"order1042", "1042"},
    {"ORDER NO:1042", "1042"},
    {"Order number:\n1042\nThanks", "1042"},
    {"my order SO-88213 never came", "SO-88213"},
    {"so-88213 is my order", ""},
    {"order so-88213 is late", "so-88213"},
    {"ref ORD_2026_0317", "ORD_2026_0317"},
    {"chain snapped. order 4 0 0 7 1", "40071"},
    {"Is order N° 4417", "4417"},
    {"those two numbers? Ref 3391-827-746", "3391-827-746"},
    {"In the mailbox is nothing. Where is it? Nr. 90 118 / Ilse", "90118"},
    {"Order number is 77 10 42, bought at the market", "771042"},
    {"Order 90-664 is nothing custom", "90-664"},
    {"Joint order, 4-01187", "4-01187"},
    {"the bridesmaid bracelets (order 3-8817): Tess", "3-8817"},
    {"Fiona (order 11-40932)", "11-40932"},
    {"Keisha B.\norder KB20931", "KB20931"},
    {"Dana Whitlock\n#D-77310", "D-77310"},
    {"It's the christening bracelet, BRC 0093.", "BRC 0093"},
    {"Re: MONO-5571. Is it on the machine yet?", "MONO-5571"},
    {"Please don't print the invitations. W-3305.", "W-3305"},
    {"Ordered Tuesday last, your ref. DCN-7781.", "DCN-7781"},
    {"Custom map ordered on the 2nd, order number 55120.", "55120"},
    {"gold not silver pls #9930", "9930"},
    {"Blanket #3407, \"Otis\".", "3407"},
    {"the app says 120. It's #18805, should be about 90 more.", "18805"},
    {"of the ornaments in order 71-2204 we only need two", "71-2204"},
    {"7001: UPS claims it was handed to me", "7001"},
    {"Could the two shirts in SH-2093 have French cuffs", "SH-2093"},
    {"Order placed about an hour ago, #61377.", "61377"},
    {"my purchase reference is 778812", "778812"},
    {"confirmation number 20991", "20991"},
    {"it's 44917 thanks", "44917"},
    {"Bestellung Nr. 10422", "10422"},
    {"order ending in 3391", "3391"},
    {"Order 2012 please", "2012"},
    {"my order is #SO-88213.", "SO-88213"},
    {"Please move order 61204 to 418 Larkspur Ct, Apt 2B, Boise ID 83702", "61204"},
    {"New address: 418 Larkspur Ct, Apt 2B, Boise ID 83702. Order 61204. Thanks", "61204"},
    /* not order numbers */
    {"I'd like to order 200 invitations", ""},
    {"Can I order 3 rings?", ""},
    {"my order of 12 mugs", ""},
    {"I paid $289 for it", ""},
    {"it cost 1200 dollars", ""},
    {"it was 89.00 EUR", ""},
    {"tracking number 9400111899223857005561", ""},
    {"tracking LZ044880CN and 1Z999AA10123456784", ""},
    {"UPS 123456789", ""},
    {"call me at 555-123-4567", ""},
    {"my number is +44 7700 900123", ""},
    {"ordered 3/1", ""},
    {"ordered on 2026-03-14", ""},
    {"it says 14.08.2017 but should say 14.08.2016", ""},
    {"I wanted \"1931 - 2025\"", ""},
    {"the 22nd of March", ""},
    {"I've waited 12 days and it's 2026", ""},
    {"send it to 77 Orrin St, Dayton OH 45402", ""},
    {"we live at 12044 Maple Street", ""},
    {"Card ending in 4242 was charged", ""},
    {"left with neighbour at no. 14", ""},
    {"IMG_20260301.jpg attached", ""},
    {"case PP-R-KLM-20993 with PayPal", ""},
    {"our invoice no. 20931 is wrong", ""},
    {"Size 7 please, 14K gold", ""},
    {"At 9:52 pm on 28/03", ""},
    {"What's 10/10? 24/7 service", ""},
    {"a dog in 2019 and one in 2021", ""},
    {"hello", ""},
    {"", ""},
    /* Chinese */
    {"你好,请问我的订单#1042做到哪一步了?", "1042"},
    {"我的订单１０４２到哪了", "1042"},
    {"订单号9920471", "9920471"},
    {"订单号：10238", "10238"},
    {"订单编号是 4417，麻烦查一下", "4417"},
    {"单号2026030588417,谢谢", "2026030588417"},
    {"门牌做到哪了呀？订单尾号3391", "3391"},
    {"尾号3391", "3391"},
    {"编号WX-0619的画排上了吗？", "WX-0619"},
    {"帮我取消一下吧，订单号3320018", "3320018"},
    {"能早几天出来不?#70412", "70412"},
    {"我的 tote bag (M-2088) 现在 in production 了没", "M-2088"},
    {"可我根本没收到，订单10238", "10238"},
    {"订单编号 4123456789012345678", "4123456789012345678"},
    {"單號：88213", "88213"},
    {"快递单号773012345678", ""},
    {"运单号 SF1234567890123", ""},
    {"我的电话13812345678", ""},
    {"手机号是13812345678，别打错", ""},
    {"改成杭州市余杭区文一西路998号5幢302", ""},
    {"受理编号20260311-7746", ""},
    {"等了12天，花了236元", ""},
    {"退款说3-5个工作日,今天第8天了", ""},
    {"电话区号打成了021，实际是0512", ""},
    {"3月1号拍的 现在18号了", ""},
    {"我于3月2日订了200套请柬", ""},
};

static struct reading read_text(struct arena *arena, const char *text, const struct order *order)
{
    struct inquiry inquiry = {.text = str_of(text), .order = order};
    struct reading reading = {0};
    facts_read_ids(arena, &inquiry, &reading);
    return reading;
}

static void reads_order_numbers(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    int wrong = 0;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct reading reading = read_text(arena, rows[i].text, NULL);
        if (str_is(reading.order_number, rows[i].number)) continue;
        print_message("%s: \"%.*s\", want \"%s\"\n", rows[i].text, STR_ARG(reading.order_number),
                      rows[i].number);
        wrong++;
    }
    arena_free(arena);
    assert_int_equal(wrong, 0);
}

static void prefers_the_order_at_hand(void **state)
{
    (void)state;
    static const struct {
        const char *text, *known, *number;
    } known_rows[] = {
        {"my old order 2201 was fine, but SO-88213 is late", "#SO-88213", "SO-88213"},
        {"order 88213 is late", "#SO-88213", "SO-88213"},
        {"订单尾号3391", "20263391", "20263391"},
        {"order 2201 is late", "#1042", "2201"},
        {"call 1042", "#1042", "1042"},
        {"so88213?", "SO-88213", "SO-88213"},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof known_rows / sizeof *known_rows; i++) {
        struct order order = {.number = str_of(known_rows[i].known)};
        struct reading reading = read_text(arena, known_rows[i].text, &order);
        if (!str_is(reading.order_number, known_rows[i].number))
            fail_msg("%s: \"%.*s\"", known_rows[i].text, STR_ARG(reading.order_number));
    }
    arena_free(arena);
}

static void spans_and_segments(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct reading reading = read_text(arena, "Hi, order #1042!", NULL);
    assert_int_equal(reading.order_number_span.start, 11);
    assert_int_equal(reading.order_number_span.end, 15);

    /* a number in quoted text is not the customer's; the subject serves where the text has none */
    const char *text = "Any news?\n> your order 2201 is in design";
    struct segment segments[] = {{{0, 9}, true}, {{10, strlen(text)}, false}};
    struct inquiry inquiry = {.text = str_of(text), .subject = STR("Re: order 1042")};
    struct reading quoted = {.segments = segments, .segment_count = 2};
    facts_read_ids(arena, &inquiry, &quoted);
    assert_true(str_is(quoted.order_number, "1042"));
    assert_int_equal(quoted.order_number_span.end, 0);

    /* an item's SKU is no order number */
    struct item item = {.sku = STR("NECK-2201")};
    struct order order = {.number = STR("#1042"), .items = &item, .item_count = 1};
    assert_int_equal(read_text(arena, "the NECK-2201 please", &order).order_number.len, 0);
    arena_free(arena);
}

static void reads_contacts(void **state)
{
    (void)state;
    static const struct {
        const char *text, *email, *phone;
    } contact_rows[] = {
        {"write to maya.chen+x@example.co.uk.", "maya.chen+x@example.co.uk", ""},
        {"邮箱是maya@example.com，电话13812345678", "maya@example.com", "13812345678"},
        {"call +44 7700 900123 or 555-123-4567", "", "+44 7700 900123"},
        {"(555) 123-4567 is mine", "", "(555) 123-4567"},
        {"order 2026030588417", "", ""},
        {"a@b", "", ""},
        {"@ home", "", ""},
        {"Ref 3391-827-746", "", ""},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof contact_rows / sizeof *contact_rows; i++) {
        struct reading reading = read_text(arena, contact_rows[i].text, NULL);
        if (!str_is(reading.email, contact_rows[i].email) || !str_is(reading.phone, contact_rows[i].phone))
            fail_msg("%s: %.*s, %.*s", contact_rows[i].text, STR_ARG(reading.email), STR_ARG(reading.phone));
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_order_numbers),
        cmocka_unit_test(prefers_the_order_at_hand),
        cmocka_unit_test(spans_and_segments),
        cmocka_unit_test(reads_contacts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
