/* How a text goes over SMS: GSM 03.38 (7-bit) or UCS-2, and in how many segments. */
#ifndef BURIN_TEXT_SMS_H
#define BURIN_TEXT_SMS_H

#include "base/buf.h"

struct sms_size {
    bool ucs2;
    int units;    /* septets or UTF-16 units */
    int segments; /* 160/153 septets, 70/67 units */
};

/* An empty text has no segment. */
struct sms_size sms_size_of(struct str text);
/* Appends the text with typographic characters folded to GSM ones where there is an equal (quotes, dashes, ellipsis,
 * no-break and thin spaces); what has none stays and makes the message UCS-2. A text with Han characters, which is
 * UCS-2 in any case, is appended as it is. */
void sms_fold(struct buf *out, struct str text);

#endif
