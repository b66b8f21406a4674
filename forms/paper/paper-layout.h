/* Inside of the printed questionnaire: what it consists of and where everything stands. Pieces make rows, rows make blocks
 * (a question, a heading, a paragraph), blocks stand on pages. Pure geometry over measured text; a test may ask anything
 * here. Places are counted from the start side and the top, so nothing here knows left from right.
 * For forms/paper*.c and their tests alone.   Units: points throughout.
 * In paper-draw.c and paper.c. */
#pragma once

#include "base/arena.h"
#include "drawing/sheet.h"
#include "forms/keying/keying.h"
#include "forms/paper/paper.h"
#include <stdbool.h>

/* Sizes of one edition. */
typedef struct {
    double body, title, section; /* type */
    double box, clear;           /* tick boxes, and the room between two */
    double line;                 /* from one ruled line to the next */
    double cell_width, cell;     /* boxes for a letter or a digit */
    double point;                /* the least width of a scale's point */
    double gap;                  /* between two questions */
    bool has_tables;             /* grids as tables; else each row as a list */
} PaperMeasure;

typedef enum {
    PIECE_OPEN, /* a tag */
    PIECE_CLOSE,
    PIECE_TEXT,
    PIECE_BOX,
    PIECE_RULE, /* from (x, y) to (x + width, y + height) */
    PIECE_ARROW,
    PIECE_MODULES, /* of a QR code */
    PIECE_RECEIPT, /* where a copy's receipt code is printed */
    PIECE_BOOKMARK
} PieceKind;

typedef struct {
    PieceKind kind;
    SheetTag tag;
    double x,
        y; /* from the start side; from the row's top: of text the baseline, else the upper corner */
    double width, height, stroke;
    const char *text;
    double size_pt;
    bool bold, is_rtl;
    bool is_aside; /* not read aloud: drawn outside all tags */
    bool is_office, is_tick, is_dashed;
    unsigned level;       /* of a bookmark */
    const Option *option; /* of a tick box, of its words and of its code; or NULL */
    const uint8_t *modules;
    size_t n_modules;
} Piece;

typedef enum {
    ROW_ONCE,
    ROW_REPEATED, /* again on the next page, when a question goes on there */
    ROW_CONTINUED /* there alone */
} RowTimes;

typedef struct {
    size_t first, n; /* pieces */
    double height;
    RowTimes times;
    SheetTag
        container; /* SHEET_L, SHEET_TABLE: one for all rows that follow one another; SHEET_NONE */
    bool keeps_next;
} PaperRow;

typedef struct {
    const Question *question; /* NULL: words */
    size_t first, n;          /* rows */
    double before;            /* room above it, except at the top of a page */
    double height;            /* of the rows that stand there when it is not broken */
    bool keeps_next;
    bool begins_sheet;
    unsigned route; /* blocks of one number are joined by a rule; 0: everyone answers */
} PaperBlock;

typedef struct {
    size_t block, row;
    unsigned page; /* from 0 */
    double y;
    bool is_again; /* it stood on the page before already */
} PlacedRow;

typedef struct {
    Arena *arena;
    const Survey *survey;
    PaperStyle style;
    const char *lang;
    const PaperMeasure *measure;
    KeyPlan *plan;
    double ascent, descent; /* of a line in the language's script, in sizes of type */
    GArray *pieces;         /* Piece */
    GArray *rows;           /* PaperRow */
    GArray *blocks;         /* PaperBlock */
    GArray *placed;         /* PlacedRow, in reading order */
    double top, bottom;     /* of what stands between header and footer */
    double slip;            /* height of the slip at the foot of the last page */
    size_t n_front;         /* blocks before the first section */
    unsigned n_pages;
    unsigned route;  /* of the block being made */
    double indent;   /* of the block being made */
    bool has_arrows; /* an answer leads elsewhere */
    bool has_codes;  /* copies with printed receipt codes */
    const char *date, *title;
    unsigned n_footer_lines;
} Paper;

/* Fixed places, in points. */
double paper_mm(double mm);
extern const double paper_width, paper_height;
double paper_start(void);        /* margin at the start side */
double paper_end(void);          /* where the content ends */
double paper_office_start(void); /* the column of office use */
double paper_office_end(void);

enum { PAPER_OFFICE_TENTHS = 85 }; /* of a point: type of the office column */

/* A block of the last page, and what becomes of it when they do not all fit there: those with the highest number move
 * first, to the end of the questions or, privacy and the web form, to the front page. */
typedef enum { LAST_STAYS, LAST_HELP, LAST_WEB, LAST_THANKS, LAST_PRIVACY } LastMove;
typedef struct {
    size_t block;
    LastMove move;
} LastPart;

/* Lay out a survey: everything is placed.
 * Errors: NULL; as paper_make.   Returns: yours (free with paper_free). */
Paper *paper_lay(const Survey *survey, const PaperStyle *style,
                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void paper_free(Paper *paper);

/* The foot of every page: what is said there, and where; the page's number is the last. The copy's may be NULL.
 * Shapes: at[] has room for PAPER_FOOT; returns on how many lines it stands. */
enum { PAPER_FOOT = 3 };
typedef struct {
    char *words; /* the caller's, g_free */
    double x;
    unsigned line; /* from 0 */
} FootPart;
unsigned paper_foot(const Paper *paper, const char *serial, unsigned page,
                    FootPart at[static PAPER_FOOT]);

/* Draw what was laid out.
 * Errors: NULL and ERROR_FILE.   Returns: yours (free with g_bytes_unref). */
GBytes *paper_draw(const Paper *paper, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Paper, paper_free)
