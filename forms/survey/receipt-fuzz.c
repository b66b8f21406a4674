/* Fuzzer: whatever is typed as a receipt code or word has one normal form, or a sentence; a code's normal form is its own. */
#include "forms/survey/receipt.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const ReceiptKey key;
    g_autofree char *typed = g_strndup((const char *)data, size);
    g_autoptr(GError) error = NULL;
    g_autofree char *normal = receipt_normalise(typed, &error);
    g_assert_true((normal == NULL) == (error != NULL));
    if (normal == NULL)
        g_assert_true(g_utf8_validate(error->message, -1, NULL));
    else
        g_assert_true(*normal != '\0' && g_utf8_validate(normal, -1, NULL));
    /* The code of a form of that serial, in small letters and in its normal form. */
    char code[RECEIPT_CODE_BYTES];
    receipt_derive(&key, "fuzz", typed, code);
    g_autofree char *first = receipt_normalise(code, NULL);
    g_assert_nonnull(first);
    g_autofree char *small = g_ascii_strdown(code, -1);
    g_autofree char *second = receipt_normalise(small, NULL);
    g_assert_cmpstr(second, ==, first);
    g_autofree char *third = receipt_normalise(first, NULL);
    g_assert_cmpstr(third, ==, first);
    return 0;
}
