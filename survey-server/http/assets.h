/* Bytes that are the same for everybody, kept ready to send: plain, gzip and brotli, with an ETag. Stylesheets and
 * scripts are some (their names carry their hashes, so browsers keep them for good), start pages are others. */
#pragma once

#include "base/url.h"
#include "survey-server/http/reply.h"
#include "survey-server/http/request.h"
#include <glib.h>
#include <stddef.h>

typedef struct {
    const char *type; /* static */
    Caching caching;
    GBytes *plain, *gzip, *brotli; /* the last two NULL where there is no coding */
    char *etag;
} StaticPage;

/* Compress and hash; swallows the bytes.
 * Returns: yours (free with asset_page_free). */
StaticPage *asset_page_new(const char *type, Caching caching, GBytes *bytes);

/* The same of what is compressed already (a PDF): it has no coding.
 * Returns: yours. */
StaticPage *asset_page_plain_new(const char *type, Caching caching, GBytes *bytes);
void asset_page_free(StaticPage *page);

/* The reply that suits what the client accepts and has: 200, or 304.
 * Returns: yours (free with reply_free). */
Reply *asset_page_reply(const StaticPage *page, const Request *request);

typedef struct Assets Assets;

/* The embedded files, ready to send.
 * Returns: yours (free with assets_free). */
Assets *assets_new(void);
void assets_free(Assets *assets);

/* The path of an embedded file: "site.css" is at /assets/site.HASH.css.
 * Returns: yours (free with url_clear). */
Url assets_url(const Assets *assets, const char *file);

/* The asset of a file name, or NULL.   Owns: the assets'. */
const StaticPage *assets_find(const Assets *assets, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Assets, assets_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(StaticPage, asset_page_free)
