# What readers of PDF files say of ours: qpdf finds no fault, poppler renders it in silence, it is tagged, titled and
# dated, fonts are inside, and locale and time zone change nothing.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
make() { # FILE, then variables
    env SOUNDINGS_PDF_OUT="$1" "${@:2}" "$SOUNDINGS_BUILD/tests/drawing-test-pdf" -p "/pdf/the same document gives the same bytes" >/dev/null
}
make "$work/one.pdf" LC_ALL=C TZ=UTC
make "$work/two.pdf" LC_ALL=C.UTF-8 LANGUAGE=ur:ar TZ=Asia/Karachi
cmp "$work/one.pdf" "$work/two.pdf"
qpdf --check "$work/one.pdf" >"$work/check"
grep -q 'No syntax or stream encoding errors' "$work/check"
pdfinfo "$work/one.pdf" >"$work/info"
grep -Eq '^Tagged: +yes' "$work/info"
grep -Eq '^Title: +Safety . survey \(2017\)|^Title: +Safety – survey' "$work/info"
pdfinfo -meta "$work/one.pdf" | grep 'dc:title' > /dev/null
pdfinfo -struct "$work/one.pdf" | grep 'Figure' > /dev/null
qpdf --qdf --object-streams=disable "$work/one.pdf" "$work/flat.pdf"
grep -aq 'First alternative\|/Alt' "$work/flat.pdf"
pdftoppm -r 40 -png "$work/one.pdf" "$work/page" 2>"$work/complaints"
test ! -s "$work/complaints"
if pdffonts "$work/one.pdf" | tail -n +3 | grep -vE ' yes +yes +yes '; then
    echo "a font is not embedded, subset and mapped to Unicode" >&2
    exit 1
fi
pdftotext "$work/one.pdf" - | grep 'Most or all of the time' > /dev/null
pdftotext "$work/one.pdf" - | grep 'Simulated responses: not real answers.' > /dev/null
if pdftotext "$work/one.pdf" - | grep -c 'Head of the picture' | grep -qv '^1$'; then
    echo "what stands above the body of a picture is left out of the first figure only" >&2
    exit 1
fi
