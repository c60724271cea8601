/* Time zones from TZif bytes: the table of transitions, and after it the POSIX rule of the footer (see zone_rule.c). */
#include "text/zone.h"

#include "text/zone_rule.h"

enum {
    MAX_TRANSITIONS = 20000,
    MAX_TYPES = 256,
    MAX_CHARS = 4096,
    MAX_OFFSET = 26 * 3600, /* RFC 8536, section 3.2: from -25 to +26 hours */
    HEADER_SIZE = 44,
    DAY_SECONDS = 86400,
};

struct zone_type {
    int32_t offset;
    struct str abbreviation;
};

struct zone {
    struct str name;
    const int64_t *transitions; /* seconds, ascending */
    const uint8_t *after;       /* the type in force from each transition on */
    size_t transition_count;
    const struct zone_type *types;
    size_t type_count;
    bool has_rule; /* what holds after the last transition; else its type goes on for ever */
    struct zone_rule rule;
};

static const struct zone_type utc_type = {0, STR_INIT("UTC")};
static const struct zone utc = {.name = STR_INIT("UTC"), .types = &utc_type, .type_count = 1};

const struct zone *zone_utc(void)
{
    return &utc;
}

bool zone_name_is_sane(struct str name)
{
    if (name.len == 0 || name.len > 64 || name.ptr[0] == '/') return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool word = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (!word && c != '_' && c != '-' && c != '+' && c != '/') return false;
    }
    return true;
}

struct str zone_name(const struct zone *zone)
{
    return zone->name;
}

/* A TZif file being read; `at` only moves forward and never past the end. */
struct reader {
    struct arena *arena;
    struct str bytes;
    size_t at;
};

struct tzif_header {
    int version; /* 1–4 */
    uint32_t utc_count, std_count, leap_count, time_count, type_count, char_count;
};

static const unsigned char *take(struct reader *reader, size_t count)
{
    if (count > reader->bytes.len - reader->at) return NULL;
    const unsigned char *bytes = (const unsigned char *)reader->bytes.ptr + reader->at;
    reader->at += count;
    return bytes;
}

static uint32_t big32(const unsigned char *byte)
{
    return (uint32_t)byte[0] << 24 | (uint32_t)byte[1] << 16 | (uint32_t)byte[2] << 8 | byte[3];
}

static int64_t signed_time(const unsigned char *bytes, size_t size)
{
    if (size == 4) return (int32_t)big32(bytes);
    return (int64_t)((uint64_t)big32(bytes) << 32 | big32(bytes + 4));
}

static int read_header(struct reader *reader, struct tzif_header *out)
{
    const unsigned char *bytes = take(reader, HEADER_SIZE);
    if (!bytes || memcmp(bytes, "TZif", 4) != 0) return -1;
    if (bytes[4] != 0 && (bytes[4] < '2' || bytes[4] > '4')) return -1;
    struct tzif_header header = {
        .version = bytes[4] ? bytes[4] - '0' : 1,
        .utc_count = big32(bytes + 20),
        .std_count = big32(bytes + 24),
        .leap_count = big32(bytes + 28),
        .time_count = big32(bytes + 32),
        .type_count = big32(bytes + 36),
        .char_count = big32(bytes + 40),
    };
    if (header.time_count > MAX_TRANSITIONS || header.type_count == 0 || header.type_count > MAX_TYPES ||
        header.char_count == 0 || header.char_count > MAX_CHARS || header.utc_count > MAX_TYPES ||
        header.std_count > MAX_TYPES || header.leap_count > MAX_TYPES)
        return -1;
    *out = header;
    return 0;
}

static size_t block_size(const struct tzif_header *header, size_t time_size)
{
    return header->time_count * (time_size + 1) + header->type_count * 6 + header->char_count +
           header->leap_count * (time_size + 4) + header->std_count + header->utc_count;
}

static int read_transitions(struct reader *reader, const struct tzif_header *header, size_t time_size,
                            struct zone *zone)
{
    const unsigned char *times = take(reader, header->time_count * time_size);
    const unsigned char *indices = take(reader, header->time_count);
    if (!times || !indices) return -1;
    int64_t *transitions = ARENA_ARRAY(reader->arena, header->time_count, int64_t);
    uint8_t *after = ARENA_ARRAY(reader->arena, header->time_count, uint8_t);
    for (size_t i = 0; i < header->time_count; i++) {
        transitions[i] = signed_time(times + i * time_size, time_size);
        after[i] = indices[i];
        if (indices[i] >= header->type_count || (i > 0 && transitions[i] <= transitions[i - 1])) return -1;
    }
    zone->transitions = transitions;
    zone->after = after;
    zone->transition_count = header->time_count;
    return 0;
}

static int read_types(struct reader *reader, const struct tzif_header *header, struct zone *zone)
{
    const unsigned char *rows = take(reader, (size_t)header->type_count * 6);
    const unsigned char *chars = take(reader, header->char_count);
    if (!rows || !chars) return -1;
    struct str names = arena_str(reader->arena, str_of_len((const char *)chars, header->char_count));
    struct zone_type *types = ARENA_ARRAY(reader->arena, header->type_count, struct zone_type);
    for (size_t i = 0; i < header->type_count; i++) {
        const unsigned char *row = rows + i * 6;
        types[i].offset = (int32_t)big32(row);
        size_t end = str_find_char(names, '\0', row[5]);
        if (types[i].offset < -MAX_OFFSET || types[i].offset > MAX_OFFSET || row[4] > 1 ||
            row[5] >= names.len || end == STR_NOT_FOUND)
            return -1;
        types[i].abbreviation = str_slice(names, row[5], end);
    }
    zone->types = types;
    zone->type_count = header->type_count;
    return 0;
}

