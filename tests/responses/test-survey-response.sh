#!/bin/bash
# survey-response from outside: what it prints where, and its exit codes.
set -u
program=$SOUNDINGS_BUILD/bin/survey-response
survey=$SOUNDINGS_SOURCE/tests/data/store-survey.xml
work=$(mktemp -d) || exit 1
server=
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null
    wait
    rm -rf "$work"
}
trap finish EXIT
cd "$work" || exit 1
failures=0
fail() {
    echo "FAIL $1"
    failures=$((failures + 1))
}
expect() { # DESCRIPTION WANTED-CODE COMMAND...
    local what=$1 wanted=$2
    shift 2
    "$@" >out 2>err
    local rc=$?
    [ $rc -eq "$wanted" ] || fail "$what: exit code $rc, not $wanted: $(head -c 400 out err)"
    [ $rc -eq 0 ] || grep -q '^survey-response: ' err || fail "$what: no message on standard error"
}
holds() { # FILE PATTERN
    grep -Eq -- "$2" "$1" || fail "no line '$2' in $1: $(head -c 600 "$1")"
}
same() { # A B
    cmp -s "$1" "$2" || fail "$1 and $2 differ"
}
empty() { # FILE
    [ ! -s "$1" ] || fail "$1 is not empty: $(head -c 300 "$1")"
}

# ---- In and out
expect 'simulate' 0 "$program" simulate --survey "$survey" --count 40 --seed 5
mv out simulated.csv
[ "$(head -n 1 simulated.csv | cut -d, -f1-6)" = reference,submitted,channel,language,version,q01 ] || fail 'the header'
expect 'simulate again' 0 "$program" simulate --survey "$survey" --count 40 --seed 5
same out simulated.csv
expect 'import' 0 "$program" import --store st --survey "$survey" simulated.csv
holds out "^40 responses imported into 'store-survey'$"
empty err
expect 'export' 0 "$program" export --store st --survey store-survey
same out simulated.csv
empty err
expect 'export to a file' 0 "$program" export --store st --survey store-survey -o back.csv
same back.csv simulated.csv
empty out
expect 'import from standard input' 0 "$program" import --store fresh --survey "$survey" - <back.csv
expect 'export of the fresh store' 0 "$program" export --store fresh --survey store-survey
same out simulated.csv
expect 'import of the same again' 1 "$program" import --store st --survey "$survey" simulated.csv
holds err "simulated.csv: the reference '[^']*' is taken: it stands twice in the file, or was imported before"
empty out

# ---- Words that a spreadsheet would run
head -n 1 simulated.csv >typed.csv
echo '-R,,web,en,1,1,0,0,0,0,1,"=HYPERLINK(""x"",1)",,,,@SUM(A1),0,1,1,1,0,0,1,1' >>typed.csv
expect 'import of words that run' 0 "$program" import --store typed --survey "$survey" typed.csv
expect 'their export' 0 "$program" export --store typed --survey store-survey -o guarded.csv
holds guarded.csv "^'-R,.*,web,en,1,1,0,0,0,0,1,\"'=HYPERLINK\(\"\"x\"\",1\)\",,,,'@SUM\(A1\),0,1,1,1,0,0,1,1$"
expect 'their raw export' 0 "$program" export --store typed --survey store-survey --raw -o raw.csv
holds raw.csv '^-R,.*,web,en,1,1,0,0,0,0,1,"=HYPERLINK\(""x"",1\)",,,,@SUM\(A1\),0,1,1,1,0,0,1,1$'
expect 'their export for a spreadsheet' 0 "$program" export --store typed --survey store-survey --for spreadsheet -o sheet.csv
{ printf '\357\273\277' && sed 's/$/\r/' guarded.csv; } >wanted.csv
same sheet.csv wanted.csv
for form in guarded '--raw raw' sheet; do
    # shellcheck disable=SC2086
    expect "import of $form.csv" 0 "$program" import --store "again $form" --survey "$survey" $form.csv
    expect "export after $form.csv" 0 "$program" export --store "again $form" --survey store-survey
    same out guarded.csv
done
expect 'a raw simulation' 0 "$program" simulate --survey "$survey" --count 40 --seed 5 --raw
same out simulated.csv
expect 'an export for nobody' 2 "$program" export --store typed --survey store-survey --for excel
holds err '^survey-response: --for excel: it must be spreadsheet$'
empty out
expect 'an export for two' 2 "$program" export --store typed --survey store-survey --for spreadsheet --raw
holds err '^survey-response: --raw is for programs and --for spreadsheet is not: give one of the two$'

