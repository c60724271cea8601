/* Places complaints on the pieces of an order clause by clause: "the wallet is late and the necklace came broken".
 *
 * A sentence that names two pieces tells neither which of them a concern is about nor, now and then, that it holds a
 * second complaint. Its clauses do: each names one piece, and its words say what is wrong with it. */
#include "engine/meaning.h"
#include "engine/spec.h"

enum { CLAUSES_MAX = 64 };
static const uint32_t told_complaints = UINT32_C(1) << CONCERN_DAMAGED | UINT32_C(1) << CONCERN_WRONG_SPEC |
                                        UINT32_C(1) << CONCERN_NOT_RECEIVED | UINT32_C(1) << CONCERN_DELAY;
/* What is added where the model has not seen it: only what words alone can tell. */
static const uint32_t plain_complaints = UINT32_C(1) << CONCERN_DAMAGED | UINT32_C(1) << CONCERN_DELAY;

struct told_part {
    struct span span;
    int item;   /* named in it, or in the clauses before it; ALL_ITEMS: none */
    bool names; /* it names its item itself */
    uint32_t complaints;
};

struct told_parts {
    struct told_part items[CLAUSES_MAX];
    size_t count;
};

static bool parts_clauses(const struct scan_text *scan, size_t at)
{
    static const struct str words[] = {STR_INIT("and"),  STR_INIT("but"),     STR_INIT("while"),
                                       STR_INIT("plus"), STR_INIT("whereas"), STR_INIT("而"),
                                       STR_INIT("但"),   STR_INIT("但是"),    STR_INIT("另外")};
    const struct token *token = &scan->tokens[at];
    if (token->kind == TOKEN_STOP || token_is(token, W_COMMA)) return true;
    struct str word = scan_slice(scan, token->start, token->end);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (token->kind != TOKEN_QUOTE && str_eq_nocase(words[i], word)) return true;
    return false;
}

/* A clause without a piece of its own goes on about the one before: "the wallet is still not here, it's late". */
static void add_clause(const struct scan_text *scan, size_t first, size_t last, struct told_parts *out)
{
    if (first >= last || out->count == CLAUSES_MAX) return;
    struct span span = {scan->tokens[first].start, scan->tokens[last - 1].end};
    int item = item_named(scan, first, last);
    bool names = item != ALL_ITEMS;
    if (!names && out->count) item = out->items[out->count - 1].item;
    out->items[out->count++] =
        (struct told_part){span, item, names, meaning_complaints(scan->arena, scan->store, scan->text, span)};
}

/* "Both the wallet" and …: a name alone says nothing yet, and belongs to what follows. */
static bool is_bare_name(const struct scan_text *scan, size_t first, size_t last)
{
    enum { LONGEST_NAME = 5 };
    if (last - first > LONGEST_NAME || first == last) return false;
    const struct token *head = &scan->tokens[first];
    bool begins = token_is(head, W_DET) || token_is(head, W_PRODUCT) ||
                  str_eq_nocase(scan_slice(scan, head->start, head->end), STR("both"));
    return begins && !head->han && token_is(&scan->tokens[last - 1], W_PRODUCT);
}

static void read_clauses(const struct scan_text *scan, struct told_parts *out)
{
    size_t first = 0;
    out->count = 0;
    for (size_t i = 0; i <= scan->count; i++) {
        if (i < scan->count && (!parts_clauses(scan, i) || is_bare_name(scan, first, i))) continue;
        add_clause(scan, first, i, out);
        first = i + 1;
    }
}

static uint32_t bit(enum concern concern)
{
    return UINT32_C(1) << concern;
}

/* The only clause, or the clauses of the only piece, that speak of this complaint; NULL where there are several. */
static const struct told_part *only_piece(const struct told_parts *clauses, enum concern concern)
{
    const struct told_part *only = NULL;
    for (size_t i = 0; i < clauses->count; i++) {
        const struct told_part *clause = &clauses->items[i];
        if (!(clause->complaints & bit(concern)) || clause->item == ALL_ITEMS) continue;
        if (only && only->item != clause->item) return NULL;
        if (!only) only = clause;
    }
    return only;
}

