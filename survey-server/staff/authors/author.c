#include "survey-server/staff/authors/author.h"

#include "base/language.h"
#include "base/say.h"
#include "base/text.h"
#include "forms/definition/survey-xml.h"
#include "forms/survey/question-kind.h"
#include <inttypes.h>
#include <string.h>

#include "base/banned.h"

/* ---- Opening ---- */

static Reply *not_there(Context *context, const Staff *staff, const GError *error)
{
    g_auto(Url) list = url_path("staff", "definitions", NULL);
    return staff_refusal(context, staff, error, list, "All definitions");
}

/* What was done before the 303 that led here: the words of the revision that it made. */
static const char *saved_notice(const Author *author)
{
    const char *saved = staff_query(author->page->request, "saved");
    int64_t revision = 0;
    if (saved == NULL || !text_parse_int(saved, &revision) ||
        revision != (int64_t)author->piece->revision)
        return NULL;
    return author->piece->what;
}

Author *author_open(const Request *request, Context *context, const Staff *staff, Reply **out_reply)
{
    g_autoptr(GError) error = NULL;
    int64_t id = 0;
    if (!text_parse_int(request->segments[2], &id) || id < 1)
        id = 0;
    g_autoptr(Author) author = g_new0(Author, 1);
    author->piece = workshop_load(context->store, id, 0, &error);
    if (author->piece == NULL) {
        *out_reply = not_there(context, staff, error);
        return NULL;
    }
    author->page = staff_page_new(request, context, staff);
    author->told = g_ptr_array_new_with_free_func(g_free);
    author->seen = g_ptr_array_new_with_free_func(g_free);
    author->mistakes = mistakes_new(author->piece->survey_id);
    g_autoptr(Mistakes) slips = mistakes_new(author->piece->survey_id);
    author->edit = survey_edit_open(author->piece->source, slips);
    if (author->edit == NULL) {
        g_autofree char *text = mistakes_text(slips);
        error_set(&error, ERROR_STORE, "The definition cannot be read any more: %s", text);
        *out_reply = not_there(context, staff, error);
        return NULL;
    }
    author->survey = survey_parse_written(
        author->piece->source,
        "the address of the survey begins with pilot-, which is kept for pilots: choose another "
        "one",
        author->mistakes);
    author->page->notice = saved_notice(author);
    return g_steal_pointer(&author);
}

void author_free(Author *author)
{
    if (author == NULL)
        return;
    staff_page_free(author->page);
    workshop_piece_free(author->piece);
    survey_edit_free(author->edit);
    mistakes_free(author->mistakes);
    survey_free(author->survey);
    if (author->told != NULL)
        g_ptr_array_unref(author->told);
    if (author->seen != NULL)
        g_ptr_array_unref(author->seen);
    g_free(author);
}

/* ---- Addresses and frames ---- */

Url author_url(const Author *author, const char *page)
{
    g_autofree char *id = g_strdup_printf("%" PRId64, author->piece->id);
    return url_path("staff", "definitions", id, page != NULL ? page : "", NULL);
}

Url author_part_url(const Author *author, const char *page, const char *part)
{
    return url_with_query(author_url(author, page), "part", part);
}

Markup *author_begin_page(Author *author, const char *heading)
{
    return staff_page_begin(author->page, heading, author_url(author, NULL), author->piece->title);
}

Reply *author_refusal(const Author *author, const GError *error)
{
    return staff_page_refusal(author->page, error, author_url(author, NULL),
                              "Back to the definition");
}

/* ---- Revisions ---- */

void author_write_revision(Markup *to, const Author *author)
{
    g_autofree char *revision = g_strdup_printf("%u", author->piece->revision);
    staff_hidden(to, "revision", revision);
}

bool author_has_pilot(const Author *author)
{
    return author->piece->pilot_id != NULL && !author->piece->is_pilot_ended;
}

bool author_is_current(const Author *author)
{
    const char *typed = staff_field(author->page->request, "revision");
    int64_t revision = 0;
    return typed != NULL && text_parse_int(typed, &revision) &&
           revision == (int64_t)author->piece->revision;
}

