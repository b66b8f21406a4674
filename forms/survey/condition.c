/* The parser: one pass, left to right, each complaint at its character. */
#include "forms/survey/condition.h"
#include "base/limits.h"
#include "base/text.h"
#include <string.h>

#include "base/banned.h"

typedef enum { TOKEN_END, TOKEN_NAME, TOKEN_NUMBER, TOKEN_DOTS, TOKEN_SIGN, TOKEN_WRONG } TokenKind;

typedef struct {
    Arena *arena;
    const char *text;
    size_t at;    /* byte after the current token */
    size_t start; /* byte of the current token */
    TokenKind kind;
    int64_t number; /* TOKEN_NUMBER */
    unsigned depth;
    ConditionSlip *slip;
    bool failed;
} ConditionParser;

static void fail_at(ConditionParser *reader, size_t byte, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
static void fail_at(ConditionParser *reader, size_t byte, const char *format, ...)
{
    if (reader->failed)
        return;
    reader->failed = true;
    va_list arguments;
    va_start(arguments, format);
    reader->slip->message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    reader->slip->at = (unsigned)g_utf8_strlen(reader->text, (gssize)byte) + 1;
}

static void read_number(ConditionParser *reader)
{
    size_t end = reader->at;
    while (g_ascii_isdigit(reader->text[end]))
        end++;
    g_autofree char *digits = g_strndup(reader->text + reader->at, end - reader->at);
    reader->at = end;
    reader->kind = TOKEN_NUMBER;
    if (!text_parse_int(digits, &reader->number) || reader->number > 1000000000) {
        reader->kind = TOKEN_WRONG;
        fail_at(reader, reader->start, "the number %.12s is too large", digits);
    }
}

static void next(ConditionParser *reader)
{
    while (reader->text[reader->at] == ' ' || reader->text[reader->at] == '\t' ||
           reader->text[reader->at] == '\n')
        reader->at++;
    reader->start = reader->at;
    const char c = reader->text[reader->at];
    if (c == '\0') {
        reader->kind = TOKEN_END;
    } else if (g_ascii_isdigit(c)) {
        read_number(reader);
    } else if (g_ascii_isalpha(c) || c == '_') {
        while (g_ascii_isalnum(reader->text[reader->at]) || reader->text[reader->at] == '_')
            reader->at++;
        reader->kind = TOKEN_NAME;
    } else if (c == '.' && reader->text[reader->at + 1] == '.') {
        reader->at += 2;
        reader->kind = TOKEN_DOTS;
    } else if (c == '(' || c == ')' || c == ',') {
        reader->at++;
        reader->kind = TOKEN_SIGN;
    } else {
        reader->at = (size_t)(g_utf8_next_char(reader->text + reader->at) - reader->text);
        reader->kind = TOKEN_WRONG;
    }
}

static bool is_token(const ConditionParser *reader, const char *words)
{
    const size_t length = strlen(words);
    return (reader->kind == TOKEN_NAME || reader->kind == TOKEN_SIGN) &&
           reader->at - reader->start == length &&
           strncmp(reader->text + reader->start, words, length) == 0;
}

/* The token as it may be quoted in a message. */
static char *token_words(const ConditionParser *reader)
{
    if (reader->kind == TOKEN_END)
        return g_strdup("the end");
    return g_strdup_printf("'%.*s'", (int)(reader->at - reader->start),
                           reader->text + reader->start);
}

static Condition *node_new(ConditionParser *reader, ConditionKind kind)
{
    Condition *node = arena_new_array(reader->arena, Condition, 1);
    node->kind = kind;
    node->item = SIZE_MAX;
    node->at = (unsigned)g_utf8_strlen(reader->text, (gssize)reader->start) + 1;
    return node;
}

/* item := n | n '..' n | n '..' | '..' n */
static bool read_range(ConditionParser *reader, CodeRange *out_range)
{
    CodeRange range = {.from = INT64_MIN, .to = INT64_MAX};
    const size_t start = reader->start;
    const bool has_from = reader->kind == TOKEN_NUMBER;
    if (has_from) {
        range.from = reader->number;
        next(reader);
        if (reader->kind != TOKEN_DOTS) {
            *out_range = (CodeRange){range.from, range.from};
            return true;
        }
    }
    if (reader->kind != TOKEN_DOTS) {
        g_autofree char *found = token_words(reader);
        fail_at(
            reader, reader->start,
            "a code (a number) is due here, not %s: write the code of the answer, not its words",
            found);
        return false;
    }
    next(reader);
    if (reader->kind == TOKEN_NUMBER) {
        range.to = reader->number;
        next(reader);
    } else if (!has_from) {
        fail_at(reader, reader->start, "a number is due after '..'");
        return false;
    }
    if (range.from > range.to) {
        fail_at(reader, start, "a range runs from the smaller number to the larger");
        return false;
    }
    *out_range = range;
    return true;
}

/* set := item | '(' item (',' item)* ')' */
static bool read_set(ConditionParser *reader, Condition *node)
{
    g_autoptr(GArray) ranges = g_array_new(false, false, sizeof(CodeRange));
    const bool in_brackets = is_token(reader, "(");
    if (in_brackets)
        next(reader);
    for (;;) {
        CodeRange range;
        if (!read_range(reader, &range))
            return false;
        g_array_append_val(ranges, range);
        if (!in_brackets)
            break;
        if (is_token(reader, ")")) {
            next(reader);
            break;
        }
        if (!is_token(reader, ",")) {
            fail_at(reader, reader->start, "a comma or a closing bracket is due here");
            return false;
        }
        next(reader);
    }
    node->n_ranges = ranges->len;
    node->ranges = arena_copy(reader->arena, ranges->data, ranges->len, sizeof(CodeRange));
    return true;
}

static Condition *read_test(ConditionParser *reader)
{
    Condition *node = node_new(reader, CONDITION_IN);
    g_autofree char *name = g_strndup(reader->text + reader->start, reader->at - reader->start);
    node->name = arena_strdup(reader->arena, name);
    next(reader);
    if (is_token(reader, "answered")) {
        node->kind = CONDITION_ANSWERED;
        next(reader);
        return node;
    }
    if (!is_token(reader, "is") && !is_token(reader, "in")) {
        g_autofree char *found = token_words(reader);
        fail_at(reader, reader->start, "after %s comes 'is', 'in' or 'answered', not %s", name,
                found);
        return NULL;
    }
    node->is_single_value = is_token(reader, "is");
    next(reader);
    return read_set(reader, node) ? node : NULL;
}

static Condition *read_either(ConditionParser *reader);

static Condition *read_bracketed(ConditionParser *reader)
{
    next(reader);
    Condition *inner = read_either(reader);
    if (inner == NULL)
        return NULL;
    if (!is_token(reader, ")")) {
        fail_at(reader, reader->start, "a closing bracket is due here");
        return NULL;
    }
    next(reader);
    return inner;
}

/* fact := 'not' fact | '(' expr ')' | name ... */
static Condition *read_fact(ConditionParser *reader)
{
    if (++reader->depth > LIMIT_CONDITION_DEPTH) {
        fail_at(reader, reader->start, "a condition may be nested %d deep at most",
                LIMIT_CONDITION_DEPTH);
        return NULL;
    }
    Condition *fact = NULL;
    if (is_token(reader, "(")) {
        fact = read_bracketed(reader);
    } else if (is_token(reader, "not")) {
        fact = node_new(reader, CONDITION_NOT);
        next(reader);
        fact->left = read_fact(reader);
        if (fact->left == NULL)
            return NULL;
    } else if (reader->kind == TOKEN_NAME && !is_token(reader, "and") && !is_token(reader, "or")) {
        fact = read_test(reader);
    } else {
        g_autofree char *found = token_words(reader);
        fail_at(reader, reader->start, "the id of a question is due here, not %s", found);
    }
    reader->depth--;
    return fact;
}

static Condition *read_joined(ConditionParser *reader, const char *word, ConditionKind kind,
                              Condition *(*read_part)(ConditionParser *))
{
    Condition *left = read_part(reader);
    while (left != NULL && is_token(reader, word)) {
        Condition *node = node_new(reader, kind);
        next(reader);
        node->left = left;
        node->right = read_part(reader);
        left = node->right != NULL ? node : NULL;
    }
    return left;
}

static Condition *read_all(ConditionParser *reader)
{
    return read_joined(reader, "and", CONDITION_AND, read_fact);
}

static Condition *read_either(ConditionParser *reader)
{
    return read_joined(reader, "or", CONDITION_OR, read_all);
}

Condition *condition_parse(Arena *arena, const char *text, ConditionSlip *out_slip)
{
    ConditionParser reader = {.arena = arena, .text = text, .slip = out_slip};
    if (g_utf8_strlen(text, -1) > LIMIT_CONDITION_CHARS) {
        fail_at(&reader, 0, "a condition may have %d characters at most", LIMIT_CONDITION_CHARS);
        return NULL;
    }
    next(&reader);
    if (reader.kind == TOKEN_END) {
        fail_at(&reader, 0,
                "the condition is empty: leave the attribute out, or write e.g. q01 is 1");
        return NULL;
    }
    Condition *condition = read_either(&reader);
    if (condition == NULL)
        return NULL;
    if (reader.kind != TOKEN_END || reader.failed) {
        g_autofree char *found = token_words(&reader);
        fail_at(&reader, reader.start, "'and' or 'or' is due here, not %s", found);
        return NULL;
    }
    return condition;
}

void condition_visit(const Condition *condition, void (*visit)(const Condition *test, void *arg),
                     void *arg)
{
    switch (condition->kind) {
    case CONDITION_AND:
    case CONDITION_OR:
        condition_visit(condition->left, visit, arg);
        condition_visit(condition->right, visit, arg);
        break;
    case CONDITION_NOT:
        condition_visit(condition->left, visit, arg);
        break;
    case CONDITION_IN:
    case CONDITION_ANSWERED:
        visit(condition, arg);
        break;
    }
}
