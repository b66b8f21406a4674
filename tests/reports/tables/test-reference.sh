#!/usr/bin/env bash
# Real responses imported through a definition of their own: every count, base and percentage equal to R's.
set -euo pipefail
bin=$SOUNDINGS_BUILD/bin
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# The breakdowns that R's figures ask for, as --by options.
breakdowns() {
    for path in "$1"/expected/crosstab_*_by_*.csv; do
        [ -e "$path" ] || continue
        by=${path##*_by_}
        echo "--by=${by%.csv}"
    done | sort -u
}

for survey in "$SOUNDINGS_SOURCE"/tests/reference/*/; do
    name=$(basename "$survey")
    id=$(sed -n 's/^<survey.* id="\([^"]*\)".*/\1/p' "$survey/$name.xml")
    "$bin/survey-response" import --store "$work/$name" --survey "$survey/$name.xml" "$survey/responses.csv"
    mapfile -t by < <(breakdowns "$survey")
    "$bin/survey-report" tables --store "$work/$name" --survey "$id" "${by[@]}" -o "$work/$name.tables"
    echo "$name:"
    python3 "$SOUNDINGS_SOURCE/tests/reference/compare.py" "$survey/expected" "$work/$name.tables" || failed=1
done
exit $failed
