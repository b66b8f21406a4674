/* The table: one row a type. */
#include "forms/question.h"
#include "forms/question-types.h"

#include "base/banned.h"

static const QuestionRules rules[QUESTION_TYPE_COUNT] = {
    [QUESTION_CHOOSE_ONE] = {"choose-one", MEASURE_SINGLE, choose_one_complete, choose_one_read,
                             check_single, choose_one_render},
    [QUESTION_CHOOSE_MANY] = {"choose-many", MEASURE_MULTIPLE, choose_many_complete,
                              choose_many_read, choose_many_check, choose_many_render},
    [QUESTION_RANK] = {"rank", MEASURE_RANK, rank_complete, rank_read, rank_check, rank_render},
    [QUESTION_SCALE] = {"scale", MEASURE_SINGLE, scale_complete, choose_one_read, check_single,
                        scale_render},
    [QUESTION_NUMBER] = {"number", MEASURE_QUANTITY, number_complete, number_read, number_check,
                         number_render},
    [QUESTION_DATE] = {"date", MEASURE_QUANTITY, date_complete, date_read, date_check, date_render},
    [QUESTION_TEXT] = {"text", MEASURE_TEXT, text_complete, text_read, text_check, text_render},
    [QUESTION_GRID] = {"grid", MEASURE_SINGLE, grid_complete, grid_read, check_single, grid_render},
};

const QuestionRules *question_rules(QuestionType type)
{
    g_assert(type < QUESTION_TYPE_COUNT);
    return &rules[type];
}
