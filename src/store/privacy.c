/* One customer's rows; see privacy.h. */
#include "store/privacy.h"

#include "base/digest.h"
#include "store/order.h"
#include "store/progress.h"
#include "store/search.h"
#include "store/ticket.h"
#include "text/utf8.h"

enum { WORDS_LEAST = 2 }; /* bytes: a letter alone is nobody's */

#define THEIR_ORDERS "(SELECT order_id FROM orders WHERE store_id = ?1 AND customer_id = ?2)"

static const struct db_sql sql_orders = {
    .text = "SELECT order_id FROM orders WHERE store_id = ?1 AND customer_id = ?2 ORDER BY order_id"};
/* Each way is looked up by its own index: in one condition they would make SQLite walk through the store's tickets. */
static const struct db_sql sql_tickets = {
    .text = "SELECT ticket_id FROM ticket WHERE store_id = ?1 AND ticket_id IN ("
            "SELECT ticket_id FROM ticket WHERE store_id = ?1 AND customer_id = ?2 UNION ALL "
            "SELECT ticket_id FROM ticket WHERE store_id = ?1 AND order_id IN " THEIR_ORDERS " UNION ALL "
            "SELECT ticket_id FROM ticket WHERE store_id = ?1 AND from_address IN (SELECT address FROM"
            " customer_address WHERE store_id = ?1 AND customer_id = ?2)) ORDER BY ticket_id"};
static const struct db_sql sql_surveys = {
    .text = "SELECT survey_id FROM survey WHERE store_id = ?1 AND customer_id = ?2 ORDER BY survey_id"};
static const struct db_sql sql_assessments = {
    .text = "SELECT assessment_id FROM assessment WHERE store_id = ?1 AND ticket_id = ?2 ORDER BY seq, "
            "assessment_id"};
static const struct db_sql sql_open = {
    .text = "SELECT number FROM orders WHERE store_id = ?1 AND customer_id = ?2 AND delivered_at IS NULL"
            " AND cancelled_at IS NULL ORDER BY order_id LIMIT 1"};

/* ?2 is the ticket. */
static const struct db_sql of_ticket[] = {
    {.text = "UPDATE outbox SET state = 'withheld', withheld = 'erased' WHERE store_id = ?1 AND ticket_id ="
             " ?2 AND state IN ('queued', 'leased', 'failed')"},
    {.text = "UPDATE outbox SET last_error = '' WHERE store_id = ?1 AND ticket_id = ?2"},
    /* An acknowledgement is sent once a day to an address, which is in its key. */
    {.text = "UPDATE outbox SET dedupe = 'erased:' || hex(outbox_id) WHERE store_id = ?1 AND ticket_id = ?2"
             " AND kind = 'acknowledgement'",
     .postgres = "UPDATE outbox SET dedupe = 'erased:' || CAST(outbox_id AS TEXT) WHERE store_id = ?1 AND"
                 " ticket_id = ?2 AND kind = 'acknowledgement'"},
    {.text = "UPDATE draft SET override_reason = '' WHERE store_id = ?1 AND ticket_id = ?2"},
    {.text = "UPDATE survey SET comment = '' WHERE store_id = ?1 AND ticket_id = ?2"},
    {.text = "DELETE FROM received WHERE store_id = ?1 AND ticket_id = ?2"},
};
/* ?2 is the customer. */
static const struct db_sql of_customer[] = {
    {.text = "UPDATE orders SET tracking = '' WHERE store_id = ?1 AND customer_id = ?2"},
    {.text = "UPDATE shipment SET tracking = '' WHERE store_id = ?1 AND order_id IN " THEIR_ORDERS},
    {.text = "UPDATE hold SET reason = '' WHERE store_id = ?1 AND order_id IN " THEIR_ORDERS},
    {.text = "UPDATE approval SET note = '' WHERE store_id = ?1 AND order_id IN " THEIR_ORDERS},
    {.text = "UPDATE promise SET told_to = '' WHERE store_id = ?1 AND order_id IN " THEIR_ORDERS},
    {.text = "UPDATE outbox SET state = 'withheld', withheld = 'erased' WHERE store_id = ?1 AND order_id IN"
             " " THEIR_ORDERS " AND state IN ('queued', 'leased', 'failed')"},
    {.text = "UPDATE outbox SET recipient = '', subject = '', text = '', html = '', last_error = '', erased"
             " = 1 WHERE store_id = ?1 AND order_id IN " THEIR_ORDERS},
    {.text = "DELETE FROM order_session WHERE store_id = ?1 AND order_id IN " THEIR_ORDERS},
    {.text = "DELETE FROM order_link WHERE store_id = ?1 AND order_id IN " THEIR_ORDERS},
    {.text = "UPDATE survey SET comment = '' WHERE store_id = ?1 AND customer_id = ?2"},
    {.text = "UPDATE survey SET comment = '' WHERE store_id = ?1 AND order_id IN " THEIR_ORDERS},
};
#define FROM_THERE "(SELECT ticket_id FROM ticket WHERE store_id = ?1 AND from_address = ?2)"
static const struct db_sql sql_address_tickets = {
    .text = "SELECT ticket_id FROM ticket WHERE store_id = ?1 AND from_address = ?2 ORDER BY ticket_id"};
