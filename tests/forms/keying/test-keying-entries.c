/* Entries of paper: read, written, compared, told in words. A table for each. */
#include "forms/keying/keying-fixture.h"

#include "forms/keying/keying-html.h"

#include "base/banned.h"

typedef struct {
    const char *id, *entry, *values, *sentence;
} Reading;

static const Reading readings[] = {
    /* one code */
    {"one", "1", "1", NULL},
    {"one", "3", "5", NULL}, /* positions, not data codes */
    {"one", "4", "97", NULL},
    {"one", " 4 ", "97", NULL},
    {"one", "", "", NULL},
    {"one", "-", "-1", NULL},
    {"one", "*", "-2", NULL},
    {"one", "/", "-3", NULL},
    {"one", "12/", "-3", NULL},
    {"one", "/12", "-3", NULL},
    {"one", "5", "", "5 is not a code of question 1. Its codes are 1 to 4."},
    {"one", "0", "", "0 is not a code of question 1. Its codes are 1 to 4."},
    {"one", "97", "", "9 is not a code of question 1. Its codes are 1 to 4."},
    {"one", "x", "", "x is not a code of question 1. Its codes are 1 to 4."},
    {"one", "+", "", "+ is not a code of question 1. Its codes are 1 to 4."},
    {"one", "12", "",
     "12 is more than one code, and question 1 takes one. If several are ticked, type / after "
     "them."},
    {"one", "1/", "",
     "One code with / does not say which others are ticked for question 1. Type every code that is "
     "ticked, or / alone."},
    {"one", "11/", "", "1 is typed twice for question 1. Type each code once."},
    {"one", "1/2", "", "/ is not a code of question 1. Its codes are 1 to 4."},
    {"nine", "9", "9", NULL},
    {"ten", "07", "7", NULL},
    {"ten", "10", "99", NULL},
    {"ten", "7", "", "7 is not a code of question 3. Its codes are 01 to 10."},
    {"ten", "11", "", "11 is not a code of question 3. Its codes are 01 to 10."},
    {"ten", "0102/", "-3", NULL},
    {"grid_c", "4", "", "4 is not a code of question 14b. Its codes are 1 to 3."},
    {"unnumbered", "3", "", "3 is not a code of question 'unnumbered'. Its codes are 1 to 2."},
    /* scales */
    {"zero", "00", "0", NULL},
    {"zero", "10", "10", NULL},
    {"zero", "11", "", "11 is not a code of question 6. Its codes are 00 to 10."},
    {"to_ten", "10", "10", NULL},
    {"to_ten", "11", "98", NULL},
    {"to_ten", "00", "", "00 is not a code of question 7. Its codes are 01 to 11."},
    {"to_nine", "10", "98", NULL},
    {"short_scale", "0", "0", NULL},
    /* several codes: 1 litter, 2 noise, 3 traffic, 4 none of these, 5 something else; two to three */
    {"many", "12", "many_1=1 many_2=1 many_4=0 many_96=0 many_97=0", NULL},
    {"many", "531", "many_1=1 many_2=0 many_4=1 many_96=0 many_97=1", NULL},
    {"many", "4", "many_1=0 many_2=0 many_4=0 many_96=1 many_97=0", NULL},
    {"many", "", "", NULL},
    {"many", "-", "many_1=-1 many_2=-1 many_4=-1 many_96=-1 many_97=-1", NULL},
    {"many", "*", "many_1=-2 many_2=-2 many_4=-2 many_96=-2 many_97=-2", NULL},
    {"many", "/", "many_1=-3 many_2=-3 many_4=-3 many_96=-3 many_97=-3", NULL},
    {"many", "1235/", "many_1=-3 many_2=-3 many_4=-3 many_96=-3 many_97=-3", NULL},
    {"many", "1/", "many_1=-3 many_2=-3 many_4=-3 many_96=-3 many_97=-3", NULL},
    {"many", "14/", "many_1=-3 many_2=-3 many_4=-3 many_96=-3 many_97=-3", NULL},
    {"many", "12/", "", "These may be ticked together for question 4. Leave out the /."},
    {"many", "1235", "",
     "4 are ticked for question 4, which takes 3 at most. If the paper has that many, type / after "
     "the codes."},
    {"many", "1", "",
     "1 is ticked for question 4, which asks for 2 at least. If the paper has no more, type / "
     "after "
     "the codes."},
    {"many", "14", "",
     "4 and 1 cannot both be ticked for question 4. If they are on the paper, type / after the "
     "codes."},
    {"many", "11", "", "1 is typed twice for question 4. Type each code once."},
    {"many", "16", "", "6 is not a code of question 4. Its codes are 1 to 5."},
    /* places */
    {"rank", "312", "rank_1=2 rank_2=3 rank_3=1 rank_4=0", NULL},
    {"rank", "2", "rank_1=0 rank_2=1 rank_3=0 rank_4=0", NULL},
    {"rank", "02", "rank_1=0 rank_2=2 rank_3=0 rank_4=0", NULL},
    {"rank", "/", "rank_1=-3 rank_2=-3 rank_3=-3 rank_4=-3", NULL},
    {"rank", "1234/", "rank_1=-3 rank_2=-3 rank_3=-3 rank_4=-3", NULL},
    {"rank", "-", "rank_1=-1 rank_2=-1 rank_3=-1 rank_4=-1", NULL},
    {"rank", "000", "", "No place is given for question 5. Type - if it is left blank."},
    {"rank", "22", "", "2 is typed twice for question 5. Type each code once."},
    {"rank", "1234", "",
     "4 places are given for question 5, which has 3. If the paper has that many, type / after the "
     "codes."},
    {"rank", "5", "", "5 is not a code of question 5. Its codes are 1 to 4."},
    /* numbers */
    {"age", "16", "16", NULL},
    {"age", "120", "120", NULL},
    {"age", "/1", "998", NULL},
    {"age", "/2", "999", NULL},
    {"age", "/", "-3", NULL},
    {"age", "*", "-2", NULL},
    {"age", "-", "-1", NULL},
    {"age", "/3", "", "/3 is not a code of question 10. Its codes are /1 to /2."},
    {"age", "998", "",
     "998 is out of the range of question 10: 16 to 120. If the paper says so, type * and flag it "
     "with +."},
    {"age", "16.5", "", "16.5 is not a whole number, and question 10 takes whole numbers only."},
    {"age", "16/", "", "16/ is not a number. Type the number of question 10 in digits."},
    {"age", "99999999999999999999999999", "",
     "99999999999999999999... is not a number. Type the number of question 10 in digits."},
    {"years", "2.5", "25", NULL},
    {"years", "2,5", "25", NULL},
    {"years", "0", "0", NULL},
    {"years", "2.55", "", "2.55 has too many digits after the point: question 11 takes 1 at most."},
    {"years", "1.2.3", "", "1.2.3 is not a number. Type the number of question 11 in digits."},
    {"years", "-5", "", "-5 is not a number. Type the number of question 11 in digits."},
    {"years", "/1", "", "/1 is not an answer to question 11."},
    /* dates */
    {"moved", "05112016", "20161105", NULL},
    {"moved", "/", "-3", NULL},
    {"moved", "31022016", "",
     "31022016 is not a date. Type day, month and year of question 12 as eight digits, for example "
     "05112016."},
    {"moved", "5112016", "",
     "5112016 is not a date. Type day, month and year of question 12 as eight digits, for example "
     "05112016."},
    {"moved", "05111999", "",
     "05111999 is out of the range of question 12: 1 January 2000 to 31 December 2030. If the "
     "paper "
     "says so, type * and flag it with +."},
    /* words */
    {"said", " more\r\nlight ", "'more\nlight'", NULL},
    {"said", "ask [name] of [address]", "'ask [name] of [address]'", NULL},
    {"said", "", "", NULL},
    {"said", "-", "-1", NULL},
    {"said", "*", "-2", NULL},
    {"said", "/", "'[see paper]'", NULL},
    {"said", "\\/", "'/'", NULL},
    {"said", "\\\\-", "'\\-'", NULL},
    {"said", "\\n", "'\\n'", NULL},
    {"said", "a\001b", "",
     "A character that was typed for question 13 cannot be kept. Type it again."},
    {"said", "\xff", "",
     "A character that was typed for question 13 cannot be kept. Type it again."},
    {"one_other", "tea", "'tea'", NULL},
    {"one_other", "-", "", NULL}, /* words beside an answer are never blank */
};

