/* Network addresses: where to listen, who is at the other end, and whom to believe about it. */
#ifndef BURIN_HTTP_ADDRESS_H
#define BURIN_HTTP_ADDRESS_H

#include <sys/socket.h>

#include "base/arena.h"
#include "base/err.h"

/* An IPv6 address; IPv4 ones are mapped (::ffff:a.b.c.d), so that each host has one form. All zero: not from the
 * network (a Unix socket). */
struct http_address {
    unsigned char bytes[16];
};

struct http_network {
    struct http_address address;
    int bits; /* of 128 */
};

/* An IPv4 or IPv6 address, without port or zone. */
int http_address_parse(struct str text, struct http_address *out);
struct http_address http_address_of(const struct sockaddr *from);
bool http_address_eq(const struct http_address *a, const struct http_address *b);
/* "192.0.2.7", "2001:db8::1", or "local" for a Unix socket; at most 46 bytes with the NUL. */
void http_address_format(const struct http_address *address, char out[48]);
/* One number for all addresses that one customer of a network provider holds: an IPv4 address, an IPv6 /64. */
uint64_t http_address_key(const struct http_address *address);

/* "10.0.0.0/8", "::1" */
int http_network_parse(struct str text, struct http_network *out, struct err *err);
bool http_network_has(const struct http_network *network, const struct http_address *address);

/* A listening, non-blocking socket at "127.0.0.1:8080", "[::1]:0" or "unix:/path"; port 0 takes a free one. The port
 * it has is in *out_port (0 for a Unix socket, which only the same user may open). */
int http_listen(struct str where, int *out_fd, int *out_port, struct err *err);

#endif
