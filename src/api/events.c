/* What changed, as it happens: a stream of server-sent events, which goes on from Last-Event-ID. */
#include "http/events.h"
#include "api/routes.h"

const struct http_result *api_events(struct http_request *request)
{
    const struct api *api = request->app;
    struct http_subscription subscription = {0};
    return http_answer_events(request, api->hub, &subscription);
}
