#include "drawing/label.h"
#include "base/error.h"
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <pthread.h>
#include <string.h>

#include "base/banned.h"

static const char font_folder[] = "/usr/share/fonts/truetype/noto";
static const char font_family[] = "Noto Sans";

/* The scripts of fonts-noto-core that British councils publish in; the first is the face of everything else. */
static const char *const font_stems[] = {
    "NotoSans",         "NotoSansArabic",   "NotoSansHebrew",    "NotoSansDevanagari",
    "NotoSansBengali",  "NotoSansGurmukhi", "NotoSansGujarati",  "NotoSansTamil",
    "NotoSansTelugu",   "NotoSansKannada",  "NotoSansMalayalam", "NotoSansSinhala",
    "NotoSansThai",     "NotoSansKhmer",    "NotoSansLao",       "NotoSansMyanmar",
    "NotoSansEthiopic", "NotoSansArmenian", "NotoSansGeorgian",  "NotoSansThaana",
    "NotoSansTifinagh", "NotoSansSymbols",  "NotoSansSymbols2",  "NotoSansMath",
};

/* The process's one set of fonts: made once, read afterwards. */
static pthread_once_t fonts_once = PTHREAD_ONCE_INIT;
static PangoFontMap *fonts;

/* Pango's font maps are not for two threads at once. */
static pthread_mutex_t fonts_lock = PTHREAD_MUTEX_INITIALIZER;

static bool font_add(FcConfig *config, const char *stem, const char *weight)
{
    g_autofree char *path = g_strdup_printf("%s/%s-%s.ttf", font_folder, stem, weight);
    return FcConfigAppFontAddFile(config, (const FcChar8 *)path);
}

static void fonts_make(void)
{
    FcConfig *config = FcConfigCreate();
    bool has_regular = font_add(config, font_stems[0], "Regular");
    bool has_bold = font_add(config, font_stems[0], "Bold");
    if (has_regular && has_bold) {
        for (size_t i = 1; i < G_N_ELEMENTS(font_stems); i++) {
            font_add(config, font_stems[i], "Regular");
            font_add(config, font_stems[i], "Bold");
        }
        fonts = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
        pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts), 72);
        pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts), config);
    }
    FcConfigDestroy(config);
}

bool label_check(GError **error)
{
    pthread_once(&fonts_once, fonts_make);
    if (fonts == NULL)
        error_set(error, ERROR_FILE,
                  "%s/%s-Regular.ttf and -Bold.ttf: the fonts for charts and reports are missing; "
                  "install the package fonts-noto-core",
                  font_folder, font_stems[0]);
    return fonts != NULL;
}

bool label_is_rtl(const char *text)
{
    for (const char *p = text; *p != '\0'; p = g_utf8_next_char(p)) {
        gunichar letter = g_utf8_get_char(p);
        if (!g_unichar_isalpha(letter))
            continue;
        GUnicodeScript script = g_unichar_get_script(letter);
        return script == G_UNICODE_SCRIPT_ARABIC || script == G_UNICODE_SCRIPT_HEBREW ||
               script == G_UNICODE_SCRIPT_SYRIAC || script == G_UNICODE_SCRIPT_THAANA;
    }
    return false;
}

