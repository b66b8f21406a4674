/* The rules of verification and the keying deadline of a survey, each change with its reason. */
#include "base/day.h"
#include "base/text.h"
#include "survey-server/staff/batches/desk-pages.h"
#include "survey-server/staff/staff-day.h"
#include "survey-server/staff/staff-page.h"

#include "base/banned.h"

/* The whole numbers among the rules, as they stand in the form; `places` decimal places are typed. */
typedef struct {
    const char *name, *label, *hint, *wrong;
    unsigned places;
    int64_t most;
} Number;

enum { FIRST_FORMS, SAMPLE, WRONG, NUMBERS };

static const Number numbers[NUMBERS] = {
    {"first_forms", "First forms of each clerk that are keyed twice", "20 unless you change it.",
     "Type how many first forms as a number from 0 to 10000.", 0, 10000},
    {"sample_percent", "Of their later forms, keyed twice: how many in 100",
     "10 unless you change it.", "Type how many in 100 as a number from 0 to 100.", 0, 100},
    {"wrong_per_1000", "All forms of a clerk are keyed twice above so many wrong fields in 1,000",
     "0.5 unless you change it.",
     "Type the number in 1,000 as a number from 0 to 1000, for example "
     "0.5.",
     2, 100000},
};

static const StaffChoice clerk_choices[] = {
    {"no", "Two people or more key",
     "A sample is keyed twice, by somebody else each time, and a third person settles "
     "differences."},
    {"yes", "One person keys alone",
     "Nothing is keyed twice. The count shows that no form was lost; how many fields were keyed "
     "wrong cannot be shown, and reports say so."},
};

/* The day whose end is the deadline, as it is typed; "" for none.
 * Returns: yours (free with g_free). */
static char *deadline_typed(int64_t keying_until)
{
    return keying_until != 0 ? day_moment_words(keying_until - 1, MOMENT_DAY) : g_strdup("");
}

static Reply *show(StaffPage *page, const KeyingRules *rules)
{
    const int64_t now[NUMBERS] = {rules->first_forms, rules->sample_percent, rules->wrong_per_100k};
    Markup *to = staff_page_begin(page, "Rules of keying", (Url){NULL}, NULL);
    staff_page_form_begin(page, to, staff_page_url(page, "rules", NULL, NULL));
    staff_page_radios(page, to,
                      (StaffRadios){.name = "one_clerk",
                                    .legend = "Who keys",
                                    .choices = clerk_choices,
                                    .n = G_N_ELEMENTS(clerk_choices),
                                    .chosen = rules->one_clerk ? "yes" : "no"});
    for (size_t i = 0; i < NUMBERS; i++) {
        g_autofree char *value = text_from_decimal(now[i], numbers[i].places);
        staff_page_box(page, to,
                       (StaffBox){.name = numbers[i].name,
                                  .label = numbers[i].label,
                                  .hint = numbers[i].hint,
                                  .value = value,
                                  .inputmode = numbers[i].places > 0 ? "decimal" : "numeric",
                                  .width = 6});
    }
    g_autofree char *deadline = deadline_typed(rules->keying_until);
    staff_page_box(
        page, to,
        (StaffBox){.name = "until",
                   .label = "Last day on which forms can be keyed",
                   .hint = "For example 3/3/2027 or 3 March 2027. It is apart from the "
                           "closing date on the web: late post can still be keyed. Empty: no "
                           "end.",
                   .value = deadline,
                   .width = 20});
    staff_page_box(page, to,
                   (StaffBox){.name = "reason",
                              .label = "Why are the rules changed?",
                              .hint = "It is kept in the audit."});
    staff_button(to, "Change the rules", NULL, NULL, false);
    staff_form_end(to);
    return staff_page_end(page, to);
}

static Reply *refusal(const StaffPage *page, const GError *error)
{
    return staff_page_refusal(page, error, staff_page_url(page, "", NULL, NULL),
                              "Back to the survey");
}

Reply *desk_rules_show(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(StaffPage) page = staff_page_open(request, context, staff, &reply);
    if (page == NULL)
        return reply;
    KeyingRules rules;
    g_autoptr(GError) error = NULL;
    if (!keying_rules_load(page->store, page->survey->id, &rules, &error))
        return refusal(page, error);
    return show(page, &rules);
}

/* ---- Changing ---- */

static unsigned read_number(StaffPage *page, const Number *number)
{
    int64_t value = 0;
    if (text_parse_decimal(staff_page_typed(page, number->name), number->places, &value) &&
        value >= 0 && value <= number->most)
        return (unsigned)value;
    staff_page_mistake(page, number->name, number->wrong);
    return 0;
}

static int64_t read_deadline(StaffPage *page)
{
    const char *typed = staff_page_typed(page, "until");
    int64_t day = 0;
    if (typed[0] == '\0')
        return 0;
    g_autofree char *mistake = staff_day_read(typed, &day);
    if (mistake != NULL)
        staff_page_mistake(page, "until", mistake);
    return day + STAFF_DAY_S;
}

static KeyingRules read_rules(StaffPage *page)
{
    KeyingRules rules = {
        .one_clerk = g_str_equal(staff_page_typed(page, "one_clerk"), "yes"),
        .first_forms = read_number(page, &numbers[FIRST_FORMS]),
        .sample_percent = read_number(page, &numbers[SAMPLE]),
        .wrong_per_100k = read_number(page, &numbers[WRONG]),
        .keying_until = read_deadline(page),
    };
    staff_page_demands(page, "reason", "Say why the rules are changed: it is kept in the audit.");
    return rules;
}

Reply *desk_rules_take(const Request *request, Context *context, const Staff *staff)
{
    Reply *reply = NULL;
    g_autoptr(StaffPage) page = staff_page_open(request, context, staff, &reply);
    if (page == NULL)
        return reply;
    const KeyingRules rules = read_rules(page);
    const Act act = staff_act(staff);
    g_autoptr(GError) error = NULL;
    if (staff_page_has_mistakes(page))
        return show(page, &rules);
    if (keying_rules_save(page->store, page->survey->id, &rules, staff_page_typed(page, "reason"),
                          &act, &error))
        return staff_page_done(staff_page_url(page, "rules", NULL, NULL), "rules");
    return refusal(page, error);
}
