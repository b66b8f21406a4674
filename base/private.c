#include "base/private.h"
#include "base/error.h"
#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/banned.h"

enum { OTHERS = S_IRWXG | S_IRWXO, RIGHTS = 07777 };

/* The files of a store that hold answers or keys, by the end of their names. */
static const struct {
    const char *ending;
    bool is_database;
} kinds[] = {
    {".db", true}, {".db-wal", true}, {".db-shm", true}, {".db-journal", true}, {".key", false},
};

static bool is_shared_allowed;
static PrivateTell tell_shared;

void private_begin(void)
{
    umask(OTHERS);
}

void private_allow_shared(bool is_allowed)
{
    is_shared_allowed = is_allowed;
}

void private_tell_by(PrivateTell tell)
{
    tell_shared = tell;
}

/* ---- What is found ---- */

typedef struct {
    char *first;     /* "store/engine.db is 0644"; NULL: nothing is shared */
    GString *shared; /* " PATH PATH": all that is, as words of a shell */
    GString *linked; /* those of them that are symbolic links, which chmod -R passes over */
    bool is_store;   /* it has databases */
} Findings;

static Findings findings_new(void)
{
    return (Findings){.shared = g_string_new(NULL), .linked = g_string_new(NULL)};
}

static void findings_clear(Findings *findings)
{
    g_free(findings->first);
    g_string_free(findings->shared, true);
    g_string_free(findings->linked, true);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Findings, findings_clear)

/* A path as one word of a shell, which is no option of the command. */
static char *shell_word(const char *path)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                "0123456789_./:@%+,-";
    g_autofree char *name = g_strconcat(path[0] == '-' ? "./" : "", path, NULL);
    if (name[0] != '\0' && strspn(name, plain) == strlen(name))
        return g_steal_pointer(&name);
    return g_shell_quote(name);
}

/* Look at one path. What is gone by now is nobody's: side files of a database come and go.
 * Errors: false and ERROR_FILE. */
static bool look_at(Findings *findings, const char *path, GError **error)
{
    struct stat status;
    if (stat(path, &status) != 0) {
        if (errno == ENOENT)
            return true;
        error_set(error, ERROR_FILE, "%s: cannot look at it: %s", path, g_strerror(errno));
        return false;
    }
    if ((status.st_mode & OTHERS) == 0)
        return true;
    if (findings->first == NULL)
        findings->first = g_strdup_printf("%s is %04o", path, status.st_mode & RIGHTS);
    g_autofree char *word = shell_word(path);
    g_string_append_printf(findings->shared, " %s", word);
    struct stat link;
    if (lstat(path, &link) == 0 && S_ISLNK(link.st_mode))
        g_string_append_printf(findings->linked, " %s", word);
    return true;
}

static bool look_into(Findings *findings, const char *directory, GError **error)
{
    GDir *dir = g_dir_open(directory, 0, NULL);
    if (dir == NULL) {
        error_set(error, ERROR_FILE, "%s: cannot look into it: %s", directory, g_strerror(errno));
        return false;
    }
    bool is_done = true;
    for (const char *name = NULL; is_done && (name = g_dir_read_name(dir)) != NULL;) {
        for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
            if (!g_str_has_suffix(name, kinds[i].ending))
                continue;
            g_autofree char *path = g_build_filename(directory, name, NULL);
            findings->is_store = findings->is_store || kinds[i].is_database;
            is_done = look_at(findings, path, error);
            break;
        }
    }
    g_dir_close(dir);
    return is_done;
}

/* ---- What is said ---- */

static bool judge(const Findings *findings, const char *what, const char *path, const char *command,
                  GError **error)
{
    if (findings->first == NULL)
        return true;
    if (!is_shared_allowed) {
        error_set(error, ERROR_FILE,
                  "the %s %s is open to other users of this machine (%s): run %s, or give "
                  "--allow-shared if that is meant",
                  what, path, findings->first, command);
        return false;
    }
    g_autofree char *sentence = g_strdup_printf(
        "the %s %s is open to other users of this machine (%s)", what, path, findings->first);
    if (tell_shared != NULL)
        tell_shared(sentence);
    return true;
}

bool private_check_store(const char *directory, GError **error)
{
    g_auto(Findings) findings = findings_new();
    if (!look_at(&findings, directory, error))
        return false;
    g_string_truncate(findings.linked, 0); /* chmod -R follows the link that it is given */
    if (!look_into(&findings, directory, error))
        return false;
    g_autofree char *word = shell_word(directory);
    /* A directory of other things is not closed with all that it holds. */
    g_autofree char *command =
        findings.is_store ? g_strdup_printf("chmod -R go= %s%s", word, findings.linked->str)
                          : g_strdup_printf("chmod go=%s", findings.shared->str);
    return judge(&findings, "store", directory, command, error);
}

bool private_check_key(const char *path, GError **error)
{
    g_auto(Findings) findings = findings_new();
    if (!look_at(&findings, path, error))
        return false;
    g_autofree char *command = g_strdup_printf("chmod go=%s", findings.shared->str);
    return judge(&findings, "key", path, command, error);
}

/* ---- A new store ---- */

static bool is_empty(const char *path)
{
    GDir *dir = g_dir_open(path, 0, NULL);
    if (dir == NULL)
        return false;
    bool has_nothing = g_dir_read_name(dir) == NULL;
    g_dir_close(dir);
    return has_nothing;
}

bool private_make_directory(const char *path, GError **error)
{
    struct stat status;
    bool is_done = g_mkdir_with_parents(path, S_IRWXU) == 0 && stat(path, &status) == 0;
    if (is_done && (status.st_mode & OTHERS) != 0 && !is_shared_allowed &&
        status.st_uid == geteuid() && is_empty(path))
        is_done = chmod(path, status.st_mode & RIGHTS & ~(mode_t)OTHERS) == 0;
    if (!is_done)
        error_set(error, ERROR_FILE, "the store %s cannot be made: %s", path, g_strerror(errno));
    return is_done;
}
