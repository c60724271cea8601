/* A letter as it goes out, whatever carries it, and as an Internet message (RFC 5322, multipart/alternative). */
#ifndef BURIN_CHANNEL_LETTER_H
#define BURIN_CHANNEL_LETTER_H

#include "base/buf.h"
#include "base/date.h"
#include "base/err.h"

struct mail_letter {
    struct str id; /* unique in the world before its @: the same letter sent twice has the same Message-ID */
    struct str domain; /* behind the @ */
    struct str from_name, from, to, subject, text, html;
    instant_t at;
    bool automatic; /* says so by RFC 3834, so that no machine answers it */
};

/* Appends the message with CRLF line ends. Header values are encoded; an address or subject with a line break, NUL or other
 * control character is refused (ERR_INPUT): nothing may smuggle in a header. */
int mail_write(const struct mail_letter *letter, struct buf *out, struct err *err);

#endif
