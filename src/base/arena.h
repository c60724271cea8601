/* Memory by lifetime: everything made for one inquiry, test or load lives in one arena and goes with it.
 *
 * Allocation never fails to the caller: when the system has no memory left the process ends with a message,
 * as there is nothing sensible a pure computation could do. Hostile input is bounded by the caps of the
 * parsers, not here. An arena belongs to one thread at a time. */
#ifndef BURIN_BASE_ARENA_H
#define BURIN_BASE_ARENA_H

#include "base/str.h"

struct arena;

struct arena *arena_new(void);
/* One whose first block has `first_block` bytes, for lives that are many at a time and mostly small. */
struct arena *arena_new_sized(size_t first_block);
void arena_free(struct arena *arena); /* NULL is fine */
/* Gives everything back but keeps one block, the largest of at most a megabyte, so that a loop allocates nothing once
 * warm. Runs the deferred calls, latest first. */
void arena_reset(struct arena *arena);

/* Zeroed memory, aligned for any type; `size` 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t size);
/* As arena_alloc, but not zeroed. */
void *arena_alloc_raw(struct arena *arena, size_t size);
/* count * size, aborts on overflow. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* Copies, with a NUL behind the text that is not counted in len. */
struct str arena_str(struct arena *arena, struct str s);
const char *arena_cstr(struct arena *arena, struct str s);
/* Short texts one behind the other; much cheaper than arena_printf. */
struct str arena_join(struct arena *arena, const struct str *parts, size_t count);
#define ARENA_JOIN(arena, ...)                             \
    arena_join((arena), (const struct str[]){__VA_ARGS__}, \
               sizeof((const struct str[]){__VA_ARGS__}) / sizeof(struct str))
struct str arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Calls `close(object)` when the arena is reset or freed: for files, parser handles and the like. */
void arena_defer(struct arena *arena, void (*close)(void *object), void *object);
/* The object of the latest such call that is still to come with this `close`; NULL where there is none. */
void *arena_deferred(const struct arena *arena, void (*close)(void *object));
/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *arena);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, count, type) ((type *)arena_array((arena), (count), sizeof(type)))

/* Makes room for one more element in an arena-backed growing array `items` of `count` elements whose
 * capacity is kept in `cap`; gives a pointer to the new, zeroed element. */
#define ARENA_PUSH(arena, items, count, cap) \
    ((items) = arena_grow((arena), (items), (count), &(cap), sizeof *(items)), &(items)[(count)++])
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *cap, size_t size);

#endif
