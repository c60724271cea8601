/* The bytes of a trained model and back; see classifier.h. All numbers are little-endian.
 *
 * Layout: "BURINMDL", then u32 format, labels, features, lexicon bits; u64 checksum of what follows; f32 tables of
 * one number for each label (scale, bias of each head, slope, offset, threshold, sure_slope, sure_offset); u32 keys; the lexicon's slots (u32
 * hash, u16 class, u16 words); then the weights, one byte each. */
#include "model/classifier.h"

#include <math.h>

#include "base/hash.h"

enum {
    FORMAT = 3,
    HEAD = 8 + 4 * 4,
    CHECKSUM = 8,
    TABLES = 2 * HEAD_COUNT + 5,
    MAX_FEATURES = 1 << 22,
    MAX_LEXICON_BITS = 20,
    SLOT = 8,
};

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

static char *write_u32(char *at, uint32_t number)
{
    for (int i = 0; i < 4; i++) *at++ = (char)(number >> (8 * i) & 0xff);
    return at;
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
    if (index < HEAD_COUNT) return classifier->scale[index];
    if (index < 2 * HEAD_COUNT) return classifier->bias[index - HEAD_COUNT];
    float *calibration[] = {classifier->slope, classifier->offset, classifier->threshold,
                            classifier->sure_slope, classifier->sure_offset};
    return calibration[index - 2 * HEAD_COUNT];
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

static size_t body_size(uint32_t features, uint32_t lexicon_bits)
{
    return (size_t)TABLES * LABEL_COUNT * 4 + (size_t)features * (4 + CLASSIFIER_ROW) +
           ((size_t)SLOT << lexicon_bits);
}

static int check_head(struct str bytes, struct err *err)
{
    if (bytes.len < HEAD + CHECKSUM || memcmp(bytes.ptr, magic, sizeof magic) != 0)
        return err_set(err, ERR_INPUT, "this is no model; a file written by burin train is expected");
    uint32_t format = read_u32(bytes.ptr + 8), labels = read_u32(bytes.ptr + 12);
    uint32_t features = read_u32(bytes.ptr + 16), lexicon_bits = read_u32(bytes.ptr + 20);
    if (format != FORMAT)
        return err_set(err, ERR_INPUT, "the model has format %u; this build reads format %d, train it again",
                       (unsigned)format, FORMAT);
    if (labels != LABEL_COUNT)
        return err_set(err, ERR_INPUT, "the model knows %u labels; this build has %d, train it again",
                       (unsigned)labels, LABEL_COUNT);
    if (features > MAX_FEATURES || lexicon_bits > MAX_LEXICON_BITS)
        return err_set(err, ERR_INPUT, "the model's header is damaged; at most %d features are expected",
                       MAX_FEATURES);
    size_t size = HEAD + CHECKSUM + body_size(features, lexicon_bits);
    if (bytes.len != size)
        return err_set(err, ERR_INPUT, "the model has %zu bytes; %zu are expected", bytes.len, size);
    return 0;
}

/* The keys in ascending order, or -1. */
static int read_keys(struct arena *arena, struct classifier *classifier, const char *at)
{
    uint32_t *keys = arena_alloc_raw(arena, (classifier->feature_count + (size_t)1) * sizeof *keys);
    for (uint32_t i = 0; i < classifier->feature_count; i++, at += 4) {
        keys[i] = read_u32(at);
        if (i > 0 && keys[i] <= keys[i - 1]) return -1;
    }
    classifier->keys = keys;
    return 0;
}

/* A look-up ends at a free slot, so one must be there. */
static int read_lexicon(struct arena *arena, struct classifier *classifier, const char *at)
{
    size_t count = (size_t)1 << classifier->lexicon_bits, free_slots = 0;
    struct lexicon_slot *slots = arena_alloc_raw(arena, count * sizeof *slots);
    for (size_t i = 0; i < count; i++, at += SLOT) {
        uint32_t packed = read_u32(at + 4);
        slots[i] = (struct lexicon_slot){read_u32(at), (uint16_t)(packed & 0xffff), (uint16_t)(packed >> 16)};
        free_slots += slots[i].hash == 0;
    }
    classifier->lexicon = slots;
    return free_slots > 0 ? 0 : -1;
}

void classifier_index(struct arena *arena, struct classifier *classifier)
{
    enum { BUCKETS = 1 << CLASSIFIER_BUCKET_BITS };
    uint32_t *buckets = arena_alloc_raw(arena, (BUCKETS + 1) * sizeof *buckets), key = 0;
    for (uint32_t bucket = 0; bucket <= BUCKETS; bucket++) {
        while (key < classifier->feature_count &&
               classifier->keys[key] >> (32 - CLASSIFIER_BUCKET_BITS) < bucket)
            key++;
        buckets[bucket] = key;
    }
    classifier->buckets = buckets;
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
    classifier->feature_count = read_u32(bytes.ptr + 16);
    classifier->lexicon_bits = read_u32(bytes.ptr + 20);
    const char *keys = body.ptr + TABLES * LABEL_COUNT * 4;
    const char *lexicon = keys + (size_t)classifier->feature_count * 4;
    if (read_tables(classifier, body.ptr) < 0)
        return err_set(err, ERR_INPUT, "the model is damaged; a number in it is not finite");
    if (read_keys(arena, classifier, keys) < 0)
        return err_set(err, ERR_INPUT, "the model is damaged; its features are not in order");
    if (read_lexicon(arena, classifier, lexicon) < 0)
        return err_set(err, ERR_INPUT, "the model is damaged; its lexicon has no free place");
    classifier->weights = (const int8_t *)(lexicon + ((size_t)SLOT << classifier->lexicon_bits));
    classifier_index(arena, classifier);
    classifier->version = version_of(arena, hash);
    *out = classifier;
    return 0;
}

struct str classifier_to_bytes(struct arena *arena, const struct classifier *classifier)
{
    size_t body = body_size(classifier->feature_count, classifier->lexicon_bits),
           size = HEAD + CHECKSUM + body;
    char *bytes = arena_alloc(arena, size), *at = bytes;
    memcpy(at, magic, sizeof magic);
    at = write_u32(at + sizeof magic, FORMAT);
    at = write_u32(at, LABEL_COUNT);
    at = write_u32(at, classifier->feature_count);
    at = write_u32(at, classifier->lexicon_bits) + CHECKSUM;
    struct classifier copy = *classifier;
    for (int t = 0; t < TABLES; t++) {
        for (int label = 0; label < LABEL_COUNT; label++) {
            uint32_t bits;
            memcpy(&bits, &table(&copy, t)[label], sizeof bits);
            at = write_u32(at, bits);
        }
    }
    for (uint32_t i = 0; i < classifier->feature_count; i++) at = write_u32(at, classifier->keys[i]);
    for (size_t i = 0; i < (size_t)1 << classifier->lexicon_bits; i++) {
        const struct lexicon_slot *slot = &classifier->lexicon[i];
        at = write_u32(write_u32(at, slot->hash), (uint32_t)slot->words << 16 | slot->class);
    }
    memcpy(at, classifier->weights, (size_t)classifier->feature_count * CLASSIFIER_ROW);
    uint64_t hash = checksum(str_of_len(bytes + HEAD + CHECKSUM, body));
    write_u32(write_u32(bytes + HEAD, (uint32_t)hash), (uint32_t)(hash >> 32));
    return str_of_len(bytes, size);
}
