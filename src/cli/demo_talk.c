/* The demo's conversations: customers write, the desk answers in its hours; see demo.h. */
#include "base/digest.h"
#include "cli/demo.h"
#include "cli/demo_picture.h"
#include "desk/intake.h"
#include "desk/look.h"
#include "desk/reply.h"
#include "desk/ticket.h"
#include "store/file.h"
#include "text/media.h"

enum { PICTURES_MOST = 4, EDITED_PERCENT = 9, PHOTO_PERCENT = 74 };

/* ---- a message ---- */

struct picture {
    struct str name, bytes, thumb, digest;
    struct media media;
};

static int keep_picture(const struct unit *unit, void *context, struct err *err)
{
    const struct picture *picture = context;
    return file_put(unit, picture->digest, picture->bytes, err) < 0
               ? -1
               : thumbnail_put(unit, picture->digest, picture->thumb, err);
}

static int draw(struct demo *demo, struct str spec, struct picture *out, struct err *err)
{
    struct digest *digest = ARENA_NEW(demo->arena, struct digest);
    if (picture_draw(demo->arena, spec, demo_chance(demo), &out->bytes, &out->thumb, err) < 0) return -1;
    *digest = digest_of(out->bytes);
    out->digest = digest_str(digest);
    out->name = arena_printf(demo->arena, "IMG_%04d.png", 1000 + demo_pick(demo, 9000));
    media_read(STR("image/png"), out->bytes, &out->media);
    return desk_write_quietly(demo->desk, &demo->shop_actor, demo->arena, keep_picture, out, err);
}

static int attach(struct demo *demo, struct str specs, struct inquiry *inquiry, struct ready_file **out_files,
                  struct err *err)
{
    struct str spec;
    inquiry->attachments = ARENA_ARRAY(demo->arena, PICTURES_MOST, struct attachment);
    *out_files = ARENA_ARRAY(demo->arena, PICTURES_MOST, struct ready_file);
    while (specs.len && inquiry->attachment_count < PICTURES_MOST && str_next_part(&specs, '|', &spec)) {
        struct picture picture;
        if (draw(demo, spec, &picture, err) < 0) return -1;
        size_t place = inquiry->attachment_count++;
        (*out_files)[place] = (struct ready_file){.attached.digest = picture.digest};
        inquiry->attachments[place] =
            (struct attachment){picture.name, picture.media.type, (int64_t)picture.bytes.len,
                                picture.media.width, picture.media.height};
    }
    return 0;
}

int demo_receive(struct demo *demo, const struct demo_message *message, struct id *out_ticket,
                 struct id *out_draft, struct err *err)
{
    struct intake intake;
    struct ready_file *files;
    struct inquiry inquiry = {
        .id = arena_printf(demo->arena, "demo-%d", ++demo->messages),
        .at = demo->now,
        .channel = message->channel.len ? message->channel : STR("email"),
        .from = message->from.len ? message->from : message->person->email,
        .subject = message->subject,
        .text = message->text,
        .link_verified = message->by_link,
        .contacts = 1,
    };
    if (attach(demo, message->pictures, &inquiry, &files, err) < 0 ||
        desk_receive(demo->desk, &demo->shop_actor, demo->arena, &inquiry, files, &intake, err) < 0)
        return -1;
    *out_ticket = intake.ticket;
    *out_draft = intake.draft;
    return 0;
}

/* ---- who answers, and when ---- */

static const struct demo_staff *pick_staff(struct demo *demo, const struct ticket *ticket)
{
    static const char *const keys[] = {"agent", "agent", "agent", "manager", "manager", "owner", "agent_zh"};
    for (int i = 0; i < demo->staff_count; i++)
        if (id_eq(&demo->staff[i].actor.account, &ticket->assignee)) return &demo->staff[i];
    if (ticket->escalated) return demo_staff_of(demo, "manager");
    if (str_starts(ticket->locale, STR("zh"))) return demo_staff_of(demo, "agent_zh");
    return demo_staff_of(demo, keys[demo_pick(demo, 7)]);
}

