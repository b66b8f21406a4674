#include "base/error.h"
#include "forms/survey/receipt.h"
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static const ReceiptKey some_key = {.bytes = {1, 2, 3}};

static void a_code_follows_from_key_and_form(void)
{
    const ReceiptKey other = {.bytes = {1, 2, 4}};
    char codes[5][RECEIPT_CODE_BYTES];
    receipt_derive(&some_key, "s", "1017-4", codes[0]);
    receipt_derive(&some_key, "s", "1017-4", codes[1]);
    receipt_derive(&other, "s", "1017-4", codes[2]);
    receipt_derive(&some_key, "t", "1017-4", codes[3]);
    receipt_derive(&some_key, "s", "1018-2", codes[4]);
    g_assert_cmpstr(codes[0], ==, codes[1]);
    for (size_t i = 2; i < G_N_ELEMENTS(codes); i++)
        g_assert_cmpstr(codes[0], !=, codes[i]);
    g_assert_cmpuint(strlen(codes[0]), ==, 11);
    g_assert_cmpint(codes[0][5], ==, '-');
}

/* 45 bits: each of the nine characters before the check is any of the 32, whatever the others are. */
static void a_code_has_five_bits_a_character(void)
{
    static const size_t places[] = {0, 1, 2, 3, 4, 6, 7, 8, 9};
    for (size_t i = 0; i < G_N_ELEMENTS(places); i++) {
        bool seen[128] = {false};
        unsigned n_seen = 0;
        for (unsigned form = 1; form <= 1000; form++) {
            char code[RECEIPT_CODE_BYTES];
            g_autofree char *serial = g_strdup_printf("%u", form);
            receipt_derive(&some_key, "s", serial, code);
            unsigned char at = (unsigned char)code[places[i]];
            n_seen += seen[at] ? 0 : 1;
            seen[at] = true;
        }
        g_assert_cmpuint(n_seen, ==, 32);
    }
}

static char *normal(const char *typed)
{
    g_autoptr(GError) error = NULL;
    char *found = receipt_normalise(typed, &error);
    g_assert_no_error(error);
    return found;
}

static void a_code_is_read_however_it_is_typed(void)
{
    char code[RECEIPT_CODE_BYTES];
    receipt_derive(&some_key, "s", "1017-4", code);
    g_autofree char *bare = g_strdup_printf("%.5s%s", code, code + 6);
    g_autofree char *small = g_ascii_strdown(code, -1);
    g_autofree char *spaced = g_strdup_printf(" %.5s - %s\n", code, code + 6);
    g_autofree char *alike = g_strdup(bare);
    for (char *p = alike; *p != '\0'; p++)
        *p = *p == '0' ? 'o' : *p == '1' ? 'l' : *p;
    const char *const ways[] = {code, bare, small, spaced, alike};
    for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
        g_autofree char *found = normal(ways[i]);
        g_assert_cmpstr(found, ==, bare);
    }
}

static bool is_refused(const char *typed)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *found = receipt_normalise(typed, &error);
    if (found != NULL)
        return false;
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
    g_assert_nonnull(strstr(error->message, "Type"));
    return true;
}

/* A code with a figure that stays when one character changes. */
static void every_wrong_character_and_swap_is_found(void)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    for (unsigned serial = 0; serial < 20; serial++) {
        char code[RECEIPT_CODE_BYTES], words[16];
        g_snprintf(words, sizeof words, "%u", serial);
        receipt_derive(&some_key, "s", words, code);
        for (size_t i = 0; i < strlen(code); i++) {
            for (size_t a = 0; code[i] != '-' && a < strlen(alphabet); a++) {
                char wrong[RECEIPT_CODE_BYTES];
                memcpy(wrong, code, sizeof wrong);
                wrong[i] = alphabet[a];
                if (wrong[i] != code[i] && strpbrk(wrong, "0123456789") != NULL)
                    g_assert_true(is_refused(wrong));
            }
            size_t next = code[i + 1] == '-' ? i + 2 : i + 1;
            char swapped[RECEIPT_CODE_BYTES];
            memcpy(swapped, code, sizeof swapped);
            if (code[i] == '-' || next >= strlen(code) || code[i] == code[next])
                continue;
            swapped[i] = code[next];
            swapped[next] = code[i];
            if (strpbrk(swapped, "0123456789") != NULL)
                g_assert_true(is_refused(swapped));
        }
    }
}

static void words_of_ones_own_agree_in_any_case_and_spacing(void)
{
    g_autofree char *one = normal("  Robin   Hood ");
    g_autofree char *two = normal("robin\u00a0HOOD");
    g_autofree char *ten = normal("strawberry");
    g_autofree char *urdu = normal("لال گلاب");
    g_assert_cmpstr(one, ==, two);
    g_assert_cmpstr(one, ==, "robin hood");
    g_assert_cmpstr(ten, ==, "strawberry");
    g_assert_cmpstr(urdu, ==, "لال گلاب");
}

static void nothing_and_too_much_are_refused(void)
{
    g_autofree char *long_word = g_strnfill(LIMIT_RECEIPT_CHARS + 1, 'a');
    g_assert_true(is_refused(""));
    g_assert_true(is_refused("  \n"));
    g_assert_true(is_refused(long_word));
}

static void a_key_file_is_made_once_for_its_owner_alone(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_dir_make_tmp("receipt-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "key", NULL);
    ReceiptKey made, read;
    g_assert_true(receipt_key_load(path, &made, &error));
    g_assert_true(receipt_key_load(path, &read, &error));
    g_assert_no_error(error);
    g_assert_true(memcmp(made.bytes, read.bytes, sizeof made.bytes) == 0);
    GStatBuf about;
    g_assert_cmpint(g_stat(path, &about), ==, 0);
    g_assert_cmpint(about.st_mode & 0777, ==, 0600);
    g_assert_true(g_file_set_contents(path, "not a key", -1, NULL));
    g_assert_false(receipt_key_load(path, &read, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_FILE);
    g_assert_nonnull(strstr(error->message, "64 hexadecimal digits"));
    g_clear_error(&error);
    g_autofree char *nowhere = g_build_filename(folder, "none", "key", NULL);
    g_assert_false(receipt_key_load(nowhere, &read, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_FILE);
    g_assert_nonnull(strstr(error->message, nowhere));
    g_unlink(path);
    g_rmdir(folder);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/receipt/a code follows from key and form", a_code_follows_from_key_and_form);
    g_test_add_func("/receipt/a code has five bits a character", a_code_has_five_bits_a_character);
    g_test_add_func("/receipt/a code is read however it is typed",
                    a_code_is_read_however_it_is_typed);
    g_test_add_func("/receipt/every wrong character and swap is found",
                    every_wrong_character_and_swap_is_found);
    g_test_add_func("/receipt/words of ones own agree in any case and spacing",
                    words_of_ones_own_agree_in_any_case_and_spacing);
    g_test_add_func("/receipt/nothing and too much are refused", nothing_and_too_much_are_refused);
    g_test_add_func("/receipt/a key file is made once for its owner alone",
                    a_key_file_is_made_once_for_its_owner_alone);
    return g_test_run();
}