bool label_is_rtl_language(const char *lang)
{
    static const char *const rtl[] = {"ar", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"};
    for (size_t i = 0; i < G_N_ELEMENTS(rtl); i++)
        if (g_str_has_prefix(lang, rtl[i]) && (lang[2] == '\0' || lang[2] == '-'))
            return true;
    return false;
}

/* Runs of Arabic script are told their language, so that the one of the environment is not asked. */
static PangoAttrList *languages_of(const char *text)
{
    PangoAttrList *list = pango_attr_list_new();
    const char *from = NULL;
    for (const char *p = text;; p = g_utf8_next_char(p)) {
        bool is_arabic =
            *p != '\0' && g_unichar_get_script(g_utf8_get_char(p)) == G_UNICODE_SCRIPT_ARABIC;
        if (is_arabic && from == NULL)
            from = p;
        if (!is_arabic && from != NULL) {
            PangoAttribute *language = pango_attr_language_new(pango_language_from_string("ar"));
            language->start_index = (unsigned)(from - text);
            language->end_index = (unsigned)(p - text);
            pango_attr_list_insert(list, language);
            from = NULL;
        }
        if (*p == '\0')
            return list;
    }
}

static PangoContext *context_new(bool is_rtl)
{
    pthread_once(&fonts_once, fonts_make);
    g_assert(fonts != NULL);
    PangoContext *context = pango_font_map_create_context(fonts);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context, false);
    pango_context_set_language(context, pango_language_from_string("en"));
    pango_context_set_base_dir(context, is_rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
    return context;
}

static PangoLayout *layout_new(const char *text, double size_pt, bool bold, double max_width,
                               bool is_rtl)
{
    PangoContext *context = context_new(is_rtl);
    PangoLayout *layout = pango_layout_new(context);
    g_object_unref(context);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, font_family);
    pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font, size_pt * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_auto_dir(layout, false);
    pango_layout_set_text(layout, text, -1);
    PangoAttrList *attributes = languages_of(text);
    /* No "ﬃ" as one letter: it is not found, read aloud or copied as three. */
    pango_attr_list_insert(attributes, pango_attr_font_features_new("liga=0, clig=0"));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    if (max_width > 0) {
        pango_layout_set_width(layout, (int)(max_width * PANGO_SCALE));
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    } else {
        pango_layout_set_single_paragraph_mode(layout, true);
    }
    return layout;
}

static double points(int units)
{
    return (double)units / PANGO_SCALE;
}

LabelSize label_measure(const char *text, double size_pt, bool bold, double max_width)
{
    pthread_mutex_lock(&fonts_lock);
    PangoLayout *layout = layout_new(text, size_pt, bold, max_width, label_is_rtl(text));
    PangoRectangle extents;
    pango_layout_get_extents(layout, NULL, &extents);
    LabelSize size = {
        .width = points(extents.width),
        .height = points(extents.height),
        .baseline = points(pango_layout_get_baseline(layout)),
        .n_lines = pango_layout_get_line_count(layout),
        .n_unknown_glyphs = pango_layout_get_unknown_glyphs_count(layout),
    };
    g_object_unref(layout);
    pthread_mutex_unlock(&fonts_lock);
    return size;
}

static void draw(cairo_t *on, const char *text, double x, double y, double size_pt, bool bold,
                 double max_width, bool is_rtl)
{
    pthread_mutex_lock(&fonts_lock);
    PangoLayout *layout = layout_new(text, size_pt, bold, max_width, is_rtl);
    cairo_move_to(on, x, y - points(pango_layout_get_baseline(layout)));
    pango_cairo_show_layout(on, layout);
    g_object_unref(layout);
    pthread_mutex_unlock(&fonts_lock);
}

void label_draw(cairo_t *on, const char *text, double x, double y, double size_pt, bool bold,
                double max_width)
{
    draw(on, text, x, y, size_pt, bold, max_width, label_is_rtl(text));
}

LabelLines label_lines(const char *text, double size_pt, bool bold, double max_width)
{
    bool is_rtl = label_is_rtl(text);
    pthread_mutex_lock(&fonts_lock);
    PangoLayout *layout = layout_new(text, size_pt, bold, max_width, is_rtl);
    LabelLines lines = {.n = (size_t)pango_layout_get_line_count(layout)};
    lines.at = g_new0(LabelLine, lines.n);
    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    for (size_t i = 0; i < lines.n; i++) {
        const PangoLayoutLine *line = pango_layout_iter_get_line_readonly(iter);
        PangoRectangle extents;
        pango_layout_iter_get_line_extents(iter, NULL, &extents);
        g_autofree char *words = g_strndup(text + line->start_index, (size_t)line->length);
        lines.at[i] = (LabelLine){
            .text = g_strdup(g_strchomp(words)),
            .width = points(extents.width),
            .baseline = points(pango_layout_iter_get_baseline(iter)),
            .height = points(extents.height),
            .is_rtl = is_rtl,
        };
        pango_layout_iter_next_line(iter);
    }
    pango_layout_iter_free(iter);
    g_object_unref(layout);
    pthread_mutex_unlock(&fonts_lock);
    return lines;
}

void label_lines_clear(LabelLines *lines)
{
    for (size_t i = 0; i < lines->n; i++)
        g_free(lines->at[i].text);
    g_free(lines->at);
    *lines = (LabelLines){0};
}

void label_draw_line(cairo_t *on, const LabelLine *line, double x, double y, double size_pt,
                     bool bold)
{
    draw(on, line->text, x, y, size_pt, bold, 0, line->is_rtl);
}
