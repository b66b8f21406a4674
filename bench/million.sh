#!/usr/bin/env bash
# Seconds and peak memory of simulate, import, export, tables and pack for a million responses: see bench/README.md.
set -euo pipefail
cd "$(dirname "$0")/.."
build=${1:-build} count=${2:-1000000}
survey=doncaster-safety-2017
definition=forms/surveys/$survey.xml
export SOUNDINGS_LOCALE=$PWD/$build/locale
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# measure WORDS COMMAND...: prints `WORDS SECONDS s, N MB`, leaves them in $seconds and $peak_mb.
measure() {
    local words=$1 began ended pid peak_kb=0 now_kb
    shift
    began=$(date +%s%N)
    "$@" &
    pid=$!
    while now_kb=$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status" 2>/dev/null) && [ -n "$now_kb" ]; do
        [ "$now_kb" -le "$peak_kb" ] || peak_kb=$now_kb
        sleep 0.05
    done
    wait "$pid"
    ended=$(date +%s%N)
    seconds=$(((ended - began) / 1000000000)) peak_mb=$((peak_kb / 1024))
    printf '%-10s %6s s %6s MB\n' "$words" "$((ended - began))" "$peak_mb" |
        awk '{ printf "%-10s %8.1f s %6d MB\n", $1, $2 / 1e9, $4 }'
}

simulate() {
    exec "$build/bin/survey-response" simulate --survey "$definition" --count "$count" --seed 7 >"$work/responses.csv"
}
measure simulate simulate
ls -l "$work/responses.csv" | awk '{ printf "           %8.1f MB of CSV\n", $5 / 1e6 }'
measure import "$build/bin/survey-response" import --store "$work/store" --survey "$definition" "$work/responses.csv"
du -sm "$work/store" | awk '{ printf "           %8.1f MB of store\n", $1 }'
measure export "$build/bin/survey-response" export --store "$work/store" --survey "$survey" -o "$work/again.csv"
measure check "$build/bin/survey-response" check --store "$work/store"
measure tables "$build/bin/survey-report" tables --store "$work/store" --survey "$survey" -o "$work/tables"
measure pack "$build/bin/survey-report" pack --store "$work/store" --survey "$survey" -o "$work/pack"
if [ "$seconds" -gt 30 ] || [ "$peak_mb" -gt 300 ]; then
    echo "the pack took $seconds s and $peak_mb MB, more than 30 s or 300 MB"
    exit 1
fi
