/* What the desk's pages share (desk-*.c): who asks about which survey, what was typed and what was wrong with it, the frame
 * around each page, sums and states in words.
 *
 * The way of a POST: desk_open; desk_mistake for each thing that is wrong; with none the store is asked, and what it refuses
 * is a mistake too; then either desk_done (303 to a page with a notice), or the same page again, where every box shows what
 * was typed in it and its mistake. */
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
} Desk;

/* The desk of the survey that the address names.
 * Owns: the caller (desk_free); NULL and a reply (the caller's) when there is no such survey. */
Desk *desk_open(const Request *request, Context *context, const Staff *staff, Reply **out_reply);
void desk_free(Desk *desk);

/* A desk for pages that belong to no served survey: its survey is NULL.
 * Owns: the caller (desk_free). */
Desk *desk_new(const Request *request, Context *context, const Staff *staff);

/* A part of the address behind `/staff/{survey}/`, counted from 0, as it was written; "" when there is none.
 * Owns: the desk's. */
const char *desk_part(const Desk *desk, size_t index);

/* An address under `/staff/{survey}/`; two parts more, which may be NULL.
 * Owns: the caller (url_clear). */
Url desk_url(const Desk *desk, const char *page, const char *name, const char *verb);

/* `/staff/{survey}/forms/1017-4`, with a verb behind it or NULL.
 * Owns: the caller (url_clear). */
Url desk_form_url(const Desk *desk, unsigned serial, const char *verb);

/* Read a typed or scanned serial of this survey.
 * Errors: false and ERROR_DATA: no serial, or one of another survey. */
bool desk_read_serial(const Desk *desk, const char *typed, unsigned *out_serial,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Begin a page; `back` (taken; empty: none) leads to `back_words`. Mistakes are listed above the heading, and what `?done=`
 * says was done under it.
 * Owns: the caller (desk_end). */
Markup *desk_begin(Desk *desk, const char *heading, Url back, const char *back_words);

/* Finish it: 200, or 400 when there are mistakes.
 * Owns: swallows the markup; the reply is the caller's. */
Reply *desk_end(Desk *desk, Markup *to);

/* 303 to a page, which then says what was done (a code of desk.c's table).
 * Owns: takes the address; the reply is the caller's. */
Reply *desk_done(Url to, const char *code);

/* What went wrong with the store, as a page of its own that leads on to `onward` (taken).
 * Owns: the reply is the caller's. */
Reply *desk_refusal(const Desk *desk, const GError *error, Url onward, const char *onward_words);

/* Something typed is wrong, at a control (copied). */
void desk_mistake(Desk *desk, const char *control, const char *words);
bool desk_has_mistakes(const Desk *desk);

/* The same in the words of the store, as a sentence. */
void desk_mistake_of(Desk *desk, const char *control, const GError *error);

/* May this failure be shown at a control (what was asked for cannot be), or is it one of the store?   Threads: any (pure). */
bool desk_is_answerable(const GError *error);

/* A field of the POST without white space at both ends; "" when it is not there.
 * Owns: the desk's. */
const char *desk_typed(Desk *desk, const char *name);

/* Has nothing typed at `name`? Then the mistake is noted. */
bool desk_demands(Desk *desk, const char *name, const char *words);

/* A box, an area of `lines`, radio buttons: with what was typed in this POST (else the box's own value), and the mistake. */
void desk_box(Desk *desk, Markup *to, StaffBox box);
void desk_area(Desk *desk, Markup *to, StaffBox box, unsigned lines);
void desk_radios(Desk *desk, Markup *to, StaffRadios radios);

/* A POST form to an address (taken); close with staff_form_end. */
void desk_form_begin(const Desk *desk, Markup *to, Url action);

/* A paragraph; the sum that a page begins with; a paragraph that is a link (taken). */
void desk_say(Markup *to, const char *words);
void desk_sum(Markup *to, const char *words);
void desk_link(Markup *to, Url url, const char *words);

/* A line of a list (ul) that is a link (taken). */
void desk_item(Markup *to, Url url, const char *words);

/* A term and what it is, in a list (dl) that is open. NULL words: left out. */
void desk_fact(Markup *to, const char *term, const char *words);

/* "50 received = 47 keyed + 2 void + 1 left to key".
 * Owns: the caller.   Threads: any (pure). */
char *desk_sum_words(unsigned n_received, unsigned n_keyed, unsigned n_void);

/* "1 form", "1,200 forms"; the plural is the singular with "s".
 * Owns: the caller.   Threads: any (pure). */
char *desk_count_words(uint64_t n, const char *singular);

/* "2 forms are not keyed, 1 form is to be keyed a second time"; NULL when nothing is left to do.
 * Owns: the caller.   Threads: any (pure). */
char *desk_left_words(const Batch *batch);

/* "Question 8: How safe do you feel"; of a field that is no longer keyed (SIZE_MAX) the item's id.
 * Owns: the caller.   Threads: any (pure). */
char *desk_field_words(const KeyPlan *plan, size_t field, const char *item);

/* A note to the supervisor (Form.note: "ITEM: words") with the question's number in place of the item.
 * Owns: the caller.   Threads: any (pure). */
char *desk_note_words(const KeyPlan *plan, const char *note);

/* An entry in words; as it was typed when the field is no longer keyed.
 * Owns: the caller.   Threads: any (pure). */
char *desk_entry_words(const KeyPlan *plan, size_t field, const char *entry);

/* The keying codes of a field, folded away when they are many; nothing when it has none. */
void desk_codes(Markup *to, const KeyPlan *plan, size_t field);

/* A box for an entry of a field, an area for words; `value` stands in it until something else was typed. */
void desk_entry_box(Desk *desk, Markup *to, const KeyPlan *plan, size_t field, StaffBox box);

/* Words of a state.   Owns: static. */
const char *desk_batch_state(BatchState state);
const char *desk_form_state(FormState state);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Desk, desk_free)
