/* Someone who knows everything that a table prints, and wants the figures that it hides: a linear programme over all tables
 * (counts at least 0) that agree with what is printed gives the smallest and largest value of a hidden cell. Written apart
 * from the program's own audit, which uses flows. */
#pragma once

#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LP_ROWS = 160, LP_UNKNOWNS = 320 };

typedef struct {
    size_t n, m;                        /* unknowns, equations */
    double a[LP_ROWS][LP_UNKNOWNS + 1]; /* equation: sum of a[i][j] x[j] = b[i] */
    double b[LP_ROWS];
} Lp;

/* The only unknown of an equation; SIZE_MAX when it has none or several. */
static inline size_t lp_only_unknown(const Lp *lp, size_t equation)
{
    size_t only = SIZE_MAX;
    for (size_t j = 0; j < lp->n; j++) {
        if (lp->a[equation][j] == 0)
            continue;
        if (only != SIZE_MAX)
            return SIZE_MAX;
        only = j;
    }
    return only;
}

static inline bool lp_is_empty(const Lp *lp, size_t equation)
{
    for (size_t j = 0; j < lp->n; j++)
        if (lp->a[equation][j] != 0)
            return false;
    return true;
}

/* Put in what one equation tells by itself. Returns whether there was one. */
static inline bool lp_tell(Lp *lp, size_t *index)
{
    for (size_t i = 0; i < lp->m; i++) {
        size_t only = lp_only_unknown(lp, i);
        if (only == SIZE_MAX)
            continue;
        double value = lp->b[i] / lp->a[i][only];
        for (size_t k = 0; k < lp->m; k++) {
            lp->b[k] -= lp->a[k][only] * value;
            lp->a[k][only] = 0;
        }
        index[only] = SIZE_MAX;
        return true;
    }
    return false;
}

/* Put in what single equations tell and drop what became empty, so that only what is unknown remains. Returns the new
 * index of each unknown, SIZE_MAX for those that are known.
 * Returns: yours (free with g_free). */
static inline size_t *lp_settle(Lp *lp)
{
    size_t *index = g_new0(size_t, lp->n);
    while (lp_tell(lp, index))
        continue;
    size_t n = 0, m = 0;
    for (size_t j = 0; j < lp->n; j++)
        if (index[j] != SIZE_MAX)
            index[j] = n++;
    for (size_t i = 0; i < lp->m; i++) {
        if (lp_is_empty(lp, i))
            continue;
        for (size_t j = 0; j < lp->n; j++)
            if (index[j] != SIZE_MAX)
                lp->a[m][index[j]] = lp->a[i][j];
        lp->b[m++] = lp->b[i];
    }
    lp->n = n;
    lp->m = m;
    return index;
}

static inline void lp_pivot(Lp *lp, double *goal, double *worth, size_t *basis, size_t row,
                            size_t column)
{
    double pivot = lp->a[row][column];
    for (size_t j = 0; j < lp->n; j++)
        lp->a[row][j] /= pivot;
    lp->b[row] /= pivot;
    for (size_t i = 0; i < lp->m; i++) {
        double times = lp->a[i][column];
        if (i == row || times == 0)
            continue;
        for (size_t j = 0; j < lp->n; j++)
            lp->a[i][j] -= times * lp->a[row][j];
        lp->b[i] -= times * lp->b[row];
    }
    double times = goal[column];
    for (size_t j = 0; j < lp->n; j++)
        goal[j] -= times * lp->a[row][j];
    *worth += times * lp->b[row];
    basis[row] = column;
}

/* The equation that leaves first when an unknown grows; SIZE_MAX when none does. */
static inline size_t lp_leaving(const Lp *lp, const size_t *basis, size_t column)
{
    size_t row = SIZE_MAX;
    double least = (double)INFINITY;
    for (size_t i = 0; i < lp->m; i++) {
        if (lp->a[i][column] < 1e-9)
            continue;
        double ratio = lp->b[i] / lp->a[i][column];
        bool is_tie = row != SIZE_MAX && ratio < least + 1e-9 && basis[i] < basis[row];
        if (ratio < least - 1e-9 || is_tie) {
            least = MIN(ratio, least);
            row = i;
        }
    }
    return row;
}

/* Maximise goal over x >= 0 from a feasible basis; Bland's rule. INFINITY when unbounded. */
static inline double lp_climb(Lp *lp, double *goal, double worth, size_t *basis, size_t n_usable)
{
    for (unsigned step = 0; step < 5000; step++) {
        size_t column = SIZE_MAX;
        for (size_t j = 0; j < n_usable && column == SIZE_MAX; j++)
            column = goal[j] > 1e-9 ? j : SIZE_MAX;
        if (column == SIZE_MAX)
            return worth;
        size_t row = lp_leaving(lp, basis, column);
        if (row == SIZE_MAX)
            return (double)INFINITY;
        lp_pivot(lp, goal, &worth, basis, row, column);
    }
    g_error("the linear programme does not end");
}

/* The largest (sign 1) or smallest (sign -1) value of an unknown; NAN when nothing agrees with the equations. */
static inline double lp_extreme(const Lp *given, size_t unknown, double sign)
{
    g_autofree Lp *lp = g_memdup2(given, sizeof *given);
    size_t basis[LP_ROWS], n = lp->n;
    double goal[LP_UNKNOWNS + LP_ROWS + 1] = {0};
    g_assert_cmpuint(n + lp->m, <=, LP_UNKNOWNS);
    for (size_t i = 0; i < lp->m; i++) {
        if (lp->b[i] < 0) {
            lp->b[i] = -lp->b[i];
            for (size_t j = 0; j < n; j++)
                lp->a[i][j] = -lp->a[i][j];
        }
        for (size_t k = 0; k < lp->m; k++)
            lp->a[i][n + k] = i == k;
        basis[i] = n + i;
    }
    lp->n = n + lp->m;
    double worth = 0;
    for (size_t i = 0; i < lp->m; i++) {
        worth -= lp->b[i];
        for (size_t j = 0; j < n; j++)
            goal[j] += lp->a[i][j];
    }
    if (lp_climb(lp, goal, worth, basis, n) < -1e-6)
        return (double)NAN;
    for (size_t j = 0; j < lp->n; j++)
        goal[j] = 0;
    goal[unknown] = sign;
    worth = 0;
    for (size_t i = 0; i < lp->m; i++) {
        double times = goal[basis[i]];
        if (times == 0)
            continue;
        for (size_t j = 0; j < lp->n; j++)
            goal[j] -= times * lp->a[i][j];
        worth += times * lp->b[i];
    }
    return sign * lp_climb(lp, goal, worth, basis, n);
}
