/* Who has a ticket open now; see presence.h. */
#include "desk/presence.h"

#include "store/ticket.h"
#include "text/json.h"

static const struct str doings[] = {
    [DOING_READING] = STR_INIT("reading"),
    [DOING_WRITING] = STR_INIT("writing"),
    [DOING_GONE] = STR_INIT("gone"),
};
enum { NOTICE_MOST = 4096 };

struct attending {
    struct presence_note note;
    struct id account;
    bool fresh; /* what is noted already says the same */
    struct present *list;
    size_t count;
};

/* Everybody but one. */
static size_t without(struct present *list, size_t count, const struct id *account)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!id_eq(&list[i].account, account)) list[kept++] = list[i];
    return kept;
}

int presence_others(const struct unit *unit, const struct id *ticket, const struct id *account,
                    struct present **out, size_t *out_count, struct err *err)
{
    if (presence_list(unit, ticket, unit->now - PRESENCE_TTL, out, out_count, err) < 0) return -1;
    *out_count = without(*out, *out_count, account);
    return 0;
}

int presence_check_alone(const struct unit *unit, const struct id *ticket, const struct id *account,
                         struct err *err)
{
    struct present *others;
    size_t count;
    if (presence_others(unit, ticket, account, &others, &count, err) < 0) return -1;
    for (size_t i = 0; i < count; i++)
        if (others[i].writing)
            return err_set(err, ERR_CONFLICT,
                           "/anyway: %.*s is writing an answer to this ticket just now; send yours with "
                           "\"anyway\" all the same",
                           STR_ARG(str_slice(others[i].name, 0, 100)));
    return 0;
}

static bool says_the_same(const struct present *own, const struct presence_note *note, instant_t now)
{
    return note->doing != DOING_GONE && own->writing == (note->doing == DOING_WRITING) &&
           now - own->seen_at < PRESENCE_EVERY;
}

static int look_in(const struct unit *unit, void *context, struct err *err)
{
    struct attending *attending = context;
    struct ticket ticket;
    int found = ticket_load(unit, &attending->note.ticket, &ticket, err);
    if (found <= 0) return found < 0 ? -1 : err_set(err, ERR_NOT_FOUND, "there is no such ticket");
    if (presence_list(unit, &attending->note.ticket, unit->now - PRESENCE_TTL, &attending->list,
                      &attending->count, err) < 0)
        return -1;
    attending->fresh = attending->note.doing == DOING_GONE;
    for (size_t i = 0; i < attending->count; i++)
        if (id_eq(&attending->list[i].account, &attending->account))
            attending->fresh = says_the_same(&attending->list[i], &attending->note, unit->now);
    attending->count = without(attending->list, attending->count, &attending->account);
    return 0;
}

static int tell(const struct unit *unit, const struct attending *attending, struct err *err)
{
    const struct {
        const char *name;
        const struct id *id;
    } ids[] = {{"ticket", &attending->note.ticket}, {"account", &attending->account}};
    char id[ID_TEXT];
    struct buf text;
    buf_init(&text, NOTICE_MOST);
    id_format(&unit->store, id);
    buf_printf(&text, "%s ", id);
    struct json_writer json = {.buf = &text};
    json_begin_object(&json);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        id_format(ids[i].id, id);
        json_put_string(&json, ids[i].name, str_of(id));
    }
    json_put_string(&json, "doing", doings[attending->note.doing]);
    json_end_object(&json);
    int result = db_notify(unit->tx, "presence", buf_str(&text), err);
    buf_done(&text);
    return result;
}

static int note_in(const struct unit *unit, void *context, struct err *err)
{
    const struct attending *attending = context;
    const struct presence_note *note = &attending->note;
    bool gone = note->doing == DOING_GONE;
    int result =
        gone ? presence_remove(unit, &note->ticket, &attending->account, err)
             : presence_put(unit, &note->ticket, &attending->account, note->doing == DOING_WRITING, err);
    if (result < 0 || (!gone && ticket_note_seen(unit, &note->ticket, err) < 0)) return -1;
    return tell(unit, attending, err);
}

int desk_presence_put(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct presence_note *note, struct present **out, size_t *out_count,
                      struct err *err)
{
    struct attending attending = {.note = *note, .account = actor->account};
    if (actor_check(actor, RIGHT_DESK, err) < 0 ||
        desk_read(desk, actor, arena, look_in, &attending, err) < 0 ||
        (!attending.fresh && desk_write_quietly(desk, actor, arena, note_in, &attending, err) < 0))
        return -1;
    *out = attending.list;
    *out_count = attending.count;
    return 0;
}

int desk_presence(struct desk *desk, const struct actor *actor, struct arena *arena, const struct id *ticket,
                  struct present **out, size_t *out_count, struct err *err)
{
    struct attending attending = {.note = {.ticket = *ticket}, .account = actor->account};
    if (actor_check(actor, RIGHT_DESK, err) < 0 ||
        desk_read(desk, actor, arena, look_in, &attending, err) < 0)
        return -1;
    *out = attending.list;
    *out_count = attending.count;
    return 0;
}
