#include "base/files.h"
#include "base/language.h"
#include "base/say.h"

#include <glib/gstdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/banned.h"

/* A compiled catalogue of one plain and one counted entry for the invented language "qq", written as gettext's file
 * format lays it out: header, two tables of lengths and offsets, the strings. Source: GNU gettext manual, MO files. */
static void write_catalogue(const char *place)
{
    static const char *const keys[] = {"", "%lu thing", "Yes"};
    static const size_t key_lengths[] = {0, sizeof "%lu thing\0%lu things" - 1, 3};
    static const char counted_key[] = "%lu thing\0%lu things";
    static const char header[] =
        "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 2);\n";
    static const char counted[] = "dau %lu\0peth %lu";
    static const char *const words[] = {header, counted, "Ie \u00fb"};
    static const size_t word_lengths[] = {sizeof header - 1, sizeof counted - 1, 5};
    g_autoptr(GByteArray) mo = g_byte_array_new();
    uint32_t head[7] = {0x950412de, 0, 3, 28, 52, 0, 76};
    g_byte_array_append(mo, (const uint8_t *)head, sizeof head);
    uint32_t at = 76;
    for (int side = 0; side < 2; side++) {
        for (int i = 0; i < 3; i++) {
            uint32_t entry[2] = {(uint32_t)(side == 0 ? key_lengths[i] : word_lengths[i]), at};
            g_byte_array_append(mo, (const uint8_t *)entry, sizeof entry);
            at += entry[0] + 1;
        }
    }
    for (int i = 0; i < 3; i++) {
        const char *key = i == 1 ? counted_key : keys[i];
        g_byte_array_append(mo, (const uint8_t *)key, (unsigned)key_lengths[i] + 1);
    }
    for (int i = 0; i < 3; i++)
        g_byte_array_append(mo, (const uint8_t *)words[i], (unsigned)word_lengths[i] + 1);
    g_autofree char *folder = g_build_filename(place, "C.UTF-8", "LC_MESSAGES", NULL);
    g_assert_cmpint(g_mkdir_with_parents(folder, 0755), ==, 0);
    g_autofree char *path = g_build_filename(folder, "soundings-qq.mo", NULL);
    g_autoptr(GBytes) bytes = g_bytes_new(mo->data, mo->len);
    g_assert_true(file_write(path, bytes, NULL));
}

static void words_come_from_the_language_asked_for(void)
{
    g_assert_cmpstr(say("qq", "Yes"), ==, "Ie \u00fb");
    g_assert_cmpstr(say("qq-GB", "Yes"), ==, "Ie \u00fb");
    g_assert_cmpstr(say("qq", "No"), ==, "No");
    g_assert_cmpstr(say("en", "Yes"), ==, "Yes");
    g_assert_cmpstr(say("zz", "Yes"), ==, "Yes");
    g_assert_cmpstr(say("../qq", "Yes"), ==, "Yes");
}

static void the_languages_are_english_and_the_catalogues(void)
{
    size_t n = 0;
    const char *const *languages = say_languages(&n);
    g_assert_cmpuint(n, ==, 2);
    g_assert_cmpstr(languages[0], ==, "en");
    g_assert_cmpstr(languages[1], ==, "qq");
}

static void numbers_choose_their_form(void)
{
    g_assert_cmpstr(say_count("qq", "%lu thing", "%lu things", 2), ==, "dau %lu");
    g_assert_cmpstr(say_count("qq", "%lu thing", "%lu things", 1), ==, "peth %lu");
    g_assert_cmpstr(say_count("en", "%lu thing", "%lu things", 1), ==, "%lu thing");
    g_assert_cmpstr(say_count("en", "%lu thing", "%lu things", 2), ==, "%lu things");
}

static void directions_and_names_are_known(void)
{
    static const char *const rtl[] = {"ar", "ur",    "fa",      "he", "ps",
                                      "yi", "UR-PK", "pa-Arab", "ckb"};
    static const char *const ltr[] = {"en", "cy", "pa", "ar-Latn", "arn", "", "zz"};
    for (size_t i = 0; i < G_N_ELEMENTS(rtl); i++)
        g_assert_cmpstr(language_direction(rtl[i]), ==, "rtl");
    for (size_t i = 0; i < G_N_ELEMENTS(ltr); i++)
        g_assert_cmpstr(language_direction(ltr[i]), ==, "ltr");
    g_assert_cmpstr(language_name("cy"), ==, "Cymraeg");
    g_assert_cmpstr(language_name("en-GB"), ==, "English");
    g_assert_cmpstr(language_name("tlh"), ==, "tlh");
}

static void the_best_language_is_chosen(void)
{
    static const char *const offered[] = {"en", "cy", "ur"};
    static const struct {
        const char *accept;
        size_t index;
    } cases[] = {
        {NULL, 0},
        {"", 0},
        {"cy", 1},
        {"cy-GB, en;q=0.8", 1},
        {"en;q=0.8, ur ; q=0.9", 2},
        {"fr, de", 0},
        {"fr, ur;q=0.1", 2},
        {"*", 0},
        {"cy;q=0, ur", 2},
        {"cy;q=0", 0},
        {"cy;q=2, ur;q=0.5", 2},
        {"cy;q=0.5, ur;q=0.5", 1},
        {"cy;q=0.801, ur;q=0.802", 2},
        {",,;q=1, ur", 2},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, cy", 1},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].accept == NULL ? "(none)" : cases[i].accept);
        g_assert_cmpuint(language_choose(cases[i].accept, offered, G_N_ELEMENTS(offered)), ==,
                         cases[i].index);
    }
    static const char *const regional[] = {"en", "zh-Hant", "pt-BR"};
    g_assert_cmpuint(language_choose("pt", regional, 3), ==, 2);
    g_assert_cmpuint(language_choose("zh-Hant-TW", regional, 3), ==, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    setenv("LANGUAGE", "de:fr", 1);
    g_autofree char *place = g_dir_make_tmp("catalogue-XXXXXX", NULL);
    write_catalogue(place);
    say_start(place);
    g_test_add_func("/catalogue/words come from the language asked for",
                    words_come_from_the_language_asked_for);
    g_test_add_func("/catalogue/the languages are English and the catalogues",
                    the_languages_are_english_and_the_catalogues);
    g_test_add_func("/catalogue/numbers choose their form", numbers_choose_their_form);
    g_test_add_func("/catalogue/directions and names are known", directions_and_names_are_known);
    g_test_add_func("/catalogue/the best language is chosen", the_best_language_is_chosen);
    int result = g_test_run();
    file_directory_abandon(place);
    return result;
}
