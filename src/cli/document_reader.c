/* Cuts a stream into documents; see document_reader.h. Whether they are good JSON is not its matter. */
#define _GNU_SOURCE
#include "cli/document_reader.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

enum { PIECE = 128 * 1024 };

void document_reader_init(struct document_reader *reader, int input, int stop, size_t longest)
{
    *reader = (struct document_reader){.input = input, .stop = stop, .longest = longest, .line = 1};
    buf_init(&reader->bytes, longest + 2 * PIECE);
}

void document_reader_done(struct document_reader *reader)
{
    buf_done(&reader->bytes);
}

static struct str rest_of(const struct document_reader *reader)
{
    return str_slice(buf_str(&reader->bytes), reader->start, SIZE_MAX);
}

/* Waits for input: false when it is to stop instead. */
static bool wait_for_input(const struct document_reader *reader)
{
    struct pollfd fds[2] = {{.fd = reader->input, .events = POLLIN}, {.fd = reader->stop, .events = POLLIN}};
    while (poll(fds, 2, -1) < 0)
        if (errno != EINTR) return true; /* the read will tell what is wrong */
    return !fds[1].revents;
}

/* Reads one more piece; sets `ended` where there is none. */
static int fill(struct document_reader *reader, struct err *err)
{
    if (reader->start) {
        memmove(reader->bytes.ptr, reader->bytes.ptr + reader->start, reader->bytes.len - reader->start);
        reader->bytes.len -= reader->start;
        reader->start = 0;
    }
    if (!wait_for_input(reader)) {
        reader->ended = true;
        return 0;
    }
    char piece[PIECE];
    ssize_t got;
    while ((got = read(reader->input, piece, sizeof piece)) < 0)
        if (errno != EINTR) return err_set(err, ERR_SYSTEM, "cannot be read: %s", strerror(errno));
    if (got == 0) reader->ended = true;
    buf_add(&reader->bytes, str_of_len(piece, (size_t)got));
    return 0;
}

/* Fills until the line at `start + from` is complete; gives the offset behind it, or of the end of what there is. */
static int find_line_end(struct document_reader *reader, size_t from, size_t *out_end, struct err *err)
{
    for (size_t scanned = from;;) {
        struct str rest = rest_of(reader);
        size_t at = str_find_char(rest, '\n', scanned);
        if (at != STR_NOT_FOUND || reader->ended || rest.len > reader->longest) {
            *out_end = at == STR_NOT_FOUND ? rest.len : at + 1;
            return 0;
        }
        scanned = rest.len;
        if (fill(reader, err) < 0) return -1;
    }
}

/* Where the brackets of a document stand after some of its text. */
struct brackets {
    int depth;
    bool quoted, escaped;
};

static void brackets_read(struct brackets *brackets, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (brackets->escaped)
            brackets->escaped = false;
        else if (brackets->quoted && c == '\\')
            brackets->escaped = true;
        else if (c == '"')
            brackets->quoted = !brackets->quoted;
        else if (!brackets->quoted && (c == '{' || c == '['))
            brackets->depth++;
        else if (!brackets->quoted && (c == '}' || c == ']'))
            brackets->depth--;
    }
}

/* Whether a line looks like the first of a document that goes on: it ends where JSON may be broken. */
static bool goes_on(struct str line)
{
    line = str_trim(line);
    char last = line.len ? line.ptr[line.len - 1] : 0;
    return last == '{' || last == '[' || last == ',';
}

/* Extends *end, which lies behind the first line, to the line on which the document's brackets close. False when they
 * never do: then it was a broken line. */
static int find_document_end(struct document_reader *reader, size_t *end, bool *out_found, struct err *err)
{
    struct brackets brackets = {0};
    size_t read = 0;
    *out_found = false;
    for (;;) {
        brackets_read(&brackets, str_slice(rest_of(reader), read, *end));
        if (brackets.quoted || brackets.depth < 0) return 0; /* no line break can stand inside a string */
        if (brackets.depth == 0) break;
        read = *end;
        if (read > reader->longest) return 0;
        if (find_line_end(reader, read, end, err) < 0) return -1;
        if (*end == read) return 0;
    }
    *out_found = true;
    return 0;
}

static size_t count_lines(struct str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) count += text.ptr[i] == '\n';
    return count;
}

/* Some editors put a byte order mark before UTF-8. Gives the bytes skipped. */
static size_t skip_mark(struct document_reader *reader)
{
    static const struct str mark = STR_INIT("\xef\xbb\xbf");
    if (reader->layout != LAYOUT_UNKNOWN || reader->line != 1 || !str_starts(rest_of(reader), mark)) return 0;
    reader->start += mark.len;
    return mark.len;
}

/* The end of the document at `start`, its first line ending at *end. */
static int choose_end(struct document_reader *reader, size_t *end, struct err *err)
{
    size_t line_end = *end;
    if (reader->layout == LAYOUT_UNKNOWN && !goes_on(str_slice(rest_of(reader), 0, line_end)))
        reader->layout = LAYOUT_LINES;
    if (reader->layout == LAYOUT_LINES) return 0;
    bool found;
    if (find_document_end(reader, end, &found, err) < 0) return -1;
    reader->layout = found ? LAYOUT_SPREAD : LAYOUT_LINES;
    if (!found) *end = line_end;
    return 0;
}

/* White space behind a document would only give its errors a place on the next line. */
static struct str without_end(struct str text)
{
    struct str trimmed = str_trim(text);
    return str_slice(text, 0, trimmed.len ? (size_t)(trimmed.ptr - text.ptr) + trimmed.len : 0);
}

int document_reader_next(struct document_reader *reader, struct document *out, struct err *err)
{
    for (;;) {
        size_t end;
        if (find_line_end(reader, 0, &end, err) < 0) return -1;
        if (end == 0) return 0;
        end -= skip_mark(reader);
        struct str line = str_slice(rest_of(reader), 0, end);
        bool skipped = reader->skipping;
        bool broken_off = end > reader->longest && line.ptr[line.len - 1] != '\n';
        if (!skipped && !broken_off && str_trim(line).len && choose_end(reader, &end, err) < 0) return -1;
        struct document document = {str_slice(rest_of(reader), 0, end), reader->line, end > reader->longest};
        reader->start += document.text.len;
        reader->line += count_lines(document.text);
        reader->skipping = broken_off;
        document.text = without_end(document.text);
        if (skipped || !document.text.len) continue;
        *out = document;
        return 1;
    }
}

bool document_reader_ready(const struct document_reader *reader)
{
    return reader->ended || str_find_char(rest_of(reader), '\n', 0) != STR_NOT_FOUND;
}
