/* What was typed for a whole form. Its words to keep: `keyed 1`, then a line for each field that has an entry or a note,
 * `ID=ENTRY` and `ID-note=NOTE`, urlencoded. */
#include "base/error.h"
#include "forms/keying/keying.h"
#include "forms/survey/routes.h"
#include <string.h>

#include "base/banned.h"

#define FIRST_LINE "keyed 1"

static const Item *item_of(const KeyPlan *plan, size_t field)
{
    return &plan->survey->variables->items[plan->at[field].item];
}

KeyingEntries *keying_entries_new(const KeyPlan *plan)
{
    KeyingEntries *form = g_new0(KeyingEntries, 1);
    form->n = plan->n;
    form->entries = g_new0(char *, plan->n + 1);
    form->notes = g_new0(char *, plan->n + 1);
    for (size_t f = 0; f < plan->n; f++)
        form->entries[f] = g_strdup("");
    return form;
}

void keying_entries_free(KeyingEntries *form)
{
    if (form == NULL)
        return;
    for (size_t f = 0; f < form->n; f++) {
        g_free(form->entries[f]);
        g_free(form->notes[f]);
    }
    g_free(form->entries);
    g_free(form->notes);
    g_free(form);
}

static char *note_name(const KeyPlan *plan, size_t field)
{
    return g_strdup_printf("%s-note", item_of(plan, field)->id);
}

/* A plus at the end of what was typed flags the field: "3+". Behind words it stands alone or after a space. */
static bool is_flagged(const KeyField *field, const char *entry)
{
    const size_t length = strlen(entry);
    if (length == 0 || entry[length - 1] != '+')
        return false;
    return field->kind != KEY_WORDS || length == 1 || g_ascii_isspace(entry[length - 2]);
}

static void set_entry(const KeyPlan *plan, KeyingEntries *form, size_t field, const char *entry)
{
    char *copy = g_strdup(entry);
    if (is_flagged(&plan->at[field], copy)) {
        copy[strlen(copy) - 1] = '\0';
        if (form->notes[field] == NULL)
            form->notes[field] = g_strdup("");
    }
    g_free(form->entries[field]);
    form->entries[field] = copy;
}

KeyingEntries *keying_entries_take(const KeyPlan *plan, const Fields *fields)
{
    KeyingEntries *form = keying_entries_new(plan);
    for (size_t f = 0; f < plan->n; f++) {
        g_autofree char *name = note_name(plan, f);
        const char *note = fields_find(fields, name);
        const char *entry = fields_find(fields, item_of(plan, f)->id);
        if (note != NULL && *note != '\0')
            form->notes[f] = g_strdup(note);
        set_entry(plan, form, f, entry != NULL ? entry : "");
    }
    return form;
}

char *keying_entries_words(const KeyPlan *plan, const KeyingEntries *form)
{
    g_assert(form->n == plan->n);
    GString *words = g_string_new(FIRST_LINE "\n");
    for (size_t f = 0; f < plan->n; f++) {
        if (*form->entries[f] == '\0' && form->notes[f] == NULL)
            continue;
        g_autofree char *name = note_name(plan, f);
        g_autoptr(Fields) line = fields_new();
        fields_add(line, item_of(plan, f)->id, form->entries[f]);
        if (form->notes[f] != NULL)
            fields_add(line, name, form->notes[f]);
        g_autofree char *encoded = fields_encode(line);
        g_string_append_printf(words, "%s\n", encoded);
    }
    return g_string_free(words, false);
}

static void take_line(const KeyPlan *plan, const Fields *line, KeyingEntries *form)
{
    const size_t item = variables_find_item(plan->survey->variables, fields_at(line, 0).name);
    const size_t field = item != SIZE_MAX ? keying_plan_find(plan, item) : SIZE_MAX;
    if (field == SIZE_MAX)
        return;
    g_autofree char *name = note_name(plan, field);
    g_free(form->entries[field]);
    g_free(form->notes[field]);
    form->entries[field] = g_strdup(fields_at(line, 0).value);
    form->notes[field] = g_strdup(fields_find(line, name));
}

KeyingEntries *keying_entries_parse(const KeyPlan *plan, const char *words, GError **error)
{
    g_auto(GStrv) lines = g_strsplit(words, "\n", -1);
    const size_t n = g_strv_length(lines);
    if (n < 2 || strcmp(lines[0], FIRST_LINE) != 0 || *lines[n - 1] != '\0') {
        error_set(error, ERROR_DATA, "what was kept of a form cannot be read: key it again");
        return NULL;
    }
    g_autoptr(KeyingEntries) form = keying_entries_new(plan);
    for (size_t i = 1; i + 1 < n; i++) {
        g_autoptr(Fields) line = fields_decode(lines[i], strlen(lines[i]), error);
        if (line == NULL) {
            error_prefix(error, "what was kept of a form cannot be read: ");
            return NULL;
        }
        if (fields_count(line) > 0)
            take_line(plan, line, form);
    }
    return g_steal_pointer(&form);
}

/* Crossed out where nothing was asked is no answer that was left blank. */
static void level_off_route(Answers *answers)
{
    const Variables *variables = answers->survey->variables;
    g_autofree const Value **room = g_new(const Value *, variables->n + 1);
    const Columns row = answers_columns(answers, room);
    g_autoptr(Routes) routes = routes_new(variables, 1);
    routes_follow(routes, &row);
    for (size_t v = 0; v < variables->n; v++)
        if (answers->values[v] == VALUE_BLANK &&
            routes_of_item(routes, variables->at[v].item)[0] == 0)
            answers->values[v] = VALUE_NONE;
}

/* What holds for the fields of a question together, said at the first of them; NULL when they are right. */
static char *check_together(const KeyPlan *plan, size_t field, const Answers *answers)
{
    const Question *question = item_of(plan, field)->question;
    g_autoptr(Problems) problems = problems_new();
    if (field > 0 && item_of(plan, field - 1)->question == question)
        return NULL;
    answers_check_together(answers, plan->at[field].item, problems);
    if (problems->list->len == 0)
        return NULL;
    g_autofree char *words =
        problem_words_for_staff(&g_array_index(problems->list, Problem, 0), plan->survey);
    return g_strdup_printf("%s. If the paper says so, type / for each.", words);
}

Answers *keying_entries_answers(const KeyPlan *plan, const KeyingEntries *form, char **out_problems)
{
    g_assert(form->n == plan->n);
    g_autoptr(Answers) answers = answers_new(plan->survey);
    bool all_right = true;
    bool together_right = true;
    for (size_t f = 0; f < plan->n; f++) {
        out_problems[f] = keying_read(plan, f, form->entries[f], answers);
        all_right &= out_problems[f] == NULL;
    }
    for (size_t f = 0; all_right && f < plan->n; f++) {
        out_problems[f] = check_together(plan, f, answers);
        together_right &= out_problems[f] == NULL;
    }
    if (!all_right || !together_right)
        return NULL;
    level_off_route(answers);
    answers_settle(answers);
    return g_steal_pointer(&answers);
}
