/* Templates and words; see view.h. */
#include "web/view.h"

#include <pthread.h>
#include <stdlib.h>

#include "text/yaml.h"
#include "web/files.h"
#include "web/filters.h"

enum { PAGE_BYTES_MOST = 4 * 1024 * 1024, PAGE_STEPS_MOST = 4 * 1000 * 1000 };

struct compiled {
    struct str name;
    const struct liquid_template *template;
};

/* Formatters that no page is using: they serve one thread at a time. */
struct formatters {
    struct formatters *next;
    struct datefmt *dates[LANG_COUNT];
};

struct view {
    struct arena *arena;
    const struct assets *assets;
    struct compiled *templates; /* sorted by name */
    size_t count;
    struct value words[LANG_COUNT];
    pthread_mutex_t mutex; /* of `idle` */
    struct formatters *idle;
};

static const char *const langs[LANG_COUNT] = {"en", "zh"};

/* ---- words ---- */

static struct value words_of(struct arena *arena, const struct yaml_node *node)
{
    struct value words = value_object();
    if (node->kind == YAML_SCALAR) return value_str(node->scalar);
    value_reserve(arena, &words, node->count);
    for (size_t i = 0; i < node->count; i++)
        value_put(arena, &words, node->keys[i].scalar, words_of(arena, &node->items[i]));
    return words;
}

/* Groups that several files have words in become one; a word is in one of them only. */
static int join_words(struct arena *arena, struct value *into, const struct value *from, struct err *err)
{
    for (size_t i = 0; i < from->object.count; i++) {
        const struct member *member = &from->object.members[i];
        struct value *known = (struct value *)(uintptr_t)value_get(into, member->name);
        if (!known)
            value_put(arena, into, member->name, member->value);
        else if (known->kind != VALUE_OBJECT || member->value.kind != VALUE_OBJECT)
            return err_set(err, ERR_INPUT, "the word %.*s is in another file already", STR_ARG(member->name));
        else if (join_words(arena, known, &member->value, err) < 0)
            return -1;
    }
    return 0;
}

/* All files of words/LANG/, joined. */
static int read_words(struct view *view, enum lang lang, struct err *err)
{
    struct str folder = arena_printf(view->arena, "words/%s/", langs[lang]);
    view->words[lang] = value_object();
    for (size_t i = 0; i < web_file_count; i++) {
        struct yaml_node root;
        if (!str_starts(web_files[i].path, folder)) continue;
        if (yaml_parse(view->arena, web_files[i].path, web_files[i].bytes, 1, &root, err) < 0) return -1;
        struct value words = words_of(view->arena, &root);
        if (join_words(view->arena, &view->words[lang], &words, err) < 0)
            return err_at(err, web_files[i].path, 0, 0);
    }
    return 0;
}

const struct value *view_words(const struct view *view, enum lang lang)
{
    return &view->words[lang];
}

/* ---- templates ---- */

static int compile(struct view *view, const struct web_file *file, struct err *err)
{
    static const struct str folder = STR_INIT("templates/"), ending = STR_INIT(".liquid");
    if (!str_starts(file->path, folder) || !str_ends(file->path, ending)) return 0;
    struct compiled *compiled = &view->templates[view->count++];
    compiled->name = str_slice(file->path, folder.len, file->path.len - ending.len);
    return liquid_compile_with(view->arena, file->path, file->bytes, &page_filters, &compiled->template, err);
}

static const struct liquid_template *find_template(void *context, struct str name)
{
    const struct view *view = context;
    size_t low = 0, high = view->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int sign = str_cmp(name, view->templates[middle].name);
        if (sign == 0) return view->templates[middle].template;
        if (sign < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

int view_new(const struct assets *assets, struct view **out, struct err *err)
{
    struct arena *arena = arena_new();
    struct view *view = ARENA_NEW(arena, struct view);
    view->arena = arena;
    view->assets = assets;
    view->templates = ARENA_ARRAY(arena, web_file_count, struct compiled);
    pthread_mutex_init(&view->mutex, NULL);
    int result = 0;
    for (size_t i = 0; i < web_file_count && result == 0; i++) result = compile(view, &web_files[i], err);
    for (int lang = 0; lang < LANG_COUNT && result == 0; lang++)
        result = read_words(view, (enum lang)lang, err);
    if (result < 0)
        view_free(view);
    else
        *out = view;
    return result;
}

void view_free(struct view *view)
{
    if (!view) return;
    for (struct formatters *each = view->idle, *next; each; each = next) {
        next = each->next;
        for (int lang = 0; lang < LANG_COUNT; lang++) datefmt_free(each->dates[lang]);
        free(each);
    }
    pthread_mutex_destroy(&view->mutex);
    arena_free(view->arena);
}

/* ---- rendering ---- */

static struct formatters *take_formatters(struct view *view)
{
    pthread_mutex_lock(&view->mutex);
    struct formatters *taken = view->idle;
    if (taken) view->idle = taken->next;
    pthread_mutex_unlock(&view->mutex);
    if (taken) return taken;
    taken = calloc(1, sizeof *taken);
    if (!taken) abort();
    return taken;
}

static void give_formatters(struct view *view, struct formatters *given)
{
    pthread_mutex_lock(&view->mutex);
    given->next = view->idle;
    view->idle = given;
    pthread_mutex_unlock(&view->mutex);
}

static struct datefmt *dates_of(struct formatters *formatters, enum lang lang)
{
    static const struct str locales[LANG_COUNT] = {STR_INIT("en-US"), STR_INIT("zh-CN")};
    if (!formatters->dates[lang]) formatters->dates[lang] = datefmt_new(locales[lang]);
    return formatters->dates[lang];
}

int view_render(const struct view *const_view, const struct view_of *of, const char *name,
                const struct value *data, struct arena *arena, struct str *out, struct err *err)
{
    struct view *view = (struct view *)(uintptr_t)const_view; /* only its list of idle formatters changes */
    const struct liquid_template *template = find_template(view, str_of(name));
    if (!template) return err_set(err, ERR_SYSTEM, "there is no template %s", name);
    struct formatters *formatters = take_formatters(view);
    struct filter_context context = {of, &view->words[of->lang], view->assets,
                                     dates_of(formatters, of->lang)};
    struct liquid_options options = {
        .find_partial = find_template,
        .find_context = view,
        .limits = {.max_output = PAGE_BYTES_MOST, .max_steps = PAGE_STEPS_MOST},
        .escape_html = true,
        .now = of->now / MICROS_PER_SECOND,
        .utc_offset = zone_offset(of->zone, of->now),
        .filter_context = &context,
    };
    struct buf text;
    buf_init(&text, PAGE_BYTES_MOST);
    int result = liquid_render(template, data, &options, arena, &text, err);
    if (result == 0) *out = buf_copy(&text, arena);
    buf_done(&text);
    give_formatters(view, formatters);
    return result;
}
