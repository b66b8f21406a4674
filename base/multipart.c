#include "base/multipart.h"
#include "base/error.h"
#include "base/limits.h"
#include "base/text.h"
#include <string.h>

#include "base/banned.h"

enum { BOUNDARY_CHARS_MAX = 70 };

/* ---- The boundary ---- */

static bool boundary_is_plain(const char *boundary)
{
    size_t length = strlen(boundary);
    return length > 0 && length <= BOUNDARY_CHARS_MAX && boundary[length - 1] != ' ' &&
           strspn(boundary, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                            "'()+_,-./:=? ") == length;
}

char *multipart_boundary(const char *content_type)
{
    static const char *const type = "multipart/form-data", *const parameter = "boundary=";
    if (g_ascii_strncasecmp(content_type, type, strlen(type)) != 0)
        return NULL;
    const char *at = content_type + strlen(type);
    at += strspn(at, " \t");
    if (*at++ != ';')
        return NULL;
    at += strspn(at, " \t");
    if (g_ascii_strncasecmp(at, parameter, strlen(parameter)) != 0)
        return NULL;
    g_autofree char *boundary = g_strchomp(g_strdup(at + strlen(parameter)));
    size_t length = strlen(boundary);
    if (length > 2 && boundary[0] == '"' && boundary[length - 1] == '"') {
        boundary[length - 1] = '\0';
        memmove(boundary, boundary + 1, length - 1);
    } else if (strpbrk(boundary, "\"(),/:;=? ") != NULL) {
        return NULL; /* such characters stand in quotes only */
    }
    return boundary_is_plain(boundary) ? g_steal_pointer(&boundary) : NULL;
}

/* ---- The headers of a part ---- */

/* What they say. */
typedef struct {
    char *name, *file; /* file NULL: a field */
    bool has_type;
} About;

