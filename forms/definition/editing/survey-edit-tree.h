/* Inside the editor of definitions: what the files survey-edit*.c share. Not for anyone else.
 * In survey-edit-tree.c, survey-edit-options.c, survey-edit-questions.c, survey-edit-refs.c, survey-edit-spots.c,
 * survey-edit-words.c and survey-edit.c. */
#pragma once

#include "base/arena.h"
#include "forms/definition/editing/survey-edit.h"
#include "forms/definition/survey-reader.h"
#include <libxml/tree.h>

struct EditTree {
    xmlDoc *doc;
    xmlNode *root;
    Arena *arena;
    xmlNode **nodes;     /* of the parts; NULL once removed */
    GHashTable *touched; /* translations that were set */
    GHashTable *
        doubted; /* translations that were marked to be read again, because what they translate changed */
    GHashTable *doomed; /* optional texts without words: taken out at the end, so that keys stay */
};

/* Where a text stands, or would stand. */
typedef struct {
    const char *key, *label, *hint;
    xmlNode *parent; /* of the element; NULL: `holders` must be made first */
    const char
        *under; /* names the parent where it may be missing: "governance", "governance/retention" */
    const char *element;   /* NULL: an attribute of the part's own element */
    const char *attribute; /* the setting stands in it, or NULL */
    xmlNode *node;         /* the element, or NULL */
    unsigned flags;
} TextSpot;

enum {
    SPOT_OPTIONAL = 1,
    SPOT_LONG = 2,
    SPOT_SETTING = 4,
    SPOT_PARAGRAPH = 8,
    SPOT_OPTION = 16,
    SPOT_RETIRED = 32
};

/* All spots of an element of that kind, in order of reading.
 * Returns: yours (GArray of TextSpot); strings are the arena's. */
GArray *survey_edit_spots(Arena *arena, xmlNode *node, PartKind kind);

/* The element's node of a part.
 * Errors: NULL and ERROR_NOT_FOUND.   Owns: lent. */
xmlNode *survey_edit_node(const SurveyEdit *edit, const char *part, GError **error);
PartKind survey_edit_kind(const SurveyEdit *edit, const char *part);

/* Take out the texts that were emptied: before anything that holds them goes. */
void survey_edit_flush(SurveyEdit *edit);

/* ---- Words ---- */

/* The words of a holder (a text's element, or a translation), white space folded, as the loader reads them; are there bold
 * words and the like among them?   Returns: yours (free with g_free). */
char *survey_phrase_text(const xmlNode *holder, bool *out_has_markup);

/* The translation of a text, or NULL.   Owns: lent. */
xmlNode *survey_translation_find(const xmlNode *holder, const char *lang);

/* Are these words that can stand in a definition?
 * Errors: ERROR_LIMIT, ERROR_DATA. */
bool survey_words_are_fit(const char *words, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A copy with each run of white space as one space and none at the ends.   Returns: yours (free with g_free). */
char *survey_words_fold(const char *words);

/* ---- The tree ---- */

/* A new element of ours, with text when it is not NULL.   Returns: yours, until it is put somewhere. */
xmlNode *survey_element_new(const SurveyEdit *edit, const char *name, const char *words);
void survey_element_set(xmlNode *node, const char *attribute, const char *value);

/* An attribute, white space folded; NULL when absent.   Returns: yours (free with g_free). */
char *survey_element_attribute(const xmlNode *node, const char *name);
unsigned survey_element_number(const xmlNode *node, const char *name, unsigned otherwise);

/* Take a word out of an attribute that holds a list; the attribute goes with its last word. True when it was there. */
bool survey_element_list_drop(xmlNode *node, const char *attribute, const char *word);

/* Put an element behind `after` (NULL: first of its parent), on a line of its own, indented as its neighbours. */
void survey_element_put(xmlNode *parent, xmlNode *after, xmlNode *element);

/* Put a child where the order of the grammar has it. */
void survey_element_put_in_order(xmlNode *parent, xmlNode *element);

/* Take it out with the white space before it, and free it. */
void survey_element_remove(xmlNode *node);

/* Visit every element below and with a node. */
void survey_elements_visit(xmlNode *node, void (*visit)(xmlNode *element, void *arg), void *arg);

/* ---- References ---- */

/* Sentences that name what refers to an item (question, row), or to one code of it (code 0: any); "" when nothing does.
 * What stands inside `within` does not count.   Returns: yours (free with g_free). */
char *survey_references_to(const SurveyEdit *edit, const char *item, int code,
                           const xmlNode *within);

/* Take an item out of all breakdowns, a code out of a report's totals; what went is told. */
void survey_references_drop_by(SurveyEdit *edit, const char *item, GPtrArray *told);
void survey_references_drop_code(xmlNode *owner, int code, GPtrArray *told);

/* Is the thing of an earlier version than the one that is worked on?   Threads: any (pure). */
bool survey_edit_is_earlier(const SurveyEdit *edit, const xmlNode *node);
/* Mark what is new in a version above 1. */
void survey_edit_mark_new(const SurveyEdit *edit, xmlNode *node);

/* Note a sentence. */
void survey_edit_tell(GPtrArray *told, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Are the printed numbers 1, 2, 3 ... in order, and may they change? Number them so again. */
bool survey_edit_is_counted(const SurveyEdit *edit);
void survey_edit_count(SurveyEdit *edit);

/* Is a name held by anything in the survey? */
bool survey_edit_name_is_taken(const SurveyEdit *edit, const char *name);
