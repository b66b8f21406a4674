#!/usr/bin/env bash
# A pack end to end: what is in it, that it is the same bytes anywhere, that a failure leaves nothing.
set -euo pipefail
report=$SOUNDINGS_BUILD/bin/survey-report
response=$SOUNDINGS_BUILD/bin/survey-response
definition=$SOUNDINGS_SOURCE/forms/surveys/doncaster-safety-2017.xml
id=doncaster-safety-2017
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fail() {
    echo "not ok: $1"
    exit 1
}

"$response" simulate --survey "$definition" --count 500 --seed 2 \
    --shape "$SOUNDINGS_SOURCE/tests/data/doncaster-shape.csv" > answers.csv
"$response" import --store store --survey "$definition" --channel simulated answers.csv > /dev/null

# The same bytes, twice, in another language's locale and another time zone.
"$report" pack --store store --survey $id -o one
LC_ALL=C TZ=Pacific/Auckland "$report" pack --store store --survey $id -o two
LC_ALL=cy_GB.UTF-8 LANG=de_DE.UTF-8 TZ=America/New_York "$report" pack --store store --survey $id -o three
diff -r one two || fail "another time zone gives other bytes"
diff -r one three || fail "another locale gives other bytes"

# Everything that docs/formats.md 6 names, and a manifest that tells the truth about it.
for file in pack.pdf index.html manifest.csv charts/q01.svg charts/q01.png tables/q01.csv tables/q01.by.q14.csv; do
    [ -s "one/$file" ] || fail "$file is missing"
done
python3 - one <<'END'
import csv, hashlib, os, re, sys
root = sys.argv[1]
listed = set()
for row in csv.DictReader(open(os.path.join(root, "manifest.csv"), newline="")):
    listed.add(row["file"])
    data = open(os.path.join(root, row["file"]), "rb").read()
    assert hashlib.sha256(data).hexdigest() == row["sha256"], row["file"]
    if row["kind"] == "chart":
        assert len(row["title"].split()) <= 15, row["title"]
        assert 40 <= len(row["alt"]) <= 300, (row["file"], len(row["alt"]))
        assert row["base"], row["file"]
    if row["kind"] != "style" and not row["file"].endswith((".png", ".pdf")):
        assert b"Simulated" in data, row["file"] + " does not say that it is simulated"
found = {os.path.relpath(os.path.join(d, f), root) for d, _, files in os.walk(root) for f in files}
assert found - listed == {"manifest.csv"}, found ^ listed
page = open(os.path.join(root, "index.html"), encoding="utf-8").read()
assert not re.search(r'(src|href)="(https?:)?//', page), "the page loads something from elsewhere"
assert " style=" not in page and "<script" not in page
assert page.count("<h1") == 1 and "<caption>" in page and 'scope="row"' in page
for said in ("resident", "people in Doncaster", "±", "margin of error is", "significan"):
    assert said not in page, said
assert "respondents chose themselves" in page
# The figures of a text alternative are those of its table.
for row in csv.DictReader(open(os.path.join(root, "manifest.csv"), newline="")):
    if row["kind"] != "chart" or not row["file"].endswith(".svg"):
        continue
    shown = {r["shown"] for r in csv.DictReader(open(os.path.join(root, "tables", row["variable"] + ".csv"), newline=""))}
    for figure in re.findall(r"\d+%", row["alt"]):
        assert figure in shown, (row["file"], figure)
END

# The strategy's headlines.
for words in "Safe most or all of the time: 69%" "Most mentioned: Town centre," "most often 9pm to 6am," \
    "Most mentioned: Anti-social behaviour,"; do
    grep -q "^charts/q0[1-4].svg,.*$words" one/manifest.csv || fail "no title says: $words"
done

# A failure leaves nothing, and does not touch what is not ours.
mkdir theirs && echo keep > theirs/letter.txt
if "$report" pack --store store --survey $id -o theirs 2> error; then fail "a directory of somebody else was taken"; fi
[ "$(cat theirs/letter.txt)" = keep ] || fail "somebody's letter is gone"
if "$report" pack --store store --survey $id -o four --by nothing 2> error; then fail "an unknown --by passed"; fi
grep -q "no question of that name" error || fail "the message of an unknown --by"
status=0
"$report" pack --store store --survey $id -o four --date 31/03/2017 2> error || status=$?
[ $status = 2 ] && grep -q "2017-03-31" error || fail "the message of a wrong date"
[ -z "$(find . -maxdepth 1 -name 'four*')" ] || fail "something is left of a failed pack"
"$report" pack --store store --survey $id -o one --date 2017-03-31 --by q16
grep -q "31 March 2017" one/index.html || fail "the date that was asked for"
[ -s one/tables/q05.by.q16.csv ] || fail "the breakdown that was asked for"

# Words of a definition that a spreadsheet would run.
sed 's/id="doncaster-safety-2017"/id="runs"/; s/>All of the time</>=All of the time</' "$definition" > runs.xml
"$response" import --store runs --survey runs.xml --channel simulated answers.csv > /dev/null 2>&1
"$report" tables --store runs --survey runs -o guarded
"$report" tables --store runs --survey runs --raw -o raw
grep -q "^q01,1,'=All of the time," guarded/tables/q01.csv || fail "a label runs"
grep -q "^q01,1,=All of the time," raw/tables/q01.csv || fail "a raw label is not as it is"
"$report" tables --store runs --survey runs > printed
grep -q "^q01,1,'=All of the time," printed || fail "a printed label runs"
"$report" tables --store runs --survey runs --raw > printed
grep -q "^q01,1,=All of the time," printed || fail "a raw printed label is not as it is"
"$report" pack --store runs --survey runs -o pack
diff -r guarded/tables pack/tables || fail "the tables of a pack are others"

# One chart, in each format.
for format in svg png pdf; do
    "$report" chart --store store --survey $id --question q01 -o chart.$format
    [ -s chart.$format ] || fail "chart.$format"
done
if "$report" chart --store store --survey $id --question q99 -o chart.svg 2> error; then fail "an unknown question passed"; fi
grep -q "no question or row 'q99'" error || fail "the message of an unknown question"
echo ok
