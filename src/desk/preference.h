/* What people who have signed in keep for themselves: views of the inbox by name, and how the console looks. Of one's own account
 * alone. */
#ifndef BURIN_DESK_PREFERENCE_H
#define BURIN_DESK_PREFERENCE_H

#include "desk/desk.h"
#include "store/preference.h"

enum { VIEWS_MOST = 50, VIEW_NAME_MOST = 80, VIEW_QUERY_MOST = 1000 };

/* None for a token, which is nobody's. */
int desk_views(struct desk *desk, const struct actor *actor, struct arena *arena, struct saved_view **out,
               size_t *out_count, struct err *err);
/* ERR_CONFLICT past VIEWS_MOST. Sets the view's id and time. */
int desk_view_add(struct desk *desk, const struct actor *actor, struct arena *arena, struct saved_view *view,
                  struct err *err);
int desk_view_delete(struct desk *desk, const struct actor *actor, struct arena *arena, const struct id *view,
                     struct err *err);
/* What was not chosen is empty. */
int desk_settings(struct desk *desk, const struct actor *actor, struct arena *arena,
                  struct account_setting *out, struct err *err);
/* What is empty stays as it was. */
int desk_settings_put(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct account_setting *setting, struct account_setting *out, struct err *err);

#endif
