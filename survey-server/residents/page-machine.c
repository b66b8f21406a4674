/* For machines: is the server well, how is it doing, the stylesheet. Nothing here names a person; a survey is named only
 * when it is lost, and a pilot, whose address is a secret, not even then. */
#include "base/json.h"
#include "survey-server/http/assets.h"
#include "survey-server/residents/pages.h"

#include "base/banned.h"

static void append_lost(GString *to, const GPtrArray *lost)
{
    json_name(to, "lost");
    json_begin_array(to);
    for (size_t i = 0; i < lost->len; i++) {
        const LostSurvey *one = g_ptr_array_index(lost, i);
        json_text(to, one->is_pilot ? "a pilot" : one->id);
    }
    json_end_array(to);
}

Reply *page_health(const Request *request, Context *context)
{
    (void)request;
    StoreHealth health;
    store_health(context->store, &health);
    g_autoptr(GPtrArray) lost = site_list_lost(context->site);
    bool is_failing = health.is_failing || atomic_load(&context->counters.is_stopping);
    bool is_well = !is_failing && lost->len == 0;
    GString *text = g_string_new(NULL);
    json_begin_object(text);
    json_name_text(text, "status", is_failing ? "failing" : is_well ? "ok" : "degraded");
    json_name_int(text, "queued", (int64_t)health.n_queued);
    if (lost->len > 0)
        append_lost(text, lost);
    json_end_object(text);
    g_string_append_c(text, '\n');
    return reply_bytes(is_well ? 200 : 503, "application/json", g_string_free_to_bytes(text));
}

static void append_metric(GString *to, const char *name, const char *type, uint64_t value)
{
    g_string_append_printf(to, "# TYPE soundings_%s %s\nsoundings_%s %" G_GUINT64_FORMAT "\n", name,
                           type, name, value);
}

static void append_staff(GString *to, Context *context)
{
    const RouteTable *routes = &context->staff_routes;
    g_string_append(to, "# TYPE soundings_staff_answers_total counter\n");
    for (size_t i = 0; i < routes->n; i++)
        g_string_append_printf(
            to, "soundings_staff_answers_total{route=\"%s\"} %" G_GUINT64_FORMAT "\n",
            route_at(routes, i)->name, (uint64_t)atomic_load(&context->counters.staff[i]));
}

Reply *page_metrics(const Request *request, Context *context)
{
    (void)request;
    Counters *counters = &context->counters;
    StoreHealth health;
    store_health(context->store, &health);
    g_autoptr(GString) text = g_string_new("# TYPE soundings_replies_total counter\n");
    for (unsigned class = 1; class < G_N_ELEMENTS(counters->replies); class ++)
        g_string_append_printf(text,
                               "soundings_replies_total{class=\"%uxx\"} %" G_GUINT64_FORMAT "\n",
                               class, (uint64_t)atomic_load(&counters->replies[class]));
    append_metric(text, "refused_total", "counter", atomic_load(&counters->refused));
    append_metric(text, "reaped_total", "counter", atomic_load(&counters->reaped));
    append_metric(text, "connections", "gauge", atomic_load(&counters->connections));
    append_metric(text, "in_hand", "gauge", atomic_load(&counters->in_hand));
    append_metric(text, "waiting", "gauge", atomic_load(&counters->waiting));
    append_staff(text, context);
    append_metric(text, "queued", "gauge", health.n_queued);
    append_metric(text, "committed_total", "counter", health.n_committed);
    append_metric(text, "store_failing", "gauge", health.is_failing ? 1 : 0);
    g_autoptr(GPtrArray) lost = site_list_lost(context->site);
    append_metric(text, "surveys_lost", "gauge", lost->len);
    return reply_bytes(200, "text/plain; version=0.0.4; charset=utf-8",
                       g_bytes_new(text->str, text->len));
}

Reply *page_asset(const Request *request, Context *context)
{
    const StaticPage *asset = assets_find(context->assets, request->segments[1]);
    if (asset == NULL)
        return page_error(request, context, 404);
    return asset_page_reply(asset, request);
}
