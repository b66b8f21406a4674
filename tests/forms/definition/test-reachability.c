/* Which pages can be reached, and how long the ways are: small surveys, each with what has to be said of it. */
#include "forms/definition/reachability.h"
#include "forms/definition/survey-xml.h"
#include <string.h>

#include "base/banned.h"

#define HEAD                                                                                       \
    "<survey xmlns='urn:x-soundings:survey:1' id='s' version='1' xml:lang='en'><title>T</title>"   \
    "<owner>O</owner>\n"
#define ONE(id, more)                                                                              \
    "<choose-one id='" id "' " more "><ask>A</ask><option code='1'>a</option><option "             \
    "code='2'>b</option><option code='3'>c</option></choose-one>\n"
#define MANY(id, more)                                                                             \
    "<choose-many id='" id "' " more "><ask>A</ask><option code='1'>a</option><option "            \
    "code='2'>b</option><option code='96' exclusive='yes'>none</option><option code='97' "         \
    "write-in='" id "_w'>other</option></choose-many>\n"
#define TEXT(id, more) "<text id='" id "' " more "><ask>A</ask></text>\n"
#define PAGE(id, more) "<page id='" id "' " more ">"
#define NEXT(id, more) "</page>\n<page id='" id "' " more ">"

typedef struct {
    const char *name, *pages;
    const char *dead;   /* part of the mistake; NULL: everything can be reached */
    const char *always; /* part of the warning that everyone meets a condition; NULL: none */
    Ways ways;          /* of a survey that can be used */
} Case;

static const Case cases[] = {
    {"no-conditions",
     PAGE("p1", "") ONE("a", "") NEXT("p2", "") TEXT("b", ""),
     NULL,
     NULL,
     {true, 2, 2, 2, 2}},
    {"a-follow-up",
     PAGE("p1", "") ONE("a", "") NEXT("p2", "if='a is 1'") TEXT("b", "") TEXT("c", ""),
     NULL,
     NULL,
     {true, 1, 2, 1, 3}},
    {"a-page-whose-only-question-is-not-asked-is-not-counted",
     PAGE("p1", "") ONE("a", "") NEXT("p2", "") TEXT("b", "if='a is 1'"),
     NULL,
     NULL,
     {true, 1, 2, 1, 2}},
    {"two-ways-that-exclude-one-another",
     PAGE("p1", "") ONE("a", "") NEXT("p2", "if='a is 1'") TEXT("b", "") TEXT("c", "")
         NEXT("p3", "if='a is 2'") TEXT("d", ""),
     NULL,
     NULL,
     {true, 1, 2, 1, 3}},
    {"two-answers-to-one-question",
     PAGE("p1", "") ONE("a", "") TEXT("b", "if='a is 1 and a is 2'"),
     "question 'b' can never be reached",
     NULL,
     {0}},
    {"a-route-that-excludes-the-route-of-what-it-names",
     PAGE("p1", "") ONE("a", "") NEXT("p2", "if='a is 1'") ONE("b", "")
         NEXT("p3", "if='b is 1 and a in (2, 3)'") TEXT("c", ""),
     "page 'p3' can never be reached",
     NULL,
     {0}},
    {"a-question-whose-page-excludes-it",
     PAGE("p1", "") ONE("a", "") NEXT("p2", "if='a is 1'") TEXT("b", "if='a is 2'") TEXT("c", ""),
     "question 'b' can never be reached",
     NULL,
     {0}},
    {"an-exclusive-answer-beside-another",
     PAGE("p1", "") MANY("a", "") NEXT("p2", "if='a is 96 and a is 1'") TEXT("b", ""),
     "page 'p2' can never be reached",
     NULL,
     {0}},
    {"more-answers-than-the-limit",
     PAGE("p1", "") MANY("a", "max='2'") NEXT("p2", "if='a is 1 and a is 2 and a is 97'")
         TEXT("b", ""),
     "page 'p2' can never be reached",
     NULL,
     {0}},
    {"as-many-answers-as-the-limit",
     PAGE("p1", "") MANY("a", "max='2'") NEXT("p2", "if='a is 1 and a is 2'") TEXT("b", ""),
     NULL,
     NULL,
     {true, 1, 2, 1, 2}},
    {"words-typed-beside-an-answer-that-is-not-chosen",
     PAGE("p1", "") MANY("a", "") NEXT("p2", "if='a_w answered and a is 96'") TEXT("b", ""),
     "page 'p2' can never be reached",
     NULL,
     {0}},
    {"words-typed-beside-an-answer",
     PAGE("p1", "") MANY("a", "") NEXT("p2", "if='a_w answered'") TEXT("b", ""),
     NULL,
     NULL,
     {true, 1, 2, 1, 2}},
    {"a-number-between-the-bounds",
     PAGE("p1", "") "<number id='a' min='10' max='20'><ask>A</ask></number>" NEXT(
         "p2", "if='a in 15..'") TEXT("b", ""),
     NULL,
     NULL,
     {true, 1, 2, 1, 2}},
    {"a-number-above-the-bounds",
     PAGE("p1", "") "<number id='a' min='10' max='20'><ask>A</ask></number>" NEXT(
         "p2", "if='a in 21..'") TEXT("b", ""),
     "page 'p2' can never be reached",
     NULL,
     {0}},
    {"both-ends-of-a-scale",
     PAGE("p1", "") "<scale id='a' from='1' to='5'><ask>A</ask></scale>" NEXT(
         "p2", "if='a in 1..2 and a in 2..5'") TEXT("b", "")
         NEXT("p3", "if='a in 1..2 and a in 3..5'") TEXT("c", ""),
     "page 'p3' can never be reached",
     NULL,
     {0}},
    {"a-row-that-nobody-is-shown",
     PAGE("p1", "") ONE("a", "") "<grid id='g' if='a is 1'><ask>A</ask><option "
                                 "code='1'>a</option><option code='2'>b</option><row "
                                 "id='r1'>x</row><row id='r2' if='a is "
                                 "2'>y</row></grid>",
     "row 'r2' can never be reached",
     NULL,
     {0}},
    {"an-answer-that-has-to-be-given",
     PAGE("p1", "") ONE("a", "required='yes'") TEXT("b", "if='a answered'"),
     NULL,
     "everyone who comes this far meets if=\"a answered\"",
     {true, 1, 1, 2, 2}},
    {"an-answer-that-need-not-be-given",
     PAGE("p1", "") ONE("a", "") TEXT("b", "if='a answered'"),
     NULL,
     NULL,
     {true, 1, 1, 1, 2}},
    {"not-both",
     PAGE("p1", "") ONE("a", "") ONE("b", "if='not a is 1'")
         TEXT("c", "if='b answered and a is 1'"),
     "question 'c' can never be reached",
     NULL,
     {0}},
};

