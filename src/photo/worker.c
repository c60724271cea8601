/* The process that reads one photo: into the cage first, then everything else; see photo.h. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <malloc.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "photo/cage.h"
#include "photo/kinds.h"
#include "photo/work.h"

enum { IN = 0, OUT = 1, RESULT_MOST = 2 * RESULT_PART_MOST + 64 };

/* Its size is known before, so that it needs to be asked of nobody inside. */
static bool read_all(char *bytes, size_t size)
{
    for (size_t at = 0; at < size;) {
        ssize_t got = read(IN, bytes + at, size - at);
        if (got <= 0) return false;
        at += (size_t)got;
    }
    return true;
}

static bool write_all(struct str bytes)
{
    for (size_t at = 0; at < bytes.len;) {
        ssize_t gone = write(OUT, bytes.ptr + at, bytes.len - at);
        if (gone <= 0) return false;
        at += (size_t)gone;
    }
    return true;
}

static void work(enum photo_kind kind, size_t size, const struct heif *heif, struct buf *result)
{
    char *bytes = malloc(size);
    struct source source = {.bytes = {bytes, size}, .pixels_most = PHOTO_PIXELS_MOST, .heif = heif};
    if (bytes && read_all(bytes, size))
        photo_work(kind, &source, result);
    else
        result_write(PHOTO_FAILED, NULL, result);
    free(bytes);
}

/* In the wider of the two cages, that of HEIC. Who tries to get out is not to live to tell. */
static int probe(bool escapes)
{
    struct heif *heif = heif_load();
    enum cage cage = cage_enter(true);
    if (escapes && cage != CAGE_NONE) (void)!open("/", O_RDONLY | O_CLOEXEC);
    char told[] = {(char)('0' + cage), heif ? '1' : '0'};
    _exit(write_all(str_of_len(told, sizeof told)) ? 0 : 4);
}

/* Ends without the library's farewell, which the cage has no calls for. */
int photo_worker(const char *kind_name)
{
    struct stat about;
    struct buf result;
    enum photo_kind kind = photo_kind_named(str_of(kind_name));
    if (strcmp(kind_name, PHOTO_PROBE) == 0 || strcmp(kind_name, PHOTO_ESCAPE) == 0)
        return probe(strcmp(kind_name, PHOTO_ESCAPE) == 0);
    buf_init(&result, RESULT_MOST);
    bool sized = fstat(IN, &about) == 0 && about.st_size > 0 && about.st_size <= PHOTO_BYTES_MOST;
    if (kind == PHOTO_NONE || !sized) return 2;
    mallopt(M_ARENA_MAX,
            1); /* threads wait for each other anyway, and each arena would take from the limit */
    struct heif *heif = kind == PHOTO_HEIC ? heif_load() : NULL;
    if (cage_enter(kind == PHOTO_HEIC) == CAGE_NONE)
        result_write(PHOTO_UNPROTECTED, NULL, &result);
    else
        work(kind, (size_t)about.st_size, heif, &result);
    _exit(write_all(buf_str(&result)) ? 0 : 4);
}
