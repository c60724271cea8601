/* Filters between text and its codes: HTML, URLs, base64. */
#include "text/html.h"
#include "text/liquid_filter.h"
#include "text/liquid_parse.h"
#include "text/utf8.h"

/* ---- HTML ---- */

/* An entity already, "&name;" or "&#12;". */
static bool is_entity(struct str text)
{
    size_t at = 1, start = 1;
    bool number = text.len > 1 && text.ptr[1] == '#';
    if (number) at = start = 2;
    for (; at < text.len; at++) {
        char c = text.ptr[at];
        bool digit = c >= '0' && c <= '9', letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (number ? !digit : !letter) break;
    }
    return at > start && at < text.len && text.ptr[at] == ';';
}

static void escape(struct buf *buf, struct str text, bool once)
{
    size_t done = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char *entity = html_entity(text.ptr[i]);
        if (!entity || (once && text.ptr[i] == '&' && is_entity(str_slice(text, i, text.len)))) continue;
        buf_add(buf, str_slice(text, done, i));
        buf_add_c(buf, entity);
        done = i + 1;
    }
    buf_add(buf, str_slice(text, done, text.len));
}

void text_escape(struct buf *buf, struct str text)
{
    escape(buf, text, false);
}

int filter_escape(struct render *render, const struct value *input, const struct value *args, int count,
                  struct value *out)
{
    (void)args, (void)count;
    struct str text = text_of(render, input);
    size_t begin = text_begin(render);
    if (input->kind == VALUE_NIL) return 0;
    escape(render_buf(render), text, false);
    *out = value_str(text_take(render, begin));
    return 0;
}

int filter_escape_once(struct render *render, const struct value *input, const struct value *args, int count,
                       struct value *out)
{
    (void)args, (void)count;
    struct str text = text_of(render, input);
    size_t begin = text_begin(render);
    escape(render_buf(render), text, true);
    *out = value_str(text_take(render, begin));
    return 0;
}

/* Scripts, styles and comments go with what is in them. `missing` remembers which ends are not to be found. */
static size_t block_end(struct str text, size_t at, bool missing[3])
{
    static const struct {
        struct str open, close;
    } blocks[] = {{STR_INIT("<script"), STR_INIT("</script>")},
                  {STR_INIT("<!--"), STR_INIT("-->")},
                  {STR_INIT("<style"), STR_INIT("</style>")}};
    struct str rest = str_slice(text, at, text.len);
    for (size_t i = 0; i < 3; i++) {
        if (missing[i] || !str_starts(rest, blocks[i].open)) continue;
        size_t found = str_find(text, blocks[i].close, at + blocks[i].open.len);
        if (found != STR_NOT_FOUND) return found + blocks[i].close.len;
        missing[i] = true;
    }
    return at;
}

static struct str strip_blocks(struct render *render, struct str text)
{
    bool missing[3] = {false};
    size_t begin = text_begin(render), done = 0, at = 0;
    while ((at = str_find_char(text, '<', at)) != STR_NOT_FOUND) {
        size_t end = block_end(text, at, missing);
        if (end == at) {
            at++;
            continue;
        }
        buf_add(render_buf(render), str_slice(text, done, at));
        done = at = end;
    }
    if (done == 0) return text;
    buf_add(render_buf(render), str_slice(text, done, text.len));
    return text_take(render, begin);
}

int filter_strip_html(struct render *render, const struct value *input, const struct value *args, int count,
                      struct value *out)
{
    (void)args, (void)count;
    struct str text = strip_blocks(render, text_of(render, input));
    size_t begin = text_begin(render), done = 0, at;
    while ((at = str_find_char(text, '<', done)) != STR_NOT_FOUND) {
        size_t close = str_find_char(text, '>', at + 1);
        if (close == STR_NOT_FOUND) break;
        buf_add(render_buf(render), str_slice(text, done, at));
        done = close + 1;
    }
    buf_add(render_buf(render), str_slice(text, done, text.len));
    *out = value_str(text_take(render, begin));
    return 0;
}

static int replace_newlines(struct render *render, const struct value *input, const char *by,
                            struct value *out)
{
    struct str text = text_of(render, input);
    size_t begin = text_begin(render), done = 0, at;
    while ((at = str_find_char(text, '\n', done)) != STR_NOT_FOUND) {
        size_t end = at > done && text.ptr[at - 1] == '\r' ? at - 1 : at;
        buf_add(render_buf(render), str_slice(text, done, end));
        buf_add_c(render_buf(render), by);
        done = at + 1;
    }
    buf_add(render_buf(render), str_slice(text, done, text.len));
    *out = value_str(text_take(render, begin));
    return 0;
}

int filter_newline_to_br(struct render *render, const struct value *input, const struct value *args,
                         int count, struct value *out)
{
    (void)args, (void)count;
    return replace_newlines(render, input, "<br />\n", out);
}

