/* Drafts: read with what lint finds, edited, sent, discarded. */
#include "api/routes.h"
#include "api/write.h"
#include "desk/unsend.h"
#include "text/markdown.h"
#include "text/sms.h"

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
        desk_draft_check(call->desk, &call->actor, call->arena, &id, NULL, &draft, &findings, err) < 0)
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

/* ---- a text as it would arrive ---- */

static void write_sms(struct json_writer *json, struct str text)
{
    struct buf folded;
    buf_init(&folded, 2 * MARKDOWN_MAX);
    sms_fold(&folded, text);
    struct sms_size size = sms_size_of(buf_str(&folded));
    json_begin_object(json);
    json_put_string(json, "text", buf_str(&folded));
    json_put_int(json, "segments", size.segments);
    json_put_int(json, "units", size.units);
    json_put_bool(json, "unicode", size.ucs2);
    json_end_object(json);
    buf_done(&folded);
}

/* HTML takes at most a few times the room of its Markdown. */
enum { RENDERED_MOST = 16 * MARKDOWN_MAX };

static int write_rendered(struct json_writer *json, struct str markdown, struct err *err)
{
    struct buf html, text;
    buf_init(&html, RENDERED_MOST);
    buf_init(&text, RENDERED_MOST);
    int result = markdown_render(markdown, &html, &text, err);
    if (result == 0) {
        json_put_string(json, "html", buf_str(&html));
        json_put_string(json, "text", buf_str(&text));
        json_name(json, "sms");
        write_sms(json, buf_str(&text));
    }
    buf_done(&html);
    buf_done(&text);
    return result;
}

int route_draft_check(struct call *call, struct err *err)
{
    struct draft_edit edit = {0};
    struct draft draft;
    struct findings findings;
    struct id id;
    if (call_id(call, "id", &id, err) < 0 || call_body(call, &edit, err) < 0 ||
        desk_draft_check(call->desk, &call->actor, call->arena, &id, &edit.markdown, &draft, &findings, err) <
            0)
        return -1;
    json_begin_object(&call->json);
    json_name(&call->json, "lint");
    write_findings(&call->json, findings.list, findings.count);
    json_put_bool(&call->json, "blocked", findings.blocks);
    if (write_rendered(&call->json, edit.markdown, err) < 0) return -1;
    json_end_object(&call->json);
    return 0;
}

/* ---- sending ---- */

struct send_body {
    struct str override_reason, subject, markdown;
    bool anyway;
};
static const struct member_rule send_members[] = {
    MEMBER("subject", read_text, struct send_body, subject, .max = 200),
    MEMBER("markdown", read_text, struct send_body, markdown, .max = DOCUMENT_TEXT),
    MEMBER("override_reason", read_text, struct send_body, override_reason, .max = 500),
    MEMBER("anyway", read_bool, struct send_body, anyway, .max = 0),
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

/* The text as it stands on the sender's screen is kept first, so that it is not lost where lint refuses it; what was sent
 * before under the same key is not edited again. */
static int keep_text(struct call *call, const struct send_body *body, struct draft_move *move,
                     struct err *err)
{
    struct draft_edit edit = {*move, body->subject, body->markdown};
    struct actor actor = call->actor;
    struct findings findings;
    struct draft draft;
    actor.once = NULL;
    if (!body->markdown.ptr) return 0;
    if (desk_draft_check(call->desk, &actor, call->arena, &move->draft, NULL, &draft, &findings, err) < 0)
        return -1;
    if (draft.state != DRAFT_OPEN || (str_eq(draft.markdown, body->markdown) &&
                                      (!body->subject.len || str_eq(draft.subject, body->subject))))
        return 0;
    if (desk_draft_edit(call->desk, &actor, call->arena, &edit, &draft, &findings, err) < 0) return -1;
    move->version = draft.version;
    return 0;
}

int route_draft_send(struct call *call, struct err *err)
{
    struct draft_move move;
    struct send_body body = {0};
    struct draft draft;
    struct findings findings = {0};
    if (read_move(call, &move, err) < 0 || call_body(call, &body, err) < 0 ||
        keep_text(call, &body, &move, err) < 0)
        return -1;
    move.anyway = body.anyway;
    if (desk_draft_send(call->desk, &call->actor, call->arena, &move, body.override_reason, &draft, &findings,
                        err) < 0)
        return with_findings(&findings, err);
    write_checked(call, &draft, &findings);
    return 0;
}

int route_draft_unsend(struct call *call, struct err *err)
{
    struct draft_move move;
    struct draft draft;
    struct findings findings;
    char nothing;
    if (read_move(call, &move, err) < 0 || call_body(call, &nothing, err) < 0 ||
        desk_draft_unsend(call->desk, &call->actor, call->arena, &move, &draft, err) < 0 ||
        desk_draft_check(call->desk, &call->actor, call->arena, &move.draft, NULL, &draft, &findings, err) <
            0)
        return -1;
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
