/* A few processes at a time, and the way of one photo through one of them; see photo.h. */
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "photo/cage.h"
#include "photo/child.h"
#include "photo/kinds.h"
#include "text/media.h"

enum { AT_ONCE_MOST = 4, WAITING = 12 };
#ifdef CAGE_SANITIZED
#define WITHIN ((int64_t)60 * 1000000) /* everything takes several times as long there */
#else
#define WITHIN ((int64_t)15 * 1000000)
#endif

struct photo_lab {
    struct photo_lab_config config;
    pthread_mutex_t lock;
    pthread_cond_t freed;
    int at_work, waiting;
};

static int processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : count > AT_ONCE_MOST ? AT_ONCE_MOST : (int)count;
}

int photo_lab_new(const struct photo_lab_config *config, struct photo_lab **out, struct err *err)
{
    struct photo_lab *lab = calloc(1, sizeof *lab);
    if (!lab) return err_set(err, ERR_SYSTEM, "no memory");
    lab->config = *config;
    if (!lab->config.program) lab->config.program = "/proc/self/exe";
    if (!lab->config.at_once) lab->config.at_once = processors();
    if (!lab->config.waiting) lab->config.waiting = WAITING;
    if (!lab->config.within) lab->config.within = WITHIN;
    pthread_mutex_init(&lab->lock, NULL);
    pthread_cond_init(&lab->freed, NULL);
    *out = lab;
    return 0;
}

void photo_lab_free(struct photo_lab *lab)
{
    if (!lab) return;
    pthread_cond_destroy(&lab->freed);
    pthread_mutex_destroy(&lab->lock);
    free(lab);
}

/* ---- a place ---- */

/* Those at work end within their time, so those who wait do, too. */
static int enter(struct photo_lab *lab, struct err *err)
{
    int result = 0;
    pthread_mutex_lock(&lab->lock);
    if (lab->at_work < lab->config.at_once) {
        lab->at_work++;
    } else if (lab->waiting < lab->config.waiting) {
        lab->waiting++;
        while (lab->at_work >= lab->config.at_once) pthread_cond_wait(&lab->freed, &lab->lock);
        lab->waiting--;
        lab->at_work++;
    } else {
        result = err_set(err, ERR_BUSY, "too many photos at once; try again");
    }
    pthread_mutex_unlock(&lab->lock);
    return result;
}

static void leave(struct photo_lab *lab)
{
    pthread_mutex_lock(&lab->lock);
    lab->at_work--;
    pthread_cond_signal(&lab->freed);
    pthread_mutex_unlock(&lab->lock);
}

/* ---- a photo ---- */

/* What the header alone tells needs no process. */
static enum photo_problem look(struct str bytes, enum photo_kind *out_kind)
{
    struct media media;
    if (bytes.len > PHOTO_BYTES_MOST) return PHOTO_TOO_LARGE;
    *out_kind = photo_kind_of(bytes);
    if (*out_kind == PHOTO_NONE) return PHOTO_NOT_ONE;
    media_read((struct str){0}, bytes, &media);
    return media.width > PHOTO_SIDE_MOST || media.height > PHOTO_SIDE_MOST ||
                   (int64_t)media.width * media.height > PHOTO_PIXELS_MOST
               ? PHOTO_TOO_LARGE
               : PHOTO_FINE;
}

static enum photo_problem read_photo(const struct photo_lab *lab, struct str bytes, enum photo_kind kind,
                                     struct arena *arena, struct photo *out)
{
    struct child_task task = {
        .program = lab->config.program,
        .kind = photo_kind_name(kind),
        .bytes = bytes,
        .within = lab->config.within,
    };
    struct str result;
    struct photo photo;
    enum photo_problem problem = child_run(&task, arena, &result);
    if (problem == PHOTO_FINE) problem = result_read(result, &photo);
    if (problem != PHOTO_FINE) return problem;
    photo.kind = kind;
    *out = photo;
    return PHOTO_FINE;
}

int photo_clean(struct photo_lab *lab, struct str bytes, struct arena *arena, struct photo *out,
                struct err *err)
{
    enum photo_kind kind;
    enum photo_problem problem = look(bytes, &kind);
    if (problem != PHOTO_FINE) return photo_problem_tell(problem, err);
    if (enter(lab, err) < 0) return -1;
    problem = read_photo(lab, bytes, kind, arena, out);
    leave(lab);
    return problem == PHOTO_FINE ? 0 : photo_problem_tell(problem, err);
}
