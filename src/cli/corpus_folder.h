/* A corpus as it lies in its folder: LANG/CONCERN.txt and LANG/multi.txt (data/corpus/README.md). */
#ifndef BURIN_CLI_CORPUS_FOLDER_H
#define BURIN_CLI_CORPUS_FOLDER_H

#include "engine/corpus.h"

/* Adds every file that is there; one without any is an error. */
int corpus_read_folder(struct corpus *corpus, const char *folder, struct err *err);

#endif
