/* What people keep for themselves; see preference.h. */
#include "desk/preference.h"

struct viewing {
    struct id account;
    struct saved_view *view; /* to add */
    struct id gone;          /* to delete */
    struct saved_view *list;
    size_t count;
};

static int list_in(const struct unit *unit, void *context, struct err *err)
{
    struct viewing *viewing = context;
    return view_list(unit, &viewing->account, &viewing->list, &viewing->count, err);
}

int desk_views(struct desk *desk, const struct actor *actor, struct arena *arena, struct saved_view **out,
               size_t *out_count, struct err *err)
{
    struct viewing viewing = {.account = actor->account};
    if (actor_check(actor, RIGHT_READ, err) < 0) return -1;
    if (!id_is_none(&actor->account) && desk_read(desk, actor, arena, list_in, &viewing, err) < 0) return -1;
    *out = viewing.list;
    *out_count = viewing.count;
    return 0;
}

static int add_in(const struct unit *unit, void *context, struct err *err)
{
    struct viewing *viewing = context;
    if (list_in(unit, context, err) < 0) return -1;
    if (viewing->count >= VIEWS_MOST)
        return err_set(err, ERR_CONFLICT, "there are %d views already; delete one first", VIEWS_MOST);
    return view_insert(unit, &viewing->account, viewing->view, err);
}

int desk_view_add(struct desk *desk, const struct actor *actor, struct arena *arena, struct saved_view *view,
                  struct err *err)
{
    struct viewing viewing = {.account = actor->account, .view = view};
    if (actor_check(actor, RIGHT_READ, err) < 0) return -1;
    if (!view->name.len || view->name.len > VIEW_NAME_MOST)
        return err_set(err, ERR_INPUT, "/name: a name of 1 to %d bytes is expected", VIEW_NAME_MOST);
    return desk_write_quietly(desk, actor, arena, add_in, &viewing, err);
}

static int delete_in(const struct unit *unit, void *context, struct err *err)
{
    struct viewing *viewing = context;
    bool done;
    if (view_delete(unit, &viewing->account, &viewing->gone, &done, err) < 0) return -1;
    return done ? 0 : err_set(err, ERR_NOT_FOUND, "there is no such view");
}

int desk_view_delete(struct desk *desk, const struct actor *actor, struct arena *arena, const struct id *view,
                     struct err *err)
{
    struct viewing viewing = {.account = actor->account, .gone = *view};
    if (actor_check(actor, RIGHT_READ, err) < 0) return -1;
    return desk_write_quietly(desk, actor, arena, delete_in, &viewing, err);
}

struct choosing {
    struct id account;
    const struct account_setting *chosen; /* NULL: nothing is chosen */
    struct account_setting out;
};

static int choose_in(const struct unit *unit, void *context, struct err *err)
{
    struct choosing *choosing = context;
    if (setting_load(unit, &choosing->account, &choosing->out, err) < 0) return -1;
    if (!choosing->chosen) return 0;
    if (choosing->chosen->lang.len) choosing->out.lang = choosing->chosen->lang;
    if (choosing->chosen->theme.len) choosing->out.theme = choosing->chosen->theme;
    return setting_save(unit, &choosing->account, &choosing->out, err);
}

int desk_settings(struct desk *desk, const struct actor *actor, struct arena *arena,
                  struct account_setting *out, struct err *err)
{
    struct choosing choosing = {.account = actor->account};
    if (actor_check(actor, RIGHT_READ, err) < 0) return -1;
    if (!id_is_none(&actor->account) && desk_read(desk, actor, arena, choose_in, &choosing, err) < 0)
        return -1;
    *out = choosing.out;
    return 0;
}

int desk_settings_put(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct account_setting *setting, struct account_setting *out, struct err *err)
{
    struct choosing choosing = {.account = actor->account, .chosen = setting};
    if (actor_check(actor, RIGHT_READ, err) < 0 ||
        desk_write_quietly(desk, actor, arena, choose_in, &choosing, err) < 0)
        return -1;
    *out = choosing.out;
    return 0;
}
