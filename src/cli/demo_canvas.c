/* Shapes by their distance, smoothed over one pixel; letters on a grid of five by seven; see demo_canvas.h. */
#include "cli/demo_canvas.h"

#include <math.h>
#include <stdlib.h>
#include <zlib.h>

#include "base/buf.h"
#include "text/utf8.h"

enum { LETTERS_MOST = 64, PNG_MOST = 4 * 1024 * 1024 };

void canvas_new(struct arena *arena, uint64_t seed, int fine, struct canvas *out)
{
    size_t pixels = (size_t)CANVAS_WIDTH * CANVAS_HEIGHT * (size_t)(fine * fine);
    *out = (struct canvas){ARENA_ARRAY(arena, pixels, struct colour), seed | 1, fine};
}

static int wide(const struct canvas *canvas)
{
    return CANVAS_WIDTH * canvas->fine;
}

static int high(const struct canvas *canvas)
{
    return CANVAS_HEIGHT * canvas->fine;
}

float canvas_chance(struct canvas *canvas)
{
    canvas->seed ^= canvas->seed << 13;
    canvas->seed ^= canvas->seed >> 7;
    canvas->seed ^= canvas->seed << 17;
    return (float)(canvas->seed >> 40) / 16777216.0f;
}

static struct colour mix(struct colour a, struct colour b, float share)
{
    return (struct colour){a.red + (b.red - a.red) * share, a.green + (b.green - a.green) * share,
                           a.blue + (b.blue - a.blue) * share};
}

