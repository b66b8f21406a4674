/* What the loader reads, completes and checks of each type, in the order of the list. */
#include "base/day.h"
#include "base/limits.h"
#include "base/text.h"
#include "forms/definition/question-definition.h"
#include <string.h>

#include "base/banned.h"

extern const QuestionDefinition choose_one_definition, choose_many_definition, rank_definition,
    scale_definition, number_definition, date_definition, text_definition, grid_definition;

enum {
    PLACES_MAX = 6,
    POINTS_MAX = 101, /* 0 to 100; more cannot be shown as buttons */
};

static const char whole_advice[] = "write a whole number, 0 or more";
static const char amount_advice[] = "write a number, 0 or more, with a point for decimals";

/* ---- One answer of a list ---- */

static void choose_one_read(const SurveyReader *reader, const xmlNode *node, Question *question)
{
    question->own.choose_one.is_dropdown =
        g_strcmp0(survey_read_attribute(reader, node, "as"), "dropdown") == 0;
}

static void choose_one_complete(Question *question, Arena *arena, Mistakes *mistakes)
{
    (void)arena;
    size_t left = 0;
    for (size_t i = 0; i < question->n_options; i++)
        left += question->options[i].lifetime.retired == 0 ? 1 : 0;
    if (left >= 2)
        return;
    g_autofree char *name = survey_question_in_message(question);
    mistakes_warn(mistakes, question->line,
                  "%s offers fewer than two answers: add the others, or ask it as a text", name);
}

static const AttributeAdvice choose_one_advices[] = {
    {"as", "write radio or dropdown"},
};

const QuestionDefinition choose_one_definition = {
    .read = choose_one_read,
    .complete = choose_one_complete,
    .advices = choose_one_advices,
    .n_advices = G_N_ELEMENTS(choose_one_advices),
};

/* ---- Several answers of a list ---- */

static void choose_many_read(const SurveyReader *reader, const xmlNode *node, Question *question)
{
    question->picks.least = (unsigned)survey_read_whole(reader, node, "min", LIMIT_OPTIONS, 0);
    question->picks.most = (unsigned)survey_read_whole(reader, node, "max", LIMIT_OPTIONS, 0);
}

static void choose_many_complete(Question *question, Arena *arena, Mistakes *mistakes)
{
    (void)arena;
    g_autofree char *name = survey_question_in_message(question);
    if (question->picks.most > question->n_options)
        mistakes_add(mistakes, question->line,
                     "%s allows %u answers but offers only %zu: lower max, or leave it out", name,
                     question->picks.most, question->n_options);
    if (question->picks.least > question->n_options)
        mistakes_add(mistakes, question->line,
                     "%s asks for %u answers but offers only %zu: lower min, or leave it out", name,
                     question->picks.least, question->n_options);
    if (question->picks.most > 0 && question->picks.least > question->picks.most)
        mistakes_add(
            mistakes, question->line,
            "%s asks for at least %u answers but allows only %u: min must not be above max", name,
            question->picks.least, question->picks.most);
}

static void choose_many_check(const Question *question, const char *owner, Mistakes *mistakes)
{
    if (question->picks.most == 1)
        mistakes_warn(mistakes, question->line,
                      "%s: max=\"1\" means that only one can be chosen; choose-one is easier to "
                      "answer",
                      owner);
}

const QuestionDefinition choose_many_definition = {
    .read = choose_many_read,
    .complete = choose_many_complete,
    .check = choose_many_check,
};

/* ---- Answers in an order ---- */

static void rank_read(const SurveyReader *reader, const xmlNode *node, Question *question)
{
    question->picks.most = (unsigned)survey_read_whole(reader, node, "places", LIMIT_OPTIONS,
                                                       (int64_t)question->n_options);
}

static void rank_complete(Question *question, Arena *arena, Mistakes *mistakes)
{
    (void)arena;
    g_autofree char *name = survey_question_in_message(question);
    if (question->n_options < 2)
        mistakes_add(mistakes, question->line,
                     "%s: there must be at least two answers to put in order", name);
    else if (question->picks.most == 0 || question->picks.most > question->n_options)
        mistakes_add(mistakes, question->line,
                     "%s: places says how many answers get a place, from 1 to %zu", name,
                     question->n_options);
    else if (question->picks.most > 5)
        mistakes_warn(mistakes, question->line,
                      "%s asks for %u places: few people can put more than five in order", name,
                      question->picks.most);
}

static const AttributeAdvice rank_advices[] = {
    {"places", whole_advice},
};

