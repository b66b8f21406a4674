/* What the files of this room share of an open store: its writer, and connections to read with.
 * In store.c. */
#pragma once

#include "base/db.h"
#include "responses/store/store.h"
#include "responses/store/writer.h"
#include <pthread.h>

typedef struct ImportBlock ImportBlock; /* responses/store/store-import.c */

struct Store {
    char *directory;
    int lock;              /* of DIRECTORY/lock; -1 when reading */
    Writer *writer;        /* NULL when reading */
    pthread_mutex_t mutex; /* guards idle */
    GHashTable *idle;      /* survey id to a GPtrArray of Db: readers that nobody uses */
    ImportBlock *import;   /* of the thread that imports; NULL when none runs */
};

/* A connection for reading a survey, used by one thread until it is given back.
 * Errors: NULL and ERROR_NOT_FOUND (naming the surveys that are there), ERROR_LOST, ERROR_STORE.
 * Owns: give it back with store_give_back. */
Db *store_take_reader(Store *store, const char *survey_id,
                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
void store_give_back(Store *store, const char *survey_id, Db *reader);

/* The same for engine.db.
 * Errors: NULL and ERROR_STORE.   Owns: give it back with store_give_back_engine. */
Db *store_take_engine(Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void store_give_back_engine(Store *store, Db *reader);

/* Is the store open for writing?
 * Errors: false and ERROR_STORE. */
bool store_needs_writer(const Store *store, GError **error) G_GNUC_WARN_UNUSED_RESULT;
