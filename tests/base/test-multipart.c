#include "base/error.h"
#include "base/limits.h"
#include "base/multipart.h"
#include <string.h>

#include "base/banned.h"

static void boundaries_are_read_from_the_type(void)
{
    static const struct {
        const char *type, *boundary; /* NULL: refused */
    } cases[] = {
        {"multipart/form-data; boundary=----WebKitFormBoundaryabc", "----WebKitFormBoundaryabc"},
        {"Multipart/Form-Data;boundary=x", "x"},
        {"multipart/form-data; BOUNDARY=\"a b:c\"", "a b:c"},
        {"multipart/form-data", NULL},
        {"multipart/form-data; boundary=", NULL},
        {"multipart/form-data; boundary=\"\"", NULL},
        {"multipart/form-data; boundary=a b", NULL},
        {"multipart/form-data; boundary=a;b", NULL},
        {"multipart/form-data; boundary=\"a\"; charset=utf-8", NULL},
        {"multipart/form-data; boundary=\"a \"", NULL},
        {"multipart/form-data; boundary=\xc3\xa9", NULL},
        {"multipart/form-data; charset=utf-8", NULL},
        {"multipart/form-database; boundary=x", NULL},
        {"multipart/mixed; boundary=x", NULL},
        {"multipart/form-data; boundary="
         "1234567890123456789012345678901234567890123456789012345678901234567890x",
         NULL},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *boundary = multipart_boundary(cases[i].type);
        g_assert_cmpstr(boundary, ==, cases[i].boundary);
    }
}

#define NAME(name)         "Content-Disposition: form-data; name=\"" name "\""
#define FIELD(name, value) "--XX\r\n" NAME(name) "\r\n\r\n" value "\r\n"
#define ONE_FILE           "--XX\r\n" NAME("f") "; filename=\"x\"\r\n\r\n1\r\n"
#define END                "--XX--\r\n"

static const char what_chromium_sends[] =
    FIELD("csrf", "a-token") FIELD("words", "\r\n two\r\n") "--XX\r\n" NAME(
        "definition") "; filename=\"my %22new%22 \xc3\xa9.xml\"\r\n"
                      "Content-Type: text/xml\r\n\r\n\x00\xff--XX\r\n-\r\n"
                      "--XX\r\n" NAME("second") "; filename=\"\"\r\nContent-Type: "
                                                "application/octet-stream\r\n\r\n\r\n" END;

static void fields_and_files_come_apart(void)
{
    g_autoptr(GError) error = NULL;
    Fields *got_fields = NULL;
    GPtrArray *got_files = NULL;
    bool is_read = multipart_decode(what_chromium_sends, sizeof what_chromium_sends - 1, "XX",
                                    &got_fields, &got_files, &error);
    g_assert_no_error(error);
    g_assert_true(is_read);
    g_autoptr(Fields) fields = got_fields;
    g_autoptr(GPtrArray) files = got_files;
    g_assert_cmpuint(fields_count(fields), ==, 2);
    g_assert_cmpstr(fields_find(fields, "csrf"), ==, "a-token");
    g_assert_cmpstr(fields_find(fields, "words"), ==, "\r\n two\r\n");
    g_assert_cmpuint(files->len, ==, 2);
    const FormFile *file = g_ptr_array_index(files, 0);
    g_assert_cmpstr(file->field, ==, "definition");
    g_assert_cmpstr(file->name, ==, "my \"new\" \xc3\xa9.xml");
    g_assert_cmpuint(file->length, ==, 9);
    g_assert_cmpint(memcmp(file->bytes, "\x00\xff--XX\r\n-", 9), ==, 0);
    const FormFile *none = g_ptr_array_index(files, 1);
    g_assert_cmpstr(none->field, ==, "second");
    g_assert_cmpstr(none->name, ==, "");
    g_assert_cmpuint(none->length, ==, 0);
}

/* Decode and expect a refusal. */
static void assert_refused(const char *body, size_t length, ErrorCode code, const char *message)
{
    g_autoptr(GError) error = NULL;
    Fields *fields = NULL;
    GPtrArray *files = NULL;
    bool is_read = multipart_decode(body, length, "XX", &fields, &files, &error);
    if (is_read)
        g_error("accepted: %s", body);
    g_assert_error(error, SOUNDINGS_ERROR, (int)code);
    if (strstr(error->message, message) == NULL)
        g_error("%s\nis said of\n%s", error->message, body);
    g_assert_null(fields);
    g_assert_null(files);
}

