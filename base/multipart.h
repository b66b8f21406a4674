/* multipart/form-data: what a browser sends for a form with a file. A whole, bounded body is decoded at once, strictly: what
 * browsers never send (text before the first part, other headers, folded lines, a name twice in one header) is refused, not
 * repaired. Pure. */
#pragma once

#include "base/fields.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* A file of a form. */
typedef struct {
    char *field; /* of the form: "definition" */
    char *
        name; /* what the browser calls the file, to be shown and for nothing else; "" when none was chosen */
    const char *bytes;
    size_t length;
} FormFile;

/* The boundary that a Content-Type names; NULL when it is not multipart/form-data with a boundary that may be used.
 * Returns: yours (free with g_free).   Threads: any (pure).   Source: RFC 2046, 5.1.1; RFC 7578, 4.1. */
char *multipart_boundary(const char *content_type);

/* Decode a body: parts with a file name become files, the others fields, each in their order.
 * Refuses: more than LIMIT_FIELDS parts, headers of a part over LIMIT_PART_HEADER_BYTES, an empty or over-long name, fields
 * that are not clean UTF-8, bytes before the first boundary or after the last, a body that ends before the last.
 * Units: length in bytes.   Errors: false and ERROR_DATA or ERROR_LIMIT.
 * Returns: *out_fields and *out_files (GPtrArray of FormFile with its free) are yours; the bytes of a file are lent from
 * the body.   Threads: any (pure).   Source: RFC 7578; names as WHATWG HTML writes them (%22, %0D, %0A). */
bool multipart_decode(const char *body, size_t length, const char *boundary, Fields **out_fields,
                      GPtrArray **out_files, GError **error) G_GNUC_WARN_UNUSED_RESULT;
