/* Tells the customer's own words from what mail programs put around them, and cuts the former into segments. */
#include "engine/automatic.h"
#include "engine/segment.h"
#include "engine/triage.h"
#include "text/utf8.h"

enum {
    HEADER_LINES = 5,    /* the lines within which a forwarded header shows its second field */
    SIGNATURE_LINES = 5, /* lines that a closing may stand before the end */
    SIGNATURE_WORDS = 6, /* words in such a line */
    TAG_MAX = 4000,      /* bytes of one HTML tag */
    RULE_LENGTH = 5,     /* signs that make a rule across the page */
    DATE_DIGITS = 6      /* digits of a date with its time */
};

struct line {
    size_t start, end; /* without the line break */
    bool own;
    bool markup; /* an HTML tag, or what only it shows */
};

struct lines {
    struct arena *arena;
    struct str text;
    struct line *items;
    size_t count, cap;
};

static struct str line_text(const struct lines *lines, size_t i)
{
    return str_trim(str_slice(lines->text, lines->items[i].start, lines->items[i].end));
}

/* `needle` in lower case. */
static bool contains_nocase(struct str s, struct str needle)
{
    char first = needle.ptr[0];
    for (size_t at = 0; at + needle.len <= s.len; at++)
        if ((s.ptr[at] == first || (s.ptr[at] | 32) == first) &&
            str_eq_nocase(str_slice(s, at, at + needle.len), needle))
            return true;
    return false;
}

static bool starts_with_any(struct str s, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (str_starts_nocase(s, words[i])) return true;
    return false;
}
#define STARTS_WITH_ANY(s, table) starts_with_any((s), (table), sizeof(table) / sizeof *(table))

static bool contains_any(struct str s, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (contains_nocase(s, str_of(words[i]))) return true;
    return false;
}
#define CONTAINS_ANY(s, table) contains_any((s), (table), sizeof(table) / sizeof *(table))

/* --- HTML ------------------------------------------------------------------------------------------------- */

/* The end of the tag or comment that begins at `at`, or 0 when this "<" is only a sign. */
static size_t tag_end(struct str text, size_t at)
{
    static const char *const names[] = {
        "a",      "abbr",  "b",    "blockquote", "body",    "br",    "center", "code", "div",
        "em",     "font",  "h1",   "h2",         "h3",      "head",  "hr",     "html", "i",
        "img",    "li",    "link", "meta",       "o:p",     "ol",    "p",      "pre",  "s",
        "script", "small", "span", "strong",     "style",   "table", "tbody",  "td",   "th",
        "title",  "tr",    "u",    "ul",         "!doctype"};
    if (str_starts(str_slice(text, at, text.len), STR("<!--"))) {
        size_t close = str_find(text, STR("-->"), at + 4);
        return close == STR_NOT_FOUND ? text.len : close + 3;
    }
    size_t name = at + 1;
    if (name < text.len && text.ptr[name] == '/') name++;
    size_t stop = name;
    while (stop < text.len && stop - name < 12 && !strchr(" \t\r\n/>", text.ptr[stop])) stop++;
    bool known = false;
    for (size_t i = 0; i < sizeof names / sizeof *names && !known; i++)
        known = str_is_nocase(str_slice(text, name, stop), names[i]);
    if (!known) return 0;
    size_t close = str_find_char(str_slice(text, 0, stop + TAG_MAX), '>', stop);
    return close == STR_NOT_FOUND ? 0 : close + 1;
}

static bool looks_like_html(struct str text)
{
    static const char *const signs[] = {"</p>",    "</div>", "<br", "<html", "</html>", "<!doctype",
                                        "</span>", "</b>",   "<p>", "<body", "</a>",    "</td>"};
    if (str_find_char(text, '<', 0) == STR_NOT_FOUND) return false;
    return CONTAINS_ANY(str_slice(text, 0, 8192), signs);
}

static void line_push(struct lines *lines, size_t start, size_t end, bool markup)
{
    if (start == end && markup) return;
    *ARENA_PUSH(lines->arena, lines->items, lines->count, lines->cap) =
        (struct line){start, end, .own = !markup, .markup = markup};
}

