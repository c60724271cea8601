/* Applies a wish to the current value, so that the new value is the complete text; where that could be read in two
 * ways it says so and the desk asks. */
#include "engine/spec.h"
#include "text/utf8.h"

enum { EDITED_MAX = 2000, WORDS_MAX = 40 };

static struct str text_of(const struct scan_text *scan, const struct value_read *value)
{
    return scan_slice(scan, value->span.start, value->span.end);
}

/* Joins up to three parts. */
static struct str join(struct arena *arena, struct str a, struct str b, struct str c)
{
    char *bytes = arena_alloc_raw(arena, a.len + b.len + c.len + 1);
    if (a.len) memcpy(bytes, a.ptr, a.len);
    if (b.len) memcpy(bytes + a.len, b.ptr, b.len);
    if (c.len) memcpy(bytes + a.len + b.len, c.ptr, c.len);
    return str_of_len(bytes, a.len + b.len + c.len);
}

static struct str put_in(struct arena *arena, struct str whole, struct span gone, struct str fresh)
{
    return join(arena, str_slice(whole, 0, gone.start), fresh, str_slice(whole, gone.end, whole.len));
}

/* One space where two were left, none at the ends or at the ends of lines. */
static struct str tidy(struct arena *arena, struct str text)
{
    char *bytes = arena_alloc_raw(arena, text.len + 1);
    size_t length = 0;
    for (size_t i = 0; i < text.len; i++) {
        char byte = text.ptr[i];
        bool space = byte == ' ' || byte == '\n';
        if (space && (length == 0 || bytes[length - 1] == '\n')) continue;
        if (space && bytes[length - 1] == ' ') {
            if (byte == '\n') bytes[length - 1] = '\n';
            continue;
        }
        bytes[length++] = byte;
    }
    while (length && (bytes[length - 1] == ' ' || bytes[length - 1] == '\n' || bytes[length - 1] == ','))
        length--;
    struct span span = value_trim(str_of_len(bytes, length), (struct span){0, length});
    return str_of_len(bytes + span.start, span.end - span.start);
}

static bool one_word(struct str text)
{
    for (size_t at = 0; at < text.len;)
        if (rune_is_space(utf8_next(text, &at))) return false;
    return true;
}

/* Whether every other word of the current text stands in the new one too: then the new one is complete. */
static bool holds_the_rest(struct str fresh, struct str current, struct str old)
{
    struct str rest = current, word;
    int kept = 0;
    while (str_next_part(&rest, ' ', &word)) {
        if (word.len < 2 || text_find_words(old, word) != TEXT_NOWHERE) continue;
        if (text_find_words(fresh, word) == TEXT_NOWHERE) return false;
        kept++;
    }
    return kept > 0;
}

/* Whether the new text repeats what stands before or behind the old part: "陈亦诺" for the 一诺 of 陈一诺. Then, too, it is
 * complete. */
static bool repeats_the_rest(struct str fresh, struct str current, size_t at, size_t old_len)
{
    struct str before = str_slice(current, 0, at), behind = str_slice(current, at + old_len, current.len);
    return (before.len && str_starts(fresh, before)) || (behind.len && str_ends(fresh, behind));
}

static bool is_text(const struct target *target)
{
    return field_kind_family(target->kind) == FAMILY_TEXT && !(target->rule && target->rule->choice_count);
}

/* Line number `ordinal` (-1: the last) of a text whose lines are parted by line breaks, " / " or " | ". */
static bool line_of(struct str text, int ordinal, struct span *out)
{
    const struct str marks[] = {STR("\n"), STR(" / "), STR(" | "), STR("；"), STR("/"), STR("|")};
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
        if (!str_contains(text, marks[m])) continue;
        size_t start = 0;
        for (int line = 1;; line++) {
            size_t end = str_find(text, marks[m], start);
            bool last = end == STR_NOT_FOUND;
            if (last) end = text.len;
            if (line == ordinal || (last && ordinal < 0)) {
                *out = (struct span){start, end};
                return true;
            }
            if (last) return false;
            start = end + marks[m].len;
        }
    }
    return false;
}

