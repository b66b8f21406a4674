/* What the tests of staff share: cheap passwords, an account that can sign in, its sessions, the audit as text. */
#pragma once

#include "base/env.h"
#include "base/error.h"
#include "responses/accounts/staff-private.h"
#include "responses/fixture.h"

static const int64_t noon = 1800000000;
static const char good[] = "harbour lentil crayon 41";
static const char *const here = "192.0.2.7";
static const Act admin = {"anna", 1800000000};
static StaffGate *gate; /* of the test that runs */

static inline void set_up(Fixture *fixture, const void *data)
{
    fixture_set_up(fixture, data);
    gate = staff_gate_new();
    staff_gate_cheapen(gate);
}

static inline void tear_down(Fixture *fixture, const void *data)
{
    fixture_tear_down(fixture, data);
    staff_gate_free(gate);
}

#define staff_test(path, function) g_test_add(path, Fixture, NULL, set_up, function, tear_down)

/* An account that can sign in with `good`. */
static inline void add(Fixture *fixture, const char *name, Role role)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *link = NULL;
    uint8_t token[TOKEN_BYTES];
    g_assert_true(staff_add(fixture->store, name, role, &admin, &link, &error));
    g_assert_no_error(error);
    g_assert_true(staff_password_by_link(
        fixture->store,
        &(const LinkSignIn){.link = link, .password = good, .moment = noon, .gate = gate}, token,
        &error));
    g_assert_no_error(error);
}

static inline bool try(Fixture *fixture, const char *name, const char *password,
                       const char *address, int64_t moment, uint8_t token[TOKEN_BYTES],
                       GError **error)
{
    SignIn sign_in = {name, password, address, moment, gate};
    bool needs_code = false;
    bool is_in = staff_sign_in(fixture->store, &sign_in, token, &needs_code, error);
    g_assert_false(is_in && needs_code);
    return is_in;
}

static inline void enter(Fixture *fixture, const char *name, int64_t moment,
                         uint8_t token[TOKEN_BYTES])
{
    g_autoptr(GError) error = NULL;
    bool is_in = try(fixture, name, good, here, moment, token, &error);
    g_assert_no_error(error);
    g_assert_true(is_in);
}

static inline bool is_live(Fixture *fixture, const uint8_t token[TOKEN_BYTES], int64_t moment)
{
    g_autoptr(GError) error = NULL;
    g_auto(StaffSession) session = {0};
    bool found = staff_session_find(fixture->store, token, moment, &session, &error);
    if (!found)
        g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
    return found;
}

static inline void assert_says(const GError *error, int code, const char *words)
{
    g_assert_error(error, SOUNDINGS_ERROR, code);
    if (strstr(error->message, words) == NULL)
        g_error("\"%s\" is not in \"%s\"", words, error->message);
}

static inline bool collect(const AuditLine *line, void *arg, GError **error)
{
    (void)error;
    g_string_append_printf(arg, "%s %s %s %s\n", line->who, line->action, line->subject,
                           line->reason);
    return true;
}

static inline char *audit(Fixture *fixture)
{
    GString *lines = g_string_new(NULL);
    g_assert_true(staff_audit_scan(fixture->store, 0, 100, collect, lines, NULL));
    return g_string_free(lines, false);
}
