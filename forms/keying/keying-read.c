/* One entry, key by key, into the values of its item: a reader for each kind of field. */
#include "base/day.h"
#include "base/limits.h"
#include "base/text.h"
#include "forms/answers/question-read.h"
#include "forms/keying/keying-codes.h"
#include <string.h>

#include "base/banned.h"

enum {
    QUOTED_CHARS = 20, /* of what was typed, in a sentence */
    FINER_PLACES = 6   /* beyond those of the question, to tell a fine number from none */
};

/* The field that is read, and where its values go. */
typedef struct {
    const KeyField *field;
    const Item *item;
    Answers *answers;
    char *name; /* "question 8" */
} Reading;

/* ---- Codes of an entry ---- */

const KeyCode *keying_find_code(const KeyField *field, const char *code)
{
    for (size_t i = 0; i < field->n_codes; i++)
        if (strcmp(field->codes[i].code, code) == 0)
            return &field->codes[i];
    return NULL;
}

void keying_codes_clear(EntryCodes *codes)
{
    if (codes->codes != NULL)
        g_array_unref(codes->codes);
    codes->codes = NULL;
}

char *keying_clean(const KeyField *field, const char *entry)
{
    if (field->kind == KEY_WORDS)
        return text_normalise(entry);
    GString *keys = g_string_new(NULL);
    for (const char *at = entry; *at != '\0'; at++)
        if (!g_ascii_isspace(*at))
            g_string_append_c(keys, *at);
    return g_string_free(keys, false);
}

bool keying_is_escaped(const char *words)
{
    const char *sign = words + strspn(words, "\\");
    return sign > words && sign[0] != '\0' && strchr("-*/", sign[0]) != NULL && sign[1] == '\0';
}

/* The digits of an entry, which may begin or end with one slash. */
static char *without_slash(const char *entry, bool *out_is_against)
{
    const size_t length = strlen(entry);
    const bool begins = entry[0] == '/';
    const bool ends = !begins && length > 0 && entry[length - 1] == '/';
    *out_is_against = begins || ends;
    return g_strndup(begins ? entry + 1 : entry, length - (begins || ends ? 1 : 0));
}

char *keying_codes_split(const KeyField *field, const char *entry, EntryCodes *out)
{
    g_autofree char *digits = without_slash(entry, &out->is_against);
    out->codes = g_array_new(false, false, sizeof(size_t));
    const size_t length = strlen(digits);
    for (size_t at = 0; at < length; at += field->digits) {
        g_autofree char *part = g_strndup(digits + at, field->digits);
        const KeyCode *code = keying_find_code(field, part);
        size_t index = CODE_LEFT_OUT;
        if (code != NULL)
            index = (size_t)(code - field->codes);
        else if (field->kind != KEY_RANK || strspn(part, "0") != field->digits)
            return g_steal_pointer(&part);
        g_array_append_val(out->codes, index);
    }
    return NULL;
}

/* ---- Sentences ---- */

char *keying_name_in_sentence(const KeyPlan *plan, size_t field)
{
    const KeyField *it = &plan->at[field];
    const Item *item = &plan->survey->variables->items[it->item];
    const char *place = item->role == ITEM_WRITE_IN ? "the words beside " : "";
    if (it->number != NULL)
        return g_strdup_printf("%squestion %s", place, it->number);
    return g_strdup_printf("%squestion '%s'", place, item->question->id);
}

/* What was typed, short enough for a sentence.
 * Returns: yours (free with g_free). */
static char *quoted(const char *typed)
{
    if (!g_utf8_validate(typed, -1, NULL) || text_count(typed) <= QUOTED_CHARS)
        return g_strdup(typed);
    g_autofree char *start = g_utf8_substring(typed, 0, QUOTED_CHARS);
    return g_strdup_printf("%s...", start);
}

