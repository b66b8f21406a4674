#include "base/error.h"
#include "base/markup.h"
#include "drawing/pdf-file.h"
#include <stdint.h>
#include <string.h>

#include "base/banned.h"

/* Cairo's bytes with the place of each object: 0 for a free one. */
typedef struct {
    const char *data;
    size_t length;
    size_t n;
    GArray *offsets; /* size_t, by object number */
    size_t xref;
    unsigned root, info;
} Objects;

/* What is appended: objects and their places. */
typedef struct {
    GString *out;
    GArray *numbers; /* unsigned */
    GArray *offsets; /* size_t */
    unsigned next;   /* number of the next new object */
} Update;

static bool refuse(GError **error, const char *what)
{
    error_set(error, ERROR_FILE,
              "The PDF cannot be completed (%s): this version of the library cairo writes it in "
              "another form; use the cairo of Debian 12",
              what);
    return false;
}

static const char *find_in(const char *from, const char *to, const char *words)
{
    return from < to ? memmem(from, (size_t)(to - from), words, strlen(words)) : NULL;
}

static const char *find_last_in(const char *from, const char *to, const char *words)
{
    const char *last = NULL;
    for (const char *at = from; (at = find_in(at, to, words)) != NULL; at++)
        last = at;
    return last;
}

/* The whole number after a word such as "/Size ". */
static bool number_after(const char *from, const char *to, const char *word, uint64_t *out)
{
    const char *at = find_in(from, to, word);
    if (at == NULL)
        return false;
    at += strlen(word);
    char *end;
    uint64_t value = g_ascii_strtoull(at, &end, 10);
    if (end == at)
        return false;
    *out = value;
    return true;
}

static bool read_entries(Objects *objects, const char *at, const char *to, GError **error)
{
    enum { ENTRY_BYTES = 20 };
    if ((size_t)(to - at) < objects->n * ENTRY_BYTES)
        return refuse(error, "its table of objects is cut short");
    for (size_t i = 0; i < objects->n; i++, at += ENTRY_BYTES) {
        char *end;
        uint64_t offset = g_ascii_strtoull(at, &end, 10);
        bool is_used = at[17] == 'n';
        if (end != at + 10 || offset >= objects->length)
            return refuse(error, "its table of objects cannot be read");
        size_t place = is_used ? (size_t)offset : 0;
        g_array_append_val(objects->offsets, place);
    }
    return true;
}

static bool read_objects(Objects *objects, GError **error)
{
    const char *end = objects->data + objects->length;
    const char *start = find_last_in(objects->data, end, "startxref\n");
    uint64_t xref, size, root, info;
    if (start == NULL || !number_after(start, end, "startxref\n", &xref) || xref >= objects->length)
        return refuse(error, "it has no startxref");
    const char *table = objects->data + xref;
    const char *trailer = find_in(table, end, "trailer");
    if (!g_str_has_prefix(table, "xref\n0 ") || trailer == NULL)
        return refuse(error, "its table of objects is compressed");
    if (find_in(objects->data, table, "/ObjStm") != NULL)
        return refuse(error, "it has object streams");
    if (!number_after(trailer, end, "/Size ", &size) ||
        !number_after(trailer, end, "/Root ", &root) ||
        !number_after(trailer, end, "/Info ", &info) || root >= size || size > INT32_MAX)
        return refuse(error, "its trailer cannot be read");
    objects->xref = (size_t)xref;
    objects->n = (size_t)size;
    objects->root = (unsigned)root;
    objects->info = (unsigned)info;
    const char *entries = memchr(table + 5, '\n', (size_t)(trailer - table - 5));
    return entries == NULL ? refuse(error, "its table of objects is empty")
                           : read_entries(objects, entries + 1, trailer, error);
}

/* The dictionary of an object up to its closing brackets, or NULL when it is not a plain dictionary. */
static char *dictionary_of(const Objects *objects, size_t number)
{
    size_t offset = g_array_index(objects->offsets, size_t, number);
    if (offset == 0)
        return NULL;
    const char *limit = objects->data + objects->length;
    const char *start = objects->data + offset;
    const char *end = find_in(start, limit, "\nendobj");
    const char *open = memchr(start, '\n', (size_t)(limit - start));
    if (end == NULL || open == NULL || open > end || find_in(start, end, "\nstream") != NULL)
        return NULL;
    const char *close = find_last_in(open, end, ">>");
    return close == NULL ? NULL : g_strndup(open + 1, (size_t)(close - open - 1));
}

