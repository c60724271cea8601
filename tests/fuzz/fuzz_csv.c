/* Any bytes as comma-separated values: no crash, reading always goes on, and what was read is read back when written again. */
#include <stdlib.h>

#include "text/csv.h"

static void round_trip(struct arena *arena, const struct csv_record *record)
{
    struct buf out;
    struct csv_record again;
    buf_init(&out, 4 * CSV_RECORD_MOST);
    for (size_t i = 0; i < record->count; i++) csv_put(&out, csv_guard(arena, record->cells[i]), i == 0);
    csv_end(&out);
    if (csv_read(arena, buf_str(&out), true, &again, NULL) != 1 || again.count != record->count) abort();
    for (size_t i = 0; i < record->count; i++)
        if (!str_eq(csv_unguard(again.cells[i]), record->cells[i])) abort();
    buf_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct str text = csv_skip_mark(str_of_len((const char *)bytes, size));
    while (text.len) {
        struct csv_record record;
        struct err err = {0};
        int rc = csv_read(arena, text, true, &record, &err);
        if (rc == 0 || record.end == 0 || record.end > text.len) abort();
        if (rc < 0 && (err.category == ERR_NONE || err.line < 1)) abort();
        if (rc > 0) round_trip(arena, &record);
        text = str_slice(text, record.end, text.len);
    }
    arena_free(arena);
    return 0;
}