static char *not_a_code(const Reading *reading, const char *typed)
{
    const KeyField *field = reading->field;
    g_autofree char *shown = quoted(typed);
    const char *first = field->n_codes > 0 ? field->codes[0].code : NULL;
    if (field->n_codes == 0)
        return g_strdup_printf("%s is not an answer to %s.", shown, reading->name);
    if (field->n_codes == 1)
        return g_strdup_printf("%s is not a code of %s. Its code is %s.", shown, reading->name,
                               first);
    return g_strdup_printf("%s is not a code of %s. Its codes are %s to %s.", shown, reading->name,
                           first, field->codes[field->n_codes - 1].code);
}

static char *typed_twice(const Reading *reading, size_t code)
{
    return g_strdup_printf("%s is typed twice for %s. Type each code once.",
                           reading->field->codes[code].code, reading->name);
}

/* ---- Values ---- */

/* Set the variables of the item; options that the survey's version does not offer stay without a value. */
static void set_offered(const Reading *reading, Value value)
{
    const Item *item = reading->item;
    const bool by_option = reading->field->kind == KEY_MANY || reading->field->kind == KEY_RANK;
    for (size_t i = 0; i < item->n_variables; i++)
        if (!by_option || survey_option_is_offered(reading->answers->survey, &item->options[i]))
            reading->answers->values[item->first_variable + i] = value;
}

static void set_option(const Reading *reading, size_t code, Value value)
{
    const size_t index = (size_t)(reading->field->codes[code].option - reading->item->options);
    reading->answers->values[reading->item->first_variable + index] = value;
}

/* The first code that stands twice, or CODE_LEFT_OUT. */
static size_t find_twice(const GArray *codes)
{
    for (unsigned i = 0; i < codes->len; i++)
        for (unsigned j = 0; j < i; j++)
            if (g_array_index(codes, size_t, i) == g_array_index(codes, size_t, j))
                return g_array_index(codes, size_t, i);
    return CODE_LEFT_OUT;
}

/* ---- Kinds ---- */

static char *read_single(const Reading *reading, const char *entry)
{
    g_auto(EntryCodes) typed = {0};
    g_autofree char *wrong = keying_codes_split(reading->field, entry, &typed);
    if (wrong != NULL)
        return not_a_code(reading, wrong);
    const size_t n = typed.codes->len;
    const size_t twice = find_twice(typed.codes);
    if (twice != CODE_LEFT_OUT)
        return typed_twice(reading, twice);
    if (n == 1 && typed.is_against)
        return g_strdup_printf("One code with / does not say which others are ticked for %s. Type "
                               "every code that is ticked, or / alone.",
                               reading->name);
    if (n > 1 && !typed.is_against)
        return g_strdup_printf("%s is more than one code, and %s takes one. If several are ticked, "
                               "type / after them.",
                               entry, reading->name);
    set_offered(reading,
                n == 1 ? reading->field->codes[g_array_index(typed.codes, size_t, 0)].option->code
                       : VALUE_SEVERAL);
    return NULL;
}

/* What a rule says against these ticks. */
static char *against_rule(const Reading *reading, const Problem *problem)
{
    const int n = (int)problem->given;
    const int limit = (int)problem->limit;
    if (problem->kind == PROBLEM_TOO_MANY)
        return g_strdup_printf(
            "%d are ticked for %s, which takes %d at most. If the paper has that "
            "many, type / after the codes.",
            n, reading->name, limit);
    if (problem->kind == PROBLEM_TOO_FEW)
        return g_strdup_printf("%d %s ticked for %s, which asks for %d at least. If the paper has "
                               "no more, type / after the codes.",
                               n, n == 1 ? "is" : "are", reading->name, limit);
    const KeyField *field = reading->field;
    const char *alone = "";
    const char *other = "";
    for (size_t i = 0; i < field->n_codes; i++) {
        if (field->codes[i].option->code == problem->code)
            alone = field->codes[i].code;
        if (field->codes[i].option->code == problem->other_code)
            other = field->codes[i].code;
    }
    return g_strdup_printf("%s and %s cannot both be ticked for %s. If they are on the paper, type "
                           "/ after the codes.",
                           alone, other, reading->name);
}

