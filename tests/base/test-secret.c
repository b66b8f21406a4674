#include "base/error.h"
#include "base/files.h"
#include "base/secret.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

static const SecretFile raw = {.not_made = "{file} not made: {why}",
                               .not_read = "{file} not read: {why}",
                               .not_a_key = "{file} holds no key"};
static const SecretFile hex = {.is_hex = true,
                               .may_be_link = true,
                               .not_made = "{file} not made: {why}",
                               .not_read = "{file} not read: {why}",
                               .not_a_key = "{file} holds no key"};
static const SecretFile *const kinds[] = {&raw, &hex};

static void a_token_comes_back_from_its_text(void)
{
    uint8_t token[TOKEN_BYTES];
    uint8_t read[TOKEN_BYTES];
    char text[TOKEN_CHARS + 1];
    for (size_t i = 0; i < TOKEN_BYTES; i++)
        token[i] = (uint8_t)(255 - 7 * i);
    secret_token_text(token, text);
    g_assert_cmpuint(strlen(text), ==, TOKEN_CHARS);
    g_assert_cmpuint(
        strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), ==,
        TOKEN_CHARS);
    g_assert_true(secret_token_read(text, read));
    g_assert_cmpint(memcmp(token, read, sizeof token), ==, 0);
}

static void what_is_no_token_is_refused(void)
{
    static const char *const texts[] = {
        "",
        "AAAA",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",   /* 42 */
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", /* 44 */
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",  /* padded */
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA+",  /* of the other alphabet */
        "AAAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAAAAAAAAAAA",  /* a blank */
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB",  /* bits beyond the last byte */
    };
    uint8_t out[TOKEN_BYTES];
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_test_message("'%s'", texts[i]);
        g_assert_false(secret_token_read(texts[i], out));
    }
}

static void texts_are_the_same_whole_or_not_at_all(void)
{
    g_assert_true(secret_is_same("", ""));
    g_assert_true(secret_is_same("abc", "abc"));
    g_assert_false(secret_is_same("abc", "abd"));
    g_assert_false(secret_is_same("abc", "ab"));
    g_assert_false(secret_is_same("ab", "abc"));
}

static void signs_and_values_belong_together(void)
{
    static const char alike[][2] = {{'o', '0'}, {'O', '0'}, {'i', '1'}, {'l', '1'}, {'z', 'Z'}};
    for (unsigned value = 0; value < 32; value++) {
        g_assert_null(strchr("ILOU", secret_sign(value)));
        g_assert_cmpint(secret_sign_value(secret_sign(value)), ==, (int)value);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(alike); i++)
        g_assert_cmpint(secret_sign_value(alike[i][0]), ==, secret_sign_value(alike[i][1]));
    g_assert_cmpint(secret_sign_value('U'), ==, -1);
    g_assert_cmpint(secret_sign_value('-'), ==, -1);
    g_assert_cmpint(secret_sign_value('\0'), ==, -1);
}

static void every_wrong_sign_and_swap_changes_the_check(void)
{
    unsigned values[16];
    for (unsigned i = 0; i < 16; i++)
        values[i] = (i * 11 + 3) % 32;
    const unsigned check = secret_check_value(values, 16);
    for (unsigned i = 0; i < 16; i++) {
        const unsigned right = values[i];
        for (unsigned other = 0; other < 32; other++) {
            values[i] = other;
            g_assert_cmpint(secret_check_value(values, 16) == check, ==, other == right);
        }
        values[i] = right;
    }
    for (unsigned i = 0; i + 1 < 16; i++) {
        const unsigned first = values[i];
        values[i] = values[i + 1];
        values[i + 1] = first;
        g_assert_cmpuint(secret_check_value(values, 16), !=, check);
        values[i + 1] = values[i];
        values[i] = first;
    }
}

static void a_key_file_is_made_once_for_its_owner_alone(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *place = g_dir_make_tmp("secret-XXXXXX", NULL);
        g_autofree char *path = g_build_filename(place, "key", NULL);
        uint8_t made[SECRET_KEY_BYTES];
        uint8_t read[SECRET_KEY_BYTES];
        GStatBuf status;
        g_assert_true(secret_key_load(kinds[i], path, made, &error));
        g_assert_true(secret_key_load(kinds[i], path, read, &error));
        g_assert_no_error(error);
        g_assert_cmpint(memcmp(made, read, sizeof made), ==, 0);
        g_assert_cmpint(g_stat(path, &status), ==, 0);
        g_assert_cmpuint(status.st_mode & 0777, ==, 0600);
        g_assert_cmpint(status.st_size, ==, kinds[i]->is_hex ? 65 : 32);
        file_directory_abandon(place);
    }
}

