#include "forms/paper/paper.h"
#include "base/day.h"
#include "base/error.h"
#include "base/say.h"
#include "base/text.h"
#include "forms/paper/paper-build.h"
#include <string.h>

#include "base/banned.h"

const double paper_width = 595.28, paper_height = 841.89; /* A4 */

double paper_mm(double mm)
{
    return mm * 72 / 25.4;
}

double paper_start(void)
{
    return paper_mm(16);
}

double paper_end(void)
{
    return paper_mm(184);
}

double paper_office_start(void)
{
    return paper_mm(188);
}

double paper_office_end(void)
{
    return paper_mm(202);
}

static const double top_mm = 19, bottom_mm = 278;

/* In points, but lengths in millimetres, which paper_lay turns into points. */
static const PaperMeasure measures[PAPER_SIZE_COUNT] = {
    [PAPER_14] = {.body = 14,
                  .title = 25,
                  .section = 18,
                  .box = 5,
                  .clear = 3,
                  .line = 9,
                  .cell_width = 8,
                  .cell = 9,
                  .point = 13,
                  .gap = 5,
                  .has_tables = true},
    [PAPER_12] = {.body = 12,
                  .title = 22,
                  .section = 16,
                  .box = 5,
                  .clear = 3,
                  .line = 9,
                  .cell_width = 7.5,
                  .cell = 8.5,
                  .point = 12,
                  .gap = 5,
                  .has_tables = true},
    [PAPER_18] = {.body = 18,
                  .title = 30,
                  .section = 23,
                  .box = 8,
                  .clear = 3.5,
                  .line = 12,
                  .cell_width = 11,
                  .cell = 12,
                  .point = 24,
                  .gap = 9},
};

static PaperMeasure *measure_new(Arena *arena, PaperSize size)
{
    PaperMeasure *measure = arena_new_array(arena, PaperMeasure, 1);
    *measure = measures[size];
    double *const lengths[] = {&measure->box,        &measure->clear, &measure->line,
                               &measure->cell_width, &measure->cell,  &measure->point,
                               &measure->gap};
    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++)
        *lengths[i] = paper_mm(*lengths[i]);
    return measure;
}

unsigned paper_foot(const Paper *paper, const char *serial, unsigned page,
                    FootPart at[static PAPER_FOOT])
{
    const double gap = paper_mm(6);
    g_autofree char *version = g_strdup_printf("%u", paper->survey->version);
    g_autofree char *number = g_strdup_printf("%u", page + 1);
    g_autofree char *all = g_strdup_printf("%u", paper->n_pages);
    at[0].words = text_fill(paper_say(paper, SAY("{survey}, version {version}")), "survey",
                            paper->survey->id, "version", version, NULL);
    at[1].words = g_strdup("");
    if (serial != NULL) {
        g_autofree char *batch = paper_isolated(paper->style.copies->batch);
        g_autofree char *form = paper_isolated(serial);
        g_free(at[1].words);
        at[1].words = text_fill(paper_say(paper, SAY("{batch}, form {serial}")), "batch", batch,
                                "serial", form, NULL);
    }
    at[2].words = text_fill(paper_say(paper, SAY("Page {page} of {pages}")), "page", number,
                            "pages", all, NULL);
    double x = paper_start();
    unsigned line = 0;
    for (size_t i = 0; i < PAPER_FOOT; i++) {
        double width = *at[i].words != '\0' ? paper_text_width(paper, at[i].words, false) : 0;
        if (x > paper_start() && x + width > paper_end()) {
            x = paper_start();
            line++;
        }
        at[i].x = i + 1 == PAPER_FOOT ? paper_end() - width : x;
        at[i].line = line;
        x += width > 0 ? width + gap : 0;
    }
    return line + 1;
}

