/* Roles and what each may do: one table, for the console, the API and the tests alike. */
#ifndef BURIN_DESK_RIGHTS_H
#define BURIN_DESK_RIGHTS_H

#include "base/str.h"

/* name, what it allows, and a letter for each role that has it: Owner Manager Agent Studio Viewer */
#define RIGHTS(X)                                                                           \
    X(READ, "read", "see orders and the studio board", "OMASV")                             \
    X(DESK, "desk", "see tickets, customers, drafts, claims and measures", "OMAV")          \
    X(REPLY, "reply", "edit, send and discard drafts, settle changes and claims", "OMA")    \
    X(STUDIO, "studio", "record stages, hold and release pieces", "OMAS")                   \
    X(ORDERS, "orders", "enter orders and bring them up to date, take in inquiries", "OMA") \
    X(OVERRIDE, "override", "send against an error of lint", "OM")                          \
    X(APPROVE, "approve", "approve what moves money or cannot be undone", "OM")             \
    X(PRIVACY, "privacy", "hand out or erase what is kept of a customer", "OM")             \
    X(AUDIT, "audit", "read the audit log and everything that was sent", "OM")              \
    X(ADMIN, "admin", "accounts, tokens and settings", "O")

#define X(id, name, what, roles) RIGHT_##id,
enum right { RIGHTS(X) RIGHT_COUNT };
#undef X

#define ROLES(X)          \
    X(OWNER, "owner")     \
    X(MANAGER, "manager") \
    X(AGENT, "agent")     \
    X(STUDIO, "studio")   \
    X(VIEWER, "viewer")
#define X(id, name) ROLE_##id,
enum role { ROLES(X) ROLE_COUNT, ROLE_NOBODY = ROLE_COUNT /* of the desk: a customer; has no right */ };
#undef X

bool role_has(enum role role, enum right right);
struct str role_name(enum role role);
int role_from_name(struct str name, enum role *out);
struct str right_name(enum right right);
struct str right_meaning(enum right right);
/* A token's scope as the role it stands for: owner, desk = agent, studio, read = viewer. -1 when unknown. */
int role_from_scope(struct str scope, enum role *out);

#endif
