/* PostgreSQL for simulated desks, one after the other: a schema of its own behind a network that can be cut, with those functions of
 * SQLite that the laws (tests/data/laws.sql) use. */
#ifndef BURIN_TESTS_SIMULATION_POSTGRES_H
#define BURIN_TESTS_SIMULATION_POSTGRES_H

#include "database.h"
#include "db/migrate.h"
#include "proxy.h"

struct sim_network {
    struct proxy proxy;
    struct db *beside; /* the same schema, never cut */
    char url[512];
};

static inline void sim_lend_functions(struct db *db)
{
    static const struct db_sql functions[] = {
        {"CREATE FUNCTION hex(uuid) RETURNS text IMMUTABLE LANGUAGE sql AS $f$"
         "SELECT upper(replace($1::text, '-', ''))$f$",
         NULL},
        {"CREATE FUNCTION julianday(text) RETURNS float8 IMMUTABLE LANGUAGE sql AS $f$"
         "SELECT ($1::date - '1970-01-01'::date) + 2440587.5::float8$f$",
         NULL},
        {"CREATE FUNCTION json_extract(text, text) RETURNS text IMMUTABLE LANGUAGE sql AS $f$"
         "SELECT $1::jsonb ->> substr($2, 3)$f$",
         NULL},
        {"CREATE FUNCTION json_each(text, text) RETURNS TABLE (value text) IMMUTABLE LANGUAGE sql AS $f$"
         "SELECT jsonb_array_elements(coalesce($1::jsonb -> substr($2, 3), '[]'))::text$f$",
         NULL},
    };
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) database_run(db, &functions[i]);
}

static inline void sim_network_open(struct sim_network *out)
{
    char direct[512];
    struct err err = {0};
    database_new(true, "test_simulation", direct, sizeof direct);
    proxy_start(&out->proxy, proxy_port_of(direct));
    proxy_url(&out->proxy, direct, out->url, sizeof out->url);
    out->beside = database_open(&(struct db_options){.url = direct, .readers = 1});
    database_or_die(db_migrate(out->beside, NULL, &err), &err);
    sim_lend_functions(out->beside);
}

/* A new schema for each desk would take a second. */
static inline void sim_network_empty(struct sim_network *network)
{
    static const struct db_sql empty = {
        "DO $do$ DECLARE name text; BEGIN SET LOCAL session_replication_role = replica; FOR name IN SELECT "
        "tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename <> 'schema_version' LOOP "
        "EXECUTE format('DELETE FROM %I', name); END LOOP; END $do$",
        NULL};
    database_run(network->beside, &empty);
}

static inline void sim_network_close(struct sim_network *network)
{
    db_close(network->beside);
    proxy_stop(&network->proxy);
}

#endif
