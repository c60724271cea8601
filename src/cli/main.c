/* The program burin. */
#include <signal.h>

#include "cli/commands.h"

int main(int argc, char **argv)
{
    /* A reader that goes away is a write error like any other, not a reason to vanish without a word. */
    signal(SIGPIPE, SIG_IGN);
    return commands_run(argc - 1, argv + 1);
}
