/* Inside the loader: what the files survey-xml*.c share while a document becomes a Survey. The
 * reader is lenient: it takes what it can read and leaves out the rest, because the schema has
 * already named what is wrong; it notes only what the schema cannot see. Not for anyone but the
 * loader.
 * In survey-xml-finish.c, survey-xml-question.c, survey-xml-read.c, survey-xml-words.c, survey-xml.c and xml-nodes.c. */
#pragma once

#include "base/arena.h"
#include "forms/survey/mistakes.h"
#include "forms/survey/survey.h"
#include <libxml/tree.h>

#define SURVEY_NAMESPACE "urn:x-soundings:survey:1"

/* The document of a definition that passed the scan (forms/definition/survey-scan.h) and the parser; NULL with the reason noted.
 * Returns: yours (free with xmlFreeDoc).   Threads: any, one at a time for each `mistakes`. */
xmlDoc *survey_document_parse(GBytes *bytes, Mistakes *mistakes);

/* A condition as written, to be read once the variables exist. */
typedef struct {
    const char *text;
    const char *owner; /* in words, for messages: question 4 */
    unsigned line;
    size_t before_question; /* index: it may name what stands before this question */
    const Row *row;         /* of a grid: it may also name the rows above; else NULL */
    const Condition **slot; /* where the tree belongs */
} PendingCondition;

typedef struct {
    Arena *arena;
    Mistakes *mistakes;
    Survey *survey;
    bool is_clean;       /* the schema found nothing */
    unsigned line;       /* of the root element */
    Question *questions; /* the survey's, while they may still change */
    size_t n_questions;
    size_t room; /* how many questions fit */
    Page *pages;
    AnswerList *lists;
    size_t n_options; /* of all questions, shared lists and frames counted at each use */
    size_t n_rows;    /* of all grids */
    GArray *pending;  /* of PendingCondition */
    GPtrArray *notes; /* of Note */
} SurveyReader;

/* Is it an element of ours of that name? */
bool xml_is(const xmlNode *node, const char *name);

/* The first child element, and the next one after an element; NULL at the end.   Owns: lent. */
xmlNode *xml_first(const xmlNode *parent);
xmlNode *xml_next(const xmlNode *node);

/* The first child element of that name, or NULL.   Owns: lent. */
xmlNode *xml_child(const xmlNode *parent, const char *name);

/* An attribute with white space folded, or NULL.   Owns: the arena's. */
const char *survey_read_attribute(const SurveyReader *reader, const xmlNode *node,
                                  const char *name);

/* A whole number of 0..most; `otherwise` when it is absent or unreadable. */
int64_t survey_read_whole(const SurveyReader *reader, const xmlNode *node, const char *name,
                          int64_t most, int64_t otherwise);

/* Is a yes/no attribute "yes"? */
bool survey_read_yes(const SurveyReader *reader, const xmlNode *node, const char *name);

/* The index of an attribute's value among n names; 0 when it is absent or unknown. */
unsigned survey_read_choice(const SurveyReader *reader, const xmlNode *node, const char *name,
                            const char *const *names, size_t n);

/* The words of an attribute that holds a list.   Owns: the arena's. */
const char *const *survey_read_list(const SurveyReader *reader, const xmlNode *node,
                                    const char *name, size_t *out_n);

/* since and retired. */
Lifetime survey_read_lifetime(const SurveyReader *reader, const xmlNode *node);

/* The plain text inside an element, white space folded; "" when it is empty.   Owns: the arena's.
 */
const char *survey_read_plain(const SurveyReader *reader, const xmlNode *node);

/* The line an element stands on. */
unsigned xml_line(const xmlNode *node);

/* A text with its translations; none for NULL. `thing` says in messages whose words they are. */
Wording survey_read_words(const SurveyReader *reader, const xmlNode *node);

/* The p elements inside an element; none for NULL. */
Paragraphs survey_read_paragraphs(const SurveyReader *reader, const xmlNode *node);

/* Note a condition to be read later. */
void survey_read_condition(SurveyReader *reader, const xmlNode *node, const char *owner,
                           const Row *row, const char **out_text, const Condition **slot);

/* The options and groups among the children of an element, appended to arrays of Option and Words. */
void survey_read_options(SurveyReader *reader, const xmlNode *parent, GArray *options,
                         GArray *groups);

/* Take out of an array of Option those without a code (the schema has named them) and those whose code is there already
 * (noted here). `owner` in words: question 4, list 'x'. */
void survey_keep_distinct_codes(SurveyReader *reader, GArray *options, const char *owner);

/* Is the element a question, and of which type?   Errors: false and *out_type untouched. */
bool xml_is_question(const xmlNode *node, QuestionType *out_type);

/* Read a question of a page. Lists are read before. */
void survey_read_question(SurveyReader *reader, const xmlNode *node, QuestionType type,
                          Question *question);

/* "question 4", or "question 'district'" when it has no printed number.   Owns: the arena's. */
const char *survey_question_in_words(Arena *arena, const Question *question);

/* Read the whole survey from its root element. */
void survey_read_root(SurveyReader *reader, const xmlNode *root);

/* After reading: unique names, types completed, variables made, conditions read. */
void survey_reader_finish(SurveyReader *reader);
