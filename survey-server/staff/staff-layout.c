#include "survey-server/staff/staff-layout.h"
#include "survey-server/residents/layout.h"

#include "base/banned.h"

static const char *survey_title(const Survey *survey)
{
    return wording_plain(&survey->title, survey->languages[0]);
}

static char *title_of(const StaffFrame *frame)
{
    return g_strconcat(frame->is_error ? "Error: " : "", frame->heading,
                       frame->survey != NULL ? " – " : "",
                       frame->survey != NULL ? survey_title(frame->survey) : "", " – Staff", NULL);
}

static void write_style(Markup *to, const StaffFrame *frame, const char *file)
{
    g_auto(Url) style = assets_url(frame->context->assets, file);
    markup_open(to, "link");
    markup_attr(to, "rel", "stylesheet");
    markup_attr_url(to, "href", style);
}

static void write_head(Markup *to, const StaffFrame *frame)
{
    markup_open(to, "head");
    markup_open(to, "meta");
    markup_attr(to, "charset", "utf-8");
    g_autofree char *title = title_of(frame);
    markup_element(to, "title", title);
    markup_open(to, "meta");
    markup_attr(to, "name", "viewport");
    markup_attr(to, "content", "width=device-width, initial-scale=1");
    write_style(to, frame, "site.css");
    write_style(to, frame, "staff.css");
    if (frame->has_keying) {
        g_auto(Url) script = assets_url(frame->context->assets, "keying.js");
        markup_script(to, script);
    }
    markup_close(to, "head");
}

static void write_step(Markup *to, Url url, const char *words, const char *lang)
{
    markup_open(to, "li");
    markup_open(to, "a");
    markup_attr_url(to, "href", url);
    markup_attr(to, "lang", lang);
    markup_text(to, words);
    markup_close(to, "a");
    markup_close(to, "li");
}

/* Staff > survey > here; the heading says where here is. */
static void write_trail(Markup *to, const StaffFrame *frame)
{
    g_auto(Url) home = url_path("staff", "", NULL);
    markup_open(to, "nav");
    markup_attr(to, "class", "trail");
    markup_attr(to, "aria-label", "You are here");
    markup_open(to, "ol");
    write_step(to, home, "Staff", NULL);
    if (frame->survey != NULL) {
        g_auto(Url) survey = url_path("staff", frame->survey->id, "", NULL);
        const char *lang = frame->survey->languages[0];
        write_step(to, survey, survey_title(frame->survey), g_str_equal(lang, "en") ? NULL : lang);
    }
    markup_open(to, "li");
    markup_open(to, "span");
    markup_attr(to, "aria-current", "page");
    markup_text(to, frame->heading);
    markup_close(to, "span");
    markup_close(to, "li");
    markup_close(to, "ol");
    markup_close(to, "nav");
}

static void write_person(Markup *to, const Staff *staff)
{
    g_auto(Url) out = url_path("staff", "sign-out", NULL);
    g_autofree char *words =
        g_strdup_printf("Signed in as %s (%s)", staff->name, role_name(staff->role));
    markup_open(to, "div");
    markup_attr(to, "class", "person");
    markup_element(to, "p", words);
    staff_form_begin(to, staff, out);
    markup_open(to, "button");
    markup_attr(to, "type", "submit");
    markup_attr(to, "class", "button-link");
    markup_text(to, "Sign out");
    markup_close(to, "button");
    staff_form_end(to);
    markup_close(to, "div");
}

static void write_header(Markup *to, const StaffFrame *frame)
{
    markup_open(to, "header");
    markup_attr(to, "class", "site-header");
    if (frame->staff != NULL && frame->staff->is_signed_in) {
        write_trail(to, frame);
        write_person(to, frame->staff);
    } else {
        markup_open(to, "p");
        markup_attr(to, "class", "owner");
        markup_text(to, "Staff");
        markup_close(to, "p");
    }
    if (frame->context->config->is_preview) {
        markup_open(to, "p");
        markup_attr(to, "class", "preview");
        markup_text(to, "Preview: what is done here is thrown away.");
        markup_close(to, "p");
    }
    markup_close(to, "header");
}

Markup *staff_layout_begin(const StaffFrame *frame)
{
    Markup *to = markup_new(MARKUP_HTML);
    markup_open(to, "html");
    markup_attr(to, "lang", "en");
    markup_attr(to, "dir", "ltr");
    write_head(to, frame);
    markup_open(to, "body");
    markup_attr(to, "class", "staff");
    g_auto(Url) main_url = url_fragment("main");
    markup_open(to, "a");
    markup_attr(to, "class", "skip-link");
    markup_attr_url(to, "href", main_url);
    markup_text(to, "Skip to main content");
    markup_close(to, "a");
    write_header(to, frame);
    markup_open(to, "main");
    markup_attr(to, "id", "main");
    markup_attr(to, "tabindex", "-1");
    layout_back(to, frame->back, frame->back_words);
    markup_element(to, "h1", frame->heading);
    return to;
}

Reply *staff_layout_end(Markup *to, const StaffFrame *frame, unsigned status)
{
    markup_close(to, "main");
    markup_close(to, "body");
    markup_close(to, "html");
    Reply *reply = reply_html(status, markup_finish(to));
    reply->runs_scripts = frame->has_keying;
    return reply;
}