/* The system ends whoever writes more than 20 bytes, as a power cut would: the next who asks gets a whole key. */
static void a_key_file_is_never_seen_half(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        g_autoptr(GError) error = NULL;
        uint8_t key[SECRET_KEY_BYTES];
        uint8_t again[SECRET_KEY_BYTES];
        if (g_test_subprocess()) {
            const struct rlimit few = {20, 20};
            g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &few), ==, 0);
            const SecretFile *kind = kinds[g_getenv("SOUNDINGS_TEST_KIND")[0] - '0'];
            g_assert_false(secret_key_load(kind, g_getenv("SOUNDINGS_TEST_PATH"), key, &error));
            return;
        }
        g_autofree char *place = g_dir_make_tmp("secret-XXXXXX", NULL);
        g_autofree char *path = g_build_filename(place, "key", NULL);
        g_autofree char *kind = g_strdup_printf("%zu", i);
        g_setenv("SOUNDINGS_TEST_PATH", path, true);
        g_setenv("SOUNDINGS_TEST_KIND", kind, true);
        g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
        g_test_trap_assert_failed();
        g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
        g_assert_true(secret_key_load(kinds[i], path, key, &error));
        g_assert_true(secret_key_load(kinds[i], path, again, &error));
        g_assert_no_error(error);
        g_assert_cmpint(memcmp(key, again, sizeof key), ==, 0);
        file_directory_abandon(place);
    }
}

static void what_is_no_key_is_refused(void)
{
    static const struct {
        const SecretFile *kind;
        const char *words;
    } cases[] = {
        {&raw, ""},
        {&raw, "thirty-one bytes are not a key."},
        {&hex, ""},
        {&hex, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\n"},
        {&hex, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg\n"},
    };
    g_autofree char *place = g_dir_make_tmp("secret-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(place, "key", NULL);
    g_autofree char *sentence = g_strconcat(path, " holds no key", NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        uint8_t out[SECRET_KEY_BYTES];
        g_assert_true(g_file_set_contents(path, cases[i].words, -1, NULL));
        g_assert_false(secret_key_load(cases[i].kind, path, out, &error));
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_FILE);
        g_assert_cmpstr(error->message, ==, sentence);
    }
    file_directory_abandon(place);
}

static void what_cannot_be_made_or_read_is_named(void)
{
    g_autofree char *place = g_dir_make_tmp("secret-XXXXXX", NULL);
    g_autofree char *nowhere = g_build_filename(place, "none", "key", NULL);
    g_autofree char *link = g_build_filename(place, "link", NULL);
    g_autofree char *key = g_build_filename(place, "key", NULL);
    uint8_t out[SECRET_KEY_BYTES];
    g_autoptr(GError) unmade = NULL;
    g_assert_false(secret_key_load(&raw, nowhere, out, &unmade));
    g_assert_true(g_str_has_suffix(unmade->message, "key not made: No such file or directory"));
    g_autoptr(GError) directory = NULL;
    g_assert_false(secret_key_load(&hex, place, out, &directory));
    g_assert_true(g_str_has_suffix(directory->message, " not read: Is a directory"));
    g_autoptr(GError) error = NULL;
    g_assert_true(secret_key_load(&hex, key, out, &error));
    g_assert_cmpint(symlink(key, link), ==, 0);
    g_assert_true(secret_key_load(&hex, link, out, &error));
    g_assert_no_error(error);
    g_assert_false(secret_key_load(&raw, link, out, &error));
    g_assert_nonnull(strstr(error->message, "link not read: "));
    file_directory_abandon(place);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/secret/a token comes back from its text", a_token_comes_back_from_its_text);
    g_test_add_func("/secret/what is no token is refused", what_is_no_token_is_refused);
    g_test_add_func("/secret/texts are the same whole or not at all",
                    texts_are_the_same_whole_or_not_at_all);
    g_test_add_func("/secret/signs and values belong together", signs_and_values_belong_together);
    g_test_add_func("/secret/every wrong sign and swap changes the check",
                    every_wrong_sign_and_swap_changes_the_check);
    g_test_add_func("/secret/a key file is made once for its owner alone",
                    a_key_file_is_made_once_for_its_owner_alone);
    g_test_add_func("/secret/a key file is never seen half", a_key_file_is_never_seen_half);
    g_test_add_func("/secret/what is no key is refused", what_is_no_key_is_refused);
    g_test_add_func("/secret/what cannot be made or read is named",
                    what_cannot_be_made_or_read_is_named);
    return g_test_run();
}
