/* Points on a line, and answers beside them such as "don't know". Reads as a choose-one. */
#include "forms/answers/draw.h"
#include "forms/answers/question-read.h"

#include "base/banned.h"

extern const QuestionRules scale_rules;
const QuestionRules scale_rules = {
    .read = question_read_one,
    .check = question_check_single,
    .draw = draw_option,
};
