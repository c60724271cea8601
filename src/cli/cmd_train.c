/* burin train: a model of how customers write, from a corpus. */
#include "base/file.h"
#include "cli/commands.h"
#include "cli/corpus_folder.h"
#include "cli/stdio.h"
#include "engine/trainer.h"

enum { DETAILS };

static const struct option options[] = {
    [DETAILS] = {"details", NULL, "Tell each concern, and what is mistaken for what", NULL, COMPLETE_NOTHING,
                 false},
    {NULL},
};

static const struct example examples[] = {
    {"burin train corpus shop/model.bin", "a store's own model: the one named model.bin in its folder"},
    {"burin train corpus", "only what cross-validation says of it"},
    {NULL},
};

static int train(struct arena *arena, const struct arguments *arguments, struct buf *out, struct err *err)
{
    struct corpus corpus = {.arena = arena};
    struct trainer_report report;
    const struct classifier *classifier;
    const char *output = arguments->operands[1];
    if (corpus_read_folder(&corpus, arguments->operands[0], err) < 0 ||
        trainer_train(arena, &corpus, NULL, &classifier, &report, err) < 0 ||
        (output && file_write(output, classifier_to_bytes(arena, classifier), err) < 0))
        return -1;
    buf_printf(out, "%zu lines, %zu features; each line read by a model that had not seen it:\n",
               report.lines, report.features);
    evaluation_print(&report.evaluation, arguments->values[DETAILS] != NULL, out);
    return 0;
}

static int run(const struct arguments *arguments, struct err *err)
{
    struct arena *arena = arena_new();
    struct buf out;
    buf_init(&out, 1024 * 1024);
    int rc = train(arena, arguments, &out, err);
    if (rc == 0) rc = output_write(buf_str(&out), err);
    buf_done(&out);
    arena_free(arena);
    return rc < 0 ? -1 : EXIT_FINE;
}

const struct command command_train = {
    .name = "train",
    .summary = "Train the reader of concerns from labelled messages",
    .description = "The corpus is a folder of LANG/CONCERN.txt, one message on each line. The same corpus "
                   "gives the same "
                   "model, byte for byte. Prints what cross-validation says of it, and writes the model "
                   "where a file is named.",
    .operands = "CORPUS [MODEL]",
    .operands_least = 1,
    .operands_most = 2,
    .complete_operands = COMPLETE_FILE,
    .options = options,
    .examples = examples,
    .run = run,
};
