/* The routes of the API as one table: what each is called, who may use it, what it takes and gives. The server, the OpenAPI
 * description and the tests are made from it; a new row is the whole change. */
#include "api/routes.h"

#include "api/inbox.h"
#include "desk/attachment.h"

enum { SMALL = 64 * 1024, DOCUMENT = 1024 * 1024 };

#define PAGING                                                                 \
    {"limit", "How many, 1 to 200; 50 where it is absent", QUERY_COUNT, NULL}, \
    {                                                                          \
        "cursor", "The \"next\" of the page before", QUERY_CURSOR, NULL        \
    }
#define END                         \
    {                               \
        NULL, NULL, QUERY_END, NULL \
    }

static const struct query_rule paging[] = {PAGING, END};
static const struct query_rule order_query[] = {
    {"stage", "Only orders whose hindmost item stands at this stage", QUERY_WORD,
     "design|production|quality_check|shipped|delivered|cancelled"},
    {"customer", "Only orders of this customer", QUERY_TEXT, NULL},
    PAGING,
    END};
static const struct query_rule ticket_query[] = {
    {"state", "Only tickets in this state", QUERY_WORD, "open|waiting|resolved|merged"},
    {"order", "Only tickets about the order of this id", QUERY_TEXT, NULL},
    {"customer", "Only tickets of this customer", QUERY_TEXT, NULL},
    {"assignee", "Only tickets of this account", QUERY_TEXT, NULL},
    {"sort", "Newest first, or by what is due (with `state` alone)", QUERY_WORD, "newest|due"},
    PAGING,
    END};
static const struct query_rule console_query[] = {
    {"lang", "The language of the policy's clauses; the store's own where it is absent", QUERY_WORD, "en|zh"},
    END};
static const struct query_rule attachment_query[] = {
    {"name", "The file's name", QUERY_TEXT, NULL},
    {"message", "The seq of the message it belongs to; the customer's last where it is absent", QUERY_TEXT,
     NULL},
    END};
static const struct query_rule file_query[] = {
    {"size", "The thumbnail of a photo, at most 320 pixels a side; 404 where it has none", QUERY_WORD,
     "thumb"},
    END};
/* What is told apart by its bytes; anything else is kept, too, and is handed out as bytes alone. */
static const char *const file_types[] = {"image/jpeg",
                                         "image/png",
                                         "image/webp",
                                         "image/heic",
                                         "application/pdf",
                                         "text/plain",
                                         "application/octet-stream",
                                         NULL};
static const char *const photo_types[] = {
    "image/jpeg", "image/png", "image/webp", "image/heic", "application/octet-stream", NULL};
static const struct query_rule progress_query[] = {
    {"item", "The piece that it shows, from 0; the order as a whole where it is absent", QUERY_TEXT, NULL},
    {"stage", "When it was taken; where the piece stands now where it is absent", QUERY_WORD,
     "design|production|quality_check|shipped"},
    {"caption", "What it shows, in the studio's words", QUERY_TEXT, NULL},
    {"shown", "Whether the customer sees it; true where it is absent", QUERY_WORD, "true|false"},
    {"name", "The file's name, which is not kept", QUERY_TEXT, NULL},
    END};
static const struct query_rule change_query[] = {
    {"order", "Those of the order of this number", QUERY_TEXT, NULL},
    {"state", "Those in this state; without an order awaiting_confirmation where it is absent", QUERY_WORD,
     "received|awaiting_confirmation|confirmed|applied|declined|withdrawn|expired"},
    PAGING,
    END};
static const struct query_rule claim_query[] = {
    {"order", "Those on the order of this number", QUERY_TEXT, NULL},
    {"state", "Those in this state; without an order opened where it is absent", QUERY_WORD,
     "opened|evidence|offered|chosen|fulfilled|rejected|withdrawn"},
    PAGING,
    END};
static const struct query_rule approval_query[] = {
    {"order", "Those on the order of this number", QUERY_TEXT, NULL},
    {"state", "Those in this state; without an order proposed where it is absent", QUERY_WORD,
     "proposed|approved|refused|withdrawn"},
    PAGING,
    END};
static const struct query_rule audit_query[] = {
    {"after", "Rows behind this seq", QUERY_TEXT, NULL},
    {"limit", "How many, 1 to 200; 50 where it is absent", QUERY_COUNT, NULL},
    END};
static const struct query_rule sign_out_query[] = {
    {"everywhere", "Whether all sessions of the account end; false where it is absent", QUERY_WORD,
     "true|false"},
    END};
static const struct query_rule search_query[] = {
    {"q", "Words that must all be there, English or Chinese", QUERY_NEEDED, NULL}, PAGING, END};

static const struct query_rule board_query[] = {{"order", "Only the order of this number", QUERY_TEXT, NULL},
                                                END};

static const struct query_rule letter_query[] = {
    {"state", "Only letters in this state", QUERY_WORD, "queued|leased|sent|failed|withheld"}, PAGING, END};

/* Bodies that go through as they stand, one after the other. */
#define EXAMPLE_ORDER                                                                                        \
    "{\"number\":\"#1042\",\"placed_at\":\"2026-03-02T14:30:00Z\",\"currency\":\"USD\",\"total\":\"89.00\"," \
    "\"customer\":{\"name\":\"Maya Lin\",\"email\":\"maya@example.com\",\"locale\":\"en-US\"},"              \
    "\"items\":[{\"sku\":\"NECK-ENG-S\",\"title\":\"Engraved bar necklace\","                                \
    "\"personalization\":{\"engraving\":\"Forever\"}}],"                                                     \
    "\"shipping\":{\"carrier\":\"USPS\",\"country\":\"US\"}}"
#define EXAMPLE_INQUIRY                                                                                 \
    "{\"id\":\"mail-1\",\"at\":\"2026-03-02T16:00:00Z\",\"channel\":\"email\",\"from\":\"maya@example." \
    "com\","                                                                                            \
    "\"subject\":\"My order\",\"text\":\"Where is my order 1042?\"}"
#define SPAN                                                                                                 \
    {"from", "The first day, in the store's zone; 30 days up to `to` where it is absent", QUERY_TEXT, NULL}, \
        {"to", "The last day; today where it is absent", QUERY_TEXT, NULL},                                  \
    {                                                                                                        \
        "by", "What the groups are; month where it is absent", QUERY_WORD,                                   \
            "day|week|month|product|concern|agent"                                                           \
    }
#define FORMAT                                                                                       \
    {                                                                                                \
        "format", "A table for spreadsheets in place of a document; Accept: text/csv says the same", \
            QUERY_WORD, "json|csv"                                                                   \
    }
