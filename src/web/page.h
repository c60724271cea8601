/* Inside web: what a page is, and the steps from a request to its HTML. */
#ifndef BURIN_WEB_PAGE_H
#define BURIN_WEB_PAGE_H

#include "desk/session.h"
#include "http/inner.h"
#include "web/assets.h"
#include "web/fonts.h"
#include "web/view.h"
#include "web/web.h"

/* Who a page is for. */
enum audience {
    FOR_AGENTS,    /* who has signed in to the desk */
    FOR_CUSTOMERS, /* who came by the link to their order */
    FOR_ALL,       /* nobody has to say who they are */
};

/* An answer of the API that a page shows, under `name`. `path` is an API route: {x} is a parameter of the page's own path, or
 * else found in what was read before ("{ticket.order.number}"): without it nothing is read. Behind a question mark stand the
 * names of the page's query parameters that are passed on, or "name=value" that always are. With `optional` the page is shown
 * without it where it is refused. */
struct page_read {
    const char *name, *path;
    bool optional;
};
enum { READS_MOST = 8 };

struct page {
    const char *name;   /* its template, its title among the words, and what the layout marks as current */
    const char *layout; /* the template around it */
    enum audience audience;
    struct page_read reads[READS_MOST];
};

/* Finds the page's row as it is registered. */
static inline const struct page *page_of(const struct http_request *request)
{
    return request->row->doc;
}

/* pages.c: GET and POST rows of every page, and those of the assets. */
const struct http_row *page_rows(size_t *out_count);

struct web {
    struct desk *desk;
    struct view *view;
    struct assets *assets;
    struct fonts *fonts;
};

/* What is known while a page is made. */
struct showing {
    struct http_request *request;
    const struct web *web;
    const struct page *page;
    const struct visit *visit; /* NULL: nobody */
    struct value data;         /* what the template sees */
    int status;                /* of the answer; 0: 200 */
    struct http_inner_answer
        problem;       /* what a form's route answered, where it failed; status 0: it did not */
    struct value form; /* what was posted then */
};

/* web.c: who asks, for pages: a stranger is sent to sign in. */
http_handler web_authorise;
/* page.c */
http_handler page_handle;
struct showing page_begin(struct http_request *request);
/* Names and values as an object; of several of a name the first. */
struct value page_fields(struct arena *arena, struct http_fields fields);
enum lang page_lang(const struct showing *showing);
const struct http_result *page_show(struct showing *showing);
/* A page that says what went wrong. */
const struct http_result *page_problem(struct showing *showing, int status, struct str detail);
/* post.c: what a form asks for. */
http_handler page_post;
/* reads.c: asks the API for what the page shows. False where it must not be shown: *out is the answer that says why. */
bool page_read_all(struct showing *showing, struct http_inner_answer *out);
/* Fills the {…} of a path from the page's parameters and from `data`, encoded; ptr NULL where one is not there. {lang} is the
 * page's own. */
struct str page_path(struct showing *showing, struct str path, const struct value *data);
/* The text of a member by its dotted name ("ticket.order.number"); ptr NULL where there is none, or it is no text or number. */
struct str page_member(struct arena *arena, const struct value *data, struct str name);
/* form.c: the fields of a form as a JSON document; see post.c for how they are named. */
struct str form_document(struct arena *arena, struct http_fields fields);

#endif
