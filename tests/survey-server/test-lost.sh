#!/usr/bin/env bash
# A store that lost a file: every program says which and what to do, exits 1, and makes nothing in its place.
set -eu
bin=$SOUNDINGS_BUILD/bin
tree=$(mktemp -d)
running=
finish() {
    [ -z "$running" ] || kill "$running" 2>/dev/null || true
    wait
    rm -rf "$tree"
}
trap finish EXIT
cd "$tree"
failed=0
fail() {
    echo "not ok: $1"
    head -c 600 out err 2>/dev/null || true
    failed=1
}

# says STATUS WORDS COMMAND...: exit status, and words in what it prints on either stream.
says() {
    local status=$1 words=$2 got=0
    shift 2
    timeout 60 "$@" >out 2>err || got=$?
    [ "$got" = "$status" ] && grep -qF -- "$words" out err || fail "$*: exit $got, not $status, or without '$words'"
}

# Names and sizes of what lies in the store; readers leave side files that are empty, or say nothing.
listing() {
    find st -type f ! -name lock ! -name '*-shm' ! \( -name '*-wal' -empty \) -printf '%f %s\n' | sort
}

# start FILE...: a server on a free port; $url is its address.
start() {
    : >server.out
    "$bin/survey-server" --store st --port 0 "$@" >server.out 2>server.err &
    running=$!
    for _ in $(seq 300); do
        ! grep -q '^Serving' server.out || break
        sleep 0.1
    done
    url=$(sed -n '1s,^Serving \(.*\)/$,\1,p' server.out)
}

stop() {
    kill "$running"
    wait "$running" || fail "the server did not end well"
    running=
}

cp "$SOUNDINGS_SOURCE/tests/survey-server/journey.xml" "$SOUNDINGS_SOURCE/tests/data/store-survey.xml" .
for survey in journey store-survey; do
    "$bin/survey-response" simulate --survey $survey.xml --count 20 --seed 3 >$survey.csv
    "$bin/survey-response" import --store st --survey $survey.xml $survey.csv >out
done
reference=$(sed -n 2p store-survey.csv | cut -d, -f1)
cp -r st whole

# Every command about the survey that is lost.
commands_fail() { # WORDS
    says 1 "$1" "$bin/survey-response" import --store st --survey store-survey.xml store-survey.csv
    says 1 "$1" "$bin/survey-response" export --store st --survey store-survey
    says 1 "$1" "$bin/survey-response" check --store st
    says 1 "$1" "$bin/survey-response" backup --store st -o copy
    [ ! -e copy ] || fail "a copy that lacks a survey was kept"
    says 1 "$1" "$bin/survey-response" erase --store st --survey store-survey --reference "$reference"
    says 1 "$1" "$bin/survey-report" tables --store st --survey store-survey -o tables
    says 1 "$1" "$bin/survey-report" pack --store st --survey store-survey -o pack
    says 1 "$1" "$bin/survey-report" chart --store st --survey store-survey --question q01 -o chart.svg
}

# ---- The file of a survey

for how in missing empty; do
    rm -rf st && cp -r whole st
    if [ $how = missing ]; then rm st/store-survey.db; else : >st/store-survey.db; fi
    listing >before
    commands_fail "store-survey.db is $how"
    says 0 'reference,' "$bin/survey-response" export --store st --survey short-journey
    start journey.xml store-survey.xml
    [ "$(curl -s -o page -w '%{http_code}' "$url/store-survey/")" = 503 ] || fail "the lost survey is not 503"
    grep -q 'This survey is not here just now' page || fail "its page says something else"
    [ "$(curl -s -o page -w '%{http_code}' "$url/short-journey/")" = 200 ] || fail "the other survey is not served"
    [ "$(curl -s -o page -w '%{http_code}' "$url/healthz")" = 503 ] || fail "the health is not 503"
    grep -q '"status":"degraded".*"lost":\["store-survey"\]' page || fail "the health is not degraded: $(cat page)"
    grep -q "survey-lost.*store-survey.db is $how" server.err || fail "the log does not say it"
    commands_fail "store-survey.db is $how" # also beside a server
    stop
    listing >after
    cmp before after || fail "something was made in the place of what is lost"
done

# ---- The registry

for how in missing empty; do
    rm -rf st && cp -r whole st
    if [ $how = missing ]; then rm st/engine.db; else : >st/engine.db; fi
    listing >before
    says 1 "engine.db is $how, though the store has surveys (short-journey, store-survey)" "$bin/survey-server" --store st --port 0 journey.xml
    ! grep -q 'first administrator' out err || fail "a link for the first administrator was given"
    commands_fail "engine.db is $how"
    says 1 "engine.db is $how" "$bin/survey-server" user add mary --role keyer --store st
    says 1 "engine.db is $how" "$bin/survey-server" user list --store st
    listing >after
    cmp before after || fail "something was made in the place of engine.db"
done

# ---- What is new, or was put back, is as ever

rm -rf st && mkdir st
start journey.xml
grep -q 'to make the first administrator' server.out || fail "a new store gives no first link"
[ "$(curl -s -o page -w '%{http_code}' "$url/healthz")" = 200 ] || fail "the health of a new store"
stop
rm -rf st && cp -r whole st
says 0 'all is well' "$bin/survey-response" check --store st
exit $failed
