/* Names and crafts of pieces; see craft.h. */
#include "engine/craft.h"

#include "engine/foreign.h"
#include "text/utf8.h"

static const struct {
    struct str word, craft;
} crafts[] = {
    {STR_INIT("embroider"), STR_INIT("embroidered")},
    {STR_INIT("blanket"), STR_INIT("embroidered")},
    {STR_INIT("towel"), STR_INIT("embroidered")},
    {STR_INIT("绣"), STR_INIT("embroidered")},
    {STR_INIT("毯"), STR_INIT("embroidered")},
    {STR_INIT("portrait"), STR_INIT("painted")},
    {STR_INIT("painting"), STR_INIT("painted")},
    {STR_INIT("画"), STR_INIT("painted")},
    {STR_INIT("肖像"), STR_INIT("painted")},
    {STR_INIT("leather"), STR_INIT("stitched")},
    {STR_INIT("wallet"), STR_INIT("stitched")},
    {STR_INIT("monogram"), STR_INIT("stitched")},
    {STR_INIT("belt"), STR_INIT("stitched")},
    {STR_INIT("皮"), STR_INIT("stitched")},
    {STR_INIT("钱包"), STR_INIT("stitched")},
    {STR_INIT("carved"), STR_INIT("carved")},
    {STR_INIT("wood"), STR_INIT("carved")},
    {STR_INIT("sign"), STR_INIT("carved")},
    {STR_INIT("雕"), STR_INIT("carved")},
    {STR_INIT("门牌"), STR_INIT("carved")},
    {STR_INIT("printed"), STR_INIT("printed")},
    {STR_INIT("print"), STR_INIT("printed")},
    {STR_INIT("mug"), STR_INIT("printed")},
    {STR_INIT("invitation"), STR_INIT("printed")},
    {STR_INIT("马克杯"), STR_INIT("printed")},
    {STR_INIT("请柬"), STR_INIT("printed")},
    {STR_INIT("dress"), STR_INIT("sewn")},
    {STR_INIT("shirt"), STR_INIT("sewn")},
    {STR_INIT("jacket"), STR_INIT("sewn")},
    {STR_INIT("旗袍"), STR_INIT("sewn")},
    {STR_INIT("engrav"), STR_INIT("engraved")},
    {STR_INIT("necklace"), STR_INIT("engraved")},
    {STR_INIT("ring"), STR_INIT("engraved")},
    {STR_INIT("bracelet"), STR_INIT("engraved")},
    {STR_INIT("locket"), STR_INIT("engraved")},
    {STR_INIT("刻"), STR_INIT("engraved")},
    {STR_INIT("戒指"), STR_INIT("engraved")},
    {STR_INIT("项链"), STR_INIT("engraved")},
    {STR_INIT("手链"), STR_INIT("engraved")},
};

/* ASCII case does not count; titles are short. */
static bool title_holds(struct str title, struct str word)
{
    for (size_t at = 0; at + word.len <= title.len; at++)
        if (str_eq_nocase(str_slice(title, at, at + word.len), word)) return true;
    return false;
}

struct str craft_of(const struct item *item, const struct product *product)
{
    if (product && product->craft.len) return product->craft;
    for (size_t i = 0; i < sizeof crafts / sizeof *crafts; i++)
        if (title_holds(item->title, crafts[i].word)) return crafts[i].craft;
    return STR("made");
}

/* Sizes and variants behind the name are left away: "Custom pet portrait, 40×50 cm". */
static struct str short_title(struct str title)
{
    static const struct str ends[] = {STR_INIT(", "),  STR_INIT(" ("), STR_INIT(" - "), STR_INIT(" – "),
                                      STR_INIT(" — "), STR_INIT("，"), STR_INIT("（")};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t at = str_find(title, ends[i], 0);
        if (at != STR_NOT_FOUND && at > 0) title = str_slice(title, 0, at);
    }
    return str_trim(title);
}

/* "Engraved bar necklace" inside a sentence; "DNA print" and names keep their capitals. */
static struct str in_sentence(struct arena *arena, struct str title)
{
    bool one_capital = title.len > 1 && title.ptr[0] >= 'A' && title.ptr[0] <= 'Z' && title.ptr[1] >= 'a' &&
                       title.ptr[1] <= 'z';
    if (!one_capital) return title;
    struct str copy = arena_str(arena, title);
    ((char *)(uintptr_t)copy.ptr)[0] = (char)(title.ptr[0] + 32);
    return copy;
}

/* In a sentence; what has no title is just a piece. */
static struct str called(struct arena *arena, struct str title, enum lang lang)
{
    if (!title.len) return lang == LANG_ZH ? STR("定制") : STR("piece");
    return lang == LANG_ZH ? title : in_sentence(arena, title);
}

struct str piece_full_name(struct arena *arena, const struct item *item, enum lang lang)
{
    return called(arena, foreign_line(arena, item->title, FOREIGN_TITLE), lang);
}

struct str piece_name(struct arena *arena, const struct item *item, enum lang lang, bool *out_owned)
{
    struct str pet = foreign_line(arena, item_field(item, STR("pet_name")), FOREIGN_LABEL);
    struct str title = foreign_line(arena, short_title(item->title), FOREIGN_TITLE);
    *out_owned = false;
    if (pet.len && title_holds(title, STR("portrait"))) {
        *out_owned = true;
        return lang == LANG_ZH ? arena_printf(arena, "%.*s的画像", STR_ARG(pet))
                               : arena_printf(arena, "%.*s's portrait", STR_ARG(pet));
    }
    if (pet.len && lang == LANG_ZH && (title_holds(title, STR("画")) || title_holds(title, STR("肖像")))) {
        *out_owned = true;
        return arena_printf(arena, "%.*s的画像", STR_ARG(pet));
    }
    return called(arena, title, lang);
}
