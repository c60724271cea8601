/* The measures as JSON (#/components/schemas/Metrics), also for the command line. */
#ifndef BURIN_API_MEASURES_H
#define BURIN_API_MEASURES_H

#include "api/call.h"
#include "desk/measure.h"
#include "text/json.h"

/* Whether who asks wants a table for a spreadsheet: ?format=csv, or Accept: text/csv. (measures_csv.c) */
bool call_wants_csv(const struct call *call);
int answer_metrics_csv(struct call *call, const struct metrics *metrics, struct err *err);
int answer_things_csv(struct call *call, enum measure measure, const struct measure_thing *things, int count,
                      struct err *err);
/* "ticket", "change", "order", "survey" or "promise": what a measure counts. */
struct str thing_kind(enum measure measure);

void write_metrics(struct json_writer *json, const struct metrics *metrics);

#endif
