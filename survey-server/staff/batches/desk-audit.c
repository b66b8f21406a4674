/* What happened: the survey's audit, newest first, and how each clerk does. */
#include "base/text.h"
#include "survey-server/staff/batches/desk-pages.h"
#include "survey-server/staff/staff-day.h"
#include "survey-server/staff/staff-page.h"

#include "base/banned.h"

enum { AUDIT_PAGE_LINES = 100 };

/* ---- Audit ---- */

/* Settings whose names do not say what they are. */
static const struct {
    const char *name, *words;
} setting_words[] = {
    {"verify-first-forms", "first forms of a clerk keyed twice"},
    {"verify-sample-percent", "later forms keyed twice, in 100"},
    {"verify-wrong-per-100k", "wrong fields in 100,000 above which all are keyed twice"},
    {"one-clerk", "one person keys alone"},
    {"keying-until", "keying ends"},
    {"serials-printed", "last serial of the numbered copies"},
};

static const char *subject_words(const AuditLine *line)
{
    for (size_t i = 0; g_str_equal(line->action, "set") && i < G_N_ELEMENTS(setting_words); i++)
        if (g_str_equal(line->subject, setting_words[i].name))
            return setting_words[i].words;
    return line->subject;
}

/* The table while its lines come in. */
typedef struct {
    Markup *to;
    size_t n;
    int64_t last_seq;
} AuditTable;

static bool write_line(const AuditLine *line, void *arg, GError **error)
{
    (void)error;
    AuditTable *table = arg;
    g_autofree char *when = staff_moment_words(line->moment);
    const char *cells[] = {when,         line->who,   line->action, subject_words(line),
                           line->before, line->after, line->reason};
    staff_row(table->to, cells, G_N_ELEMENTS(cells), NULL);
    table->n++;
    table->last_seq = line->seq;
    return true;
}

/* The table in a part of its own, so that a store that cannot be read leaves no half page. */
static bool scan_audit(const StaffPage *page, int64_t before, AuditTable *table, GError **error)
{
    static const char *const headers[] = {"When",   "Who",   "What",  "Concerning",
                                          "Before", "After", "Reason"};
    staff_table_begin(table->to, "Newest first", headers, G_N_ELEMENTS(headers));
    const AuditSpan span = {
        .survey_id = page->survey->id, .before_seq = before, .most = AUDIT_PAGE_LINES};
    if (!audit_scan(page->store, &span, write_line, table, error))
        return false;
    staff_table_end(table->to);
    return true;
}

static void write_turns(const StaffPage *page, Markup *to, int64_t before, const AuditTable *table)
{
    if (before > 0)
        staff_page_link(to, staff_page_url(page, "audit", NULL, NULL), "Newest lines");
    if (table->n < AUDIT_PAGE_LINES)
        return;
    g_autofree char *last = g_strdup_printf("%" G_GINT64_FORMAT, table->last_seq);
    staff_page_link(to, url_with_query(staff_page_url(page, "audit", NULL, NULL), "before", last),
                    "Older lines");
}

Reply *desk_audit_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(StaffPage) page = staff_page_open(request, context, staff, &reply);
    if (page == NULL)
        return reply;
    const char *typed = staff_query(request, "before");
    int64_t before = 0;
    if (typed == NULL || !text_parse_int(typed, &before) || before < 0)
        before = 0;
    AuditTable table = {.to = markup_new_part(MARKUP_HTML)};
    g_autoptr(GError) error = NULL;
    if (!scan_audit(page, before, &table, &error)) {
        markup_free(table.to);
        return staff_page_refusal(page, error, staff_page_url(page, "", NULL, NULL),
                                  "Back to the survey");
    }
    Markup *to = staff_page_begin(page, "Audit", (Url){NULL}, NULL);
    staff_page_say(to,
                   "Who did what, when and why. Lines are added and never changed; when a response "
                   "is erased, its answers are emptied out of them.");
    if (table.n == 0) {
        markup_free(table.to);
        staff_page_say(to, before > 0 ? "There are no older lines." : "Nothing has happened yet.");
    } else {
        markup_insert(to, table.to);
    }
    write_turns(page, to, before, &table);
    return staff_page_end(page, to);
}

/* ---- Clerks ---- */

/* "1.25" wrong fields per 1,000 that were checked; "" when none was.
 * Returns: yours (free with g_free). */
static char *rate_words(const Clerk *clerk)
{
    if (clerk->n_fields_checked == 0)
        return g_strdup("");
    const uint64_t per_100k =
        (clerk->n_wrong * 100000 + clerk->n_fields_checked / 2) / clerk->n_fields_checked;
    return text_from_decimal((int64_t)per_100k, 2);
}

static void write_clerk(Markup *to, const Clerk *clerk)
{
    g_autofree char *n_forms = text_from_count(clerk->n_forms);
    g_autofree char *n_second = text_from_count(clerk->n_second);
    g_autofree char *n_checked = text_from_count(clerk->n_fields_checked);
    g_autofree char *n_wrong = text_from_count(clerk->n_wrong);
    g_autofree char *rate = rate_words(clerk);
    const char *cells[] = {clerk->who,
                           n_forms,
                           n_second,
                           n_checked,
                           n_wrong,
                           rate,
                           clerk->is_all_verified ? "all of theirs" : "by the sample"};
    staff_row(to, cells, G_N_ELEMENTS(cells), NULL);
}

static void write_clerks(Markup *to, const GPtrArray *clerks)
{
    static const char *const headers[] = {
        "Clerk",          "Forms keyed first",       "Forms keyed second", "Fields checked",
        "Of these wrong", "Wrong per 1,000 checked", "Keyed twice"};
    staff_table_begin(to, "Clerks by name", headers, G_N_ELEMENTS(headers));
    for (size_t i = 0; i < clerks->len; i++)
        write_clerk(to, g_ptr_array_index(clerks, i));
    staff_table_end(to);
}

static int by_name(const void *a, const void *b)
{
    const Clerk *const *one = a;
    const Clerk *const *other = b;
    return g_utf8_collate((*one)->who, (*other)->who);
}

Reply *desk_clerks_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(StaffPage) page = staff_page_open(request, context, staff, &reply);
    if (page == NULL)
        return reply;
    g_autoptr(GError) error = NULL;
    KeyingRules rules;
    g_autoptr(GPtrArray) clerks = keying_clerks_list(page->store, page->survey->id, &error);
    if (clerks == NULL || !keying_rules_load(page->store, page->survey->id, &rules, &error))
        return staff_page_refusal(page, error, staff_page_url(page, "", NULL, NULL),
                                  "Back to the survey");
    Markup *to = staff_page_begin(page, "How keying goes", (Url){NULL}, NULL);
    staff_page_say(
        to, "Fields checked are those that two people keyed. Wrong are those of them in which "
            "this clerk's entry was not what the paper says, as a third person "
            "settled it; what is not settled yet does not count. A "
            "few hundred fields say little about a person: use this to help, not to rank.");
    if (rules.one_clerk)
        staff_page_say(to, keying_rules_caution(&rules));
    if (clerks->len == 0)
        staff_page_say(to, "Nobody has keyed a form yet.");
    g_ptr_array_sort(clerks, by_name);
    if (clerks->len > 0)
        write_clerks(to, clerks);
    staff_page_link(to, staff_page_url(page, "rules", NULL, NULL), "Rules of verification");
    return staff_page_end(page, to);
}
