/* The whole questionnaire as a list that can be read: what is wrong first, then every page with what stands on it. */
#include "forms/survey/condition.h"
#include "forms/survey/variables.h"
#include "forms/web/page-html.h"
#include "survey-server/staff/authors/author-pages.h"
#include "survey-server/staff/authors/author.h"
#include "survey-server/staff/staff-day.h"
#include <string.h>

#include "base/banned.h"

/* ---- One part ---- */

static const Condition *condition_of(const Survey *survey, const EditPart *part)
{
    const char *id = strchr(part->key, '-');
    if (survey == NULL || id == NULL || part->condition == NULL)
        return NULL;
    const Question *question =
        part->kind == PART_QUESTION ? survey_find_question(survey, id + 1) : NULL;
    const Page *page = part->kind == PART_PAGE ? survey_find_page(survey, id + 1) : NULL;
    if (question != NULL)
        return question->condition;
    return page != NULL ? page->condition : NULL;
}

/* When it is asked, in words; the rule as written while the definition has mistakes. */
static void write_condition(Markup *to, const Author *author, const EditPart *part)
{
    if (part->condition == NULL)
        return;
    const Condition *condition = condition_of(author->survey, part);
    g_autofree char *words =
        condition != NULL
            ? condition_words(condition, author->survey->variables, author->edit->languages[0])
            : g_strdup(part->condition);
    g_autofree char *line = g_strdup_printf("Only if: %s", words);
    markup_open(to, "p");
    markup_attr(to, "class", "hint");
    markup_text(to, line);
    markup_close(to, "p");
}

/* Its answers in one line, those of a shared list too. */
static char *answers_of(const SurveyEdit *edit, const EditPart *part)
{
    GString *answers = g_string_new(NULL);
    const EditPart *list = part->list != NULL ? survey_edit_find(edit, part->list) : NULL;
    for (int own = list != NULL ? 0 : 1; own < 2; own++) {
        const EditPart *from = own == 0 ? list : part;
        for (size_t i = 0; i < from->n_texts; i++) {
            const EditText *text = &from->texts[i];
            if (text->is_option && !text->is_retired)
                g_string_append_printf(answers, "%s%s", answers->len > 0 ? " · " : "",
                                       text->in[0].words);
        }
    }
    return g_string_free(answers, false);
}

static void write_action(Markup *to, Url url, const char *words, const char *of)
{
    markup_open(to, "a");
    markup_attr_url(to, "href", url);
    markup_text(to, words);
    markup_open(to, "span");
    markup_attr(to, "class", "visually-hidden");
    markup_text(to, " ");
    markup_text(to, of);
    markup_close(to, "span");
    markup_close(to, "a");
    url_clear(&url);
}

static void write_mover(Markup *to, const EditPart *part, const char *name, const char *words)
{
    markup_open(to, "button");
    markup_attr(to, "type", "submit");
    markup_attr(to, "class", "button-link");
    markup_attr(to, "name", name);
    markup_attr(to, "value", part->key);
    markup_text(to, words);
    markup_open(to, "span");
    markup_attr(to, "class", "visually-hidden");
    markup_text(to, " ");
    markup_text(to, part->name);
    markup_close(to, "span");
    markup_close(to, "button");
}

static void write_entry(Markup *to, const Author *author, const EditPart *part, bool is_first,
                        bool is_last)
{
    markup_open(to, "li");
    markup_attr(to, "id", part->key);
    markup_open(to, "h3");
    markup_text(to, part->name);
    markup_close(to, "h3");
    staff_page_say(to, part->words[0] != '\0' ? part->words : "(no words yet)");
    write_condition(to, author, part);
    if (part->kind == PART_QUESTION) {
        g_autofree char *answers = answers_of(author->edit, part);
        g_autofree char *line = g_strconcat("Asks for ", author_type_words(part->type),
                                            answers[0] != '\0' ? ": " : "", answers, NULL);
        markup_open(to, "p");
        markup_attr(to, "class", "hint");
        markup_text(to, line);
        markup_close(to, "p");
    }
    if (part->is_retired)
        staff_page_say(to, "No longer asked. Its earlier answers stay in the results.");
    markup_open(to, "p");
    markup_attr(to, "class", "actions");
    write_action(to, author_part_url(author, "part", part->key), "Change", part->name);
    if (!is_first)
        write_mover(to, part, "up", "Move up");
    if (!is_last)
        write_mover(to, part, "down", "Move down");
    markup_close(to, "p");
    markup_close(to, "li");
}

static size_t page_end(const SurveyEdit *edit, size_t page)
{
    size_t end = page + 1;
    while (end < edit->n_parts && edit->parts[end].kind != PART_PAGE)
        end++;
    return end;
}

