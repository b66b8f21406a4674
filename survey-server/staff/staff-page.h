/* A page of staff while it is made: who asks about which survey, what was typed and what was wrong with it, the frame around
 * it, sums and states in words.
 *
 * The way of a POST: staff_page_open; staff_page_mistake for each thing that is wrong; with none the store is asked, and what it
 * refuses is a mistake too; then either staff_page_done (303 to a page with a notice), or the same page again, where every box
 * shows what was typed in it and its mistake.
 * In staff-page.c and staff-words.c. */
#pragma once

#include "responses/paper/keyings.h"
#include "survey-server/staff/staff-layout.h"

typedef struct {
    const Request *request;
    Context *context;
    const Staff *staff;
    const Survey *survey;
    Store *store;
    GArray *mistakes; /* of StaffMistake */
    GStringChunk *words;
    StaffFrame frame;
    Url back;
    const char *notice; /* what was done, where ?done= does not say it; NULL */
    bool has_keying;    /* the page loads the keying script */
} StaffPage;

/* The page of the survey that the address names.
 * Returns: yours (free with staff_page_free); NULL and a reply (the caller's) when there is no such survey. */
StaffPage *staff_page_open(const Request *request, Context *context, const Staff *staff,
                           Reply **out_reply);
void staff_page_free(StaffPage *page);

/* One for pages that belong to no served survey: its survey is NULL.
 * Returns: yours (free with staff_page_free). */
StaffPage *staff_page_new(const Request *request, Context *context, const Staff *staff);

/* A part of the address behind `/staff/{survey}/`, counted from 0, as it was written; "" when there is none.
 * Owns: the page's. */
const char *staff_page_part(const StaffPage *page, size_t index);

/* An address under `/staff/{survey}/`; two parts more, which may be NULL.
 * Returns: yours (free with url_clear). */
Url staff_page_url(const StaffPage *page, const char *part, const char *name, const char *verb);

/* `/staff/{survey}/forms/1017-4`, with a verb behind it or NULL.
 * Returns: yours (free with url_clear). */
Url staff_page_form_url(const StaffPage *page, unsigned serial, const char *verb);

/* Read a typed or scanned serial of this survey.
 * Errors: false and ERROR_DATA: no serial, or one of another survey. */
bool staff_page_read_serial(const StaffPage *page, const char *typed, unsigned *out_serial,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Begin a page; `back` (taken; empty: none) leads to `back_words`. Mistakes are listed above the heading, and what `?done=`
 * says was done under it.
 * Returns: yours (end with staff_page_end). */
Markup *staff_page_begin(StaffPage *page, const char *heading, Url back, const char *back_words);

/* Finish it: 200, or 400 when there are mistakes.
 * Returns: yours (free with reply_free); swallows the markup. */
Reply *staff_page_end(StaffPage *page, Markup *to);

/* 303 to a page, which then says what was done (a code of staff-page.c's table).
 * Returns: yours (free with reply_free); takes the address. */
Reply *staff_page_done(Url to, const char *code);

/* What went wrong with the store, as a page of its own that leads on to `onward` (taken).
 * Returns: yours (free with reply_free). */
Reply *staff_page_refusal(const StaffPage *page, const GError *error, Url onward,
                          const char *onward_words);

/* Something typed is wrong, at a control (copied). */
void staff_page_mistake(StaffPage *page, const char *control, const char *words);
bool staff_page_has_mistakes(const StaffPage *page);

/* The same in the words of the store, as a sentence. */
void staff_page_mistake_of(StaffPage *page, const char *control, const GError *error);

/* May this failure be shown at a control (what was asked for cannot be), or is it one of the store?   Threads: any (pure). */
bool staff_page_is_answerable(const GError *error);

/* A field of the POST without white space at both ends; "" when it is not there.
 * Owns: the page's. */
const char *staff_page_typed(StaffPage *page, const char *name);

/* Has nothing typed at `name`? Then the mistake is noted. */
bool staff_page_demands(StaffPage *page, const char *name, const char *words);

/* A box, an area of `lines`, radio buttons: with what was typed in this POST (else the box's own value), and the mistake. */
void staff_page_box(StaffPage *page, Markup *to, StaffBox box);
void staff_page_area(StaffPage *page, Markup *to, StaffBox box, unsigned lines);
void staff_page_radios(StaffPage *page, Markup *to, StaffRadios radios);

/* A POST form to an address (taken); close with staff_form_end. */
void staff_page_form_begin(const StaffPage *page, Markup *to, Url action);

/* A paragraph; the sum that a page begins with; a paragraph that is a link (taken). */
void staff_page_say(Markup *to, const char *words);
void staff_page_sum(Markup *to, const char *words);
void staff_page_link(Markup *to, Url url, const char *words);

/* A line of a list (ul) that is a link (taken). */
void staff_page_item(Markup *to, Url url, const char *words);

/* A term and what it is, in a list (dl) that is open. NULL words: left out. */
void staff_page_fact(Markup *to, const char *term, const char *words);

/* "50 received = 47 keyed + 2 void + 1 left to key".
 * Returns: yours (free with g_free).   Threads: any (pure). */
char *staff_sum_words(unsigned n_received, unsigned n_keyed, unsigned n_void);

/* "1 form", "1,200 forms"; the plural is the singular with "s".
 * Returns: yours (free with g_free).   Threads: any (pure). */
char *staff_count_words(uint64_t n, const char *singular);

/* "2 forms are not keyed, 1 form is to be keyed a second time"; NULL when nothing is left to do.
 * Returns: yours (free with g_free).   Threads: any (pure). */
char *staff_left_words(const Batch *batch);

/* "Question 8: How safe do you feel"; of a field that is no longer keyed (SIZE_MAX) the item's id.
 * Returns: yours (free with g_free).   Threads: any (pure). */
char *staff_field_words(const KeyPlan *plan, size_t field, const char *item);

/* A note to the supervisor (Form.note: "ITEM: words") with the question's number in place of the item.
 * Returns: yours (free with g_free).   Threads: any (pure). */
char *staff_note_words(const KeyPlan *plan, const char *note);

/* An entry in words; as it was typed when the field is no longer keyed.
 * Returns: yours (free with g_free).   Threads: any (pure). */
char *staff_entry_words(const KeyPlan *plan, size_t field, const char *entry);

/* The keying codes of a field, folded away when they are many; nothing when it has none. */
void staff_codes(Markup *to, const KeyPlan *plan, size_t field);

/* A box for an entry of a field, an area for words; `value` stands in it until something else was typed. */
void staff_entry_box(StaffPage *page, Markup *to, const KeyPlan *plan, size_t field, StaffBox box);

/* Words of a state.   Owns: static. */
const char *staff_batch_state(BatchState state);
const char *staff_form_state(PaperFormState state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(StaffPage, staff_page_free)
