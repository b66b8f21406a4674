/* What the question types share when they draw their controls on a resident's page: the group with its legend, hint and
 * error; a list of options; the words beside them. Only question-TYPE.c and page-html.c use it.
 *
 * Ids: the first control of an item has the item's id and no suffix, so that a link to a question always lands; the
 * others ID-CODE; hint ID-hint, error ID-error. The description of a group is its hint, then its error.
 * In question-html.c, question-options.c and wording-html.c. */
#pragma once

#include "forms/web/question-page.h"

/* What stands above the controls of a question or of a grid's row. */
typedef struct {
    const char *id;           /* of the item: hint, error and control ids begin with it */
    const Question *question; /* its words; support and condition are the page's */
    size_t item;
    const char
        *instruction; /* generated, in the page's language ("Select all that apply."), or NULL */
} QuestionHead;

/* Open the fieldset with legend, hint and error. `is_spoken_group` adds role=group (dates, rankings). */
void question_group_open(const QuestionView *view, const QuestionHead *head, bool is_spoken_group,
                         Markup *to);
void question_group_close(Markup *to);

/* The label, hint and error of a question with one text control, whose id is the question's. */
void question_label_write(const QuestionView *view, const QuestionHead *head, Markup *to);

/* The ids that describe the question (hint, then error, then `more`), or NULL.
 * Returns: yours (free with g_free). */
char *question_described_by(const QuestionView *view, const QuestionHead *head, const char *more);

/* Write hint and error of a head; an error only when the item has a problem. */
void question_hint_write(const QuestionView *view, const QuestionHead *head, Markup *to);
void question_error_write(const QuestionView *view, const QuestionHead *head, Markup *to);

/* The problem of an item on this page, or NULL. */
const Problem *question_view_problem(const QuestionView *view, size_t item);

/* The sentence of a problem as it stands in the summary and beside the control: on a page with several questions it
 * begins with the number or the short words of its question.
 * Returns: yours (free with g_free). */
char *question_problem_sentence(const QuestionView *view, const Problem *problem);

/* What a text control of this name shows: as typed on this page, else "".
 * Owns: lent while the view lives. */
const char *question_typed_value(const QuestionView *view, const char *name);

/* A radio or tick box for each option that is offered, in order, groups under their headings, an "or" line before the
 * first option that stands apart (missing or exclusive); then the write-ins. `type` is radio or checkbox. */
typedef struct {
    const char *type;
    const char *field; /* the name of the field */
    const char *id;    /* of the first control */
    size_t item;
    const Option *options;
    size_t n_options;
    const char *class; /* of the list */
    bool with_or;      /* "or" even before the first: the options stand beside another control */
} OptionList;
void question_options_write(const QuestionView *view, const OptionList *list, Markup *to);

/* The text inputs beside options, each with its own label. */
void question_write_ins_write(const QuestionView *view, const Question *question, size_t first_item,
                              Markup *to);

/* A whole question that is answered by its options: the group with its head, the options, the write-ins, and the clear
 * button where there is one. `type` and `class` as in OptionList. */
void question_with_options_write(const QuestionView *view, const QuestionHead *head,
                                 const char *type, const char *class, Markup *to);

/* The "Clear my answer" button of a question with radios, which cannot be unticked otherwise; nothing where it needs none. */
void question_clear_write(const QuestionView *view, const Question *question, Markup *to);

/* Phrases in a page's language, with their own lang when it is another. */
void question_label_words_write(const QuestionView *view, const Wording *words, Markup *to);

/* Does a question with radios need a clear button: it is not demanded, and has no answer that says nothing? */
bool question_may_clear(const Question *question);

/* Is the item shown on its page: it is on its route, or that hangs on answers of the same page, which the server has not
 * seen yet? */
bool question_item_is_shown(const QuestionView *view, size_t item);

/* Does a condition look at answers of a page? */
bool question_condition_is_within(const Condition *condition, const Variables *variables,
                                  size_t page);

/* The plain words of a text with its piped answers (fallback words where there is none).
 * Returns: yours (free with g_free). */
char *wording_said(const Wording *words, const char *lang, const Survey *survey,
                   const Answers *answers);

/* The words of a question's answer to repeat inside a text, at most LIMIT_PIPED_CHARS; NULL when there is none or it is
 * off-route.
 * Returns: yours (free with g_free). */
char *wording_piped(const Survey *survey, const char *id, const char *lang, const Answers *answers);
