/* The parts that pages of staff are built of: staff-layout.h. */
#include "survey-server/staff/staff-layout.h"

#include "base/banned.h"

/* ---- What went wrong, what was done ---- */

void staff_mistakes(Markup *to, const StaffMistake *mistakes, size_t n)
{
    if (n == 0)
        return;
    markup_open(to, "div");
    markup_attr(to, "class", "error-summary");
    markup_attr(to, "id", "errors");
    markup_attr(to, "role", "group");
    markup_attr(to, "tabindex", "-1");
    markup_attr(to, "aria-labelledby", "errors-heading");
    markup_open(to, "h2");
    markup_attr(to, "id", "errors-heading");
    markup_text(to, "There is a problem");
    markup_close(to, "h2");
    markup_open(to, "ul");
    for (size_t i = 0; i < n; i++) {
        markup_open(to, "li");
        if (mistakes[i].control != NULL) {
            g_auto(Url) url = url_fragment(mistakes[i].control);
            markup_open(to, "a");
            markup_attr_url(to, "href", url);
            markup_text(to, mistakes[i].words);
            markup_close(to, "a");
        } else {
            markup_text(to, mistakes[i].words);
        }
        markup_close(to, "li");
    }
    markup_close(to, "ul");
    markup_close(to, "div");
}

void staff_notice(Markup *to, const char *words)
{
    if (words == NULL)
        return;
    markup_open(to, "div");
    markup_attr(to, "class", "notice");
    markup_attr(to, "role", "status");
    markup_element(to, "p", words);
    markup_close(to, "div");
}

void staff_link(Markup *to, Url url, const char *words)
{
    markup_open(to, "p");
    markup_attr(to, "class", "link");
    markup_open(to, "a");
    markup_attr_url(to, "href", url);
    markup_text(to, words);
    markup_close(to, "a");
    markup_close(to, "p");
}

/* ---- Forms ---- */

void staff_hidden(Markup *to, const char *name, const char *value)
{
    markup_open(to, "input");
    markup_attr(to, "type", "hidden");
    markup_attr(to, "name", name);
    markup_attr(to, "value", value);
}

/* When the page comes back with mistakes, the fragment leads the keyboard to them. */
static void begin_form(Markup *to, const Staff *staff, Url action, const char *encoding)
{
    g_auto(Url) answer = url_with_fragment((Url){g_strdup(action.text)}, "errors");
    markup_open(to, "form");
    markup_attr(to, "method", "post");
    markup_attr_url(to, "action", answer);
    markup_attr(to, "enctype", encoding);
    staff_hidden(to, "csrf", staff->csrf);
}

void staff_form_begin(Markup *to, const Staff *staff, Url action)
{
    begin_form(to, staff, action, NULL);
}

void staff_upload_begin(Markup *to, const Staff *staff, Url action)
{
    begin_form(to, staff, action, "multipart/form-data");
}

void staff_form_end(Markup *to)
{
    markup_close(to, "form");
}

/* Ids of what belongs to a control: its hint and its mistake. */
static char *id_of(const char *name, const char *part)
{
    return g_strconcat(name, "-", part, NULL);
}

static void write_described(Markup *to, const char *name, const char *hint, const char *mistake)
{
    if (hint == NULL && mistake == NULL)
        return;
    g_autofree char *hint_id = hint != NULL ? id_of(name, "hint") : NULL;
    g_autofree char *mistake_id = mistake != NULL ? id_of(name, "mistake") : NULL;
    const char *first = hint_id != NULL ? hint_id : mistake_id;
    g_autofree char *ids = g_strjoin(" ", first, first == mistake_id ? NULL : mistake_id, NULL);
    markup_attr(to, "aria-describedby", ids);
    if (mistake != NULL)
        markup_attr(to, "aria-invalid", "true");
}

static void write_about(Markup *to, const char *name, const char *hint, const char *mistake)
{
    if (hint != NULL) {
        g_autofree char *id = id_of(name, "hint");
        markup_open(to, "p");
        markup_attr(to, "class", "hint");
        markup_attr(to, "id", id);
        markup_text(to, hint);
        markup_close(to, "p");
    }
    if (mistake != NULL) {
        g_autofree char *id = id_of(name, "mistake");
        markup_open(to, "p");
        markup_attr(to, "class", "error-message");
        markup_attr(to, "id", id);
        markup_text(to, mistake);
        markup_close(to, "p");
    }
}

static void begin_box(Markup *to, const StaffBox *box)
{
    markup_open(to, "div");
    markup_attr(to, "class", box->mistake != NULL ? "box in-error" : "box");
    markup_open(to, "label");
    markup_attr(to, "for", box->name);
    markup_text(to, box->label);
    markup_close(to, "label");
    write_about(to, box->name, box->hint, box->mistake);
}

static void write_shared(Markup *to, const StaffBox *box)
{
    markup_attr(to, "id", box->name);
    markup_attr(to, "name", box->name);
    write_described(to, box->name, box->hint, box->mistake);
}

