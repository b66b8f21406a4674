/* Paper to answers by the numeric keypad: what a clerk types for each field of a form, and what it means.
 *
 * The story. A survey gives one PLAN: its FIELDS in printed order, one for each item that is asked on paper (a grid has one
 * for each row, a write-in one after its question). A field says how it is keyed and which CODES it has. Codes are positions,
 * not data codes: the first option is 1. Up to nine options have one digit, up to 99 two, more have three, always padded, so
 * that no string of digits has two meanings. A scale's points have the number that is printed under the box, padded to the
 * width of its highest; what else may be ticked beside the points (don't know) goes on counting after it. The office column
 * of the printed form, the keying screen and the check of what was typed all read this plan, and nothing else.
 *
 * What is typed for a field is its ENTRY, kept as it was typed:
 *
 *   digits   one code (KEY_ONE); every code that is ticked, one after the other (KEY_MANY); codes from the first place to
 *            the last, zeros for a place that is left out (KEY_RANK); the number, with '.' or ',' for its places
 *            (KEY_NUMBER); ddmmyyyy (KEY_DATE)
 *   ""       nothing on the paper: left blank          "-"  crossed out, or left blank on purpose: blank too
 *   digits/  ticked against the rule: several where one was asked, more or fewer than may be ticked, two that exclude each
 *            other, two at one place. The digits are what was ticked; "/digits" says the same, "/" alone leaves them out
 *   *        cannot be read
 *   /N       KEY_NUMBER: the box N beside the number (don't know); "/" alone: number and box, or two boxes
 *   words    KEY_WORDS: the words. "*" alone cannot be read; "/" alone: not typed, see paper, to the translator: stored as
 *            the words KEY_SEE_PAPER. Words that are such a sign themselves have a \ before it. Names and what else may
 *            tell who it is are typed as [name], [address], [phone], [email] or [other]
 *
 * A flag for the supervisor is a note beside the entry, and no part of it. Pure: no clock, store or request.
 * In keying.c, keying-form.c, keying-read.c and keying-words.c. */
#pragma once

#include "forms/answers/answers.h"
#include "forms/survey/survey.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef enum { KEY_ONE, KEY_MANY, KEY_RANK, KEY_NUMBER, KEY_DATE, KEY_WORDS } KeyKind;

enum { KEY_CODE_BYTES = 12, LIMIT_NOTE_CHARS = 500 };

#define KEY_SEE_PAPER "[see paper]"

typedef struct {
    char code[KEY_CODE_BYTES]; /* as printed and typed: "3", "03", "/1" */
    const Option *option;
} KeyCode;

typedef struct {
    size_t item; /* of the variables */
    KeyKind kind;
    unsigned digits; /* of each code; 0 where there are none */
    size_t n_codes;
    const KeyCode *codes; /* in printed order */
    const char *number;   /* of the question as printed: "8"; of a grid's row "7a"; NULL for none */
} KeyField;

typedef struct {
    const Survey *survey;
    size_t n;
    const KeyField *at;
    struct Arena *arena;
} KeyPlan;

/* The fields of a survey, those of its own version.
 * Returns: yours (free with keying_plan_free); lends the survey.   Threads: the result may be shared. */
KeyPlan *keying_plan_new(const Survey *survey);
void keying_plan_free(KeyPlan *plan);

/* The field of an item; SIZE_MAX when it is not keyed (codes of a text). */
size_t keying_plan_find(const KeyPlan *plan, size_t item);

/* What was typed for one form: an entry and a note (NULL: not flagged) for each field of the plan. */
typedef struct {
    size_t n;
    char **entries; /* never NULL inside */
    char **notes;
} KeyingEntries;

/* Every entry "".
 * Returns: yours (free with keying_entries_free). */
KeyingEntries *keying_entries_new(const KeyPlan *plan);
void keying_entries_free(KeyingEntries *form);

/* Of a page's fields (the entry is named as the item's id, the note `ID-note`), and as words to keep, and back. What is
 * not a field of the plan is left out; names and order come from the plan. A `+` typed behind an entry ("3+") is taken off
 * and flags the field, with an empty note when there is none yet.
 * Errors (parse): NULL and ERROR_DATA.   Returns: yours. */
KeyingEntries *keying_entries_take(const KeyPlan *plan, const Fields *fields);
char *keying_entries_words(const KeyPlan *plan, const KeyingEntries *form);
KeyingEntries *keying_entries_parse(const KeyPlan *plan, const char *words,
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Read one entry into the values of its item; a wrong one leaves them none and says what is wrong and which keys there are:
 * "7 is not a code of question 8. Its codes are 1 to 5."
 * Returns NULL when it is right, else the sentence. "" leaves no value, "-" is blank.   Returns: yours (free with g_free).   Threads: any (pure). */
char *keying_read(const KeyPlan *plan, size_t field, const char *entry, Answers *answers);

/* All entries, settled (routes followed, blanks set; what was written off the route stays, but for "-").
 * Shapes: out_problems[field] NULL or a sentence, plan->n of them.   Errors: NULL when any entry is wrong.
 * Returns: both are yours (answers_free; g_free each). */
Answers *keying_entries_answers(const KeyPlan *plan, const KeyingEntries *form,
                                char **out_problems);

/* The entry that says what the answers hold for a field: keying_read of it gives the same values. An unasked item gives "",
 * and so does an option that the survey's own version does not offer.
 * Returns: yours (free with g_free). */
char *keying_write(const KeyPlan *plan, size_t field, const Answers *answers);

/* Do two right entries mean the same? Values are compared, not keys ("" and "-" agree, ticks in any order agree); words by
 * their letters, with case and runs of white space levelled.   Threads: any (pure). */
bool keying_agrees(const KeyPlan *plan, size_t field, const char *a, const char *b);

/* An entry in words for a supervisor: `2 Fairly safe`, `left blank`, `cannot be read`, `several ticked: 1 Very safe; 3 ...`.
 * Returns: yours (free with g_free). */
char *keying_words(const KeyPlan *plan, size_t field, const char *entry, const char *lang);

/* Short words for a field's label on the keying screen.   Owns: lent. */
const char *keying_label(const KeyPlan *plan, size_t field, const char *lang);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(KeyPlan, keying_plan_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KeyingEntries, keying_entries_free)
