/* Takes connections and deals them out: a thread of its own, since event threads that wait at one listener leave nearly all of
 * a burst to the one that wakes first. The parser gives a socket to the event thread with its number modulo theirs. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "http/internal.h"

enum { PAUSE_MS = 10 /* where there is no descriptor or memory for another connection */ };

/* A thread of its own waits here; whoever stops it writes to the other end. False when it is time to end. */
static bool is_called(struct http_server *server)
{
    struct pollfd either[] = {{server->listener, POLLIN, 0}, {server->acceptor_ends, POLLIN, 0}};
    if (poll(either, 2, -1) < 0) return errno == EINTR;
    return !either[1].revents && !(either[0].revents & POLLNVAL);
}

static bool accept_one(struct http_server *server)
{
    if (!is_called(server)) return false;
    struct sockaddr_storage from;
    socklen_t size = sizeof from;
    int fd = accept4(server->listener, (struct sockaddr *)&from, &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd >= 0) {
        MHD_add_connection(server->daemon, fd, (struct sockaddr *)&from, size); /* or it closes it */
        return true;
    }
    if (errno == EINVAL || errno == EBADF || errno == ENOTSOCK || errno == EOPNOTSUPP) return false;
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
        nanosleep(&(struct timespec){0, PAUSE_MS * 1000000L}, NULL);
    return true;
}

static void *accept_loop(void *object)
{
    while (accept_one(object)) continue;
    return NULL;
}

int acceptor_start(struct http_server *server, struct err *err)
{
    server->acceptor_ends = eventfd(0, EFD_CLOEXEC);
    server->accepts =
        server->acceptor_ends >= 0 && pthread_create(&server->acceptor, NULL, accept_loop, server) == 0;
    return server->accepts ? 0 : err_set(err, ERR_SYSTEM, "cannot start a thread");
}

void acceptor_stop(struct http_server *server)
{
    if (server->accepts) {
        eventfd_write(server->acceptor_ends, 1);
        pthread_join(server->acceptor, NULL);
        server->accepts = false;
    }
    atomic_store(&server->stopping, true); /* no answer behind a closed door keeps its connection */
    if (server->acceptor_ends >= 0) close(server->acceptor_ends);
    if (server->listener >= 0) close(server->listener); /* not shut down: systemd may have it, too */
    server->acceptor_ends = server->listener = -1;
}
