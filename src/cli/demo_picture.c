/* What the demo's pieces look like, and what can be wrong with them; see demo_picture.h. */
#include "cli/demo_picture.h"

#include <math.h>

#include "cli/demo_canvas.h"
#include "text/utf8.h"

static const struct colour white = {250, 248, 243}, ink = {58, 50, 44}, silver = {228, 230, 233},
                           steel = {150, 154, 160}, gold = {236, 206, 140}, bronze = {176, 132, 66},
                           oak = {186, 142, 92}, walnut = {120, 82, 50}, leather = {134, 82, 50},
                           saddle = {98, 56, 34}, linen = {236, 230, 216}, sage = {150, 170, 148},
                           cardboard = {196, 158, 112}, kraft = {168, 130, 86}, brown = {104, 74, 52};

/* ---- motifs ---- */

static void draw_bar(struct canvas *canvas, struct str words)
{
    const struct box bar = {110, 205, 340, 64, 14}, shadow = {116, 214, 340, 64, 14};
    for (int link = 0; link < 26; link++) {
        float along = (float)link / 26;
        canvas_ring(canvas, (struct point){40 + 78 * along, 20 + 210 * along * along}, 6, 3, gold, bronze);
        canvas_ring(canvas, (struct point){520 - 78 * along, 20 + 210 * along * along}, 6, 3, gold, bronze);
    }
    canvas_box(canvas, &shadow, brown, brown, 0.25f);
    canvas_box(canvas, &bar, gold, bronze, 1);
    canvas_words(canvas, &(struct box){132, 205, 296, 64, 0}, words, 34, ink);
}

static void draw_ring(struct canvas *canvas, struct str words)
{
    canvas_ellipse(canvas, (struct point){286, 300}, 130, 26, brown, 0.22f);
    canvas_ring(canvas, (struct point){280, 190}, 108, 30, silver, steel);
    canvas_ring(canvas, (struct point){280, 190}, 94, 3, white, steel);
    canvas_box(canvas, &(struct box){140, 332, 280, 54, 8}, white, linen, 1);
    canvas_words(canvas, &(struct box){156, 332, 248, 54, 0}, words, 26, ink);
}

static void draw_pet(struct canvas *canvas)
{
    static const struct colour fur = {112, 86, 62}, pale = {222, 202, 176}, dark = {44, 36, 32};
    canvas_ellipse(canvas, (struct point){280, 300}, 92, 80, fur, 1);
    canvas_ellipse(canvas, (struct point){280, 318}, 46, 58, pale, 1);
    canvas_line(canvas, (struct point){232, 152}, (struct point){214, 104}, 40, fur, 1);
    canvas_line(canvas, (struct point){328, 152}, (struct point){346, 104}, 40, fur, 1);
    canvas_ellipse(canvas, (struct point){280, 184}, 72, 64, fur, 1);
    canvas_ellipse(canvas, (struct point){280, 210}, 34, 28, pale, 1);
    canvas_ellipse(canvas, (struct point){254, 174}, 8, 9, dark, 1);
    canvas_ellipse(canvas, (struct point){306, 174}, 8, 9, dark, 1);
    canvas_ellipse(canvas, (struct point){280, 200}, 12, 8, dark, 1);
}

static void draw_portrait(struct canvas *canvas, struct str words)
{
    canvas_box(canvas, &(struct box){128, 22, 316, 388, 4}, brown, brown, 0.3f);
    canvas_box(canvas, &(struct box){120, 14, 320, 392, 4}, oak, walnut, 1);
    canvas_box(canvas, &(struct box){142, 36, 276, 348, 2}, sage, linen, 1);
    draw_pet(canvas);
    canvas_box(canvas, &(struct box){190, 350, 180, 26, 6}, white, linen, words.len ? 0.9f : 0);
    canvas_words(canvas, &(struct box){200, 350, 160, 26, 0}, words, 15, ink);
}

