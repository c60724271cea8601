/* Takes connections and deals them out: a thread of its own, since event threads that wait at one listener leave nearly all of
 * a burst to the one that wakes first. The parser gives a socket to the event thread with its number modulo theirs. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "http/internal.h"

enum { PAUSE_MS = 10 /* where there is no descriptor or memory for another connection */ };

/* False when the listener is shut. */
static bool accept_one(struct http_server *server)
{
    struct sockaddr_storage from;
    socklen_t size = sizeof from;
    int fd = accept4(server->listener, (struct sockaddr *)&from, &size, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (fd >= 0) {
        MHD_add_connection(server->daemon, fd, (struct sockaddr *)&from, size); /* or it closes it */
        return true;
    }
    if (errno == EINVAL || errno == EBADF) return false;
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
    /* The thread waits in accept4(), and a socket of systemd's may be made not to wait. */
    int flags = fcntl(server->listener, F_GETFL);
    if (flags < 0 || fcntl(server->listener, F_SETFL, flags & ~O_NONBLOCK) < 0)
        return err_set(err, ERR_SYSTEM, "the listening socket is not one: %s", strerrorname_np(errno));
    if (pthread_create(&server->acceptor, NULL, accept_loop, server) != 0)
        return err_set(err, ERR_SYSTEM, "cannot start a thread");
    server->accepts = true;
    return 0;
}

void acceptor_stop(struct http_server *server)
{
    if (server->listener < 0) return;
    shutdown(server->listener, SHUT_RDWR);
    if (server->accepts) pthread_join(server->acceptor, NULL);
    server->accepts = false;
    close(server->listener);
    server->listener = -1;
}