static uint32_t found_concerns(const struct reading *reading)
{
    uint32_t found = 0;
    for (size_t i = 0; i < reading->concern_count; i++) found |= bit(reading->concerns[i].concern);
    return found;
}

static bool is_spoken_for(const struct reading *reading, int item)
{
    for (size_t i = 0; i < reading->concern_count; i++)
        if (reading->concerns[i].item == item || reading->concerns[i].item == ALL_ITEMS) return true;
    return false;
}

/* Keeps the order of gravity, which is that of the concerns. */
static void insert_concern(const struct scan_text *scan, struct reading *out, struct concern_found found)
{
    struct concern_found *list = ARENA_ARRAY(scan->arena, out->concern_count + 1, struct concern_found);
    size_t at = 0;
    while (at < out->concern_count && out->concerns[at].concern < found.concern) at++;
    memcpy(list, out->concerns, at * sizeof *list);
    list[at] = found;
    memcpy(list + at + 1, out->concerns + at, (out->concern_count - at) * sizeof *list);
    out->concerns = list;
    out->concern_count++;
}

/* Another piece is complained of in the sentence of a complaint that was found: as sure as that sentence. */
static void add_unseen(const struct scan_text *scan, const struct told_parts *clauses, struct reading *out)
{
    for (size_t i = 0; i < clauses->count; i++) {
        const struct told_part *clause = &clauses->items[i];
        uint32_t unseen = clause->complaints & plain_complaints & ~found_concerns(out);
        if (!clause->names || !unseen || is_spoken_for(out, clause->item)) continue;
        enum concern concern = unseen & bit(CONCERN_DAMAGED) ? CONCERN_DAMAGED : CONCERN_DELAY;
        struct concern_found found = {concern, out->concerns[0].confidence, clause->span, clause->item};
        insert_concern(scan, out, found);
    }
}

/* "Leave out the small one, and the big one should say …": a piece that is dropped beside one that is changed. */
static void add_dropped(const struct scan_text *scan, const struct told_parts *clauses, struct reading *out)
{
    const struct told_part *dropped = NULL, *changed = NULL;
    for (size_t i = 0; i < clauses->count; i++) {
        const struct told_part *clause = &clauses->items[i];
        uint32_t told = clause->complaints & (bit(CONCERN_CANCEL) | bit(CONCERN_CHANGE));
        if (clause->names && told == bit(CONCERN_CANCEL)) dropped = clause;
        if (clause->names && told == bit(CONCERN_CHANGE)) changed = clause;
    }
    if (!dropped || !changed || dropped->item == changed->item) return;
    out->meant_count = 0; /* it is both, each of its own piece */
    if (found_concerns(out) & bit(CONCERN_CANCEL)) return;
    for (size_t i = 0; i < out->concern_count; i++) {
        struct concern_found *found = &out->concerns[i];
        if (found->concern != CONCERN_CHANGE) continue;
        found->item = changed->item;
        found->evidence = changed->span;
        insert_concern(
            scan, out,
            (struct concern_found){CONCERN_CANCEL, found->confidence, dropped->span, dropped->item});
        return;
    }
}

void place_complaints(const struct scan_text *scan, struct reading *out)
{
    struct told_parts clauses;
    uint32_t found_all = found_concerns(out);
    bool change = found_all & bit(CONCERN_CHANGE);
    if (scan->inquiry->order->item_count < 2 || !((found_all & told_complaints) || change)) return;
    read_clauses(scan, &clauses);
    if (change) add_dropped(scan, &clauses, out);
    if (!(found_all & told_complaints)) return;
    bool any = false;
    for (size_t i = 0; i < out->concern_count; i++) {
        struct concern_found *found = &out->concerns[i];
        if (!(bit(found->concern) & told_complaints)) continue;
        const struct told_part *clause = only_piece(&clauses, found->concern);
        if (clause && (found->item == ALL_ITEMS || (clause->names && found->item != clause->item))) {
            found->item = clause->item;
            found->evidence = clause->span;
        }
        any = any || found->item != ALL_ITEMS;
    }
    if (any) add_unseen(scan, &clauses, out);
}