static const struct db_sql sql_address_surveys = {
    .text = "SELECT survey_id FROM survey WHERE store_id = ?1 AND survey_id IN (SELECT survey_id FROM survey"
            " WHERE store_id = ?1 AND ticket_id IN " FROM_THERE ") ORDER BY survey_id"};
static const struct db_sql sql_address_letters = {
    .text = "SELECT outbox_id FROM outbox WHERE store_id = ?1 AND outbox_id IN (SELECT outbox_id FROM outbox"
            " WHERE store_id = ?1 AND LOWER(recipient) = ?2) AND (ticket_id IS NULL OR ticket_id NOT"
            " IN " FROM_THERE ") ORDER BY outbox_id"};
/* What was written from there into tickets of others, which theirs were merged into. */
#define MERGED                                                                                     \
    "(SELECT merged_into FROM ticket WHERE store_id = ?1 AND from_address = ?2 AND merged_into IS" \
    " NOT NULL)"
#define WRITTEN_THERE(of)                                                                          \
    "EXISTS (SELECT 1 FROM message m WHERE m.store_id = ?1 AND m.ticket_id = " of ".ticket_id AND" \
    " m.seq = " of ".seq AND m.from_address = ?2)"
static const struct db_sql sql_merged_messages = {
    .text = "SELECT ticket_id, seq, message_id FROM message WHERE store_id = ?1 AND ticket_id IN " MERGED
            " AND from_address = ?2"};
