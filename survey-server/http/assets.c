#include "survey-server/http/assets.h"
#include "base/files.h"
#include <brotli/encode.h>
#include <string.h>
#include <zlib.h>

#include "base/banned.h"

extern const unsigned char survey_server_http_site_css[], survey_server_http_staff_css[],
    survey_server_http_keying_js[];
extern const size_t survey_server_http_site_css_size, survey_server_http_staff_css_size,
    survey_server_http_keying_js_size;

static const char style_type[] = "text/css; charset=utf-8",
                  script_type[] = "text/javascript; charset=utf-8";

/* What is served under /assets/: a file of this folder, a row. */
static const struct {
    const char *stem, *ending, *type;
    const unsigned char *bytes;
    const size_t *size;
} embedded[] = {
    {"site", "css", style_type, survey_server_http_site_css, &survey_server_http_site_css_size},
    {"staff", "css", style_type, survey_server_http_staff_css, &survey_server_http_staff_css_size},
    {"keying", "js", script_type, survey_server_http_keying_js, &survey_server_http_keying_js_size},
};

enum { HASH_CHARS = 16, GZIP_WINDOW = 15 + 16 };

static GBytes *compress_gzip(GBytes *bytes)
{
    size_t length;
    const void *data = g_bytes_get_data(bytes, &length);
    z_stream stream = {0};
    int failed =
        deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, 9, Z_DEFAULT_STRATEGY);
    g_assert(failed == Z_OK);
    size_t room = deflateBound(&stream, length);
    unsigned char *out = g_malloc(room);
    g_autofree unsigned char *in = g_memdup2(data, length); /* zlib's input is not const */
    stream.next_in = in;
    stream.avail_in = (unsigned)length;
    stream.next_out = out;
    stream.avail_out = (unsigned)room;
    failed = deflate(&stream, Z_FINISH);
    g_assert(failed == Z_STREAM_END);
    size_t written = stream.total_out;
    deflateEnd(&stream);
    return g_bytes_new_take(out, written);
}

static GBytes *compress_brotli(GBytes *bytes)
{
    size_t length;
    const void *data = g_bytes_get_data(bytes, &length);
    size_t room = BrotliEncoderMaxCompressedSize(length);
    uint8_t *out = g_malloc(room);
    int done = BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_MIN_WINDOW_BITS + 6,
                                     BROTLI_MODE_TEXT, length, data, &room, out);
    g_assert(done == BROTLI_TRUE);
    return g_bytes_new_take(out, room);
}

StaticPage *asset_page_new(const char *type, Caching caching, GBytes *bytes)
{
    StaticPage *page = asset_page_plain_new(type, caching, bytes);
    page->gzip = compress_gzip(bytes);
    page->brotli = compress_brotli(bytes);
    return page;
}

StaticPage *asset_page_plain_new(const char *type, Caching caching, GBytes *bytes)
{
    StaticPage *page = g_new0(StaticPage, 1);
    page->type = type;
    page->caching = caching;
    page->plain = bytes;
    size_t length;
    const void *data = g_bytes_get_data(bytes, &length);
    g_autofree char *hash = file_hash_hex(data, length);
    page->etag = g_strdup_printf("\"%.*s\"", HASH_CHARS, hash);
    return page;
}

void asset_page_free(StaticPage *page)
{
    if (page == NULL)
        return;
    g_bytes_unref(page->plain);
    g_clear_pointer(&page->gzip, g_bytes_unref);
    g_clear_pointer(&page->brotli, g_bytes_unref);
    g_free(page->etag);
    g_free(page);
}

Reply *asset_page_reply(const StaticPage *page, const Request *request)
{
    bool is_known =
        request->if_none_match != NULL && strstr(request->if_none_match, page->etag) != NULL;
    GBytes *bytes = page->plain;
    const char *coding = NULL;
    if (page->brotli != NULL && request_accepts(request, "br")) {
        bytes = page->brotli;
        coding = "br";
    } else if (page->gzip != NULL && request_accepts(request, "gzip")) {
        bytes = page->gzip;
        coding = "gzip";
    }
    Reply *reply =
        is_known ? reply_bytes(304, NULL, NULL) : reply_bytes(200, page->type, g_bytes_ref(bytes));
    reply->coding = is_known ? NULL : coding;
    reply->caching = page->caching;
    reply->varies = true;
    /* Weak: the codings of one page are the same page. */
    reply->etag = g_strconcat("W/", page->etag, NULL);
    return reply;
}

struct Assets {
    StaticPage *pages[G_N_ELEMENTS(embedded)];
    char *files[G_N_ELEMENTS(embedded)]; /* "site.css" */
    char *names[G_N_ELEMENTS(embedded)]; /* "site.HASH.css" */
};

Assets *assets_new(void)
{
    Assets *assets = g_new0(Assets, 1);
    for (size_t i = 0; i < G_N_ELEMENTS(embedded); i++) {
        GBytes *bytes = g_bytes_new_static(embedded[i].bytes, *embedded[i].size);
        StaticPage *page = asset_page_new(embedded[i].type, CACHE_FOREVER, bytes);
        assets->pages[i] = page;
        assets->files[i] = g_strdup_printf("%s.%s", embedded[i].stem, embedded[i].ending);
        assets->names[i] = g_strdup_printf("%s.%.*s.%s", embedded[i].stem, HASH_CHARS,
                                           page->etag + 1, embedded[i].ending);
    }
    return assets;
}

void assets_free(Assets *assets)
{
    if (assets == NULL)
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(embedded); i++) {
        asset_page_free(assets->pages[i]);
        g_free(assets->files[i]);
        g_free(assets->names[i]);
    }
    g_free(assets);
}

Url assets_url(const Assets *assets, const char *file)
{
    size_t i = 0;
    while (!g_str_equal(assets->files[i], file)) {
        i++;
        g_assert(i < G_N_ELEMENTS(embedded)); /* each file that a page names has its row above */
    }
    return url_path("assets", assets->names[i], NULL);
}

const StaticPage *assets_find(const Assets *assets, const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(embedded); i++) {
        if (g_str_equal(name, assets->names[i]))
            return assets->pages[i];
    }
    return NULL;
}
