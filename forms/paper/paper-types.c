/* The types on paper, in the order of the list. */
#include "base/say.h"
#include "base/text.h"
#include "forms/paper/paper-type.h"

#include "base/banned.h"

extern const PaperType choose_one_paper, choose_many_paper, rank_paper, scale_paper, number_paper,
    date_paper, text_paper, grid_paper;

static const char *one_instruction(Paper *paper, const Question *question)
{
    (void)question;
    return paper_say(paper, SAY("Tick one box only."));
}

/* "Tick up to 2 boxes." and its kind. */
static const char *many_instruction(Paper *paper, const Question *question)
{
    g_autofree char *min = g_strdup_printf("%u", question->picks.least);
    g_autofree char *max = g_strdup_printf("%u", question->picks.most);
    const char *template = paper_say(paper, SAY("Tick all that apply."));
    if (question->picks.least > 1 && question->picks.most == question->picks.least)
        template = paper_say(paper, SAY("Tick {max} boxes."));
    else if (question->picks.least > 1 && question->picks.most > 0)
        template = paper_say(paper, SAY("Tick {min} to {max} boxes."));
    else if (question->picks.least > 1)
        template = paper_say(paper, SAY("Tick at least {min} boxes."));
    else if (question->picks.most == 1)
        template = paper_say(paper, SAY("Tick one box only."));
    else if (question->picks.most > 0)
        template = paper_say(paper, SAY("Tick up to {max} boxes."));
    return paper_keep(paper, text_fill(template, "min", min, "max", max, NULL));
}

/* "Write 1, 2 and 3 in the boxes: 1 for your first choice." */
static const char *rank_instruction(Paper *paper, const Question *question)
{
    g_autofree char *last = g_strdup_printf("%u", question->picks.most);
    const char *template =
        question->picks.most == 1 ? SAY("Write 1 in the box beside your first choice.")
        : question->picks.most == 2
            ? SAY("Write 1 beside your first choice and 2 beside your second. Leave the others "
                  "blank.")
            : SAY("Write 1 beside your first choice, 2 beside your second, and so on to {last}. "
                  "Leave the others blank.");
    return paper_keep(paper, text_fill(paper_say(paper, template), "last", last, NULL));
}

static const char *scale_instruction(Paper *paper, const Question *question)
{
    const char *tick = paper_say(paper, SAY("Tick one box only."));
    if (!wording_is(&question->own.scale.low) || !wording_is(&question->own.scale.high))
        return tick;
    g_autofree char *from = text_from_decimal(question->own.scale.from, 0);
    g_autofree char *to = text_from_decimal(question->own.scale.to, 0);
    g_autofree char *ends =
        text_fill(paper_say(paper, SAY("{from} means “{low}”, {to} means “{high}”.")), "from", from,
                  "low", wording_plain(&question->own.scale.low, paper->lang), "to", to, "high",
                  wording_plain(&question->own.scale.high, paper->lang), NULL);
    return paper_keep(paper, g_strconcat(ends, " ", tick, NULL));
}

static const char *number_instruction(Paper *paper, const Question *question)
{
    (void)question;
    return paper_say(paper, SAY("Write one figure in each box."));
}

static const char *date_instruction(Paper *paper, const Question *question)
{
    (void)question;
    return paper_say(paper, SAY("Write the day, the month and the year in figures."));
}

static const char *text_instruction(Paper *paper, const Question *question)
{
    return paper_say(paper, question->own.text.lines <= 1 ? SAY("Write on the line.")
                                                          : SAY("Write on the lines."));
}

static const char *grid_instruction(Paper *paper, const Question *question)
{
    return paper_say(paper, paper_has_table(paper, question)
                                ? SAY("Tick one box on each line.")
                                : SAY("Tick one box below each line."));
}

const PaperType choose_one_paper = {.add = paper_add_options, .instruction = one_instruction};
const PaperType choose_many_paper = {.add = paper_add_options, .instruction = many_instruction};
const PaperType rank_paper = {.add = paper_add_options, .instruction = rank_instruction};
const PaperType scale_paper = {.add = paper_add_scale, .instruction = scale_instruction};
const PaperType number_paper = {.add = paper_add_number, .instruction = number_instruction};
const PaperType date_paper = {.add = paper_add_date, .instruction = date_instruction};
const PaperType text_paper = {.add = paper_add_lines, .instruction = text_instruction};
const PaperType grid_paper = {.add = paper_add_grid, .instruction = grid_instruction};
