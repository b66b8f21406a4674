#include "forms/survey/words.h"

#include <string.h>

#include "base/banned.h"

bool words_are(const Words *words)
{
    return words->n_phrases > 0;
}

const Phrase *words_in(const Words *words, const char *lang)
{
    if (words->n_phrases == 0)
        return NULL;
    for (size_t i = 0; lang != NULL && i < words->n_phrases; i++) {
        if (strcmp(words->phrases[i].lang, lang) == 0)
            return &words->phrases[i];
    }
    return &words->phrases[0];
}

const char *words_plain(const Words *words, const char *lang)
{
    const Phrase *phrase = words_in(words, lang);
    return phrase != NULL ? phrase->plain : "";
}
