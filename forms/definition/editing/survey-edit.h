/* A definition that is being changed by somebody who does not see its XML: what it is made of, in order, and the changes
 * that may be made. Comments, order and layout stay; what is typed is always text, never markup.
 *
 * The story. survey_edit_open reads the bytes of a definition (they pass the same scan as the loader's) into PARTS: the
 * survey itself, its shared lists, and each page followed by its notes and questions. A part has TEXTS: its words in each
 * language of the survey, and its settings. Changes are made one by one; survey_edit_bytes then gives the whole new
 * definition, to be read by survey_parse, which says what is wrong with it and on which line: survey_edit_at of the new
 * bytes finds the part.
 *
 *     open -> set, add, remove, move (any number, in parts as they stood at the opening) -> bytes -> open again to show
 *
 * Once a version above 1 is worked on, earlier ones may have answers: what is added says since when, and what is removed is
 * retired: no longer asked, and still in the tables. Pure: no clock, random number or file.
 * In survey-edit.c, survey-edit-add.c, survey-edit-options.c, survey-edit-questions.c and survey-edit-words.c. */
#pragma once

#include "forms/survey/mistakes.h"
#include "forms/survey/survey.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* One language of a text, white space folded; "" when it is not there. */
typedef struct {
    const char *words;
    bool has_markup;   /* bold words, links or a repeated answer stand in it */
    bool needs_review; /* nobody qualified has read the translation */
} EditWords;

typedef struct {
    const char
        *key; /* names it within its part: "ask", "option-3", "row-q03_home", "intro-2", "closes" */
    const char *label; /* "Question", "Answer 3" */
    const char *hint;  /* or NULL */
    bool is_optional;  /* may be left empty: it is then not there at all */
    bool is_long;
    bool is_setting;     /* no translations */
    bool is_option;      /* an answer or row, which may be removed */
    bool is_retired;     /* of an earlier version: no longer asked */
    const EditWords *in; /* one for each language of the survey; a setting has one */
} EditText;

typedef enum { PART_SURVEY, PART_LIST, PART_PAGE, PART_NOTE, PART_QUESTION } PartKind;

typedef struct {
    PartKind kind;
    const char *key;       /* "survey", "page-p_safe", "question-q02" */
    const char *name;      /* "Question 2", "Page “Feeling safe”" */
    const char *type;      /* question: its element; else NULL */
    const char *words;     /* question asked, title, beginning of a note; "" for none */
    const char *condition; /* its `if` as written, or NULL */
    const char *list;      /* key of the part that its answers are taken from, or NULL */
    const char *todo;      /* what is to be settled in it before it can be published, or NULL */
    bool is_retired;
    unsigned line;
    size_t n_texts;
    const EditText *texts;
} EditPart;

typedef struct {
    const char *id; /* "" when there is none */
    unsigned version;
    size_t n_languages;
    const char *const *languages; /* [0] is the base language */
    size_t n_parts;
    const EditPart *parts;
    struct EditTree *tree;
} SurveyEdit;

/* Open a definition.
 * Errors: NULL with the reasons noted: too large, not XML, a DOCTYPE, another encoding than UTF-8, not a survey.
 * Returns: yours (free with survey_edit_free).   Threads: any, one at a time for each. */
SurveyEdit *survey_edit_open(GBytes *source, Mistakes *mistakes);
void survey_edit_free(SurveyEdit *edit);

/* The definition as it is after the changes. Nothing more can be changed then.
 * Returns: yours (free with g_bytes_unref). */
GBytes *survey_edit_bytes(SurveyEdit *edit);

/* The part of that key, the text of that key in it; NULL.   Owns: lent. */
const EditPart *survey_edit_find(const SurveyEdit *edit, const char *key);
const EditText *survey_edit_text(const EditPart *part, const char *key);

