/* Files handed in; see attachment.h. */
#include "desk/attachment.h"

#include "base/digest.h"
#include "store/audit.h"
#include "store/board.h"
#include "text/media.h"

struct handing {
    struct desk *desk;
    const struct file_wish *wish;
    struct ready_file ready; /* what is kept */
    struct file_kept kept;
    bool evidence; /* a photo of the customer's */
    bool assessed; /* the message is the one that was assessed, and is again */
    struct reassessing again;
};

static bool is_photo(const struct attached *attached)
{
    return attachment_is_photo(&attached->attachment);
}

struct described {
    struct media media;
    struct str content, thumb;
};

static int make_harmless(struct desk *desk, struct arena *arena, struct described *file, struct err *err)
{
    struct photo photo;
    if (!desk_photos(desk)) return err_set(err, ERR_SYSTEM, "no photos are taken in here");
    if (photo_clean(desk_photos(desk), file->content, arena, &photo, err) < 0) return -1;
    file->media = (struct media){photo.type, true, photo.width, photo.height};
    file->content = photo.picture;
    file->thumb = photo.thumb;
    return 0;
}

int attachment_prepare(struct desk *desk, struct arena *arena, const struct file_wish *wish,
                       struct ready_file *out, struct err *err)
{
    struct described file = {.content = wish->content};
    media_read(wish->type, wish->content, &file.media);
    if (file.media.photo && make_harmless(desk, arena, &file, err) < 0) return -1;
    struct digest *digest = ARENA_NEW(arena, struct digest);
    *digest = digest_of(file.content);
    *out = (struct ready_file){.content = file.content, .thumb = file.thumb};
    out->attached = (struct attached){
        .attachment = {.name = media_name(arena, wish->name, &file.media),
                       .type = file.media.type,
                       .bytes = (int64_t)file.content.len,
                       .width = file.media.width,
                       .height = file.media.height},
        .digest = digest_str(digest),
    };
    return 0;
}

/* ---- what is known ---- */

static struct message *message_of(struct handing *handing)
{
    struct reassessing *again = &handing->again;
    for (size_t i = again->message_count; i > 0; i--) {
        struct message *message = &again->messages[i - 1];
        if (handing->wish->seq ? message->seq == handing->wish->seq : message->author == AUTHOR_CUSTOMER)
            return message;
    }
    return NULL;
}

/* Where the message has this content already. */
static int same_file(const struct message *message, struct str digest)
{
    for (size_t i = 0; i < message->attachment_count; i++)
        if (message->digests && str_eq(message->digests[i], digest)) return (int)i;
    return -1;
}

/* The message as it will be, so that it is assessed with the file. */
static void extend(struct arena *arena, struct message *message, const struct attachment *attachment)
{
    struct attachment *list = ARENA_ARRAY(arena, message->attachment_count + 1, struct attachment);
    for (size_t i = 0; i < message->attachment_count; i++) list[i] = message->attachments[i];
    list[message->attachment_count++] = *attachment;
    message->attachments = list;
}

static int know(const struct unit *unit, void *context, struct err *err)
{
    struct handing *handing = context;
    struct reassessing *again = &handing->again;
    struct err why = {0};
    int can = reassess_read(unit, again, &why);
    if (can < 0) {
        if (err) *err = why;
        return -1;
    }
    struct message *message = message_of(handing);
    if (!message) return err_set(err, ERR_NOT_FOUND, "there is no such message in this ticket");
    if (message->erased || again->ticket.state == TICKET_MERGED)
        return err_set(err, ERR_CONFLICT, "nothing can be added to this ticket any more");
    int same = same_file(message, handing->kept.attached.digest);
    handing->kept.added = same < 0;
    handing->kept.seq = message->seq;
    handing->kept.place = same < 0 ? (int)message->attachment_count : same;
    handing->kept.ticket = again->ticket;
    if (same >= 0) return 0;
    if (message->attachment_count >= ATTACHMENTS_MOST)
        return err_set(err, ERR_LIMIT, "a message has at most %d files", ATTACHMENTS_MOST);
    handing->evidence = message->author == AUTHOR_CUSTOMER && is_photo(&handing->kept.attached);
    handing->assessed = can && message == again->message && handing->evidence;
    extend(unit->arena, message, &handing->kept.attached.attachment);
    again->judged.inquiry.attachments = again->message ? again->message->attachments : NULL;
    again->judged.inquiry.attachment_count = again->message ? again->message->attachment_count : 0;
    return 0;
}

