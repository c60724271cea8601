/* Characters: decoding forwards and backwards, their classes, folding and normalisation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <unicode/uchar.h>

#include "text/utf8.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static void decodes_forwards_and_backwards(void **state)
{
    (void)state;
    static const struct {
        struct str text;
        size_t count;
        rune_t runes[6];
    } rows[] = {
        {STR_INIT(""), 0, {0}},
        {STR_INIT("aé永😀"), 4, {'a', 0xE9, 0x6C38, 0x1F600}},
        {STR_INIT("\xF4\x8F\xBF\xBF\xEF\xBF\xBF"), 2, {0x10FFFF, 0xFFFF}},
        {STR_INIT("a\xC3z"), 3, {'a', UTF8_BAD, 'z'}},
        {STR_INIT("\x80\xBF"), 2, {UTF8_BAD, UTF8_BAD}},
        {STR_INIT("\xC0\xAF"), 2, {UTF8_BAD, UTF8_BAD}},               /* overlong */
        {STR_INIT("\xED\xA0\x80"), 3, {UTF8_BAD, UTF8_BAD, UTF8_BAD}}, /* a surrogate */
        {STR_INIT("\xF4\x90\x80\x80"), 4, {UTF8_BAD, UTF8_BAD, UTF8_BAD, UTF8_BAD}},
        {STR_INIT("\xE6\xB0"), 2, {UTF8_BAD, UTF8_BAD}}, /* cut off */
        {STR_INIT("a\0b"), 3, {'a', 0, 'b'}},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        size_t at = 0;
        for (size_t k = 0; k < rows[i].count; k++)
            assert_int_equal(utf8_next(rows[i].text, &at), rows[i].runes[k]);
        assert_int_equal(at, rows[i].text.len);
        for (size_t k = rows[i].count; k > 0; k--)
            assert_int_equal(utf8_prev(rows[i].text, &at), rows[i].runes[k - 1]);
        assert_int_equal(at, 0);
        assert_int_equal(utf8_count(rows[i].text), rows[i].count);
    }
}

static void knows_what_is_well_formed(void **state)
{
    (void)state;
    assert_true(utf8_is_valid(STR("")));
    assert_true(utf8_is_valid(STR("aé永😀\xF4\x8F\xBF\xBF")));
    assert_false(utf8_is_valid(STR("ok\xFF")));
    assert_false(utf8_is_valid(STR("\xE6\xB0")));
    assert_false(utf8_is_valid(STR("\xC1\x81")));
}

static void every_character_comes_back(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, 16);
    for (rune_t rune = 0; rune <= 0x110000; rune++) {
        bool scalar = rune <= 0x10FFFF && (rune < 0xD800 || rune > 0xDFFF);
        size_t at = 0, end;
        buf_clear(&buf);
        utf8_put(&buf, rune);
        rune_t found = utf8_next(buf_str(&buf), &at);
        end = at;
        if (found != (scalar ? rune : 0xFFFD) || at != buf.len) fail_msg("U+%04X", rune);
        if (utf8_prev(buf_str(&buf), &end) != found || end != 0) fail_msg("U+%04X backwards", rune);
    }
    buf_done(&buf);
}

/* What is told without ICU is what ICU says; what is written is what is read. */
static void every_rune(void **state)
{
    (void)state;
    for (rune_t rune = 0; rune <= 0x10FFFF; rune++) {
        if (rune_is_space(rune) != (u_isUWhiteSpace((UChar32)rune) && !(rune >= 0x1C && rune <= 0x1F)))
            fail_msg("U+%04X", (unsigned)rune);
        char bytes[4];
        struct str text = {bytes, utf8_encode(rune, bytes)};
        size_t at = 0;
        bool surrogate = rune >= 0xD800 && rune < 0xE000;
        assert_int_equal(utf8_next(text, &at), surrogate ? 0xFFFD : rune);
        assert_int_equal(at, text.len);
    }
}

