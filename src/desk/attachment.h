/* Files of a conversation: handed in, looked at, counted as evidence. */
#ifndef BURIN_DESK_ATTACHMENT_H
#define BURIN_DESK_ATTACHMENT_H

#include "desk/claim.h"
#include "desk/reassess.h"
#include "store/file.h"

enum { FILE_MOST = 25 * 1024 * 1024, ATTACHMENTS_MOST = 100 };

struct file_wish {
    struct id ticket;
    int64_t seq;           /* of the message it belongs to; 0: the customer's last */
    struct str name, type; /* as they were told; see text/media.h for what becomes of them */
    struct str content;
};
struct file_kept {
    bool added; /* false: this message had the same file already, and nothing was done */
    int64_t seq;
    int place;
    struct attached attached;
    struct ticket ticket;
    bool has_claim, has_draft;
    struct claim_record claim; /* whose evidence it is now */
    struct draft draft;        /* where the message was assessed again, because it is a photo */
};
/* Needs RIGHT_ORDERS; all in one transaction. What begins like a photo, whatever it says it is, is kept as photo_clean gives it
 * (photo/photo.h), with the original's size in pixels, or refused with its error: so this may take seconds, and waits for a
 * process. Anything else is kept as it is. A photo of the customer's last message is evidence of the claim that is open on
 * the order, and the message is assessed again with it. */
int desk_add_attachment(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct file_wish *wish, struct file_kept *out, struct err *err);

/* Inside desk: a file as it will be kept; see above. `ticket` and `seq` of the wish are not looked at. */
int attachment_prepare(struct desk *desk, struct arena *arena, const struct file_wish *wish,
                       struct ready_file *out, struct err *err);

/* 1 with the content, 0 where there is no such file, or only its name was told. Needs RIGHT_DESK. */
int desk_attachment_load(struct desk *desk, const struct actor *actor, struct arena *arena,
                         const struct id *ticket, int64_t seq, int place, struct attached *out,
                         struct str *out_content, struct err *err);

/* The thumbnail of a photo, of the same type; 0 also where it is no photo, or came before there were thumbnails. */
int desk_thumbnail_load(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct id *ticket, int64_t seq, int place, struct attached *out,
                        struct str *out_content, struct err *err);

/* The customer's last photo for an order, as the studio's board names it, or its thumbnail. Needs RIGHT_READ. */
struct order_photo {
    struct str number; /* of the order */
    struct str name;   /* the last of that name, or empty */
    struct str from;   /* sent by that address, or empty */
    bool thumbnail;
};
int desk_order_photo(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct order_photo *wanted, struct attached *out, struct str *out_content,
                     struct err *err);

/* A photo that is there already as evidence of a claim on the order of its ticket; needs RIGHT_REPLY. */
struct evidence_wish {
    struct claim_move move;
    struct id ticket;
    int64_t seq;
    int place;
};
int desk_claim_evidence(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct evidence_wish *wish, struct claim_record *out, struct err *err);

#endif
