/* The program burin. */
#include <fcntl.h>
#include <signal.h>

#include "cli/commands.h"

/* A stream that the caller closed must not be taken by the next file that is opened. It is opened the wrong way round, so
 * that using it fails as it should. */
static void keep_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) < 0) open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

int main(int argc, char **argv)
{
    /* A reader that goes away is a write error like any other, not a reason to vanish without a word. */
    keep_standard_streams();
    signal(SIGPIPE, SIG_IGN);
    return commands_run(argc - 1, argv + 1);
}
