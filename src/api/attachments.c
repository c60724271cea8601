/* Files of conversations: handed in, handed out, counted as evidence; and the message assessed again. */
#include "api/routes.h"
#include "api/write.h"
#include "desk/attachment.h"

/* ---- in ---- */

static int read_number(struct str text, const char *what, uint64_t most, uint64_t *out, struct err *err)
{
    if (str_to_uint(text, most, out) == 0) return 0;
    return err_set(err, ERR_INPUT, "%s: a whole number is expected", what);
}

static void write_kept(struct json_writer *json, const struct file_kept *kept)
{
    json_begin_object(json);
    json_put_int(json, "message", kept->seq);
    json_put_int(json, "place", kept->place);
    json_name(json, "attachment");
    write_attachment(json, &kept->attached.attachment, kept->attached.digest);
    json_name(json, "ticket");
    write_ticket(json, &kept->ticket);
    json_name(json, "claim");
    if (kept->has_claim)
        write_claim(json, &kept->claim);
    else
        json_write_null(json);
    json_name(json, "draft");
    if (kept->has_draft)
        write_draft(json, &kept->draft);
    else
        json_write_null(json);
    json_end_object(json);
}

int route_attachment_add(struct call *call, struct err *err)
{
    struct file_wish wish = {.name = call_query(call, "name"),
                             .type = http_fields_header(call->request->headers, "Content-Type")};
    struct str seq = call_query(call, "message");
    struct file_kept kept;
    uint64_t number = 0;
    if (call_id(call, "id", &wish.ticket, err) < 0 ||
        (seq.ptr && read_number(seq, "message", INT32_MAX, &number, err) < 0) ||
        http_body(call->request, &wish.content, err) < 0)
        return -1;
    wish.seq = (int64_t)number;
    if (desk_add_attachment(call->desk, &call->actor, call->arena, &wish, &kept, err) < 0) return -1;
    call->status = kept.added ? 201 : 200;
    write_kept(&call->json, &kept);
    return 0;
}

/* ---- out ---- */

/* For any header there is: ASCII for those who know no better, UTF-8 for the rest (RFC 6266, RFC 8187). */
static struct str disposition(struct arena *arena, struct str name)
{
    static const char hex[] = "0123456789ABCDEF";
    struct buf plain, coded;
    buf_init(&plain, 1024);
    buf_init(&coded, 4096);
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.ptr[i];
        bool letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool simple = letter || c == '.' || c == '-' || c == '_';
        if (c < 0x80 || c >= 0xc0) buf_add_char(&plain, simple || c == ' ' ? (char)c : '_');
        if (simple) {
            buf_add_char(&coded, (char)c);
            continue;
        }
        buf_add_char(&coded, '%');
        buf_add_char(&coded, hex[c >> 4]);
        buf_add_char(&coded, hex[c & 15]);
    }
    struct str ascii = buf_str(&plain), utf8 = buf_str(&coded);
    struct str text = arena_printf(arena, "attachment; filename=\"%.*s\"; filename*=UTF-8''%.*s",
                                   STR_ARG(ascii), STR_ARG(utf8));
    buf_done(&plain);
    buf_done(&coded);
    return text;
}

/* Whatever it is, a browser saves it and runs nothing of it. */
const struct http_answer *call_file(struct arena *arena, const struct attached *file, struct str content)
{
    struct http_answer *answer = ARENA_NEW(arena, struct http_answer);
    struct http_field *fields = ARENA_ARRAY(arena, 2, struct http_field);
    fields[0] = (struct http_field){STR("Content-Disposition"), disposition(arena, file->attachment.name)};
    fields[1] = (struct http_field){STR("Cross-Origin-Resource-Policy"), STR("same-origin")};
    *answer = (struct http_answer){
        .type = arena_cstr(arena, file->attachment.type),
        .body = content,
        .csp = "default-src 'none'; sandbox",
        .headers = {fields, 2},
    };
    return answer;
}

