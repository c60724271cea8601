/* What is in a ticket: messages with their attachments, assessments, drafts; see ticket.h. */
#include "base/digest.h"
#include "store/ticket.h"

static const struct str author_names[] = {
    [AUTHOR_CUSTOMER] = STR_INIT("customer"),
    [AUTHOR_AGENT] = STR_INIT("agent"),
    [AUTHOR_SYSTEM] = STR_INIT("system"),
};

static const struct db_sql sql_message_add = {
    .text = "INSERT INTO message (store_id, ticket_id, seq, message_id, author, account_id, channel,"
            " from_address, subject, body, at, link_verified, internal) VALUES (?1, ?2, ?3, ?4, ?5, ?6,"
            " ?7, ?8, ?9, ?10, ?11, ?12, ?13)"};
static const struct db_sql sql_message_next = {
    .text = "SELECT COALESCE(MAX(seq), 0) + 1 FROM message WHERE store_id = ?1 AND ticket_id = ?2"};
#define MESSAGES                                                                                            \
    "SELECT message_id, seq, author, account_id, channel, from_address, subject, body, at, link_verified, " \
    "erased, internal FROM message WHERE store_id = ?1 AND ticket_id = ?2"
static const struct db_sql sql_messages = {.text = MESSAGES " AND internal = 0 ORDER BY seq"};
/* A letter of a reply was queued in the moment in which its message was written. */
static const struct db_sql sql_messages_told = {
    .text = MESSAGES " AND internal = 0 AND (author = 'customer' OR NOT EXISTS (SELECT 1 FROM outbox o WHERE"
                     " o.store_id = ?1 AND o.ticket_id = ?2 AND o.kind = 'reply' AND o.created_at ="
                     " message.at AND o.state <> 'sent')) ORDER BY seq"};
static const struct db_sql sql_messages_settled = {
    .text = MESSAGES " AND internal = 0 AND NOT EXISTS (SELECT 1 FROM draft d JOIN sending s ON s.store_id ="
                     " d.store_id AND s.draft_id = d.draft_id WHERE d.store_id = ?1 AND d.ticket_id = ?2 AND"
                     " s.seq = message.seq AND s.until_at > ?3) ORDER BY seq"};
static const struct db_sql sql_messages_whole = {.text = MESSAGES " ORDER BY seq"};
static const struct db_sql sql_merged = {
    .text = "SELECT ticket_id FROM ticket WHERE store_id = ?1 AND merged_into = ?2 ORDER BY ticket_id"};
static const struct db_sql sql_message_behind = {
    .text =
        "SELECT 1 FROM message WHERE store_id = ?1 AND ticket_id = ?2 AND seq > ?3 AND internal = 0 LIMIT 1"};
static const struct db_sql sql_message_remove = {
    .text = "DELETE FROM message WHERE store_id = ?1 AND ticket_id = ?2 AND seq = ?3"};
static const struct db_sql sql_attachment_add = {
    .text = "INSERT INTO attachment (store_id, ticket_id, seq, place, name, type, bytes, width, height,"
            " digest) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"};
static const struct db_sql sql_attachments = {.text = "SELECT seq, name, type, bytes, width, height, digest"
                                                      " FROM attachment WHERE store_id = ?1 AND ticket_id ="
                                                      " ?2 ORDER BY seq, place"};
static const struct db_sql sql_received_find = {
    .text = "SELECT ticket_id, seq FROM received WHERE store_id = ?1 AND source = ?2"};
static const struct db_sql sql_received_add = {
    .text = "INSERT INTO received (store_id, source, ticket_id, seq) VALUES (?1, ?2, ?3, ?4)"};
static const struct db_sql sql_assessed_add = {.text = "INSERT INTO assessment (store_id, assessment_id,"
                                                       " ticket_id, seq, at, input, output, build, model,"
                                                       " shop) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
                                                       " ?10)"};