static float clamp(float value)
{
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

/* ---- shapes ---- */

struct shape {
    float (*distance)(const struct shape *shape, float x, float y); /* negative inside */
    struct colour (*colour)(const struct shape *shape, float x, float y);
    struct point a, b;
    float across, down, round;
    struct colour first, second;
    float alpha;
};

static void paint(struct canvas *canvas, const struct shape *shape, struct point low, struct point upto)
{
    const float fine = (float)canvas->fine;
    int left = (int)fmaxf(0, low.x * fine - 2), right = (int)fminf((float)wide(canvas), upto.x * fine + 3);
    int top = (int)fmaxf(0, low.y * fine - 2), bottom = (int)fminf((float)high(canvas), upto.y * fine + 3);
    for (int row = top; row < bottom; row++)
        for (int column = left; column < right; column++) {
            float x = (float)column / fine, y = (float)row / fine;
            float cover = clamp(0.5f - shape->distance(shape, x, y) * fine) * shape->alpha;
            struct colour *pixel = &canvas->pixels[row * wide(canvas) + column];
            if (cover > 0) *pixel = mix(*pixel, shape->colour(shape, x, y), cover);
        }
}

static struct colour plain(const struct shape *shape, float x, float y)
{
    (void)x;
    (void)y;
    return shape->first;
}

static struct colour downwards(const struct shape *shape, float x, float y)
{
    (void)x;
    return mix(shape->first, shape->second, clamp((y - shape->a.y + shape->down) / (2 * shape->down)));
}

static struct colour around(const struct shape *shape, float x, float y)
{
    float angle = atan2f(y - shape->a.y, x - shape->a.x);
    return mix(shape->first, shape->second, 0.5f + 0.5f * sinf(angle + 0.8f));
}

static float box_distance(const struct shape *shape, float x, float y)
{
    float dx = fabsf(x - shape->a.x) - shape->across + shape->round;
    float dy = fabsf(y - shape->a.y) - shape->down + shape->round;
    float outside = sqrtf(fmaxf(dx, 0) * fmaxf(dx, 0) + fmaxf(dy, 0) * fmaxf(dy, 0));
    return outside + fminf(fmaxf(dx, dy), 0) - shape->round;
}

static float ellipse_distance(const struct shape *shape, float x, float y)
{
    float dx = (x - shape->a.x) / shape->across, dy = (y - shape->a.y) / shape->down;
    return (sqrtf(dx * dx + dy * dy) - 1) * fminf(shape->across, shape->down);
}

static float ring_distance(const struct shape *shape, float x, float y)
{
    float dx = x - shape->a.x, dy = y - shape->a.y;
    return fabsf(sqrtf(dx * dx + dy * dy) - shape->across) - shape->round;
}

static float line_distance(const struct shape *shape, float x, float y)
{
    float px = x - shape->a.x, py = y - shape->a.y;
    float bx = shape->b.x - shape->a.x, by = shape->b.y - shape->a.y;
    float length = bx * bx + by * by, along = length > 0 ? clamp((px * bx + py * by) / length) : 0;
    float dx = px - bx * along, dy = py - by * along;
    return sqrtf(dx * dx + dy * dy) - shape->round;
}

void canvas_ground(struct canvas *canvas, struct colour top, struct colour bottom)
{
    for (int y = 0; y < high(canvas); y++)
        for (int x = 0; x < wide(canvas); x++) {
            float away = fabsf((float)x / (float)wide(canvas) - 0.45f),
                  grain = (float)((x / 3 * 7 + y / 2 * 13) % 5);
            struct colour colour = mix(top, bottom, (float)y / (float)high(canvas));
            float shade = grain - 40 * away * away;
            canvas->pixels[y * wide(canvas) + x] =
                (struct colour){colour.red + shade, colour.green + shade, colour.blue + shade};
        }
}

void canvas_box(struct canvas *canvas, const struct box *box, struct colour top, struct colour bottom,
                float alpha)
{
    struct shape shape = {.distance = box_distance,
                          .colour = downwards,
                          .a = {box->x + box->width / 2, box->y + box->height / 2},
                          .across = box->width / 2,
                          .down = box->height / 2,
                          .round = box->round,
                          .first = top,
                          .second = bottom,
                          .alpha = alpha};
    paint(canvas, &shape, (struct point){box->x, box->y},
          (struct point){box->x + box->width, box->y + box->height});
}

void canvas_ellipse(struct canvas *canvas, struct point centre, float across, float down,
                    struct colour colour, float alpha)
{
    struct shape shape = {.distance = ellipse_distance,
                          .colour = plain,
                          .a = centre,
                          .across = across,
                          .down = down,
                          .first = colour,
                          .alpha = alpha};
    paint(canvas, &shape, (struct point){centre.x - across, centre.y - down},
          (struct point){centre.x + across, centre.y + down});
}

void canvas_ring(struct canvas *canvas, struct point centre, float radius, float width, struct colour light,
                 struct colour dark)
{
    struct shape shape = {.distance = ring_distance,
                          .colour = around,
                          .a = centre,
                          .across = radius,
                          .round = width / 2,
                          .first = light,
                          .second = dark,
                          .alpha = 1};
    float reach = radius + width;
    paint(canvas, &shape, (struct point){centre.x - reach, centre.y - reach},
          (struct point){centre.x + reach, centre.y + reach});
}

void canvas_line(struct canvas *canvas, struct point from, struct point to, float width, struct colour colour,
                 float alpha)
{
    struct shape shape = {.distance = line_distance,
                          .colour = plain,
                          .a = from,
                          .b = to,
                          .round = width / 2,
                          .first = colour,
                          .alpha = alpha};
    paint(canvas, &shape, (struct point){fminf(from.x, to.x) - width, fminf(from.y, to.y) - width},
          (struct point){fmaxf(from.x, to.x) + width, fmaxf(from.y, to.y) + width});
}

/* ---- letters ---- */

/* Strokes apart by a blank, each a run of points: x 0–4, y 0–6. */
static const char *const capitals[26] = {
    "062046 1434",
    "0006 0030414233 0333 3344453606",
    "4130100105163645",
    "0006 003041453606",
    "40000646 0333",
    "400006 0333",
    "41301001051636454323",
    "0006 4046 0343",
    "2026 1030 1636",
    "4045361605",
    "0006 4003 0346",
    "000646",
    "0600234046",
    "06004640",
    "103041453616050110",
    "06003041423303",
    "103041453616050110 2446",
    "06003041423303 2346",
    "413010010213334445361605",
    "0040 2026",
    "000516364540",
    "002640",
    "0016233640",
    "0046 4006",
    "0023 4023 2326",
    "00400646",
};
static const char *const digits[10] = {
    "103041453616050110 3016", "112026 1636", "01103041420646",
    "00402334453605",          "36300444",    "400002324345361605",
    "30100105163645443303",    "004016",      "103041423313020110 133344453616050413",
    "16364541301001021343",
};
static const struct {
    char sign;
    const char *strokes;
} signs[] = {
    {'&', "4612112031320405162644"},
    {'-', "1333"},
    {'.', "2526"},
    {',', "2516"},
    {'\'', "2021"},
    {'+', "1333 2224"},
    {'/', "4006"},
};
/* Any other script, seen from afar. */
static const char *const others[] = {"0141 2026 0444 1636", "0040 0343 1016 3036", "1030 0242 2026 0646"};

static const char *strokes_of(rune_t letter)
{
    if (letter >= 'a' && letter <= 'z') return capitals[letter - 'a'];
    if (letter >= 'A' && letter <= 'Z') return capitals[letter - 'A'];
    if (letter >= '0' && letter <= '9') return digits[letter - '0'];
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (letter == (rune_t)signs[i].sign) return signs[i].strokes;
    return letter > 0x7f && rune_is_letter(letter) ? others[letter % 3] : "";
}

static void write_letter(struct canvas *canvas, struct point at, float unit, const char *strokes,
                         struct colour colour)
{
    struct point last = {0};
    bool down = false;
    for (const char *s = strokes; *s; s++) {
        if (*s == ' ') {
            down = false;
            continue;
        }
        struct point next = {at.x + (float)(s[0] - '0') * unit, at.y + (float)(s[1] - '0') * unit};
        if (down) canvas_line(canvas, last, next, unit * 0.72f, colour, 0.92f);
        last = next;
        down = true;
        s++;
    }
}

void canvas_words(struct canvas *canvas, const struct box *box, struct str words, float size,
                  struct colour colour)
{
    size_t count = utf8_count(words), at = 0;
    if (!count || count > LETTERS_MOST) return;
    float unit = fminf(size / 6, box->width / ((float)count * 6 - 2));
    struct point pen = {box->x + (box->width - ((float)count * 6 - 2) * unit) / 2,
                        box->y + (box->height - 6 * unit) / 2};
    while (at < words.len) {
        write_letter(canvas, pen, unit, strokes_of(utf8_next(words, &at)), colour);
        pen.x += 6 * unit;
    }
}

/* ---- PNG ---- */

static void add_number(struct buf *out, uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8) buf_add_char(out, (char)(number >> shift & 0xff));
}