/* ---- evidence ---- */

static int note_evidence(const struct unit *unit, const struct claim_record *claim, struct err *err)
{
    struct audit_entry entry = {
        .verb = "claim.evidence",
        .object = claim->id,
        .order = claim->order,
        .ticket = claim->ticket,
        .detail = arena_printf(unit->arena, "{\"photos\":%d}", claim->photos),
    };
    return audit_add(unit, &entry, err);
}

static int add_evidence(const struct unit *unit, struct claim_record *claim, const struct id *ticket,
                        int64_t seq, int place, struct err *err)
{
    bool added;
    if (claim_add_evidence(unit, &claim->id, ticket, seq, place, &added, err) < 0) return -1;
    if (!added) return 0;
    claim->photos++;
    if (claim->state == CLAIM_OPENED && claim_step(unit, claim, CLAIM_EVIDENCE, err) < 0) return -1;
    if (claim_save(unit, claim, err) < 0 || note_evidence(unit, claim, err) < 0) return -1;
    return order_bump(unit, &claim->order, err);
}

/* The claim that is open on the order: that of this ticket, or the only one. */
static int open_claim(const struct unit *unit, const struct ticket *ticket, struct claim_record *out,
                      struct err *err)
{
    enum { MOST = 50 };
    struct claim_record *list = ARENA_ARRAY(unit->arena, MOST, struct claim_record);
    struct claim_filter filter = {.order = ticket->order, .most = MOST};
    int count, open = 0;
    if (id_is_none(&ticket->order)) return 0;
    if (claim_list(unit, &filter, list, &count, err) < 0) return -1;
    for (int i = 0; i < count; i++) {
        if (state_is_final(MACHINE_CLAIM, (int)list[i].state)) continue;
        *out = list[i];
        if (id_eq(&list[i].ticket, &ticket->id)) return 1;
        open++;
    }
    return open == 1;
}

static int take_as_evidence(const struct unit *unit, struct handing *handing, struct err *err)
{
    struct file_kept *kept = &handing->kept;
    int found = open_claim(unit, &handing->again.ticket, &kept->claim, err);
    if (found <= 0) return found;
    kept->has_claim = true;
    return add_evidence(unit, &kept->claim, &handing->wish->ticket, kept->seq, kept->place, err);
}

/* ---- what is kept ---- */

static int note_file(const struct unit *unit, const struct file_kept *kept, struct err *err)
{
    char hex[65];
    digest_hex((const struct digest *)(const void *)kept->attached.digest.ptr, hex);
    struct audit_entry entry = {
        .verb = "attachment.added",
        .object = kept->ticket.id,
        .order = kept->ticket.order,
        .ticket = kept->ticket.id,
        .detail = arena_printf(unit->arena, "{\"message\":%lld,\"bytes\":%lld,\"sha256\":\"%s\"}",
                               (long long)kept->seq, (long long)kept->attached.attachment.bytes, hex),
    };
    return audit_add(unit, &entry, err);
}

