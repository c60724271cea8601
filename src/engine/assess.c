/* The way of one inquiry through the engine; see assess.h. */
#include "engine/assess.h"

#include <stdlib.h>

#include "engine/asked.h"
#include "engine/compose.h"
#include "engine/decide.h"
#include "engine/facts.h"
#include "engine/knowledge.h"
#include "engine/lint.h"
#include "engine/order_page.h"
#include "engine/triage.h"

struct engine {
    struct arena *arena; /* for what is made once */
    const struct store *store;
    const struct phrase_index *phrases;
    struct composer composer;
};

struct engine *engine_new(const struct store *store)
{
    struct engine *engine = calloc(1, sizeof *engine);
    if (!engine) abort();
    engine->arena = arena_new();
    engine->store = store;
    engine->phrases = lint_phrase_index(engine->arena);
    composer_init(&engine->composer, store);
    return engine;
}

void engine_free(struct engine *engine)
{
    if (!engine) return;
    composer_done(&engine->composer);
    arena_free(engine->arena);
    free(engine);
}

static void start(struct assessment *out, const struct inquiry *inquiry, const struct store *store)
{
    *out = (struct assessment){
        .id = inquiry->id,
        .at = inquiry->at,
        .zone = store->zone,
        .build_version = STR(BURIN_VERSION),
        .model_version = store->classifier ? store->classifier->version : (struct str){0},
        .shop_version = store->version,
        .unlisted = inquiry->order && inquiry->order->unlisted,
    };
}

static void note_reading(struct matter *matter)
{
    const struct reading *reading = &matter->reading;
    matter->out->locale = reading->locale;
    matter->out->concerns = reading->concerns;
    matter->out->concern_count = reading->concern_count;
    matter->out->identity = matter->identity;
    matter->out->auto_reply = reading->auto_reply;
}

static size_t add_milestones(struct item_milestone *list, size_t count, const struct estimate *estimate,
                             int item)
{
    for (int m = 0; m < MILESTONE_COUNT; m++)
        list[count++] = (struct item_milestone){(enum milestone)m, item, estimate->milestones[m].range,
                                                estimate->milestones[m].actual};
    return count;
}

/* The faster plan that is on offer for an item: rush, a remake, or express shipping; false where there is none. */
static bool faster_plan(const struct matter *matter, const struct decision *decision, struct estimate *out)
{
    const struct item_view *view =
        &matter->views[decision->item == ALL_ITEMS ? matter->out->item : decision->item];
    switch (decision->action) {
    case ACTION_OFFER_REMEDY:
        matter_remake(matter, view, out);
        return true;
    case ACTION_OFFER_FASTER_SHIPPING:
        matter_express(matter, view, out);
        return true;
    default:
        return false;
    }
}

static void add_faster(struct matter *matter, int item, const struct estimate *faster)
{
    struct assessed_estimate *estimate = &matter->out->estimate;
    for (size_t i = 0; i < estimate->rush_count; i++)
        if (estimate->rush[i].item == item) return;
    estimate->rush_count = add_milestones(estimate->rush, estimate->rush_count, faster, item);
}

static void note_faster(struct matter *matter)
{
    const struct assessment *out = matter->out;
    for (size_t i = 0; i < out->decision_count; i++) {
        const struct decision *decision = &out->decisions[i];
        struct estimate faster;
        if (matter->view_count && faster_plan(matter, decision, &faster))
            add_faster(matter, decision->item == ALL_ITEMS ? out->item : decision->item, &faster);
    }
    for (size_t i = 0; i < matter->view_count; i++)
        if (matter->views[i].rush_possible) add_faster(matter, (int)i, &matter->views[i].rush);
}

static void note_estimates(struct matter *matter)
{
    struct assessed_estimate *estimate = &matter->out->estimate;
    size_t most = matter->view_count * MILESTONE_COUNT;
    estimate->milestones = ARENA_ARRAY(matter->arena, most, struct item_milestone);
    estimate->rush = ARENA_ARRAY(matter->arena, most, struct item_milestone);
    for (size_t i = 0; i < matter->view_count; i++) {
        const struct item_view *view = &matter->views[i];
        if (view->estimate.life.stage == STAGE_CANCELLED) continue;
        estimate->count = add_milestones(estimate->milestones, estimate->count, &view->estimate, (int)i);
    }
    note_faster(matter);
}

