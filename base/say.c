#include "base/say.h"

#include <libintl.h>
#include <limits.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

enum { TAG_BYTES = 36, DOMAIN_BYTES = 64, LANGUAGES_MOST = 32 };

#define DOMAIN_PREFIX "soundings-"

/* English first; filled by say_start, before there are threads. */
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

const char *const *say_languages(size_t *out_n)
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

void say_start(const char *directory)
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

bool say_has(const char *lang)
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
