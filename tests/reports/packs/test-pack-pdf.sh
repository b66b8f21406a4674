# The PDF of a pack, as readers of PDF files see it: clean, tagged, with language, alternatives and header scopes, every
# question in order with its base and table, fonts inside, marked as simulated on every page, the same bytes in another
# locale and time zone.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bin="$SOUNDINGS_BUILD/bin"
survey="$SOUNDINGS_SOURCE/forms/surveys/doncaster-safety-2017.xml"
"$bin/survey-response" simulate --survey "$survey" --count 300 --seed 7 >"$work/answers.csv"
"$bin/survey-response" import --store "$work/store" --survey "$survey" "$work/answers.csv" 2>/dev/null
pack() { # DIR, then variables
    env "${@:2}" "$bin/survey-report" pack --store "$work/store" --survey doncaster-safety-2017 -o "$1" 2>/dev/null
}
pack "$work/one" LC_ALL=C TZ=UTC
pack "$work/two" LC_ALL=C.UTF-8 LANGUAGE=ur TZ=Pacific/Auckland
cmp "$work/one/pack.pdf" "$work/two/pack.pdf"
pdf="$work/one/pack.pdf"

qpdf --check "$pdf" | grep 'No syntax or stream encoding errors' > /dev/null
pdfinfo "$pdf" >"$work/info"
grep -Eq '^Tagged: +yes' "$work/info"
grep -Eq '^Title: +[A-Z]' "$work/info"
pdftoppm -r 30 -png "$pdf" "$work/page" 2>"$work/complaints"
test ! -s "$work/complaints"
if pdffonts "$pdf" | tail -n +3 | grep -vE ' yes +yes +yes '; then
    echo "a font is not embedded, subset and mapped to Unicode" >&2
    exit 1
fi

# Structure: as many alternatives as figures; every header has its scope; the language is said.
qpdf --json --json-key=qpdf "$pdf" >"$work/json"
python3 - "$work/json" <<'PY'
import json, sys
objects = [o["value"] for o in json.load(open(sys.argv[1]))["qpdf"][1].values() if "value" in o]
parts = [o for o in objects if isinstance(o, dict) and o.get("/Type") == "/StructElem"]
def of(kind):
    return [p for p in parts if p.get("/S") == kind]
assert len(of("/Figure")) >= 15, len(of("/Figure"))
for figure in of("/Figure"):
    assert 40 <= len(figure["/Alt"][2:]) <= 300, figure.get("/Alt")
for header in of("/TH"):
    assert header["/A"]["/O"] == "/Table" and header["/A"]["/Scope"] in ("/Column", "/Row")
catalog = [o for o in objects if isinstance(o, dict) and o.get("/Type") == "/Catalog"][0]
assert catalog["/Lang"] == "u:en-GB" and catalog["/ViewerPreferences"]["/DisplayDocTitle"] is True
outline = [o for o in objects if isinstance(o, dict) and "/Title" in o and "/Dest" in o]
assert len(outline) >= 22, len(outline)
PY

# Words: questions in their order, each with its base; the mark on every page.
pdftotext -layout "$pdf" "$work/words"
python3 - "$work/words" <<'PY'
import re, sys
pages = open(sys.argv[1], encoding="utf-8").read().split("\f")[:-1]
assert all("Simulated responses: not real answers" in p for p in pages)
assert all(re.search(r"Page\s+%d\b" % (i + 1), p) for i, p in enumerate(pages))
text = "\n".join(pages)
numbers = [int(n) for n in re.findall(r"^ *(\d+)\. \S.*\n(?:.*\n){1,8}? *The question: ", text, re.M)]
assert numbers == sorted(numbers) and set(range(1, 23)) <= set(numbers), numbers
assert text.count("Base: ") >= 15 and text.count("Asked: ") >= 22
assert "\u00b1" not in text and "confidence" not in text
PY
