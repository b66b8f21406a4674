/* Check answers: everything that was answered, with a way back to change it, and what no longer counts. */
#include "base/say.h"
#include "base/text.h"
#include "forms/survey/routes.h"
#include "forms/web/page-html.h"
#include "forms/web/question-html.h"

#include "base/banned.h"

typedef struct {
    const Survey *survey;
    const Answers *answers;
    const char *lang;
    Routes *routes;
    Markup *to;
} List;

static bool is_on_route(const List *list, size_t item)
{
    return routes_of_item(list->routes, item)[0] != 0;
}

/* The question as the list names it: its words, and a grid's row after them. */
static void write_question(const List *list, const Item *item)
{
    wording_write(list->to, &item->question->ask, list->lang, list->survey, list->answers);
    if (item->row == NULL)
        return;
    markup_text(list->to, " – ");
    wording_write(list->to, &item->row->label, list->lang, list->survey, list->answers);
}

/* The words typed beside the options of an item. */
static void write_write_ins(const List *list, size_t parent)
{
    const Variables *variables = list->survey->variables;
    for (size_t i = parent + 1; i < variables->n_items; i++) {
        const Item *item = &variables->items[i];
        if (item->role != ITEM_WRITE_IN || item->parent != parent)
            return;
        const char *words = list->answers->texts[item->first_variable];
        if (words == NULL)
            continue;
        markup_text(list->to, " ");
        markup_open(list->to, "bdi");
        markup_attr(list->to, "class", "typed");
        markup_text(list->to, words);
        markup_close(list->to, "bdi");
    }
}

static void write_answer(const List *list, size_t index)
{
    const Item *item = &list->survey->variables->items[index];
    g_autofree char *words = answers_words(list->answers, index, list->lang);
    if (words == NULL) {
        markup_open(list->to, "span");
        markup_attr(list->to, "class", "not-answered");
        markup_text(list->to, say(list->lang, "Not answered"));
        markup_close(list->to, "span");
    } else {
        markup_open(list->to, "bdi");
        markup_attr(list->to, "class", item->measure == MEASURE_TEXT ? "typed" : NULL);
        markup_text(list->to, words);
        markup_close(list->to, "bdi");
    }
    write_write_ins(list, index);
}

/* The id of the control a Change link leads to. */
static char *control_of(const Item *item)
{
    if (item->is_date)
        return g_strdup_printf("%s_day", item->id);
    if (item->measure == MEASURE_RANK)
        return g_strdup_printf("%s_1", item->id);
    return g_strdup(item->id);
}

static void write_change(const List *list, const Item *item)
{
    const Page *page = &list->survey->pages[item->question->page];
    g_autofree char *control = control_of(item);
    g_auto(Url) url = url_with_fragment(url_path(list->survey->id, page->id, NULL), control);
    markup_open(list->to, "a");
    markup_attr_url(list->to, "href", url);
    markup_text(list->to, say(list->lang, "Change"));
    markup_open(list->to, "span");
    markup_attr(list->to, "class", "visually-hidden");
    markup_text(list->to, ": ");
    markup_text(list->to, variables_item_label(item, list->lang));
    markup_close(list->to, "span");
    markup_close(list->to, "a");
}

static void write_row(const List *list, size_t index, bool with_change)
{
    const Item *item = &list->survey->variables->items[index];
    Markup *to = list->to;
    markup_open(to, "div");
    markup_open(to, "dt");
    write_question(list, item);
    markup_close(to, "dt");
    markup_open(to, "dd");
    write_answer(list, index);
    markup_close(to, "dd");
    if (with_change) {
        markup_open(to, "dd");
        markup_attr(to, "class", "change");
        write_change(list, item);
        markup_close(to, "dd");
    }
    markup_close(to, "div");
}

static void write_page(const List *list, const Journey *journey, size_t page)
{
    const Variables *variables = list->survey->variables;
    size_t n = 0;
    for (size_t i = 0; i < variables->n_items; i++) {
        const Item *item = &variables->items[i];
        if (item->question->page != page || item->role != ITEM_ASKED || !is_on_route(list, i))
            continue;
        if (n++ == 0) {
            if (wording_is(&list->survey->pages[page].title)) {
                markup_open(list->to, "h2");
                wording_write(list->to, &list->survey->pages[page].title, list->lang, list->survey,
                              journey_answers(journey));
                markup_close(list->to, "h2");
            }
            markup_open(list->to, "dl");
            markup_attr(list->to, "class", "answers");
        }
        write_row(list, i, true);
    }
    if (n > 0)
        markup_close(list->to, "dl");
}

/* Answers to questions that no longer apply: named, so that nobody thinks they are sent and counted. */
static void write_off_route(const List *list)
{
    const Variables *variables = list->survey->variables;
    Markup *to = list->to;
    size_t n = 0;
    for (size_t i = 0; i < variables->n_items; i++) {
        g_autofree char *words = variables->items[i].role == ITEM_ASKED && !is_on_route(list, i)
                                     ? answers_words(list->answers, i, list->lang)
                                     : NULL;
        if (words == NULL)
            continue;
        if (n++ == 0) {
            markup_open(to, "div");
            markup_attr(to, "class", "notice");
            markup_element(to, "h2", say(list->lang, "Answers that will not be counted"));
            markup_element(to, "p",
                           say(list->lang,
                               "You changed an earlier answer, so these questions are no "
                               "longer asked. Your answers to them will not be counted."));
            markup_open(to, "dl");
            markup_attr(to, "class", "answers");
        }
        write_row(list, i, false);
    }
    if (n == 0)
        return;
    markup_close(to, "dl");
    markup_close(to, "div");
}

void check_answers_write(Markup *to, const Journey *journey)
{
    const Answers *answers = journey_answers(journey);
    const Variables *variables = answers->survey->variables;
    g_autofree const Value **room = g_new(const Value *, variables->n + 1);
    const Columns row = answers_columns(answers, room);
    g_autoptr(Routes) routes = routes_new(variables, 1);
    routes_follow(routes, &row);
    const List list = {.survey = answers->survey,
                       .answers = answers,
                       .lang = journey_language(journey),
                       .routes = routes,
                       .to = to};
    for (size_t page = 0; page < answers->survey->n_pages; page++)
        write_page(&list, journey, page);
    write_off_route(&list);
}
