/* What a definition says about tables and charts. */
#include "forms/definition/survey-check.h"

#include "forms/survey/question-kind.h"
#include <string.h>

#include "base/banned.h"

/* Names that tables use for something else. */
static const char *const refused_nets[] = {"not_asked", "blank",  "unreadable", "several",
                                           "mean",      "median", "sd",         "n"};

/* The options that a question's report counts: its own, or those of its coding list. */
static const Option *counted(const Survey *survey, const Question *question, size_t *out_n)
{
    const AnswerList *frame =
        question->frame != NULL ? survey_find_list(survey, question->frame) : NULL;
    *out_n = frame != NULL ? frame->n_options : question->n_options;
    return frame != NULL ? frame->options : question->options;
}

static void check_net(const Survey *survey, const Question *question, size_t index,
                      const char *owner, Mistakes *mistakes)
{
    const Net *net = &question->report.nets[index];
    size_t n = 0;
    const Option *options = counted(survey, question, &n);
    for (size_t i = 0; i < index; i++) {
        if (strcmp(question->report.nets[i].id, net->id) == 0)
            mistakes_add(mistakes, net->line,
                         "%s: the net '%s' is there twice; give one of them another id", owner,
                         net->id);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(refused_nets); i++) {
        if (strcmp(net->id, refused_nets[i]) == 0)
            mistakes_add(mistakes, net->line,
                         "%s: '%s' has a meaning of its own in tables; give the net another id",
                         owner, net->id);
    }
    const Measure measure = question_kind(question->type)->measure;
    if (measure == MEASURE_QUANTITY || (measure == MEASURE_TEXT && n == 0)) {
        mistakes_add(mistakes, net->line,
                     "%s: a net joins codes, and this question has none; take the net away", owner);
        return;
    }
    for (size_t i = 0; i < net->n_codes; i++) {
        const Option *option = survey_option_find(options, n, net->codes[i]);
        if (option == NULL && n > 0)
            mistakes_add(mistakes, net->line, "%s: the net '%s' names code %d, which no answer has",
                         owner, net->id, net->codes[i]);
        else if (option != NULL && option->missing != MISSING_NO)
            mistakes_add(mistakes, net->line,
                         "%s: the net '%s' names code %d, which stands for no answer (missing) and "
                         "is outside the percentages",
                         owner, net->id, net->codes[i]);
        for (size_t j = 0; j < i; j++) {
            if (net->codes[j] == net->codes[i])
                mistakes_add(mistakes, net->line, "%s: the net '%s' names code %d twice", owner,
                             net->id, net->codes[i]);
        }
    }
}

static void check_by(const Survey *survey, const Question *question, const char *name,
                     const char *owner, Mistakes *mistakes)
{
    unsigned line = question->line;
    if (strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != strlen(name))
        return; /* the schema has said so */
    const Question *by = survey_find_question(survey, name);
    size_t item = variables_find_item(survey->variables, name);
    if (by == NULL && item != SIZE_MAX)
        by = survey->variables->items[item].question;
    if (by == NULL) {
        mistakes_add(mistakes, line, "%s: by=\"%s\": no question has that id", owner, name);
        return;
    }
    Measure measure = item != SIZE_MAX ? survey->variables->items[item].measure : MEASURE_TEXT;
    if (by == question)
        mistakes_add(mistakes, line, "%s: by=\"%s\" names the question itself", owner, name);
    else if (measure != MEASURE_SINGLE && measure != MEASURE_MULTIPLE)
        mistakes_add(mistakes, line,
                     "%s: by=\"%s\": results can be divided by a question with answers to choose "
                     "from (or one row of a grid), and '%s' is not one",
                     owner, name, name);
    else if (by->sensitive == SENSITIVE_SPECIAL && question->sensitive == SENSITIVE_SPECIAL)
        mistakes_add(mistakes, line,
                     "%s: by=\"%s\": two questions about special categories (health, ethnicity, "
                     "belief, ...) are never shown against each other",
                     owner, name);
    else if (!by->breakdown)
        mistakes_warn(mistakes, line,
                      "%s: by=\"%s\": that question is not marked role=\"breakdown\"; mark it, so "
                      "that people see it is meant",
                      owner, name);
}

void survey_check_reports(const Survey *survey, Mistakes *mistakes)
{
    for (size_t i = 0; i < survey->n_questions; i++) {
        const Question *question = &survey->questions[i];
        g_autofree char *owner = survey_question_in_message(question);
        for (size_t j = 0; j < question->report.n_nets; j++)
            check_net(survey, question, j, owner, mistakes);
        for (size_t j = 0; j < question->report.n_by; j++)
            check_by(survey, question, question->report.by[j], owner, mistakes);
    }
}
