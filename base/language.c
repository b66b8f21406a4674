#include "base/language.h"
#include <glib.h>
#include <stdbool.h>
#include <string.h>

#include "base/banned.h"

enum { TAG_BYTES = 36 };

/* Does the tag's first part equal the language? */
static bool has_language(const char *lang, const char *language)
{
    size_t length = strcspn(lang, "-_");
    return length == strlen(language) && g_ascii_strncasecmp(lang, language, length) == 0;
}

const char *language_direction(const char *lang)
{
    static const char *const rtl_scripts[] = {"-Arab", "-Hebr", "-Thaa", "-Syrc", "-Nkoo"};
    static const char *const rtl[] = {"ar",  "arc", "ckb", "dv", "fa", "he", "ks",
                                      "nqo", "pnb", "ps",  "sd", "ug", "ur", "yi"};
    const char *script = strchr(lang, '-');
    if (script != NULL && strcspn(script + 1, "-") == 4) {
        for (size_t i = 0; i < G_N_ELEMENTS(rtl_scripts); i++) {
            if (g_ascii_strncasecmp(script, rtl_scripts[i], 5) == 0)
                return "rtl";
        }
        return "ltr";
    }
    for (size_t i = 0; i < G_N_ELEMENTS(rtl); i++) {
        if (has_language(lang, rtl[i]))
            return "rtl";
    }
    return "ltr";
}

const char *language_name(const char *lang)
{
    static const char *const names[][2] = {
        {"ar", "العربية"},  {"bg", "Български"},  {"bn", "বাংলা"},    {"ckb", "کوردی"},
        {"cs", "Čeština"},  {"cy", "Cymraeg"},    {"de", "Deutsch"},  {"en", "English"},
        {"es", "Español"},  {"fa", "فارسی"},      {"fr", "Français"}, {"ga", "Gaeilge"},
        {"gd", "Gàidhlig"}, {"gu", "ગુજરાતી"},     {"he", "עברית"},    {"hi", "हिन्दी"},
        {"hu", "Magyar"},   {"it", "Italiano"},   {"kw", "Kernewek"}, {"lt", "Lietuvių"},
        {"lv", "Latviešu"}, {"nl", "Nederlands"}, {"pa", "ਪੰਜਾਬੀ"},    {"pl", "Polski"},
        {"ps", "پښتو"},     {"pt", "Português"},  {"ro", "Română"},   {"ru", "Русский"},
        {"sco", "Scots"},   {"sk", "Slovenčina"}, {"so", "Soomaali"}, {"sq", "Shqip"},
        {"ta", "தமிழ்"},     {"ti", "ትግርኛ"},       {"tr", "Türkçe"},   {"uk", "Українська"},
        {"ur", "اردو"},     {"vi", "Tiếng Việt"}, {"yi", "ייִדיש"},    {"zh", "中文"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        if (has_language(lang, names[i][0]))
            return names[i][1];
    }
    return lang;
}

/* A quality of RFC 9110 in thousandths; -1 when it is none. */
static int parse_quality(const char *text, size_t length)
{
    if (length == 0 || length > 5 || (text[0] != '0' && text[0] != '1') ||
        (length > 1 && text[1] != '.'))
        return -1;
    int value = (text[0] - '0') * 1000;
    int weight = 100;
    for (size_t i = 2; i < length; i++, weight /= 10) {
        if (!g_ascii_isdigit(text[i]))
            return -1;
        value += (text[i] - '0') * weight;
    }
    return value > 1000 ? -1 : value;
}

/* One "cy-GB;q=0.8" of the header; false when it is malformed. */
static bool parse_range(const char *item, char range[static TAG_BYTES], int *out_quality)
{
    size_t length = strcspn(item, "; \t");
    if (length == 0 || length >= TAG_BYTES)
        return false;
    g_strlcpy(range, item, length + 1);
    const char *rest = item + length + strspn(item + length, "; \t");
    *out_quality = 1000;
    if (*rest == '\0')
        return true;
    if (g_ascii_strncasecmp(rest, "q=", 2) != 0)
        return false;
    *out_quality = parse_quality(rest + 2, strcspn(rest + 2, " \t;"));
    return *out_quality >= 0;
}

/* RFC 4647 look-up: the range, shortened from its end until it fits; then any tag of the same language. */
static bool look_up(char *range, const char *const *offered, size_t n, size_t *out_index)
{
    if (strcmp(range, "*") == 0) {
        *out_index = 0;
        return true;
    }
    for (;;) {
        for (size_t i = 0; i < n; i++) {
            if (g_ascii_strcasecmp(range, offered[i]) == 0) {
                *out_index = i;
                return true;
            }
        }
        char *dash = strrchr(range, '-');
        if (dash == NULL)
            break;
        *dash = '\0';
    }
    for (size_t i = 0; i < n; i++) {
        if (has_language(offered[i], range)) {
            *out_index = i;
            return true;
        }
    }
    return false;
}

size_t language_choose(const char *accept, const char *const *offered, size_t n)
{
    size_t best = 0;
    int best_quality = 0;
    if (accept == NULL)
        return 0;
    g_auto(GStrv) items = g_strsplit(accept, ",", 64);
    for (size_t i = 0; items[i] != NULL; i++) {
        char range[TAG_BYTES];
        int quality = 0;
        size_t index = 0;
        if (!parse_range(g_strstrip(items[i]), range, &quality) || quality <= best_quality)
            continue;
        if (look_up(range, offered, n, &index)) {
            best = index;
            best_quality = quality;
        }
    }
    return best;
}
