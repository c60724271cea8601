/* Trains the model that is built into the program: `train_model CORPUS-FOLDER OUTPUT-FILE`. */
#include <stdio.h>

#include "base/file.h"
#include "cli/corpus_folder.h"
#include "engine/trainer.h"

static int train(struct arena *arena, const char *folder, const char *output, struct err *err)
{
    struct corpus corpus = {.arena = arena};
    struct trainer_report report;
    const struct classifier *classifier;
    struct buf text;
    if (corpus_read_folder(&corpus, folder, err) < 0) return -1;
    if (trainer_train(arena, &corpus, NULL, &classifier, &report, err) < 0) return -1;
    if (file_write(output, classifier_to_bytes(arena, classifier), err) < 0) return -1;
    buf_init(&text, 1 << 20);
    buf_printf(&text, "%zu lines, %zu features, cross-validated:\n", report.lines, report.features);
    evaluation_print(&report.evaluation, false, &text);
    fputs(buf_str(&text).ptr, stdout);
    buf_done(&text);
    return 0;
}

int main(int argc, char **argv)
{
    struct err err = {0};
    if (argc != 3) {
        fputs("usage: train_model CORPUS-FOLDER OUTPUT-FILE\n", stderr);
        return 2;
    }
    struct arena *arena = arena_new();
    int rc = train(arena, argv[1], argv[2], &err);
    if (rc < 0) {
        char line[1024];
        err_format(&err, line, sizeof line);
        fprintf(stderr, "train_model: %s\n", line);
    }
    arena_free(arena);
    return rc < 0 ? err_exit_status(&err) : 0;
}
