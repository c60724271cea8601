/* What customers ask for, as inquiries; see portal_ask.h. */
#include "desk/portal_ask.h"

#include "desk/intake.h"
#include "engine/facts.h"
#include "store/board.h"
#include "store/change.h"
#include "store/claim.h"
#include "store/customer.h"
#include "store/order.h"
#include "text/json.h"

enum { WORDS_MOST = 64 * 1024 };

static int check_owner(const struct portal_visit *visit, struct err *err)
{
    if (!visit->recipient) return 0;
    return err_set(err, ERR_DENIED, "this is for whoever ordered it; you may report a problem or write");
}

/* What customers may is settled by their visit; the key of the request goes along. */
static struct actor as_customer(const struct actor *actor)
{
    struct actor customer = actor_customer;
    customer.once = actor->once;
    return customer;
}

/* ---- the order, and what is under way on it ---- */

struct knowing {
    const struct portal_visit *visit;
    struct id about;
    struct order_record record;
    struct change_request change;
    struct claim_record claim;
    struct board_photo *photos; /* of the customer, on this order */
    size_t photo_count;
    bool change_known, claim_known;
};

static int know_in(const struct unit *unit, void *context, struct err *err)
{
    struct knowing *knowing = context;
    int found = order_load(unit, &knowing->visit->order, &knowing->record, err);
    if (found <= 0) return found < 0 ? -1 : err_set(err, ERR_NOT_FOUND, "this order is not there any more");
    struct photo_wanted photos = {.order = knowing->visit->order};
    if (board_photos_of(unit, &photos, &knowing->photos, &knowing->photo_count, err) < 0) return -1;
    knowing->change_known = knowing->claim_known = false;
    if (id_is_none(&knowing->about)) return 0;
    int change = change_load(unit, &knowing->about, &knowing->change, err);
    int claim = change ? 0 : claim_load(unit, &knowing->about, &knowing->claim, err);
    if (change < 0 || claim < 0) return -1;
    knowing->change_known = change && id_eq(&knowing->change.order, &knowing->visit->order);
    knowing->claim_known = claim && id_eq(&knowing->claim.order, &knowing->visit->order);
    return 0;
}

static int know(struct desk *desk, struct arena *arena, const struct portal_visit *visit,
                const struct id *about, struct knowing *out, struct err *err)
{
    *out = (struct knowing){.visit = visit, .about = *about};
    return desk_read(desk, &actor_customer, arena, know_in, out, err);
}

/* ---- into the desk ---- */

static void read_outcome(struct arena *arena, const struct intake *intake, struct portal_asked *out)
{
    struct value document;
    *out = (struct portal_asked){.ticket = intake->ticket, .answered = id_is_none(&intake->draft)};
    if (json_parse(arena, intake->assessment, &document, NULL) < 0) return;
    const struct value *list = value_get(&document, STR("decisions"));
    if (!list || list->kind != VALUE_ARRAY || !list->array.count) return;
    const struct {
        const char *name;
        struct str *to;
    } members[] = {{"concern", &out->concern}, {"action", &out->action}, {"reason", &out->reason}};
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        const struct value *member = value_get(&list->array.items[0], str_of(members[i].name));
        if (member && member->kind == VALUE_STRING) *members[i].to = member->string;
    }
}

struct request_made {
    struct asked asked; /* not given: the words are read */
    struct str text, locale;
    enum awaiting awaiting;
    struct ready_file file; /* that comes with it; no content: none does */
};

static int take_in(struct desk *desk, const struct actor *actor, struct arena *arena,
                   const struct portal_visit *visit, const struct request_made *made,
                   struct portal_asked *out, struct err *err)
{
    char text[ID_TEXT];
    struct id id = id_new(desk_now(desk), desk_rand(desk));
    struct actor customer = as_customer(actor);
    struct intake intake;
    id_format(&id, text);
    struct inquiry inquiry = {
        .id = arena_printf(arena, "page-%s", text),
        .at = desk_now(desk),
        .channel = STR("portal"),
        .from = visit->address,
        .text = made->text,
        .link_verified = true,
        .asked = made->asked,
        .awaiting = made->awaiting,
        .contacts = 1,
    };
    struct attachment photo = made->file.attached.attachment;
    if (made->file.content.len) inquiry.attachments = &photo;
    inquiry.attachment_count = made->file.content.len ? 1 : 0;
    if (intake_receive(desk, &customer, arena, &inquiry, &made->file, &visit->order, &intake, err) < 0)
        return -1;
    read_outcome(arena, &intake, out);
    return 0;
}