/* The claim and the ticket as they are in the end. */
static int read_again(const struct unit *unit, struct handing *handing, struct err *err)
{
    struct file_kept *kept = &handing->kept;
    if (ticket_load(unit, &handing->wish->ticket, &kept->ticket, err) < 0) return -1;
    if (!kept->has_claim) {
        int found = handing->evidence ? open_claim(unit, &kept->ticket, &kept->claim, err) : 0;
        kept->has_claim = found > 0;
        return found < 0 ? -1 : 0;
    }
    const struct id claim = kept->claim.id;
    return claim_load(unit, &claim, &kept->claim, err) < 0 ? -1 : 0;
}

static int keep(const struct unit *unit, void *context, struct err *err)
{
    struct handing *handing = context;
    struct file_kept *kept = &handing->kept;
    kept->has_claim = false;
    if (reassess_check(unit, &handing->again, err) < 0 || file_keep(unit, &handing->ready, err) < 0 ||
        attachment_add(unit, &handing->wish->ticket, kept->seq, kept->place, &kept->attached, err) < 0 ||
        note_file(unit, kept, err) < 0)
        return -1;
    if (handing->evidence && take_as_evidence(unit, handing, err) < 0) return -1;
    if (handing->assessed) {
        if (reassess_keep(unit, &handing->again, err) < 0) return -1;
        kept->has_draft = true;
        kept->draft = handing->again.draft;
    } else {
        struct ticket ticket = handing->again.ticket;
        if (ticket_save(unit, &ticket, err) < 0) return -1;
    }
    return read_again(unit, handing, err);
}

int desk_add_attachment(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct file_wish *wish, struct file_kept *out, struct err *err)
{
    if (actor_check(actor, RIGHT_ORDERS, err) < 0) return -1;
    if (!wish->content.len) return err_set(err, ERR_INPUT, "the bytes of a file are expected, found none");
    struct handing described = {.desk = desk, .wish = wish};
    if (attachment_prepare(desk, arena, wish, &described.ready, err) < 0) return -1;
    described.kept.attached = described.ready.attached; /* once, however often the rest is done again */
    for (int tries = 0; tries < DESK_TRIES; tries++) {
        struct handing handing = described;
        struct err failure = {0};
        handing.again = (struct reassessing){.desk = desk, .arena = arena, .ticket = {.id = wish->ticket}};
        if (desk_read(desk, actor, arena, know, &handing, err) < 0 ||
            (handing.assessed && judgement_make(desk, arena, &handing.again.judged, err) < 0))
            return -1;
        if (!handing.kept.added || desk_write(desk, actor, arena, keep, &handing, &failure) == 0) {
            *out = handing.kept;
            return 0;
        }
        if (desk_tries_again(actor, &failure)) continue;
        if (err) *err = failure;
        return -1;
    }
    return err_set(err, ERR_BUSY, "the ticket changes too quickly; try again");
}

/* ---- looking at one ---- */

struct looking {
    enum right right;
    const struct order_photo *wanted; /* NULL: it is named by its ticket */
    struct id ticket;
    int64_t seq;
    int place, found;
    int (*load)(const struct unit *unit, struct str digest, struct str *out, struct err *err);
    struct attached attached;
    struct str content;
};

static int find_photo(const struct unit *unit, struct looking *looking, struct err *err)
{
    struct board_photo photo;
    struct photo_wanted wanted = {.name = looking->wanted->name, .from = looking->wanted->from};
    int found = order_find(unit, looking->wanted->number, &wanted.order, err);
    if (found > 0) found = board_photo_of(unit, &wanted, &photo, err);
    if (found <= 0) return found;
    looking->ticket = photo.ticket;
    looking->seq = photo.seq;
    looking->place = photo.place;
    return 1;
}

static int look_in(const struct unit *unit, void *context, struct err *err)
{
    struct looking *looking = context;
    looking->found = looking->wanted ? find_photo(unit, looking, err) : 1;
    if (looking->found <= 0) return looking->found;
    looking->found =
        attachment_load(unit, &looking->ticket, looking->seq, looking->place, &looking->attached, err);
    if (looking->found > 0)
        looking->found = looking->attached.digest.len
                             ? looking->load(unit, looking->attached.digest, &looking->content, err)
                             : 0;
    return looking->found < 0 ? -1 : 0;
}