static bool year_of(struct str text, struct span *out)
{
    bool found = false;
    for (size_t at = 0; at + 4 <= text.len; at++) {
        struct str four = str_slice(text, at, at + 4);
        uint64_t year;
        bool left = at == 0 || text.ptr[at - 1] < '0' || text.ptr[at - 1] > '9';
        bool right = at + 4 == text.len || text.ptr[at + 4] < '0' || text.ptr[at + 4] > '9';
        if (!left || !right || str_to_uint(four, 2199, &year) < 0 || year < 1700) continue;
        if (found) return false;
        found = true;
        *out = (struct span){at, at + 4};
    }
    return found;
}

static bool is_year(struct str text)
{
    struct span span;
    return text.len == 4 && year_of(text, &span);
}

/* Word number `ordinal` (-1: the last). */
static bool word_of(struct str text, int ordinal, struct span *out)
{
    size_t start = 0;
    for (int word = 0;;) {
        size_t end = str_find_char(text, ' ', start), first = start;
        bool last = end == STR_NOT_FOUND;
        if (last) end = text.len;
        rune_t rune = first < end ? utf8_next(text, &first) : ' ';
        word += rune_is_letter(rune) || rune_is_digit(rune);
        if (word == ordinal || (last && ordinal < 0)) {
            *out = (struct span){start, end};
            return true;
        }
        if (last) return false;
        start = end + 1;
    }
}

/* The part of the current text that a new value without a stated old one replaces; the whole where it is complete.
 * False where it could be either. */
static bool replaced_part(const struct wish *wish, const struct target *target, struct str fresh,
                          struct span *out)
{
    struct str current = target->current;
    *out = (struct span){0, current.len};
    if (wish->field == FIELD_KIND_WORD && wish->ordinal) return word_of(current, wish->ordinal, out);
    if (wish->ordinal && line_of(current, wish->ordinal, out)) return true;
    if (is_year(fresh) && !is_year(current) && wish->field != FIELD_KIND_ENGRAVING &&
        wish->field != FIELD_KIND_TEXT)
        return year_of(current, out);
    if (text_is_date(fresh) && !text_is_date(current)) {
        bool part = text_find_date(current, out);
        if (part && (wish->field == FIELD_KIND_ENGRAVING || wish->field == FIELD_KIND_TEXT)) return false;
        return part || wish->field == FIELD_KIND_NONE || wish->field == FIELD_KIND_TEXT ||
               wish->field == target->kind;
    }
    if (utf8_count(fresh) == 1 && utf8_count(current) > 2 && !wish->whole) return false;
    bool inside = !wish->whole && !text_is_date(fresh) && text_similar_word(current, fresh, out) &&
                  out->end - out->start < current.len;
    if (inside && one_word(fresh)) return true; /* the number plate 12345 → 12346 */
    *out = (struct span){0, current.len};
    if (one_word(current) || wish->field == target->kind || wish->field == FIELD_KIND_ENGRAVING ||
        wish->field == FIELD_KIND_TEXT) {
        *out = (struct span){0, current.len};
        return true;
    }
    if (!one_word(fresh)) return wish->field != FIELD_KIND_DATE;
    if (text_similar_word(current, fresh, out)) return true;
    if (utf8_count(fresh) == 1 && utf8_count(current) > 2) return false;
    *out = (struct span){0, current.len};
    return wish->field == FIELD_KIND_NONE && (wish->fresh.quoted || wish->whole);
}

static enum spec_fault set_text(const struct scan_text *scan, const struct wish *wish,
                                const struct target *target, struct str *out_new)
{
    struct str fresh = text_of(scan, &wish->fresh), current = target->current;
    struct span part;
    if (value_given(&wish->old)) {
        struct str old = text_of(scan, &wish->old);
        size_t at = text_find_words(current, old);
        if (text_same(current, old) || holds_the_rest(fresh, current, old) ||
            (at != TEXT_NOWHERE && at != TEXT_SEVERAL && repeats_the_rest(fresh, current, at, old.len))) {
            *out_new = fresh;
            return SPEC_NONE;
        }
        if (at == TEXT_SEVERAL) return SPEC_UNCLEAR;
        if (at != TEXT_NOWHERE) {
            *out_new = put_in(scan->arena, current, (struct span){at, at + old.len}, fresh);
            return SPEC_NONE;
        }
    }
    if (!replaced_part(wish, target, fresh, &part)) return SPEC_UNCLEAR;
    *out_new = put_in(scan->arena, current, part, fresh);
    return SPEC_NONE;
}

/* ---- remove, keep, add ---- */