static void test_readings(void)
{
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    for (size_t i = 0; i < G_N_ELEMENTS(readings); i++) {
        const size_t field = field_of(plan, readings[i].id);
        g_autoptr(Answers) answers = answers_new(survey);
        g_autofree char *sentence = keying_read(plan, field, readings[i].entry, answers);
        g_autofree char *values = values_of(answers, plan->at[field].item);
        g_test_message("%s '%s'", readings[i].id, readings[i].entry);
        g_assert_cmpstr(sentence, ==, readings[i].sentence);
        g_assert_cmpstr(values, ==, readings[i].values);
    }
}

static void test_too_long(void)
{
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    static const struct {
        const char *id;
        size_t n;
        const char *sentence;
    } cases[] = {
        {"said", 200, NULL},
        {"said", 201,
         "Question 13 may have 200 characters, and 201 are typed. Shorten the words, or type / "
         "alone: "
         "not typed, see paper."},
        {"one_other", 501,
         "The words beside question 1 may have 500 characters, and 501 are typed. Shorten the "
         "words, "
         "or type / alone: not typed, see paper."},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Answers) answers = answers_new(survey);
        g_autofree char *words = g_strnfill(cases[i].n, 'a');
        g_autofree char *sentence = keying_read(plan, field_of(plan, cases[i].id), words, answers);
        g_assert_cmpstr(sentence, ==, cases[i].sentence);
    }
}

/* A later entry leaves nothing of an earlier one. */
static void test_read_again(void)
{
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    g_autoptr(Answers) answers = answers_new(survey);
    const size_t said = field_of(plan, "said");
    g_assert_null(keying_read(plan, said, "words", answers));
    g_assert_null(keying_read(plan, said, "*", answers));
    g_autofree char *values = values_of(answers, plan->at[said].item);
    g_assert_cmpstr(values, ==, "-2");
}