static void about_clear(About *about)
{
    g_free(about->name);
    g_free(about->file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(About, about_clear)

/* Browsers write a quote, CR and LF in a name as %22, %0D and %0A, and nothing else so. */
static char *unescape_name(const char *bytes, size_t length)
{
    static const struct {
        const char *escape;
        char byte;
    } escapes[] = {{"%22", '"'}, {"%0D", '\r'}, {"%0A", '\n'}};
    GString *name = g_string_sized_new(length);
    for (size_t i = 0; i < length; i++) {
        size_t j = 0;
        while (j < G_N_ELEMENTS(escapes) &&
               (length - i < 3 || memcmp(bytes + i, escapes[j].escape, 3) != 0))
            j++;
        bool is_escape = j < G_N_ELEMENTS(escapes);
        g_string_append_c(name, is_escape ? escapes[j].byte : bytes[i]);
        i += is_escape ? 2 : 0;
    }
    return g_string_free(name, false);
}

/* `; name="value"` at *at, moved behind it. */
static bool take_parameter(const char **at, const char *end, const char *name, char **out)
{
    g_autofree char *start = g_strdup_printf("; %s=\"", name);
    size_t length = strlen(start);
    if ((size_t)(end - *at) < length || g_ascii_strncasecmp(*at, start, length) != 0)
        return false;
    const char *value = *at + length;
    const char *quote = memchr(value, '"', (size_t)(end - value));
    if (quote == NULL || !text_is_clean(value, (size_t)(quote - value)))
        return false;
    *out = unescape_name(value, (size_t)(quote - value));
    *at = quote + 1;
    return true;
}

/* `form-data; name="..."; filename="..."`, the second only with a file. */
static bool take_disposition(const char *at, const char *end, About *about)
{
    static const char *const start = "form-data";
    if (about->name != NULL || (size_t)(end - at) < strlen(start) ||
        g_ascii_strncasecmp(at, start, strlen(start)) != 0)
        return false;
    at += strlen(start);
    if (!take_parameter(&at, end, "name", &about->name))
        return false;
    return at == end || (take_parameter(&at, end, "filename", &about->file) && at == end);
}

static bool take_header(const char *line, const char *end, About *about)
{
    static const char *const disposition = "content-disposition: ", *const type = "content-type: ";
    size_t length = (size_t)(end - line);
    if (length >= strlen(disposition) &&
        g_ascii_strncasecmp(line, disposition, strlen(disposition)) == 0)
        return take_disposition(line + strlen(disposition), end, about);
    bool is_type = length >= strlen(type) && g_ascii_strncasecmp(line, type, strlen(type)) == 0;
    bool is_first = !about->has_type;
    about->has_type = about->has_type || is_type;
    return is_type && is_first && text_is_clean(line, length); /* what it says is not trusted */
}

/* The headers at *at, which is moved to the content. */
static bool take_headers(const char **at, const char *end, About *about, GError **error)
{
    size_t room = MIN((size_t)(end - *at), (size_t)LIMIT_PART_HEADER_BYTES);
    const char *blank = memmem(*at, room, "\r\n\r\n", 4);
    if (blank == NULL) {
        bool is_cut = room < LIMIT_PART_HEADER_BYTES;
        error_set(error, is_cut ? ERROR_DATA : ERROR_LIMIT,
                  is_cut ? "form data: the headers of a part have no end"
                         : "form data: the headers of a part are too long");
        return false;
    }
    while (*at < blank + 2) {
        const char *line_end = memmem(*at, (size_t)(blank + 2 - *at), "\r\n", 2);
        if (!take_header(*at, line_end, about)) {
            error_set(error, ERROR_DATA, "form data: a part has a header that no browser sends");
            return false;
        }
        *at = line_end + 2;
    }
    *at = blank + 4;
    return true;
}

static bool name_is_fit(const About *about, GError **error)
{
    if (about->name == NULL || *about->name == '\0') {
        error_set(error, ERROR_DATA, "form data: a part has no name");
        return false;
    }
    if (strlen(about->name) > LIMIT_FIELD_NAME_BYTES) {
        error_set(error, ERROR_LIMIT, "form data: a part's name is longer than %d bytes",
                  LIMIT_FIELD_NAME_BYTES);
        return false;
    }
    return true;
}

/* ---- The body ---- */

static void file_free(void *data)
{
    FormFile *file = data;
    g_free(file->field);
    g_free(file->name);
    g_free(file);
}

static bool take_content(About *about, const char *bytes, size_t length, Fields *fields,
                         GPtrArray *files, GError **error)
{
    if (about->file != NULL) {
        FormFile *file = g_new0(FormFile, 1);
        file->field = g_steal_pointer(&about->name);
        file->name = g_steal_pointer(&about->file);
        file->bytes = bytes;
        file->length = length;
        g_ptr_array_add(files, file);
        return true;
    }
    if (!text_is_clean(bytes, length)) {
        error_set(error, ERROR_DATA,
                  "form data: a field has a control character or text that is not UTF-8");
        return false;
    }
    g_autofree char *value = g_strndup(bytes, length);
    fields_add(fields, about->name, value);
    return true;
}

/* One part at *at (behind its boundary line), which is moved behind the next boundary. */
static bool take_part(const char **at, const char *end, const char *delimiter, Fields *fields,
                      GPtrArray *files, GError **error)
{
    g_auto(About) about = {0};
    if (!take_headers(at, end, &about, error) || !name_is_fit(&about, error))
        return false;
    /* From the line end before the content: one that begins like a boundary has two readings, and is refused. */
    const char *from = *at - 2;
    const char *next = memmem(from, (size_t)(end - from), delimiter, strlen(delimiter));
    if (next == from) {
        error_set(error, ERROR_DATA, "form data: a part has no content");
        return false;
    }
    if (next == NULL) {
        error_set(error, ERROR_DATA, "form data: it ends before its last boundary");
        return false;
    }
    if (!take_content(&about, *at, (size_t)(next - *at), fields, files, error))
        return false;
    *at = next + strlen(delimiter);
    return true;
}

static bool take_parts(const char *at, const char *end, const char *delimiter, Fields *fields,
                       GPtrArray *files, GError **error)
{
    while (end - at >= 2 && memcmp(at, "\r\n", 2) == 0) {
        if (fields_count(fields) + files->len == LIMIT_FIELDS) {
            error_set(error, ERROR_LIMIT, "form data: more than %d fields", LIMIT_FIELDS);
            return false;
        }
        at += 2;
        if (!take_part(&at, end, delimiter, fields, files, error))
            return false;
    }
    bool is_closed = end - at >= 2 && memcmp(at, "--", 2) == 0;
    const char *rest = at + 2;
    if (is_closed && (rest == end || (end - rest == 2 && memcmp(rest, "\r\n", 2) == 0)))
        return true;
    error_set(error, ERROR_DATA, "form data: something stands behind a boundary");
    return false;
}

bool multipart_decode(const char *body, size_t length, const char *boundary, Fields **out_fields,
                      GPtrArray **out_files, GError **error)
{
    g_autofree char *delimiter = g_strconcat("\r\n--", boundary, NULL);
    const char *first = delimiter + 2;
    if (length < strlen(first) || memcmp(body, first, strlen(first)) != 0) {
        error_set(error, ERROR_DATA, "form data: it does not begin with its boundary");
        return false;
    }
    g_autoptr(Fields) fields = fields_new();
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(file_free);
    if (!take_parts(body + strlen(first), body + length, delimiter, fields, files, error))
        return false;
    *out_fields = g_steal_pointer(&fields);
    *out_files = g_steal_pointer(&files);
    return true;
}