#define ASSESSED(input)                                \
    "SELECT assessment_id, ticket_id, seq, at, " input \
    ", output, build, model, shop FROM assessment WHERE store_id = ?1 AND assessment_id = "
/* Found by itself: to sort the rows would be to copy their documents. */
#define LAST                                                                                           \
    "(SELECT assessment_id FROM assessment WHERE store_id = ?1 AND ticket_id = ?2 ORDER BY seq DESC, " \
    "assessment_id DESC LIMIT 1)"
static const struct db_sql sql_assessed = {.text = ASSESSED("input") "?2"};
static const struct db_sql sql_assessed_last = {.text = ASSESSED("input") LAST};
static const struct db_sql sql_assessed_answer = {.text = ASSESSED("''") LAST};
static const struct db_sql sql_draft_add = {
    .text =
        "INSERT INTO draft (store_id, draft_id, ticket_id, assessment_id, state, subject, markdown,"
        " locale, awaits, leaves, leaves_due, edited_by, override_by, override_reason, created_at,"
        " version, free) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, '', '', ?13, 1, ?14)"};
#define DRAFT                                                                                       \
    "SELECT draft_id, ticket_id, assessment_id, state, subject, markdown, locale, awaits, leaves, " \
    "leaves_due,"                                                                                   \
    " edited_by, override_by, override_reason, created_at, settled_at, version, free FROM draft"
static const struct db_sql sql_draft = {.text = DRAFT " WHERE store_id = ?1 AND draft_id = ?2"};
static const struct db_sql sql_drafts = {.text = DRAFT
                                         " WHERE store_id = ?1 AND ticket_id = ?2 ORDER BY draft_id"};
static const struct db_sql sql_draft_open = {
    .text =
        DRAFT " WHERE store_id = ?1 AND ticket_id = ?2 AND state = 'open' ORDER BY draft_id DESC LIMIT 1"};
static const struct db_sql sql_draft_save = {
    .text = "UPDATE draft SET state = ?3, subject = ?4, markdown = ?5, locale = ?6, edited_by = ?7,"
            " override_by = ?8, override_reason = ?9, settled_at = ?10, version = ?11 + 1 WHERE"
            " store_id = ?1 AND draft_id = ?2 AND version = ?11"};
static const struct db_sql sql_erase_messages = {
    .text = "UPDATE message SET subject = '', body = '', from_address = '', erased = 1 WHERE store_id ="
            " ?1 AND ticket_id = ?2"};
static const struct db_sql sql_erase_assessed = {
    .text = "UPDATE assessment SET input = '{}', output = '{}' WHERE store_id = ?1 AND ticket_id = ?2"};
static const struct db_sql sql_erase_drafts = {
    .text = "UPDATE draft SET subject = '', markdown = '' WHERE store_id = ?1 AND ticket_id = ?2"};
static const struct db_sql sql_erase_outbox = {
    .text = "UPDATE outbox SET recipient = '', subject = '', text = '', html = '', erased = 1 WHERE"
            " store_id = ?1 AND ticket_id = ?2"};
static const struct db_sql sql_erase_ticket = {.text = "UPDATE ticket SET from_address = '', subject = '', "
                                                       "snippet = '', version = version + 1, updated_at = ?3"
                                                       " WHERE store_id = ?1 AND ticket_id = ?2"};
static const struct db_sql sql_erase_attachments = {
    .text = "UPDATE attachment SET name = '', digest = NULL WHERE store_id = ?1 AND ticket_id = ?2"};
static const struct db_sql sql_drop_files = {
    .text = "DELETE FROM file WHERE store_id = ?1 AND digest IN (SELECT digest FROM attachment WHERE"
            " store_id = ?1 AND ticket_id = ?2) AND NOT EXISTS (SELECT 1 FROM attachment WHERE"
            " attachment.store_id = ?1 AND attachment.digest = file.digest AND attachment.ticket_id <>"
            " ?2) AND NOT EXISTS (SELECT 1 FROM progress_photo p WHERE p.store_id = ?1 AND p.digest ="
            " file.digest)"};

