/* Customers in the database; see customer.h. */
#include "store/customer.h"

#define COLUMNS "customer_id, name, email, phone, locale, created_at, erased_at, version"
static const struct db_sql sql_load = {.text = "SELECT " COLUMNS
                                               " FROM customer WHERE store_id = ?1 AND customer_id = ?2"};
static const struct db_sql sql_list = {.text = "SELECT " COLUMNS
                                               " FROM customer WHERE store_id = ?1 AND customer_id < ?2"
                                               " ORDER BY customer_id DESC LIMIT ?3"};
static const struct db_sql sql_addresses = {
    .text = "SELECT address FROM customer_address WHERE store_id = ?1 AND customer_id = ?2 ORDER BY"
            " added_at, address"};
static const struct db_sql sql_consents = {
    .text = "SELECT kind FROM consent WHERE store_id = ?1 AND customer_id = ?2 AND given = 1"};
static const struct db_sql sql_find = {
    .text = "SELECT customer_id FROM customer_address WHERE store_id = ?1 AND address = ?2"};
static const struct db_sql sql_insert = {
    .text = "INSERT INTO customer (store_id, customer_id, name, email, phone, locale, created_at,"
            " version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1)"};
static const struct db_sql sql_update = {
    .text = "UPDATE customer SET name = ?3, email = ?4, phone = ?5, locale = ?6, version = version + 1"
            " WHERE store_id = ?1 AND customer_id = ?2 AND erased_at IS NULL AND (name <> ?3 OR email"
            " <> ?4 OR phone <> ?5 OR locale <> ?6)"};
static const struct db_sql sql_add_address = {
    .text = "INSERT INTO customer_address (store_id, address, customer_id, added_at) VALUES (?1, ?2,"
            " ?3, ?4) ON CONFLICT DO NOTHING"};
static const struct db_sql sql_offer_consent = {
    .text = "INSERT INTO consent (store_id, customer_id, kind, given, at, source) VALUES (?1, ?2, ?3,"
            " 1, ?4, 'order') ON CONFLICT (store_id, customer_id, kind) DO UPDATE SET given = 1, at ="
            " excluded.at WHERE consent.given = 0 AND consent.source = 'order'"};
static const struct db_sql sql_set_consent = {
    .text = "INSERT INTO consent (store_id, customer_id, kind, given, at, source) VALUES (?1, ?2, ?3,"
            " ?4, ?5, ?6) ON CONFLICT (store_id, customer_id, kind) DO UPDATE SET given ="
            " excluded.given, at = excluded.at, source = excluded.source"};
static const struct db_sql sql_touch = {
    .text = "UPDATE customer SET version = version + 1 WHERE store_id = ?1 AND customer_id = ?2"};
static const struct db_sql sql_erase = {
    .text = "UPDATE customer SET name = '', email = '', phone = '', erased_at = ?3, version = version +"
            " 1 WHERE store_id = ?1 AND customer_id = ?2"};
static const struct db_sql sql_erase_addresses = {
    .text = "DELETE FROM customer_address WHERE store_id = ?1 AND customer_id = ?2"};
static const struct db_sql sql_erase_consents = {
    .text = "DELETE FROM consent WHERE store_id = ?1 AND customer_id = ?2"};

