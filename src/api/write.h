/* Inside api: the things of the desk as JSON. Each writes one object; their schemas stand in schemas.c under the same name. */
#ifndef BURIN_API_WRITE_H
#define BURIN_API_WRITE_H

#include "api/call.h"
#include "desk/account.h"
#include "desk/look.h"
#include "desk/presence.h"
#include "desk/progress.h"
#include "desk/survey.h"
#include "desk/token.h"

void write_order(struct json_writer *json,
                 const struct order_record *record); /* Order: the document and its life */
void write_order_head(struct json_writer *json, const struct order_record *record); /* OrderHead */
void write_spec(struct json_writer *json, const struct spec_version *spec);         /* SpecVersion */
void write_ticket(struct json_writer *json, const struct ticket *ticket);           /* Ticket */
/* "minutes_left" and "late": the clock of a first response, as the inbox and the ticket show it. */
void write_clock(struct json_writer *json, const struct ticket *ticket, int64_t minutes_left, instant_t now);
void write_whole_members(struct json_writer *json, const struct whole_ticket *whole); /* of WholeTicket */
void write_message(struct json_writer *json, const struct message *message);          /* Message */
void write_attachment(struct json_writer *json, const struct attachment *attachment,
                      struct str digest);                                                  /* Attachment */
void write_progress_members(struct json_writer *json, const struct progress_photo *photo); /* of KeptPhoto */
void write_draft(struct json_writer *json, const struct draft *draft);                     /* Draft */
void write_findings(struct json_writer *json, const struct lint_finding *list, size_t count);
void write_change(struct json_writer *json, const struct change_request *change);   /* Change */
void write_claim(struct json_writer *json, const struct claim_record *claim);       /* Claim */
void write_approval(struct json_writer *json, const struct approval *approval);     /* Approval */
void write_survey(struct json_writer *json, const struct survey *survey);           /* Survey */
void write_promise(struct json_writer *json, const struct promise_record *promise); /* Promise */
void write_customer(struct json_writer *json, const struct customer *customer);     /* Customer */
void write_letter(struct json_writer *json, const struct outgoing_message *letter); /* Letter */
void write_account(struct json_writer *json, const struct account *account);        /* Account */
void write_token(struct json_writer *json, const struct api_token *token);          /* Token */
void write_audit(struct json_writer *json, const struct audit_row *row);            /* AuditRow */
void write_presence(struct json_writer *json, const char *name, const struct present *list,
                    size_t count);                           /* name: [Present] */
void write_rights(struct json_writer *json, enum role role); /* "rights": [words] */
/* A document that is kept as JSON text, as it is. */
void write_raw(struct json_writer *json, const char *name, struct str document);

#endif
