/* Full-text search in the database; see search.h. */
#include "store/search.h"

#include "text/utf8.h"

enum { WORDS_MOST = 32 * 1024, QUERY_MOST = 1024, WORD_MOST = 64 };

/* Without RETURNING, which on SQLite has the full-text index write what it gathered, and on PostgreSQL somebody wait. */
static const struct db_sql sql_enter = {
    .text = "INSERT INTO search_row (store_id, kind, object, seq) VALUES (?1, ?2, ?3, ?4)"
            " ON CONFLICT (store_id, object, seq) DO UPDATE SET kind = excluded.kind"};
#define ROW "(SELECT row_id FROM search_row WHERE store_id = ?1 AND object = ?2 AND seq = ?3)"
static const struct db_sql sql_put = {
    .text = "INSERT OR REPLACE INTO search (rowid, words) VALUES (" ROW ", ?4)",
    .postgres = "INSERT INTO search (row_id, words) VALUES (" ROW
                ", array_to_tsvector(array_remove(string_to_array(?4, ' '), '')))"
                " ON CONFLICT (row_id) DO UPDATE SET words = excluded.words"};
static const struct db_sql sql_drop_words = {.text = "DELETE FROM search WHERE rowid IN (SELECT row_id FROM "
                                                     "search_row WHERE store_id = ?1 AND object = ?2)",
                                             .postgres =
                                                 "DELETE FROM search WHERE row_id IN (SELECT row_id FROM "
                                                 "search_row WHERE store_id = ?1 AND object = ?2)"};
static const struct db_sql sql_drop = {.text = "DELETE FROM search_row WHERE store_id = ?1 AND object = ?2"};
static const struct db_sql sql_drop_one_words = {.text = "DELETE FROM search WHERE rowid = " ROW,
                                                 .postgres = "DELETE FROM search WHERE row_id = " ROW};
static const struct db_sql sql_drop_one = {
    .text = "DELETE FROM search_row WHERE store_id = ?1 AND object = ?2 AND seq = ?3"};
static const struct db_sql sql_find = {
    .text =
        "SELECT r.row_id, r.kind, r.object, r.seq FROM search JOIN search_row r ON r.row_id = search.rowid"
        " WHERE search MATCH ?2 AND search.rowid < ?3 AND r.store_id = ?1 ORDER BY search.rowid DESC LIMIT "
        "?4",
    .postgres =
        "SELECT r.row_id, r.kind, r.object, r.seq FROM search s JOIN search_row r ON r.row_id = s.row_id"
        " WHERE s.words @@ CAST(?2 AS tsquery) AND s.row_id < ?3 AND r.store_id = ?1"
        " ORDER BY s.row_id DESC LIMIT ?4"};

enum {
    PURGE_WANTED = 1,
    PURGE_UNDER_WAY = 2,
    NO_CHANGES = 2 /* total_changes() of a step that had nothing to do: fewer */
};
static const struct db_sql sql_purge = {.text = "SELECT search_purge FROM store WHERE store_id = ?1"};
static const struct db_sql sql_purge_is = {.text = "UPDATE store SET search_purge = ?2 WHERE store_id = ?1"};
/* A negative number of pages begins a merge of all parts into one; further calls go on with it. */
static const struct db_sql sql_merge_all = {.text =
                                                "INSERT INTO search (search, rank) VALUES ('merge', -200)"};
static const struct db_sql sql_merge = {.text = "INSERT INTO search (search, rank) VALUES ('merge', 200)"};
static const struct db_sql sql_changes = {.text = "SELECT total_changes()"};

static bool is_word_rune(rune_t rune)
{
    return rune != UTF8_BAD && !rune_is_han(rune) && (rune_is_letter(rune) || rune_is_digit(rune));
}

static void end_word(struct buf *out)
{
    if (out->len && out->ptr[out->len - 1] != ' ') buf_add_char(out, ' ');
}

