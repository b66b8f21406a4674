/* The frame of staff's pages, and the few parts that they are built of, so that every one looks and reads the same: title,
 * skip link, where one is, main, error summary, forms with their token, tables with captions. English; wide enough for
 * tables at 1280 px, one column at 320.
 * In staff-layout.c, staff-parts.c and staff-refusal.c. */
#pragma once

#include "base/markup.h"
#include "survey-server/residents/site.h"
#include "survey-server/staff/staff.h"

enum { STAFF_RETRY_AFTER_S = 10 }; /* said with 503 */

typedef struct {
    const Context *context;
    const Staff *staff;
    const char *heading;    /* the h1, and the first part of the title */
    const Survey *survey;   /* the trail above the heading: Staff > survey > here; NULL: none */
    const Url *back;        /* a link above the heading, or NULL */
    const char *back_words; /* "Batches" */
    bool is_error;          /* the title begins with "Error: " */
    bool has_keying;        /* loads the keying script */
} StaffFrame;

/* Begin a page: up to main and its h1.
 * Returns: yours (end with staff_layout_end). */
Markup *staff_layout_begin(const StaffFrame *frame);

/* Close main, finish: the reply with its status.
 * Returns: yours (free with reply_free); swallows the markup. */
Reply *staff_layout_end(Markup *to, const StaffFrame *frame, unsigned status);

/* What went wrong, in the place and form of an error summary, each linked to a control (control NULL: no link). Once a page. */
typedef struct {
    const char *control; /* id */
    const char *words;
} StaffMistake;
void staff_mistakes(Markup *to, const StaffMistake *mistakes, size_t n);

/* Something was done: a box with role=status at the top. NULL words: nothing. */
void staff_notice(Markup *to, const char *words);

/* A POST form with its token; close with staff_form_end. */
void staff_form_begin(Markup *to, const Staff *staff, Url action);
void staff_form_end(Markup *to);

/* The same for a form that sends a file; its route says which (StaffRoute.file). */
void staff_upload_begin(Markup *to, const Staff *staff, Url action);

/* A hidden field. */
void staff_hidden(Markup *to, const char *name, const char *value);

/* A labelled box, with hint and mistake (NULL: none): of text, of a file, an area of `lines`; and a button. */
typedef struct {
    const char *name, *label, *hint, *value, *mistake;
    const char *kind;         /* "text" (NULL too) or "password": dates are typed as text */
    const char *autocomplete; /* NULL: "off" */
    const char *inputmode;    /* or NULL */
    unsigned width;           /* characters; 0: full */
} StaffBox;
void staff_box(Markup *to, const StaffBox *box);
void staff_file(Markup *to, const StaffBox *box, const char *accept);
void staff_area(Markup *to, const StaffBox *box, unsigned lines);
void staff_button(Markup *to, const char *words, const char *name, const char *value,
                  bool is_secondary);

typedef struct {
    const char *value, *label, *hint;
} StaffChoice;

typedef struct {
    const char *name, *legend;
    const StaffChoice *choices;
    size_t n;
    const char *chosen;  /* a value, or NULL */
    const char *mistake; /* NULL: none */
} StaffRadios;

/* Radio buttons under a legend. */
void staff_radios(Markup *to, const StaffRadios *radios);

/* A table: caption, headers of columns, then rows by staff_row; the first cell is the row's header. Close with
 * staff_table_end. It scrolls by itself where it is too wide. */
void staff_table_begin(Markup *to, const char *caption, const char *const *headers, size_t n);
void staff_row(Markup *to, const char *const *cells, size_t n, const Url *first_link);
void staff_table_end(Markup *to);

/* A link in a paragraph of its own. */
void staff_link(Markup *to, Url url, const char *words);

/* A page that says why a request was refused, by its status: no such page, not your right, too large, busy.
 * NULL staff: nobody is signed in.
 * Returns: yours (free with reply_free). */
Reply *staff_error(const Context *context, const Staff *staff, unsigned status);

/* The page of a survey that is lost, whatever is asked of it (503): what is lost and what to do.
 * Returns: yours (free with reply_free). */
Reply *staff_not_here(const Context *context, const Staff *staff, const LostSurvey *lost);

/* The same for a request that was refused before anybody looked who asks; a body that is too long is told in figures: what was
 * sent and what this address takes.
 * Returns: yours (free with reply_free). */
Reply *staff_refuse(const Request *request, const Context *context, unsigned status);

/* What the store said, as a sentence: with a capital (unless it begins with what somebody typed) and a full stop.
 * Returns: yours (free with g_free).   Threads: any (pure). */
char *staff_sentence(const char *message);

/* A page that says why something was not done: what the store said (its message is for staff), and where to go on. The
 * status follows the kind of error.
 * Returns: yours (free with reply_free); lends the address. */
Reply *staff_refusal(const Context *context, const Staff *staff, const GError *error, Url onward,
                     const char *onward_words);
