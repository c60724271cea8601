/* Requests from other sites, and cookies kept from them; see site.h. */
#include "http/site.h"

bool http_from_elsewhere(const struct http_request *request)
{
    struct str site = http_fields_header(request->headers, "Sec-Fetch-Site");
    struct str origin = http_fields_header(request->headers, "Origin");
    struct str host = http_fields_header(request->headers, "Host");
    if (site.len) return !str_is(site, "same-origin");
    if (!origin.len) return false;
    size_t scheme = str_find(origin, STR("://"), 0);
    return scheme == STR_NOT_FOUND || !str_eq_nocase(str_slice(origin, scheme + 3, origin.len), host);
}

void http_set_host_cookie(struct http_request *request, const char *name, struct str value)
{
    const char *past = value.len ? "" : "; Max-Age=0";
    http_set_cookie(request, arena_printf(request->arena, "%s=%.*s; Path=/; Secure; HttpOnly; SameSite=Lax%s",
                                          name, STR_ARG(value), past));
}

void http_keep_host_cookie(struct http_request *request, const char *name, struct str value, int64_t seconds)
{
    http_set_cookie(request, arena_printf(request->arena,
                                          "%s=%.*s; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=%lld",
                                          name, STR_ARG(value), (long long)seconds));
}
