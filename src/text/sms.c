/* How a text goes over SMS, by 3GPP TS 23.038: the GSM 7-bit alphabet with its extension table, or UCS-2. */
#include "text/sms.h"

#include "text/utf8.h"

enum { GSM_SINGLE = 160, GSM_PART = 153, UCS2_SINGLE = 70, UCS2_PART = 67 };

/* The characters of the basic table beyond ASCII, in order of their code points. */
static const uint16_t gsm_beyond_ascii[] = {
    0x00A1, 0x00A3, 0x00A4, 0x00A5, 0x00A7, 0x00BF, 0x00C4, 0x00C5, 0x00C6, 0x00C7, 0x00C9, 0x00D1, 0x00D6,
    0x00D8, 0x00DC, 0x00DF, 0x00E0, 0x00E4, 0x00E5, 0x00E6, 0x00E8, 0x00E9, 0x00EC, 0x00F1, 0x00F2, 0x00F6,
    0x00F8, 0x00F9, 0x00FC, 0x0393, 0x0394, 0x0398, 0x039B, 0x039E, 0x03A0, 0x03A3, 0x03A6, 0x03A8, 0x03A9,
};

/* Septets the character takes: 1, 2 with the escape, 0 where the alphabet lacks it. */
static int gsm_septets(rune_t rune)
{
    if (rune < 0x80) {
        if (rune == '\n' || rune == '\r') return 1;
        if (rune < 0x20 || rune == 0x7f || rune == '`') return 0;
        return strchr("^{}\\[~]|", (int)rune) ? 2 : 1;
    }
    if (rune == 0x20AC) return 2;
    size_t lo = 0, hi = sizeof gsm_beyond_ascii / sizeof *gsm_beyond_ascii;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (gsm_beyond_ascii[mid] == rune) return 1;
        if (gsm_beyond_ascii[mid] < rune)
            lo = mid + 1;
        else
            hi = mid;
    }
    return 0;
}

static int ucs2_units(rune_t rune)
{
    return rune != UTF8_BAD && rune > 0xffff ? 2 : 1;
}

/* Fills segments one after the other; neither an escape pair nor a surrogate pair may be torn apart. */
struct packer {
    int part;     /* units one segment of several holds */
    int units;    /* all of them */
    int segments; /* full ones and the one being filled */
    int filled;
};

static void packer_add(struct packer *packer, int units)
{
    packer->units += units;
    if (packer->segments == 0 || packer->filled + units > packer->part) {
        packer->segments++;
        packer->filled = 0;
    }
    packer->filled += units;
}

static struct sms_size packer_size(const struct packer *packer, bool ucs2, int single)
{
    return (struct sms_size){ucs2, packer->units,
                             packer->units <= single ? packer->units > 0 : packer->segments};
}

struct sms_size sms_size_of(struct str text)
{
    struct packer gsm = {.part = GSM_PART}, wide = {.part = UCS2_PART};
    bool ucs2 = false;
    for (size_t at = 0; at < text.len;) {
        rune_t rune = utf8_next(text, &at);
        int septets = gsm_septets(rune);
        ucs2 = ucs2 || septets == 0;
        packer_add(&gsm, septets);
        packer_add(&wide, ucs2_units(rune));
    }
    return ucs2 ? packer_size(&wide, true, UCS2_SINGLE) : packer_size(&gsm, false, GSM_SINGLE);
}

/* The GSM text of a typographic character, "" where it may go, NULL where it has none. */
static const char *plain_of(rune_t rune)
{
    if ((rune >= 0x2000 && rune <= 0x200A) || rune == 0x00A0 || rune == 0x202F || rune == 0x205F ||
        rune == '\t')
        return " ";
    if ((rune >= 0x2010 && rune <= 0x2015) || rune == 0x2212) return "-";
    if ((rune >= 0x2018 && rune <= 0x201B) || rune == 0x2032 || rune == 0x00B4 || rune == '`') return "'";
    if ((rune >= 0x201C && rune <= 0x201F) || rune == 0x2033 || rune == 0x00AB || rune == 0x00BB) return "\"";
    if (rune == 0x2039 || rune == 0x203A) return "'";
    if (rune == 0x2026) return "...";
    if (rune == 0x2022 || rune == 0x00B7) return "-";
    if (rune == 0x200B || rune == 0x2060 || rune == 0xFEFF || rune == 0x00AD) return "";
    return NULL;
}

static bool has_han(struct str text)
{
    for (size_t at = 0; at < text.len;)
        if (rune_is_han(utf8_next(text, &at))) return true;
    return false;
}

void sms_fold(struct buf *out, struct str text)
{
    if (has_han(text)) { /* UCS-2 in any case: Chinese quotes and dashes stay Chinese */
        buf_add(out, text);
        return;
    }
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        const char *plain = plain_of(utf8_next(text, &at));
        if (plain)
            buf_add_c(out, plain);
        else
            buf_add(out, str_slice(text, from, at));
    }
}