const QuestionDefinition rank_definition = {
    .read = rank_read,
    .complete = rank_complete,
    .advices = rank_advices,
    .n_advices = G_N_ELEMENTS(rank_advices),
};

/* ---- A point on a scale ---- */

static void scale_read(const SurveyReader *reader, const xmlNode *node, Question *question)
{
    question->own.scale.from = survey_read_whole(reader, node, "from", 9999, 0);
    question->own.scale.to = survey_read_whole(reader, node, "to", 9999, 0);
    question->own.scale.low = survey_read_words(reader, xml_child(node, "low"));
    question->own.scale.high = survey_read_words(reader, xml_child(node, "high"));
}

static Wording point_words(Arena *arena, const Question *question, int64_t point)
{
    g_autofree char *digits = g_strdup_printf("%" G_GINT64_FORMAT, point);
    Span *span = arena_new_array(arena, Span, 1);
    Phrase *phrase = arena_new_array(arena, Phrase, 1);
    span->kind = SPAN_TEXT;
    span->text = arena_strdup(arena, digits);
    phrase->lang = question->ask.n_phrases > 0 ? question->ask.phrases[0].lang : "en";
    phrase->plain = span->text;
    phrase->n_spans = 1;
    phrase->spans = span;
    return (Wording){.n_phrases = 1, .phrases = phrase, .line = question->line};
}

static void scale_complete(Question *question, Arena *arena, Mistakes *mistakes)
{
    g_autofree char *name = survey_question_in_message(question);
    const int64_t n_points = question->own.scale.to - question->own.scale.from + 1;
    if (n_points < 2 || n_points > POINTS_MAX) {
        mistakes_add(mistakes, question->line,
                     "%s: a scale runs from a smaller number to a larger one, at most %d apart; "
                     "write for example from=\"1\" to=\"10\"",
                     name, POINTS_MAX - 1);
        return;
    }
    Option *options = arena_new_array(arena, Option, (size_t)n_points + question->n_options);
    for (int64_t i = 0; i < n_points; i++)
        options[i] = (Option){.code = (int)(question->own.scale.from + i),
                              .label = point_words(arena, question, question->own.scale.from + i),
                              .has_score = true,
                              .score = (double)(question->own.scale.from + i),
                              .is_point = true,
                              .group = -1,
                              .line = question->line};
    for (size_t i = 0; i < question->n_options; i++) {
        const Option *option = &question->options[i];
        if (option->code >= question->own.scale.from && option->code <= question->own.scale.to)
            mistakes_add(mistakes, option->line,
                         "%s: the code %d is a point of the scale already: give this answer a "
                         "code outside the scale, such as 98",
                         name, option->code);
        options[(size_t)n_points + i] = *option;
    }
    question->options = options;
    question->n_options += (size_t)n_points;
}

static const AttributeAdvice scale_advices[] = {
    {"from", whole_advice},
    {"to", whole_advice},
};

const QuestionDefinition scale_definition = {
    .read = scale_read,
    .complete = scale_complete,
    .advices = scale_advices,
    .n_advices = G_N_ELEMENTS(scale_advices),
};

/* ---- A number ---- */

static bool read_end(const SurveyReader *reader, const xmlNode *node, const Question *question,
                     const char *name, int64_t *out)
{
    const unsigned places = question->quantity.places;
    const char *text = survey_read_attribute(reader, node, name);
    if (text == NULL)
        return false;
    if (text_parse_decimal(text, places, out))
        return true;
    mistakes_add(reader->mistakes, question->line,
                 "%s: %s=\"%s\" has to be a number with at most %u decimal places (places=\"%u\")",
                 survey_question_in_words(reader->arena, question), name, text, places, places);
    return false;
}

static void number_read(const SurveyReader *reader, const xmlNode *node, Question *question)
{
    Quantity *quantity = &question->quantity;
    quantity->places = (unsigned)survey_read_whole(reader, node, "places", 6, 0);
    quantity->unit = survey_read_words(reader, xml_child(node, "unit"));
    quantity->has_min = read_end(reader, node, question, "min", &quantity->min);
    quantity->has_max = read_end(reader, node, question, "max", &quantity->max);
}