/* "\n<rule>\n" behind the second block; an empty rule leaves the last type in force. */
static int read_footer(struct reader *reader, struct zone *zone)
{
    struct str rest = str_slice(reader->bytes, reader->at, reader->bytes.len);
    size_t end = rest.len && rest.ptr[0] == '\n' ? str_find_char(rest, '\n', 1) : STR_NOT_FOUND;
    if (end == STR_NOT_FOUND) return -1;
    struct str text = str_slice(rest, 1, end);
    if (text.len == 0) return 0;
    zone->has_rule = true;
    return zone_rule_parse(arena_str(reader->arena, text), &zone->rule);
}

static int read_zone(struct reader *reader, struct zone *zone)
{
    struct tzif_header header;
    if (read_header(reader, &header) < 0) return -1;
    size_t time_size = 4;
    if (header.version >= 2) { /* the first block is for old readers only */
        if (!take(reader, block_size(&header, 4)) || read_header(reader, &header) < 0) return -1;
        time_size = 8;
    }
    if (header.leap_count) return -1; /* "right/" zones count leap seconds; our instants do not */
    if (read_transitions(reader, &header, time_size, zone) < 0 || read_types(reader, &header, zone) < 0)
        return -1;
    if (!take(reader, header.std_count) || !take(reader, header.utc_count)) return -1;
    return time_size == 8 ? read_footer(reader, zone) : 0;
}

int zone_parse(struct arena *arena, struct str name, struct str bytes, const struct zone **out,
               struct err *err)
{
    struct zone *zone = ARENA_NEW(arena, struct zone);
    struct reader reader = {arena, bytes, 0};
    if (read_zone(&reader, zone) < 0) {
        err_set(err, ERR_INPUT, "not a usable time zone; expected a TZif file without leap seconds");
        return err_at(err, name, 0, 0);
    }
    zone->name = arena_str(arena, name);
    *out = zone;
    return 0;
}

static int64_t floor_seconds(instant_t at)
{
    return at / MICROS_PER_SECOND - (at % MICROS_PER_SECOND < 0);
}

/* Transitions at or before `seconds`. */
static size_t transitions_until(const struct zone *zone, int64_t seconds)
{
    size_t low = 0, high = zone->transition_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->transitions[middle] <= seconds)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct in_force {
    int offset;
    struct str abbreviation;
};

static struct in_force find(const struct zone *zone, int64_t seconds)
{
    size_t passed = transitions_until(zone, seconds);
    if (zone->has_rule && passed == zone->transition_count) {
        struct in_force found;
        zone_rule_find(&zone->rule, seconds, &found.offset, &found.abbreviation);
        return found;
    }
    /* Before the first transition the first type holds (RFC 8536, section 3.2). */
    const struct zone_type *type = &zone->types[passed ? zone->after[passed - 1] : 0];
    return (struct in_force){type->offset, type->abbreviation};
}

int zone_offset(const struct zone *zone, instant_t at)
{
    return find(zone, floor_seconds(at)).offset;
}

struct str zone_abbreviation(const struct zone *zone, instant_t at)
{
    return find(zone, floor_seconds(at)).abbreviation;
}

static int64_t wall_seconds(const struct zone *zone, instant_t at)
{
    int64_t seconds = floor_seconds(at);
    return seconds + find(zone, seconds).offset;
}

static int64_t floor_day(int64_t seconds)
{
    return seconds / DAY_SECONDS - (seconds % DAY_SECONDS < 0);
}

day_t zone_day(const struct zone *zone, instant_t at)
{
    return (day_t)floor_day(wall_seconds(zone, at));
}

int zone_clock(const struct zone *zone, instant_t at)
{
    int64_t wall = wall_seconds(zone, at);
    return (int)(wall - floor_day(wall) * DAY_SECONDS);
}

/* The first second of (low, high] at which `offset` is no longer in force. */
static int64_t find_jump(const struct zone *zone, int64_t low, int64_t high, int offset)
{
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (find(zone, middle).offset == offset)
            low = middle;
        else
            high = middle;
    }
    return high;
}

instant_t zone_instant(const struct zone *zone, day_t day, int seconds)
{
    int64_t wall = (int64_t)day * DAY_SECONDS + seconds;
    int before = find(zone, wall - DAY_SECONDS).offset;
    int after = find(zone, wall + DAY_SECONDS).offset;
    /* The offset from before the jump comes first, so the hour that happens twice gives its first turn. */
    int64_t at = wall - before;
    if (find(zone, at).offset != before) {
        at = wall - after;
        if (find(zone, at).offset != after)
            at = find_jump(zone, wall - DAY_SECONDS, wall + DAY_SECONDS, before);
    }
    return at * MICROS_PER_SECOND;
}