/* A run of Chinese from `*at`: each character by itself and with its neighbour; a query of two or more needs pairs only. */
static void add_han(struct buf *out, struct str text, size_t *at, bool for_query)
{
    size_t start = *at, before = 0;
    rune_t last = 0;
    while (*at < text.len) {
        size_t here = *at;
        rune_t rune = utf8_next(text, at);
        if (!rune_is_han(rune)) {
            *at = here;
            break;
        }
        bool alone = here == start;
        if (!alone) {
            utf8_put(out, last);
            utf8_put(out, rune);
            buf_add_char(out, ' ');
        }
        if (!for_query) {
            utf8_put(out, rune);
            buf_add_char(out, ' ');
        }
        last = rune;
        before++;
    }
    if (for_query && before == 1) {
        utf8_put(out, last);
        buf_add_char(out, ' ');
    }
}

/* A word of letters and digits from `*at`; over-long ones are cut, in queries as in texts. */
static void add_word(struct buf *out, struct str text, size_t *at)
{
    size_t start = out->len;
    while (*at < text.len) {
        size_t here = *at;
        rune_t rune = utf8_next(text, at);
        if (!is_word_rune(rune)) {
            *at = here;
            break;
        }
        if (out->len - start < WORD_MOST) utf8_put(out, rune);
    }
    end_word(out);
}

struct str search_words(struct arena *arena, struct str text, bool for_query, size_t most)
{
    struct str folded = text_fold(arena, str_slice(text, 0, most));
    struct buf out;
    buf_init(&out, most * 8 + 64);
    for (size_t at = 0; at < folded.len && out.len < most;) {
        size_t here = at;
        rune_t rune = utf8_next(folded, &at);
        if (rune_is_han(rune)) {
            at = here;
            add_han(&out, folded, &at, for_query);
        } else if (is_word_rune(rune)) {
            at = here;
            add_word(&out, folded, &at);
        }
    }
    struct str words = buf_copy(&out, arena);
    buf_done(&out);
    return words;
}

static int enter(const struct unit *unit, const char *kind, const struct id *object, int64_t seq,
                 struct str text, struct err *err)
{
    struct str words = search_words(unit->arena, text, false, WORDS_MOST);
    if (UNIT_EXEC(unit, &sql_enter, err, db_text(str_of(kind)), db_id(object), db_int(seq)) < 0) return -1;
    return UNIT_EXEC(unit, &sql_put, err, db_id(object), db_int(seq), db_text(words));
}

int search_add_message(const struct unit *unit, const struct id *ticket, int64_t seq, struct str subject,
                       struct str body, struct err *err)
{
    struct str text = arena_printf(unit->arena, "%.*s\n%.*s", STR_ARG(subject), STR_ARG(body));
    return enter(unit, "message", ticket, seq, text, err);
}

static void add_line(struct buf *out, struct str text)
{
    buf_add(out, text);
    buf_add_char(out, '\n');
}

static void add_fields(struct buf *out, const struct field *fields, size_t count)
{
    for (size_t i = 0; i < count; i++) add_line(out, fields[i].value);
}

int search_put_order(const struct unit *unit, const struct id *id, const struct order *order, struct err *err)
{
    struct buf text;
    buf_init(&text, WORDS_MOST);
    add_line(&text, order->number);
    add_line(&text, order->customer.name);
    add_line(&text, order->customer.email);
    add_line(&text, order->recipient.name);
    add_line(&text, order->shipping.tracking);
    for (size_t i = 0; i < order->item_count; i++) {
        const struct item *item = &order->items[i];
        add_line(&text, item->title);
        add_line(&text, item->sku);
        add_fields(&text, item->fields, item->field_count);
        for (size_t p = 0; p < item->piece_count; p++)
            add_fields(&text, item->pieces[p].fields, item->pieces[p].field_count);
    }
    int result = enter(unit, "order", id, 0, buf_str(&text), err);
    buf_done(&text);
    return result;
}

int search_remove(const struct unit *unit, const struct id *object, struct err *err)
{
    if (UNIT_EXEC(unit, &sql_drop_words, err, db_id(object)) < 0) return -1;
    return UNIT_EXEC(unit, &sql_drop, err, db_id(object));
}