/* What the tag opens or closes, for text that is shown to nobody or is somebody else's. */
static void follow_tag(struct str tag, int *hidden, int *quoted)
{
    static const char *const unseen[] = {"<style", "<script", "<head>", "<title"};
    static const char *const unseen_end[] = {"</style", "</script", "</head", "</title"};
    if (STARTS_WITH_ANY(tag, unseen)) (*hidden)++;
    if (STARTS_WITH_ANY(tag, unseen_end) && *hidden > 0) (*hidden)--;
    if (str_starts_nocase(tag, "<blockquote")) (*quoted)++;
    if (str_starts_nocase(tag, "</blockquote") && *quoted > 0) (*quoted)--;
    if (contains_nocase(str_slice(tag, 0, 200), STR("gmail_quote"))) *quoted += 1000; /* to the end */
}

static void split_html(struct lines *lines)
{
    struct str text = lines->text;
    int hidden = 0, quoted = 0;
    size_t start = 0;
    for (size_t at = 0; at < text.len;) {
        size_t close = text.ptr[at] == '<' ? tag_end(text, at) : 0;
        if (!close && text.ptr[at] != '\n') {
            at++;
            continue;
        }
        line_push(lines, start, at, hidden > 0 || quoted > 0);
        if (close) {
            line_push(lines, at, close, true);
            follow_tag(str_slice(text, at, close), &hidden, &quoted);
        }
        at = start = close ? close : at + 1;
    }
    line_push(lines, start, text.len, hidden > 0 || quoted > 0);
}

static void split_plain(struct lines *lines)
{
    struct str text = lines->text;
    for (size_t start = 0; start < text.len;) {
        size_t end = str_find_char(text, '\n', start);
        if (end == STR_NOT_FOUND) end = text.len;
        line_push(lines, start, end, false);
        start = end + 1;
    }
}

/* --- quoted and forwarded mail ---------------------------------------------------------------------------- */

static bool is_marked_quote(struct str line)
{
    return str_starts_nocase(line, ">") || str_starts_nocase(line, "&gt;");
}

static void disown(struct lines *lines, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) lines->items[i].own = false;
}

static size_t count_digits(struct str line)
{
    size_t digits = 0;
    for (size_t i = 0; i < line.len; i++) digits += line.ptr[i] >= '0' && line.ptr[i] <= '9';
    return digits;
}

/* "---- On … wrote ----" without what frames it. */
static struct str without_dashes(struct str line)
{
    while (line.len > 0 && strchr("- ", line.ptr[0])) line = str_slice(line, 1, line.len);
    while (line.len > 0 && strchr("- ", line.ptr[line.len - 1])) line = str_slice(line, 0, line.len - 1);
    return line;
}

/* Whether a line, in whatever language, says when somebody with an address wrote: a date, the address in brackets, and
 * nothing behind it but a word or a colon. "30.09.2017, 18.30, Nora <desk@…>:", "Dnia 27 grudnia … <desk@…> napisał(a):" */
static bool is_dated_address(struct str line)
{
    size_t open = STR_NOT_FOUND, close = STR_NOT_FOUND, digits = 0, words = 0;
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == '<') open = i;
        if (line.ptr[i] == '>') close = i;
        digits += open == STR_NOT_FOUND && line.ptr[i] >= '0' && line.ptr[i] <= '9';
    }
    if (open == STR_NOT_FOUND || close == STR_NOT_FOUND || close < open || digits < DATE_DIGITS) return false;
    if (!str_contains(str_slice(line, open, close), STR("@"))) return false;
    struct str rest = str_trim(str_slice(line, close + 1, line.len));
    for (size_t i = 0; i < rest.len; i++) words += rest.ptr[i] == ' ';
    return words == 0 && rest.len > 0 && rest.len <= 24;
}

/* "On Tue, Mar 3, 2026 at 9:12, Burin <desk@…> wrote:" and its like in other languages. */
static bool is_wrote_line(struct str line)
{
    line = without_dashes(line);
    if (is_dated_address(line)) return true;
    static const char *const openings[] = {"on ", "am ", "le ", "el ", "il ", "op ", "em ", "den ", "at "};
    static const char *const endings[] = {"wrote:",    "wrote :",     "schrieb:", "a écrit :", "a écrit:",
                                          "escribió:", "ha scritto:", "schreef:", "escreveu:", "skrev:"};
    static const char *const endings_zh[] = {"写道：", "写道:", "寫道：", "寫道:", "写道﹕"};
    for (size_t i = 0; i < sizeof endings_zh / sizeof *endings_zh; i++)
        if (str_ends(line, str_of(endings_zh[i]))) return true;
    if (!STARTS_WITH_ANY(line, openings) && !str_contains(line, STR("@"))) return false;
    struct str tail = str_slice(line, line.len > 80 ? line.len - 80 : 0, line.len);
    if (str_ends(line, STR(" wrote")))
        return str_contains(line, STR("@")) && count_digits(line) >= DATE_DIGITS;
    if (line.len > 0 && line.ptr[line.len - 1] != ':') return false;
    return CONTAINS_ANY(tail, endings);
}