/* The customer's own words, or what the button says in their language. */
static struct str words_or(struct desk *desk, struct arena *arena, const struct order_record *record,
                           const struct portal_wish *wish, const char *key)
{
    const struct store *store = desk_store(desk, arena);
    struct str locale = wish->locale.len ? wish->locale : record->order->customer.locale;
    if (!locale.len) locale = store->default_locale;
    enum lang lang = str_starts(locale, STR("zh")) ? LANG_ZH : LANG_EN;
    if (str_trim(wish->text).len) return str_trim(wish->text);
    return language_word(&store->languages[lang], str_of(key));
}

static int check_item(const struct order_record *record, int item, struct err *err)
{
    if (item == ALL_ITEMS || (size_t)item < record->order->item_count) return 0;
    return err_set(err, ERR_INPUT,
                   "/item: one of the order's %zu items is expected, counted from 0, found %d",
                   record->order->item_count, item);
}

/* ---- changes ---- */

static const char *const faults[SPEC_FAULT_COUNT] = {
    [SPEC_MISSING] = "a text is expected, found nothing",
    [SPEC_TOO_LONG] = "this is too long; at most this many characters can be made: ",
    [SPEC_CHARACTERS] = "these characters cannot be made: ",
    [SPEC_HIDDEN] = "there are hidden characters in it: ",
    [SPEC_MIXED_SCRIPTS] = "this word mixes letters of several alphabets: ",
    [SPEC_NOT_A_CHOICE] = "one of these is expected: ",
};

/* What is to be changed of the order; item NULL: its address. */
struct changed {
    struct arena *arena;
    const struct store *store;
    const struct item *item;
    int index, piece;
};

static int find_changed(const struct knowing *known, const struct portal_wish *wish, bool address,
                        struct changed *out, struct err *err)
{
    const struct order *order = known->record.order;
    int index = wish->item == ALL_ITEMS && order->item_count == 1 ? 0 : wish->item;
    out->index = address ? ALL_ITEMS : index;
    out->piece = -1;
    out->item = NULL;
    if (address) return 0;
    if (index == ALL_ITEMS)
        return err_set(err, ERR_INPUT, "/item: the piece is expected, as the order has several");
    out->item = &order->items[index];
    out->piece = wish->piece;
    if (wish->piece < 0 || (size_t)wish->piece < out->item->piece_count) return 0;
    return err_set(err, ERR_INPUT,
                   "/piece: one of the item's %zu pieces is expected, counted from 0, found %d",
                   out->item->piece_count, wish->piece);
}

/* What the piece has, or could have by its rules or the product's. */
static bool has_field(const struct changed *changed, struct str name)
{
    const struct item *item = changed->item;
    const struct product *product = store_product(changed->store, item->sku);
    if (piece_field(item, changed->piece, name).len || item_rule(item, name)) return true;
    for (size_t i = 0; product && i < product->rule_count; i++)
        if (str_eq_nocase(product->rules[i].field, name)) return true;
    return false;
}

/* Where each piece has its own value, that of the item is nobody's. */
static bool differs_by_piece(const struct changed *changed, struct str name)
{
    for (size_t i = 0; changed->piece < 0 && i < changed->item->piece_count; i++)
        if (piece_field(changed->item, (int)i, name).len) return true;
    return false;
}

static int check_place(const struct changed *changed, struct str name, bool photo, struct err *err)
{
    struct str shown = str_slice(name, 0, 60);
    if (!changed->item) return 0;
    if (differs_by_piece(changed, name))
        return err_set(err, ERR_INPUT, "/piece: one of the pieces is expected, as each has its own %.*s",
                       STR_ARG(shown));
    if (changed->item->stock || !has_field(changed, name))
        return err_set(err, ERR_INPUT, "/fields/%.*s: this piece has no such part", STR_ARG(shown));
    if (spec_wants_photo(changed->arena, changed->store, changed->item, name) == photo) return 0;
    return err_set(err, ERR_INPUT, "/fields/%.*s: %s", STR_ARG(shown),
                   photo ? "this part is not made from a photo"
                         : "a photo is expected; it is handed in to /v1/my/change/photo");
}

