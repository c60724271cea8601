/* The pages as one table: where each is, its template, and what it reads. */
#include "web/page.h"

enum {
    FORM = 2 * 1024 * 1024,
    FORM_WITH_FILES =
        64 * 1024 * 1024, /* a handful of photos as a phone takes them; each is bounded by its route */
};

/* What every page of the desk knows of who looks at it. */
#define ME                    \
    {                         \
        "me", "/v1/me", false \
    }

#define PAGE_FORM(path, most, flags, ...)                                              \
    {HTTP_GET, path, page_handle, 0, HTTP_WORK, 0, &(const struct page){__VA_ARGS__}}, \
    {                                                                                  \
        HTTP_POST, path, page_post, most, HTTP_WORK | (flags), 0, &(const struct page) \
        {                                                                              \
            __VA_ARGS__                                                                \
        }                                                                              \
    }
#define PAGE(path, ...) PAGE_FORM(path, FORM, 0, __VA_ARGS__)
/* Its forms may bring files. */
#define PAGE_WITH_FILES(path, ...) PAGE_FORM(path, FORM_WITH_FILES, HTTP_UPLOAD, __VA_ARGS__)

static const struct http_result *asset(struct http_request *request)
{
    const struct web *web = request->app;
    return assets_answer(web->assets, request, http_param(request, "name"));
}

static const struct http_result *font(struct http_request *request)
{
    const struct web *web = request->app;
    return fonts_answer(web->fonts, request, http_param(request, "name"));
}

static const struct http_result *font_style(struct http_request *request)
{
    const struct web *web = request->app;
    return fonts_style(web->fonts, request);
}

static const struct http_result *front(struct http_request *request)
{
    return http_answer_see_other(request, STR("/desk"));
}

/* The store's own colour, for the pages of its customers: checked when the store was read. */
static const struct http_result *store_style(struct http_request *request)
{
    const struct web *web = request->app;
    struct str accent = desk_store(web->desk, request->arena)->accent;
    struct http_answer answer = {.type = "text/css; charset=utf-8", .cache = "max-age=300"};
    if (accent.len) answer.body = ARENA_JOIN(request->arena, STR(":root { --store: "), accent, STR("; }\n"));
    return http_answer(request, &answer);
}

static const struct page public_thing = {.audience = FOR_ALL};

