#include "forms/definition/survey-names.h"
#include "forms/survey/question-kind.h"
#include <stdarg.h>
#include <string.h>

#include "base/banned.h"

typedef struct {
    const char *what; /* question 4, row 'x', option 3 of question 4 */
    unsigned line;
} Holder;

static const char *const refused_variables[] = {
    "reference", "submitted", "channel", "language", "version", "survey", "clear", "lang", "csrf"};
static const char *const refused_surveys[] = {"staff",    "assets",      "healthz",      "metrics",
                                              "accounts", "definitions", "sign-in",      "sign-out",
                                              "welcome",  "password",    "second-factor"};
static const char *const refused_pages[] = {"sent", "check-answers", "paper.pdf"};

static bool is_among(const char *name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(name, names[i]) == 0)
            return true;
    }
    return false;
}

typedef struct {
    SurveyReader *reader;
    GHashTable *holders; /* name to Holder */
} Names;

static const char *words_of(const Names *names, const char *format, ...) G_GNUC_PRINTF(2, 3);

static const char *words_of(const Names *names, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    return arena_strdup(names->reader->arena, text);
}

/* Take a name for a thing; false when something holds it already. */
static bool take(Names *names, const char *name, const char *what, unsigned line)
{
    const Holder *holder = g_hash_table_lookup(names->holders, name);
    if (holder != NULL) {
        mistakes_add(names->reader->mistakes, line,
                     "%s: the name '%s' is taken already, by %s on line %u; give this one another "
                     "name",
                     what, name, holder->what, holder->line);
        return false;
    }
    Holder *mine = arena_new_array(names->reader->arena, Holder, 1);
    mine->what = what;
    mine->line = line;
    g_hash_table_insert(names->holders, arena_strdup(names->reader->arena, name), mine);
    return true;
}

/* Another name, for the rest of the reading only: no definition can hold it. */
static const char *rename_to(Names *names, const char *name, unsigned line)
{
    const char *other = words_of(names, "%s~%u~%u", name, line, g_hash_table_size(names->holders));
    (void)take(names, other, "", line);
    return other;
}

static void refuse(Names *names, const char *name, const char *what, unsigned line)
{
    if (is_among(name, refused_variables, G_N_ELEMENTS(refused_variables)))
        mistakes_add(names->reader->mistakes, line,
                     "%s: the name '%s' is kept for the system; add something to it, as in "
                     "'%.20s_1'",
                     what, name, name);
}

/* The names that follow from a question's type: columns of its options, fields of its parts. */
static bool take_derived(Names *names, const Question *question, const char *owner)
{
    const QuestionKind *kind = question_kind(question->type);
    bool all = true;
    for (size_t i = 0; i < kind->n_parts; i++) {
        const FieldPart *part = &kind->parts[i];
        if (!part->is_with_options || question->n_options > 0)
            all &= take(names, words_of(names, "%s%s", question->id, part->suffix),
                        words_of(names, "%s %s", part->what, owner), question->line);
    }
    if (kind->measure == MEASURE_MULTIPLE || kind->measure == MEASURE_RANK) {
        for (size_t i = 0; i < question->n_options; i++)
            all &= take(names, words_of(names, "%s_%d", question->id, question->options[i].code),
                        words_of(names, "answer %d of %s", question->options[i].code, owner),
                        question->line);
    }
    const AnswerList *frame =
        question->frame != NULL ? survey_find_list(names->reader->survey, question->frame) : NULL;
    if (frame != NULL) {
        all &= take(names, words_of(names, "%s_code", question->id),
                    words_of(names, "the codes of %s", owner), question->line);
        for (size_t i = 0; i < frame->n_options; i++)
            all &= take(names, words_of(names, "%s_code_%d", question->id, frame->options[i].code),
                        words_of(names, "code %d of %s", frame->options[i].code, owner),
                        question->line);
    }
    return all;
}