static int check_value(const struct changed *changed, const struct field *field, struct err *err)
{
    struct str detail = {0}, name = str_slice(field->name, 0, 60);
    if (changed->item &&
        str_eq(str_trim(field->value), piece_field(changed->item, changed->piece, field->name)))
        return err_set(err, ERR_INPUT, "/fields/%.*s: this is what it is already", STR_ARG(name));
    enum spec_fault fault = spec_check(changed->arena, changed->store, changed->item, field->name,
                                       str_trim(field->value), &detail);
    if (fault == SPEC_NONE) return 0;
    return err_set(err, ERR_INPUT, "/fields/%.*s: %s%.*s", STR_ARG(name),
                   faults[fault] ? faults[fault] : "this cannot be made", STR_ARG(str_slice(detail, 0, 200)));
}

static bool is_taken(const struct knowing *known, const struct changed *changed, struct str field,
                     struct str name)
{
    for (size_t i = 0; i < known->photo_count; i++)
        if (str_eq(known->photos[i].name, name)) return true;
    return str_eq(piece_field(changed->item, changed->piece, field), name);
}

/* The value that a photo is known by tells it from all others: "IMG_1.jpg", "IMG_1-2.jpg". */
static struct str own_name(const struct knowing *known, const struct changed *changed, struct str field,
                           struct str name)
{
    size_t dot = name.len;
    while (dot > 0 && name.ptr[dot - 1] != '.') dot--;
    struct str stem = dot ? str_slice(name, 0, dot - 1) : name,
               ending = dot ? str_slice(name, dot - 1, name.len) : STR("");
    struct str own = name;
    for (int n = 2; is_taken(known, changed, field, own); n++)
        own = arena_printf(changed->arena, "%.*s-%d%.*s", STR_ARG(stem), n, STR_ARG(ending));
    return own;
}

/* A photo as the new value. */
static int take_photo(struct desk *desk, const struct knowing *known, const struct changed *changed,
                      const struct file_wish *photo, struct field *field, struct ready_file *out,
                      struct err *err)
{
    struct str detail = {0}, name = str_slice(field->name, 0, 60);
    if (!photo->content.len)
        return err_set(err, ERR_INPUT, "/fields/%.*s: a photo is expected, found nothing", STR_ARG(name));
    if (attachment_prepare(desk, changed->arena, photo, out, err) < 0) return -1;
    struct attachment *made = &out->attached.attachment;
    if (!out->thumb.len)
        return err_set(err, ERR_INPUT, "/fields/%.*s: a photo is expected: a JPEG, PNG, WebP or HEIC",
                       STR_ARG(name));
    const struct field_rule *rule = spec_rule(changed->store, changed->item, field->name);
    if (spec_check_photo(changed->arena, rule, made, &detail) != SPEC_NONE)
        return err_set(
            err, ERR_INPUT,
            "/fields/%.*s: this photo is too small; at least %.*s pixels are expected, found %d×%d",
            STR_ARG(name), STR_ARG(detail), made->width, made->height);
    field->value = made->name = own_name(known, changed, field->name, made->name);
    return 0;
}

/* As an agent reads it in the conversation; the engine reads the request itself. */
static struct str change_words(struct arena *arena, const struct portal_wish *wish)
{
    struct buf buf;
    buf_init(&buf, WORDS_MOST);
    for (size_t i = 0; i < wish->field_count; i++)
        buf_printf(&buf, "%s%.*s: %.*s", i ? "\n" : "", STR_ARG(wish->fields[i].name),
                   STR_ARG(str_trim(wish->fields[i].value)));
    struct str note = str_trim(wish->text);
    if (note.len) buf_printf(&buf, "\n\n%.*s", STR_ARG(note));
    struct str words = buf_copy(&buf, arena);
    buf_done(&buf);
    return words;
}