static void add_chunk(struct buf *out, const char *type, struct str bytes)
{
    uLong sum = crc32(crc32(0, (const Bytef *)type, 4), (const Bytef *)bytes.ptr, (uInt)bytes.len);
    add_number(out, (uint32_t)bytes.len);
    buf_add(out, str_of_len(type, 4));
    buf_add(out, bytes);
    add_number(out, (uint32_t)(bytes.len ? sum : crc32(0, (const Bytef *)type, 4)));
}

/* The mean of a square of pixels. */
static struct colour mean(const struct canvas *canvas, int left, int top, int side)
{
    struct colour sum = {0};
    float count = (float)(side * side);
    for (int y = top; y < top + side; y++)
        for (int x = left; x < left + side; x++) {
            const struct colour *pixel = &canvas->pixels[y * wide(canvas) + x];
            sum.red += pixel->red / count;
            sum.green += pixel->green / count;
            sum.blue += pixel->blue / count;
        }
    return sum;
}

/* Each row says how it differs from the one to its left. */
static struct str rows_of(struct arena *arena, const struct canvas *canvas, int side)
{
    size_t size = (1 + 3 * (size_t)(wide(canvas) / side)) * (size_t)(high(canvas) / side);
    unsigned char *bytes = arena_alloc(arena, size), *at = bytes;
    for (int y = 0; y < high(canvas); y += side) {
        unsigned char before[3] = {0};
        *at++ = 1;
        for (int x = 0; x < wide(canvas); x += side) {
            struct colour pixel = mean(canvas, x, y, side);
            const float parts[3] = {pixel.red, pixel.green, pixel.blue};
            for (int i = 0; i < 3; i++) {
                unsigned char now = (unsigned char)(clamp(parts[i] / 255) * 255 + 0.5f);
                *at++ = (unsigned char)(now - before[i]);
                before[i] = now;
            }
        }
    }
    return str_of_len((const char *)bytes, size);
}

struct str canvas_png(struct arena *arena, const struct canvas *canvas, int side)
{
    static const char head[] = "\x89PNG\r\n\x1a\n";
    struct buf out, about;
    struct str rows = rows_of(arena, canvas, side);
    uLongf size = compressBound((uLong)rows.len);
    char *packed = arena_alloc(arena, size);
    buf_init(&out, PNG_MOST);
    buf_init(&about, 64);
    if (compress2((Bytef *)packed, &size, (const Bytef *)rows.ptr, (uLong)rows.len, 1) != Z_OK) abort();
    add_number(&about, (uint32_t)(wide(canvas) / side));
    add_number(&about, (uint32_t)(high(canvas) / side));
    buf_add(&about, str_of_len("\x08\x02\0\0\0", 5)); /* eight bits of red, green and blue */
    buf_add(&out, str_of_len(head, sizeof head - 1));
    add_chunk(&out, "IHDR", buf_str(&about));
    add_chunk(&out, "IDAT", str_of_len(packed, size));
    add_chunk(&out, "IEND", (struct str){"", 0});
    struct str png = buf_copy(&out, arena);
    buf_done(&out);
    buf_done(&about);
    return png;
}
