/* What slows guessing down: waits after failures, and a cost of each password that is paid by two at once. */
#include "base/env.h"
#include "base/error.h"
#include "responses/accounts/staff-private.h"
#include <errno.h>
#include <liboath/oath.h>
#include <semaphore.h>
#include <sodium.h>
#include <string.h>

#include "base/banned.h"

enum {
    FREE_TRIES = 5, /* after so many failures the next try waits */
    FIRST_WAIT_S = 60,
    WAIT_MAX_S = 15 * 60,
    FORGET_S = 15 * 60, /* of quiet, after the wait */
    TRACES_MAX = 10000, /* names, and addresses; some 1 MB */
    AT_ONCE = 2,        /* passwords computed: 64 MiB each */
};

static const unsigned long long ops_cost = 3;
static const size_t memory_cost = (size_t)64 * 1024 * 1024;

/* Failures of one name or address. */
typedef struct {
    unsigned n_failures;
    int64_t until, last; /* moments */
} Trace;

struct StaffGate {
    pthread_mutex_t mutex; /* guards the two tables */
    GHashTable *names;     /* keyed hash to Trace */
    GHashTable *addresses;
    uint8_t key[crypto_shorthash_KEYBYTES];
    sem_t seats;
    unsigned long long ops;
    size_t memory;
};

StaffGate *staff_gate_new(void)
{
    int failed = oath_init();
    g_assert(failed == OATH_OK);
    StaffGate *gate = g_new0(StaffGate, 1);
    pthread_mutex_init(&gate->mutex, NULL);
    gate->names = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    gate->addresses = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
    env_random(gate->key, sizeof gate->key);
    sem_init(&gate->seats, 0, AT_ONCE);
    gate->ops = ops_cost;
    gate->memory = memory_cost;
    return gate;
}

void staff_gate_free(StaffGate *gate)
{
    if (gate == NULL)
        return;
    g_hash_table_unref(gate->names);
    g_hash_table_unref(gate->addresses);
    sem_destroy(&gate->seats);
    pthread_mutex_destroy(&gate->mutex);
    g_free(gate);
}

/* ---- Waiting ---- */

static int64_t trace_key(const StaffGate *gate, const char *what)
{
    g_autofree char *folded = g_ascii_strdown(what, -1);
    int64_t key = 0;
    _Static_assert(sizeof key == crypto_shorthash_BYTES, "a key of a table");
    crypto_shorthash((uint8_t *)&key, (const uint8_t *)folded, strlen(folded), gate->key);
    return key;
}

/* Seconds that are left to wait. A clock that was set back does not keep anybody out. */
static int64_t wait_of(const Trace *trace, int64_t moment)
{
    int64_t left = trace->until - moment;
    return left > 0 && left <= WAIT_MAX_S ? left : 0;
}

static bool is_forgotten(const Trace *trace, int64_t moment)
{
    return moment >= MAX(trace->until, trace->last) + FORGET_S;
}

/* Let go of what is forgotten; when that is nothing, the one whose wait ends first makes room. */
static void make_room(GHashTable *traces, int64_t moment)
{
    if (g_hash_table_size(traces) < TRACES_MAX)
        return;
    GHashTableIter iter;
    void *key = NULL;
    void *value = NULL;
    void *first_key = NULL;
    int64_t first = INT64_MAX;
    g_hash_table_iter_init(&iter, traces);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        const Trace *trace = value;
        if (is_forgotten(trace, moment)) {
            g_hash_table_iter_remove(&iter);
        } else if (trace->until < first) {
            first = trace->until;
            first_key = key;
        }
    }
    if (g_hash_table_size(traces) >= TRACES_MAX)
        g_hash_table_remove(traces, first_key);
}

