/* The inquiry document, read strictly into struct inquiry; see inquiry.h. Its order is read by order_json.c. */
#include "model/inquiry.h"

#include "text/document.h"

enum {
    MOST_ATTACHMENTS = 100,
    MOST_THREAD = 1000,
    MOST_CONTACTS = 100000,
    MOST_PIXELS = 1000000,
    MOST_ITEMS = 999,
    MOST_PIECES = 1999, /* the last of an item */
    MOST_CHANGES = 16
};
#define MOST_BYTES (INT64_C(1) << 40)

DOCUMENT_WORD(awaiting, AWAITING_COUNT)

static int read_author(const struct node *node, const struct member_rule *rule, void *object)
{
    static const struct str names[] = {
        [AUTHOR_CUSTOMER] = STR_INIT("customer"),
        [AUTHOR_AGENT] = STR_INIT("agent"),
        [AUTHOR_SYSTEM] = STR_INIT("system"),
    };
    for (int author = 0; author < 3; author++) {
        if (!node_is(node, VALUE_STRING) || !str_eq(node->value->string, names[author])) continue;
        *(enum author *)rule_target(rule, object) = (enum author)author;
        return 0;
    }
    return node_expected_word(node, names, 3);
}

static int read_order(const struct node *node, const struct member_rule *rule, void *object)
{
    const struct document *document = node->document;
    struct order *order = ARENA_NEW(document->arena, struct order);
    if (order_from_value(document->arena, node->value, "/order", order, document->err) < 0) return -1;
    *(const struct order **)rule_target(rule, object) = order;
    return 0;
}

static const struct member_rule attachment_members[] = {
    MEMBER("name", read_text, struct attachment, name, .max = DOCUMENT_LABEL),
    MEMBER("type", read_text, struct attachment, type, .max = DOCUMENT_LABEL),
    MEMBER("bytes", read_int64, struct attachment, bytes, .min = 0, .max = MOST_BYTES),
    MEMBER("width", read_int, struct attachment, width, .min = 0, .max = MOST_PIXELS),
    MEMBER("height", read_int, struct attachment, height, .min = 0, .max = MOST_PIXELS),
};
static const struct shape attachment_shape = SHAPE(struct attachment, NULL, attachment_members, NULL);

static const struct thread_message blank_message = {.at = INSTANT_NONE};
static const struct member_rule message_members[] = {
    MEMBER("at", read_instant, struct thread_message, at, .required = false),
    MEMBER("author", read_author, struct thread_message, author, .required = true),
    MEMBER("text", read_text, struct thread_message, text, .max = DOCUMENT_TEXT),
};
static const struct shape message_shape = SHAPE(struct thread_message, &blank_message, message_members, NULL);

static int read_fault(const struct node *node, const struct member_rule *rule, void *object)
{
    struct str names[] = {concern_name(CONCERN_DAMAGED), concern_name(CONCERN_WRONG_SPEC)};
    for (int i = 0; i < 2 && node_is(node, VALUE_STRING); i++)
        if (str_eq(node->value->string, names[i])) {
            *(struct str *)rule_target(rule, object) = names[i];
            return 0;
        }
    return node_expected_word(node, names, 2);
}

static const struct member_rule case_members[] = {
    MEMBER("photos_of", read_fault, struct inquiry, photos_of, .required = false),
    MEMBER("awaiting", read_awaiting, struct inquiry, awaiting, .required = false),
    MEMBER("contacts", read_int, struct inquiry, contacts, .min = 1, .max = MOST_CONTACTS),
};
static const struct shape case_shape = SHAPE(struct inquiry, NULL, case_members, NULL);

DOCUMENT_WORD(concern, CONCERN_COUNT)

static int finish_asked(const struct node *node, void *object)
{
    (void)node;
    ((struct inquiry *)object)->asked.given = true;
    return 0;
}

