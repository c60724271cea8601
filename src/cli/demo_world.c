/* The false clock, the chances and the queue of the demo's life; see demo.h. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "channel/maildir.h"
#include "cli/demo.h"
#include "db/backup.h"
#include "db/migrate.h"
#include "desk/account.h"
#include "desk/look.h"
#include "desk/token.h"
#include "engine/hours.h"

enum { ALSO_RAN_BEFORE = 70 }; /* days: scenes may begin before a short history does */

/* ---- chance ---- */

/* splitmix64 */
static uint64_t next(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

uint64_t demo_chance(struct demo *demo)
{
    return next(&demo->chances);
}

int demo_pick(struct demo *demo, int count)
{
    return (int)(demo_chance(demo) % (uint64_t)count);
}

bool demo_odds(struct demo *demo, int percent)
{
    return demo_pick(demo, 100) < percent;
}

int64_t demo_between(struct demo *demo, int64_t least, int64_t most)
{
    return least + (int64_t)(demo_chance(demo) % (uint64_t)(most - least + 1));
}

static void fill(void *context, void *out, size_t size)
{
    struct demo *demo = context;
    unsigned char *bytes = out;
    for (size_t i = 0; i < size; i++) bytes[i] = (unsigned char)next(&demo->ids);
}

/* ---- time ---- */

static instant_t tell_now(void *context)
{
    return ((struct demo *)context)->now;
}

instant_t demo_later(struct demo *demo, int64_t least_minutes, int64_t most_minutes)
{
    return demo->now + demo_between(demo, least_minutes * 60, most_minutes * 60) * MICROS_PER_SECOND;
}

instant_t demo_opening_later(struct demo *demo, int64_t least_minutes, int64_t most_minutes)
{
    int64_t seconds = demo_between(demo, least_minutes * 60, most_minutes * 60);
    return hours_pass(demo->store, demo->now, seconds * MICROS_PER_SECOND);
}

instant_t demo_moment(const struct demo *demo, day_t day, int minutes)
{
    return zone_instant(demo->store->zone, day, minutes * 60);
}

day_t demo_today(const struct demo *demo)
{
    return zone_day(demo->store->zone, demo->now);
}

/* ---- the queue ---- */

static bool is_earlier(const struct demo_event *a, const struct demo_event *b)
{
    return a->at != b->at ? a->at < b->at : a->place < b->place;
}

static void swap(struct demo_event *a, struct demo_event *b)
{
    struct demo_event kept = *a;
    *a = *b;
    *b = kept;
}

void demo_enter(struct demo *demo, const struct demo_event *event)
{
    size_t at = demo->queue_count;
    struct demo_event *entered = ARENA_PUSH(demo->home, demo->queue, demo->queue_count, demo->queue_room);
    *entered = *event;
    entered->place = demo->places++;
    if (entered->at < demo->now) entered->at = demo->now;
    for (; at > 0 && is_earlier(&demo->queue[at], &demo->queue[(at - 1) / 2]); at = (at - 1) / 2)
        swap(&demo->queue[at], &demo->queue[(at - 1) / 2]);
}

static struct demo_event take_first(struct demo *demo)
{
    struct demo_event first = demo->queue[0];
    size_t at = 0;
    demo->queue[0] = demo->queue[--demo->queue_count];
    for (;;) {
        size_t least = at, left = 2 * at + 1, right = left + 1;
        if (left < demo->queue_count && is_earlier(&demo->queue[left], &demo->queue[least])) least = left;
        if (right < demo->queue_count && is_earlier(&demo->queue[right], &demo->queue[least])) least = right;
        if (least == at) return first;
        swap(&demo->queue[at], &demo->queue[least]);
        at = least;
    }
}

static void show(const struct demo *demo)
{
    char day[16];
    if (!demo->shows) return;
    day_format(demo_today(demo), day);
    fprintf(stderr, "\r%s  %d orders, %d messages ", day, demo->orders, demo->messages);
    if (demo->now >= demo->end) fputc('\n', stderr);
}

static int live(struct demo *demo, struct err *err)
{
    day_t shown = DAY_NONE;
    while (demo->queue_count && demo->queue[0].at <= demo->end) {
        struct demo_event event = take_first(demo);
        demo->now = event.at;
        if (event.happen(demo, &event, err) < 0) return -1;
        arena_reset(demo->arena);
        if (demo_today(demo) != shown) show(demo);
        shown = demo_today(demo);
    }
    demo->now = demo->end;
    show(demo);
    const struct demo_event last = {.at = demo->end};
    return demo_post(demo, &last, err);
}

/* ---- the people of the store ---- */

static int add_staff(struct demo *demo, const struct value *line, struct err *err)
{
    struct demo_staff *staff = &demo->staff[demo->staff_count];
    struct account account;
    struct str invite;
    char id[ID_TEXT];
    *staff = (struct demo_staff){.key = demo_string(line, "key"),
                                 .name = demo_string(line, "name"),
                                 .email = demo_string(line, "email"),
                                 .password = demo_string(line, "password"),
                                 .role = demo_string(line, "role")};
    struct account_order order = {
        .email = staff->email, .name = staff->name, .role = staff->role, .password = staff->password};
    const struct actor cli = {.name = STR("cli"), .role = ROLE_OWNER};
    if (desk_account_add(demo->desk, &cli, demo->arena, &order, &account, &invite, err) < 0) return -1;
    id_format(&account.id, id);
    staff->actor.name = arena_printf(demo->home, "account:%s", id);
    staff->actor.account = account.id;
    demo->staff_count++;
    return role_from_name(staff->role, &staff->actor.role);
}

static int add_everybody(struct demo *demo, struct err *err)
{
    struct value *lines;
    struct api_token token;
    struct str secret;
    size_t count;
    char id[ID_TEXT];
    if (demo_read_lines(demo, "staff.jsonl", &lines, &count, err) < 0) return -1;
    for (size_t i = 0; i < count && i < DEMO_STAFF_MOST; i++)
        if (add_staff(demo, &lines[i], err) < 0) return -1;
    const struct actor *owner = &demo->staff[0].actor;
    struct token_order order = {.name = STR("Web shop"), .scope = STR("desk"), .expires_at = INSTANT_NONE};
    if (desk_token_add(demo->desk, owner, demo->arena, &order, &token, &secret, err) < 0) return -1;
    id_format(&token.id, id);
    demo->shop_actor = (struct actor){.name = arena_printf(demo->home, "token:%s", id), .role = ROLE_AGENT};
    return 0;
}

const struct demo_staff *demo_staff_of(const struct demo *demo, const char *key)
{
    for (int i = 0; i < demo->staff_count; i++)
        if (str_is(demo->staff[i].key, key)) return &demo->staff[i];
    return &demo->staff[0];
}

/* ---- opening and closing ---- */

static int open_store(struct demo *demo, const char *folder, struct err *err)
{
    if (shop_open(folder, &demo->shop, err) < 0) return -1;
    demo->store = shop_store(demo->shop);
    const struct shop_settings *settings = shop_settings(demo->shop);
    if (settings->database.len && !str_is(settings->database, "sqlite"))
        return err_set(err, ERR_INPUT,
                       "%s: the demo's year is lived in a SQLite database; take `database` out of store.yaml",
                       folder);
    if (settings->mail_maildir.len)
        demo->maildir =
            settings->mail_maildir.ptr[0] == '/'
                ? arena_cstr(demo->home, settings->mail_maildir)
                : arena_printf(demo->home, "%s/%.*s", folder, STR_ARG(settings->mail_maildir)).ptr;
    demo->path = arena_printf(demo->home, "%s/burin.db", folder).ptr;
    if (file_exists(demo->path))
        return err_set(err, ERR_INPUT,
                       "%s has a database already; a new demo store is expected (burin init --demo)", folder);
    if (demo->maildir && maildir_open(demo->maildir, err) < 0) return -1;
    struct db_options options = {.url = "sqlite::memory:", .clock = &demo->clock};
    return db_open(&options, &demo->db, err) < 0 ? -1 : db_migrate(demo->db, NULL, err);
}

static int open_desk(struct demo *demo, struct err *err)
{
    static const struct photo_lab_config lab = {0};
    if (photo_lab_new(&lab, &demo->photos, err) < 0) return -1;
    struct desk_options options = {.db = demo->db,
                                   .store = demo->store,
                                   .clock = &demo->clock,
                                   .rand = &demo->rand,
                                   .photos = demo->photos};
    return desk_open(&options, &demo->desk, err);
}

static void enter_days(struct demo *demo)
{
    day_t last = zone_day(demo->store->zone, demo->end);
    for (day_t day = zone_day(demo->store->zone, demo->begin); day <= last; day++) {
        struct demo_event event = {.at = demo_moment(demo, day, 5), .happen = demo_day};
        if (event.at >= demo->begin) demo_enter(demo, &event);
    }
}

int demo_live(const struct demo_wish *wish, struct demo *demo, struct err *err)
{
    *demo = (struct demo){.home = arena_new(), .arena = arena_new(), .end = wish->end};
    demo->clock = (struct clock){tell_now, tell_now, demo};
    demo->rand = (struct rand){fill, demo};
    demo->chances = wish->seed;
    demo->ids = wish->seed ^ (uint64_t)wish->end;
    demo->shows = isatty(STDERR_FILENO);
    demo->next_number = 1001;
    demo->begin = wish->end - wish->days * DEMO_DAY;
    demo->now = demo->begin - ALSO_RAN_BEFORE * DEMO_DAY;
    if (open_store(demo, wish->folder, err) < 0 || open_desk(demo, err) < 0 ||
        demo_read_words(demo, err) < 0 || add_everybody(demo, err) < 0 || demo_enter_scenes(demo, err) < 0)
        return -1;
    enter_days(demo);
    return live(demo, err) < 0 ? -1 : db_backup(demo->db, demo->path, err);
}

void demo_close(struct demo *demo)
{
    desk_close(demo->desk);
    photo_lab_free(demo->photos);
    db_close(demo->db);
    shop_free(demo->shop);
    arena_free(demo->arena);
    arena_free(demo->home);
}
