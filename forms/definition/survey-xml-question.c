/* Questions, options and report hints of a definition. */
#include "base/day.h"
#include "base/limits.h"
#include "base/text.h"
#include "forms/definition/question-definition.h"
#include "forms/definition/survey-grammar.h"
#include <limits.h>
#include <string.h>

#include "base/banned.h"

static const char *const sensitive_names[] = {"no", "personal", "equality", "special"};
static const char *const missing_names[] = {"", "dk", "refused", "na"};
static const char *const order_names[] = {"list", "most", "least"};
static const char *const percent_names[] = {"answered", "asked", "all"};

static Option read_option(SurveyReader *reader, const xmlNode *node, int group)
{
    Option option = {
        .code = (int)survey_read_whole(reader, node, "code", INT_MAX, 0),
        .label = survey_read_words(reader, node),
        .write_in = survey_read_attribute(reader, node, "write-in"),
        .missing = (MissingKind)survey_read_choice(reader, node, "missing", missing_names,
                                                   G_N_ELEMENTS(missing_names)),
        .exclusive = survey_read_yes(reader, node, "exclusive"),
        .reconstructed = survey_read_yes(reader, node, "reconstructed"),
        .group = group,
        .lifetime = survey_read_lifetime(reader, node),
        .support = survey_read_paragraphs(reader, xml_child(node, "support")),
        .line = xml_line(node),
        .todo = survey_read_attribute(reader, node, "todo"),
    };
    option.aliases = survey_read_list(reader, node, "alias", &option.n_aliases);
    const char *score = survey_read_attribute(reader, node, "score");
    if (score != NULL) {
        char *end = NULL;
        option.score = g_ascii_strtod(score, &end);
        option.has_score = end != score && *end == '\0';
    }
    return option;
}

void survey_read_options(SurveyReader *reader, const xmlNode *parent, GArray *options,
                         GArray *groups)
{
    for (const xmlNode *node = xml_first(parent); node != NULL; node = xml_next(node)) {
        if (xml_is(node, "option")) {
            Option option = read_option(reader, node, -1);
            g_array_append_val(options, option);
        } else if (xml_is(node, "option-group")) {
            Wording label = survey_read_words(reader, xml_child(node, "label"));
            int group = (int)groups->len;
            g_array_append_val(groups, label);
            for (const xmlNode *o = xml_first(node); o != NULL; o = xml_next(o)) {
                if (!xml_is(o, "option"))
                    continue;
                Option option = read_option(reader, o, group);
                g_array_append_val(options, option);
            }
        }
    }
}

void survey_keep_distinct_codes(SurveyReader *reader, GArray *options, const char *owner)
{
    g_autoptr(GHashTable) lines = g_hash_table_new(NULL, NULL);
    guint kept = 0;
    for (guint i = 0; i < options->len; i++) {
        const Option option = g_array_index(options, Option, i);
        gpointer code = GINT_TO_POINTER(option.code);
        if (option.code > 0 && option.code <= 9999 && !g_hash_table_contains(lines, code)) {
            g_hash_table_insert(lines, code, GUINT_TO_POINTER(option.line));
            g_array_index(options, Option, kept++) = option;
        } else if (option.code > 0 && option.code <= 9999) {
            mistakes_add(reader->mistakes, option.line,
                         "%s: code %d is used twice (first on line %u); give each answer a code of "
                         "its own",
                         owner, option.code, GPOINTER_TO_UINT(g_hash_table_lookup(lines, code)));
        }
    }
    g_array_set_size(options, kept);
}

/* Count n more options; false when there are too many by now, which is noted once. */
static bool charge_options(SurveyReader *reader, size_t n, unsigned line)
{
    if (reader->n_options > LIMIT_OPTIONS)
        return false;
    reader->n_options += n;
    if (reader->n_options > LIMIT_OPTIONS)
        mistakes_add(reader->mistakes, line,
                     "from here on there are more than %d answers to choose from in all, shared "
                     "lists counted each time; shorten or divide the survey",
                     LIMIT_OPTIONS);
    return reader->n_options <= LIMIT_OPTIONS;
}

