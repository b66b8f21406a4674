/* A slip in words. For residents a sentence that says what to do; for staff one that names the variable. */
#include "base/day.h"
#include "base/say.h"
#include "base/text.h"
#include "forms/answers/answers.h"
#include "forms/answers/question-read.h"
#include "forms/answers/question.h"

#include "base/banned.h"

typedef struct {
    const Problem *problem;
    const Item *item;
    const char *lang;
    char *given, *limit, *low, *high; /* numbers in words; freed by speaker_clear */
} Speaker;

/* An end of a range; NULL when it is open. A date in words for residents (lang), in figures for staff (NULL). */
static char *number_words(const Item *item, int64_t value, const char *lang)
{
    if (value == INT64_MIN || value == INT64_MAX)
        return NULL;
    if (item->is_date && lang != NULL)
        return day_words(value, lang);
    if (item->is_date)
        return day_text(value);
    return text_from_decimal(value, item->question->quantity.places);
}

static char *count_words(int64_t count)
{
    return text_from_count(count > 0 ? (uint64_t)count : 0);
}

static void speaker_start(Speaker *speaker, const Problem *problem, const Survey *survey,
                          const char *lang)
{
    *speaker = (Speaker){.problem = problem,
                         .item = &survey->variables->items[problem->item],
                         .lang = lang != NULL ? lang : survey->languages[0],
                         .given = count_words(problem->given),
                         .limit = count_words(problem->limit)};
    if (problem->kind == PROBLEM_OUT_OF_RANGE) {
        speaker->low = number_words(speaker->item, problem->limit, lang);
        speaker->high = number_words(speaker->item, problem->limit_high, lang);
    }
}

static void speaker_clear(Speaker *speaker)
{
    g_free(speaker->given);
    g_free(speaker->limit);
    g_free(speaker->low);
    g_free(speaker->high);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Speaker, speaker_clear)

static const char *option_words(const Speaker *speaker, int code)
{
    const Option *option =
        survey_option_find(speaker->item->options, speaker->item->n_options, code);
    return option != NULL ? wording_plain(&option->label, speaker->lang) : "";
}

static char *required_words(const Speaker *speaker)
{
    const char *template = SAY("Select an answer to “{question}”");
    if (speaker->item->measure == MEASURE_TEXT)
        template = SAY("Enter an answer to “{question}”");
    else if (speaker->item->is_date)
        template = SAY("Enter a date for “{question}”");
    else if (speaker->item->measure == MEASURE_QUANTITY)
        template = SAY("Enter a number for “{question}”");
    return text_fill(say(speaker->lang, template), "question",
                     variables_item_label(speaker->item, speaker->lang), NULL);
}

static const char *range_template(const Speaker *speaker)
{
    if (speaker->item->is_date && speaker->low != NULL && speaker->high != NULL)
        return SAY("The date must be between {low} and {high}");
    if (speaker->item->is_date)
        return speaker->low != NULL ? SAY("The date must be {low} or later")
                                    : SAY("The date must be {high} or earlier");
    if (speaker->low != NULL && speaker->high != NULL)
        return SAY("The number must be between {low} and {high}");
    return speaker->low != NULL ? SAY("The number must be {low} or more")
                                : SAY("The number must be {high} or fewer");
}

static const char *two_answers_template(const Speaker *speaker)
{
    if (speaker->item->measure != MEASURE_QUANTITY)
        return SAY("Select one answer only");
    return speaker->problem->code != 0 ? SAY("Enter a number or select “{code}”, not both")
                                       : SAY("Enter one number only");
}

static const char *template_of(const Speaker *speaker)
{
    static const char *const part_templates[] = {"", SAY("The date must include a day"),
                                                 SAY("The date must include a month"),
                                                 SAY("The date must include a year")};
    const Problem *problem = speaker->problem;
    switch (problem->kind) {
    case PROBLEM_UNKNOWN_CODE:
        return SAY("Select one of the answers in the list");
    case PROBLEM_TWO_ANSWERS:
        return two_answers_template(speaker);
    case PROBLEM_TOO_MANY:
        return SAY("Select no more than {limit}. You have selected {given}.");
    case PROBLEM_TOO_FEW:
        return SAY("Select at least {limit}. You have selected {given}.");
    case PROBLEM_EXCLUSIVE:
        return SAY("Select either “{code}” or “{other}”, not both");
    case PROBLEM_TOO_LONG:
        return SAY("Your answer must be {limit} characters or fewer. You have entered {given}.");
    case PROBLEM_NOT_CLEAN:
        return SAY("Enter your answer again, using letters, numbers and punctuation only");
    case PROBLEM_NOT_A_NUMBER:
        return SAY("Enter a number in figures, for example 12");
    case PROBLEM_TOO_PRECISE:
        return SAY("Enter a whole number, for example 12"); /* other limits: problem_words */
    case PROBLEM_OUT_OF_RANGE:
        return range_template(speaker);
    case PROBLEM_NOT_A_DATE:
        return SAY("Enter a real date, for example 27 3 2007");
    case PROBLEM_DATE_PART:
        g_assert(problem->code >= 1 && problem->code <= 3);
        return part_templates[problem->code];
    case PROBLEM_SAME_OPTION:
        return SAY("You have chosen “{code}” as choice {given} and as choice {limit}. "
                   "Select a different answer for one of them.");
    case PROBLEM_SAME_PLACE:
        return SAY("You have given place {given} to “{code}” and to “{other}”. "
                   "Give one of them a different place.");
    case PROBLEM_PLACE:
        return SAY("Use places from 1 to {limit}");
    case PROBLEM_REQUIRED:
    case PROBLEM_OF_TYPE:
    case PROBLEM_KIND_COUNT:
        break;
    }
    g_assert_not_reached();
}

