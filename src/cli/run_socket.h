/* Speaking to the server that runs on a store folder, over DIR/run.sock. */
#ifndef BURIN_CLI_RUN_SOCKET_H
#define BURIN_CLI_RUN_SOCKET_H

#include "base/arena.h"
#include "base/err.h"

struct socket_answer {
    int status;
    struct str body;
};

/* One request; `body` empty: none. 1 with the answer, 0 where no server runs there, -1. */
int socket_call(struct arena *arena, const char *folder, const char *method, const char *path,
                struct str body, struct socket_answer *out, struct err *err);
/* A text member of a document; empty where there is none. */
struct value;
struct str socket_member(const struct value *object, const char *name);
/* As an error: what the problem document says. */
int socket_problem(struct arena *arena, const struct socket_answer *answer, struct err *err);

#endif
