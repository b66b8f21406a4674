#include "base/url.h"

#include "base/text.h"

#include <stdarg.h>
#include <string.h>

#include "base/banned.h"

/* Percent-escape everything but the unreserved characters of RFC 3986. */
static void append_escaped(GString *to, const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        if (g_ascii_isalnum(*p) || strchr("-._~", *p) != NULL)
            g_string_append_c(to, (char)*p);
        else
            g_string_append_printf(to, "%%%02X", *p);
    }
}

Url url_path(const char *segment, ...)
{
    GString *path = g_string_new(NULL);
    va_list args;
    va_start(args, segment);
    for (const char *s = segment; s != NULL; s = va_arg(args, const char *)) {
        /* "." and ".." would be taken as steps through the tree. */
        g_assert(strcmp(s, ".") != 0 && strcmp(s, "..") != 0);
        g_string_append_c(path, '/');
        append_escaped(path, s);
    }
    va_end(args);
    if (path->len == 0)
        g_string_append_c(path, '/');
    /* An empty first segment before another would read as "//host". */
    g_assert(!g_str_has_prefix(path->str, "//"));
    return (Url){g_string_free(path, false)};
}

Url url_file(const char *segment, ...)
{
    GString *path = g_string_new(NULL);
    va_list args;
    va_start(args, segment);
    for (const char *s = segment; s != NULL; s = va_arg(args, const char *)) {
        g_assert(*s != '\0' && strcmp(s, ".") != 0 && strcmp(s, "..") != 0);
        if (path->len > 0)
            g_string_append_c(path, '/');
        append_escaped(path, s);
    }
    va_end(args);
    return (Url){g_string_free(path, FALSE)};
}

Url url_with_query(Url url, const char *name, const char *value)
{
    g_assert(strchr(url.text, '#') == NULL);
    GString *text = g_string_new(url.text);
    g_string_append_c(text, strchr(url.text, '?') == NULL ? '?' : '&');
    append_escaped(text, name);
    g_string_append_c(text, '=');
    append_escaped(text, value);
    url_clear(&url);
    return (Url){g_string_free(text, false)};
}

Url url_with_fragment(Url url, const char *fragment)
{
    g_assert(strchr(url.text, '#') == NULL);
    GString *text = g_string_new(url.text);
    g_string_append_c(text, '#');
    append_escaped(text, fragment);
    url_clear(&url);
    return (Url){g_string_free(text, false)};
}

Url url_fragment(const char *fragment)
{
    return url_with_fragment((Url){g_strdup("")}, fragment);
}

bool url_is_allowed(const char *text)
{
    static const char *const schemes[] = {"https://", "http://", "mailto:", "tel:"};
    if (!text_is_clean(text, strlen(text)))
        return false;
    for (const char *p = text; *p != '\0'; p++) {
        if (g_ascii_isspace(*p) || strchr("\"'\\^`{|}", *p) != NULL || *p == 0x3C || *p == 0x3E)
            return false;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(schemes); i++) {
        size_t length = strlen(schemes[i]);
        if (g_ascii_strncasecmp(text, schemes[i], length) == 0)
            return text[length] != '\0' && text[length] != '/';
    }
    return false;
}

Url url_from_definition(const char *text)
{
    g_assert(url_is_allowed(text));
    return (Url){g_strdup(text)};
}

void url_clear(Url *url)
{
    g_clear_pointer(&url->text, g_free);
}
