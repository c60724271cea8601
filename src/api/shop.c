/* The shop's files: read, edited, checked. */
#include "api/shop.h"

#include "api/routes.h"
#include "api/write.h"
#include "base/digest.h"
#include "http/problem.h"

enum { FINDINGS_MOST_BYTES = 512 * 1024 };

/* ---- writing ---- */

static void put_sha256(struct json_writer *json, struct str digest)
{
    char hex[65];
    if (!digest.len) {
        json_put_null(json, "sha256");
        return;
    }
    digest_hex((const struct digest *)(const void *)digest.ptr, hex);
    json_put_string(json, "sha256", str_of(hex));
}

static void put_number(struct json_writer *json, const char *name, int64_t number)
{
    if (number)
        json_put_int(json, name, number);
    else
        json_put_null(json, name);
}

void write_shop_head(struct json_writer *json, const struct shop_head *head, const struct str *text)
{
    static const struct str froms[] = {STR_INIT("store"), STR_INIT("built_in"), STR_INIT("folder")};
    const struct shop_revision *last = &head->revision;
    bool kept = head->from == HEAD_STORE;
    json_begin_object(json);
    json_put_string(json, "path", head->path);
    json_put_string(json, "from", froms[head->from]);
    json_put_bool(json, "editable", head->from != HEAD_FOLDER);
    put_number(json, "version", last->version);
    put_number(json, "edition", last->edition);
    json_put_int(json, "bytes", head->bytes);
    put_sha256(json, kept ? last->digest : (struct str){0});
    put_time(json, "changed_at", last->version ? last->made_at : INSTANT_NONE);
    json_put_string_or_null(json, "changed_by", last->made_by);
    if (text) json_put_string(json, "text", *text);
    json_end_object(json);
}

/* ShopRevision */
static void write_revision(struct json_writer *json, const struct shop_revision *revision, bool with_text)
{
    json_begin_object(json);
    json_put_string(json, "path", revision->path);
    json_put_int(json, "version", revision->version);
    json_put_int(json, "edition", revision->edition);
    json_put_bool(json, "gone", revision->gone);
    json_put_int(json, "bytes", revision->bytes);
    put_sha256(json, revision->digest);
    put_time(json, "made_at", revision->made_at);
    json_put_string(json, "made_by", revision->made_by);
    json_put_string(json, "origin", revision_origin_name(revision->origin));
    put_number(json, "restored", revision->restored);
    if (with_text && !revision->gone) json_put_string(json, "text", revision->text);
    json_end_object(json);
}

static void write_shop_findings(struct json_writer *json, const struct shop_findings *findings)
{
    json_name(json, "findings");
    json_begin_array(json);
    for (size_t i = 0; i < findings->count; i++) {
        const struct err *finding = &findings->items[i].err;
        json_begin_object(json);
        json_put_string(json, "severity", findings->items[i].warning ? STR("warning") : STR("error"));
        json_put_string(json, "path", str_of(finding->file));
        put_number(json, "line", finding->line);
        put_number(json, "column", finding->column);
        json_put_string(json, "message", str_of(finding->message));
        json_end_object(json);
    }
    json_end_array(json);
}

/* 422 with the findings, as further members of the problem. */
static void refuse(struct call *call, const struct shop_findings *findings)
{
    struct http_problem *problem = ARENA_NEW(call->arena, struct http_problem);
    struct buf more;
    buf_init(&more, FINDINGS_MOST_BYTES);
    struct json_writer json = {.buf = &more};
    write_shop_findings(&json, findings);
    *problem = (struct http_problem){
        .status = 422,
        .detail = arena_printf(call->arena,
                               "the shop would not be sound with it: %zu thing%s wrong; nothing was kept",
                               findings->errors, findings->errors == 1 ? " is" : "s are"),
        .more = buf_copy(&more, call->arena)};
    buf_done(&more);
    call->problem = problem;
}

/* ---- reading ---- */

int route_shop_files(struct call *call, struct err *err)
{
    struct shop_head *list;
    size_t count;
    if (desk_shop_files(call->desk, &call->actor, call->arena, &list, &count, err) < 0) return -1;
    call_begin_page(call);
    for (size_t i = 0; i < count; i++) write_shop_head(&call->json, &list[i], NULL);
    call_end_page(call, false, NULL);
    return 0;
}

int route_shop_file(struct call *call, struct err *err)
{
    struct shop_head head;
    struct str text;
    if (desk_shop_file(call->desk, &call->actor, call->arena, http_param(call->request, "path"), &head, &text,
                       err) < 0)
        return -1;
    call->version = head.revision.version;
    write_shop_head(&call->json, &head, &text);
    return 0;
}

static int read_version(struct str text, const char *what, int64_t *out, struct err *err)
{
    uint64_t version = 0;
    if (text.ptr && (str_to_uint(text, INT64_MAX, &version) < 0 || version < 1))
        return err_set(err, ERR_NOT_FOUND, "%s: a version from 1 is expected", what);
    *out = (int64_t)version;
    return 0;
}

