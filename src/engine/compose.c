/* Writes the reply from the decisions and the store's templates; see compose.h. */
#include "engine/compose.h"

#include <stdlib.h>

#include "engine/compose_context.h"
#include "engine/compose_notices.h"
#include "engine/doubt.h"
#include "engine/foreign.h"
#include "text/markdown.h"
#include "text/sms.h"
#include "text/utf8.h"

enum { PAGE_MAX = 30 * 1024, LINE_MAX = 64 * 1024, MOST_PARTS = 12, MOST_STEPS = 16 };

/* English and Chinese have their regions; of other languages the code alone is known. */
static struct str date_locale(const struct store *store, size_t language)
{
    struct str home = store->default_locale, code = store->languages[language].code;
    if (language == LANG_ZH) return STR("zh-CN");
    if (str_starts(home, code) && (home.len == code.len || home.ptr[code.len] == '-')) return home;
    return language == LANG_EN ? STR("en-US") : code;
}

void composer_init(struct composer *composer, const struct store *store)
{
    *composer = (struct composer){.store = store, .scratch = arena_new()};
    composer->datefmt = calloc(store->language_count + 1, sizeof(struct datefmt *));
    if (!composer->datefmt) abort();
    for (size_t i = 0; i < store->language_count; i++)
        composer->datefmt[i] = datefmt_new(date_locale(store, i));
    buf_init(&composer->page, 2 * PAGE_MAX);
    buf_init(&composer->side, 4 * PAGE_MAX);
    buf_init(&composer->line, LINE_MAX);
}

void composer_done(struct composer *composer)
{
    for (size_t i = 0; i < composer->store->language_count; i++) datefmt_free(composer->datefmt[i]);
    free(composer->datefmt);
    arena_free(composer->scratch);
    buf_done(&composer->page);
    buf_done(&composer->side);
    buf_done(&composer->line);
}

/* ---- rendering ---- */

static const struct liquid_template *find_partial(void *context, struct str name)
{
    return language_template(context, name);
}

int letter_render(struct letter *letter, struct str name, const struct value *values, struct str *out,
                  struct err *err)
{
    const struct liquid_template *template = language_template(letter->language, name);
    if (!template) {
        *out = (struct str){0};
        return 0;
    }
    struct liquid_options options = {
        .find_partial = find_partial,
        .find_context = (void *)(uintptr_t)letter->language,
        .limits = {.max_output = PAGE_MAX},
        .now = letter->matter->inquiry->at / MICROS_PER_SECOND,
    };
    struct buf *page = &letter->composer->page;
    buf_clear(page);
    if (liquid_render(template, values, &options, letter->composer->scratch, page, err) < 0) return -1;
    *out = foreign_unnumbered(letter->arena, buf_copy(page, letter->arena));
    return 0;
}

/* "answers/confirm_change" */
static struct str template_name(struct letter *letter, struct str folder, struct str word)
{
    return ARENA_JOIN(letter->arena, folder, word);
}

/* Plain texts come out of the same values as Markdown ones: the protecting backslashes go again. */
static struct str without_escapes(struct arena *arena, struct str text)
{
    char *plain = arena_alloc_raw(arena, text.len + 1);
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char next = i + 1 < text.len ? (unsigned char)text.ptr[i + 1] : 0;
        bool punctuation = (next >= 0x21 && next <= 0x2F) || (next >= 0x3A && next <= 0x40) ||
                           (next >= 0x5B && next <= 0x60) || (next >= 0x7B && next <= 0x7E);
        if (text.ptr[i] == '\\' && punctuation) continue;
        plain[len++] = text.ptr[i];
    }
    plain[len] = '\0';
    return str_of_len(plain, len);
}

static struct str one_line(struct arena *arena, struct str text)
{
    struct str copy = arena_str(arena, str_trim(text));
    for (size_t i = 0; i < copy.len; i++)
        if (copy.ptr[i] == '\n' || copy.ptr[i] == '\r') ((char *)(uintptr_t)copy.ptr)[i] = ' ';
    return copy;
}

static bool is_list_item(struct str line)
{
    return str_starts(line, STR("- "));
}

/* Appends a line with runs of blanks made one; nothing else is changed. */
static size_t put_line(char *out, size_t len, struct str line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == ' ' && i > 0 && line.ptr[i - 1] == ' ') continue;
        out[len++] = line.ptr[i];
    }
    return len;
}

/* Whatever the templates left standing: blank lines never stack up and never part the items of a list, lines begin and
 * end without blanks. */
