/* The trainer and what its model reads: deterministic, round trip, concerns with their place, conventions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "engine/trainer.h"
#include "engine/triage.h"
#include "shop/shop.h"

/* ---- the trainer, on a corpus small enough to be seen ---- */

static void add(struct corpus *corpus, const char *file, const char *concern, const char *lines)
{
    struct err err = {0};
    if (corpus_add(corpus, str_of(file), LANG_EN, str_of(concern), str_of(lines), &err) < 0)
        fail_msg("%s", err.message);
}

static void fill(struct corpus *corpus)
{
    add(corpus, "en/status.txt", "status",
        "Where is my necklace now?\nAny news on the portrait of our dog?\nHas the wallet shipped yet?\n"
        "What stage is order 12 at?\nCould you tell me how far along the sign is?\nIs my ring on its way?\n");
    add(corpus, "en/cancel.txt", "cancel",
        "Please cancel my order.\nI want to cancel the blanket and get my money back.\nStop making it, we "
        "broke up.\n"
        "Cancel order 88, I bought it twice.\nI no longer need the mug, please call it off.\nCan you cancel "
        "this for me?\n");
    add(corpus, "en/damaged.txt", "damaged",
        "The frame arrived cracked.\nMy chain is broken in two.\nThere is a scratch across the lid.\n"
        "It came with the clasp snapped off.\nThe glass was shattered in the box.\nOne hinge is bent and "
        "loose.\n");
}

static struct str train_once(struct arena *arena)
{
    struct corpus corpus = {.arena = arena};
    struct err err = {0};
    const struct classifier *classifier;
    fill(&corpus);
    if (trainer_train(arena, &corpus, NULL, &classifier, NULL, &err) < 0) fail_msg("%s", err.message);
    return classifier_to_bytes(arena, classifier);
}

static void trains_the_same_bytes_twice(void **state)
{
    (void)state;
    struct arena *one = arena_new(), *other = arena_new();
    struct str first = train_once(one), second = train_once(other);
    assert_true(first.len > 100);
    assert_true(str_eq(first, second));
    struct err err = {0};
    const struct classifier *read;
    assert_int_equal(classifier_from_bytes(one, first, &read, &err), 0);
    assert_true(str_eq(classifier_to_bytes(one, read), first));
    assert_int_equal(classifier_from_bytes(one, str_slice(first, 0, first.len - 1), &read, &err), -1);
    arena_free(one);
    arena_free(other);
}

static void refuses_a_bad_corpus(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct corpus corpus = {.arena = arena};
    struct err err = {0};
    assert_int_equal(corpus_add(&corpus, STR("en/status.txt"), LANG_EN, STR("status"),
                                STR("Where is it?\n{statsu}And this?\n"), &err),
                     -1);
    assert_int_equal(err.line, 2);
    if (!strstr(err.message, "names no concern")) fail_msg("%s", err.message);
    arena_free(arena);
}

/* ---- the built-in model ---- */

static void read_with_builtin(const char *text, struct arena *arena, const struct store *store,
                              struct reading *out)
{
    struct inquiry inquiry = {.text = str_of(text), .at = 0, .contacts = 1};
    *out = (struct reading){.need_by = DAY_NONE, .item = ALL_ITEMS};
    triage_read(arena, &inquiry, store, out);
}

static bool found(const struct reading *reading, enum concern concern)
{
    for (size_t i = 0; i < reading->concern_count; i++)
        if (reading->concerns[i].concern == concern) return true;
    return false;
}

