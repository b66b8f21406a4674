/* Accounts, one-time links, sessions, the audit. */
#include "responses/accounts/staff-fixture.h"
#include <sqlite3.h>

#include "base/banned.h"

/* ---- Accounts ---- */

static void the_first_link_makes_one_administrator(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    Store *store = fixture->store;
    g_autofree char *older = staff_first_link(store, &error);
    g_autofree char *link = staff_first_link(store, &error);
    g_assert_no_error(error);
    uint8_t token[TOKEN_BYTES];
    int64_t now = env_now();
    g_assert_false(staff_password_by_link(
        store,
        &(const LinkSignIn){
            .link = older, .name = "anna", .password = good, .moment = now, .gate = gate},
        token, &error));
    assert_says(error, ERROR_NOT_FOUND, "replaced by a newer one");
    g_clear_error(&error);
    g_assert_false(staff_password_by_link(
        store,
        &(const LinkSignIn){
            .link = link, .name = "an na", .password = good, .moment = now, .gate = gate},
        token, &error));
    assert_says(error, ERROR_DATA, "'an na' cannot be a name");
    g_clear_error(&error);
    g_assert_true(staff_password_by_link(
        store,
        &(const LinkSignIn){
            .link = link, .name = "anna", .password = good, .moment = now, .gate = gate},
        token, &error));
    g_assert_true(is_live(fixture, token, now));
    g_assert_false(staff_password_by_link(
        store,
        &(const LinkSignIn){
            .link = link, .name = "eve", .password = good, .moment = now, .gate = gate},
        token, &error));
    assert_says(error, ERROR_NOT_FOUND, "used already");
    g_clear_error(&error);
    g_assert_null(staff_first_link(store, &error));
    g_assert_no_error(error);
    g_autoptr(GPtrArray) accounts = staff_list(store, &error);
    g_assert_cmpuint(accounts->len, ==, 1);
    const StaffAccount *account = g_ptr_array_index(accounts, 0);
    g_assert_cmpstr(account->name, ==, "anna");
    g_assert_cmpint(account->role, ==, ROLE_ADMINISTRATOR);
    g_assert_true(account->has_password);
}

