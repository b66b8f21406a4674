/* Signing in: wrong names and passwords, waits, the second factor; which passwords will do. */
#include "responses/accounts/staff-fixture.h"
#include <glib/gstdio.h>
#include <liboath/oath.h>

#include "base/banned.h"

/* ---- Signing in ---- */

static void unknown_names_and_wrong_passwords_sound_the_same(Fixture *fixture, const void *data)
{
    (void)data;
    add(fixture, "ben", ROLE_KEYER);
    add(fixture, "gone", ROLE_KEYER);
    g_autoptr(GError) error = NULL;
    g_assert_true(staff_disable(fixture->store, "gone", true, &admin, &error));
    static const struct {
        const char *name, *password;
    } tries[] = {{"ben", "wrong"}, {"nobody", "wrong"}, {"gone", "harbour lentil crayon 41"}};
    g_autofree char *first = NULL;
    uint8_t token[TOKEN_BYTES];
    for (size_t i = 0; i < G_N_ELEMENTS(tries); i++) {
        g_assert_false(try(fixture, tries[i].name, tries[i].password, here, noon, token, &error));
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
        if (first == NULL)
            first = g_strdup(error->message);
        g_assert_cmpstr(error->message, ==, first);
        g_clear_error(&error);
    }
    g_autofree char *lines = audit(fixture);
    g_assert_nonnull(strstr(lines, " sign-in refused ben wrong password\n"));
    g_assert_nonnull(strstr(lines, " sign-in refused (no such name) wrong password\n"));
    g_assert_nonnull(strstr(lines, " sign-in refused gone disabled account\n"));
}

