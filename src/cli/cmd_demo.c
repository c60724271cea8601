/* burin demo: a year of history for a demo store. */
#include <stdio.h>

#include "base/clock.h"
#include "cli/commands.h"
#include "cli/demo.h"
#include "cli/stdio.h"

enum { AT, DAYS, SEED };
enum { DAYS_USUALLY = 365, DAYS_LEAST = 7, DAYS_MOST = 1830, SEED_USUALLY = 7, OUTPUT_MOST = 64 * 1024 };

static const struct option options[] = {
    [AT] = OPTION_AT("The time at which the history ends; now if not given"),
    [DAYS] = {"days", "NUMBER", "How many days of history there are, 7 to 1830; 365 if not given", NULL,
              COMPLETE_NOTHING, false},
    [SEED] = {"seed", "NUMBER", "Another number makes another history; 7 if not given", NULL,
              COMPLETE_NOTHING, false},
    {NULL},
};

static int read_number(const char *text, const char *option, uint64_t least, uint64_t most, uint64_t *out,
                       struct err *err)
{
    if (!text || (str_to_uint(str_of(text), most, out) == 0 && *out >= least)) return 0;
    return err_set(err, ERR_INPUT, "--%s: a number of %llu to %llu is expected, found “%s”", option,
                   (unsigned long long)least, (unsigned long long)most, text);
}

static int read_wish(const struct arguments *arguments, struct demo_wish *out, struct err *err)
{
    uint64_t days = DAYS_USUALLY, seed = SEED_USUALLY;
    const char *at = arguments->values[AT];
    *out = (struct demo_wish){.folder = arguments->operands[0], .end = clock_now(clock_system())};
    if (at && instant_parse(str_of(at), &out->end, NULL) < 0)
        return err_set(err, ERR_INPUT, "--at: a time like 2026-03-02T16:00:00-05:00 is expected, found “%s”",
                       at);
    if (read_number(arguments->values[DAYS], "days", DAYS_LEAST, DAYS_MOST, &days, err) < 0 ||
        read_number(arguments->values[SEED], "seed", 0, INT64_MAX, &seed, err) < 0)
        return -1;
    out->days = (int)days;
    out->seed = seed;
    return 0;
}

/* Who can sign in, for whoever tries the demo. */
static int print_staff(const struct demo *demo, struct err *err)
{
    struct buf out;
    buf_init(&out, OUTPUT_MOST);
    for (int i = 0; i < demo->staff_count; i++) {
        const struct demo_staff *staff = &demo->staff[i];
        buf_printf(&out, "  %-8.*s %-28.*s %.*s\n", STR_ARG(staff->role), STR_ARG(staff->email),
                   STR_ARG(staff->password));
    }
    int result = output_write(buf_str(&out), err);
    buf_done(&out);
    return result;
}

static int run(const struct arguments *arguments, struct err *err)
{
    struct demo_wish wish;
    struct demo demo;
    if (read_wish(arguments, &wish, err) < 0) return -1;
    int result = demo_live(&wish, &demo, err);
    if (result == 0) result = print_staff(&demo, err);
    demo_close(&demo);
    return result < 0 ? -1 : EXIT_FINE;
}

static const struct example examples[] = {
    {"burin init --demo workshop && burin demo workshop --days 30", "a demo store with a month behind it"},
    {NULL},
};

const struct command command_demo = {
    .name = "demo",
    .summary = "Fill a demo store with a year of orders and conversations",
    .description = "Lives a year of a small workshop in the store folder DIR, which “burin init --demo” has "
                   "made: orders, stages, "
                   "messages in two languages, replies, changes, claims with photos, approvals, surveys. "
                   "Everything goes "
                   "through the desk as it would in a real store, under a clock that is told what time it "
                   "is, so that the present "
                   "is always fresh; the same --at and --seed make the same history. Letters of the last "
                   "three days are put where "
                   "`channels` in store.yaml says, older ones count as sent.\n"
                   "\n"
                   "Prints who can sign in: role, e-mail address, password. The passwords are the same in "
                   "every demo store, so do not "
                   "serve one where others can reach it.",
    .operands = "DIR",
    .operands_least = 1,
    .operands_most = 1,
    .complete_operands = COMPLETE_FOLDER,
    .options = options,
    .examples = examples,
    .run = run,
};
