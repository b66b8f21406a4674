/* Which passwords will not do: too short, or what a guesser tries first. No rules of composition: length is what counts. */
#include "base/text.h"
#include "responses/accounts/staff.h"
#include <string.h>

#include "base/banned.h"

enum { FRESH_CHARS = 6, DIFFERENT_CHARS = 5, RUN_CHARS = 4, NAME_CHARS = 3 };

/* What passwords are mostly made of, and the words of this site. A password is judged by what is left without them. */
static const char *const weak_words[] = {
    "administrator", "consultation", "questionnaire", "correcthorse", "batterystaple", "supervisor",
    "soundings",     "community",    "passwords",     "password",     "passwort",      "passwd",
    "passphrase",    "changeme",     "default",       "qwertyuiop",   "qwertzuiop",    "azertyuiop",
    "asdfghjkl",     "zxcvbnm",      "qwerty",        "qwertz",       "azerty",        "asdfgh",
    "zxcvbn",        "1qaz2wsx3edc", "1qaz2wsx",      "1q2w3e4r5t",   "1q2w3e4r",      "qazwsxedc",
    "qazwsx",        "letmein",      "welcome",       "iloveyou",     "sunshine",      "princess",
    "superman",      "batman",       "football",      "baseball",     "basketball",    "trustno1",
    "starwars",      "pokemon",      "dragon",        "monkey",       "shadow",        "master",
    "killer",        "hunter",       "freedom",       "whatever",     "computer",      "internet",
    "secret",        "access",       "hello",         "login",        "signin",        "charlie",
    "michael",       "jordan",       "jennifer",      "thomas",       "daniel",        "jessica",
    "ashley",        "michelle",     "liverpool",     "everton",      "arsenal",       "chelsea",
    "manchester",    "united",       "rangers",       "celtic",       "tottenham",     "england",
    "scotland",      "wales",        "britain",       "london",       "january",       "february",
    "march",         "april",        "june",          "july",         "august",        "september",
    "october",       "november",     "december",      "monday",       "tuesday",       "wednesday",
    "thursday",      "friday",       "saturday",      "sunday",       "spring",        "summer",
    "autumn",        "winter",       "surveys",       "survey",       "council",       "analyst",
    "keying",        "keyer",        "staff",         "admin",        "guest",         "testing",
    "test",          "user",         "root",          "system",       "temporary",     "abc123",
    "cheese",        "flower",       "purple",        "orange",       "banana",        "ginger",
    "pepper",        "cookie",       "buster",        "soccer",       "hockey",        "maggie",
    "tigger",        "matrix",       "mustang",       "ferrari",      "nothing",       "forever",
    "family",        "friends",      "blessed",       "jesus",        "angel",         "lovely",
    "loveme",        "love",         "pass",          "word",
};

/* Letters that are written as figures and signs. */
static char unmasked(char c)
{
    static const char masks[] = "0o1l3e4a5s7t8b@a$s!i|l";
    for (size_t i = 0; masks[i] != '\0'; i += 2) {
        if (masks[i] == c)
            return masks[i + 1];
    }
    return c;
}

static void take_out(char *text, const char *word)
{
    size_t length = strlen(word);
    for (char *at = strstr(text, word); length > 0 && at != NULL; at = strstr(at, word))
        memset(at, ' ', length);
}

/* 1234, 8765, aaaa: signs of which each is one more, one less or the same as the one before. */
static void take_runs(char *text)
{
    for (int step = -1; step <= 1; step++) {
        size_t begin = 0;
        size_t n = strlen(text);
        for (size_t i = 1; i <= n; i++) {
            if (i < n && text[i] != ' ' && text[i] - text[i - 1] == step)
                continue;
            if (i - begin >= RUN_CHARS)
                memset(text + begin, ' ', i - begin);
            begin = i;
        }
    }
}

/* How many letters and figures are left of a password without what a guesser tries first. */
static size_t fresh_chars(const char *name, const char *password, bool is_unmasked)
{
    g_autofree char *plain = g_utf8_strdown(password, -1);
    g_autofree char *left = g_strdup(plain);
    g_autofree char *own = g_ascii_strdown(name, -1);
    for (char *c = left; is_unmasked && *c != '\0'; c++)
        *c = unmasked(*c);
    if (strlen(own) >= NAME_CHARS)
        take_out(left, own);
    take_runs(left);
    for (size_t i = 0; i < G_N_ELEMENTS(weak_words); i++)
        take_out(left, weak_words[i]);
    size_t n = 0;
    for (const char *c = plain; *c != '\0'; c = g_utf8_next_char(c))
        n += left[c - plain] != ' ' && g_unichar_isalnum(g_utf8_get_char(c)) ? 1 : 0;
    return n;
}

static size_t different_chars(const char *password)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    for (const char *c = password; *c != '\0'; c = g_utf8_next_char(c))
        g_hash_table_add(seen, GUINT_TO_POINTER(g_utf8_get_char(c)));
    return g_hash_table_size(seen);
}

const char *staff_password_problem(const char *name, const char *password)
{
    if (!text_is_clean(password, strlen(password)))
        return "This password holds a sign that a keyboard does not make. Type it by hand.";
    size_t n = text_count(password);
    if (n < PASSWORD_CHARS_MIN)
        return "A password has at least 12 characters. Four words that have nothing to do with one "
               "another are a good one.";
    if (n > PASSWORD_CHARS_MAX)
        return "A password has at most 256 characters.";
    if (different_chars(password) < DIFFERENT_CHARS ||
        fresh_chars(name, password, false) < FRESH_CHARS ||
        fresh_chars(name, password, true) < FRESH_CHARS)
        return "This password is too easy to guess: it is made of common words, of this site's, of "
               "your name or of signs in a row. Four words that have nothing to do with one "
               "another are a good one.";
    return NULL;
}