static void write_page(Markup *to, const Author *author, size_t page, unsigned number)
{
    const EditPart *part = &author->edit->parts[page];
    size_t end = page_end(author->edit, page);
    g_autofree char *heading =
        g_strdup_printf("Page %u%s%s", number, part->words[0] != '\0' ? ": " : "", part->words);
    g_autofree char *name = g_strdup_printf("on page %u", number);
    markup_open(to, "section");
    markup_attr(to, "class", "author-page");
    markup_attr(to, "id", part->key);
    markup_element(to, "h2", heading);
    write_condition(to, author, part);
    markup_open(to, "p");
    markup_attr(to, "class", "actions");
    write_action(to, author_part_url(author, "part", part->key), "Change title and introduction",
                 name);
    markup_close(to, "p");
    markup_open(to, "ol");
    markup_attr(to, "class", "entries");
    for (size_t i = page + 1; i < end; i++)
        write_entry(to, author, &author->edit->parts[i], i == page + 1, i + 1 == end);
    markup_close(to, "ol");
    const EditPart *last = &author->edit->parts[end - 1];
    markup_open(to, "p");
    markup_attr(to, "class", "actions");
    write_action(to, url_with_query(author_url(author, "question"), "after", last->key),
                 "Add a question", name);
    markup_close(to, "p");
    markup_close(to, "section");
}

/* ---- The whole ---- */

static const struct {
    const char *page, *words, *about;
} ways[] = {
    {"preview", "Look at it", "As residents see it, on paper, for keying"},
    {"pilot", "Try it out", "An address for a few people; their answers are not counted"},
    {"publish", "Publish it", "What is still to be done, and what changes"},
    {"history", "Changes so far", "And go back to any of them"},
};

static const struct {
    const char *page, *words;
} more_ways[] = {
    {"download", "Download it as a file"},
    {"source", "Edit as XML (for those who know how)"},
    {"throw-away", "Throw it away"},
};

static void write_ways(Markup *to, const Author *author)
{
    markup_open(to, "ul");
    markup_attr(to, "class", "links");
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
        g_auto(Url) url = author_url(author, ways[i].page);
        if (!staff_may_open(author->page->context, author->page->staff, url))
            continue;
        markup_open(to, "li");
        markup_open(to, "a");
        markup_attr_url(to, "href", url);
        markup_text(to, ways[i].words);
        markup_close(to, "a");
        markup_open(to, "span");
        markup_attr(to, "class", "about");
        markup_text(to, ways[i].about);
        markup_close(to, "span");
        markup_close(to, "li");
    }
    markup_close(to, "ul");
}

static void write_lists(Markup *to, const Author *author)
{
    bool is_open = false;
    for (size_t i = 0; i < author->edit->n_parts; i++) {
        const EditPart *part = &author->edit->parts[i];
        if (part->kind != PART_LIST)
            continue;
        if (!is_open) {
            markup_element(to, "h2", "Answers that several questions share");
            author_list_begin(to);
        }
        is_open = true;
        g_autofree char *answers = answers_of(author->edit, part);
        staff_page_item(to, author_part_url(author, "part", part->key), answers);
    }
    if (is_open)
        markup_close(to, "ul");
}

static void write_questionnaire(Markup *to, const Author *author)
{
    staff_page_form_begin(author->page, to, author_url(author, NULL));
    author_write_revision(to, author);
    unsigned number = 0;
    for (size_t i = 0; i < author->edit->n_parts; i++) {
        if (author->edit->parts[i].kind == PART_PAGE)
            write_page(to, author, i, ++number);
    }
    staff_form_end(to);
}

Reply *author_overview_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(Author) author = author_open(request, context, staff, &reply);
    if (author == NULL)
        return reply;
    const Workpiece *piece = author->piece;
    g_autofree char *moment = staff_moment_words(piece->moment);
    g_autofree char *state =
        g_strdup_printf("Version %u, address /%s/. Last change by %s, %s.", author->edit->version,
                        piece->survey_id, piece->who, moment);
    Markup *to =
        staff_page_begin(author->page, piece->title[0] != '\0' ? piece->title : "(no title)",
                         url_path("staff", "definitions", NULL), "All definitions");
    author_write_mistakes(to, author, true);
    staff_page_say(to, state);
    write_ways(to, author);
    markup_element(to, "h2", "About the survey");
    staff_page_link(to, author_part_url(author, "part", "survey"),
                    "Change title, dates, introduction, contact, privacy");
    write_questionnaire(to, author);
    write_lists(to, author);
    markup_element(to, "h2", "More");
    author_list_begin(to);
    for (size_t i = 0; i < G_N_ELEMENTS(more_ways); i++)
        staff_page_item(to, author_url(author, more_ways[i].page), more_ways[i].words);
    markup_close(to, "ul");
    return staff_page_end(author->page, to);
}

Reply *author_overview_move(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(Author) author = author_open_current(request, context, staff, &reply);
    if (author == NULL)
        return reply;
    const char *up = staff_field(request, "up");
    const char *key = up != NULL ? up : staff_field(request, "down");
    const EditPart *part = key != NULL ? survey_edit_find(author->edit, key) : NULL;
    g_autofree char *what =
        g_strdup_printf("%s moved %s.", part != NULL ? part->name : "", up != NULL ? "up" : "down");
    if (!survey_edit_move(author->edit, key != NULL ? key : "", up != NULL, &error))
        return author_refusal(author, error);
    return author_save(author, what, NULL, NULL);
}
