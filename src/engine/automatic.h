/* Mail that no person wrote: bounces, delivery reports, out-of-office replies. Nobody waits for an answer to it, and an
 * answer may come back for ever. */
#ifndef BURIN_ENGINE_AUTOMATIC_H
#define BURIN_ENGINE_AUTOMATIC_H

#include "base/str.h"

/* By what the text says at its top; `text` is what is left of it without quoted mail. */
bool automatic_text(struct str text);
bool automatic_subject(struct str subject);
/* By the address: mailer-daemon, postmaster and what else sends bounces. Addresses that merely take no replies also
 * send what a customer wrote into a form, and are none. */
bool automatic_sender(struct str address);

#endif