static struct str tidy(struct arena *arena, struct str text)
{
    char *tidied = arena_alloc_raw(arena, 2 * text.len + 2);
    size_t len = 0;
    bool gap = false, after_item = false;
    struct str rest = text, line;
    while (str_next_part(&rest, '\n', &line)) {
        line = str_trim(line);
        if (line.len == 0) {
            gap = true;
            continue;
        }
        bool item = is_list_item(line);
        if (len) tidied[len++] = '\n';
        if (len && gap && !(item && after_item)) tidied[len++] = '\n';
        len = put_line(tidied, len, line);
        gap = false;
        after_item = item;
    }
    tidied[len] = '\0';
    return str_of_len(tidied, len);
}

/* ---- the letter ---- */

/* Decisions that say the same about the same piece are answered once; escalation is not told. */
static bool is_told(const struct assessment *out, size_t index)
{
    const struct decision *decision = &out->decisions[index];
    if (decision->action == ACTION_ESCALATE) return false;
    for (size_t i = 0; i < index; i++) {
        const struct decision *earlier = &out->decisions[i];
        bool same_item = earlier->item == decision->item || earlier->item == ALL_ITEMS;
        if (earlier->action == decision->action && same_item && str_eq(earlier->reason, decision->reason))
            return false;
        /* One claim about a piece is one conversation: photos and remedies are spoken of once. */
        bool claim = decision->action == ACTION_REQUEST_PHOTOS || decision->action == ACTION_OFFER_REMEDY;
        if (claim && same_item && earlier->action == decision->action) return false;
    }
    return true;
}

static size_t told_decisions(const struct assessment *out, const struct decision *told[MOST_PARTS])
{
    size_t count = 0;
    for (size_t i = 0; i < out->decision_count && count < MOST_PARTS; i++)
        if (is_told(out, i)) told[count++] = &out->decisions[i];
    return count;
}

/* Marks the pieces whose delivery range the part about `item` has told. */
static void note_said_ranges(struct letter *letter, int item, struct str text)
{
    const struct matter *matter = letter->matter;
    for (size_t i = 0; letter->items && i < matter->view_count; i++) {
        if (item != ALL_ITEMS && (size_t)item != i) continue;
        const struct milestone_range *delivered = &matter->views[i].estimate.milestones[MILESTONE_DELIVERED];
        bool told =
            delivered->actual == DAY_NONE && str_contains(text, letter_range(letter, delivered->range));
        letter->said_range[i] = letter->said_range[i] || told;
    }
}

/* Lines "owner|what is to be done". */
static void add_steps(struct str text, instant_t due, struct next_step *steps, size_t *count)
{
    struct str line;
    while (str_next_part(&text, '\n', &line)) {
        line = str_trim(line);
        size_t bar = str_find_char(line, '|', 0);
        if (bar == STR_NOT_FOUND || *count == MOST_STEPS) continue;
        struct str owner = str_trim(str_slice(line, 0, bar)),
                   step = str_trim(str_slice(line, bar + 1, line.len));
        bool known = str_is(owner, "customer") || str_is(owner, "agent") || str_is(owner, "studio");
        if (!known || !step.len) continue;
        bool twice = false;
        for (size_t i = 0; i < *count; i++) twice = twice || str_eq(steps[i].step, step);
        if (!twice) steps[(*count)++] = (struct next_step){owner, step, due};
    }
}

static struct value steps_value(struct letter *letter, const struct next_step *steps, size_t count)
{
    struct value list = value_array();
    for (size_t i = 0; i < count; i++) {
        if (str_is(steps[i].owner, "agent")) continue;
        struct value step = value_object();
        put_text(letter, &step, "owner", steps[i].owner);
        put_text(letter, &step, "text", steps[i].step);
        value_push(letter->arena, &list, step);
    }
    return list;
}

struct parts {
    struct value first; /* what the templates about the first decision see, when all have been answered */
    const struct decision *told[MOST_PARTS];
    size_t count;
    struct str question; /* empty where nothing is in doubt */
    struct value answers;
    struct next_step *steps;
    size_t step_count;
};

/* The question that goes before everything else, where the message may mean two things. */
static int write_question(struct letter *letter, struct parts *parts, struct err *err)
{
    if (!parts->count || !matter_asks_back(letter->matter)) return 0;
    struct value values = letter_part(letter, parts->told[0], 0, parts->count);
    struct str steps;
    if (letter_render(letter, STR("question"), &values, &parts->question, err) < 0 ||
        letter_render(letter, STR("steps/question"), &values, &steps, err) < 0)
        return -1;
    parts->question = tidy(letter->arena, parts->question);
    add_steps(steps, INSTANT_NONE, parts->steps, &parts->step_count);
    return 0;
}

