/* For the tests of authors' pages: a store, a site, and members of staff who ask through the table of routes, without a
 * socket. */
#pragma once

#include "base/error.h"
#include "forms/definition/templates.h"
#include "responses/store/workshop.h"
#include "survey-server/http-test.h"
#include "survey-server/staff/authors/author-pages.h"
#include "survey-server/staff/staff.h"

typedef struct {
    unsigned status;
    char *location, *file, *text;
    size_t length;
} Shown;

G_GNUC_UNUSED static void sheet_free(Shown *sheet)
{
    g_free(sheet->location);
    g_free(sheet->file);
    g_free(sheet->text);
    g_free(sheet);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Shown, sheet_free)

G_GNUC_UNUSED static Staff author_named(const char *name)
{
    Staff staff = {.name = name, .role = ROLE_ADMINISTRATOR, .is_signed_in = true};
    g_strlcpy(staff.csrf, "token", sizeof staff.csrf);
    return staff;
}

G_GNUC_UNUSED static Request *request_to(const char *target, const char *body)
{
    g_autoptr(GError) error = NULL;
    Request *request = request_new();
    const char *mark = strchr(target, '?');
    request->method = body != NULL ? METHOD_POST : METHOD_GET;
    request->path = mark != NULL ? g_strndup(target, (size_t)(mark - target)) : g_strdup(target);
    request->segments = g_strsplit(request->path + 1, "/", -1);
    request->n_segments = g_strv_length(request->segments);
    request->query =
        mark != NULL ? fields_decode(mark + 1, strlen(mark + 1), &error) : fields_new();
    g_assert_no_error(error);
    if (body != NULL)
        request->fields = fields_decode(body, strlen(body), &error);
    g_assert_no_error(error);
    return request;
}

G_GNUC_UNUSED static Shown *answer(TestServer *server, Request *request, const char *who)
{
    unsigned status = 0;
    const char *allow = NULL;
    const StaffRoute *route = staff_route_find(&server->context, request, &status, &allow);
    g_assert_nonnull(route);
    g_assert_true(route->right == RIGHT_DESIGN || route->right == RIGHT_PUBLISH);
    const Staff staff = author_named(who);
    g_autoptr(Reply) reply = route->handle(request, &server->context, &staff);
    Shown *sheet = g_new0(Shown, 1);
    sheet->status = reply->status;
    sheet->location = g_strdup(reply->location);
    sheet->file = g_strdup(reply->disposition);
    if (reply->body != NULL) {
        const char *bytes = g_bytes_get_data(reply->body, &sheet->length);
        sheet->text = g_strndup(bytes, sheet->length);
    }
    return sheet;
}

G_GNUC_UNUSED static Shown *ask_as(TestServer *server, const char *who, const char *target,
                                   const char *body)
{
    g_autoptr(Request) request = request_to(target, body);
    return answer(server, request, who);
}

G_GNUC_UNUSED static Shown *get(TestServer *server, const char *target)
{
    return ask_as(server, "anna", target, NULL);
}

G_GNUC_UNUSED static Shown *post(TestServer *server, const char *target, const char *body)
{
    return ask_as(server, "anna", target, body);
}

/* A file in the box `definition`. */
G_GNUC_UNUSED static Shown *upload(TestServer *server, const char *bytes, size_t length)
{
    g_autoptr(Request) request = request_to("/staff/definitions/upload", "csrf=token");
    FormFile file = {.field = g_strdup("definition"),
                     .name = g_strdup("mine.xml"),
                     .bytes = bytes,
                     .length = length};
    g_autoptr(GPtrArray) files = g_ptr_array_new();
    g_ptr_array_add(files, &file);
    request->files = files;
    Shown *sheet = answer(server, request, "anna");
    request->files = NULL;
    g_free(file.field);
    g_free(file.name);
    return sheet;
}

G_GNUC_UNUSED static void assert_says(const Shown *sheet, const char *words)
{
    if (sheet->text == NULL || strstr(sheet->text, words) == NULL)
        g_error("%u does not say \"%s\": %s", sheet->status, words, sheet->text);
}

G_GNUC_UNUSED static void assert_says_not(const Shown *sheet, const char *words)
{
    if (sheet->text != NULL && strstr(sheet->text, words) != NULL)
        g_error("%u says \"%s\": %s", sheet->status, words, sheet->text);
}

/* The page again, with its status, its title and the words. */
G_GNUC_UNUSED static void assert_mistake(const Shown *sheet, const char *words)
{
    assert_says(sheet, words);
    assert_says(sheet, "<title>Error: ");
    g_assert_cmpuint(sheet->status, ==, 400);
}

G_GNUC_UNUSED static void assert_leads(const Shown *sheet, const char *location)
{
    if (sheet->status != 303)
        g_error("%u, not 303: %s", sheet->status, sheet->text);
    g_assert_cmpstr(sheet->location, ==, location);
}

/* The first workpiece: a new survey from a template. */
G_GNUC_UNUSED static void begin(TestServer *server)
{
    g_autoptr(Shown) sheet = post(server, "/staff/definitions",
                                  "template=community-safety&title=Safer+Streets&address=safer");
    assert_leads(sheet, "/staff/definitions/1/?saved=1");
}

G_GNUC_UNUSED static size_t count_pieces(TestServer *server)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) pieces = workshop_list(server->context.store, &error);
    g_assert_no_error(error);
    return pieces->len;
}

/* The definition as it is kept now. */
G_GNUC_UNUSED static char *source_of(TestServer *server, int64_t id)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Workpiece) piece = workshop_load(server->context.store, id, 0, &error);
    g_assert_no_error(error);
    return g_strndup(g_bytes_get_data(piece->source, NULL), g_bytes_get_size(piece->source));
}
