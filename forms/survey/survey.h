/* A survey: one definition, read and checked, from which every channel is derived. Immutable once loaded, so threads
 * share it without locks; freed in one call. forms/definition/survey-xml.h makes one from a file. Rooms above forms/ should not
 * look at question types but walk the variables and items of forms/survey/variables.h. */
#pragma once

#include "forms/survey/chart-kinds.h"
#include "forms/survey/question-types.h"
#include "forms/survey/wording.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Condition Condition; /* forms/survey/condition.h */
typedef struct Variables Variables; /* forms/survey/variables.h */
typedef struct Question Question;

typedef enum { SAMPLING_OPEN, SAMPLING_PANEL, SAMPLING_PROBABILITY, SAMPLING_CENSUS } Sampling;
typedef enum { SENSITIVE_NO, SENSITIVE_PERSONAL, SENSITIVE_EQUALITY, SENSITIVE_SPECIAL } Sensitive;
typedef enum { MISSING_NO, MISSING_DK, MISSING_REFUSED, MISSING_NA } MissingKind;
typedef enum { ORDER_LIST, ORDER_MOST, ORDER_LEAST } ReportOrder;
typedef enum { PERCENT_OF_ANSWERED, PERCENT_OF_ASKED, PERCENT_OF_ALL } PercentOf;
typedef enum { LAYOUT_PAGES, LAYOUT_ONE_PAGE } Layout;
typedef enum { ONCE_NONE, ONCE_BROWSER, ONCE_TOKEN } Once;
typedef enum { NOTE_EVERYWHERE, NOTE_WEB, NOTE_PAPER } NoteOn;

/* Versions in which a thing is asked or offered: since <= version, and version < retired unless retired is 0. */
typedef struct {
    unsigned since;
    unsigned retired;
} Lifetime;

typedef struct {
    int code;
    Wording label;
    const char *write_in; /* the variable of the words typed beside it, or NULL */
    MissingKind missing;
    bool exclusive;
    bool has_score;
    double score;
    bool is_point; /* a point of a scale, made from from/to: code = score = the number */
    bool reconstructed;
    int group; /* index into the question's groups, or -1 */
    Lifetime lifetime;
    Paragraphs support;
    size_t n_aliases;
    const char *const *aliases;
    unsigned line;
    const char *todo;
} Option;

typedef struct {
    const char *id;
    Wording label;
    const char *condition_text; /* as written, or NULL */
    const Condition *condition; /* NULL: always */
    Lifetime lifetime;
    size_t n_aliases;
    const char *const *aliases;
    unsigned line;
} Row;

typedef struct {
    const char *id;
    Wording label;
    size_t n_codes;
    const int *codes;
    unsigned line;
} Net;

typedef struct {
    ChartKind chart;
    ReportOrder order;
    PercentOf percent_of;
    size_t n_by;
    const char *const *by;   /* names of items */
    const char *group;       /* heading in the pack, or NULL */
    unsigned suppress_below; /* 0: not said here */
    Wording title;
    Wording base;
    size_t n_nets;
    const Net *nets;
    const char *todo;
} Report;

typedef struct {
    const char *id;
    bool for_coding;
    size_t n_options;
    const Option *options;
    size_t n_groups;
    const Wording *groups;
    unsigned line;
    const char *todo;
} AnswerList;

/* How many answers may be chosen: ticks of a multiple, places of a rank; 0: no limit. */
typedef struct {
    unsigned least, most;
} Picks;

/* What a quantity may be.   Units: numbers times 10^places; dates yyyymmdd. */
typedef struct {
    unsigned places; /* decimal places */
    bool has_min, has_max;
    int64_t min, max;
    Wording unit;
} Quantity;

struct Question {
    QuestionType type;
    const char *id;
    const char *number; /* as printed, or NULL */
    size_t page;        /* index into the survey's pages */
    const char *condition_text;
    const Condition *
        condition; /* the question's own `if`; NULL: always. Its page's comes on top: forms/survey/routes.h */
    bool required;
    Sensitive sensitive; /* the question's own, or its page's when that is stronger */
    bool breakdown;
    bool instruct; /* print the generated instruction ("Select all that apply") */
    bool reconstructed;
    Lifetime lifetime;
    size_t n_aliases;
    const char *const *aliases;
    Wording ask, short_label, hint, paper;
    Paragraphs support;
    unsigned line;
    const char *todo;

