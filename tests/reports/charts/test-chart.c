/* Charts: golden SVG files a kind (run with --update to write them anew), no text clipped or over another, only figures of
 * the table, contrast computed. SOUNDINGS_CHARTS names a folder for PNG files to look at. */
#include "base/error.h"
#include "base/files.h"
#include "base/limits.h"
#include "base/text.h"
#include "drawing/label.h"
#include "drawing/palette.h"
#include "reports/charts/chart-made.h"
#include "reports/charts/chart.h"
#include "reports/made.h"

static bool is_update;

static const MadeAnswer ordered[] = {
    {"All of the time", {115, 30, 40, 20, 25}},
    {"Most of the time", {216, 40, 60, 56, 60}},
    {"Some of the time", {101, 90, 80, 70, 75}},
    {"None of the time", {48, 5, MADE_HIDDEN, 2, 20}},
};
static const MadeAnswer places[] = {
    {"Town centre", {312, 80, 90, 70, 72, 60, 50}},
    {"Parks and open spaces, including playing fields and the canal path",
     {198, 40, 50, 60, 48, 40, 50}},
    {"On the bus", {96, 20, 30, 20, 26, MADE_HIDDEN, 30}},
    {"At home", {2, 0, 0, 1, 1, 0, 0}},
    {"A place with few answers", {MADE_HIDDEN, MADE_HIDDEN, 10, 10, 10, 10, 10}},
    {"Nowhere", {60, 10, 10, 20, 20, 20, 10}},
};
static const MadeAnswer scores[] = {{"1", {12}}, {"2", {8}},  {"3", {20}},  {"4", {31}},
                                    {"5", {66}}, {"6", {90}}, {"7", {101}}, {"8", {82}},
                                    {"9", {40}}, {"10", {30}}};
static const char *const districts[] = {
    "Ashby", "Swadlincote and Church Gresley", "Repton", "Melbourne", "Hilton", "Etwall"};

static Table *bars_table(void)
{
    Table *table = made_table(CHART_BAR, places, G_N_ELEMENTS(places), 480, NULL, 0);
    table->several_answers = true;
    return table;
}

static Table *nets_table(void)
{
    Table *table = made_table(CHART_BAR, ordered, G_N_ELEMENTS(ordered), 480, NULL, 0);
    made_add(table, ROW_NET, "safe", "Most or all of the time", 331, (double)NAN, "69%");
    return table;
}

static Table *small_table(void)
{
    static const MadeAnswer few[] = {{"Yes", {20}}, {"No", {9}}, {"Perhaps", {6}}};
    return made_table(CHART_BAR, few, G_N_ELEMENTS(few), 35, NULL, 0);
}

static Table *columns_table(void)
{
    return made_table(CHART_COLUMN, ordered, G_N_ELEMENTS(ordered), 480, NULL, 0);
}

static Table *histogram_table(void)
{
    Table *table = made_table(CHART_HISTOGRAM, scores, G_N_ELEMENTS(scores), 480, NULL, 0);
    made_add(table, ROW_STATISTIC, "mean", "Mean", 0, 6.4, "6.4");
    made_add(table, ROW_STATISTIC, "median", "Median", 0, 7, "7.0");
    return table;
}

static Table *stack_table(void)
{
    return made_table(CHART_STACK, ordered, G_N_ELEMENTS(ordered), 480, districts, 4);
}

static Table *grouped_table(void)
{
    return made_table(CHART_GROUPED, places, G_N_ELEMENTS(places), 480, districts, 6);
}

static Table *urdu_table(void)
{
    static const MadeAnswer urdu[] = {
        {"زیادہ تر وقت", {216}}, {"ہر وقت محفوظ محسوس کرتے ہیں", {115}}, {"کبھی نہیں", {48}}};
    Table *table = made_table(CHART_BAR, urdu, G_N_ELEMENTS(urdu), 480, NULL, 0);
    table->lang = "ur";
    table->title = "زیادہ تر لوگ محفوظ محسوس کرتے ہیں";
    return table;
}

static const struct {
    const char *name;
    Table *(*make)(void);
} samples[] = {
    {"bars", bars_table},       {"nets", nets_table},   {"small-base", small_table},
    {"columns", columns_table}, {"stack", stack_table}, {"histogram", histogram_table},
    {"grouped", grouped_table}, {"urdu", urdu_table},
};

