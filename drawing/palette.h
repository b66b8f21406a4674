/* The colours of charts with their contrast, from notes on UK public-sector charts: no two meanings by colour alone. */
#pragma once

#include "drawing/picture.h"

/* Contrast of two colours, 1..21.   Threads: any (pure).   Source: WCAG 2.2, relative luminance and contrast ratio. */
double palette_contrast(Colour a, Colour b);

/* The fill of series i of n (n <= 4).   Threads: any (pure). */
Colour palette_series(unsigned i, unsigned n);

/* Black or white, whichever reads better (4.5:1) on a fill.   Threads: any (pure). */
Colour palette_text_on(Colour fill);

/* The plain colours. */
Colour palette_black(void);
Colour palette_white(void);
Colour
palette_rule(void); /* #BFBFBF: lines behind bars, the only mark that may be fainter than 3:1 */
Colour palette_grid(void);    /* #595959 */
Colour palette_outline(void); /* #3D3D3D */
