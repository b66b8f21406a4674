/* The fields of the keying screen, and the plan as data for its script. The page around them, its buttons and keys are
 * survey-server/staff/keying/keying-screen.c's.
 *
 * Each field is one text input, named and identified by its item, with its codes in view. Words beside an answer stand in a
 * group of their own behind all questions: without a script they cost no Tab unless there are any; the script puts each
 * behind its question. A flagged field has its note box. Ids: ID, ID-codes, ID-hint, ID-mistake, ID-note, ID-note-mistake.
 * In keying-html.c and keying-json.c. */
#pragma once

#include "base/markup.h"
#include "forms/keying/keying.h"

/* The tokens that stand in words for what may tell who it is. */
#define KEY_TOKENS "[name] [address] [phone] [email] [other]"

typedef struct {
    const KeyPlan *plan;
    const KeyingEntries *form;
    char *const *problems;      /* a sentence or NULL for each field; NULL: none at all */
    char *const *note_problems; /* likewise for the notes */
    const char *lang;           /* of labels and questions */
    bool is_spoken; /* an interview: questions, hints and notes as residents read them */
} KeyView;

/* Write all fields. The page around them is in English. */
void keying_fields_write(Markup *to, const KeyView *view);

/* "Question 8", "Question 7a", "Question 2, words", or the label of a question without a number.
 * Returns: yours (free with g_free). */
char *keying_field_name(const KeyPlan *plan, size_t field, const char *lang);

/* The plan as JSON: for each field its id, name, kind, codes, limits, and `if`, the conditions it is asked under, as a tree:
 * ["and" | "or", tree, tree], ["not", tree], ["in", field, [[from, to]...]], ["answered", field], ["never"].
 * `name` is what keying_read calls it ("question 8").
 * Shapes: codes are [typed, value] in printed order; `beside` are the values that no range means; an open end is null.
 * Returns: yours (free with g_free). */
char *keying_plan_json(const KeyPlan *plan);