static void waits_double_to_fifteen_minutes(Fixture *fixture, const void *data)
{
    (void)data;
    add(fixture, "ben", ROLE_KEYER);
    g_autoptr(GError) error = NULL;
    uint8_t token[TOKEN_BYTES];
    int64_t now = noon;
    for (size_t i = 0; i < 5; i++) {
        g_assert_false(try(fixture, "ben", "wrong", here, now, token, &error));
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
        g_clear_error(&error);
    }
    static const struct {
        int64_t wait_s;
        const char *words;
    } waits[] = {{60, "Try again in 1 minute."},    {120, "Try again in 2 minutes."},
                 {240, "Try again in 4 minutes."},  {480, "Try again in 8 minutes."},
                 {900, "Try again in 15 minutes."}, {900, "Try again in 15 minutes."}};
    for (size_t i = 0; i < G_N_ELEMENTS(waits); i++) {
        /* Even the right password waits, and asking meanwhile makes it no longer. */
        g_assert_false(try(fixture, "BEN", good, here, now, token, &error));
        assert_says(error, ERROR_BUSY, waits[i].words);
        g_clear_error(&error);
        g_assert_false(try(fixture, "ben", good, here, now + waits[i].wait_s - 1, token, &error));
        assert_says(error, ERROR_BUSY, "Try again in 1 minute.");
        g_clear_error(&error);
        now += waits[i].wait_s;
        g_assert_false(try(fixture, "ben", "wrong", here, now, token, &error));
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
        g_clear_error(&error);
    }
    now += 900;
    enter(fixture, "ben", now, token);
    g_assert_false(try(fixture, "ben", "wrong", here, now, token, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
}

static void a_thousand_wrong_passwords_are_mostly_not_looked_at(Fixture *fixture, const void *data)
{
    (void)data;
    add(fixture, "ben", ROLE_KEYER);
    static const char *const names[] = {"ben", "nobody"};
    for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
        size_t looked_at = 0;
        uint8_t token[TOKEN_BYTES];
        for (int64_t i = 0; i < 1000; i++) {
            g_autoptr(GError) error = NULL;
            g_autofree char *address = g_strdup_printf("198.51.100.%d", (int)(i % 250));
            g_assert_false(try(fixture, names[n], "wrong", address, noon + i, token, &error));
            looked_at += g_error_matches(error, SOUNDINGS_ERROR, ERROR_DATA) ? 1 : 0;
        }
        /* Five at once, then after 1, 2, 4 and 8 minutes: the same for a name that nobody has. */
        g_assert_cmpuint(looked_at, ==, 9);
    }
}

static void an_address_waits_for_all_names(Fixture *fixture, const void *data)
{
    (void)data;
    add(fixture, "ben", ROLE_KEYER);
    g_autoptr(GError) error = NULL;
    uint8_t token[TOKEN_BYTES];
    for (size_t i = 0; i < 5; i++) {
        g_autofree char *name = g_strdup_printf("name%zu", i);
        g_assert_false(try(fixture, name, "wrong", here, noon, token, NULL));
    }
    g_assert_false(try(fixture, "ben", good, here, noon, token, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_BUSY);
    g_clear_error(&error);
    g_assert_true(try(fixture, "ben", good, "192.0.2.8", noon, token, &error));
    /* A clock that was set back keeps nobody out. */
    g_assert_true(try(fixture, "ben", good, here, noon - 86400, token, &error));
}

typedef struct {
    Fixture *fixture;
    bool is_looked_at;
} Guess;

static void *guess(void *arg)
{
    Guess *one = arg;
    g_autoptr(GError) error = NULL;
    uint8_t token[TOKEN_BYTES];
    g_assert_false(try(one->fixture, "ben", "wrong", here, noon, token, &error));
    one->is_looked_at = g_error_matches(error, SOUNDINGS_ERROR, ERROR_DATA);
    return NULL;
}

static void guesses_at_the_same_time_are_counted_one_by_one(Fixture *fixture, const void *data)
{
    (void)data;
    add(fixture, "ben", ROLE_KEYER);
    Guess guesses[24];
    pthread_t threads[G_N_ELEMENTS(guesses)];
    size_t looked_at = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(guesses); i++) {
        guesses[i] = (Guess){fixture, false};
        g_assert_cmpint(pthread_create(&threads[i], NULL, guess, &guesses[i]), ==, 0);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(guesses); i++) {
        g_assert_cmpint(pthread_join(threads[i], NULL), ==, 0);
        looked_at += guesses[i].is_looked_at ? 1 : 0;
    }
    g_assert_cmpuint(looked_at, ==, 5);
}

static void a_cheap_hash_is_made_anew(Fixture *fixture, const void *data)
{
    (void)data;
    add(fixture, "ben", ROLE_KEYER);
    StaffGate *dear = staff_gate_new();
    g_auto(StaffRow) before = {0};
    g_auto(StaffRow) after = {0};
    g_assert_true(staff_row_load(fixture->store, "ben", &before, NULL));
    g_assert_true(staff_password_is_dated(dear, before.password));
    staff_gate_free(gate);
    gate = dear;
    uint8_t token[TOKEN_BYTES];
    enter(fixture, "ben", noon, token);
    g_assert_true(staff_row_load(fixture->store, "ben", &after, NULL));
    g_assert_true(g_str_has_prefix(after.password, "$argon2id$v=19$m=65536,t=3,p=1$"));
    g_assert_false(staff_password_is_dated(dear, after.password));
    enter(fixture, "ben", noon, token);
}

/* ---- The second factor ---- */

static char *code_at(const char *secret, int64_t moment)
{
    char *seed = NULL;
    size_t n = 0;
    char code[7];
    g_assert_cmpint(oath_base32_decode(secret, strlen(secret), &seed, &n), ==, OATH_OK);
    g_assert_cmpint(oath_totp_generate(seed, n, (time_t)moment, 30, 0, 6, code), ==, OATH_OK);
    free(seed);
    return g_strdup(code);
}

static char *begin_factor(Store *store, const char *password, GError **error)
{
    const SignIn proof = {"ben", password, here, noon, gate};
    return staff_totp_begin(store, &proof, error);
}

static bool give_code(Store *store, const uint8_t *token, const char *code, int64_t moment,
                      uint8_t out_token[TOKEN_BYTES], GError **error)
{
    const CodeSignIn sign_in = {token, code, here, moment, gate};
    return staff_sign_in_code(store, &sign_in, out_token, error);
}

static void a_second_factor_is_asked_for_once_it_works(Fixture *fixture, const void *data)
{
    (void)data;
    Store *store = fixture->store;
    g_autoptr(GError) error = NULL;
    add(fixture, "ben", ROLE_KEYER);
    g_assert_false(staff_totp_confirm(store, "ben", "123456", noon, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_CONFLICT);
    g_clear_error(&error);
    g_assert_null(begin_factor(store, "wrong", &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
    g_clear_error(&error);
    g_autofree char *secret = begin_factor(store, good, &error);
    g_assert_no_error(error);
    g_autofree char *again = staff_totp_waiting(store, "ben", &error);
    g_assert_cmpstr(secret, ==, again);
    uint8_t token[TOKEN_BYTES], full[TOKEN_BYTES];
    enter(fixture, "ben", noon, token);
    static const char *const wrong[] = {"", "000000", "12345", "1234567", "abcdef"};
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_assert_false(staff_totp_confirm(store, "ben", wrong[i], noon, &error));
        assert_says(error, ERROR_DATA, "six digits");
        g_clear_error(&error);
    }
    g_autofree char *code = code_at(secret, noon);
    g_autofree char *spaced = g_strdup_printf("%.3s %s", code, code + 3);
    g_assert_true(staff_totp_confirm(store, "ben", spaced, noon, &error));
    g_assert_no_error(error);

    /* Nobody who sits down at an open session puts their own app in its place. */
    g_assert_null(begin_factor(store, good, &error));
    assert_says(error, ERROR_CONFLICT, "has a second factor already");
    g_clear_error(&error);

    SignIn sign_in = {"ben", good, here, noon, gate};
    bool needs_code = false;
    g_assert_true(staff_sign_in(store, &sign_in, token, &needs_code, &error));
    g_assert_true(needs_code);
    g_auto(StaffSession) half = {0};
    g_assert_true(staff_session_find(store, token, noon, &half, &error));
    g_assert_true(half.needs_code);
    g_assert_false(give_code(store, token, code, noon, full, &error));
    assert_says(error, ERROR_DATA, "used already");
    g_clear_error(&error);
    g_autofree char *late = code_at(secret, noon + 90);
    g_assert_false(give_code(store, token, late, noon, full, &error));
    assert_says(error, ERROR_DATA, "This is not the code");
    g_clear_error(&error);
    g_autofree char *next = code_at(secret, noon + 30);
    g_assert_true(give_code(store, token, next, noon, full, &error));
    g_assert_no_error(error);
    g_assert_cmpint(memcmp(token, full, sizeof full), !=, 0);
    g_assert_true(!is_live(fixture, token, noon) && is_live(fixture, full, noon));
    g_assert_false(give_code(store, full, next, noon, token, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
}

/* A clock may be one step of 30 seconds off, early or late, and no more. */
static void a_code_is_good_for_one_step_to_each_side(Fixture *fixture, const void *data)
{
    (void)data;
    static const struct {
        int64_t off_s;
        bool is_good;
    } cases[] = {{-60, false}, {60, false}, {-30, true}, {30, true}, {0, true}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *name = g_strdup_printf("ben%zu", i);
        add(fixture, name, ROLE_KEYER);
        SignIn proof = {name, good, here, noon, gate};
        g_autofree char *secret = staff_totp_begin(fixture->store, &proof, &error);
        g_assert_no_error(error);
        g_autofree char *code = code_at(secret, noon + cases[i].off_s);
        bool is_on = staff_totp_confirm(fixture->store, name, code, noon, &error);
        g_assert_cmpint(is_on, ==, cases[i].is_good);
        if (!is_on)
            assert_says(error, ERROR_DATA, "This is not the code");
    }
}

static void a_code_is_waited_for_five_minutes_and_guessed_slowly(Fixture *fixture, const void *data)
{
    (void)data;
    Store *store = fixture->store;
    g_autoptr(GError) error = NULL;
    add(fixture, "ben", ROLE_KEYER);
    g_autofree char *secret = begin_factor(store, good, &error);
    g_autofree char *code = code_at(secret, noon);
    g_assert_true(staff_totp_confirm(store, "ben", code, noon, &error));
    SignIn sign_in = {"ben", good, here, noon, gate};
    bool needs_code = false;
    uint8_t token[TOKEN_BYTES], full[TOKEN_BYTES];
    g_assert_true(staff_sign_in(store, &sign_in, token, &needs_code, &error));
    g_autofree char *late = code_at(secret, noon + 300);
    g_assert_false(give_code(store, token, late, noon + 300, full, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
    g_clear_error(&error);
    /* The password counted as one try. */
    for (size_t i = 0; i < 4; i++) {
        g_assert_false(give_code(store, token, "000000", noon, full, &error));
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
        g_clear_error(&error);
    }
    g_assert_false(give_code(store, token, late, noon, full, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_BUSY);
}

static void a_second_factor_can_be_taken_away(Fixture *fixture, const void *data)
{
    (void)data;
    Store *store = fixture->store;
    g_autoptr(GError) error = NULL;
    g_autofree char *link = NULL;
    uint8_t token[TOKEN_BYTES];
    add(fixture, "ben", ROLE_KEYER);
    g_autofree char *secret = begin_factor(store, good, &error);
    g_autofree char *code = code_at(secret, noon);
    g_assert_true(staff_totp_confirm(store, "ben", code, noon, &error));
    SignIn wrong = {"ben", "wrong", here, noon, gate};
    SignIn right = {"ben", good, here, noon, gate};
    g_assert_false(staff_totp_drop(store, &wrong, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
    g_clear_error(&error);

    /* A seed that was sealed with another key is of no use, and says so. */
    g_autofree char *path = g_build_filename(fixture->path, "staff.key", NULL);
    GStatBuf status;
    g_assert_cmpint(g_stat(path, &status), ==, 0);
    g_assert_cmpuint(status.st_mode & 0777, ==, 0600);
    g_assert_cmpint(remove(path), ==, 0);
    bool needs_code = false;
    g_assert_true(staff_sign_in(store, &right, token, &needs_code, &error));
    g_assert_false(give_code(store, token, code, noon, token, &error));
    assert_says(error, ERROR_STORE, "staff.key");
    g_clear_error(&error);

    g_assert_true(staff_totp_drop(store, &right, &error));
    enter(fixture, "ben", noon, token);
    g_autofree char *lines = audit(fixture);
    g_assert_nonnull(strstr(lines, "ben second factor on ben"));
    g_assert_nonnull(strstr(lines, "ben second factor off ben"));
    g_autofree char *other = begin_factor(store, good, &error);
    g_autofree char *second = code_at(other, noon);
    g_assert_true(staff_totp_confirm(store, "ben", second, noon, &error));
    g_assert_true(staff_reset(store, "ben", &admin, &link, &error));
    g_assert_true(staff_password_by_link(
        store, &(const LinkSignIn){.link = link, .password = good, .moment = noon, .gate = gate},
        token, &error));
    enter(fixture, "ben", noon, token);
}

/* ---- Passwords ---- */

static void weak_passwords_are_refused(void)
{
    static const struct {
        const char *password, *says; /* NULL: it will do */
    } passwords[] = {
        {"harbour lentil crayon 41", NULL},
        {"839201847562", NULL},
        {"dysgu cymraeg yn hwyl", NULL},
        {"\xd9\x85\xd8\xb1\xd8\xad\xd8\xa8\xd8\xa7 \xda\xa9\xd8\xaa\xd8\xa7\xd8\xa8 "
         "\xd8\xa8\xd8\xa7\xd8\xba",
         NULL},
        {"short", "at least 12"},
        {"", "at least 12"},
        {"Password2026!!", "too easy"},
        {"P4$$w0rd2026!!", "too easy"},
        {"123456789012", "too easy"},
        {"aaaaaaaaaaaaaaaa", "too easy"},
        {"abcabcabcabc", "too easy"},
        {"qwertyuiop12", "too easy"},
        {"soundings-2026", "too easy"},
        {"council survey staff", "too easy"},
        {"mary.jones-mary.jones", "too easy"},
        {"welcomewelcome1", "too easy"},
        {"tab\x01in a password", "keyboard"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(passwords); i++) {
        const char *problem = staff_password_problem("mary.jones", passwords[i].password);
        if ((problem == NULL) != (passwords[i].says == NULL) ||
            (problem != NULL && strstr(problem, passwords[i].says) == NULL))
            g_error("%s: %s", passwords[i].password, problem != NULL ? problem : "accepted");
    }
    g_autofree char *longest = g_strnfill(PASSWORD_CHARS_MAX - 20, 'x');
    g_autofree char *fits = g_strconcat("lentil crayon river ", longest, NULL);
    g_autofree char *over = g_strconcat(fits, "y", NULL);
    g_assert_null(staff_password_problem("mary", fits));
    g_assert_nonnull(strstr(staff_password_problem("mary", over), "at most 256"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    staff_test("/sign-in/unknown names and wrong passwords sound the same",
               unknown_names_and_wrong_passwords_sound_the_same);
    staff_test("/sign-in/waits double to fifteen minutes", waits_double_to_fifteen_minutes);
    staff_test("/sign-in/a thousand wrong passwords are mostly not looked at",
               a_thousand_wrong_passwords_are_mostly_not_looked_at);
    staff_test("/sign-in/an address waits for all names", an_address_waits_for_all_names);
    staff_test("/sign-in/guesses at the same time are counted one by one",
               guesses_at_the_same_time_are_counted_one_by_one);
    staff_test("/sign-in/a cheap hash is made anew", a_cheap_hash_is_made_anew);
    staff_test("/factor/a second factor is asked for once it works",
               a_second_factor_is_asked_for_once_it_works);
    staff_test("/factor/a code is good for one step to each side",
               a_code_is_good_for_one_step_to_each_side);
    staff_test("/factor/a code is waited for five minutes and guessed slowly",
               a_code_is_waited_for_five_minutes_and_guessed_slowly);
    staff_test("/factor/a second factor can be taken away", a_second_factor_can_be_taken_away);
    g_test_add_func("/password/weak passwords are refused", weak_passwords_are_refused);
    return g_test_run();
}