static int next_seq(const struct unit *unit, const struct id *ticket, int64_t *out, struct err *err)
{
    struct db_rows rows;
    if (db_first(unit->tx, &sql_message_next, UNIT_ARGS(unit, db_id(ticket)), &rows, err) < 0) return -1;
    *out = db_get_int(&rows, 0);
    db_rows_done(&rows);
    return 0;
}

int message_add(const struct unit *unit, const struct id *ticket, struct message *message, struct err *err)
{
    if (message->seq == 0 && next_seq(unit, ticket, &message->seq, err) < 0) return -1;
    message->id = unit_id(unit);
    if (UNIT_EXEC(unit, &sql_message_add, err, db_id(ticket), db_int(message->seq), db_id(&message->id),
                  db_text(author_name(message->author)), db_id(&message->account), db_text(message->channel),
                  db_text(message->from), db_text(message->subject), db_text(message->body),
                  db_int(message->at), db_int(message->link_verified), db_int(message->internal)) < 0)
        return -1;
    for (size_t i = 0; i < message->attachment_count; i++) {
        const struct attachment *one = &message->attachments[i];
        struct str digest = message->digests ? message->digests[i] : (struct str){0};
        if (UNIT_EXEC(unit, &sql_attachment_add, err, db_id(ticket), db_int(message->seq), db_int((int64_t)i),
                      db_text(one->name), db_text(one->type), db_int(one->bytes), db_int(one->width),
                      db_int(one->height), digest.len ? db_bytes(digest) : db_null()) < 0)
            return -1;
    }
    return 0;
}

struct str author_name(enum author author)
{
    return author_names[author];
}

enum author author_of(struct str name)
{
    for (int author = 0; author < 3; author++)
        if (str_eq(name, author_names[author])) return (enum author)author;
    return AUTHOR_SYSTEM;
}

static struct message read_message(const struct db_rows *rows, struct arena *arena)
{
    return (struct message){
        .id = db_get_id(rows, 0),
        .seq = db_get_int(rows, 1),
        .author = author_of(db_get_text(rows, 2)),
        .account = db_get_id(rows, 3),
        .channel = db_copy_text(rows, 4, arena),
        .from = db_copy_text(rows, 5, arena),
        .subject = db_copy_text(rows, 6, arena),
        .body = db_copy_text(rows, 7, arena),
        .at = db_get_instant(rows, 8),
        .link_verified = db_get_int(rows, 9),
        .erased = db_get_int(rows, 10),
        .internal = db_get_int(rows, 11),
    };
}