/* A coded answer is stored where the number is, so the two must never be the same. */
static void check_codes(const Question *question, Mistakes *mistakes)
{
    g_autofree char *name = survey_question_in_message(question);
    if (question->n_options > 0 && question->quantity.places > 0)
        mistakes_add(
            mistakes, question->line,
            "%s: answers such as \"don't know\" can only stand beside whole numbers: leave "
            "out places, or the answers",
            name);
    if (question->n_options > 0 && !question->quantity.has_max)
        mistakes_add(
            mistakes, question->line,
            "%s: beside answers such as \"don't know\" a number needs a max, so that a code "
            "is never taken for a number: write for example max=\"120\"",
            name);
    for (size_t i = 0; i < question->n_options; i++)
        if (question->quantity.has_max && question->options[i].code <= question->quantity.max)
            mistakes_add(mistakes, question->options[i].line,
                         "%s: the code %d could be an answer in numbers: give this answer a code "
                         "above max",
                         name, question->options[i].code);
}

static void number_complete(Question *question, Arena *arena, Mistakes *mistakes)
{
    (void)arena;
    g_autofree char *name = survey_question_in_message(question);
    if (question->quantity.has_min && question->quantity.has_max &&
        question->quantity.min > question->quantity.max)
        mistakes_add(mistakes, question->line, "%s: min is above max: swap them", name);
    if (question->quantity.places > PLACES_MAX)
        mistakes_add(mistakes, question->line, "%s: places may be %d at most", name, PLACES_MAX);
    check_codes(question, mistakes);
}

static const AttributeAdvice number_advices[] = {
    {"places", whole_advice},
    {"min", amount_advice},
    {"max", amount_advice},
};

const QuestionDefinition number_definition = {
    .read = number_read,
    .complete = number_complete,
    .advices = number_advices,
    .n_advices = G_N_ELEMENTS(number_advices),
};

/* ---- A date ---- */

static bool read_day(const SurveyReader *reader, const xmlNode *node, const char *name,
                     int64_t *out)
{
    const char *text = survey_read_attribute(reader, node, name);
    return text != NULL && day_parse(text, out) && day_is_real(day_parts(*out));
}

static void date_read(const SurveyReader *reader, const xmlNode *node, Question *question)
{
    Quantity *quantity = &question->quantity;
    quantity->has_min = read_day(reader, node, "min", &quantity->min);
    quantity->has_max = read_day(reader, node, "max", &quantity->max);
}

static void date_complete(Question *question, Arena *arena, Mistakes *mistakes)
{
    (void)arena;
    if (!question->quantity.has_min || !question->quantity.has_max ||
        question->quantity.min <= question->quantity.max)
        return;
    g_autofree char *name = survey_question_in_message(question);
    mistakes_add(mistakes, question->line, "%s: min is later than max: swap them", name);
}

static const AttributeAdvice date_advices[] = {
    {"min", NULL},
    {"max", NULL},
};

const QuestionDefinition date_definition = {
    .read = date_read,
    .complete = date_complete,
    .advices = date_advices,
    .n_advices = G_N_ELEMENTS(date_advices),
};

/* ---- Words ---- */

static void text_read(const SurveyReader *reader, const xmlNode *node, Question *question)
{
    question->own.text.lines = (unsigned)survey_read_whole(reader, node, "lines", 50, 5);
    question->own.text.max_chars = (unsigned)survey_read_whole(
        reader, node, "max", LIMIT_TEXT_CHARS, LIMIT_TEXT_DEFAULT_CHARS);
    question->own.text.publish_moderated =
        g_strcmp0(survey_read_attribute(reader, node, "publish"), "moderated") == 0;
}

static void text_complete(Question *question, Arena *arena, Mistakes *mistakes)
{
    (void)arena;
    if (question->own.text.max_chars > 0 && question->own.text.max_chars <= LIMIT_TEXT_CHARS)
        return;
    g_autofree char *name = survey_question_in_message(question);
    mistakes_add(mistakes, question->line,
                 "%s: max is the number of characters allowed, from 1 to %d", name,
                 LIMIT_TEXT_CHARS);
}

static const AttributeAdvice text_advices[] = {
    {"publish", "write no or moderated"},
};

const QuestionDefinition text_definition = {
    .read = text_read,
    .complete = text_complete,
    .advices = text_advices,
    .n_advices = G_N_ELEMENTS(text_advices),
};

/* ---- The same answers for each row ---- */

static void grid_complete(Question *question, Arena *arena, Mistakes *mistakes)
{
    (void)arena;
    g_autofree char *name = survey_question_in_message(question);
    for (size_t i = 0; i < question->n_options; i++)
        if (question->options[i].write_in != NULL)
            mistakes_add(mistakes, question->options[i].line,
                         "%s: words cannot be typed beside an answer of a grid: ask for them in a "
                         "text question after it",
                         name);
}

const QuestionDefinition grid_definition = {
    .complete = grid_complete,
};