static char *read_several(const Reading *reading, const char *entry)
{
    g_auto(EntryCodes) typed = {0};
    g_autofree char *wrong = keying_codes_split(reading->field, entry, &typed);
    if (wrong != NULL)
        return not_a_code(reading, wrong);
    const size_t twice = find_twice(typed.codes);
    if (twice != CODE_LEFT_OUT)
        return typed_twice(reading, twice);
    set_offered(reading, 0);
    for (unsigned i = 0; i < typed.codes->len; i++)
        set_option(reading, g_array_index(typed.codes, size_t, i), 1);
    g_autoptr(Problems) problems = problems_new();
    answers_check_item(reading->answers, reading->field->item, problems);
    const Problem *problem = problems_find(problems, reading->field->item);
    if (!typed.is_against)
        return problem != NULL ? against_rule(reading, problem) : NULL;
    if (problem == NULL && typed.codes->len > 0)
        return g_strdup_printf("These may be ticked together for %s. Leave out the /.",
                               reading->name);
    set_offered(reading, VALUE_SEVERAL);
    return NULL;
}

static char *read_places(const Reading *reading, const char *entry)
{
    g_auto(EntryCodes) typed = {0};
    g_autofree char *wrong = keying_codes_split(reading->field, entry, &typed);
    if (wrong != NULL)
        return not_a_code(reading, wrong);
    set_offered(reading, typed.is_against ? VALUE_SEVERAL : 0);
    if (typed.is_against)
        return NULL;
    if (typed.codes->len > reading->item->question->picks.most)
        return g_strdup_printf("%u places are given for %s, which has %u. If the paper has that "
                               "many, type / after the codes.",
                               typed.codes->len, reading->name,
                               reading->item->question->picks.most);
    const size_t twice = find_twice(typed.codes);
    if (twice != CODE_LEFT_OUT)
        return typed_twice(reading, twice);
    bool any = false;
    for (unsigned i = 0; i < typed.codes->len; i++) {
        const size_t code = g_array_index(typed.codes, size_t, i);
        if (code != CODE_LEFT_OUT)
            set_option(reading, code, i + 1);
        any |= code != CODE_LEFT_OUT;
    }
    if (!any)
        return g_strdup_printf("No place is given for %s. Type - if it is left blank.",
                               reading->name);
    return NULL;
}

/* "16 to 120", "16 or more", "any date up to 31 December 2030".
 * Returns: yours (free with g_free). */
static char *allowed_range(const Reading *reading)
{
    const Quantity *quantity = &reading->item->question->quantity;
    g_autofree char *low = NULL;
    g_autofree char *high = NULL;
    if (reading->field->kind == KEY_DATE) {
        low = quantity->has_min ? day_words(quantity->min, "en") : NULL;
        high = quantity->has_max ? day_words(quantity->max, "en") : NULL;
    } else {
        low = text_from_decimal(quantity->has_min ? quantity->min : 0, quantity->places);
        high = quantity->has_max ? text_from_decimal(quantity->max, quantity->places) : NULL;
    }
    if (low != NULL && high != NULL)
        return g_strdup_printf("%s to %s", low, high);
    return low != NULL ? g_strdup_printf("from %s", low) : g_strdup_printf("up to %s", high);
}

/* Set a number or date when it is in its range. */
static char *set_in_range(const Reading *reading, const char *entry, Value value)
{
    g_autoptr(Problems) problems = problems_new();
    question_check_range(reading->answers, reading->field->item, value, reading->item->id,
                         problems);
    if (problems->list->len == 0) {
        set_offered(reading, value);
        return NULL;
    }
    g_autofree char *range = allowed_range(reading);
    g_autofree char *shown = quoted(entry);
    return g_strdup_printf(
        "%s is out of the range of %s: %s. If the paper says so, type * and flag "
        "it with +.",
        shown, reading->name, range);
}