static void a_link_is_good_once_and_for_three_days(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *link = NULL;
    g_autofree char *name = NULL;
    uint8_t token[TOKEN_BYTES];
    Store *store = fixture->store;
    g_assert_true(staff_add(store, "ben", ROLE_KEYER, &admin, &link, &error));
    g_assert_false(staff_link_find(store, link, noon + STAFF_LINK_LIFE_S, &name, &error));
    assert_says(error, ERROR_NOT_FOUND, "older than three days");
    g_clear_error(&error);
    g_assert_true(staff_link_find(store, link, noon + STAFF_LINK_LIFE_S - 1, &name, &error));
    g_assert_cmpstr(name, ==, "ben");
    g_assert_false(staff_password_by_link(
        store,
        &(const LinkSignIn){.link = link, .password = "too short", .moment = noon, .gate = gate},
        token, &error));
    assert_says(error, ERROR_DATA, "at least 12 characters");
    g_clear_error(&error);
    g_assert_true(staff_disable(store, "ben", true, &admin, &error));
    g_assert_false(staff_password_by_link(
        store, &(const LinkSignIn){.link = link, .password = good, .moment = noon, .gate = gate},
        token, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_true(staff_disable(store, "ben", false, &admin, &error));
    g_assert_true(staff_password_by_link(
        store, &(const LinkSignIn){.link = link, .password = good, .moment = noon, .gate = gate},
        token, &error));
    g_assert_false(staff_password_by_link(
        store, &(const LinkSignIn){.link = link, .password = good, .moment = noon, .gate = gate},
        token, &error));
    assert_says(error, ERROR_NOT_FOUND, "used already");
    g_clear_error(&error);
    g_assert_false(staff_link_find(store, "not-a-link", noon, &name, &error));
    assert_says(error, ERROR_NOT_FOUND, "Ask an administrator");
}

static void names_are_taken_whatever_their_case(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autofree char *link = NULL;
    uint8_t token[TOKEN_BYTES];
    add(fixture, "Ben.Jones", ROLE_KEYER);
    g_assert_false(staff_add(fixture->store, "ben.jones", ROLE_KEYER, &admin, &link, &error));
    assert_says(error, ERROR_CONFLICT, "there is an account 'ben.jones' already");
    g_clear_error(&error);
    enter(fixture, "BEN.jones", noon, token);
    static const char *const names[] = {"", "two words", "-dash", "slash/", "caf\xc3\xa9"};
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_assert_false(staff_add(fixture->store, names[i], ROLE_KEYER, &admin, &link, &error));
        assert_says(error, ERROR_DATA, "cannot be a name");
        g_clear_error(&error);
    }
}

static void the_last_administrator_stays(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    Store *store = fixture->store;
    add(fixture, "anna", ROLE_ADMINISTRATOR);
    g_assert_false(staff_disable(store, "anna", true, &admin, &error));
    assert_says(error, ERROR_CONFLICT, "'anna' is the last administrator");
    g_clear_error(&error);
    g_assert_false(staff_set_role(store, "anna", ROLE_ANALYST, &admin, &error));
    assert_says(error, ERROR_CONFLICT, "make somebody else administrator first");
    g_clear_error(&error);
    add(fixture, "cara", ROLE_ADMINISTRATOR);
    g_assert_true(staff_set_role(store, "anna", ROLE_ANALYST, &admin, &error));
    g_assert_false(staff_disable(store, "nobody", true, &admin, &error));
    assert_says(error, ERROR_NOT_FOUND, "there is no account 'nobody'");
    g_clear_error(&error);
    g_autofree char *link = NULL;
    g_assert_false(staff_reset(store, "nobody", &admin, &link, &error));
    assert_says(error, ERROR_NOT_FOUND, "there is no account 'nobody'");
}

/* ---- Sessions ---- */

static void sessions_end_by_idleness_and_by_age(Fixture *fixture, const void *data)
{
    (void)data;
    add(fixture, "ben", ROLE_KEYER);
    uint8_t token[TOKEN_BYTES];
    enter(fixture, "ben", noon, token);
    g_assert_true(is_live(fixture, token, noon + SESSION_IDLE_S - 1));
    g_assert_false(is_live(fixture, token, noon + 2 * SESSION_IDLE_S));
    enter(fixture, "ben", noon, token);
    int64_t now = noon;
    while (now < noon + SESSION_LIFE_S) {
        g_assert_true(is_live(fixture, token, now));
        now += SESSION_IDLE_S - 60;
    }
    g_assert_false(is_live(fixture, token, noon + SESSION_LIFE_S));
}

static void sessions_end_with_what_they_stand_on(Fixture *fixture, const void *data)
{
    (void)data;
    Store *store = fixture->store;
    g_autoptr(GError) error = NULL;
    g_autofree char *link = NULL;
    uint8_t one[TOKEN_BYTES], two[TOKEN_BYTES], fresh[TOKEN_BYTES];
    add(fixture, "ben", ROLE_KEYER);
    enter(fixture, "ben", noon, one);
    enter(fixture, "ben", noon, two);
    g_assert_cmpint(memcmp(one, two, sizeof one), !=, 0);
    g_assert_true(is_live(fixture, one, noon) && is_live(fixture, two, noon));
    g_assert_true(staff_sign_out(store, one, noon, &error));
    g_assert_true(!is_live(fixture, one, noon) && is_live(fixture, two, noon));
    g_assert_true(staff_sign_out(store, one, noon, &error));
    SignIn old = {"ben", good, here, noon, gate};
    g_assert_true(staff_password_change(store, &old, "violet bucket ladder 7", fresh, &error));
    g_assert_no_error(error);
    g_assert_true(!is_live(fixture, two, noon) && is_live(fixture, fresh, noon));
    g_assert_true(staff_disable(store, "ben", true, &admin, &error));
    g_assert_false(is_live(fixture, fresh, noon));
    g_assert_true(staff_disable(store, "ben", false, &admin, &error));
    g_assert_false(is_live(fixture, fresh, noon));
    g_assert_true(try(fixture, "ben", "violet bucket ladder 7", here, noon, one, &error));
    g_assert_true(staff_reset(store, "ben", &admin, &link, &error));
    g_assert_false(is_live(fixture, one, noon));
    g_assert_false(try(fixture, "ben", "violet bucket ladder 7", here, noon, one, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
}

static void the_old_password_is_asked_for(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    uint8_t token[TOKEN_BYTES];
    add(fixture, "ben", ROLE_KEYER);
    SignIn wrong = {"ben", "not the old one", here, noon, gate};
    SignIn right = {"ben", good, here, noon, gate};
    g_assert_false(
        staff_password_change(fixture->store, &wrong, "violet bucket ladder 7", token, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_DATA);
    g_clear_error(&error);
    g_assert_false(staff_password_change(fixture->store, &right, good, token, &error));
    assert_says(error, ERROR_DATA, "This is the old password");
    g_clear_error(&error);
    g_assert_false(staff_password_change(fixture->store, &right, "short", token, &error));
    assert_says(error, ERROR_DATA, "at least 12");
}

static void settings_and_times_are_kept(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    add(fixture, "ben", ROLE_SUPERVISOR);
    uint8_t token[TOKEN_BYTES];
    enter(fixture, "ben", noon, token);
    g_auto(StaffSession) before = {0};
    g_auto(StaffSession) after = {0};
    g_assert_true(staff_session_find(fixture->store, token, noon + 30, &before, &error));
    g_assert_true(before.has_auto_advance && before.role == ROLE_SUPERVISOR);
    g_assert_true(staff_set_auto_advance(fixture->store, "ben", false, &error));
    g_assert_true(staff_session_find(fixture->store, token, noon + 90, &after, &error));
    g_assert_false(after.has_auto_advance);
    g_autoptr(GPtrArray) accounts = staff_list(fixture->store, &error);
    g_assert_cmpint(((StaffAccount *)g_ptr_array_index(accounts, 0))->last_seen, ==, noon + 90);
    g_assert_false(staff_set_auto_advance(fixture->store, "nobody", false, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
}

static void a_proxy_vouches_for_accounts_alone(Fixture *fixture, const void *data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    add(fixture, "ben", ROLE_KEYER);
    add(fixture, "cara", ROLE_ANALYST);
    uint8_t csrf[3][TOKEN_BYTES];
    static const char *const names[] = {"ben", "BEN", "cara"};
    for (size_t i = 0; i < 3; i++) {
        g_auto(StaffSession) session = {0};
        g_assert_true(
            staff_session_vouched(fixture->store, names[i], noon, &session, csrf[i], &error));
    }
    g_assert_cmpint(memcmp(csrf[0], csrf[1], TOKEN_BYTES), ==, 0);
    g_assert_cmpint(memcmp(csrf[0], csrf[2], TOKEN_BYTES), !=, 0);
    g_assert_true(staff_disable(fixture->store, "ben", true, &admin, &error));
    static const char *const refused[] = {"ben", "nobody", ""};
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_auto(StaffSession) session = {0};
        g_assert_false(
            staff_session_vouched(fixture->store, refused[i], noon, &session, csrf[0], &error));
        assert_says(error, ERROR_NOT_FOUND, "no account of that name here");
        g_clear_error(&error);
    }
}

/* ---- The audit ---- */

static void the_audit_takes_additions_only(Fixture *fixture, const void *data)
{
    (void)data;
    add(fixture, "ben", ROLE_KEYER);
    g_autofree char *lines = audit(fixture);
    g_assert_cmpstr(lines, ==,
                    "ben signed in ben \nben password chosen ben \nanna account added ben keyer\n");
    g_autofree char *path = g_build_filename(fixture->path, "engine.db", NULL);
    static const char *const edits[] = {"UPDATE audit SET who = 'eve'", "DELETE FROM audit"};
    for (size_t i = 0; i < G_N_ELEMENTS(edits); i++) {
        sqlite3 *file = NULL;
        char *message = NULL;
        g_assert_cmpint(sqlite3_open(path, &file), ==, SQLITE_OK);
        g_assert_cmpint(sqlite3_exec(file, edits[i], NULL, NULL, &message), !=, SQLITE_OK);
        g_assert_cmpstr(message, ==, "the audit takes additions only");
        sqlite3_free(message);
        sqlite3_close(file);
    }
}

static void roles_have_names(void)
{
    Role role;
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        g_assert_true(role_find(role_name((Role)i), &role));
        g_assert_cmpuint(role, ==, i);
    }
    g_assert_false(role_find("king", &role));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    staff_test("/staff/the first link makes one administrator",
               the_first_link_makes_one_administrator);
    staff_test("/staff/a link is good once and for three days",
               a_link_is_good_once_and_for_three_days);
    staff_test("/staff/names are taken whatever their case", names_are_taken_whatever_their_case);
    staff_test("/staff/the last administrator stays", the_last_administrator_stays);
    staff_test("/session/sessions end by idleness and by age", sessions_end_by_idleness_and_by_age);
    staff_test("/session/sessions end with what they stand on",
               sessions_end_with_what_they_stand_on);
    staff_test("/session/the old password is asked for", the_old_password_is_asked_for);
    staff_test("/session/settings and times are kept", settings_and_times_are_kept);
    staff_test("/session/a proxy vouches for accounts alone", a_proxy_vouches_for_accounts_alone);
    staff_test("/audit/the audit takes additions only", the_audit_takes_additions_only);
    g_test_add_func("/role/roles have names", roles_have_names);
    return g_test_run();
}
