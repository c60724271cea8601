/* One inquiry in, one assessment out: triage → facts → estimate → decide → compose → lint.
 *
 * Pure: the result depends on the inquiry, the store and the build alone. */
#ifndef BURIN_ENGINE_ASSESS_H
#define BURIN_ENGINE_ASSESS_H

#include "model/assessment.h"
#include "model/inquiry.h"
#include "model/store.h"

#define BURIN_VERSION "0.1.0"

/* A workspace for one thread at a time: formatter caches and buffers that are worth keeping between inquiries. */
struct engine;

struct engine *engine_new(const struct store *store); /* the store must outlive it */
void engine_free(struct engine *engine);              /* NULL is fine */

/* `arena` holds everything in `out`, together with what the inquiry and the store hold; the caller resets it when the
 * assessment has been used. Fails only on a broken template of the store. */
int engine_assess(struct engine *engine, struct arena *arena, const struct inquiry *inquiry,
                  struct assessment *out, struct err *err);
/* One proactive notice about an order as it stands at `at`, in the customer's language, with the reason where it is not to
 * go out. `template` is the notice's name, "invitation" for the second message of the follow-up, or "remake_confirmed" for an
 * order that makes another one good. The ranges it may tell are those of `out->milestones`. Also where the milestone it tells of has happened already. */
struct notice_text {
    struct str markdown, withheld, locale;
    struct item_milestone *milestones; /* of every item */
    size_t milestone_count;
};
int engine_notice(struct engine *engine, struct arena *arena, const struct order *order, enum notice notice,
                  struct str template, int item, instant_t at, struct notice_text *out, struct err *err);

/* The letter that says that a message has arrived, in the language of `locale` (English where that is not spoken here):
 * template notices/received. It holds nothing of the message and nothing of an order, so that it may go to anybody. */
struct receipt {
    struct str subject, markdown;
};
int engine_receipt(struct engine *engine, struct arena *arena, struct str locale, struct receipt *out,
                   struct err *err);

/* The letter with the link to an order's page, template page/link; it tells nothing of the order but its number. */
struct link_words {
    struct str number, link;
    int days; /* that the link is good for */
};
int engine_link_letter(struct engine *engine, struct arena *arena, struct str locale,
                       const struct link_words *words, struct receipt *out, struct err *err);
/* The line with that link for the foot of any other letter, template page/line: Markdown. */
int engine_link_line(struct engine *engine, struct arena *arena, struct str locale,
                     const struct link_words *words, struct str *out, struct err *err);

#endif
