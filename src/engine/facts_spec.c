/* What the customer wants changed, and what a finished piece reads against what it should. */
#include "engine/spec.h"
#include "text/utf8.h"

enum { CHANGES_MAX = 16 };

/* The changes of a message as they are put together. */
struct change_list {
    const struct scan_text *scan;
    struct requested_change *items;
    size_t count, cap;
    bool edited[CHANGES_MAX]; /* made out of the current text, so that a complete one replaces it */
};

static struct str text_of(const struct scan_text *scan, const struct value_read *value)
{
    return scan_slice(scan, value->span.start, value->span.end);
}

static bool has_concern(const struct reading *reading, enum concern concern)
{
    for (size_t i = 0; i < reading->concern_count; i++)
        if (reading->concerns[i].concern == concern) return true;
    return false;
}

static bool is_delivered(const struct inquiry *inquiry, const struct reading *reading)
{
    const struct order *order = inquiry->order;
    for (size_t i = 0; order && i < order->event_count; i++)
        if (order->events[i].stage == STAGE_DELIVERED && order->events[i].at <= inquiry->at) return true;
    return reading->signs.delivered_said;
}

static struct span wish_span(const struct scan_text *scan, const struct wish *wish)
{
    if (wish->last <= wish->first) return (struct span){0};
    return (struct span){scan->tokens[wish->first].start, scan->tokens[wish->last - 1].end};
}

static const struct item *item_at(const struct scan_text *scan, int item)
{
    const struct order *order = scan->inquiry->order;
    return order && item >= 0 && (size_t)item < order->item_count ? &order->items[item] : NULL;
}

static bool same_place(const struct requested_change *change, const struct target *target)
{
    return change->item == target->item && change->piece == target->piece &&
           str_eq_nocase(change->field, target->field);
}

static struct requested_change *earlier_change(struct change_list *list, const struct target *target)
{
    for (size_t i = 0; target->found && i < list->count; i++)
        if (same_place(&list->items[i], target)) return &list->items[i];
    return NULL;
}

static bool checks_text(const struct target *target)
{
    enum field_family family = field_kind_family(target->kind);
    return family != FAMILY_PHOTO && family != FAMILY_DELIVERY && family != FAMILY_ORDER;
}

/* The value as it will be kept: the store's own spelling of a choice, else normal form C. */
static struct str canonical(const struct scan_text *scan, const struct target *target, struct str value)
{
    const struct str *choice = rule_choice_within(target->rule, value);
    return choice ? *choice : text_nfc(scan->arena, value);
}

static void judge(const struct scan_text *scan, const struct target *target, struct requested_change *change)
{
    if (change->fault != SPEC_NONE || !change->new_value.len) return;
    change->new_value = canonical(scan, target, change->new_value);
    if (checks_text(target))
        change->fault = spec_check(scan->arena, scan->store, item_at(scan, change->item), change->field,
                                   change->new_value, &change->fault_detail);
}

/* A second change of the same text goes on from the first; two different ones for the same text are a question. */
static bool merge_change(const struct scan_text *scan, const struct wish *wish, struct target *target,
                         struct requested_change *earlier, bool edited)
{
    bool whole = wish->edit == EDIT_SET && !value_given(&wish->old) && !wish->ordinal;
    if (whole && edited && earlier->fault == SPEC_NONE) {
        earlier->fault = edit_apply(scan, wish, target, &earlier->new_value, &earlier->old_value);
        judge(scan, target, earlier);
        return true;
    }
    if (earlier->fault != SPEC_NONE || whole) {
        struct str fresh, old;
        if (edit_apply(scan, wish, target, &fresh, &old) == SPEC_NONE && text_same(fresh, earlier->new_value))
            return true;
        if (earlier->fault == SPEC_MISSING || earlier->fault == SPEC_UNCLEAR) return false;
        earlier->fault = SPEC_UNCLEAR;
        earlier->new_value = (struct str){0};
        return true;
    }
    target->current = earlier->new_value;
    struct str fresh, old;
    enum spec_fault fault = edit_apply(scan, wish, target, &fresh, &old);
    if (fault != SPEC_NONE && value_given(&wish->fresh) &&
        text_find_words(earlier->new_value, text_of(scan, &wish->fresh)) != TEXT_NOWHERE)
        return true;
    earlier->fault = fault;
    earlier->new_value = fresh;
    judge(scan, target, earlier);
    return true;
}

