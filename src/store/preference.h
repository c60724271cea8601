/* What a person keeps for themselves: views of the inbox, and how the console looks. */
#ifndef BURIN_STORE_PREFERENCE_H
#define BURIN_STORE_PREFERENCE_H

#include "store/unit.h"

struct saved_view {
    struct id id;
    struct str name, query; /* query: as behind the question mark of the inbox */
    instant_t created_at;
};

/* Oldest first. */
int view_list(const struct unit *unit, const struct id *account, struct saved_view **out, size_t *out_count,
              struct err *err);
/* Sets id and time. */
int view_insert(const struct unit *unit, const struct id *account, struct saved_view *view, struct err *err);
int view_delete(const struct unit *unit, const struct id *account, const struct id *view, bool *out_done,
                struct err *err);

struct account_setting {
    struct str lang, theme; /* empty where nothing was chosen */
};
int setting_load(const struct unit *unit, const struct id *account, struct account_setting *out,
                 struct err *err);
int setting_save(const struct unit *unit, const struct id *account, const struct account_setting *setting,
                 struct err *err);

#endif
