/* The keying screen's fields: numbers, short words and codes as on paper; what is shown again; the plan as data. */
#include "base/say.h"
#include "forms/keying/keying-fixture.h"
#include "forms/keying/keying-html.h"

#include "base/banned.h"

static char *drawn(const KeyView *view)
{
    Markup *to = markup_new_part(MARKUP_HTML);
    keying_fields_write(to, view);
    g_autoptr(GBytes) bytes = markup_finish(to);
    return g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
}

static void assert_holds(const char *page, const char *const *wanted, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strstr(page, wanted[i]) == NULL)
            g_error("%s is missing in\n%s", wanted[i], page);
}

static void test_fields_are_drawn(void)
{
    static const char *const wanted[] = {
        "<label for=\"one\"><b>Question 1</b> <span>One of four</span></label>",
        "<input type=\"text\" inputmode=\"numeric\" id=\"one\" name=\"one\" class=\"key\" "
        "autocomplete=\"off\" spellcheck=\"false\" aria-describedby=\"one-codes\" value=\"\">",
        "<li><kbd>4</kbd> Another</li>",
        "<li><kbd>10</kbd> Prefer not to say</li>",
        "<li><kbd>00</kbd></li>", /* a point of a scale is its own label */
        "<li><kbd>11</kbd> Don&#39;t know</li>",
        "<li><kbd>/1</kbd> Don&#39;t know</li>",
        "<b>Question 14b</b> <span>Third row</span>",
        "<b>Question 1, words</b> <span>Another</span>",
        "<label for=\"unnumbered\"><span>Is that so?</span></label>",
        "<textarea rows=\"2\" id=\"said\" name=\"said\" class=\"key-words\" autocomplete=\"off\" "
        "dir=\"auto\" aria-describedby=\"said-hint\">",
        "Every code that is ticked, 3 at most",
        "3 codes, from the first place to the last",
        "A number from 16 to 120",
        "Day, month, year: eight digits",
        "Names and the like as [name] [address] [phone] [email] [other]; / alone: see paper",
    };
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    g_autoptr(KeyingEntries) form = keying_entries_new(plan);
    g_autofree char *page = drawn(&(KeyView){.plan = plan, .form = form, .lang = "en"});
    assert_holds(page, wanted, G_N_ELEMENTS(wanted));
    g_assert_null(strstr(page, "gone"));
    g_assert_null(strstr(page, "Smoke"));
    g_assert_null(strstr(page, "-note"));
    /* words beside answers stand behind all questions */
    g_assert_true(strstr(page, "id=\"one_other\"") > strstr(page, "id=\"bare_row\""));
}

static void test_typed_is_shown_again(void)
{
    static const char *const wanted[] = {
        "value=\"7 &lt;b&gt;\"",
        "aria-describedby=\"one-codes one-mistake\" aria-invalid=\"true\"",
        "<p id=\"one-mistake\" class=\"error-message\">No such code.</p>",
        "<label for=\"one-note\">Note to the supervisor on Question 1</label><input type=\"text\" "
        "id=\"one-note\" name=\"one-note\" autocomplete=\"off\" value=\"smudged\">",
        ">a\nb</textarea>",
    };
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    g_autoptr(Fields) fields = fields_new();
    fields_add(fields, "one", "7 <b>");
    fields_add(fields, "one-note", "smudged");
    fields_add(fields, "said", "a\nb");
    g_autoptr(KeyingEntries) form = keying_entries_take(plan, fields);
    g_autofree char **problems = g_new0(char *, plan->n);
    char sentence[] = "No such code.";
    problems[field_of(plan, "one")] = sentence;
    g_autofree char *page =
        drawn(&(KeyView){.plan = plan, .form = form, .problems = problems, .lang = "en"});
    assert_holds(page, wanted, G_N_ELEMENTS(wanted));
}

/* An interview has what residents read, in their language; the codes are the same. */
static void test_spoken(void)
{
    static const char *const wanted[] = {
        "<b>Question 1</b> <span lang=\"cy\" dir=\"ltr\">Pa mor ddiogel ydych chi&#39;n teimlo lle "
        "rydych chi&#39;n byw?</span>",
        "<p class=\"hint\" lang=\"cy\" dir=\"ltr\">Meddyliwch am y mis diwethaf.</p>",
        "<p class=\"ask\" lang=\"cy\" dir=\"ltr\">Ydych chi&#39;n cytuno",
        "<li><kbd>2</kbd> Anniogel</li>",
        "Gofynnir un peth arall i ddefnyddwyr bysiau.",
        "ddefnyddwyr",
        "Gallwch adael y rhain allan.",
    };
    g_autoptr(Survey) survey = load("tests/data/all-types.xml");
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    g_autoptr(KeyingEntries) form = keying_entries_new(plan);
    g_autofree char *page =
        drawn(&(KeyView){.plan = plan, .form = form, .lang = "cy", .is_spoken = true});
    assert_holds(page, wanted, G_N_ELEMENTS(wanted));
}

static void test_plan_as_data(void)
{
    static const char *const wanted[] = {
        "{\"id\":\"one\",\"name\":\"question "
        "1\",\"kind\":\"one\",\"digits\":1,\"codes\":[[\"1\",1],[\"2\",2],[\"3\",5],[\"4\",97]]}",
        "{\"id\":\"one_other\",\"name\":\"the words beside question "
        "1\",\"kind\":\"words\",\"most\":500,\"if\":[\"in\",0,[[97,97]]]}",
        "\"beside\":[98]",
        "\"alone\":[\"4\"],\"least\":2,\"most\":3",
        "\"kind\":\"date\",\"places\":0,\"least\":20000101,\"most\":20301231}",
        "\"kind\":\"number\",\"places\":1,\"least\":0,\"most\":1000}",
        "\"if\":[\"and\",[\"in\",0,[[1,1],[2,2]]],[\"not\",[\"or\",[\"in\",11,[[70,null]]],["
        "\"in\",12,[[null,50]]]]]",
        "\"if\":[\"and\",[\"and\",[\"in\",0,[[1,1],[2,2]]],",
        "[\"answered\",2]]}",
    };
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    g_autofree char *json = keying_plan_json(plan);
    assert_holds(json, wanted, G_N_ELEMENTS(wanted));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    say_start(g_getenv("SOUNDINGS_LOCALE"));
    g_test_add_func("/keying-html/each field has its number, words and codes",
                    test_fields_are_drawn);
    g_test_add_func("/keying-html/what was typed is shown again", test_typed_is_shown_again);
    g_test_add_func("/keying-html/an interview has the residents' words", test_spoken);
    g_test_add_func("/keying-html/the plan as data", test_plan_as_data);
    return g_test_run();
}