static void draw_wallet(struct canvas *canvas, struct str words)
{
    canvas_box(canvas, &(struct box){98, 98, 380, 250, 22}, brown, brown, 0.3f);
    canvas_box(canvas, &(struct box){90, 88, 380, 250, 22}, leather, saddle, 1);
    for (int stitch = 0; stitch < 22; stitch++) {
        float x = 108 + 16 * (float)stitch;
        canvas_line(canvas, (struct point){x, 104}, (struct point){x + 8, 104}, 3, linen, 0.8f);
        canvas_line(canvas, (struct point){x, 322}, (struct point){x + 8, 322}, 3, linen, 0.8f);
    }
    canvas_words(canvas, &(struct box){300, 250, 140, 60, 0}, words, 34, (struct colour){222, 184, 120});
}

static void draw_blanket(struct canvas *canvas, struct str words)
{
    canvas_box(canvas, &(struct box){70, 60, 420, 310, 26}, white, linen, 1);
    for (int fold = 0; fold < 6; fold++) {
        float y = 92 + 46 * (float)fold;
        canvas_line(canvas, (struct point){84, y}, (struct point){476, y + 9}, 5,
                    (struct colour){214, 206, 190}, 0.7f);
    }
    canvas_words(canvas, &(struct box){130, 250, 300, 80, 0}, words, 46, sage);
}

static void draw_sign(struct canvas *canvas, struct str words)
{
    canvas_box(canvas, &(struct box){58, 122, 456, 190, 10}, brown, brown, 0.3f);
    canvas_box(canvas, &(struct box){50, 112, 456, 190, 10}, oak, walnut, 1);
    for (int grain = 0; grain < 9; grain++) {
        float y = 128 + 19 * (float)grain, bend = 8 * canvas_chance(canvas);
        canvas_line(canvas, (struct point){58, y}, (struct point){498, y + bend}, 1.6f, walnut, 0.5f);
    }
    canvas_words(canvas, &(struct box){82, 112, 392, 190, 0}, words, 52, (struct colour){64, 42, 24});
}

static void draw_hoodie(struct canvas *canvas, struct str words)
{
    static const struct colour cloth = {72, 92, 112}, shade = {52, 68, 86};
    canvas_line(canvas, (struct point){196, 140}, (struct point){104, 300}, 66, shade, 1);
    canvas_line(canvas, (struct point){364, 140}, (struct point){456, 300}, 66, shade, 1);
    canvas_box(canvas, &(struct box){168, 104, 224, 290, 26}, cloth, shade, 1);
    canvas_ellipse(canvas, (struct point){280, 92}, 78, 62, shade, 1);
    canvas_ellipse(canvas, (struct point){280, 100}, 48, 44, ink, 1);
    canvas_box(canvas, &(struct box){212, 296, 136, 70, 18}, shade, cloth, 1);
    canvas_words(canvas, &(struct box){196, 190, 168, 60, 0}, words, 34, linen);
}

static void draw_box(struct canvas *canvas, struct str words)
{
    canvas_box(canvas, &(struct box){104, 104, 368, 270, 6}, brown, brown, 0.3f);
    canvas_box(canvas, &(struct box){96, 92, 368, 270, 6}, cardboard, kraft, 1);
    canvas_box(canvas, &(struct box){252, 92, 56, 270, 0}, linen, linen, 0.55f);
    canvas_box(canvas, &(struct box){330, 260, 112, 72, 3}, white, white, 0.95f);
    canvas_words(canvas, &(struct box){336, 260, 100, 72, 0}, words, 16, ink);
}

/* ---- faults, each somewhere on the piece ---- */

static struct point spot(struct canvas *canvas, const struct box *piece)
{
    return (struct point){piece->x + piece->width * (0.3f + 0.4f * canvas_chance(canvas)),
                          piece->y + piece->height * (0.3f + 0.3f * canvas_chance(canvas))};
}

