/* An edit of the shop tried on a real order before it is kept; see shop_edit.h. */
#include "desk/life.h"
#include "desk/shop_edit.h"
#include "desk/shop_home.h"

/* Stands behind the words of the template that is tried, so that they are found again. */
#define MARK "BURIN-TRIED-HERE"

/* Messages whose answers use most templates, one after the other, until one uses that which is tried. */
static const struct sample {
    struct str en, zh;
    bool photo, stranger, no_order;
} samples[] = {
    {STR_INIT("Where is my order?"), STR_INIT("我的订单到哪了？"), false, false, false},
    {STR_INIT("Thank you so much, I love it!"), STR_INIT("谢谢，非常喜欢！"), false, false, false},
    {STR_INIT("Please change the engraving to \"Always\"."), STR_INIT("请把刻字改成“永远”。"), false, false,
     false},
    {STR_INIT("I'd like to change the engraving, please."), STR_INIT("我想改一下刻字。"), false, false,
     false},
    {STR_INIT("Please cancel my order."), STR_INIT("请取消我的订单。"), false, false, false},
    {STR_INIT("Can you rush this? I would pay extra."), STR_INIT("可以加急吗？我愿意多付钱。"), false, false,
     false},
    {STR_INIT("It arrived damaged: it is broken."), STR_INIT("收到时已经损坏，断了。"), false, false, false},
    {STR_INIT("It arrived damaged, see the photo."), STR_INIT("收到时已经损坏，见照片。"), true, false,
     false},
    {STR_INIT("The engraving is misspelled, this is not what I ordered."),
     STR_INIT("刻字刻错了，和我订的不一样。"), true, false, false},
    {STR_INIT("I want to return it, it is not my style."), STR_INIT("我想退货，不是我喜欢的风格。"), false,
     false, false},
    {STR_INIT("Tracking says delivered but nothing has come."), STR_INIT("物流显示已签收，但我没有收到。"),
     false, false, false},
    {STR_INIT("My order is late, I have been waiting for ages."), STR_INIT("订单怎么还没到，已经等了很久。"),
     false, false, false},
    {STR_INIT("Which carrier do you ship with?"), STR_INIT("你们用什么快递？"), false, false, false},
    {STR_INIT("Could you send me a copy of the invoice?"), STR_INIT("可以给我一份发票吗？"), false, false,
     false},
    {STR_INIT("I am about to dispute this charge with my bank."), STR_INIT("我要向银行申请拒付。"), false,
     false, false},
    {STR_INIT("Where is my order?"), STR_INIT("我的订单到哪了？"), false, true, false},
    {STR_INIT("Where is my order?"), STR_INIT("我的订单到哪了？"), false, false, true},
};
enum { SAMPLES = sizeof samples / sizeof *samples };

static const struct attachment photo = {.name = STR_INIT("photo.jpg"),
                                        .type = STR_INIT("image/jpeg"),
                                        .bytes = 200000,
                                        .width = 1200,
                                        .height = 900};

struct trying {
    struct desk *desk;
    struct arena *arena;
    const struct shop_trial *trial;
    struct order order; /* with the language that is tried */
    bool zh;
    instant_t now;
};

static struct inquiry inquiry_of(const struct trying *trying, const struct sample *sample)
{
    struct str message = trying->trial->message;
    struct inquiry inquiry = {
        .id = STR("trial"),
        .channel = STR("email"),
        .from = sample->stranger ? STR("somebody.else@example.com") : trying->order.customer.email,
        .text = message.len  ? message
                : trying->zh ? sample->zh
                             : sample->en,
        .at = trying->now,
        .link_verified = !sample->stranger,
        .contacts = 1,
        .order = sample->no_order ? NULL : &trying->order,
    };
    if (sample->photo) {
        struct attachment *attachment = ARENA_NEW(trying->arena, struct attachment);
        *attachment = photo;
        inquiry.attachments = attachment;
        inquiry.attachment_count = 1;
    }
    return inquiry;
}

static int assess_with(const struct trying *trying, const struct shop *shop, const struct sample *sample,
                       struct assessment *out, struct err *err)
{
    struct inquiry inquiry = inquiry_of(trying, sample);
    struct engine *engine = engine_new(shop_store(shop));
    int rc = engine_assess(engine, trying->arena, &inquiry, out, err);
    engine_free(engine);
    return rc;
}

static void put_place(struct shop_trial_result *out, struct str text, struct str place)
{
    if (out->place_count < TRIAL_PLACES_MOST && str_contains(text, STR(MARK)))
        out->places[out->place_count++] = place;
}

static void find_places(const struct trying *trying, const struct assessment *marked,
                        struct shop_trial_result *out)
{
    out->place_count = 0;
    put_place(out, marked->reply.subject, STR("subject"));
    put_place(out, marked->reply.markdown, STR("reply"));
    put_place(out, marked->reply.sms, STR("sms"));
    for (size_t i = 0; i < marked->status_message_count; i++) {
        struct str stage = stage_name(marked->status_messages[i].stage);
        put_place(out, marked->status_messages[i].markdown,
                  arena_printf(trying->arena, "stage:%.*s", STR_ARG(stage)));
    }
    for (size_t i = 0; i < marked->proactive_count; i++) {
        struct str notice = notice_name(marked->proactive[i].notice);
        put_place(out, marked->proactive[i].markdown,
                  arena_printf(trying->arena, "notice:%.*s", STR_ARG(notice)));
    }
}