static const struct asked_change blank_asked_change = {.item = ALL_ITEMS, .piece = -1};
static const struct member_rule asked_change_members[] = {
    MEMBER("item", read_int, struct asked_change, item, .min = 0, .max = MOST_ITEMS),
    MEMBER("piece", read_int, struct asked_change, piece, .min = 0, .max = MOST_PIECES),
    MEMBER("field", read_text, struct asked_change, field, .required = true, .max = DOCUMENT_LABEL),
    MEMBER("new", read_text, struct asked_change, new, .required = true, .max = DOCUMENT_TEXT),
};
static const struct shape asked_change_shape =
    SHAPE(struct asked_change, &blank_asked_change, asked_change_members, NULL);
static const struct member_rule asked_members[] = {
    MEMBER("concern", read_concern, struct inquiry, asked.concern, .required = true),
    MEMBER("item", read_int, struct inquiry, asked.item, .min = 0, .max = MOST_ITEMS),
    MEMBER("part_missing", read_bool, struct inquiry, asked.part_missing, .required = false),
    MEMBER("locale", read_text, struct inquiry, asked.locale, .max = DOCUMENT_LABEL),
    MEMBER("answer", read_text, struct inquiry, asked.answer, .max = DOCUMENT_LABEL),
    MEMBER("about", read_text, struct inquiry, asked.about, .max = DOCUMENT_LABEL),
    MEMBER_LIST("changes", struct inquiry, asked.changes, asked.change_count, MOST_CHANGES,
                asked_change_shape),
};
static const struct shape asked_shape = SHAPE(struct inquiry, NULL, asked_members, finish_asked);

static const struct inquiry blank_inquiry = {.at = INSTANT_NONE, .contacts = 1, .asked = {.item = ALL_ITEMS}};
static const struct member_rule inquiry_members[] = {
    MEMBER("id", read_text, struct inquiry, id, .max = DOCUMENT_LABEL),
    MEMBER("at", read_instant, struct inquiry, at, .required = true),
    MEMBER("channel", read_text, struct inquiry, channel, .max = DOCUMENT_LABEL),
    MEMBER("from", read_text, struct inquiry, from, .max = DOCUMENT_LABEL),
    MEMBER("link_verified", read_bool, struct inquiry, link_verified, .required = false),
    MEMBER("subject", read_text, struct inquiry, subject, .max = DOCUMENT_LABEL),
    MEMBER("text", read_text, struct inquiry, text, .max = DOCUMENT_TEXT),
    MEMBER_LIST("attachments", struct inquiry, attachments, attachment_count, MOST_ATTACHMENTS,
                attachment_shape),
    MEMBER_LIST("thread", struct inquiry, thread, thread_count, MOST_THREAD, message_shape),
    {.name = STR_INIT("case"), .read = read_object, .shape = &case_shape},
    {.name = STR_INIT("request"), .read = read_object, .shape = &asked_shape},
    MEMBER("order", read_order, struct inquiry, order, .required = false),
};
static const struct shape inquiry_shape = SHAPE(struct inquiry, NULL, inquiry_members, NULL);

int inquiry_from_value(struct arena *arena, const struct value *document, struct inquiry *out,
                       struct err *err)
{
    struct inquiry inquiry = blank_inquiry;
    struct document reading = {.arena = arena, .err = err, .pointer = ""};
    struct node node = node_root(&reading, document);
    if (node_members(&node, &inquiry_shape, &inquiry) < 0) return -1;
    *out = inquiry;
    return 0;
}

bool attachment_is_photo(const struct attachment *attachment)
{
    static const struct str endings[] = {
        STR_INIT(".jpg"),  STR_INIT(".jpeg"), STR_INIT(".png"),  STR_INIT(".heic"),
        STR_INIT(".heif"), STR_INIT(".webp"), STR_INIT(".gif"),  STR_INIT(".bmp"),
        STR_INIT(".avif"), STR_INIT(".tif"),  STR_INIT(".tiff"),
    };
    struct str type = attachment->type, name = attachment->name;
    struct str family = STR("image/"), drawing = STR("image/svg");
    if (type.len && !str_eq_nocase(type, STR("application/octet-stream")))
        return str_eq_nocase(str_slice(type, 0, family.len), family) &&
               !str_eq_nocase(str_slice(type, 0, drawing.len), drawing);
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (name.len > endings[i].len &&
            str_eq_nocase(str_slice(name, name.len - endings[i].len, name.len), endings[i]))
            return true;
    return false;
}