    size_t n_options; /* shared lists expanded; a scale's points come first */
    const Option *options;
    size_t n_groups;
    const Wording *groups;
    size_t n_rows; /* of a kind that has rows: an item for each */
    const Row *rows;
    Picks picks;       /* of a multiple or a rank */
    Quantity quantity; /* of a quantity */
    const char *frame; /* of a text: the coding list, or NULL */
#define QUESTION_PARTS(name, prefix, parts) parts prefix;
    struct {
        QUESTION_TYPES(QUESTION_PARTS)
    } own; /* what one type alone has: question->own.scale.from */
#undef QUESTION_PARTS
    Report report;
};

typedef struct {
    const char *id;
    const char *condition_text;
    const Condition *condition;
    NoteOn on;
    Paragraphs text;
    unsigned line;
    const char *todo;
} Note;

typedef struct {
    const char *ref;
    unsigned version;
    unsigned line;
} Block;

/* What stands on a page, in order: exactly one of the three is set. */
typedef struct {
    const Question *question;
    const Note *note;
    const Block *block;
} Entry;

typedef struct {
    const char *id;
    const char *condition_text;
    const Condition *condition;
    Sensitive sensitive;
    bool new_sheet;
    Wording title;
    Paragraphs intro, support;
    size_t n_entries;
    const Entry *entries;
    unsigned line;
    const char *todo;
} Page;

typedef struct {
    const char *controller;
    const char *contact, *contact_email, *contact_phone;
    Wording basis, recipients, complaint;
    const char *keep_special, *keep_text, *keep_responses,
        *keep_paper; /* ISO 8601 durations, or NULL */
} Governance;

typedef struct Survey Survey;
struct Survey {
    const char *id;
    unsigned version;
    size_t n_languages;
    const char *const *languages; /* [0] is the base language */
    int64_t opens,
        closes; /* moments (seconds since 1970); 0: not said. A closing date closes at its end */
    Sampling sampling;
    unsigned suppress_below; /* 0: not said */
    Layout layout;
    Once once;
    bool results_published;
    const char *quick_exit;
    const char *todo;
    Wording title;
    const char *owner, *owner_email, *owner_phone, *owner_address; /* the last three may be NULL */
    Paragraphs intro, help, privacy, thanks;
    bool has_governance;
    Governance governance;
    size_t n_lists;
    const AnswerList *lists;
    size_t n_pages;
    const Page *pages;
    size_t n_questions; /* in printed order, over all pages */
    const Question *questions;
    unsigned n_todos;           /* publishing is refused unless 0 */
    unsigned n_reconstructed;   /* options and questions that are not in the source */
    const Variables *variables; /* the one list */
    GBytes *source;             /* the file as it was read */
    const char *hash;           /* BLAKE2b-256 of the canonical form, hexadecimal */
    struct Arena *arena;        /* owns everything above but source */
};

/* Free a survey. Accepts NULL. */
void survey_free(Survey *survey);

/* The question, page or list of that id, or NULL.
 * Owns: the survey's.   Threads: any (pure). */
const Question *survey_find_question(const Survey *survey, const char *id);
const Page *survey_find_page(const Survey *survey, const char *id);
const AnswerList *survey_find_list(const Survey *survey, const char *id);

/* The option with a code among n, or NULL.   Owns: lent.   Threads: any (pure). */
const Option *survey_option_find(const Option *options, size_t n, int code);

/* Is the option offered in the survey's own version?   Threads: any (pure). */
bool survey_option_is_offered(const Survey *survey, const Option *option);

/* "question 4", or "question 'q04'" when it has no printed number; for messages to authors.
 * Returns: yours (free with g_free). */
char *survey_question_in_message(const Question *question);

/* The language to use for a wanted one: itself when the survey has it, else the base language.
 * Owns: the survey's.   Threads: any (pure). */
const char *survey_language(const Survey *survey, const char *wanted);

/* Does it take answers at a moment (opens and closes)?   Threads: any (pure). */
bool survey_is_open(const Survey *survey, int64_t moment);

/* What the ids of pilots begin with. */
#define SURVEY_PILOT "pilot-"

/* Is it a pilot (its id begins with SURVEY_PILOT)? Then it is listed nowhere, and its answers are never counted.
 * Threads: any (pure). */
bool survey_is_pilot(const Survey *survey);
bool survey_id_is_pilot(const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Survey, survey_free)
