#!/bin/bash
# Paper forms from receipt to export through the pages of staff: simulated truth, two clerks with slips of their own, a third
# person who settles, a batch that closes. CLERKS_FORMS and CLERKS_SLIPS say how much of it; ./check also runs 1,000 and 50.
set -u
survey=$SOUNDINGS_SOURCE/forms/surveys/doncaster-safety-2017.xml
id=doncaster-safety-2017
bin=$SOUNDINGS_BUILD/bin
work=$(mktemp -d) || exit 1
server=
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null
    wait
    rm -rf "$work"
}
trap finish EXIT
cd "$work" || exit 1
fail() {
    echo "FAIL $1"
    tail -n 5 err 2>/dev/null
    exit 1
}

"$bin/survey-server" --store store --port 0 "$survey" >out 2>err &
server=$!
until grep '^Serving' out >/dev/null 2>&1; do
    kill -0 "$server" 2>/dev/null || fail "the server ended: $(cat err)"
    sleep 0.05
done
port=$(sed -n 's|^Serving http://127.0.0.1:\([0-9]*\)/$|\1|p' out)
for who in boss:administrator third:supervisor clerk-a:keyer clerk-b:keyer; do
    link=$("$bin/survey-server" user add "${who%%:*}" --role "${who##*:}" --store store) || fail "no account for $who"
    echo "${who%%:*} ${link##*link=}"
done >links
"$bin/survey-response" simulate --survey "$survey" --count "${CLERKS_FORMS:-40}" --seed 3 >truth.csv || fail "no truth"
"$bin/survey-form" codebook "$survey" -o codebook.csv || fail "no code book"
python3 "$SOUNDINGS_SOURCE/tests/clerks/two_clerks.py" "$port" $id codebook.csv truth.csv links "${CLERKS_SLIPS:-8}" wanted.csv ||
    fail "the clerks did not get through"
"$bin/survey-response" export --store store --survey $id -o export.csv || fail "no export"
[ "$(cut -d, -f3 export.csv | sort -u | tr '\n' ' ')" = "channel paper " ] || fail "not all of it came on paper"
cut -d, -f6- export.csv >got.csv
cmp got.csv wanted.csv || fail "the export is not what stands on the paper: $(diff got.csv wanted.csv | head -n 4)"
kill "$server" && wait "$server" || fail "the server did not stop cleanly"
server=
"$bin/survey-response" check --store store || fail "the store is not in order"