/* A quantity in digits, with the present one of the item. */
static void count_change(const struct scan_text *scan, const struct wish *wish,
                         struct requested_change *change)
{
    const struct item *item = item_at(scan, change->item);
    if (item) change->old_value = arena_printf(scan->arena, "%d", item->quantity);
    for (size_t i = 0; change->new_value.len && i < scan->count; i++)
        if (scan->tokens[i].start == wish->fresh.span.start && token_is(&scan->tokens[i], W_COUNT))
            change->new_value = arena_printf(scan->arena, "%d", scan->tokens[i].detail);
}

static bool has_digit(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9') return true;
    return false;
}

/* A bare colour or size is never the text of a piece. */
static bool is_look(const struct scan_text *scan, const struct wish *wish, const struct target *target,
                    enum field_kind *out)
{
    if (wish->edit != EDIT_SET || wish->field != FIELD_KIND_NONE || wish->fresh.quoted ||
        field_kind_family(target->kind) != FAMILY_TEXT)
        return false;
    for (size_t i = 0; i < scan->count; i++) {
        const struct token *token = &scan->tokens[i];
        if (token->start != wish->fresh.span.start || token->end != wish->fresh.span.end || token->capital)
            continue;
        if (!token_is(token, W_COLOUR) && !token_is(token, W_SIZE)) continue;
        *out = token_is(token, W_COLOUR) ? FIELD_KIND_COLOUR : FIELD_KIND_SIZE;
        return true;
    }
    return false;
}

static void add_change(struct change_list *list, const struct wish *wish)
{
    const struct scan_text *scan = list->scan;
    struct target target;
    target_find(scan, wish, &target);
    struct wish look = *wish;
    if (is_look(scan, wish, &target, &look.field)) {
        wish = &look;
        target_find(scan, wish, &target);
    }
    struct requested_change *earlier = earlier_change(list, &target);
    if (earlier && merge_change(scan, wish, &target, earlier, list->edited[earlier - list->items])) return;
    if (!earlier && list->count >= CHANGES_MAX) return;
    struct requested_change change = {
        .item = target.item, .piece = target.piece, .field = target.field, .evidence = wish_span(scan, wish)};
    change.fault = edit_apply(scan, wish, &target, &change.new_value, &change.old_value);
    if (target.ambiguous && change.fault == SPEC_NONE) change.fault = SPEC_UNCLEAR;
    bool same = wish->edit == EDIT_SET && !value_given(&wish->old) && target.found && !target.ambiguous &&
                str_eq(change.new_value, target.current);
    if (same) return; /* "the ring in size 9" is what they have */
    bool placeless = wish->edit == EDIT_SET && wish->field == FIELD_KIND_ADDRESS &&
                     !has_digit(change.new_value) && !wish->fresh.quoted;
    if (placeless && target.kind == FIELD_KIND_ADDRESS && change.fault == SPEC_NONE) {
        change.fault = SPEC_MISSING; /* "my work address" */
        change.new_value = (struct str){0};
    }
    if (wish->unsure) {
        change.fault = SPEC_UNCLEAR;
        change.new_value = (struct str){0};
    }
    if (wish->field == FIELD_KIND_QUANTITY) count_change(scan, wish, &change);
    judge(scan, &target, &change);
    if (earlier)
        *earlier = change;
    else
        *ARENA_PUSH(scan->arena, list->items, list->count, list->cap) = change;
    list->edited[earlier ? earlier - list->items : (ptrdiff_t)list->count - 1] = wish->edit != EDIT_SET;
}

/* ---- photos ---- */

static const struct attachment *first_photo(const struct inquiry *inquiry)
{
    for (size_t i = 0; i < inquiry->attachment_count; i++)
        if (attachment_is_photo(&inquiry->attachments[i])) return &inquiry->attachments[i];
    return NULL;
}

static bool takes_photo(const struct scan_text *scan)
{
    const struct order *order = scan->inquiry->order;
    for (size_t i = 0; order && i < order->item_count; i++)
        for (size_t f = 0; f < order->items[i].field_count; f++)
            if (field_kind_of(scan->arena, order->items[i].fields[f].name) == FIELD_KIND_PHOTO) return true;
    return !order;
}

