/* What people, the studio, the loops and time do to a simulated desk. */
#ifndef BURIN_TESTS_SIMULATION_STEPS_H
#define BURIN_TESTS_SIMULATION_STEPS_H

#include "base/digest.h"
#include "desk/approval.h"
#include "desk/change.h"
#include "desk/claim.h"
#include "desk/delivery.h"
#include "desk/intake.h"
#include "desk/life.h"
#include "desk/reply.h"
#include "desk/ticket.h"
#include "desk/timer.h"
#include "desk/unsend.h"
#include "simulation.h"
#include "text/json.h"

enum { SIM_ORDERS = 4, SIM_TRIES = 3, SIM_LETTERS = 5 };
#define SIM_LEASE (60 * MICROS_PER_SECOND)

static const struct actor sim_owner = {.name = {"token:owner", 11}, .role = ROLE_OWNER};
static const struct actor sim_studio = {.name = {"token:studio", 12}, .role = ROLE_STUDIO};

static inline struct str sim_number(struct sim *sim, int order)
{
    return arena_printf(sim->arena, "#%d", 1042 + order);
}

/* One of the latest things of a kind; false where there is none. */
static inline bool sim_choose(struct sim *sim, const struct db_sql *latest, struct id *out)
{
    int64_t back = sim_pick(sim, 4);
    struct sim_look look = sim_look(sim, latest, DB_ARGS(db_int(back)));
    if (!look.found && back) look = sim_look(sim, latest, DB_ARGS(db_int(0)));
    *out = look.id;
    return look.found;
}

/* A caller who comes back with the same key where the outcome is unknown. */
struct sim_keyed {
    struct digest request;
    struct once once;
    struct actor actor;
    char key[24];
};

static inline void sim_key(struct sim *sim, struct sim_keyed *out)
{
    snprintf(out->key, sizeof out->key, "k%d", ++sim->keys);
    out->request = digest_of(str_of(out->key));
    out->once =
        (struct once){.actor = sim_owner.name, .key = str_of(out->key), .request = digest_str(&out->request)};
    out->actor = sim_owner;
    out->actor.once = &out->once;
}

/* ---- orders ---- */

static const struct db_sql sim_order_there = {"SELECT 1 FROM orders WHERE order_id = ?1 AND number = ?2",
                                              NULL};
static const struct db_sql sim_hold_there = {"SELECT 1 FROM hold WHERE order_id = ?1 AND reason = ?2", NULL};
static const struct db_sql sim_event_there = {
    "SELECT 1 FROM stage_event WHERE order_id = ?1 AND at = CAST(?2 AS {int})", NULL};

static inline void sim_put(struct sim *sim, int which)
{
    static const char *const engravings[] = {"Forever", "Always", "M & L"};
    struct value value;
    struct order order;
    struct order_record record;
    enum order_put what;
    struct err err = {0};
    char item[512], placed[40];
    const char *words = engravings[sim_pick(sim, 10) ? 0 : sim_pick(sim, 3)];
    if (which % 2)
        snprintf(item, sizeof item,
                 "{\"sku\":\"RING-1\",\"title\":\"Signet "
                 "ring\",\"personalization\":{\"engraving\":\"%s\",\"size\":"
                 "\"7\"}},{\"sku\":\"MUG-1\",\"title\":\"Mug\",\"personalization\":{\"name\":\"Lin\"}}",
                 words);
    else
        snprintf(
            item, sizeof item,
            "{\"sku\":\"NECK-ENG-S\",\"title\":\"Engraved bar necklace\",\"personalization\":{\"engraving\":"
            "\"%s\"}}",
            words);
    instant_format(sim->now - sim->now % (24 * MICROS_PER_HOUR), 0, placed);
    struct str json = arena_printf(
        sim->arena,
        "{\"number\":\"#%d\",\"placed_at\":\"%s\",\"currency\":\"USD\",\"total\":\"89.00\",\"customer\":{"
        "\"name\":"
        "\"Maya "
        "Lin\",\"email\":\"maya%d@example.com\",\"locale\":\"%s\"},\"items\":[%s],\"shipping\":{\"carrier\":"
        "\"USPS\",\"country\":\"US\"}}",
        1042 + which, placed, which / 2, which % 2 ? "zh-CN" : "en-US", item);
    if (json_parse(sim->arena, json, &value, &err) < 0 ||
        order_from_value(sim->arena, &value, "", &order, &err) < 0)
        abort();
    if (sim_took(sim, "an order is put",
                 desk_order_put(sim->desk, &sim_owner, sim->arena, &order, &what, &record, &err), &err))
        sim_expect_row(sim, "an order", &sim_order_there, record.id, order.number);
}

