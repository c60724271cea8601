/* The bytes of a trained model and back; see classifier.h. All numbers are little-endian.
 *
 * Layout: "BURINMDL", then u32 format, bits, labels, 0; u64 checksum of what follows; then for each label f32 scale,
 * then bias, threshold, slope, offset the same way; then the weights, one byte each. */
#include "model/classifier.h"

#include <math.h>

#include "base/hash.h"

enum { FORMAT = 1, MIN_BITS = 8, MAX_BITS = 24, HEAD = 8 + 4 * 4, CHECKSUM = 8, TABLES = 5 };

static const char magic[8] = {'B', 'U', 'R', 'I', 'N', 'M', 'D', 'L'};

static uint32_t read_u32(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    return (uint32_t)byte[0] | (uint32_t)byte[1] << 8 | (uint32_t)byte[2] << 16 | (uint32_t)byte[3] << 24;
}

static uint64_t read_u64(const char *at)
{
    return (uint64_t)read_u32(at) | (uint64_t)read_u32(at + 4) << 32;
}

static void write_u32(char *at, uint32_t number)
{
    for (int i = 0; i < 4; i++) at[i] = (char)(number >> (8 * i) & 0xff);
}

/* Eight bytes at a time: a model has millions, and every start of the program reads them. */
static uint64_t checksum(struct str bytes)
{
    uint64_t hash = HASH_SEED ^ bytes.len;
    size_t at = 0;
    for (; at + 8 <= bytes.len; at += 8) {
        hash = (hash ^ read_u64(bytes.ptr + at)) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 32;
    }
    return hash_mix(hash_bytes(hash, bytes.ptr + at, bytes.len - at));
}

static float *table(struct classifier *classifier, int index)
{
    float *tables[TABLES] = {classifier->scale, classifier->bias, classifier->threshold, classifier->slope,
                             classifier->offset};
    return tables[index];
}

static int read_tables(struct classifier *classifier, const char *at)
{
    for (int t = 0; t < TABLES; t++) {
        for (int label = 0; label < LABEL_COUNT; label++, at += 4) {
            uint32_t bits = read_u32(at);
            memcpy(&table(classifier, t)[label], &bits, sizeof bits);
            if (!isfinite(table(classifier, t)[label])) return -1;
        }
    }
    return 0;
}

static int check_head(struct str bytes, struct err *err)
{
    if (bytes.len < HEAD + CHECKSUM || memcmp(bytes.ptr, magic, sizeof magic) != 0)
        return err_set(err, ERR_INPUT, "this is no model; a file written by burin train is expected");
    uint32_t format = read_u32(bytes.ptr + 8), bits = read_u32(bytes.ptr + 12),
             labels = read_u32(bytes.ptr + 16);
    if (format != FORMAT)
        return err_set(err, ERR_INPUT, "the model has format %u; this build reads format %d, train it again",
                       (unsigned)format, FORMAT);
    if (labels != LABEL_COUNT)
        return err_set(err, ERR_INPUT, "the model knows %u labels; this build has %d, train it again",
                       (unsigned)labels, LABEL_COUNT);
    if (bits < MIN_BITS || bits > MAX_BITS || read_u32(bytes.ptr + 20) != 0)
        return err_set(err, ERR_INPUT, "the model's header is damaged; %d to %d bits are expected", MIN_BITS,
                       MAX_BITS);
    size_t size = HEAD + CHECKSUM + (size_t)TABLES * LABEL_COUNT * 4 + ((size_t)LABEL_COUNT << bits);
    if (bytes.len != size)
        return err_set(err, ERR_INPUT, "the model has %zu bytes; %zu are expected", bytes.len, size);
    return 0;
}

static struct str version_of(struct arena *arena, uint64_t hash)
{
    return arena_printf(arena, "%016llx", (unsigned long long)hash);
}

int classifier_from_bytes(struct arena *arena, struct str bytes, const struct classifier **out,
                          struct err *err)
{
    if (check_head(bytes, err) < 0) return -1;
    struct str body = str_slice(bytes, HEAD + CHECKSUM, bytes.len);
    uint64_t hash = checksum(body);
    if (hash != read_u64(bytes.ptr + HEAD))
        return err_set(err, ERR_INPUT, "the model is damaged; its checksum does not match");
    struct classifier *classifier = ARENA_NEW(arena, struct classifier);
    if (read_tables(classifier, body.ptr) < 0)
        return err_set(err, ERR_INPUT, "the model is damaged; a number in it is not finite");
    classifier->bits = read_u32(bytes.ptr + 12);
    classifier->weights = (const int8_t *)(body.ptr + (size_t)TABLES * LABEL_COUNT * 4);
    classifier->version = version_of(arena, hash);
    *out = classifier;
    return 0;
}

struct str classifier_to_bytes(struct arena *arena, const struct classifier *classifier)
{
    size_t weights = (size_t)LABEL_COUNT << classifier->bits, tables = (size_t)TABLES * LABEL_COUNT * 4;
    size_t size = HEAD + CHECKSUM + tables + weights;
    char *bytes = arena_alloc(arena, size), *at = bytes + HEAD + CHECKSUM;
    memcpy(bytes, magic, sizeof magic);
    write_u32(bytes + 8, FORMAT);
    write_u32(bytes + 12, classifier->bits);
    write_u32(bytes + 16, LABEL_COUNT);
    struct classifier copy = *classifier;
    for (int t = 0; t < TABLES; t++) {
        for (int label = 0; label < LABEL_COUNT; label++, at += 4) {
            uint32_t bits;
            memcpy(&bits, &table(&copy, t)[label], sizeof bits);
            write_u32(at, bits);
        }
    }
    memcpy(at, classifier->weights, weights);
    uint64_t hash = checksum(str_of_len(bytes + HEAD + CHECKSUM, tables + weights));
    write_u32(bytes + HEAD, (uint32_t)hash);
    write_u32(bytes + HEAD + 4, (uint32_t)(hash >> 32));
    return str_of_len(bytes, size);
}
