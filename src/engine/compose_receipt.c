/* Letters that tell nothing of an order: that a message has arrived, and where the order's page is; see assess.h. */
#include "engine/assess.h"
#include "engine/compose.h"
#include "engine/foreign.h"
#include "text/markdown.h"

static struct value store_value(struct arena *arena, const struct store *store)
{
    struct value object = value_object();
    value_put(arena, &object, STR("name"), value_str(store->name));
    value_put(arena, &object, STR("agent"), value_str(store->agent_name));
    value_put(arena, &object, STR("url"), value_str(store->url));
    return object;
}

static struct value receipt_values(struct arena *arena, const struct store *store, enum lang lang)
{
    struct value values = value_object();
    value_put(arena, &values, STR("store"), store_value(arena, store));
    value_put(arena, &values, STR("hours"), value_int(store->policy[lang].first_response_hours));
    value_put(arena, &values, STR("you"), value_str(store->zh_formal ? STR("您") : STR("你")));
    return values;
}

static int render(struct composer *composer, struct arena *arena, enum lang lang, const char *name,
                  const struct value *values, struct str *out, struct err *err)
{
    const struct liquid_template *template =
        language_template(&composer->store->languages[lang], str_of(name));
    buf_clear(&composer->page);
    if (!template) return err_set(err, ERR_SYSTEM, "the template %s is missing", name);
    arena_reset(composer->scratch);
    if (liquid_render(template, values, NULL, composer->scratch, &composer->page, err) < 0) return -1;
    *out = str_trim(buf_copy(&composer->page, arena));
    return 0;
}

int composer_receipt(struct composer *composer, struct arena *arena, enum lang lang, struct receipt *out,
                     struct err *err)
{
    struct value values = receipt_values(arena, composer->store, lang);
    struct str markdown;
    if (render(composer, arena, lang, "notices/received", &values, &markdown, err) < 0) return -1;
    *out =
        (struct receipt){language_word(&composer->store->languages[lang], STR("subject.received")), markdown};
    return 0;
}

/* ---- links ---- */

static struct value link_values(struct composer *composer, struct arena *arena, enum lang lang,
                                const struct link_words *words)
{
    struct value values = receipt_values(arena, composer->store, lang), order = value_object();
    buf_clear(&composer->line);
    markdown_escape(&composer->line, foreign_line(arena, words->number, FOREIGN_LABEL));
    value_put(arena, &order, STR("number"), value_str(buf_copy(&composer->line, arena)));
    value_put(arena, &values, STR("order"), order);
    value_put(arena, &values, STR("link"), value_str(words->link));
    value_put(arena, &values, STR("days"), value_int(words->days));
    return values;
}

int composer_link_letter(struct composer *composer, struct arena *arena, enum lang lang,
                         const struct link_words *words, struct receipt *out, struct err *err)
{
    struct value values = link_values(composer, arena, lang, words);
    struct str markdown;
    if (render(composer, arena, lang, "page/link", &values, &markdown, err) < 0) return -1;
    *out = (struct receipt){language_word(&composer->store->languages[lang], STR("subject.order_link")),
                            markdown};
    return 0;
}

int composer_link_line(struct composer *composer, struct arena *arena, enum lang lang,
                       const struct link_words *words, struct str *out, struct err *err)
{
    struct value values = link_values(composer, arena, lang, words);
    return render(composer, arena, lang, "page/line", &values, out, err);
}
