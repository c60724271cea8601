/* store.yaml: the table of its settings and the readers of those that are more than one value. */
#include "shop/parts.h"

#include <math.h>

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_alnum(char c)
{
    return is_alpha(c) || (c >= '0' && c <= '9');
}

static bool fits_email(struct str text)
{
    size_t at = str_find_char(text, '@', 0);
    if (at == STR_NOT_FOUND || at == 0 || str_find_char(text, '@', at + 1) != STR_NOT_FOUND) return false;
    struct str domain = str_slice(text, at + 1, text.len);
    size_t dot = str_find_char(domain, '.', 0);
    return dot != STR_NOT_FOUND && dot > 0 && !str_ends(domain, STR(".")) && !str_contains(text, STR(" "));
}

static bool fits_url(struct str text)
{
    size_t scheme = str_starts(text, STR("https://")) ? 8 : str_starts(text, STR("http://")) ? 7 : 0;
    return scheme && text.len > scheme && !str_contains(text, STR(" "));
}

/* "en", "en-US", "zh-Hans-CN": letters and digits in parts of 2 to 8. */
static bool fits_locale(struct str text)
{
    struct str rest = text, part;
    for (bool first = true; str_next_part(&rest, '-', &part); first = false) {
        if (part.len < 2 || part.len > 8 || (first && part.len > 3)) return false;
        for (size_t i = 0; i < part.len; i++)
            if (!(first ? is_alpha(part.ptr[i]) : is_alnum(part.ptr[i]))) return false;
    }
    return true;
}

static bool fits_currency(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] < 'A' || text.ptr[i] > 'Z') return false;
    return text.len == 3;
}

/* A password in the address would be a secret in a settings file. */
static bool fits_database(struct str text)
{
    if (str_is(text, "sqlite")) return true;
    size_t scheme = str_starts(text, STR("postgres://"))     ? 11
                    : str_starts(text, STR("postgresql://")) ? 13
                                                             : 0;
    if (!scheme) return false;
    struct str host = str_slice(text, scheme, str_find_char(text, '/', scheme));
    size_t at = str_find_char(host, '@', 0);
    bool password = at != STR_NOT_FOUND && str_find_char(str_slice(host, 0, at), ':', 0) != STR_NOT_FOUND;
    return !password && !str_contains(text, STR("password="));
}

static bool fits_path(struct str text)
{
    return !str_contains(text, STR(".."));
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The light that a channel gives, 0 to 1 (WCAG 2, relative luminance). */
static double channel_light(struct str text, size_t at)
{
    int high = hex_digit(text.ptr[at]), low = hex_digit(text.ptr[at + 1]);
    double share = (high * 16 + low) / 255.0;
    return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4);
}

static bool fits_accent(struct str text)
{
    if (text.len != 7 || text.ptr[0] != '#') return false;
    for (size_t i = 1; i < 7; i++)
        if (hex_digit(text.ptr[i]) < 0) return false;
    double light =
        0.2126 * channel_light(text, 1) + 0.7152 * channel_light(text, 3) + 0.0722 * channel_light(text, 5);
    return 1.05 / (light + 0.05) >= 4.5;
}

static bool fits_zone(struct str text)
{
    return zone_name_is_sane(text);
}

static bool fits_address(struct str text)
{
    return !str_contains(text, STR("\n")) && (str_contains(text, STR(",")) || str_contains(text, STR("，")));
}

static int weekday_of_name(struct str name)
{
    static const char names[] = "mon tue wed thu fri sat sun";
    for (int day = 0; day < 7; day++)
        if (str_eq(name, str_of_len(names + 4 * day, 3))) return day;
    return -1;
}

/* "mon" or "mon-fri": first and last weekday; -1 when it is neither. */
static int weekdays_of(struct str text, int *out_first, int *out_last)
{
    size_t dash = str_find_char(text, '-', 0);
    int first = weekday_of_name(str_slice(text, 0, dash)), last = first;
    if (dash != STR_NOT_FOUND) last = weekday_of_name(str_slice(text, dash + 1, text.len));
    if (first < 0 || last < first) return -1;
    *out_first = first;
    *out_last = last;
    return 0;
}

