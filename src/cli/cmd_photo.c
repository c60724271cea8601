/* burin photo-worker: the process that reads one photo in a cage; started by the server, for each photo. */
#include "cli/commands.h"
#include "photo/photo.h"

static int run(const struct arguments *arguments, struct err *err)
{
    int status = photo_worker(arguments->operands[0]);
    return err_set(err, ERR_USAGE, "a photo of that kind is expected as a file on standard input (%d)",
                   status);
}

const struct command command_photo_worker = {
    .name = PHOTO_WORKER,
    .summary = "Read one photo, shut in; for the server alone",
    .description = "“burin serve” starts this for every photo that is handed in, with the photo as standard "
                   "input and a file in memory as standard output. It gives up everything but those two "
                   "before it reads a byte. KIND is jpeg, png, webp or heic.",
    .operands = "KIND",
    .operands_least = 1,
    .operands_most = 1,
    .run = run,
};
