/* Drafts: read with what lint finds, edited, sent, discarded. */
#include "api/routes.h"
#include "api/write.h"
#include "desk/reply.h"

static void write_checked(struct call *call, const struct draft *draft, const struct findings *findings)
{
    call->version = draft->version;
    json_begin_object(&call->json);
    json_name(&call->json, "draft");
    write_draft(&call->json, draft);
    json_name(&call->json, "lint");
    write_findings(&call->json, findings->list, findings->count);
    json_put_bool(&call->json, "blocked", findings->blocks);
    json_end_object(&call->json);
}

int route_draft(struct call *call, struct err *err)
{
    struct draft draft;
    struct findings findings;
    struct id id;
    if (call_id(call, "id", &id, err) < 0 ||
        desk_draft_check(call->desk, &call->actor, call->arena, &id, &draft, &findings, err) < 0)
        return -1;
    write_checked(call, &draft, &findings);
    return 0;
}

static const struct member_rule edit_members[] = {
    MEMBER("subject", read_text, struct draft_edit, subject, .max = 200),
    MEMBER("markdown", read_text, struct draft_edit, markdown, .required = true, .max = DOCUMENT_TEXT),
};
const struct shape shape_draft_edit = SHAPE(struct draft_edit, NULL, edit_members, NULL);

static int read_move(struct call *call, struct draft_move *out, struct err *err)
{
    *out = (struct draft_move){0};
    if (call_id(call, "id", &out->draft, err) < 0) return -1;
    return call_if_match(call, &out->version, err);
}

int route_draft_edit(struct call *call, struct err *err)
{
    struct draft_edit edit = {0};
    struct draft draft;
    struct findings findings;
    if (read_move(call, &edit.move, err) < 0 || call_body(call, &edit, err) < 0 ||
        desk_draft_edit(call->desk, &call->actor, call->arena, &edit, &draft, &findings, err) < 0)
        return -1;
    write_checked(call, &draft, &findings);
    return 0;
}

DOCUMENT_WORD(ticket_state, TICKET_MERGED)
static const struct draft_words blank_words = {.leaves = TICKET_WAITING};
static const struct member_rule write_members[] = {
    MEMBER("subject", read_text, struct draft_words, subject, .max = 200),
    MEMBER("markdown", read_text, struct draft_words, markdown, .required = true, .max = DOCUMENT_TEXT),
    MEMBER_WORD("leaves", ticket_state, struct draft_words, leaves, .max = 0),
};
const struct shape shape_draft_write = SHAPE(struct draft_words, &blank_words, write_members, NULL);

int route_draft_write(struct call *call, struct err *err)
{
    struct draft_words words = blank_words;
    struct draft draft;
    struct findings findings;
    if (call_id(call, "id", &words.ticket, err) < 0 || call_if_match(call, &words.version, err) < 0 ||
        call_body(call, &words, err) < 0 ||
        desk_draft_write(call->desk, &call->actor, call->arena, &words, &draft, &findings, err) < 0)
        return -1;
    write_checked(call, &draft, &findings);
    return 0;
}

struct send_body {
    struct str override_reason;
};
static const struct member_rule send_members[] = {
    MEMBER("override_reason", read_text, struct send_body, override_reason, .max = 500),
};
const struct shape shape_draft_send = SHAPE(struct send_body, NULL, send_members, NULL);

/* The refusal names what lint found. */
static int with_findings(const struct findings *findings, struct err *err)
{
    for (size_t i = 0; findings->blocks && i < findings->count; i++)
        if (findings->list[i].error)
            return err_set(err, err->category, "%.300s (%.*s: %.*s)", err->message,
                           STR_ARG(findings->list[i].rule), STR_ARG(findings->list[i].message));
    return -1;
}

int route_draft_send(struct call *call, struct err *err)
{
    struct draft_move move;
    struct send_body body = {0};
    struct draft draft;
    struct findings findings = {0};
    if (read_move(call, &move, err) < 0 || call_body(call, &body, err) < 0) return -1;
    if (desk_draft_send(call->desk, &call->actor, call->arena, &move, body.override_reason, &draft, &findings,
                        err) < 0)
        return with_findings(&findings, err);
    write_checked(call, &draft, &findings);
    return 0;
}

int route_draft_discard(struct call *call, struct err *err)
{
    struct draft_move move;
    struct draft draft;
    char nothing;
    if (read_move(call, &move, err) < 0 || call_body(call, &nothing, err) < 0 ||
        desk_draft_discard(call->desk, &call->actor, call->arena, &move, &draft, err) < 0)
        return -1;
    write_checked(call, &draft, &(struct findings){0});
    return 0;
}
