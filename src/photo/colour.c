/* From a simple ICC profile to sRGB; see colour.h. */
#include "photo/colour.h"

#include <math.h>
#include <stdlib.h>

enum { HEAD = 128, TAG = 12, TAGS_MOST = 100, LEVELS = 256, STEPS = 4096, NUMBERS_MOST = 7 };

struct profile {
    float curves[3][LEVELS]; /* what is stored, as light from 0 to 1 */
    float to_srgb[3][3];     /* light of the profile's primaries to light of sRGB's */
};

/* ---- numbers; beyond the end they are 0 ---- */

static uint32_t big(struct str bytes, size_t at, size_t count)
{
    uint32_t number = 0;
    for (size_t i = 0; i < count; i++)
        number = number << 8 | (at + i < bytes.len ? (unsigned char)bytes.ptr[at + i] : 0);
    return number;
}

static double fixed(struct str bytes, size_t at)
{
    return (double)(int32_t)big(bytes, at, 4) / 65536.0;
}

static struct str tag(struct str profile, const char *name)
{
    uint32_t count = big(profile, HEAD, 4);
    for (size_t i = 0; i < count && i < TAGS_MOST; i++) {
        size_t at = HEAD + 4 + i * TAG;
        if (!str_is(str_slice(profile, at, at + 4), name)) continue;
        size_t from = big(profile, at + 4, 4);
        return str_slice(profile, from, from + big(profile, at + 8, 4));
    }
    return (struct str){0};
}

/* ---- curves ---- */

static double parametric(const double number[NUMBERS_MOST], int kind, double x)
{
    double g = number[0], a = number[1], b = number[2], c = number[3], d = number[4];
    switch (kind) {
    case 0:
        return pow(x, g);
    case 1:
        return x >= -b / a ? pow(a * x + b, g) : 0;
    case 2:
        return x >= -b / a ? pow(a * x + b, g) + c : c;
    case 3:
        return x >= d ? pow(a * x + b, g) : c * x;
    default:
        return x >= d ? pow(a * x + b, g) + number[5] : c * x + number[6];
    }
}

static int read_parametric(struct str curve, float out[LEVELS])
{
    static const size_t counts[] = {1, 3, 4, 5, 7};
    double number[NUMBERS_MOST] = {0};
    uint32_t kind = big(curve, 8, 2);
    if (kind > 4 || curve.len < 12 + 4 * counts[kind]) return -1;
    for (size_t i = 0; i < counts[kind]; i++) number[i] = fixed(curve, 12 + 4 * i);
    if ((kind == 1 || kind == 2) && number[1] == 0) return -1;
    for (int i = 0; i < LEVELS; i++) out[i] = (float)parametric(number, (int)kind, i / 255.0);
    return 0;
}

static int read_sampled(struct str curve, float out[LEVELS])
{
    size_t count = big(curve, 8, 4);
    if (count > 65536 || curve.len < 12 + 2 * count) return -1;
    for (int i = 0; i < LEVELS; i++) {
        double x = i / 255.0, place = x * ((double)count - 1);
        size_t left = (size_t)(count > 1 ? place : 0);
        if (count == 0)
            out[i] = (float)x;
        else if (count == 1)
            out[i] = (float)pow(x, big(curve, 12, 2) / 256.0);
        else {
            size_t right = left + 1 < count ? left + 1 : left;
            double from = big(curve, 12 + 2 * left, 2), to = big(curve, 12 + 2 * right, 2);
            out[i] = (float)((from + (to - from) * (place - (double)left)) / 65535.0);
        }
    }
    return 0;
}

static int read_curve(struct str curve, float out[LEVELS])
{
    int result = -1;
    if (str_starts(curve, STR("para"))) result = read_parametric(curve, out);
    if (str_starts(curve, STR("curv"))) result = read_sampled(curve, out);
    for (int i = 0; i < LEVELS && result == 0; i++)
        if (!isfinite(out[i])) result = -1;
    return result;
}

/* ---- the profile ---- */

/* XYZ as profiles have it, by D50, to light of sRGB. */
static const double srgb_from_xyz[3][3] = {{3.1338561, -1.6168667, -0.4906146},
                                           {-0.9787684, 1.9161415, 0.0334540},
                                           {0.0719453, -0.2289914, 1.4052427}};

static int read_primary(struct str profile, const char *name, int column, struct profile *out)
{
    struct str xyz = tag(profile, name);
    if (!str_starts(xyz, STR("XYZ ")) || xyz.len < 20) return -1;
    for (int row = 0; row < 3; row++) {
        double sum = 0;
        for (size_t i = 0; i < 3; i++) sum += srgb_from_xyz[row][i] * fixed(xyz, 8 + 4 * i);
        out->to_srgb[row][column] = (float)sum;
    }
    return 0;
}

static int read_profile(struct str bytes, struct profile *out)
{
    static const char *const primaries[] = {"rXYZ", "gXYZ", "bXYZ"}, *const curves[] = {"rTRC", "gTRC",
                                                                                        "bTRC"};
    if (!str_is(str_slice(bytes, 16, 20), "RGB ") || !str_is(str_slice(bytes, 20, 24), "XYZ ")) return -1;
    for (int i = 0; i < 3; i++)
        if (read_primary(bytes, primaries[i], i, out) < 0 ||
            read_curve(tag(bytes, curves[i]), out->curves[i]) < 0)
            return -1;
    return 0;
}

/* ---- pixels ---- */

static double encode(double light)
{
    return light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055;
}

static void fill_steps(uint8_t steps[STEPS])
{
    for (int i = 0; i < STEPS; i++) steps[i] = (uint8_t)(encode((double)i / (STEPS - 1)) * 255 + 0.5);
}

static void convert(const struct profile *profile, const uint8_t steps[STEPS], uint8_t *pixel)
{
    float light[3];
    for (int i = 0; i < 3; i++) light[i] = profile->curves[i][pixel[i]];
    for (int row = 0; row < 3; row++) {
        const float *by = profile->to_srgb[row];
        float sum = by[0] * light[0] + by[1] * light[1] + by[2] * light[2];
        sum = sum > 0 ? sum : 0; /* also where it is no number */
        pixel[row] = steps[(int)((sum < 1 ? sum : 1) * (STEPS - 1) + 0.5F)];
    }
}

/* A profile of sRGB itself: nothing is to be done, and nothing lost by rounding. */
static bool is_srgb(const struct profile *profile, const uint8_t steps[STEPS])
{
    for (int i = 0; i < 125; i++) {
        uint8_t before[3] = {(uint8_t)(i % 5 * 63), (uint8_t)(i / 5 % 5 * 63), (uint8_t)(i / 25 * 63)},
                after[3];
        for (int c = 0; c < 3; c++) after[c] = before[c];
        convert(profile, steps, after);
        for (int c = 0; c < 3; c++)
            if (abs(after[c] - before[c]) > 1) return false;
    }
    return true;
}

void colour_to_srgb(struct raster *raster, struct str bytes)
{
    struct profile profile;
    uint8_t steps[STEPS];
    if (!bytes.len || read_profile(bytes, &profile) < 0) return;
    fill_steps(steps);
    if (is_srgb(&profile, steps)) return;
    size_t count = (size_t)raster->width * (size_t)raster->height;
    for (size_t i = 0; i < count; i++)
        convert(&profile, steps, raster->pixels + i * (size_t)raster->channels);
}
