/* Whether this machine keeps the process that reads photos: asked of a real one, and of one that tries to get out. */
#include "photo/child.h"

#include "photo/photo.h"

enum { WITHIN = 15 * 1000000 };

static enum photo_problem start(const char *program, const char *kind, struct arena *arena, struct str *out)
{
    struct child_task task = {program ? program : "/proc/self/exe", kind, STR("?"), WITHIN};
    *out = (struct str){0};
    return child_run(&task, arena, out);
}

int photo_guard_try(const char *program, struct photo_guard *out, struct err *err)
{
    struct arena *arena = arena_new();
    struct str told, escaped;
    bool started = start(program, PHOTO_PROBE, arena, &told) == PHOTO_FINE && told.len == 2;
    if (started)
        *out = (struct photo_guard){
            .seccomp = told.ptr[0] != '0' && start(program, PHOTO_ESCAPE, arena, &escaped) == PHOTO_DAMAGED,
            .landlock = told.ptr[0] == '2',
            .heic = told.ptr[1] == '1',
        };
    arena_free(arena);
    return started ? 0 : err_set(err, ERR_SYSTEM, "the process that reads photos does not start");
}
