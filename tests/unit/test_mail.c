/* How much of quoted mail is read as the customer's own, on public sets of replies. The sets are not part of the project:
 * they are looked for in ../shared, and without them the test is skipped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/triage.h"

#define CRISP "reply_crisp/test/fixtures/"
#define GITHUB "reply_github/test/emails/"

enum { MESSAGE_MAX = 1 << 18 };

/* From which line on a person sees nothing but quoted mail (and what stands under it); 0: only lines marked with ">". */
static const struct {
    const char *file;
    size_t quoted_from;
} replies[] = {
    {CRISP "correct_sig.txt", 0},
    {CRISP "email_1.txt", 0},
    {CRISP "email_10.txt", 7},
    {CRISP "email_11.txt", 7},
    {CRISP "email_12.txt", 7},
    {CRISP "email_13.txt", 7},
    {CRISP "email_14.txt", 7},
    {CRISP "email_16.txt", 7},
    {CRISP "email_17.txt", 7},
    {CRISP "email_18.txt", 7},
    {CRISP "email_21.txt", 0},
    {CRISP "email_22.txt", 7},
    {CRISP "email_23.txt", 7},
    {CRISP "email_24.txt", 7},
    {CRISP "email_26.txt", 7},
    {CRISP "email_2_1.txt", 4},
    {CRISP "email_3.txt", 7},
    {CRISP "email_4.txt", 3},
    {CRISP "email_5.txt", 0},
    {CRISP "email_9.txt", 7},
    {CRISP "email_blackberry.txt", 0},
    {CRISP "email_customer_quote_header_2.txt", 5},
    {CRISP "email_finnish.txt", 7},
    {CRISP "email_french_2.txt", 7},
    {CRISP "email_gmail_split_line_from.txt", 7},
    {CRISP "email_ios_outlook.txt", 8},
    {CRISP "email_ios_outlook_fr.txt", 8},
    {CRISP "email_multi_word_sent_from_my_mobile_device.txt", 0},
    {CRISP "email_not_a_signature.txt", 0},
    {CRISP "email_not_a_signature_2.txt", 0},
    {CRISP "email_one_is_not_on.txt", 7},
    {CRISP "email_original_message.txt", 7},
    {CRISP "email_original_message_2.txt", 7},
    {CRISP "email_outlook_split_line_from.txt", 7},
    {CRISP "email_portuguese.txt", 7},
    {CRISP "email_tricky_11_double_signature.txt", 0},
    {CRISP "email_tricky_14_long_quote_header.txt", 7},
    {CRISP "email_tricky_1_on_false_positive.txt", 0},
    {CRISP "email_tricky_5_mixed_languages.txt", 7},
    {CRISP "email_tricky_7_multiple_dashes.txt", 0},
    {CRISP "email_tricky_9_nested_quotes.txt", 3},
    {CRISP "email_unquoted_reply.txt", 3},
    {CRISP "email_with_regards.txt", 0},
    {CRISP "email_zoho.txt", 4},
    {CRISP "sig_no_empty_line.txt", 0},
    {GITHUB "correct_sig.txt", 0},
    {GITHUB "email_1_1.txt", 0},
    {GITHUB "email_1_2.txt", 0},
    {GITHUB "email_1_3.txt", 7},
    {GITHUB "email_1_4.txt", 3},
    {GITHUB "email_1_5.txt", 0},
    {GITHUB "email_1_6.txt", 5},
    {GITHUB "email_1_7.txt", 3},
    {GITHUB "email_1_8.txt", 0},
    {GITHUB "email_2_1.txt", 4},
    {GITHUB "email_2_2.txt", 2},
    {GITHUB "email_2_3.txt", 3},
    {GITHUB "email_BlackBerry.txt", 0},
    {GITHUB "email_bullets.txt", 12},
    {GITHUB "email_iPhone.txt", 0},
    {GITHUB "email_multi_word_sent_from_my_mobile_device.txt", 0},
    {GITHUB "email_one_is_not_on.txt", 7},
    {GITHUB "email_sent_from_my_not_signature.txt", 0},
    {GITHUB "email_sig_delimiter_in_middle_of_line.txt", 0},
    {GITHUB "greedy_on.txt", 8},
    {GITHUB "pathological.txt", 3},
};

struct tally {
    size_t quoted, read_as_own, own, lost;
};

static bool read_message(const char *file, char *room, struct str *out)
{
    const char *shared = getenv("BURIN_SHARED");
    char path[512];
    snprintf(path, sizeof path, "%s/data/mail/%s", shared ? shared : "../shared", file);
    FILE *stream = fopen(path, "rb");
    if (!stream) return false;
    *out = str_of_len(room, fread(room, 1, MESSAGE_MAX, stream));
    fclose(stream);
    return true;
}

/* Whether any letter of the line lies in a segment that is read as the customer's. */
static bool is_read(const struct segment *segments, size_t count, size_t start, size_t end)
{
    for (size_t i = 0; i < count; i++)
        if (segments[i].own && segments[i].span.start < end && segments[i].span.end > start) return true;
    return false;
}

static void count_lines(struct arena *arena, struct str text, size_t quoted_from, struct tally *tally)
{
    struct segment *segments;
    size_t count, start = 0;
    bool automatic;
    triage_clean(arena, text, &segments, &count, &automatic);
    for (size_t number = 1; start < text.len; number++) {
        size_t end = str_find_char(text, '\n', start);
        if (end == STR_NOT_FOUND) end = text.len;
        struct str line = str_trim(str_slice(text, start, end));
        bool quoted = (quoted_from && number >= quoted_from) || str_starts(line, STR(">"));
        bool own = is_read(segments, count, start, end);
        if (line.len && quoted) {
            tally->quoted++;
            tally->read_as_own += own;
        } else if (line.len) {
            tally->own++;
            tally->lost += !own;
        }
        start = end + 1;
    }
}

static void quoted_mail_is_not_read(void **state)
{
    (void)state;
    static char room[MESSAGE_MAX];
    struct tally tally = {0};
    for (size_t i = 0; i < sizeof replies / sizeof *replies; i++) {
        struct arena *arena = arena_new();
        struct str text;
        if (!read_message(replies[i].file, room, &text)) {
            print_message("no ../shared/data/mail beside the repository: no replies to measure on\n");
            arena_free(arena);
            skip();
        }
        count_lines(arena, text, replies[i].quoted_from, &tally);
        arena_free(arena);
    }
    print_message("quoted lines: %zu, read as the customer's own: %zu; other lines: %zu, not read: %zu\n",
                  tally.quoted, tally.read_as_own, tally.own, tally.lost);
    assert_true(50 * tally.read_as_own <= tally.quoted); /* at most 2 % */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(quoted_mail_is_not_read)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
