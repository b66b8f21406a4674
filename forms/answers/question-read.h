/* What the question types share when they read a form and check values. Only question-TYPE.c files use it.
 * In question-read.c, question-choose-one.c and question-date.c. */
#pragma once

#include "forms/answers/question.h"
#include <stdbool.h>
#include <stddef.h>

/* The first value of a field that holds more than white space, normalised, with every script's digits as 0 to 9; NULL
 * when there is none. *out_more tells whether another, different one follows.
 * Returns: yours (free with g_free). */
char *question_field_value(const Fields *fields, const char *name, bool *out_more);

/* Note a problem; its control is `format` printed (the id of the control to focus). */
void question_problem_note(Problems *problems, Problem problem, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* Read one choice among an item's offered options from a field; slips are noted with the field's name as control.
 * Returns the option or NULL. */
const Option *question_read_choice(const Answers *answers, size_t item, const char *field,
                                   const Fields *fields, Problems *problems);

/* Read a question of which one answer is chosen, with the words beside it: choose-one and scale. */
void question_read_one(const Question *question, size_t first_item, const Fields *fields,
                       Answers *answers, Problems *problems);

/* Read the words of all write-ins of a question; slips are noted.
 * Returns the code of the only option with words, 0 when none or several have words. */
int question_read_write_ins(Answers *answers, size_t first_item, const Fields *fields,
                            Problems *problems);

/* Has the write-in of this option words? */
bool question_has_write_in_words(const Answers *answers, size_t first_item, int code);

/* Check words against a limit in characters; a slip is noted. False when there is one. */
bool question_check_words(const Answers *answers, size_t item, const char *words, unsigned limit,
                          const char *control, Problems *problems);

/* Is there nothing more to check: no value, a missing kind, or the code of an option? */
bool question_is_none_or_code(const Item *item, Value value);

/* Check a stored code of an item (any version's option, or a missing kind). */
void question_check_single(const Answers *answers, size_t item, Problems *problems);

/* Check ticks: codes 0 and 1, limits, options that exclude others. `min` and `max` 0: no limit. */
void question_check_ticks(const Answers *answers, size_t item, unsigned min, unsigned max,
                          Problems *problems);

/* Check a number or date against the question's ends. */
void question_check_range(const Answers *answers, size_t item, Value value, const char *control,
                          Problems *problems);

/* Set all variables of an item. */
void question_set_all(Answers *answers, size_t item, Value value);

/* Is there such a day, in a year of four digits?   Threads: any (pure). */
bool question_date_is_valid(int64_t year, int64_t month, int64_t day);