/* The number of lines such an announcement takes from line `i` on; mail programs wrap it. 0: it is none. */
static size_t wrote_lines(const struct lines *lines, size_t i)
{
    struct str first = line_text(lines, i);
    if (first.len == 0 || first.len > 300) return 0;
    if (is_wrote_line(first)) return 1;
    static const char *const openings[] = {"on ", "am ", "le ", "el ", "il ", "op ", "em ", "在", "于"};
    bool dated_first = first.len > 0 && count_digits(first) >= DATE_DIGITS;
    if (!STARTS_WITH_ANY(first, openings) && !dated_first) return 0;
    for (size_t more = 1; more <= 2 && i + more < lines->count; more++) {
        struct str joined = str_slice(lines->text, lines->items[i].start, lines->items[i + more].end);
        if (joined.len > 400) return 0;
        bool dated = str_contains(joined, STR("@")) || str_contains(joined, STR("20"));
        bool wrote = dated_first ? is_dated_address(str_trim(joined)) : false;
        if (dated && (wrote || (STARTS_WITH_ANY(first, openings) && is_wrote_line(str_trim(joined)))))
            return more + 1;
    }
    return 0;
}

static bool is_forward_rule(struct str line)
{
    static const char *const words[] = {"original message",  "forwarded message",
                                        "begin forwarded",   "original appointment",
                                        "原始邮件",          "原始郵件",
                                        "转发邮件",          "转发的邮件",
                                        "轉寄的郵件",        "ursprüngliche nachricht",
                                        "message d'origine", "mensaje original"};
    if (line.len > 120) return false;
    bool ruled = str_contains(line, STR("--")) || str_contains(line, STR("__")) ||
                 str_starts_nocase(line, "begin forw");
    return ruled && CONTAINS_ANY(line, words);
}

static struct str without_stars(struct str line)
{
    while (line.len > 0 && (line.ptr[0] == '*' || line.ptr[0] == ' ')) line = str_slice(line, 1, line.len);
    return line;
}

/* Outlook's block: "From: … / Sent: … / To: … / Subject: …", 发件人／发送时间／收件人／主题. */
static bool is_header_block(const struct lines *lines, size_t i)
{
    static const char *const from[] = {
        "from:",        "von:",     "de :",    "de:",     "da:",        "da :",
        "van:",         "fra:",     "från:",   "od:",     "lähettäjä:", "от:",
        "message du :", "发件人：", "发件人:", "寄件者:", "寄件者：",   "差出人:"};
    static const char *const second[] = {
        "sent:",     "to:",      "subject:",  "date:",   "gesendet:", "an:",      "envoyé",   "à :",
        "a :",       "objet",    "sujet",     "enviado", "para:",     "asunto",   "inviato:", "oggetto:",
        "verzonden", "aan:",     "onderwerp", "sendt:",  "til:",      "skickat:", "wysłano:", "temat:",
        "lähetetty", "发送时间", "收件人",    "主题",    "日期：",    "寄件日期", "收件者"};
    if (!STARTS_WITH_ANY(without_stars(line_text(lines, i)), from)) return false;
    for (size_t j = i + 1; j < lines->count && j <= i + HEADER_LINES; j++)
        if (STARTS_WITH_ANY(without_stars(line_text(lines, j)), second)) return true;
    return false;
}

static bool quote_marks_follow(const struct lines *lines, size_t from)
{
    for (size_t i = from; i < lines->count; i++) {
        struct str line = line_text(lines, i);
        if (line.len > 0) return is_marked_quote(line);
    }
    return false;
}

/* "________", "--------", "====": a rule across the page. */
static bool is_rule(struct str line)
{
    if (line.len < RULE_LENGTH || !strchr("_-=*", line.ptr[0])) return false;
    for (size_t i = 1; i < line.len; i++)
        if (line.ptr[i] != line.ptr[0]) return false;
    return true;
}

