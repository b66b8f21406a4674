/* The last page: the way back, help, the web form, privacy, and a slip to keep. */
#include "base/say.h"
#include "base/text.h"
#include "forms/paper/paper-build.h"
#include <math.h>
#include <string.h>

#include "base/banned.h"

/* The size of the way back and of "ask for another format". */
static double large_pt(const Paper *paper)
{
    return fmax(16, paper->measure->body);
}

static double begin_row(Paper *paper)
{
    paper_row_begin(paper, ROW_ONCE, SHEET_NONE);
    return 0;
}

/* A part begins with its heading, and is one block. */
static double begin_part(Paper *paper, GArray *parts, LastMove move, const char *heading)
{
    const LastPart part = {.block = paper->blocks->len, .move = move};
    g_array_append_val(parts, part);
    paper_block_begin(paper, NULL, paper->measure->gap);
    double y = begin_row(paper);
    if (heading == NULL)
        return y;
    paper_bookmark(paper, 0, heading);
    y = paper_paragraph(
        paper, SHEET_H2, heading,
        (PaperText){.x = paper_start(), .size_pt = paper->measure->section, .bold = true});
    return y + paper_mm(0.5);
}

static void end_part(Paper *paper, double y)
{
    paper_row_end(paper, y);
    paper_block_end(paper, false);
}

static double add_line(Paper *paper, const char *words, double y, double size_pt, bool bold)
{
    return paper_paragraph(
        paper, SHEET_P, words,
        (PaperText){.x = paper_start(), .y = y, .size_pt = size_pt, .bold = bold});
}

static void add_thanks(Paper *paper, GArray *parts)
{
    const Paragraphs *thanks = &paper->survey->thanks;
    if (thanks->n == 0)
        return;
    double y = begin_part(paper, parts, LAST_THANKS, NULL);
    for (size_t i = 0; i < thanks->n; i++)
        y = add_line(paper, paper_words(paper, &thanks->at[i]), y, 0, i == 0);
    end_part(paper, y);
}

/* The postal address has its lines parted by commas. */
static double add_address(Paper *paper, double y)
{
    const Survey *survey = paper->survey;
    if (survey->owner_address == NULL)
        return add_line(paper, survey->owner, y, large_pt(paper), true);
    g_auto(GStrv) lines = g_strsplit(survey->owner_address, ",", -1);
    for (size_t i = 0; lines[i] != NULL; i++)
        y = add_line(paper, g_strstrip(lines[i]), y, large_pt(paper), true);
    return y;
}

static void add_way_back(Paper *paper, GArray *parts)
{
    double y =
        begin_part(paper, parts, LAST_STAYS, paper_say(paper, SAY("How to send this form back")));
    y = add_line(paper, paper_say(paper, SAY("Post it or hand it in to:")), y, 0, false);
    y = add_address(paper, y + paper_mm(1));
    const char *last_day = paper_last_day(paper);
    if (last_day != NULL) {
        g_autofree char *words =
            text_fill(paper_say(paper, SAY("It must reach us by {day}.")), "day", last_day, NULL);
        y = add_line(paper, words, y + paper_mm(1), 0, false);
    }
    end_part(paper, y);
}

/* "Telephone: 01632 960 101", for each way that the definition names. */
static double add_contacts(Paper *paper, double y, double size_pt)
{
    const struct {
        const char *template, *value;
    } ways[] = {{SAY("Telephone: {value}"), paper->survey->owner_phone},
                {SAY("Email: {value}"), paper->survey->owner_email}};
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
        if (ways[i].value == NULL)
            continue;
        g_autofree char *value = paper_isolated(ways[i].value);
        g_autofree char *words =
            text_fill(paper_say(paper, ways[i].template), "value", value, NULL);
        y = add_line(paper, words, y, size_pt, true);
    }
    return y;
}