/* The note on the surcharge, where a rush is offered. */
static void note_surcharge(struct matter *matter)
{
    struct assessment *out = matter->out;
    for (size_t i = 0; i < out->decision_count; i++) {
        const struct decision *decision = &out->decisions[i];
        if (decision->action != ACTION_OFFER_RUSH || !decision->remedy_count) continue;
        const struct remedy *surcharge = &decision->remedies[0];
        out->estimate.surcharge = surcharge->amount.len
                                      ? arena_printf(matter->arena, "%.*s %.*s", STR_ARG(surcharge->amount),
                                                     STR_ARG(surcharge->currency))
                                      : STR("A rush surcharge applies.");
    }
}

static void lint_reply(const struct engine *engine, struct matter *matter)
{
    struct lint_context context;
    lint_context_of(matter->arena, matter->out, matter->inquiry, matter->store, &context);
    context.phrases = engine->phrases;
    lint_text(matter->arena, matter->out->reply.markdown, &context, &matter->out->lint,
              &matter->out->lint_count);
}

/* An order that does not say its currency was paid in the store's. */
static const struct order *order_of(struct arena *arena, const struct inquiry *inquiry,
                                    const struct store *store)
{
    if (!inquiry->order || inquiry->order->currency.len) return inquiry->order;
    struct order *order = ARENA_ARRAY(arena, 1, struct order);
    *order = *inquiry->order;
    order->currency = store->currency;
    return order;
}

/* The nameless item of an order that lists none has no index to be told by. */
static void forget_index(struct assessment *out)
{
    if (!out->unlisted) return;
    for (size_t i = 0; i < out->concern_count; i++) out->concerns[i].item = ALL_ITEMS;
    for (size_t i = 0; i < out->request.change_count; i++) out->request.changes[i].item = ALL_ITEMS;
    for (size_t i = 0; i < out->decision_count; i++) out->decisions[i].item = ALL_ITEMS;
    for (size_t i = 0; i < out->estimate.count; i++) out->estimate.milestones[i].item = ALL_ITEMS;
    for (size_t i = 0; i < out->estimate.rush_count; i++) out->estimate.rush[i].item = ALL_ITEMS;
    for (size_t i = 0; i < out->promise_count; i++) out->promises[i].item = ALL_ITEMS;
}

/* A person has looked: it is about that fault, whatever the words alone say. */
static void take_word(struct arena *arena, const struct inquiry *inquiry, struct reading *reading)
{
    enum concern fault;
    if (!inquiry->photos_of.len || concern_from_name(inquiry->photos_of, &fault) < 0) return;
    reading->low_confidence = false;
    for (size_t i = 0; i < reading->concern_count; i++)
        if (reading->concerns[i].concern == fault) return;
    reading->concerns = ARENA_NEW(arena, struct concern_found);
    *reading->concerns = (struct concern_found){.concern = fault, .confidence = 1, .item = reading->item};
    reading->concern_count = 1;
}

int engine_assess(struct engine *engine, struct arena *arena, const struct inquiry *inquiry,
                  struct assessment *out, struct err *err)
{
    struct assessment assessment;
    start(&assessment, inquiry, engine->store);
    struct matter matter = {
        .arena = arena,
        .inquiry = inquiry,
        .order = order_of(arena, inquiry, engine->store),
        .store = engine->store,
        .out = &assessment,
    };
    triage_read(arena, inquiry, engine->store, &matter.reading);
    asked_take_concern(arena, inquiry, engine->store, &matter.reading);
    facts_read(arena, inquiry, engine->store, &matter.reading);
    asked_take_facts(arena, inquiry, engine->store, &matter.reading);
    take_word(arena, inquiry, &matter.reading);
    matter_know(&matter);
    note_reading(&matter);
    decide(&matter);
    knowledge_fill(&matter);
    note_estimates(&matter);
    note_surcharge(&matter);
    if (composer_write(&engine->composer, &matter, err) < 0) return -1;
    lint_reply(engine, &matter);
    forget_index(&assessment);
    *out = assessment;
    return 0;
}

