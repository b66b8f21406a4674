/* References that residents note down: 16 signs that are drawn, one that checks them. */
#include "responses/store/reference.h"
#include <glib.h>
#include <string.h>

#include "base/banned.h"

/* The bytes whose 16 signs of five bits are these. */
static void pack(const unsigned signs[static 16], uint8_t out[10])
{
    memset(out, 0, 10);
    for (size_t bit = 0; bit < 80; bit++)
        if ((signs[bit / 5] >> (4 - bit % 5) & 1U) != 0)
            out[bit / 8] |= (uint8_t)(1U << (7 - bit % 8));
}

static char check_of(const unsigned signs[static 16])
{
    uint8_t random[10];
    char text[REFERENCE_BYTES];
    pack(signs, random);
    reference_make(random, text);
    g_assert_cmpuint(strlen(text), ==, 21);
    return text[20];
}

static void a_reference_shows_the_bits_that_were_drawn(void)
{
    static const unsigned signs[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 16, 18, 24, 27, 31};
    uint8_t random[10];
    char text[REFERENCE_BYTES];
    pack(signs, random);
    reference_make(random, text);
    text[20] = '\0';
    g_assert_cmpstr(text, ==, "0123-4567-89AG-JRVZ-");
    g_assert_true(reference_is_allowed(text));
}

static void every_wrong_sign_and_swap_changes_the_check(void)
{
    const unsigned signs[16] = {0, 31, 2, 30, 4, 29, 6, 28, 8, 27, 10, 26, 12, 25, 14, 24};
    char right = check_of(signs);
    for (size_t at = 0; at < 16; at++) {
        unsigned other[16];
        for (unsigned sign = 0; sign < 32; sign++) {
            memcpy(other, signs, sizeof other);
            other[at] = sign;
            g_assert_true((check_of(other) == right) == (sign == signs[at]));
        }
        memcpy(other, signs, sizeof other);
        other[at] = signs[(at + 1) % 16];
        other[(at + 1) % 16] = signs[at];
        g_assert_cmpint(check_of(other), !=, right);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reference/a reference shows the bits that were drawn",
                    a_reference_shows_the_bits_that_were_drawn);
    g_test_add_func("/reference/every wrong sign and swap changes the check",
                    every_wrong_sign_and_swap_changes_the_check);
    return g_test_run();
}
