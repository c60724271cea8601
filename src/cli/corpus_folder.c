/* Reads a corpus folder; see corpus_folder.h. Shared by `burin train` and the trainer that runs while building. */
#include "cli/corpus_folder.h"

#include "base/file.h"

enum { CORPUS_FILE_MAX = 16 << 20 };

static int add_file(struct corpus *corpus, const char *folder, enum lang lang, struct str concern,
                    struct err *err)
{
    static const char *const langs[LANG_COUNT] = {"en", "zh"};
    struct str path = arena_printf(corpus->arena, "%s/%s/%.*s.txt", folder, langs[lang], STR_ARG(concern)),
               bytes;
    if (!file_exists(path.ptr)) return 0;
    if (file_read(corpus->arena, path.ptr, CORPUS_FILE_MAX, &bytes, err) < 0) return -1;
    return corpus_add(corpus, path, lang, concern, bytes, err);
}

int corpus_read_folder(struct corpus *corpus, const char *folder, struct err *err)
{
    for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
        for (enum concern concern = 0; concern < CONCERN_COUNT; concern++)
            if (add_file(corpus, folder, lang, concern_name(concern), err) < 0) return -1;
        if (add_file(corpus, folder, lang, STR("multi"), err) < 0) return -1;
    }
    if (corpus->count) return 0;
    return err_set(err, ERR_INPUT, "%s: there is no corpus; LANG/CONCERN.txt is expected, as en/status.txt",
                   folder);
}
