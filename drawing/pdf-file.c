#include "drawing/pdf-file.h"
#include "base/error.h"
#include <cairo-pdf.h>
#include <stdint.h>

#include "base/banned.h"

static cairo_status_t collect(void *closure, const unsigned char *data, unsigned length)
{
    g_byte_array_append(closure, data, length);
    return CAIRO_STATUS_SUCCESS;
}

PdfFile *pdf_file_new(const PdfAbout *about, double width, double height)
{
    PdfFile *file = g_new0(PdfFile, 1);
    g_autofree char *date = g_strconcat(about->date, "T00:00:00Z", NULL);
    file->about = *about;
    file->out = g_byte_array_new();
    file->alts = g_ptr_array_new();
    file->is_column = g_array_new(false, false, sizeof(bool));
    file->surface = cairo_pdf_surface_create_for_stream(collect, file->out, width, height);
    cairo_pdf_surface_restrict_to_version(file->surface, CAIRO_PDF_VERSION_1_5);
    cairo_pdf_surface_set_metadata(file->surface, CAIRO_PDF_METADATA_TITLE, about->title);
    if (about->author != NULL)
        cairo_pdf_surface_set_metadata(file->surface, CAIRO_PDF_METADATA_AUTHOR, about->author);
    cairo_pdf_surface_set_metadata(file->surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
    file->on = cairo_create(file->surface);
    return file;
}

void pdf_file_free(PdfFile *file)
{
    if (file == NULL)
        return;
    cairo_destroy(file->on);
    cairo_surface_finish(file->surface);
    cairo_surface_destroy(file->surface);
    g_byte_array_unref(file->out);
    g_ptr_array_unref(file->alts);
    g_array_unref(file->is_column);
    g_free(file);
}

cairo_surface_t *pdf_file_surface(const PdfFile *file)
{
    return file->surface;
}

cairo_t *pdf_file_on(const PdfFile *file)
{
    return file->on;
}

void pdf_file_note_figure(PdfFile *file, const char *alternative)
{
    g_ptr_array_add(file->alts, (void *)(uintptr_t)alternative);
}

void pdf_file_note_header(PdfFile *file, bool is_column)
{
    g_array_append_val(file->is_column, is_column);
}

GBytes *pdf_file_finish(PdfFile *file, GError **error)
{
    g_autoptr(PdfFile) whole = file;
    cairo_status_t status = cairo_status(whole->on);
    cairo_surface_finish(whole->surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(whole->surface);
    if (status != CAIRO_STATUS_SUCCESS) {
        error_set(error, ERROR_FILE, "The PDF \"%s\" could not be drawn: %s", whole->about.title,
                  cairo_status_to_string(status));
        return NULL;
    }
    g_autoptr(GBytes) drawn = g_bytes_new_static(whole->out->data, whole->out->len);
    return pdf_file_complete(whole, drawn, error);
}
