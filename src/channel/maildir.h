/* A Maildir: each message a file, put into tmp, synced, and moved to new, so that readers see it whole or not at all. */
#ifndef BURIN_CHANNEL_MAILDIR_H
#define BURIN_CHANNEL_MAILDIR_H

#include "base/err.h"
#include "base/str.h"

/* Makes tmp, new and cur below `folder` where they are not there; an error where one cannot be written. */
int maildir_open(const char *folder, struct err *err);
/* `name` is a plain word, unique for the letter: delivering it again leaves one file, wherever a reader has moved it to
 * new; ERR_BUSY where it may go better later. Synced before it returns. */
int maildir_deliver(const char *folder, struct str name, struct str message, struct err *err);

#endif
