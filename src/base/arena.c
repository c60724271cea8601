/* Memory by lifetime; see arena.h. Blocks double up to a ceiling; large requests get a block of their own. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    FIRST_BLOCK = 64 * 1024,
    LARGEST_BLOCK = 4 * 1024 * 1024,
    LARGEST_KEPT = 1024 * 1024, /* of a block over a reset */
};

struct block {
    struct block *next;
    size_t size;
    size_t used;
    alignas(max_align_t) char bytes[];
};

struct deferred {
    struct deferred *next;
    void (*close)(void *);
    void *object;
};

struct arena {
    struct block *blocks; /* newest first */
    struct deferred *deferred;
    size_t used;
};

static void *checked_malloc(size_t size)
{
    void *memory = malloc(size);
    if (!memory) {
        fputs("burin: out of memory\n", stderr);
        abort();
    }
    return memory;
}

static struct block *block_new(size_t size)
{
    struct block *block = checked_malloc(sizeof *block + size);
    block->next = NULL;
    block->size = size;
    block->used = 0;
    return block;
}

struct arena *arena_new_sized(size_t first_block)
{
    struct arena *arena = checked_malloc(sizeof *arena);
    *arena = (struct arena){.blocks = block_new(first_block)};
    return arena;
}

struct arena *arena_new(void)
{
    return arena_new_sized(FIRST_BLOCK);
}

static void run_deferred(struct arena *arena)
{
    while (arena->deferred) {
        struct deferred *call = arena->deferred;
        arena->deferred = call->next;
        call->close(call->object);
    }
}

/* Of two blocks the one to keep; the other is freed. */
static struct block *keep_one(struct block *a, struct block *b)
{
    bool first = a->size <= LARGEST_KEPT && (a->size > b->size || b->size > LARGEST_KEPT);
    free(first ? b : a);
    return first ? a : b;
}

void arena_reset(struct arena *arena)
{
    run_deferred(arena);
    struct block *kept = arena->blocks, *rest = kept->next;
    while (rest) {
        struct block *next = rest->next;
        kept = keep_one(kept, rest);
        rest = next;
    }
    kept->next = NULL;
    kept->used = 0;
    arena->blocks = kept;
    arena->used = 0;
}

void arena_free(struct arena *arena)
{
    if (!arena) return;
    arena_reset(arena);
    free(arena->blocks);
    free(arena);
}

static size_t round_up(size_t size)
{
    size_t align = alignof(max_align_t);
    if (size > SIZE_MAX / 2) abort();
    return (size + align - 1) / align * align;
}

static void add_block(struct arena *arena, size_t size)
{
    size_t next = arena->blocks->size < LARGEST_BLOCK ? arena->blocks->size * 2 : LARGEST_BLOCK;
    struct block *block = block_new(next > size ? next : size);
    block->next = arena->blocks;
    arena->blocks = block;
}

void *arena_alloc_raw(struct arena *arena, size_t size)
{
    size = round_up(size ? size : 1);
    if (arena->blocks->size - arena->blocks->used < size) add_block(arena, size);
    void *memory = arena->blocks->bytes + arena->blocks->used;
    arena->blocks->used += size;
    arena->used += size;
    return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(arena_alloc_raw(arena, size), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes)) abort();
    return arena_alloc(arena, bytes);
}

void *arena_grow(struct arena *arena, void *items, size_t count, size_t *cap, size_t size)
{
    if (count >= *cap) {
        size_t wider = *cap ? *cap * 2 : 8;
        void *moved = arena_array(arena, wider, size);
        if (count) memcpy(moved, items, count * size);
        items = moved;
        *cap = wider;
    }
    memset((char *)items + count * size, 0, size);
    return items;
}

struct str arena_str(struct arena *arena, struct str s)
{
    char *copy = arena_alloc_raw(arena, s.len + 1);
    if (s.len) memcpy(copy, s.ptr, s.len);
    copy[s.len] = '\0';
    return (struct str){copy, s.len};
}

const char *arena_cstr(struct arena *arena, struct str s)
{
    return arena_str(arena, s).ptr;
}

struct str arena_join(struct arena *arena, const struct str *parts, size_t count)
{
    size_t len = 0;
    for (size_t i = 0; i < count; i++) len += parts[i].len;
    char *text = arena_alloc_raw(arena, len + 1), *end = text;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].len) memcpy(end, parts[i].ptr, parts[i].len);
        end += parts[i].len;
    }
    *end = '\0';
    return (struct str){text, len};
}

struct str arena_printf(struct arena *arena, const char *format, ...)
{
    char shown[256]; /* most texts are short: printed once, then copied */
    va_list args;
    va_start(args, format);
    int length = vsnprintf(shown, sizeof shown, format, args);
    va_end(args);
    if (length < 0) abort();
    if ((size_t)length < sizeof shown) return arena_str(arena, str_of_len(shown, (size_t)length));
    char *text = arena_alloc_raw(arena, (size_t)length + 1);
    va_start(args, format);
    vsnprintf(text, (size_t)length + 1, format, args);
    va_end(args);
    return (struct str){text, (size_t)length};
}

void arena_defer(struct arena *arena, void (*close)(void *object), void *object)
{
    struct deferred *call = ARENA_NEW(arena, struct deferred);
    *call = (struct deferred){arena->deferred, close, object};
    arena->deferred = call;
}

void *arena_deferred(const struct arena *arena, void (*close)(void *object))
{
    for (const struct deferred *call = arena->deferred; call; call = call->next)
        if (call->close == close) return call->object;
    return NULL;
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}
