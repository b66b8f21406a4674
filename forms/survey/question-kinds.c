/* The kinds that there are, in the order of the list. */
#include "forms/survey/question-kind.h"

#include "base/banned.h"

extern const QuestionKind choose_one_kind, choose_many_kind, rank_kind, scale_kind, number_kind,
    date_kind, text_kind, grid_kind;

const QuestionKind choose_one_kind = {
    .element = "choose-one",
    .words = "one answer of a list",
    .offer = "One answer of a list",
    .offer_hint = "For example, yes or no.",
    .measure = MEASURE_SINGLE,
    .is_list = true,
    .first_field = "",
};

static size_t choose_many_limits(const Question *question,
                                 QuestionLimit out[static QUESTION_LIMITS_MOST])
{
    const Picks picks = question->picks;
    out[0] =
        (QuestionLimit){LIMIT_HIGHEST, "how many may be picked", picks.most != 0, picks.most, 0};
    out[1] =
        (QuestionLimit){LIMIT_LOWEST, "how many must be picked", picks.least != 0, picks.least, 0};
    return 2;
}

const QuestionKind choose_many_kind = {
    .element = "choose-many",
    .words = "several answers of a list",
    .offer = "Several answers of a list",
    .offer_hint = "People tick all that apply.",
    .measure = MEASURE_MULTIPLE,
    .is_list = true,
    .first_field = "",
    .limits = choose_many_limits,
};

static size_t rank_limits(const Question *question, QuestionLimit out[static QUESTION_LIMITS_MOST])
{
    out[0] = (QuestionLimit){LIMIT_HIGHEST, "its number of places", true, question->picks.most, 0};
    return 1;
}

const QuestionKind rank_kind = {
    .element = "rank",
    .words = "answers in an order",
    .measure = MEASURE_RANK,
    .first_field = "_1",
    .limits = rank_limits,
};

static const OwnWords scale_words[] = {
    {"low", offsetof(Question, own.scale.low), "Words at the low end of the scale"},
    {"high", offsetof(Question, own.scale.high), "Words at the high end of the scale"}};

static size_t scale_limits(const Question *question, QuestionLimit out[static QUESTION_LIMITS_MOST])
{
    out[0] = (QuestionLimit){LIMIT_ENDS, "moves the ends of its scale", true,
                             question->own.scale.from, question->own.scale.to};
    return 1;
}

const QuestionKind scale_kind = {
    .element = "scale",
    .words = "a point on a scale",
    .offer = "A point on a scale",
    .offer_hint = "For example, 1 to 10.",
    .measure = MEASURE_SINGLE,
    .has_points = true,
    .first_field = "",
    .own_words = scale_words,
    .n_own_words = G_N_ELEMENTS(scale_words),
    .limits = scale_limits,
};

/* The ends of a quantity, and how fine a number is. */
static size_t quantity_limits(const Question *question,
                              QuestionLimit out[static QUESTION_LIMITS_MOST])
{
    const Quantity *quantity = &question->quantity;
    out[0] = (QuestionLimit){LIMIT_HIGHEST, "its maximum", quantity->has_max, quantity->max, 0};
    out[1] = (QuestionLimit){LIMIT_LOWEST, "its minimum", quantity->has_min, quantity->min, 0};
    out[2] = (QuestionLimit){LIMIT_FIXED, "changes its decimal places", true, quantity->places, 0};
    return 3;
}

static const FieldPart number_parts[] = {{"_option", "the answers beside the number of", true}};
static const OwnWords number_words[] = {{"unit", offsetof(Question, quantity.unit), NULL}};

const QuestionKind number_kind = {
    .element = "number",
    .words = "a number",
    .measure = MEASURE_QUANTITY,
    .first_field = "",
    .parts = number_parts,
    .n_parts = G_N_ELEMENTS(number_parts),
    .own_words = number_words,
    .n_own_words = G_N_ELEMENTS(number_words),
    .limits = quantity_limits,
};

static const FieldPart date_parts[] = {{"_day", "the day of", false},
                                       {"_month", "the month of", false},
                                       {"_year", "the year of", false}};

const QuestionKind date_kind = {
    .element = "date",
    .words = "a date",
    .measure = MEASURE_QUANTITY,
    .is_date = true,
    .first_field = "_day",
    .parts = date_parts,
    .n_parts = G_N_ELEMENTS(date_parts),
    .limits = quantity_limits,
};

static size_t text_limits(const Question *question, QuestionLimit out[static QUESTION_LIMITS_MOST])
{
    out[0] = (QuestionLimit){LIMIT_HIGHEST, "its length", true, question->own.text.max_chars, 0};
    return 1;
}

const QuestionKind text_kind = {
    .element = "text",
    .words = "their own words",
    .offer = "Their own words",
    .offer_hint = "A box to write in.",
    .measure = MEASURE_TEXT,
    .first_field = "",
    .limits = text_limits,
};

const QuestionKind grid_kind = {
    .element = "grid",
    .words = "the same answers for each row",
    .measure = MEASURE_SINGLE,
    .has_rows = true,
    .first_field = "",
};
