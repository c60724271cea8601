/* Trains the model that is built into the program: `train_model CORPUS-FOLDER OUTPUT-FILE`. */
#include <stdio.h>

#include "base/file.h"
#include "engine/trainer.h"

enum { CORPUS_FILE_MAX = 16 << 20 };

static int add_file(struct corpus *corpus, const char *folder, enum lang lang, struct str concern,
                    struct err *err)
{
    static const char *const langs[LANG_COUNT] = {"en", "zh"};
    struct str path = arena_printf(corpus->arena, "%s/%s/%.*s.txt", folder, langs[lang], STR_ARG(concern)),
               bytes;
    const char *name = arena_cstr(corpus->arena, path);
    if (!file_exists(name)) return 0;
    if (file_read(corpus->arena, name, CORPUS_FILE_MAX, &bytes, err) < 0) return -1;
    return corpus_add(corpus, path, lang, concern, bytes, err);
}

static int read_corpus(struct corpus *corpus, const char *folder, struct err *err)
{
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        for (enum concern concern = 0; concern < CONCERN_COUNT; concern++)
            if (add_file(corpus, folder, lang, concern_name(concern), err) < 0) return -1;
        if (add_file(corpus, folder, lang, STR("multi"), err) < 0) return -1;
    }
    return 0;
}

static int train(struct arena *arena, const char *folder, const char *output, struct err *err)
{
    struct corpus corpus = {.arena = arena};
    struct trainer_report report;
    const struct classifier *classifier;
    struct buf text;
    if (read_corpus(&corpus, folder, err) < 0) return -1;
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
