/* Fuzzer: whatever is accepted survives being encoded and decoded again. */
#include "base/fields.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(Fields) fields = fields_decode((const char *)data, size, NULL);
    if (fields == NULL)
        return 0;
    g_autofree char *bytes = fields_encode(fields);
    g_autoptr(Fields) again = fields_decode(bytes, strlen(bytes), NULL);
    g_assert_nonnull(again);
    g_assert_cmpuint(fields_count(again), ==, fields_count(fields));
    for (size_t i = 0; i < fields_count(fields); i++) {
        g_assert_cmpstr(fields_at(again, i).name, ==, fields_at(fields, i).name);
        g_assert_cmpstr(fields_at(again, i).value, ==, fields_at(fields, i).value);
    }
    return 0;
}
