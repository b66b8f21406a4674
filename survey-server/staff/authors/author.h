/* What the pages of authors share (author-*.c): the definition that is worked on, opened and checked, and how it is saved.
 *
 * The way of a POST: author_open_current, or what somebody else did meanwhile is shown; changes through
 * forms/definition/editing/survey-edit.h; author_save, which keeps a new revision, right or wrong: mistakes are shown afterwards, at the place they
 * concern, and only publishing asks for none.
 * In author.c, author-part.c and author-settings.c. */
#pragma once

#include "forms/definition/editing/survey-edit.h"
#include "responses/store/workshop.h"
#include "survey-server/staff/staff-page.h"

typedef struct {
    StaffPage *page;
    Workpiece *piece;   /* its newest revision */
    SurveyEdit *edit;   /* of it */
    Mistakes *mistakes; /* of it */
    Survey *survey;     /* NULL while there are mistakes */
    GPtrArray *told;    /* of char *: what a change took away with it */
    GPtrArray *seen;    /* of char *: words of somebody else that are shown beside a box */
} Author;

/* The definition that the address names (`/staff/definitions/{draft}/...`).
 * Returns: yours (free with author_free); NULL and a reply (the caller's) when there is none. */
Author *author_open(const Request *request, Context *context, const Staff *staff,
                    Reply **out_reply);
void author_free(Author *author);

/* `/staff/definitions/7/`, or a page under it; the page of a part.
 * Returns: yours (free with url_clear). */
Url author_url(const Author *author, const char *page);
Url author_part_url(const Author *author, const char *page, const char *part);

/* Begin a page under the definition's overview.
 * Returns: yours (end with staff_page_end). */
Markup *author_begin_page(Author *author, const char *heading);

/* The hidden field that says with which revision somebody began; what a POST says there.
 * Returns false when somebody saved meanwhile. */
void author_write_revision(Markup *to, const Author *author);
bool author_is_current(const Author *author);

/* As author_open, for a POST that changes the whole definition: NULL and the page of author_conflict when somebody saved
 * meanwhile.
 * Returns: both are yours. */
Author *author_open_current(const Request *request, Context *context, const Staff *staff,
                            Reply **out_reply);

/* Is its pilot running? */
bool author_has_pilot(const Author *author);

/* A page that says that somebody else saved meanwhile, what they did, and that nothing was lost or overwritten.
 * Returns: yours (free with reply_free). */
Reply *author_conflict(Author *author);

/* Keep what was changed as a new revision and lead on to a page (of a part, or NULL): it says what was done, which is `what`
 * and what was told.
 * Returns: yours (free with reply_free). */
Reply *author_save(Author *author, const char *what, const char *page, const char *part);

/* A refusal on a page of its own, leading back to the overview.
 * Returns: yours (free with reply_free). */
Reply *author_refusal(const Author *author, const GError *error);

/* "2 days", "90 days", "1 year" of an ISO duration, and back. Dates as staff read them, and back.
 * Returns (reading) NULL, else a sentence.   Returns: yours (free with g_free). */
char *author_setting_shown(const char *key, const char *value);
char *author_setting_read(const char *key, const char *typed, char **out_value);

/* What a question of this element asks for: "one answer of a list".   Owns: static. */
const char *author_type_words(const char *type);

/* "Welsh (Cymraeg)".   Returns: yours (free with g_free). */
char *author_language_words(const char *lang);

/* What is wrong, worth a look, to be settled: lists, with their headings; nothing when all is well. */
void author_write_mistakes(Markup *to, const Author *author, bool with_warnings);

/* A list of lines that lead somewhere (staff_page_item); close ul. */
void author_list_begin(Markup *to);

/* How many texts have no translation into a language (index of the definition's). */
size_t author_count_missing(const Author *author, size_t language);

/* How many places are to be settled before publishing. */
size_t author_count_todos(const Author *author);

/* The page of a part, with what was typed and the mistakes of this POST; the part of a key, or NULL and the reply that says
 * so.
 * Returns: yours (free with reply_free), the part the definition's. */
Reply *author_show_part(Author *author, const EditPart *part);
const EditPart *author_find_part(Author *author, const char *key, Reply **out_reply);

/* The control of a text in a language: "ask-en".
 * Returns: yours (free with g_free). */
char *author_control_of(const EditText *text, const char *lang);

/* May its address still change: is nothing published under it? */
bool author_may_rename(const Author *author);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Author, author_free)