static int write_parts(struct letter *letter, struct parts *parts, struct err *err)
{
    parts->count = told_decisions(letter->matter->out, parts->told);
    parts->answers = value_array();
    parts->steps = ARENA_ARRAY(letter->arena, MOST_STEPS, struct next_step);
    if (write_question(letter, parts, err) < 0) return -1;
    for (size_t i = 0; i < parts->count; i++) {
        const struct decision *decision = parts->told[i];
        if (decision_waits(letter->matter, decision)) continue;
        struct value values = letter_part(letter, decision, i, parts->count);
        struct str answer, steps;
        if (letter_render(letter, template_name(letter, STR("answers/"), action_name(decision->action)),
                          &values, &answer, err) < 0 ||
            letter_render(letter, template_name(letter, STR("steps/"), action_name(decision->action)),
                          &values, &steps, err) < 0)
            return -1;
        answer = tidy(letter->arena, answer);
        if (answer.len) value_push(letter->arena, &parts->answers, value_str(answer));
        add_steps(steps, decision->due, parts->steps, &parts->step_count);
        note_said_ranges(letter, decision->item, answer);
        letter->said_hold = letter->said_hold || decision->hold;
    }
    return 0;
}

/* The whole letter in Markdown. */
static int write_letter(struct letter *letter, struct parts *parts, struct str *out, struct err *err)
{
    if (write_parts(letter, parts, err) < 0) return -1;
    parts->first = parts->count ? letter_part(letter, parts->told[0], 0, parts->count) : letter->base;
    struct value values = parts->first;
    struct str opening;
    if (letter_render(letter, STR("opening"), &values, &opening, err) < 0) return -1;
    put_text(letter, &values, "opening", tidy(letter->arena, opening));
    put_text(letter, &values, "asked", parts->question);
    value_put(letter->arena, &values, STR("answers"), parts->answers);
    value_put(letter->arena, &values, STR("steps"), steps_value(letter, parts->steps, parts->step_count));
    struct str markdown;
    if (letter_render(letter, STR("reply"), &values, &markdown, err) < 0) return -1;
    *out = tidy(letter->arena, markdown);
    return 0;
}

/* A long name may not make a third segment: the end goes, as the e-mail has it all. */
static struct str within_two_segments(struct str sms)
{
    while (sms_size_of(sms).segments > 2) {
        size_t end = sms.len;
        utf8_prev(sms, &end);
        sms = str_trim(str_slice(sms, 0, end));
    }
    return sms;
}

static int write_formats(struct letter *letter, const struct parts *parts, struct reply *reply,
                         struct err *err)
{
    struct composer *composer = letter->composer;
    buf_clear(&composer->page);
    buf_clear(&composer->side);
    if (markdown_render(reply->markdown, &composer->side, &composer->page, err) < 0) return -1;
    reply->html = buf_copy(&composer->side, letter->arena);
    reply->text = buf_copy(&composer->page, letter->arena);
    if (!parts->count) return 0;
    const struct value *values = &parts->first;
    struct str subject, sms;
    struct str about = parts->question.len ? STR("question") : action_name(parts->told[0]->action);
    if (letter_render(letter, STR("subject"), values, &subject, err) < 0 ||
        letter_render(letter, template_name(letter, STR("sms/"), about), values, &sms, err) < 0)
        return -1;
    reply->subject = one_line(letter->arena, without_escapes(letter->arena, subject));
    buf_clear(&composer->side);
    sms_fold(&composer->side, one_line(letter->arena, without_escapes(letter->arena, sms)));
    reply->sms = within_two_segments(buf_copy(&composer->side, letter->arena));
    return 0;
}

/* ---- what is promised by saying it ---- */

static void add_promise(struct assessment *out, enum milestone milestone, int item, struct day_range range)
{
    for (size_t i = 0; i < out->promise_count; i++)
        if (out->promises[i].milestone == milestone && out->promises[i].item == item) return;
    out->promises[out->promise_count++] = (struct item_milestone){milestone, item, range, DAY_NONE};
}

/* Every range of an item that stands in the letter has been told to the customer. */
static void note_promises(struct letter *letter)
{
    const struct matter *matter = letter->matter;
    struct assessment *out = matter->out;
    out->promises = ARENA_ARRAY(letter->arena, matter->view_count * MILESTONE_COUNT, struct item_milestone);
    if (letter->closed_book) return;
    for (size_t item = 0; item < matter->view_count; item++)
        for (int m = 0; m < MILESTONE_COUNT; m++) {
            const struct milestone_range *milestone = &matter->views[item].estimate.milestones[m];
            if (milestone->actual != DAY_NONE) continue;
            if (str_contains(out->reply.markdown, letter_range(letter, milestone->range)))
                add_promise(out, (enum milestone)m, (int)item, milestone->range);
        }
}