static inline void sim_put_order(struct sim *sim)
{
    sim_put(sim, sim_pick(sim, SIM_ORDERS));
}

static inline void sim_stage(struct sim *sim)
{
    static const enum stage stages[] = {STAGE_DESIGN,        STAGE_PRODUCTION, STAGE_PRODUCTION,
                                        STAGE_QUALITY_CHECK, STAGE_SHIPPED,    STAGE_SHIPPED,
                                        STAGE_DELIVERED,     STAGE_DELIVERED,  STAGE_CANCELLED};
    int kinds = sim_pick(sim, 8) ? 8 : 9;
    struct stage_record record = {.number = sim_number(sim, sim_pick(sim, SIM_ORDERS)),
                                  .event = {stages[sim_pick(sim, kinds)], sim->now, ALL_ITEMS}};
    struct order_record out;
    bool new;
    struct err err = {0};
    if (!sim_pick(sim, 4)) record.event.item = sim_pick(sim, 2);
    int result = desk_record_stage(sim->desk, &sim_studio, sim->arena, &record, &new, &out, &err);
    if (result < 0 && err.category == ERR_NOT_FOUND) return;
    if (sim_took(sim, "a stage is recorded", result, &err))
        sim_expect_row(sim, "a stage", &sim_event_there, out.id,
                       arena_printf(sim->arena, "%lld", (long long)record.event.at));
}

static inline void sim_hold(struct sim *sim)
{
    struct str number = sim_number(sim, sim_pick(sim, SIM_ORDERS));
    struct order_record out;
    struct err err = {0};
    if (!sim_pick(sim, 3)) {
        struct hold_wish wish = {.number = number, .item = ALL_ITEMS};
        int result = desk_release(sim->desk, &sim_studio, sim->arena, &wish, &out, &err);
        if (result == 0 || err.category != ERR_NOT_FOUND) sim_took(sim, "holds are lifted", result, &err);
        return;
    }
    struct sim_keyed *keyed = ARENA_NEW(sim->arena, struct sim_keyed);
    sim_key(sim, keyed);
    for (int tries = 0; tries < SIM_TRIES; tries++) {
        err = (struct err){0};
        struct hold_wish wish = {.number = number, .reason = str_of(keyed->key)};
        int result = desk_hold(sim->desk, &keyed->actor, sim->arena, &wish, &out, &err);
        if (result < 0 && err.category == ERR_NOT_FOUND) return;
        struct id id = out.id;
        if (result < 0 && keyed->once.repeated) {
            sim_say(sim, "the hold %s was there", keyed->key);
            static const struct db_sql of_number = {"SELECT order_id FROM orders WHERE number = ?1", NULL};
            id = sim_look(sim, &of_number, DB_ARGS(db_text(number))).id;
        } else if (!sim_took(sim, "a hold is set", result, &err)) {
            continue;
        }
        sim_expect_row(sim, "a hold", &sim_hold_there, id, str_of(keyed->key));
        if (sim_pick(sim, 2)) return; /* else once more under the same key */
    }
}

/* ---- messages ---- */

