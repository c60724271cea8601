/* burin check: everything that is wrong with a store folder. */
#include <stdio.h>

#include "base/buf.h"
#include "cli/commands.h"
#include "cli/stdio.h"
#include "shop/shop.h"

static const struct example examples[] = {
    {"burin check shop", "prints each finding with its file, line and column"},
    {NULL},
};

struct worst {
    bool system;
};

static void report(void *context, const struct shop_finding *finding)
{
    struct worst *worst = context;
    char message[1024];
    err_format(&finding->err, message, sizeof message);
    fprintf(stderr, "burin: %s%s\n", finding->warning ? "warning: " : "", message);
    if (finding->err.category == ERR_SYSTEM) worst->system = true;
}

static int run(const struct arguments *arguments, struct err *err)
{
    const char *folder = arguments->operands[0];
    struct worst worst = {0};
    size_t count = shop_check(folder, report, &worst);
    struct buf out;
    buf_init(&out, 8192);
    if (count)
        buf_printf(&out, "%s: %zu finding%s\n", folder, count, count == 1 ? "" : "s");
    else
        buf_printf(&out, "%s: fine\n", folder);
    int rc = output_write(buf_str(&out), err);
    buf_done(&out);
    if (rc < 0) return -1;
    return worst.system ? EXIT_SYSTEM : count ? EXIT_FINDINGS : EXIT_FINE;
}

const struct command command_check = {
    .name = "check",
    .summary = "Check a store folder: settings, policy, questions and answers, calendars, templates",
    .description =
        "Reads the whole store and tells everything that is wrong with it on standard error, as "
        "“burin: FILE:LINE:COL: what is wrong; what is expected”. The exit status is 1 where there is "
        "anything. What may be meant so is told as “burin: warning: …” and does not count.",
    .operands = "DIR",
    .operands_least = 1,
    .operands_most = 1,
    .complete_operands = COMPLETE_FOLDER,
    .examples = examples,
    .run = run,
};