int search_remove_message(const struct unit *unit, const struct id *ticket, int64_t seq, struct err *err)
{
    if (UNIT_EXEC(unit, &sql_drop_one_words, err, db_id(ticket), db_int(seq)) < 0) return -1;
    return UNIT_EXEC(unit, &sql_drop_one, err, db_id(ticket), db_int(seq));
}

/* "w1" "w2" for FTS5, 'w1' & 'w2' for a tsquery: words are letters and digits, so neither needs more care. */
static struct str query_text(struct arena *arena, struct str words, bool postgres)
{
    struct buf out;
    struct str word;
    buf_init(&out, QUERY_MOST * 16);
    while (str_next_part(&words, ' ', &word)) {
        if (!word.len) continue;
        if (out.len) buf_add_c(&out, postgres ? " & " : " ");
        buf_add_char(&out, postgres ? '\'' : '"');
        buf_add(&out, word);
        buf_add_char(&out, postgres ? '\'' : '"');
    }
    struct str text = buf_copy(&out, arena);
    buf_done(&out);
    return text;
}

int search_find(const struct unit *unit, struct str query, int64_t before, int most, struct search_hit *out,
                int *out_count, struct err *err)
{
    struct db_rows rows;
    int count = 0, more = 0;
    struct str words = search_words(unit->arena, query, true, QUERY_MOST);
    *out_count = 0;
    if (!words.len) return 0;
    struct str text = query_text(unit->arena, words, db_tx_is_postgres(unit->tx));
    if (db_query(unit->tx, &sql_find,
                 UNIT_ARGS(unit, db_text(text), db_int(before ? before : INT64_MAX), db_int(most)), &rows,
                 err) < 0)
        return -1;
    while ((more = db_next(&rows, err)) > 0)
        out[count++] = (struct search_hit){
            .row = db_get_int(&rows, 0),
            .is_order = str_is(db_get_text(&rows, 1), "order"),
            .object = db_get_id(&rows, 2),
            .seq = db_get_int(&rows, 3),
        };
    db_rows_done(&rows);
    *out_count = count;
    return more;
}

/* ---- what was deleted ---- */

int search_purge(const struct unit *unit, struct err *err)
{
    return db_tx_is_postgres(unit->tx) ? 0 : UNIT_EXEC(unit, &sql_purge_is, err, db_int(PURGE_WANTED));
}

static int read_number(const struct unit *unit, const struct db_sql *sql, const struct db_value *args,
                       size_t count, int64_t *out, struct err *err)
{
    struct db_rows rows;
    int found = db_first(unit->tx, sql, args, count, &rows, err);
    *out = found > 0 ? db_get_int(&rows, 0) : 0;
    if (found > 0) db_rows_done(&rows);
    return found < 0 ? -1 : 0;
}

/* Merges some pages; *out_changes: how many rows of the index's own tables that took. */
static int merge(const struct unit *unit, const struct db_sql *sql, int64_t *out_changes, struct err *err)
{
    int64_t before;
    if (read_number(unit, &sql_changes, DB_NO_ARGS, &before, err) < 0 ||
        db_exec(unit->tx, sql, DB_NO_ARGS, NULL, err) < 0 ||
        read_number(unit, &sql_changes, DB_NO_ARGS, out_changes, err) < 0)
        return -1;
    *out_changes -= before;
    return 0;
}

int search_purge_step(const struct unit *unit, struct err *err)
{
    int64_t stage, changes;
    if (db_tx_is_postgres(unit->tx)) return 0;
    if (read_number(unit, &sql_purge, DB_ARGS(db_id(&unit->store)), &stage, err) < 0) return -1;
    if (!stage) return 0;
    bool begins = stage == PURGE_WANTED;
    if (merge(unit, begins ? &sql_merge_all : &sql_merge, &changes, err) < 0) return -1;
    bool over = !begins && changes < NO_CHANGES;
    if (!begins && !over) return 1;
    if (UNIT_EXEC(unit, &sql_purge_is, err, db_int(over ? 0 : PURGE_UNDER_WAY)) < 0) return -1;
    return !over;
}
