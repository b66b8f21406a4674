#include "responses/store/publish.h"
#include "forms/survey/question-kind.h"
#include <inttypes.h>
#include <string.h>

#include "base/banned.h"

/* The two versions of one question, and where findings go. */
typedef struct {
    const Survey *before_survey, *after_survey;
    const Question *before, *after;
    GPtrArray *edits;
} Pair;

static void edit_free(void *data)
{
    Edit *edit = data;
    g_free(edit->sentence);
    g_free(edit);
}

static void note(GPtrArray *edits, EditKind kind, const char *format, ...) G_GNUC_PRINTF(3, 4);
static void note(GPtrArray *edits, EditKind kind, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    Edit *edit = g_new0(Edit, 1);
    edit->kind = kind;
    edit->sentence = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_ptr_array_add(edits, edit);
}

static bool has_alias(const char *const *aliases, size_t n, const char *id)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(aliases[i], id) == 0)
            return true;
    }
    return false;
}

static const Question *find_successor(const Survey *after, const char *id)
{
    const Question *same = survey_find_question(after, id);
    if (same != NULL)
        return same;
    for (size_t q = 0; q < after->n_questions; q++) {
        const Question *question = &after->questions[q];
        if (has_alias(question->aliases, question->n_aliases, id))
            return question;
    }
    return NULL;
}

static const Row *find_row(const Question *question, const char *id)
{
    for (size_t r = 0; r < question->n_rows; r++) {
        const Row *row = &question->rows[r];
        if (strcmp(row->id, id) == 0 || has_alias(row->aliases, row->n_aliases, id))
            return row;
    }
    return NULL;
}

static bool is_retired(Lifetime lifetime, unsigned version)
{
    return lifetime.retired != 0 && lifetime.retired <= version;
}

static bool same_text(const char *a, const char *b)
{
    return g_strcmp0(a, b) == 0;
}

/* What belongs to a thing that is new must say since when it is asked or offered. */
static void check_since(const Pair *pair, Lifetime lifetime, const char *what)
{
    unsigned version = pair->after_survey->version;
    if (lifetime.since > pair->before_survey->version)
        note(pair->edits, EDIT_RECORDED, "%s is new since version %u", what, lifetime.since);
    else
        note(pair->edits, EDIT_REFUSED,
             "%s is new in version %u: write since=\"%u\" on it, so that earlier responses count "
             "as not asked",
             what, version, version);
}

static void compare_retired(const Pair *pair, Lifetime before, Lifetime after, const char *what)
{
    bool was = is_retired(before, pair->before_survey->version);
    bool is = is_retired(after, pair->after_survey->version);
    if (was && !is)
        note(pair->edits, EDIT_REFUSED,
             "%s was retired in version %u and cannot be used again: take a new one", what,
             before.retired);
    else if (!was && is)
        note(pair->edits, EDIT_RECORDED, "%s is retired from version %u on", what, after.retired);
    if (before.since != after.since)
        note(pair->edits, EDIT_REFUSED, "%s changes its since from %u to %u: leave it at %u", what,
             before.since, after.since, before.since);
}

static void compare_option(const Pair *pair, const Option *before, const Option *after)
{
    g_autofree char *what =
        g_strdup_printf("code %d of question '%s'", before->code, pair->before->id);
    compare_retired(pair, before->lifetime, after->lifetime, what);
    if (after->exclusive && !before->exclusive)
        note(pair->edits, EDIT_REFUSED,
             "%s becomes exclusive, but may stand with others in earlier responses: take a new "
             "code",
             what);
    if (before->exclusive && !after->exclusive)
        note(pair->edits, EDIT_RECORDED, "%s is no longer exclusive", what);
    if (before->missing != after->missing)
        note(pair->edits, EDIT_REFUSED,
             "%s changes whether it is an answer or a kind of missing: take a new code", what);
    if (!same_text(wording_plain(&before->label, pair->before_survey->languages[0]),
                   wording_plain(&after->label, pair->after_survey->languages[0])))
        note(pair->edits, EDIT_FREE, "%s is now worded \"%s\"", what,
             wording_plain(&after->label, pair->after_survey->languages[0]));
}

static void compare_options(const Pair *pair, const Option *before, size_t n_before,
                            const Option *after, size_t n_after)
{
    for (size_t i = 0; i < n_before; i++) {
        const Option *option = survey_option_find(after, n_after, before[i].code);
        if (option != NULL)
            compare_option(pair, &before[i], option);
        else
            note(pair->edits, EDIT_REFUSED,
                 "code %d of question '%s' is gone: keep it and write retired=\"%u\" on it",
                 before[i].code, pair->before->id, pair->after_survey->version);
    }
    for (size_t i = 0; i < n_after; i++) {
        if (survey_option_find(before, n_before, after[i].code) != NULL)
            continue;
        g_autofree char *what =
            g_strdup_printf("code %d of question '%s'", after[i].code, pair->after->id);
        check_since(pair, after[i].lifetime, what);
    }
}

