/* The screen that a form of paper and an interview share: the keys, the fields, the buttons; and what a POST of it says. */
#pragma once

#include "forms/keying/keying-html.h"
#include "survey-server/staff/staff-page.h"

typedef enum { SCREEN_SAVE, SCREEN_SAVE_BLANK, SCREEN_KEEP, SCREEN_RELEASE } ScreenVerb;

typedef struct {
    StaffPage *page;
    KeyPlan *plan;
    KeyingEntries *form;
    char **problems;      /* one for each field, NULL or a sentence */
    char **note_problems; /* likewise for its note */
    const char *lang;     /* interview: of the questions; paper: the one it was printed in */
    bool is_spoken;       /* an interview */
    bool has_advance;     /* the focus goes on by itself */
    bool is_fresh;        /* nothing was sent yet: keys that were typed ahead belong here */
    bool asks_blank;      /* nothing is typed for the last fields: may that be saved? */
} Screen;

/* A screen with an empty form, in the language that the request asks for, or with what its POST typed.
 * Returns: yours (free with keying_screen_free); swallows the page. */
Screen *keying_screen_new(StaffPage *page, bool is_spoken);
void keying_screen_free(Screen *screen);

/* Which button was pressed; Enter is SCREEN_SAVE. */
ScreenVerb keying_screen_verb(const Screen *screen);

/* The settled answers, when everything that was typed can stand; else NULL, and what is wrong are mistakes of the page.
 * Keeps the clerk's choice whether boxes go on by themselves.
 * Returns: yours (free with answers_free). */
Answers *keying_screen_answers(Screen *screen);

/* Write the page: heading and a form to `action` (taken) with `hidden` fields (pairs of name and value, closed by NULL).
 * Returns: yours (free with reply_free). */
Reply *keying_screen_reply(Screen *screen, const char *heading, const char *const *hidden,
                           Url action);

/* The id of the first field, where the focus goes; NULL when nothing is keyed. */
const char *keying_screen_first_field(const KeyPlan *plan);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Screen, keying_screen_free)
