/* Inside web: style sheets, scripts, fonts and drawings, each under a name that changes with its content, so that browsers may
 * keep it for ever. */
#ifndef BURIN_WEB_ASSETS_H
#define BURIN_WEB_ASSETS_H

#include "base/arena.h"
#include "http/request.h"

struct assets;

struct assets *assets_new(void);
void assets_free(struct assets *assets); /* NULL is fine */
/* "/assets/base.1f0c….css" for "base.css"; ptr NULL where there is none. Lives as long as `assets`. */
struct str assets_path(const struct assets *assets, struct str name);
/* Answers with the asset of that name with its mark; 404 for any other. */
const struct http_result *assets_answer(const struct assets *assets, struct http_request *request,
                                        struct str name);

#endif