/* Text as a hexadecimal string of UTF-16. */
static void append_text(GString *to, const char *words)
{
    long n = 0;
    g_autofree uint16_t *units = g_utf8_to_utf16(words, -1, NULL, &n, NULL);
    g_assert(units != NULL);
    g_string_append_c(to, '<');
    g_string_append(to, "FEFF");
    for (long i = 0; i < n; i++)
        g_string_append_printf(to, "%04X", units[i]);
    g_string_append_c(to, '>');
}

static void begin_object(Update *update, unsigned number)
{
    size_t offset = update->out->len;
    g_array_append_val(update->numbers, number);
    g_array_append_val(update->offsets, offset);
    g_string_append_printf(update->out, "%u 0 obj\n", number);
}

/* The same object again, with more in its dictionary. */
static void replace(Update *update, unsigned number, const char *dictionary, const char *more)
{
    begin_object(update, number);
    g_string_append(update->out, dictionary);
    g_string_append(update->out, more);
    g_string_append(update->out, "\n>>\nendobj\n");
}

/* Put another object above an element. */
static bool move_below(const Objects *objects, Update *update, size_t element, size_t from,
                       unsigned to, GError **error)
{
    g_autofree char *dictionary = element < objects->n ? dictionary_of(objects, element) : NULL;
    g_autofree char *old = g_strdup_printf("/P %zu 0 R\n", from);
    char *parent = dictionary != NULL ? strstr(dictionary, old) : NULL;
    if (parent == NULL)
        return refuse(error, "an element does not name its parent");
    g_autofree char *before = g_strndup(dictionary, (size_t)(parent - dictionary));
    g_autofree char *after = g_strdup_printf("/P %u 0 R\n%s", to, parent + strlen(old));
    replace(update, (unsigned)element, before, after);
    return true;
}

/* Elements that stand at the top, a page at a time, get one element above them: readers expect a single root. */
static bool complete_root(const Objects *objects, Update *update, size_t number, const char *root,
                          GError **error)
{
    const char *from = strstr(root, "/K [");
    const char *to = from != NULL ? strchr(from, ']') : NULL;
    if (to == NULL)
        return refuse(error, "its tree of elements cannot be read");
    g_autofree char *kids = g_strndup(from + 4, (size_t)(to - from - 4));
    g_auto(GStrv) words = g_strsplit(g_strstrip(kids), " 0 R", -1);
    if (g_strv_length(words) <= 2) /* the last is empty */
        return true;
    const unsigned document = update->next++;
    begin_object(update, document);
    g_string_append_printf(update->out,
                           " << /Type /StructElem /S /Document /P %zu 0 R /K [ %s ] >>\nendobj\n",
                           number, kids);
    g_autofree char *before = g_strndup(root, (size_t)(from - root));
    g_autofree char *after = g_strdup_printf("/K [ %u 0 R %s", document, to);
    replace(update, (unsigned)number, before, after);
    for (size_t k = 0; words[k] != NULL && *words[k] != '\0'; k++) {
        const size_t kid = (size_t)g_ascii_strtoull(words[k], NULL, 10);
        if (!move_below(objects, update, kid, number, document, error))
            return false;
    }
    return true;
}

/* Alternatives for figures and scopes for headers: the n-th drawn is the n-th object. */
static bool complete_structure(const PdfFile *file, const Objects *objects, Update *update,
                               GError **error)
{
    size_t figures = 0, headers = 0;
    for (size_t i = 1; i < objects->n; i++) {
        g_autofree char *dictionary = dictionary_of(objects, i);
        if (dictionary == NULL)
            continue;
        if (strstr(dictionary, "/Type /StructTreeRoot") != NULL &&
            !complete_root(objects, update, i, dictionary, error))
            return false;
        if (strstr(dictionary, "/Type /StructElem") == NULL)
            continue;
        if (strstr(dictionary, "/S /Figure\n") != NULL && figures++ < file->alts->len) {
            g_autoptr(GString) more = g_string_new("   /Alt ");
            append_text(more, file->alts->pdata[figures - 1]);
            replace(update, (unsigned)i, dictionary, more->str);
        }
        if (strstr(dictionary, "/S /TH\n") != NULL && headers++ < file->is_column->len) {
            bool is_column = g_array_index(file->is_column, bool, headers - 1);
            replace(update, (unsigned)i, dictionary,
                    is_column ? "   /A << /O /Table /Scope /Column >>"
                              : "   /A << /O /Table /Scope /Row >>");
        }
    }
    if (figures != file->alts->len || headers != file->is_column->len)
        return refuse(error, "its structure is not as it was drawn");
    return true;
}

