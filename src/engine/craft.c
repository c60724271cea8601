/* Names and crafts of pieces; see craft.h. */
#include "engine/craft.h"

#include "engine/foreign.h"
#include "text/utf8.h"

/* Words of a title that tell the craft, surest first. "engrav-" is the beginning of a word, the others are whole words,
 * one or many; Chinese has no such ends. A noun is here only where nearly every piece of its kind is made that way: what
 * a sign, a shirt or a keychain is made by, its name does not tell. */
static const struct {
    struct str word, craft;
} crafts[] = {
    {STR_INIT("neon"), STR_INIT("made")},
    {STR_INIT("霓虹"), STR_INIT("made")},
    {STR_INIT("embroider-"), STR_INIT("embroidered")},
    {STR_INIT("绣"), STR_INIT("embroidered")},
    {STR_INIT("engrav-"), STR_INIT("engraved")},
    {STR_INIT("刻"), STR_INIT("engraved")},
    {STR_INIT("carv-"), STR_INIT("carved")},
    {STR_INIT("雕"), STR_INIT("carved")},
    {STR_INIT("print-"), STR_INIT("printed")},
    {STR_INIT("印"), STR_INIT("printed")},
    {STR_INIT("stitch-"), STR_INIT("stitched")},
    {STR_INIT("monogram-"), STR_INIT("stitched")},
    {STR_INIT("缝"), STR_INIT("stitched")},
    {STR_INIT("paint-"), STR_INIT("painted")},
    {STR_INIT("portrait"), STR_INIT("painted")},
    {STR_INIT("画"), STR_INIT("painted")},
    {STR_INIT("肖像"), STR_INIT("painted")},
};

/* What is usual for a kind of piece with words on it; a photo on it, or a name cut out of it, is another craft. */
static const struct {
    struct str word, craft;
} usual[] = {
    {STR_INIT("name necklace"), STR_INIT("made")}, {STR_INIT("名字项链"), STR_INIT("made")},
    {STR_INIT("towel"), STR_INIT("embroidered")},  {STR_INIT("blanket"), STR_INIT("embroidered")},
    {STR_INIT("毯"), STR_INIT("embroidered")},     {STR_INIT("leather"), STR_INIT("stitched")},
    {STR_INIT("wallet"), STR_INIT("stitched")},    {STR_INIT("belt"), STR_INIT("stitched")},
    {STR_INIT("皮"), STR_INIT("stitched")},        {STR_INIT("钱包"), STR_INIT("stitched")},
    {STR_INIT("wood"), STR_INIT("carved")},        {STR_INIT("wooden"), STR_INIT("carved")},
    {STR_INIT("木门牌"), STR_INIT("carved")},      {STR_INIT("mug"), STR_INIT("printed")},
    {STR_INIT("invitation"), STR_INIT("printed")}, {STR_INIT("马克杯"), STR_INIT("printed")},
    {STR_INIT("请柬"), STR_INIT("printed")},       {STR_INIT("dress"), STR_INIT("sewn")},
    {STR_INIT("旗袍"), STR_INIT("sewn")},          {STR_INIT("necklace"), STR_INIT("engraved")},
    {STR_INIT("ring"), STR_INIT("engraved")},      {STR_INIT("bracelet"), STR_INIT("engraved")},
    {STR_INIT("locket"), STR_INIT("engraved")},    {STR_INIT("戒"), STR_INIT("engraved")},
    {STR_INIT("项链"), STR_INIT("engraved")},      {STR_INIT("手链"), STR_INIT("engraved")},
};

static bool is_ascii_letter(struct str text, size_t at)
{
    return at < text.len && ((text.ptr[at] | 32) >= 'a' && (text.ptr[at] | 32) <= 'z');
}

/* ASCII case does not count; titles are short. */
static bool title_holds(struct str title, struct str word)
{
    bool beginning = str_ends(word, STR("-")), latin = is_ascii_letter(word, 0);
    if (beginning) word.len--;
    for (size_t at = 0; at + word.len <= title.len; at++) {
        size_t end = at + word.len;
        if (ascii_lower(title.ptr[at]) != word.ptr[0]) continue;
        if (!str_eq_nocase(str_slice(title, at, end), word)) continue;
        if (end < title.len && (title.ptr[end] | 32) == 's') end++;
        bool starts = at == 0 || !is_ascii_letter(title, at - 1);
        if (!latin || (starts && (beginning || !is_ascii_letter(title, end)))) return true;
    }
    return false;
}

