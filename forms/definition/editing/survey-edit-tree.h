/* Inside the editor of definitions: what the files survey-edit*.c share. Not for anyone else. */
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
 * Owns: the caller (GArray of TextSpot); strings are the arena's. */
GArray *edit_spots(Arena *arena, xmlNode *node, PartKind kind);

/* The element's node of a part.
 * Errors: NULL and ERROR_NOT_FOUND.   Owns: lent. */
xmlNode *edit_node(const SurveyEdit *edit, const char *part, GError **error);
PartKind edit_kind(const SurveyEdit *edit, const char *part);

/* Take out the texts that were emptied: before anything that holds them goes. */
void edit_flush(SurveyEdit *edit);

/* ---- Words ---- */

/* The words of a holder (a text's element, or a translation), white space folded, as the loader reads them; are there bold
 * words and the like among them?   Owns: the caller. */
char *phrase_text(const xmlNode *holder, bool *out_has_markup);

/* The translation of a text, or NULL.   Owns: lent. */
xmlNode *translation_find(const xmlNode *holder, const char *lang);

/* Are these words that can stand in a definition?
 * Errors: ERROR_LIMIT, ERROR_DATA. */
bool words_are_fit(const char *words, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A copy with each run of white space as one space and none at the ends.   Owns: the caller. */
char *words_fold(const char *words);

/* ---- The tree ---- */

/* A new element of ours, with text when it is not NULL.   Owns: the caller's until it is put somewhere. */
xmlNode *element_new(const SurveyEdit *edit, const char *name, const char *words);
void element_set(xmlNode *node, const char *attribute, const char *value);

/* An attribute, white space folded; NULL when absent.   Owns: the caller. */
char *element_attribute(const xmlNode *node, const char *name);
unsigned element_number(const xmlNode *node, const char *name, unsigned otherwise);

/* Take a word out of an attribute that holds a list; the attribute goes with its last word. True when it was there. */
bool element_list_drop(xmlNode *node, const char *attribute, const char *word);

/* Put an element behind `after` (NULL: first of its parent), on a line of its own, indented as its neighbours. */
void element_put(xmlNode *parent, xmlNode *after, xmlNode *element);

/* Put a child where the order of the grammar has it. */
void element_put_in_order(xmlNode *parent, xmlNode *element);

/* Take it out with the white space before it, and free it. */
void element_remove(xmlNode *node);

/* Visit every element below and with a node. */
void elements_visit(xmlNode *node, void (*visit)(xmlNode *element, void *arg), void *arg);

/* ---- References ---- */

/* Sentences that name what refers to an item (question, row), or to one code of it (code 0: any); "" when nothing does.
 * What stands inside `within` does not count.   Owns: the caller. */
char *references_to(const SurveyEdit *edit, const char *item, int code, const xmlNode *within);

/* Take an item out of all breakdowns, a code out of a report's totals; what went is told. */
void references_drop_by(SurveyEdit *edit, const char *item, GPtrArray *told);
void references_drop_code(xmlNode *owner, int code, GPtrArray *told);

/* Is the thing of an earlier version than the one that is worked on?   Threads: any (pure). */
bool edit_is_earlier(const SurveyEdit *edit, const xmlNode *node);
/* Mark what is new in a version above 1. */
void edit_mark_new(const SurveyEdit *edit, xmlNode *node);

/* Note a sentence. */
void edit_tell(GPtrArray *told, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* Are the printed numbers 1, 2, 3 ... in order, and may they change? Number them so again. */
bool edit_is_counted(const SurveyEdit *edit);
void edit_count(SurveyEdit *edit);

/* Is a name held by anything in the survey? */
bool edit_name_is_taken(const SurveyEdit *edit, const char *name);