int filter_strip_newlines(struct render *render, const struct value *input, const struct value *args,
                          int count, struct value *out)
{
    (void)args, (void)count;
    return replace_newlines(render, input, "", out);
}

/* ---- URLs ---- */

int filter_url_encode(struct render *render, const struct value *input, const struct value *args, int count,
                      struct value *out)
{
    (void)args, (void)count;
    static const char hex[] = "0123456789ABCDEF";
    struct str text = text_of(render, input);
    struct buf *buf = render_buf(render);
    size_t begin = text_begin(render);
    if (input->kind == VALUE_NIL) return 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (liquid_is_word(c) || c == '.' || c == '-' || c == '~')
            buf_add_char(buf, c);
        else if (c == ' ')
            buf_add_char(buf, '+');
        else {
            char code[] = {'%', hex[(unsigned char)c >> 4], hex[(unsigned char)c & 15]};
            buf_add(buf, (struct str){code, 3});
        }
    }
    *out = value_str(text_take(render, begin));
    return 0;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

int filter_url_decode(struct render *render, const struct value *input, const struct value *args, int count,
                      struct value *out)
{
    (void)args, (void)count;
    struct str text = text_of(render, input);
    struct buf *buf = render_buf(render);
    size_t begin = text_begin(render);
    if (input->kind == VALUE_NIL) return 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        int high = c == '%' && i + 2 < text.len ? hex_digit(text.ptr[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(text.ptr[i + 2]) : -1;
        if (low >= 0) i += 2;
        buf_add_char(buf, low >= 0 ? (char)(high * 16 + low) : c == '+' ? ' ' : c);
    }
    struct str decoded = text_take(render, begin);
    if (!utf8_is_valid(decoded)) return render_fail(render, "what url_decode gives is not UTF-8");
    *out = value_str(decoded);
    return 0;
}

/* ---- base64 ---- */

static const char plain_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url_alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static int encode(struct render *render, const struct value *input, const char *alphabet, struct value *out)
{
    struct str text = text_of(render, input);
    size_t begin = text_begin(render);
    for (size_t i = 0; i < text.len; i += 3) {
        size_t left = text.len - i;
        uint32_t bits = (uint32_t)(unsigned char)text.ptr[i] << 16;
        if (left > 1) bits |= (uint32_t)(unsigned char)text.ptr[i + 1] << 8;
        if (left > 2) bits |= (unsigned char)text.ptr[i + 2];
        char code[] = {alphabet[bits >> 18], alphabet[bits >> 12 & 63],
                       left > 1 ? alphabet[bits >> 6 & 63] : '=', left > 2 ? alphabet[bits & 63] : '='};
        buf_add(render_buf(render), (struct str){code, 4});
    }
    *out = value_str(text_take(render, begin));
    return 0;
}

static int sextet_of(char c, bool url)
{
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    if (c == '+' || (url && c == '-')) return 62;
    if (c == '/' || (url && c == '_')) return 63;
    return -1;
}

/* Strict: whole groups, only the padding they need, no stray bits. The URL form may leave the padding away. */
static int decode(struct render *render, const struct value *input, bool url, struct value *out)
{
    struct str text = text_of(render, input);
    size_t begin = text_begin(render), padding = 0;
    bool ok = true;
    for (; padding < 2 && text.len && text.ptr[text.len - 1] == '='; padding++) text.len--;
    if ((text.len + padding) % 4 != 0 && !(url && padding == 0)) ok = false;
    if (text.len % 4 == 1) ok = false;
    uint32_t bits = 0;
    int held = 0;
    for (size_t i = 0; ok && i < text.len; i++) {
        int sextet = sextet_of(text.ptr[i], url);
        if (sextet < 0) ok = false;
        bits = bits << 6 | (uint32_t)(sextet & 63);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        buf_add_char(render_buf(render), (char)(unsigned char)(bits >> held & 0xff));
        bits &= (1u << held) - 1;
    }
    struct str decoded = text_take(render, begin);
    if (!ok || bits != 0) return render_fail(render, "the text is not base64");
    *out = value_str(decoded);
    return 0;
}

int filter_base64_encode(struct render *render, const struct value *input, const struct value *args,
                         int count, struct value *out)
{
    (void)args, (void)count;
    return encode(render, input, plain_alphabet, out);
}

int filter_base64_url_safe_encode(struct render *render, const struct value *input, const struct value *args,
                                  int count, struct value *out)
{
    (void)args, (void)count;
    return encode(render, input, url_alphabet, out);
}

int filter_base64_decode(struct render *render, const struct value *input, const struct value *args,
                         int count, struct value *out)
{
    (void)args, (void)count;
    return decode(render, input, false, out);
}

int filter_base64_url_safe_decode(struct render *render, const struct value *input, const struct value *args,
                                  int count, struct value *out)
{
    (void)args, (void)count;
    return decode(render, input, true, out);
}
