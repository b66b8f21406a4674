#include "forms/survey/wording.h"

#include <string.h>

#include "base/banned.h"

bool wording_is(const Wording *words)
{
    return words->n_phrases > 0;
}

const Phrase *wording_in(const Wording *words, const char *lang)
{
    if (words->n_phrases == 0)
        return NULL;
    for (size_t i = 0; lang != NULL && i < words->n_phrases; i++) {
        if (strcmp(words->phrases[i].lang, lang) == 0)
            return &words->phrases[i];
    }
    return &words->phrases[0];
}

const char *wording_plain(const Wording *words, const char *lang)
{
    const Phrase *phrase = wording_in(words, lang);
    return phrase != NULL ? phrase->plain : "";
}
