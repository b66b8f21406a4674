#include "forms/survey/mistakes.h"

#include "base/limits.h"
#include <stdarg.h>
#include <string.h>

#include "base/banned.h"

struct Mistakes {
    char *file;
    GArray *list; /* of Mistake, in the order they were found */
    size_t n_warnings;
};

Mistakes *mistakes_new(const char *file)
{
    Mistakes *mistakes = g_new0(Mistakes, 1);
    mistakes->file = g_strdup(file);
    mistakes->list = g_array_new(false, false, sizeof(Mistake));
    return mistakes;
}

void mistakes_free(Mistakes *mistakes)
{
    if (mistakes == NULL)
        return;
    for (size_t i = 0; i < mistakes->list->len; i++)
        g_free(g_array_index(mistakes->list, Mistake, i).message);
    g_array_free(mistakes->list, true);
    g_free(mistakes->file);
    g_free(mistakes);
}

/* One line of valid UTF-8, whatever a definition holds. Takes the message. */
static char *as_one_line(char *message)
{
    char *line = g_utf8_make_valid(message, -1);
    for (char *p = line; *p != '\0'; p++) {
        if (g_ascii_iscntrl(*p))
            *p = ' ';
    }
    g_free(message);
    return line;
}

/* Takes the message. The same words at the same line are noted once. */
static void add(Mistakes *mistakes, unsigned line, bool is_warning, char *message)
{
    message = as_one_line(message);
    size_t n = mistakes->list->len;
    for (size_t i = n > LIMIT_MISTAKES ? n - LIMIT_MISTAKES : 0; i < n; i++) {
        const Mistake *other = &g_array_index(mistakes->list, Mistake, i);
        if (other->line == line && strcmp(other->message, message) == 0) {
            g_free(message);
            return;
        }
    }
    Mistake mistake = {.line = line, .is_warning = is_warning, .message = message};
    g_array_append_val(mistakes->list, mistake);
    if (is_warning)
        mistakes->n_warnings++;
}

void mistakes_add(Mistakes *mistakes, unsigned line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add(mistakes, line, false, g_strdup_vprintf(format, arguments));
    va_end(arguments);
}

void mistakes_warn(Mistakes *mistakes, unsigned line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add(mistakes, line, true, g_strdup_vprintf(format, arguments));
    va_end(arguments);
}

size_t mistakes_count(const Mistakes *mistakes)
{
    return mistakes->list->len - mistakes->n_warnings;
}

size_t mistakes_count_warnings(const Mistakes *mistakes)
{
    return mistakes->n_warnings;
}

void mistakes_forget_warnings(Mistakes *mistakes, unsigned from, unsigned to)
{
    bool has_mistake = false;
    for (size_t i = 0; i < mistakes->list->len; i++) {
        const Mistake *mistake = &g_array_index(mistakes->list, Mistake, i);
        if (mistake->line >= from && mistake->line < to && !mistake->is_warning)
            has_mistake = true;
    }
    for (guint i = mistakes->list->len; has_mistake && i > 0; i--) {
        Mistake *mistake = &g_array_index(mistakes->list, Mistake, i - 1);
        if (mistake->line < from || mistake->line >= to || !mistake->is_warning)
            continue;
        g_free(mistake->message);
        g_array_remove_index(mistakes->list, i - 1);
        mistakes->n_warnings--;
    }
}

/* By line, then mistakes before warnings, then as found. */
static int compare(const void *a, const void *b)
{
    const Mistake *left = *(const Mistake *const *)a;
    const Mistake *right = *(const Mistake *const *)b;
    if (left->line != right->line)
        return left->line < right->line ? -1 : 1;
    if (left->is_warning != right->is_warning)
        return left->is_warning ? 1 : -1;
    return left < right ? -1 : left > right;
}

/* Returns: yours (free with g_free); the mistakes are lent. */
static const Mistake **sort(const Mistakes *mistakes)
{
    size_t n = mistakes->list->len;
    const Mistake **sorted = g_new0(const Mistake *, n + 1);
    for (size_t i = 0; i < n; i++)
        sorted[i] = &g_array_index(mistakes->list, Mistake, i);
    qsort(sorted, n, sizeof *sorted, compare);
    return sorted;
}

const Mistake *mistakes_at(const Mistakes *mistakes, size_t index)
{
    g_assert(index < mistakes->list->len);
    g_autofree const Mistake **sorted = sort(mistakes);
    return sorted[index];
}

char *mistakes_text(const Mistakes *mistakes)
{
    size_t n = mistakes->list->len;
    g_autofree const Mistake **sorted = sort(mistakes);
    GString *text = g_string_new(NULL);
    for (size_t i = 0; i < n && i < LIMIT_MISTAKES; i++) {
        g_string_append(text, mistakes->file);
        if (sorted[i]->line > 0)
            g_string_append_printf(text, ":%u", sorted[i]->line);
        g_string_append_printf(text, ": %s%s\n", sorted[i]->is_warning ? "warning: " : "",
                               sorted[i]->message);
    }
    if (n > LIMIT_MISTAKES)
        g_string_append_printf(text, "%s: and %zu more; mend these first\n", mistakes->file,
                               n - LIMIT_MISTAKES);
    return g_string_free(text, false);
}