static void is_told(const void *data)
{
    const Case *it = data;
    g_autofree char *text = g_strconcat(HEAD, it->pages, "</page></survey>\n", NULL);
    g_autoptr(GBytes) bytes = g_bytes_new(text, strlen(text));
    g_autoptr(Mistakes) mistakes = mistakes_new("it");
    g_autoptr(Survey) survey = survey_parse(bytes, mistakes);
    g_autofree char *said = mistakes_text(mistakes);
    if (it->dead != NULL) {
        g_assert_null(survey);
        g_assert_cmpuint(mistakes_count(mistakes), ==, 1);
        g_assert_nonnull(strstr(said, it->dead));
        return;
    }
    if (survey == NULL)
        g_error("refused: %s", said);
    g_assert_cmpint(strstr(said, "everyone who") != NULL, ==, it->always != NULL);
    if (it->always != NULL)
        g_assert_nonnull(strstr(said, it->always));
    Ways ways = reachability_check(survey, mistakes);
    g_assert_cmpint(ways.is_known, ==, it->ways.is_known);
    g_assert_cmpuint(ways.pages_least, ==, it->ways.pages_least);
    g_assert_cmpuint(ways.pages_most, ==, it->ways.pages_most);
    g_assert_cmpuint(ways.questions_least, ==, it->ways.questions_least);
    g_assert_cmpuint(ways.questions_most, ==, it->ways.questions_most);
}

/* Twenty questions of twelve kinds of answers each, all of which a last page looks at: nothing is claimed. */
static void a_tangle_is_left_alone(void)
{
    g_autoptr(GString) text = g_string_new(HEAD "<page id='p1'>");
    for (unsigned i = 1; i <= 20; i++) {
        g_string_append_printf(text, "<choose-many id='m%u'><ask>A</ask>", i);
        for (unsigned code = 1; code <= 6; code++)
            g_string_append_printf(text, "<option code='%u'>a</option>", code);
        g_string_append(text, "</choose-many>");
    }
    g_string_append(text, "</page><page id='p2'>");
    for (unsigned i = 1; i <= 20; i++)
        g_string_append_printf(text,
                               "<text id='t%u' if='m%u is 1 and m%u is 2 and not m%u is 3'>"
                               "<ask>A</ask></text>",
                               i, i, 21 - i, i);
    g_string_append(text, "</page></survey>");
    g_autoptr(GBytes) bytes = g_bytes_new(text->str, text->len);
    g_autoptr(Mistakes) mistakes = mistakes_new("it");
    g_autoptr(Survey) survey = survey_parse(bytes, mistakes);
    g_assert_nonnull(survey);
    Ways ways = reachability_check(survey, mistakes);
    g_assert_false(ways.is_known);
    g_assert_cmpuint(ways.questions_least, ==, 20);
    g_assert_cmpuint(ways.questions_most, ==, 40);
}

/* Each of three hundred pages depends on the one before: long, but not tangled. */
static void a_long_chain_is_followed(void)
{
    g_autoptr(GString) text = g_string_new(HEAD PAGE("p0", "") ONE("q0", ""));
    for (unsigned i = 1; i < 300; i++)
        g_string_append_printf(
            text,
            "</page><page id='p%u' if='q%u is 1'><choose-one id='q%u'><ask>A</ask>"
            "<option code='1'>a</option><option code='2'>b</option></choose-one>",
            i, i - 1, i);
    g_string_append(text, "</page></survey>");
    g_autoptr(GBytes) bytes = g_bytes_new(text->str, text->len);
    g_autoptr(Mistakes) mistakes = mistakes_new("it");
    g_autoptr(Survey) survey = survey_parse(bytes, mistakes);
    g_assert_nonnull(survey);
    Ways ways = reachability_check(survey, mistakes);
    g_assert_true(ways.is_known);
    g_assert_cmpuint(ways.pages_least, ==, 1);
    g_assert_cmpuint(ways.pages_most, ==, 300);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/reachability/%s", cases[i].name);
        g_test_add_data_func(path, &cases[i], is_told);
    }
    g_test_add_func("/reachability/a-tangle-is-left-alone", a_tangle_is_left_alone);
    g_test_add_func("/reachability/a-long-chain-is-followed", a_long_chain_is_followed);
    return g_test_run();
}
