/* A canvas for the demo's pictures: a few smooth shapes, words in strokes, and the way to a PNG. */
#ifndef BURIN_CLI_DEMO_CANVAS_H
#define BURIN_CLI_DEMO_CANVAS_H

#include <stdint.h>

#include "base/arena.h"

enum {
    CANVAS_WIDTH = 560,
    CANVAS_HEIGHT = 420
}; /* what is drawn in; a canvas has `fine` pixels to each on a side */

struct colour {
    float red, green, blue; /* 0 to 255 */
};
struct point {
    float x, y;
};
struct canvas {
    struct colour *pixels;
    uint64_t seed;
    int fine;
};

void canvas_new(struct arena *arena, uint64_t seed, int fine, struct canvas *out);
/* 0 to 1, another one each time. */
float canvas_chance(struct canvas *canvas);
/* From the first colour above to the second below, with a little grain. */
void canvas_ground(struct canvas *canvas, struct colour top, struct colour bottom);
/* A rounded box, from one colour above to another below. `alpha` 0 to 1. */
struct box {
    float x, y, width, height, round;
};
void canvas_box(struct canvas *canvas, const struct box *box, struct colour top, struct colour bottom,
                float alpha);
void canvas_ellipse(struct canvas *canvas, struct point centre, float across, float down,
                    struct colour colour, float alpha);
/* A ring between two radii, lit from the left above. */
void canvas_ring(struct canvas *canvas, struct point centre, float radius, float width, struct colour light,
                 struct colour dark);
void canvas_line(struct canvas *canvas, struct point from, struct point to, float width, struct colour colour,
                 float alpha);
/* Words in strokes, in the middle of `box`, as large as they fit but at most `size` high. */
void canvas_words(struct canvas *canvas, const struct box *box, struct str words, float size,
                  struct colour colour);

/* Each pixel of it the mean of a square of `side` pixels, which divides both sides of the canvas. */
struct str canvas_png(struct arena *arena, const struct canvas *canvas, int side);

#endif
