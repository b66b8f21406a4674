#!/usr/bin/env bash
# A survey that runs: while eight residents answer, files are imported, a response is erased, a colleague is added, dates are
# changed, a version and a new survey come. All of it is seen without a restart, and every response is counted exactly once.
set -euo pipefail
server=$SOUNDINGS_BUILD/bin/survey-server
response=$SOUNDINGS_BUILD/bin/survey-response
here=$SOUNDINGS_SOURCE/tests/survey-server
work=$(mktemp -d)
running=
submitters=
finish() {
    [ -z "$submitters" ] || kill "$submitters" 2> /dev/null || true
    [ -z "$running" ] || kill "$running" 2> /dev/null || true
    rm -rf "$work"
}
trap finish EXIT
cd "$work"

fail() {
    echo "not ok: $1"
    for file in server.err submitters.out out err; do
        [ ! -s "$file" ] || tail -n 5 "$file" | cut -c 1-600 | sed "s/^/$file: /"
    done
    exit 1
}

# until_true WHAT COMMAND...: wait until it holds, at most a minute.
until_true() {
    local what=$1
    shift
    for _ in $(seq 600); do
        ! "$@" > /dev/null 2>&1 || return 0
        sleep 0.1
    done
    fail "$what"
}

# start FILE...: a server on a free port; $url is its address.
start() {
    : > server.out
    "$server" --store st --port 0 "$@" > server.out 2>> server.err &
    running=$!
    until_true "the server does not start" grep -q '^Serving' server.out
    url=$(sed -n '1s,^Serving \(.*\)/$,\1,p' server.out)
}

stop() {
    kill "$running"
    wait "$running" || fail "the server did not end well"
    running=
}

cp "$here/journey.xml" journey.xml
"$response" simulate --survey journey.xml --count 4000 --seed 7 | sed 's/,simulated,/,paper,/' > first.csv
"$response" simulate --survey journey.xml --count 3000 --seed 8 | sed 's/,simulated,/,paper,/' > second.csv
{ head -n 2000 second.csv && echo "X-1,2026-01-01,paper,en,1,9,,0,0,0,"; } > wrong.csv
start journey.xml
until_true "no link for the first administrator" grep -q '^Staff: ' server.out
welcome=$(sed -n 's,^Staff: open \([^ ]*\) .*,\1,p' server.out)

# ---- Imports and an erasure while eight residents answer

python3 "$here/running.py" submit "$url/short-journey" 8 > submitters.out 2>&1 &
submitters=$!
has_sent() { [ "$(grep -c '^sent ' submitters.out)" -ge "$1" ]; }
until_true "nobody answers" has_sent 16
"$response" import --store st --survey journey.xml first.csv > out 2> err || fail "the import was not taken"
grep -qx "4000 responses imported into 'short-journey'" out || fail "what the import says"
[ ! -s err ] || fail "the import complains"
status=0
"$response" import --store st --survey journey.xml wrong.csv > out 2> err || status=$?
[ "$status" = 1 ] && grep -q 'nothing was imported' err || fail "a wrong file was taken"
first=0 second=0
"$response" import --store st --survey journey.xml - < second.csv > out 2> err & # a second client at once
other=$!
"$response" import --store st --survey journey.xml second.csv > out2 2> err2 || first=$?
wait "$other" || second=$?
[ $((first + second)) = 1 ] || fail "of two imports of the same references one is taken: $first $second"
gone=$(sed -n 's/^sent //p' submitters.out | head -n 1)
"$response" erase --store st --survey short-journey --reference "$gone" > out 2> err || fail "nothing was erased"
sent_before=$(grep -c '^sent ' submitters.out)
until_true "nobody answers after the imports" has_sent $((sent_before + 16))

# ---- A colleague, dates, a version and a new survey, all while they answer

"$server" user add mary.jones --role keyer --store st > out 2> err || fail "no account was added"
grep -q "^$url/staff/welcome?link=" out || fail "the link is not that of the server that runs"
[ "$(curl -s -o page.html -w '%{http_code}' "$(cat out)")" = 200 ] || fail "the link of a new account"
grep -q 'mary.jones' page.html || fail "the link is somebody else's"
status=0
"$server" user add mary.jones --role keyer --store st > out 2> err || status=$?
[ "$status" = 1 ] && grep -q "there is an account 'mary.jones' already" err || fail "an account came twice"