/* The rule that mail programs draw above what they quote is no more the customer's. */
static void disown_rule_above(struct lines *lines, size_t i)
{
    while (i > 0 && line_text(lines, i - 1).len == 0) i--;
    if (i > 0 && is_rule(line_text(lines, i - 1))) lines->items[i - 1].own = false;
}

/* Marked lines are quoted one by one, so that interleaved and bottom-posted answers are kept; an announcement
 * without marked lines behind it disowns all the rest. */
static void mark_quotes(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        if (!lines->items[i].own) continue;
        if (is_marked_quote(line_text(lines, i))) {
            lines->items[i].own = false;
            continue;
        }
        size_t wrote = wrote_lines(lines, i);
        if (wrote) disown(lines, i, i + wrote);
        if (wrote && quote_marks_follow(lines, i + wrote)) continue;
        if (!wrote && !is_forward_rule(line_text(lines, i)) && !is_header_block(lines, i)) continue;
        disown(lines, i, lines->count);
        disown_rule_above(lines, i);
        return;
    }
}

/* --- signatures ------------------------------------------------------------------------------------------- */

static bool is_device_line(struct str line)
{
    static const char *const phrases[] = {"sent from my ",
                                          "sent from mail for",
                                          "sent from outlook",
                                          "sent via ",
                                          "get outlook for",
                                          "sent from yahoo",
                                          "sent with proton",
                                          "sent from samsung",
                                          "von meinem ",
                                          "gesendet mit",
                                          "envoyé de mon",
                                          "envoyé à partir de",
                                          "verzonden vanaf",
                                          "enviado do meu",
                                          "skickat från min",
                                          "sendt fra min",
                                          "enviado desde mi",
                                          "inviato da ",
                                          "发自我的",
                                          "發自我的",
                                          "从我的",
                                          "来自我的",
                                          "发自我",
                                          "发送自",
                                          "發送自",
                                          "从 windows"};
    return line.len <= 90 && STARTS_WITH_ANY(line, phrases);
}

static bool is_disclaimer(struct str line)
{
    static const char *const phrases[] = {
        "confidentiality notice",          "this e-mail and any", "this email and any",
        "this message and any attach",     "disclaimer:",         "本邮件及其附件",
        "please consider the environment", "本郵件及其附件"};
    return STARTS_WITH_ANY(line, phrases);
}

static size_t count_words(struct str line)
{
    size_t words = 0, han = 0;
    bool inside = false;
    for (size_t at = 0; at < line.len;) {
        rune_t rune = utf8_next(line, &at);
        han += rune_is_han(rune);
        bool space = rune_is_space(rune);
        words += !space && !inside;
        inside = !space;
    }
    return words > han / 2 ? words : han / 2;
}

/* The words that end a letter; longer ones first where one begins another. */
/* clang-format off */
static const char *const closings[] = {
    "thank you very much in advance", "thanks very much in advance", "thank you so much in advance",
    "thank you in advance", "thanks in advance", "thank you very much", "thank you so much",
    "thanks very much", "thanks so much", "thanks a million", "thanks a lot", "thanks again",
    "thank you again", "many thanks", "with thanks", "thank you", "thanks", "thx", "cheers",
    "with best wishes", "with kind regards", "with best regards", "best wishes", "best regards",
    "kindest regards", "kind regards", "warm regards", "warmest regards", "warmest", "warmly",
    "regards", "yours sincerely", "yours faithfully", "yours truly", "yours", "sincerely",
    "respectfully", "lots of love", "with love", "love", "take care", "all the best", "have a nice day",
    "have a great day", "have a good day", "best", "xoxo", "xx", "br", "rgds",
    "mit freundlichen grüßen", "freundliche grüße", "viele grüße", "liebe grüße", "mfg",
    "cordialement", "bien à vous", "un saludo", "saludos", "cordiali saluti", "met vriendelijke groet",
    "med vänliga hälsningar", "pozdrawiam", "此致敬礼", "此致", "敬礼", "祝好",
    "顺颂商祺", "顺祝商祺", "祝商祺", "祝工作顺利", "祝生意兴隆", "谢谢您",
    "谢谢啦", "谢谢", "多谢", "感谢", "謝謝",
};
/* clang-format on */

static size_t closing_length(struct str line)
{
    for (size_t i = 0; i < sizeof closings / sizeof *closings; i++)
        if (str_starts_nocase(line, closings[i])) return strlen(closings[i]);
    return 0;
}

