/* Files of any bytes through all that happens inside the cage: a result comes out that its reader takes, and nothing breaks. */
#include <stdlib.h>

#include "photo/work.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { PIXELS_MOST = 512 * 512, RESULT_MOST = 1 << 26 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct str text = str_of_len((const char *)bytes, size);
    enum photo_kind kind = photo_kind_of(text);
    struct source source = {.bytes = text, .pixels_most = PIXELS_MOST};
    struct photo photo;
    struct buf result;
    struct heif *heif = kind == PHOTO_HEIC ? heif_load() : NULL;
    source.heif = heif;
    buf_init(&result, RESULT_MOST);
    photo_work(kind, &source, &result);
    enum photo_problem problem = result_read(buf_str(&result), &photo);
    if (problem == PHOTO_FAILED) abort();
    if (problem == PHOTO_FINE && (int64_t)photo.width * photo.height > PIXELS_MOST) abort();
    buf_done(&result);
    heif_free(heif);
    return 0;
}
