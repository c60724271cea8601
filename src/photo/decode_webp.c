/* WebP by libwebp, of an animation its first picture; see decode.h. */
#include <webp/decode.h>
#include <webp/demux.h>

#include "photo/decode.h"
#include "photo/exif.h"

static struct str chunk(const WebPDemuxer *file, const char *name, WebPChunkIterator *at)
{
    if (!WebPDemuxGetChunk(file, name, 1, at)) return (struct str){0};
    return str_of_len((const char *)at->chunk.bytes, at->chunk.size);
}

static void read_beside(const WebPDemuxer *file, struct decoded *out)
{
    WebPChunkIterator at = {0};
    struct str exif = chunk(file, "EXIF", &at);
    if (exif.len) out->orientation = exif_orientation(exif);
    WebPDemuxReleaseChunkIterator(&at);
    at = (WebPChunkIterator){0};
    buf_add(&out->profile, chunk(file, "ICCP", &at));
    WebPDemuxReleaseChunkIterator(&at);
}

static enum photo_problem read_pixels(const struct source *source, const WebPData *one, struct decoded *out)
{
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config)) return PHOTO_FAILED;
    if (WebPGetFeatures(one->bytes, one->size, &config.input) != VP8_STATUS_OK) return PHOTO_DAMAGED;
    enum photo_problem problem = decode_check_size(source, config.input.width, config.input.height);
    if (problem != PHOTO_FINE) return problem;
    out->width = config.input.width;
    out->height = config.input.height;
    if (raster_init(&out->raster, out->width, out->height, config.input.has_alpha ? 4 : 3) < 0)
        return PHOTO_TOO_LARGE;
    config.output.colorspace = config.input.has_alpha ? MODE_RGBA : MODE_RGB;
    config.output.is_external_memory = 1;
    config.output.u.RGBA.rgba = out->raster.pixels;
    config.output.u.RGBA.stride = (int)raster_stride(&out->raster);
    config.output.u.RGBA.size = raster_stride(&out->raster) * (size_t)out->height;
    VP8StatusCode status = WebPDecode(one->bytes, one->size, &config);
    WebPFreeDecBuffer(&config.output);
    if (status == VP8_STATUS_OUT_OF_MEMORY) return PHOTO_TOO_LARGE;
    return status == VP8_STATUS_OK ? PHOTO_FINE : PHOTO_DAMAGED;
}

/* Not the canvas, which may be anything: the picture itself. */
enum photo_problem decode_webp(const struct source *source, struct decoded *out)
{
    WebPData bytes = {(const uint8_t *)source->bytes.ptr, source->bytes.len};
    WebPDemuxer *file = WebPDemux(&bytes);
    WebPIterator first = {0};
    if (!file) return PHOTO_DAMAGED;
    enum photo_problem problem = PHOTO_DAMAGED;
    if (WebPDemuxGetFrame(file, 1, &first) && first.complete)
        problem = read_pixels(source, &first.fragment, out);
    if (problem == PHOTO_FINE) read_beside(file, out);
    WebPDemuxReleaseIterator(&first);
    WebPDemuxDelete(file);
    return problem;
}
