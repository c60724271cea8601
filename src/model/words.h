/* The words of the rule book, as enums with their names: concerns, facts, actions, stages, milestones, notices.
 *
 * Each list is one table; a new row is the whole change. Names are those of the public JSON. */
#ifndef BURIN_MODEL_WORDS_H
#define BURIN_MODEL_WORDS_H

#include "base/str.h"

/* In the order in which one reply answers them, gravest first. */
#define CONCERNS(X)                         \
    X(PAYMENT_DISPUTE, "payment_dispute")   \
    X(DAMAGED, "damaged")                   \
    X(WRONG_SPEC, "wrong_spec")             \
    X(NOT_RECEIVED, "not_received")         \
    X(DELAY, "delay")                       \
    X(CANCEL, "cancel")                     \
    X(RETURN, "return")                     \
    X(CHANGE, "change")                     \
    X(ANSWER, "answer")                     \
    X(RUSH, "rush")                         \
    X(STATUS, "status")                     \
    X(OTHER, "other")                       \
    X(FAQ, "faq")                           \
    X(GENERAL_SHIPPING, "general_shipping") \
    X(PRE_PURCHASE, "pre_purchase")         \
    X(SUBSCRIPTION, "subscription")         \
    X(UNRELATED, "unrelated")               \
    X(THANKS, "thanks")

/* The eight facts of the first ninety seconds. */
#define FACTS(X)                          \
    X(ORDER_NUMBER, "order_number")       \
    X(PRODUCT, "product")                 \
    X(PERSONALIZATION, "personalization") \
    X(CONCERN, "concern")                 \
    X(STAGE, "stage")                     \
    X(WINDOW, "window")                   \
    X(PHOTO_EVIDENCE, "photo_evidence")   \
    X(TIMELINE, "timeline")

#define ACTIONS(X)                                    \
    X(VERIFY_IDENTITY, "verify_identity")             \
    X(ASK_FACTS, "ask_facts")                         \
    X(APPLY_ANSWER, "apply_answer")                   \
    X(SHARE_STATUS, "share_status")                   \
    X(APOLOGISE_DELAY, "apologise_delay")             \
    X(TRACE_PARCEL, "trace_parcel")                   \
    X(CONFIRM_CHANGE, "confirm_change")               \
    X(ASK_NEW_SPEC, "ask_new_spec")                   \
    X(DECLINE_CHANGE, "decline_change")               \
    X(ASK_STUDIO, "ask_studio")                       \
    X(CANCEL_ORDER, "cancel_order")                   \
    X(DECLINE_CANCEL, "decline_cancel")               \
    X(OFFER_CANCEL_REORDER, "offer_cancel_reorder")   \
    X(OFFER_CANCEL_FEE, "offer_cancel_fee")           \
    X(EXPLAIN_SPEC, "explain_spec")                   \
    X(REQUEST_PHOTOS, "request_photos")               \
    X(OFFER_REMEDY, "offer_remedy")                   \
    X(REVIEW_CLAIM, "review_claim")                   \
    X(ACCEPT_WITHDRAWAL, "accept_withdrawal")         \
    X(DECLINE_RETURN, "decline_return")               \
    X(OFFER_RUSH, "offer_rush")                       \
    X(OFFER_FASTER_SHIPPING, "offer_faster_shipping") \
    X(ANSWER_FAQ, "answer_faq")                       \
    X(HAND_OVER, "hand_over")                         \
    X(THANK, "thank")                                 \
    X(HAND_OFF, "hand_off")                           \
    X(ESCALATE, "escalate")

/* In the order of a piece's life; proof steps belong to the design stage. */
#define STAGES(X)                         \
    X(DESIGN, "design")                   \
    X(PRODUCTION, "production")           \
    X(QUALITY_CHECK, "quality_check")     \
    X(SHIPPED, "shipped")                 \
    X(DELIVERED, "delivered")             \
    X(CANCELLED, "cancelled")             \
    X(PROOF_SENT, "proof_sent")           \
    X(PROOF_APPROVED, "proof_approved")   \
    X(PHOTO_REQUESTED, "photo_requested") \
    X(PHOTO_RECEIVED, "photo_received")

#define MILESTONES(X)                           \
    X(DESIGN_DONE, "design_done")               \
    X(PRODUCTION_DONE, "production_done")       \
    X(QUALITY_CHECK_DONE, "quality_check_done") \
    X(SHIPPED, "shipped")                       \
    X(DELIVERED, "delivered")

#define NOTICES(X)                                      \
    X(ORDER_CONFIRMED, "order_confirmed")               \
    X(PRODUCTION_STARTED, "production_started")         \
    X(QUALITY_CHECK_COMPLETE, "quality_check_complete") \
    X(SHIPPED, "shipped")                               \
    X(DELIVERY_FOLLOW_UP, "delivery_follow_up")         \
    X(DELAY, "delay")                                   \
    X(WINDOW_CLOSING, "window_closing")

#define REMEDIES(X)                     \
    X(REMAKE, "remake")                 \
    X(PARTIAL_REFUND, "partial_refund") \
    X(FULL_REFUND, "full_refund")       \
    X(CREDIT, "credit")                 \
    X(CODE, "code")                     \
    X(FEE, "fee")                       \
    X(SURCHARGE, "surcharge")

