/* Proactive notices into the outbox; see notice.h. */
#include "desk/notice.h"

#include "desk/letter.h"
#include "store/promise.h"

int notice_write(struct desk *desk, struct arena *arena, const struct order *order, enum notice notice,
                 struct str template, int item, instant_t not_before, struct notice_letter *out,
                 struct err *err)
{
    struct notice_letter letter = {.notice = notice, .template = template, .not_before = not_before};
    if (desk_notice(desk, arena, order, notice, template, item, &letter.text, err) < 0) return -1;
    enum lang lang = str_starts(letter.text.locale, STR("zh")) ? LANG_ZH : LANG_EN;
    letter.subject = language_word(&desk_store(desk, arena)->languages[lang],
                                   arena_printf(arena, "notice.%.*s", STR_ARG(template)));
    if (letter_link_line(desk, arena, order->number, letter.text.locale, &letter.page_line, err) < 0)
        return -1;
    *out = letter;
    return 0;
}

/* A range of the delivery that stands in the words is a promise. */
static int promise_delivery(const struct unit *unit, const struct order_record *record,
                            const struct notice_letter *letter, const struct outgoing_message *message,
                            struct err *err)
{
    for (size_t i = 0; i < letter->text.milestone_count; i++) {
        const struct item_milestone *milestone = &letter->text.milestones[i];
        if (milestone->milestone != MILESTONE_DELIVERED || milestone->actual != DAY_NONE) continue;
        struct promise_record promise = {.order = record->id,
                                         .item = milestone->item,
                                         .milestone = milestone->milestone,
                                         .range = milestone->range,
                                         .told_at = unit->now,
                                         .told_to = message->recipient,
                                         .outbox = message->id};
        if (promise_add(unit, &promise, err) < 0) return -1;
    }
    return 0;
}

static bool tells_delivery(enum notice notice)
{
    return notice == NOTICE_ORDER_CONFIRMED || notice == NOTICE_PRODUCTION_STARTED ||
           notice == NOTICE_QUALITY_CHECK_COMPLETE || notice == NOTICE_SHIPPED || notice == NOTICE_DELAY;
}

struct str notice_key(struct arena *arena, struct str template, const struct id *order, struct str once)
{
    char id[ID_TEXT];
    id_format(order, id);
    return arena_printf(arena, "notice:%.*s:%s:%.*s", STR_ARG(template), id, STR_ARG(once));
}

int notice_queue(const struct unit *unit, const struct order_record *record,
                 const struct notice_letter *letter, struct str once, struct err *err)
{
    bool added;
    struct outgoing_message message = {
        .kind = "notice",
        .notice = notice_name(letter->notice),
        .dedupe = notice_key(unit->arena, letter->template, &record->id, once),
        .order = record->id,
        .channel = letter_channel(record->order->customer.email),
        .recipient = record->order->customer.email,
        .subject = letter->subject,
        .automatic = true,
        .withheld = letter->text.withheld,
        .not_before = letter->not_before,
    };
    if (!message.channel.len) {
        message.channel = STR("email");
        message.withheld = STR("no_address");
    }
    struct str markdown = letter->text.markdown;
    if (letter->page_line.len) {
        markdown = ARENA_JOIN(unit->arena, markdown, STR("\n\n"), letter->page_line);
        message.link = true;
    }
    if (letter_render_markdown(unit->arena, markdown, &message, err) < 0 ||
        outbox_add(unit, &message, &added, err) < 0)
        return -1;
    if (!added || message.withheld.len || !tells_delivery(letter->notice)) return 0;
    return promise_delivery(unit, record, letter, &message, err);
}
