#!/bin/bash
# Hostile definitions: each is refused with exit 1 and a message that names file and line, in under 100 ms of processor
# time and 64 MB of memory (libraries as mapped from their files not counted), and nothing outside the file is ever read.
set -u
program=$SOUNDINGS_BUILD/bin/survey-form
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0

# A sanitized program needs terabytes of address space: then only answers are looked at.
memory_kb=65536
(ulimit -d $memory_kb && "$program" --version >/dev/null 2>&1) 2>/dev/null || memory_kb=unlimited

head='<?xml version="1.0" encoding="UTF-8"?>
<survey xmlns="urn:x-soundings:survey:1" id="town" version="1" xml:lang="en">
<title>T</title><owner>O</owner>'
body='<page id="p1"><text id="why"><ask>Why?</ask></text></page>'
repeat() { # N TEXT: the text N times, without a new line
    awk -v n="$1" -v text="$2" 'BEGIN { for (i = 1; i <= n; i++) printf "%s", text }'
}
fail() {
    echo "FAIL $1: $2"
    failures=$((failures + 1))
}

# refused FILE PATTERN: the message for FILE, with a line number, matches the pattern.
refused() {
    local file=$1 pattern=$2 rc cpu
    TIMEFORMAT='%U %S'
    { time (ulimit -d $memory_kb && exec "$program" check "$file" >out 2>err); rc=$?; } 2>times
    cpu=$(awk 'END { printf "%d", ($1 + $2) * 1000 }' times)
    [ $rc -eq 1 ] || fail "$file" "exit code $rc, not 1: $(head -c 300 out err)"
    grep -Eq "^$file:[0-9]+: .*($pattern)" out || fail "$file" "no line '$pattern' in: $(head -c 600 out)"
    if [ $memory_kb != unlimited ] && [ "$cpu" -ge 100 ]; then
        fail "$file" "took $cpu ms"
    fi
    [ "$(wc -c <out)" -lt 100000 ] || fail "$file" "says too much"
}

{
    printf '<?xml version="1.0"?>\n<!DOCTYPE survey [\n<!ENTITY a "ha">\n'
    for i in b c d e f g h i j; do
        previous=$(printf '%s' "$i" | tr 'b-j' 'a-i')
        printf '<!ENTITY %s "%s">\n' $i "$(repeat 10 "&$previous;")"
    done
    printf ']>\n<survey xmlns="urn:x-soundings:survey:1"><title>&j;</title></survey>\n'
} >bomb.xml
refused bomb.xml DOCTYPE

echo "secret-$$" >secret.txt
printf '<!DOCTYPE survey [<!ENTITY s SYSTEM "file://%s/secret.txt">]>\n<survey>&s;</survey>\n' "$work" >external.xml
refused external.xml DOCTYPE
printf '<!DOCTYPE survey SYSTEM "http://127.0.0.1:9/x.dtd">\n<survey/>\n' >external-dtd.xml
refused external-dtd.xml DOCTYPE
printf '<!DOCTYPE survey [<!ENTITY %% p SYSTEM "file:///etc/hostname">%%p;]>\n<survey/>\n' >parameter.xml
refused parameter.xml DOCTYPE
printf '<!-- > --><?x > ?>\n<!DOCTYPE survey [<!ENTITY a "]>">]>\n<survey/>\n' >hidden.xml
refused hidden.xml DOCTYPE
printf '<!doctype html>\n<survey/>\n' >small.xml
refused small.xml DOCTYPE

printf '%s\n<page id="p1"><note id="n"><p><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="%s/secret.txt" parse="text"/></p></note></page>\n</survey>\n' \
    "$head" "$work" >include.xml
refused include.xml include
printf '%s\n%s\n</survey>\n' "${head/<survey/<survey xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"urn:x http://127.0.0.1:9/x.xsd\"}" "$body" >location.xml
"$program" check location.xml >out 2>&1
grep -q "127.0.0.1:9.*load" out && fail location.xml "tries to load a schema"

{
    printf '%s\n<page id="p1"' "$head"
    awk 'BEGIN { for (i = 1; i <= 50000; i++) printf " a%d=\"1\"", i }'
    printf '/></survey>\n'
} >attributes.xml
refused attributes.xml 'longer than'
{
    printf '%s\n<page id="p1"' "$head"
    awk 'BEGIN { for (i = 1; i <= 700; i++) printf " a%d=\"1\"", i }'
    printf '/></survey>\n'
} >attributes-700.xml
refused attributes-700.xml 'no attribute'

printf '%s\n%s%s\n</survey>\n' "$head" "$(repeat 5000 '<page>')" "$(repeat 5000 '</page>')" >deep.xml
refused deep.xml 'inside one another'
{ printf '%s\n' "$head"; repeat 60000 '<a/>'; } >many.xml
refused many.xml 'more than 50000 elements'
{ printf '%s\n<page id="p"><note id="n"><p>' "$head"; head -c 20000000 /dev/zero | tr '\0' 'x'; printf '</p></note></page></survey>\n'; } >large.xml
refused large.xml 'larger than'
{ printf '%s\n<page id="p"><note id="n"><p>' "$head"; head -c 900000 /dev/zero | tr '\0' 'x'; printf '</p></note></page></survey>\n'; } >long-text.xml
refused long-text.xml 'longer than 2000'
head -c 1000000 /dev/zero | tr '\0' '<' >brackets.xml
refused brackets.xml ''
head -c 900000 /dev/zero | tr '\0' '&' >ampersands.xml
refused ampersands.xml ''
{ printf '%s\n<!--' "$head"; head -c 900000 /dev/zero | tr '\0' '-'; } >comment.xml
refused comment.xml ''

