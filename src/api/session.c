/* Signing in and out, and what people do with their own account. */
#include "api/routes.h"
#include "api/write.h"
#include "desk/profile.h"
#include "http/site.h"

static void write_session(struct json_writer *json, const struct visit *visit)
{
    bool person = !id_is_none(&visit->session);
    json_begin_object(json);
    json_put_string(json, "name", visit->actor.name);
    if (person) {
        json_name(json, "account");
        write_account(json, &visit->account);
    } else {
        json_put_null(json, "account");
    }
    json_put_string(json, "role", role_name(visit->actor.role));
    write_rights(json, visit->actor.role);
    json_put_string_or_null(json, "csrf", visit->csrf);
    put_time(json, "expires_at", person ? visit->expires_at : INSTANT_NONE);
    json_end_object(json);
}

static const struct member_rule sign_in_members[] = {
    MEMBER("email", read_text, struct sign_in, email, .required = true, .max = 254),
    MEMBER("password", read_text, struct sign_in, password, .required = true, .max = 1024),
    MEMBER("code", read_text, struct sign_in, code, .max = 20),
};
const struct shape shape_sign_in = SHAPE(struct sign_in, NULL, sign_in_members, NULL);

/* Beside the count for each account: who tries one password on many of them is slowed down, too, and nobody from elsewhere. */
static int admit_sign_in(struct call *call, uint64_t block, struct err *err)
{
    const struct api *api = call->request->app;
    call->wait =
        api->by_sign_in ? http_rate_take(api->by_sign_in, block, clock_monotonic(clock_system())) : 0;
    return call->wait ? err_set(err, ERR_BUSY,
                                "there were too many tries from this network; please wait before the next")
                      : 0;
}

int route_sign_in(struct call *call, struct err *err)
{
    struct sign_in sign_in = {.former = api_session_secret(call->request)};
    struct visit visit;
    uint64_t block = http_address_key(&call->request->peer);
    sign_in.from = str_of_len((const char *)&block, sizeof block);
    if (call_body(call, &sign_in, err) < 0 || admit_sign_in(call, block, err) < 0 ||
        desk_sign_in(call->desk, call->arena, &sign_in, &visit, &call->wait, err) < 0)
        return -1;
    http_set_host_cookie(call->request, SESSION_COOKIE, visit.secret);
    write_session(&call->json, &visit);
    return 0;
}

int route_session(struct call *call, struct err *err)
{
    (void)err;
    write_session(&call->json, call->visit);
    return 0;
}

int route_sign_out(struct call *call, struct err *err)
{
    bool everywhere = str_is(call_query(call, "everywhere"), "true");
    if (desk_sign_out(call->desk, call->arena, call->visit, everywhere, err) < 0) return -1;
    http_set_host_cookie(call->request, SESSION_COOKIE, (struct str){0});
    json_begin_object(&call->json);
    json_put_bool(&call->json, "everywhere", everywhere);
    json_end_object(&call->json);
    return 0;
}

/* ---- one's own password and second factor ---- */

struct proof {
    struct str current, password, code;
};
static const struct member_rule password_members[] = {
    MEMBER("current", read_text, struct proof, current, .required = true, .max = 1024),
    MEMBER("password", read_text, struct proof, password, .required = true, .max = 1024),
};
static const struct member_rule current_members[] = {
    MEMBER("current", read_text, struct proof, current, .required = true, .max = 1024),
};
static const struct member_rule code_members[] = {
    MEMBER("code", read_text, struct proof, code, .required = true, .max = 20),
};
static const struct member_rule accept_members[] = {
    MEMBER("code", read_text, struct proof, code, .required = true, .max = 100),
    MEMBER("password", read_text, struct proof, password, .required = true, .max = 1024),
};
const struct shape shape_password = SHAPE(struct proof, NULL, password_members, NULL);
const struct shape shape_current = SHAPE(struct proof, NULL, current_members, NULL);
const struct shape shape_code = SHAPE(struct proof, NULL, code_members, NULL);
const struct shape shape_accept = SHAPE(struct proof, NULL, accept_members, NULL);

static int answer_account(struct call *call, const struct account *account)
{
    call->version = account->version;
    write_account(&call->json, account);
    return 0;
}

int route_own_password(struct call *call, struct err *err)
{
    struct proof proof = {0};
    struct account account;
    struct id id;
    if (call_id(call, "id", &id, err) < 0) return -1;
    if (!id_eq(&id, &call->visit->account.id))
        return err_set(err, ERR_NOT_FOUND, "this is not your account; others set their own by invitation");
    if (call_body(call, &proof, err) < 0 ||
        desk_own_password(call->desk, call->arena, call->visit, proof.current, proof.password, &account,
                          &call->wait, err) < 0)
        return -1;
    return answer_account(call, &account);
}

int route_totp_enrol(struct call *call, struct err *err)
{
    struct proof proof = {0};
    struct totp_offer offer;
    if (call_body(call, &proof, err) < 0 ||
        desk_totp_enrol(call->desk, call->arena, call->visit, proof.current, &offer, &call->wait, err) < 0)
        return -1;
    json_begin_object(&call->json);
    json_put_string(&call->json, "secret", offer.secret);
    json_put_string(&call->json, "url", offer.url);
    json_end_object(&call->json);
    return 0;
}

int route_totp_confirm(struct call *call, struct err *err)
{
    struct proof proof = {0};
    struct account account;
    if (call_body(call, &proof, err) < 0 ||
        desk_totp_confirm(call->desk, call->arena, call->visit, proof.code, &account, &call->wait, err) < 0)
        return -1;
    return answer_account(call, &account);
}

int route_totp_disable(struct call *call, struct err *err)
{
    struct proof proof = {0};
    struct account account;
    if (call_body(call, &proof, err) < 0 || desk_totp_disable(call->desk, call->arena, call->visit,
                                                              proof.current, &account, &call->wait, err) < 0)
        return -1;
    return answer_account(call, &account);
}

int route_invite_accept(struct call *call, struct err *err)
{
    struct proof proof = {0};
    struct account account;
    if (call_body(call, &proof, err) < 0 ||
        desk_account_accept(call->desk, call->arena, proof.code, proof.password, &account, err) < 0)
        return -1;
    return answer_account(call, &account);
}