static void read_days(struct setting_reader *reader, const struct yaml_node *node, week_t *target)
{
    week_t week = 0;
    if (!setting_is_list(reader, node, "the list of working days")) return;
    for (size_t i = 0; i < node->count; i++) {
        const struct yaml_node *item = &node->items[i];
        if (!setting_is_text(reader, item, "a working day")) continue;
        int day = weekday_of_name(item->scalar);
        if (day < 0)
            setting_complain(reader, item,
                             "'%.*s' is no weekday; mon, tue, wed, thu, fri, sat or sun is expected",
                             STR_ARG(item->scalar));
        else
            week = (week_t)(week | 1U << day);
    }
    if (week)
        *target = week;
    else
        setting_complain(reader, node, "there is no working day; at least one is expected");
}

static void read_working_week(struct setting_reader *reader, const struct yaml_node *node, void *target)
{
    read_days(reader, node, &((struct shop *)target)->store.working_week);
}

static void read_carrier_week(struct setting_reader *reader, const struct yaml_node *node, void *target)
{
    read_days(reader, node, &((struct shop *)target)->settings.carrier_week);
}

static int parse_span(struct str text, int *out_from, int *out_to)
{
    size_t dash = str_find_char(text, '-', 0);
    if (dash == STR_NOT_FOUND) return -1;
    if (setting_clock(str_trim(str_slice(text, 0, dash)), out_from) < 0) return -1;
    if (setting_clock(str_trim(str_slice(text, dash + 1, text.len)), out_to) < 0) return -1;
    return *out_from < *out_to ? 0 : -1;
}

/* "9:00-12:00, 13:00-17:00" into one weekday's spans; -1 when it is not that. */
static int parse_hours(struct str text, struct hours *hours, int day)
{
    struct str rest = text, part;
    int count = 0, last = -1;
    if (str_is(text, "closed")) return 0;
    while (str_next_part(&rest, ',', &part)) {
        int from, to;
        if (count == HOURS_SPANS || parse_span(part, &from, &to) < 0 || from <= last) return -1;
        hours->day[day].span[count].from = from;
        hours->day[day].span[count].to = last = to;
        count++;
    }
    hours->day[day].count = count;
    return 0;
}

static void read_hours(struct setting_reader *reader, const struct yaml_node *node, void *target)
{
    struct hours hours = {0};
    int open = 0, first, last;
    if (!setting_is_mapping(reader, node, "'hours'")) return;
    for (size_t i = 0; i < node->count; i++) {
        const struct yaml_node *key = &node->keys[i], *item = &node->items[i];
        if (weekdays_of(key->scalar, &first, &last) < 0) {
            setting_complain(reader, key, "'%.*s' is no weekday; mon … sun, or mon-fri, is expected",
                             STR_ARG(key->scalar));
            continue;
        }
        if (!setting_is_text(reader, item, "the opening hours")) continue;
        for (int day = first; day <= last; day++) {
            if (hours.day[day].count == 0 && parse_hours(item->scalar, &hours, day) == 0) continue;
            setting_complain(reader, item,
                             "the hours '%.*s' cannot be; up to %d spans such as 9:00-12:00, 13:00-17:00, "
                             "in order and each day once, or closed, are expected",
                             STR_ARG(item->scalar), HOURS_SPANS);
            break;
        }
    }
    for (int day = 0; day < 7; day++) open += hours.day[day].count;
    if (open)
        ((struct shop *)target)->store.hours = hours;
    else
        setting_complain(reader, node, "the store is never open; hours of at least one weekday are expected");
}

static void read_cutoff(struct setting_reader *reader, const struct yaml_node *node, void *target)
{
    int seconds;
    if (!setting_is_text(reader, node, "'cutoff'") || str_is(node->scalar, "none")) return;
    if (setting_clock(node->scalar, &seconds) < 0)
        setting_complain(reader, node, "'cutoff' is '%.*s'; a time of day as \"14:00\", or none, is expected",
                         STR_ARG(node->scalar));
    else
        ((struct shop *)target)->store.cutoff = seconds;
}

