/* The words of a draft are lines of printable ASCII: `journey 1 LANG walking|checking`, then for each page that was
 * sent or begun `PAGE sent|begun FIELDS`, the fields urlencoded. */
#include "forms/answers/journey.h"
#include "base/error.h"
#include "forms/survey/question-kind.h"
#include "forms/survey/routes.h"
#include <string.h>

#include "base/banned.h"

typedef struct {
    Fields *fields; /* NULL: never sent */
    bool was_sent;  /* false with fields: begun, an answer was cleared there */
    Problems *problems;
} SentPage;

struct Journey {
    const Survey *survey;
    char *lang;
    bool is_checking;
    SentPage *sheets; /* one a page */
    Answers *answers;
    Routes *routes; /* of the answers */
};

/* Read all pages again, first to last: what a later page demands may hang on an earlier one. */
static void recompute(Journey *journey)
{
    const Survey *survey = journey->survey;
    answers_free(journey->answers);
    journey->answers = answers_new(survey);
    for (size_t p = 0; p < survey->n_pages; p++) {
        SentPage *sheet = &journey->sheets[p];
        problems_free(sheet->problems);
        sheet->problems = problems_new();
        if (sheet->fields == NULL)
            continue;
        answers_read_page(journey->answers, p, sheet->fields, sheet->problems);
        if (!sheet->was_sent) /* not finished: nothing to complain about yet */
            g_array_set_size(sheet->problems->list, 0);
    }
    g_autofree const Value **room = g_new(const Value *, survey->variables->n + 1);
    const Columns row = answers_columns(journey->answers, room);
    routes_follow(journey->routes, &row);
}

Journey *journey_new(const Survey *survey, const char *lang)
{
    Journey *journey = g_new0(Journey, 1);
    journey->survey = survey;
    journey->lang = g_strdup(survey_language(survey, lang));
    journey->sheets = g_new0(SentPage, survey->n_pages + 1);
    journey->routes = routes_new(survey->variables, 1);
    recompute(journey);
    return journey;
}

void journey_free(Journey *journey)
{
    if (journey == NULL)
        return;
    for (size_t p = 0; p < journey->survey->n_pages; p++) {
        fields_free(journey->sheets[p].fields);
        problems_free(journey->sheets[p].problems);
    }
    g_free(journey->sheets);
    g_free(journey->lang);
    answers_free(journey->answers);
    routes_free(journey->routes);
    g_free(journey);
}

char *journey_encode(const Journey *journey)
{
    GString *words = g_string_new(NULL);
    g_string_append_printf(words, "journey 1 %s %s\n", journey->lang,
                           journey->is_checking ? "checking" : "walking");
    for (size_t p = 0; p < journey->survey->n_pages; p++) {
        const SentPage *sheet = &journey->sheets[p];
        if (sheet->fields == NULL)
            continue;
        g_autofree char *fields = fields_encode(sheet->fields);
        g_string_append_printf(words, "%s %s %s\n", journey->survey->pages[p].id,
                               sheet->was_sent ? "sent" : "begun", fields);
    }
    return g_string_free(words, false);
}

static bool refuse(GError **error, const char *why)
{
    error_set(error, ERROR_DATA, "the draft cannot be read: %s", why);
    return false;
}

static bool parse_first_line(Journey *journey, const char *line, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(line, " ", 5);
    if (g_strv_length(parts) != 4 || strcmp(parts[0], "journey") != 0 || strcmp(parts[1], "1") != 0)
        return refuse(error, "its first line is not that of a journey");
    const bool checking = strcmp(parts[3], "checking") == 0;
    if (!checking && strcmp(parts[3], "walking") != 0)
        return refuse(error, "its first line does not end with walking or checking");
    journey->is_checking = checking;
    journey_set_language(journey, parts[2]);
    return true;
}

static bool parse_page_line(Journey *journey, const char *line, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(line, " ", 3);
    if (g_strv_length(parts) != 3)
        return refuse(error, "a line does not hold a page, its state and its fields");
    const bool was_sent = strcmp(parts[1], "sent") == 0;
    if (!was_sent && strcmp(parts[1], "begun") != 0)
        return refuse(error, "a page is neither sent nor begun");
    const Page *page = survey_find_page(journey->survey, parts[0]);
    if (page == NULL)
        return refuse(error, "it names a page that the survey has not");
    SentPage *sheet = &journey->sheets[page - journey->survey->pages];
    if (sheet->fields != NULL)
        return refuse(error, "it names a page twice");
    sheet->fields = fields_decode(parts[2], strlen(parts[2]), error);
    sheet->was_sent = was_sent;
    return sheet->fields != NULL;
}

Journey *journey_parse(const Survey *survey, const char *words, GError **error)
{
    g_autoptr(Journey) journey = journey_new(survey, NULL);
    g_auto(GStrv) lines = g_strsplit(words, "\n", -1);
    const size_t n = g_strv_length(lines);
    if (n < 2 || *lines[n - 1] != '\0') {
        refuse(error, "it is cut short");
        return NULL;
    }
    if (!parse_first_line(journey, lines[0], error))
        return NULL;
    for (size_t i = 1; i + 1 < n; i++)
        if (!parse_page_line(journey, lines[i], error))
            return NULL;
    recompute(journey);
    return g_steal_pointer(&journey);
}