etag() { curl -s -o /dev/null -D - "$url/short-journey/paper.pdf" | sed -n 's/^ETag: //p'; }
paper=$(etag)
sed 's/id="short-journey" version="1"/id="new-journey" version="1"/' journey.xml > new.xml
python3 "$here/running.py" staff "$welcome" short-journey "31 January 2099" new.xml > out 2> err || fail "staff's pages"
curl -s "$url/short-journey/" | grep -q 'You can answer until the end of 31 January 2099\.' || fail "the date is not shown"
curl -s "$url/" | grep -q 'Closes at the end of 31 January 2099\.' || fail "the date is not on the home page"
[ "$(etag)" != "$paper" ] || fail "the paper form has the old date"
curl -s "$url/" | grep -q '/new-journey/' || fail "the new survey is not on the site"
python3 "$here/running.py" submit "$url/new-journey" 1 1 > new.out 2>&1 || fail "the new survey takes no answers"

sed -e 's/id="short-journey" version="1"/id="short-journey" version="2"/' -e 's/How safe do you feel?/How safe is it?/' \
    journey.xml > version-2.xml
head -n 1 first.csv | sed 's/$/\n/' > none.csv
"$response" import --store st --survey version-2.xml none.csv > out 2> err || fail "the next version was not taken"
curl -s "$url/short-journey/p_safe" | grep -q 'How safe is it?' || fail "the next version is not served"
sent_before=$(grep -c '^sent ' submitters.out)
until_true "nobody answers the next version" has_sent $((sent_before + 8))

# ---- Every response once

kill "$submitters"
wait "$submitters" || fail "the residents did not end well"
submitters=
! grep -v '^sent \|^busy' submitters.out > out || fail "what residents were told"
"$response" export --store st --survey short-journey -o all.csv || fail "the export"
python3 - "$gone" << 'END' || fail "what is counted"
import csv, sys
rows = list(csv.DictReader(open("all.csv", newline="")))
sent = [line.split()[1] for line in open("submitters.out") if line.startswith("sent ")]
imported = [row["reference"] for name in ("first.csv", "second.csv") for row in csv.DictReader(open(name, newline=""))]
wanted = set(sent + imported) - {sys.argv[1]}
found = [row["reference"] for row in rows]
assert len(sent) == len(set(sent)) and sys.argv[1] in sent
assert len(found) == len(set(found)), "counted twice"
assert set(found) == wanted, (len(found), len(wanted), sorted(wanted - set(found))[:3], sorted(set(found) - wanted)[:3])
assert {row["channel"] for row in rows} == {"web", "paper"} and {row["version"] for row in rows} == {"1", "2"}
END
"$response" check --store st > out || fail "the store is not well"

# ---- And after a restart; the socket is gone with its server, and one that was left behind is in nobody's way

stop
[ ! -e st/socket ] || fail "a socket is left"
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("st/socket")'
"$server" user disable mary.jones --store st > out 2> err || fail "a socket that was left behind is in the way"
start journey.xml
curl -s "$url/short-journey/" | grep -q '31 January 2099' || fail "the date is forgotten"
curl -s "$url/short-journey/p_safe" | grep -q 'How safe is it?' || fail "the next version is forgotten"
curl -s "$url/" | grep -q '/new-journey/' || fail "the new survey is forgotten"
grep -q definition-not-used server.err || fail "the log does not say that a newer version is served"
"$server" user enable mary.jones --store st > out 2> err || fail "the new socket"

# ---- A server that is killed leaves a store that commands can write to

kill -9 "$running"
wait "$running" 2> /dev/null || true
running=
"$response" erase --store st --survey short-journey --reference "$(sed -n 's/^sent //p' submitters.out | tail -n 1)" \
    > out 2> err || fail "a killed server is in the way"
! grep -q no-paper-form server.err || fail "paper forms are missing"

# ---- Without the fonts there are no paper forms, and everything else

fonts=$(dirname "$(fc-list : file | sed -n 's,^\(.*/NotoSans-Regular\.[a-z]*\):.*,\1,p' | head -n 1)")
if unshare -rm true 2> /dev/null; then
    unshare -rm sh -c 'mount -t tmpfs none "$1" && shift && exec "$@"' sh "$fonts" \
        "$server" --store st --port 0 journey.xml > bare.out 2> bare.err &
    running=$!
    until_true "a server without fonts does not start" grep -q '^Serving' bare.out
    url=$(sed -n '1s,^Serving \(.*\)/$,\1,p' bare.out)
    curl -s "$url/short-journey/" > page.html
    grep -q 'Start now' page.html || fail "without fonts nothing is served"
    ! grep -q paper.pdf page.html || fail "a link to a paper form that is not there"
    [ "$(curl -s -o /dev/null -w '%{http_code}' "$url/short-journey/paper.pdf")" = 404 ] || fail "a paper form without fonts"
    grep -q '"no-paper-form".*install the package fonts-noto-core' bare.err || fail "the log does not say what is missing"
    stop
fi
echo ok