static void add_help(Paper *paper, GArray *parts)
{
    const Survey *survey = paper->survey;
    const double size = large_pt(paper);
    double y = begin_part(paper, parts, LAST_HELP,
                          paper_say(paper, SAY("Help, large print, other languages")));
    y = add_line(paper,
                 paper_say(paper, SAY("Ask us for this form in another format or language, or for "
                                      "help with it.")),
                 y, size, false);
    y = add_contacts(paper, y, size);
    for (size_t i = 0; i < survey->help.n; i++)
        y = add_line(paper, paper_words(paper, &survey->help.at[i]), y + paper_mm(1), 0, false);
    end_part(paper, y);
}

const char *paper_web_address(Paper *paper)
{
    const Survey *survey = paper->survey;
    const char *base = paper->style.base_url;
    size_t length = strlen(base);
    while (length > 0 && base[length - 1] == '/')
        length--;
    g_autofree char *root = g_strndup(base, length);
    return paper_keep(paper, survey->n_languages > 1
                                 ? g_strdup_printf("%s/%s/?lang=%s", root, survey->id, paper->lang)
                                 : g_strdup_printf("%s/%s/", root, survey->id));
}

const char *paper_web_words(Paper *paper)
{
    const char *address = paper_web_address(paper);
    const char *after = strstr(address, "://");
    g_autofree char *plain = g_strdup(after != NULL ? after + 3 : address);
    char *query = strchr(plain, '?');
    if (query != NULL)
        *query = '\0';
    size_t length = strlen(plain);
    if (length > 0 && plain[length - 1] == '/')
        plain[length - 1] = '\0';
    return arena_strdup(paper->arena, plain);
}

static bool add_web(Paper *paper, GArray *parts, GError **error)
{
    if (paper->style.base_url == NULL)
        return true;
    const double side = paper_mm(32);
    double y =
        begin_part(paper, parts, LAST_WEB, paper_say(paper, SAY("You can answer online instead")));
    const double x = paper_end() - side;
    if (!paper_code(paper, paper_web_address(paper), x, 0, side, error))
        return false;
    PaperText at = {.x = paper_start(), .y = y, .width = x - paper_start() - paper_mm(4)};
    at.y = paper_paragraph(
        paper, SHEET_P,
        paper_say(paper, SAY("Point the camera of a phone at the code, or type this address:")),
        at);
    at.bold = true;
    y = paper_paragraph(paper, SHEET_P, paper_web_words(paper), at);
    end_part(paper, fmax(y, side));
    return true;
}

/* One more way to ask, after those before it; NULL is none. */
static void append_way(GString *to, const char *way)
{
    if (way == NULL)
        return;
    g_autofree char *words = paper_isolated(way);
    g_string_append_printf(to, "%s%s", to->len > 0 ? ", " : "", words);
}

static void add_privacy(Paper *paper, GArray *parts)
{
    const Survey *survey = paper->survey;
    const Governance *governance = &survey->governance;
    if (survey->privacy.n == 0 && !survey->has_governance)
        return;
    double y =
        begin_part(paper, parts, LAST_PRIVACY, paper_say(paper, SAY("How we use your answers")));
    for (size_t i = 0; i < survey->privacy.n; i++)
        y = add_line(paper, paper_words(paper, &survey->privacy.at[i]),
                     y + (i > 0 ? paper_mm(1) : 0), 0, false);
    const char *ways[] = {governance->contact, governance->contact_phone,
                          governance->contact_email};
    g_autoptr(GString) contact = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++)
        append_way(contact, ways[i]);
    if (contact->len > 0) {
        g_autofree char *words =
            text_fill(paper_say(paper, SAY("Questions about your data: {contact}")), "contact",
                      contact->str, NULL);
        y = add_line(paper, words, y + paper_mm(1), 0, false);
    }
    end_part(paper, y);
}

static double word_box(const Paper *paper)
{
    return paper->measure->cell_width * 12;
}

/* Without printed codes a resident makes one up; the same word stands on the form and on the slip. */
static void add_own_word(Paper *paper, GArray *parts)
{
    if (paper->has_codes)
        return;
    double y = begin_part(paper, parts, LAST_STAYS,
                          paper_say(paper, SAY("If you change your mind later")));
    y = add_line(paper,
                 paper_say(paper, SAY("To be able to have your answers deleted, make up a word or "
                                      "number that nobody will guess. Write it in this box and in "
                                      "the box below the dashed line, and keep that part.")),
                 y, 0, false);
    paper_box(paper, paper_start(), y + paper_mm(1.5), word_box(paper), paper->measure->cell);
    end_part(paper, y + paper_mm(1.5) + paper->measure->cell);
}