static bool same_sign(rune_t rune, int sign)
{
    if (sign == '\'') return rune == '\'' || rune == 0x2019;
    if (sign == '"') return rune == '"' || rune == 0x201C || rune == 0x201D;
    if (sign == ',') return rune == ',' || rune == 0xFF0C || rune == 0x3001;
    if (sign == '.') return rune == '.' || rune == 0x3002 || rune == 0xB7 || rune == 0x30FB;
    if (sign == '!') return rune == '!' || rune == 0xFF01;
    if (sign == '-') return rune == '-' || rune == 0x2013 || rune == 0x2014 || rune == 0x2010;
    if (sign == '(') return rune == '(' || rune == ')' || rune == 0xFF08 || rune == 0xFF09;
    return rune == (rune_t)sign;
}

/* The only place of a character; brackets and quotation marks go in pairs and are not handled here. */
static bool sign_of(struct str text, int sign, struct span *out)
{
    bool found = false;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        if (!same_sign(utf8_next(text, &at), sign)) continue;
        if (found) return false;
        found = true;
        *out = (struct span){start, at};
    }
    return found;
}

/* Takes every one of a character out. */
static struct str without_sign(struct arena *arena, struct str text, int sign)
{
    char *bytes = arena_alloc_raw(arena, text.len + 1);
    size_t length = 0;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        if (same_sign(utf8_next(text, &at), sign)) continue;
        memcpy(bytes + length, text.ptr + start, at - start);
        length += at - start;
    }
    return tidy(arena, str_of_len(bytes, length));
}

/* The part of the current text that "the date", "the second line", "the comma", "'Love'" means. */
static bool part_of(const struct scan_text *scan, const struct wish *wish, const struct target *target,
                    struct span *out)
{
    struct str current = target->current;
    if (wish->sign) return sign_of(current, wish->sign, out);
    if (wish->field == FIELD_KIND_WORD && wish->ordinal && !value_given(&wish->fresh))
        return word_of(current, wish->ordinal, out);
    if (value_given(&wish->fresh)) {
        struct str part = text_of(scan, &wish->fresh);
        size_t at = text_find_words(current, part);
        if (at >= TEXT_SEVERAL) return false;
        *out = (struct span){at, at + part.len};
        return part.len < current.len;
    }
    bool found = false;
    if (wish->field == FIELD_KIND_DATE)
        found = text_find_date(current, out) || (wish->ordinal && line_of(current, wish->ordinal, out));
    else if (wish->field == FIELD_KIND_YEAR)
        found = year_of(current, out);
    else if (wish->ordinal)
        found = line_of(current, wish->ordinal, out);
    return found && out->end - out->start < current.len;
}

/* Takes a part out, with a line mark or connective that would be left hanging. */
static struct str without(struct arena *arena, struct str text, struct span part)
{
    static const struct str marks[] = {STR_INIT(" / "), STR_INIT(" | "), STR_INIT(" - "), STR_INIT(" – "),
                                       STR_INIT(" — "), STR_INIT(" · "), STR_INIT("· "),  STR_INIT(" • "),
                                       STR_INIT(", "),  STR_INIT("，"),  STR_INIT("、"),  STR_INIT("；"),
                                       STR_INIT("/"),   STR_INIT("|")};
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
        if (part.end == text.len && str_ends(str_slice(text, 0, part.start), marks[m]) &&
            part.start > marks[m].len) {
            part.start -= marks[m].len;
            break;
        }
        if (part.start == 0 && str_starts(str_slice(text, part.end, text.len), marks[m])) {
            part.end += marks[m].len;
            break;
        }
    }
    return tidy(arena, put_in(arena, text, part, STR("")));
}

/* "& Always": what is left begins or ends with a connective. */
static bool hangs(struct str text)
{
    static const struct str links[] = {STR_INIT("&"), STR_INIT("+"),  STR_INIT("and"), STR_INIT("♥"),
                                       STR_INIT("❤"), STR_INIT("和"), STR_INIT("与")};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        struct str head = str_slice(text, 0, links[i].len),
                   tail = text.len > links[i].len ? str_slice(text, text.len - links[i].len, text.len) : text;
        bool word = links[i].ptr[0] == 'a';
        if (str_eq(head, links[i]) && (!word || text.len == 3 || text.ptr[3] == ' ')) return true;
        if (str_eq(tail, links[i]) && (!word || text.ptr[text.len - 4] == ' ')) return true;
    }
    return false;
}

