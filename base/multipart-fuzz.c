/* Fuzzer: any bytes as a body; what is accepted lies within them and is clean, and written again it is accepted again. */
#include "base/limits.h"
#include "base/multipart.h"
#include "base/text.h"
#include <stdint.h>
#include <string.h>

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define BOUNDARY "XX"

static void append_part(GString *to, const char *name, const char *rest, const char *bytes,
                        size_t length)
{
    g_autoptr(GString) plain = g_string_new(name);
    g_string_replace(plain, "\"", "%22", 0);
    g_string_append_printf(
        to, "--" BOUNDARY "\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n", plain->str,
        rest);
    g_string_append_len(to, bytes, (ssize_t)length);
    g_string_append(to, "\r\n");
}

static void write_again(const Fields *fields, const GPtrArray *files)
{
    g_autoptr(GString) body = g_string_new(NULL);
    for (size_t i = 0; i < fields_count(fields); i++) {
        Field field = fields_at(fields, i);
        if (strpbrk(field.name, "\r\n%") != NULL)
            return;
        append_part(body, field.name, "", field.value, strlen(field.value));
    }
    for (size_t i = 0; i < files->len; i++) {
        const FormFile *file = g_ptr_array_index(files, i);
        if (strpbrk(file->field, "\r\n%") != NULL)
            return;
        append_part(body, file->field, "; filename=\"x\"", file->bytes, file->length);
    }
    g_string_append(body, "--" BOUNDARY "--\r\n");
    Fields *again_fields = NULL;
    GPtrArray *again_files = NULL;
    bool is_read =
        multipart_decode(body->str, body->len, BOUNDARY, &again_fields, &again_files, NULL);
    g_assert_true(is_read);
    g_assert_cmpuint(fields_count(again_fields), ==, fields_count(fields));
    g_assert_cmpuint(again_files->len, ==, files->len);
    fields_free(again_fields);
    g_ptr_array_unref(again_files);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *body = (const char *)data;
    g_autofree char *type = g_strndup(body, MIN(size, 100));
    g_autofree char *boundary = multipart_boundary(type);
    Fields *got_fields = NULL;
    GPtrArray *got_files = NULL;
    if (!multipart_decode(body, size, BOUNDARY, &got_fields, &got_files, NULL))
        return 0;
    g_autoptr(Fields) fields = got_fields;
    g_autoptr(GPtrArray) files = got_files;
    g_assert_cmpuint(fields_count(fields) + files->len, <=, LIMIT_FIELDS);
    for (size_t i = 0; i < fields_count(fields); i++) {
        Field field = fields_at(fields, i);
        g_assert_true(text_is_clean(field.value, strlen(field.value)));
        g_assert_cmpuint(strlen(field.name), <=, LIMIT_FIELD_NAME_BYTES);
    }
    for (size_t i = 0; i < files->len; i++) {
        const FormFile *file = g_ptr_array_index(files, i);
        g_assert_true(file->bytes >= body && file->bytes + file->length <= body + size);
    }
    write_again(fields, files);
    return 0;
}
