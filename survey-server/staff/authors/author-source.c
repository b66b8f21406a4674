/* The definition as a file and as XML, for those who know how; every revision, and the way back to it; throwing away. */
#include "base/limits.h"
#include "base/text.h"
#include "survey-server/staff/authors/author-pages.h"
#include "survey-server/staff/authors/author.h"
#include "survey-server/staff/staff-day.h"
#include <inttypes.h>
#include <string.h>

#include "base/banned.h"

/* ---- XML ---- */

static char *text_of(GBytes *source)
{
    return g_strndup(g_bytes_get_data(source, NULL), g_bytes_get_size(source));
}

/* A form that sends a text of this size is sent as a form with a file is. */
static Reply *show_source(Author *author, const Mistakes *slips, bool is_changed_meanwhile)
{
    g_autofree char *present = text_of(author->piece->source);
    g_autofree char *mistake = NULL;
    if (slips != NULL && mistakes_count(slips) > 0) {
        const Mistake *slip = mistakes_at(slips, 0);
        mistake = g_strdup_printf("Not kept. On line %u: %s.", slip->line, slip->message);
        staff_page_mistake(author->page, "source", mistake);
    }
    if (is_changed_meanwhile)
        staff_page_mistake(
            author->page, "source",
            "Somebody else has changed this definition meanwhile. Yours stands in the box, "
            "theirs below it. Save again to replace theirs by yours.");
    Markup *to = author_begin_page(author, "Edit as XML");
    staff_page_say(
        to, "You need not use this page: every word can be changed without it. What is saved "
            "here has to be readable as XML; other mistakes are shown afterwards.");
    g_auto(Url) action = author_url(author, "source");
    staff_upload_begin(to, author->page->staff, action);
    author_write_revision(to, author);
    staff_page_area(author->page, to,
                    (StaffBox){.name = "source", .label = "The definition", .value = present}, 30);
    staff_button(to, "Save", NULL, NULL, false);
    staff_form_end(to);
    if (is_changed_meanwhile) {
        const StaffBox theirs = {.name = "theirs", .label = "As it is now", .value = present};
        staff_area(to, &theirs, 30);
    }
    return staff_page_end(author->page, to);
}

Reply *author_source_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(Author) author = author_open(request, context, staff, &reply);
    return author != NULL ? show_source(author, NULL, false) : reply;
}

Reply *author_source_take(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(Author) author = author_open(request, context, staff, &reply);
    if (author == NULL)
        return reply;
    const char *typed = staff_field(request, "source");
    g_auto(GStrv) lines = g_strsplit(typed != NULL ? typed : "", "\r\n", -1);
    g_autofree char *text = g_strjoinv("\n", lines);
    g_autoptr(GBytes) source = g_bytes_new(text, strlen(text));
    g_autoptr(Mistakes) slips = mistakes_new("source");
    if (!author_is_current(author))
        return show_source(author, NULL, true);
    SurveyEdit *edit = survey_edit_open(source, slips);
    if (edit == NULL)
        return show_source(author, slips, false);
    survey_edit_free(author->edit);
    author->edit = edit;
    return author_save(author, "Edited as XML.", NULL, NULL);
}

Reply *author_download(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(Author) author = author_open(request, context, staff, &reply);
    if (author == NULL)
        return reply;
    Reply *file =
        reply_bytes(200, "application/xml; charset=utf-8", g_bytes_ref(author->piece->source));
    g_autofree char *name = g_strdup_printf("%s.xml", author->piece->survey_id);
    reply_set_file_name(file, name);
    return file;
}

/* ---- History ---- */

static Reply *show_history(Author *author)
{
    static const char *const headers[] = {"Change", "What was done", "By", "When"};
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) history = workshop_history(author->page->store, author->piece->id, &error);
    if (history == NULL)
        return author_refusal(author, error);
    Markup *to = author_begin_page(author, "Changes so far");
    staff_table_begin(to, "Every change, newest first", headers, G_N_ELEMENTS(headers));
    for (guint i = 0; i < history->len; i++) {
        const Workpiece *piece = g_ptr_array_index(history, i);
        g_autofree char *number = g_strdup_printf("%u", piece->revision);
        g_autofree char *moment = staff_moment_words(piece->moment);
        const char *const cells[] = {number, piece->what, piece->who, moment};
        staff_row(to, cells, G_N_ELEMENTS(cells), NULL);
    }
    staff_table_end(to);
    if (history->len > 1) {
        markup_element(to, "h2", "Go back");
        staff_page_form_begin(author->page, to, author_url(author, "history"));
        author_write_revision(to, author);
        staff_page_box(
            author->page, to,
            (StaffBox){.name = "to",
                       .label = "Make it again as it was after change number",
                       .hint = "Going back is a change too: it can be taken back in the same "
                               "way.",
                       .inputmode = "numeric",
                       .width = 4});
        staff_button(to, "Go back", NULL, NULL, true);
        staff_form_end(to);
    }
    return staff_page_end(author->page, to);
}

Reply *author_history_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(Author) author = author_open(request, context, staff, &reply);
    return author != NULL ? show_history(author) : reply;
}

Reply *author_history_take(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(Author) author = author_open_current(request, context, staff, &reply);
    if (author == NULL)
        return reply;
    int64_t to = 0;
    if (!text_parse_int(staff_page_typed(author->page, "to"), &to) || to < 1 ||
        to >= (int64_t)author->piece->revision) {
        staff_page_mistake(author->page, "to", "Type the number of an earlier change.");
        return show_history(author);
    }
    g_autoptr(Workpiece) piece =
        workshop_load(context->store, author->piece->id, (unsigned)to, &error);
    if (piece == NULL)
        return author_refusal(author, error);
    g_autoptr(Mistakes) slips = mistakes_new("history");
    SurveyEdit *edit = survey_edit_open(piece->source, slips);
    g_assert(edit != NULL); /* it was opened before it was kept */
    survey_edit_free(author->edit);
    author->edit = edit;
    g_autofree char *what = g_strdup_printf("Gone back to change %" PRId64 ".", to);
    return author_save(author, what, NULL, NULL);
}

/* ---- Throwing away ---- */

Reply *author_throw_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(Author) author = author_open(request, context, staff, &reply);
    if (author == NULL)
        return reply;
    Markup *to = author_begin_page(author, "Throw this definition away?");
    staff_page_say(to, "It goes for good, with every change that was made to it. A survey that was "
                       "published from it stays as it is, and so do its answers.");
    staff_page_form_begin(author->page, to, author_url(author, "throw-away"));
    author_write_revision(to, author);
    staff_button(to, "Throw it away", NULL, NULL, false);
    staff_form_end(to);
    staff_page_link(to, author_url(author, NULL), "Keep it");
    return staff_page_end(author->page, to);
}

Reply *author_throw_take(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(Author) author = author_open_current(request, context, staff, &reply);
    if (author == NULL)
        return reply;
    const Act act = staff_act(staff);
    if (author_has_pilot(author)) {
        error_set(&error, ERROR_CONFLICT,
                  "Its pilot is still running: end the pilot first, then throw it away.");
        return author_refusal(author, error);
    }
    if (!workshop_remove(context->store, author->piece->id, "throw away", &act, &error))
        return author_refusal(author, error);
    return reply_redirect(303,
                          url_with_query(url_path("staff", "definitions", NULL), "done", "thrown"));
}