Reply *author_conflict(Author *author)
{
    g_autofree char *who = g_strdup_printf(
        "%s has changed this definition since you opened the page. Nothing was overwritten, and "
        "your change was not made.",
        author->piece->who);
    g_autofree char *what = g_strdup_printf("What they did last: %s", author->piece->what);
    Markup *to = author_begin_page(author, "Somebody else has changed this definition");
    staff_page_say(to, who);
    staff_page_say(to, what);
    staff_page_link(to, author_url(author, NULL),
                    "Look at it as it is now, and make your change there");
    staff_page_link(to, author_url(author, "history"), "See all changes");
    return staff_layout_end(to, &author->page->frame, 409);
}

Author *author_open_current(const Request *request, Context *context, const Staff *staff,
                            Reply **out_reply)
{
    g_autoptr(Author) author = author_open(request, context, staff, out_reply);
    if (author == NULL || author_is_current(author))
        return g_steal_pointer(&author);
    *out_reply = author_conflict(author);
    return NULL;
}

static char *what_and_told(const Author *author, const char *what)
{
    GString *words = g_string_new(what);
    for (guint i = 0; i < author->told->len; i++) {
        const char *told = g_ptr_array_index(author->told, i);
        g_string_append_printf(words, " %s%s", told, g_str_has_suffix(told, ".") ? "" : ".");
    }
    return g_string_free(words, false);
}

Reply *author_save(Author *author, const char *what, const char *page, const char *part)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) source = survey_edit_bytes(author->edit);
    g_autoptr(Mistakes) slips = mistakes_new(author->piece->survey_id);
    g_autoptr(SurveyEdit) again = survey_edit_open(source, slips);
    if (again == NULL) {
        error_set(&error, ERROR_LIMIT, "This was not kept: %s", mistakes_at(slips, 0)->message);
        return author_refusal(author, error);
    }
    g_autofree char *words = what_and_told(author, what);
    const WorkpieceSave save = {source, again->id, survey_edit_find(again, "survey")->words, words};
    const Act act = staff_act(author->page->staff);
    unsigned revision = author->piece->revision;
    if (!workshop_save(author->page->store,
                       (WorkpieceAt){.id = author->piece->id, .revision = revision}, &save, &act,
                       &revision, &error))
        return error->code == ERROR_CONFLICT ? author_conflict(author)
                                             : author_refusal(author, error);
    g_autofree char *saved = g_strdup_printf("%u", revision);
    bool is_changed = revision != author->piece->revision;
    Url to = part != NULL ? author_part_url(author, page, part) : author_url(author, page);
    return reply_redirect(303, is_changed ? url_with_query(to, "saved", saved) : to);
}

/* ---- Words ---- */

const char *author_type_words(const char *type)
{
    QuestionType known = QUESTION_TYPE_COUNT;
    return question_kind_find(type, &known) ? question_kind(known)->words : type;
}