static const struct query_rule metric_query[] = {SPAN, FORMAT, END};
static const struct query_rule thing_query[] = {
    SPAN,
    {"key", "Only those of this group; empty: of none", QUERY_TEXT, NULL},
    {"outcome", "Only those that were counted so", QUERY_WORD, "hit|miss|pending|late|late_hit"},
    PAGING,
    END};
static const struct query_rule year_query[] = {
    {"year", "1970 to 2199; this one where it is absent", QUERY_TEXT, NULL}, END};
static const struct query_rule revision_query[] = {PAGING, END};
static const struct query_rule survey_query[] = {
    {"state", "Only those that were answered, or were not", QUERY_WORD, "answered|open"}, PAGING, END};

#define ROUTE(...)        \
    &(const struct route) \
    {                     \
        __VA_ARGS__       \
    }
#define GET(path, may, ...)                                                       \
    {                                                                             \
        HTTP_GET, path, api_handle, 0, HTTP_WORK, RIGHT_##may, ROUTE(__VA_ARGS__) \
    }
/* As GET, for what one key or index finds. */
#define LOOK(path, may, ...)                                                                   \
    {                                                                                          \
        HTTP_GET, path, api_handle, 0, HTTP_WORK | HTTP_QUICK, RIGHT_##may, ROUTE(__VA_ARGS__) \
    }
#define POST(path, may, ...)                                                                          \
    {                                                                                                 \
        HTTP_POST, path, api_handle, SMALL, HTTP_WORK, RIGHT_##may, ROUTE(__VA_ARGS__, .keeps = true) \
    }

/* As POST, but what it is asked or answers holds a secret, which is not kept for an Idempotency-Key. */
#define ASK(path, may, ...)                                                                            \
    {                                                                                                  \
        HTTP_POST, path, api_handle, SMALL, HTTP_WORK, RIGHT_##may, ROUTE(__VA_ARGS__, .secret = true) \
    }
#define DELETE(path, may, ...)                                                           \
    {                                                                                    \
        HTTP_DELETE, path, api_handle, SMALL, HTTP_WORK, RIGHT_##may, ROUTE(__VA_ARGS__) \
    }

static const struct query_rule artwork_query[] = {
    {"name", "Of that name; the last where there are several", QUERY_TEXT, NULL},
    {"size", "The thumbnail, at most 320 pixels a side", QUERY_WORD, "thumb"},
    END};
static const struct query_rule change_photo_query[] = {
    {"item", "Index of the item; of an order with one, that", QUERY_TEXT, NULL},
    {"piece", "Index of one of its pieces that differ", QUERY_TEXT, NULL},
    {"field", "The field's name", QUERY_TEXT, NULL},
    {"name", "The file's name", QUERY_TEXT, NULL},
    {"locale", "The language of the page", QUERY_TEXT, NULL},
    END};
static const struct query_rule photo_query[] = {{"name", "The file's name", QUERY_TEXT, NULL}, END};
static const struct query_rule page_query[] = {
    {"locale", "The language of its words; the customer's own where it is absent", QUERY_WORD, "en|zh"}, END};

