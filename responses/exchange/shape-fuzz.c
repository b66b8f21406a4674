/* Fuzzer: whatever a shape file holds, it is refused with a message, or gives weights that can be drawn by.
 * Begins in the project's folder: the definition is tests/data/store-survey.xml. */
#include "forms/definition/survey-xml.h"
#include "responses/exchange/shape.h"

#include <math.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const Survey *load(void)
{
    static Survey *survey; /* the one definition, for the life of the fuzzer */
    if (survey == NULL) {
        g_autoptr(GError) error = NULL;
        survey = survey_load("tests/data/store-survey.xml", &error);
        g_assert_no_error(error);
    }
    return survey;
}

static void check_weights(const Shape *shape)
{
    for (size_t i = 0; i < shape->variables->n_items; i++) {
        for (size_t k = 0; k < shape->variables->items[i].n_options; k++)
            g_assert_true(isfinite(shape->weights[i][k]) && shape->weights[i][k] >= 0);
        g_assert_true(shape->more[i] >= 0 && shape->more[i] <= 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const Survey *survey = load();
    int file = memfd_create("fuzz", MFD_CLOEXEC);
    g_assert_cmpint(file, >=, 0);
    g_assert_cmpint(write(file, data, size), ==, (ssize_t)size);
    g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", file);
    g_autoptr(GError) error = NULL;
    g_autoptr(Shape) shape = shape_load(survey->variables, path, &error);
    g_assert_true((shape == NULL) == (error != NULL));
    if (shape != NULL)
        check_weights(shape);
    close(file);
    return 0;
}