/* ---- for the agent ---- */

static enum lang agent_lang(const struct store *store)
{
    return str_starts(store->default_locale, STR("zh")) ? LANG_ZH : LANG_EN;
}

static struct str word(struct letter *letter, struct str kind, struct str key)
{
    struct str name = ARENA_JOIN(letter->arena, kind, key);
    struct str text = language_word(letter->language, name);
    return str_eq(text, name) ? key : text;
}

static void add_point(struct buf *line, struct str text)
{
    if (!text.len) return;
    if (line->len) buf_add_c(line, " · ");
    buf_add(line, text);
}

/* "#1042 · engraved bar necklace · production — change: decline_change (production_begun)" */
static void write_summary(struct letter *letter)
{
    const struct matter *matter = letter->matter;
    struct buf *line = &letter->composer->line;
    buf_clear(line);
    if (matter->order) {
        const struct item_view *view = &matter->views[matter->out->item];
        struct str stage = word(letter, STR("stage."), stage_name(view->estimate.life.stage));
        buf_add(line, matter->order->number);
        add_point(line, view->item->title);
        add_point(line, stage);
    }
    for (size_t i = 0; i < matter->out->decision_count; i++) {
        const struct decision *decision = &matter->out->decisions[i];
        if (line->len) buf_add_c(line, i ? "; " : " — ");
        buf_add(line, word(letter, STR("concern."), concern_name(decision->concern)));
        buf_add_c(line, ": ");
        buf_add(line, word(letter, STR("action."), action_name(decision->action)));
        buf_add_c(line, " (");
        buf_add(line, decision->reason);
        buf_add_char(line, ')');
    }
    matter->out->summary = buf_copy(line, letter->arena);
}

/* The same decisions told in the agent's language, where the customer's is another one. */
static int write_gloss(struct letter *letter, struct str *out, struct err *err)
{
    struct parts parts = {0};
    struct str markdown;
    if (write_letter(letter, &parts, &markdown, err) < 0) return -1;
    buf_clear(&letter->composer->side);
    buf_clear(&letter->composer->page);
    if (markdown_render(markdown, &letter->composer->side, &letter->composer->page, err) < 0) return -1;
    *out = buf_copy(&letter->composer->page, letter->arena);
    return 0;
}

/* A message in a language that is not read is answered in it where the store has the words; stage words and notices
 * only where it has all of these. */
static size_t letter_language(const struct matter *matter)
{
    const struct reading *reading = &matter->reading;
    if (reading->supported) return reading->lang;
    return store_language(matter->store, reading->locale, reading->lang);
}

static bool has_notices(const struct language *language, const struct language *whole)
{
    for (size_t i = 0; i < whole->template_count; i++) {
        struct str name = whole->templates[i].name;
        bool told = str_starts(name, STR("stages/")) || str_starts(name, STR("notices/"));
        if (told && !language_template(language, name)) return false;
    }
    return true;
}

static int write_notices(struct letter *letter, struct err *err)
{
    const struct matter *matter = letter->matter;
    if (has_notices(letter->language, &matter->store->languages[matter->reading.lang]))
        return notices_write(letter, err);
    struct letter other;
    letter_init(&other, letter->composer, matter, matter->reading.lang, letter->arena);
    return notices_write(&other, err);
}

int composer_write(struct composer *composer, struct matter *matter, struct err *err)
{
    arena_reset(composer->scratch);
    struct letter letter;
    size_t language = letter_language(matter);
    letter_init(&letter, composer, matter, language, matter->arena);
    struct parts parts = {0};
    struct reply *reply = &matter->out->reply;
    if (write_letter(&letter, &parts, &reply->markdown, err) < 0 ||
        write_formats(&letter, &parts, reply, err) < 0 || write_notices(&letter, err) < 0)
        return -1;
    matter->out->next_steps = parts.steps;
    matter->out->next_step_count = parts.step_count;
    note_promises(&letter);
    enum lang agent = agent_lang(composer->store);
    if (agent == language) {
        write_summary(&letter);
        return 0;
    }
    struct letter gloss;
    letter_init(&gloss, composer, matter, agent, matter->arena);
    write_summary(&gloss);
    return write_gloss(&gloss, &reply->gloss, err);
}