/* Every right entry, written from its values and read again, has the same values. */
static void test_write_reads_back(void)
{
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    for (size_t i = 0; i < G_N_ELEMENTS(readings); i++) {
        if (readings[i].sentence != NULL)
            continue;
        const size_t field = field_of(plan, readings[i].id);
        g_autoptr(Answers) answers = answers_new(survey);
        g_assert_null(keying_read(plan, field, readings[i].entry, answers));
        g_autofree char *entry = keying_write(plan, field, answers);
        g_autoptr(Answers) again = answers_new(survey);
        g_assert_null(keying_read(plan, field, entry, again));
        g_autofree char *values = values_of(again, plan->at[field].item);
        g_assert_cmpstr(values, ==, readings[i].values);
    }
}

static void test_agreement(void)
{
    static const struct {
        const char *id, *a, *b;
        bool agrees;
    } cases[] = {
        {"one", "1", "1", true},
        {"one", "1", "2", false},
        {"one", "", "-", true},
        {"one", "", "*", false},
        {"one", "/", "*", false},
        {"one", "12/", "/21", true},
        {"one", "-", "/", false},
        {"many", "12", "21", true},
        {"many", "12", "13", false},
        {"many", "-", "", true},
        {"many", "*", "-", false},
        {"rank", "12", "21", false},
        {"rank", "1", "100", true},
        {"age", "16", "016", true},
        {"age", "/1", "/2", false},
        {"years", "2.5", "2,50", false}, /* the second is wrong */
        {"years", "2.5", "2,5", true},
        {"said", "More  LIGHT", " more light", true},
        {"said", "more light", "more lights", false},
        {"said", "/", "more light", false},
        {"said", "", "-", true},
        {"one_other", "-", "", true},
    };
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s '%s' '%s'", cases[i].id, cases[i].a, cases[i].b);
        const size_t field = field_of(plan, cases[i].id);
        g_assert_true(keying_agrees(plan, field, cases[i].a, cases[i].b) == cases[i].agrees);
        g_assert_true(keying_agrees(plan, field, cases[i].b, cases[i].a) == cases[i].agrees);
    }
}

static void test_words_for_a_supervisor(void)
{
    static const struct {
        const char *id, *entry, *words;
    } cases[] = {
        {"one", "2", "2 Green"},
        {"one", "", "left blank"},
        {"one", "-", "left blank"},
        {"one", "*", "cannot be read"},
        {"one", "/", "several ticked"},
        {"one", "/13", "several ticked: 1 Red; 3 Blue"},
        {"one", "7", "7"}, /* a wrong one as it was typed */
        {"many", "21", "2 Noise; 1 Litter"},
        {"many", "14/", "ticked against the rule: 1 Litter; 4 None of these"},
        {"rank", "304", "place 1: 3 Streets; place 3: 4 Traffic"},
        {"to_ten", "07", "07 7"},
        {"age", "40", "40 years"},
        {"age", "/1", "/1 Don't know"},
        {"age", "/", "several answers given"},
        {"years", "2,5", "2.5"},
        {"moved", "05112016", "5 November 2016"},
        {"said", "More light", "More light"},
        {"said", "/", "not typed: see paper"},
    };
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *words =
            keying_words(plan, field_of(plan, cases[i].id), cases[i].entry, "en");
        g_assert_cmpstr(words, ==, cases[i].words);
    }
}

/* `--print`: the plan, and for each entry whether it is right, as JSON: tests/browser/keying.js gives them to the script. */
static int print_readings(void)
{
    g_autoptr(Survey) survey = load("tests/data/keying.xml");
    g_autoptr(KeyPlan) plan = keying_plan_new(survey);
    g_autofree char *json = keying_plan_json(plan);
    g_print("{\"plan\":%s,\n\"readings\":[", json);
    for (size_t i = 0; i < G_N_ELEMENTS(readings); i++) {
        g_autofree char *escaped = g_strescape(readings[i].entry, NULL);
        if (!g_str_is_ascii(readings[i].entry) || strchr(readings[i].entry, '\001') != NULL)
            continue; /* no keyboard types these */
        g_print("%s[\"%s\",\"%s\",%s]", i > 0 ? ",\n" : "", readings[i].id, escaped,
                readings[i].sentence == NULL ? "true" : "false");
    }
    g_print("]}\n");
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 2 && g_str_equal(argv[1], "--print"))
        return print_readings();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keying/read/every kind and key", test_readings);
    g_test_add_func("/keying/read/too many characters", test_too_long);
    g_test_add_func("/keying/read/nothing stays of an earlier entry", test_read_again);
    g_test_add_func("/keying/write/what is written reads back", test_write_reads_back);
    g_test_add_func("/keying/agrees/values are compared, not keys", test_agreement);
    g_test_add_func("/keying/words/an entry in words for a supervisor",
                    test_words_for_a_supervisor);
    return g_test_run();
}