static const char *const sim_texts[] = {
    "Please change the engraving on order %s to \"Always\". Thanks!",
    "Change the engraving of %s to \"Moon & Back\" please",
    "Could you change the name on order %s? I made a mistake.",
    "Please ship order %s to 12 Elm Street, Springfield, IL 62701 instead.",
    "Yes, that's right, please go ahead.",
    "Yes please!",
    "No, please leave it as it was.",
    "Where is my order %s?",
    "It is late!! I need %s by March 14. What is going on?",
    "My necklace arrived with the chain broken, photo attached. Order %s.",
    "Order %s has the wrong engraving, it says Forver. Photo attached.",
    "A remake please!",
    "I would rather have a refund.",
    "Here is the photo you asked for.",
    "Please cancel order %s.",
    "Cancel it then.",
    "I'll wait, thank you.",
    "%s never arrived though tracking says delivered.",
    "I want to return %s.",
    "Can you rush order %s?",
    "I will dispute the charge with my bank. Order %s.",
    "Thank you so much!",
    "Do you ship to Malta?",
    "Out of office: I am away until Monday.",
    "请把订单%s的刻字改成“永远”。",
    "是的，没错，请继续。",
    "不用改了，谢谢。",
    "我的订单%s到哪里了？",
    "订单%s收到时链子断了，照片在附件里。",
    "请重做一个。",
    "我要退款。",
    "请取消订单%s。",
    "订单%s能加急吗？",
    "谢谢！",
};

static const struct db_sql sim_message_there = {
    "SELECT 1 FROM message WHERE ticket_id = ?1 AND body = ?2 AND author = 'customer'", NULL};

/* The decisions of an assessment, for the trace. */
static inline struct str sim_actions(struct sim *sim, struct str document)
{
    static const char member[] = "\"action\":\"";
    struct str list = {0};
    size_t at = 0;
    while (sim->trace && (at = str_find(document, str_of(member), at)) != STR_NOT_FOUND) {
        at += sizeof member - 1;
        size_t end = str_find_char(document, '"', at);
        list = ARENA_JOIN(sim->arena, list, STR(" "), str_slice(document, at, end));
    }
    return list;
}

/* What somebody who was asked for something may answer. */
static inline const char *sim_answer(struct sim *sim, struct str awaiting)
{
    static const struct {
        const char *awaiting, *texts[4];
    } answers[] = {
        {"confirm_change",
         {"Yes, that's right, please go ahead.", "Yes please!", "是的，没错，请继续。",
          "No, please leave it as it was."}},
        {"choose_remedy",
         {"A remake please!", "I would rather have a refund.", "请重做一个。", "我要退款。"}},
        {"photos",
         {"Here is the photo you asked for.", "Photo attached.", "照片在附件里。", "See the photo."}},
        {"consent", {"Cancel it then.", "I'll wait, thank you.", "请取消。", "我等。"}},
    };
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        if (str_is(awaiting, answers[i].awaiting)) return answers[i].texts[sim_pick(sim, 4)];
    return NULL;
}

/* Somebody writes: mostly a customer about an order of theirs, often in answer to the desk, now and then a stranger. */
static inline struct str sim_write(struct sim *sim, struct str *out_from)
{
    static const char *const strangers[] = {"eve@example.net", "", "maya1@example.com"};
    static const struct db_sql last_ticket = {
        "SELECT from_address FROM ticket WHERE state = 'waiting' ORDER BY updated_at DESC LIMIT 1", NULL};
    static const struct db_sql awaiting = {
        "SELECT awaiting FROM ticket WHERE state = 'waiting' ORDER BY updated_at DESC LIMIT 1", NULL};
    const char *answer = NULL;
    int order = sim_pick(sim, SIM_ORDERS);
    *out_from = sim_pick(sim, 20) ? arena_printf(sim->arena, "Maya%d@Example.com", order / 2)
                                  : str_of(strangers[sim_pick(sim, 3)]);
    if (sim_pick(sim, 2)) {
        struct sim_look asked = sim_look(sim, &awaiting, DB_NO_ARGS);
        answer = asked.found ? sim_answer(sim, asked.text) : NULL;
        if (answer) *out_from = sim_look(sim, &last_ticket, DB_NO_ARGS).text;
    }
    if (!answer) answer = sim_texts[sim_pick(sim, (int)(sizeof sim_texts / sizeof *sim_texts))];
    struct str text = str_of(answer);
    size_t gap = str_find(text, STR("%s"), 0);
    if (gap == STR_NOT_FOUND) return text;
    return ARENA_JOIN(sim->arena, str_slice(text, 0, gap), sim_number(sim, order),
                      str_slice(text, gap + 2, text.len));
}

