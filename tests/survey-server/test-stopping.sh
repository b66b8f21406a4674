#!/usr/bin/env bash
# A server that is told to end while sixteen residents answer on connections that are kept: SOUNDINGS_STOP_ROUNDS rounds (10).
# And a terminal that goes away ends nothing.
set -euo pipefail
server=$SOUNDINGS_BUILD/bin/survey-server
here=$SOUNDINGS_SOURCE/tests/survey-server
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
    [ ! -s server.err ] || tail -n 5 server.err | cut -c 1-600
    exit 1
}

python3 "$here/stopping.py" "$server" "$SOUNDINGS_BUILD/bin/survey-response" "$here/journey.xml" \
    "${SOUNDINGS_STOP_ROUNDS:-10}" || fail "a stop under load"

# ---- SIGHUP

"$server" --store st --port 0 "$here/journey.xml" > server.out 2> server.err &
running=$!
for _ in $(seq 600); do
    ! grep -q '^Serving' server.out || break
    sleep 0.1
done
url=$(sed -n '1s,^Serving \(.*\)/$,\1,p' server.out)
kill -HUP "$running"
kill -HUP "$running"
[ "$(curl -s -o /dev/null -w '%{http_code}' "$url/healthz")" = 200 ] || fail "SIGHUP ended the server"
"$server" --help | grep -q 'SIGHUP does nothing' || fail "the help does not say what SIGHUP does"
kill -INT "$running"
wait "$running" || fail "SIGINT did not end the server well"
running=
echo ok
