/* Editing, checking and sending drafts; see reply.h. */
#include "desk/reply.h"

#include "desk/judgement.h"
#include "desk/letter.h"
#include "desk/presence.h"
#include "engine/lint.h"
#include "store/audit.h"
#include "text/json.h"
#include "text/markdown.h"
#include "text/utf8.h"

/* A draft on its way: what was read of it, and what is to become of it. */
struct replying {
    struct desk *desk;
    const struct actor *actor;
    const struct draft_move *move;
    const struct draft_edit *edit; /* or NULL */
    struct str override_reason;
    bool overridden;
    int64_t read_version; /* of the draft that was found fit to be sent */
    struct draft draft;
    struct assessed assessed;
};

static int load(const struct unit *unit, struct replying *replying, struct err *err)
{
    int found = draft_load(unit, &replying->move->draft, &replying->draft, err);
    if (found < 0) return -1;
    if (!found) return err_set(err, ERR_NOT_FOUND, "there is no such draft");
    if (replying->move->version && replying->move->version != replying->draft.version)
        return err_set(err, ERR_STALE, "the draft has changed since it was read; read it again");
    return 0;
}

static int load_whole(const struct unit *unit, void *context, struct err *err)
{
    struct replying *replying = context;
    if (load(unit, replying, err) < 0) return -1;
    return assessed_load(unit, &replying->draft.assessment, &replying->assessed, err) < 0 ? -1 : 0;
}

int findings_of(struct arena *arena, struct str assessment, struct str markdown, struct findings *out,
                struct err *err)
{
    struct value document;
    struct lint_context context;
    struct lint_finding *list;
    struct findings findings = {0};
    if (json_parse(arena, assessment, &document, err) < 0 ||
        lint_context_of_json(arena, &document, &context, err) < 0)
        return -1;
    lint_text(arena, markdown, &context, &list, &findings.count);
    for (size_t i = 0; i < findings.count; i++)
        if (list[i].error) findings.blocks = true;
    findings.list = list;
    *out = findings;
    return 0;
}

static int find(struct replying *replying, struct arena *arena, struct str markdown, struct findings *out,
                struct err *err)
{
    return findings_of(arena, replying->assessed.output, markdown, out, err);
}

static int check_text(struct str markdown, struct err *err)
{
    if (!utf8_is_valid(markdown)) return err_set(err, ERR_INPUT, "/markdown: UTF-8 is expected");
    if (!str_trim(markdown).len)
        return err_set(err, ERR_INPUT, "/markdown: a text is expected, found nothing");
    if (markdown.len > MARKDOWN_MAX)
        return err_set(err, ERR_LIMIT, "/markdown: at most %d bytes are allowed, found %zu", MARKDOWN_MAX,
                       markdown.len);
    return 0;
}

static int note(const struct unit *unit, const struct draft *draft, const char *verb, struct err *err)
{
    struct audit_entry entry = {.verb = verb, .object = draft->id, .ticket = draft->ticket};
    return audit_add(unit, &entry, err);
}

static int open_one(const struct draft *draft, struct err *err)
{
    if (draft->state == DRAFT_OPEN) return 0;
    struct str state = draft_state_name(draft->state);
    return err_set(err, ERR_CONFLICT, "the draft is %.*s; only an open one can be worked on", STR_ARG(state));
}

static int edit_in(const struct unit *unit, void *context, struct err *err)
{
    struct replying *replying = context;
    struct draft *draft = &replying->draft;
    if (load(unit, replying, err) < 0 || open_one(draft, err) < 0) return -1;
    if (replying->edit->subject.len) draft->subject = replying->edit->subject;
    draft->markdown = replying->edit->markdown;
    draft->edited_by = unit->actor;
    if (draft_save(unit, draft, err) < 0) return -1;
    return note(unit, draft, "draft.edited", err);
}

