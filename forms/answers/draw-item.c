/* An item drawn by its role, a question's by the rules of its type. */
#include "base/limits.h"
#include "forms/answers/draw.h"
#include "forms/answers/question.h"
#include "forms/survey/lifetime.h"

#include "base/banned.h"

enum { WRITE_IN_PERCENT = 70 }; /* of those who chose the answer write something */

void draw_item(const Draw *draw, size_t item)
{
    const Item *it = &draw->answers->survey->variables->items[item];
    switch (it->role) {
    case ITEM_ASKED:
        question_rules(it->question->type)->draw(draw, item);
        return;
    case ITEM_WRITE_IN:
        draw_words(draw, item, WRITE_IN_PERCENT, LIMIT_WRITE_IN_CHARS);
        return;
    case ITEM_CODES:
        draw_ticks(draw, item, 1, 0);
        return;
    }
    g_assert_not_reached();
}

bool draw_is_with_another(const Variables *variables, size_t item)
{
    const Item *it = &variables->items[item];
    if (it->role != ITEM_ASKED || question_rules(it->question->type)->check_together == NULL)
        return false;
    for (size_t i = item; i > 0 && variables->items[i - 1].question == it->question; i--) {
        const Row *row = variables->items[i - 1].row;
        if (row == NULL || lifetime_holds(row->lifetime, variables->survey->version))
            return true;
    }
    return false;
}
