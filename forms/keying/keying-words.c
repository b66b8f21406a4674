/* Answers as the entry that says them, an entry in words for a supervisor, and whether two entries mean the same. */
#include "base/day.h"
#include "base/text.h"
#include "forms/keying/keying-codes.h"
#include <string.h>

#include "base/banned.h"

static const Item *item_of(const KeyPlan *plan, size_t field)
{
    return &plan->survey->variables->items[plan->at[field].item];
}

/* ---- The entry of an answer ---- */

static const char *code_of(const KeyField *field, Value value)
{
    for (size_t i = 0; i < field->n_codes; i++)
        if (field->codes[i].option->code == value)
            return field->codes[i].code;
    return NULL;
}

static char *write_ticks(const KeyField *field, const Item *item, const Value *values)
{
    GString *entry = g_string_new(NULL);
    for (size_t i = 0; i < field->n_codes; i++)
        if (values[field->codes[i].option - item->options] == 1)
            g_string_append(entry, field->codes[i].code);
    return g_string_free(entry, false);
}

static char *write_places(const KeyField *field, const Item *item, const Value *values)
{
    GString *entry = g_string_new(NULL);
    size_t n_written = 0;
    for (Value place = 1; place <= item->question->picks.most; place++) {
        const char *code = NULL;
        for (size_t i = 0; i < field->n_codes; i++)
            if (values[field->codes[i].option - item->options] == place)
                code = field->codes[i].code;
        if (code == NULL)
            continue;
        for (; n_written + 1 < (size_t)place; n_written++) /* places that were left out */
            g_string_append_printf(entry, "%0*d", (int)field->digits, 0);
        g_string_append(entry, code);
        n_written++;
    }
    return g_string_free(entry, false);
}

static char *write_quantity(const KeyField *field, const Item *item, Value value)
{
    const char *code = code_of(field, value);
    if (code != NULL)
        return g_strdup(code);
    if (field->kind == KEY_DATE) {
        const DayParts day = day_parts(value);
        return g_strdup_printf("%02d%02d%04d", (int)day.day, (int)day.month, (int)day.year);
    }
    return text_from_decimal(value, item->question->quantity.places);
}

static char *write_words(const char *words)
{
    if (strcmp(words, KEY_SEE_PAPER) == 0)
        return g_strdup("/");
    g_autofree char *behind = g_strconcat("\\", words, NULL);
    return keying_is_escaped(behind) ? g_steal_pointer(&behind) : g_strdup(words);
}

/* The value that stands for the whole item: the same missing kind in each offered variable, else any that is there. */
static Value value_of(const KeyField *field, const Item *item, const Value *values)
{
    if (field->kind != KEY_MANY && field->kind != KEY_RANK)
        return values[0];
    return field->n_codes > 0 ? values[field->codes[0].option - item->options] : VALUE_NONE;
}

char *keying_write(const KeyPlan *plan, size_t field, const Answers *answers)
{
    const KeyField *it = &plan->at[field];
    const Item *item = item_of(plan, field);
    const Value *values = &answers->values[item->first_variable];
    const Value value = value_of(it, item, values);
    if (value == VALUE_NONE)
        return g_strdup("");
    if (value < 0)
        return g_strdup(value == VALUE_BLANK ? "-" : value == VALUE_UNREADABLE ? "*" : "/");
    switch (it->kind) {
    case KEY_ONE:
        return g_strdup(code_of(it, value) != NULL ? code_of(it, value) : "");
    case KEY_MANY:
        return write_ticks(it, item, values);
    case KEY_RANK:
        return write_places(it, item, values);
    case KEY_NUMBER:
    case KEY_DATE:
        return write_quantity(it, item, value);
    case KEY_WORDS:
        return write_words(answers->texts[item->first_variable]);
    }
    g_assert_not_reached();
}

/* ---- Agreement ---- */

/* Blank is blank, whether it was typed or not. */
static Value levelled(Value value)
{
    return value == VALUE_BLANK ? VALUE_NONE : value;
}

/* Letters without case, white space as single spaces.
 * Returns: yours (free with g_free). */