/* Attachments come in the order of their messages. */
static int read_attachments(const struct unit *unit, const struct id *ticket, struct message *list,
                            size_t count, struct err *err)
{
    struct db_rows rows;
    size_t at = 0, attachment_cap = 0, digest_cap = 0, digests;
    int more;
    if (db_query(unit->tx, &sql_attachments, UNIT_ARGS(unit, db_id(ticket)), &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0) {
        while (at < count && list[at].seq < db_get_int(&rows, 0)) {
            at++;
            attachment_cap = digest_cap = 0;
        }
        if (at == count || list[at].seq != db_get_int(&rows, 0)) continue;
        struct message *message = &list[at];
        digests = message->attachment_count;
        *ARENA_PUSH(unit->arena, message->attachments, message->attachment_count, attachment_cap) =
            (struct attachment){
                .name = db_copy_text(&rows, 1, unit->arena),
                .type = db_copy_text(&rows, 2, unit->arena),
                .bytes = db_get_int(&rows, 3),
                .width = (int)db_get_int(&rows, 4),
                .height = (int)db_get_int(&rows, 5),
            };
        *ARENA_PUSH(unit->arena, message->digests, digests, digest_cap) = db_copy_text(&rows, 6, unit->arena);
    }
    db_rows_done(&rows);
    return more;
}

static int list_messages_by(const struct unit *unit, const struct db_sql *sql, const struct id *ticket,
                            const struct db_value *args, size_t arg_count, struct message **out,
                            size_t *out_count, struct err *err)
{
    struct db_rows rows;
    struct message *list = NULL;
    size_t count = 0, cap = 0;
    int more;
    if (db_query(unit->tx, sql, args, arg_count, &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0)
        *ARENA_PUSH(unit->arena, list, count, cap) = read_message(&rows, unit->arena);
    db_rows_done(&rows);
    if (more < 0 || read_attachments(unit, ticket, list, count, err) < 0) return -1;
    *out = list;
    *out_count = count;
    return 0;
}

static int list_messages(const struct unit *unit, const struct db_sql *sql, const struct id *ticket,
                         struct message **out, size_t *out_count, struct err *err)
{
    return list_messages_by(unit, sql, ticket, UNIT_ARGS(unit, db_id(ticket)), out, out_count, err);
}

int message_list_told(const struct unit *unit, const struct id *ticket, struct message **out,
                      size_t *out_count, struct err *err)
{
    return list_messages(unit, &sql_messages_told, ticket, out, out_count, err);
}

int message_list_settled(const struct unit *unit, const struct id *ticket, struct message **out,
                         size_t *out_count, struct err *err)
{
    return list_messages_by(unit, &sql_messages_settled, ticket,
                            UNIT_ARGS(unit, db_id(ticket), db_int(unit->now)), out, out_count, err);
}

int message_list(const struct unit *unit, const struct id *ticket, struct message **out, size_t *out_count,
                 struct err *err)
{
    return list_messages(unit, &sql_messages, ticket, out, out_count, err);
}

int message_list_whole(const struct unit *unit, const struct id *ticket, struct message **out,
                       size_t *out_count, struct err *err)
{
    return list_messages(unit, &sql_messages_whole, ticket, out, out_count, err);
}

static int merged_ids(const struct unit *unit, const struct id *into, struct id **out, size_t *out_count,
                      struct err *err)
{
    struct db_rows rows;
    struct id *list = NULL;
    size_t count = 0, cap = 0;
    int more;
    if (db_query(unit->tx, &sql_merged, UNIT_ARGS(unit, db_id(into)), &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0) *ARENA_PUSH(unit->arena, list, count, cap) = db_get_id(&rows, 0);
    db_rows_done(&rows);
    *out = list;
    *out_count = count;
    return more;
}

/* Both are in order of time; at the same moment what came in with the merged one is first. */
static struct message *interleave(struct arena *arena, const struct message *own, size_t own_count,
                                  const struct message *others, size_t other_count)
{
    struct message *all = ARENA_ARRAY(arena, own_count + other_count, struct message);
    size_t at = 0, other = 0;
    for (size_t i = 0; i < own_count; i++) {
        while (other < other_count && others[other].at <= own[i].at) all[at++] = others[other++];
        all[at++] = own[i];
    }
    while (other < other_count) all[at++] = others[other++];
    return all;
}

int message_list_merged(const struct unit *unit, const struct id *into, struct message **messages,
                        size_t *count, struct err *err)
{
    struct id *merged;
    size_t merged_count;
    if (merged_ids(unit, into, &merged, &merged_count, err) < 0) return -1;
    for (size_t i = 0; i < merged_count; i++) {
        struct message *others;
        size_t other_count;
        if (message_list_whole(unit, &merged[i], &others, &other_count, err) < 0) return -1;
        for (size_t k = 0; k < other_count; k++) others[k].merged_from = merged[i];
        *messages = interleave(unit->arena, *messages, *count, others, other_count);
        *count += other_count;
    }
    return 0;
}

int message_take_back(const struct unit *unit, const struct id *ticket, int64_t seq, struct err *err)
{
    struct db_rows rows;
    int behind =
        db_first(unit->tx, &sql_message_behind, UNIT_ARGS(unit, db_id(ticket), db_int(seq)), &rows, err);
    if (behind < 0) return -1;
    if (!behind) return UNIT_EXEC(unit, &sql_message_remove, err, db_id(ticket), db_int(seq));
    db_rows_done(&rows);
    return err_set(err, ERR_CONFLICT, "the conversation has gone on behind this letter");
}

int received_find(const struct unit *unit, struct str from, struct str external_id, struct id *out_ticket,
                  int64_t *out_seq, struct err *err)
{
    if (!external_id.len) return 0;
    struct db_rows rows;
    struct digest source = DIGEST_OF(from, external_id);
    int found =
        db_first(unit->tx, &sql_received_find, UNIT_ARGS(unit, db_bytes(digest_str(&source))), &rows, err);
    if (found <= 0) return found;
    *out_ticket = db_get_id(&rows, 0);
    *out_seq = db_get_int(&rows, 1);
    db_rows_done(&rows);
    return 1;
}

int received_add(const struct unit *unit, struct str from, struct str external_id, const struct id *ticket,
                 int64_t seq, struct err *err)
{
    if (!external_id.len) return 0;
    struct digest source = DIGEST_OF(from, external_id);
    return UNIT_EXEC(unit, &sql_received_add, err, db_bytes(digest_str(&source)), db_id(ticket), db_int(seq));
}

int assessed_insert(const struct unit *unit, const struct assessed *assessed, struct err *err)
{
    return UNIT_EXEC(unit, &sql_assessed_add, err, db_id(&assessed->id), db_id(&assessed->ticket),
                     db_int(assessed->seq), db_int(assessed->at), db_text(assessed->input),
                     db_text(assessed->output), db_text(assessed->build), db_text(assessed->model),
                     db_text(assessed->shop));
}

static int read_assessed(const struct unit *unit, const struct db_sql *sql, const struct id *id,
                         struct assessed *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, sql, UNIT_ARGS(unit, db_id(id)), &rows, err);
    if (found <= 0) return found;
    *out = (struct assessed){
        .id = db_get_id(&rows, 0),
        .ticket = db_get_id(&rows, 1),
        .seq = db_get_int(&rows, 2),
        .at = db_get_instant(&rows, 3),
        .input = db_copy_text(&rows, 4, unit->arena),
        .output = db_copy_text(&rows, 5, unit->arena),
        .build = db_copy_text(&rows, 6, unit->arena),
        .model = db_copy_text(&rows, 7, unit->arena),
        .shop = db_copy_text(&rows, 8, unit->arena),
    };
    db_rows_done(&rows);
    return 1;
}

int assessed_load(const struct unit *unit, const struct id *id, struct assessed *out, struct err *err)
{
    return read_assessed(unit, &sql_assessed, id, out, err);
}

int assessed_last(const struct unit *unit, const struct id *ticket, struct assessed *out, struct err *err)
{
    return read_assessed(unit, &sql_assessed_last, ticket, out, err);
}

int assessed_answer(const struct unit *unit, const struct id *ticket, struct assessed *out, struct err *err)
{
    return read_assessed(unit, &sql_assessed_answer, ticket, out, err);
}

int draft_insert(const struct unit *unit, const struct draft *draft, struct err *err)
{
    return UNIT_EXEC(unit, &sql_draft_add, err, db_id(&draft->id), db_id(&draft->ticket),
                     db_id(&draft->assessment), db_text(draft_state_name(draft->state)),
                     db_text(draft->subject), db_text(draft->markdown), db_text(draft->locale),
                     db_text(awaiting_name(draft->awaits)), db_text(ticket_state_name(draft->leaves)),
                     db_instant(draft->leaves_due), db_text(draft->edited_by), db_int(draft->created_at),
                     db_int(draft->free));
}

static int read_draft(const struct db_rows *rows, struct arena *arena, struct draft *out, struct err *err)
{
    *out = (struct draft){
        .id = db_get_id(rows, 0),
        .ticket = db_get_id(rows, 1),
        .assessment = db_get_id(rows, 2),
        .subject = db_copy_text(rows, 4, arena),
        .markdown = db_copy_text(rows, 5, arena),
        .locale = db_copy_text(rows, 6, arena),
        .leaves_due = db_get_instant(rows, 9),
        .edited_by = db_copy_text(rows, 10, arena),
        .override_by = db_copy_text(rows, 11, arena),
        .override_reason = db_copy_text(rows, 12, arena),
        .created_at = db_get_instant(rows, 13),
        .settled_at = db_get_instant(rows, 14),
        .version = db_get_int(rows, 15),
        .free = db_get_int(rows, 16),
    };
    if (draft_state_from_name(db_get_text(rows, 3), &out->state) < 0 ||
        awaiting_from_name(db_get_text(rows, 7), &out->awaits) < 0 ||
        ticket_state_from_name(db_get_text(rows, 8), &out->leaves) < 0)
        return err_set(err, ERR_SYSTEM,
                       "the database holds a word on a draft that this version does not know");
    return 0;
}

static int one_draft(const struct unit *unit, const struct db_sql *sql, const struct id *id,
                     struct draft *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, sql, UNIT_ARGS(unit, db_id(id)), &rows, err);
    if (found <= 0) return found;
    int result = read_draft(&rows, unit->arena, out, err);
    db_rows_done(&rows);
    return result < 0 ? -1 : 1;
}

int draft_load(const struct unit *unit, const struct id *id, struct draft *out, struct err *err)
{
    return one_draft(unit, &sql_draft, id, out, err);
}

int draft_open(const struct unit *unit, const struct id *ticket, struct draft *out, struct err *err)
{
    return one_draft(unit, &sql_draft_open, ticket, out, err);
}

int draft_list(const struct unit *unit, const struct id *ticket, struct draft **out, size_t *out_count,
               struct err *err)
{
    struct db_rows rows;
    struct draft *list = NULL;
    size_t count = 0, cap = 0;
    int more;
    if (db_query(unit->tx, &sql_drafts, UNIT_ARGS(unit, db_id(ticket)), &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0)
        if (read_draft(&rows, unit->arena, ARENA_PUSH(unit->arena, list, count, cap), err) < 0) {
            more = -1;
            break;
        }
    db_rows_done(&rows);
    if (more < 0) return -1;
    *out = list;
    *out_count = count;
    return 0;
}

int draft_save(const struct unit *unit, struct draft *draft, struct err *err)
{
    int64_t changes;
    if (db_exec(unit->tx, &sql_draft_save,
                UNIT_ARGS(unit, db_id(&draft->id), db_text(draft_state_name(draft->state)),
                          db_text(draft->subject), db_text(draft->markdown), db_text(draft->locale),
                          db_text(draft->edited_by), db_text(draft->override_by),
                          db_text(draft->override_reason), db_instant(draft->settled_at),
                          db_int(draft->version)),
                &changes, err) < 0)
        return -1;
    if (!changes) return err_set(err, ERR_STALE, "the draft has changed since it was read; read it again");
    draft->version++;
    return 0;
}

int ticket_erase(const struct unit *unit, const struct id *id, struct err *err)
{
    static const struct db_sql *const statements[] = {
        &sql_erase_messages, &sql_erase_assessed, &sql_erase_drafts,
        &sql_erase_outbox,   &sql_drop_files,     &sql_erase_attachments,
    };
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
        if (UNIT_EXEC(unit, statements[i], err, db_id(id)) < 0) return -1;
    return UNIT_EXEC(unit, &sql_erase_ticket, err, db_id(id), db_int(unit->now));
}
