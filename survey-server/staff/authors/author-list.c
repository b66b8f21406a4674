/* The workshop: what is worked on, what is published, and three ways to begin. */
#include "base/error.h"
#include "base/text.h"
#include "forms/definition/templates.h"
#include "survey-server/residents/site.h"
#include "survey-server/staff/authors/author-pages.h"
#include "survey-server/staff/authors/author.h"
#include "survey-server/staff/staff-day.h"
#include <inttypes.h>
#include <string.h>

#include "base/banned.h"

/* ---- Showing ---- */

static void write_pieces(Markup *to, const GPtrArray *pieces)
{
    static const char *const headers[] = {"Survey", "Address", "Last change"};
    if (pieces->len == 0) {
        staff_page_say(to, "No definition is being worked on.");
        return;
    }
    staff_table_begin(to, "Being worked on", headers, G_N_ELEMENTS(headers));
    for (guint i = 0; i < pieces->len; i++) {
        const Workpiece *piece = g_ptr_array_index(pieces, i);
        g_autofree char *id = g_strdup_printf("%" PRId64, piece->id);
        g_autofree char *moment = staff_moment_words(piece->moment);
        g_autofree char *change = g_strdup_printf("%s, %s", piece->who, moment);
        const char *const cells[] = {piece->title[0] != '\0' ? piece->title : "(no title)",
                                     piece->survey_id, change};
        g_auto(Url) url = url_path("staff", "definitions", id, "", NULL);
        staff_row(to, cells, G_N_ELEMENTS(cells), &url);
    }
    staff_table_end(to);
}

/* The published ones, each with a button that begins its next version. */
static void write_published(StaffPage *page, Markup *to)
{
    g_autoptr(GPtrArray) served = site_list(page->context->site);
    markup_element(to, "h2", "Change a published survey");
    staff_page_say(
        to, "A published survey is never changed itself: its next version is begun here, and "
            "takes its place when you publish it. Answers that came in stay.");
    staff_page_form_begin(page, to, url_path("staff", "definitions", NULL));
    markup_open(to, "ul");
    markup_attr(to, "class", "plain");
    for (guint i = 0; i < served->len; i++) {
        const Survey *survey = ((const Served *)g_ptr_array_index(served, i))->survey;
        if (survey_is_pilot(survey))
            continue;
        g_autofree char *words =
            g_strdup_printf("Begin version %u of “%s”", survey->version + 1,
                            wording_plain(&survey->title, survey->languages[0]));
        markup_open(to, "li");
        staff_button(to, words, "next", survey->id, true);
        markup_close(to, "li");
    }
    markup_close(to, "ul");
    staff_form_end(to);
}

static void write_templates(StaffPage *page, Markup *to)
{
    size_t n = 0;
    const Template *templates = templates_list(&n);
    g_autofree StaffChoice *choices = g_new0(StaffChoice, n);
    for (size_t i = 0; i < n; i++)
        choices[i] = (StaffChoice){templates[i].name, templates[i].title, templates[i].words};
    markup_element(to, "h2", "Begin a new survey from a template");
    staff_page_form_begin(page, to, url_path("staff", "definitions", NULL));
    staff_page_radios(page, to,
                      (StaffRadios){.name = "template",
                                    .legend = "Which template?",
                                    .choices = choices,
                                    .n = n,
                                    .chosen = templates[0].name});
    staff_page_box(
        page, to,
        (StaffBox){.name = "title",
                   .label = "Title of your survey",
                   .hint = "Residents see it at the top of every page. You can change it later."});
    staff_page_box(page, to,
                   (StaffBox){.name = "address",
                              .label = "Its web address",
                              .hint =
                                  "Small letters, digits and hyphens, as in safer-streets-2027. It "
                                  "stays for good once people have answered."});
    staff_button(to, "Begin", NULL, NULL, false);
    staff_form_end(to);
}

static void write_upload(StaffPage *page, Markup *to)
{
    g_auto(Url) action = url_path("staff", "definitions", "upload", NULL);
    markup_element(to, "h2", "Begin from a file");
    staff_upload_begin(to, page->staff, action);
    StaffBox box = {.name = "definition",
                    .label = "A definition (.xml)",
                    .hint = "One that you downloaded here, or that a colleague sent. 1 MB is the "
                            "most."};
    for (guint i = 0; i < page->mistakes->len; i++) {
        const StaffMistake *mistake = &g_array_index(page->mistakes, StaffMistake, i);
        if (strcmp(mistake->control, box.name) == 0)
            box.mistake = mistake->words;
    }
    staff_file(to, &box, ".xml,text/xml,application/xml");
    staff_button(to, "Upload", NULL, NULL, true);
    staff_form_end(to);
}

static Reply *show(StaffPage *page)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) pieces = workshop_list(page->store, &error);
    if (pieces == NULL)
        return staff_page_refusal(page, error, url_path("staff", "", NULL), "Back");
    if (g_strcmp0(staff_query(page->request, "done"), "thrown") == 0)
        page->notice = "It is thrown away.";
    Markup *to = staff_page_begin(page, "Definitions of surveys", (Url){NULL}, NULL);
    write_pieces(to, pieces);
    write_templates(page, to);
    write_published(page, to);
    write_upload(page, to);
    return staff_page_end(page, to);
}