/* The list a question names; NULL when it cannot be used, which is noted. */
static const AnswerList *list_of(SurveyReader *reader, const char *name, const Question *question,
                                 bool for_coding)
{
    const char *owner = survey_question_in_words(reader->arena, question);
    const AnswerList *list = name != NULL ? survey_find_list(reader->survey, name) : NULL;
    if (name == NULL)
        return NULL;
    if (list == NULL) {
        g_autoptr(GPtrArray) names = g_ptr_array_new();
        for (size_t i = 0; i < reader->survey->n_lists; i++)
            g_ptr_array_add(names, (gpointer)(uintptr_t)reader->lists[i].id);
        const char *near = survey_nearest_name(name, names);
        mistakes_add(reader->mistakes, question->line,
                     "%s: there is no list called '%.40s'; %s%s%s", owner, name,
                     near != NULL ? "did you mean '" : "add it to \"lists\"",
                     near != NULL ? near : "", near != NULL ? "'?" : ", at the top of the file");
        return NULL;
    }
    if (list->for_coding == for_coding)
        return list;
    mistakes_add(reader->mistakes, question->line,
                 for_coding ? "%s: the list '%s' is not for coding; write for=\"coding\" in it, or "
                              "name another"
                            : "%s: the list '%s' is for coding what people write; name a list of "
                              "answers",
                 owner, name);
    return NULL;
}

/* The options of a question: a list's, shared as they are when none of its own follow. */
static void read_choices(SurveyReader *reader, const xmlNode *node, Question *question)
{
    const xmlNode *from = xml_child(node, "options-from");
    const char *name = from != NULL ? survey_read_attribute(reader, from, "list") : NULL;
    const AnswerList *list = list_of(reader, name, question, false);
    g_autoptr(GArray) options = g_array_new(false, false, sizeof(Option));
    g_autoptr(GArray) groups = g_array_new(false, false, sizeof(Wording));
    survey_read_options(reader, node, options, groups);
    if (!charge_options(reader, options->len + (list != NULL ? list->n_options : 0),
                        question->line))
        return;
    if (list != NULL && options->len == 0) {
        question->n_options = list->n_options;
        question->options = list->options;
        question->n_groups = list->n_groups;
        question->groups = list->groups;
        return;
    }
    if (list != NULL) {
        g_array_prepend_vals(options, list->options, (guint)list->n_options);
        g_array_prepend_vals(groups, list->groups, (guint)list->n_groups);
    }
    survey_keep_distinct_codes(reader, options, survey_question_in_words(reader->arena, question));
    question->n_options = options->len;
    question->options = arena_copy(reader->arena, options->data, options->len, sizeof(Option));
    question->n_groups = groups->len;
    question->groups = arena_copy(reader->arena, groups->data, groups->len, sizeof(Wording));
}

static void read_rows(SurveyReader *reader, const xmlNode *node, Question *question)
{
    size_t n = 0;
    for (const xmlNode *child = xml_first(node); child != NULL; child = xml_next(child))
        n += xml_is(child, "row") ? 1 : 0;
    Row *rows = arena_new_array(reader->arena, Row, n);
    n = 0;
    for (const xmlNode *child = xml_first(node); child != NULL; child = xml_next(child)) {
        const char *id = xml_is(child, "row") ? survey_read_attribute(reader, child, "id") : NULL;
        if (id == NULL || reader->n_rows > LIMIT_COLUMNS)
            continue;
        if (++reader->n_rows > LIMIT_COLUMNS)
            mistakes_add(reader->mistakes, xml_line(child),
                         "from here on there are more than %d rows in all grids; divide the survey",
                         LIMIT_COLUMNS);
        Row *row = &rows[n++];
        row->id = id;
        row->label = survey_read_words(reader, child);
        row->lifetime = survey_read_lifetime(reader, child);
        row->aliases = survey_read_list(reader, child, "alias", &row->n_aliases);
        row->line = xml_line(child);
        g_autofree char *owner = g_strdup_printf("row '%s'", id);
        survey_read_condition(reader, child, arena_strdup(reader->arena, owner), row,
                              &row->condition_text, &row->condition);
    }
    question->n_rows = n;
    question->rows = rows;
}

static void read_frame(SurveyReader *reader, const xmlNode *node, Question *question)
{
    const AnswerList *list =
        list_of(reader, survey_read_attribute(reader, node, "frame"), question, true);
    if (list != NULL && charge_options(reader, list->n_options, question->line))
        question->frame = list->id;
}

static Net read_net(SurveyReader *reader, const xmlNode *node)
{
    Net net = {.id = survey_read_attribute(reader, node, "id"),
               .label = survey_read_words(reader, node),
               .line = xml_line(node)};
    size_t n = 0;
    const char *const *codes = survey_read_list(reader, node, "codes", &n);
    int *numbers = arena_new_array(reader->arena, int, n);
    for (size_t i = 0; i < n; i++) {
        int64_t code = 0;
        if (text_parse_int(codes[i], &code) && code >= 0 && code <= 9999)
            numbers[net.n_codes++] = (int)code;
    }
    net.codes = numbers;
    return net;
}

