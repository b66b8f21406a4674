/* One definition, three faces: the web's pages, the printed form and the keying screen ask the same questions, under the
 * same numbers, in the same words, with the same answers and codes. Each is read as its user gets it: HTML, HTML, and what
 * pdftohtml finds in the PDF. Every face becomes lines, `8 Overall, do you feel safe?`, `8a statement`, `  03 an answer`. */
#include "base/say.h"
#include "forms/answers/journey.h"
#include "forms/definition/survey-xml.h"
#include "forms/keying/keying-html.h"
#include "forms/paper/paper.h"
#include "forms/paper/pdf-runs.h"
#include "forms/web/page-html.h"
#include <glib/gstdio.h>
#include <libxml/HTMLparser.h>
#include <libxml/xpath.h>
#include <math.h>
#include <string.h>

#include "base/banned.h"

/* White space folded, ligatures undone. */
static char *plain(const char *words)
{
    g_autofree char *whole = g_utf8_normalize(words, -1, G_NORMALIZE_ALL_COMPOSE);
    g_auto(GStrv) parts = g_strsplit_set(whole, " \n\t", -1);
    GString *out = g_string_new(NULL);
    for (size_t i = 0; parts[i] != NULL; i++)
        if (*parts[i] != '\0')
            g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", parts[i]);
    return g_string_free(out, false);
}

/* The text of the first node that a path finds, or NULL.
 * Returns: yours (free with g_free). */
static char *text_at(xmlXPathContext *in, xmlNode *from, const char *path)
{
    xmlXPathObject *hold = NULL;
    xmlNodeSet *nodes = find(in, from, path, &hold);
    char *words = NULL;
    if (size_of(nodes) > 0) {
        xmlChar *content = xmlNodeGetContent(nodes->nodeTab[0]);
        words = plain((const char *)content);
        xmlFree(content);
    }
    xmlXPathFreeObject(hold);
    return words;
}