#define AWAITINGS(X)                    \
    X(NOTHING, "")                      \
    X(CONFIRM_CHANGE, "confirm_change") \
    X(CHOOSE_REMEDY, "choose_remedy")   \
    X(PHOTOS, "photos")                 \
    X(CONSENT, "consent")               \
    X(FACTS, "facts")

#define FACT_STATUSES(X)  \
    X(KNOWN, "known")     \
    X(STATED, "stated")   \
    X(MISSING, "missing") \
    X(NOT_NEEDED, "not_needed")

#define IDENTITIES(X)       \
    X(VERIFIED, "verified") \
    X(MATCHED, "matched")   \
    X(MISMATCH, "mismatch") \
    X(UNKNOWN, "unknown")

#define FAULTS(X)                     \
    X(NONE, "")                       \
    X(STORE, "store")                 \
    X(CUSTOMER_TEXT, "customer_text") \
    X(CARRIER, "carrier")             \
    X(UNDECIDED, "undecided")

#define VERDICTS(X)               \
    X(NONE, "")                   \
    X(COMFORTABLE, "comfortable") \
    X(TIGHT, "tight")             \
    X(UNLIKELY, "unlikely")

#define CHANGE_STATES(X)                              \
    X(RECEIVED, "received")                           \
    X(AWAITING_CONFIRMATION, "awaiting_confirmation") \
    X(CONFIRMED, "confirmed")                         \
    X(APPLIED, "applied")                             \
    X(DECLINED, "declined")                           \
    X(WITHDRAWN, "withdrawn")                         \
    X(EXPIRED, "expired")

#define CLAIM_STATES(X)       \
    X(OPENED, "opened")       \
    X(EVIDENCE, "evidence")   \
    X(OFFERED, "offered")     \
    X(CHOSEN, "chosen")       \
    X(FULFILLED, "fulfilled") \
    X(REJECTED, "rejected")   \
    X(WITHDRAWN, "withdrawn")

#define WINDOW_STATES(X) \
    X(NONE, "none")      \
    X(OPEN, "open")      \
    X(CLOSED, "closed")

/* Declares enum noun { PREFIX_FIRST, …, PREFIX_COUNT }, noun_name() and noun_from_name(): -1 when unknown. */
#define WORDS_DECLARE(noun)                 \
    struct str noun##_name(enum noun word); \
    int noun##_from_name(struct str name, enum noun *out);

#define X(id, name) CONCERN_##id,
enum concern { CONCERNS(X) CONCERN_COUNT };
#undef X
#define X(id, name) FACT_##id,
enum fact_kind { FACTS(X) FACT_COUNT };
#undef X
#define X(id, name) ACTION_##id,
enum action { ACTIONS(X) ACTION_COUNT };
#undef X
#define X(id, name) STAGE_##id,
enum stage { STAGES(X) STAGE_COUNT };
#undef X
#define X(id, name) MILESTONE_##id,
enum milestone { MILESTONES(X) MILESTONE_COUNT };
#undef X
#define X(id, name) NOTICE_##id,
enum notice { NOTICES(X) NOTICE_COUNT };
#undef X
#define X(id, name) REMEDY_##id,
enum remedy_kind { REMEDIES(X) REMEDY_COUNT };
#undef X
#define X(id, name) AWAITING_##id,
enum awaiting { AWAITINGS(X) AWAITING_COUNT };
#undef X
#define X(id, name) FACT_STATUS_##id,
enum fact_status { FACT_STATUSES(X) FACT_STATUS_COUNT };
#undef X
#define X(id, name) IDENTITY_##id,
enum identity { IDENTITIES(X) IDENTITY_COUNT };
#undef X
#define X(id, name) FAULT_##id,
enum fault { FAULTS(X) FAULT_COUNT };
#undef X
#define X(id, name) VERDICT_##id,
enum verdict { VERDICTS(X) VERDICT_COUNT };
#undef X
#define X(id, name) CHANGE_##id,
enum change_state { CHANGE_STATES(X) CHANGE_STATE_COUNT };
#undef X
#define X(id, name) CLAIM_##id,
enum claim_state { CLAIM_STATES(X) CLAIM_STATE_COUNT };
#undef X
#define X(id, name) WINDOW_##id,
enum window_state { WINDOW_STATES(X) WINDOW_STATE_COUNT };
#undef X

WORDS_DECLARE(concern)
WORDS_DECLARE(fact_kind)
WORDS_DECLARE(action)
WORDS_DECLARE(stage)
WORDS_DECLARE(milestone)
WORDS_DECLARE(notice)
WORDS_DECLARE(remedy_kind)
WORDS_DECLARE(awaiting)
WORDS_DECLARE(fact_status)
WORDS_DECLARE(identity)
WORDS_DECLARE(fault)
WORDS_DECLARE(verdict)
WORDS_DECLARE(change_state)
WORDS_DECLARE(claim_state)
WORDS_DECLARE(window_state)

/* The concerns that are out of scope: courteously handed off, never decided. */
bool concern_is_route(enum concern concern);

#endif