static const struct http_row rows[] = {
    {HTTP_GET, "/", front, 0, 0, 0, &public_thing},
    {HTTP_GET, "/store.css", store_style, 0, HTTP_WORK, 0, &public_thing},
    {HTTP_GET, "/assets/{name}", asset, 0, 0, 0, &public_thing},
    {HTTP_GET, "/fonts.css", font_style, 0, 0, 0, &public_thing},
    {HTTP_GET, "/fonts/{name}", font, 0, 0, 0, &public_thing},
    PAGE("/sign-in", .name = "sign_in", .layout = "layout/plain", .audience = FOR_ALL),
    PAGE("/sign-out", .name = "sign_in", .layout = "layout/plain"),
    PAGE("/design", .name = "design", .layout = "layout/desk", .reads = {ME}),
    PAGE("/desk", .name = "inbox", .layout = "layout/desk",
         .reads = {ME,
                   {"inbox", "/v1/inbox?state&concern&lang&stage&assignee&escalated&due&q&cursor", false},
                   {"counts", "/v1/inbox/counts", false}}),
    PAGE("/desk/tickets/{id}", .name = "ticket", .layout = "layout/desk",
         .reads = {ME,
                   {"it", "/v1/tickets/{id}/console?lang={lang}", false},
                   {"letters", "/v1/tickets/{id}/letters", true},
                   {"names", "/v1/accounts/names", true}}),
    PAGE("/desk/orders", .name = "orders", .layout = "layout/desk",
         .reads = {ME, {"orders", "/v1/orders?stage&customer&cursor", false}}),
    PAGE("/desk/search", .name = "search", .layout = "layout/desk",
         .reads = {ME, {"hits", "/v1/search?q&cursor", true}}),
    PAGE("/desk/customers", .name = "customers", .layout = "layout/desk",
         .reads = {ME, {"customers", "/v1/customers?cursor", false}}),
    PAGE("/desk/customers/{id}", .name = "customer", .layout = "layout/desk",
         .reads = {ME,
                   {"customer", "/v1/customers/{id}", false},
                   {"orders", "/v1/orders?customer={id}&limit=50", true},
                   {"tickets", "/v1/tickets?customer={id}&limit=50", true}}),
    PAGE("/desk/approvals", .name = "approvals", .layout = "layout/desk",
         .reads = {ME, {"approvals", "/v1/approvals?state&cursor", false}}),
    PAGE("/desk/measures", .name = "measures", .layout = "layout/desk",
         .reads = {ME, {"metrics", "/v1/metrics?from&to&by", false}, {"names", "/v1/accounts/names", true}}),
    PAGE("/desk/measures/{measure}", .name = "measure_things", .layout = "layout/desk",
         .reads = {ME,
                   {"things", "/v1/metrics/{measure}/things?from&to&by&key&outcome&cursor", false},
                   {"names", "/v1/accounts/names", true}}),
    PAGE_WITH_FILES("/desk/orders/{number}", .name = "order_page", .layout = "layout/desk",
                    .reads = {ME,
                              {"life", "/v1/orders/{number}/life", false},
                              {"progress", "/v1/orders/{number}/progress", true}}),
    PAGE("/o/{secret}", .name = "my_door", .layout = "layout/letter", .audience = FOR_ALL),
    PAGE_WITH_FILES("/order", .name = "my_order", .layout = "layout/letter", .audience = FOR_CUSTOMERS,
                    .reads = {{"my", "/v1/my/order", false}}),
    PAGE("/order/link", .name = "my_link", .layout = "layout/letter", .audience = FOR_ALL),
    PAGE("/order/leave", .name = "my_link", .layout = "layout/letter", .audience = FOR_CUSTOMERS),
    PAGE("/desk/studio", .name = "studio", .layout = "layout/desk",
         .reads = {ME, {"board", "/v1/board", false}}),
    PAGE_WITH_FILES("/desk/studio/{number}", .name = "bench", .layout = "layout/desk",
                    .reads = {ME,
                              {"board", "/v1/board?order={number}", true},
                              {"progress", "/v1/orders/{number}/progress", true}}),
    PAGE("/desk/studio/{number}/{item}/print", .name = "job_ticket", .layout = "layout/paper",
         .reads = {ME, {"board", "/v1/board?order={number}", true}}),
    PAGE("/desk/letters", .name = "letters", .layout = "layout/desk",
         .reads = {ME, {"outbox", "/v1/outbox", false}, {"letters", "/v1/letters?state&cursor", false}}),
    PAGE("/desk/letters/{id}", .name = "letter", .layout = "layout/desk",
         .reads = {ME, {"letter", "/v1/letters/{id}", false}}),
    PAGE("/desk/settings", .name = "settings", .layout = "layout/desk",
         .reads = {ME, {"files", "/v1/shop/files", false}}),
    PAGE("/desk/settings/{path}", .name = "setting", .layout = "layout/desk",
         .reads = {ME,
                   {"file", "/v1/shop/files/{path}", false},
                   {"revisions", "/v1/shop/files/{path}/revisions", true},
                   {"shop", "/v1/shop", true}}),
    PAGE("/desk/calendar", .name = "calendar", .layout = "layout/desk",
         .reads = {ME, {"calendar", "/v1/shop/calendar?year", false}}),
    PAGE("/desk/settings/{path}/revisions/{version}", .name = "revision", .layout = "layout/desk",
         .reads = {ME,
                   {"file", "/v1/shop/files/{path}", true},
                   {"revision", "/v1/shop/files/{path}/revisions/{version}", false}}),
    PAGE("/desk/account", .name = "account", .layout = "layout/desk", .reads = {ME}),
    PAGE("/desk/people", .name = "people", .layout = "layout/desk",
         .reads = {ME, {"accounts", "/v1/accounts", false}}),
    PAGE("/desk/tokens", .name = "tokens", .layout = "layout/desk",
         .reads = {ME, {"tokens", "/v1/tokens", false}}),
    PAGE("/invite", .name = "invite", .layout = "layout/plain", .audience = FOR_ALL),
    PAGE("/desk/drafts/{id}/check", .name = "text_check", .layout = "layout/part", .reads = {ME}),
};

const struct http_row *page_rows(size_t *out_count)
{
    *out_count = sizeof rows / sizeof *rows;
    return rows;
}