/* What the type says about a slip of its own. */
static char *words_of_type(const Problem *problem, const Survey *survey, const char *lang)
{
    const Question *question = survey->variables->items[problem->item].question;
    return question_rules(question->type)->problem_words(problem, survey, lang);
}

char *problem_words(const Problem *problem, const Survey *survey, const char *lang)
{
    if (problem->kind == PROBLEM_OF_TYPE)
        return words_of_type(problem, survey, lang);
    g_auto(Speaker) speaker;
    speaker_start(&speaker, problem, survey, lang);
    if (problem->kind == PROBLEM_REQUIRED)
        return required_words(&speaker);
    const char *template = say(lang, template_of(&speaker));
    if (problem->kind == PROBLEM_TOO_PRECISE && problem->limit > 0)
        template = say_count(lang, "Enter a number with no more than {limit} decimal place",
                             "Enter a number with no more than {limit} decimal places",
                             (unsigned long)problem->limit);
    return text_fill(template, "limit", speaker.limit, "given", speaker.given, "code",
                     option_words(&speaker, problem->code), "other",
                     option_words(&speaker, problem->other_code), "low",
                     speaker.low != NULL ? speaker.low : "", "high",
                     speaker.high != NULL ? speaker.high : "", NULL);
}

static char *staff_range_words(const Speaker *speaker, const char *name)
{
    g_autofree char *given = number_words(speaker->item, speaker->problem->given, NULL);
    if (speaker->low != NULL && speaker->high != NULL)
        return g_strdup_printf("%s is %s, allowed is %s to %s", name, given, speaker->low,
                               speaker->high);
    if (speaker->low != NULL)
        return g_strdup_printf("%s is %s, allowed is %s or more", name, given, speaker->low);
    return g_strdup_printf("%s is %s, allowed is %s or less", name, given, speaker->high);
}

/* Slips of choices: codes, ticks and places. */
static char *staff_choice_words(const Speaker *speaker, const char *name)
{
    const Problem *problem = speaker->problem;
    switch (problem->kind) {
    case PROBLEM_UNKNOWN_CODE:
        return g_strdup_printf("%s has the code %" G_GINT64_FORMAT
                               ", which is not one of its answers",
                               name, problem->given);
    case PROBLEM_TWO_ANSWERS:
        return g_strdup_printf("%s has more than one answer, one is allowed", name);
    case PROBLEM_TOO_MANY:
        return g_strdup_printf("%s has %s options ticked, at most %s are allowed", name,
                               speaker->given, speaker->limit);
    case PROBLEM_TOO_FEW:
        return g_strdup_printf("%s has %s options ticked, at least %s are needed", name,
                               speaker->given, speaker->limit);
    case PROBLEM_EXCLUSIVE:
        return g_strdup_printf("%s has %d (%s) together with %d (%s), which exclude each other",
                               name, problem->code, option_words(speaker, problem->code),
                               problem->other_code, option_words(speaker, problem->other_code));
    case PROBLEM_SAME_OPTION:
        return g_strdup_printf("%s has %d at the places %s and %s", name, problem->code,
                               speaker->given, speaker->limit);
    case PROBLEM_SAME_PLACE:
        return g_strdup_printf("%s has the place %s at both %d and %d", name, speaker->given,
                               problem->other_code, problem->code);
    case PROBLEM_PLACE:
        return g_strdup_printf("%s has the place %" G_GINT64_FORMAT ", allowed are 1 to %s", name,
                               problem->given, speaker->limit);
    case PROBLEM_REQUIRED:
    case PROBLEM_TOO_LONG:
    case PROBLEM_NOT_CLEAN:
    case PROBLEM_NOT_A_NUMBER:
    case PROBLEM_TOO_PRECISE:
    case PROBLEM_OUT_OF_RANGE:
    case PROBLEM_NOT_A_DATE:
    case PROBLEM_DATE_PART:
    case PROBLEM_OF_TYPE:
    case PROBLEM_KIND_COUNT:
        break;
    }
    return NULL;
}

char *problem_words_for_staff(const Problem *problem, const Survey *survey)
{
    if (problem->kind == PROBLEM_OF_TYPE)
        return words_of_type(problem, survey, NULL);
    g_auto(Speaker) speaker;
    speaker_start(&speaker, problem, survey, NULL);
    const char *name = speaker.item->id;
    char *words = staff_choice_words(&speaker, name);
    if (words != NULL)
        return words;
    if (problem->kind == PROBLEM_TOO_LONG)
        return g_strdup_printf("%s has %s characters, at most %s are allowed", name, speaker.given,
                               speaker.limit);
    if (problem->kind == PROBLEM_TOO_PRECISE)
        return g_strdup_printf("%s has more than %s decimal places", name, speaker.limit);
    if (problem->kind == PROBLEM_OUT_OF_RANGE)
        return staff_range_words(&speaker, name);
    if (problem->kind == PROBLEM_NOT_A_NUMBER)
        return g_strdup_printf("%s is not a number", name);
    if (problem->kind == PROBLEM_NOT_A_DATE || problem->kind == PROBLEM_DATE_PART)
        return g_strdup_printf("%s is not a date", name);
    if (problem->kind == PROBLEM_NOT_CLEAN)
        return g_strdup_printf("%s has control characters or is not UTF-8", name);
    return g_strdup_printf("%s is left out, but the definition demands an answer", name);
}