static void add(GString *face, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void add(GString *face, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_string_append_vprintf(face, format, arguments);
    va_end(arguments);
    g_string_append_c(face, '\n');
}

/* Walk the nodes of a path in a piece of HTML. */
static void walk(Markup *markup, const char *path,
                 void (*visit)(xmlXPathContext *, xmlNode *, void *), void *arg)
{
    g_autoptr(GBytes) bytes = markup_finish(markup);
    size_t length;
    const char *data = g_bytes_get_data(bytes, &length);
    htmlDocPtr doc = htmlReadMemory(data, (int)length, NULL, "UTF-8",
                                    HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    xmlXPathContext *in = xmlXPathNewContext(doc);
    xmlXPathObject *hold = NULL;
    xmlNodeSet *nodes = find(in, xmlDocGetRootElement(doc), path, &hold);
    for (int i = 0; i < size_of(nodes); i++)
        visit(in, nodes->nodeTab[i], arg);
    xmlXPathFreeObject(hold);
    xmlXPathFreeContext(in);
    xmlFreeDoc(doc);
}

/* ---- The web ---- */

/* Answers in their order, the code by position, as wide as the last; a scale counts from its own first point. */
static void add_web_options(xmlXPathContext *in, xmlNode *from, const char *path, GString *face)
{
    xmlXPathObject *hold = NULL;
    xmlNodeSet *nodes = find(in, from, path, &hold);
    const int n = size_of(nodes);
    g_autofree char *first =
        n > 0 ? text_at(in, nodes->nodeTab[0], "./text() | ./label/text()") : NULL;
    const bool is_scale = n > 0 && strspn(first, "0123456789") == strlen(first);
    const int from_number = is_scale ? number_in(first) : 1;
    const int width = snprintf(NULL, 0, "%d", from_number + n - 1);
    for (int i = 0; i < n; i++) {
        g_autofree char *label = text_at(in, nodes->nodeTab[i], "./text() | ./label");
        char *hidden = is_scale ? strstr(label, " (") : NULL;
        if (hidden != NULL)
            *hidden = '\0';
        add(face, "  %0*d %s", width, from_number + i, label);
    }
    xmlXPathFreeObject(hold);
}

static void visit_web(xmlXPathContext *in, xmlNode *question, void *arg)
{
    static const char numbered[] =
        "./legend//span[@class='question-number'] | ./label/span[@class='question-number'] | "
        "./h1/label/span[@class='question-number']";
    GString *face = arg;
    xmlXPathObject *hold = NULL;
    g_autofree char *number = text_at(in, question, numbered);
    g_autofree char *whole =
        text_at(in, question, "./legend | ./label[@class='ask'] | ./h1/label[@class='ask']");
    g_assert_nonnull(number);
    number[strlen(number) - 1] = '\0';
    add(face, "%s %s", number, whole + strlen(number) + 2);
    xmlNodeSet *rows = find(in, question, ".//fieldset[contains(@class, 'row')]", &hold);
    for (int r = 0; r < size_of(rows); r++) {
        g_autofree char *label = text_at(in, rows->nodeTab[r], "./legend");
        add(face, "%s%c %s", number, 'a' + r, label);
        add_web_options(in, rows->nodeTab[r], ".//div[@class='option']", face);
    }
    if (size_of(rows) == 0 && strstr((const char *)question->name, "div") == NULL) {
        xmlXPathObject *places = NULL;
        const bool is_rank = size_of(find(in, question, ".//div[@class='place']", &places)) > 0;
        xmlXPathFreeObject(places);
        add_web_options(in, question,
                        is_rank ? "(.//div[@class='place'])[1]//option[@value != '']"
                                : ".//div[@class='option']",
                        face);
    } else if (size_of(rows) == 0) {
        add_web_options(in, question, ".//select//option[@value != '']", face);
    }
    xmlXPathFreeObject(hold);
}

static char *web_face(const Survey *survey, const char *lang)
{
    GString *face = g_string_new(NULL);
    g_autoptr(Journey) journey = journey_new(survey, lang);
    for (size_t p = 0; p < survey->n_pages; p++) {
        Markup *to = markup_new(MARKUP_HTML);
        page_write(to, journey, p, false);
        walk(to,
             "//*[.//span[@class='question-number']][self::fieldset or self::div]"
             "[contains(concat(' ', @class, ' '), ' question ')]",
             visit_web, face);
    }
    return g_string_free(face, false);
}

/* ---- The keying screen, in full words ---- */

static void visit_key(xmlXPathContext *in, xmlNode *node, void *arg)
{
    GString *face = arg;
    xmlXPathObject *hold = NULL;
    if (strcmp((const char *)node->name, "p") ==
        0) { /* a grid's question: its number is its rows' */
        g_autofree char *ask = text_at(in, node, ".");
        g_autofree char *row = text_at(in, node, "(./following::label/b)[1]");
        const char *number = row + strlen("Question ");
        add(face, "%.*s %s", (int)strspn(number, "0123456789"), number, ask);
        return;
    }
    g_autofree char *name = text_at(in, node, "./label/b");
    g_autofree char *words = text_at(in, node, "./label/span");
    if (strstr(name, ", words") != NULL)
        return;
    add(face, "%s %s", name + strlen("Question "), words);
    xmlNodeSet *codes = find(in, node, "./ul[@class='key-codes']/li", &hold);
    for (int i = 0; i < size_of(codes); i++) {
        g_autofree char *code = text_at(in, codes->nodeTab[i], "./kbd");
        g_autofree char *label = text_at(in, codes->nodeTab[i], ".");
        const char *after = label + strlen(code);
        if (*after == '\0') /* a point of a scale */
            add(face, "  %s %d", code, number_in(code));
        else
            add(face, "  %s %s", code, after + 1);
    }
    xmlXPathFreeObject(hold);
}

static char *key_face(const Survey *survey, const char *lang)
{
    GString *face = g_string_new(NULL);
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    g_autoptr(KeyingEntries) form = keying_entries_new(plan);
    const KeyView view = {.plan = plan, .form = form, .lang = lang, .is_spoken = true};
    Markup *to = markup_new(MARKUP_HTML);
    keying_fields_write(to, &view);
    walk(to, "//p[@class='ask'] | //div[contains(@class, 'key-field')]", visit_key, face);
    return g_string_free(face, false);
}

/* ---- Paper ---- */

enum { PX_START = 68, PX_OFFICE = 785, PX_LINE = 28, PX_BODY = 24 }; /* of pdftohtml: 1.5 a point */

typedef struct {
    GArray *runs;
    GString *face;
    size_t at;
} Reading;

static const Run *run_at(const Reading *reading, size_t i)
{
    return i < reading->runs->len ? &g_array_index(reading->runs, Run, i) : NULL;
}

static bool is_small(const Run *run)
{
    return run->height < PX_BODY - 4;
}

/* A run's words with those of the lines under it that begin where it begins and are set as it is. */
static char *column(const Reading *reading, size_t i, int bottom)
{
    const Run *first = run_at(reading, i);
    const Run *last = first;
    g_autoptr(GString) words = g_string_new(first->text);
    for (size_t j = i + 1; j < reading->runs->len; j++) {
        const Run *run = run_at(reading, j);
        if (run->page != first->page || run->top > last->top + PX_LINE || run->top >= bottom)
            break;
        if (run->top == last->top || run->bold != first->bold || is_small(run) ||
            abs(run->left - first->left) > 2)
            continue;
        g_string_append_printf(words, " %s", run->text);
        last = run;
    }
    return plain(words->str);
}

/* The answer beside a code of the office column: the words on its line; its lines end where the next code's begin. */
static void read_answer(const Reading *reading, size_t i)
{
    const Run *code = run_at(reading, i);
    const int middle = code->top + code->height / 2;
    int bottom = INT_MAX;
    size_t label = SIZE_MAX;
    for (size_t j = 0; j < reading->runs->len; j++) {
        const Run *run = run_at(reading, j);
        if (run->page != code->page)
            continue;
        if (is_small(run) && run->left > PX_OFFICE && run->top > code->top)
            bottom = MIN(bottom, run->top - 6);
        if (!is_small(run) && !run->bold && abs(run->top + run->height / 2 - middle) < 9 &&
            label == SIZE_MAX)
            label = j;
    }
    g_assert_cmpuint(label, !=, SIZE_MAX);
    g_autofree char *words = column(reading, label, bottom);
    add(reading->face, "  %s %s", code->text, words);
}

/* "01–10" beside the boxes of a scale, whose figures stand above. */
static void read_scale(const Reading *reading, size_t i)
{
    const Run *range = run_at(reading, i);
    g_auto(GStrv) ends = g_strsplit(range->text, "–", 2);
    for (int n = number_in(ends[0]); n <= number_in(ends[1]); n++) {
        g_autofree char *figure = g_strdup_printf("%d", n);
        bool is_there = false;
        for (size_t j = 0; j < reading->runs->len; j++) {
            const Run *run = run_at(reading, j);
            is_there |= run->page == range->page && abs(run->top - range->top) < 60 &&
                        strcmp(run->text, figure) == 0;
        }
        g_assert_true(is_there);
        add(reading->face, "  %0*d %d", (int)strlen(ends[0]), n, n);
    }
}

/* The answers of a grid, above the codes that stand in one line; every statement has them all. */
static char *read_columns(const Reading *reading, size_t i)
{
    GString *columns = g_string_new(NULL);
    const Run *first = run_at(reading, i);
    for (; run_at(reading, i) != NULL && run_at(reading, i)->top == first->top; i++) {
        const Run *code = run_at(reading, i);
        const int middle = (code->left + code->right) / 2;
        g_autoptr(GString) words = g_string_new(NULL);
        for (size_t j = 0; j < i; j++) {
            const Run *run = run_at(reading, j);
            if (run->page == code->page && !run->bold && !is_small(run) &&
                run->top > code->top - 160 && run->left > 300 &&
                abs((run->left + run->right) / 2 - middle) < 8)
                g_string_append_printf(words, " %s", run->text);
        }
        g_autofree char *label = plain(words->str);
        g_string_append_printf(columns, "  %s %s\n", code->text, label);
    }
    return g_string_free(columns, false);
}

/* Is it a number at the start of a line: "8." of a question, "8a" of a statement? */
static bool is_number(const Run *run)
{
    const size_t digits = strspn(run->text, "0123456789");
    return run->bold && run->left < PX_START + 40 && digits > 0 &&
           (run->text[digits] == '.' || g_ascii_isalpha(run->text[digits]));
}

/* A number with the words beside it, which may be one run with it or the next. */
static void read_number(Reading *reading)
{
    const Run *run = run_at(reading, reading->at);
    const bool is_row =
        strcspn(run->text, ".") > strcspn(run->text, " ") || strchr(run->text, '.') == NULL;
    const char *space = strchr(run->text, ' ');
    const size_t length = space != NULL ? (size_t)(space - run->text) : strlen(run->text);
    g_autofree char *number = g_strndup(run->text, is_row ? length : length - 1);
    g_autofree char *words = NULL;
    g_autofree char *more = NULL;
    size_t next = reading->at + 1;
    if (space == NULL || space[1] == '\0') {
        words = column(reading, next++, INT_MAX);
    } else {
        const Run *below = run_at(reading, next);
        const bool goes_on = below != NULL && below->page == run->page && below->bold &&
                             below->top - run->top <= PX_LINE && !is_number(below) &&
                             below->left > run->left;
        more = goes_on ? column(reading, next, INT_MAX) : NULL;
        g_autofree char *first = plain(space);
        words = goes_on ? g_strconcat(first, " ", more, NULL) : g_strdup(first);
    }
    g_autofree char *line = g_strdup_printf("%s %s\n", number, words);
    if (strstr(reading->face->str, line) == NULL) /* a tall question says its words again */
        g_string_append(reading->face, line);
}

static void read_paper(Reading *reading)
{
    g_autofree char *columns = NULL;
    for (; reading->at < reading->runs->len; reading->at++) {
        const Run *run = run_at(reading, reading->at);
        const Run *last = reading->at > 0 ? run_at(reading, reading->at - 1) : NULL;
        const bool is_code = is_small(run) && g_ascii_isdigit(*run->text);
        if (is_number(run)) {
            read_number(reading);
            if (strchr(run->text, '.') == NULL && columns != NULL)
                g_string_append(reading->face, columns);
            else
                g_clear_pointer(&columns, g_free);
        } else if (is_code && strstr(run->text, "–") != NULL) {
            read_scale(reading, reading->at);
        } else if (is_code && run->left > PX_OFFICE) {
            read_answer(reading, reading->at);
        } else if (is_code && (last == NULL || !is_small(last) || last->top != run->top)) {
            g_free(columns);
            columns = read_columns(reading, reading->at);
        }
    }
}

static char *paper_face(const Survey *survey, const char *lang, PaperSize size)
{
    g_autoptr(GError) error = NULL;
    const PaperStyle style = {.lang = lang, .size = size};
    g_autoptr(GBytes) pdf = paper_make(survey, &style, &error);
    g_assert_no_error(error);
    g_autofree char *folder = g_dir_make_tmp("faces-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "form.pdf", NULL);
    size_t length;
    const char *data = g_bytes_get_data(pdf, &length);
    g_assert_true(g_file_set_contents(path, data, (gssize)length, NULL));
    char name[] = "pdftohtml", as_xml[] = "-xml", to_out[] = "-stdout", no_pictures[] = "-i";
    char *command[] = {name, as_xml, to_out, no_pictures, path, NULL};
    g_autofree char *out = NULL;
    g_assert_true(g_spawn_sync(NULL, command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, NULL,
                               NULL, &error));
    g_remove(path);
    g_rmdir(folder);
    Reading reading = {.runs = read_runs(out), .face = g_string_new(NULL)};
    read_paper(&reading);
    g_array_unref(reading.runs);
    return g_string_free(reading.face, false);
}

/* ---- All three ---- */

static void expect_same(const char *what, const char *a, const char *b)
{
    g_auto(GStrv) lines = g_strsplit(a, "\n", -1);
    g_auto(GStrv) others = g_strsplit(b, "\n", -1);
    for (size_t i = 0; lines[i] != NULL || others[i] != NULL; i++) {
        if (g_strcmp0(lines[i], others[i]) != 0)
            g_error("%s: '%s' is not '%s'", what, lines[i], others[i]);
        if (lines[i] == NULL || others[i] == NULL)
            break;
    }
}

static void the_faces_of_a_survey_are_the_same(const void *file)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path =
        g_build_filename(g_getenv("SOUNDINGS_SOURCE"), "forms/surveys", (const char *)file, NULL);
    g_autoptr(Survey) survey = survey_load(path, &error);
    g_assert_no_error(error);
    for (size_t l = 0; l < survey->n_languages; l++) {
        const char *lang = survey->languages[l];
        g_autofree char *web = web_face(survey, lang);
        g_autofree char *key = key_face(survey, lang);
        g_autofree char *paper = paper_face(survey, lang, PAPER_14);
        g_assert_cmpuint(strlen(web), >, 100);
        expect_same("keying screen and web", key, web);
        expect_same("paper and keying screen", paper, key);
    }
}

int main(int argc, char **argv)
{
    static const char *const files[] = {"citizens-panel-2016.xml", "community-safety.xml",
                                        "doncaster-safety-2017.xml", "over-to-you-2015.xml"};
    g_test_init(&argc, &argv, NULL);
    say_start(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autofree char *name = g_strdup_printf("/faces/%s", files[i]);
        g_test_add_data_func(name, files[i], the_faces_of_a_survey_are_the_same);
    }
    return g_test_run();
}
