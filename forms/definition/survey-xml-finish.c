/* From what was read to a survey that can be asked: names, types, variables, conditions. */
#include "forms/definition/question-definition.h"
#include "forms/definition/survey-names.h"
#include "forms/survey/condition.h"
#include "forms/survey/variables.h"
#include <string.h>

#include "base/banned.h"

/* The first item that belongs to question number `question` or to a later one; SIZE_MAX when there
 * is none. */
static size_t first_item_from(const SurveyReader *reader, size_t question, const Row *row)
{
    const Variables *variables = reader->survey->variables;
    for (size_t i = 0; i < variables->n_items; i++) {
        const Item *item = &variables->items[i];
        if ((size_t)(item->question - reader->questions) < question)
            continue;
        if (row == NULL || item->row == row)
            return i;
    }
    return SIZE_MAX;
}

static void read_pending(SurveyReader *reader, const PendingCondition *pending)
{
    static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz0123456789_ ().,";
    ConditionSlip slip = {0};
    if (pending->text[0] == '\0' || strspn(pending->text, alphabet) != strlen(pending->text))
        return; /* the schema has said so */
    Condition *condition = condition_parse(reader->arena, pending->text, &slip);
    if (condition != NULL &&
        condition_resolve(condition, reader->survey->variables,
                          first_item_from(reader, pending->before_question, pending->row), &slip)) {
        *pending->slot = condition;
        return;
    }
    mistakes_add(reader->mistakes, pending->line, "%s: if=\"%.320s\", at character %u: %s",
                 pending->owner, pending->text, slip.at, slip.message);
    g_free(slip.message);
}

void survey_reader_finish(SurveyReader *reader)
{
    survey_names_check(reader);
    for (size_t i = 0; i < reader->n_questions; i++) {
        Question *question = &reader->questions[i];
        const QuestionDefinition *definition = question_definition(question->type);
        if (definition->complete != NULL)
            definition->complete(question, reader->arena, reader->mistakes);
    }
    reader->survey->variables = variables_make(reader->survey, reader->arena);
    for (size_t i = 0; i < reader->pending->len; i++)
        read_pending(reader, &g_array_index(reader->pending, PendingCondition, i));
}
