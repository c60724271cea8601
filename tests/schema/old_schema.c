/* A database as an older program left it: the schema of that number, with the rows that tests/schema/record stored for it.
 *
 *   old_schema URL NUMBER [ROWS.jsonl]
 *
 * Each line of the rows is {"table": "…", "row": {"column": value}}; ids and bytes are {"id": "hex"} and {"bytes": "hex"}. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "db/db.h"
#include "db/migrate.h"
#include "text/json.h"

enum { ROWS_MOST = 16 << 20, COLUMNS_MOST = 100 };

static void fail(const char *what, const struct err *err)
{
    fprintf(stderr, "old_schema: %s: %s\n", what, err->message);
    exit(1);
}

static size_t migrations_up_to(size_t number, struct db_migration *list)
{
    size_t count = 0;
    for (size_t i = 0; i < sql_file_count && count < number; i++)
        if (str_ends(sql_files[i].path, STR(".sql"))) {
            struct str name =
                str_slice(sql_files[i].path, strlen("sql/0001_"), sql_files[i].path.len - strlen(".sql"));
            list[count] = (struct db_migration){(int)count + 1, name, sql_files[i].bytes};
            count++;
        }
    return count;
}

static struct str unhex(struct arena *arena, struct str hex)
{
    char *bytes = arena_alloc(arena, hex.len / 2 + 1);
    for (size_t i = 0; i < hex.len / 2; i++) {
        char pair[3] = {hex.ptr[2 * i], hex.ptr[2 * i + 1], 0};
        bytes[i] = (char)strtoul(pair, NULL, 16);
    }
    return (struct str){bytes, hex.len / 2};
}

static struct db_value argument(struct arena *arena, const struct value *value)
{
    const struct value *id = value_get(value, STR("id")), *bytes = value_get(value, STR("bytes"));
    if (id) return (struct db_value){.type = DB_ID, .bytes = unhex(arena, id->string)};
    if (bytes) return db_bytes(unhex(arena, bytes->string));
    if (value->kind == VALUE_STRING) return db_text(value->string);
    return value->kind == VALUE_INT ? db_int(value->integer) : db_null();
}

/* The statement is found again by its address, so each line has one of its own, as long as the arena. */
static int insert(struct db_tx *tx, struct arena *arena, struct str line, struct err *err)
{
    struct value document;
    struct db_value args[COLUMNS_MOST];
    struct buf text;
    if (json_parse(arena, line, &document, err) < 0) return -1;
    const struct value *table = value_get(&document, STR("table")), *row = value_get(&document, STR("row"));
    buf_init(&text, 1 << 20);
    buf_printf(&text, "INSERT INTO %.*s (", STR_ARG(table->string));
    for (size_t i = 0; i < row->object.count; i++)
        buf_printf(&text, "%s%.*s", i ? ", " : "", STR_ARG(row->object.members[i].name));
    buf_add_c(&text, ") VALUES (");
    for (size_t i = 0; i < row->object.count && i < COLUMNS_MOST; i++) {
        buf_printf(&text, "%s?%zu", i ? ", " : "", i + 1);
        args[i] = argument(arena, &row->object.members[i].value);
    }
    buf_add_c(&text, ")");
    struct db_sql *sql = ARENA_NEW(arena, struct db_sql);
    sql->text = buf_copy(&text, arena).ptr;
    buf_done(&text);
    return db_exec(tx, sql, args, row->object.count, NULL, err);
}

struct filling {
    struct arena *arena;
    struct str rows;
};

static int fill(struct db_tx *tx, void *context, struct err *err)
{
    const struct filling *filling = context;
    struct str rest = filling->rows, line;
    while (str_next_part(&rest, '\n', &line))
        if (line.len && insert(tx, filling->arena, line, err) < 0) return -1;
    return 0;
}

int main(int argc, char **argv)
{
    struct err err = {0};
    struct db *db;
    if (argc < 3) {
        fputs("usage: old_schema URL NUMBER [ROWS.jsonl]\n", stderr);
        return 2;
    }
    struct filling filling = {.arena = arena_new()};
    struct db_migration *list = ARENA_ARRAY(filling.arena, sql_file_count + 1, struct db_migration);
    size_t count = migrations_up_to((size_t)strtoul(argv[2], NULL, 10), list);
    if (db_open(&(struct db_options){.url = argv[1]}, &db, &err) < 0) fail("open", &err);
    if (db_migrate_by(db, list, count, NULL, &err) < 0) fail("migrate", &err);
    if (argc > 3 && file_read(filling.arena, argv[3], ROWS_MOST, &filling.rows, &err) < 0) fail("read", &err);
    if (filling.rows.len && db_write(db, fill, &filling, &err) < 0) fail("insert", &err);
    db_close(db);
    arena_free(filling.arena);
    return 0;
}
