/* The client's end of DIR/run.sock (libcurl); see run_socket.h. */
#include "cli/run_socket.h"

#include <curl/curl.h>

#include "base/buf.h"
#include "base/file.h"
#include "text/json.h"

enum { ANSWER_MOST = 64 * 1024 * 1024, PATIENCE_S = 600 };

static size_t take(char *bytes, size_t size, size_t count, void *context)
{
    struct buf *answer = context;
    buf_add(answer, str_of_len(bytes, size * count));
    return answer->overflow ? 0 : size * count;
}

static int failed(CURLcode code, struct err *err)
{
    if (code == CURLE_COULDNT_CONNECT) return 0; /* a socket that a killed server left behind */
    return err_set(err, ERR_SYSTEM, "the running server does not answer: %s", curl_easy_strerror(code));
}

static int perform(CURL *curl, struct arena *arena, struct buf *text, struct socket_answer *out,
                   struct err *err)
{
    long status = 0;
    CURLcode code = curl_easy_perform(curl);
    if (code != CURLE_OK) return failed(code, err);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    *out = (struct socket_answer){(int)status, buf_copy(text, arena)};
    return 1;
}

int socket_call(struct arena *arena, const char *folder, const char *method, const char *path,
                struct str body, struct socket_answer *out, struct err *err)
{
    const char *socket = arena_printf(arena, "%s/run.sock", folder).ptr;
    struct buf text;
    if (!file_exists(socket)) return 0;
    CURL *curl = curl_easy_init();
    if (!curl) return err_set(err, ERR_SYSTEM, "there is no memory left");
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    buf_init(&text, ANSWER_MOST);
    curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, socket);
    curl_easy_setopt(curl, CURLOPT_URL, arena_printf(arena, "http://localhost%s", path).ptr);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)PATIENCE_S);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &text);
    if (body.len) {
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)body.len);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.ptr);
    }
    int result = perform(curl, arena, &text, out, err);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    buf_done(&text);
    return result;
}

struct str socket_member(const struct value *object, const char *name)
{
    const struct value *value = value_get(object, str_of(name));
    return value && value->kind == VALUE_STRING ? value->string : (struct str){0};
}

int socket_problem(struct arena *arena, const struct socket_answer *answer, struct err *err)
{
    struct value problem;
    const struct value *detail = NULL;
    if (json_parse(arena, answer->body, &problem, NULL) == 0) detail = value_get(&problem, STR("detail"));
    if (detail && detail->kind == VALUE_STRING)
        return err_set(err, answer->status >= 500 ? ERR_SYSTEM : ERR_INPUT, "%.*s", STR_ARG(detail->string));
    return err_set(err, ERR_SYSTEM, "the running server answered %d", answer->status);
}