/* ?2 is the address. An assessment and a draft hold what was written before them. */
static const struct db_sql of_merged[] = {
    {.text = "UPDATE assessment SET input = '{}', output = '{}' WHERE store_id = ?1 AND ticket_id IN " MERGED
             " AND seq >= (SELECT MIN(m.seq) FROM message m WHERE m.store_id = ?1 AND m.ticket_id ="
             " assessment.ticket_id AND m.from_address = ?2)"},
    {.text =
         "UPDATE draft SET subject = '', markdown = '', override_reason = '' WHERE store_id = ?1 AND"
         " ticket_id IN (SELECT m.ticket_id FROM message m WHERE m.store_id = ?1 AND m.ticket_id IN " MERGED
         " AND m.from_address = ?2)"},
    {.text = "DELETE FROM file WHERE store_id = ?1 AND digest IN (SELECT a.digest FROM attachment a WHERE"
             " a.store_id = ?1 AND a.ticket_id IN " MERGED " AND " WRITTEN_THERE(
                 "a") ") AND NOT EXISTS"
                      " (SELECT 1 FROM attachment b WHERE b.store_id = ?1 AND b.digest = file.digest AND NOT"
                      " " WRITTEN_THERE(
                          "b") ") AND NOT EXISTS (SELECT 1 FROM progress_photo p WHERE p.store_id = ?1"
                               " AND p.digest = file.digest)"},
    {.text = "UPDATE attachment SET name = '', digest = NULL WHERE store_id = ?1 AND ticket_id IN " MERGED
             " AND " WRITTEN_THERE("attachment")},
    {.text =
         "DELETE FROM received WHERE store_id = ?1 AND source IN (SELECT r.source FROM ticket t CROSS JOIN"
         " received r WHERE t.store_id = ?1 AND t.from_address = ?2 AND t.merged_into IS NOT NULL AND"
         " r.store_id = ?1 AND r.ticket_id = t.merged_into AND " WRITTEN_THERE("r") ")"},
    {.text =
         "UPDATE message SET subject = '', body = '', from_address = '', erased = 1 WHERE store_id = ?1 AND"
         " ticket_id IN " MERGED " AND from_address = ?2"},
    {.text = "UPDATE ticket SET snippet = '', version = version + 1 WHERE store_id = ?1 AND ticket_id IN"
             " " MERGED},
};
/* ?2 is the address. */
static const struct db_sql of_address[] = {
    {.text = "UPDATE promise SET told_to = '' WHERE store_id = ?1 AND LOWER(told_to) = ?2"},
    {.text = "UPDATE outbox SET state = 'withheld', withheld = 'erased' WHERE store_id = ?1 AND"
             " LOWER(recipient) = ?2 AND state IN ('queued', 'leased', 'failed')"},
    {.text = "UPDATE outbox SET recipient = '', subject = '', text = '', html = '', last_error = '', erased"
             " = 1 WHERE store_id = ?1 AND LOWER(recipient) = ?2"},
    {.text = "DELETE FROM order_session WHERE store_id = ?1 AND LOWER(address) = ?2"},
    {.text = "DELETE FROM order_link WHERE store_id = ?1 AND LOWER(address) = ?2"},
    {.text = "DELETE FROM link_request WHERE store_id = ?1 AND LOWER(address) = ?2"},
};
static const struct db_sql sql_digests = {.text = "UPDATE personalization SET digest = ?3 WHERE store_id ="
                                                  " ?1 AND order_id IN " THEIR_ORDERS};
/* Answers that name something of theirs: ?2 is that name between percent signs. */
static const struct db_sql sql_answers = {
    .text = "UPDATE idempotency SET status = 0, body = '' WHERE store_id = ?1 AND body LIKE ?2"};
static const struct db_sql sql_messages = {
    .text = "SELECT message_id FROM message WHERE store_id = ?1 AND ticket_id = ?2 ORDER BY seq"};
static const struct db_sql sql_addresses = {
    .text = "SELECT address FROM customer_address WHERE store_id = ?1 AND customer_id = ?2"};
static const struct db_sql sql_title = {
    .text = "UPDATE item SET title = sku WHERE store_id = ?1 AND order_id = ?2 AND item = ?3"};
static const struct db_sql sql_sender = {.text = "DELETE FROM sender WHERE store_id = ?1 AND who = ?2"};

static int read_ids_by(const struct unit *unit, const struct db_sql *sql, struct db_value by, struct id **out,
                       size_t *out_count, struct err *err)
{
    struct db_rows rows;
    struct id *ids = NULL;
    size_t count = 0, room = 0;
    int more;
    if (db_query(unit->tx, sql, UNIT_ARGS(unit, by), &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0) *ARENA_PUSH(unit->arena, ids, count, room) = db_get_id(&rows, 0);
    db_rows_done(&rows);
    *out = ids;
    *out_count = count;
    return more;
}

static int read_ids(const struct unit *unit, const struct db_sql *sql, const struct id *of, struct id **out,
                    size_t *out_count, struct err *err)
{
    return read_ids_by(unit, sql, db_id(of), out, out_count, err);
}

int address_tickets(const struct unit *unit, struct str address, struct id **out, size_t *out_count,
                    struct err *err)
{
    return read_ids_by(unit, &sql_address_tickets, db_text(address), out, out_count, err);
}

int address_surveys(const struct unit *unit, struct str address, struct id **out, size_t *out_count,
                    struct err *err)
{
    return read_ids_by(unit, &sql_address_surveys, db_text(address), out, out_count, err);
}

int address_letters(const struct unit *unit, struct str address, struct id **out, size_t *out_count,
                    struct err *err)
{
    return read_ids_by(unit, &sql_address_letters, db_text(address), out, out_count, err);
}

int customer_orders(const struct unit *unit, const struct id *customer, struct id **out, size_t *out_count,
                    struct err *err)
{
    return read_ids(unit, &sql_orders, customer, out, out_count, err);
}

int customer_tickets(const struct unit *unit, const struct id *customer, struct id **out, size_t *out_count,
                     struct err *err)
{
    return read_ids(unit, &sql_tickets, customer, out, out_count, err);
}

int customer_surveys(const struct unit *unit, const struct id *customer, struct id **out, size_t *out_count,
                     struct err *err)
{
    return read_ids(unit, &sql_surveys, customer, out, out_count, err);
}

int ticket_assessments(const struct unit *unit, const struct id *ticket, struct id **out, size_t *out_count,
                       struct err *err)
{
    return read_ids(unit, &sql_assessments, ticket, out, out_count, err);
}

int customer_open_order(const struct unit *unit, const struct id *customer, struct str *out_number,
                        struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, &sql_open, UNIT_ARGS(unit, db_id(customer)), &rows, err);
    if (found <= 0) return found;
    *out_number = db_copy_text(&rows, 0, unit->arena);
    db_rows_done(&rows);
    return 1;
}