static GBytes *svg_of(const Picture *picture)
{
    Markup *to = markup_new(MARKUP_SVG);
    picture_write_svg(picture, to, "chart");
    return markup_finish(to);
}

static void look(const char *name, const Picture *picture)
{
    const char *folder = g_getenv("SOUNDINGS_CHARTS");
    if (folder == NULL)
        return;
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_strdup_printf("%s/%s.png", folder, name);
    g_autoptr(GBytes) png = picture_png(picture, 1, &error);
    g_assert_no_error(error);
    g_assert_true(file_write(path, png, &error));
}

static void every_kind_is_drawn_as_it_was(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(samples); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(Table) table = samples[i].make();
        g_autoptr(Picture) picture = chart_draw(table);
        g_assert_nonnull(picture);
        look(samples[i].name, picture);
        g_autoptr(GBytes) svg = svg_of(picture);
        g_autofree char *path = g_strdup_printf("%s/tests/golden/chart-%s.svg",
                                                g_getenv("SOUNDINGS_SOURCE"), samples[i].name);
        if (is_update) {
            g_assert_true(file_write(path, svg, &error));
            continue;
        }
        g_autoptr(GBytes) golden = file_read(path, 1 << 20, &error);
        g_assert_no_error(error);
        if (!g_bytes_equal(svg, golden))
            g_error("%s differs from what is drawn: look at it, then run with --update", path);
        g_autoptr(GBytes) png = picture_png(picture, 2, &error);
        g_assert_no_error(error);
        g_assert_cmpuint(g_bytes_get_size(png), <, 200 * 1000);
    }
}

typedef struct {
    double left, top, right, bottom;
    const char *text;
} Box;

static void add_boxes(GArray *boxes, const PictureShape *shape)
{
    g_auto(LabelLines) lines =
        label_lines(shape->text, shape->size_pt, shape->bold, shape->max_width);
    for (size_t i = 0; i < lines.n; i++) {
        double left = picture_line_left(shape, lines.at[i].width);
        double y = shape->y + lines.at[i].baseline - lines.at[0].baseline;
        /* Capitals and the part below the line; accents may lean into the line above. */
        Box box = {left, y - shape->size_pt * 0.72, left + lines.at[i].width,
                   y + shape->size_pt * 0.2, shape->text};
        g_array_append_val(boxes, box);
    }
}

static void check_text(const Picture *picture, const char *what)
{
    g_autoptr(GArray) boxes = g_array_new(false, false, sizeof(Box));
    size_t n;
    const PictureShape *shapes = picture_shapes(picture, &n);
    for (size_t i = 0; i < n; i++) {
        if (shapes[i].kind != SHAPE_TEXT)
            continue;
        g_assert_cmpfloat(shapes[i].size_pt, >=, 12);
        g_assert_cmpint(label_measure(shapes[i].text, 12, false, 0).n_unknown_glyphs, ==, 0);
        add_boxes(boxes, &shapes[i]);
    }
    for (size_t i = 0; i < boxes->len; i++) {
        const Box *a = &g_array_index(boxes, Box, i);
        if (a->left < -0.6 || a->top < -0.6 || a->right > picture_width(picture) + 0.6 ||
            a->bottom > picture_height(picture) + 0.6) {
            look("clipped", picture);
            g_error("%s: \"%s\" is clipped (%.1f to %.1f)", what, a->text, a->left, a->right);
        }
        for (size_t j = i + 1; j < boxes->len; j++) {
            const Box *b = &g_array_index(boxes, Box, j);
            bool is_over = a->left < b->right - 0.5 && b->left < a->right - 0.5 &&
                           a->top < b->bottom - 0.5 && b->top < a->bottom - 0.5;
            if (is_over) {
                look("overlap", picture);
                g_error("%s: \"%s\" lies over \"%s\"", what, a->text, b->text);
            }
        }
    }
}