static void add_scratches(struct canvas *canvas, const struct box *piece)
{
    for (int i = 0; i < 5; i++) {
        float x = piece->x + piece->width * (0.15f + 0.45f * canvas_chance(canvas));
        float y = piece->y + piece->height * (0.1f + 0.16f * (float)i);
        canvas_line(canvas, (struct point){x, y},
                    (struct point){x + piece->width * 0.3f,
                                   y + piece->height * (0.1f + 0.2f * canvas_chance(canvas))},
                    1.8f, white, 0.85f);
    }
}

static void add_crack(struct canvas *canvas, const struct box *piece)
{
    struct point at = {piece->x + piece->width * 0.04f, piece->y + piece->height - 2};
    for (int i = 0; i < 9; i++) {
        struct point next = {at.x + piece->width * (0.02f + 0.06f * canvas_chance(canvas)),
                             at.y - piece->height * (0.03f + 0.06f * canvas_chance(canvas))};
        canvas_line(canvas, at, next, 4.5f - 0.4f * (float)i, (struct colour){30, 22, 18}, 0.95f);
        at = next;
    }
}

static void add_stain(struct canvas *canvas, const struct box *piece)
{
    struct point at = spot(canvas, piece);
    for (int i = 0; i < 7; i++)
        canvas_ellipse(
            canvas,
            (struct point){at.x + 60 * canvas_chance(canvas) - 30, at.y + 44 * canvas_chance(canvas) - 22},
            16 + 22 * canvas_chance(canvas), 12 + 16 * canvas_chance(canvas), (struct colour){132, 94, 52},
            0.3f);
}

static void add_dent(struct canvas *canvas, const struct box *piece)
{
    struct point at = spot(canvas, piece);
    float across = fminf(44, piece->width * 0.4f), down = across * 0.6f;
    canvas_ellipse(canvas, at, across, down, ink, 0.36f);
    canvas_ellipse(canvas, (struct point){at.x + across * 0.14f, at.y + down * 0.3f}, across * 0.78f,
                   down * 0.64f, white, 0.3f);
}

static void add_thread(struct canvas *canvas, const struct box *piece)
{
    struct point at = spot(canvas, piece);
    for (int i = 0; i < 14; i++) {
        struct point next = {at.x + 3 + 8 * canvas_chance(canvas), at.y - 9 + 24 * canvas_chance(canvas)};
        canvas_line(canvas, at, next, 3.2f, brown, 0.4f);
        canvas_line(canvas, at, next, 2.2f, linen, 0.95f);
        at = next;
    }
}

static void add_nothing(struct canvas *canvas, const struct box *piece)
{
    (void)canvas;
    (void)piece;
}

/* ---- the tables ---- */

static const struct {
    const char *name;
    struct box piece; /* where it lies */
    void (*draw)(struct canvas *canvas, struct str words);
} motifs[] = {
    {"bar", {110, 205, 340, 64, 0}, draw_bar},           {"ring", {352, 120, 44, 130, 0}, draw_ring},
    {"portrait", {120, 14, 320, 392, 0}, draw_portrait}, {"wallet", {90, 88, 380, 250, 0}, draw_wallet},
    {"blanket", {70, 60, 420, 310, 0}, draw_blanket},    {"sign", {50, 112, 456, 190, 0}, draw_sign},
    {"hoodie", {168, 104, 224, 290, 0}, draw_hoodie},    {"box", {96, 92, 368, 270, 0}, draw_box},
};
static const struct {
    const char *name;
    void (*add)(struct canvas *canvas, const struct box *piece);
} faults[] = {
    {"", add_nothing},    {"scratch", add_scratches}, {"crack", add_crack},
    {"stain", add_stain}, {"dent", add_dent},         {"thread", add_thread},
};

/* ---- on the bench ---- */

