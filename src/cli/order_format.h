/* How a file of orders is written: as a table (CSV), or as JSON Lines. */
#ifndef BURIN_CLI_ORDER_FORMAT_H
#define BURIN_CLI_ORDER_FORMAT_H

#include "base/err.h"

/* By --format where it is given, else by the ending of the file's name; standard input and output are JSON Lines. */
int order_format(const char *choice, const char *path, bool *out_table, struct err *err);

#endif