void staff_box(Markup *to, const StaffBox *box)
{
    const char *kind = box->kind != NULL ? box->kind : "text";
    g_assert(g_str_equal(kind, "text") || g_str_equal(kind, "password"));
    begin_box(to, box);
    markup_open(to, "input");
    markup_attr(to, "type", kind);
    write_shared(to, box);
    markup_attr(to, "value", box->value);
    markup_attr(to, "autocomplete", box->autocomplete != NULL ? box->autocomplete : "off");
    markup_attr(to, "inputmode", box->inputmode);
    if (box->width > 0) {
        markup_attr(to, "class", "sized");
        markup_attr_int(to, "size", box->width);
    }
    markup_close(to, "div");
}

void staff_file(Markup *to, const StaffBox *box, const char *accept)
{
    begin_box(to, box);
    markup_open(to, "input");
    markup_attr(to, "type", "file");
    write_shared(to, box);
    markup_attr(to, "accept", accept);
    markup_close(to, "div");
}

void staff_area(Markup *to, const StaffBox *box, unsigned lines)
{
    begin_box(to, box);
    markup_open(to, "textarea");
    write_shared(to, box);
    markup_attr(to, "autocomplete", box->autocomplete != NULL ? box->autocomplete : "off");
    markup_attr_int(to, "rows", lines);
    if (box->value != NULL)
        markup_text(to, box->value);
    markup_close(to, "textarea");
    markup_close(to, "div");
}

void staff_button(Markup *to, const char *words, const char *name, const char *value,
                  bool is_secondary)
{
    markup_open(to, "button");
    markup_attr(to, "type", "submit");
    markup_attr(to, "class", is_secondary ? "secondary" : "button");
    markup_attr(to, "name", name);
    markup_attr(to, "value", value);
    markup_text(to, words);
    markup_close(to, "button");
}

/* The first button has the name of the set as its id, so that an error summary can lead to it. */
static void write_choice(Markup *to, const char *name, const StaffChoice *choice, const char *id,
                         bool is_chosen)
{
    g_autofree char *hint_id = choice->hint != NULL ? id_of(id, "hint") : NULL;
    markup_open(to, "div");
    markup_attr(to, "class", "option");
    markup_open(to, "input");
    markup_attr(to, "type", "radio");
    markup_attr(to, "id", id);
    markup_attr(to, "name", name);
    markup_attr(to, "value", choice->value);
    markup_attr_on(to, "checked", is_chosen);
    markup_attr(to, "aria-describedby", hint_id);
    markup_open(to, "label");
    markup_attr(to, "for", id);
    markup_text(to, choice->label);
    markup_close(to, "label");
    if (choice->hint != NULL) {
        markup_open(to, "p");
        markup_attr(to, "class", "hint");
        markup_attr(to, "id", hint_id);
        markup_text(to, choice->hint);
        markup_close(to, "p");
    }
    markup_close(to, "div");
}

void staff_radios(Markup *to, const StaffRadios *radios)
{
    markup_open(to, "fieldset");
    markup_attr(to, "class", radios->mistake != NULL ? "box in-error" : "box");
    write_described(to, radios->name, NULL, radios->mistake);
    markup_element(to, "legend", radios->legend);
    write_about(to, radios->name, NULL, radios->mistake);
    for (size_t i = 0; i < radios->n; i++) {
        g_autofree char *later = id_of(radios->name, radios->choices[i].value);
        write_choice(to, radios->name, &radios->choices[i], i == 0 ? radios->name : later,
                     radios->chosen != NULL &&
                         g_str_equal(radios->chosen, radios->choices[i].value));
    }
    markup_close(to, "fieldset");
}

/* ---- Tables ---- */

/* "Forms of library-3" is table-forms-of-library-3: captions of one page differ. */
static char *caption_id(const char *caption)
{
    GString *id = g_string_new("table-");
    for (const char *at = caption; *at != '\0'; at++)
        g_string_append_c(id, g_ascii_isalnum(*at) ? g_ascii_tolower(*at) : '-');
    return g_string_free(id, false);
}

void staff_table_begin(Markup *to, const char *caption, const char *const *headers, size_t n)
{
    g_autofree char *id = caption_id(caption);
    markup_open(to, "section");
    markup_attr(to, "class", "scroll");
    markup_attr(to, "tabindex", "0");
    markup_attr(to, "aria-labelledby", id);
    markup_open(to, "table");
    markup_open(to, "caption");
    markup_attr(to, "id", id);
    markup_text(to, caption);
    markup_close(to, "caption");
    markup_open(to, "thead");
    markup_open(to, "tr");
    for (size_t i = 0; i < n; i++) {
        markup_open(to, "th");
        markup_attr(to, "scope", "col");
        markup_text(to, headers[i]);
        markup_close(to, "th");
    }
    markup_close(to, "tr");
    markup_close(to, "thead");
    markup_open(to, "tbody");
}

void staff_row(Markup *to, const char *const *cells, size_t n, const Url *first_link)
{
    markup_open(to, "tr");
    for (size_t i = 0; i < n; i++) {
        if (i > 0) {
            markup_element(to, "td", cells[i]);
            continue;
        }
        markup_open(to, "th");
        markup_attr(to, "scope", "row");
        if (first_link != NULL) {
            markup_open(to, "a");
            markup_attr_url(to, "href", *first_link);
        }
        markup_text(to, cells[i]);
        if (first_link != NULL)
            markup_close(to, "a");
        markup_close(to, "th");
    }
    markup_close(to, "tr");
}

void staff_table_end(Markup *to)
{
    markup_close(to, "tbody");
    markup_close(to, "table");
    markup_close(to, "section");
}
