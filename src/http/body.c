/* The body of a request: into memory up to its route's limit, or into a temporary file. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "http/internal.h"

int body_begin(struct request *request)
{
    const struct http_row *row = request->public.row;
    struct http_server *server = request->server;
    if (!request->framing.chunked && request->framing.length == 0) return 0;
    if (request->framing.length > row->body_max || row->body_max == 0) return 413;
    conn_phase(request->conn, CONN_BODY, 0);
    if (!(row->flags & HTTP_UPLOAD)) {
        buf_init(&request->body, row->body_max);
        return 0;
    }
    request->public.body_fd = open(server->config.temp_folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    return request->public.body_fd < 0 ? 507 : 0;
}

static int add_to_file(struct request *request, struct str bytes)
{
    while (bytes.len) {
        ssize_t done = write(request->public.body_fd, bytes.ptr, bytes.len);
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return 507;
        bytes = str_slice(bytes, (size_t)done, bytes.len);
    }
    return 0;
}

/* All bodies in memory share one ceiling: a thousand clients at their limit must not exhaust the machine. */
static int add_to_memory(struct request *request, struct str bytes)
{
    struct http_server *server = request->server;
    uint64_t before = request->body.cap;
    buf_add(&request->body, bytes);
    uint64_t more = request->body.cap - before;
    uint64_t all = more ? atomic_fetch_add(&server->body_memory, more) + more : 0;
    return all > server->config.body_memory_max ? 503 : 0;
}

int body_add(struct request *request, struct str bytes)
{
    uint64_t size = request->public.body_size + bytes.len;
    if (size > request->public.row->body_max) return 413;
    request->public.body_size = size;
    atomic_store_explicit(&request->conn->bytes, size, memory_order_relaxed);
    return request->public.body_fd >= 0 ? add_to_file(request, bytes) : add_to_memory(request, bytes);
}

void body_done(struct request *request)
{
    if (request->body.cap) atomic_fetch_sub(&request->server->body_memory, request->body.cap);
    if (atomic_load(&request->parked) == ABANDONED)
        return; /* somebody still reads it: freed with the request */
    buf_done(&request->body);
    if (request->public.body_fd >= 0) close(request->public.body_fd);
    request->public.body_fd = -1;
}

static void unmap(void *object)
{
    struct str *mapped = object;
    munmap((void *)(uintptr_t)mapped->ptr, mapped->len);
}

/* Nobody else knows the file, so that it does not change under its reader. */
int http_body(struct http_request *request, struct str *out, struct err *err)
{
    size_t size = (size_t)request->body_size;
    if (request->body_fd < 0 || !size) {
        *out = request->body;
        return 0;
    }
    void *bytes = mmap(NULL, size, PROT_READ, MAP_PRIVATE, request->body_fd, 0);
    if (bytes == MAP_FAILED) return err_set(err, ERR_SYSTEM, "what was handed in cannot be read");
    struct str *mapped = ARENA_NEW(request->arena, struct str);
    *mapped = str_of_len(bytes, size);
    arena_defer(request->arena, unmap, mapped);
    *out = *mapped;
    return 0;
}