struct str address_fold(struct arena *arena, struct str address)
{
    struct str trimmed = str_trim(address);
    char *folded = arena_alloc(arena, trimmed.len + 1);
    for (size_t i = 0; i < trimmed.len; i++) {
        char c = trimmed.ptr[i];
        folded[i] = c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    return str_of_len(folded, trimmed.len);
}

static void read_customer(const struct db_rows *rows, struct arena *arena, struct customer *out)
{
    *out = (struct customer){
        .id = db_get_id(rows, 0),
        .person = {.name = db_copy_text(rows, 1, arena),
                   .email = db_copy_text(rows, 2, arena),
                   .phone = db_copy_text(rows, 3, arena),
                   .locale = db_copy_text(rows, 4, arena)},
        .created_at = db_get_instant(rows, 5),
        .erased_at = db_get_instant(rows, 6),
        .version = db_get_int(rows, 7),
    };
}

/* What a customer has beside the row of their own. */
struct belongings {
    struct db_rows addresses, consents;
};

static int ask_belongings(const struct unit *unit, const struct id *id, struct belongings *out,
                          struct err *err)
{
    if (db_query(unit->tx, &sql_addresses, UNIT_ARGS(unit, db_id(id)), &out->addresses, err) < 0) return -1;
    return db_query(unit->tx, &sql_consents, UNIT_ARGS(unit, db_id(id)), &out->consents, err);
}

static int read_addresses(const struct unit *unit, struct db_rows *rows, struct customer *customer,
                          struct err *err)
{
    struct person *person = &customer->person;
    struct str main = address_fold(unit->arena, person->email);
    size_t cap = 0;
    int more;
    while ((more = db_next(rows, err)) > 0)
        if (!str_eq(db_get_text(rows, 0), main))
            *ARENA_PUSH(unit->arena, person->emails, person->email_count, cap) =
                db_copy_text(rows, 0, unit->arena);
    db_rows_done(rows);
    return more;
}

static int read_consents(struct db_rows *rows, struct customer *customer, struct err *err)
{
    int more;
    while ((more = db_next(rows, err)) > 0) {
        if (str_is(db_get_text(rows, 0), "sms")) customer->person.consents_sms = true;
        if (str_is(db_get_text(rows, 0), "marketing")) customer->person.consents_marketing = true;
    }
    db_rows_done(rows);
    return more;
}

static int read_belongings(const struct unit *unit, struct belongings *belongings, struct customer *customer,
                           struct err *err)
{
    if (read_addresses(unit, &belongings->addresses, customer, err) < 0) return -1;
    return read_consents(&belongings->consents, customer, err);
}

int customer_load(const struct unit *unit, const struct id *id, struct customer *out, struct err *err)
{
    struct db_rows rows;
    struct belongings belongings;
    struct customer customer;
    if (db_query(unit->tx, &sql_load, UNIT_ARGS(unit, db_id(id)), &rows, err) < 0 ||
        ask_belongings(unit, id, &belongings, err) < 0)
        return -1;
    int found = db_next(&rows, err);
    if (found > 0) read_customer(&rows, unit->arena, &customer);
    db_rows_done(&rows);
    if (found > 0 && read_belongings(unit, &belongings, &customer, err) < 0) found = -1;
    db_rows_done(&belongings.addresses);
    db_rows_done(&belongings.consents);
    if (found > 0) *out = customer;
    return found;
}

int customer_list(const struct unit *unit, const struct id *after, int most, struct customer *out,
                  int *out_count, struct err *err)
{
    static const struct id last = {
        {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}};
    struct db_rows rows;
    int count = 0, more;
    if (db_query(unit->tx, &sql_list, UNIT_ARGS(unit, db_id(id_is_none(after) ? &last : after), db_int(most)),
                 &rows, err) < 0)
        return -1;
    while ((more = db_next(&rows, err)) > 0) read_customer(&rows, unit->arena, &out[count++]);
    db_rows_done(&rows);
    if (more < 0) return -1;
    for (int i = 0; i < count; i++) {
        struct belongings theirs;
        if (ask_belongings(unit, &out[i].id, &theirs, err) < 0 ||
            read_belongings(unit, &theirs, &out[i], err) < 0)
            return -1;
    }
    *out_count = count;
    return 0;
}

int customer_find(const struct unit *unit, struct str address, struct id *out, struct err *err)
{
    struct db_rows rows;
    struct str folded = address_fold(unit->arena, address);
    if (!folded.len) return 0;
    int found = db_first(unit->tx, &sql_find, UNIT_ARGS(unit, db_text(folded)), &rows, err);
    if (found <= 0) return found;
    *out = db_get_id(&rows, 0);
    db_rows_done(&rows);
    return 1;
}

static int add_address(const struct unit *unit, const struct id *id, struct str address, struct err *err)
{
    struct str folded = address_fold(unit->arena, address);
    if (!folded.len) return 0;
    if (folded.len > ADDRESS_MOST)
        return err_set(err, ERR_INPUT, "/customer/email: an address of at most %d bytes is expected",
                       ADDRESS_MOST);
    return UNIT_EXEC(unit, &sql_add_address, err, db_text(folded), db_id(id), db_int(unit->now));
}

static int add_addresses(const struct unit *unit, const struct id *id, const struct person *person,
                         struct err *err)
{
    if (add_address(unit, id, person->email, err) < 0) return -1;
    for (size_t i = 0; i < person->email_count; i++)
        if (add_address(unit, id, person->emails[i], err) < 0) return -1;
    return 0;
}

static int offer_consent(const struct unit *unit, const struct id *id, const char *kind, bool given,
                         struct err *err)
{
    if (!given) return 0;
    return UNIT_EXEC(unit, &sql_offer_consent, err, db_id(id), db_text(str_of(kind)), db_int(unit->now));
}

/* Who it is: by the address, else who the order belonged to so far; zero for somebody new. */
static int recognise(const struct unit *unit, const struct person *person, const struct id *known,
                     struct id *out, struct err *err)
{
    *out = *known;
    return customer_find(unit, person->email, out, err);
}

int customer_put(const struct unit *unit, const struct person *person, const struct id *known, struct id *out,
                 struct err *err)
{
    struct id id;
    if (recognise(unit, person, known, &id, err) < 0) return -1;
    if (id_is_none(&id)) {
        id = unit_id(unit);
        if (UNIT_EXEC(unit, &sql_insert, err, db_id(&id), db_text(person->name), db_text(person->email),
                      db_text(person->phone), db_text(person->locale), db_int(unit->now)) < 0)
            return -1;
    } else if (UNIT_EXEC(unit, &sql_update, err, db_id(&id), db_text(person->name), db_text(person->email),
                         db_text(person->phone), db_text(person->locale)) < 0) {
        return -1;
    }
    if (add_addresses(unit, &id, person, err) < 0 ||
        offer_consent(unit, &id, "sms", person->consents_sms, err) < 0 ||
        offer_consent(unit, &id, "marketing", person->consents_marketing, err) < 0)
        return -1;
    *out = id;
    return 0;
}

int customer_set_consent(const struct unit *unit, const struct id *id, const char *kind, bool given,
                         struct str source, struct err *err)
{
    if (UNIT_EXEC(unit, &sql_set_consent, err, db_id(id), db_text(str_of(kind)), db_int(given),
                  db_int(unit->now), db_text(source)) < 0)
        return -1;
    return UNIT_EXEC(unit, &sql_touch, err, db_id(id));
}

int customer_erase(const struct unit *unit, const struct id *id, struct err *err)
{
    if (UNIT_EXEC(unit, &sql_erase, err, db_id(id), db_int(unit->now)) < 0) return -1;
    if (UNIT_EXEC(unit, &sql_erase_addresses, err, db_id(id)) < 0) return -1;
    return UNIT_EXEC(unit, &sql_erase_consents, err, db_id(id));
}