int route_shop_revisions(struct call *call, struct err *err)
{
    int limit, count;
    int64_t before;
    if (call_limit(call, &limit, err) < 0 ||
        read_version(call_query(call, "cursor"), "cursor", &before, err) < 0)
        return -1;
    struct shop_revision *list = ARENA_ARRAY(call->arena, (size_t)limit + 1, struct shop_revision);
    if (desk_shop_revisions(call->desk, &call->actor, call->arena, http_param(call->request, "path"), before,
                            limit + 1, list, &count, err) < 0)
        return -1;
    int shown = count > limit ? limit : count;
    call_begin_page(call);
    for (int i = 0; i < shown; i++) write_revision(&call->json, &list[i], false);
    json_end_array(&call->json);
    if (shown < count)
        json_put_string(&call->json, "next",
                        arena_printf(call->arena, "%lld", (long long)list[shown - 1].version));
    else
        json_put_null(&call->json, "next");
    json_end_object(&call->json);
    return 0;
}

int route_shop_revision(struct call *call, struct err *err)
{
    struct shop_revision revision;
    int64_t version;
    if (read_version(http_param(call->request, "version"), "version", &version, err) < 0 ||
        desk_shop_revision(call->desk, &call->actor, call->arena, http_param(call->request, "path"), version,
                           &revision, err) < 0)
        return -1;
    write_revision(&call->json, &revision, true);
    return 0;
}

/* ---- editing ---- */

static const struct member_rule text_members[] = {
    MEMBER("text", read_text, struct shop_edit, text, .required = true, .max = SHOP_FILE_MOST),
};
const struct shape shape_shop_text = SHAPE(struct shop_edit, NULL, text_members, NULL);

static int keep(struct call *call, struct shop_edit *edit, struct err *err)
{
    struct shop_findings findings;
    struct shop_kept kept;
    edit->path = http_param(call->request, "path");
    if (call_if_match(call, &edit->expected, err) < 0) return -1;
    if (desk_shop_keep(call->desk, &call->actor, call->arena, edit, &findings, &kept, err) < 0) {
        if (findings.errors) refuse(call, &findings);
        return -1;
    }
    call->version = kept.revision.version;
    if (call->request->method == HTTP_PUT && kept.new) call->status = 201;
    json_begin_object(&call->json);
    json_name(&call->json, "revision");
    write_revision(&call->json, &kept.revision, false);
    write_shop_findings(&call->json, &findings);
    json_end_object(&call->json);
    return 0;
}

int route_shop_put(struct call *call, struct err *err)
{
    struct shop_edit edit = {0};
    if (call_body(call, &edit, err) < 0) return -1;
    return keep(call, &edit, err);
}

int route_shop_delete(struct call *call, struct err *err)
{
    struct shop_edit edit = {.away = true};
    return keep(call, &edit, err);
}

int route_shop_restore(struct call *call, struct err *err)
{
    struct shop_edit edit = {0};
    if (read_version(http_param(call->request, "version"), "version", &edit.restore, err) < 0) return -1;
    return keep(call, &edit, err);
}

static const struct member_rule check_members[] = {
    MEMBER("path", read_text, struct shop_edit, path, .required = true, .max = SHOP_PATH_MOST),
    MEMBER("text", read_text, struct shop_edit, text, .required = true, .max = SHOP_FILE_MOST),
};
const struct shape shape_shop_check = SHAPE(struct shop_edit, NULL, check_members, NULL);

int route_shop_check(struct call *call, struct err *err)
{
    struct shop_edit edit = {0};
    struct shop_findings findings;
    if (call_body(call, &edit, err) < 0 ||
        desk_shop_check(call->desk, &call->actor, call->arena, &edit, &findings, err) < 0)
        return -1;
    json_begin_object(&call->json);
    json_put_bool(&call->json, "fine", findings.errors == 0);
    write_shop_findings(&call->json, &findings);
    json_end_object(&call->json);
    return 0;
}

static const struct member_rule preview_members[] = {
    MEMBER("path", read_text, struct shop_trial, edit.path, .required = true, .max = SHOP_PATH_MOST),
    MEMBER("text", read_text, struct shop_trial, edit.text, .required = true, .max = SHOP_FILE_MOST),
    MEMBER("order", read_text, struct shop_trial, order, .required = true, .max = 100),
    MEMBER("lang", read_text, struct shop_trial, lang, .max = 20),
    MEMBER("message", read_text, struct shop_trial, message, .max = DOCUMENT_TEXT),
};
const struct shape shape_shop_preview = SHAPE(struct shop_trial, NULL, preview_members, NULL);

int route_shop_preview(struct call *call, struct err *err)
{
    struct shop_trial trial = {0};
    struct shop_trial_result *result = ARENA_NEW(call->arena, struct shop_trial_result);
    if (call_body(call, &trial, err) < 0) return -1;
    if (desk_shop_try(call->desk, &call->actor, call->arena, &trial, result, err) < 0) {
        if (result->findings.errors) refuse(call, &result->findings);
        return -1;
    }
    json_begin_object(&call->json);
    json_put_string(&call->json, "message", result->message);
    json_name(&call->json, "places");
    json_begin_array(&call->json);
    for (int i = 0; i < result->place_count; i++) json_write_string(&call->json, result->places[i]);
    json_end_array(&call->json);
    write_shop_findings(&call->json, &result->findings);
    json_put_string_or_null(&call->json, "notice", result->notice);
    write_raw(&call->json, "assessment", assessment_document(call->arena, &result->assessment));
    json_end_object(&call->json);
    return 0;
}
