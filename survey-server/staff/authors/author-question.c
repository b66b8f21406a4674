/* A new question from a few lines of text; what is removed is asked about first. */
#include "base/text.h"
#include "forms/survey/question-kind.h"
#include "survey-server/staff/authors/author-pages.h"
#include "survey-server/staff/authors/author.h"
#include <string.h>

#include "base/banned.h"

/* ---- A new question ---- */

/* The kinds that can be added here, in the order of the list; returns how many. */
static size_t list_types(StaffChoice out[static QUESTION_TYPE_COUNT])
{
    size_t n = 0;
    for (unsigned type = 0; type < QUESTION_TYPE_COUNT; type++) {
        const QuestionKind *kind = question_kind((QuestionType)type);
        if (kind->offer != NULL)
            out[n++] = (StaffChoice){kind->element, kind->offer, kind->offer_hint};
    }
    return n;
}

/* The kind of an element, or NULL. */
static const QuestionKind *kind_of(const char *element)
{
    QuestionType type = QUESTION_TYPE_COUNT;
    return question_kind_find(element, &type) ? question_kind(type) : NULL;
}

static Reply *show_question(Author *author, const EditPart *after)
{
    StaffChoice types[QUESTION_TYPE_COUNT];
    const size_t n_types = list_types(types);
    Markup *to = author_begin_page(author, "Add a question");
    g_autofree char *where = g_strdup_printf(after->kind == PART_PAGE ? "It will stand first on %s."
                                                                      : "It will stand after %s.",
                                             after->name);
    staff_page_say(to, where);
    staff_page_form_begin(author->page, to, author_url(author, "question"));
    author_write_revision(to, author);
    staff_hidden(to, "after", after->key);
    staff_page_area(author->page, to,
                    (StaffBox){.name = "words",
                               .label = "The question",
                               .hint = "As you would ask it, in one sentence. Ask one thing only."},
                    3);
    staff_page_radios(author->page, to,
                      (StaffRadios){.name = "type",
                                    .legend = "What do people answer with?",
                                    .choices = types,
                                    .n = n_types,
                                    .chosen = types[0].value});
    staff_page_area(
        author->page, to,
        (StaffBox){.name = "answers",
                   .label = "Answers to choose from, one on each line",
                   .hint = "For a list only. “Prefer not to say”, “I do not know” and “None "
                           "of these” are recognised and counted apart."},
        8);
    staff_page_box(author->page, to,
                   (StaffBox){.name = "from",
                              .label = "Scale: lowest number",
                              .value = "1",
                              .inputmode = "numeric",
                              .width = 4});
    staff_page_box(author->page, to,
                   (StaffBox){.name = "low",
                              .label = "Scale: what the lowest number means",
                              .hint = "For example, not at all safe."});
    staff_page_box(author->page, to,
                   (StaffBox){.name = "to",
                              .label = "Scale: highest number",
                              .value = "10",
                              .inputmode = "numeric",
                              .width = 4});
    staff_page_box(author->page, to,
                   (StaffBox){.name = "high",
                              .label = "Scale: what the highest number means",
                              .hint = "For example, very safe."});
    staff_button(to, "Add the question", NULL, NULL, false);
    staff_form_end(to);
    return staff_page_end(author->page, to);
}

static const EditPart *find_after(Author *author, const char *key, Reply **out_reply)
{
    const EditPart *part = key != NULL ? survey_edit_find(author->edit, key) : NULL;
    g_autoptr(GError) error = NULL;
    if (part != NULL && part->kind != PART_SURVEY && part->kind != PART_LIST)
        return part;
    error_set(&error, ERROR_NOT_FOUND, "That part of the definition is not there any more.");
    *out_reply = author_refusal(author, error);
    return NULL;
}

Reply *author_question_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(Author) author = author_open(request, context, staff, &reply);
    const EditPart *after =
        author != NULL ? find_after(author, staff_query(request, "after"), &reply) : NULL;
    return after != NULL ? show_question(author, after) : reply;
}