/* Has the field a name with which the question's controls begin: its id, or a row's, or a write-in's? */
static bool is_field_of(const Question *question, const char *name)
{
    for (size_t r = 0; r < question->n_rows; r++)
        if (strcmp(name, question->rows[r].id) == 0)
            return true;
    for (size_t i = 0; i < question->n_options; i++)
        if (question->options[i].write_in != NULL &&
            strcmp(name, question->options[i].write_in) == 0)
            return true;
    return question_kind_has_field(question, name);
}

/* Keep what belongs to the page, without the question that is being cleared. */
static Fields *keep_fields(const Survey *survey, size_t page, const Fields *sent,
                           const char *cleared)
{
    Fields *kept = fields_new();
    for (size_t i = 0; i < fields_count(sent); i++) {
        const Field field = fields_at(sent, i);
        for (size_t q = 0; q < survey->n_questions; q++) {
            const Question *question = &survey->questions[q];
            if (question->page != page || !is_field_of(question, field.name))
                continue;
            if (cleared == NULL || strcmp(cleared, question->id) != 0)
                fields_add(kept, field.name, field.value);
            break;
        }
    }
    return kept;
}

void journey_take(Journey *journey, size_t page, const Fields *fields)
{
    g_assert(page < journey->survey->n_pages);
    SentPage *sheet = &journey->sheets[page];
    const char *cleared = fields_find(fields, "clear");
    const char *lang = fields_find(fields, "lang");
    if (lang != NULL)
        journey_set_language(journey, survey_language(journey->survey, lang));
    Fields *kept = keep_fields(journey->survey, page, fields, cleared);
    fields_free(sheet->fields);
    sheet->fields = kept;
    sheet->was_sent = cleared == NULL && lang == NULL;
    recompute(journey);
}

bool journey_was_sent(const Journey *journey, size_t page)
{
    return journey->sheets[page].was_sent;
}

const Problems *journey_problems(const Journey *journey, size_t page)
{
    return journey->sheets[page].problems;
}

const Fields *journey_fields(const Journey *journey, size_t page)
{
    return journey->sheets[page].fields;
}

const Answers *journey_answers(const Journey *journey)
{
    return journey->answers;
}

/* Pages with questions need one on the route; a page of words alone needs only its own condition. */
bool journey_is_on_route(const Journey *journey, size_t page)
{
    const Survey *survey = journey->survey;
    const Variables *variables = survey->variables;
    if (page >= survey->n_pages || routes_of_page(journey->routes, page)[0] == 0)
        return false;
    bool has_questions = false;
    for (size_t i = 0; i < variables->n_items; i++) {
        if (variables->items[i].question->page != page)
            continue;
        has_questions = true;
        if (routes_of_item(journey->routes, i)[0] != 0)
            return true;
    }
    return !has_questions;
}

static bool is_finished(const Journey *journey, size_t page)
{
    return journey->sheets[page].was_sent && journey->sheets[page].problems->list->len == 0;
}

size_t journey_unfinished(const Journey *journey)
{
    for (size_t p = 0; p < journey->survey->n_pages; p++)
        if (journey_is_on_route(journey, p) && !is_finished(journey, p))
            return p;
    return JOURNEY_CHECK;
}

size_t journey_next(const Journey *journey, size_t page)
{
    const SentPage *sheet = &journey->sheets[page];
    if (sheet->fields != NULL && !sheet->was_sent) /* an answer was cleared: show it again */
        return page;
    if (journey->is_checking)
        return journey_unfinished(journey);
    for (size_t p = page + 1; p < journey->survey->n_pages; p++)
        if (journey_is_on_route(journey, p))
            return p;
    return JOURNEY_CHECK;
}

size_t journey_first(const Journey *journey)
{
    for (size_t p = 0; p < journey->survey->n_pages; p++)
        if (journey_is_on_route(journey, p))
            return p;
    return JOURNEY_CHECK;
}

size_t journey_back(const Journey *journey, size_t page)
{
    for (size_t p = MIN(page, journey->survey->n_pages); p > 0; p--)
        if (journey_is_on_route(journey, p - 1))
            return p - 1;
    return SIZE_MAX;
}

void journey_set_checking(Journey *journey, bool checking)
{
    journey->is_checking = checking;
}

const char *journey_language(const Journey *journey)
{
    return journey->lang;
}

void journey_set_language(Journey *journey, const char *lang)
{
    char *chosen = g_strdup(survey_language(journey->survey, lang));
    g_free(journey->lang);
    journey->lang = chosen;
}

void journey_progress(const Journey *journey, size_t page, size_t *out_at, size_t *out_of)
{
    *out_at = 0;
    *out_of = 0;
    for (size_t p = 0; p < journey->survey->n_pages; p++) {
        if (!journey_is_on_route(journey, p))
            continue;
        ++*out_of;
        if (p <= page)
            ++*out_at;
    }
}