static void reads_plain_messages(void **state)
{
    static const struct {
        const char *text;
        enum concern concern;
    } messages[] = {
        {"Where is my order right now?", CONCERN_STATUS},
        {"You promised it for last week and it is still not here. Why is it so late?", CONCERN_DELAY},
        {"Could you change the engraving to \"Always\"?", CONCERN_CHANGE},
        {"Please cancel my order and refund me.", CONCERN_CANCEL},
        {"Can you speed it up? I will pay extra for rush.", CONCERN_RUSH},
        {"The frame arrived broken.", CONCERN_DAMAGED},
        {"You spelled the name wrong on the ring I received.", CONCERN_WRONG_SPEC},
        {"Tracking says delivered but I never got the parcel.", CONCERN_NOT_RECEIVED},
        {"Thank you so much, I love it!", CONCERN_THANKS},
        {"我的订单做到哪一步了？", CONCERN_STATUS},
        {"不想要了，帮我取消吧", CONCERN_CANCEL},
        {"收到的时候杯子碎了", CONCERN_DAMAGED},
        {"能不能加急？月底要用", CONCERN_RUSH},
    };
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        struct arena *arena = arena_new();
        struct reading reading;
        read_with_builtin(messages[i].text, arena, *state, &reading);
        if (!found(&reading, messages[i].concern)) fail_msg("not read: %s", messages[i].text);
        for (size_t c = 0; c < reading.concern_count; c++)
            assert_true(reading.concerns[c].evidence.end <= strlen(messages[i].text));
        arena_free(arena);
    }
}

static void finds_both_concerns_in_their_places(void **state)
{
    struct arena *arena = arena_new();
    struct reading reading;
    const char *text = "The clasp arrived broken. Also, do you ship to Canada?";
    read_with_builtin(text, arena, *state, &reading);
    assert_true(found(&reading, CONCERN_DAMAGED));
    assert_true(found(&reading, CONCERN_FAQ));
    assert_int_equal(reading.concerns[0].concern, CONCERN_DAMAGED); /* gravest first */
    assert_true(reading.concerns[0].evidence.start < reading.concerns[1].evidence.start);
    arena_free(arena);
}

static void reads_signs(void **state)
{
    struct arena *arena = arena_new();
    struct reading reading;
    read_with_builtin("The glass broke and cut my hand. My lawyer will be in touch.", arena, *state,
                      &reading);
    assert_true(reading.signs.safety);
    assert_true(reading.signs.legal_or_public);
    read_with_builtin("If it does not come this week I will dispute the charge with my bank.", arena, *state,
                      &reading);
    assert_false(found(&reading, CONCERN_PAYMENT_DISPUTE));
    assert_true(reading.signs.legal_or_public);
    arena_free(arena);
}

static void reads_grief_and_injury(void **state)
{
    static const char *const grieving[] = {
        "This is our old girl who we lost in spring, could you make the frame black?",
        "Nana has passed since I ordered the cup.",
        "想给我们家走了的老猫做一块木牌，能快一点吗？",
        "外婆走了，照片能不能换一张？",
    };
    static const char *const hurt[] = {
        "The clip on the necklace scratched her neck.",
        "吊坠有毛刺，把孩子的脖子划伤了。",
    };
    static const char *const neither[] = {"We lost the tracking number, where is my parcel?",
                                          "The box scratched the table when I put it down.",
                                          "快递已经寄走了吗？", "杯子上有一道划伤。"};
    struct arena *arena = arena_new();
    struct reading reading;
    for (size_t i = 0; i < sizeof grieving / sizeof *grieving; i++) {
        read_with_builtin(grieving[i], arena, *state, &reading);
        assert_true(reading.signs.grief);
    }
    for (size_t i = 0; i < sizeof hurt / sizeof *hurt; i++) {
        read_with_builtin(hurt[i], arena, *state, &reading);
        assert_true(reading.signs.safety);
    }
    for (size_t i = 0; i < sizeof neither / sizeof *neither; i++) {
        read_with_builtin(neither[i], arena, *state, &reading);
        assert_false(reading.signs.grief || reading.signs.safety);
    }
    arena_free(arena);
}

static struct shop *shop;

static int open_shop(void **state)
{
    struct err err = {0};
    if (shop_open(NULL, &shop, &err) < 0) return -1;
    *state = (void *)(uintptr_t)shop_store(shop);
    return 0;
}

static int close_shop(void **state)
{
    (void)state;
    shop_free(shop);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trains_the_same_bytes_twice),
        cmocka_unit_test(refuses_a_bad_corpus),
        cmocka_unit_test(reads_plain_messages),
        cmocka_unit_test(finds_both_concerns_in_their_places),
        cmocka_unit_test(reads_signs),
        cmocka_unit_test(reads_grief_and_injury),
    };
    return cmocka_run_group_tests(tests, open_shop, close_shop);
}
