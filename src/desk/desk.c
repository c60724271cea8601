/* The desk itself: its store, its engines, and how a use-case gets its transaction; see desk.h. */
#include "desk/desk.h"

#include <pthread.h>
#include <stdlib.h>

#include "desk/metrics_cache.h"
#include "desk/password.h"
#include "desk/shop_home.h"
#include "desk/token_cache.h"
#include "store/idempotency.h"
#include "store/tenant.h"

enum { DOCUMENT_MOST = 16 * 1024 * 1024 };

struct desk {
    struct db *db;
    const struct clock *clock;
    const struct rand *rand;
    struct photo_lab *photos;
    struct str letters_to;
    struct id store_id;
    pthread_mutex_t mutex; /* of `current` */
    struct edition *current;
    struct shop_home home;
    struct token_cache *tokens;
    struct metrics_cache *metrics;
    void (*changed)(void *context);
    void *changed_context;
    struct password_gate *passwords;
};

const struct actor actor_engine = {.name = STR_INIT("engine"), .role = ROLE_OWNER};
const struct actor actor_customer = {.name = STR_INIT("customer"), .role = ROLE_OWNER};
const struct actor actor_timer = {.name = STR_INIT("timer"), .role = ROLE_OWNER};

int actor_check(const struct actor *actor, enum right right, struct err *err)
{
    if (role_has(actor->role, right)) return 0;
    struct str role = role_name(actor->role), what = right_meaning(right);
    return err_set(err, ERR_DENIED, "the role %.*s may not %.*s", STR_ARG(role), STR_ARG(what));
}

static int find_store(struct db_tx *tx, void *context, struct err *err)
{
    struct desk *desk = context;
    return tenant_enter(tx, edition_store(desk->current)->name, desk->rand, &desk->store_id, err);
}

int desk_open(const struct desk_options *options, struct desk **out, struct err *err)
{
    struct desk *desk = calloc(1, sizeof *desk);
    if (!desk) return err_set(err, ERR_SYSTEM, "there is no memory left");
    desk->db = options->db;
    desk->current = edition_borrow(options->store);
    desk->clock = options->clock ? options->clock : clock_system();
    desk->rand = options->rand ? options->rand : rand_system();
    desk->photos = options->photos;
    desk->letters_to = options->letters_to;
    desk->tokens = token_cache_new();
    desk->metrics = metrics_cache_new();
    desk->passwords = password_gate_new();
    pthread_mutex_init(&desk->mutex, NULL);
    desk->home = (struct shop_home){.folder = options->folder, .written = -1};
    pthread_mutex_init(&desk->home.lock, NULL);
    if ((options->only_reads ? db_read : db_write)(desk->db, find_store, desk, err) < 0) {
        desk_close(desk);
        return -1;
    }
    *out = desk;
    return 0;
}

void desk_close(struct desk *desk)
{
    if (!desk) return;
    edition_rest(desk->current);
    edition_drop(desk->current);
    token_cache_free(desk->tokens);
    metrics_cache_free(desk->metrics);
    password_gate_free(desk->passwords);
    pthread_mutex_destroy(&desk->mutex);
    pthread_mutex_destroy(&desk->home.lock);
    free(desk);
}

/* What an arena holds of a desk until it is reset. */
struct pin {
    const struct desk *desk;
    struct edition *edition;
    const struct pin *before;
};

static void unpin(void *object)
{
    edition_drop(((struct pin *)object)->edition);
}

struct edition *desk_edition(struct desk *desk, struct arena *arena)
{
    const struct pin *before = arena_deferred(arena, unpin);
    for (const struct pin *pin = before; pin; pin = pin->before)
        if (pin->desk == desk) return pin->edition;
    struct pin *pin = ARENA_NEW(arena, struct pin);
    pthread_mutex_lock(&desk->mutex);
    *pin = (struct pin){desk, desk->current, before};
    edition_hold(pin->edition);
    pthread_mutex_unlock(&desk->mutex);
    arena_defer(arena, unpin, pin);
    return pin->edition;
}

const struct store *desk_store(struct desk *desk, struct arena *arena)
{
    return edition_store(desk_edition(desk, arena));
}