static const struct http_row rows[] = {
    {HTTP_POST, "/v1/assess", api_handle, DOCUMENT, HTTP_WORK | HTTP_QUICK, RIGHT_READ,
     ROUTE(.run = route_assess, .tag = "engine", .summary = "Assess an inquiry; nothing is kept",
           .document = "Inquiry", .example = EXAMPLE_INQUIRY, .answer = "Assessment")},
    {HTTP_POST, "/v1/estimates", api_handle, SMALL, HTTP_WORK, RIGHT_READ,
     ROUTE(.run = route_estimate, .tag = "engine", .summary = "Milestones of an order, from its day",
           .description =
               "Production days count before rush. With `stage` and `at` the plan goes on from the "
               "stage that began then.",
           .body = &shape_estimate,
           .example = "{\"order_date\":\"2026-03-02\",\"production_days\":[5,7],\"rush\":false}",
           .answer = "Estimate")},
    {HTTP_POST, "/v1/lint", api_handle, DOCUMENT, HTTP_WORK, RIGHT_READ,
     ROUTE(.run = route_lint, .tag = "engine", .summary = "Hold an outgoing text against the rules",
           .description = "With the assessment that it answers every rule is run, else those that need none.",
           .body = &shape_lint,
           .example = "{\"markdown\":\"Hello Maya, your necklace is with the engraver.\"}",
           .answer = "Findings")},

    GET("/v1/board", READ, .run = route_board, .tag = "board",
        .summary = "What is being made: a card for each item, in the column of its stage",
        .query = board_query,
        .description = "What was shipped within 7 days is on it, and what goes back for a photo or a proof "
                       "where there is "
                       "any. What customers paid, where they live and what they wrote is not.",
        .answer = "Board"),

    LOOK("/v1/orders", READ, .run = route_orders, .tag = "orders", .summary = "Orders, newest first",
         .query = order_query, .answer = "[]OrderHead"),
    LOOK("/v1/orders/{number}", READ, .run = route_order_get, .tag = "orders",
         .summary = "An order with its life", .answer = "Order"),
    {HTTP_PUT, "/v1/orders/{number}", api_handle, DOCUMENT, HTTP_WORK, RIGHT_ORDERS,
     ROUTE(.run = route_order_put, .tag = "orders", .summary = "Enter an order, or bring it up to date",
           .description =
               "What the document says is added to what is known: events, scans and promises are never taken "
               "away. Stages that it says anew of an order that was known, and that began since the day "
               "before, are "
               "told to the customer; an order that comes in with its past tells nobody. Stages that it says "
               "anew of an order that was known are refused as those that are recorded by themselves are: "
               "409 where the piece has left the house, is cancelled, or is on hold since before. A day's "
               "difference between two stages is no matter, and what was done before a piece was cancelled "
               "may be told late. Saying anew that something is cancelled needs the right *approve*, too. "
               "201 where the order is new, 200 where it was known.",
           .document = "Inquiry_order", .example = EXAMPLE_ORDER, .answer = "Order")},
    POST(
        "/v1/orders/{number}/events", STUDIO, .run = route_order_event, .tag = "orders",
        .summary = "Record that a stage began",
        .description =
            "Settles promises and queues the notice of the stage. 201, or 200 where it was recorded before; "
            "409 while the piece is on hold, or has a change that the studio has not acknowledged. Until a "
            "piece is shipped it may go back to an earlier stage; what is shipped can only be delivered, and "
            "what is delivered or cancelled is over: 409. 400 where `at` lies more than a day ahead, or more "
            "than a day before the order was placed. `cancelled` needs the right *approve*, too.",
        .body = &shape_event,
        .example = "{\"stage\":\"production\",\"at\":\"2026-03-03T15:00:00Z\",\"item\":0}", .answer = "Order",
        .status = 201),
    POST("/v1/orders/{number}/specs/acknowledge", STUDIO, .run = route_order_acknowledge, .tag = "board",
         .summary = "Say that the studio has seen a version that a change wrote, and those before it",
         .description = "Until then work on the piece cannot be recorded.", .body = &shape_acknowledge,
         .answer = "Unacknowledged"),
    POST("/v1/orders/{number}/hold", STUDIO, .run = route_order_hold, .tag = "orders",
         .summary = "Put a piece, or the whole order, on hold", .description = "409 where it is cancelled.",
         .body = &shape_hold, .answer = "Order"),
    POST("/v1/orders/{number}/release", STUDIO, .run = route_order_release, .tag = "orders",
         .summary = "End the holds that were set by hand", .body = &shape_release, .answer = "Order"),
    GET("/v1/orders/{number}/life", DESK, .run = route_order_life, .tag = "orders",
        .summary = "An order as its page shows it: how it stands, and all that was said and done about it",
        .description = "`audit` is null for who may not read the audit log.", .answer = "OrderLife"),
    GET("/v1/orders/{number}/photo", READ, .run = route_order_photo, .tag = "board",
        .summary = "The customer's last photo for an order, for who makes it",
        .description = "Not one that came with a complaint. Never shown by a browser, always saved.",
        .query = artwork_query, .answer = "application/octet-stream"),
    GET("/v1/orders/{number}/progress", READ, .run = route_progress, .tag = "progress",
        .summary = "Photos of an order in the making, oldest first", .answer = "[]ProgressPhoto"),
    {HTTP_POST, "/v1/orders/{number}/progress", api_handle, FILE_MOST, HTTP_WORK | HTTP_UPLOAD, RIGHT_STUDIO,
     ROUTE(.run = route_progress_add, .tag = "progress", .summary = "Add a photo of a piece in the making",
           .description =
               "The body is the photo itself, kept as those of a ticket are: written anew, with "
               "nothing but pixels in it. What is no photo is refused with 400. 200 where the order "
               "has the same photo already; 409 where it is cancelled or its customer erased.",
           .query = progress_query, .uploads = photo_types, .answer = "ProgressPhoto", .status = 201)},
    GET("/v1/orders/{number}/progress/{photo}", READ, .run = route_progress_picture, .tag = "progress",
        .summary = "A photo of an order in the making", .query = file_query,
        .answer = "application/octet-stream"),
    {HTTP_PATCH, "/v1/orders/{number}/progress/{photo}", api_handle, SMALL, HTTP_WORK, RIGHT_STUDIO,
     ROUTE(.run = route_progress_change, .tag = "progress",
           .summary = "Say something else of a photo, or whether the customer sees it",
           .body = &shape_progress, .answer = "ProgressPhoto")},
    DELETE("/v1/orders/{number}/progress/{photo}", STUDIO, .run = route_progress_withdraw, .tag = "progress",
           .summary = "Withdraw a photo", .description = "Its pixels are gone, too.", .body = &shape_nothing,
           .answer = "Deleted"),
    GET("/v1/orders/{number}/specs", READ, .run = route_order_specs, .tag = "orders",
        .summary = "Every version of what is to be made", .answer = "[]SpecVersion"),
    GET("/v1/orders/{number}/promises", DESK, .run = route_order_promises, .tag = "orders",
        .summary = "The promise ledger of an order", .answer = "[]Promise"),
    GET("/v1/orders/{number}/letters", DESK, .run = route_order_letters, .tag = "orders",
        .summary = "What was sent about an order, newest first", .answer = "[]Letter"),

    POST("/v1/orders/{number}/link", REPLY, .run = route_order_link, .tag = "orders",
         .summary = "Send the customer the link to the order's page",
         .description = "To the customer, or to the address given, which has to be the customer's or the "
                        "recipient's. The link itself is made when the letter leaves.",
         .body = &shape_link_send, .answer = "Letter", .status = 201),
    DELETE("/v1/orders/{number}/access", REPLY, .run = route_order_access_end, .tag = "orders",
           .summary = "End all visits and unused links to the order's page", .body = &shape_nothing,
           .answer = "AccessEnded"),

    POST("/v1/orders/{number}/cancel", REPLY, .run = route_order_cancel, .tag = "orders",
         .summary = "Cancel an order, or propose it",
         .description = "Done at once where the caller may approve, else proposed. 409 where the order is "
                        "cancelled or has been handed to the carrier.",
         .body = &shape_cancel, .answer = "Approval", .status = 201),
    POST("/v1/orders/{number}/remake", REPLY, .run = route_order_remake, .tag = "orders",
         .summary = "Remake an item free of charge, or propose it",
         .description =
             "Goes by the claim that is open on the item, or opens one. Done at once where the caller "
             "may approve, else proposed. 409 where the item is cancelled.",
         .body = &shape_remake, .answer = "Approval", .status = 201),

    {HTTP_POST, "/v1/inquiries", api_handle, DOCUMENT, HTTP_WORK, RIGHT_ORDERS,
     ROUTE(.run = route_inquiry, .tag = "tickets", .summary = "Take in a message",
           .description = "An inquiry document without `order`: the order is found by number and sender. "
                          "201, or 200 with "
                          "the same ticket where the same id came from the same sender before.",
           .document = "Inquiry", .example = EXAMPLE_INQUIRY, .answer = "Intake", .status = 201,
           .keeps = true)},
    GET("/v1/inbox", DESK, .run = route_inbox, .tag = "inbox",
        .summary = "Tickets by what is due, the soonest first; then the newest",
        .description =
            "A page looks at 2,000 tickets at most: it may hold fewer than were asked for and still have a "
            "`next`.",
        .query = inbox_query, .answer = "[]InboxRow"),
    GET("/v1/inbox/counts", DESK, .run = route_inbox_counts, .tag = "inbox",
        .summary = "How many tickets each view and each concern has",
        .description =
            "Of what is open or waits. `count` is null where a view asks for words or for what is closed.",
        .answer = "InboxCounts"),

    GET("/v1/me", READ, .run = route_me, .tag = "me", .summary = "Who asks, and how they like the console",
        .answer = "Me"),
    {HTTP_PUT, "/v1/me/settings", api_handle, SMALL, HTTP_WORK, RIGHT_READ,
     ROUTE(.run = route_me_settings, .tag = "me", .summary = "Choose language and theme of the console",
           .description = "What is left away stays as it was.", .body = &shape_settings, .answer = "Settings",
           .person = true)},
    GET("/v1/me/views", READ, .run = route_views, .tag = "me", .summary = "One's own views of the inbox",
        .answer = "[]View", .person = true),
    POST("/v1/me/views", READ, .run = route_view_add, .tag = "me", .summary = "Save a view of the inbox",
         .description = "`query` is what stands behind the question mark of GET /v1/inbox.",
         .body = &shape_view, .answer = "View", .status = 201, .person = true),
    DELETE("/v1/me/views/{id}", READ, .run = route_view_delete, .tag = "me", .summary = "Delete a view",
           .answer = "Deleted", .person = true),

    LOOK("/v1/tickets", DESK, .run = route_tickets, .tag = "tickets", .summary = "Tickets",
         .query = ticket_query, .answer = "[]Ticket"),
    LOOK("/v1/tickets/{id}", DESK, .run = route_ticket, .tag = "tickets",
         .summary = "A ticket with its order, messages, last assessment and drafts", .answer = "WholeTicket"),
    GET("/v1/tickets/{id}/console", DESK, .run = route_console, .tag = "tickets",
        .summary = "A ticket as it is worked: with the order as it stands, and what can be done as buttons",
        .description =
            "A button is a route with its body; `asks` names the member that a person fills in, `version` "
            "goes "
            "into If-Match. Where it is not `allowed`, `why_not` is one of right, state, no_draft, lint, "
            "already, person, claim_open, shipped, not_shipped, not_held.",
        .query = console_query, .answer = "Console"),
    GET("/v1/tickets/{id}/letters", DESK, .run = route_ticket_letters, .tag = "tickets",
        .summary = "What was sent on a ticket, newest first", .answer = "[]Letter"),
    POST("/v1/tickets/bulk", REPLY, .run = route_tickets_bulk, .tag = "tickets",
         .summary = "Resolve, assign, hand over or reopen many tickets; each has its own result",
         .description =
             "An `Idempotency-Key` counts for each of them: where the server ended amid the list, the same "
             "request does the rest.",
         .body = &shape_bulk, .answer = "[]BulkResult"),
    POST("/v1/tickets/{id}/assign", REPLY, .run = route_ticket_assign, .tag = "tickets",
         .summary = "Give a ticket to an account, or to nobody", .body = &shape_assign, .answer = "Ticket"),
    POST("/v1/tickets/{id}/hand-over", REPLY, .run = route_ticket_hand_over, .tag = "tickets",
         .summary = "Hand a ticket to a person", .body = &shape_nothing, .answer = "Ticket"),
    POST("/v1/tickets/{id}/resolve", REPLY, .run = route_ticket_resolve, .tag = "tickets",
         .summary = "Resolve a ticket", .body = &shape_nothing, .answer = "Ticket"),
    POST("/v1/tickets/{id}/reopen", REPLY, .run = route_ticket_reopen, .tag = "tickets",
         .summary = "Open a ticket again", .body = &shape_nothing, .answer = "Ticket"),
    POST("/v1/tickets/{id}/merge", REPLY, .run = route_ticket_merge, .tag = "tickets",
         .summary = "Merge a ticket into another one",
         .description =
             "The conversation goes on there, its sender's next messages too; the messages of both are read "
             "there, those of this one with `merged_from`. What was open in it is open there: by when it is "
             "due, the graver concern, what the customer was asked for where both are about the same order. "
             "Its own draft is discarded.",
         .body = &shape_merge, .answer = "Ticket"),

    POST("/v1/tickets/{id}/notes", REPLY, .run = route_ticket_note, .tag = "tickets",
         .summary = "Keep a note among the messages of a ticket",
         .description =
             "Never sent, never shown to the customer, never assessed; found by search, and erased "
             "with the customer's texts.",
         .body = &shape_ticket_note, .example = "{\"text\":\"Called her: she is home after six.\"}",
         .answer = "Message", .status = 201),
    GET("/v1/tickets/{id}/presence", DESK, .run = route_presence, .tag = "tickets",
        .summary = "Who else has the ticket open now", .answer = "Presence"),
    {HTTP_PUT, "/v1/tickets/{id}/presence", api_handle, SMALL, HTTP_WORK, RIGHT_DESK,
     ROUTE(.run = route_presence_put, .tag = "tickets", .summary = "Say that one has the ticket open",
           .description =
               "Again every ten seconds or so: it is forgotten after thirty. The others hear of what is new "
               "by "
               "an event of the type `presence`. While somebody is `writing`, nobody else sends without "
               "`anyway`.",
           .body = &shape_presence, .answer = "Presence", .person = true)},
    POST("/v1/tickets/{id}/reassess", REPLY, .run = route_ticket_reassess, .tag = "tickets",
         .summary = "Assess the last message again",
         .description =
             "With the order as it is now and the files that have come since, judged by its time of "
             "receipt. A new draft takes the place of the open one. With `photos_of` it asks for photos of "
             "that fault, "
             "whatever was read.",
         .body = &shape_reassess, .answer = "Reassessed"),
    POST("/v1/tickets/{id}/messages", REPLY, .run = route_draft_write, .tag = "tickets",
         .summary = "Write a reply of one's own",
         .description =
             "A draft in place of the open one, with what lint finds in it; it is sent like any other.",
         .body = &shape_draft_write, .answer = "CheckedDraft", .status = 201),
    {HTTP_POST, "/v1/tickets/{id}/attachments", api_handle, FILE_MOST, HTTP_WORK | HTTP_UPLOAD, RIGHT_ORDERS,
     ROUTE(.run = route_attachment_add, .tag = "tickets", .summary = "Hand in a file",
           .description =
               "The body is the file itself, up to 25 MiB. What begins like a JPEG, PNG, WebP or HEIC is "
               "a photo, whatever it says it is, and is not kept as it came: it is read in a sandbox and "
               "written anew as a JPEG, or a PNG where something is transparent, upright, at most 2560 "
               "pixels a side, with nothing but pixels in it (no place, no maker, no comment); `width` and "
               "`height` are the original's. A damaged one, or one cut short, is refused with 400, one of "
               "more "
               "than 64 megapixels or that takes too long with 413; 503 where too many come at once. Any "
               "other file has to agree with its Content-Type, else it is kept as bytes alone. A photo of "
               "the customer's last message is "
               "evidence of the open claim, and the message is assessed again. 200 where the message "
               "has the same file already.",
           .query = attachment_query, .uploads = file_types, .answer = "KeptFile", .status = 201)},
    GET("/v1/tickets/{id}/messages/{seq}/attachments/{place}", DESK, .run = route_attachment,
        .tag = "tickets", .summary = "A file that was handed in",
        .description =
            "Places count from 0, as in the message. Never shown by a browser as a page, always saved.",
        .query = file_query, .answer = "application/octet-stream"),

    GET("/v1/drafts/{id}", DESK, .run = route_draft, .tag = "drafts",
        .summary = "A draft with what lint finds in it", .answer = "CheckedDraft"),
    {HTTP_PATCH, "/v1/drafts/{id}", api_handle, SMALL * 2, HTTP_WORK, RIGHT_REPLY,
     ROUTE(.run = route_draft_edit, .tag = "drafts", .summary = "Edit a draft", .body = &shape_draft_edit,
           .answer = "CheckedDraft")},
    {HTTP_POST, "/v1/drafts/{id}/check", api_handle, SMALL * 2, HTTP_WORK, RIGHT_DESK,
     ROUTE(.run = route_draft_check, .tag = "drafts", .summary = "How a text would do in a draft's place",
           .description = "What lint finds in it, and how it would arrive; nothing is kept.",
           .body = &shape_draft_edit, .answer = "TextCheck")},
    POST("/v1/drafts/{id}/send", REPLY, .run = route_draft_send, .tag = "drafts", .summary = "Send a draft",
         .description =
             "With `markdown` that text is kept first, whatever then becomes of it. 409 where lint finds an "
             "error; who has the right sends it all the same with a reason, which is kept. 409 at /anyway "
             "while another person is writing an answer; with `anyway` it is sent.",
         .body = &shape_draft_send, .example = "{}", .answer = "CheckedDraft"),
    POST(
        "/v1/drafts/{id}/unsend", REPLY, .run = route_draft_unsend, .tag = "drafts",
        .summary = "Take back what was sent a moment ago",
        .description =
            "A letter that a person sent goes out after 10 seconds; until then its draft can be open again, "
            "with ticket, promises and survey as before. 409, with what stands in the way, after that, where "
            "a confirmed change was applied with it, and where ticket or order have moved on.",
        .body = &shape_nothing, .answer = "CheckedDraft"),
    POST("/v1/drafts/{id}/discard", REPLY, .run = route_draft_discard, .tag = "drafts",
         .summary = "Discard a draft", .body = &shape_nothing, .answer = "CheckedDraft"),

    GET("/v1/changes", DESK, .run = route_changes, .tag = "changes",
        .summary = "Change requests, oldest first", .query = change_query, .answer = "[]Change"),
    GET("/v1/changes/{id}", DESK, .run = route_change, .tag = "changes", .summary = "A change request",
        .answer = "Change"),
    POST("/v1/changes/{id}/ask", REPLY, .run = route_change_ask, .tag = "changes",
         .summary = "The studio can do it: ask the customer to confirm",
         .description = "A change that the studio was asked about awaits the customer's confirmation from "
                        "now on; the piece "
                        "is held, and a draft reads the change back. 409 where the change is no longer "
                        "`received`, or the "
                        "ticket's last message asks for something else by now.",
         .body = &shape_nothing, .answer = "Change"),
    POST("/v1/changes/{id}/confirm", REPLY, .run = route_change_confirm, .tag = "changes",
         .summary = "Confirm for the customer", .body = &shape_nothing, .answer = "Change"),
    POST("/v1/changes/{id}/apply", REPLY, .run = route_change_apply, .tag = "changes",
         .summary = "Apply a confirmed change: a new version, and the hold is lifted", .body = &shape_nothing,
         .answer = "Change"),
    POST("/v1/changes/{id}/decline", REPLY, .run = route_change_decline, .tag = "changes",
         .summary = "Decline a change", .body = &shape_nothing, .answer = "Change"),
    POST("/v1/changes/{id}/withdraw", REPLY, .run = route_change_withdraw, .tag = "changes",
         .summary = "Withdraw a change for the customer", .body = &shape_nothing, .answer = "Change"),

    GET("/v1/claims", DESK, .run = route_claims, .tag = "claims", .summary = "Claims, oldest first",
        .query = claim_query, .answer = "[]Claim"),
    POST("/v1/claims", REPLY, .run = route_claim_open, .tag = "claims", .summary = "Open a claim by hand",
         .body = &shape_claim_start, .answer = "Claim", .status = 201),
    GET("/v1/claims/{id}", DESK, .run = route_claim, .tag = "claims", .summary = "A claim",
        .answer = "Claim"),
    POST("/v1/claims/{id}/evidence", REPLY, .run = route_claim_evidence, .tag = "claims",
         .summary = "Count a photo of a conversation as evidence", .body = &shape_evidence,
         .answer = "Claim"),
    POST("/v1/claims/{id}/offer", REPLY, .run = route_claim_offer, .tag = "claims",
         .summary = "Offer remedies",
         .description = "remake, partial_refund and full_refund, each at most once. An amount is in the "
                        "order's currency, "
                        "above zero and at most the order's total where that is known: a partial refund "
                        "needs one, a full "
                        "one is of the total where none is named. Takes the place of an earlier offer.",
         .body = &shape_claim_offer, .answer = "Claim"),
    POST("/v1/claims/{id}/choose", REPLY, .run = route_claim_choose, .tag = "claims",
         .summary = "Note the customer's choice, which becomes a proposal", .body = &shape_claim_choose,
         .answer = "Claim"),
    POST("/v1/claims/{id}/fault", REPLY, .run = route_claim_fault, .tag = "claims",
         .summary = "Say who is to blame", .body = &shape_claim_fault, .answer = "Claim"),
    POST("/v1/claims/{id}/reject", REPLY, .run = route_claim_reject, .tag = "claims",
         .summary = "Reject a claim", .body = &shape_nothing, .answer = "Claim"),
    POST("/v1/claims/{id}/withdraw", REPLY, .run = route_claim_withdraw, .tag = "claims",
         .summary = "Withdraw a claim for the customer", .body = &shape_nothing, .answer = "Claim"),

    GET("/v1/approvals", DESK, .run = route_approvals, .tag = "approvals",
        .summary = "Proposals, oldest first", .query = approval_query, .answer = "[]Approval"),
    GET("/v1/approvals/{id}", DESK, .run = route_approval, .tag = "approvals", .summary = "A proposal",
        .answer = "Approval"),
    POST("/v1/approvals/{id}/approve", APPROVE, .run = route_approval_approve, .tag = "approvals",
         .summary = "Approve, and carry it out", .body = &shape_note, .answer = "Approval"),
    POST("/v1/approvals/{id}/refuse", APPROVE, .run = route_approval_refuse, .tag = "approvals",
         .summary = "Refuse", .body = &shape_note, .answer = "Approval"),

    GET("/v1/letters", AUDIT, .run = route_letters, .tag = "outbox",
        .summary = "Everything that was sent, newest first", .query = letter_query, .answer = "[]Letter"),
    GET("/v1/letters/{id}", AUDIT, .run = route_letter, .tag = "outbox", .summary = "A letter",
        .answer = "Letter"),
    GET("/v1/letters/{id}/html", AUDIT, .run = route_letter_html, .tag = "outbox",
        .summary = "A letter as an e-mail program shows it",
        .description = "In place of the link to the order's page, which is made when the letter leaves, "
                       "stands one that leads nowhere. A browser runs and loads nothing of it.",
        .answer = "text/html"),
    POST("/v1/letters/{id}/withdraw", REPLY, .run = route_letter_withdraw, .tag = "outbox",
         .summary = "Keep a letter that waits from ever going out",
         .description =
             "Not a reply: that is taken back in its conversation. What the letter promises counts no more.",
         .body = &shape_nothing, .answer = "Letter"),
    POST("/v1/letters/{id}/retry", REPLY, .run = route_letter_retry, .tag = "outbox",
         .summary = "Try a letter again that failed", .body = &shape_nothing, .answer = "Letter"),
    GET("/v1/outbox", DESK, .run = route_outbox, .tag = "outbox", .summary = "What waits to be sent",
        .answer = "Outbox"),
    POST("/v1/outbox/hold", ADMIN, .run = route_outbox_hold, .tag = "outbox",
         .summary = "Hold everything that is to be sent", .body = &shape_nothing, .answer = "Outbox"),
    POST("/v1/outbox/release", ADMIN, .run = route_outbox_release, .tag = "outbox",
         .summary = "Send again what was held, as after a restore", .body = &shape_nothing,
         .answer = "Outbox"),

    GET("/v1/customers", DESK, .run = route_customers, .tag = "customers",
        .summary = "Customers, newest first", .query = paging, .answer = "[]Customer"),
    {HTTP_POST, "/v1/customers/export", api_handle, SMALL, HTTP_WORK, RIGHT_PRIVACY,
     ROUTE(.run = route_address_export, .tag = "customers",
           .summary = "Everything that is kept about who wrote from an address and is no customer",
           .description =
               "Whoever wrote without an order that was found: a stranger, the recipient of a gift. "
               "409 where the address is a customer's, with the customer.",
           .body = &shape_address, .answer = "KeptAddress")},
    POST("/v1/customers/erase", PRIVACY, .run = route_address_erase, .tag = "customers",
         .summary = "Erase every text about who wrote from an address and is no customer; figures stay",
         .description =
             "Messages, also those in tickets of others that theirs were merged into, photos, assessments, "
             "drafts and letters; what waits to be sent there is withheld. What an order says of its "
             "recipient is erased with its customer. The audit log has the digest of the address. 409 where "
             "the address is a customer's, with the customer.",
         .body = &shape_address, .answer = "ErasedAddress"),
    GET("/v1/customers/{id}", DESK, .run = route_customer, .tag = "customers", .summary = "A customer",
        .answer = "Customer"),
    GET("/v1/customers/{id}/export", PRIVACY, .run = route_customer_export, .tag = "customers",
        .summary = "Everything that is kept about a customer, as one document", .answer = "KeptCustomer"),
    POST("/v1/customers/{id}/erase", PRIVACY, .run = route_customer_erase, .tag = "customers",
         .summary = "Erase every text about a customer; figures stay",
         .description = "409 while an order is under way, unless with \"force\".", .body = &shape_erase,
         .answer = "Customer"),
    {HTTP_PUT, "/v1/customers/{id}/consents", api_handle, SMALL, HTTP_WORK, RIGHT_REPLY,
     ROUTE(.run = route_customer_consents, .tag = "customers",
           .summary = "Note what a customer agrees to, or no more", .body = &shape_consents,
           .answer = "Customer")},
    GET("/v1/surveys", DESK, .run = route_surveys, .tag = "surveys", .summary = "Surveys, newest first",
        .query = survey_query, .answer = "[]Survey"),
    POST("/v1/surveys/{id}/answer", REPLY, .run = route_survey_answer, .tag = "surveys",
         .summary = "Answer a survey for the customer; once", .body = &shape_survey_answer,
         .answer = "Survey"),
    GET("/v1/shop", DESK, .run = route_shop, .tag = "shop",
        .summary =
            "The shop in force: settings, products, the values of its policy and their clauses, its files",
        .answer = "Shop"),
    GET("/v1/shop/calendar", DESK, .run = route_shop_calendar, .tag = "shop",
        .summary = "The days of a year, as studio and carrier have them", .query = year_query,
        .answer = "ShopYear"),
    GET("/v1/shop/files", DESK, .run = route_shop_files, .tag = "shop",
        .summary = "Every file of the shop, and the program's templates that stand behind its own",
        .answer = "[]ShopFile"),
    GET("/v1/shop/files/{path}", DESK, .run = route_shop_file, .tag = "shop",
        .summary = "A file with its text",
        .description = "store.yaml comes without the address of its database.", .answer = "ShopFile"),
    {HTTP_PUT, "/v1/shop/files/{path}", api_handle, DOCUMENT * 2, HTTP_WORK, RIGHT_ADMIN,
     ROUTE(.run = route_shop_put, .tag = "shop", .summary = "Edit a file",
           .description =
               "The shop is checked as a whole first: what would make it unsound is refused, and nothing "
               "is kept. What is kept is in force at once, on every node within a second or two. 201 where "
               "the store had no such file.",
           .body = &shape_shop_text, .answer = "ShopKept")},
    {HTTP_DELETE, "/v1/shop/files/{path}", api_handle, SMALL, HTTP_WORK, RIGHT_ADMIN,
     ROUTE(.run = route_shop_delete, .tag = "shop", .summary = "Take a file away",
           .description = "Instead of a template the program's own is used again.", .body = &shape_nothing,
           .answer = "ShopKept")},
    GET("/v1/shop/files/{path}/revisions", DESK, .run = route_shop_revisions, .tag = "shop",
        .summary = "What a file was before, newest first", .query = revision_query,
        .answer = "[]ShopRevision"),
    GET("/v1/shop/files/{path}/revisions/{version}", DESK, .run = route_shop_revision, .tag = "shop",
        .summary = "A file as it was, with its text", .answer = "ShopRevision"),
    POST("/v1/shop/files/{path}/revisions/{version}/restore", ADMIN, .run = route_shop_restore, .tag = "shop",
         .summary = "Make a file what it was once",
         .description = "As a new revision, checked like any other.", .body = &shape_nothing,
         .answer = "ShopKept"),
    {HTTP_POST, "/v1/shop/check", api_handle, DOCUMENT * 2, HTTP_WORK, RIGHT_ADMIN,
     ROUTE(.run = route_shop_check, .tag = "shop",
           .summary = "Check the shop as it would be with a text; nothing is kept", .body = &shape_shop_check,
           .example = "{\"path\":\"templates/en/answers/thank.liquid\",\"text\":\"Thank you, {{ "
                      "customer.name }}!\\n\"}",
           .answer = "ShopChecked")},
    {HTTP_POST, "/v1/shop/preview", api_handle, DOCUMENT * 2, HTTP_WORK, RIGHT_ADMIN,
     ROUTE(.run = route_shop_preview, .tag = "shop",
           .summary = "Try a text on a real order before it is kept",
           .description =
               "The assessment that the order would have, with reply, stage words, notices and lint. Without "
               "`message` one is chosen whose answer the template is part of; `places` says where its words "
               "stand.",
           .body = &shape_shop_preview, .answer = "ShopPreview")},
    GET("/v1/metrics", DESK, .run = route_metrics, .tag = "measures", .summary = "The measures of a period",
        .query = metric_query, .answer = "Metrics", .table = true),
    GET("/v1/metrics/{measure}/things", DESK, .run = route_metric_things, .tag = "measures",
        .summary = "What is behind a figure", .query = thing_query, .answer = "[]MeasureThing",
        .table = true),
    GET("/v1/search", DESK, .run = route_search, .tag = "search", .summary = "Search orders and messages",
        .query = search_query, .answer = "[]Hit"),

    ASK("/v1/session", READ, .run = route_sign_in, .tag = "session", .summary = "Sign in",
        .description =
            "Sets the cookie __Host-burin. 401 where address and password do not go together, with an error "
            "at "
            "/code where only the code of the second factor is missing or wrong; 429 after too many guesses.",
        .body = &shape_sign_in, .answer = "Session", .open = true),
    GET("/v1/session", READ, .run = route_session, .tag = "session",
        .summary = "Who asks, and what they may do",
        .description =
            "Who has signed in sends its `csrf` as X-CSRF-Token with every POST, PUT, PATCH and DELETE.",
        .answer = "Session"),
    DELETE("/v1/session", READ, .run = route_sign_out, .tag = "session", .summary = "Sign out",
           .query = sign_out_query, .answer = "SignedOut", .person = true),
    ASK("/v1/session/totp", READ, .run = route_totp_enrol, .tag = "session",
        .summary = "Offer a second factor, which counts once it is confirmed", .body = &shape_current,
        .answer = "TotpOffer", .person = true),
    DELETE("/v1/session/totp", READ, .run = route_totp_disable, .tag = "session",
           .summary = "Take one's own second factor away", .body = &shape_current, .answer = "Account",
           .person = true),
    ASK("/v1/session/totp/confirm", READ, .run = route_totp_confirm, .tag = "session",
        .summary = "Confirm the second factor by its first code", .body = &shape_code, .answer = "Account",
        .person = true),
    ASK("/v1/invites/accept", READ, .run = route_invite_accept, .tag = "session",
        .summary = "Take up an invitation: set the password of the account, once", .body = &shape_accept,
        .answer = "Account", .open = true),

    ASK("/v1/my/link", READ, .run = route_my_link, .tag = "my",
        .summary = "Ask for a link to an order's page",
        .description = "Always answered the same: whether there is such an order, and whether the address "
                       "belongs to it, shows only in whether a letter comes. 429 after too many.",
        .body = &shape_link, .answer = "Accepted", .open = true),
    ASK("/v1/my/session", READ, .run = route_my_enter, .tag = "my", .summary = "Come in by a link, once",
        .description = "Sets the cookie __Host-burin-order. 401 where the link was used or its time is over.",
        .body = &shape_enter, .answer = "Visit", .open = true),
    GET("/v1/my/session", READ, .run = route_my_session, .tag = "my", .summary = "Whose page it is",
        .description = "Its `csrf` goes as X-CSRF-Token with every POST, PUT and DELETE.", .answer = "Visit",
        .customer = true),
    DELETE("/v1/my/session", READ, .run = route_my_leave, .tag = "my", .summary = "Leave",
           .body = &shape_nothing, .answer = "Left", .customer = true),
    GET("/v1/my/order", READ, .run = route_my_order, .tag = "my", .summary = "Everything the page shows",
        .query = page_query, .answer = "MyOrder", .customer = true),
    GET("/v1/my/photos/{photo}", READ, .run = route_my_picture, .tag = "my",
        .summary = "A photo of the piece in the making",
        .description = "404 for a gift's recipient, and for what the studio does not show.",
        .query = file_query, .answer = "application/octet-stream", .customer = true),
    POST("/v1/my/change", READ, .run = route_my_change, .tag = "my", .summary = "Ask for a change",
         .description =
             "`fields` are whole new values by name, or an address. 400 names the field whose value "
             "cannot be made. What is inside the rules waits for a yes to its read-back.",
         .body = &shape_my_change, .answer = "MyAsked", .status = 201, .customer = true),
    {HTTP_POST, "/v1/my/change/photo", api_handle, FILE_MOST, HTTP_WORK | HTTP_UPLOAD, RIGHT_READ,
     ROUTE(.run = route_my_change_photo, .tag = "my", .summary = "Ask for a change of a photo",
           .description = "The body is the photo that is to be the field's new value: kept as those of a "
                          "ticket are, held "
                          "against the field's rules, and then as any other change. Its value is the file's "
                          "name, or one "
                          "like it that no other photo of the order has.",
           .query = change_photo_query, .uploads = photo_types, .answer = "MyAsked", .status = 201,
           .customer = true)},
    GET("/v1/my/artwork", READ, .run = route_my_artwork, .tag = "my",
        .summary = "A photo that was sent for the order, by its name",
        .description = "Not one that came with a complaint. 404 for a gift's recipient.",
        .query = artwork_query, .answer = "application/octet-stream", .customer = true),
    POST("/v1/my/change/{id}/confirm", READ, .run = route_my_change_confirm, .tag = "my",
         .summary = "Say yes to a change as it was read back: it is applied", .body = &shape_my_text,
         .answer = "MyAsked", .status = 201, .customer = true),
    POST("/v1/my/change/{id}/withdraw", READ, .run = route_my_change_withdraw, .tag = "my",
         .summary = "Take a change back", .body = &shape_my_text, .answer = "MyAsked", .status = 201,
         .customer = true),
    POST("/v1/my/cancel", READ, .run = route_my_cancel, .tag = "my",
         .summary = "Ask to cancel a piece, or the order", .body = &shape_my_item, .answer = "MyAsked",
         .status = 201, .customer = true),
    POST("/v1/my/problem", READ, .run = route_my_problem, .tag = "my", .summary = "Report a problem",
         .description = "`concern` is damaged, wrong_spec, missing or not_received.",
         .body = &shape_my_problem, .answer = "MyAsked", .status = 201, .customer = true),
    {HTTP_POST, "/v1/my/problem/{ticket}/photos", api_handle, FILE_MOST, HTTP_WORK | HTTP_UPLOAD, RIGHT_READ,
     ROUTE(.run = route_my_photo, .tag = "my", .summary = "Hand in a photo of a problem",
           .description = "As for the attachments of a ticket, which is the `ticket` of what was asked.",
           .query = photo_query, .uploads = file_types, .answer = "MyPhotoKept", .status = 201,
           .customer = true)},
    POST("/v1/my/claims/{id}/choose", READ, .run = route_my_choose, .tag = "my",
         .summary = "Choose one of the remedies on offer", .body = &shape_my_choose, .answer = "MyAsked",
         .status = 201, .customer = true),
    POST("/v1/my/message", READ, .run = route_my_message, .tag = "my", .summary = "Write anything else",
         .body = &shape_my_text, .answer = "MyAsked", .status = 201, .customer = true),
    POST("/v1/my/rating", READ, .run = route_my_rating, .tag = "my",
         .summary = "Answer the survey that waits", .body = &shape_my_rating, .answer = "MyRating",
         .status = 201, .customer = true),
    {HTTP_PUT, "/v1/my/consents", api_handle, SMALL, HTTP_WORK, RIGHT_READ,
     ROUTE(.run = route_my_consents, .tag = "my", .summary = "Agree, or no more", .body = &shape_consents,
           .answer = "MyConsentsNow", .customer = true)},
    GET("/v1/my/data", READ, .run = route_my_data, .tag = "my",
        .summary = "Everything that is kept about them, but for what the desk wrote for itself",
        .answer = "MyData", .customer = true),
    POST("/v1/my/erase", READ, .run = route_my_erase, .tag = "my",
         .summary = "Ask to be erased; somebody with the right takes it up", .body = &shape_my_text,
         .answer = "MyAsked", .status = 201, .customer = true),

    GET("/v1/accounts", ADMIN, .run = route_accounts, .tag = "accounts", .summary = "People who sign in",
        .answer = "[]Account"),
    ASK("/v1/accounts", ADMIN, .run = route_account_add, .tag = "accounts", .summary = "Add somebody",
        .description = "The code in the answer is shown this once and counts for 72 hours.",
        .body = &shape_account, .answer = "InvitedAccount", .status = 201),
    GET("/v1/accounts/names", DESK, .run = route_account_names, .tag = "accounts",
        .summary = "Whom a ticket can be given to", .answer = "[]AccountName"),
    GET("/v1/accounts/{id}", ADMIN, .run = route_account, .tag = "accounts", .summary = "An account",
        .answer = "Account"),
    {HTTP_PATCH, "/v1/accounts/{id}", api_handle, SMALL, HTTP_WORK, RIGHT_ADMIN,
     ROUTE(.run = route_account_change, .tag = "accounts", .summary = "Change name or role",
           .body = &shape_account_change, .answer = "Account")},
    POST("/v1/accounts/{id}/disable", ADMIN, .run = route_account_disable, .tag = "accounts",
         .summary = "Disable an account; its sessions end", .body = &shape_nothing, .answer = "Account"),
    POST("/v1/accounts/{id}/enable", ADMIN, .run = route_account_enable, .tag = "accounts",
         .summary = "Enable an account again", .body = &shape_nothing, .answer = "Account"),
    ASK("/v1/accounts/{id}/invite", ADMIN, .run = route_account_invite, .tag = "accounts",
        .summary = "A new code to set the password with", .body = &shape_nothing, .answer = "InvitedAccount"),
    ASK("/v1/accounts/{id}/password", READ, .run = route_own_password, .tag = "accounts",
        .summary = "Set one's own password; the other sessions end", .body = &shape_password,
        .answer = "Account", .person = true),
    DELETE("/v1/accounts/{id}/totp", ADMIN, .run = route_account_forget_totp, .tag = "accounts",
           .summary = "Take the second factor of somebody away who has lost it", .body = &shape_nothing,
           .answer = "Account"),

    GET("/v1/tokens", ADMIN, .run = route_tokens, .tag = "tokens", .summary = "API tokens",
        .answer = "[]Token"),
    ASK("/v1/tokens", ADMIN, .run = route_token_add, .tag = "tokens",
        .summary = "Make a token; its secret is shown this once", .body = &shape_token, .answer = "NewToken",
        .status = 201),
    {HTTP_DELETE, "/v1/tokens/{id}", api_handle, 0, HTTP_WORK, RIGHT_ADMIN,
     ROUTE(.run = route_token_revoke, .tag = "tokens", .summary = "Revoke a token", .answer = "Token")},
    GET("/v1/audit", AUDIT, .run = route_audit, .tag = "audit", .summary = "The audit log, oldest first",
        .query = audit_query, .answer = "AuditPage"),
    {HTTP_GET, "/v1/events", api_events, 0, HTTP_WORK, RIGHT_DESK,
     ROUTE(.tag = "events", .summary = "What changes, as it happens (text/event-stream)",
           .description = "Each event's id is the seq of a row of the audit log; send Last-Event-ID to go on "
                          "from there. Events of the type `presence` pass without an id.",
           .answer = "text/event-stream")},
    {HTTP_GET, "/v1/reference", api_handle, 0, 0, RIGHT_READ,
     ROUTE(.run = route_reference, .tag = "description", .summary = "This description as a page for people",
           .answer = "text/html", .open = true)},
    {HTTP_GET, "/v1/openapi.json", api_handle, 0, 0, RIGHT_READ,
     ROUTE(.run = route_openapi, .tag = "description", .summary = "This description", .answer = "OpenAPI",
           .open = true)},
};

const struct http_row *api_rows(size_t *out_count)
{
    *out_count = sizeof rows / sizeof *rows;
    return rows;
}
