/* An inquiry: one message with all that was known when it arrived, and its JSON document. */
#ifndef BURIN_MODEL_INQUIRY_H
#define BURIN_MODEL_INQUIRY_H

#include "base/err.h"
#include "model/order.h"

struct attachment {
    struct str name, type;
    int64_t bytes;
    int width, height; /* pixels; 0 when unknown */
};

enum author { AUTHOR_CUSTOMER, AUTHOR_AGENT, AUTHOR_SYSTEM };

struct thread_message {
    instant_t at;
    enum author author;
    struct str text;
};

/* What was asked for by a form, and so need not be read out of words. */
struct asked_change {
    int item;              /* or ALL_ITEMS: the order's address */
    int piece;             /* or -1: the item itself */
    struct str field, new; /* a personalization field's name, or "address"; the whole new value */
};
struct asked {
    bool given;
    enum concern concern;
    int item;          /* or ALL_ITEMS */
    bool part_missing; /* damaged: something is missing from the parcel */
    struct str locale; /* of the form, and so of the reply: "en", "zh-CN"; empty: the customer's */
    struct str answer; /* with CONCERN_ANSWER, as in struct request */
    struct str about;  /* the id of the change or claim that is answered; nothing to the engine */
    struct asked_change *changes;
    size_t change_count;
};

struct inquiry {
    struct str id, channel, from, subject, text;
    instant_t at;       /* when it was received: everything is judged as of then */
    bool link_verified; /* came through the customer's own link */
    struct attachment *attachments;
    size_t attachment_count;
    struct thread_message *thread;
    size_t thread_count;
    struct asked asked;        /* with `given`: counts before the words */
    struct str photos_of;      /* photos of this fault are wanted: "damaged" or "wrong_spec"; or empty */
    enum awaiting awaiting;    /* what the desk asked and waits for */
    int contacts;              /* messages on this matter, this one included; at least 1 */
    const struct order *order; /* NULL when there is none */
};

/* Reads an inquiry document. Unknown members are ignored; a wrong type or value is an error that names the JSON
 * pointer ("/order/items/0/quantity: …"). */
int inquiry_from_value(struct arena *arena, const struct value *document, struct inquiry *out,
                       struct err *err);
/* The `order` member by itself, as `burin reply --order` takes it. `pointer` is put before the pointers in errors. */
int order_from_value(struct arena *arena, const struct value *document, const char *pointer,
                     struct order *out, struct err *err);

/* The document again, with its order: read back it is the same inquiry, so that what was assessed can be replayed. */
void inquiry_to_json(const struct inquiry *inquiry, struct json_writer *writer);

/* Whether an attachment is a photo: by type, or by the ending of its name where the type says nothing. */
bool attachment_is_photo(const struct attachment *attachment);

#endif
