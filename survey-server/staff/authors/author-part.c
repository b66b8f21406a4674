/* One part of a definition: its words in every language, its answers, its settings. One button saves all of it
 * (author-part-take.c). */
#include "survey-server/staff/authors/author-pages.h"
#include "survey-server/staff/authors/author.h"
#include <string.h>

#include "base/banned.h"

/* ---- Showing ---- */

/* Where a heading stands among the many texts of the survey itself. */
static const struct {
    const char *before, *heading;
} headings[] = {
    {"title", "Title and dates"},       {"owner", "Who runs it"},
    {"intro-1", "What residents read"}, {"controller", "Privacy, and how long answers are kept"},
    {"thanks-1", "After sending"},
};

/* The groups that the texts of a question fall into. */
typedef enum { GROUP_WORDS, GROUP_ANSWERS, GROUP_RESULTS } Group;

static Group group_of(const EditText *text)
{
    if (text->is_option || g_str_has_prefix(text->key, "group-"))
        return GROUP_ANSWERS;
    bool is_result = g_str_has_prefix(text->key, "net-") || strcmp(text->key, "base") == 0 ||
                     strcmp(text->key, "report-title") == 0;
    return is_result ? GROUP_RESULTS : GROUP_WORDS;
}

static void write_heading(Markup *to, const EditPart *part, size_t index)
{
    static const char *const groups[] = {
        [GROUP_ANSWERS] = "Answers", [GROUP_RESULTS] = "In the results"};
    const EditText *text = &part->texts[index];
    for (size_t i = 0; part->kind == PART_SURVEY && i < G_N_ELEMENTS(headings); i++) {
        if (strcmp(headings[i].before, text->key) == 0)
            markup_element(to, "h2", headings[i].heading);
    }
    Group group = group_of(text);
    if (part->kind == PART_QUESTION && group != GROUP_WORDS &&
        group != group_of(&part->texts[index - 1]))
        markup_element(to, "h2", groups[group]);
}

/* The control of a text in a language: "ask-en". */
char *author_control_of(const EditText *text, const char *lang)
{
    return g_strdup_printf("%s-%s", text->key, lang);
}

static char *hint_of(const EditText *text, const EditWords *words, bool is_base)
{
    GString *hint = g_string_new(is_base ? text->hint : NULL);
    if (words->has_markup)
        g_string_append_printf(hint,
                               "%sIt has links, bold words or a repeated answer: they stay as "
                               "long as their words do.",
                               hint->len > 0 ? " " : "");
    if (words->needs_review)
        g_string_append_printf(hint, "%sNot yet read by a translator.", hint->len > 0 ? " " : "");
    return g_string_free(hint, hint->len == 0);
}

static void write_control(Markup *to, const Author *author, const EditText *text, size_t language)
{
    const char *lang = author->edit->languages[language];
    const EditWords *words = &text->in[language];
    g_autofree char *control = author_control_of(text, lang);
    g_autofree char *name = author_language_words(lang);
    g_autofree char *label =
        language == 0 ? g_strdup(text->label) : g_strdup_printf("%s, in %s", text->label, name);
    g_autofree char *hint = hint_of(text, words, language == 0);
    g_autofree char *value =
        text->is_setting ? author_setting_shown(text->key, words->words) : g_strdup(words->words);
    const StaffBox box = {.name = control, .label = label, .hint = hint, .value = value};
    if (text->is_long)
        staff_page_area(author->page, to, box, 3);
    else
        staff_page_box(author->page, to, box);
}

static void write_remover(Markup *to, const EditText *text)
{
    markup_open(to, "button");
    markup_attr(to, "type", "submit");
    markup_attr(to, "class", "button-link");
    markup_attr(to, "name", "remove");
    markup_attr(to, "value", text->key);
    markup_text(to, "Remove");
    markup_open(to, "span");
    markup_attr(to, "class", "visually-hidden");
    markup_text(to, " ");
    markup_text(to, text->label);
    markup_close(to, "span");
    markup_close(to, "button");
}