static inline void sim_inquire(struct sim *sim)
{
    struct attachment photo = {STR("IMG_1.jpg"), STR("image/jpeg"), 1000, 3000, 2000};
    struct str from, text = sim_write(sim, &from);
    struct inquiry inquiry = {
        .id = arena_printf(sim->arena, "m%d", ++sim->messages),
        .at = sim->now,
        .channel = STR("email"),
        .from = from,
        .subject = STR("my order"),
        .text = text,
        .link_verified = !sim_pick(sim, 4),
        .attachments = &photo,
        .attachment_count = str_contains(text, STR("hoto")) || str_contains(text, STR("照片")),
        .contacts = 1,
    };
    for (int tries = 0; tries < SIM_TRIES; tries++) {
        struct intake intake;
        struct err err = {0};
        int result = desk_receive(sim->desk, &sim_owner, sim->arena, &inquiry, NULL, &intake, &err);
        sim_say(sim, "%.*s <- %.*s", STR_ARG(inquiry.from), STR_ARG(text));
        if (!sim_took(sim, "a message is received", result, &err)) continue;
        sim_expect_row(sim, "a message", &sim_message_there, intake.ticket, text);
        if (result == 0) sim_say(sim, "  -> %.*s", STR_ARG(sim_actions(sim, intake.assessment)));
        if (sim_pick(sim, 10)) return; /* else it comes in twice */
    }
}

/* ---- drafts ---- */

static const struct db_sql sim_latest_draft = {
    "SELECT draft_id FROM draft ORDER BY state = 'open' DESC, draft_id DESC LIMIT 1 OFFSET ?1", NULL};

/* Mostly in time. */
static inline void sim_unsend(struct sim *sim, struct id id)
{
    struct draft_move move = {.draft = id};
    struct draft draft;
    struct err err = {0};
    if (!sim_pick(sim, 2)) sim->now += sim_pick(sim, 12) * MICROS_PER_SECOND;
    int result = desk_draft_unsend(sim->desk, &sim_owner, sim->arena, &move, &draft, &err);
    if (sim_took(sim, "a draft is taken back", result, &err))
        sim_expect(sim, "a draft taken back", id, MACHINE_DRAFT, DRAFT_OPEN);
}

static inline void sim_draft(struct sim *sim)
{
    struct draft_edit edit = {.markdown = STR("Hi Maya, we are on it. Nora")};
    struct draft draft;
    struct findings findings;
    struct err err = {0};
    if (!sim_choose(sim, &sim_latest_draft, &edit.move.draft)) return;
    int what = sim_pick(sim, 8);
    if (what == 0) {
        int result = desk_draft_discard(sim->desk, &sim_owner, sim->arena, &edit.move, &draft, &err);
        if (sim_took(sim, "a draft is discarded", result, &err))
            sim_expect(sim, "a discarded draft", draft.id, MACHINE_DRAFT, DRAFT_DISCARDED);
        return;
    }
    if (what == 1) {
        int result = desk_draft_edit(sim->desk, &sim_owner, sim->arena, &edit, &draft, &findings, &err);
        if (!sim_took(sim, "a draft is edited", result, &err)) return;
        edit.move.version = draft.version;
    }
    int result = desk_draft_send(sim->desk, &sim_owner, sim->arena, &edit.move, STR("agreed"), &draft,
                                 &findings, &err);
    if (!sim_took(sim, "a draft is sent", result, &err)) return;
    sim_expect(sim, "a sent draft", draft.id, MACHINE_DRAFT, DRAFT_SENT);
    if (!sim_pick(sim, 3)) sim_unsend(sim, draft.id);
}