/* The sentence that asks for another photo: "use the attached photo instead", 换张照片. */
static bool photo_wish(const struct scan_text *scan, struct wish *out)
{
    static const enum word_class asks[] = {W_CHANGE,  W_USE,  W_INSTEAD, W_ATTACHED, W_BECOME,
                                           W_REPLACE, W_WANT, W_NOW,     W_ADD};
    if (!takes_photo(scan)) return false;
    for (size_t first = 0; first < scan->count;) {
        size_t last = first, photo = SIZE_MAX;
        bool asked = false;
        for (; last < scan->count && scan->tokens[last].kind != TOKEN_STOP; last++) {
            const struct token *token = &scan->tokens[last];
            if (token_is(token, W_FIELD) && token->detail == FIELD_KIND_PHOTO) photo = last;
            for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) asked = asked || token_is(token, asks[i]);
        }
        if (photo != SIZE_MAX && asked) {
            *out = (struct wish){.edit = EDIT_PHOTO,
                                 .field = FIELD_KIND_PHOTO,
                                 .first = first,
                                 .last = last,
                                 .scope_first = first,
                                 .scope_last = last,
                                 .letters = -1,
                                 .place = -1,
                                 .strong = true};
            return true;
        }
        first = last + 1;
    }
    return false;
}

static void add_photo(struct change_list *list, const struct wish *wish)
{
    const struct scan_text *scan = list->scan;
    const struct attachment *photo = first_photo(scan->inquiry);
    struct target target;
    target_find(scan, wish, &target);
    struct requested_change change = {.item = target.item,
                                      .piece = target.piece,
                                      .field = target.field,
                                      .old_value = target.current,
                                      .evidence = wish_span(scan, wish),
                                      .fault = SPEC_MISSING};
    if (photo) {
        const struct field_rule *rule = spec_rule(scan->store, item_at(scan, target.item), target.field);
        change.new_value = photo->name;
        change.fault = spec_check_photo(scan->arena, rule, photo, &change.fault_detail);
        if (change.fault == SPEC_NONE && target.ambiguous) change.fault = SPEC_UNCLEAR;
    }
    if (list->count < CHANGES_MAX) *ARENA_PUSH(scan->arena, list->items, list->count, list->cap) = change;
}

/* ---- quantities ---- */

/* The quotation that says what the further piece is to carry: "one more mug, with "Grandad" on it". It ends where the
 * next wish begins. `scan->count` where there is none. */
static size_t quote_of_more(const struct scan_text *scan, const struct wish *wish)
{
    enum { NEAR = 25 };
    for (size_t at = wish->last; at < scan->count && at < wish->last + NEAR; at++) {
        const struct token *token = &scan->tokens[at];
        if (token->kind == TOKEN_QUOTE) return at;
        bool next_wish = token_is(token, W_CHANGE) || token_is(token, W_BECOME) || token_is(token, W_INSTEAD);
        if (next_wish && !token->capital) break;
    }
    return scan->count;
}

/* "one more mug", 再加一个: a greater quantity of an item, or an item more where it is to differ. What it said is in
 * `out_span`. */
static void add_more(struct change_list *list, const struct wish *wish, struct span *out_span)
{
    const struct scan_text *scan = list->scan;
    size_t quote = quote_of_more(scan, wish);
    bool different = quote < scan->count;
    size_t last = different ? quote + 1 : wish->last;
    struct wish asked = *wish;
    asked.field = FIELD_KIND_QUANTITY;
    struct target target;
    target_find(scan, &asked, &target);
    const struct item *item = item_at(scan, target.item);
    size_t count = scan_find(scan, W_BIT(W_COUNT), wish->first, wish->last);
    int more = count < wish->last ? scan->tokens[count].detail : 1;
    struct requested_change change = {.item = target.item, .piece = -1, .evidence = wish_span(scan, wish)};
    if (item && !different) {
        change.field = STR("quantity");
        change.old_value = arena_printf(scan->arena, "%d", item->quantity);
        change.new_value = arena_printf(scan->arena, "%d", item->quantity + more);
    } else {
        change.field = STR("item");
        change.evidence.end = scan->tokens[last - 1].end;
        change.new_value = scan_slice(scan, change.evidence.start, change.evidence.end);
    }
    *out_span = (struct span){scan->tokens[wish->first].start, scan->tokens[last - 1].end};
    if (list->count < CHANGES_MAX) *ARENA_PUSH(scan->arena, list->items, list->count, list->cap) = change;
}

