/* The order's page as the engine sees it; see order_page.h. */
#include "engine/order_page.h"

#include "engine/compose_context.h"
#include "engine/compose_notices.h"
#include "engine/decide.h"

#define X(id, concern) concern,
static const enum concern concerns[ASK_COUNT] = {ASKS(X)};
#undef X

/* ---- what the table says ---- */

static struct decision decide_ask(struct matter *matter, enum ask ask, int item)
{
    struct concern_found *found = ARENA_NEW(matter->arena, struct concern_found);
    struct decision decision;
    *found = (struct concern_found){.concern = concerns[ask], .confidence = 1, .item = item};
    struct question question = {.matter = matter,
                                .found = found,
                                .ruled_as = concerns[ask],
                                .view = &matter->views[item],
                                .item = item};
    matter->reading.signs.for_address = ask == ASK_ADDRESS;
    decide_question(&question, &decision);
    matter->reading.signs.for_address = false;
    return decision;
}

/* What comes of asking: it goes its way, a person has to look at it, or it is no use. */
static const struct {
    enum action action;
    bool person;
} ways[] = {
    {ACTION_CONFIRM_CHANGE, false},      {ACTION_ASK_NEW_SPEC, false},
    {ACTION_ASK_STUDIO, true},           {ACTION_HAND_OVER, true},
    {ACTION_CANCEL_ORDER, false},        {ACTION_OFFER_CANCEL_FEE, true},
    {ACTION_OFFER_CANCEL_REORDER, true},
};

static void judge_outcome(const struct decision *decision, bool cancelled, struct order_page_ask *out)
{
    *out = (struct order_page_ask){
        .action = decision->action, .reason = decision->reason, .since = INSTANT_NONE};
    if (cancelled) out->reason = STR("cancelled");
    for (size_t i = 0; !cancelled && i < sizeof ways / sizeof *ways; i++) {
        if (ways[i].action != decision->action) continue;
        out->allowed = true;
        out->person = ways[i].person;
    }
}

/* When what the reason tells of came about. */
static instant_t since_of(const struct item_view *view, struct str reason)
{
    const struct item_life *life = &view->estimate.life;
    if (str_is(reason, "production_begun") || str_is(reason, "window_waived"))
        return life->began[STAGE_PRODUCTION];
    if (str_is(reason, "shipped"))
        return life->began[life->stage == STAGE_DELIVERED ? STAGE_DELIVERED : STAGE_SHIPPED];
    if (str_is(reason, "cancelled")) return life->began[STAGE_CANCELLED];
    if (str_is(reason, "window_closed") || str_is(reason, "late_denied")) return view->window.closes_at;
    return INSTANT_NONE;
}

/* ---- in words ---- */

/* Sentences on a page are text: the marks that protect words from Markdown go again. */
static struct str as_plain(struct arena *arena, struct str markdown)
{
    char *plain = arena_alloc(arena, markdown.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < markdown.len; i++) {
        if (markdown.ptr[i] == '\\' && i + 1 < markdown.len) i++;
        plain[len++] = markdown.ptr[i] == '\n' ? ' ' : markdown.ptr[i];
    }
    return str_trim(str_of_len(plain, len));
}

static int write_why_not(struct composer *composer, struct matter *matter, int item, enum ask ask,
                         struct order_page_ask *out, struct err *err)
{
    for (int lang = 0; lang < LANG_COUNT; lang++) {
        struct letter letter;
        struct str markdown;
        letter_init(&letter, composer, matter, (size_t)lang, matter->arena);
        struct value values = letter_about(&letter, item), decision = value_object();
        put_text(&letter, &decision, "reason", out->reason);
        put_text(&letter, &decision, "concern", concern_name(concerns[ask]));
        value_put(letter.arena, &values, STR("decision"), decision);
        day_t since = out->since == INSTANT_NONE ? DAY_NONE : zone_day(matter->store->zone, out->since);
        put_text(&letter, &values, "since", letter_day(&letter, since));
        if (letter_render(&letter, STR("page/refused"), &values, &markdown, err) < 0) return -1;
        out->why_not[lang] = as_plain(matter->arena, markdown);
    }
    return 0;
}

static int write_item(struct composer *composer, struct letter *letter, struct matter *matter, int item,
                      struct order_page_item *out, struct err *err)
{
    const struct item_view *view = &matter->views[item];
    const struct item_life *life = &view->estimate.life;
    struct value values = letter_about(letter, item);
    struct str markdown, name = ARENA_JOIN(matter->arena, STR("stages/"), stage_name(life->stage));
    bool cancelled = life->stage == STAGE_CANCELLED;
    if (letter_render(letter, name, &values, &markdown, err) < 0) return -1;
    out->situation = matter->out->items[item];
    out->since = life->reported ? life->began[life->stage] : INSTANT_NONE;
    memcpy(out->milestones, view->estimate.milestones, sizeof out->milestones);
    out->next = cancelled ? MILESTONE_COUNT : view->estimate.next;
    out->words = str_trim(markdown);
    out->carrier = view->carrier;
    out->tracking = view->tracking;
    for (int ask = 0; ask < ASK_COUNT; ask++) {
        struct decision decision = decide_ask(matter, (enum ask)ask, item);
        judge_outcome(&decision, cancelled, &out->asks[ask]);
        if (out->asks[ask].allowed) continue;
        out->asks[ask].since = since_of(view, out->asks[ask].reason);
        if (write_why_not(composer, matter, item, (enum ask)ask, &out->asks[ask], err) < 0) return -1;
    }
    return 0;
}

int order_page_write(struct composer *composer, struct matter *matter, struct order_page *out,
                     struct err *err)
{
    struct letter letter;
    arena_reset(composer->scratch);
    letter_init(&letter, composer, matter, matter->reading.lang, matter->arena);
    struct order_page outlook = {.locale = matter->reading.locale,
                                 .items =
                                     ARENA_ARRAY(matter->arena, matter->view_count, struct order_page_item),
                                 .count = matter->view_count};
    for (size_t i = 0; i < outlook.count; i++)
        if (write_item(composer, &letter, matter, (int)i, &outlook.items[i], err) < 0) return -1;
    *out = outlook;
    return 0;
}
