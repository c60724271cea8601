/* Addresses and listening sockets; see address.h. */
#define _GNU_SOURCE
#include "http/address.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/hash.h"

enum { BACKLOG = 1024 };

static const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static bool is_mapped(const struct http_address *address)
{
    return memcmp(address->bytes, mapped, sizeof mapped) == 0;
}

int http_address_parse(struct str text, struct http_address *out)
{
    char name[64];
    struct http_address address = {{0}};
    if (text.len == 0 || text.len >= sizeof name) return -1;
    memcpy(name, text.ptr, text.len);
    name[text.len] = '\0';
    if (strlen(name) != text.len) return -1;
    if (inet_pton(AF_INET, name, address.bytes + 12) == 1)
        memcpy(address.bytes, mapped, sizeof mapped);
    else if (inet_pton(AF_INET6, name, address.bytes) != 1)
        return -1;
    *out = address;
    return 0;
}

struct http_address http_address_of(const struct sockaddr *from)
{
    struct http_address address = {{0}};
    if (from && from->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, from, sizeof v4);
        memcpy(address.bytes, mapped, sizeof mapped);
        memcpy(address.bytes + 12, &v4.sin_addr, 4);
    } else if (from && from->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, from, sizeof v6);
        memcpy(address.bytes, &v6.sin6_addr, 16);
    }
    return address;
}

bool http_address_eq(const struct http_address *a, const struct http_address *b)
{
    return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

void http_address_format(const struct http_address *address, char out[48])
{
    static const struct http_address none;
    if (http_address_eq(address, &none))
        snprintf(out, 48, "local");
    else if (is_mapped(address))
        inet_ntop(AF_INET, address->bytes + 12, out, 48);
    else
        inet_ntop(AF_INET6, address->bytes, out, 48);
}

uint64_t http_address_key(const struct http_address *address)
{
    return hash_bytes(HASH_SEED, address->bytes, is_mapped(address) ? 16 : 8);
}

int http_network_parse(struct str text, struct http_network *out, struct err *err)
{
    size_t slash = str_find_char(text, '/', 0);
    struct http_network network = {{{0}}, 128};
    uint64_t bits = 0;
    if (http_address_parse(str_slice(text, 0, slash), &network.address) < 0)
        return err_set(err, ERR_INPUT, "'%.*s' is no network; expected 10.0.0.0/8 or ::1", STR_ARG(text));
    if (slash != STR_NOT_FOUND) {
        uint64_t most = is_mapped(&network.address) ? 32 : 128;
        if (str_to_uint(str_slice(text, slash + 1, text.len), most, &bits) < 0)
            return err_set(err, ERR_INPUT, "'%.*s' is no network; its length is at most %d", STR_ARG(text),
                           (int)most);
        network.bits = (int)(bits + 128 - most);
    }
    *out = network;
    return 0;
}

bool http_network_has(const struct http_network *network, const struct http_address *address)
{
    size_t whole = (size_t)network->bits / 8, rest = (size_t)network->bits % 8;
    if (memcmp(network->address.bytes, address->bytes, whole) != 0) return false;
    if (rest == 0) return true;
    unsigned mask = 0xffU << (8 - rest);
    return ((network->address.bytes[whole] ^ address->bytes[whole]) & mask & 0xffU) == 0;
}

static int fail(struct err *err, int fd, struct str where)
{
    err_set(err, ERR_SYSTEM, "cannot listen at %.*s: %s", STR_ARG(where), strerrordesc_np(errno));
    if (fd >= 0) close(fd);
    return -1;
}

static int listen_unix(struct str where, struct str path, int *out_fd, struct err *err)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX};
    if (path.len == 0 || path.len >= sizeof name.sun_path)
        return err_set(err, ERR_INPUT, "cannot listen at %.*s: the path is empty or too long",
                       STR_ARG(where));
    memcpy(name.sun_path, path.ptr, path.len);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return fail(err, fd, where);
    unlink(name.sun_path);
    /* The mode of the socket comes from its own file descriptor, so that there is no moment at which others may connect. */
    if (fchmod(fd, 0600) < 0 || bind(fd, (struct sockaddr *)&name, sizeof name) < 0 ||
        listen(fd, BACKLOG) < 0)
        return fail(err, fd, where);
    *out_fd = fd;
    return 0;
}

/* "host:port" into a socket address. */
static int read_where(struct str where, struct sockaddr_in6 *out_v6, struct sockaddr_in *out_v4,
                      bool *out_is_v4)
{
    struct http_address address;
    uint64_t port;
    size_t colon = where.len;
    while (colon > 0 && where.ptr[colon - 1] != ':') colon--;
    if (colon == 0 || str_to_uint(str_slice(where, colon, where.len), 65535, &port) < 0) return -1;
    struct str host = str_slice(where, 0, colon - 1);
    if (host.len > 2 && host.ptr[0] == '[' && host.ptr[host.len - 1] == ']')
        host = str_slice(host, 1, host.len - 1);
    if (str_is(host, "localhost")) host = STR("127.0.0.1");
    if (http_address_parse(host, &address) < 0) return -1;
    *out_is_v4 = is_mapped(&address);
    *out_v4 = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    *out_v6 = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = htons((uint16_t)port)};
    memcpy(&out_v4->sin_addr, address.bytes + 12, 4);
    memcpy(&out_v6->sin6_addr, address.bytes, 16);
    return 0;
}

static int port_of(int fd)
{
    struct sockaddr_in6 bound = {0};
    socklen_t size = sizeof bound;
    /* The port stands at the same place in both families. */
    return getsockname(fd, (struct sockaddr *)&bound, &size) < 0 ? 0 : ntohs(bound.sin6_port);
}

int http_listen(struct str where, int *out_fd, int *out_port, struct err *err)
{
    struct sockaddr_in6 v6;
    struct sockaddr_in v4;
    bool is_v4;
    *out_port = 0;
    if (str_starts(where, STR("unix:")))
        return listen_unix(where, str_slice(where, 5, where.len), out_fd, err);
    if (read_where(where, &v6, &v4, &is_v4) < 0)
        return err_set(err, ERR_INPUT, "cannot listen at '%.*s'; expected HOST:PORT or unix:/PATH",
                       STR_ARG(where));
    int fd = socket(is_v4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1;
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0) return fail(err, fd, where);
    const struct sockaddr *name = is_v4 ? (struct sockaddr *)&v4 : (struct sockaddr *)&v6;
    if (bind(fd, name, is_v4 ? sizeof v4 : sizeof v6) < 0 || listen(fd, BACKLOG) < 0)
        return fail(err, fd, where);
    *out_fd = fd;
    *out_port = port_of(fd);
    return 0;
}