/* One field of a wish: checked, and its value settled. */
static int take_field(struct desk *desk, struct arena *arena, const struct knowing *known,
                      const struct portal_wish *wish, struct field *field, struct request_made *made,
                      struct err *err)
{
    bool address = str_is(field->name, "address");
    struct changed changed = {.arena = arena, .store = desk_store(desk, arena)};
    if (find_changed(known, wish, address, &changed, err) < 0 ||
        check_place(&changed, field->name, wish->photo && !address, err) < 0)
        return -1;
    if (wish->photo && !address ? take_photo(desk, known, &changed, wish->photo, field, &made->file, err) < 0
                                : check_value(&changed, field, err) < 0)
        return -1;
    made->asked.changes[made->asked.change_count++] =
        (struct asked_change){changed.index, changed.piece, field->name, str_trim(field->value)};
    return 0;
}

int desk_portal_change(struct desk *desk, const struct actor *actor, struct arena *arena,
                       const struct portal_visit *visit, const struct portal_wish *wish,
                       struct portal_asked *out, struct err *err)
{
    struct knowing known;
    struct request_made made = {0};
    if (check_owner(visit, err) < 0 || know(desk, arena, visit, &wish->about, &known, err) < 0 ||
        check_item(&known.record, wish->item, err) < 0)
        return -1;
    int item = wish->item == ALL_ITEMS && known.record.order->item_count == 1 ? 0 : wish->item;
    if (!wish->field_count) return err_set(err, ERR_INPUT, "/fields: at least one is expected");
    made.asked =
        (struct asked){.given = true, .concern = CONCERN_CHANGE, .item = item, .locale = wish->locale};
    made.asked.changes = ARENA_ARRAY(arena, wish->field_count, struct asked_change);
    for (size_t i = 0; i < wish->field_count; i++)
        if (take_field(desk, arena, &known, wish, &wish->fields[i], &made, err) < 0) return -1;
    made.text = change_words(arena, wish);
    return take_in(desk, actor, arena, visit, &made, out, err);
}

int desk_portal_confirm(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct portal_visit *visit, const struct portal_wish *wish, bool yes,
                        struct portal_asked *out, struct err *err)
{
    struct knowing known;
    char about[ID_TEXT];
    if (check_owner(visit, err) < 0 || know(desk, arena, visit, &wish->about, &known, err) < 0) return -1;
    if (!known.change_known) return err_set(err, ERR_NOT_FOUND, "there is no such change on this order");
    if (known.change.state != CHANGE_AWAITING_CONFIRMATION && known.change.state != CHANGE_EXPIRED)
        return err_set(err, ERR_CONFLICT, "this change does not wait for a yes any more");
    id_format(&known.change.id, about);
    struct request_made made = {
        .asked = {.given = true,
                  .concern = CONCERN_ANSWER,
                  .item = known.change.item,
                  .locale = wish->locale,
                  .answer = yes ? STR("confirm") : STR("decline"),
                  .about = arena_str(arena, str_of(about))},
        .awaiting = AWAITING_CONFIRM_CHANGE,
        .text = words_or(desk, arena, &known.record, wish, yes ? "page.confirm" : "page.withdraw"),
    };
    return take_in(desk, actor, arena, visit, &made, out, err);
}

/* ---- cancelling, problems, choices ---- */

int desk_portal_cancel(struct desk *desk, const struct actor *actor, struct arena *arena,
                       const struct portal_visit *visit, const struct portal_wish *wish,
                       struct portal_asked *out, struct err *err)
{
    struct knowing known;
    if (check_owner(visit, err) < 0 || know(desk, arena, visit, &wish->about, &known, err) < 0 ||
        check_item(&known.record, wish->item, err) < 0)
        return -1;
    struct request_made made = {
        .asked = {.given = true, .concern = CONCERN_CANCEL, .item = wish->item, .locale = wish->locale},
        .text = words_or(desk, arena, &known.record, wish, "page.cancel"),
    };
    return take_in(desk, actor, arena, visit, &made, out, err);
}

static const struct {
    struct str name;
    enum concern concern;
    bool part_missing;
    const char *words;
} problems[] = {
    {STR_INIT("damaged"), CONCERN_DAMAGED, false, "page.damaged"},
    {STR_INIT("wrong_spec"), CONCERN_WRONG_SPEC, false, "page.wrong_spec"},
    {STR_INIT("missing"), CONCERN_DAMAGED, true, "page.missing"},
    {STR_INIT("not_received"), CONCERN_NOT_RECEIVED, false, "page.not_received"},
};