static int erase_answers(const struct unit *unit, const struct id *named, struct err *err)
{
    char id[ID_TEXT];
    id_format(named, id);
    return UNIT_EXEC(unit, &sql_answers, err, db_text(arena_printf(unit->arena, "%%%s%%", id)));
}

static int erase_all_answers(const struct unit *unit, const struct id *named, size_t count, struct err *err)
{
    for (size_t i = 0; i < count; i++)
        if (erase_answers(unit, &named[i], err) < 0) return -1;
    return 0;
}

/* An address could be guessed from its digest. */
static int erase_sender(const struct unit *unit, struct str address, struct err *err)
{
    struct digest who = digest_of(address);
    return UNIT_EXEC(unit, &sql_sender, err, db_bytes(digest_str(&who)));
}

static int erase_senders(const struct unit *unit, const struct id *customer, struct err *err)
{
    struct db_rows rows;
    struct str *addresses = NULL;
    size_t count = 0, room = 0;
    int more;
    if (db_query(unit->tx, &sql_addresses, UNIT_ARGS(unit, db_id(customer)), &rows, err) < 0) return -1;
    while ((more = db_next(&rows, err)) > 0)
        *ARENA_PUSH(unit->arena, addresses, count, room) = db_copy_text(&rows, 0, unit->arena);
    db_rows_done(&rows);
    for (size_t i = 0; more == 0 && i < count; i++)
        if (erase_sender(unit, addresses[i], err) < 0) return -1;
    return more;
}

static int erase_ticket(const struct unit *unit, const struct id *ticket, struct err *err)
{
    struct id *messages;
    size_t count;
    if (read_ids(unit, &sql_messages, ticket, &messages, &count, err) < 0 ||
        erase_all_answers(unit, messages, count, err) < 0)
        return -1;
    for (size_t i = 0; i < sizeof of_ticket / sizeof *of_ticket; i++)
        if (UNIT_EXEC(unit, &of_ticket[i], err, db_id(ticket)) < 0) return -1;
    return ticket_erase(unit, ticket, err) < 0 || search_remove(unit, ticket, err) < 0 ? -1 : 0;
}

static bool holds_any(struct arena *arena, struct str title, const struct field *fields, size_t count)
{
    struct str folded = text_fold(arena, title);
    for (size_t i = 0; i < count; i++) {
        struct str value = text_fold(arena, str_trim(fields[i].value));
        if (value.len >= WORDS_LEAST && str_contains(folded, value)) return true;
    }
    return false;
}

static bool is_in_their_words(struct arena *arena, const struct item *item)
{
    if (holds_any(arena, item->title, item->fields, item->field_count)) return true;
    for (size_t i = 0; i < item->piece_count; i++)
        if (holds_any(arena, item->title, item->pieces[i].fields, item->pieces[i].field_count)) return true;
    return false;
}

