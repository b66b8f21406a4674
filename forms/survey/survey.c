#include "forms/survey/survey.h"

#include "base/arena.h"
#include "forms/survey/lifetime.h"
#include <string.h>

#include "base/banned.h"

void survey_free(Survey *survey)
{
    if (survey == NULL)
        return;
    if (survey->source != NULL)
        g_bytes_unref(survey->source);
    arena_free(survey->arena); /* the survey itself lies in it */
}

const Question *survey_find_question(const Survey *survey, const char *id)
{
    for (size_t i = 0; i < survey->n_questions; i++) {
        if (strcmp(survey->questions[i].id, id) == 0)
            return &survey->questions[i];
    }
    return NULL;
}

const Page *survey_find_page(const Survey *survey, const char *id)
{
    for (size_t i = 0; i < survey->n_pages; i++) {
        if (strcmp(survey->pages[i].id, id) == 0)
            return &survey->pages[i];
    }
    return NULL;
}

const AnswerList *survey_find_list(const Survey *survey, const char *id)
{
    for (size_t i = 0; i < survey->n_lists; i++) {
        if (strcmp(survey->lists[i].id, id) == 0)
            return &survey->lists[i];
    }
    return NULL;
}

const Option *survey_option_find(const Option *options, size_t n, int code)
{
    for (size_t i = 0; i < n; i++) {
        if (options[i].code == code)
            return &options[i];
    }
    return NULL;
}

bool survey_option_is_offered(const Survey *survey, const Option *option)
{
    return lifetime_holds(option->lifetime, survey->version);
}

char *survey_question_in_message(const Question *question)
{
    return question->number != NULL ? g_strdup_printf("question %s", question->number)
                                    : g_strdup_printf("question '%s'", question->id);
}

const char *survey_language(const Survey *survey, const char *wanted)
{
    for (size_t i = 0; wanted != NULL && i < survey->n_languages; i++) {
        if (strcmp(survey->languages[i], wanted) == 0)
            return survey->languages[i];
    }
    return survey->languages[0];
}

bool survey_is_open(const Survey *survey, int64_t moment)
{
    if (survey->opens != 0 && moment < survey->opens)
        return false;
    return survey->closes == 0 || moment < survey->closes;
}

bool survey_id_is_pilot(const char *id)
{
    return g_str_has_prefix(id, SURVEY_PILOT);
}

bool survey_is_pilot(const Survey *survey)
{
    return survey_id_is_pilot(survey->id);
}
