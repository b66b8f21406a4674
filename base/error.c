#include "base/error.h"

#include "base/banned.h"

GQuark error_quark(void)
{
    return g_quark_from_static_string("soundings-error");
}

void error_set(GError **error, ErrorCode code, const char *format, ...)
{
    if (error == NULL)
        return;
    va_list args;
    va_start(args, format);
    GError *made = g_error_new_valist(SOUNDINGS_ERROR, (int)code, format, args);
    va_end(args);
    g_propagate_error(error, made);
}

void error_prefix(GError **error, const char *format, ...)
{
    if (error == NULL || *error == NULL)
        return;
    va_list args;
    va_start(args, format);
    g_autofree char *prefix = g_strdup_vprintf(format, args);
    va_end(args);
    char *message = g_strconcat(prefix, ": ", (*error)->message, NULL);
    g_free((*error)->message);
    (*error)->message = message;
}