printf '%s\n<page id="p1"><note id="n"><p>caf\351</p></note></page></survey>\n' "$head" >latin.xml
refused latin.xml 'not UTF-8'
printf '%s\n<page id="p1"><note id="n"><p>\355\240\200</p></note></page></survey>\n' "$head" >surrogate.xml
refused surrogate.xml 'not UTF-8'
printf '%s\n<page id="p1"><note id="n"><p>a\0b</p></note></page></survey>\n' "$head" >zero.xml
refused zero.xml 'zero byte'
printf '%s\n%s\n</survey>\n' "$head" "$body" | iconv -f UTF-8 -t UTF-16 >utf16.xml
refused utf16.xml 'UTF-16'
printf '<?xml version="1.0" encoding="UTF-7"?>\n<survey/>\n' >utf7.xml
refused utf7.xml 'UTF-8'
: >nothing.xml
refused nothing.xml 'empty'

printf '%s\n%s\n</survey>\n' "$head" "$body" >whole.xml
"$program" check whole.xml >out 2>&1 || fail whole.xml "is refused: $(cat out)"
size=$(wc -c <whole.xml)
for at in 5 20 60 100 130 150 170 190 200 210 $((size - 20)) $((size - 10)) $((size - 3)); do
    head -c "$at" whole.xml >cut.xml
    refused cut.xml ''
done

# What the loader itself could be slow at.
{
    printf '%s\n<page id="p1"><choose-one id="a"><ask>A?</ask><option code="1">x</option><option code="2">y</option></choose-one>' "$head"
    printf '<text id="b" if="%s"><ask>B?</ask></text></page></survey>\n' "$(repeat 2000 '(')"
} >brackets-in-condition.xml
refused brackets-in-condition.xml "question 'b'"
{
    printf '%s\n<lists><list id="l">' "$head"
    awk 'BEGIN { for (i = 1; i <= 4000; i++) printf "<option code=\"%d\">%d</option>\n", i, i }'
    printf '</list></lists>\n<page id="p1">\n'
    awk 'BEGIN { for (i = 1; i <= 900; i++) printf "<choose-many id=\"q%d\"><ask>A</ask><options-from list=\"l\"/></choose-many>\n", i }'
    printf '</page></survey>\n'
} >lists.xml
refused lists.xml 'more than 5000 answers'
{
    printf '%s\n<page id="p1">\n' "$head"
    awk 'BEGIN { for (i = 1; i <= 1200; i++) printf "<text id=\"q%d\"><ask>A</ask></text>\n", i }'
    printf '</page></survey>\n'
} >questions.xml
refused questions.xml '1000'
{
    printf '%s\n<page id="p1"><scale id="s" from="0" to="99999999999999999999"><ask>A</ask></scale>' "$head"
    printf '<scale id="t" from="0" to="9000"><ask>A</ask></scale></page></survey>\n'
} >scale.xml
refused scale.xml "question 's'"
{
    printf '%s\n<page id="p1"><grid id="g"><ask>A</ask><option code="1">x</option><option code="2">y</option>' "$head"
    awk 'BEGIN { for (i = 1; i <= 20000; i++) printf "<row id=\"r%d\" if=\"zzzz is 1\">x</row>\n", i }'
    printf '</grid></page></survey>\n'
} >rows.xml
refused rows.xml '1900 are the most'
{
    printf '%s\n<page id="p1">\n' "$head"
    awk 'BEGIN {
        for (i = 1; i <= 990; i++) printf "<text id=\"q%d\"><ask>A</ask></text>\n", i
        for (i = 1; i <= 10000; i++) printf "<note id=\"n%d\" if=\"q989 answered or q991 answered\"><p>x</p></note>\n", i
    }'
    printf '</page></survey>\n'
} >notes.xml
refused notes.xml 'no question has the id q991'
# Thirty follow-ups that look at thirty questions at once: too tangled to search, and so not searched for long.
{
    printf '%s\n<page id="p1">\n' "$head"
    awk 'BEGIN {
        for (i = 1; i <= 30; i++) {
            printf "<choose-many id=\"m%d\"><ask>A</ask>", i
            for (j = 1; j <= 10; j++) printf "<option code=\"%d\">x</option>", j
            print "</choose-many>"
        }
        print "</page><page id=\"p2\">"
        for (i = 1; i <= 30; i++)
            printf "<text id=\"t%d\" if=\"m%d is 1 and m%d in (2, 3) and not m%d is 4\"><ask>A</ask></text>\n", i, i, 31 - i, i
        print "<text id=\"t0\"><ask></ask></text>"
    }'
    printf '</page></survey>\n'
} >tangled.xml
refused tangled.xml 'empty'
sed 's/<ask><\/ask>/<ask>A<\/ask>/' tangled.xml >tangled-whole.xml
(ulimit -d $memory_kb; exec "$program" check tangled-whole.xml) >out 2>&1 || fail tangled-whole.xml "is refused: $(head -c 300 out)"

for output in out err; do
    grep -q "secret-$$" $output && fail "$output" "holds what stands in another file"
done
"$program" check no-such-file.xml >out 2>err
[ $? -eq 1 ] && grep -q no-such-file.xml err || fail no-such-file.xml "is not named"
"$program" check . >out 2>err
[ $? -eq 1 ] || fail . "a directory is not refused"
"$program" check /dev/zero >out 2>err
[ $? -eq 1 ] || fail /dev/zero "is not refused"
"$program" check >out 2>err
[ $? -eq 2 ] || fail usage "no file is not wrong usage"

[ $failures -eq 0 ] && echo "all hostile definitions are refused"
[ $failures -eq 0 ]
