#!/usr/bin/env bash
# A store or a key that others can reach is refused by every program with the command that mends it, unless --allow-shared.
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
cd "$work"

fail() {
    echo "not ok: $1"
    for file in out err server.out server.err; do
        [ ! -s $file ] || tail -n 5 $file | cut -c 1-600 | sed "s/^/$file: /"
    done
    exit 1
}

# refused WHAT COMMAND...: it is, and the message has a command, which then stands in the file `mend`.
refused() {
    local what=$1 status=0
    shift
    "$@" > out 2> err || status=$?
    [ $status = 1 ] || fail "$what: exit $status"
    [ ! -s out ] || fail "$what: something on standard output"
    sed -n 's/.*: run \(chmod .*\), or give --allow-shared if that is meant$/\1/p' err > mend
    [ -s mend ] || fail "$what: no command in the message"
}

says() { # WHAT PATTERN FILE
    grep -q -- "$2" "$3" || fail "$1: no '$2'"
}

# mended WHAT COMMAND...: the very command of the message mends it.
mended() {
    local what=$1
    shift
    sh -e mend || fail "$what: what the message says does not run"
    "$@" > out 2> err || fail "$what: not mended by: $(cat mend)"
    [ ! -s err ] || fail "$what: something on standard error"
}

export_it() { "$bin/survey-response" export --store "$@" --survey $id; }

"$bin/survey-response" simulate --survey "$survey" --count 5 --seed 5 > rows.csv
"$bin/survey-response" import --store st --survey "$survey" rows.csv > out
head -c 32 /dev/urandom > st/staff.key
chmod 600 st/staff.key
"$bin/survey-form" paper "$survey" --serials 1 --batch b --receipts st/receipt.key -o paper.pdf

# ---- Each thing that can be open, and what is said of it

while read -r mode path; do
    chmod "$mode" "$path"
    refused "$path $mode" export_it st
    says "$path" "the store st is open to other users of this machine ($path is 0$mode): run chmod -R go= st, or" err
    mended "$path $mode" export_it st
done << 'END'
755 st
750 st
711 st
644 st/engine.db
640 st/short-journey.db
604 st/short-journey.db
640 st/staff.key
644 st/receipt.key
END
touch st/short-journey.db-wal st/short-journey.db-shm
for side in wal shm; do
    chmod 644 st/short-journey.db-$side
    refused "-$side" export_it st
    says "-$side" "(st/short-journey.db-$side is 0644)" err
    mended "-$side" export_it st
done

# ---- Every command of every program, a server too

commands=(
    "survey-response import --store st --survey $survey rows.csv"
    "survey-response export --store st --survey $id"
    "survey-response check --store st"
    "survey-response backup --store st -o copy"
    "survey-response erase --store st --survey $id --reference R-1"
    "survey-report tables --store st --survey $id"
    "survey-report pack --store st --survey $id -o pack"
    "survey-report chart --store st --survey $id --question safe -o chart.svg"
    "survey-server --store st --port 0 $survey"
    "survey-server user add ben --role keyer --store st"
    "survey-server user list --store st"
    "survey-server user disable ben --store st"
    "survey-server user enable ben --store st"
    "survey-server user reset ben --store st"
)
chmod 755 st
for words in "${commands[@]}"; do
    # shellcheck disable=SC2086
    refused "$words" "$bin/"$words
    says "$words" 'run chmod -R go= st,' err
done
[ ! -e copy ] && [ ! -e pack ] && [ ! -e chart.svg ] || fail "a refused command wrote something"
for words in "${commands[@]}"; do
    # shellcheck disable=SC2086
    "$bin/"$words --help > out
    says "$words --help" '--allow-shared' out
done
"$bin/survey-response" simulate --help > out
! grep -q -- --allow-shared out || fail "a command without a store takes --allow-shared"

# ---- When it is meant: the results are undisturbed, a warning stands beside them; it can stand in a file

export_it st --allow-shared > out 2> err || fail "--allow-shared"
cmp -s out rows.csv || fail "--allow-shared disturbs the export"
[ "$(cat err)" = 'survey-response: warning: the store st is open to other users of this machine (st is 0755)' ] ||
    fail "the warning"
printf '[survey-response]\nallow-shared=true\n' > config
export_it st --config config > out 2> err || fail "allow-shared in a file"
cmp -s out rows.csv || fail "allow-shared in a file disturbs the export"

# ---- A server logs it, and does the errands of commands; one that reads opens the store itself

"$bin/survey-server" --store st --port 0 --allow-shared "$survey" > server.out 2> server.err &
running=$!
for _ in $(seq 600); do
    ! grep -q '^Serving' server.out || break
    sleep 0.1
done
says "the log" '"event":"shared-store","detail":"the store st is open to other users of this machine (st is 0755)"' server.err
[ "$(grep -c shared-store server.err)" = 1 ] || fail "the log says it more than once"
"$bin/survey-server" user add eve --role keyer --store st > out 2> err || fail "an errand"
says "the link of an errand" '/staff/welcome?link=' out
refused "an export beside the server" export_it st
mended "beside the server" export_it st
"$bin/survey-server" user reset eve --store st > out 2> err || fail "an errand after it"
kill $running
wait $running || fail "the server did not end well"
running=

# ---- A name that a shell would take apart; links; a directory of other things

strange="-it's \$HOME; a store"
mv st "./$strange"
chmod 755 "./$strange"
refused "a strange name" export_it "./$strange"
mended "a strange name" export_it "./$strange"
refused_name() { "$bin/survey-response" export "--store=$strange" --survey $id; }
chmod 755 "./$strange"
refused "a name like an option" refused_name
mended "a name like an option" refused_name
mv "./$strange" st

ln -s st link
chmod 755 st
refused "a link to a store" export_it link
mended "a link to a store" export_it link
[ "$(stat -c %a st)" = 700 ] || fail "the link was closed, and not the store"
mkdir -m 700 elsewhere
mv st/$id.db elsewhere/
ln -s ../elsewhere/$id.db st/$id.db
chmod 755 st
chmod 644 elsewhere/$id.db
refused "a link in a store" export_it st
says "a link in a store" "run chmod -R go= st st/$id.db, or" err
mended "a link in a store" export_it st
rm st/$id.db
mv elsewhere/$id.db st/

mkdir -m 755 full
echo keep > full/letter.txt
refused "a directory of other things" "$bin/survey-response" import --store full --survey "$survey" rows.csv
says "a directory of other things" 'run chmod go= full, or' err
[ "$(ls full)" = letter.txt ] || fail "something was put into a directory of other things"
mended "a directory of other things" "$bin/survey-response" import --store full --survey "$survey" rows.csv
[ "$(stat -c %a full/letter.txt)" = 644 ] || fail "other things were closed"

# ---- The file of a key on its own

paper() { "$bin/survey-form" paper "$survey" --serials 1 --batch b "$@"; }
cp st/receipt.key key
chmod 644 key
refused "a key" paper --receipts key
says "a key" 'the key key is open to other users of this machine (key is 0644): run chmod go= key, or' err
paper --receipts key --allow-shared > out 2> err || fail "a key with --allow-shared"
[ "$(cat err)" = 'survey-form: warning: the key key is open to other users of this machine (key is 0644)' ] ||
    fail "the warning of a key"
refused "a key" paper --receipts key
mended "a key" paper --receipts key