int desk_draft_edit(struct desk *desk, const struct actor *actor, struct arena *arena,
                    const struct draft_edit *edit, struct draft *out, struct findings *out_findings,
                    struct err *err)
{
    struct replying replying = {.desk = desk, .actor = actor, .move = &edit->move, .edit = edit};
    if (actor_check(actor, RIGHT_REPLY, err) < 0 || check_text(edit->markdown, err) < 0 ||
        desk_read(desk, actor, arena, load_whole, &replying, err) < 0 ||
        find(&replying, arena, edit->markdown, out_findings, err) < 0 ||
        desk_write(desk, actor, arena, edit_in, &replying, err) < 0)
        return -1;
    *out = replying.draft;
    return 0;
}

struct writing {
    const struct draft_words *words;
    struct ticket ticket;
    struct replying replying;
};

static int find_assessed(const struct unit *unit, void *context, struct err *err)
{
    struct writing *writing = context;
    const struct draft_words *words = writing->words;
    int found = ticket_load(unit, &words->ticket, &writing->ticket, err);
    if (found < 0) return -1;
    if (!found) return err_set(err, ERR_NOT_FOUND, "there is no such ticket");
    if (words->version && words->version != writing->ticket.version)
        return err_set(err, ERR_STALE, "the ticket has changed since it was read; read it again");
    if (writing->ticket.state == TICKET_MERGED)
        return err_set(err, ERR_CONFLICT,
                       "the ticket is merged into another one, where the conversation goes on");
    found = assessed_last(unit, &words->ticket, &writing->replying.assessed, err);
    if (found < 0) return -1;
    return found ? 0 : err_set(err, ERR_CONFLICT, "nothing in this ticket was assessed");
}

/* By hand the ticket is open first, so that the draft can leave it as it says. */
static int reopen(const struct unit *unit, struct ticket *ticket, struct err *err)
{
    if (ticket->state == TICKET_OPEN) return 0;
    if (ticket_step(ticket, TICKET_OPEN, err) < 0) return -1;
    ticket->resolved_at = INSTANT_NONE;
    if (ticket->due_at == INSTANT_NONE) ticket->due_at = unit->now;
    return ticket_save(unit, ticket, err);
}

static int write_in(const struct unit *unit, void *context, struct err *err)
{
    struct writing *writing = context;
    const struct draft_words *words = writing->words;
    if (find_assessed(unit, context, err) < 0) return -1;
    struct draft draft = {
        .id = unit_id(unit),
        .ticket = words->ticket,
        .assessment = writing->replying.assessed.id,
        .state = DRAFT_OPEN,
        .subject = words->subject.len ? words->subject : writing->ticket.subject,
        .markdown = words->markdown,
        .locale = writing->ticket.locale,
        .awaits = AWAITING_NOTHING,
        .leaves = words->leaves,
        .leaves_due = INSTANT_NONE,
        .free = true,
        .edited_by = unit->actor,
        .created_at = unit->now,
        .settled_at = INSTANT_NONE,
        .version = 1,
    };
    if (judgement_supersede(unit, &words->ticket, err) < 0 || reopen(unit, &writing->ticket, err) < 0 ||
        draft_insert(unit, &draft, err) < 0)
        return -1;
    writing->replying.draft = draft;
    return note(unit, &draft, "draft.written", err);
}

int desk_draft_write(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct draft_words *words, struct draft *out, struct findings *out_findings,
                     struct err *err)
{
    struct writing writing = {.words = words};
    if (actor_check(actor, RIGHT_REPLY, err) < 0 || check_text(words->markdown, err) < 0 ||
        desk_read(desk, actor, arena, find_assessed, &writing, err) < 0 ||
        find(&writing.replying, arena, words->markdown, out_findings, err) < 0 ||
        desk_write(desk, actor, arena, write_in, &writing, err) < 0)
        return -1;
    *out = writing.replying.draft;
    return 0;
}