static void read_locales(struct setting_reader *reader, const struct yaml_node *node, void *target)
{
    struct store *store = &((struct shop *)target)->store;
    if (!setting_is_list(reader, node, "'locales'")) return;
    store->locales = ARENA_ARRAY(reader->loader->arena, node->count, struct str);
    for (size_t i = 0; i < node->count; i++) {
        const struct yaml_node *item = &node->items[i];
        if (!setting_is_text(reader, item, "a locale")) continue;
        if (fits_locale(item->scalar))
            store->locales[store->locale_count++] = item->scalar;
        else
            setting_complain(reader, item, "'%.*s' is no locale; one such as en-US or zh-CN is expected",
                             STR_ARG(item->scalar));
    }
}

static void read_voice(struct setting_reader *reader, const struct yaml_node *node, void *target)
{
    if (!setting_is_text(reader, node, "'voice.zh'")) return;
    ((struct shop *)target)->store.zh_formal = str_is(node->scalar, "您");
    if (!str_is(node->scalar, "您") && !str_is(node->scalar, "你"))
        setting_complain(reader, node, "'voice.zh' is '%.*s'; 您 or 你 is expected", STR_ARG(node->scalar));
}

static void read_other_languages(struct setting_reader *reader, const struct yaml_node *node, void *target)
{
    struct store *store = &((struct shop *)target)->store;
    if (!setting_is_mapping(reader, node, "'other_languages'")) return;
    store->other_languages = ARENA_ARRAY(reader->loader->arena, node->count, struct other_language);
    for (size_t i = 0; i < node->count; i++) {
        const struct yaml_node *key = &node->keys[i], *item = &node->items[i];
        if (!fits_locale(key->scalar) || key->scalar.len > 3)
            setting_complain(reader, key, "'%.*s' is no language; a code such as fr or de is expected",
                             STR_ARG(key->scalar));
        else if (setting_is_text(reader, item, "the line"))
            store->other_languages[store->other_language_count++] =
                (struct other_language){key->scalar, item->scalar};
    }
}

static void read_products(struct setting_reader *reader, const struct yaml_node *node, void *target)
{
    products_read(reader, node, &((struct shop *)target)->store);
}

/* "maildir", or a mapping with its path. */
static void read_mail(struct setting_reader *reader, const struct yaml_node *node, void *target)
{
    struct shop *shop = target;
    const struct yaml_node *path = setting_find(node, STR("maildir"));
    if (!path && node->kind == YAML_SCALAR && str_is(node->scalar, "maildir")) {
        shop->settings.mail_maildir = STR("mail");
        return;
    }
    if (!path || node->count != 1) {
        setting_complain(reader, node,
                         "'channels.mail' is not understood; maildir or {maildir: PATH} is expected");
        return;
    }
    if (!setting_is_text(reader, path, "'channels.mail.maildir'")) return;
    if (!fits_path(path->scalar))
        setting_complain(reader, path, "'%.*s' does not fit; a path without .. is expected",
                         STR_ARG(path->scalar));
    else
        shop->settings.mail_maildir = path->scalar;
}

#define AT(member) offsetof(struct shop, member)