static enum spec_fault remove_part(const struct scan_text *scan, const struct wish *wish,
                                   const struct target *target, struct str *out_new)
{
    struct span part;
    bool found = part_of(scan, wish, target, &part);
    bool pair = wish->sign == '(' || wish->sign == '"';
    if (!found && !pair && !(wish->sign && wish->every)) return SPEC_UNCLEAR;
    struct str rest = (wish->every || pair) && wish->sign
                          ? without_sign(scan->arena, target->current, wish->sign)
                          : without(scan->arena, target->current, part);
    if (str_eq(rest, target->current)) return SPEC_UNCLEAR;
    if (rest.len == 0 || hangs(rest)) return SPEC_UNCLEAR;
    *out_new = rest;
    return SPEC_NONE;
}

static enum spec_fault keep_part(const struct scan_text *scan, const struct wish *wish,
                                 const struct target *target, struct str *out_new)
{
    struct span part;
    struct str current = target->current;
    if (value_given(&wish->fresh)) {
        *out_new = text_of(scan, &wish->fresh);
        return SPEC_NONE;
    }
    if (wish->field == FIELD_KIND_NAME && text_find_date(current, &part))
        *out_new = without(scan->arena, current, part);
    else if (part_of(scan, wish, target, &part))
        *out_new = str_slice(current, part.start, part.end);
    else
        return SPEC_UNCLEAR;
    return out_new->len ? SPEC_NONE : SPEC_UNCLEAR;
}

static struct str sign_text(struct arena *arena, int sign)
{
    struct buf buf;
    buf_init(&buf, 8);
    utf8_put(&buf, (rune_t)sign);
    struct str copy = buf_copy(&buf, arena);
    buf_done(&buf);
    return copy;
}

static bool ends_han(struct str text)
{
    size_t at = text.len;
    return text.len && rune_is_han(utf8_prev(text, &at));
}

/* "add a comma after Always", "an exclamation mark at the end". */
static enum spec_fault add_sign(const struct scan_text *scan, const struct wish *wish,
                                const struct target *target, struct str *out_new)
{
    struct str current = target->current;
    size_t at = current.len;
    if (wish->sign > 127) return SPEC_UNCLEAR;
    if (value_given(&wish->anchor)) {
        struct str anchor = text_of(scan, &wish->anchor);
        size_t found = text_find_words(current, anchor);
        if (!strchr(",.!?;:", wish->sign) || wish->place != PLACE_AFTER || found >= TEXT_SEVERAL)
            return SPEC_UNCLEAR;
        at = found + anchor.len;
    } else if (!strchr("!?.", wish->sign) || wish->place == PLACE_BEFORE) {
        return SPEC_UNCLEAR;
    }
    *out_new = join(scan->arena, str_slice(current, 0, at), sign_text(scan->arena, wish->sign),
                    str_slice(current, at, current.len));
    return SPEC_NONE;
}

/* "after …", "before …" of something that was not understood. */
static bool place_unknown(const struct scan_text *scan, const struct wish *wish)
{
    bool relative = wish->place == PLACE_AFTER || wish->place == PLACE_BEFORE;
    if (!relative || value_given(&wish->anchor) || wish->last >= scan->count ||
        scan->tokens[wish->last - 1].han)
        return false;
    const struct token *next = &scan->tokens[wish->last];
    return (next->kind == TOKEN_WORD || next->kind == TOKEN_KNOWN) && !token_is(next, W_POLITE);
}

/* Where in the current text an addition goes; -1 when the place is not to be found there. */
static long place_in(const struct scan_text *scan, const struct wish *wish, struct str current)
{
    if (value_given(&wish->anchor)) {
        struct str anchor = text_of(scan, &wish->anchor);
        size_t found = text_find_words(current, anchor);
        if (found >= TEXT_SEVERAL) return -1;
        return (long)(wish->place == PLACE_BEFORE ? found : found + anchor.len);
    }
    bool front = wish->place == PLACE_BEFORE || wish->place == PLACE_START || wish->place == PLACE_ABOVE;
    return front ? 0 : (long)current.len;
}

