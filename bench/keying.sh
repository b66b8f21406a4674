#!/usr/bin/env bash
# How long a clerk waits from saving a form to the next one (bar S3: p95 under 150 ms with 10,000 forms stored), beside what the
# disk needs for the two commits in it.   Usage: bench/keying.sh BUILD-DIR [FORMS]
set -eu
bin=$(realpath "$1")/bin
forms=${2:-10000}
root=$(realpath "$(dirname "$0")/..")
survey=$root/forms/surveys/doncaster-safety-2017.xml
work=$(mktemp -d)
server=
finish() {
    [ -z "$server" ] || kill "$server"
    wait
    rm -rf "$work"
}
trap finish EXIT
cd "$work"
"$bin/survey-server" --store store --port 0 "$survey" >out 2>err &
server=$!
until grep '^Serving' out >/dev/null 2>&1; do
    kill -0 "$server"
    sleep 0.05
done
port=$(sed -n 's|^Serving http://127.0.0.1:\([0-9]*\)/$|\1|p' out)
link=$("$bin/survey-server" user add boss --role administrator --store store)
"$bin/survey-response" simulate --survey "$survey" --count "$forms" --seed 4 >truth.csv
"$bin/survey-form" codebook "$survey" -o codebook.csv
python3 "$root/bench/keying.py" "$port" doncaster-safety-2017 codebook.csv truth.csv "${link##*link=}" $((forms < 500 ? forms : 500))