/* "Biscuit's portrait": where the title holds what was to be made, the SKU says what it was. */
static int erase_titles(const struct unit *unit, const struct id *order, struct err *err)
{
    struct order_record record;
    int found = order_load(unit, order, &record, err);
    if (found <= 0) return found;
    for (size_t i = 0; i < record.order->item_count; i++)
        if (is_in_their_words(unit->arena, &record.order->items[i]) &&
            UNIT_EXEC(unit, &sql_title, err, db_id(order), db_int((int64_t)i)) < 0)
            return -1;
    return 0;
}

static int erase_order(const struct unit *unit, const struct id *order, struct err *err)
{
    if (erase_titles(unit, order, err) < 0 || progress_erase(unit, order, err) < 0) return -1;
    return order_erase(unit, order, err) < 0 || search_remove(unit, order, err) < 0 ? -1 : 0;
}

struct written {
    struct id ticket, message;
    int64_t seq;
};

static int read_merged(const struct unit *unit, struct str address, struct written **out, size_t *out_count,
                       struct err *err)
{
    struct db_rows rows;
    size_t room = 0;
    int more;
    *out = NULL;
    *out_count = 0;
    if (db_query(unit->tx, &sql_merged_messages, UNIT_ARGS(unit, db_text(address)), &rows, err) < 0)
        return -1;
    while ((more = db_next(&rows, err)) > 0)
        *ARENA_PUSH(unit->arena, *out, *out_count, room) = (struct written){
            .ticket = db_get_id(&rows, 0), .seq = db_get_int(&rows, 1), .message = db_get_id(&rows, 2)};
    db_rows_done(&rows);
    return more;
}

static int erase_merged(const struct unit *unit, struct str address, struct err *err)
{
    struct written *list;
    size_t count;
    if (read_merged(unit, address, &list, &count, err) < 0) return -1;
    for (size_t i = 0; i < count; i++)
        if (search_remove_message(unit, &list[i].ticket, list[i].seq, err) < 0 ||
            erase_answers(unit, &list[i].message, err) < 0 || erase_answers(unit, &list[i].ticket, err) < 0)
            return -1;
    for (size_t i = 0; i < sizeof of_merged / sizeof *of_merged; i++)
        if (UNIT_EXEC(unit, &of_merged[i], err, db_text(address)) < 0) return -1;
    return 0;
}

int privacy_erase_address(const struct unit *unit, struct str address, const struct id *tickets,
                          size_t ticket_count, struct err *err)
{
    if (erase_merged(unit, address, err) < 0) return -1;
    for (size_t i = 0; i < ticket_count; i++)
        if (erase_ticket(unit, &tickets[i], err) < 0) return -1;
    for (size_t i = 0; i < sizeof of_address / sizeof *of_address; i++)
        if (UNIT_EXEC(unit, &of_address[i], err, db_text(address)) < 0) return -1;
    if (erase_all_answers(unit, tickets, ticket_count, err) < 0 || erase_sender(unit, address, err) < 0)
        return -1;
    return search_purge(unit, err);
}

int privacy_erase(const struct unit *unit, const struct id *customer, struct err *err)
{
    struct id *tickets, *orders;
    size_t ticket_count, order_count;
    struct digest nothing = digest_of(STR("{}")); /* a short text could be guessed from its digest */
    if (customer_tickets(unit, customer, &tickets, &ticket_count, err) < 0 ||
        customer_orders(unit, customer, &orders, &order_count, err) < 0)
        return -1;
    for (size_t i = 0; i < ticket_count; i++)
        if (erase_ticket(unit, &tickets[i], err) < 0) return -1;
    for (size_t i = 0; i < order_count; i++)
        if (erase_order(unit, &orders[i], err) < 0) return -1;
    for (size_t i = 0; i < sizeof of_customer / sizeof *of_customer; i++)
        if (UNIT_EXEC(unit, &of_customer[i], err, db_id(customer)) < 0) return -1;
    if (UNIT_EXEC(unit, &sql_digests, err, db_id(customer), db_bytes(digest_str(&nothing))) < 0 ||
        erase_all_answers(unit, tickets, ticket_count, err) < 0 ||
        erase_all_answers(unit, orders, order_count, err) < 0 || erase_answers(unit, customer, err) < 0 ||
        erase_senders(unit, customer, err) < 0 || customer_erase(unit, customer, err) < 0)
        return -1;
    return search_purge(unit, err);
}