/* ---- changes, claims, approvals, tickets ---- */

static const struct db_sql sim_latest_change = {"SELECT change_id FROM change_request ORDER BY state IN "
                                                "('applied', 'declined', 'withdrawn'), change_id DESC"
                                                " LIMIT 1 OFFSET ?1",
                                                NULL};

static inline void sim_change(struct sim *sim)
{
    static const struct {
        const char *what;
        int (*move)(struct desk *, const struct actor *, struct arena *, const struct change_move *,
                    struct change_request *, struct err *);
        enum change_state state;
    } moves[] = {
        {"a change is confirmed", desk_change_confirm, CHANGE_CONFIRMED},
        {"a change is applied", desk_change_apply, CHANGE_APPLIED},
        {"a change is declined", desk_change_decline, CHANGE_DECLINED},
        {"a change is withdrawn", desk_change_withdraw, CHANGE_WITHDRAWN},
    };
    struct change_move move = {0};
    struct change_request out;
    struct err err = {0};
    if (!sim_choose(sim, &sim_latest_change, &move.change)) return;
    int which = sim_pick(sim, 6) % 4;
    if (sim_took(sim, moves[which].what,
                 moves[which].move(sim->desk, &sim_owner, sim->arena, &move, &out, &err), &err))
        sim_expect(sim, moves[which].what, out.id, MACHINE_CHANGE, (int)moves[which].state);
}

static const struct db_sql sim_latest_claim = {"SELECT claim_id FROM claim ORDER BY state IN ('fulfilled', "
                                               "'rejected', 'withdrawn'), claim_id DESC LIMIT 1"
                                               " OFFSET ?1",
                                               NULL};

static inline void sim_open_claim(struct sim *sim)
{
    struct claim_start start = {sim_number(sim, sim_pick(sim, SIM_ORDERS)), sim_pick(sim, 2), CONCERN_DAMAGED,
                                (enum fault)0};
    struct claim_record out;
    struct err err = {0};
    int result = desk_claim_open(sim->desk, &sim_owner, sim->arena, &start, &out, &err);
    if (result < 0 && err.category == ERR_NOT_FOUND) return;
    if (sim_took(sim, "a claim is opened", result, &err))
        sim_expect(sim, "a claim", out.id, MACHINE_CLAIM, CLAIM_OPENED);
}

static inline void sim_claim(struct sim *sim)
{
    static const struct remedy remedies[] = {{.kind = REMEDY_REMAKE, .expires = DAY_NONE},
                                             {.kind = REMEDY_PARTIAL_REFUND,
                                              .amount = STR_INIT("20.00"),
                                              .currency = STR_INIT("USD"),
                                              .expires = DAY_NONE}};
    static const enum remedy_kind kinds[] = {REMEDY_REMAKE, REMEDY_PARTIAL_REFUND, REMEDY_FULL_REFUND};
    struct claim_move move = {0};
    struct claim_record out;
    struct err err = {0};
    int result, what = sim_pick(sim, 9);
    if (what == 0 || !sim_choose(sim, &sim_latest_claim, &move.claim)) {
        sim_open_claim(sim);
        return;
    }
    if (what < 3)
        result = desk_claim_offer(sim->desk, &sim_owner, sim->arena, &move, remedies, 2, &out, &err);
    else if (what < 7)
        result =
            desk_claim_choose(sim->desk, &sim_owner, sim->arena, &move, kinds[sim_pick(sim, 3)], &out, &err);
    else if (what == 7)
        result = desk_claim_reject(sim->desk, &sim_owner, sim->arena, &move, &out, &err);
    else
        result = desk_claim_withdraw(sim->desk, &sim_owner, sim->arena, &move, &out, &err);
    if (sim_took(sim, "a claim moves", result, &err))
        sim_expect(sim, "a claim's step", out.id, MACHINE_CLAIM, (int)out.state);
}

static const struct db_sql sim_latest_approval = {
    "SELECT approval_id FROM approval ORDER BY state = 'proposed' DESC, approval_id DESC LIMIT 1 OFFSET ?1",
    NULL};