static char *made_words(uint64_t *state)
{
    static const char *const words[] = {
        "teimlo'n",
        "ddiogel",
        "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
        "bezpieczeństwo",
        "źdźbło",
        "زیادہ",
        "محفوظ",
        "علاقہ",
        "ਸੁਰੱਖਿਅਤ",
        "a",
        "the",
        "residents",
        "anti-social",
        "No",
        "W",
        "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW"};
    GString *label = g_string_new(NULL);
    unsigned wanted = 1 + made_number(state, 200);
    while (text_count(label->str) < wanted) {
        if (label->len > 0)
            g_string_append_c(label, ' ');
        g_string_append(label, words[made_number(state, G_N_ELEMENTS(words))]);
    }
    g_string_truncate(label,
                      (size_t)(g_utf8_offset_to_pointer(label->str, (long)wanted) - label->str));
    g_strchomp(label->str);
    if (*label->str == '\0')
        g_string_assign(label, "x");
    return g_string_free(label, false);
}

static void no_text_is_clipped_or_lies_over_another(void)
{
    static const ChartKind all_kinds[] = {CHART_BAR, CHART_COLUMN, CHART_STACK, CHART_HISTOGRAM};
    uint64_t state = 7;
    unsigned rounds = g_test_slow() ? 500 : 120;
    for (unsigned round = 0; round < rounds; round++) {
        MadeAnswer answers[25] = {0};
        char *groups[10];
        size_t n = 2 + made_number(&state, 24);
        if (round % 3 == 0)
            n = 2 + made_number(&state, 5);
        size_t n_groups = round % 2 == 0 ? 0 : 1 + made_number(&state, 10);
        uint64_t base = 20 + made_number(&state, 900);
        for (size_t i = 0; i < n; i++) {
            answers[i].label = made_words(&state);
            for (size_t c = 0; c <= n_groups; c++)
                answers[i].counts[c] = made_number(&state, 9) == 0
                                           ? MADE_HIDDEN
                                           : made_number(&state, (unsigned)(base / n) + 1);
        }
        for (size_t c = 0; c < n_groups; c++)
            groups[c] = made_words(&state);
        ChartKind kind = all_kinds[made_number(&state, G_N_ELEMENTS(all_kinds))];
        if (n_groups > 0 && kind != CHART_STACK)
            kind = CHART_GROUPED;
        g_autoptr(Table) table =
            made_table(kind, answers, n, base, (const char *const *)groups, n_groups);
        g_autoptr(Picture) picture = chart_draw(table);
        g_autofree char *what = g_strdup_printf("round %u, kind %d, %zu answers, %zu groups", round,
                                                (int)kind, n, n_groups);
        g_assert_nonnull(picture);
        check_text(picture, what);
        for (size_t i = 0; i < n; i++)
            g_free((char *)(uintptr_t)answers[i].label);
        for (size_t c = 0; c < n_groups; c++)
            g_free(groups[c]);
    }
}

/* Every text of a picture is words of the table or a figure of the axis. */
static void a_hidden_cell_shows_its_mark_and_no_bar(void)
{
    g_autoptr(Table) table = bars_table();
    g_autoptr(Picture) picture = chart_draw(table);
    size_t n, n_bars = 0, n_marks = 0;
    const PictureShape *shapes = picture_shapes(picture, &n);
    Colour fill = palette_series(0, 2);
    for (size_t i = 0; i < n; i++) {
        n_bars +=
            shapes[i].kind == SHAPE_RECT && memcmp(&shapes[i].colour, &fill, sizeof fill) == 0;
        n_marks += shapes[i].kind == SHAPE_TEXT && strcmp(shapes[i].text, "[c]") == 0;
    }
    g_assert_cmpuint(n_bars, ==, 5);
    g_assert_cmpuint(n_marks, ==, 1);
}

static void below_fifty_counts_are_drawn_and_no_percentage(void)
{
    g_autoptr(Table) table = small_table();
    g_autoptr(Picture) picture = chart_draw(table);
    size_t n;
    const PictureShape *shapes = picture_shapes(picture, &n);
    bool has_count = false;
    for (size_t i = 0; i < n; i++) {
        if (shapes[i].kind != SHAPE_TEXT)
            continue;
        g_assert_null(strchr(shapes[i].text, '%'));
        has_count = has_count || strcmp(shapes[i].text, "20") == 0;
    }
    g_assert_true(has_count);
}

