/* Opening and checking a store; see shop.h. The parts are read by the other files of this folder. */
#include "shop/shop.h"

#include <sys/stat.h>

#include "base/hash.h"
#include "shop/builtin.h"
#include "shop/fonts.h"
#include "shop/parts.h"

enum { MODEL_MOST = 512 << 20 };

/* The store's own model, else the one that is built in. */
static void load_model(struct loader *loader, struct store *store)
{
    struct source source = {.name = STR("model.bin (built in)")};
    struct err err = {0};
    const struct builtin_file *builtin = builtin_find(STR("model.bin"));
    if (loader->folder && loader_has(loader, "model.bin")) {
        if (loader_read(loader, "model.bin", MODEL_MOST, &source) < 0) return;
    } else if (builtin) {
        source.text = builtin->bytes;
    } else {
        return;
    }
    if (classifier_from_bytes(loader->arena, source.text, &store->classifier, &err) == 0) return;
    err_at(&err, source.name, 0, 0);
    loader_tell(loader, &err);
}

static bool folder_is_there(struct loader *loader)
{
    struct stat about;
    if (!loader->folder || (stat(loader->folder, &about) == 0 && S_ISDIR(about.st_mode))) return true;
    loader_complain(loader, str_of(loader->folder), 0, 0, "this is no store folder; burin init makes one");
    return false;
}

static void complain_of_font(void *context, struct str path, const char *why)
{
    struct loader *loader = context;
    loader_complain(loader, loader_name(loader, arena_cstr(loader->arena, path)), 0, 0, "%s", why);
}

static bool is_chosen(const struct store *store, struct str font)
{
    for (size_t p = 0; p < store->product_count; p++)
        for (size_t r = 0; r < store->products[p].rule_count; r++) {
            const struct field_rule *rule = &store->products[p].rules[r];
            for (size_t c = 0; str_is(rule->field, "font") && c < rule->choice_count; c++)
                if (str_eq_nocase(rule->choices[c], font)) return true;
        }
    return false;
}

/* They are for pages alone, and so are not kept here. */
static void check_fonts(struct loader *loader, const struct store *store)
{
    struct arena *arena = arena_new();
    struct shop_fonts fonts;
    shop_fonts_read(arena, loader->folder, &fonts, complain_of_font, loader);
    for (size_t i = 0; i < fonts.count; i++)
        if (!is_chosen(store, fonts.items[i].name))
            loader_warn(loader, loader_name(loader, arena_cstr(loader->arena, fonts.items[i].path)),
                        "no product has '%.*s' among the choices of its font", STR_ARG(fonts.items[i].name));
    arena_free(arena);
}

/* Reads all parts, also behind findings: each file is looked at once and everything wrong is told. */
static struct shop *load(struct loader *loader)
{
    struct shop *shop = ARENA_NEW(loader->arena, struct shop);
    shop->arena = loader->arena;
    loader->hash = HASH_SEED;
    if (!folder_is_there(loader)) return shop;
    templates_load(loader, &shop->store);
    settings_load(loader, shop);
    policy_load(loader, &shop->store);
    faq_load(loader, &shop->store);
    calendars_load(loader, shop);
    load_model(loader, &shop->store);
    zones_load_countries(loader, &shop->store);
    check_fonts(loader, &shop->store);
    shop->store.version = arena_printf(loader->arena, "%016llx", (unsigned long long)hash_mix(loader->hash));
    loader_sort_findings(loader);
    return shop;
}

int shop_open(const char *folder, struct shop **out, struct err *err)
{
    struct loader loader = {.arena = arena_new(), .folder = folder};
    struct shop *shop = load(&loader);
    if (loader.error_count) {
        size_t first = 0;
        while (loader.findings[first].warning) first++;
        if (err) *err = loader.findings[first].err;
        arena_free(loader.arena);
        return -1;
    }
    *out = shop;
    return 0;
}

static struct shop_files copy_files(struct arena *arena, const struct shop_files *files)
{
    struct shop_file *items = ARENA_ARRAY(arena, files->count, struct shop_file);
    for (size_t i = 0; i < files->count; i++)
        items[i] = (struct shop_file){arena_str(arena, files->items[i].path),
                                      arena_str(arena, files->items[i].text)};
    return (struct shop_files){items, files->count};
}

struct shop *shop_read(const char *folder, const struct shop_files *files, struct arena *arena,
                       struct shop_findings *out)
{
    struct loader loader = {.arena = arena_new(), .folder = folder};
    struct shop_files copy = copy_files(loader.arena, files);
    loader.files = &copy;
    struct shop *shop = load(&loader);
    shop->files = copy;
    struct shop_finding *items = ARENA_ARRAY(arena, loader.finding_count, struct shop_finding);
    if (loader.finding_count) memcpy(items, loader.findings, loader.finding_count * sizeof *items);
    *out = (struct shop_findings){items, loader.finding_count, loader.error_count};
    if (!loader.error_count) return shop;
    arena_free(loader.arena);
    return NULL;
}

void shop_free(struct shop *shop)
{
    if (shop) arena_free(shop->arena);
}

const struct store *shop_store(const struct shop *shop)
{
    return &shop->store;
}

const struct shop_settings *shop_settings(const struct shop *shop)
{
    return &shop->settings;
}

const struct shop_files *shop_files(const struct shop *shop)
{
    return &shop->files;
}

size_t shop_check(const char *folder, void (*report)(void *context, const struct shop_finding *finding),
                  void *context)
{
    struct loader loader = {.arena = arena_new(), .folder = folder};
    load(&loader);
    size_t errors = loader.error_count;
    for (size_t i = 0; i < loader.finding_count; i++) report(context, &loader.findings[i]);
    arena_free(loader.arena);
    return errors;
}

void shop_describe(struct buf *out)
{
    buf_add_c(out, "## store.yaml\n\n");
    settings_describe(out);
    buf_add_c(out, "\n### Products and personalization rules\n\n");
    products_describe(out);
    buf_add_c(out, "\n## policy.md\n\n");
    policy_describe(out);
}