static void write_text(Markup *to, const Author *author, const EditText *text)
{
    size_t n = text->is_setting ? 1 : author->edit->n_languages;
    markup_open(to, "div");
    markup_attr(to, "class", n > 1 ? "pair" : "alone");
    for (size_t language = 0; language < n; language++)
        write_control(to, author, text, language);
    if (text->is_option && text->is_retired)
        staff_page_say(to, "No longer asked. Its earlier answers stay in the results.");
    else if (text->is_option)
        write_remover(to, text);
    markup_close(to, "div");
}

static void write_tick(Markup *to, const char *name, const char *words)
{
    markup_open(to, "div");
    markup_attr(to, "class", "option");
    markup_open(to, "input");
    markup_attr(to, "type", "checkbox");
    markup_attr(to, "id", name);
    markup_attr(to, "name", name);
    markup_attr(to, "value", "yes");
    markup_open(to, "label");
    markup_attr(to, "for", name);
    markup_text(to, words);
    markup_close(to, "label");
    markup_close(to, "div");
}

static bool needs_review(const EditPart *part, size_t language)
{
    for (size_t i = 0; i < part->n_texts; i++) {
        if (!part->texts[i].is_setting && part->texts[i].in[language].needs_review)
            return true;
    }
    return false;
}

static void write_marks(Markup *to, const Author *author, const EditPart *part)
{
    for (size_t i = 1; i < author->edit->n_languages; i++) {
        if (!needs_review(part, i))
            continue;
        g_autofree char *lang = author_language_words(author->edit->languages[i]);
        g_autofree char *name = g_strdup_printf("reviewed-%s", author->edit->languages[i]);
        g_autofree char *words =
            g_strdup_printf("A qualified translator has read the %s on this page", lang);
        write_tick(to, name, words);
    }
    for (size_t i = 1; i < author->edit->n_languages && part->kind == PART_SURVEY; i++) {
        g_autofree char *lang = author_language_words(author->edit->languages[i]);
        g_autofree char *name = g_strdup_printf("drop-%s", author->edit->languages[i]);
        g_autofree char *words = g_strdup_printf("Leave %s out: all its translations go", lang);
        write_tick(to, name, words);
    }
    if (part->todo == NULL)
        return;
    g_autofree char *words = g_strdup_printf("This is settled: %s", part->todo);
    write_tick(to, "settled", words);
}

/* What is wrong with this very part. */
static void write_slips(Markup *to, const Author *author, const EditPart *part)
{
    size_t n = mistakes_count(author->mistakes) + mistakes_count_warnings(author->mistakes);
    bool is_open = false;
    for (size_t i = 0; i < n; i++) {
        const Mistake *mistake = mistakes_at(author->mistakes, i);
        if (mistake->line == 0 || survey_edit_at(author->edit, mistake->line) != part)
            continue;
        if (!is_open) {
            markup_element(to, "h2", "Look at this");
            markup_open(to, "ul");
        }
        is_open = true;
        g_autofree char *words =
            g_strconcat(mistake->is_warning ? "" : "To put right: ", mistake->message, NULL);
        markup_element(to, "li", words);
    }
    if (is_open)
        markup_close(to, "ul");
}

/* Boxes for one more answer, one more row. */
static void write_more(Markup *to, const Author *author, const EditPart *part)
{
    bool has_options = false, has_rows = false;
    for (size_t i = 0; i < part->n_texts; i++) {
        has_options |= g_str_has_prefix(part->texts[i].key, "option");
        has_rows |= g_str_has_prefix(part->texts[i].key, "row");
    }
    if (has_options)
        staff_page_box(author->page, to,
                       (StaffBox){.name = "new-option",
                                  .label = "One more answer",
                                  .hint = "Leave it empty if there is none to add."});
    if (has_rows)
        staff_page_box(author->page, to,
                       (StaffBox){.name = "new-row",
                                  .label = "One more row",
                                  .hint = "Leave it empty if there is none to add."});
    if (part->list == NULL)
        return;
    staff_page_say(
        to, "Its answers are shared with other questions: a change there changes all of them.");
    staff_page_link(to, author_part_url(author, "part", part->list), "Change the shared answers");
}