char *author_language_words(const char *lang)
{
    static const char *const names[][2] = {
        {"cy", "Welsh"},   {"ur", "Urdu"},     {"pl", "Polish"},     {"ar", "Arabic"},
        {"bn", "Bengali"}, {"gu", "Gujarati"}, {"pa", "Punjabi"},    {"ro", "Romanian"},
        {"so", "Somali"},  {"fr", "French"},   {"pt", "Portuguese"}, {"en", "English"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (strcmp(names[i][0], lang) == 0)
            return g_strdup(names[i][1]);
    }
    return g_strdup(language_name(lang));
}

/* ---- Mistakes ---- */

/* The message with the part that it concerns, as a line of a list that leads to the part. */
static void write_mistake(Markup *to, const Author *author, const Mistake *mistake)
{
    const EditPart *part = survey_edit_at(author->edit, mistake->line);
    g_autofree char *message = g_strdup(mistake->message);
    message[0] = g_ascii_toupper(message[0]);
    staff_page_item(to, author_part_url(author, "part", part->key), message);
}

void author_list_begin(Markup *to)
{
    markup_open(to, "ul");
    markup_attr(to, "class", "lines");
}

/* How many texts are in a language as `counts` says. */
static size_t count_texts(const SurveyEdit *edit, size_t language,
                          bool (*counts)(const EditText *text, size_t language))
{
    size_t n = 0;
    for (size_t i = 0; i < edit->n_parts; i++) {
        for (size_t t = 0; t < edit->parts[i].n_texts; t++) {
            const EditText *text = &edit->parts[i].texts[t];
            n += !text->is_setting && counts(text, language) ? 1 : 0;
        }
    }
    return n;
}

static bool is_missing(const EditText *text, size_t language)
{
    return text->in[0].words[0] != '\0' && text->in[language].words[0] == '\0';
}

static bool is_unread(const EditText *text, size_t language)
{
    return text->in[language].needs_review;
}

size_t author_count_missing(const Author *author, size_t language)
{
    return count_texts(author->edit, language, is_missing);
}

/* What the loader warns of for the file as a whole, without the words of the file. */
static void write_translations(Markup *to, const Author *author)
{
    for (size_t l = 1; l < author->edit->n_languages; l++) {
        size_t missing = author_count_missing(author, l);
        size_t unread = count_texts(author->edit, l, is_unread);
        g_autofree char *lang = author_language_words(author->edit->languages[l]);
        g_autofree char *lacks = g_strdup_printf("%zu %s not in %s yet", missing,
                                                 missing == 1 ? "text is" : "texts are", lang);
        g_autofree char *waits =
            g_strdup_printf("%zu %s in %s %s not been read by a translator", unread,
                            unread == 1 ? "text" : "texts", lang, unread == 1 ? "has" : "have");
        if (missing > 0)
            staff_page_item(to, author_url(author, "preview"), lacks);
        if (unread > 0)
            markup_element(to, "li", waits);
    }
}

static void write_list(Markup *to, const Author *author, bool is_warning)
{
    size_t n = mistakes_count(author->mistakes) + mistakes_count_warnings(author->mistakes);
    author_list_begin(to);
    for (size_t i = 0; i < n; i++) {
        const Mistake *mistake = mistakes_at(author->mistakes, i);
        if (mistake->is_warning == is_warning && !(is_warning && mistake->line == 0))
            write_mistake(to, author, mistake);
    }
    if (is_warning)
        write_translations(to, author);
    markup_close(to, "ul");
}

size_t author_count_todos(const Author *author)
{
    size_t n = 0;
    for (size_t i = 0; i < author->edit->n_parts; i++)
        n += author->edit->parts[i].todo != NULL ? 1 : 0;
    return n;
}

static void write_todos(Markup *to, const Author *author)
{
    if (author_count_todos(author) == 0)
        return;
    markup_element(to, "h2", "To be settled before it can be published");
    author_list_begin(to);
    for (size_t i = 0; i < author->edit->n_parts; i++) {
        const EditPart *part = &author->edit->parts[i];
        if (part->todo == NULL)
            continue;
        g_autofree char *words = g_strdup_printf("%s: %s", part->name, part->todo);
        staff_page_item(to, author_part_url(author, "part", part->key), words);
    }
    markup_close(to, "ul");
}

void author_write_mistakes(Markup *to, const Author *author, bool with_warnings)
{
    size_t n = mistakes_count(author->mistakes);
    if (n > 0) {
        g_autofree char *heading = n == 1 ? g_strdup("One thing to put right")
                                          : g_strdup_printf("%zu things to put right", n);
        markup_open(to, "section");
        markup_attr(to, "class", "error-summary");
        markup_attr(to, "aria-labelledby", "to-mend");
        markup_open(to, "h2");
        markup_attr(to, "id", "to-mend");
        markup_text(to, heading);
        markup_close(to, "h2");
        write_list(to, author, false);
        markup_close(to, "section");
    }
    write_todos(to, author);
    if (!with_warnings || mistakes_count_warnings(author->mistakes) == 0)
        return;
    markup_open(to, "details");
    markup_element(to, "summary", "Worth a look: nothing here stops you");
    write_list(to, author, true);
    markup_close(to, "details");
}
