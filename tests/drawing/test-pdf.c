#include "base/arena.h"
#include "base/error.h"
#include "drawing/flow.h"
#include "drawing/palette.h"
#include "drawing/pdf-file.h"
#include "drawing/pdf.h"
#include <string.h>

static Picture *bar(const char *alt)
{
    Picture *picture = picture_new(640, 160, "A bar", alt, "en");
    picture_rect(picture, 120, 40, 300, 30, palette_series(0, 1), NULL);
    picture_text(picture, 110, 60, "Town centre", 12, false, ALIGN_END, 0, palette_black());
    picture_text(picture, 0, 16, "Head of the picture", 16, true, ALIGN_START, 0, palette_black());
    picture_set_body(picture, 25, 160);
    return picture;
}

static void add_table(Pdf *pdf, size_t n_rows)
{
    static const double shares[] = {0.6, 0.2, 0.2};
    static const char *const head[] = {"Answer", "Count", "Percent"};
    static const char *const net[] = {"Most or all of the time", "345", "69%"};
    pdf_table_begin(pdf, G_N_ELEMENTS(shares), shares);
    pdf_table_row(pdf, head, false);
    for (size_t i = 0; i < n_rows; i++) {
        g_autofree char *label =
            g_strdup_printf("Answer %zu, which may be long enough for the words to need more "
                            "than one line of its narrow column",
                            i);
        const char *const cells[] = {label, "10", "2%"};
        pdf_table_row(pdf, cells, false);
    }
    pdf_table_row(pdf, net, true);
    pdf_table_end(pdf);
}

/* A document with everything in it. SOUNDINGS_PDF_OUT names a file to look at. */
static GBytes *document(const Picture *first, const Picture *second)
{
    PdfAbout about = {.title = "Safety – survey (2017)",
                      .author = "A council",
                      .lang = "en-GB",
                      .date = "2017-03-31",
                      .footer = "Safety survey",
                      .page = "Page",
                      .mark = "Simulated responses: not real answers."};
    Pdf *pdf = pdf_new(&about);
    pdf_heading(pdf, 0, "Safety – survey (2017)", NULL);
    pdf_paragraph(pdf, PDF_LEAD, "500 people answered.");
    pdf_page_begin(pdf);
    pdf_heading(pdf, 1, "Contents", "contents");
    pdf_contents(pdf, 1, "Key findings", "findings");
    pdf_contents(pdf, 2, "Most people feel safe", "q01");
    pdf_page_begin(pdf);
    pdf_heading(pdf, 1, "Key findings", "findings");
    pdf_item(pdf, "Most people feel safe");
    pdf_item(pdf, "زیادہ تر لوگ محفوظ محسوس کرتے ہیں");
    pdf_heading(pdf, 2, "Most people feel safe", "q01");
    pdf_picture(pdf, first, false);
    add_table(pdf, 60);
    for (int i = 0; i < 60; i++)
        pdf_paragraph(pdf, PDF_BODY,
                      "Words (with brackets) that go on, and on, until the line is full and the "
                      "next one begins. They are here "
                      "to fill pages.");
    pdf_heading(pdf, 2, "A second picture", "q02");
    pdf_picture(pdf, second, true);
    g_autoptr(GError) error = NULL;
    GBytes *bytes = pdf_finish(pdf, &error);
    g_assert_no_error(error);
    return bytes;
}

static void the_same_document_gives_the_same_bytes(void)
{
    g_autoptr(Picture) first = bar("First alternative");
    g_autoptr(Picture) second = bar("Second alternative");
    g_autoptr(GBytes) once = document(first, second);
    g_autoptr(GBytes) again = document(first, second);
    g_assert_true(g_bytes_equal(once, again));
    const char *out = g_getenv("SOUNDINGS_PDF_OUT");
    size_t length;
    const char *data = g_bytes_get_data(once, &length);
    if (out != NULL)
        g_assert_true(g_file_set_contents(out, data, (gssize)length, NULL));
    static const char *const parts[] = {"/Scope /Column",
                                        "/Scope /Row",
                                        "/DisplayDocTitle true",
                                        "/Marked true",
                                        "/CreationDate (20170331000000Z)",
                                        "/Lang <FEFF0065006E002D00470042>",
                                        "Safety \xE2\x80\x93 survey (2017)"};
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        if (memmem(data, length, parts[i], strlen(parts[i])) == NULL)
            g_error("not in the PDF: %s", parts[i]);
}