static Trace *trace_at(GHashTable *traces, int64_t key, int64_t moment)
{
    Trace *trace = g_hash_table_lookup(traces, &key);
    if (trace == NULL) {
        make_room(traces, moment);
        trace = g_new0(Trace, 1);
        int64_t *copy = g_new(int64_t, 1);
        *copy = key;
        g_hash_table_insert(traces, copy, trace);
    }
    if (is_forgotten(trace, moment))
        *trace = (Trace){0};
    return trace;
}

/* Count it as a failure beforehand, so that many at once are not one. */
static void trace_count(Trace *trace, int64_t moment)
{
    trace->n_failures++;
    trace->last = moment;
    if (trace->n_failures < FREE_TRIES)
        return;
    unsigned doublings = MIN(trace->n_failures - FREE_TRIES, 4);
    trace->until = moment + MIN((int64_t)FIRST_WAIT_S << doublings, WAIT_MAX_S);
}

bool staff_gate_try(StaffGate *gate, const char *name, const char *address, int64_t moment,
                    GError **error)
{
    pthread_mutex_lock(&gate->mutex);
    Trace *traces[] = {trace_at(gate->names, trace_key(gate, name), moment),
                       trace_at(gate->addresses, trace_key(gate, address), moment)};
    int64_t wait = MAX(wait_of(traces[0], moment), wait_of(traces[1], moment));
    for (size_t i = 0; wait == 0 && i < G_N_ELEMENTS(traces); i++)
        trace_count(traces[i], moment);
    pthread_mutex_unlock(&gate->mutex);
    if (wait == 0)
        return true;
    int minutes = (int)((wait + 59) / 60);
    error_set(error, ERROR_BUSY, "There were too many wrong tries. Try again in %d %s.", minutes,
              minutes == 1 ? "minute" : "minutes");
    return false;
}

void staff_gate_forgive(StaffGate *gate, const char *name, const char *address)
{
    int64_t keys[] = {trace_key(gate, name), trace_key(gate, address)};
    pthread_mutex_lock(&gate->mutex);
    g_hash_table_remove(gate->names, &keys[0]);
    g_hash_table_remove(gate->addresses, &keys[1]);
    pthread_mutex_unlock(&gate->mutex);
}

/* ---- Passwords ---- */

static void take_seat(StaffGate *gate)
{
    while (sem_wait(&gate->seats) != 0)
        g_assert(errno == EINTR);
}

/* The same letters however a keyboard made them. */
static char *composed(const char *password)
{
    char *text = g_utf8_normalize(password, -1, G_NORMALIZE_NFC);
    return text != NULL ? text : g_strdup(password);
}

char *staff_password_hash(StaffGate *gate, const char *password, GError **error)
{
    g_autofree char *text = composed(password);
    char hash[crypto_pwhash_STRBYTES];
    take_seat(gate);
    int failed = crypto_pwhash_str_alg(hash, text, strlen(text), gate->ops, gate->memory,
                                       crypto_pwhash_ALG_ARGON2ID13);
    sem_post(&gate->seats);
    sodium_memzero(text, strlen(text));
    if (failed == 0)
        return g_strdup(hash);
    error_set(error, ERROR_STORE, "this machine has no memory free for checking a password");
    return NULL;
}

bool staff_password_is(StaffGate *gate, const char *password, const char *hash)
{
    if (hash == NULL) {
        g_autofree char *spent = staff_password_hash(gate, password, NULL);
        return false;
    }
    g_autofree char *text = composed(password);
    take_seat(gate);
    bool is_it = crypto_pwhash_str_verify(hash, text, strlen(text)) == 0;
    sem_post(&gate->seats);
    sodium_memzero(text, strlen(text));
    return is_it;
}

bool staff_password_is_dated(StaffGate *gate, const char *hash)
{
    return crypto_pwhash_str_needs_rehash(hash, gate->ops, gate->memory) != 0;
}

void staff_gate_cheapen(StaffGate *gate)
{
    gate->ops = crypto_pwhash_OPSLIMIT_MIN;
    gate->memory = crypto_pwhash_MEMLIMIT_MIN;
}
