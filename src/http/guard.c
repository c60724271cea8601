/* Refusing what must not be interpreted; see guard.h. */
#include "http/guard.h"

#include "http/decode.h"

static bool is_field_text(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f) return false;
    }
    return true;
}

/* Visible ASCII only: everything else must come percent-encoded. */
static bool is_target_text(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c <= 0x20 || c >= 0x7f || c == '"' || c == '<' || c == '>' || c == '\\' || c == '#') return false;
    }
    return true;
}

static bool is_host(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!plain && (c == 0 || !strchr("-._~:[]", c))) return false;
    }
    return text.len > 0 && text.len <= 255;
}

static int refuse(struct err *err, int status, const char *why)
{
    err_set(err, ERR_USAGE, "%s", why);
    return status;
}

static int check_first_line(const struct http_head *head, struct err *err)
{
    if (head->target.len > HTTP_TARGET_MAX) return refuse(err, 414, "the address is longer than 8 KiB");
    if (!str_is(head->version, "HTTP/1.1") && !str_is(head->version, "HTTP/1.0"))
        return refuse(err, 505, "only HTTP/1.1 and HTTP/1.0 are spoken here");
    if (!http_is_token(head->method)) return refuse(err, 400, "the method is no word");
    if (head->target.len == 0 || head->target.ptr[0] != '/')
        return refuse(err, 400, "the request's address must begin with a slash");
    if (!is_target_text(head->target))
        return refuse(err, 400, "the address holds characters that must be escaped");
    return 0;
}

static int check_fields(const struct http_head *head, struct err *err)
{
    if (head->size > HTTP_HEADER_MAX) return refuse(err, 431, "the headers are longer than 16 KiB");
    if (head->headers.count > HTTP_FIELDS_MAX) return refuse(err, 431, "there are more than 100 headers");
    for (size_t i = 0; i < head->headers.count; i++) {
        if (!http_is_token(head->headers.items[i].name))
            return refuse(err, 400, "the name of a header is no word");
        if (!is_field_text(head->headers.items[i].value))
            return refuse(err, 400, "the value of a header holds control characters");
    }
    if (http_fields_count_header(head->headers, "Host") != 1)
        return refuse(err, 400, "exactly one Host header is expected");
    if (!is_host(str_trim(http_fields_header(head->headers, "Host"))))
        return refuse(err, 400, "the Host header names no host");
    return 0;
}

static int check_framing(const struct http_head *head, struct http_framing *out, struct err *err)
{
    size_t lengths = http_fields_count_header(head->headers, "Content-Length");
    size_t codings = http_fields_count_header(head->headers, "Transfer-Encoding");
    struct http_framing framing = {0};
    if (lengths + codings > 1)
        return refuse(err, 400, "Content-Length and Transfer-Encoding may stand once, and not both");
    if (codings) {
        struct str coding = http_fields_header(head->headers, "Transfer-Encoding");
        if (!str_eq_nocase(coding, STR("chunked")) || str_is(head->version, "HTTP/1.0"))
            return refuse(err, 400, "the only Transfer-Encoding read is chunked, in HTTP/1.1");
        framing.chunked = true;
    }
    struct str length = http_fields_header(head->headers, "Content-Length");
    if (lengths && str_to_uint(length, INT64_MAX, &framing.length) < 0)
        return refuse(err, 400, "Content-Length is no number");
    *out = framing;
    return 0;
}

int http_guard_check(const struct http_head *head, struct http_framing *out, struct err *err)
{
    int status = check_first_line(head, err);
    if (status == 0) status = check_fields(head, err);
    return status ? status : check_framing(head, out, err);
}

static uintptr_t place(struct str text)
{
    return (uintptr_t)text.ptr;
}

static uintptr_t end_of(struct str text)
{
    return (uintptr_t)text.ptr + text.len;
}

bool http_guard_layout(const struct http_head *head)
{
    const struct http_field *fields = head->headers.items;
    size_t count = head->headers.count;
    uintptr_t end = place(head->method) + head->size - 2;
    if (end_of(head->method) + 1 != place(head->target)) return false;
    if (end_of(head->target) + 1 != place(head->version)) return false;
    if (end_of(head->version) + 2 != (count ? place(fields[0].name) : end)) return false;
    for (size_t i = 0; i < count; i++) {
        uintptr_t next = i + 1 < count ? place(fields[i + 1].name) : end;
        if (end_of(fields[i].name) + 1 > place(fields[i].value)) return false;
        if (end_of(fields[i].value) + 2 != next) return false;
    }
    return true;
}