int desk_draft_check(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct id *draft, const struct str *markdown, struct draft *out,
                     struct findings *out_findings, struct err *err)
{
    struct draft_move move = {.draft = *draft};
    struct replying replying = {.desk = desk, .actor = actor, .move = &move};
    if (actor_check(actor, RIGHT_DESK, err) < 0 || (markdown && check_text(*markdown, err) < 0) ||
        desk_read(desk, actor, arena, load_whole, &replying, err) < 0 ||
        find(&replying, arena, markdown ? *markdown : replying.draft.markdown, out_findings, err) < 0)
        return -1;
    *out = replying.draft;
    return 0;
}

static int send_in(const struct unit *unit, void *context, struct err *err)
{
    struct replying *replying = context;
    struct ticket ticket;
    struct draft *draft = &replying->draft;
    if (load(unit, replying, err) < 0 || open_one(draft, err) < 0) return -1;
    if (draft->version != replying->read_version)
        return err_set(err, ERR_STALE, "the draft has changed since it was read; read it again");
    if (ticket_load(unit, &draft->ticket, &ticket, err) <= 0)
        return err_set(err, ERR_CONFLICT, "the ticket of this draft is gone");
    if (!replying->move->anyway &&
        presence_check_alone(unit, &draft->ticket, &replying->actor->account, err) < 0)
        return -1;
    if (replying->overridden) {
        draft->override_by = unit->actor;
        draft->override_reason = replying->override_reason;
    }
    struct letter letter = {.ticket = &ticket,
                            .draft = draft,
                            .output = draft->free ? STR("{}") : replying->assessed.output,
                            .order = id_is_none(&ticket.order) ? NULL : &ticket.order,
                            .account = replying->actor->account};
    return letter_send(replying->desk, unit, &letter, err) < 0 ? -1 : 0;
}

static int check_sendable(struct replying *replying, struct arena *arena, struct findings *out,
                          struct err *err)
{
    if (open_one(&replying->draft, err) < 0 || find(replying, arena, replying->draft.markdown, out, err) < 0)
        return -1;
    replying->read_version = replying->draft.version;
    if (!out->blocks) return 0;
    if (!replying->override_reason.len)
        return err_set(err, ERR_CONFLICT,
                       "lint found errors in this draft; mend them, or send it with a reason");
    replying->overridden = true;
    return actor_check(replying->actor, RIGHT_OVERRIDE, err);
}

int desk_draft_send(struct desk *desk, const struct actor *actor, struct arena *arena,
                    const struct draft_move *move, struct str override_reason, struct draft *out,
                    struct findings *out_findings, struct err *err)
{
    struct replying replying = {
        .desk = desk, .actor = actor, .move = move, .override_reason = str_trim(override_reason)};
    *out_findings = (struct findings){0};
    if (actor_check(actor, RIGHT_REPLY, err) < 0 ||
        desk_read(desk, actor, arena, load_whole, &replying, err) < 0 ||
        check_sendable(&replying, arena, out_findings, err) < 0 ||
        desk_write(desk, actor, arena, send_in, &replying, err) < 0)
        return -1;
    *out = replying.draft;
    return 0;
}

static int discard_in(const struct unit *unit, void *context, struct err *err)
{
    struct replying *replying = context;
    struct draft *draft = &replying->draft;
    if (load(unit, replying, err) < 0) return -1;
    if (state_step(MACHINE_DRAFT, (int)draft->state, DRAFT_DISCARDED, err) < 0) return -1;
    draft->state = DRAFT_DISCARDED;
    draft->settled_at = unit->now;
    if (draft_save(unit, draft, err) < 0) return -1;
    return note(unit, draft, "draft.discarded", err);
}

int desk_draft_discard(struct desk *desk, const struct actor *actor, struct arena *arena,
                       const struct draft_move *move, struct draft *out, struct err *err)
{
    struct replying replying = {.desk = desk, .actor = actor, .move = move};
    if (actor_check(actor, RIGHT_REPLY, err) < 0 ||
        desk_write(desk, actor, arena, discard_in, &replying, err) < 0)
        return -1;
    *out = replying.draft;
    return 0;
}