static unsigned read_end(Author *author, const char *name, bool is_scale)
{
    int64_t number = 0;
    if (text_parse_int(staff_page_typed(author->page, name), &number) && number >= 0 &&
        number <= 100)
        return (unsigned)number;
    if (is_scale)
        staff_page_mistake(author->page, name, "Type a whole number from 0 to 100.");
    return 0;
}

/* The box that a refusal is about. */
static const char *control_for(const NewQuestion *question)
{
    if (question->words[0] == '\0')
        return "words";
    const QuestionKind *kind = kind_of(question->type);
    if (kind != NULL && kind->has_points)
        return "to";
    return kind != NULL && kind->is_list ? "answers" : "type";
}

Reply *author_question_take(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(Author) author = author_open(request, context, staff, &reply);
    const EditPart *after =
        author != NULL ? find_after(author, staff_field(request, "after"), &reply) : NULL;
    if (after == NULL)
        return reply;
    const char *type = staff_page_typed(author->page, "type");
    const QuestionKind *kind = kind_of(type);
    bool is_scale = kind != NULL && kind->has_points;
    const NewQuestion question = {
        .type = type,
        .words = staff_page_typed(author->page, "words"),
        .answers = staff_page_typed(author->page, "answers"),
        .from = read_end(author, "from", is_scale),
        .to = read_end(author, "to", is_scale),
        .low = staff_page_typed(author->page, "low"),
        .high = staff_page_typed(author->page, "high"),
    };
    if (!author_is_current(author)) {
        g_autofree char *words = g_strdup_printf(
            "%s has changed this definition meanwhile. What you typed is still here: press Add "
            "again if it still fits.",
            author->piece->who);
        staff_page_mistake(author->page, "words", words);
    }
    g_autofree char *key = NULL;
    if (!staff_page_has_mistakes(author->page) &&
        !survey_edit_add_question(author->edit, after->key, &question, &key, &error)) {
        g_autofree char *words = g_strconcat(error->message, ".", NULL);
        words[0] = g_ascii_toupper(words[0]);
        staff_page_mistake(author->page, control_for(&question), words);
    }
    if (staff_page_has_mistakes(author->page))
        return show_question(author, after);
    return author_save(author, "A question added.", "part", key);
}

/* ---- Removing ---- */

static Reply *show_removal(Author *author, const EditPart *part)
{
    g_autofree char *heading = g_strdup_printf("Remove %s?", part->name);
    Markup *to = author_begin_page(author, heading);
    staff_page_say(
        to, part->kind == PART_PAGE ? "The page goes with all that stands on it."
            : author->edit->version > 1
                ? "If an earlier version asked it, it is no longer asked, and its answers stay "
                  "in the results. If it is new, it goes."
                : "You can take this back under “Changes so far”.");
    if (part->words[0] != '\0')
        markup_element(to, "blockquote", part->words);
    staff_page_form_begin(author->page, to, author_url(author, "remove"));
    author_write_revision(to, author);
    staff_hidden(to, "part", part->key);
    staff_button(to, "Remove", NULL, NULL, false);
    staff_form_end(to);
    staff_page_link(to, author_part_url(author, "part", part->key), "Keep it");
    return staff_page_end(author->page, to);
}

Reply *author_remove_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(Author) author = author_open(request, context, staff, &reply);
    const EditPart *part =
        author != NULL ? find_after(author, staff_query(request, "part"), &reply) : NULL;
    return part != NULL ? show_removal(author, part) : reply;
}

Reply *author_remove_take(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(Author) author = author_open(request, context, staff, &reply);
    const EditPart *part =
        author != NULL ? find_after(author, staff_field(request, "part"), &reply) : NULL;
    if (part == NULL)
        return reply;
    if (!author_is_current(author))
        return author_conflict(author);
    if (!survey_edit_remove(author->edit, part->key, author->told, &error)) {
        g_autofree char *words = g_strdup_printf("%s: %s.", part->name, error->message);
        g_autoptr(GError) refusal = NULL;
        error_set(&refusal, (ErrorCode)error->code, "%s", words);
        return author_refusal(author, refusal);
    }
    g_autofree char *what = g_strdup_printf("%s removed.", part->name);
    return author_save(author, what, NULL, NULL);
}
