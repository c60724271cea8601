/* Drafts: edited, checked, sent or discarded. Lint's errors block sending; who may override leaves a trace. */
#ifndef BURIN_DESK_REPLY_H
#define BURIN_DESK_REPLY_H

#include "desk/desk.h"
#include "store/ticket.h"

struct draft_move {
    struct id draft;
    int64_t version; /* as it was read, or 0 for whatever it is now */
    bool anyway;     /* of sending: also while another person writes an answer */
};

/* What lint finds in a text that would go out as this draft. */
struct findings {
    const struct lint_finding *list;
    size_t count;
    bool blocks; /* at least one error */
};

/* A text held against the assessment document that it answers. */
int findings_of(struct arena *arena, struct str assessment, struct str markdown, struct findings *out,
                struct err *err);

/* Needs RIGHT_REPLY. An empty subject leaves the subject as it is. */
struct draft_edit {
    struct draft_move move;
    struct str subject, markdown;
};
int desk_draft_edit(struct desk *desk, const struct actor *actor, struct arena *arena,
                    const struct draft_edit *edit, struct draft *out, struct findings *out_findings,
                    struct err *err);
/* A person's own reply: a draft in place of the open one, checked and sent like any other. Needs RIGHT_REPLY. ERR_CONFLICT where
 * nothing of the customer was assessed in the ticket, or it is merged. */
struct draft_words {
    struct id ticket;
    int64_t version;    /* of the ticket as it was read, or 0 */
    struct str subject; /* empty: the ticket's */
    struct str markdown;
    enum ticket_state leaves; /* the ticket's state when it is sent: open, waiting or resolved */
};
int desk_draft_write(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct draft_words *words, struct draft *out, struct findings *out_findings,
                     struct err *err);
/* Needs RIGHT_DESK. Of the text as it is kept, or of another one that is not kept by this: `markdown`, where it is not NULL. */
int desk_draft_check(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct id *draft, const struct str *markdown, struct draft *out,
                     struct findings *out_findings, struct err *err);
/* ERR_CONFLICT where another person is writing, unless `anyway`; and with *out_findings filled where lint blocks it and `override_reason` is empty; an override needs
 * RIGHT_OVERRIDE. */
int desk_draft_send(struct desk *desk, const struct actor *actor, struct arena *arena,
                    const struct draft_move *move, struct str override_reason, struct draft *out,
                    struct findings *out_findings, struct err *err);
int desk_draft_discard(struct desk *desk, const struct actor *actor, struct arena *arena,
                       const struct draft_move *move, struct draft *out, struct err *err);

#endif