/* A limit from above: 0 (or !has) means none. */
static void compare_maximum(const Pair *pair, const char *what, bool had, int64_t before, bool has,
                            int64_t after)
{
    if (has && (!had || after < before))
        note(pair->edits, EDIT_REFUSED,
             "question '%s' lowers %s to %" PRId64
             ": earlier answers may be above it; take a new id",
             pair->before->id, what, after);
    else if (had && (!has || after > before))
        note(pair->edits, EDIT_RECORDED, "question '%s' raises %s", pair->before->id, what);
}

static void compare_minimum(const Pair *pair, const char *what, bool had, int64_t before, bool has,
                            int64_t after)
{
    if (has && (!had || after > before))
        note(pair->edits, EDIT_REFUSED,
             "question '%s' raises %s to %" PRId64
             ": earlier answers may be below it; take a new id",
             pair->before->id, what, after);
    else if (had && (!has || after < before))
        note(pair->edits, EDIT_RECORDED, "question '%s' lowers %s", pair->before->id, what);
}

/* What earlier answers mean hangs on it: it stays. */
static void compare_fixed(const Pair *pair, const QuestionLimit *before, const QuestionLimit *after)
{
    if (before->kind == LIMIT_FIXED && before->value != after->value)
        note(pair->edits, EDIT_REFUSED,
             "question '%s' %s from %" PRId64 " to %" PRId64 ": take a new id", pair->before->id,
             before->what, before->value, after->value);
    if (before->kind == LIMIT_ENDS && (before->value != after->value || before->end != after->end))
        note(pair->edits, EDIT_REFUSED,
             "question '%s' %s from %" PRId64 "..%" PRId64 " to %" PRId64 "..%" PRId64
             ": take a new id",
             pair->before->id, before->what, before->value, before->end, after->value, after->end);
}

/* What binds the answers to a question; returns how many. */
static size_t limits_of(const Question *question, QuestionLimit out[static QUESTION_LIMITS_MOST])
{
    const QuestionKind *kind = question_kind(question->type);
    return kind->limits != NULL ? kind->limits(question, out) : 0;
}

static void compare_limits(const Pair *pair)
{
    QuestionLimit before[QUESTION_LIMITS_MOST] = {0};
    QuestionLimit after[QUESTION_LIMITS_MOST] = {0};
    const size_t n = limits_of(pair->before, before);
    (void)limits_of(pair->after, after); /* of the same type: the same limits */
    for (size_t i = 0; i < n; i++) {
        if (before[i].kind == LIMIT_HIGHEST)
            compare_maximum(pair, before[i].what, before[i].is_set, before[i].value,
                            after[i].is_set, after[i].value);
        else if (before[i].kind == LIMIT_LOWEST)
            compare_minimum(pair, before[i].what, before[i].is_set, before[i].value,
                            after[i].is_set, after[i].value);
        else
            compare_fixed(pair, &before[i], &after[i]);
    }
}

/* Do the ends of its scale stay, and with them the points that are its options? */
static bool keeps_points(const Pair *pair)
{
    QuestionLimit before[QUESTION_LIMITS_MOST] = {0};
    QuestionLimit after[QUESTION_LIMITS_MOST] = {0};
    const size_t n = limits_of(pair->before, before);
    (void)limits_of(pair->after, after);
    for (size_t i = 0; i < n; i++)
        if (before[i].kind == LIMIT_ENDS &&
            (before[i].value != after[i].value || before[i].end != after[i].end))
            return false;
    return true;
}

static void compare_rows(const Pair *pair)
{
    for (size_t r = 0; r < pair->before->n_rows; r++) {
        const Row *before = &pair->before->rows[r];
        const Row *after = find_row(pair->after, before->id);
        g_autofree char *what =
            g_strdup_printf("row '%s' of question '%s'", before->id, pair->before->id);
        if (after == NULL) {
            note(pair->edits, EDIT_REFUSED, "%s is gone: keep it and write retired=\"%u\" on it",
                 what, pair->after_survey->version);
            continue;
        }
        compare_retired(pair, before->lifetime, after->lifetime, what);
        if (!same_text(before->condition_text, after->condition_text))
            note(pair->edits, EDIT_RECORDED, "%s is asked under another condition", what);
    }
    for (size_t r = 0; r < pair->after->n_rows; r++) {
        const Row *row = &pair->after->rows[r];
        bool is_known = find_row(pair->before, row->id) != NULL;
        for (size_t i = 0; !is_known && i < row->n_aliases; i++)
            is_known = find_row(pair->before, row->aliases[i]) != NULL;
        g_autofree char *what =
            g_strdup_printf("row '%s' of question '%s'", row->id, pair->after->id);
        if (!is_known)
            check_since(pair, row->lifetime, what);
    }
}