int64_t desk_edition_number(struct desk *desk)
{
    pthread_mutex_lock(&desk->mutex);
    int64_t number = edition_number(desk->current);
    pthread_mutex_unlock(&desk->mutex);
    return number;
}

struct shop_home *desk_shop_home(struct desk *desk)
{
    return &desk->home;
}

void desk_renew(struct desk *desk, struct edition *edition)
{
    pthread_mutex_lock(&desk->mutex);
    bool newer = edition_number(edition) > edition_number(desk->current);
    struct edition *old = newer ? desk->current : edition;
    if (newer) desk->current = edition;
    pthread_mutex_unlock(&desk->mutex);
    edition_drop(old);
}

struct db *desk_db(const struct desk *desk)
{
    return desk->db;
}

struct str desk_letters_to(const struct desk *desk)
{
    return desk->letters_to;
}

struct photo_lab *desk_photos(const struct desk *desk)
{
    return desk->photos;
}

const struct id *desk_store_id(const struct desk *desk)
{
    return &desk->store_id;
}

instant_t desk_now(const struct desk *desk)
{
    return clock_now(desk->clock);
}

const struct rand *desk_rand(const struct desk *desk)
{
    return desk->rand;
}

struct metrics_cache *desk_metrics_cache(const struct desk *desk)
{
    return desk->metrics;
}

struct token_cache *desk_tokens(const struct desk *desk)
{
    return desk->tokens;
}

struct password_gate *desk_password_gate(const struct desk *desk)
{
    return desk->passwords;
}

struct call { /* a use-case on its way into a transaction */
    struct desk *desk;
    const struct actor *actor;
    struct arena *arena;
    desk_work *work;
    void *context;
};

static struct unit unit_of(const struct call *call, struct db_tx *tx)
{
    return (struct unit){
        .tx = tx,
        .arena = call->arena,
        .store = call->desk->store_id,
        .actor = call->actor->name,
        .now = db_now(tx),
        .rand = call->desk->rand,
    };
}

static int run_call(struct db_tx *tx, void *context, struct err *err)
{
    const struct call *call = context;
    struct unit unit = unit_of(call, tx);
    return call->work(&unit, call->context, err);
}

/* 1 where the key was used for this very request, 0 where it is free. */
static int know_key(const struct unit *unit, struct once *once, struct err *err)
{
    struct idempotent before;
    int found = idempotency_find(unit, once->actor, once->key, &before, err);
    if (found <= 0) return found;
    if (!str_eq(before.request, once->request))
        return err_set(err, ERR_INPUT, "this Idempotency-Key was used for another request; take a new one");
    once->repeated = true;
    once->status = before.status;
    once->body = before.body;
    once->at = before.at;
    return 1;
}

/* Takes the key, or finds that it was used. */
static int take_key(const struct unit *unit, struct once *once, struct err *err)
{
    int known = know_key(unit, once, err);
    if (known < 0) return -1;
    if (known) return err_set(err, ERR_CONFLICT, "this request was carried out before");
    if (idempotency_add(unit, once->actor, once->key, once->request, err) < 0) return -1;
    once->taken = true;
    return 0;
}

static int run_write(struct db_tx *tx, void *context, struct err *err)
{
    const struct call *call = context;
    struct unit unit = unit_of(call, tx);
    if (call->actor->once && take_key(&unit, call->actor->once, err) < 0) return -1;
    return call->work(&unit, call->context, err);
}

int desk_read(struct desk *desk, const struct actor *actor, struct arena *arena, desk_work *work,
              void *context, struct err *err)
{
    struct call call = {desk, actor, arena, work, context};
    return actor->at_once ? db_read_at_once(desk->db, run_call, &call, err)
                          : db_read(desk->db, run_call, &call, err);
}

bool desk_reads_at_once(const struct desk *desk)
{
    return db_reads_at_once(desk->db);
}

int desk_write_quietly(struct desk *desk, const struct actor *actor, struct arena *arena, desk_work *work,
                       void *context, struct err *err)
{
    struct call call = {desk, actor, arena, work, context};
    int result = db_write(desk->db, run_write, &call, err);
    if (result < 0 && actor->once) actor->once->taken = false;
    return result;
}