int desk_portal_problem(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct portal_visit *visit, const struct portal_wish *wish,
                        struct portal_asked *out, struct err *err)
{
    struct knowing known;
    if (know(desk, arena, visit, &wish->about, &known, err) < 0 ||
        check_item(&known.record, wish->item, err) < 0)
        return -1;
    for (size_t i = 0; i < sizeof problems / sizeof *problems; i++) {
        if (!str_eq(problems[i].name, wish->concern)) continue;
        struct request_made made = {
            .asked = {.given = true,
                      .concern = problems[i].concern,
                      .item = wish->item,
                      .part_missing = problems[i].part_missing,
                      .locale = wish->locale},
            .text = words_or(desk, arena, &known.record, wish, problems[i].words),
        };
        return take_in(desk, actor, arena, visit, &made, out, err);
    }
    return err_set(err, ERR_INPUT, "/concern: one of damaged, wrong_spec, missing, not_received is expected");
}

static const struct {
    struct str remedy, answer;
    const char *words;
} choices[] = {
    {STR_INIT("remake"), STR_INIT("remake"), "page.remake"},
    {STR_INIT("full_refund"), STR_INIT("refund"), "page.full_refund"},
    {STR_INIT("partial_refund"), STR_INIT("partial_refund"), "page.partial_refund"},
};

static bool is_offered(struct arena *arena, const struct claim_record *claim, struct str remedy)
{
    struct value offered;
    if (json_parse(arena, claim->offered, &offered, NULL) < 0 || offered.kind != VALUE_ARRAY) return false;
    for (size_t i = 0; i < offered.array.count; i++) {
        const struct value *kind = value_get(&offered.array.items[i], STR("kind"));
        if (kind && kind->kind == VALUE_STRING && str_eq(kind->string, remedy)) return true;
    }
    return false;
}

int desk_portal_choose(struct desk *desk, const struct actor *actor, struct arena *arena,
                       const struct portal_visit *visit, const struct portal_wish *wish,
                       struct portal_asked *out, struct err *err)
{
    struct knowing known;
    char about[ID_TEXT];
    if (check_owner(visit, err) < 0 || know(desk, arena, visit, &wish->about, &known, err) < 0) return -1;
    if (!known.claim_known) return err_set(err, ERR_NOT_FOUND, "there is no such claim on this order");
    if (known.claim.state != CLAIM_OFFERED)
        return err_set(err, ERR_CONFLICT, "nothing is on offer on this claim just now");
    id_format(&known.claim.id, about);
    for (size_t i = 0; i < sizeof choices / sizeof *choices; i++) {
        if (!str_eq(choices[i].remedy, wish->remedy) || !is_offered(arena, &known.claim, wish->remedy))
            continue;
        struct request_made made = {
            .asked = {.given = true,
                      .concern = CONCERN_ANSWER,
                      .item = known.claim.item,
                      .locale = wish->locale,
                      .answer = choices[i].answer,
                      .about = arena_str(arena, str_of(about))},
            .awaiting = AWAITING_CHOOSE_REMEDY,
            .text = words_or(desk, arena, &known.record, wish, choices[i].words),
        };
        return take_in(desk, actor, arena, visit, &made, out, err);
    }
    return err_set(err, ERR_INPUT, "/remedy: one of what is on offer is expected");
}

/* ---- anything else ---- */

int desk_portal_message(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct portal_visit *visit, const struct portal_wish *wish,
                        struct portal_asked *out, struct err *err)
{
    struct request_made made = {.text = str_trim(wish->text), .asked = {.item = ALL_ITEMS}};
    if (!made.text.len) return err_set(err, ERR_INPUT, "/text: a text is expected, found nothing");
    return take_in(desk, actor, arena, visit, &made, out, err);
}

int desk_portal_erase(struct desk *desk, const struct actor *actor, struct arena *arena,
                      const struct portal_visit *visit, const struct portal_wish *wish,
                      struct portal_asked *out, struct err *err)
{
    struct knowing known;
    if (check_owner(visit, err) < 0 || know(desk, arena, visit, &wish->about, &known, err) < 0) return -1;
    struct request_made made = {
        .asked = {.given = true, .concern = CONCERN_OTHER, .item = ALL_ITEMS, .locale = wish->locale},
        .text = words_or(desk, arena, &known.record, wish, "page.erase"),
    };
    return take_in(desk, actor, arena, visit, &made, out, err);
}