static void take_write_ins(Names *names, Question *question, const char *owner)
{
    Option *changed = NULL;
    for (size_t i = 0; i < question->n_options; i++) {
        const Option *option = &question->options[i];
        if (option->write_in == NULL)
            continue;
        const char *what = words_of(names, "write-in of answer %d of %s", option->code, owner);
        refuse(names, option->write_in, what, option->line);
        if (take(names, option->write_in, what, option->line))
            continue;
        if (changed == NULL) {
            changed = arena_copy(names->reader->arena, question->options, question->n_options,
                                 sizeof(Option));
            question->options = changed;
        }
        changed[i].write_in = rename_to(names, option->write_in, option->line);
    }
}

static void take_rows(Names *names, Question *question)
{
    if (question->n_rows == 0)
        return;
    Row *rows = arena_copy(names->reader->arena, question->rows, question->n_rows, sizeof(Row));
    for (size_t i = 0; i < question->n_rows; i++) {
        const char *what = words_of(names, "row '%s'", rows[i].id);
        refuse(names, rows[i].id, what, rows[i].line);
        if (!take(names, rows[i].id, what, rows[i].line))
            rows[i].id = rename_to(names, rows[i].id, rows[i].line);
    }
    for (size_t i = 0; i < names->reader->pending->len; i++) {
        PendingCondition *pending = &g_array_index(names->reader->pending, PendingCondition, i);
        if (pending->row >= question->rows && pending->row < question->rows + question->n_rows) {
            pending->row = rows + (pending->row - question->rows);
            pending->slot = &rows[pending->row - rows].condition;
        }
    }
    question->rows = rows;
}

static void check_pages(Names *names)
{
    g_hash_table_remove_all(names->holders);
    for (size_t i = 0; i < names->reader->survey->n_pages; i++) {
        Page *page = &names->reader->pages[i];
        const char *what = words_of(names, "page '%s'", page->id);
        if (is_among(page->id, refused_pages, G_N_ELEMENTS(refused_pages)))
            mistakes_add(names->reader->mistakes, page->line,
                         "%s: this id is kept for the system; give the page another one", what);
        if (!take(names, page->id, what, page->line))
            page->id = rename_to(names, page->id, page->line);
    }
}

static void check_lists(Names *names)
{
    g_hash_table_remove_all(names->holders);
    for (size_t i = 0; i < names->reader->survey->n_lists; i++) {
        const AnswerList *list = &names->reader->lists[i];
        (void)take(names, list->id, words_of(names, "list '%s'", list->id), list->line);
    }
}

void survey_names_check(SurveyReader *reader)
{
    g_autoptr(GHashTable) holders = g_hash_table_new(g_str_hash, g_str_equal);
    Names names = {reader, holders};
    if (is_among(reader->survey->id, refused_surveys, G_N_ELEMENTS(refused_surveys)))
        mistakes_add(reader->mistakes, reader->line,
                     "the survey's id '%s' is kept for the system; choose another one",
                     reader->survey->id);
    check_lists(&names);
    check_pages(&names);
    g_hash_table_remove_all(holders);
    for (size_t i = 0; i < reader->n_questions; i++) {
        Question *question = &reader->questions[i];
        const char *owner = survey_question_in_words(reader->arena, question);
        refuse(&names, question->id, owner, question->line);
        if (!take(&names, question->id, owner, question->line))
            question->id = rename_to(&names, question->id, question->line);
    }
    for (size_t i = 0; i < reader->n_questions; i++) {
        Question *question = &reader->questions[i];
        const char *owner = survey_question_in_words(reader->arena, question);
        take_rows(&names, question);
        take_write_ins(&names, question, owner);
        if (!take_derived(&names, question, owner))
            question->id = rename_to(&names, question->id, question->line);
    }
    for (size_t i = 0; i < reader->notes->len; i++) {
        Note *note = g_ptr_array_index(reader->notes, i);
        if (!take(&names, note->id, words_of(&names, "note '%s'", note->id), note->line))
            note->id = rename_to(&names, note->id, note->line);
    }
}
