/* Money as minor units; see money.h. */
#include "model/money.h"

struct odd_currency {
    struct str code;
    int digits;
};

/* The currencies of ISO 4217 that do not have two places. */
static const struct odd_currency odd_currencies[] = {
    {STR_INIT("BHD"), 3}, {STR_INIT("BIF"), 0}, {STR_INIT("CLP"), 0}, {STR_INIT("DJF"), 0},
    {STR_INIT("GNF"), 0}, {STR_INIT("IQD"), 3}, {STR_INIT("ISK"), 0}, {STR_INIT("JOD"), 3},
    {STR_INIT("JPY"), 0}, {STR_INIT("KMF"), 0}, {STR_INIT("KRW"), 0}, {STR_INIT("KWD"), 3},
    {STR_INIT("LYD"), 3}, {STR_INIT("OMR"), 3}, {STR_INIT("PYG"), 0}, {STR_INIT("RWF"), 0},
    {STR_INIT("TND"), 3}, {STR_INIT("UGX"), 0}, {STR_INIT("VND"), 0}, {STR_INIT("VUV"), 0},
    {STR_INIT("XAF"), 0}, {STR_INIT("XOF"), 0}, {STR_INIT("XPF"), 0},
};

int currency_digits(struct str currency)
{
    for (size_t i = 0; i < sizeof odd_currencies / sizeof *odd_currencies; i++)
        if (str_eq(odd_currencies[i].code, currency)) return odd_currencies[i].digits;
    return 2;
}

int money_parse(struct str text, struct str currency, int64_t *out_minor)
{
    int places = currency_digits(currency);
    size_t point = str_find_char(text, '.', 0);
    struct str whole = str_slice(text, 0, point), fraction = {0};
    if (point != STR_NOT_FOUND) {
        fraction = str_slice(text, point + 1, text.len);
        if (fraction.len == 0 || fraction.len > (size_t)places) return -1;
    }
    uint64_t units, parts = 0;
    if (str_to_uint(whole, (uint64_t)MONEY_MOST, &units) < 0) return -1;
    if (fraction.len && str_to_uint(fraction, 999, &parts) < 0) return -1;
    for (size_t i = fraction.len; i < (size_t)places; i++) parts *= 10;
    for (int i = 0; i < places; i++) units *= 10;
    if (units + parts > (uint64_t)MONEY_MOST) return -1;
    *out_minor = (int64_t)(units + parts);
    return 0;
}

void money_format(struct buf *out, int64_t minor, struct str currency)
{
    int places = currency_digits(currency);
    int64_t unit = 1;
    for (int i = 0; i < places; i++) unit *= 10;
    if (minor < 0) buf_add_char(out, '-');
    if (minor < 0) minor = -minor;
    buf_add_int(out, minor / unit);
    if (places) buf_printf(out, ".%0*lld", places, (long long)(minor % unit));
}

int64_t money_percent(int64_t minor, int percent)
{
    return (minor * percent + 50) / 100;
}

struct str money_text(struct arena *arena, struct str amount, struct str currency)
{
    static const struct {
        struct str code, sign;
    } signs[] = {{STR_INIT("USD"), STR_INIT("$")},   {STR_INIT("EUR"), STR_INIT("€")},
                 {STR_INIT("GBP"), STR_INIT("£")},   {STR_INIT("CNY"), STR_INIT("¥")},
                 {STR_INIT("CAD"), STR_INIT("CA$")}, {STR_INIT("AUD"), STR_INIT("A$")},
                 {STR_INIT("NZD"), STR_INIT("NZ$")}, {STR_INIT("HKD"), STR_INIT("HK$")},
                 {STR_INIT("JPY"), STR_INIT("¥")}};
    if (!amount.len) return amount;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (str_eq(signs[i].code, currency))
            return arena_printf(arena, "%.*s%.*s", STR_ARG(signs[i].sign), STR_ARG(amount));
    return arena_printf(arena, "%.*s %.*s", STR_ARG(amount), STR_ARG(currency));
}