/* ---- all together ---- */

static void drop_wish(struct wish_list *list, size_t at)
{
    memmove(&list->items[at], &list->items[at + 1], (list->count - at - 1) * sizeof list->items[0]);
    list->count--;
}

/* Takes out the wishes that `keep` does not hold. */
static void drop_within(const struct scan_text *scan, struct wish_list *list, struct span span)
{
    for (size_t i = 0; i < list->count;) {
        struct span own = list->items[i].fresh.span;
        bool delivery = list->items[i].edit == EDIT_SET && list->items[i].field == FIELD_KIND_ADDRESS;
        if (delivery || (own.start < span.end && span.start < own.end && value_given(&list->items[i].fresh)))
            drop_wish(list, i);
        else
            i++;
    }
    (void)scan;
}

static struct span concern_span(const struct reading *reading, enum concern concern)
{
    for (size_t i = 0; i < reading->concern_count; i++)
        if (reading->concerns[i].concern == concern) return reading->concerns[i].evidence;
    return (struct span){0};
}

static bool span_holds(struct span span, struct span part)
{
    return span.end > span.start && part.start < span.end && span.start < part.end;
}

/* Where a message complains of one piece and asks to change another, each wish belongs to the concern in whose
 * evidence it stands. */
static void keep_of_concern(const struct scan_text *scan, struct wish_list *list, enum concern own,
                            enum concern other)
{
    struct span mine = concern_span(scan->reading, own), theirs = concern_span(scan->reading, other);
    for (size_t i = 0; i < list->count;) {
        struct span span = wish_span(scan, &list->items[i]);
        if (span_holds(theirs, span) && !span_holds(mine, span))
            drop_wish(list, i);
        else
            i++;
    }
}

static bool has_new(const struct wish_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].edit != EDIT_SET || value_given(&list->items[i].fresh)) return true;
    return false;
}

/* The field that a bare announcement names, by its nearness to the word for changing. */
static struct wish announcement(const struct scan_text *scan)
{
    struct wish wish = {
        .edit = EDIT_ANNOUNCE, .last = scan->count, .scope_last = scan->count, .letters = -1, .place = -1};
    size_t change = scan_find(scan, W_BIT(W_CHANGE), 0, scan->count);
    if (change == scan->count) change = 0;
    for (size_t i = change; i < scan->count; i++)
        if (token_is(&scan->tokens[i], W_FIELD) && scan->tokens[i].kind != TOKEN_QUOTE) {
            wish.field = (enum field_kind)scan->tokens[i].detail;
            break;
        }
    for (size_t i = change; wish.field == FIELD_KIND_NONE && i > 0; i--)
        if (token_is(&scan->tokens[i - 1], W_FIELD) && scan->tokens[i - 1].kind != TOKEN_QUOTE)
            wish.field = (enum field_kind)scan->tokens[i - 1].detail;
    if (scan->reading->signs.for_address && field_kind_family(wish.field) != FAMILY_DELIVERY)
        wish.field = FIELD_KIND_ADDRESS;
    return wish;
}

static void announce(struct change_list *list, enum spec_fault fault)
{
    const struct scan_text *scan = list->scan;
    struct wish wish = announcement(scan);
    struct target target;
    target_find(scan, &wish, &target);
    size_t change = scan_find(scan, W_BIT(W_CHANGE), 0, scan->count);
    struct span evidence = change < scan->count
                               ? (struct span){scan->tokens[change].start, scan->tokens[change].end}
                               : concern_span(scan->reading, CONCERN_CHANGE);
    *ARENA_PUSH(scan->arena, list->items, list->count, list->cap) =
        (struct requested_change){.item = target.item,
                                  .piece = target.piece,
                                  .field = target.field,
                                  .old_value = target.current,
                                  .evidence = evidence,
                                  .fault = fault};
}

