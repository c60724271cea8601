/* The letter that says that a message has arrived; see assess.h. */
#include "engine/assess.h"
#include "engine/compose.h"

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

int composer_receipt(struct composer *composer, struct arena *arena, enum lang lang, struct receipt *out,
                     struct err *err)
{
    const struct language *language = &composer->store->languages[lang];
    const struct liquid_template *template = language_template(language, STR("notices/received"));
    struct value values = receipt_values(arena, composer->store, lang);
    buf_clear(&composer->page);
    if (!template) return err_set(err, ERR_SYSTEM, "the template notices/received is missing");
    arena_reset(composer->scratch);
    if (liquid_render(template, &values, NULL, composer->scratch, &composer->page, err) < 0) return -1;
    struct str subject = language_word(language, STR("subject.received"));
    *out = (struct receipt){subject, str_trim(buf_copy(&composer->page, arena))};
    return 0;
}
