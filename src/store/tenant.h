/* Which store of the database this is: several may share one, fully apart. */
#ifndef BURIN_STORE_TENANT_H
#define BURIN_STORE_TENANT_H

#include "store/unit.h"

/* The id of the store of that name; entered where it is not there yet. */
int tenant_enter(struct db_tx *tx, struct str name, const struct rand *rand, struct id *out, struct err *err);

#endif