static bool has_field(const struct item *item, struct str beginning)
{
    for (size_t i = 0; i < item->field_count; i++)
        if (str_eq_nocase(str_slice(item->fields[i].name, 0, beginning.len), beginning)) return true;
    return false;
}

struct str craft_of(const struct item *item, const struct product *product)
{
    if (product && product->craft.len) return product->craft;
    for (size_t i = 0; i < sizeof crafts / sizeof *crafts; i++)
        if (title_holds(item->title, crafts[i].word)) return crafts[i].craft;
    if (has_field(item, STR("engrav"))) return STR("engraved");
    if (has_field(item, STR("photo"))) return STR("made");
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
        if (title_holds(item->title, usual[i].word)) return usual[i].craft;
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

static struct str piece_full_name(struct arena *arena, const struct item *item, enum lang lang)
{
    return called(arena, foreign_line(arena, item->title, FOREIGN_TITLE), lang);
}

/* "Biscuit", 团子; not "golden retriever" or 猫, which say what it is and not what it is called. */
static bool is_name(struct str text)
{
    enum { ONE_HAN = 3 };
    bool small = text.len && text.ptr[0] >= 'a' && text.ptr[0] <= 'z';
    bool one_han = text.len == ONE_HAN && (unsigned char)text.ptr[0] >= 0xE4;
    return text.len && !small && !one_han;
}

/* Orders come from many shops, and each calls the field its own way. */
static struct str pet_of(const struct item *item)
{
    static const struct str names[] = {STR_INIT("pet_name"),   STR_INIT("pet name"), STR_INIT("petname"),
                                       STR_INIT("pet's name"), STR_INIT("pet"),      STR_INIT("宠物名字"),
                                       STR_INIT("宠物名"),     STR_INIT("宠物")};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (is_name(item_field(item, names[i]))) return item_field(item, names[i]);
    return (struct str){0};
}

static bool is_picture(struct str title)
{
    return title_holds(title, STR("portrait")) || title_holds(title, STR("paint-")) ||
           title_holds(title, STR("画")) || title_holds(title, STR("肖像"));
}

struct str piece_name(struct arena *arena, const struct item *item, enum lang lang, bool *out_owned)
{
    struct str pet = foreign_line(arena, pet_of(item), FOREIGN_LABEL);
    struct str title = foreign_line(arena, short_title(item->title), FOREIGN_TITLE);
    *out_owned = pet.len && is_picture(title);
    if (!*out_owned) return called(arena, title, lang);
    if (lang == LANG_ZH) return arena_printf(arena, "%.*s的画像", STR_ARG(pet));
    bool portrait = title_holds(title, STR("portrait")) || title_holds(title, STR("肖像"));
    return arena_printf(arena, "%.*s's %s", STR_ARG(pet), portrait ? "portrait" : "painting");
}

/* The words on a piece, where they are short enough to be part of its name. */
static struct str telling_value(struct arena *arena, const struct item *item)
{
    enum { SHORT_VALUE = 40 };
    for (size_t i = 0; i < item->field_count; i++) {
        struct str value = foreign_line(arena, item->fields[i].value, FOREIGN_LABEL);
        if (value.len && value.len <= SHORT_VALUE && !str_eq_nocase(item->fields[i].name, STR("photo")))
            return value;
    }
    return (struct str){0};
}

static struct calling told_apart(struct arena *arena, const struct item *items, const struct calling *shorts,
                                 size_t count, size_t index, enum lang lang)
{
    const struct item *item = &items[index];
    struct calling calling = shorts[index];
    bool same_title = false;
    for (size_t i = 0; i < count; i++) {
        if (i == index || !str_eq(shorts[i].name, shorts[index].name)) continue;
        calling = (struct calling){piece_full_name(arena, item, lang), false};
        same_title = same_title || str_eq(items[i].title, item->title);
    }
    struct str value = same_title ? telling_value(arena, item) : (struct str){0}, title = calling.name;
    if (value.len && lang == LANG_ZH)
        calling.name = arena_printf(arena, "“%.*s”%.*s", STR_ARG(value), STR_ARG(title));
    else if (value.len)
        calling.name = arena_printf(arena, "%.*s “%.*s”", STR_ARG(title), STR_ARG(value));
    return calling;
}

void pieces_tell_apart(struct arena *arena, const struct item *items, size_t count, enum lang lang,
                       struct calling *callings)
{
    struct calling *shorts = ARENA_ARRAY(arena, count, struct calling);
    memcpy(shorts, callings, count * sizeof *shorts);
    for (size_t i = 0; i < count; i++) callings[i] = told_apart(arena, items, shorts, count, i, lang);
}
