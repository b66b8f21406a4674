/* Interface words in many languages in one process: one gettext domain a language, so no system locale is needed.
 * The English words are the keys; po/LANG.po holds a language. Survey words live in the definition, not here. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Load the catalogues below DIR (build/locale); call once, before threads.
 * NULL takes SOUNDINGS_LOCALE from the environment, then the directory beside the program. */
void say_start(const char *directory);

/* The words for an English key in a language; the English ones when the catalogue lacks them.
 * Owns: lent for the life of the process.   Threads: any. */
const char *say(const char *lang, const char *english);

/* Marks a key that reaches say in a table or a variable, so that the tools which collect keys find it. It is the words
 * themselves and does nothing else. */
#define SAY(english) english

/* As say, with a number: one form for each plural class of the language.
 * Owns: lent for the life of the process.   Threads: any. */
const char *say_count(const char *lang, const char *one, const char *many, unsigned long n);

/* Is there a catalogue of the language? English needs none.   Threads: any. */
bool say_has(const char *lang);

/* English, and the languages for which there is a catalogue, by tag.
 * Owns: static.   Threads: any, after say_start. */
const char *const *say_languages(size_t *out_n);
