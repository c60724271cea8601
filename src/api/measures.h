/* The measures as JSON (#/components/schemas/Metrics), also for the command line. */
#ifndef BURIN_API_MEASURES_H
#define BURIN_API_MEASURES_H

#include "desk/measure.h"
#include "text/json.h"

void write_metrics(struct json_writer *json, const struct metrics *metrics);

#endif