static void the_first_figure_has_the_first_alternative(void)
{
    g_autoptr(Picture) first = bar("A");
    g_autoptr(Picture) second = bar("B");
    g_autoptr(GBytes) bytes = document(first, second);
    size_t length;
    const char *data = g_bytes_get_data(bytes, &length);
    const char *a = memmem(data, length, "/Alt <FEFF0041>", 15);
    const char *b = memmem(data, length, "/Alt <FEFF0042>", 15);
    g_assert_true(a != NULL && b != NULL && a < b);
}

static Pdf *laid_out(size_t n_rows)
{
    PdfAbout about = {
        .title = "T", .lang = "en", .date = "2017-03-31", .footer = "F", .page = "Page"};
    Pdf *pdf = pdf_new(&about);
    pdf_heading(pdf, 1, "Head", "h");
    add_table(pdf, n_rows);
    flow_lay(pdf);
    return pdf;
}

static void a_table_is_broken_between_rows_and_none_is_lost(void)
{
    for (size_t n = 0; n < 200; n += 7) {
        g_autoptr(Pdf) pdf = laid_out(n);
        size_t next = 1;
        for (size_t i = 0; i < pdf->placed->len; i++) {
            const Placed *placed = &g_array_index(pdf->placed, Placed, i);
            g_assert_cmpfloat(placed->y + placed->height, <=, pdf->height - pdf->footer + 0.1);
            if (placed->block->kind != BLOCK_TABLE)
                continue;
            g_assert_cmpuint(placed->first, ==, next);
            next += placed->n;
            const GArray *rows = placed->block->rows;
            double height = g_array_index(rows, PdfRow, 0).height;
            for (size_t r = placed->first; r < next; r++)
                height += g_array_index(rows, PdfRow, r).height;
            g_assert_cmpfloat_with_epsilon(placed->height, height, 0.01);
        }
        g_assert_cmpuint(next, ==, n + 2);
    }
}

static void a_file_in_another_form_is_refused(void)
{
    static const struct {
        const char *bytes, *why;
    } bad[] = {
        {"%PDF-1.5\n", "it has no startxref"},
        {"%PDF-1.5\n1 0 obj\nstartxref\n9\n", "its table of objects is compressed"},
        {"%PDF-1.5\n/ObjStm\nxref\n0 1\ntrailer\nstartxref\n17\n", "it has object streams"},
        {"%PDF-1.5\nxref\n0 1\ntrailer\nstartxref\n9\n", "its trailer cannot be read"},
        {"%PDF-1.5\nxref\n0 9\ntrailer\n/Size 9 /Root 1 /Info 2\nstartxref\n9\n",
         "its table of objects is cut short"},
    };
    const PdfAbout about = {.title = "T", .lang = "en", .date = "2017-03-31"};
    g_autoptr(PdfFile) file = pdf_file_new(&about, 100, 100);
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) bytes = g_bytes_new_static(bad[i].bytes, strlen(bad[i].bytes));
        g_assert_null(pdf_file_complete(file, bytes, &error));
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_FILE);
        g_assert_nonnull(strstr(error->message, bad[i].why));
    }
}

static void one_picture_makes_a_page_of_its_size(void)
{
    g_autoptr(Picture) picture = bar("Alone");
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = pdf_from_picture(picture, "2017-03-31", &error);
    g_assert_no_error(error);
    size_t length;
    const char *data = g_bytes_get_data(bytes, &length);
    g_assert_nonnull(memmem(data, length, "[ 0 0 640 160 ]", 15));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pdf/the same document gives the same bytes",
                    the_same_document_gives_the_same_bytes);
    g_test_add_func("/pdf/the first figure has the first alternative",
                    the_first_figure_has_the_first_alternative);
    g_test_add_func("/pdf/a table is broken between rows and none is lost",
                    a_table_is_broken_between_rows_and_none_is_lost);
    g_test_add_func("/pdf/a file in another form is refused", a_file_in_another_form_is_refused);
    g_test_add_func("/pdf/one picture makes a page of its size",
                    one_picture_makes_a_page_of_its_size);
    return g_test_run();
}