/* Most are answered well within the four hours; before the feasts the desk is behind. */
static instant_t answer_time(struct demo *demo, const char *kind)
{
    static const char *const pressing[] = {"change", "cancel", "rush", "confirm", "decline", "address"};
    int month = civil_of(demo_today(demo)).month, chance = demo_pick(demo, 100);
    int quick = month >= 11 ? 72 : month == 2 ? 75 : 82, slow = quick + 11;
    for (size_t i = 0; i < sizeof pressing / sizeof *pressing; i++)
        if (strcmp(kind, pressing[i]) == 0) return demo_opening_later(demo, 4, chance < 92 ? 95 : 320);
    if (chance < quick) return demo_opening_later(demo, 6, 190);
    return chance < slow ? demo_opening_later(demo, 190, 330) : demo_opening_later(demo, 330, 900);
}

void demo_message_at(struct demo *demo, instant_t at, const char *kind, struct demo_order *order)
{
    struct demo_event event = {.at = at, .happen = demo_write_message, .order = order, .kind = kind};
    demo_enter(demo, &event);
}

/* Whether there is still a reason to write so. */
static bool is_still_so(const struct demo_event *event)
{
    const struct demo_order *order = event->order;
    if (!order) return true;
    if (order->over) return false;
    if (strcmp(event->kind, "wrong_spec") == 0 && !value_get(order->piece, STR("slip"))) return false;
    if (strcmp(event->kind, "delay") == 0) return order->shipped_at == INSTANT_NONE;
    if (strcmp(event->kind, "not_received") == 0) return order->lost || order->delivered_at != INSTANT_NONE;
    if (strcmp(event->kind, "status") == 0 || strcmp(event->kind, "need_by") == 0 ||
        strcmp(event->kind, "address") == 0)
        return order->delivered_at == INSTANT_NONE;
    return true;
}

/* Some show the fault at once, others are asked for it. What reads wrong is shown as it reads. */
static const char *with_photo(struct demo *demo, const char *kind, const struct demo_order *order,
                              struct str *out_pictures)
{
    bool damaged = strcmp(kind, "damaged") == 0, wrong = strcmp(kind, "wrong_spec") == 0;
    if (strcmp(kind, "photos") != 0 && ((!damaged && !wrong) || !demo_odds(demo, PHOTO_PERCENT))) return kind;
    struct str pictures = demo_string(order->product->line, wrong ? "picture_wrong" : "pictures");
    *out_pictures = demo_fill_gaps(demo, pictures, order->person, order);
    return damaged ? "damaged_photo" : wrong ? "wrong_photo" : kind;
}

static struct str pick_channel(struct demo *demo)
{
    int chance = demo_pick(demo, 100);
    return chance < 74 ? STR("email") : chance < 92 ? STR("form") : STR("chat");
}

int demo_write_message(struct demo *demo, const struct demo_event *event, struct err *err)
{
    struct id ticket, draft;
    struct demo_message message = {.order = event->order, .channel = pick_channel(demo)};
    if (!is_still_so(event)) return 0;
    message.person = event->order    ? event->order->person
                     : event->person ? event->person
                                     : demo_new_person(demo);
    const char *kind =
        event->order ? with_photo(demo, event->kind, event->order, &message.pictures) : event->kind;
    message.text = demo_text(demo, kind, message.person, event->order);
    message.by_link = strcmp(kind, "confirm") == 0 && demo_odds(demo, 88);
    if (!message.text.len) return 0;
    if (demo_receive(demo, &message, &ticket, &draft, err) < 0) return -1;
    if (event->order) event->order->contacts++;
    struct demo_event answer = {.at = answer_time(demo, event->kind),
                                .happen = demo_answer,
                                .order = event->order,
                                .person = message.person,
                                .id = ticket};
    demo_enter(demo, &answer);
    return 0;
}

/* ---- an answer ---- */