/* Planks, with the light from the left above. */
static void lay_bench(struct canvas *canvas)
{
    float light = 12 * canvas_chance(canvas);
    canvas_ground(canvas, (struct colour){150 + light, 112 + light, 78},
                  (struct colour){112 + light, 80, 54});
    for (int plank = 1; plank < 4; plank++) {
        float y = 105 * (float)plank + 6 * canvas_chance(canvas);
        canvas_line(canvas, (struct point){-5, y}, (struct point){565, y + 3}, 2.2f, saddle, 0.8f);
    }
    for (int grain = 0; grain < 46; grain++) {
        float x = 560 * canvas_chance(canvas), y = 420 * canvas_chance(canvas);
        canvas_line(canvas, (struct point){x, y}, (struct point){x + 60 + 90 * canvas_chance(canvas), y + 3},
                    1.1f, walnut, 0.35f);
    }
}

/* A burin: a steel point, a collar, and the pear of its handle. */
static void lay_burin(struct canvas *canvas, struct point tip)
{
    static const struct colour grip = {62, 38, 26};
    struct point collar = {tip.x + 74, tip.y + 66}, butt = {tip.x + 112, tip.y + 100};
    canvas_line(canvas, (struct point){tip.x + 8, tip.y + 14}, (struct point){butt.x + 6, butt.y + 14}, 16,
                brown, 0.28f);
    canvas_line(canvas, tip, collar, 5, steel, 1);
    canvas_line(canvas, tip, collar, 1.6f, white, 0.9f);
    canvas_line(canvas, collar, butt, 19, grip, 1);
    canvas_ellipse(canvas, butt, 19, 17, grip, 1);
    canvas_ellipse(canvas, (struct point){butt.x - 5, butt.y - 5}, 7, 6, linen, 0.35f);
    canvas_line(canvas, (struct point){collar.x - 5, collar.y + 6},
                (struct point){collar.x + 5, collar.y - 6}, 5, bronze, 1);
}

static void strew_shavings(struct canvas *canvas, struct point at)
{
    for (int i = 0; i < 26; i++) {
        float x = at.x + 150 * canvas_chance(canvas) - 75, y = at.y + 56 * canvas_chance(canvas) - 12;
        canvas_line(canvas, (struct point){x, y},
                    (struct point){x + 7 * canvas_chance(canvas) - 3, y + 5 * canvas_chance(canvas)}, 2.1f,
                    i % 3 ? linen : gold, 0.85f);
    }
}

static void lay_loupe(struct canvas *canvas, struct point at)
{
    canvas_line(canvas, (struct point){at.x + 46, at.y + 48}, (struct point){at.x + 112, at.y + 110}, 17, ink,
                1);
    canvas_ellipse(canvas, (struct point){at.x + 5, at.y + 8}, 66, 64, brown, 0.22f);
    canvas_ellipse(canvas, at, 60, 60, white, 0.2f);
    canvas_ellipse(canvas, (struct point){at.x - 20, at.y - 24}, 15, 10, white, 0.5f);
    canvas_ring(canvas, at, 60, 9, silver, steel);
}

/* The same words at the size they will have, in pencil on paper, between two ruled lines. */
static void draw_sketch(struct canvas *canvas, const struct box *piece, struct str words)
{
    static const struct colour pencil = {96, 92, 92}, rule = {176, 196, 210};
    canvas_box(canvas, &(struct box){52, 36, 456, 356, 3}, brown, brown, 0.3f);
    canvas_box(canvas, &(struct box){46, 28, 456, 356, 3}, white, linen, 1);
    for (int line = 0; line < 13; line++) {
        float y = 52 + 26 * (float)line;
        canvas_line(canvas, (struct point){60, y}, (struct point){488, y}, 0.8f, rule, 0.5f);
    }
    float high = piece->height < 120 ? 120 : 210, top = 210 - high / 2;
    const struct point corners[] = {{92, top}, {456, top}, {456, top + high}, {92, top + high}, {92, top}};
    for (int i = 0; i < 4; i++) canvas_line(canvas, corners[i], corners[i + 1], 1.6f, pencil, 0.8f);
    canvas_words(canvas, &(struct box){116, top, 316, high, 0}, words, 58, pencil);
    canvas_line(canvas, (struct point){356, 402}, (struct point){524, 318}, 13, gold, 1);
    canvas_line(canvas, (struct point){338, 411}, (struct point){356, 402}, 8, linen, 1);
    canvas_line(canvas, (struct point){334, 413}, (struct point){341, 409.5f}, 3, ink, 1);
    canvas_line(canvas, (struct point){516, 322}, (struct point){526, 317}, 14, bronze, 1);
}

