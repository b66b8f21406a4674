/* Making rows and blocks of a printed questionnaire, piece by piece. For forms/paper*.c alone.
 * In paper-build.c, paper-cells.c, paper-front.c, paper-last.c, paper-options.c, paper-place.c, paper-question.c,
 * paper-routes.c, paper-scale.c and paper-words.c. */
#pragma once

#include "forms/paper/paper-layout.h"

typedef enum { AT_START, AT_CENTRE, AT_END } PaperAlign;

typedef struct {
    double x, y, width; /* y: top of the first line */
    double size_pt;     /* 0: the body's */
    bool bold, is_aside;
    PaperAlign align;
    const Option *option;
} PaperText;

/* Begin and end a block, and a row of it. Rows belong to the block that is open, pieces to the row. */
void paper_block_begin(Paper *paper, const Question *question, double before);
void paper_block_end(Paper *paper, bool keeps_next);
void paper_row_begin(Paper *paper, RowTimes times, SheetTag container);
void paper_row_end(Paper *paper, double height);

/* Text broken into lines; returns where it ends (y). */
double paper_text(Paper *paper, const char *words, PaperText at);

/* The same as an element of its own, at the width that is left. */
double paper_paragraph(Paper *paper, SheetTag tag, const char *words, PaperText at);

/* Are they set from right to left: in a language that is written so, all words with a letter of it, and bare figures? */
bool paper_runs_rtl(const Paper *paper, const char *words);

/* Words that keep their own direction inside others: a telephone number, a serial.
 * Returns: yours (free with g_free). */
char *paper_isolated(const char *words);

/* How wide the words are on one line, and how high lines are. */
double paper_text_width(const Paper *paper, const char *words, bool bold);
double paper_line_height(const Paper *paper, double size_pt);

/* Where the top of a line of body text is whose small letters stand in the middle of a box. */
double paper_beside(const Paper *paper, double centre);

/* The pieces that are not text, their corner (of an arrow its tail) at (x, y). */
void paper_tag_open(Paper *paper, SheetTag tag);
void paper_tag_close(Paper *paper);
void paper_tick(Paper *paper, double x, double y, const Option *option);
void paper_box(Paper *paper, double x, double y, double width, double height);
void paper_rule(Paper *paper, double x, double y, double width, double height, double stroke);
void paper_arrow(Paper *paper, double x, double y);
void paper_bookmark(Paper *paper, unsigned level, const char *title);

/* Words for staff in the office column, in the middle of which `centre` is; they have `option`'s code. */
void paper_office(Paper *paper, const char *words, double centre, const Option *option);

/* A code in the office type elsewhere: in the middle of a column. */
void paper_office_at(Paper *paper, const char *words, double centre_x, double top,
                     const Option *option);

/* A QR code of words, `side` wide with its quiet zone.
 * Errors: false and ERROR_LIMIT. */
bool paper_code(Paper *paper, const char *words, double x, double y, double side, GError **error);

/* A text of the definition as it is printed: links with their address, answers to repeat by their stand-ins.
 * Owns: the arena's. */
const char *paper_words(Paper *paper, const Wording *words);

/* say in the paper's language. */
const char *paper_say(const Paper *paper, const char *english);

/* Copy words into the arena, freeing them. */
const char *paper_keep(Paper *paper, char *words);

/* Each file adds its part. */
void paper_add_front(Paper *paper);
void paper_add_pages(Paper *paper);
void paper_add_question(Paper *paper, const Question *question, const char *route_words);

/* What the last page says, in parts; then the slip at its foot, and its height in paper->slip.
 * Errors: false and ERROR_LIMIT.   Shapes: *out_parts are LastPart. */
bool paper_add_last_page(Paper *paper, GArray *out_parts, GError **error);

/* A page of lines for more words, or one without questions. */
void paper_add_more_room(Paper *paper, double height);
void paper_add_blank(Paper *paper);

/* Does an answer lead elsewhere than to the question that is printed next?   Threads: any (pure). */
bool paper_forks(const Survey *survey, const Question *question, const Option *option);

/* The address of the web form in the paper's language, with and without its scheme.
 * Owns: the arena's. */
const char *paper_web_address(Paper *paper);
const char *paper_web_words(Paper *paper);

/* A section's heading with its bookmark; paragraphs, each a block. */
void paper_add_heading(Paper *paper, const char *words, double before);
void paper_add_paragraphs(Paper *paper, const Paragraphs *paragraphs, double before,
                          bool keeps_next);

/* The last day before the survey closes, in words; NULL: not said.   Owns: the arena's. */
const char *paper_last_day(Paper *paper);

/* Place all blocks on pages, the end of the form included.
 * Errors: false and ERROR_LIMIT (too many words for the last page, or for a QR code). */
bool paper_place(Paper *paper, GError **error);

/* The modules of a QR code of words, a byte each, dark where it is odd; *out_n on a side.
 * Errors: NULL and ERROR_LIMIT.   Owns: the arena's. */
const uint8_t *paper_modules(Arena *arena, const char *words, size_t *out_n, GError **error);

/* Is there room for a grid as a table?   Threads: any. */
bool paper_has_table(Paper *paper, const Question *question);

/* Boxes of one question, by its type. `first_item` is its first item. */
void paper_add_options(Paper *paper, const Question *question, size_t first_item);
void paper_add_scale(Paper *paper, const Question *question, size_t first_item);
void paper_add_grid(Paper *paper, const Question *question, size_t first_item);
void paper_add_number(Paper *paper, const Question *question, size_t first_item);
void paper_add_date(Paper *paper, const Question *question, size_t first_item);
void paper_add_lines(Paper *paper, const Question *question, size_t first_item);

/* The generated instruction of a question, or the definition's own; NULL for none.
 * Owns: the arena's. */
const char *paper_instruction(Paper *paper, const Question *question);

/* Where an answer leads. */
typedef struct {
    bool is_known;
    const Question *to; /* NULL: the end of the form */
} PaperWay;

/* After this answer to this question, when nothing else is known but that the question was asked.
 * Threads: any (pure). */
PaperWay paper_way(const Survey *survey, const Question *from, const Option *option);

/* The question that is printed next, or NULL.   Owns: lent. */
const Question *paper_next(const Survey *survey, const Question *question);

/* "Go to question 6", or "Go to the last page".
 * Owns: the arena's. */
const char *paper_way_words(Paper *paper, PaperWay way);

/* The code of an option by the plan; NULL when it has none.   Owns: lent. */
const char *paper_code_of(const Paper *paper, size_t item, const Option *option);

/* Does the definition's version ask it?   Threads: any (pure). */
bool paper_asks(const Survey *survey, const Question *question);

/* Where the boxes and the words of a question begin, beside its number.   Threads: any. */
double paper_answers_start(const Paper *paper);
