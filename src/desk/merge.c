/* A ticket merged into another one; see merge.h. */
#include "desk/merge.h"

static instant_t earlier(instant_t left, instant_t right)
{
    if (left == INSTANT_NONE) return right;
    return right == INSTANT_NONE || left < right ? left : right;
}

/* The words for what there is, the gravest first; one that is not known is the least of all. */
static int gravity(struct str name)
{
    enum concern concern;
    return concern_from_name(name, &concern) < 0 ? CONCERN_COUNT : (int)concern;
}

static bool has_word(struct str words, struct str word)
{
    struct str one;
    while (str_next_part(&words, ' ', &one))
        if (str_eq(one, word)) return true;
    return false;
}

static void add_further(struct arena *arena, struct ticket *into, struct str word)
{
    if (!word.len || str_eq(word, into->concern) || has_word(into->further, word)) return;
    into->further = into->further.len ? ARENA_JOIN(arena, into->further, STR(" "), word) : word;
}

/* The graver concern leads; all the others stand behind it, each once. */
static void take_concerns(struct arena *arena, const struct ticket *source, struct ticket *into)
{
    const struct ticket own = *into;
    if (gravity(source->concern) < gravity(own.concern)) {
        into->concern = source->concern;
        into->confidence = source->confidence;
        into->action = source->action;
        into->further = (struct str){0};
    }
    struct str all[] = {own.concern, own.further, source->concern, source->further}, word;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        while (str_next_part(&all[i], ' ', &word)) add_further(arena, into, word);
}

/* From resolved the table leads to waiting by way of open alone. */
static int wake(struct ticket *into, enum ticket_state state, struct err *err)
{
    if (into->state == TICKET_OPEN || into->state == state) return 0;
    return ticket_step(into, TICKET_OPEN, err) < 0 ? -1 : ticket_step(into, state, err);
}

/* What nobody has answered yet, or what the customer has yet to answer. */
static int take_work(const struct unit *unit, const struct ticket *source, struct ticket *into,
                     struct err *err)
{
    if (source->state == TICKET_RESOLVED) return 0;
    if (source->state == TICKET_OPEN)
        into->received_at = into->state == TICKET_OPEN ? earlier(into->received_at, source->received_at)
                                                       : source->received_at;
    if (wake(into, source->state, err) < 0) return -1;
    into->escalated = into->escalated || source->escalated;
    into->due_at = earlier(into->due_at, source->due_at);
    if (into->state == TICKET_OPEN && into->due_at == INSTANT_NONE) into->due_at = unit->now;
    if (into->first_response_at == INSTANT_NONE)
        into->first_due_at = earlier(into->first_due_at, source->first_due_at);
    if (id_is_none(&into->assignee)) into->assignee = source->assignee;
    take_concerns(unit->arena, source, into);
    return 0;
}

static void take_order(const struct ticket *source, struct ticket *into)
{
    if (id_is_none(&into->order)) {
        into->order = source->order;
        if (id_is_none(&into->customer)) into->customer = source->customer;
    }
    if (into->awaiting == AWAITING_NOTHING && id_eq(&into->order, &source->order))
        into->awaiting = source->awaiting;
}

static void take_last_words(const struct ticket *source, struct ticket *into)
{
    into->contacts += source->contacts;
    if (source->last_at <= into->last_at) return;
    into->last_at = source->last_at;
    into->last_author = source->last_author;
    into->channel = source->channel;
    into->snippet = source->snippet;
}

int merge_tickets(const struct unit *unit, struct ticket *source, struct ticket *into, struct err *err)
{
    if (source->state == TICKET_MERGED)
        return err_set(err, ERR_CONFLICT, "the ticket is merged into another one already");
    if (into->state == TICKET_MERGED)
        return err_set(err, ERR_CONFLICT, "/into: that ticket is merged into another one itself");
    take_order(source, into);
    if (take_work(unit, source, into, err) < 0) return -1;
    take_last_words(source, into);
    if (ticket_step(source, TICKET_MERGED, err) < 0 ||
        ticket_move_merged(unit, &source->id, &into->id, err) < 0)
        return -1;
    source->merged_into = into->id;
    source->due_at = INSTANT_NONE;
    return 0;
}