static ChartKind read_chart(SurveyReader *reader, const xmlNode *node)
{
    const char *names[CHART_KIND_COUNT];
    for (unsigned kind = 0; kind < CHART_KIND_COUNT; kind++)
        names[kind] = chart_kinds_asked((ChartKind)kind);
    return (ChartKind)survey_read_choice(reader, node, "chart", names, G_N_ELEMENTS(names));
}

static void read_report(SurveyReader *reader, const xmlNode *node, Report *report)
{
    if (node == NULL)
        return;
    report->chart = read_chart(reader, node);
    report->order = (ReportOrder)survey_read_choice(reader, node, "order", order_names,
                                                    G_N_ELEMENTS(order_names));
    report->percent_of = (PercentOf)survey_read_choice(reader, node, "percent-of", percent_names,
                                                       G_N_ELEMENTS(percent_names));
    report->by = survey_read_list(reader, node, "by", &report->n_by);
    report->group = survey_read_attribute(reader, node, "group");
    report->suppress_below =
        (unsigned)survey_read_whole(reader, node, "suppress-below", 1000000, 0);
    report->title = survey_read_words(reader, xml_child(node, "title"));
    report->base = survey_read_words(reader, xml_child(node, "base"));
    report->todo = survey_read_attribute(reader, node, "todo");
    GArray *nets = g_array_new(false, false, sizeof(Net));
    for (const xmlNode *child = xml_first(node); child != NULL; child = xml_next(child)) {
        if (!xml_is(child, "net"))
            continue;
        Net net = read_net(reader, child);
        if (net.id != NULL)
            g_array_append_val(nets, net);
    }
    report->n_nets = nets->len;
    report->nets = arena_copy(reader->arena, nets->data, nets->len, sizeof(Net));
    g_array_free(nets, true);
}

void survey_read_condition(SurveyReader *reader, const xmlNode *node, const char *owner,
                           const Row *row, const char **out_text, const Condition **slot)
{
    const char *text = survey_read_attribute(reader, node, "if");
    if (text == NULL)
        return;
    *out_text = text;
    PendingCondition pending = {
        .text = text,
        .owner = owner,
        .line = xml_line(node),
        .before_question = reader->n_questions,
        .row = row,
        .slot = slot,
    };
    g_array_append_val(reader->pending, pending);
}

void survey_read_question(SurveyReader *reader, const xmlNode *node, QuestionType type,
                          Question *question)
{
    question->type = type;
    question->id = survey_read_attribute(reader, node, "id");
    if (question->id == NULL)
        question->id = "?"; /* the schema has said so */
    question->number = survey_read_attribute(reader, node, "number");
    if (question->number != NULL && question->number[0] == '\0')
        question->number = NULL;
    question->line = xml_line(node);
    question->required = survey_read_yes(reader, node, "required");
    question->sensitive = (Sensitive)survey_read_choice(reader, node, "sensitive", sensitive_names,
                                                        G_N_ELEMENTS(sensitive_names));
    question->breakdown = g_strcmp0(survey_read_attribute(reader, node, "role"), "breakdown") == 0;
    question->instruct = g_strcmp0(survey_read_attribute(reader, node, "instruct"), "none") != 0;
    question->reconstructed = survey_read_yes(reader, node, "reconstructed");
    question->lifetime = survey_read_lifetime(reader, node);
    question->aliases = survey_read_list(reader, node, "alias", &question->n_aliases);
    question->ask = survey_read_words(reader, xml_child(node, "ask"));
    question->short_label = survey_read_words(reader, xml_child(node, "short"));
    question->hint = survey_read_words(reader, xml_child(node, "hint"));
    question->paper = survey_read_words(reader, xml_child(node, "paper"));
    question->support = survey_read_paragraphs(reader, xml_child(node, "support"));
    question->todo = survey_read_attribute(reader, node, "todo");
    survey_read_condition(reader, node, survey_question_in_words(reader->arena, question), NULL,
                          &question->condition_text, &question->condition);
    read_choices(reader, node, question);
    if (question_kind(type)->has_rows)
        read_rows(reader, node, question);
    read_frame(reader, node, question);
    if (question_definition(type)->read != NULL)
        question_definition(type)->read(reader, node, question);
    read_report(reader, xml_child(node, "report"), &question->report);
}
