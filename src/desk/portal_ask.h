/* What customers ask for on the page of their order. Each is an inquiry that came through their own link, with what the form says as
 * a request beside the words, so that it is decided by the rule book and kept, answered and replayed as any other message.
 *
 * A gift's recipient may report a problem and write; all else is ERR_DENIED. `actor` brings the key of the request, if any. */
#ifndef BURIN_DESK_PORTAL_ASK_H
#define BURIN_DESK_PORTAL_ASK_H

#include "desk/attachment.h"
#include "desk/portal.h"
#include "desk/privacy.h"
#include "desk/survey.h"

/* What became of it. */
struct portal_asked {
    struct id ticket;
    struct str concern, action, reason; /* of the first decision */
    bool answered;                      /* a reply has gone out by itself */
};

enum { WISHES_MOST = 16 };
struct portal_wish {
    int item;  /* ALL_ITEMS: of a change, the only one; else the order */
    int piece; /* of a change: one of several of the item that differ; -1: the item itself */
    struct field *fields;
    size_t field_count;            /* of a change: the new values */
    const struct file_wish *photo; /* of a change: the new value of its one field; or NULL */
    struct str text;               /* their words; may be empty but for a message */
    struct str locale;             /* of the page; empty: the customer's */
    struct str concern;            /* of a problem: damaged, wrong_spec, missing, not_received */
    struct str remedy;             /* of a choice: remake, partial_refund, full_refund */
    struct id about;               /* the change or claim that is answered */
};

/* ERR_INPUT names the field whose value cannot be made, or is there already. A photo is made harmless as those of a ticket are; its
 * value is its name, or one like it that no other photo of the order has. */
int desk_portal_change(struct desk *desk, const struct actor *actor, struct arena *arena,
                       const struct portal_visit *visit, const struct portal_wish *wish,
                       struct portal_asked *out, struct err *err);
/* ERR_NOT_FOUND where this order has no such change, ERR_CONFLICT where it does not wait for a yes. */
int desk_portal_confirm(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct portal_visit *visit, const struct portal_wish *wish, bool yes,
                        struct portal_asked *out, struct err *err);
int desk_portal_cancel(struct desk *desk, const struct actor *actor, struct arena *arena,
                       const struct portal_visit *visit, const struct portal_wish *wish,
                       struct portal_asked *out, struct err *err);
int desk_portal_problem(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct portal_visit *visit, const struct portal_wish *wish,
                        struct portal_asked *out, struct err *err);
/* ERR_NOT_FOUND where this order has no such claim, ERR_CONFLICT where nothing is on offer, ERR_INPUT where that is not. */
int desk_portal_choose(struct desk *desk, const struct actor *actor, struct arena *arena,
                       const struct portal_visit *visit, const struct portal_wish *wish,
                       struct portal_asked *out, struct err *err);
int desk_portal_message(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct portal_visit *visit, const struct portal_wish *wish,
                        struct portal_asked *out, struct err *err);
/* A wish that a person with the right takes up; nothing is erased by it. */
int desk_portal_erase(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct portal_visit *visit, const struct portal_wish *wish,
                      struct portal_asked *out, struct err *err);

/* A photo to a problem of theirs: see desk_add_attachment(). ERR_NOT_FOUND where the ticket is not of this order and address. */
int desk_portal_photo(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct portal_visit *visit, const struct file_wish *wish, struct file_kept *out,
                      struct err *err);
/* A photo that they sent for the order, by its name, as portal_page has it. 1 with the content, 0 where there is none. */
int desk_portal_artwork(struct desk *desk, struct arena *arena, const struct portal_visit *visit,
                        struct str name, bool thumbnail, struct attached *out, struct str *out_content,
                        struct err *err);
/* The survey that waits on this order. ERR_CONFLICT where none does. */
int desk_portal_rate(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct portal_visit *visit, const struct survey_reply *reply, struct survey *out,
                     struct err *err);
int desk_portal_consents(struct desk *desk, const struct actor *actor, struct arena *arena,
                         const struct portal_visit *visit, const struct consents *consents,
                         struct customer *out, struct err *err);
/* Everything that is kept about them. */
int desk_portal_data(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct portal_visit *visit, struct kept_customer *out, struct err *err);

#endif
