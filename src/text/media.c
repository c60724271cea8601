/* Types and pixel sizes of files by their first bytes; see media.h. */
#include "text/media.h"

#include "base/buf.h"
#include "text/utf8.h"

enum { BRANDS_MOST = 32, MEDIA_ENDING_MOST = 5 };

static uint32_t byte_at(struct str bytes, size_t at)
{
    return at < bytes.len ? (unsigned char)bytes.ptr[at] : 0;
}

static uint32_t big(struct str bytes, size_t at, int count)
{
    uint32_t number = 0;
    for (int i = 0; i < count; i++) number = number << 8 | byte_at(bytes, at + (size_t)i);
    return number;
}

static uint32_t little(struct str bytes, size_t at, int count)
{
    uint32_t number = 0;
    while (count-- > 0) number = number << 8 | byte_at(bytes, at + (size_t)count);
    return number;
}

static bool has_at(struct str bytes, size_t at, struct str word)
{
    return at <= bytes.len && str_starts(str_slice(bytes, at, bytes.len), word);
}

static void set_pixels(struct media *media, uint32_t width, uint32_t height)
{
    if (!width || !height || width > MEDIA_PIXELS_MOST || height > MEDIA_PIXELS_MOST) return;
    media->width = (int)width;
    media->height = (int)height;
}

/* ---- the formats ---- */

static bool is_png(struct str bytes)
{
    return has_at(bytes, 0, STR("\x89PNG\r\n\x1a\n"));
}

static void read_png(struct str bytes, struct media *media)
{
    if (bytes.len >= 24 && has_at(bytes, 12, STR("IHDR")))
        set_pixels(media, big(bytes, 16, 4), big(bytes, 20, 4));
}

static bool is_jpeg(struct str bytes)
{
    return has_at(bytes, 0, STR("\xff\xd8\xff"));
}

/* SOF0 to SOF15, without DHT, JPG and DAC, which lie among them. */
static bool is_frame(uint32_t marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/* Segments, each led by its length, up to the one that begins the frame. */
static void read_jpeg(struct str bytes, struct media *media)
{
    for (size_t at = 2; at + 4 <= bytes.len;) {
        uint32_t marker = byte_at(bytes, at + 1);
        if (byte_at(bytes, at) != 0xff) return;
        if (marker == 0xff) { /* filling */
            at++;
            continue;
        }
        if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8)) { /* without a length */
            at += 2;
            continue;
        }
        uint32_t length = big(bytes, at + 2, 2);
        if (length < 2 || marker == 0xd9 || marker == 0xda) return;
        if (is_frame(marker)) {
            if (length >= 7 && at + 9 <= bytes.len)
                set_pixels(media, big(bytes, at + 7, 2), big(bytes, at + 5, 2));
            return;
        }
        at += 2 + length;
    }
}

static bool is_webp(struct str bytes)
{
    return has_at(bytes, 0, STR("RIFF")) && has_at(bytes, 8, STR("WEBPVP8"));
}

static void read_webp(struct str bytes, struct media *media)
{
    if (bytes.len < 30) return;
    if (has_at(bytes, 12, STR("VP8 ")) && has_at(bytes, 23, STR("\x9d\x01\x2a")))
        set_pixels(media, little(bytes, 26, 2) & 0x3fff, little(bytes, 28, 2) & 0x3fff);
    if (has_at(bytes, 12, STR("VP8L")) && byte_at(bytes, 20) == 0x2f) {
        uint32_t sizes = little(bytes, 21, 4);
        set_pixels(media, (sizes & 0x3fff) + 1, (sizes >> 14 & 0x3fff) + 1);
    }
    if (has_at(bytes, 12, STR("VP8X"))) set_pixels(media, little(bytes, 24, 3) + 1, little(bytes, 27, 3) + 1);
}

/* The main brand, or where that is a general one, one of the others: there are other kinds in the same box (AVIF). */
static bool is_heic(struct str bytes)
{
    static const struct str brands[] = {STR_INIT("heic"), STR_INIT("heix"), STR_INIT("heim"),
                                        STR_INIT("heis"), STR_INIT("hevc"), STR_INIT("hevx")};
    if (!has_at(bytes, 4, STR("ftyp"))) return false;
    bool general = has_at(bytes, 8, STR("mif1")) || has_at(bytes, 8, STR("msf1"));
    size_t end = general ? big(bytes, 0, 4) : 12;
    for (size_t at = 8; at + 4 <= end && at + 4 <= bytes.len && at < 8 + 4 * BRANDS_MOST; at += 4)
        for (size_t i = 0; i < sizeof brands / sizeof *brands; i++)
            if (has_at(bytes, at, brands[i])) return true;
    return false;
}

static bool is_pdf(struct str bytes)
{
    return has_at(bytes, 0, STR("%PDF-"));
}

static bool is_text(struct str bytes)
{
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char c = (unsigned char)bytes.ptr[i];
        if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == 0x7f) return false;
    }
    return utf8_is_valid(bytes);
}

