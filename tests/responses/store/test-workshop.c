/* Definitions that are worked on: revisions, two editors, pilots, throwing away. */
#include "base/error.h"
#include "base/files.h"
#include "responses/store/workshop.h"
#include <string.h>

#include "base/banned.h"

typedef struct {
    char *directory;
    Store *store;
} Fixture;

static const Act anna = {"anna", 1000};
static const Act ben = {"ben", 2000};

static void set_up(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    fixture->directory = g_dir_make_tmp("workshop-XXXXXX", &error);
    g_assert_no_error(error);
    fixture->store = store_open(fixture->directory, STORE_WRITE, &error);
    g_assert_no_error(error);
}

static void tear_down(Fixture *fixture, gconstpointer data)
{
    (void)data;
    store_close(fixture->store);
    file_directory_abandon(fixture->directory);
    g_free(fixture->directory);
}

static int64_t begin(Fixture *fixture, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) source = g_bytes_new(text, strlen(text));
    const WorkpieceSave save = {source, "safer", "Safer", "Began from a template"};
    int64_t id = 0;
    g_assert_true(workshop_begin(fixture->store, &save, &anna, &id, &error));
    g_assert_no_error(error);
    return id;
}

static bool save_as(Fixture *fixture, int64_t id, unsigned revision, const char *text,
                    const Act *act, unsigned *out_revision, GError **error)
{
    g_autoptr(GBytes) source = g_bytes_new(text, strlen(text));
    const WorkpieceSave save = {source, "safer-2", "Safer still", "Changed question 2"};
    return workshop_save(fixture->store, (WorkpieceAt){.id = id, .revision = revision}, &save, act,
                         out_revision, error);
}

static void assert_source(Fixture *fixture, int64_t id, unsigned revision, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(Workpiece) piece = workshop_load(fixture->store, id, revision, &error);
    g_assert_no_error(error);
    g_autoptr(GBytes) expected = g_bytes_new(text, strlen(text));
    g_assert_true(g_bytes_equal(piece->source, expected));
}

static void every_revision_is_kept(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    unsigned revision = 0;
    int64_t id = begin(fixture, "one");
    g_assert_true(save_as(fixture, id, 1, "two", &ben, &revision, &error));
    g_assert_cmpuint(revision, ==, 2);
    assert_source(fixture, id, 1, "one");
    assert_source(fixture, id, 2, "two");
    assert_source(fixture, id, 0, "two");
    g_autoptr(GPtrArray) history = workshop_history(fixture->store, id, &error);
    g_assert_cmpuint(history->len, ==, 2);
    const Workpiece *newest = g_ptr_array_index(history, 0);
    g_assert_cmpstr(newest->who, ==, "ben");
    g_assert_cmpstr(newest->what, ==, "Changed question 2");
    g_assert_cmpint(newest->moment, ==, 2000);
    g_autoptr(GPtrArray) list = workshop_list(fixture->store, &error);
    g_assert_cmpuint(list->len, ==, 1);
    const Workpiece *piece = g_ptr_array_index(list, 0);
    g_assert_cmpstr(piece->survey_id, ==, "safer-2");
    g_assert_cmpstr(piece->title, ==, "Safer still");
    g_assert_null(piece->source);
}

