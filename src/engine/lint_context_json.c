/* What an outgoing text is held against, from a document burin.assessment/1. Members that are absent hold nothing. */
#include "engine/lint_context.h"

static struct str text_of(const struct value *object, const char *name)
{
    const struct value *value = value_get(object, str_of(name));
    return value && value->kind == VALUE_STRING ? value->string : (struct str){0};
}

static size_t list_of(const struct value *object, const char *name, const struct value **out)
{
    const struct value *value = value_get(object, str_of(name));
    *out = value && value->kind == VALUE_ARRAY ? value->array.items : NULL;
    return *out ? value->array.count : 0;
}

/* A day, or the civil day a time with offset is written in: the store's own. */
static day_t day_at(const struct value *object, const char *name)
{
    day_t day;
    return day_parse(str_slice(text_of(object, name), 0, 10), &day) == 0 ? day : DAY_NONE;
}

static void add_single(struct context_builder *builder, const struct value *object, const char *name)
{
    day_t day = day_at(object, name);
    context_add_range(builder, day, day);
}

static void add_ranges(struct context_builder *builder, const struct value *object, const char *name)
{
    const struct value *items;
    size_t count = list_of(object, name, &items);
    for (size_t i = 0; i < count; i++) {
        context_add_range(builder, day_at(&items[i], "from"), day_at(&items[i], "to"));
        add_single(builder, &items[i], "actual");
        add_single(builder, &items[i], "due");
    }
}

static void add_strings_of(struct context_builder *builder, const struct value *object)
{
    if (!object || object->kind != VALUE_OBJECT) return;
    for (size_t i = 0; i < object->object.count; i++)
        if (object->object.members[i].value.kind == VALUE_STRING)
            context_add_quotable(builder, object->object.members[i].value.string);
}

/* ---- parts ---- */

/* "engraving: Forever & Always; font: Script" as one fact. */
static void add_known_fields(struct context_builder *builder, struct str fields)
{
    struct str part;
    while (str_next_part(&fields, ';', &part)) {
        size_t colon = str_find(part, STR(": "), 0);
        struct str name = colon == STR_NOT_FOUND ? (struct str){0} : str_trim(str_slice(part, 0, colon));
        struct str value = colon == STR_NOT_FOUND ? part : str_slice(part, colon + 2, part.len);
        if (!context_is_choice(name)) context_add_known(builder, value);
        context_add_quotable(builder, str_trim(value));
    }
}

static void add_facts(struct context_builder *builder, const struct value *document)
{
    const struct value *facts;
    size_t count = list_of(document, "facts", &facts);
    for (size_t i = 0; i < count; i++) {
        struct str fact = text_of(&facts[i], "fact"), value = text_of(&facts[i], "value");
        context_add_quotable(builder, value);
        if (!str_is(text_of(&facts[i], "status"), "known")) continue;
        if (str_is(fact, "order_number") || str_is(fact, "product")) context_add_known(builder, value);
        if (str_is(fact, "personalization")) add_known_fields(builder, value);
        if (str_is(fact, "order_number") && !builder->out->unverified) context_add_bold(builder, value);
    }
    const struct value *conflicts;
    count = list_of(document, "conflicts", &conflicts);
    for (size_t i = 0; i < count; i++) {
        context_add_quotable(builder, text_of(&conflicts[i], "stated"));
        context_add_quotable(builder, text_of(&conflicts[i], "known"));
        context_add_known(builder, text_of(&conflicts[i], "known"));
    }
}

static void add_situation(struct context_builder *builder, const struct value *document)
{
    const struct value *situation = value_get(document, STR("situation")), *items;
    add_single(builder, value_get(situation, STR("window")), "closes_at");
    add_single(builder, situation, "overdue_since");
    if (str_is(text_of(situation, "stage"), "cancelled")) builder->out->cancel_decided = true;
    size_t count = list_of(situation, "items", &items);
    for (size_t i = 0; i < count; i++) {
        add_single(builder, value_get(&items[i], STR("window")), "closes_at");
        add_single(builder, &items[i], "overdue_since");
        if (str_is(text_of(&items[i], "stage"), "cancelled")) builder->out->cancel_decided = true;
    }
}