static const struct format {
    struct str type;
    bool (*is)(struct str bytes);
    void (*read)(struct str bytes, struct media *media);
    struct str ending; /* of a photo's name; empty: no photo */
} formats[] = {
    {STR_INIT("image/jpeg"), is_jpeg, read_jpeg, STR_INIT(".jpg")},
    {STR_INIT("image/png"), is_png, read_png, STR_INIT(".png")},
    {STR_INIT("image/webp"), is_webp, read_webp, STR_INIT(".webp")},
    {STR_INIT("image/heic"), is_heic, NULL, STR_INIT(".heic")},
    {STR_INIT("application/pdf"), is_pdf, NULL, {0}},
    {STR_INIT("text/plain"), is_text, NULL, {0}},
};

void media_read(struct str declared, struct str bytes, struct media *out)
{
    struct str type = str_trim(str_slice(declared, 0, str_find_char(declared, ';', 0)));
    struct media media = {.type = STR("application/octet-stream")};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        const struct format *format = &formats[i];
        bool photo = format->ending.len > 0;
        if ((!photo && !str_eq_nocase(format->type, type)) || !format->is(bytes)) continue;
        media.type = format->type;
        media.photo = photo;
        if (format->read) format->read(bytes, &media);
        break;
    }
    *out = media;
}

/* ---- names ---- */

/* What cannot be seen, turns the direction of writing, or means something to a file system. */
static bool is_left_out(rune_t rune)
{
    static const struct {
        rune_t from, to;
    } ranges[] = {{0, 0x1f},        {0x7f, 0x9f},     {0x2028, 0x2029},   {0xd800, 0xf8ff},
                  {0xfe00, 0xfe0f}, {0xfff0, 0xffff}, {0xe0000, 0x10ffff}};
    static const struct str meaning = STR_INIT("\"*<>?|:");
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (rune >= ranges[i].from && rune <= ranges[i].to) return true;
    return rune_is_hidden(rune) || (rune < 0x80 && str_find_char(meaning, (char)rune, 0) != STR_NOT_FOUND);
}

static struct str last_part(struct str name)
{
    size_t start = 0;
    for (size_t i = 0; i < name.len; i++)
        if (name.ptr[i] == '/' || name.ptr[i] == '\\') start = i + 1;
    return str_slice(name, start, name.len);
}

static struct str trimmed(struct str text)
{
    while (text.len && (text.ptr[text.len - 1] == '.' || text.ptr[text.len - 1] == ' ')) text.len--;
    return text;
}

/* Cleaned first, looked at afterwards: what is left out must not uncover what was looked for. */
static struct str cleaned(struct arena *arena, struct str name)
{
    struct buf out;
    buf_init(&out, 4096);
    for (size_t at = 0; at < name.len;) {
        size_t from = at;
        rune_t rune = utf8_next(name, &at);
        if (is_left_out(rune)) continue;
        if (out.len + (at - from) > MEDIA_NAME_MOST) break;
        buf_add(&out, str_slice(name, from, at));
    }
    struct str text = buf_copy(&out, arena);
    buf_done(&out);
    text = str_trim(text);
    while (text.len && (text.ptr[0] == '.' || text.ptr[0] == ' ')) text = str_slice(text, 1, text.len);
    return trimmed(text);
}

static struct str cut(struct str text, size_t most)
{
    if (text.len <= most) return text;
    while (most && ((unsigned char)text.ptr[most] & 0xc0) == 0x80) most--;
    return str_slice(text, 0, most);
}

/* Without what photos end in, however many of them, and no longer than that an ending goes on it. */
static struct str stem_of(struct str text)
{
    static const struct str endings[] = {STR_INIT(".jpg"),  STR_INIT(".jpeg"), STR_INIT(".png"),
                                         STR_INIT(".webp"), STR_INIT(".heic"), STR_INIT(".heif")};
    for (size_t before = text.len + 1; text.len < before;) {
        before = text.len;
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
            size_t at = text.len - endings[i].len;
            if (text.len > endings[i].len && str_eq_nocase(str_slice(text, at, text.len), endings[i]))
                text = str_slice(text, 0, at);
        }
        text = trimmed(cut(text, MEDIA_NAME_MOST - MEDIA_ENDING_MOST));
    }
    return text.len ? text : STR("photo");
}

static struct str ending_of(struct str type)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (str_eq(formats[i].type, type)) return formats[i].ending;
    return (struct str){0};
}

struct str media_name(struct arena *arena, struct str name, const struct media *media)
{
    struct str text = cleaned(arena, last_part(name));
    if (!text.len) text = media->photo ? STR("photo") : STR("file");
    if (media->photo) return ARENA_JOIN(arena, stem_of(text), ending_of(media->type));
    if (!str_is(media->type, "application/octet-stream")) return text;
    return arena_printf(arena, "%.*s.bin", STR_ARG(text));
}