static bool find_language(const Survey *survey, const char *wanted, const char **out_lang,
                          GError **error)
{
    if (wanted == NULL)
        wanted = survey->languages[0];
    g_autoptr(GString) known = g_string_new(NULL);
    for (size_t i = 0; i < survey->n_languages; i++) {
        if (strcmp(survey->languages[i], wanted) == 0) {
            *out_lang = survey->languages[i];
            return true;
        }
        g_string_append_printf(known, "%s%s", i > 0 ? ", " : "", survey->languages[i]);
    }
    error_set(error, ERROR_NOT_FOUND, "survey %s is not in the language '%s'; it is in: %s",
              survey->id, wanted, known->str);
    return false;
}

/* Does any answer lead elsewhere than to the next question? */
static bool has_forks(const Survey *survey)
{
    for (size_t q = 0; q < survey->n_questions; q++) {
        const Question *question = &survey->questions[q];
        for (size_t i = 0; paper_asks(survey, question) && i < question->n_options; i++)
            if (paper_forks(survey, question, &question->options[i]))
                return true;
    }
    return false;
}

/* Lines are as high as the title's script needs, so that figures and foreign words stand on one line with it. */
static void measure_line(Paper *paper)
{
    const double size = 100;
    const LabelSize line = label_measure(paper->title, size, false, 0);
    paper->ascent = line.baseline / size;
    paper->descent = (line.height - line.baseline) / size;
}

/* Room for as many lines of the foot as the longest serial needs. */
static void measure_foot(Paper *paper)
{
    const PaperCopies *copies = paper->style.copies;
    FootPart parts[PAPER_FOOT];
    paper->n_pages = 88;
    paper->n_footer_lines =
        paper_foot(paper, copies != NULL ? copies->serials[copies->n - 1] : NULL, 87, parts);
    for (size_t i = 0; i < PAPER_FOOT; i++)
        g_free(parts[i].words);
    double line = paper_line_height(paper, paper->measure->body);
    paper->bottom = paper_mm(bottom_mm) - line * (paper->n_footer_lines - 1);
}

Paper *paper_lay(const Survey *survey, const PaperStyle *style, GError **error)
{
    const char *lang = NULL;
    if (!label_check(error) || !find_language(survey, style->lang, &lang, error))
        return NULL;
    g_autoptr(Arena) arena = arena_new();
    g_autoptr(Paper) paper = arena_new_array(arena, Paper, 1);
    paper->arena = g_steal_pointer(&arena);
    paper->survey = survey;
    paper->style = *style;
    paper->lang = lang;
    paper->measure = measure_new(paper->arena, style->size);
    paper->plan = keying_plan_new(survey);
    paper->pieces = g_array_new(false, true, sizeof(Piece));
    paper->rows = g_array_new(false, true, sizeof(PaperRow));
    paper->blocks = g_array_new(false, true, sizeof(PaperBlock));
    paper->placed = g_array_new(false, true, sizeof(PlacedRow));
    paper->top = paper_mm(top_mm);
    paper->indent = paper_start();
    paper->has_arrows = has_forks(survey);
    paper->has_codes = style->copies != NULL && style->copies->key != NULL;
    paper->title = wording_plain(&survey->title, lang);
    int64_t opens = style->opens != 0 ? style->opens : survey->opens;
    paper->date =
        paper_keep(paper, day_text(day_of_moment(style->made != 0 ? style->made : opens)));
    measure_line(paper);
    measure_foot(paper);
    paper_add_front(paper);
    paper->n_front = paper->blocks->len;
    paper_add_pages(paper);
    return paper_place(paper, error) ? g_steal_pointer(&paper) : NULL;
}

void paper_free(Paper *paper)
{
    if (paper == NULL)
        return;
    keying_plan_free(paper->plan);
    g_array_unref(paper->pieces);
    g_array_unref(paper->rows);
    g_array_unref(paper->blocks);
    g_array_unref(paper->placed);
    arena_free(paper->arena);
}

GBytes *paper_make(const Survey *survey, const PaperStyle *style, GError **error)
{
    g_autoptr(Paper) paper = paper_lay(survey, style, error);
    return paper != NULL ? paper_draw(paper, error) : NULL;
}
