#!/usr/bin/env bash
# Whatever the four programs make is its user's alone, also where the shell's own mask closes nothing.
set -euo pipefail
bin=$SOUNDINGS_BUILD/bin
survey=$SOUNDINGS_SOURCE/tests/survey-server/journey.xml
id=short-journey
work=$(mktemp -d)
running=
finish() {
    [ -z "$running" ] || kill "$running" 2> /dev/null || true
    rm -rf "$work"
}
trap finish EXIT

fail() {
    echo "not ok: $1"
    for file in "$work"/server.out "$work"/server.err; do
        [ ! -s "$file" ] || tail -n 5 "$file" | cut -c 1-600
    done
    exit 1
}

# private WHAT: nothing in the place can be reached by others, and it holds something.
private() {
    local open
    open=$(find . -mindepth 1 -perm /077 -printf '%m %p\n')
    [ -z "$open" ] || fail "open to others after $1: $open"
    [ -n "$(find . -mindepth 1 -print -quit)" ] || fail "nothing was made by $1"
}

until_true() { # WHAT COMMAND...
    local what=$1
    shift
    for _ in $(seq 600); do
        ! "$@" > /dev/null 2>&1 || return 0
        sleep 0.1
    done
    fail "$what"
}

# One that staff's proxy has signed in.
staff_get() { curl -sSf -H 'X-Remote-User: ben' "$@"; }

# start MASK: a server on a free port; $url is its address. What it prints goes elsewhere: that file is the shell's.
start() {
    (
        umask "$1"
        exec "$bin/survey-server" --store st --port 0 --trusted-proxy 127.0.0.1 --user-header X-Remote-User "$survey"
    ) > "$work/server.out" 2> "$work/server.err" &
    running=$!
    until_true "the server does not start" grep -q '^Serving' "$work/server.out"
    url=$(sed -n '1s,^Serving \(.*\)/$,\1,p' "$work/server.out")
}

all_commands() { # MASK
    local made csrf
    umask "$1"
    "$bin/survey-response" simulate --survey "$survey" --count 60 --seed 5 > "$work/rows.csv"
    "$bin/survey-response" import --store st --survey "$survey" "$work/rows.csv" > "$work/out"
    private "import"
    "$bin/survey-server" user add ben --role administrator --store st > "$work/out"
    private "user add"

    # Beside a server, which has the side files of every database open, its socket and both keys.
    start "$1"
    staff_get "$url/staff/$id/print" > "$work/print.html"
    csrf=$(sed -n 's/.*name="csrf" value="\([^"]*\)".*/\1/p' "$work/print.html" | head -n 1)
    staff_get -H 'Sec-Fetch-Site: same-origin' --data-urlencode "csrf=$csrf" -d 'copies=2&batch=b-1&lang=en&size=14' \
        -o "$work/copies.pdf" "$url/staff/$id/print"
    for made in engine.db engine.db-wal engine.db-shm "$id.db" "$id.db-wal" "$id.db-shm" staff.key receipt.key lock socket; do
        [ -e "st/$made" ] || fail "the server has no $made"
    done
    private "a server that runs"

    "$bin/survey-response" import --store st --survey "$survey" --channel paper - \
        < <(cut -d, -f6- "$work/rows.csv") > "$work/out"
    "$bin/survey-response" erase --store st --survey $id --reference "$(sed -n 2p "$work/rows.csv" | cut -d, -f1)"
    "$bin/survey-response" export --store st --survey $id -o export.csv
    "$bin/survey-response" export --store st --survey $id -o export.csv
    "$bin/survey-response" backup --store st -o backups/monday
    "$bin/survey-response" check --store st > "$work/out"
    "$bin/survey-report" tables --store st --survey $id -o tables
    "$bin/survey-report" pack --store st --survey $id -o pack --by safe
    "$bin/survey-report" pack --store st --survey $id -o pack
    "$bin/survey-report" chart --store st --survey $id --question safe -o chart.svg
    "$bin/survey-report" chart --store st --survey $id --question safe -o chart.png
    "$bin/survey-form" codebook "$survey" -o codebook.csv
    "$bin/survey-form" paper "$survey" --serials 1-2 --batch b --receipts key -o paper.pdf
    for made in export.csv backups/monday/engine.db backups/monday/$id.db tables/manifest.csv pack/pack.pdf pack/charts \
        chart.svg chart.png codebook.csv paper.pdf key; do
        [ -e "$made" ] || fail "there is no $made"
    done
    private "the commands"

    kill "$running"
    wait "$running" || fail "the server did not end well"
    running=
    private "the server"
}

for mask in 000 022; do
    mkdir -m 755 "$work/$mask"
    cd "$work/$mask"
    all_commands $mask
    umask 022
done

# ---- Where something lay before

cd "$work"
mkdir -m 755 again
cd again
mkdir -m 755 empty
"$bin/survey-response" import --store empty --survey "$survey" "$work/rows.csv" > "$work/out" || fail "an empty directory is no store"
private "a store in an empty directory"
install -m 644 /dev/null export.csv
install -m 644 /dev/null codebook.csv
"$bin/survey-response" export --store empty --survey $id -o export.csv
"$bin/survey-form" codebook "$survey" -o codebook.csv
private "files that are replaced"

# ---- A preview's throw-away store

mkdir -m 755 "$work/tmp"
cd "$work/tmp"
TMPDIR=$work/tmp "$bin/survey-server" --preview --port 0 "$survey" > "$work/server.out" 2> "$work/server.err" &
running=$!
until_true "the preview does not start" grep -q '^Serving' "$work/server.out"
private "a preview"
kill "$running"
wait "$running" || fail "the preview did not end well"
running=

# ---- The directory that ./start makes; one that is there already is left to the programs, which say what to do

cd "$work"
make=$(grep '^mkdir ' "$SOUNDINGS_SOURCE/start") || fail "./start makes no directory"
mkdir -m 755 started started/old
for data in started/new started/old; do
    (umask 000 && eval "$make")
done
[ "$(stat -c '%a' started/new)" = 700 ] || fail "others can read what ./start makes"
[ "$(stat -c '%a' started/old)" = 755 ] || fail "./start changes a directory that was there"
