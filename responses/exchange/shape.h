/* How likely each answer is in a simulation: a weight for each option of each item, even unless a file says otherwise.
 * For simulate.c. */
#pragma once

#include "forms/survey/variables.h"
#include <glib.h>

typedef struct {
    const Variables *variables;
    double **weights; /* weights[item][option] */
    double *more;     /* multiple: how likely one more pick is */
} Shape;

/* The shape of a file (`variable,code,weight`; variable is the item's id), or the even one when path is NULL. A code
 * left empty is, for a choose-many, how likely each further pick is (0 to 1).
 * Errors: NULL and ERROR_FILE, ERROR_DATA.   Returns: yours (free with shape_free). */
Shape *shape_load(const Variables *variables, const char *path,
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
void shape_free(Shape *shape);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Shape, shape_free)