int desk_write(struct desk *desk, const struct actor *actor, struct arena *arena, desk_work *work,
               void *context, struct err *err)
{
    if (desk_write_quietly(desk, actor, arena, work, context, err) < 0) return -1;
    if (desk->changed) desk->changed(desk->changed_context);
    return 0;
}

void desk_on_change(struct desk *desk, void (*changed)(void *context), void *context)
{
    desk->changed = changed;
    desk->changed_context = context;
}

static int find_key(const struct unit *unit, void *context, struct err *err)
{
    return know_key(unit, context, err) < 0 ? -1 : 0;
}

int desk_once_find(struct desk *desk, struct arena *arena, struct once *once, struct err *err)
{
    return desk_read(desk, &actor_engine, arena, find_key, once, err);
}

struct answering {
    const struct once *once;
    struct idempotent answer;
};

static int answer_in(const struct unit *unit, void *context, struct err *err)
{
    const struct answering *answering = context;
    return idempotency_answer(unit, answering->once->actor, answering->once->key, &answering->answer, err);
}

int desk_once_answer(struct desk *desk, struct arena *arena, const struct once *once, int status,
                     struct str body, struct err *err)
{
    struct answering answering = {once, {.request = once->request, .status = status, .body = body}};
    return desk_write_quietly(desk, &actor_engine, arena, answer_in, &answering, err);
}

int desk_assess(struct desk *desk, struct arena *arena, const struct inquiry *inquiry, struct assessment *out,
                struct err *err)
{
    struct edition *edition = desk_edition(desk, arena);
    struct edition_engine *taken = edition_take(edition);
    int result = engine_assess(edition_engine(taken), arena, inquiry, out, err);
    edition_give(edition, taken);
    return result;
}

int desk_notice(struct desk *desk, struct arena *arena, const struct order *order, enum notice notice,
                struct str template, int item, struct notice_text *out, struct err *err)
{
    struct edition *edition = desk_edition(desk, arena);
    struct edition_engine *taken = edition_take(edition);
    int result =
        engine_notice(edition_engine(taken), arena, order, notice, template, item, desk_now(desk), out, err);
    edition_give(edition, taken);
    return result;
}

int desk_receipt(struct desk *desk, struct arena *arena, struct str locale, struct receipt *out,
                 struct err *err)
{
    struct edition *edition = desk_edition(desk, arena);
    struct edition_engine *taken = edition_take(edition);
    int result = engine_receipt(edition_engine(taken), arena, locale, out, err);
    edition_give(edition, taken);
    return result;
}

int desk_order_page(struct desk *desk, struct arena *arena, const struct order *order, struct str from,
                    struct str locale, struct order_page *out, struct err *err)
{
    struct edition *edition = desk_edition(desk, arena);
    struct edition_engine *taken = edition_take(edition);
    int result =
        engine_order_page(edition_engine(taken), arena, order, from, locale, desk_now(desk), out, err);
    edition_give(edition, taken);
    return result;
}

int desk_link_letter(struct desk *desk, struct arena *arena, struct str locale,
                     const struct link_words *words, struct receipt *out, struct err *err)
{
    struct edition *edition = desk_edition(desk, arena);
    struct edition_engine *taken = edition_take(edition);
    int result = engine_link_letter(edition_engine(taken), arena, locale, words, out, err);
    edition_give(edition, taken);
    return result;
}

int desk_link_line(struct desk *desk, struct arena *arena, struct str locale, const struct link_words *words,
                   struct str *out, struct err *err)
{
    struct edition *edition = desk_edition(desk, arena);
    struct edition_engine *taken = edition_take(edition);
    int result = engine_link_line(edition_engine(taken), arena, locale, words, out, err);
    edition_give(edition, taken);
    return result;
}

struct str assessment_document(struct arena *arena, const struct assessment *assessment)
{
    struct buf buf;
    buf_init(&buf, DOCUMENT_MOST);
    assessment_to_json(assessment, &buf);
    struct str document = buf_copy(&buf, arena);
    buf_done(&buf);
    return document;
}