static void bad_bodies_are_refused(void)
{
    static const struct {
        const char *body, *message;
    } cases[] = {
        {"", "does not begin"},
        {"--X", "does not begin"},
        {"\r\n" FIELD("a", "1") END, "does not begin"},
        {"a preamble\r\n" FIELD("a", "1") END, "does not begin"},
        {"--XX", "behind a boundary"},
        {"--XX-", "behind a boundary"},
        {"--XX--an epilogue", "behind a boundary"},
        {FIELD("a", "1") "--XX--\r\n\r\n", "behind a boundary"},
        {FIELD("a", "1") "--XX", "behind a boundary"},
        {FIELD("a", "1") "--XXY\r\n", "behind a boundary"},
        {"--XX \r\n" NAME("a") "\r\n\r\n1\r\n" END, "behind a boundary"},
        {FIELD("a", "1"), "ends before"},
        {"--XX\r\n" NAME("a") "\r\n\r\n1", "ends before"},
        {"--XX\r\n" NAME("a") "\r\n\r\n1--XX--\r\n", "ends before"},
        {"--XX\r\n" NAME("a") "\r\n\r\n1\n--XX--\r\n", "ends before"},
        {"--XX\r\n" NAME("a") "\r\n\r\n" END, "no content"},
        {"--XX\r\n" NAME("a") "\r\n", "have no end"},
        {"--XX\n" NAME("a") "\n\n1\n--XX--", "behind a boundary"},
        {"--XX\r\n\r\n1\r\n" END, "have no end"},
        {"--XX\r\nContent-Type: text/plain\r\n\r\n1\r\n" END, "no name"},
        {"--XX\r\n" NAME("") "\r\n\r\n1\r\n" END, "no name"},
        {"--XX\r\n" NAME("a") "\r\nX: y\r\n\r\n1\r\n" END, "no browser"},
        {"--XX\r\n" NAME("a") "\r\nContent-Transfer-Encoding: base64\r\n\r\n1\r\n" END,
         "no browser"},
        {"--XX\r\n" NAME("a") "\r\n" NAME("b") "\r\n\r\n1\r\n" END, "no browser"},
        {"--XX\r\n" NAME("a") "; name=\"b\"\r\n\r\n1\r\n" END, "no browser"},
        {"--XX\r\n" NAME("a") "; filename*=UTF-8''x\r\n\r\n1\r\n" END, "no browser"},
        {"--XX\r\n" NAME("a") ";\r\n filename=\"x\"\r\n\r\n1\r\n" END, "no browser"},
        {"--XX\r\n" NAME("a\\\"b") "\r\n\r\n1\r\n" END, "no browser"},
        {"--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n" END, "no browser"},
        {"--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n" END, "no browser"},
        {"--XX\r\n" NAME("a") "\r\nContent-Type: a\r\nContent-Type: b\r\n\r\n1\r\n" END,
         "no browser"},
        {"--XX\r\n" NAME("\xff") "\r\n\r\n1\r\n" END, "no browser"},
        {"--XX\r\n" NAME("a") "; filename=\"\x01\"\r\n\r\n1\r\n" END, "no browser"},
        {FIELD("a", "\x1b") END, "control character"},
        {FIELD("a", "\xff") END, "not UTF-8"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_refused(cases[i].body, strlen(cases[i].body), ERROR_DATA, cases[i].message);
    static const char with_nul[] = FIELD("a", "1\0") END;
    assert_refused(with_nul, sizeof with_nul - 1, ERROR_DATA, "control character");
}

static void an_empty_form_is_empty(void)
{
    g_autoptr(Fields) fields = NULL;
    g_autoptr(GPtrArray) files = NULL;
    Fields *got_fields = NULL;
    GPtrArray *got_files = NULL;
    g_assert_true(multipart_decode(END, strlen(END), "XX", &got_fields, &got_files, NULL));
    fields = got_fields;
    files = got_files;
    g_assert_cmpuint(fields_count(fields) + files->len, ==, 0);
}

static void limits_hold(void)
{
    g_autoptr(GString) many = g_string_new(NULL);
    for (size_t i = 0; i <= LIMIT_FIELDS; i++)
        g_string_append(many, FIELD("a", "1"));
    g_string_append(many, END);
    assert_refused(many->str, many->len, ERROR_LIMIT, "more than 2048");
    g_string_erase(many, 0, (ssize_t)strlen(FIELD("a", "1")));
    Fields *fields = NULL;
    GPtrArray *files = NULL;
    g_assert_true(multipart_decode(many->str, many->len, "XX", &fields, &files, NULL));
    g_assert_cmpuint(fields_count(fields), ==, LIMIT_FIELDS);
    fields_free(fields);
    g_ptr_array_unref(files);
    /* A file is a field as well. */
    g_autoptr(GString) with_files = g_string_new(NULL);
    for (size_t i = 0; i <= LIMIT_FIELDS; i++)
        g_string_append(with_files, i % 2 == 0 ? FIELD("a", "1") : ONE_FILE);
    g_string_append(with_files, END);
    assert_refused(with_files->str, with_files->len, ERROR_LIMIT, "more than 2048");
    g_autofree char *name = g_strnfill(LIMIT_FIELD_NAME_BYTES + 1, 'n');
    g_autofree char *named = g_strdup_printf(FIELD("%s", "1") END, name);
    assert_refused(named, strlen(named), ERROR_LIMIT, "longer than 64");
    g_autofree char *file_name = g_strnfill(LIMIT_PART_HEADER_BYTES, 'f');
    g_autofree char *headed =
        g_strdup_printf("--XX\r\n" NAME("a") "; filename=\"%s\"\r\n\r\n1\r\n" END, file_name);
    assert_refused(headed, strlen(headed), ERROR_LIMIT, "too long");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/multipart/boundaries are read from the type",
                    boundaries_are_read_from_the_type);
    g_test_add_func("/multipart/fields and files come apart", fields_and_files_come_apart);
    g_test_add_func("/multipart/bad bodies are refused", bad_bodies_are_refused);
    g_test_add_func("/multipart/an empty form is empty", an_empty_form_is_empty);
    g_test_add_func("/multipart/limits hold", limits_hold);
    return g_test_run();
}
