/* Which words of a message are the customer's own, and in which language they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buf.h"
#include "engine/automatic.h"
#include "engine/triage.h"

struct row {
    const char *text, *own; /* what must be read, and nothing of `quoted` */
    const char *quoted;
};

static const struct row rows[] = {
    {"Where is my order?", "Where is my order?", NULL},
    {"Thanks!\n\nSent from my iPhone", "Thanks!", "Sent from my iPhone"},
    {"Still there?\n\nOn Mon, 9 Mar 2026 at 08:14, Shop <a@b.example> wrote:\n> in design\n> reply",
     "Still there?", "in design"},
    {"> On Monday you wrote:\n> it has shipped\n\nWhich carrier?", "Which carrier?", "it has shipped"},
    {"Please change it.\n\n-----Original Message-----\nFrom: Shop\nSent: Monday\nTo: Me\nSubject: "
     "order\n\nwe shipped",
     "Please change it.", "we shipped"},
    {"还没发货吗\n发自我的iPhone", "还没发货吗", "发自我的"},
    {"好的\n\n在2026年3月9日，小店<a@b.example>写道：\n> 已经发货", "好的", "已经发货"},
    {"Yes please.\n\n30.09.2026, 18.30, \"Nora\" <nora@shop.example>:\n\nwe shipped", "Yes please.",
     "we shipped"},
    {"Ja gerne\n\nDnia 27 grudnia 2026 12:08 Nora <nora@shop.example> napisa\u0142(a):\n\nwe shipped",
     "Ja gerne", "we shipped"},
    {"Not yet.\n\n---- On Wed, 24 Feb 2026 14:02:50 +0530 nora@shop.example wrote ----\n\nwe shipped",
     "Not yet.", "we shipped"},
    {"Not yet.\n\n________________________________\nVan: Nora <nora@shop.example>\nVerzonden: maandag\n\nwe "
     "shipped",
     "Not yet.", "____"},
    {"Where is my order?\n\n-- \nMaya Chen\nHead of Things", "Where is my order?", "Head of Things"},
};

static struct str own_words(struct arena *arena, struct str text, const struct segment *segments,
                            size_t count)
{
    struct buf own;
    buf_init(&own, 1 << 16);
    for (size_t i = 0; i < count; i++)
        if (segments[i].own) buf_add(&own, str_slice(text, segments[i].span.start, segments[i].span.end));
    struct str copy = buf_copy(&own, arena);
    buf_done(&own);
    return copy;
}

static void reads_only_the_customers_own_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena *arena = arena_new();
        struct str text = str_of(rows[i].text);
        struct segment *segments;
        size_t count;
        bool automatic;
        triage_clean(arena, text, &segments, &count, &automatic);
        struct str own = own_words(arena, text, segments, count);
        if (!str_contains(own, str_of(rows[i].own)))
            fail_msg("lost: %s\nread: %.*s", rows[i].own, STR_ARG(own));
        if (rows[i].quoted && str_contains(own, str_of(rows[i].quoted)))
            fail_msg("read as their own: %s", rows[i].quoted);
        assert_false(automatic);
        arena_free(arena);
    }
}

static void knows_an_automatic_reply(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "Automatic reply: I am out of the office until Monday and will answer when I am back.",
        "Out of office: I am away from 3 to 10 March with no access to e-mail."};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct arena *arena = arena_new();
        struct segment *segments;
        size_t count;
        bool automatic = false;
        triage_clean(arena, str_of(texts[i]), &segments, &count, &automatic);
        assert_true(automatic);
        arena_free(arena);
    }
}

static void knows_what_no_person_wrote(void **state)
{
    (void)state;
    assert_true(automatic_text(STR("This message was created automatically by mail\ndelivery software.")));
    assert_true(automatic_text(STR("Delivery to the following recipient failed permanently: a@b.example")));
    assert_false(automatic_text(STR("The carrier says my parcel could not be delivered. What now?")));
    assert_false(automatic_text(STR("I am on holiday next week, can it come before?")));
    assert_true(automatic_subject(STR("Undelivered Mail Returned to Sender")));
    assert_true(automatic_subject(STR("Abwesenheitsnotiz: Ihre Bestellung")));
    assert_false(automatic_subject(STR("Delivery of order #1042 failed")));
    assert_true(automatic_sender(STR("MAILER-DAEMON@mx.example")));
    assert_true(automatic_sender(STR("Postmaster <postmaster@mx.example>")));
    assert_false(automatic_sender(STR("no-reply@forms.example")));
    assert_false(automatic_sender(STR("")));
}

static void names_the_language(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
    } languages[] = {
        {"Where is my order?", "en"},
        {"请问我的订单做到哪一步了？", "zh"},
        {"請問我的訂單做到哪一步了？", "zh"},
        {"Hi 我的 tote bag 现在 in production 了没", "zh"},
        {"Hallo, wo ist meine Bestellung? Ich warte schon seit zwei Wochen.", "de"},
        {"Bonjour, où est ma commande ? Je l'attends depuis deux semaines.", "fr"},
        {"注文はいつ届きますか？", "ja"},
        {"I would like know when comes my order, please. Mit freundlichen Grüßen, Jonas", "en"},
    };
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        struct arena *arena = arena_new();
        struct segment *segments;
        size_t count;
        bool automatic;
        struct str text = str_of(languages[i].text);
        triage_clean(arena, text, &segments, &count, &automatic);
        struct str code = triage_language(text, segments, count);
        if (!str_is(code, languages[i].code)) fail_msg("%s: %.*s", languages[i].text, STR_ARG(code));
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_only_the_customers_own_words),
        cmocka_unit_test(knows_an_automatic_reply),
        cmocka_unit_test(knows_what_no_person_wrote),
        cmocka_unit_test(names_the_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
