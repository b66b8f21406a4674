/* A condition in words. Every sentence part goes through the catalogue with named places, so that a language can order
 * its words as it likes. */
#include "base/say.h"
#include "base/text.h"
#include "forms/survey/condition.h"
#include "forms/survey/question-kind.h"
#include <string.h>

#include "base/banned.h"

typedef struct {
    const Variables *variables;
    const char *lang;
} Speaker;

/* Take both strings and join them by a template with {first} and {second}; a NULL first gives the second. */
static char *join(const Speaker *speaker, char *first, char *second, const char *template)
{
    if (first == NULL)
        return second;
    char *joined = text_fill(say(speaker->lang, template), "first", first, "second", second, NULL);
    g_free(first);
    g_free(second);
    return joined;
}

static char *quoted(const Speaker *speaker, const char *words)
{
    return text_fill(say(speaker->lang, "“{words}”"), "words", words, NULL);
}

static bool is_numeric(const Item *item)
{
    return item->measure == MEASURE_QUANTITY || question_kind(item->question->type)->has_points;
}

static char *number_words(const Item *item, int64_t value)
{
    return text_from_decimal(
        value, item->measure == MEASURE_QUANTITY ? item->question->quantity.places : 0);
}

/* "1 to 5", "6 or more", "up to 4", "7". */
static char *range_words(const Speaker *speaker, const Item *item, CodeRange range)
{
    g_autofree char *from = range.from != INT64_MIN ? number_words(item, range.from) : NULL;
    g_autofree char *to = range.to != INT64_MAX ? number_words(item, range.to) : NULL;
    if (from == NULL)
        return text_fill(say(speaker->lang, "up to {to}"), "to", to, NULL);
    if (to == NULL)
        return text_fill(say(speaker->lang, "{from} or more"), "from", from, NULL);
    if (range.from == range.to)
        return g_steal_pointer(&from);
    return text_fill(say(speaker->lang, "{from} to {to}"), "from", from, "to", to, NULL);
}

static bool covers(const Condition *test, int64_t code)
{
    for (size_t i = 0; i < test->n_ranges; i++)
        if (code >= test->ranges[i].from && code <= test->ranges[i].to)
            return true;
    return false;
}

/* The option that a one-value range names, when it stands beside the points of a scale or the numbers. */
static const Option *beside(const Item *item, CodeRange range)
{
    if (range.from != range.to)
        return NULL;
    for (size_t i = 0; i < item->n_options; i++)
        if (item->options[i].code == range.from && !item->options[i].is_point)
            return &item->options[i];
    return NULL;
}

/* The set of a test: ranges of numbers, or the labels of the options it covers, joined by "or". */
static char *set_words(const Speaker *speaker, const Condition *test, const Item *item)
{
    char *all = NULL;
    if (is_numeric(item)) {
        for (size_t i = 0; i < test->n_ranges; i++) {
            const Option *option = beside(item, test->ranges[i]);
            char *one = option != NULL
                            ? quoted(speaker, wording_plain(&option->label, speaker->lang))
                            : range_words(speaker, item, test->ranges[i]);
            all = join(speaker, all, one, SAY("{first} or {second}"));
        }
        return all;
    }
    size_t left = 0;
    for (size_t i = 0; i < item->n_options; i++)
        left += covers(test, item->options[i].code) ? 1 : 0;
    for (size_t i = 0; i < item->n_options; i++) {
        if (!covers(test, item->options[i].code))
            continue;
        left--;
        all = join(speaker, all,
                   quoted(speaker, wording_plain(&item->options[i].label, speaker->lang)),
                   left > 0 ? SAY("{first}, {second}") : SAY("{first} or {second}"));
    }
    return all != NULL ? all : g_strdup("");
}

/* "question 5", "“Cycling” in question 3" for a row, or the short words of a question without a number. */
static char *question_words(const Speaker *speaker, const Item *item)
{
    const Question *question = item->question;
    g_autofree char *label = quoted(speaker, variables_item_label(item, speaker->lang));
    if (question->number == NULL)
        return g_steal_pointer(&label);
    g_autofree char *number =
        text_fill(say(speaker->lang, "question {number}"), "number", question->number, NULL);
    if (item->row == NULL)
        return g_steal_pointer(&number);
    return text_fill(say(speaker->lang, "{row} in {question}"), "row", label, "question", number,
                     NULL);
}

static char *test_words(const Speaker *speaker, const Condition *test, bool negated)
{
    g_assert(test->item != SIZE_MAX);
    const Item *item = &speaker->variables->items[test->item];
    g_autofree char *question = question_words(speaker, item);
    if (item->role == ITEM_WRITE_IN)
        return text_fill(say(speaker->lang, negated ? SAY("you wrote nothing beside {answer}")
                                                    : SAY("you wrote something beside {answer}")),
                         "answer", variables_item_label(item, speaker->lang), NULL);
    if (test->kind == CONDITION_ANSWERED)
        return text_fill(say(speaker->lang, negated ? SAY("you did not answer {question}")
                                                    : SAY("you answered {question}")),
                         "question", question, NULL);
    g_autofree char *answers = set_words(speaker, test, item);
    const bool is_rank = item->measure == MEASURE_RANK;
    const char *template = negated ? SAY("you did not answer {answers} to {question}")
                                   : SAY("you answered {answers} to {question}");
    if (is_rank)
        template = negated ? SAY("you gave no place to {answers} in {question}")
                           : SAY("you gave a place to {answers} in {question}");
    return text_fill(say(speaker->lang, template), "answers", answers, "question", question, NULL);
}

static char *tree_words(const Speaker *speaker, const Condition *condition, bool negated);

/* A part of a joined condition, in brackets when it is joined by the other word. */
static char *part_words(const Speaker *speaker, const Condition *part, bool negated,
                        ConditionKind joined_by)
{
    char *words = tree_words(speaker, part, negated);
    const Condition *inner = part;
    while (inner->kind == CONDITION_NOT) {
        inner = inner->left;
        negated = !negated;
    }
    ConditionKind kind = inner->kind;
    if (negated && (kind == CONDITION_AND || kind == CONDITION_OR))
        kind = kind == CONDITION_AND ? CONDITION_OR : CONDITION_AND;
    if ((kind != CONDITION_AND && kind != CONDITION_OR) || kind == joined_by)
        return words;
    char *bracketed = text_fill(say(speaker->lang, "({words})"), "words", words, NULL);
    g_free(words);
    return bracketed;
}

/* `negated` is carried down to the tests: not (a and b) is said as "not a or not b". */
static char *tree_words(const Speaker *speaker, const Condition *condition, bool negated)
{
    switch (condition->kind) {
    case CONDITION_NOT:
        return tree_words(speaker, condition->left, !negated);
    case CONDITION_AND:
    case CONDITION_OR: {
        const bool both = (condition->kind == CONDITION_AND) != negated;
        const ConditionKind by = both ? CONDITION_AND : CONDITION_OR;
        char *first = part_words(speaker, condition->left, negated, by);
        char *second = part_words(speaker, condition->right, negated, by);
        return join(speaker, first, second,
                    both ? SAY("{first} and {second}") : SAY("{first} or {second}"));
    }
    case CONDITION_IN:
    case CONDITION_ANSWERED:
        return test_words(speaker, condition, negated);
    }
    g_assert_not_reached();
}

char *condition_words(const Condition *condition, const Variables *variables, const char *lang)
{
    const Speaker speaker = {.variables = variables, .lang = lang};
    return tree_words(&speaker, condition, false);
}
