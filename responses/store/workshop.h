/* Definitions that are being worked on, before they are published: in engine.db, seen by staff alone.
 *
 * The story. Somebody begins a WORKPIECE from a template, a published survey or a file. Each change saves a new REVISION of
 * the whole source, with who, when and what; none is lost until the workpiece is thrown away, so a change is taken back by
 * saving an earlier source again. Who saves says which revision they began with: when somebody else has saved meanwhile,
 * nothing is overwritten and both sources can be shown.
 *
 * Sources were opened by forms/definition/editing/survey-edit.h before they come here; they may have mistakes. All writing calls wait for the
 * writer. */
#pragma once

#include "responses/store/audit.h"
#include "responses/store/store.h"
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum { WORKSHOP_PIECES = 200, WORKSHOP_REVISIONS = 500 };

typedef struct {
    int64_t id;
    unsigned revision;
    char *survey_id, *title;
    char *who, *what; /* of this revision */
    int64_t moment;
    GBytes *source;     /* NULL in lists */
    unsigned previewed; /* revision that was looked at last; 0: none */
    char *pilot_id;     /* of the survey that tries it out, or NULL */
    unsigned pilot_revision;
    bool is_pilot_ended;
} Workpiece;

void workshop_piece_free(Workpiece *piece);

/* What is saved: the source, what it says of itself, and what was done to it in words ("Changed question 3"). Lent. */
typedef struct {
    GBytes *source;
    const char *survey_id, *title, *what;
} WorkpieceSave;

/* Begin one; *out_id names it.
 * Errors: ERROR_LIMIT (WORKSHOP_PIECES are there), ERROR_STORE. */
bool workshop_begin(Store *store, const WorkpieceSave *save, const Act *act, int64_t *out_id,
                    GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* A piece at one of its revisions. */
typedef struct {
    int64_t id;
    unsigned revision;
} WorkpieceAt;

/* Save a new revision after `revision`; *out_revision is its number. The very same source as before is no new one.
 * Errors: ERROR_CONFLICT when somebody saved meanwhile, naming who; ERROR_NOT_FOUND; ERROR_LIMIT (WORKSHOP_REVISIONS). */
bool workshop_save(Store *store, WorkpieceAt at, const WorkpieceSave *save, const Act *act,
                   unsigned *out_revision, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* It was looked at in the preview at a revision.
 * Errors: ERROR_STORE. */
bool workshop_note_preview(Store *store, int64_t id, unsigned revision,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The pilot (its survey's id) of a revision was begun, or has ended (revision 0). One runs at a time.
 * Errors: ERROR_CONFLICT when somebody began or ended one meanwhile, or the definition is gone. */
bool workshop_note_pilot(Store *store, int64_t id, const char *pilot_id, unsigned revision,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* One is done with: published, or thrown away. It goes with all its revisions; a line of engine.db's audit stays, with
 * `action` ("publish", "throw away").
 * Errors: ERROR_NOT_FOUND. */
bool workshop_remove(Store *store, int64_t id, const char *action, const Act *act,
                     GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* All of them, the latest change first; one at a revision (0: the newest), with its source; the revisions of one, newest
 * first, without sources.
 * Errors: NULL and ERROR_NOT_FOUND, ERROR_STORE.   Returns: yours (GPtrArray of Workpiece with its free; workshop_piece_free). */
GPtrArray *workshop_list(Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
Workpiece *workshop_load(Store *store, int64_t id, unsigned revision,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *workshop_history(Store *store, int64_t id, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Workpiece, workshop_piece_free)