static enum spec_fault add_part(const struct scan_text *scan, const struct wish *wish,
                                const struct target *target, struct str *out_new)
{
    if (wish->sign) return add_sign(scan, wish, target, out_new);
    if (!value_given(&wish->fresh) || place_unknown(scan, wish)) return SPEC_UNCLEAR;
    struct str current = target->current, fresh = text_of(scan, &wish->fresh), gap = STR(" ");
    long place = place_in(scan, wish, current);
    if (place < 0) return SPEC_UNCLEAR;
    size_t at = (size_t)place, first = 0;
    if (ends_han(current) && rune_is_han(utf8_next(fresh, &first))) gap = STR("");
    bool line = wish->place == PLACE_UNDER || wish->place == PLACE_ABOVE;
    if (line || (wish->field == FIELD_KIND_LINE && at == current.len)) gap = STR("\n");
    struct str before = str_slice(current, 0, at), behind = str_slice(current, at, current.len);
    if (at == 0)
        *out_new = join(scan->arena, fresh, gap, behind);
    else
        *out_new = join(scan->arena, join(scan->arena, before, gap, fresh), behind, STR(""));
    return SPEC_NONE;
}

/* ---- letters ---- */

static struct str change_case(struct arena *arena, struct str text, bool upper)
{
    struct buf buf;
    buf_init(&buf, EDITED_MAX);
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        rune_t rune = utf8_next(text, &at);
        if (upper && rune >= 'a' && rune <= 'z')
            buf_add_char(&buf, (char)(rune - 32));
        else if (upper)
            buf_add(&buf, str_slice(text, start, at));
        else
            utf8_put(&buf, rune_lower(rune));
    }
    struct str copy = buf_copy(&buf, arena);
    buf_done(&buf);
    return copy;
}

/* The letter named beside "capital": "capital M", "the m … capital"; 0 when none. */
static char named_letter(const struct scan_text *scan, const struct wish *wish)
{
    for (size_t i = wish->first; i < scan->count && i < wish->last + 2; i++) {
        const struct token *token = &scan->tokens[i];
        struct str text = scan_slice(scan, token->inner.start, token->inner.end);
        bool letter = text.len == 1 && (text.ptr[0] | 32) >= 'a' && (text.ptr[0] | 32) <= 'z';
        if (letter && !(text.ptr[0] == 'a' || text.ptr[0] == 'i' || text.ptr[0] == 'u')) return text.ptr[0];
    }
    return 0;
}

/* The only word of `text` that begins with the letter in the other case; else the only such letter. */
static bool letter_of(struct str text, char letter, bool upper, size_t *out)
{
    char wanted = (char)(upper ? letter | 32 : letter & ~32);
    for (int starts = 1; starts >= 0; starts--) {
        int found = 0;
        for (size_t i = 0; i < text.len; i++) {
            bool start = i == 0 || text.ptr[i - 1] == ' ' || text.ptr[i - 1] == '\n';
            if (text.ptr[i] != wanted || (starts && !start)) continue;
            found++;
            *out = i;
        }
        if (found) return found == 1;
    }
    return false;
}

/* The word of the current text that the sentence names ("mum with a capital M"), when it names one. */
static bool named_word(const struct scan_text *scan, const struct wish *wish, struct str current,
                       struct span *out)
{
    for (size_t i = wish->scope_first; i < wish->scope_last && i < scan->count; i++) {
        const struct token *token = &scan->tokens[i];
        struct str word = scan_slice(scan, token->inner.start, token->inner.end);
        if (token->kind == TOKEN_STOP || token->kind == TOKEN_MARK || word.len < 2 ||
            (token->classes && token->kind == TOKEN_WORD))
            continue;
        size_t at = text_find_words(current, word);
        if (at >= TEXT_SEVERAL) continue;
        *out = (struct span){at, at + word.len};
        return true;
    }
    return false;
}

static enum spec_fault change_letters(const struct scan_text *scan, const struct wish *wish,
                                      const struct target *target, struct str *out_new)
{
    struct str current = target->current;
    bool upper = wish->letters != CASE_LOWER;
    char letter = named_letter(scan, wish);
    size_t at = 0;
    struct span word;
    if (letter) {
        if (!letter_of(current, letter, upper, &at)) return SPEC_UNCLEAR;
        char changed = (char)(upper ? letter & ~32 : letter | 32);
        *out_new = put_in(scan->arena, current, (struct span){at, at + 1},
                          str_of_len(arena_str(scan->arena, str_of_len(&changed, 1)).ptr, 1));
        return SPEC_NONE;
    }
    bool part = named_word(scan, wish, current, &word) && word.end - word.start < current.len;
    if (!part) word = (struct span){0, current.len};
    if (wish->letters == CASE_CAPITAL) {
        if (!part && !one_word(current)) return SPEC_UNCLEAR;
        word.end = word.start + 1;
    }
    struct str changed = change_case(scan->arena, str_slice(current, word.start, word.end), upper);
    *out_new = put_in(scan->arena, current, word, changed);
    return str_eq(*out_new, current) ? SPEC_UNCLEAR : SPEC_NONE;
}