static inline void sim_approve(struct sim *sim)
{
    struct approval_move move = {.note = STR("fine")};
    struct approval out;
    struct err err = {0};
    if (!sim_choose(sim, &sim_latest_approval, &move.approval)) return;
    bool approves = sim_pick(sim, 4);
    int result =
        (approves ? desk_approve : desk_refuse)(sim->desk, &sim_owner, sim->arena, &move, &out, &err);
    if (sim_took(sim, "a proposal is decided", result, &err))
        sim_expect(sim, "a decision", out.id, MACHINE_APPROVAL,
                   approves ? APPROVAL_APPROVED : APPROVAL_REFUSED);
}

static const struct db_sql sim_latest_ticket = {
    "SELECT ticket_id FROM ticket ORDER BY ticket_id DESC LIMIT 1 OFFSET ?1", NULL};

static const struct db_sql sim_note_there = {"SELECT 1 FROM message WHERE message_id = ?1 AND body = ?2",
                                             NULL};

static inline void sim_note(struct sim *sim, const struct ticket_move *move)
{
    struct message note;
    struct err err = {0};
    int result = desk_ticket_note(sim->desk, &sim_owner, sim->arena, move, STR("called her"), &note, &err);
    if (sim_took(sim, "a note is kept", result, &err))
        sim_expect_row(sim, "a note", &sim_note_there, note.id, STR("called her"));
}

static inline void sim_ticket(struct sim *sim)
{
    struct ticket_move move = {0};
    struct id other;
    struct ticket out;
    struct err err = {0};
    if (!sim_choose(sim, &sim_latest_ticket, &move.ticket) || !sim_choose(sim, &sim_latest_ticket, &other))
        return;
    int result, what = sim_pick(sim, 5);
    if (what == 4) {
        sim_note(sim, &move);
        return;
    }
    if (what == 0)
        result = desk_ticket_merge(sim->desk, &sim_owner, sim->arena, &move, &other, &out, &err);
    else if (what == 1)
        result = desk_ticket_hand_over(sim->desk, &sim_owner, sim->arena, &move, &out, &err);
    else if (what == 2)
        result = desk_ticket_resolve(sim->desk, &sim_owner, sim->arena, &move, &out, &err);
    else
        result = desk_ticket_reopen(sim->desk, &sim_owner, sim->arena, &move, &out, &err);
    if (sim_took(sim, "a ticket moves", result, &err))
        sim_expect(sim, "a ticket's step", out.id, MACHINE_TICKET, (int)out.state);
}

/* ---- the loops ---- */

/* No letter is in two hands, and each claim has a fence of its own. */
static inline struct sim_lease *sim_lease(struct sim *sim, const struct outgoing_message *letter)
{
    for (int i = 0; i < sim->lease_count; i++) {
        const struct sim_lease *other = &sim->leases[i];
        if (!id_eq(&other->letter, &letter->id)) continue;
        if (other->attempt == letter->attempt) sim_break(sim, "a letter was claimed twice under one fence");
        if (!other->over && other->until > sim->now) sim_break(sim, "a letter is in two hands");
    }
    if (letter->withheld.len) sim_break(sim, "a letter that is withheld was handed out to be sent");
    if (sim->lease_count == SIM_LEASES_MOST) abort();
    struct sim_lease *lease = &sim->leases[sim->lease_count++];
    *lease = (struct sim_lease){letter->id, letter->attempt, sim->now + SIM_LEASE, false};
    return lease;
}

static inline void sim_finish(struct sim *sim, const struct outgoing_message *letter, struct str owner,
                              struct sim_lease *lease)
{
    struct err err = {0};
    int fate = sim_pick(sim, 10);
    if (fate == 0) return; /* it crashed: before it was sent, or after; the lease runs out */
    if (fate == 1) sim->now += SIM_LEASE * (1 + sim_pick(sim, 2)); /* it was slow */
    bool sent = fate != 2;
    int result = sent ? desk_letter_sent(sim->desk, sim->arena, letter, owner, &err)
                      : desk_letter_failed(sim->desk, sim->arena, letter, owner, STR("no route"),
                                           !sim_pick(sim, 3), &err);
    if (!sim_took(sim, "a letter is finished", result, &err)) return;
    lease->over = true;
    if (sent) sim_expect(sim, "a sent letter", letter->id, MACHINE_OUTBOX, OUTBOX_SENT);
}

