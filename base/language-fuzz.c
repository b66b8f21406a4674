/* Fuzzer: whatever a browser says of its languages, one that is offered is chosen; whatever is called a language has words. */
#include "base/language.h"
#include "base/say.h"

#include <stdint.h>
#include <string.h>

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const offered[] = {"en", "cy", "ur", "zh-Hant", "pt-BR"};
    g_autofree char *header = g_strndup((const char *)data, size);
    for (size_t n = 1; n <= G_N_ELEMENTS(offered); n++)
        g_assert_cmpuint(language_choose(header, offered, n), <, n);
    g_assert_cmpstr(say(header, "Language of nobody"), ==, "Language of nobody");
    g_assert_cmpstr(say_count(header, "one thing of nobody", "things of nobody", 2), ==,
                    "things of nobody");
    g_assert_nonnull(language_name(header));
    const char *direction = language_direction(header);
    g_assert_true(strcmp(direction, "ltr") == 0 || strcmp(direction, "rtl") == 0);
    return 0;
}
