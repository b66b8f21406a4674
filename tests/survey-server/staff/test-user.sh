#!/usr/bin/env bash
# survey-server user: accounts from the command line, without a server.
set -eu
server=$SOUNDINGS_BUILD/bin/survey-server
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
store=$tree/store
failed=0

# says STATUS WORDS COMMAND...: exit status, and words in what it prints on either stream.
says() {
    local status=$1 words=$2 got=0
    shift 2
    "$server" "$@" >"$tree/out" 2>"$tree/err" || got=$?
    if [ "$got" != "$status" ] || { [ -n "$words" ] && ! grep -qF -- "$words" "$tree/out" "$tree/err" >/dev/null; }; then
        echo "survey-server $*: exit $got, not $status, or without '$words':"
        cat "$tree/out" "$tree/err"
        failed=1
    fi
}

says 0 'http://127.0.0.1:8080/staff/welcome?link=' user add mary.jones --role keyer --store "$store"
[ ! -s "$tree/err" ] || { echo "a link was given, and something on standard error:"; cat "$tree/err"; failed=1; }
says 0 'https://survey.example.org/staff/welcome?link=' user add ben --role=administrator --store "$store" --base-url https://survey.example.org
says 0 'mary.jones,keyer,no password,no,' user list --store "$store"
says 1 "there is an account 'ben' already" user add ben --role keyer --store "$store"
says 2 '--role king: it must be keyer, supervisor, analyst or administrator' user add ann --role king --store "$store"
says 2 '--role is missing' user add ann --store "$store"
says 2 '--store is missing' user list
says 2 'something is missing' user add --role keyer --store "$store"
says 2 'use it as: survey-server user add NAME' user
says 0 '' user disable ben --store "$store"
says 0 'ben,administrator,disabled,no,' user list --store "$store"
says 0 '' user enable ben --store "$store"
says 0 '/staff/welcome?link=' user reset ben --store "$store"
says 1 "there is no account 'nobody'" user reset nobody --store "$store"
says 1 'there is no store in' user list --store "$tree/none"
says 2 '--trusted-proxy and --user-header go together' --store "$store" --trusted-proxy 10.0.0.5 "$tree/x.xml"
says 0 'user add NAME --role ROLE --store STORE' --help
exit $failed