static void write_about(Markup *to, const EditPart *part)
{
    if (part->kind == PART_LIST)
        staff_page_say(to, "A change here changes every question that uses these answers.");
    if (part->type == NULL)
        return;
    g_autofree char *words = g_strdup_printf("Asks for %s.", author_type_words(part->type));
    staff_page_say(to, words);
}

bool author_may_rename(const Author *author)
{
    g_auto(GStrv) ids = store_survey_ids(author->page->store, NULL);
    return ids != NULL && !g_strv_contains((const char *const *)ids, author->edit->id);
}

static void write_address(Markup *to, const Author *author, const EditPart *part)
{
    if (part->kind != PART_SURVEY || !author_may_rename(author))
        return;
    staff_page_box(
        author->page, to,
        (StaffBox){.name = "address",
                   .label = "Web address",
                   .hint = "Small letters, digits and hyphens. Once it is published it stays "
                           "for good.",
                   .value = author->edit->id});
}

/* The revision that was begun with stays while mistakes are put right: what others did since is found again. */
static void write_state(Markup *to, const Author *author)
{
    const char *typed = staff_field(author->page->request, "revision");
    if (typed != NULL)
        staff_hidden(to, "revision", typed);
    else
        author_write_revision(to, author);
    for (guint i = 0; i < author->seen->len; i++)
        staff_hidden(to, "seen", g_ptr_array_index(author->seen, i));
}

Reply *author_show_part(Author *author, const EditPart *part)
{
    Markup *to = author_begin_page(author, part->name);
    write_about(to, part);
    write_slips(to, author, part);
    staff_page_form_begin(author->page, to, author_url(author, "part"));
    write_state(to, author);
    staff_hidden(to, "part", part->key);
    /* Enter in a box presses the first button: it saves, and removes nothing. */
    markup_open(to, "button");
    markup_attr(to, "type", "submit");
    markup_attr(to, "class", "first-button");
    markup_attr(to, "tabindex", "-1");
    markup_attr(to, "aria-hidden", "true");
    markup_text(to, "Save");
    markup_close(to, "button");
    for (size_t i = 0; i < part->n_texts; i++) {
        write_heading(to, part, i);
        write_text(to, author, &part->texts[i]);
        if (strcmp(part->texts[i].key, "title") == 0)
            write_address(to, author, part);
        bool is_last_answer = i + 1 < part->n_texts && part->texts[i].is_option &&
                              group_of(&part->texts[i + 1]) == GROUP_RESULTS;
        if (is_last_answer ||
            (i + 1 == part->n_texts && group_of(&part->texts[i]) != GROUP_RESULTS))
            write_more(to, author, part);
    }
    write_marks(to, author, part);
    staff_button(to, "Save", NULL, NULL, false);
    staff_form_end(to);
    if (part->kind != PART_SURVEY && part->kind != PART_LIST && !part->is_retired)
        staff_page_link(to, author_part_url(author, "remove", part->key),
                        part->kind == PART_PAGE ? "Remove this page and all that stands on it"
                                                : "Remove it");
    return staff_page_end(author->page, to);
}

const EditPart *author_find_part(Author *author, const char *key, Reply **out_reply)
{
    const EditPart *part = survey_edit_find(author->edit, key != NULL ? key : "survey");
    g_autoptr(GError) error = NULL;
    if (part != NULL)
        return part;
    error_set(&error, ERROR_NOT_FOUND, "That part of the definition is not there any more.");
    *out_reply = author_refusal(author, error);
    return NULL;
}

Reply *author_part_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(Author) author = author_open(request, context, staff, &reply);
    const EditPart *part =
        author != NULL ? author_find_part(author, staff_query(request, "part"), &reply) : NULL;
    return part != NULL ? author_show_part(author, part) : reply;
}
