#include "base/catalogue.h"

#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

enum { TAG_BYTES = 36, DOMAIN_BYTES = 64, LANGUAGES_MOST = 32 };

#define DOMAIN_PREFIX "soundings-"

/* English first; filled by catalogue_start, before there are threads. */
static const char *languages[LANGUAGES_MOST] = {"en"};
static size_t n_languages = 1;

static int compare_tags(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add_language(const char *tag)
{
    for (size_t i = 0; i < n_languages; i++) {
        if (g_str_equal(languages[i], tag))
            return;
    }
    if (n_languages == LANGUAGES_MOST)
        return;
    languages[n_languages++] = g_intern_string(tag);
    qsort(languages + 1, n_languages - 1, sizeof *languages, compare_tags);
}

const char *const *catalogue_languages(size_t *out_n)
{
    *out_n = n_languages;
    return languages;
}

/* A directory beside the program, when it exists. */
static char *beside_program(const char *relative)
{
    char program[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", program, sizeof program - 1);
    if (n <= 0)
        return NULL;
    program[n] = '\0';
    g_autofree char *folder = g_path_get_dirname(program);
    g_autofree char *directory = g_build_filename(folder, relative, NULL);
    if (!g_file_test(directory, G_FILE_TEST_IS_DIR))
        return NULL;
    return g_canonicalize_filename(directory, NULL);
}

static char *find_directory(const char *directory)
{
    if (directory == NULL)
        /* NOLINTNEXTLINE(concurrency-mt-unsafe): before threads */
        directory = g_getenv("SOUNDINGS_LOCALE");
    if (directory != NULL && *directory != '\0')
        return g_canonicalize_filename(directory, NULL);
    char *found = beside_program("../locale");
    return found != NULL ? found : beside_program("../share/locale");
}

void catalogue_start(const char *directory)
{
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): before threads */
    (void)setlocale(LC_ALL, "C.UTF-8"); /* NOLINT(concurrency-mt-unsafe): before threads, as said */
    /* gettext would look for the languages named there instead of for ours. */
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): before threads */
    g_unsetenv("LANGUAGE");
    g_autofree char *found = find_directory(directory);
    if (found == NULL)
        return;
    g_autofree char *messages = g_build_filename(found, "C.UTF-8", "LC_MESSAGES", NULL);
    GDir *dir = g_dir_open(messages, 0, NULL);
    if (dir == NULL)
        return;
    for (const char *name = g_dir_read_name(dir); name != NULL; name = g_dir_read_name(dir)) {
        if (!g_str_has_prefix(name, DOMAIN_PREFIX) || !g_str_has_suffix(name, ".mo"))
            continue;
        g_autofree char *domain = g_strndup(name, strlen(name) - strlen(".mo"));
        bindtextdomain(domain, found);
        bind_textdomain_codeset(domain, "UTF-8");
        add_language(domain + strlen(DOMAIN_PREFIX));
    }
    g_dir_close(dir);
}

/* The gettext domain of the first `length` bytes of a tag; false when that is no tag. */
static bool domain_of(char domain[static DOMAIN_BYTES], const char *lang, size_t length)
{
    if (length == 0 || length >= TAG_BYTES)
        return false;
    for (size_t i = 0; i < length; i++) {
        if (!g_ascii_isalnum(lang[i]) && lang[i] != '-')
            return false;
    }
    g_snprintf(domain, DOMAIN_BYTES, DOMAIN_PREFIX "%.*s", (int)length, lang);
    return true;
}

/* The lengths to try: the whole tag, then its language alone. */
static size_t tag_lengths(const char *lang, size_t lengths[static 2])
{
    lengths[0] = strlen(lang);
    lengths[1] = strcspn(lang, "-");
    return lengths[1] == lengths[0] ? 1 : 2;
}

const char *say(const char *lang, const char *english)
{
    char domain[DOMAIN_BYTES];
    size_t lengths[2];
    size_t n = tag_lengths(lang, lengths);
    for (size_t i = 0; i < n; i++) {
        if (!domain_of(domain, lang, lengths[i]))
            continue;
        const char *words = dgettext(domain, english);
        if (words != english)
            return words;
    }
    return english;
}

bool catalogue_has(const char *lang)
{
    static const char word[] = SAY("Language"); /* that every catalogue has */
    return g_str_equal(lang, "en") || !g_str_equal(say(lang, word), word);
}

const char *say_count(const char *lang, const char *one, const char *many, unsigned long n)
{
    char domain[DOMAIN_BYTES];
    size_t lengths[2];
    size_t n_lengths = tag_lengths(lang, lengths);
    for (size_t i = 0; i < n_lengths; i++) {
        if (!domain_of(domain, lang, lengths[i]))
            continue;
        const char *words = dngettext(domain, one, many, n);
        if (words != one && words != many)
            return words;
    }
    return n == 1 ? one : many;
}

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
