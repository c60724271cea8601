/* Inside api: the JSON Schemas that are built in: of the two documents (docs/), and of everything else the API writes. */
#ifndef BURIN_API_SCHEMAS_H
#define BURIN_API_SCHEMAS_H

#include "base/str.h"

struct schema_file {
    struct str path; /* "assessment.json", "inquiry.json", "things.json" */
    struct str bytes;
};
extern const struct schema_file schema_files[];
extern const size_t schema_file_count;

#endif
