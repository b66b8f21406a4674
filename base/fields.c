#include "base/fields.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"

#include <string.h>

#include "base/banned.h"

struct Fields {
    GArray *pairs; /* of Pair */
};

typedef struct {
    char *name;
    char *value;
} Pair;

static void pair_clear(void *data)
{
    Pair *pair = data;
    g_free(pair->name);
    g_free(pair->value);
}

Fields *fields_new(void)
{
    Fields *fields = g_new0(Fields, 1);
    fields->pairs = g_array_new(false, false, sizeof(Pair));
    g_array_set_clear_func(fields->pairs, pair_clear);
    return fields;
}

void fields_free(Fields *fields)
{
    if (fields == NULL)
        return;
    g_array_unref(fields->pairs);
    g_free(fields);
}

/* Decode '+' and %XX of one half of a pair; NULL when an escape is bad or the bytes are not clean text. */
static char *decode_part(const char *bytes, size_t length)
{
    GString *out = g_string_sized_new(length);
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] == '+') {
            g_string_append_c(out, ' ');
            continue;
        }
        if (bytes[i] != '%') {
            g_string_append_c(out, bytes[i]);
            continue;
        }
        int high = i + 2 < length ? g_ascii_xdigit_value(bytes[i + 1]) : -1;
        int low = i + 2 < length ? g_ascii_xdigit_value(bytes[i + 2]) : -1;
        if (high < 0 || low < 0) {
            g_string_free(out, true);
            return NULL;
        }
        g_string_append_c(out, (char)(high * 16 + low));
        i += 2;
    }
    if (!text_is_clean(out->str, out->len)) {
        g_string_free(out, true);
        return NULL;
    }
    return g_string_free(out, false);
}

/* Decode one "name=value" and append it. */
static bool decode_pair(Fields *fields, const char *bytes, size_t length, GError **error)
{
    const char *equals = memchr(bytes, '=', length);
    if (equals == NULL) {
        error_set(error, ERROR_DATA, "form data: a field has no '='");
        return false;
    }
    if (fields->pairs->len == LIMIT_FIELDS) {
        error_set(error, ERROR_LIMIT, "form data: more than %d fields", LIMIT_FIELDS);
        return false;
    }
    size_t name_length = (size_t)(equals - bytes);
    g_autofree char *name = decode_part(bytes, name_length);
    g_autofree char *value = decode_part(equals + 1, length - name_length - 1);
    if (name == NULL || value == NULL) {
        error_set(
            error, ERROR_DATA,
            "form data: field %u has a bad escape, a control character or text that is not UTF-8",
            fields->pairs->len + 1);
        return false;
    }
    if (*name == '\0') {
        error_set(error, ERROR_DATA, "form data: a field has no name");
        return false;
    }
    if (strlen(name) > LIMIT_FIELD_NAME_BYTES) {
        error_set(error, ERROR_LIMIT, "form data: a field's name is longer than %d bytes",
                  LIMIT_FIELD_NAME_BYTES);
        return false;
    }
    Pair pair = {g_steal_pointer(&name), g_steal_pointer(&value)};
    g_array_append_val(fields->pairs, pair);
    return true;
}

Fields *fields_decode(const char *bytes, size_t length, GError **error)
{
    g_autoptr(Fields) fields = fields_new();
    size_t start = 0;
    while (start < length) {
        const char *ampersand = memchr(bytes + start, '&', length - start);
        size_t end = ampersand == NULL ? length : (size_t)(ampersand - bytes);
        if (end > start && !decode_pair(fields, bytes + start, end - start, error))
            return NULL;
        start = end + 1;
    }
    return g_steal_pointer(&fields);
}

static void append_encoded(GString *to, const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        if (g_ascii_isalnum(*p) || strchr("*-._", *p) != NULL)
            g_string_append_c(to, (char)*p);
        else if (*p == ' ')
            g_string_append_c(to, '+');
        else
            g_string_append_printf(to, "%%%02X", *p);
    }
}

char *fields_encode(const Fields *fields)
{
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < fields_count(fields); i++) {
        Field field = fields_at(fields, i);
        if (i > 0)
            g_string_append_c(out, '&');
        append_encoded(out, field.name);
        g_string_append_c(out, '=');
        append_encoded(out, field.value);
    }
    return g_string_free(out, false);
}

void fields_add(Fields *fields, const char *name, const char *value)
{
    Pair pair = {g_strdup(name), g_strdup(value)};
    g_array_append_val(fields->pairs, pair);
}

void fields_remove(Fields *fields, const char *name)
{
    for (unsigned i = fields->pairs->len; i > 0; i--) {
        if (strcmp(g_array_index(fields->pairs, Pair, i - 1).name, name) == 0)
            g_array_remove_index(fields->pairs, i - 1);
    }
}

size_t fields_count(const Fields *fields)
{
    return fields->pairs->len;
}

Field fields_at(const Fields *fields, size_t index)
{
    g_assert(index < fields->pairs->len);
    const Pair *pair = &g_array_index(fields->pairs, Pair, index);
    return (Field){pair->name, pair->value};
}

const char *fields_find(const Fields *fields, const char *name)
{
    for (unsigned i = 0; i < fields->pairs->len; i++) {
        const Pair *pair = &g_array_index(fields->pairs, Pair, i);
        if (strcmp(pair->name, name) == 0)
            return pair->value;
    }
    return NULL;
}

bool fields_has(const Fields *fields, const char *name, const char *value)
{
    for (unsigned i = 0; i < fields->pairs->len; i++) {
        const Pair *pair = &g_array_index(fields->pairs, Pair, i);
        if (strcmp(pair->name, name) == 0 && strcmp(pair->value, value) == 0)
            return true;
    }
    return false;
}