static inline void sim_deliver(struct sim *sim)
{
    static const char *const owners[] = {"node 1", "node 2"};
    struct outgoing_message letters[SIM_LETTERS];
    struct str owner = str_of(owners[sim_pick(sim, 2)]);
    struct err err = {0};
    int count = 0;
    if (!sim_took(
            sim, "letters are claimed",
            desk_letters_claim(sim->desk, sim->arena, owner, SIM_LEASE, SIM_LETTERS, letters, &count, &err),
            &err))
        return;
    struct sim_lease *leases[SIM_LETTERS];
    for (int i = 0; i < count; i++) leases[i] = sim_lease(sim, &letters[i]);
    for (int i = 0; i < count; i++) sim_finish(sim, &letters[i], owner, leases[i]);
}

static inline void sim_tick(struct sim *sim)
{
    struct tick tick;
    struct err err = {0};
    sim_took(sim, "time passes", desk_tick(sim->desk, sim->arena, &tick, &err), &err);
}

static inline void sim_chain(struct sim *sim)
{
    int chained;
    struct err err = {0};
    sim_took(sim, "the log is chained", desk_audit_chain(sim->desk, sim->arena, &chained, &err), &err);
}

/* ---- a day at the desk ---- */

static const struct {
    void (*step)(struct sim *sim);
    int weight;
} sim_steps[] = {
    {sim_inquire, 9}, {sim_draft, 7},  {sim_put_order, 4}, {sim_stage, 3},   {sim_change, 4}, {sim_claim, 4},
    {sim_approve, 3}, {sim_ticket, 2}, {sim_hold, 2},      {sim_deliver, 3}, {sim_tick, 2},   {sim_chain, 1},
};

static inline void sim_act(struct sim *sim)
{
    int total = 0;
    for (size_t i = 0; i < sizeof sim_steps / sizeof *sim_steps; i++) total += sim_steps[i].weight;
    int pick = sim_pick(sim, total);
    for (size_t i = 0; i < sizeof sim_steps / sizeof *sim_steps; i++)
        if ((pick -= sim_steps[i].weight) < 0) {
            sim_steps[i].step(sim);
            return;
        }
}

/* Minutes mostly, sometimes hours, now and then days. */
static inline void sim_wait(struct sim *sim)
{
    static const int64_t waits[] = {1, 1, 1, 1, 1, 1, 1, 20, 60, 60 * 5, 60 * 24};
    int64_t minutes = waits[sim_pick(sim, (int)(sizeof waits / sizeof *waits))];
    if (!sim_pick(sim, 40)) minutes = 60 * 24 * 5;
    sim->now += minutes * 60 * MICROS_PER_SECOND + sim_pick(sim, 60000000);
}

/* Nothing fails any more, and the loops do what is left. */
static inline void sim_settle(struct sim *sim)
{
    sim->faults = false;
    for (int days = 0; days < 8; days++) {
        struct outgoing_message letters[SIM_LETTERS];
        struct err err = {0};
        int count;
        sim->now += 25 * MICROS_PER_HOUR;
        sim_tick(sim);
        do {
            database_or_die(desk_letters_claim(sim->desk, sim->arena, STR("last"), SIM_LEASE, SIM_LETTERS,
                                               letters, &count, &err),
                            &err);
            for (int i = 0; i < count; i++) {
                sim_lease(sim, &letters[i])->over = true;
                database_or_die(desk_letter_sent(sim->desk, sim->arena, &letters[i], STR("last"), &err),
                                &err);
            }
        } while (count);
    }
    sim_chain(sim);
}

#endif