int route_attachment(struct call *call, struct err *err)
{
    struct attached file;
    struct str content;
    struct id ticket;
    uint64_t seq, place;
    bool thumb = str_is(call_query(call, "size"), "thumb");
    if (call_id(call, "id", &ticket, err) < 0) return -1;
    int found = str_to_uint(http_param(call->request, "seq"), INT32_MAX, &seq) == 0 &&
                str_to_uint(http_param(call->request, "place"), INT32_MAX, &place) == 0;
    if (found)
        found = (thumb ? desk_thumbnail_load : desk_attachment_load)(
            call->desk, &call->actor, call->arena, &ticket, (int64_t)seq, (int)place, &file, &content, err);
    if (found <= 0) return found < 0 ? -1 : err_set(err, ERR_NOT_FOUND, "there is no such file");
    call->raw = call_file(call->arena, &file, content);
    return 0;
}

int route_order_photo(struct call *call, struct err *err)
{
    struct order_photo wanted = {.number = http_param(call->request, "number"),
                                 .name = call_query(call, "name"),
                                 .thumbnail = str_is(call_query(call, "size"), "thumb")};
    struct attached file;
    struct str content;
    int found = desk_order_photo(call->desk, &call->actor, call->arena, &wanted, &file, &content, err);
    if (found <= 0) return found < 0 ? -1 : err_set(err, ERR_NOT_FOUND, "there is no photo for this order");
    call->raw = call_file(call->arena, &file, content);
    return 0;
}

/* ---- evidence ---- */

struct evidence_body {
    struct str ticket;
    int seq, place;
};
static const struct member_rule evidence_members[] = {
    MEMBER("ticket", read_text, struct evidence_body, ticket, .required = true, .max = 40),
    MEMBER("message", read_int, struct evidence_body, seq, .required = true, .min = 1, .max = INT32_MAX),
    MEMBER("place", read_int, struct evidence_body, place, .required = true, .min = 0,
           .max = ATTACHMENTS_MOST),
};
const struct shape shape_evidence = SHAPE(struct evidence_body, NULL, evidence_members, NULL);

int route_claim_evidence(struct call *call, struct err *err)
{
    struct evidence_wish wish = {0};
    struct evidence_body body = {0};
    struct claim_record claim;
    if (call_id(call, "id", &wish.move.claim, err) < 0 || call_if_match(call, &wish.move.version, err) < 0 ||
        call_body(call, &body, err) < 0)
        return -1;
    if (id_parse(body.ticket, &wish.ticket) < 0) return err_set(err, ERR_INPUT, "/ticket: an id is expected");
    wish.seq = body.seq;
    wish.place = body.place;
    if (desk_claim_evidence(call->desk, &call->actor, call->arena, &wish, &claim, err) < 0) return -1;
    call->version = claim.version;
    write_claim(&call->json, &claim);
    return 0;
}

/* ---- again ---- */

static struct str words_fault(int index)
{
    return index < 2 ? concern_name(index ? CONCERN_WRONG_SPEC : CONCERN_DAMAGED) : (struct str){0};
}

static int read_fault(const struct node *node, const struct member_rule *rule, void *object)
{
    struct str names[] = {words_fault(0), words_fault(1)};
    for (int i = 0; i < 2 && node_is(node, VALUE_STRING); i++)
        if (str_eq(node->value->string, names[i])) {
            *(struct str *)rule_target(rule, object) = names[i];
            return 0;
        }
    return node_expected_word(node, names, 2);
}

static const struct member_rule reassess_members[] = {
    MEMBER_WORD("photos_of", fault, struct reassess_wish, photos_of, .max = 0),
};
const struct shape shape_reassess = SHAPE(struct reassess_wish, NULL, reassess_members, NULL);

int route_ticket_reassess(struct call *call, struct err *err)
{
    struct reassess_wish wish = {.photos_of = {0}};
    struct reassessed again;
    if (call_id(call, "id", &wish.move.ticket, err) < 0 || call_if_match(call, &wish.move.version, err) < 0 ||
        call_body(call, &wish, err) < 0 ||
        desk_ticket_reassess(call->desk, &call->actor, call->arena, &wish, &again, err) < 0)
        return -1;
    call->version = again.ticket.version;
    json_begin_object(&call->json);
    json_name(&call->json, "ticket");
    write_ticket(&call->json, &again.ticket);
    write_raw(&call->json, "assessment", again.assessment);
    json_name(&call->json, "draft");
    write_draft(&call->json, &again.draft);
    json_end_object(&call->json);
    return 0;
}