static void more_answers_than_fit_are_left_to_the_table(void)
{
    MadeAnswer many[60];
    for (size_t i = 0; i < G_N_ELEMENTS(many); i++)
        many[i] = (MadeAnswer){"An answer", {5}};
    g_autoptr(Table) table = made_table(CHART_BAR, many, G_N_ELEMENTS(many), 480, NULL, 0);
    g_autoptr(Picture) picture = chart_draw(table);
    size_t n, n_drawn = 0, left = 0;
    const PictureShape *shapes = picture_shapes(picture, &n);
    for (size_t i = 0; i < n; i++) {
        if (shapes[i].kind != SHAPE_TEXT)
            continue;
        n_drawn += strcmp(shapes[i].text, "An answer") == 0;
        if (g_str_has_prefix(shapes[i].text, "And "))
            left = (size_t)g_ascii_strtoull(shapes[i].text + 4, NULL, 10);
    }
    g_assert_cmpuint(n_drawn, <=, LIMIT_CHART_BARS);
    g_assert_cmpuint(n_drawn + left, ==, 60);
    g_assert_cmpfloat(picture_height(picture), <, 900);
}

static void a_refused_chart_is_not_drawn(void)
{
    g_autoptr(Table) table = bars_table();
    table->is_chart_refused = true;
    g_assert_null(chart_draw(table));
    table->is_chart_refused = false;
    table->chart = CHART_NONE;
    g_assert_null(chart_draw(table));
}

static void rows_of_a_grid_stand_in_one_chart(void)
{
    g_autoptr(Table) one = columns_table();
    g_autoptr(Table) two = columns_table();
    one->label = "In the town centre after dark";
    two->label = "At home";
    const Table *const tables[] = {one, two};
    g_autoptr(Picture) picture = chart_draw_grid(tables, 2, "People feel safest at home");
    g_assert_nonnull(picture);
    look("grid", picture);
    check_text(picture, "grid");
    g_autoptr(Table) other = bars_table();
    const Table *const unlike[] = {one, other};
    g_assert_null(chart_draw_grid(unlike, 2, "t"));
}

static void ticks_are_round_numbers_over_the_highest(void)
{
    static const struct {
        double max, last;
        size_t n;
    } cases[] = {{0, 0, 1},    {1, 1, 6},     {7, 8, 5},     {35, 40, 5},
                 {99, 100, 6}, {100, 100, 6}, {101, 120, 7}, {12345, 15000, 4}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        double ticks[TICKS_MAX];
        size_t n = chart_ticks(cases[i].max, ticks);
        g_assert_cmpfloat(ticks[n - 1], >=, cases[i].max * (1 - 1e-9));
        g_assert_cmpuint(n, <=, TICKS_MAX);
        for (size_t t = 1; t < n; t++)
            g_assert_cmpfloat(ticks[t], >, ticks[t - 1]);
        g_assert_cmpfloat_with_epsilon(ticks[n - 1], cases[i].last, 1e-6);
        g_assert_cmpuint(n, ==, cases[i].n);
    }
}

int main(int argc, char **argv)
{
    is_update = argc > 1 && strcmp(argv[1], "--update") == 0;
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/chart/every kind is drawn as it was", every_kind_is_drawn_as_it_was);
    g_test_add_func("/chart/no text is clipped or lies over another",
                    no_text_is_clipped_or_lies_over_another);
    g_test_add_func("/chart/a hidden cell shows its mark and no bar",
                    a_hidden_cell_shows_its_mark_and_no_bar);
    g_test_add_func("/chart/below fifty counts are drawn and no percentage",
                    below_fifty_counts_are_drawn_and_no_percentage);
    g_test_add_func("/chart/more answers than fit are left to the table",
                    more_answers_than_fit_are_left_to_the_table);
    g_test_add_func("/chart/a refused chart is not drawn", a_refused_chart_is_not_drawn);
    g_test_add_func("/chart/rows of a grid stand in one chart", rows_of_a_grid_stand_in_one_chart);
    g_test_add_func("/chart/ticks are round numbers over the highest",
                    ticks_are_round_numbers_over_the_highest);
    return g_test_run();
}
