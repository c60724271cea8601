/* Letters as Internet messages; see letter.h. */
#include "channel/letter.h"

#include <stdio.h>

enum {
    LINE = 76,
    WORD_BYTES = 45
}; /* 45 bytes are 60 characters of base64: an encoded word is at most 75 long */

static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static void add_base64(struct buf *out, struct str bytes, size_t line)
{
    size_t column = 0;
    for (size_t i = 0; i < bytes.len; i += 3) {
        unsigned group[3] = {0};
        size_t have = bytes.len - i < 3 ? bytes.len - i : 3;
        for (size_t b = 0; b < have; b++) group[b] = (unsigned char)bytes.ptr[i + b];
        unsigned bits = group[0] << 16 | group[1] << 8 | group[2];
        for (size_t c = 0; c < 4; c++) buf_add_char(out, c <= have ? base64[bits >> (18 - 6 * c) & 63] : '=');
        column += 4;
        if (line && column >= line && i + 3 < bytes.len) {
            buf_add_c(out, "\r\n");
            column = 0;
        }
    }
}

static bool is_plain(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] >= 0x7f || (unsigned char)text.ptr[i] < 0x20) return false;
    return !str_contains(text, STR("=?"));
}

/* Cut between characters of UTF-8. */
static size_t word_end(struct str text, size_t from)
{
    size_t end = from + WORD_BYTES < text.len ? from + WORD_BYTES : text.len;
    while (end < text.len && end > from + 1 && ((unsigned char)text.ptr[end] & 0xc0) == 0x80) end--;
    return end;
}

/* RFC 2047, several encoded words folded over lines where it is long. */
static void add_words(struct buf *out, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        size_t end = word_end(text, at);
        if (at) buf_add_c(out, "\r\n ");
        buf_add_c(out, "=?UTF-8?B?");
        add_base64(out, str_slice(text, at, end), 0);
        buf_add_c(out, "?=");
        at = end;
    }
}

static void add_quoted(struct buf *out, struct str text)
{
    buf_add_char(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '"' || text.ptr[i] == '\\') buf_add_char(out, '\\');
        buf_add_char(out, text.ptr[i]);
    }
    buf_add_char(out, '"');
}

static void add_text_header(struct buf *out, const char *name, struct str text)
{
    buf_printf(out, "%s: ", name);
    if (is_plain(text) && text.len <= 200)
        buf_add(out, text);
    else
        add_words(out, text);
    buf_add_c(out, "\r\n");
}

static void add_mailbox(struct buf *out, const char *name, struct str who, struct str address)
{
    buf_printf(out, "%s: ", name);
    if (who.len && is_plain(who)) add_quoted(out, who);
    if (who.len && !is_plain(who)) add_words(out, who);
    if (who.len) buf_add_char(out, ' ');
    buf_printf(out, "<%.*s>\r\n", STR_ARG(address));
}

static void add_date(struct buf *out, instant_t at)
{
    static const char *const weekdays[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int64_t seconds = at / MICROS_PER_SECOND, day = seconds / 86400;
    int clock = (int)(seconds % 86400);
    struct civil civil = civil_of((day_t)day);
    buf_printf(out, "Date: %s, %d %s %04d %02d:%02d:%02d +0000\r\n", weekdays[weekday_of((day_t)day)],
               civil.day, months[civil.month - 1], civil.year, clock / 3600, clock / 60 % 60, clock % 60);
}

static void add_part(struct buf *out, const struct mail_letter *letter, const char *type, struct str body)
{
    buf_printf(out,
               "--=_%.*s\r\nContent-Type: %s; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n",
               STR_ARG(letter->id), type);
    add_base64(out, body, LINE);
    buf_add_c(out, "\r\n");
}

static int check_line(struct str text, const char *what, struct err *err)
{
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == 0x7f)
            return err_set(err, ERR_INPUT, "the %s holds a control character; it would forge a header", what);
    return 0;
}

static int check_address(struct str address, const char *what, struct err *err)
{
    size_t at = str_find_char(address, '@', 0);
    if (check_line(address, what, err) < 0) return -1;
    bool odd = at == STR_NOT_FOUND || at == 0 || at + 1 == address.len || address.len > 254;
    for (size_t i = 0; i < address.len && !odd; i++)
        odd = (unsigned char)address.ptr[i] <= ' ' || strchr("<>,;\"\\()", address.ptr[i]);
    return odd ? err_set(err, ERR_INPUT, "the %s is not an address that a letter can go to", what) : 0;
}

int mail_write(const struct mail_letter *letter, struct buf *out, struct err *err)
{
    if (check_address(letter->from, "sender", err) < 0 || check_address(letter->to, "recipient", err) < 0 ||
        check_line(letter->subject, "subject", err) < 0 ||
        check_line(letter->from_name, "sender's name", err) < 0)
        return -1;
    add_date(out, letter->at);
    add_mailbox(out, "From", letter->from_name, letter->from);
    add_mailbox(out, "To", (struct str){0}, letter->to);
    add_text_header(out, "Subject", letter->subject);
    buf_printf(out, "Message-ID: <%.*s@%.*s>\r\nMIME-Version: 1.0\r\n", STR_ARG(letter->id),
               STR_ARG(letter->domain));
    if (letter->automatic)
        buf_add_c(out, "Auto-Submitted: auto-replied\r\nX-Auto-Response-Suppress: All\r\n");
    buf_printf(out, "Content-Type: multipart/alternative; boundary=\"=_%.*s\"\r\n\r\n", STR_ARG(letter->id));
    add_part(out, letter, "text/plain", letter->text);
    if (letter->html.len) add_part(out, letter, "text/html", letter->html);
    buf_printf(out, "--=_%.*s--\r\n", STR_ARG(letter->id));
    return out->overflow ? err_set(err, ERR_LIMIT, "the letter is too long") : 0;
}