static void add_request(struct context_builder *builder, const struct value *document, bool confirmed)
{
    const struct value *request = value_get(document, STR("request")), *changes;
    add_single(builder, request, "need_by");
    add_strings_of(builder, value_get(request, STR("new_spec")));
    size_t count = list_of(request, "changes", &changes);
    for (size_t i = 0; i < count; i++) {
        context_add_quotable(builder, text_of(&changes[i], "old"));
        context_add_quotable(builder, text_of(&changes[i], "new"));
        context_add_known(builder, text_of(&changes[i], "old"));
        if (confirmed) context_add_bold(builder, text_of(&changes[i], "new"));
    }
    context_cover_answer(builder->out, text_of(request, "answer"));
}

static void add_remedies(struct context_builder *builder, const struct value *object)
{
    const struct value *remedies;
    size_t count = list_of(object, "remedies", &remedies);
    for (size_t i = 0; i < count; i++) {
        enum remedy_kind kind;
        if (remedy_kind_from_name(text_of(&remedies[i], "kind"), &kind) == 0)
            context_cover_remedy(builder->out, kind);
        add_single(builder, &remedies[i], "expires");
    }
}

/* Whether a change is being confirmed. */
static bool add_decisions(struct context_builder *builder, const struct value *document)
{
    const struct value *decisions;
    size_t count = list_of(document, "decisions", &decisions);
    bool confirmed = false;
    for (size_t i = 0; i < count; i++) {
        enum action action = ACTION_COUNT;
        enum concern concern = CONCERN_COUNT;
        (void)concern_from_name(text_of(&decisions[i], "concern"), &concern);
        if (action_from_name(text_of(&decisions[i], "action"), &action) == 0) {
            context_cover(builder->out, action);
            builder->out->store_error = builder->out->store_error || context_owes_apology(concern, action);
            confirmed = confirmed || action == ACTION_CONFIRM_CHANGE;
        }
        add_single(builder, &decisions[i], "due");
        add_single(builder, &decisions[i], "day");
        add_remedies(builder, &decisions[i]);
    }
    return confirmed;
}

static void add_messages(struct context_builder *builder, const struct value *document, const char *name)
{
    const struct value *items;
    size_t count = list_of(document, name, &items);
    for (size_t i = 0; i < count; i++) context_add_quotable(builder, text_of(&items[i], "markdown"));
}

static void add_estimate(struct context_builder *builder, const struct value *document)
{
    const struct value *estimate = value_get(document, STR("estimate"));
    add_ranges(builder, estimate, "milestones");
    add_ranges(builder, value_get(estimate, STR("rush")), "milestones");
    add_ranges(builder, document, "promises");
    add_ranges(builder, document, "proactive");
    add_ranges(builder, document, "next_steps");
    add_ranges(builder, document, "metrics");
}

static void add_claim(struct context_builder *builder, const struct value *document)
{
    const struct value *claim = value_get(document, STR("claim"));
    add_single(builder, value_get(document, STR("change")), "confirm_by");
    add_single(builder, claim, "photos_due");
    add_remedies(builder, claim);
    if (str_is(text_of(claim, "fault"), "store")) builder->out->store_error = true;
}

int lint_context_of_json(struct arena *arena, const struct value *document, struct lint_context *out,
                         struct err *err)
{
    if (!document || document->kind != VALUE_OBJECT)
        return err_set(err, ERR_INPUT,
                       "the assessment is no object; a document burin.assessment/1 is expected");
    struct str schema = text_of(document, "schema");
    if (schema.len && !str_is(schema, "burin.assessment/1"))
        return err_set(err, ERR_INPUT, "/schema: “%.*s”; burin.assessment/1 is expected",
                       (int)(schema.len < 80 ? schema.len : 80), schema.ptr);
    struct lint_context context = {
        .lang = str_starts(text_of(document, "locale"), STR("zh")) ? LANG_ZH : LANG_EN,
        .has_assessment = true,
        .unverified = str_is(text_of(document, "identity"), "mismatch"),
        .today = day_at(document, "at"),
    };
    struct context_builder builder = {.arena = arena, .out = &context};
    context_add_range(&builder, context.today, context.today);
    bool confirmed = add_decisions(&builder, document);
    add_facts(&builder, document);
    add_situation(&builder, document);
    add_request(&builder, document, confirmed);
    add_estimate(&builder, document);
    add_claim(&builder, document);
    add_messages(&builder, document, "status_messages");
    add_messages(&builder, document, "proactive");
    context_add_quotable(&builder, text_of(value_get(document, STR("situation")), "summary"));
    /* its own reply was held against all that was known then, days of decisions among them */
    context_add_quotable(&builder, text_of(value_get(document, STR("reply")), "markdown"));
    *out = context;
    return 0;
}