static void free_shop(void *shop)
{
    shop_free(shop);
}

/* The shop with this text in the edit's place, as long as the arena. NULL where it is none. */
static struct shop *shop_with(const struct trying *trying, struct str text, struct shop_findings *out)
{
    const struct shop *now = edition_shop(desk_edition(trying->desk, trying->arena));
    struct shop_files files =
        shop_files_with(trying->arena, shop_files(now), trying->trial->edit.path, &text);
    struct shop *shop = shop_read(desk_shop_home(trying->desk)->folder, &files, trying->arena, out);
    if (shop) arena_defer(trying->arena, free_shop, shop);
    return shop;
}

/* The first sample whose assessment the template is part of, else the first of all. */
static int choose(const struct trying *trying, struct shop_trial_result *out,
                  const struct sample **out_sample, struct err *err)
{
    struct shop_findings ignored;
    struct assessment marked;
    struct str text = arena_printf(trying->arena, "%.*s" MARK, STR_ARG(trying->trial->edit.text));
    bool template = str_ends(trying->trial->edit.path, STR(".liquid"));
    const struct shop *shop = template ? shop_with(trying, text, &ignored) : NULL;
    size_t most = trying->trial->message.len ? 1 : SAMPLES;
    *out_sample = &samples[0];
    for (size_t i = 0; shop && i < most; i++) {
        if (assess_with(trying, shop, &samples[i], &marked, err) < 0) return -1;
        find_places(trying, &marked, out);
        if (!out->place_count) continue;
        *out_sample = &samples[i];
        break;
    }
    return 0;
}

/* "shipped" of "templates/en/notices/shipped.liquid"; empty of other templates. */
static struct str notice_template(struct str path)
{
    size_t at = str_find(path, STR("/notices/"), 0);
    if (at == STR_NOT_FOUND || !str_ends(path, STR(".liquid"))) return (struct str){0};
    return str_slice(path, at + strlen("/notices/"), path.len - strlen(".liquid"));
}

/* Two have a second message with words of its own. */
static int notice_of(struct str template, enum notice *out)
{
    if (str_is(template, "invitation")) return *out = NOTICE_DELIVERY_FOLLOW_UP, 0;
    if (str_is(template, "remake_confirmed")) return *out = NOTICE_ORDER_CONFIRMED, 0;
    return notice_from_name(template, out);
}

/* The notice of that template by itself; nothing where the program sends none such. */
static int write_notice(const struct trying *trying, const struct shop *shop, struct shop_trial_result *out,
                        struct err *err)
{
    struct str name = notice_template(trying->trial->edit.path);
    struct notice_text text = {0};
    struct receipt receipt = {0};
    enum notice notice = NOTICE_COUNT;
    bool received = str_is(name, "received");
    if (!name.len || (!received && notice_of(name, &notice) < 0)) return 0;
    struct engine *engine = engine_new(shop_store(shop));
    int rc = received ? engine_receipt(engine, trying->arena, trying->order.customer.locale, &receipt, err)
                      : engine_notice(engine, trying->arena, &trying->order, notice, name, ALL_ITEMS,
                                      trying->now, &text, err);
    engine_free(engine);
    out->notice = received ? receipt.markdown : text.markdown;
    return rc;
}

static void take_language(struct trying *trying)
{
    struct str lang = trying->trial->lang;
    if (!lang.len && str_starts(trying->trial->edit.path, STR("templates/")))
        lang = shop_path_language(trying->trial->edit.path);
    if (lang.len) trying->order.customer.locale = lang;
    trying->zh = str_starts(trying->order.customer.locale, STR("zh"));
}

static int check_trial(struct desk *desk, const struct actor *actor, struct arena *arena,
                       const struct shop_trial *trial, struct shop_findings *out, struct err *err)
{
    if (desk_shop_check(desk, actor, arena, &trial->edit, out, err) < 0) return -1;
    return out->errors ? err_set(err, ERR_INPUT, "the shop would not be sound with it") : 0;
}

int desk_shop_try(struct desk *desk, const struct actor *actor, struct arena *arena,
                  const struct shop_trial *trial, struct shop_trial_result *out, struct err *err)
{
    struct trying trying = {.desk = desk, .arena = arena, .trial = trial, .now = desk_now(desk)};
    struct order_record record;
    const struct sample *sample;
    *out = (struct shop_trial_result){0};
    if (check_trial(desk, actor, arena, trial, &out->findings, err) < 0) return -1;
    int found = desk_order_get(desk, actor, arena, trial->order, &record, err);
    if (found <= 0) return found < 0 ? -1 : err_set(err, ERR_NOT_FOUND, "there is no such order");
    trying.order = *record.order;
    take_language(&trying);
    struct shop *shop = shop_with(&trying, trial->edit.text, &out->findings);
    if (!shop) return err_set(err, ERR_CONFLICT, "the shop has changed meanwhile");
    if (choose(&trying, out, &sample, err) < 0 ||
        assess_with(&trying, shop, sample, &out->assessment, err) < 0 ||
        write_notice(&trying, shop, out, err) < 0)
        return -1;
    out->message = inquiry_of(&trying, sample).text;
    return 0;
}