static bool wants_more(const struct wish_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].edit == EDIT_MORE) return true;
    return false;
}

static void read_changes(struct scan_text *scan, struct reading *out)
{
    struct change_list changes = {.scan = scan};
    struct wish_list list;
    struct wish address, photo, guess;
    match_phrases(scan, &list);
    if (has_concern(out, CONCERN_CHANGE) && has_concern(out, CONCERN_WRONG_SPEC))
        keep_of_concern(scan, &list, CONCERN_CHANGE, CONCERN_WRONG_SPEC);
    settle_wishes(scan, &list);
    bool to_address = address_read(scan, &address);
    if (to_address) drop_within(scan, &list, address.fresh.span);
    bool to_photo = photo_wish(scan, &photo);
    bool more = wants_more(&list);
    if (!has_new(&list) && !to_address && !to_photo && !more && guess_wish(scan, &guess))
        list.items[list.count++ % WISHES_MAX] = guess;
    struct change_list pieces = {.scan = scan};
    struct span further = {0};
    for (size_t i = 0; i < list.count; i++)
        if (list.items[i].edit == EDIT_MORE) add_more(&pieces, &list.items[i], &further);
    for (size_t i = 0; i < list.count; i++) {
        const struct wish *wish = &list.items[i];
        bool half = wish->edit == EDIT_SET && !value_given(&wish->fresh);
        bool of_photo = to_photo && field_kind_family(wish->field) == FAMILY_PHOTO;
        bool of_more = more && wish->edit == EDIT_SET && value_given(&wish->fresh) &&
                       wish->fresh.span.start >= further.start && wish->fresh.span.end <= further.end;
        if (wish->edit != EDIT_MORE && !half && !of_photo && !of_more) add_change(&changes, wish);
    }
    for (size_t i = 0; i < pieces.count && changes.count < CHANGES_MAX; i++)
        *ARENA_PUSH(scan->arena, changes.items, changes.count, changes.cap) = pieces.items[i];
    if (to_address) add_change(&changes, &address);
    if (to_photo) add_photo(&changes, &photo);
    if (changes.count == 0 && has_concern(out, CONCERN_CHANGE))
        announce(&changes, list.count ? SPEC_UNCLEAR : SPEC_MISSING);
    out->changes = changes.items;
    out->change_count = changes.count;
}

/* wrong_spec: only what they state the piece reads. */
static void read_wrong(struct scan_text *scan, struct reading *out)
{
    struct wish_list list;
    scan->report = true;
    match_phrases(scan, &list);
    if (has_concern(out, CONCERN_CHANGE)) keep_of_concern(scan, &list, CONCERN_WRONG_SPEC, CONCERN_CHANGE);
    settle_wishes(scan, &list);
    scan->report = false;
    for (size_t i = 0; i < list.count; i++) {
        const struct wish *wish = &list.items[i];
        if (wish->edit != EDIT_SET) continue;
        if (value_given(&wish->old) && !out->wrong_reading.len) {
            out->wrong_reading = text_of(scan, &wish->old);
            out->wrong_reading_span = wish->old.span;
            if (value_given(&wish->fresh)) out->wanted_reading = text_of(scan, &wish->fresh);
        }
        if (wish->strong && value_given(&wish->fresh) && !out->wanted_reading.len)
            out->wanted_reading = text_of(scan, &wish->fresh);
    }
}

void facts_read_spec(struct arena *arena, const struct inquiry *inquiry, const struct store *store,
                     struct reading *out)
{
    bool change = has_concern(out, CONCERN_CHANGE), wrong = has_concern(out, CONCERN_WRONG_SPEC);
    bool answer = has_concern(out, CONCERN_ANSWER) &&
                  (inquiry->awaiting == AWAITING_CONFIRM_CHANGE || inquiry->awaiting == AWAITING_FACTS);
    bool delivered = is_delivered(inquiry, out);
    if (!change && !wrong && !answer) return;
    struct scan_text scan;
    scan_text(arena, inquiry, store, out, &scan);
    if (wrong) read_wrong(&scan, out);
    scan.report = wrong && !change;
    if (change || answer || (wrong && !delivered)) read_changes(&scan, out);
}