/* Nobody has written: what the desk says by itself, in the language the customer orders in. */
static void read_nothing(struct arena *arena, struct str locale, struct reading *out)
{
    struct concern_found *status = ARENA_NEW(arena, struct concern_found);
    *status = (struct concern_found){.concern = CONCERN_STATUS, .confidence = 1, .item = ALL_ITEMS};
    bool chinese = str_starts(locale, STR("zh"));
    *out = (struct reading){.lang = chinese ? LANG_ZH : LANG_EN,
                            .locale = chinese ? STR("zh") : STR("en"),
                            .supported = true,
                            .concerns = status,
                            .concern_count = 1,
                            .need_by = DAY_NONE,
                            .item = ALL_ITEMS};
}

int engine_notice(struct engine *engine, struct arena *arena, const struct order *order, enum notice notice,
                  struct str template, int item, instant_t at, struct notice_text *out, struct err *err)
{
    struct assessment assessment;
    struct notice_plan plan;
    struct inquiry inquiry = {.at = at,
                              .channel = STR("notice"),
                              .from = order->customer.email,
                              .link_verified = true,
                              .contacts = 1,
                              .order = order};
    start(&assessment, &inquiry, engine->store);
    struct matter matter = {
        .arena = arena,
        .inquiry = &inquiry,
        .order = order_of(arena, &inquiry, engine->store),
        .store = engine->store,
        .out = &assessment,
    };
    read_nothing(arena, order->customer.locale, &matter.reading);
    matter_know(&matter);
    note_reading(&matter);
    assessment.item = item == ALL_ITEMS ? 0 : item;
    note_estimates(&matter);
    bool whole = item == ALL_ITEMS && order->item_count > 1;
    if (composer_notice(&engine->composer, &matter, notice, template, whole, &plan, err) < 0) return -1;
    *out = (struct notice_text){plan.markdown, plan.withheld, assessment.locale,
                                assessment.estimate.milestones, assessment.estimate.count};
    return 0;
}

int engine_order_page(struct engine *engine, struct arena *arena, const struct order *order, struct str from,
                      struct str locale, instant_t at, struct order_page *out, struct err *err)
{
    struct assessment assessment;
    struct inquiry inquiry = {.at = at,
                              .channel = STR("portal"),
                              .from = from,
                              .link_verified = true,
                              .contacts = 1,
                              .order = order};
    start(&assessment, &inquiry, engine->store);
    struct matter matter = {
        .arena = arena,
        .inquiry = &inquiry,
        .order = order_of(arena, &inquiry, engine->store),
        .store = engine->store,
        .out = &assessment,
    };
    read_nothing(arena, locale, &matter.reading);
    matter_know(&matter);
    note_reading(&matter);
    knowledge_situation(&matter);
    return order_page_write(&engine->composer, &matter, out, err);
}

int engine_receipt(struct engine *engine, struct arena *arena, struct str locale, struct receipt *out,
                   struct err *err)
{
    enum lang lang = str_starts(locale, STR("zh")) ? LANG_ZH : LANG_EN;
    return composer_receipt(&engine->composer, arena, lang, out, err);
}

int engine_link_letter(struct engine *engine, struct arena *arena, struct str locale,
                       const struct link_words *words, struct receipt *out, struct err *err)
{
    enum lang lang = str_starts(locale, STR("zh")) ? LANG_ZH : LANG_EN;
    return composer_link_letter(&engine->composer, arena, lang, words, out, err);
}

int engine_link_line(struct engine *engine, struct arena *arena, struct str locale,
                     const struct link_words *words, struct str *out, struct err *err)
{
    enum lang lang = str_starts(locale, STR("zh")) ? LANG_ZH : LANG_EN;
    return composer_link_line(&engine->composer, arena, lang, words, out, err);
}
