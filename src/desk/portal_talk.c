/* What was said about an order, and what became of its changes, as the customer may see it; see portal_page.h. */
#include <stdlib.h>

#include "desk/portal_page.h"
#include "store/ticket.h"

enum { TICKETS_MOST = 30 };

/* ---- what was said ---- */

static bool is_own(const struct unit *unit, const struct portal_page *page, struct str from)
{
    const struct person *person = &page->customer.person;
    struct str address = address_fold(unit->arena, from);
    if (str_eq(address, page->visit->address)) return true;
    bool own = str_eq(address_fold(unit->arena, person->email), address);
    for (size_t i = 0; i < person->email_count; i++)
        own = own || str_eq(address_fold(unit->arena, person->emails[i]), address);
    return own && !page->visit->recipient;
}

static int tell(const struct unit *unit, struct portal_page *page, const struct ticket *ticket, size_t *cap,
                struct err *err)
{
    struct message *messages;
    size_t count;
    if (message_list_told(unit, &ticket->id, &messages, &count, err) < 0) return -1;
    for (size_t i = 0; i < count; i++) {
        const struct message *message = &messages[i];
        bool theirs = message->author == AUTHOR_CUSTOMER;
        if (message->erased || (theirs && !is_own(unit, page, message->from))) continue;
        *ARENA_PUSH(unit->arena, page->talk, page->talk_count, *cap) =
            (struct portal_line){.ticket = ticket->id,
                                 .at = message->at,
                                 .theirs = theirs,
                                 .automatic = message->author == AUTHOR_SYSTEM,
                                 .text = message->body,
                                 .files = (int)message->attachment_count};
    }
    return 0;
}

static int by_time(const void *left, const void *right)
{
    const struct portal_line *a = left, *b = right;
    if (a->at != b->at) return a->at < b->at ? -1 : 1;
    return b->theirs - a->theirs; /* what is answered comes before the answer */
}

/* Conversations that were begun from an address of whoever looks. */
static int read_talk(const struct unit *unit, struct portal_page *page, struct err *err)
{
    struct ticket_filter filter = {.order = page->visit->order, .most = TICKETS_MOST};
    struct ticket *tickets = ARENA_ARRAY(unit->arena, TICKETS_MOST, struct ticket);
    int count;
    size_t cap = 0;
    page->talk = NULL;
    page->talk_count = 0;
    if (ticket_list(unit, &filter, tickets, &count, err) < 0) return -1;
    for (int i = 0; i < count; i++)
        if (is_own(unit, page, tickets[i].from) && tell(unit, page, &tickets[i], &cap, err) < 0) return -1;
    if (page->talk_count) qsort(page->talk, page->talk_count, sizeof *page->talk, by_time);
    if (page->talk_count > TALK_MOST) {
        page->talk += page->talk_count - TALK_MOST;
        page->talk_count = TALK_MOST;
    }
    return 0;
}

/* ---- what became of changes ---- */

/* A no by the rule book stands at once; the customer reads it when the letter has left that says why. */
static bool is_told(const struct portal_page *page, const struct change_request *change)
{
    if (change->state != CHANGE_DECLINED || id_is_none(&change->ticket) ||
        str_eq(change->reason, REASON_BY_DESK))
        return true;
    for (size_t i = 0; i < page->talk_count; i++)
        if (!page->talk[i].theirs && id_eq(&page->talk[i].ticket, &change->ticket) &&
            page->talk[i].at >= change->settled_at)
            return true;
    return false;
}

static int last_first(const void *left, const void *right)
{
    const struct change_request *a = left, *b = right;
    return a->settled_at == b->settled_at ? 0 : a->settled_at > b->settled_at ? -1 : 1;
}

static int read_settled(const struct unit *unit, struct portal_page *page, struct err *err)
{
    struct change_filter filter = {.order = page->visit->order, .most = SETTLED_MOST};
    struct change_request *list = ARENA_ARRAY(unit->arena, SETTLED_MOST, struct change_request);
    int count;
    if (change_list(unit, &filter, list, &count, err) < 0) return -1;
    page->settled = list;
    page->settled_count = 0;
    for (int i = 0; i < count; i++)
        if (state_is_final(MACHINE_CHANGE, (int)list[i].state) && is_told(page, &list[i]))
            list[page->settled_count++] = list[i];
    if (page->settled_count) qsort(list, page->settled_count, sizeof *list, last_first);
    return 0;
}

int portal_talk_read(const struct unit *unit, struct portal_page *page, struct err *err)
{
    return read_talk(unit, page, err) < 0 ? -1 : read_settled(unit, page, err);
}