/* Who and when as XMP (RDF in XML). */
static GBytes *xmp_new(const PdfFile *file)
{
    g_autofree char *date = g_strconcat(file->about.date, "T00:00:00Z", NULL);
    Markup *xml = markup_new(MARKUP_XML);
    markup_open(xml, "x:xmpmeta");
    markup_attr(xml, "xmlns:x", "adobe:ns:meta/");
    markup_open(xml, "rdf:RDF");
    markup_attr(xml, "xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
    markup_open(xml, "rdf:Description");
    markup_attr(xml, "rdf:about", "");
    markup_attr(xml, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
    markup_attr(xml, "xmlns:xmp", "http://ns.adobe.com/xap/1.0/");
    markup_open(xml, "dc:title");
    markup_open(xml, "rdf:Alt");
    markup_open(xml, "rdf:li");
    markup_attr(xml, "xml:lang", "x-default");
    markup_text(xml, file->about.title);
    markup_close(xml, "rdf:li");
    markup_close(xml, "rdf:Alt");
    markup_close(xml, "dc:title");
    markup_open(xml, "dc:language");
    markup_open(xml, "rdf:Bag");
    markup_element(xml, "rdf:li", file->about.lang);
    markup_close(xml, "rdf:Bag");
    markup_close(xml, "dc:language");
    markup_element(xml, "xmp:CreateDate", date);
    markup_close(xml, "rdf:Description");
    markup_close(xml, "rdf:RDF");
    markup_close(xml, "x:xmpmeta");
    return markup_finish(xml);
}

static bool complete_catalog(const PdfFile *file, const Objects *objects, Update *update,
                             GError **error)
{
    g_autofree char *catalog = dictionary_of(objects, objects->root);
    if (catalog == NULL || strstr(catalog, "/Type /Catalog") == NULL)
        return refuse(error, "its catalog cannot be read");
    unsigned metadata = update->next++;
    g_autoptr(GString) more = g_string_new("   /Lang ");
    append_text(more, file->about.lang);
    g_string_append_printf(
        more, "\n   /ViewerPreferences << /DisplayDocTitle true >>\n   /Metadata %u 0 R", metadata);
    replace(update, objects->root, catalog, more->str);
    g_autoptr(GBytes) xmp = xmp_new(file);
    size_t length;
    const char *data = g_bytes_get_data(xmp, &length);
    begin_object(update, metadata);
    g_string_append_printf(update->out,
                           " << /Type /Metadata /Subtype /XML /Length %zu >>\nstream\n", length);
    g_string_append_len(update->out, data, (gssize)length);
    g_string_append(update->out, "\nendstream\nendobj\n");
    return true;
}

static void append_xref(const Objects *objects, Update *update)
{
    size_t start = update->out->len;
    g_string_append(update->out, "xref\n");
    for (size_t i = 0; i < update->numbers->len; i++)
        g_string_append_printf(update->out, "%u 1\n%010zu 00000 n \n",
                               g_array_index(update->numbers, unsigned, i),
                               g_array_index(update->offsets, size_t, i));
    g_string_append_printf(
        update->out, "trailer\n << /Size %zu\n   /Root %u 0 R\n   /Info %u 0 R\n   /Prev %zu\n>>\n",
        (size_t)update->next, objects->root, objects->info, objects->xref);
    g_string_append_printf(update->out, "startxref\n%zu\n%%%%EOF\n", start);
}

GBytes *pdf_file_complete(const PdfFile *file, GBytes *bytes, GError **error)
{
    Objects objects = {.offsets = g_array_new(false, false, sizeof(size_t))};
    objects.data = g_bytes_get_data(bytes, &objects.length);
    Update update = {
        .out = g_string_new_len(objects.data, (gssize)objects.length),
        .numbers = g_array_new(false, false, sizeof(unsigned)),
        .offsets = g_array_new(false, false, sizeof(size_t)),
    };
    bool is_done = read_objects(&objects, error);
    update.next = (unsigned)objects.n;
    is_done = is_done && complete_structure(file, &objects, &update, error) &&
              complete_catalog(file, &objects, &update, error);
    if (is_done)
        append_xref(&objects, &update);
    g_array_unref(objects.offsets);
    g_array_unref(update.numbers);
    g_array_unref(update.offsets);
    if (is_done)
        return g_string_free_to_bytes(update.out);
    g_string_free(update.out, true);
    return NULL;
}
