/* Fuzzer: whatever is typed or scanned as a serial is one, and written out it reads the same; or it has a sentence. */
#include "forms/survey/serial.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *typed = g_strndup((const char *)data, size);
    g_autofree char *survey = NULL;
    g_autofree char *batch = NULL;
    g_autoptr(GError) error = NULL;
    unsigned serial = 0;
    (void)serial_is_batch_name(typed);
    bool is_read = serial_read(typed, &serial, &survey, &batch, &error);
    g_assert_true(is_read == (error == NULL));
    if (!is_read) {
        g_assert_true(g_utf8_validate(error->message, -1, NULL));
        return 0;
    }
    g_assert_cmpuint(serial, >=, 1);
    g_assert_cmpuint(serial, <=, LIMIT_SERIAL);
    g_assert_true((survey == NULL) == (batch == NULL));
    char text[SERIAL_BYTES];
    unsigned again = 0;
    g_autofree char *no_survey = NULL;
    g_autofree char *no_batch = NULL;
    serial_text(serial, text);
    is_read = serial_read(text, &again, &no_survey, &no_batch, &error);
    g_assert_no_error(error);
    g_assert_true(is_read && no_survey == NULL && no_batch == NULL);
    g_assert_cmpuint(again, ==, serial);
    return 0;
}