/* In the order of reading: the currency before anything that has an amount. */
static const struct setting settings[] = {
    {.key = "name",
     .type = SETTING_TEXT,
     .offset = AT(store.name),
     .least = 1,
     .most = 120,
     .about = "The store's name, as customers know it."},
    {.key = "email",
     .type = SETTING_TEXT,
     .offset = AT(store.email),
     .least = 3,
     .most = 254,
     .fits = fits_email,
     .expects = "an address such as hello@example.com",
     .about = "The address customers write to; every message of the desk comes from it."},
    {.key = "url",
     .type = SETTING_TEXT,
     .offset = AT(store.url),
     .most = 500,
     .fallback = "",
     .fits = fits_url,
     .expects = "an address that begins with https://",
     .about = "The store's home page."},
    {.key = "agent_name",
     .type = SETTING_TEXT,
     .offset = AT(store.agent_name),
     .least = 1,
     .most = 60,
     .about = "The name replies are signed with."},
    {.key = "zone",
     .type = SETTING_TEXT,
     .offset = AT(store.zone_name),
     .least = 1,
     .most = 60,
     .fits = fits_zone,
     .expects = "an IANA name such as America/New_York",
     .about = "The store's time zone; every rule is applied in it."},
    {.key = "default_locale",
     .type = SETTING_TEXT,
     .offset = AT(store.default_locale),
     .least = 2,
     .most = 35,
     .fallback = "en-US",
     .fits = fits_locale,
     .expects = "a locale such as en-US",
     .about = "Language and region where a customer's are not known."},
    {.key = "locales",
     .type = SETTING_PART,
     .fallback = "",
     .read = read_locales,
     .expects = "list of locales, `[en-US, zh-CN]`",
     .about = "Where the store's customers are."},
    {.key = "currency",
     .type = SETTING_TEXT,
     .offset = AT(store.currency),
     .least = 1,
     .most = 10,
     .fallback = "USD",
     .fits = fits_currency,
     .expects = "three capitals such as USD",
     .about = "The currency of all amounts in store.yaml and policy.md (ISO 4217)."},
    {.key = "cutoff",
     .type = SETTING_PART,
     .fallback = "",
     .read = read_cutoff,
     .expects = "time of day, `\"14:00\"`, or `none`",
     .about = "Orders placed later than this count from the next business day."},
    {.key = "working_week",
     .type = SETTING_PART,
     .fallback = "",
     .read = read_working_week,
     .expects = "list of `mon` … `sun`",
     .about =
         "Days on which the studio works; closures are in calendars/studio.ics. Monday to Friday if absent."},
    {.key = "carrier_week",
     .type = SETTING_PART,
     .fallback = "",
     .read = read_carrier_week,
     .expects = "list of `mon` … `sun`",
     .about =
         "Days on which parcels move; holidays are in calendars/carrier.ics. Monday to Friday if absent."},
    {.key = "hours",
     .type = SETTING_PART,
     .read = read_hours,
     .expects = "by weekday, `mon-fri: \"9:00-12:00, 13:00-17:00\"`",
     .about = "When somebody answers; the first-response target counts these hours only."},
    {.key = "voice.zh",
     .type = SETTING_PART,
     .fallback = "",
     .read = read_voice,
     .expects = "`您` or `你`",
     .about = "How Chinese replies address the customer; 您 if absent."},
    {.key = "voice.accent",
     .type = SETTING_TEXT,
     .offset = AT(store.accent),
     .least = 7,
     .most = 7,
     .fallback = "",
     .fits = fits_accent,
     .expects = "a colour such as \"#8c4a2f\", dark enough for white words on it (contrast 4.5 to 1)",
     .about = "The colour of buttons and links on the customer's page; the pages' own if absent."},
    {.key = "pages.base_url",
     .type = SETTING_TEXT,
     .offset = AT(store.pages_url),
     .most = 300,
     .fallback = "",
     .fits = fits_url,
     .expects = "an address that begins with https://",
     .about = "Where customers reach the pages from outside: what links in letters begin with. "
              "http://127.0.0.1:8080 if absent, and then only a letter that was asked for carries a link."},
    {.key = "pages.links_in_letters",
     .type = SETTING_FLAG,
     .offset = AT(store.links_in_letters),
     .fallback = "true",
     .about =
         "Whether replies and notices end with a link to the order's page, where pages.base_url is said."},
    {.key = "returns.address",
     .type = SETTING_TEXT,
     .offset = AT(store.returns_address),
     .least = 10,
     .most = 400,
     .fallback = "",
     .fits = fits_address,
     .expects = "an address in one line, its parts set apart by commas",
     .about = "Where customers send back what they may return; a person writes it to them if absent."},
    {.key = "pickup",
     .type = SETTING_FLAG,
     .offset = AT(store.pickup),
     .fallback = "false",
     .about = "Whether orders can be collected at the studio."},
    {.key = "reading.ask_below",
     .type = SETTING_REAL,
     .offset = AT(store.ask_below),
     .most = 1,
     .fallback = "0.75",
     .about = "Confidence of reading under which the draft asks what is meant, and a person sends it."},
    {.key = "reading.escalate_below",
     .type = SETTING_REAL,
     .offset = AT(store.escalate_below),
     .most = 1,
     .fallback = "0.35",
     .about = "Confidence of reading under which the message is escalated to a person."},
    {.key = "other_languages",
     .type = SETTING_PART,
     .fallback = "",
     .read = read_other_languages,
     .expects = "lines by language code",
     .about = "A short line for customers who write in a language the store does not answer in."},
    {.key = "products",
     .type = SETTING_PART,
     .fallback = "",
     .read = read_products,
     .expects = "list of products, see below",
     .about = "What the store makes and sells."},
    {.key = "channels.mail",
     .type = SETTING_PART,
     .fallback = "",
     .read = read_mail,
     .expects = "maildir, or {maildir: PATH}",
     .about = "Where the desk server puts letters: a Maildir, DIR/mail where no path is given. Any mail "
              "program reads it."},
    {.key = "database",
     .type = SETTING_TEXT,
     .offset = AT(settings.database),
     .least = 1,
     .most = 1000,
     .fallback = "sqlite",
     .fits = fits_database,
     .hidden = true,
     .expects = "sqlite, or postgres://… without a password in it",
     .about = "Where the desk server keeps its records."},
    {.key = "secrets_file",
     .type = SETTING_TEXT,
     .offset = AT(settings.secrets_file),
     .least = 1,
     .most = 1000,
     .fallback = "",
     .fits = fits_path,
     .expects = "a path without ..",
     .about = "File with passwords and keys, which never stand in store.yaml."},
};

