#!/bin/bash
# survey-form from outside: what it prints where, and its exit codes.
set -u
program=$SOUNDINGS_BUILD/bin/survey-form
data=$SOUNDINGS_SOURCE/tests/data
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0
expect() { # DESCRIPTION WANTED-CODE COMMAND...
    local what=$1 wanted=$2
    shift 2
    "$@" >out 2>err
    local rc=$?
    [ $rc -eq "$wanted" ] && return
    echo "FAIL $what: exit code $rc, not $wanted: $(head -c 400 out err)"
    failures=$((failures + 1))
}
holds() { # FILE PATTERN
    grep -Eq -- "$2" "$1" && return
    echo "FAIL no line '$2' in: $(head -c 600 "$1")"
    failures=$((failures + 1))
}

expect 'a good definition' 0 "$program" check "$data/loader.xml"
holds out 'loader.xml: loader, version 3: questions: 8, pages: 3, .*shortest way: 2 of 8 questions on 1 of 3 pages; longest way: 8 on 3$'
expect 'a bad one after a good one' 1 "$program" check "$data/loader.xml" "$data/bad/code-twice.xml"
holds out 'loader.xml: loader, version 3'
holds out 'code-twice.xml:9: question 1: code 1 is used twice'
holds err '^survey-form: 1 of 2 definitions cannot be used$'
expect 'each shipped definition' 0 "$program" check "$SOUNDINGS_SOURCE"/forms/surveys/*.xml
expect 'a file that is not there' 1 "$program" check no-such.xml
holds err 'no-such.xml'
expect 'no file' 2 "$program" check
expect 'no command' 2 "$program"
expect 'an unknown command' 2 "$program" chekc
expect 'an unknown option' 2 "$program" check --fast "$data/loader.xml"
expect 'help' 0 "$program" --help
holds out 'check'
holds out 'codebook'
expect 'version' 0 "$program" --version

expect 'a code book' 0 "$program" codebook "$data/loader.xml"
holds out '^variable,question,label,measure,code,code_label,missing,route,reconstructed$'
holds out '^lives,lives,Lives here,single,99,Prefer not to say,refused,,no$'
holds out '^where_97,where,Where\?,multiple,97,Elsewhere,,,no$'
holds out '^where_other,where,[^,]*,text,,,,.*,no$'
holds out '^safe,safe,How safe\?,single,98,Don.t know,dk,.*Yes.*question 1,no$'
holds out '^cost,cost,What did it cost\?,quantity,,,,'
holds out '^bath,rooms,Bathroom,single,1,Warm,,'
holds out '^more_code_2,more,.*,multiple,2,Lighting,,.*,yes$'
expect 'a code book in a file' 0 "$program" codebook "$data/loader.xml" -o book.csv
[ ! -s out ] || { echo "FAIL the code book is printed too"; failures=$((failures + 1)); }
holds book.csv '^lives,lives,'
sed 's|<short>Lives here</short>|<short>=1+1</short>|; s|>Prefer not to say<|>-2 and less<|' "$data/loader.xml" >runs.xml
expect 'a code book of words that a spreadsheet would run' 0 "$program" codebook runs.xml
holds out "^lives,lives,'=1\\+1,single,99,'-2 and less,refused,,no$"
expect 'a raw one' 0 "$program" codebook --raw runs.xml
holds out '^lives,lives,=1\+1,single,99,-2 and less,refused,,no$'
expect 'a code book of a bad definition' 1 "$program" codebook "$data/bad/code-twice.xml" -o none.csv
holds err 'code-twice.xml:9: '
[ ! -e none.csv ] || { echo "FAIL a file is left behind"; failures=$((failures + 1)); }
[ "$failures" -eq 0 ]
