/* Words typed in: one line, or a text area. */
#include "base/say.h"
#include "base/text.h"
#include "forms/web/question-html.h"

#include "base/banned.h"

enum { SHORT_CHARS = 100 }; /* up to this many on one line get an input instead of a text area */

static bool is_short(const Question *question)
{
    return question->own.text.lines <= 1 && question->own.text.max_chars <= SHORT_CHARS;
}

static void write_limit(const QuestionView *view, const Question *question, const char *id,
                        Markup *to)
{
    g_autofree char *limit = text_from_count(question->own.text.max_chars);
    g_autofree char *sentence =
        text_fill(say(view->lang, "You can enter up to {limit} characters."), "limit", limit, NULL);
    markup_open(to, "p");
    markup_attr(to, "id", id);
    markup_attr(to, "class", "limit");
    markup_text(to, sentence);
    markup_close(to, "p");
}

/* What an input and a text area have in common. */
static void write_attributes(const QuestionView *view, const QuestionHead *head,
                             const char *description, Markup *to)
{
    markup_attr(to, "id", head->id);
    markup_attr(to, "name", head->id);
    markup_attr(to, "dir", "auto");
    markup_attr(to, "aria-describedby", description);
    if (question_view_problem(view, head->item) != NULL)
        markup_attr(to, "aria-invalid", "true");
}

static void text_render(const Question *question, size_t first_item, const QuestionView *view,
                        Markup *to)
{
    const QuestionHead head = {.id = question->id, .question = question, .item = first_item};
    g_autofree char *limit_id = g_strdup_printf("%s-limit", question->id);
    g_autofree char *description = question_described_by(view, &head, limit_id);
    markup_open(to, "div");
    markup_attr(to, "class", "question");
    question_label_write(view, &head, to);
    if (is_short(question)) {
        markup_open(to, "input");
        markup_attr(to, "type", "text");
        write_attributes(view, &head, description, to);
        markup_attr(to, "autocomplete", "off");
        markup_attr(to, "value", question_typed_value(view, question->id));
    } else {
        markup_open(to, "textarea");
        markup_attr_int(to, "rows", MAX(question->own.text.lines, 3));
        write_attributes(view, &head, description, to);
        markup_text(to, question_typed_value(view, question->id));
        markup_close(to, "textarea");
    }
    write_limit(view, question, limit_id, to);
    markup_close(to, "div");
}

extern const QuestionPage text_page;
const QuestionPage text_page = {
    .render = text_render,
};
