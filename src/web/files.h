/* Inside web: templates, words and assets, built in while compiling (tools/embed.c), sorted by path. */
#ifndef BURIN_WEB_FILES_H
#define BURIN_WEB_FILES_H

#include "base/str.h"

struct web_file {
    struct str path; /* "templates/inbox.liquid", "words/en/common.yaml", "assets/base.css" */
    struct str bytes;
};
extern const struct web_file web_files[];
extern const size_t web_file_count;

#endif
