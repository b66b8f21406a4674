/* What is allowed, but seldom meant: warnings. */
#include "forms/definition/survey-check.h"

#include "forms/survey/condition.h"
#include "forms/survey/question-kind.h"
#include <string.h>

#include "base/banned.h"

static bool contains_any(const char *text, const char *const *parts, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strstr(text, parts[i]) != NULL)
            return true;
    }
    return false;
}

/* Wording that carries a route or an instruction of its own; only English is looked at. */
static void check_wording(const Survey *survey, const Question *question, const char *owner,
                          Mistakes *mistakes)
{
    static const char *const routes[] = {
        "if you answered", "if you said",        "if you ticked", "if you selected", "if you chose",
        "if you scored",   "if you have scored", "if yes",        "if no,",          "if so,"};
    static const char *const instructions[] = {"tick all",       "tick as many",     "select all",
                                               "all that apply", "as many as apply", "tick one",
                                               "tick only one",  "more than one box"};
    if (!g_str_has_prefix(survey->languages[0], "en"))
        return;
    g_autofree char *ask = g_ascii_strdown(wording_plain(&question->ask, NULL), -1);
    bool is_routed =
        question->condition_text != NULL || survey->pages[question->page].condition_text != NULL;
    if (!is_routed && contains_any(ask, routes, G_N_ELEMENTS(routes)))
        mistakes_warn(
            mistakes, question->line,
            "%s: the wording asks only some people, but everyone is asked; add if=\"...\", "
            "as in if=\"q01 is 1\", or change the wording",
            owner);
    if (question->instruct && contains_any(ask, instructions, G_N_ELEMENTS(instructions)))
        mistakes_warn(
            mistakes, question->line,
            "%s: the wording says how many to choose, and so does the instruction that is "
            "printed below it; add instruct=\"none\", or shorten the wording",
            owner);
}

/* Codes 96 to 99 have a usual meaning. */
static void check_code(const Question *question, const Option *option, const char *owner,
                       Mistakes *mistakes)
{
    bool is_many = question_kind(question->type)->measure == MEASURE_MULTIPLE;
    const char *advice = NULL;
    if (option->code == 99 && option->missing != MISSING_REFUSED)
        advice = "stands for \"prefer not to say\"; add missing=\"refused\" or take another code";
    else if (option->code == 98 && option->missing != MISSING_NA && option->missing != MISSING_DK)
        advice = "stands for \"not applicable\" or \"don't know\"; add missing=\"na\" or "
                 "missing=\"dk\", or take another code";
    else if (option->code == 96 && is_many && !option->exclusive)
        advice =
            "stands for \"none\" or \"everything\"; add exclusive=\"yes\" or take another code";
    if (advice != NULL)
        mistakes_warn(mistakes, option->line, "%s: code %d usually %s", owner, option->code,
                      advice);
    if (is_many && option->missing != MISSING_NO && !option->exclusive)
        mistakes_warn(mistakes, option->line,
                      "%s: answer %d cannot be true beside another answer; add exclusive=\"yes\"",
                      owner, option->code);
}

typedef struct {
    const Survey *survey;
    const Question *question;
    bool found;
} SamePage;

static void look_for_same_page(const Condition *test, void *arg)
{
    SamePage *same = arg;
    if (test->item == SIZE_MAX)
        return;
    const Item *item = &same->survey->variables->items[test->item];
    if (item->question->page == same->question->page)
        same->found = true;
}

static void check_follow_up(const Survey *survey, const Question *question, const char *owner,
                            Mistakes *mistakes)
{
    SamePage same = {survey, question, false};
    if (question->condition != NULL)
        condition_visit(question->condition, look_for_same_page, &same);
    if (same.found)
        mistakes_warn(mistakes, question->line,
                      "%s: it depends on an answer on the same page, so everyone sees it, with its "
                      "condition in words; put it on a page of its own after this one",
                      owner);
}

/* Two questions with one printed number: words such as "question 4" would be unclear. */
static void check_numbers(const Survey *survey, Mistakes *mistakes)
{
    g_autoptr(GHashTable) lines = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < survey->n_questions; i++) {
        const Question *question = &survey->questions[i];
        if (question->number == NULL)
            continue;
        gpointer line = g_hash_table_lookup(lines, question->number);
        if (line != NULL)
            mistakes_warn(mistakes, question->line,
                          "question '%s': number=\"%s\" is printed at the question on line %u too; "
                          "give each its own",
                          question->id, question->number, GPOINTER_TO_UINT(line));
        else
            g_hash_table_insert(lines, (gpointer)(uintptr_t)question->number,
                                GUINT_TO_POINTER(question->line));
    }
}

/* Two answers of a question that read the same: nobody can tell which one was meant. Answers under different headings may. */
static void check_same_words(const Question *question, const char *owner, Mistakes *mistakes)
{
    g_autoptr(GHashTable) first = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < question->n_options; i++) {
        const Option *option = &question->options[i];
        const char *words = wording_plain(&option->label, NULL);
        const Option *same = g_hash_table_lookup(first, words);
        if (option->is_point || *words == '\0')
            continue;
        if (same == NULL)
            g_hash_table_insert(first, (gpointer)(uintptr_t)words, (gpointer)(uintptr_t)option);
        else if (same->group == option->group)
            mistakes_warn(
                mistakes, option->line,
                "%s: two answers read \"%s\"; word them so that people can tell them apart", owner,
                words);
    }
}

void survey_check_habits(const Survey *survey, Mistakes *mistakes)
{
    check_numbers(survey, mistakes);
    for (size_t i = 0; i < survey->n_questions; i++) {
        const Question *question = &survey->questions[i];
        g_autofree char *owner = survey_question_in_message(question);
        check_wording(survey, question, owner, mistakes);
        check_follow_up(survey, question, owner, mistakes);
        check_same_words(question, owner, mistakes);
        for (size_t j = 0; j < question->n_options; j++) {
            if (!question->options[j].is_point)
                check_code(question, &question->options[j], owner, mistakes);
        }
    }
}
