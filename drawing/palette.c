#include "drawing/palette.h"
#include <math.h>

#include "base/banned.h"

static Colour from_hex(unsigned rgb)
{
    return (Colour){.r = ((rgb >> 16) & 0xff) / 255.0,
                    .g = ((rgb >> 8) & 0xff) / 255.0,
                    .b = (rgb & 0xff) / 255.0};
}

static double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4);
}

static double luminance(Colour colour)
{
    return 0.2126 * linear(colour.r) + 0.7152 * linear(colour.g) + 0.0722 * linear(colour.b);
}

double palette_contrast(Colour a, Colour b)
{
    double first = luminance(a) + 0.05;
    double second = luminance(b) + 0.05;
    return first > second ? first / second : second / first;
}

Colour palette_series(unsigned i, unsigned n)
{
    /* Neighbours are at least 3:1 apart, so that segments differ in grey too. */
    static const unsigned one_or_two[] = {0x12436D, 0xF46A25};
    static const unsigned up_to_four[] = {0x12436D, 0x28A197, 0x801650, 0xF46A25};
    g_assert(n >= 1 && n <= G_N_ELEMENTS(up_to_four) && i < n);
    return from_hex(n <= 2 ? one_or_two[i] : up_to_four[i]);
}

Colour palette_text_on(Colour fill)
{
    double on_white = palette_contrast(fill, palette_white());
    return on_white >= palette_contrast(fill, palette_black()) ? palette_white() : palette_black();
}

Colour palette_black(void)
{
    return from_hex(0x0B0C0C);
}

Colour palette_white(void)
{
    return from_hex(0xFFFFFF);
}

Colour palette_rule(void)
{
    return from_hex(0xBFBFBF);
}

Colour palette_grid(void)
{
    return from_hex(0x595959);
}

Colour palette_outline(void)
{
    return from_hex(0x3D3D3D);
}
