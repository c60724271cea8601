/* The rights table; see rights.h. */
#include "desk/rights.h"

#define X(id, name, what, roles) {STR_INIT(name), STR_INIT(what), roles},
static const struct {
    struct str name, meaning;
    const char *roles;
} rights[RIGHT_COUNT] = {RIGHTS(X)};
#undef X

#define X(id, name) STR_INIT(name),
static const struct str role_names[ROLE_COUNT] = {ROLES(X)};
#undef X

static const struct {
    struct str scope;
    enum role role;
} scopes[] = {
    {STR_INIT("owner"), ROLE_OWNER},
    {STR_INIT("desk"), ROLE_AGENT},
    {STR_INIT("studio"), ROLE_STUDIO},
    {STR_INIT("read"), ROLE_VIEWER},
};

bool role_has(enum role role, enum right right)
{
    static const char letters[ROLE_COUNT] = {'O', 'M', 'A', 'S', 'V'};
    return role < ROLE_COUNT && strchr(rights[right].roles, letters[role]) != NULL;
}

struct str role_name(enum role role)
{
    return role < ROLE_COUNT ? role_names[role] : STR("customer");
}

int role_from_name(struct str name, enum role *out)
{
    for (int role = 0; role < ROLE_COUNT; role++) {
        if (!str_eq(role_names[role], name)) continue;
        *out = (enum role)role;
        return 0;
    }
    return -1;
}

struct str right_name(enum right right)
{
    return rights[right].name;
}

struct str right_meaning(enum right right)
{
    return rights[right].meaning;
}

int role_from_scope(struct str scope, enum role *out)
{
    for (size_t i = 0; i < sizeof scopes / sizeof *scopes; i++) {
        if (!str_eq(scopes[i].scope, scope)) continue;
        *out = scopes[i].role;
        return 0;
    }
    return -1;
}
