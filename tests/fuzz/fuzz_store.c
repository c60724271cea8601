/* Any bytes as a file of a store: its first letter says which. Everything but the calendars and the templates, which have
 * targets of their own, goes through the real readers; a store without findings must be usable.
 *
 * This file takes the place of shop/builtin.c, zones.c and calendars.c, so that the bytes come as a built-in file and no
 * other file is read. */
#include <stdlib.h>

#include "shop/builtin.h"
#include "shop/parts.h"
#include "text/utf8.h"

static const char store[] =
    "name: A\nemail: a@b.cd\nagent_name: A\nzone: UTC\nhours: {mon: \"9:00-17:00\"}\n";
static const char policy[] =
    "---\nlaw: {\"*\": {}}\n---\n"
    "## A {#changes}\nT\n## A {#cancellation}\nT\n## A {#quality}\nT\n## A {#returns}\nT\n"
    "## A {#delays}\nT\n## A {#delivery}\nT\n## A {#rush}\nT\n## A {#identity}\nT\n"
    "## A {#estimates}\nT\n";
static const char faq[] = "## How? {#how}\nSo.\n";

static struct builtin_file files[] = {
    {STR_INIT("model.bin"), {0}},
    {STR_INIT("store/faq.md"), {faq, sizeof faq - 1}},
    {STR_INIT("store/faq.zh.md"), {faq, sizeof faq - 1}},
    {STR_INIT("store/policy.md"), {policy, sizeof policy - 1}},
    {STR_INIT("store/policy.zh.md"), {0}},
    {STR_INIT("store/store.yaml"), {store, sizeof store - 1}},
    {STR_INIT("templates/en/words.yaml"), STR_INIT("a: b\n")},
};

static const struct fuzzed {
    char letter;
    int file;
} fuzzed[] = {{'f', 1}, {'F', 2}, {'p', 3}, {'P', 4}, {'s', 5}, {'w', 6}, {'m', 0}};

enum { FILE_COUNT = sizeof files / sizeof *files };

const struct builtin_file *builtin_find(struct str path)
{
    for (size_t i = 0; i < FILE_COUNT; i++)
        if (str_eq(files[i].path, path) && files[i].bytes.ptr) return &files[i];
    return NULL;
}

const struct builtin_file *builtin_below(struct str prefix, size_t *out_count)
{
    *out_count = str_is(prefix, "templates/");
    return &files[FILE_COUNT - 1];
}

int zones_find(struct arena *arena, struct str name, const struct zone **out, struct err *err)
{
    (void)arena;
    if (!zone_name_is_sane(name)) return err_set(err, ERR_INPUT, "no zone");
    *out = zone_utc();
    return 0;
}

void zones_load_countries(struct loader *loader, struct store *open)
{
    (void)loader;
    (void)open;
}

void calendars_load(struct loader *loader, struct shop *shop)
{
    (void)loader;
    (void)shop;
}

static void use(const struct store *open, struct str text)
{
    const struct faq_entry *found[3];
    struct arena *arena = arena_new();
    faq_find(&open->faq, STR("en"), text_fold(arena, str_slice(text, 0, 2000)), found, 3);
    if (!policy_law(&open->policy[LANG_EN], STR("US"))) abort();
    for (int lang = 0; lang < LANG_COUNT; lang++)
        if (!policy_clause(&open->policy[lang], STR("rush"))) abort();
    store_product(open, STR("RING-1"));
    arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct builtin_file *file = NULL;
    if (size == 0) return 0;
    for (size_t i = 0; i < sizeof fuzzed / sizeof *fuzzed; i++)
        if (fuzzed[i].letter == (char)bytes[0]) file = &files[fuzzed[i].file];
    if (!file) return -1;
    struct str kept = file->bytes, text = str_of_len((const char *)bytes + 1, size - 1);
    struct shop *shop = NULL;
    struct err err = {0};
    file->bytes = text;
    if (shop_open(NULL, &shop, &err) == 0)
        use(shop_store(shop), text);
    else if (err.category == ERR_NONE || !err.message[0] || !err.file[0])
        abort();
    shop_free(shop);
    file->bytes = kept;
    return 0;
}
