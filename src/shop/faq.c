/* faq.md and faq.zh.md: each `##` is a question; the front matter's `also` gives the words customers use for it. */
#include "shop/parts.h"

#include "shop/sections.h"
#include "text/utf8.h"

enum { KEYWORDS_MOST = 200, WORD_LEAST = 4 };

struct keywords {
    struct arena *arena;
    struct str *items;
    size_t count, cap;
};

static bool has_keyword(const struct keywords *keywords, struct str word)
{
    for (size_t i = 0; i < keywords->count; i++)
        if (str_eq(keywords->items[i], word)) return true;
    return false;
}

static void add_keyword(struct keywords *keywords, struct str word)
{
    if (word.len == 0 || keywords->count == KEYWORDS_MOST || has_keyword(keywords, word)) return;
    *ARENA_PUSH(keywords->arena, keywords->items, keywords->count, keywords->cap) = word;
}

/* Words that say nothing about the subject of a question, folded. */
static bool is_common(struct str word)
{
    static const char common[] = " about after also before between custom customer customers does doing down "
                                 "each from give have here into "
                                 "just like long made make many more most much need order ordered orders "
                                 "other over piece pieces please "
                                 "same should some something still take takes than that their them then "
                                 "there these they thing this those "
                                 "through under until very want well were what when where which while will "
                                 "with without work would your "
                                 "yours 什么 多少 可以 你们 我们 怎么 需要 是否 能不 不能 一个 一般 吗你 "
                                 "如果 哪些 有没 没有 我的 的东 东西 "
                                 "以后 以前 之前 之后 还能 能否 怎样 多久 多长 时候 ";
    char padded[64];
    if (word.len + 2 > sizeof padded) return false;
    padded[0] = padded[word.len + 1] = ' ';
    memcpy(padded + 1, word.ptr, word.len);
    return str_contains(str_of_len(common, sizeof common - 1), str_of_len(padded, word.len + 2));
}

/* The question's own words: longer ones of letters, and pairs of Han characters. */
static void add_question_words(struct keywords *keywords, struct str folded)
{
    size_t from = 0, at = 0, previous = SIZE_MAX;
    while (at < folded.len) {
        size_t start = at;
        rune_t rune = utf8_next(folded, &at);
        bool han = rune_is_han(rune), letter = !han && (rune_is_letter(rune) || rune_is_digit(rune));
        struct str pair = previous == SIZE_MAX ? (struct str){0} : str_slice(folded, previous, at);
        if (han && pair.len && !is_common(pair)) add_keyword(keywords, pair);
        previous = han ? start : SIZE_MAX;
        struct str word = str_slice(folded, from, letter ? at : start);
        if ((!letter || at == folded.len) && word.len >= WORD_LEAST && !is_common(word))
            add_keyword(keywords, word);
        if (!letter) from = at;
    }
}

static void add_phrases(struct setting_reader *reader, const struct yaml_node *node,
                        struct keywords *keywords)
{
    if (!setting_is_list(reader, node, "the list of words")) return;
    for (size_t i = 0; i < node->count; i++) {
        const struct yaml_node *item = &node->items[i];
        if (!setting_is_text(reader, item, "a word")) continue;
        struct str folded = str_trim(text_fold(keywords->arena, item->scalar));
        bool bare = folded.len == 0 || str_is(folded, "*");
        if (bare || folded.len > 100)
            setting_complain(reader, item, "the words cannot be matched; 1 to 100 bytes are expected");
        else
            add_keyword(keywords, folded);
    }
}

static struct faq_entry entry_of(struct setting_reader *reader, const struct section *section,
                                 const struct yaml_node *also, struct str locale)
{
    struct arena *arena = reader->loader->arena;
    struct keywords keywords = {.arena = arena};
    struct faq_entry entry = {
        .anchor = section->anchor, .question = section->title, .answer = section->text, .locale = locale};
    const struct yaml_node *phrases = also ? yaml_get(also, section->anchor) : NULL;
    if (phrases) add_phrases(reader, phrases, &keywords);
    entry.phrase_count = keywords.count;
    add_question_words(&keywords, text_fold(arena, section->title));
    entry.keywords = keywords.items;
    entry.keyword_count = keywords.count;
    return entry;
}

/* `also` may only name questions that are there. */
static void check_also(struct setting_reader *reader, const struct yaml_node *also,
                       const struct sections *sections)
{
    for (size_t i = 0; i < also->count; i++)
        if (!sections_find(sections, also->keys[i].scalar))
            setting_complain(reader, &also->keys[i],
                             "no question has the anchor '%.*s'; one of the file's is expected",
                             STR_ARG(str_slice(also->keys[i].scalar, 0, 80)));
}

static const struct yaml_node *read_also(struct setting_reader *reader, const struct front_matter *matter,
                                         const struct sections *sections)
{
    struct arena *arena = reader->loader->arena;
    struct yaml_node *root = ARENA_NEW(arena, struct yaml_node);
    struct err err = {0};
    if (!matter->present) return NULL;
    if (yaml_parse(arena, reader->file, matter->yaml, matter->yaml_line, root, &err) < 0) {
        loader_tell(reader->loader, &err);
        return NULL;
    }
    if (!setting_is_mapping(reader, root, "the front matter")) return NULL;
    for (size_t i = 0; i < root->count; i++)
        if (!str_is(root->keys[i].scalar, "also"))
            setting_complain(reader, &root->keys[i], "unknown key '%.*s'; only 'also' is expected here",
                             STR_ARG(str_slice(root->keys[i].scalar, 0, 80)));
    const struct yaml_node *also = yaml_get(root, STR("also"));
    if (!also || !setting_is_mapping(reader, also, "'also'")) return NULL;
    check_also(reader, also, sections);
    return also;
}

static void load_edition(struct loader *loader, const char *path, struct str locale, struct faq *faq,
                         size_t *cap)
{
    struct source source;
    struct front_matter matter;
    struct sections sections;
    if (loader_read_text(loader, path, &source) < 0) return;
    if (front_matter_split(loader, &source, &matter) < 0) return;
    struct setting_reader reader = {loader, source.name, {0}};
    sections_read(loader, source.name, matter.body, matter.body_line, &sections);
    const struct yaml_node *also = read_also(&reader, &matter, &sections);
    for (size_t i = 0; i < sections.count; i++)
        *ARENA_PUSH(loader->arena, faq->entries, faq->count, *cap) =
            entry_of(&reader, &sections.items[i], also, locale);
}

void faq_load(struct loader *loader, struct store *store)
{
    size_t cap = 0;
    load_edition(loader, "faq.md", STR("en"), &store->faq, &cap);
    if (loader_has(loader, "faq.zh.md")) load_edition(loader, "faq.zh.md", STR("zh"), &store->faq, &cap);
}
