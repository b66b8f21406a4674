/* Reading points shared out: every answer becomes a row, ID_CODE. */
#include "forms/definition/question-definition.h"

#include "base/banned.h"

enum { TOTAL_USUAL = 100, TOTAL_MOST = 10000 };

extern const QuestionDefinition share_definition;

static void share_read(const SurveyReader *reader, const xmlNode *node, Question *question)
{
    const size_t n = question->n_options;
    Row *rows = arena_new_array(reader->arena, Row, n);
    for (size_t i = 0; i < n; i++) {
        const Option *option = &question->options[i];
        g_autofree char *id = g_strdup_printf("%s_%d", question->id, option->code);
        rows[i] = (Row){.id = arena_strdup(reader->arena, id),
                        .label = option->label,
                        .lifetime = option->lifetime,
                        .line = option->line};
    }
    question->rows = rows;
    question->n_rows = n;
    question->n_options = 0;
    question->own.share.total =
        (unsigned)survey_read_whole(reader, node, "total", TOTAL_MOST, TOTAL_USUAL);
    question->quantity =
        (Quantity){.has_min = true, .min = 0, .has_max = true, .max = question->own.share.total};
}

static void share_complete(Question *question, Arena *arena, Mistakes *mistakes)
{
    (void)arena;
    g_autofree char *name = survey_question_in_message(question);
    if (question->n_rows < 2)
        mistakes_add(mistakes, question->line,
                     "%s: there must be at least two answers to share points over", name);
}

const QuestionDefinition share_definition = {
    .read = share_read,
    .complete = share_complete,
};