static const struct draft *open_draft(const struct whole_ticket *whole)
{
    for (size_t i = 0; i < whole->draft_count; i++)
        if (whole->drafts[i].state == DRAFT_OPEN) return &whole->drafts[i];
    return NULL;
}

static int take(struct demo *demo, const struct demo_staff *who, const struct id *ticket, struct err *err)
{
    struct ticket after;
    const struct ticket_move move = {.ticket = *ticket};
    return desk_ticket_assign(demo->desk, &who->actor, demo->arena, &move, &who->actor.account, &after, err);
}

/* What lint holds back the manager reads once more and answers for. */
static int send_draft(struct demo *demo, const struct demo_staff *who, const struct draft *draft,
                      struct err *err)
{
    struct draft sent;
    struct findings findings = {0};
    struct err failure = {0};
    const struct draft_move move = {.draft = draft->id};
    if (desk_draft_send(demo->desk, &who->actor, demo->arena, &move, (struct str){0}, &sent, &findings,
                        &failure) == 0)
        return 0;
    if (failure.category == ERR_CONFLICT && findings.blocks)
        return desk_draft_send(demo->desk, &demo_staff_of(demo, "manager")->actor, demo->arena, &move,
                               STR("Read against the order once more; every word of it holds."), &sent,
                               &findings, err);
    if (err) *err = failure;
    return -1;
}

/* Now and then somebody adds a line of their own. */
static int edit(struct demo *demo, const struct demo_staff *who, const struct draft *draft, struct err *err)
{
    struct demo_person reader = {.chinese = str_starts(draft->locale, STR("zh"))};
    struct draft after;
    struct findings findings;
    struct str line = demo_text(demo, "own_line", &reader, NULL);
    if (!line.len || !demo_odds(demo, EDITED_PERCENT)) return 0;
    struct draft_edit wish = {
        .move = {.draft = draft->id},
        .markdown = ARENA_JOIN(demo->arena, str_trim(draft->markdown), STR("\n\n"), line, STR("\n"))};
    return desk_draft_edit(demo->desk, &who->actor, demo->arena, &wish, &after, &findings, err);
}

int demo_send(struct demo *demo, const struct demo_staff *who, const struct id *ticket, struct ticket *out,
              struct err *err)
{
    struct whole_ticket whole;
    if (desk_ticket_whole(demo->desk, &demo->staff[0].actor, demo->arena, ticket, &whole, err) < 0) return -1;
    const struct draft *draft = open_draft(&whole);
    if (!who) who = pick_staff(demo, &whole.ticket);
    if (draft && whole.ticket.state != TICKET_MERGED) {
        if (take(demo, who, ticket, err) < 0 || edit(demo, who, draft, err) < 0 ||
            send_draft(demo, who, draft, err) < 0)
            return -1;
        if (desk_ticket_whole(demo->desk, &demo->staff[0].actor, demo->arena, ticket, &whole, err) < 0)
            return -1;
    }
    *out = whole.ticket;
    return 0;
}

int demo_send_own(struct demo *demo, const struct demo_staff *who, const struct id *ticket, struct str words,
                  struct err *err)
{
    struct whole_ticket whole;
    struct draft draft;
    struct findings findings;
    if (desk_ticket_whole(demo->desk, &demo->staff[0].actor, demo->arena, ticket, &whole, err) < 0) return -1;
    if (!who) who = pick_staff(demo, &whole.ticket);
    struct draft_words own = {.ticket = *ticket, .markdown = words, .leaves = TICKET_RESOLVED};
    if (take(demo, who, ticket, err) < 0 ||
        desk_draft_write(demo->desk, &who->actor, demo->arena, &own, &draft, &findings, err) < 0)
        return -1;
    return send_draft(demo, who, &draft, err);
}

int demo_answer(struct demo *demo, const struct demo_event *event, struct err *err)
{
    struct ticket ticket;
    if (demo_send(demo, NULL, &event->id, &ticket, err) < 0) return -1;
    return demo_follow(demo, event->order, event->person, &ticket, err);
}