static char *read_number(const Reading *reading, const char *entry)
{
    const KeyCode *code = keying_find_code(reading->field, entry);
    if (code != NULL || strcmp(entry, "/") == 0) {
        set_offered(reading, code != NULL ? code->option->code : VALUE_SEVERAL);
        return NULL;
    }
    if (entry[0] == '/')
        return not_a_code(reading, entry);
    const unsigned places = reading->item->question->quantity.places;
    g_autofree char *plain = g_strdelimit(g_strdup(entry), ",", '.');
    Value value = VALUE_NONE;
    Value finer = VALUE_NONE;
    const bool is_plain = strspn(plain, "0123456789.") == strlen(plain);
    if (is_plain && text_parse_decimal(plain, places, &value))
        return set_in_range(reading, entry, value);
    g_autofree char *shown = quoted(entry);
    if (!is_plain || !text_parse_decimal(plain, places + FINER_PLACES, &finer))
        return g_strdup_printf("%s is not a number. Type the number of %s in digits.", shown,
                               reading->name);
    if (places == 0)
        return g_strdup_printf("%s is not a whole number, and %s takes whole numbers only.", shown,
                               reading->name);
    return g_strdup_printf("%s has too many digits after the point: %s takes %u at most.", shown,
                           reading->name, places);
}

static char *read_date(const Reading *reading, const char *entry)
{
    if (strcmp(entry, "/") == 0) {
        set_offered(reading, VALUE_SEVERAL);
        return NULL;
    }
    int64_t digits = 0;
    if (strlen(entry) == 8 && strspn(entry, "0123456789") == 8 && text_parse_int(entry, &digits)) {
        const int64_t day = digits / 1000000;
        const int64_t month = digits / 10000 % 100;
        const int64_t year = digits % 10000;
        if (question_date_is_valid(year, month, day))
            return set_in_range(reading, entry, day_of((DayParts){year, month, day}));
    }
    g_autofree char *shown = quoted(entry);
    return g_strdup_printf("%s is not a date. Type day, month and year of %s as eight digits, for "
                           "example 05112016.",
                           shown, reading->name);
}

static char *survey_read_words(const Reading *reading, const char *entry)
{
    const Item *item = reading->item;
    const unsigned limit =
        item->role == ITEM_WRITE_IN ? LIMIT_WRITE_IN_CHARS : item->question->own.text.max_chars;
    if (strcmp(entry, "/") == 0) {
        answers_set_text(reading->answers, item->first_variable, KEY_SEE_PAPER);
        return NULL;
    }
    const char *words = entry + (keying_is_escaped(entry) ? 1 : 0);
    if (text_count(words) > limit)
        return g_strdup_printf(
            "%s may have %u characters, and %zu are typed. Shorten the words, or "
            "type / alone: not typed, see paper.",
            reading->name, limit, text_count(words));
    answers_set_text(reading->answers, item->first_variable, words);
    return NULL;
}

static char *(*const readers[])(const Reading *, const char *) = {
    [KEY_ONE] = read_single,    [KEY_MANY] = read_several, [KEY_RANK] = read_places,
    [KEY_NUMBER] = read_number, [KEY_DATE] = read_date,    [KEY_WORDS] = survey_read_words,
};

char *keying_read(const KeyPlan *plan, size_t field, const char *entry, Answers *answers)
{
    const KeyField *it = &plan->at[field];
    const Item *item = &plan->survey->variables->items[it->item];
    g_autofree char *name = keying_name_in_sentence(plan, field);
    const Reading reading = {.field = it, .item = item, .answers = answers, .name = name};
    question_set_all(answers, it->item, VALUE_NONE);
    if (!text_is_clean(entry, strlen(entry)))
        return g_strdup_printf("A character that was typed for %s cannot be kept. Type it again.",
                               name);
    g_autofree char *keys = keying_clean(it, entry);
    if (*keys == '\0')
        return NULL;
    if (strcmp(keys, "-") == 0) {
        if (item->role != ITEM_WRITE_IN) /* which never become blank */
            set_offered(&reading, VALUE_BLANK);
        return NULL;
    }
    if (strcmp(keys, "*") == 0) {
        set_offered(&reading, VALUE_UNREADABLE);
        return NULL;
    }
    char *sentence = readers[it->kind](&reading, keys);
    if (sentence == NULL)
        return NULL;
    question_set_all(answers, it->item, VALUE_NONE);
    if (g_str_has_prefix(sentence, name))
        sentence[0] = g_ascii_toupper(sentence[0]);
    return sentence;
}