/* "swap Ana and Ben": every word of it but the connective stands in the text. */
static bool names_both(struct str words, struct str current)
{
    struct str rest = words, word;
    int names = 0, links = 0;
    while (str_next_part(&rest, ' ', &word)) {
        bool link = str_is(word, "and") || str_is(word, "&") || str_is(word, "+");
        links += link;
        if (!link && text_find_words(current, word) == TEXT_NOWHERE) return false;
        names += !link;
    }
    return links == 1 && names >= 2;
}

/* "Forever & Always" → "Always & Forever": two halves about one connective. */
static enum spec_fault reverse(const struct scan_text *scan, const struct wish *wish,
                               const struct target *target, struct str *out_new)
{
    if (value_given(&wish->anchor) && !names_both(text_of(scan, &wish->anchor), target->current))
        return SPEC_UNCLEAR;
    static const struct str joints[] = {STR_INIT(" & "), STR_INIT(" and "), STR_INIT(" + "), STR_INIT(" ♥ "),
                                        STR_INIT(" ❤ "), STR_INIT(" x "),   STR_INIT(" / "), STR_INIT("\n"),
                                        STR_INIT("&"),   STR_INIT("+"),     STR_INIT("♥"),   STR_INIT("和"),
                                        STR_INIT("与"),  STR_INIT("❤")};
    struct str current = target->current;
    struct span date;
    if (text_find_date(current, &date)) return SPEC_UNCLEAR; /* three parts, not two */
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        size_t at = str_find(current, joints[i], 0);
        if (at == STR_NOT_FOUND) continue;
        size_t behind = at + joints[i].len;
        if (str_find(current, joints[i], behind) != STR_NOT_FOUND || at == 0 || behind == current.len)
            return SPEC_UNCLEAR;
        *out_new =
            join(scan->arena, str_slice(current, behind, current.len), joints[i], str_slice(current, 0, at));
        return SPEC_NONE;
    }
    return SPEC_UNCLEAR;
}

static enum spec_fault apply(const struct scan_text *scan, const struct wish *wish,
                             const struct target *target, struct str *out_new)
{
    bool known = target->found && target->current.len && !target->ambiguous;
    switch (wish->edit) {
    case EDIT_SET:
    case EDIT_PHOTO:
    case EDIT_MORE:
        if (!value_given(&wish->fresh)) return SPEC_MISSING;
        if (known && is_text(target)) return set_text(scan, wish, target, out_new);
        *out_new = text_of(scan, &wish->fresh);
        return target->ambiguous ? SPEC_UNCLEAR : SPEC_NONE;
    case EDIT_REMOVE:
        return known ? remove_part(scan, wish, target, out_new) : SPEC_UNCLEAR;
    case EDIT_KEEP_ONLY:
        return known ? keep_part(scan, wish, target, out_new) : SPEC_UNCLEAR;
    case EDIT_ADD:
        return known ? add_part(scan, wish, target, out_new) : SPEC_UNCLEAR;
    case EDIT_CASE:
        return known ? change_letters(scan, wish, target, out_new) : SPEC_UNCLEAR;
    case EDIT_REVERSE:
        return known ? reverse(scan, wish, target, out_new) : SPEC_UNCLEAR;
    case EDIT_ANNOUNCE:
        break;
    }
    return SPEC_MISSING;
}

enum spec_fault edit_apply(const struct scan_text *scan, const struct wish *wish, const struct target *target,
                           struct str *out_new, struct str *out_old)
{
    struct str fresh = {0}, old = value_given(&wish->old) ? text_of(scan, &wish->old) : (struct str){0};
    enum spec_fault fault = apply(scan, wish, target, &fresh);
    bool known = target->found && target->current.len;
    /* What they say it reads and what the order holds may differ: then theirs is kept, and shown as a conflict. */
    bool agrees = !old.len || text_find_words(target->current, old) != TEXT_NOWHERE;
    *out_old = known && agrees ? target->current : old;
    if (fault != SPEC_NONE) fresh = (struct str){0};
    *out_new = fresh;
    return fault;
}