/* A closing by itself, or with a name behind a comma: "Best regards", "Thanks, Maya Lindqvist". */
static bool is_closing(struct str line)
{
    size_t length = closing_length(line);
    if (length == 0) return false;
    struct str rest = str_trim(str_slice(line, length, line.len));
    if (rest.len == 0) return true;
    bool mark = strchr(",.!-~", rest.ptr[0]) != NULL || str_starts(rest, STR("，")) ||
                str_starts(rest, STR("！")) || str_starts(rest, STR("。")) || str_starts(rest, STR("—"));
    while (rest.len > 0 && strchr(",.!-~ ", rest.ptr[0])) rest = str_slice(rest, 1, rest.len);
    if (!mark) return false;
    if (rest.len == 0 || count_words(rest) == 0) return true;
    return count_words(rest) <= 3 && !str_contains(rest, STR("?")) && rest.len < 40 &&
           (unsigned char)rest.ptr[0] < 'a';
}

static bool is_name_like(struct str line)
{
    return count_words(line) <= SIGNATURE_WORDS && line.len <= 80 && !str_contains(line, STR("?")) &&
           !str_contains(line, STR("？")) && !str_contains(line, STR("!"));
}

/* Whether the lines behind the closing at `i` are only a name, an address, a telephone number. */
static bool only_names_follow(const struct lines *lines, size_t i)
{
    size_t seen = 0;
    for (size_t j = i + 1; j < lines->count; j++) {
        struct str line = line_text(lines, j);
        if (!lines->items[j].own || line.len == 0) continue;
        if (is_device_line(line)) continue;
        if (!is_name_like(line) || ++seen > SIGNATURE_LINES) return false;
    }
    return true;
}

static void disown_own(struct lines *lines, size_t from)
{
    for (size_t i = from; i < lines->count; i++) lines->items[i].own = false;
}

static void mark_signatures(struct lines *lines)
{
    bool said_something = false;
    for (size_t i = 0; i < lines->count; i++) {
        struct str line = line_text(lines, i);
        if (!lines->items[i].own || line.len == 0) continue;
        bool dashes = str_is(line, "--") || str_is(line, "—") || str_is(line, "__");
        bool footer = is_rule(line) || is_closing(line);
        if (is_device_line(line)) {
            lines->items[i].own = false;
        } else if ((dashes || is_disclaimer(line)) && said_something) {
            disown_own(lines, i);
        } else if (said_something && footer && only_names_follow(lines, i)) {
            disown_own(lines, i);
        }
        said_something |= lines->items[i].own && count_words(line) > 1;
    }
}

/* --- automatic texts -------------------------------------------------------------------------------------- */

/* The own words at the top decide: a customer may quote an automatic text. */
static bool own_text_is_automatic(const struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++) {
        if (!lines->items[i].own || line_text(lines, i).len == 0) continue;
        size_t from = lines->items[i].start, to = from;
        for (; i < lines->count && lines->items[i].own; i++) to = lines->items[i].end;
        return automatic_text(str_slice(lines->text, from, to));
    }
    return false;
}

/* ---------------------------------------------------------------------------------------------------------- */

static void add_segments(const struct lines *lines, struct segment_list *list)
{
    for (size_t i = 0; i < lines->count;) {
        const struct line *line = &lines->items[i];
        if (!line->own) {
            segment_add(list, lines->text, line->start, line->end, false);
            i++;
            continue;
        }
        size_t last = i; /* own lines that only a line break divides are cut together */
        while (last + 1 < lines->count && lines->items[last + 1].own &&
               lines->items[last + 1].start == lines->items[last].end + 1)
            last++;
        segment_split(list, lines->text, line->start, lines->items[last].end);
        i = last + 1;
    }
}

void triage_clean(struct arena *arena, struct str text, struct segment **out, size_t *out_count,
                  bool *out_auto_reply)
{
    struct lines lines = {.arena = arena, .text = text};
    if (looks_like_html(text))
        split_html(&lines);
    else
        split_plain(&lines);
    mark_quotes(&lines);
    mark_signatures(&lines);
    bool automatic = own_text_is_automatic(&lines);
    if (automatic) disown(&lines, 0, lines.count);
    struct segment_list list = {.arena = arena};
    add_segments(&lines, &list);
    *out = list.items;
    *out_count = list.count;
    *out_auto_reply = automatic;
}