static void knows_its_characters(void **state)
{
    (void)state;
    assert_true(rune_is_han(0x6C38) && rune_is_han(0x3007) && rune_is_han(0x20000) && !rune_is_han(0x3042));
    assert_true(rune_is_letter('a') && rune_is_letter('Z') && rune_is_letter(0xE9) && rune_is_letter(0x6C38));
    assert_true(rune_is_letter(0x0301)); /* a combining accent belongs to its letter */
    assert_false(rune_is_letter('1') || rune_is_letter('&') || rune_is_letter('@') || rune_is_letter('[') ||
                 rune_is_letter('`') || rune_is_letter('{') || rune_is_letter(UTF8_BAD));
    assert_true(rune_is_digit('0') && rune_is_digit(0xFF19) && !rune_is_digit('a') && !rune_is_digit(0x0660));
    assert_true(rune_is_space(' ') && rune_is_space('\n') && rune_is_space(0xA0) && rune_is_space(0x3000) &&
                rune_is_space(0x2009));
    assert_false(rune_is_space('_') || rune_is_space(0x200B) || rune_is_space(UTF8_BAD));
    assert_true(rune_is_upper('A') && rune_is_upper(0xC9) && !rune_is_upper('a') && !rune_is_upper('1'));
    assert_int_equal(rune_lower('A'), 'a');
    assert_int_equal(rune_lower(0xC9), 0xE9);
    assert_int_equal(rune_lower('['), '[');
    assert_int_equal(rune_lower(0x6C38), 0x6C38);
    assert_true(rune_lower(UTF8_BAD) == UTF8_BAD);
}

static void finds_what_hides(void **state)
{
    (void)state;
    static const rune_t hidden[] = {0,      '\n',   0x1B,   0x7F,    0x85,   0xAD,
                                    0x200B, 0x200D, 0x200E, 0x202E,  0x2066, 0x2069,
                                    0xFEFF, 0x2028, 0x3164, 0xE0041, 0xD800, UTF8_BAD};
    static const rune_t plain[] = {' ', 'a', '&', 0xA0, 0xE9, 0x301, 0x6C38, 0x2019, 0x1F600, 0x3000};
    for (size_t i = 0; i < COUNT(hidden); i++)
        if (!rune_is_hidden(hidden[i])) fail_msg("U+%04X", hidden[i]);
    for (size_t i = 0; i < COUNT(plain); i++)
        if (rune_is_hidden(plain[i])) fail_msg("U+%04X", plain[i]);
}

static void finds_emoji(void **state)
{
    (void)state;
    static const rune_t emoji[] = {0x1F600, 0x2764, 0x1F1E9, 0x1F44D, 0xFE0F, 0x20E3, 0x2B50};
    static const rune_t plain[] = {'a', '#', '1', 0x6C38, 0x2019, 0x2026, 0x20AC, UTF8_BAD};
    for (size_t i = 0; i < COUNT(emoji); i++)
        if (!rune_is_emoji(emoji[i])) fail_msg("U+%04X", emoji[i]);
    for (size_t i = 0; i < COUNT(plain); i++)
        if (rune_is_emoji(plain[i])) fail_msg("U+%04X", plain[i]);
}

static void folds_for_matching(void **state)
{
    static const struct {
        const char *text, *folded, *composed;
    } rows[] = {
        {"", "", ""},
        {"Forever & Always", "forever & always", "Forever & Always"},
        {"ＡＢＣ　１２３", "abc 123", "ＡＢＣ　１２３"},
        {"STRASSE Straße", "strasse strasse", "STRASSE Straße"},
        {"e\xCC\x81", "é", "é"},
        {"ﬁne Ⅻ", "fine xii", "ﬁne Ⅻ"},
        {"永遠。", "永遠。", "永遠。"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str folded = text_fold(*state, str_of(rows[i].text));
        struct str composed = text_nfc(*state, str_of(rows[i].text));
        if (!str_is(folded, rows[i].folded)) fail_msg("%s: %.*s", rows[i].text, STR_ARG(folded));
        if (!str_is(composed, rows[i].composed)) fail_msg("%s: %.*s", rows[i].text, STR_ARG(composed));
    }
    assert_int_equal(text_fold(*state, (struct str){0}).len + text_nfc(*state, (struct str){0}).len, 0);
    assert_true(utf8_is_valid(text_fold(*state, STR("a\xFF\xC3"))));
    assert_true(utf8_is_valid(text_nfc(*state, STR("a\xFF\xC3"))));
}

/* The longest that one character can become. */
static void folds_the_longest_expansions(void **state)
{
    struct buf buf;
    buf_init(&buf, 1 << 16);
    for (int i = 0; i < 1000; i++) utf8_put(&buf, 0xFDFA);
    struct str folded = text_fold(*state, buf_str(&buf));
    assert_int_equal(utf8_count(folded), 18 * 1000);
    buf_done(&buf);
}

static int open_arena(void **state)
{
    *state = arena_new();
    return 0;
}

static int close_arena(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_forwards_and_backwards),
        cmocka_unit_test(knows_what_is_well_formed),
        cmocka_unit_test(every_character_comes_back),
        cmocka_unit_test(every_rune),
        cmocka_unit_test(knows_its_characters),
        cmocka_unit_test(finds_what_hides),
        cmocka_unit_test(finds_emoji),
        cmocka_unit_test(folds_for_matching),
        cmocka_unit_test(folds_the_longest_expansions),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
