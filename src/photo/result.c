/* The result as bytes; see result.h. Numbers are little-endian: both ends are the same program on the same machine. */
#include "photo/result.h"

#include "photo/plain.h"
#include "text/media.h"

struct head {
    char magic[4];
    uint32_t problem, width, height, picture, thumb;
};
static const char magic[4] = {'B', 'P', 'H', '1'};

static const struct telling {
    enum err_category category;
    const char *words;
} tellings[PHOTO_PROBLEMS] = {
    [PHOTO_NOT_ONE] = {ERR_INPUT, "this is no photo; a JPEG, PNG, WebP or HEIC file is expected"},
    [PHOTO_DAMAGED] = {ERR_INPUT, "the photo is damaged or was cut short; hand it in again, or another one"},
    [PHOTO_TOO_LARGE] = {ERR_LIMIT, "the photo is too large; at most 25 MiB and 64 megapixels are expected"},
    [PHOTO_TOO_LONG] = {ERR_LIMIT, "the photo takes too long to read; hand it in smaller, or as a JPEG"},
    [PHOTO_UNPROTECTED] = {ERR_SYSTEM, "photos are not read here: this kernel gives no sandbox (seccomp)"},
    [PHOTO_UNREADABLE] = {ERR_INPUT, "HEIC photos cannot be read here; hand it in as a JPEG"},
    [PHOTO_FAILED] = {ERR_SYSTEM, "the process that reads photos failed"},
};

int photo_problem_tell(enum photo_problem problem, struct err *err)
{
    const struct telling *telling = &tellings[problem];
    return err_set(err, telling->category, "%s", telling->words);
}

void result_write(enum photo_problem problem, const struct photo *photo, struct buf *out)
{
    struct head head = {.problem = problem};
    memcpy(head.magic, magic, sizeof magic);
    if (problem == PHOTO_FINE) {
        head.width = (uint32_t)photo->width;
        head.height = (uint32_t)photo->height;
        head.picture = (uint32_t)photo->picture.len;
        head.thumb = (uint32_t)photo->thumb.len;
    }
    buf_add(out, str_of_len((const char *)&head, sizeof head));
    if (problem != PHOTO_FINE) return;
    buf_add(out, photo->picture);
    buf_add(out, photo->thumb);
}

/* ---- read ---- */

static bool is_size(uint32_t width, uint32_t height)
{
    return width && height && width <= PHOTO_SIDE_MOST && height <= PHOTO_SIDE_MOST &&
           (int64_t)width * height <= PHOTO_PIXELS_MOST;
}

/* One of our own pictures, no larger than it may be, and of the type that is expected where one is. */
static bool is_picture(struct str bytes, int side, struct str expected, struct str *out_type)
{
    struct media media;
    if (!plain_check(bytes)) return false;
    media_read((struct str){0}, bytes, &media);
    *out_type = media.type;
    return media.photo && media.width > 0 && media.width <= side && media.height > 0 &&
           media.height <= side && (!expected.ptr || str_eq(expected, media.type));
}

enum photo_problem result_read(struct str bytes, struct photo *out)
{
    struct head head;
    struct photo photo = {0};
    struct str type;
    if (bytes.len < sizeof head) return PHOTO_FAILED;
    memcpy(&head, bytes.ptr, sizeof head);
    if (memcmp(head.magic, magic, sizeof magic) != 0 || head.problem >= PHOTO_PROBLEMS) return PHOTO_FAILED;
    if (head.problem != PHOTO_FINE)
        return bytes.len == sizeof head ? (enum photo_problem)head.problem : PHOTO_FAILED;
    if (!is_size(head.width, head.height) || head.picture > RESULT_PART_MOST ||
        head.thumb > RESULT_PART_MOST || bytes.len != sizeof head + (size_t)head.picture + head.thumb)
        return PHOTO_FAILED;
    photo.width = (int)head.width;
    photo.height = (int)head.height;
    photo.picture = str_slice(bytes, sizeof head, sizeof head + head.picture);
    photo.thumb = str_slice(bytes, sizeof head + head.picture, bytes.len);
    if (!is_picture(photo.picture, PHOTO_SIDE, (struct str){0}, &photo.type) ||
        !is_picture(photo.thumb, PHOTO_THUMB_SIDE, photo.type, &type))
        return PHOTO_FAILED;
    *out = photo;
    return PHOTO_FINE;
}
