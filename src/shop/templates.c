/* The templates and word lists of each language: the program's own, with the store folder's in their place. */
#include "shop/parts.h"

#include <stdlib.h>

#include "shop/builtin.h"

enum { TEMPLATES_MOST = 2000, TEMPLATE_MOST = 256 * 1024 };

static const struct str language_codes[LANG_COUNT] = {STR_INIT("en"), STR_INIT("zh")};

struct template_source {
    struct str path; /* "templates/en/answers/thank.liquid" */
    struct str file; /* as findings name it */
    struct str text;
    bool own; /* from the store folder */
};

struct template_sources {
    struct loader *loader;
    struct template_source *items;
    size_t count, cap;
};

static void add_source(struct template_sources *sources, struct template_source source)
{
    *ARENA_PUSH(sources->loader->arena, sources->items, sources->count, sources->cap) = source;
}

static void add_builtin(struct template_sources *sources)
{
    size_t count;
    const struct builtin_file *files = builtin_below(STR("templates/"), &count);
    for (size_t i = 0; i < count; i++) {
        struct str file = arena_printf(sources->loader->arena, "%.*s (built in)", STR_ARG(files[i].path));
        add_source(sources, (struct template_source){files[i].path, file, files[i].bytes, false});
    }
}

static bool is_words(struct str path)
{
    return str_ends(path, STR("/words.yaml"));
}

static void add_file(struct template_sources *sources, struct str path)
{
    struct loader *loader = sources->loader;
    struct source source;
    if (!shop_path_language(path).len || (!str_ends(path, STR(".liquid")) && !is_words(path))) {
        loader_complain(loader, loader_name(loader, path.ptr), 0, 0,
                        "this is no template; templates/en/… (or zh, or another language's code) with "
                        ".liquid, or words.yaml, "
                        "is expected");
        return;
    }
    if (loader_read_text(loader, path.ptr, &source) < 0) return;
    if (source.text.len > TEMPLATE_MOST)
        loader_complain(loader, source.name, 0, 0, "the template is too long; at most %d bytes are expected",
                        TEMPLATE_MOST);
    else
        add_source(sources, (struct template_source){path, source.name, source.text, true});
}

static void add_walked(void *context, struct str path)
{
    struct template_sources *sources = context;
    if (sources->count < TEMPLATES_MOST) add_file(sources, path);
}

static void tell_bad_folder(void *context, struct str path)
{
    struct loader *loader = ((struct template_sources *)context)->loader;
    loader_complain(loader, loader_name(loader, path.ptr), 0, 0,
                    "the folder cannot be read; at most %d levels are", SHOP_DEPTH);
}

/* The store's own, in order of name, so that the same files give the same version. */
static void add_own(struct template_sources *sources)
{
    struct loader *loader = sources->loader;
    for (size_t i = 0; loader->files && i < loader->files->count; i++)
        if (str_starts(loader->files->items[i].path, STR("templates/")))
            add_walked(sources, loader->files->items[i].path);
    if (!loader->files && loader->folder && loader_has(loader, "templates"))
        shop_folder_walk(loader->arena, loader->folder, STR("templates"), add_walked, tell_bad_folder,
                         sources);
}

static int by_path(const void *a, const void *b)
{
    const struct template_source *left = a, *right = b;
    int order = str_cmp(left->path, right->path);
    return order ? order : (int)left->own - (int)right->own;
}

/* All sources in order of path, an overridden one directly before the store's own. */
static void collect(struct template_sources *sources)
{
    struct loader *loader = sources->loader;
    add_builtin(sources);
    for (size_t i = 0; i < sources->count; i++)
        loader_hash(loader, sources->items[i].path, sources->items[i].text);
    add_own(sources);
    if (sources->count) qsort(sources->items, sources->count, sizeof *sources->items, by_path);
}

static void put_word(struct arena *arena, struct value *words, struct str key, struct str text)
{
    for (size_t i = 0; i < words->object.count; i++) {
        if (!str_eq(words->object.members[i].name, key)) continue;
        words->object.members[i].value = value_str(text);
        return;
    }
    value_put(arena, words, key, value_str(text));
}

static void read_words(struct loader *loader, const struct template_source *source, struct value *words)
{
    struct yaml_node root;
    struct err err = {0};
    struct setting_reader reader = {loader, source->file, {0}};
    if (yaml_parse(loader->arena, source->file, source->text, 1, &root, &err) < 0) {
        loader_tell(loader, &err);
        return;
    }
    if (!setting_is_mapping(&reader, &root, "the word list")) return;
    for (size_t i = 0; i < root.count; i++) {
        const struct yaml_node *node = &root.items[i];
        if (node->kind != YAML_SCALAR)
            setting_complain(&reader, node, "the word '%.*s' is no text; key: text is expected",
                             STR_ARG(str_slice(root.keys[i].scalar, 0, 80)));
        else if (source->own)
            put_word(loader->arena, words, root.keys[i].scalar, node->scalar);
        else
            value_put(loader->arena, words, root.keys[i].scalar, value_str(node->scalar));
    }
}