Reply *author_list_show(const Request *request, Context *context, const Staff *staff)
{
    g_autoptr(StaffPage) page = staff_page_new(request, context, staff);
    return show(page);
}

/* ---- Beginning ---- */

/* Keep the definition as the first revision of a new workpiece. It is written anew, which can make it too large: a ">"
 * takes four bytes then. */
static Reply *begin(StaffPage *page, SurveyEdit *edit, const char *what)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) source = survey_edit_bytes(edit);
    g_autoptr(Mistakes) slips = mistakes_new("begin");
    g_autoptr(SurveyEdit) again = survey_edit_open(source, slips);
    if (again == NULL) {
        error_set(&error, ERROR_LIMIT, "This was not kept: %s", mistakes_at(slips, 0)->message);
        return staff_page_refusal(page, error, url_path("staff", "definitions", NULL),
                                  "All definitions");
    }
    const WorkpieceSave save = {source, again->id, survey_edit_find(again, "survey")->words, what};
    const Act act = staff_act(page->staff);
    int64_t id = 0;
    if (!workshop_begin(page->store, &save, &act, &id, &error))
        return staff_page_refusal(page, error, url_path("staff", "definitions", NULL),
                                  "All definitions");
    g_autofree char *text = g_strdup_printf("%" PRId64, id);
    return reply_redirect(
        303, url_with_query(url_path("staff", "definitions", text, "", NULL), "saved", "1"));
}

static bool is_published(const StaffPage *page, const char *id)
{
    g_auto(GStrv) ids = store_survey_ids(page->store, NULL);
    return ids != NULL && g_strv_contains((const char *const *)ids, id);
}

static SurveyEdit *open_bytes(GBytes *source)
{
    g_autoptr(Mistakes) slips = mistakes_new("begin");
    SurveyEdit *edit = survey_edit_open(source, slips);
    g_assert(edit != NULL); /* a template, or what was published */
    return edit;
}

static Reply *begin_from_template(StaffPage *page)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) source = template_source(staff_page_typed(page, "template"));
    const char *title = staff_page_typed(page, "title");
    const char *address = staff_page_typed(page, "address");
    if (source == NULL) {
        staff_page_mistake(page, "template", "Choose a template.");
        return show(page);
    }
    g_autoptr(SurveyEdit) edit = open_bytes(source);
    (void)staff_page_demands(page, "title", "Type the title of your survey.");
    if (is_published(page, address))
        staff_page_mistake(
            page, "address",
            "There is a survey with that address already. Choose another address, or "
            "begin the next version of that survey below.");
    else if (!survey_edit_name(edit, address, 1, &error))
        staff_page_mistake(page, "address",
                           "Small letters, digits and hyphens only, and a letter first, as in "
                           "safer-streets-2027. It may not begin with pilot-.");
    g_clear_error(&error);
    for (size_t i = 0; i < edit->n_languages && error == NULL; i++) {
        const TextChange change = {.part = "survey",
                                   .key = "title",
                                   .lang = edit->languages[i],
                                   .words = i == 0 ? title : ""};
        if (!survey_edit_set(edit, &change, &error))
            staff_page_mistake(page, "title", error->message);
    }
    return staff_page_has_mistakes(page) ? show(page) : begin(page, edit, "Begun from a template.");
}

static Reply *begin_next(StaffPage *page, const char *id)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Survey) survey = store_load_survey(page->store, id, 0, &error);
    if (survey == NULL)
        return staff_page_refusal(page, error, url_path("staff", "definitions", NULL),
                                  "All definitions");
    g_autoptr(SurveyEdit) edit = open_bytes(survey->source);
    if (!survey_edit_name(edit, survey->id, survey->version + 1, &error))
        return staff_page_refusal(page, error, url_path("staff", "definitions", NULL),
                                  "All definitions");
    g_autofree char *what =
        g_strdup_printf("Begun from version %u, which is published.", survey->version);
    return begin(page, edit, what);
}

Reply *author_begin(const Request *request, Context *context, const Staff *staff)
{
    g_autoptr(StaffPage) page = staff_page_new(request, context, staff);
    const char *next = staff_field(request, "next");
    return next != NULL ? begin_next(page, next) : begin_from_template(page);
}

Reply *author_upload(const Request *request, Context *context, const Staff *staff)
{
    g_autoptr(StaffPage) page = staff_page_new(request, context, staff);
    const FormFile *file = staff_file_of(request, "definition");
    if (file == NULL || file->length == 0) {
        staff_page_mistake(page, "definition",
                           file == NULL ? "Choose the file first, then press Upload."
                                        : "This file is empty. Choose another one.");
        return show(page);
    }
    g_autoptr(GBytes) source = g_bytes_new(file->bytes, file->length);
    g_autoptr(Mistakes) slips = mistakes_new("upload");
    g_autoptr(SurveyEdit) edit = survey_edit_open(source, slips);
    if (edit == NULL) {
        const Mistake *slip = mistakes_at(slips, 0);
        g_autofree char *words = slip->line > 1
                                     ? g_strdup_printf("The file was not kept. On its line %u: %s.",
                                                       slip->line, slip->message)
                                     : g_strdup_printf("The file was not kept: %s.", slip->message);
        staff_page_mistake(page, "definition", words);
        return show(page);
    }
    return begin(page, edit, "Begun from a file.");
}
