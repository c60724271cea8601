/* What the demo's studio shows of pieces in the making: a photo some hours after a stage began, of some orders of
 * the last days; see demo.h. Which ones is no matter of chance, so that this takes none from the rest of the life. */
#include "base/digest.h"
#include "cli/demo.h"
#include "cli/demo_picture.h"
#include "desk/life.h"
#include "desk/progress.h"

enum { SHOWN_DAYS = 9, SHOWN_OF = 10, SHOWN = 4, HOURS_LEAST = 2, HOURS = 5 };

/* The same for the same order and stage. */
static unsigned lot_of(struct str number, enum stage stage)
{
    struct str name = stage_name(stage);
    struct digest digest = DIGEST_OF(number, name);
    const unsigned char *bytes = (const unsigned char *)digest_str(&digest).ptr;
    return (unsigned)bytes[0] << 8 | bytes[1];
}

static const struct value *line_of(const struct demo *demo, struct str sku, struct str stage)
{
    for (size_t i = 0; i < demo->bench_count; i++)
        if (str_eq(demo_string(&demo->bench[i], "sku"), sku) &&
            str_eq(demo_string(&demo->bench[i], "stage"), stage))
            return &demo->bench[i];
    return NULL;
}

int demo_show(struct demo *demo, struct str number, int index, enum stage stage, struct err *err)
{
    struct order_record record;
    struct progress_photo kept;
    bool new;
    const struct actor *studio = &demo_staff_of(demo, "studio")->actor;
    int found = desk_order_get(demo->desk, studio, demo->arena, number, &record, err);
    if (found <= 0 || record.cancelled_at != INSTANT_NONE) return found < 0 ? -1 : 0;
    const struct order *order = record.order;
    const struct item *item = &order->items[index];
    const struct value *line = line_of(demo, item->sku, stage_name(stage));
    if (!line) return 0;
    struct str words = item_field(item, demo_string(demo_product_of(demo, item->sku)->line, "words"));
    struct str picture = demo_string(line, "picture");
    struct progress_wish wish = {
        .number = number,
        .item = index,
        .stage = stage,
        .caption = demo_string(line, str_starts(order->customer.locale, STR("zh")) ? "zh" : "en"),
        .shown = true,
    };
    picture = arena_printf(demo->arena, "%.*s:%.*s", STR_ARG(picture), STR_ARG(words));
    if (picture_draw_making(demo->arena, picture, lot_of(number, stage), &wish.content, err) < 0) return -1;
    return desk_progress_add(demo->desk, studio, demo->arena, &wish, &new, &kept, err);
}

static int show_now(struct demo *demo, const struct demo_event *event, struct err *err)
{
    return demo_show(demo, event->order->number, 0, (enum stage)event->number, err);
}

void demo_show_later(struct demo *demo, struct demo_order *order, enum stage stage)
{
    unsigned lot = lot_of(order->number, stage);
    if (demo->now < demo->end - SHOWN_DAYS * DEMO_DAY || !progress_stage(stage) || lot % SHOWN_OF >= SHOWN)
        return;
    struct demo_event event = {.at = demo->now + (HOURS_LEAST + lot / SHOWN_OF % HOURS) * MICROS_PER_HOUR,
                               .happen = show_now,
                               .order = order,
                               .number = (int)stage};
    demo_enter(demo, &event);
}
