#include "survey-server/http/config.h"
#include "base/error.h"
#include <arpa/inet.h>
#include <string.h>

#include "base/banned.h"

static bool is_loopback_address(const char *address)
{
    return g_str_has_prefix(address, "127.") || g_str_equal(address, "::1");
}

static bool is_address(const char *address)
{
    unsigned char room[sizeof(struct in6_addr)];
    return inet_pton(AF_INET, address, room) == 1 || inet_pton(AF_INET6, address, room) == 1;
}

/* The one way of writing an address, so that two can be compared. */
static char *address_as_written(const char *address)
{
    unsigned char room[sizeof(struct in6_addr)];
    char text[INET6_ADDRSTRLEN];
    int family = strchr(address, ':') != NULL ? AF_INET6 : AF_INET;
    bool is_read =
        inet_pton(family, address, room) == 1 && inet_ntop(family, room, text, sizeof text) != NULL;
    return g_strdup(is_read ? text : address);
}

static bool host_is_plain(const char *host)
{
    return host[0] != '\0' && strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                           "0123456789.-:[]") == strlen(host);
}

static bool take_base_url(Config *config, const char *base_url, GError **error)
{
    g_autofree char *url = g_strdup(base_url);
    size_t length = strlen(url);
    if (length > 0 && url[length - 1] == '/')
        url[length - 1] = '\0';
    config->is_secure = g_str_has_prefix(url, "https://");
    bool has_scheme = config->is_secure || g_str_has_prefix(url, "http://");
    const char *host = has_scheme ? strstr(url, "://") + 3 : "";
    if (!host_is_plain(host)) {
        error_set(error, ERROR_USAGE,
                  "--base-url %s: write the address that residents use, without a path, such as "
                  "https://survey.example.org",
                  base_url);
        return false;
    }
    config->host = g_ascii_strdown(host, -1);
    config->origin = g_strconcat(config->is_secure ? "https://" : "http://", config->host, NULL);
    config->base_url = g_strdup(config->origin);
    return true;
}

Config *config_new(const char *listen, int port, const char *base_url, bool is_preview,
                   int connections_max, GError **error)
{
    g_autoptr(Config) config = g_new0(Config, 1);
    config->listen = g_strdup(listen != NULL ? listen : "127.0.0.1");
    config->is_preview = is_preview;
    config->is_loopback = is_loopback_address(config->listen);
    if (!is_address(config->listen)) {
        error_set(error, ERROR_USAGE,
                  "--listen %s: give a numeric address such as 127.0.0.1 or ::1", listen);
        return NULL;
    }
    if (port < 0 || port > 65535) {
        error_set(error, ERROR_USAGE, "--port %d: give a number from 0 (any free port) to 65535",
                  port);
        return NULL;
    }
    if (connections_max < 8 || connections_max > 100000) {
        error_set(error, ERROR_USAGE, "--connections %d: give a number from 8 to 100000",
                  connections_max);
        return NULL;
    }
    config->port = (unsigned)port;
    config->connections_max = (unsigned)connections_max;
    if (base_url != NULL && !take_base_url(config, base_url, error))
        return NULL;
    if (base_url == NULL && !config->is_loopback) {
        error_set(error, ERROR_USAGE,
                  "--listen %s can be reached from elsewhere: say by --base-url which address "
                  "residents use",
                  config->listen);
        return NULL;
    }
    if (port != 0)
        config_set_port(config, config->port);
    config->cookie_name = config->is_secure ? "__Host-draft" : "draft";
    config->staff_cookie_name = config->is_secure ? "__Host-staff" : "staff";
    return g_steal_pointer(&config);
}

void config_free(Config *config)
{
    if (config == NULL)
        return;
    g_free(config->listen);
    g_free(config->base_url);
    g_free(config->origin);
    g_free(config->host);
    g_free(config->trusted_proxy);
    g_free(config->user_header);
    g_free(config);
}

/* Headers that mean something already, or that any client may send through a proxy. */
static bool header_is_free(const char *header)
{
    static const char *const ours[] = {"host",
                                       "cookie",
                                       "origin",
                                       "content-length",
                                       "content-type",
                                       "content-encoding",
                                       "transfer-encoding",
                                       "sec-fetch-site",
                                       "x-forwarded-for",
                                       "forwarded",
                                       "accept-language",
                                       "accept-encoding",
                                       "if-none-match"};
    for (size_t i = 0; i < G_N_ELEMENTS(ours); i++) {
        if (g_ascii_strcasecmp(header, ours[i]) == 0)
            return false;
    }
    return header[0] != '\0' &&
           strspn(header, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") ==
               strlen(header);
}

bool config_trust_proxy(Config *config, const char *address, const char *header, GError **error)
{
    if (address == NULL && header == NULL)
        return true;
    if (address == NULL || header == NULL) {
        error_set(error, ERROR_USAGE,
                  "--trusted-proxy and --user-header go together: the address of the proxy that "
                  "signs staff in, and the header in which it says who it is");
        return false;
    }
    if (!is_address(address)) {
        error_set(error, ERROR_USAGE,
                  "--trusted-proxy %s: give its numeric address, such as 10.0.0.5", address);
        return false;
    }
    if (!header_is_free(header)) {
        error_set(error, ERROR_USAGE,
                  "--user-header %s: give the name of a header that nothing else uses, such as "
                  "X-Remote-User",
                  header);
        return false;
    }
    config->trusted_proxy = address_as_written(address);
    config->user_header = g_strdup(header);
    return true;
}

void config_set_port(Config *config, unsigned port)
{
    config->port = port;
    if (config->base_url != NULL)
        return;
    bool is_v6 = strchr(config->listen, ':') != NULL;
    config->host = g_strdup_printf(is_v6 ? "[%s]:%u" : "%s:%u", config->listen, port);
    config->origin = g_strconcat("http://", config->host, NULL);
    config->base_url = g_strdup(config->origin);
}

bool config_is_our_host(const Config *config, const char *host, bool is_loopback_peer)
{
    if (config->host != NULL && g_ascii_strcasecmp(host, config->host) == 0)
        return true;
    if (!is_loopback_peer)
        return false;
    static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *with_port = g_strdup_printf("%s:%u", names[i], config->port);
        bool is_default_port = config->port == 80 && g_ascii_strcasecmp(host, names[i]) == 0;
        if (is_default_port || g_ascii_strcasecmp(host, with_port) == 0)
            return true;
    }
    return false;
}