/* The part that a line of the opened bytes belongs to; the survey itself for line 0.   Owns: lent. */
const EditPart *survey_edit_at(const SurveyEdit *edit, unsigned line);

/* Words for a text of a part in a language. Sentences about what is lost are added to `told` (a GPtrArray of char *, or NULL). */
typedef struct {
    const char *part, *key, *lang, *words;
    GPtrArray *told;
} TextChange;

/* Put words in the place of a text in a language; the same words change nothing. Bold words, links and repeated answers
 * stay where their words are still there; each that is lost adds a sentence to `told` (a GPtrArray of char *, or NULL).
 * Other translations that were not set are marked as to be read again.
 * Errors: ERROR_NOT_FOUND (part, text, language), ERROR_LIMIT (too long), ERROR_DATA (characters that cannot stand). */
bool survey_edit_set(SurveyEdit *edit, const TextChange *change,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All translations of a part into a language have been read by somebody qualified.
 * Errors: ERROR_NOT_FOUND. */
bool survey_edit_reviewed(SurveyEdit *edit, const char *part, const char *lang,
                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Leave a language out: it is no longer offered, and its translations go.
 * Errors: ERROR_NOT_FOUND (the survey has no such translation language). */
bool survey_edit_drop_language(SurveyEdit *edit, const char *lang,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* What was marked as to be settled in a part is settled.
 * Errors: ERROR_NOT_FOUND. */
bool survey_edit_settled(SurveyEdit *edit, const char *part,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Name the survey (its id and address), its version.
 * Errors: ERROR_DATA for an id that is no address, or a pilot's. */
bool survey_edit_name(SurveyEdit *edit, const char *id, unsigned version,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Make it a pilot: `pilot-` and letters or digits that nobody guesses become its id; it has no dates. */
void survey_edit_pilot(SurveyEdit *edit, const char *secret);

/* Add an answer to a question or list, with the next free code, before "none", "other" and the like; a row to a grid.
 * Errors: ERROR_NOT_FOUND, ERROR_DATA (no words; it has no answers of its own), ERROR_LIMIT. */
bool survey_edit_add_option(SurveyEdit *edit, const char *part, const char *words,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;
bool survey_edit_add_row(SurveyEdit *edit, const char *part, const char *words,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Remove an answer or row (its text's key), or retire it. Totals of results that named its code lose it, which is told.
 * Errors: ERROR_CONFLICT naming what refers to it; ERROR_NOT_FOUND. */
bool survey_edit_remove_option(SurveyEdit *edit, const char *part, const char *key, GPtrArray *told,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Remove a question (or retire it), a note, a page with all that stands on it. Results that were broken down by it no longer
 * are, which is told.
 * Errors: ERROR_CONFLICT naming what refers to it, the last page, or a page of an earlier version; ERROR_NOT_FOUND. */
bool survey_edit_remove(SurveyEdit *edit, const char *part, GPtrArray *told,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Change places with what stands before or after it on its page.
 * Errors: ERROR_CONFLICT (first or last on the page), ERROR_NOT_FOUND. */
bool survey_edit_move(SurveyEdit *edit, const char *part, bool is_up,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

typedef struct {
    const char *type;  /* the element of a kind that is offered */
    const char *words; /* the question */
    const char
        *answers;      /* choose: one a line; "Prefer not to say" and its like get their own kind */
    unsigned from, to; /* scale */
    const char *low, *high; /* scale: words at its ends, or NULL */
} NewQuestion;

/* Add a question after a part (a page: at its beginning; a note or question: after it). *out_key is its key once the bytes
 * are opened again. Printed numbers go on counting; those of a version that was answered get a letter, as in 5a.
 * Errors: ERROR_NOT_FOUND, ERROR_DATA (type, no words, fewer than two answers, ends), ERROR_LIMIT. */
bool survey_edit_add_question(SurveyEdit *edit, const char *after, const NewQuestion *question,
                              char **out_key, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(SurveyEdit, survey_edit_free)
