/* Words typed in. */
#include "base/text.h"
#include "forms/answers/draw.h"
#include "forms/answers/question-read.h"

#include "base/banned.h"

static void text_read(const Question *question, size_t first_item, const Fields *fields,
                      Answers *answers, Problems *problems)
{
    const size_t variable = answers->survey->variables->items[first_item].first_variable;
    const char *typed = fields_find(fields, question->id);
    g_autofree char *words = text_normalise(typed != NULL ? typed : "");
    if (*words != '\0' &&
        question_check_words(answers, first_item, words, question->own.text.max_chars, question->id,
                             problems))
        answers_set_text(answers, variable, words);
}

static void text_check(const Answers *answers, size_t item, Problems *problems)
{
    const Item *it = &answers->survey->variables->items[item];
    const char *words = answers->texts[it->first_variable];
    if (words != NULL)
        (void)question_check_words(answers, item, words, it->question->own.text.max_chars, it->id,
                                   problems);
}

enum { WORDS_PERCENT = 35 }; /* of those asked write something */

static void text_draw(const Draw *draw, size_t item)
{
    const Question *question = draw->answers->survey->variables->items[item].question;
    draw_words(draw, item, question->required ? 100 : WORDS_PERCENT, question->own.text.max_chars);
}

extern const QuestionRules text_rules;
const QuestionRules text_rules = {
    .read = text_read,
    .check = text_check,
    .draw = text_draw,
};
