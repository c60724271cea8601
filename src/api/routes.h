/* Inside api: the functions of the routes, one file for each resource, and the shapes of their bodies. */
#ifndef BURIN_API_ROUTES_H
#define BURIN_API_ROUTES_H

#include "api/call.h"

/* assess.c */
api_run route_assess, route_estimate, route_lint;
extern const struct shape shape_estimate, shape_lint;
/* orders.c */
api_run route_order_put, route_order_get, route_orders, route_order_event, route_order_hold,
    route_order_release, route_order_specs, route_order_promises, route_order_letters;
extern const struct shape shape_event, shape_hold, shape_release;
/* tickets.c */
api_run route_inquiry, route_tickets, route_ticket, route_ticket_assign, route_ticket_hand_over,
    route_ticket_resolve, route_ticket_reopen, route_ticket_merge, route_ticket_letters, route_ticket_note;
extern const struct shape shape_assign, shape_merge, shape_nothing, shape_ticket_note;
/* inbox.c */
api_run route_inbox, route_inbox_counts;
/* me.c */
api_run route_me, route_me_settings, route_views, route_view_add, route_view_delete;
extern const struct shape shape_settings, shape_view;
/* board.c */
api_run route_board, route_order_acknowledge;
extern const struct shape shape_acknowledge;
/* chronicle.c */
api_run route_order_life;
/* presence.c */
api_run route_presence, route_presence_put;
extern const struct shape shape_presence;
/* console.c */
api_run route_console;
/* attachments.c */
api_run route_attachment_add, route_attachment, route_order_photo, route_claim_evidence,
    route_ticket_reassess;
extern const struct shape shape_evidence, shape_reassess;
/* progress.c */
api_run route_progress, route_progress_add, route_progress_change, route_progress_withdraw,
    route_progress_picture, route_my_picture;
extern const struct shape shape_progress;
/* drafts.c */
api_run route_draft_write, route_draft, route_draft_edit, route_draft_check, route_draft_send,
    route_draft_unsend, route_draft_discard;
extern const struct shape shape_draft_write, shape_draft_edit, shape_draft_send;
/* cases.c */
api_run route_changes, route_change, route_change_ask, route_change_confirm, route_change_apply,
    route_change_decline, route_change_withdraw, route_claims, route_claim, route_claim_open,
    route_claim_offer, route_claim_choose, route_claim_fault, route_claim_reject, route_claim_withdraw,
    route_approvals, route_approval, route_approval_approve, route_approval_refuse;
extern const struct shape shape_claim_start, shape_claim_offer, shape_claim_choose, shape_claim_fault,
    shape_note;
/* proposals.c */
api_run route_order_cancel, route_order_remake;
extern const struct shape shape_cancel, shape_remake;
/* outbox.c */
api_run route_letters, route_letter, route_letter_html, route_letter_withdraw, route_letter_retry,
    route_outbox, route_outbox_hold, route_outbox_release;
/* people.c */
api_run route_customers, route_customer, route_tokens, route_token_add, route_token_revoke, route_audit;
extern const struct shape shape_token;
/* session.c */
api_run route_sign_in, route_session, route_sign_out, route_own_password, route_totp_enrol,
    route_totp_confirm, route_totp_disable, route_invite_accept;
extern const struct shape shape_sign_in, shape_password, shape_current, shape_code, shape_accept;
/* accounts.c */
api_run route_accounts, route_account_names, route_account, route_account_add, route_account_change,
    route_account_disable, route_account_enable, route_account_forget_totp, route_account_invite;
extern const struct shape shape_account, shape_account_change;
/* measures.c */
api_run route_metrics, route_metric_things;
/* surveys.c */
api_run route_surveys, route_survey_answer;
extern const struct shape shape_survey_answer;
/* bulk.c */
api_run route_tickets_bulk;
extern const struct shape shape_bulk;
/* privacy.c */
api_run route_customer_export, route_customer_erase, route_customer_consents, route_address_export,
    route_address_erase;
extern const struct shape shape_erase, shape_address, shape_consents;
/* shop.c */
api_run route_shop_files, route_shop_file, route_shop_put, route_shop_delete, route_shop_revisions,
    route_shop_revision, route_shop_restore, route_shop_check, route_shop_preview;
extern const struct shape shape_shop_text, shape_shop_check, shape_shop_preview;
/* shop_look.c */
api_run route_shop, route_shop_calendar;
/* search.c */
api_run route_search;
/* events.c: a stream, so a handler of its own */
http_handler api_events;
/* portal.c */
api_run route_my_link, route_my_enter, route_my_session, route_my_leave, route_my_order, route_order_link,
    route_order_access_end;
extern const struct shape shape_link, shape_link_send, shape_enter;
/* portal_ask.c */
api_run route_my_change, route_my_change_confirm, route_my_change_withdraw, route_my_cancel, route_my_problem,
    route_my_photo, route_my_change_photo, route_my_artwork, route_my_choose, route_my_message,
    route_my_erase, route_my_rating, route_my_consents, route_my_data;
extern const struct shape shape_my_change, shape_my_item, shape_my_text, shape_my_problem, shape_my_choose,
    shape_my_rating;
/* openapi.c */
api_run route_openapi;
/* reference.c */
api_run route_reference;

#endif
