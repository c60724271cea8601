/* Values of PostgreSQL's binary format as ours. */
#include "db/pg_conn.h"

/* From the server's pg_type.dat; they never change. */
enum {
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_OID = 26,
    OID_XID = 28,
    OID_FLOAT8 = 701,
    OID_TIMESTAMPTZ = 1184,
    OID_NUMERIC = 1700,
    OID_VOID = 2278,
    OID_UUID = 2950,
    OID_XID8 = 5069,
};

/* 2000-01-01, from which the server counts microseconds. */
#define SERVER_EPOCH (INT64_C(946684800) * MICROS_PER_SECOND)

static uint64_t big_endian(const char *bytes, int size)
{
    uint64_t number = 0;
    for (int i = 0; i < size; i++) number = number << 8 | (unsigned char)bytes[i];
    return number;
}

static int64_t whole_number(const char *bytes, int size)
{
    switch (size) {
    case 1:
        return bytes[0] != 0;
    case 2:
        return (int16_t)big_endian(bytes, 2);
    case 4:
        return (int32_t)big_endian(bytes, 4);
    case 8:
        return (int64_t)big_endian(bytes, 8);
    default:
        return 0;
    }
}

/* What sum() of whole numbers gives: digits of base 10,000; cut off behind the point, held at the ends of the range. */
static int64_t numeric(const char *bytes, int size)
{
    enum { HEAD = 8 };
    if (size < HEAD) return 0;
    int digits = (int16_t)big_endian(bytes, 2), weight = (int16_t)big_endian(bytes + 2, 2);
    bool negative = big_endian(bytes + 4, 2) == 0x4000;
    int64_t number = 0;
    for (int i = 0; i <= weight; i++) {
        int64_t digit =
            i < digits && HEAD + 2 * i + 2 <= size ? (int64_t)big_endian(bytes + HEAD + 2 * i, 2) : 0;
        if (__builtin_mul_overflow(number, 10000, &number) ||
            __builtin_add_overflow(number, negative ? -digit : digit, &number))
            return negative ? INT64_MIN : INT64_MAX;
    }
    return number;
}

static int64_t floating(const char *bytes, int size)
{
    double number = 0;
    uint64_t bits = size == 8 ? big_endian(bytes, 8) : 0;
    memcpy(&number, &bits, sizeof number);
    return number > -9e18 && number < 9e18 ? (int64_t)number : 0;
}

struct db_value pg_value(const PGresult *result, int row, int column)
{
    if (column >= PQnfields(result) || PQgetisnull(result, row, column)) return db_null();
    const char *bytes = PQgetvalue(result, row, column);
    int size = PQgetlength(result, row, column);
    struct str str = str_of_len(bytes, (size_t)size);
    switch (PQftype(result, column)) {
    case OID_BOOL:
    case OID_INT2:
    case OID_INT4:
    case OID_INT8:
    case OID_OID:
    case OID_XID:
    case OID_XID8:
        return db_int(whole_number(bytes, size));
    case OID_NUMERIC:
        return db_int(numeric(bytes, size));
    case OID_FLOAT8:
        return db_int(floating(bytes, size));
    case OID_TIMESTAMPTZ:
        return db_int(whole_number(bytes, size) + SERVER_EPOCH);
    case OID_UUID:
        return (struct db_value){.type = DB_ID, .bytes = str};
    case OID_BYTEA:
        return db_bytes(str);
    case OID_VOID:
        return db_null();
    default:
        return db_text(str);
    }
}
