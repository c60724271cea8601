/* libburin: the decision engine of Burin for other programs.
 *
 * A store folder is opened once and then answers from any number of threads: nothing here keeps global state, prints
 * or ends the process. Texts go in and come out as UTF-8; documents are JSON as described in docs/. Every function
 * that can fail returns 0 or a negative value and then fills the struct burin_error it was handed (which may be
 * NULL); outputs are untouched on failure. Texts given back are the caller's and go with burin_text_free(). */
#ifndef BURIN_BURIN_H
#define BURIN_BURIN_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define BURIN_API __attribute__((visibility("default")))
#else
#define BURIN_API
#endif

struct burin; /* an open store, immutable */

enum burin_error_category {
    BURIN_ERROR_INPUT = 1,  /* a value handed in is bad */
    BURIN_ERROR_LIMIT = 2,  /* too large, too deep or too long */
    BURIN_ERROR_SYSTEM = 3, /* a file or the machine failed */
};

struct burin_error {
    enum burin_error_category category;
    char message[1024]; /* "FILE:LINE:COL: what is wrong; what is expected" */
};

struct burin_text {
    char *bytes; /* NUL-terminated */
    size_t length;
};

BURIN_API const char *burin_version(void);

/* Opens a store folder; NULL opens the starter store that is built in. Takes some milliseconds: open once. */
BURIN_API int burin_open(const char *store_folder, struct burin **out, struct burin_error *error);
/* NULL is fine. No other thread may still be using it. */
BURIN_API void burin_close(struct burin *burin);

/* An inquiry document in, the assessment document (burin.assessment/1) out, as one line without line break. The same
 * inquiry, store and build give the same bytes. */
BURIN_API int burin_assess(struct burin *burin, const char *inquiry, size_t length, struct burin_text *out,
                           struct burin_error *error);

/* Milestones of an order: {"order_date","production_days","shipping_days","rush","at","stage","locale"}, of which only
 * order_date must be there; days are a number or a pair [lo, hi]. Gives the document `burin eta` prints. */
BURIN_API int burin_estimate(struct burin *burin, const char *request, size_t length, struct burin_text *out,
                             struct burin_error *error);

/* A Liquid template rendered with a JSON object as its data. Nothing is escaped unless the template asks. */
BURIN_API int burin_render(struct burin *burin, const char *source, size_t source_length, const char *values,
                           size_t values_length, struct burin_text *out, struct burin_error *error);

/* Lint of an outgoing text, as a JSON array of findings. `assessment` is an assessment document to hold it against;
 * with NULL only the rules that need none are run. */
BURIN_API int burin_lint(struct burin *burin, const char *text, size_t text_length, const char *assessment,
                         size_t assessment_length, struct burin_text *out, struct burin_error *error);

BURIN_API void burin_text_free(struct burin_text *text);

#ifdef __cplusplus
}
#endif

#endif
