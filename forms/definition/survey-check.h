/* The loader's second pass: what a schema cannot say. Names and conditions are done while reading
 * (forms/definition/survey-names.h, condition_resolve); here are limits, sense, texts, languages and habits. Everything is noted,
 * nothing stops at the first mistake.
 * In survey-check.c, survey-check-habits.c, survey-check-reports.c, survey-check-texts.c and survey-texts.c. */
#pragma once

#include "forms/survey/mistakes.h"
#include "forms/survey/survey.h"

/* Note every mistake and warning of a survey that has been read and has its variables. */
void survey_check(const Survey *survey, Mistakes *mistakes);

/* The parts of it. Questions: limits, options, lifetimes. Reports: nets and breakdowns. Texts: empty ones, links, repeated
 * answers, translations. Habits: what is allowed but seldom meant, as warnings. */
void survey_check_questions(const Survey *survey, Mistakes *mistakes);
void survey_check_reports(const Survey *survey, Mistakes *mistakes);
void survey_check_texts(const Survey *survey, Mistakes *mistakes);
void survey_check_habits(const Survey *survey, Mistakes *mistakes);

/* One text of a survey, and where it stands. */
typedef struct {
    const Wording *words;
    const char *what;       /* "ask", "option", ... */
    const Question *owner;  /* whose text it is, or NULL */
    const Page *page;       /* on which it stands, or NULL */
    size_t before_question; /* index: it may repeat answers to questions before this one */
    unsigned line;
    bool may_pipe; /* it may repeat an earlier answer */
} TextPlace;

/* Call `visit` for every text of the survey in the order of the file. */
void survey_texts_visit(const Survey *survey, void (*visit)(const TextPlace *place, void *arg),
                        void *arg);