enum look { LOOK_SKETCH, LOOK_MAKING, LOOK_CHECK, LOOK_PACKED, LOOK_COUNT };
static const char *const looks[LOOK_COUNT] = {"sketch", "making", "check", "packed"};

/* What is cut so far: the first two thirds of the words. */
static struct str words_so_far(struct str words)
{
    size_t at = 0, count = utf8_count(words), most = (2 * count + 2) / 3;
    for (size_t i = 0; i < most; i++) utf8_next(words, &at);
    return str_slice(words, 0, at);
}

static void draw_look(struct canvas *canvas, size_t m, enum look look, struct str words)
{
    const struct box *piece = &motifs[m].piece;
    struct point low = {piece->x + piece->width * 0.62f, piece->y + piece->height * 0.66f};
    lay_bench(canvas);
    if (look == LOOK_SKETCH) {
        draw_sketch(canvas, piece, words);
    } else if (look == LOOK_PACKED) {
        draw_box(canvas, words);
    } else {
        motifs[m].draw(canvas, look == LOOK_MAKING ? words_so_far(words) : words);
        if (look == LOOK_MAKING) {
            strew_shavings(canvas, low);
            lay_burin(canvas, low);
        } else {
            lay_loupe(canvas, low);
        }
    }
}

int picture_draw_making(struct arena *arena, struct str spec, uint64_t seed, struct str *out_png,
                        struct err *err)
{
    enum { MOTIFS = sizeof motifs / sizeof *motifs, FINE = 2 };
    struct str rest = spec, motif = {0}, look = {0};
    struct canvas canvas;
    size_t m = 0, l = 0;
    str_next_part(&rest, ':', &motif);
    str_next_part(&rest, ':', &look);
    while (m < MOTIFS && !str_is(motif, motifs[m].name)) m++;
    while (l < LOOK_COUNT && !str_is(look, looks[l])) l++;
    if (m == MOTIFS || l == LOOK_COUNT)
        return err_set(err, ERR_INPUT, "“%.*s” is no picture; MOTIF:LOOK:WORDS is expected", STR_ARG(spec));
    canvas_new(arena, seed, FINE, &canvas);
    draw_look(&canvas, m, (enum look)l, rest);
    *out_png = canvas_png(arena, &canvas, 1);
    return 0;
}

int picture_draw(struct arena *arena, struct str spec, uint64_t seed, struct str *out_png,
                 struct str *out_thumb, struct err *err)
{
    enum { MOTIFS = sizeof motifs / sizeof *motifs, FAULTS = sizeof faults / sizeof *faults };
    struct str rest = spec, motif = {0}, fault = {0};
    struct canvas canvas;
    size_t m = 0, f = 0;
    str_next_part(&rest, ':', &motif);
    str_next_part(&rest, ':', &fault);
    while (m < MOTIFS && !str_is(motif, motifs[m].name)) m++;
    while (f < FAULTS && !str_is(fault, faults[f].name)) f++;
    if (m == MOTIFS || f == FAULTS)
        return err_set(err, ERR_INPUT, "“%.*s” is no picture; MOTIF:FAULT:WORDS is expected", STR_ARG(spec));
    canvas_new(arena, seed, 1, &canvas);
    float light = 10 * canvas_chance(&canvas);
    canvas_ground(&canvas, (struct colour){206 + light, 198 + light, 186},
                  (struct colour){158 + light, 146 + light, 132});
    motifs[m].draw(&canvas, rest);
    faults[f].add(&canvas, &motifs[m].piece);
    *out_png = canvas_png(arena, &canvas, 1);
    *out_thumb = canvas_png(arena, &canvas, 2);
    return 0;
}