static int look(struct desk *desk, const struct actor *actor, struct arena *arena, struct looking *looking,
                struct attached *out, struct str *out_content, struct err *err)
{
    if (actor_check(actor, looking->right, err) < 0 ||
        desk_read(desk, actor, arena, look_in, looking, err) < 0)
        return -1;
    if (!looking->found) return 0;
    *out = looking->attached;
    *out_content = looking->content;
    return 1;
}

int desk_attachment_load(struct desk *desk, const struct actor *actor, struct arena *arena,
                         const struct id *ticket, int64_t seq, int place, struct attached *out,
                         struct str *out_content, struct err *err)
{
    struct looking looking = {
        .right = RIGHT_DESK, .ticket = *ticket, .seq = seq, .place = place, .load = file_load};
    return look(desk, actor, arena, &looking, out, out_content, err);
}

int desk_thumbnail_load(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct id *ticket, int64_t seq, int place, struct attached *out,
                        struct str *out_content, struct err *err)
{
    struct looking looking = {
        .right = RIGHT_DESK, .ticket = *ticket, .seq = seq, .place = place, .load = thumbnail_load};
    return look(desk, actor, arena, &looking, out, out_content, err);
}

int desk_order_photo(struct desk *desk, const struct actor *actor, struct arena *arena,
                     const struct order_photo *wanted, struct attached *out, struct str *out_content,
                     struct err *err)
{
    struct looking looking = {
        .right = RIGHT_READ, .wanted = wanted, .load = wanted->thumbnail ? thumbnail_load : file_load};
    if (!wanted->number.len) return 0;
    return look(desk, actor, arena, &looking, out, out_content, err);
}

/* ---- evidence by hand ---- */

struct evidencing {
    const struct evidence_wish *wish;
    struct claim_record claim;
};

static int load_claim(const struct unit *unit, const struct claim_move *move, struct claim_record *out,
                      struct err *err)
{
    int found = claim_load(unit, &move->claim, out, err);
    if (found < 0) return -1;
    if (!found) return err_set(err, ERR_NOT_FOUND, "there is no such claim");
    if (move->version && move->version != out->version)
        return err_set(err, ERR_STALE, "the claim has changed since it was read; read it again");
    if (state_is_final(MACHINE_CLAIM, (int)out->state))
        return err_set(err, ERR_CONFLICT, "the claim is settled");
    return 0;
}

static int evidence_in(const struct unit *unit, void *context, struct err *err)
{
    struct evidencing *evidencing = context;
    const struct evidence_wish *wish = evidencing->wish;
    struct attached attached;
    struct ticket ticket;
    if (load_claim(unit, &wish->move, &evidencing->claim, err) < 0) return -1;
    int known = ticket_load(unit, &wish->ticket, &ticket, err);
    if (known > 0) known = attachment_load(unit, &wish->ticket, wish->seq, wish->place, &attached, err);
    if (known < 0) return -1;
    if (!known || !id_eq(&ticket.order, &evidencing->claim.order))
        return err_set(err, ERR_NOT_FOUND, "/ticket: there is no such file in a ticket about this order");
    if (!is_photo(&attached)) return err_set(err, ERR_INPUT, "/place: a photo is expected");
    return add_evidence(unit, &evidencing->claim, &wish->ticket, wish->seq, wish->place, err);
}

int desk_claim_evidence(struct desk *desk, const struct actor *actor, struct arena *arena,
                        const struct evidence_wish *wish, struct claim_record *out, struct err *err)
{
    struct evidencing evidencing = {.wish = wish};
    if (actor_check(actor, RIGHT_REPLY, err) < 0 ||
        desk_write(desk, actor, arena, evidence_in, &evidencing, err) < 0)
        return -1;
    *out = evidencing.claim;
    return 0;
}