static char *levelled_words(const char *words)
{
    g_autofree char *folded = g_utf8_casefold(words != NULL ? words : "", -1);
    g_autofree char *composed = g_utf8_normalize(folded, -1, G_NORMALIZE_ALL_COMPOSE);
    GString *level = g_string_new(NULL);
    bool is_gap = false;
    for (const char *at = composed; *at != '\0'; at = g_utf8_next_char(at)) {
        const gunichar c = g_utf8_get_char(at);
        is_gap |= g_unichar_isspace(c);
        if (g_unichar_isspace(c))
            continue;
        if (is_gap && level->len > 0)
            g_string_append_c(level, ' ');
        is_gap = false;
        g_string_append_unichar(level, c);
    }
    return g_string_free(level, false);
}

bool keying_agrees(const KeyPlan *plan, size_t field, const char *a, const char *b)
{
    const Item *item = item_of(plan, field);
    g_autoptr(Answers) first = answers_new(plan->survey);
    g_autoptr(Answers) second = answers_new(plan->survey);
    g_autofree char *wrong_first = keying_read(plan, field, a, first);
    g_autofree char *wrong_second = keying_read(plan, field, b, second);
    if (wrong_first != NULL || wrong_second != NULL)
        return strcmp(a, b) == 0;
    for (size_t v = item->first_variable; v < item->first_variable + item->n_variables; v++) {
        if (levelled(first->values[v]) != levelled(second->values[v]))
            return false;
        g_autofree char *left = levelled_words(first->texts[v]);
        g_autofree char *right = levelled_words(second->texts[v]);
        if (strcmp(left, right) != 0)
            return false;
    }
    return true;
}

/* ---- Words ---- */

/* "1 Parks; 3 Roads"; of a rank "1st: 3 Roads; 2nd: 1 Parks".
 * Returns: yours (free with g_free). */
static char *codes_in_words(const KeyField *field, const GArray *codes, const char *lang)
{
    GString *words = g_string_new(NULL);
    for (unsigned i = 0; i < codes->len; i++) {
        const size_t at = g_array_index(codes, size_t, i);
        if (at == CODE_LEFT_OUT)
            continue;
        g_string_append(words, words->len > 0 ? "; " : "");
        if (field->kind == KEY_RANK)
            g_string_append_printf(words, "place %u: ", i + 1);
        g_string_append_printf(words, "%s %s", field->codes[at].code,
                               wording_plain(&field->codes[at].option->label, lang));
    }
    return g_string_free(words, false);
}

static char *choice_in_words(const KeyField *field, const char *keys, const char *lang)
{
    g_auto(EntryCodes) typed = {0};
    g_autofree char *wrong = keying_codes_split(field, keys, &typed);
    g_assert(wrong == NULL); /* it was read */
    g_autofree char *words = codes_in_words(field, typed.codes, lang);
    if (!typed.is_against)
        return g_steal_pointer(&words);
    const char *what = field->kind == KEY_ONE ? "several ticked" : "ticked against the rule";
    return *words != '\0' ? g_strdup_printf("%s: %s", what, words) : g_strdup(what);
}

static char *quantity_in_words(const KeyField *field, const Answers *answers, const char *keys,
                               const char *lang)
{
    if (strcmp(keys, "/") == 0)
        return g_strdup("several answers given");
    g_autofree char *said = answers_words(answers, field->item, lang);
    return keying_find_code(field, keys) != NULL ? g_strdup_printf("%s %s", keys, said)
                                                 : g_steal_pointer(&said);
}

char *keying_words(const KeyPlan *plan, size_t field, const char *entry, const char *lang)
{
    const KeyField *it = &plan->at[field];
    g_autoptr(Answers) answers = answers_new(plan->survey);
    g_autofree char *wrong = keying_read(plan, field, entry, answers);
    if (wrong != NULL)
        return g_strdup(entry);
    g_autofree char *keys = keying_clean(it, entry);
    if (*keys == '\0' || strcmp(keys, "-") == 0)
        return g_strdup("left blank");
    if (strcmp(keys, "*") == 0)
        return g_strdup("cannot be read");
    if (it->kind == KEY_NUMBER || it->kind == KEY_DATE)
        return quantity_in_words(it, answers, keys, lang);
    if (it->kind != KEY_WORDS)
        return choice_in_words(it, keys, lang);
    if (strcmp(keys, "/") == 0)
        return g_strdup("not typed: see paper");
    return answers_words(answers, it->item, lang);
}