static void add_receipt(Paper *paper, double *y)
{
    const PaperMeasure *measure = paper->measure;
    const char *label = paper->has_codes ? paper_say(paper, SAY("Your receipt code:"))
                                         : paper_say(paper, SAY("Your word:"));
    double centre = *y + paper_mm(1) + measure->cell / 2;
    double x = paper_start() + paper_text_width(paper, label, true) + paper_mm(3);
    paper_paragraph(
        paper, SHEET_P, label,
        (PaperText){.x = paper_start(), .y = paper_beside(paper, centre), .bold = true});
    if (!paper->has_codes)
        paper_box(paper, x, *y + paper_mm(1), fmin(word_box(paper), paper_end() - x),
                  measure->cell);
    const Piece place = {.kind = PIECE_RECEIPT,
                         .x = x,
                         .y = centre + large_pt(paper) * 0.357,
                         .size_pt = large_pt(paper),
                         .is_aside = true};
    if (paper->has_codes)
        g_array_append_val(paper->pieces, place);
    *y += measure->cell + paper_mm(2);
}

/* What is torn off: what it was, who to ask, and the word or code. */
static void add_slip(Paper *paper)
{
    const Survey *survey = paper->survey;
    g_autoptr(GString) who = g_string_new(NULL);
    const char *ways[] = {survey->owner, survey->owner_phone, survey->owner_email};
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++)
        append_way(who, ways[i]);
    paper_block_begin(paper, NULL, 0);
    double y = begin_row(paper);
    const Piece tear = {.kind = PIECE_RULE,
                        .x = 0,
                        .y = paper_mm(2),
                        .width = paper_width,
                        .stroke = 1,
                        .is_aside = true,
                        .is_dashed = true};
    g_array_append_val(paper->pieces, tear);
    y = add_line(paper, paper_say(paper, SAY("Cut here and keep this part")), paper_mm(5), 0, true);
    y = add_line(paper, paper_words(paper, &survey->title), y + paper_mm(1), 0, false);
    g_autofree char *asking =
        text_fill(paper_say(paper, SAY("Questions: {contact}")), "contact", who->str, NULL);
    y = add_line(paper, asking, y, 0, false);
    add_receipt(paper, &y);
    y = add_line(paper,
                 paper->has_codes
                     ? paper_say(paper, SAY("To have your answers deleted, tell us this code."))
                     : paper_say(paper, SAY("To have your answers deleted, tell us this word.")),
                 y, 0, false);
    end_part(paper, y);
    paper->slip = y;
}

bool paper_add_last_page(Paper *paper, GArray *out_parts, GError **error)
{
    add_thanks(paper, out_parts);
    add_way_back(paper, out_parts);
    add_help(paper, out_parts);
    if (!add_web(paper, out_parts, error))
        return false;
    add_privacy(paper, out_parts);
    add_own_word(paper, out_parts);
    add_slip(paper);
    return true;
}

void paper_add_more_room(Paper *paper, double height)
{
    const char *heading = paper_say(paper, SAY("More room for your answers"));
    paper_block_begin(paper, NULL, 0);
    begin_row(paper);
    paper_bookmark(paper, 0, heading);
    double y = paper_paragraph(
        paper, SHEET_H2, heading,
        (PaperText){.x = paper_start(), .size_pt = paper->measure->section, .bold = true});
    y = add_line(paper,
                 paper_say(paper, SAY("Write the number of the question before what you write.")),
                 y + paper_mm(1), 0, false);
    while (y + paper->measure->line <= height) {
        y += paper->measure->line;
        paper_rule(paper, paper_start(), y, paper_end() - paper_start(), 0, 0.75);
    }
    end_part(paper, y);
}

void paper_add_blank(Paper *paper)
{
    paper_block_begin(paper, NULL, 0);
    begin_row(paper);
    end_part(paper, add_line(paper, paper_say(paper, SAY("There are no questions on this page.")),
                             0, 0, false));
}
