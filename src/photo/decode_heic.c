/* HEIC by libheif, of a sequence its first picture; see decode.h.
 *
 * libheif turns and mirrors by itself; what EXIF says beside that does not count (ISO/IEC 23008-12, 6.5.10 and A.2.3). */
#include <dlfcn.h>
#include <libheif/heif.h>
#include <stdlib.h>

#include "photo/decode.h"

/* The functions that are used, under their own names. */
#define FUNCTIONS(F)                                \
    F(heif_context_alloc)                           \
    F(heif_context_set_max_decoding_threads)        \
    F(heif_context_free)                            \
    F(heif_context_read_from_memory_without_copy)   \
    F(heif_context_get_primary_image_handle)        \
    F(heif_image_handle_release)                    \
    F(heif_image_handle_get_width)                  \
    F(heif_image_handle_get_height)                 \
    F(heif_image_handle_get_ispe_width)             \
    F(heif_image_handle_get_ispe_height)            \
    F(heif_image_handle_has_alpha_channel)          \
    F(heif_image_handle_get_raw_color_profile_size) \
    F(heif_image_handle_get_raw_color_profile)      \
    F(heif_decode_image)                            \
    F(heif_image_get_plane_readonly)                \
    F(heif_image_get_width)                         \
    F(heif_image_get_height)                        \
    F(heif_image_release)
#define POINTER(name) __typeof__(&name) name;
#define NAME(name) #name,

struct heif {
    union {
        struct {
            FUNCTIONS(POINTER)
        };
        void *all[18];
    };
    void *library;
};

static bool find_all(struct heif *heif)
{
    static const char *const names[] = {FUNCTIONS(NAME)};
    _Static_assert(sizeof names / sizeof *names == sizeof heif->all / sizeof *heif->all, "one for each name");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        heif->all[i] = dlsym(heif->library, names[i]);
        if (!heif->all[i]) return false;
    }
    return true;
}

/* Since 1.14 its decoders may be libraries of their own, which are to be found now. */
static void load_decoders(const struct heif *heif)
{
    struct heif_error (*init)(void *);
    void *found = dlsym(heif->library, "heif_init");
    if (!found) return;
    memcpy(&init, &found, sizeof init);
    init(NULL);
}

struct heif *heif_load(void)
{
    struct heif *heif = calloc(1, sizeof *heif);
    if (!heif) return NULL;
    heif->library = dlopen("libheif.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!heif->library || !find_all(heif)) {
        heif_free(heif);
        return NULL;
    }
    load_decoders(heif);
    return heif;
}

void heif_free(struct heif *heif)
{
    if (!heif) return;
    if (heif->library) dlclose(heif->library);
    free(heif);
}

/* ---- reading ---- */

struct reading {
    const struct heif *heif;
    const struct source *source;
    struct heif_context *context;
    struct heif_image_handle *handle;
    struct heif_image *image;
    struct decoded *out;
};

static enum photo_problem problem_of(struct heif_error error)
{
    if (error.code == heif_error_Ok) return PHOTO_FINE;
    if (error.code == heif_error_Memory_allocation_error) return PHOTO_TOO_LARGE;
    return error.code == heif_error_Unsupported_filetype || error.code == heif_error_Unsupported_feature
               ? PHOTO_UNREADABLE
               : PHOTO_DAMAGED;
}

static enum photo_problem open_primary(struct reading *reading)
{
    const struct heif *heif = reading->heif;
    struct str bytes = reading->source->bytes;
    reading->context = heif->heif_context_alloc();
    if (!reading->context) return PHOTO_FAILED;
    heif->heif_context_set_max_decoding_threads(reading->context, 0);
    enum photo_problem problem = problem_of(
        heif->heif_context_read_from_memory_without_copy(reading->context, bytes.ptr, bytes.len, NULL));
    if (problem != PHOTO_FINE) return problem;
    return problem_of(heif->heif_context_get_primary_image_handle(reading->context, &reading->handle));
}

/* Upright, and as it is coded: both have their bounds. */
static enum photo_problem check_sizes(const struct reading *reading)
{
    const struct heif *heif = reading->heif;
    reading->out->width = heif->heif_image_handle_get_width(reading->handle);
    reading->out->height = heif->heif_image_handle_get_height(reading->handle);
    enum photo_problem problem =
        decode_check_size(reading->source, reading->out->width, reading->out->height);
    if (problem != PHOTO_FINE) return problem;
    return decode_check_size(reading->source, heif->heif_image_handle_get_ispe_width(reading->handle),
                             heif->heif_image_handle_get_ispe_height(reading->handle));
}

static void read_profile(const struct reading *reading)
{
    const struct heif *heif = reading->heif;
    struct buf *profile = &reading->out->profile;
    size_t size = heif->heif_image_handle_get_raw_color_profile_size(reading->handle);
    if (!size || !buf_reserve(profile, size)) return;
    if (heif->heif_image_handle_get_raw_color_profile(reading->handle, profile->ptr).code == heif_error_Ok)
        profile->len = size;
}

static enum photo_problem copy_pixels(const struct reading *reading, int channels)
{
    const struct heif *heif = reading->heif;
    struct raster *raster = &reading->out->raster;
    int stride;
    const uint8_t *plane =
        heif->heif_image_get_plane_readonly(reading->image, heif_channel_interleaved, &stride);
    int width = heif->heif_image_get_width(reading->image, heif_channel_interleaved);
    int height = heif->heif_image_get_height(reading->image, heif_channel_interleaved);
    if (!plane || width < 1 || height < 1 || stride / channels < width) return PHOTO_DAMAGED;
    if (decode_check_size(reading->source, width, height) != PHOTO_FINE ||
        raster_init(raster, width, height, channels) < 0)
        return PHOTO_TOO_LARGE;
    for (int row = 0; row < height; row++)
        memcpy(raster_row(raster, row), plane + (size_t)stride * (size_t)row, raster_stride(raster));
    return PHOTO_FINE;
}

static enum photo_problem read_all(struct reading *reading)
{
    const struct heif *heif = reading->heif;
    enum photo_problem problem = open_primary(reading);
    if (problem == PHOTO_FINE) problem = check_sizes(reading);
    if (problem != PHOTO_FINE) return problem;
    read_profile(reading);
    bool alpha = heif->heif_image_handle_has_alpha_channel(reading->handle);
    problem = problem_of(
        heif->heif_decode_image(reading->handle, &reading->image, heif_colorspace_RGB,
                                alpha ? heif_chroma_interleaved_RGBA : heif_chroma_interleaved_RGB, NULL));
    return problem == PHOTO_FINE ? copy_pixels(reading, alpha ? 4 : 3) : problem;
}

enum photo_problem decode_heic(const struct source *source, struct decoded *out)
{
    const struct heif *heif = source->heif;
    struct reading reading = {.heif = heif, .source = source, .out = out};
    if (!heif) return PHOTO_UNREADABLE;
    enum photo_problem problem = read_all(&reading);
    if (reading.image) heif->heif_image_release(reading.image);
    if (reading.handle) heif->heif_image_handle_release(reading.handle);
    if (reading.context) heif->heif_context_free(reading.context);
    return problem;
}
