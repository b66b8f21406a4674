/* Words typed in. */
#include "base/catalogue.h"
#include "base/limits.h"
#include "base/text.h"
#include "forms/answers/question-read.h"
#include "forms/web/question-html.h"

#include "base/banned.h"

enum { SHORT_CHARS = 100 }; /* up to this many on one line get an input instead of a text area */

static void text_complete(Question *question, Arena *arena, Mistakes *mistakes)
{
    (void)arena;
    if (question->max_chars > 0 && question->max_chars <= LIMIT_TEXT_CHARS)
        return;
    g_autofree char *name = question_in_message(question);
    mistakes_add(mistakes, question->line,
                 "%s: max is the number of characters allowed, from 1 to %d", name,
                 LIMIT_TEXT_CHARS);
}

static void text_read(const Question *question, size_t first_item, const Fields *fields,
                      Answers *answers, Problems *problems)
{
    const size_t variable = answers->survey->variables->items[first_item].first_variable;
    const char *typed = fields_find(fields, question->id);
    g_autofree char *words = text_normalise(typed != NULL ? typed : "");
    if (*words != '\0' &&
        check_words(answers, first_item, words, question->max_chars, question->id, problems))
        answers_set_text(answers, variable, words);
}

static void text_check(const Answers *answers, size_t item, Problems *problems)
{
    const Item *it = &answers->survey->variables->items[item];
    const char *words = answers->texts[it->first_variable];
    if (words != NULL)
        (void)check_words(answers, item, words, it->question->max_chars, it->id, problems);
}

static bool is_short(const Question *question)
{
    return question->lines <= 1 && question->max_chars <= SHORT_CHARS;
}

static void write_limit(const QuestionView *view, const Question *question, const char *id,
                        Markup *to)
{
    g_autoptr(GString) limit = g_string_new(NULL);
    text_append_count(limit, question->max_chars);
    g_autofree char *sentence = text_fill(
        say(view->lang, "You can enter up to {limit} characters."), "limit", limit->str, NULL);
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
    if (view_problem(view, head->item) != NULL)
        markup_attr(to, "aria-invalid", "true");
}

static void text_render(const Question *question, size_t first_item, const QuestionView *view,
                        Markup *to)
{
    const QuestionHead head = {.id = question->id, .question = question, .item = first_item};
    g_autofree char *limit_id = g_strdup_printf("%s-limit", question->id);
    g_autofree char *description = described_by(view, &head, limit_id);
    markup_open(to, "div");
    markup_attr(to, "class", "question");
    label_write(view, &head, to);
    if (is_short(question)) {
        markup_open(to, "input");
        markup_attr(to, "type", "text");
        write_attributes(view, &head, description, to);
        markup_attr(to, "autocomplete", "off");
        markup_attr(to, "value", typed_value(view, question->id));
    } else {
        markup_open(to, "textarea");
        markup_attr_int(to, "rows", MAX(question->lines, 3));
        write_attributes(view, &head, description, to);
        markup_text(to, typed_value(view, question->id));
        markup_close(to, "textarea");
    }
    write_limit(view, question, limit_id, to);
    markup_close(to, "div");
}

const QuestionRules text_rules = {
    .element = "text",
    .measure = MEASURE_TEXT,
    .complete = text_complete,
    .read = text_read,
    .check = text_check,
    .render = text_render,
};