static void compare_route(const Pair *pair)
{
    const Page *before = &pair->before_survey->pages[pair->before->page];
    const Page *after = &pair->after_survey->pages[pair->after->page];
    if (!same_text(pair->before->condition_text, pair->after->condition_text) ||
        !same_text(before->condition_text, after->condition_text))
        note(pair->edits, EDIT_RECORDED, "question '%s' is asked under another condition",
             pair->before->id);
    if (pair->before->required && !pair->after->required)
        note(pair->edits, EDIT_FREE, "question '%s' is no longer required", pair->before->id);
    if (!pair->before->required && pair->after->required)
        note(pair->edits, EDIT_RECORDED, "question '%s' is now required", pair->before->id);
    if (!same_text(wording_plain(&pair->before->ask, pair->before_survey->languages[0]),
                   wording_plain(&pair->after->ask, pair->after_survey->languages[0])))
        note(pair->edits, EDIT_FREE, "question '%s' is worded differently", pair->before->id);
}

static void compare_question(const Pair *pair)
{
    const Question *before = pair->before;
    const Question *after = pair->after;
    if (before->type != after->type) {
        note(pair->edits, EDIT_REFUSED,
             "question '%s' changes from %s to %s: give the new one a new id", before->id,
             question_kind(before->type)->element, question_kind(after->type)->element);
        return;
    }
    if ((before->sensitive == SENSITIVE_SPECIAL) != (after->sensitive == SENSITIVE_SPECIAL))
        note(pair->edits, EDIT_REFUSED,
             "question '%s' %s special: its answers are kept in another place; take a new id",
             before->id, after->sensitive == SENSITIVE_SPECIAL ? "becomes" : "is no longer");
    g_autofree char *what = g_strdup_printf("question '%s'", before->id);
    compare_retired(pair, before->lifetime, after->lifetime, what);
    if (keeps_points(pair))
        compare_options(pair, before->options, before->n_options, after->options, after->n_options);
    compare_limits(pair);
    compare_rows(pair);
    compare_route(pair);
}

/* Is the variable there under its name, or under an alias of its question or row? */
static bool has_variable(const Survey *after, const char *name)
{
    if (variables_find(after->variables, name) != SIZE_MAX)
        return true;
    for (size_t i = 0; i < after->variables->n_items; i++) {
        const Item *item = &after->variables->items[i];
        const char *id = item->row != NULL ? item->row->id : item->question->id;
        size_t n = item->row != NULL ? item->row->n_aliases : item->question->n_aliases;
        const char *const *old = item->row != NULL ? item->row->aliases : item->question->aliases;
        for (size_t a = 0; a < n; a++) {
            if (!g_str_has_prefix(name, old[a]))
                continue;
            g_autofree char *renamed = g_strconcat(id, name + strlen(old[a]), NULL);
            if (variables_find(after->variables, renamed) != SIZE_MAX)
                return true;
        }
    }
    return false;
}

/* Names that no finding above speaks of: a write-in's, a code of a coding frame. */
static void compare_names(const Survey *before, const Survey *after, GPtrArray *edits)
{
    for (size_t v = 0; v < before->variables->n; v++) {
        const Variable *variable = &before->variables->at[v];
        const Item *item = &before->variables->items[variable->item];
        if (item->role == ITEM_ASKED || has_variable(after, variable->name) ||
            find_successor(after, item->question->id) == NULL)
            continue;
        note(edits, EDIT_REFUSED,
             "variable '%s' of question '%s' is gone: keep the name, earlier responses have it",
             variable->name, item->question->id);
    }
}

GPtrArray *publish_compare(const Survey *before, const Survey *after)
{
    GPtrArray *edits = g_ptr_array_new_with_free_func(edit_free);
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    Pair pair = {.before_survey = before, .after_survey = after, .edits = edits};
    for (size_t q = 0; q < before->n_questions; q++) {
        pair.before = &before->questions[q];
        pair.after = find_successor(after, pair.before->id);
        if (pair.after == NULL) {
            note(edits, EDIT_REFUSED,
                 "question '%s' is gone: keep it and write retired=\"%u\" on it, or name it as "
                 "alias of the one that takes its place",
                 pair.before->id, after->version);
            continue;
        }
        g_hash_table_add(seen, (void *)(uintptr_t)(pair.after - after->questions + 1));
        compare_question(&pair);
    }
    compare_names(before, after, edits);
    for (size_t q = 0; q < after->n_questions; q++) {
        if (g_hash_table_contains(seen, (void *)(uintptr_t)(q + 1)))
            continue;
        g_autofree char *what = g_strdup_printf("question '%s'", after->questions[q].id);
        check_since(&pair, after->questions[q].lifetime, what);
    }
    return edits;
}

char *publish_sentences(const GPtrArray *edits, EditKind kind, size_t most)
{
    size_t n = 0;
    g_autoptr(GString) text = g_string_new(NULL);
    for (size_t i = 0; i < edits->len; i++) {
        const Edit *edit = g_ptr_array_index(edits, i);
        if (edit->kind != kind)
            continue;
        if (n++ < most)
            g_string_append_printf(text, "%s%s", n == 1 ? "" : "\n", edit->sentence);
    }
    if (n > most)
        g_string_append_printf(text, "\nand %zu more", n - most);
    return n == 0 ? NULL : g_string_free(g_steal_pointer(&text), false);
}