enum { SETTING_COUNT = sizeof settings / sizeof *settings };

void settings_describe(struct buf *out)
{
    setting_describe(out, settings, SETTING_COUNT);
}

static void find_zone(struct setting_reader *reader, const struct yaml_node *root, struct store *store)
{
    struct err err = {0};
    if (store->zone_name.len == 0 ||
        zones_find(reader->loader->arena, store->zone_name, &store->zone, &err) == 0)
        return;
    const struct yaml_node *node = yaml_get(root, STR("zone"));
    setting_complain(reader, node ? node : root, "%s", err.message);
}

/* Values that must agree with each other. */
static void check_together(struct setting_reader *reader, const struct yaml_node *root, struct store *store)
{
    bool listed = store->locale_count == 0 || store->default_locale.len == 0;
    for (size_t i = 0; i < store->locale_count; i++)
        listed |= str_eq(store->locales[i], store->default_locale);
    const struct yaml_node *node = yaml_get(root, STR("locales"));
    if (!listed && node)
        setting_complain(reader, node, "the list lacks the default_locale %.*s; it is expected to be in it",
                         STR_ARG(store->default_locale));
    const struct yaml_node *ask = setting_find(root, STR("reading.ask_below"));
    const struct yaml_node *escalate = setting_find(root, STR("reading.escalate_below"));
    if ((ask || escalate) && store->ask_below < store->escalate_below)
        setting_complain(
            reader, ask ? ask : escalate,
            "'reading.ask_below' is less than 'reading.escalate_below'; at least as much is expected");
    if (store->locale_count) return;
    store->locales = &store->default_locale;
    store->locale_count = 1;
}

void settings_load(struct loader *loader, struct shop *shop)
{
    struct source source;
    struct yaml_node root;
    struct err err = {0};
    shop->store.cutoff = -1;
    shop->store.zh_formal = true;
    shop->store.working_week = shop->settings.carrier_week = WEEK_MONDAY_TO_FRIDAY;
    shop->store.currency = STR("USD");
    if (loader_read_text(loader, "store.yaml", &source) < 0) return;
    if (yaml_parse(loader->arena, source.name, source.text, 1, &root, &err) < 0) {
        loader_tell(loader, &err);
        return;
    }
    struct setting_reader reader = {loader, source.name, STR("USD")};
    const struct yaml_node *currency = yaml_get(&root, STR("currency"));
    if (currency && currency->kind == YAML_SCALAR && fits_currency(currency->scalar))
        reader.currency = currency->scalar;
    setting_read_all(&reader, &root, "store.yaml", settings, SETTING_COUNT, shop);
    if (root.kind != YAML_MAPPING) return;
    find_zone(&reader, &root, &shop->store);
    check_together(&reader, &root, &shop->store);
}