/* What liquid_walk tells of one template. */
struct walk {
    struct loader *loader;
    const struct language *language;
    struct str file;
    bool *called; /* for each template of the language: whether another one calls it */
};

static void check_partial(void *context, struct str kind, struct str path, int line, int column)
{
    struct walk *walk = context;
    if (str_is(kind, "variable")) return;
    for (size_t i = 0; i < walk->language->template_count; i++)
        if (str_eq(walk->language->templates[i].name, path)) {
            walk->called[i] = true;
            return;
        }
    loader_complain(
        walk->loader, walk->file, line, column,
        "there is no template '%.*s'; the path of one below templates/%.*s, without .liquid, is expected",
        STR_ARG(path), STR_ARG(walk->language->code));
}

static bool overridden(const struct template_sources *sources, size_t index)
{
    return index + 1 < sources->count && str_eq(sources->items[index].path, sources->items[index + 1].path);
}

static void compile(struct loader *loader, const struct template_source *source, struct str name,
                    struct language *language)
{
    struct named_template *row = &language->templates[language->template_count];
    struct err err = {0};
    row->name = name;
    if (liquid_compile(loader->arena, source->file, source->text, &row->template, &err) < 0) {
        err_at(&err, source->file, 0, 0);
        loader_tell(loader, &err);
        return;
    }
    language->template_count++;
}

/* The engine asks for those templates alone that the program has in some language, and each may call others. */
static bool is_asked_for(struct loader *loader, struct str name)
{
    for (size_t i = 0; i < LANG_COUNT; i++)
        if (builtin_find(arena_printf(loader->arena, "templates/%.*s/%.*s.liquid", STR_ARG(language_codes[i]),
                                      STR_ARG(name))))
            return true;
    return false;
}

static void check_calls(struct loader *loader, const struct language *language, const struct str *files)
{
    bool *called = ARENA_ARRAY(loader->arena, language->template_count, bool);
    for (size_t i = 0; i < language->template_count; i++) {
        struct walk walk = {loader, language, files[i], called};
        liquid_walk(language->templates[i].template, check_partial, &walk);
    }
    for (size_t i = 0; i < language->template_count; i++)
        if (!called[i] && !is_asked_for(loader, language->templates[i].name))
            loader_warn(loader, files[i],
                        "nothing uses this template; the path of one that is built in, or "
                        "of one that another template calls, is expected");
}

static void load_language(struct loader *loader, const struct template_sources *sources,
                          struct language *language)
{
    struct str prefix = arena_printf(loader->arena, "templates/%.*s/", STR_ARG(language->code));
    struct str *files = ARENA_ARRAY(loader->arena, sources->count, struct str);
    language->words = value_object();
    language->templates = ARENA_ARRAY(loader->arena, sources->count, struct named_template);
    for (size_t i = 0; i < sources->count; i++) {
        const struct template_source *source = &sources->items[i];
        if (!str_starts(source->path, prefix)) continue;
        struct str name = str_slice(source->path, prefix.len, source->path.len);
        files[language->template_count] = source->file;
        if (is_words(source->path))
            read_words(loader, source, &language->words);
        else if (str_ends(name, STR(".liquid")) && !overridden(sources, i))
            compile(loader, source, str_slice(name, 0, name.len - 7), language);
    }
    check_calls(loader, language, files);
}

/* What a letter needs in a language that is answered in but not read: there every message is handed over. */
static void check_added(struct loader *loader, const struct language *language)
{
    static const struct str needed[] = {STR_INIT("reply"), STR_INIT("subject"), STR_INIT("answers/hand_over"),
                                        STR_INIT("sms/hand_over")};
    struct str folder = arena_printf(loader->arena, "templates/%.*s", STR_ARG(language->code));
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (!language_template(language, needed[i]))
            loader_complain(loader, loader_name(loader, folder.ptr), 0, 0,
                            "the language lacks %.*s.liquid; a letter needs it", STR_ARG(needed[i]));
}

/* Sources stand in order of path, so the files of a language stand together. */
static void add_languages(const struct template_sources *sources, struct store *store)
{
    for (size_t i = 0; i < sources->count; i++) {
        struct str code = shop_path_language(sources->items[i].path);
        if (store_language(store, code, SIZE_MAX) == SIZE_MAX)
            store->languages[store->language_count++].code = code;
    }
}

void templates_load(struct loader *loader, struct store *store)
{
    struct template_sources sources = {.loader = loader};
    collect(&sources);
    store->languages = ARENA_ARRAY(loader->arena, sources.count + LANG_COUNT, struct language);
    for (int lang = 0; lang < LANG_COUNT; lang++)
        store->languages[store->language_count++].code = language_codes[lang];
    add_languages(&sources, store);
    for (size_t i = 0; i < store->language_count; i++) {
        load_language(loader, &sources, &store->languages[i]);
        if (i >= LANG_COUNT) check_added(loader, &store->languages[i]);
    }
}