# ---- Refusals
head -n 3 simulated.csv | sed '2s/^[^,]*,[^,]*,simulated,en,1,[^,]*,/R-1,,post,en,1,7,/' >wrong.csv
expect 'import of a wrong file' 1 "$program" import --store st --survey "$survey" wrong.csv
holds err '^survey-response: wrong.csv: 2 things are wrong; nothing was imported:$'
holds err "^row 2, column channel: 'post' is not a channel: "
holds err "^row 2, column q01: '7' is not a code of the question; allowed are 1 \(Always\), "
expect 'import of a file that is not there' 1 "$program" import --store st --survey "$survey" none.csv
holds err 'none.csv: cannot open it'
expect 'import with a definition that is not there' 1 "$program" import --store st --survey none.xml simulated.csv
holds err 'none.xml'
expect 'export of an unknown survey' 1 "$program" export --store st --survey none
holds err 'store-survey'
expect 'export of a store that is not there' 1 "$program" export --store none --survey store-survey
[ ! -e none ] || fail 'reading made a store'
expect 'export to a folder that is not there' 1 "$program" export --store st --survey store-survey -o no/where.csv
holds err 'no/where.csv'
printf 'variable,code,weight\nq01,77,1\n' >shape.csv
expect 'a shape with an unknown code' 1 "$program" simulate --survey "$survey" --count 3 --seed 1 --shape shape.csv
holds err "shape.csv:2: 'q01': the question has no such code"
empty out

# ---- Wrong usage
expect 'no command' 2 "$program"
expect 'an unknown command' 2 "$program" imprt
expect 'import without a store' 2 "$program" import --survey "$survey" simulated.csv
expect 'import without a file' 2 "$program" import --store st --survey "$survey"
expect 'import of two files' 2 "$program" import --store st --survey "$survey" a.csv b.csv
expect 'an unknown channel' 2 "$program" import --store st --survey "$survey" --channel post simulated.csv
holds err 'web, paper, phone, event, import or simulated'
expect 'a count that is no number' 2 "$program" simulate --survey "$survey" --count many --seed 1
expect 'a count below 0' 2 "$program" simulate --survey "$survey" --count=-1 --seed 1
expect 'no seed' 2 "$program" simulate --survey "$survey" --count 1
expect 'backup without a place' 2 "$program" backup --store st
expect 'erase without a reference' 2 "$program" erase --store st --survey store-survey
expect 'an unknown option' 2 "$program" check --store st --fast
expect 'help' 0 "$program" --help
for word in import export simulate check backup erase; do holds out "$word"; done
expect 'version' 0 "$program" --version

# ---- Care
expect 'check' 0 "$program" check --store st
holds out '^st: all is well$'
expect 'backup' 0 "$program" backup --store st -o copy
expect 'export of the copy' 0 "$program" export --store copy --survey store-survey
same out simulated.csv
expect 'backup over it' 1 "$program" backup --store fresh -o copy
holds err 'copy is there already: give the copy a new directory'
reference=$(sed -n 2p simulated.csv | cut -d, -f1)
expect 'erase' 0 "$program" erase --store st --survey store-survey --reference "$reference"
expect 'erase twice' 1 "$program" erase --store st --survey store-survey --reference "$reference"
holds err "survey 'store-survey' has no response '$reference'"
expect 'export after it' 0 "$program" export --store st --survey store-survey
sed 2d simulated.csv >rest.csv
same out rest.csv

# ---- Channels
cut -d, -f6- simulated.csv >bare.csv
expect 'import with a channel' 0 "$program" import --store paper --survey "$survey" --channel paper bare.csv
expect 'its export' 0 "$program" export --store paper --survey store-survey
[ "$(sed 1d out | cut -d, -f3 | sort -u)" = paper ] || fail 'not all are paper'

# ---- While a server holds the store
: >server.out
"$SOUNDINGS_BUILD/bin/survey-server" --store st --port 0 "$survey" >server.out 2>&1 &
server=$!
for _ in $(seq 100); do
    grep -q 'http://' server.out && break
    sleep 0.1
done
holds server.out 'http://'
expect 'erase beside a server' 1 "$program" erase --store st --survey store-survey --reference R-1
holds err "survey-response: survey 'store-survey' has no response 'R-1'"
empty out
expect 'export beside a server' 0 "$program" export --store st --survey store-survey
same out rest.csv
expect 'import beside a server' 0 "$program" import --store st --survey "$survey" bare.csv
holds out "40 responses imported into 'store-survey'"
sed "s/^'-R,/,/" guarded.csv >words.csv
expect 'a raw import beside a server' 0 "$program" import --store st --survey "$survey" --raw words.csv
expect 'export of it' 0 "$program" export --store st --survey store-survey
holds out ",\"''=HYPERLINK.*,,,,''@SUM"
expect 'a wrong definition beside a server' 1 "$program" import --store st --survey bare.csv bare.csv
empty out
expect 'backup beside a server' 0 "$program" backup --store st -o copy-2
expect 'check beside a server' 0 "$program" check --store st
kill "$server"
wait "$server"
server=
expect 'import after the server' 0 "$program" import --store st --survey "$survey" bare.csv
[ "$failures" -eq 0 ]