static void two_editors_cannot_overwrite_each_other(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    unsigned revision = 0;
    int64_t id = begin(fixture, "one");
    g_assert_true(save_as(fixture, id, 1, "ben's", &ben, &revision, &error));
    g_assert_false(save_as(fixture, id, 1, "anna's", &anna, &revision, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_CONFLICT);
    g_assert_cmpstr(error->message, ==,
                    "ben has changed this definition since you opened the page: nothing was "
                    "overwritten");
    assert_source(fixture, id, 0, "ben's");
}

static void the_same_source_is_no_new_revision(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    unsigned revision = 0;
    int64_t id = begin(fixture, "one");
    g_assert_true(save_as(fixture, id, 1, "one", &ben, &revision, &error));
    g_assert_cmpuint(revision, ==, 1);
}

static void previews_and_pilots_are_noted(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    int64_t id = begin(fixture, "one");
    g_assert_true(workshop_note_preview(fixture->store, id, 1, &error));
    g_assert_true(workshop_note_pilot(fixture->store, id, "pilot-abc", 1, &error));
    g_autoptr(Workpiece) piece = workshop_load(fixture->store, id, 0, &error);
    g_assert_cmpuint(piece->previewed, ==, 1);
    g_assert_cmpstr(piece->pilot_id, ==, "pilot-abc");
    g_assert_cmpuint(piece->pilot_revision, ==, 1);
    g_assert_false(piece->is_pilot_ended);
    /* Of two who begin or end one at once, one does. */
    static const struct {
        const char *pilot;
        unsigned revision;
    } late[] = {{"pilot-def", 1}, {"pilot-def", 0}};
    for (size_t i = 0; i < G_N_ELEMENTS(late); i++) {
        g_autoptr(GError) conflict = NULL;
        g_assert_false(
            workshop_note_pilot(fixture->store, id, late[i].pilot, late[i].revision, &conflict));
        g_assert_error(conflict, SOUNDINGS_ERROR, ERROR_CONFLICT);
        g_assert_true(g_str_has_prefix(
            conflict->message, "somebody has begun or ended a pilot of this definition meanwhile"));
    }
    g_assert_true(workshop_note_pilot(fixture->store, id, "pilot-abc", 0, &error));
    g_autoptr(Workpiece) after = workshop_load(fixture->store, id, 0, &error);
    g_assert_true(after->is_pilot_ended);
    g_assert_cmpstr(after->pilot_id, ==, "pilot-abc");
}

static void what_is_thrown_away_is_not_found(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    unsigned revision = 0;
    int64_t id = begin(fixture, "one");
    g_assert_true(workshop_remove(fixture->store, id, "throw away", &anna, &error));
    g_assert_null(workshop_load(fixture->store, id, 0, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
    g_assert_cmpstr(error->message, ==,
                    "the definition 1 is not worked on any more: it was published or thrown away");
    g_clear_error(&error);
    g_assert_false(save_as(fixture, id, 1, "two", &ben, &revision, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_false(workshop_note_pilot(fixture->store, id, "pilot-abc", 1, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_CONFLICT);
    g_assert_cmpint(begin(fixture, "again"), ==, 2);
}

static void a_revision_that_never_was_is_named(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    int64_t id = begin(fixture, "one");
    g_assert_null(workshop_load(fixture->store, id, 7, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_NOT_FOUND);
    g_assert_cmpstr(error->message, ==, "the definition 1 has no revision 7");
}

static void there_is_an_end_to_what_is_kept(Fixture *fixture, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    unsigned revision = 1;
    int64_t id = begin(fixture, "one");
    for (unsigned n = 1; n < WORKSHOP_REVISIONS; n++) {
        g_autofree char *text = g_strdup_printf("%u", n);
        g_assert_true(save_as(fixture, id, revision, text, &anna, &revision, &error));
    }
    g_assert_false(save_as(fixture, id, revision, "last", &anna, &revision, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_LIMIT);
    g_clear_error(&error);
    for (unsigned n = 1; n < WORKSHOP_PIECES; n++)
        begin(fixture, "more");
    g_autoptr(GBytes) source = g_bytes_new_static("x", 1);
    const WorkpieceSave save = {source, "x", "X", "Began"};
    g_assert_false(workshop_begin(fixture->store, &save, &anna, &id, &error));
    g_assert_error(error, SOUNDINGS_ERROR, ERROR_LIMIT);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/workshop/revisions", Fixture, NULL, set_up, every_revision_is_kept, tear_down);
    g_test_add("/workshop/two-editors", Fixture, NULL, set_up,
               two_editors_cannot_overwrite_each_other, tear_down);
    g_test_add("/workshop/same", Fixture, NULL, set_up, the_same_source_is_no_new_revision,
               tear_down);
    g_test_add("/workshop/pilots", Fixture, NULL, set_up, previews_and_pilots_are_noted, tear_down);
    g_test_add("/workshop/thrown-away", Fixture, NULL, set_up, what_is_thrown_away_is_not_found,
               tear_down);
    g_test_add("/workshop/never-was", Fixture, NULL, set_up, a_revision_that_never_was_is_named,
               tear_down);
    g_test_add("/workshop/end", Fixture, NULL, set_up, there_is_an_end_to_what_is_kept, tear_down);
    return g_test_run();
}
