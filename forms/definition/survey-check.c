#include "forms/definition/survey-check.h"

#include "base/limits.h"
#include "forms/definition/question-definition.h"
#include <string.h>

#include "base/banned.h"

static void check_lifetime(const Survey *survey, Lifetime lifetime, unsigned line,
                           const char *owner, Mistakes *mistakes)
{
    if (lifetime.since > survey->version)
        mistakes_add(mistakes, line,
                     "%s: since=\"%u\" lies after this version of the survey (version=\"%u\")",
                     owner, lifetime.since, survey->version);
    if (lifetime.retired != 0 && lifetime.retired <= lifetime.since)
        mistakes_add(mistakes, line, "%s: retired=\"%u\" has to be later than since=\"%u\"", owner,
                     lifetime.retired, lifetime.since);
}

/* A type with rows says so itself (forms/definition/question-definitions.c). */
static bool may_have_write_in(QuestionType type)
{
    const QuestionKind *kind = question_kind(type);
    return kind->is_list || kind->has_rows;
}

/* Does this option stand in the question itself, not in a list it takes its options from? */
static bool is_own(const Survey *survey, const Question *question, const Option *option)
{
    for (size_t i = 0; i < survey->n_lists; i++) {
        const AnswerList *list = &survey->lists[i];
        for (size_t j = 0; j < list->n_options; j++) {
            if (list->options[j].line == option->line && list->options[j].code == option->code)
                return false;
        }
    }
    (void)question;
    return true;
}

static void check_option(const Survey *survey, const Question *question, const Option *option,
                         const char *owner, Mistakes *mistakes)
{
    check_lifetime(survey, option->lifetime, option->line, owner, mistakes);
    if (option->write_in != NULL && !may_have_write_in(question->type))
        mistakes_add(mistakes, option->line,
                     "%s: only choose-one and choose-many can have words typed beside an answer; "
                     "take write-in away, or ask a text question after this one",
                     owner);
    if (option->exclusive && question_kind(question->type)->measure != MEASURE_MULTIPLE &&
        is_own(survey, question, option))
        mistakes_add(mistakes, option->line,
                     "%s: exclusive=\"yes\" has a meaning in choose-many only; take it away",
                     owner);
}

static void check_sensitive(const Question *question, const char *owner, Mistakes *mistakes)
{
    if (question->sensitive < SENSITIVE_EQUALITY)
        return;
    if (question->required)
        mistakes_add(mistakes, question->line,
                     "%s: an equality question is never required; take required=\"yes\" away",
                     owner);
    if (!question_kind(question->type)->is_list)
        return;
    for (size_t i = 0; i < question->n_options; i++) {
        if (question->options[i].missing != MISSING_NO)
            return;
    }
    mistakes_warn(mistakes, question->line,
                  "%s: an equality question should offer \"Prefer not to say\", with "
                  "missing=\"refused\"",
                  owner);
}

void survey_check_questions(const Survey *survey, Mistakes *mistakes)
{
    for (size_t i = 0; i < survey->n_questions; i++) {
        const Question *question = &survey->questions[i];
        g_autofree char *owner = survey_question_in_message(question);
        check_lifetime(survey, question->lifetime, question->line, owner, mistakes);
        if (question_definition(question->type)->check != NULL)
            question_definition(question->type)->check(question, owner, mistakes);
        check_sensitive(question, owner, mistakes);
        for (size_t j = 0; j < question->n_options; j++) {
            if (!question->options[j].is_point)
                check_option(survey, question, &question->options[j], owner, mistakes);
        }
        for (size_t j = 0; j < question->n_rows; j++)
            check_lifetime(survey, question->rows[j].lifetime, question->rows[j].line, owner,
                           mistakes);
    }
}

static void check_head(const Survey *survey, Mistakes *mistakes)
{
    unsigned line = MAX(1, survey->title.line); /* near the root, whose line is not kept */
    if (survey->opens != 0 && survey->closes != 0 && survey->opens >= survey->closes)
        mistakes_add(mistakes, line, "the survey closes before it opens; look at opens and closes");
    if (survey->quick_exit != NULL && !g_str_has_prefix(survey->quick_exit, "https://") &&
        !g_str_has_prefix(survey->quick_exit, "http://"))
        mistakes_add(mistakes, line,
                     "quick-exit=\"%.60s\" is not a web address; it begins with https://",
                     survey->quick_exit);
    if (survey->variables->n > LIMIT_COLUMNS)
        mistakes_add(mistakes, line,
                     "the answers need %zu columns, %d are the most: each answer of a choose-many "
                     "or rank and each row of a grid takes one; divide the survey",
                     survey->variables->n, LIMIT_COLUMNS);
    if (survey->n_todos > 0)
        mistakes_warn(mistakes, 0,
                      "%u %s marked todo; the survey can be tried, but not published, until all is "
                      "settled",
                      survey->n_todos, survey->n_todos == 1 ? "place is" : "places are");
}

static void check_blocks(const Survey *survey, Mistakes *mistakes)
{
    for (size_t i = 0; i < survey->n_pages; i++) {
        const Page *page = &survey->pages[i];
        for (size_t j = 0; j < page->n_entries; j++) {
            const Block *block = page->entries[j].block;
            if (block != NULL && block->ref != NULL)
                mistakes_add(mistakes, block->line,
                             "page '%s': there is no block called '%s'; write its questions out "
                             "instead",
                             page->id, block->ref);
        }
    }
}

void survey_check(const Survey *survey, Mistakes *mistakes)
{
    check_head(survey, mistakes);
    check_blocks(survey, mistakes);
    survey_check_questions(survey, mistakes);
    survey_check_reports(survey, mistakes);
    survey_check_texts(survey, mistakes);
    survey_check_habits(survey, mistakes);
}
