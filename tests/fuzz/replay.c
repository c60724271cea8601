/* Stands in for libFuzzer in the ordinary tests: hands every seed of the folders it is given to the target once. */
#define _GNU_SOURCE
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static int replay_file(const char *path)
{
    struct arena *arena = arena_new();
    struct err err = {0};
    struct str text;
    int rc = file_read(arena, path, 16 * 1024 * 1024, &text, &err);
    if (rc < 0)
        fprintf(stderr, "replay: %s\n", err.message);
    else {
        /* An allocation of the exact size, so that the sanitizer sees a read past the end. */
        uint8_t *bytes = malloc(text.len ? text.len : 1);
        if (!bytes) abort();
        memcpy(bytes, text.ptr, text.len);
        LLVMFuzzerTestOneInput(bytes, text.len);
        free(bytes);
    }
    arena_free(arena);
    return rc;
}

static int replay_folder(const char *folder)
{
    DIR *entries = opendir(folder);
    if (!entries) return 0; /* a target without seeds still has the empty input */
    int rc = 0;
    const struct dirent *entry;
    while ((entry = readdir(entries))) {
        if (entry->d_name[0] == '.') continue;
        char path[4096];
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        if (replay_file(path) < 0) rc = -1;
    }
    closedir(entries);
    return rc;
}

int main(int argc, char **argv)
{
    LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
    int rc = 0;
    for (int i = 1; i < argc; i++)
        if (replay_folder(argv[i]) < 0) rc = 1;
    return rc;
}
