#!/bin/bash
# survey-form paper from outside: what readers of PDF files say of the form, each wrong use, and numbered copies.
set -u
program=$SOUNDINGS_BUILD/bin/survey-form
surveys=$SOUNDINGS_SOURCE/forms/surveys
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failures=0
fail() {
    echo "FAIL $*"
    failures=$((failures + 1))
}
expect() { # DESCRIPTION WANTED-CODE WANTED-WORDS COMMAND...
    local what=$1 wanted=$2 words=$3
    shift 3
    "$@" >out 2>err
    local rc=$?
    [ $rc -eq "$wanted" ] || fail "$what: exit code $rc, not $wanted: $(head -c 400 err)"
    grep -qF -- "$words" err || fail "$what: '$words' is not in: $(head -c 400 err)"
}
holds() { # FILE WORDS: the words stand in the file, whatever its lines
    tr -s ' \n\f' '   ' <"$1" >flat
    grep -qF -- "$2" flat || fail "'$2' is not in $1"
}

# Every survey, language and size.
look() { # FILE LANG LEAST-SIZE OPTIONS...
    local file=$1 lang=$2 least=$3
    shift 3
    "$program" paper "$file" --lang "$lang" --base-url https://survey.example.org "$@" -o form.pdf || fail "$file $lang $*"
    [ $# -gt 0 ] || "$program" paper "$file" --lang "$lang" --base-url https://survey.example.org | cmp - form.pdf || fail "$file $lang $*: other bytes the second time"
    pdfinfo form.pdf >info
    grep -Eq '^Tagged: +yes' info || fail "$file $lang $*: not tagged"
    grep -Eq '^Title: +[^ ]' info || fail "$file $lang $*: no title"
    grep -Eq '^Page size: .*A4' info || fail "$file $lang $*: not A4"
    [ $(($(awk '/^Pages:/ {print $2}' info) % 2)) -eq 0 ] || fail "$file $lang $*: an odd number of pages"
    pdfinfo -meta form.pdf | grep -q "<rdf:li>$lang</rdf:li>" || fail "$file $lang $*: not in $lang"
    qpdf --check form.pdf >check 2>&1 || fail "$file $lang $*: $(cat check)"
    qpdf --json --json-key=outlines form.pdf | grep -q '"title"' || fail "$file $lang $*: no bookmarks"
    pdffonts form.pdf | tail -n +3 | grep -vE ' yes +yes +yes ' && fail "$file $lang $*: a font is not embedded"
    # Type: nothing is smaller but the words for staff, of 8.5 points.
    pdftohtml -xml -stdout -i form.pdf >form.xml 2>/dev/null
    perl -e '
        my ($least, %small) = (shift);
        while (<>) {
            $small{$1} = $2 if /<fontspec id="(\d+)" size="(\d+)"/ && $2 < $least;
            next unless /<text .*font="(\d+)"[^>]*>(.*)<\/text>/ && exists $small{$1};
            next if $small{$1} <= 13;
            print "size $small{$1}: $2\n"; $bad = 1;
        }
        exit $bad ? 1 : 0' "$least" form.xml || fail "$file $lang $*: type that is too small"
    # What is for staff alone is not read aloud.
    pdfinfo -struct-text form.pdf >tree 2>complaints
    [ -s complaints ] && fail "$file $lang $*: $(cat complaints)"
    for tag in H1 H2 H3 L LI P; do
        grep -Eq "^ *$tag( |\$)" tree || fail "$file $lang $*: no $tag"
    done
    return 0
}
for file in "$surveys"/*.xml "$SOUNDINGS_SOURCE/tests/data/all-types.xml"; do
    for lang in en $(grep -o ' languages="[a-z ]*"' "$file" | tr -d '"' | sed 's/ languages=//'); do
        look "$file" "$lang" 21
        look "$file" "$lang" 18 --size 12
        look "$file" "$lang" 27 --large-print
    done
done

# The words of one, as they are read aloud: routes, instructions, ends; not what staff need.
"$program" paper "$surveys/doncaster-safety-2017.xml" --base-url https://survey.example.org -o d.pdf || fail "doncaster"
pdftotext d.pdf d.txt
pdfinfo -struct-text d.pdf >d.tree
for words in '1. Overall, do you feel safe living in Doncaster?' 'Go to question 5' 'Go to question 2' 'Go to question 6' 'Go to question 8' \
    'Answer questions 2 to 4 if you answered “Some of the time” or “Never” to question 1.' 'Answer questions 6 and 7 if you answered “Yes” to question 5.' \
    'Everyone answers questions 10 and 11.' 'If you ticked 6 to 10:' 'Go to question 10' 'Answer this question if you answered 1 to 5 to question 8.' \
    'Answer this question if you answered “Yes” to question 7.' 'Tick one box only.' 'Tick all that apply.' 'Page 1 of' 'doncaster-safety-2017, version 1' \
    'survey.example.org/doncaster-safety-2017' 'You do not have to give your name.' 'Office use'; do
    holds d.txt "$words"
done
grep -q 'Office' d.tree && fail "the office column is read aloud"
grep -Eq '"0[0-9]"' d.tree && fail "codes are read aloud"
"$program" paper "$surveys/over-to-you-2015.xml" -o o.pdf && pdftotext o.pdf o.txt
holds o.txt 'Tick up to 2 boxes.'
holds o.txt 'Why did you choose these priorities?'
grep -q 'online' o.txt && fail "a form without an address of the web form speaks of one"
# The day before the moment of closing, as on the web: a form of 1 April is late.
sed '0,/ sampling="open"/s// sampling="open" closes="2027-03-31"/' "$surveys/over-to-you-2015.xml" >dated.xml
"$program" paper dated.xml -o o.pdf && pdftotext o.pdf o.txt
holds o.txt 'Send the form back by 31 March 2027.'
holds o.txt 'It must reach us by 31 March 2027.'

"$program" paper "$surveys/citizens-panel-2016.xml" -o c.pdf && pdftotext c.pdf c.txt
holds c.txt '2a'
holds c.txt 'Tick one box on each line.'
"$program" paper "$SOUNDINGS_SOURCE/tests/data/all-types.xml" --large-print -o c.pdf && pdftotext c.pdf c.txt
holds c.txt 'Tick one box below each line.'
"$program" paper "$SOUNDINGS_SOURCE/tests/data/all-types.xml" --lang ur -o u.pdf && pdftotext -bbox u.pdf u.html
# From the right: codes stand at the left edge, numbers of questions at the right.
perl -ne 'print "$1 $2\n" if /xMin="([\d.]+)".*>([\d.]+)<\/word>/' u.html >places
awk '$2 == "3" && $1 < 60 {codes++} $2 ~ /^\.?1\.?$/ && $1 > 520 {numbers++} END {exit !(codes && numbers)}' places || fail "Urdu is not mirrored"

# Codes that a camera reads.
zbar() { pdftoppm -r 200 -png -f "$2" -l "$3" "$1" q && zbarimg -q --raw q-*.png 2>/dev/null; rm -f q-*.png; }
pages=$(pdfinfo d.pdf | awk '/^Pages:/ {print $2}')
[ "$(zbar d.pdf "$pages" "$pages")" = 'https://survey.example.org/doncaster-safety-2017/' ] || fail "the code of the web form"
"$program" paper "$surveys/community-safety.xml" --lang cy --base-url https://survey.example.org/ -o w.pdf
pages=$(pdfinfo w.pdf | awk '/^Pages:/ {print $2}')
[ "$(zbar w.pdf "$pages" "$pages")" = 'https://survey.example.org/community-safety/?lang=cy' ] || fail "the code of the Welsh web form"

pdftotext w.pdf w.txt
holds w.txt '1 Bridge Street'
holds w.txt 'Sut i anfon y ffurflen hon yn ôl'

# Numbered copies: each page has its serial in figures and in a code; each slip its receipt code.
"$program" paper "$surveys/over-to-you-2015.xml" --serials 1016-1018 --batch library-3 --receipts key -o n.pdf || fail "numbered copies"
[ "$(stat -c %a key)" = 600 ] || fail "the key file is for its owner alone"
each=$(pdfinfo o.pdf | awk '/^Pages:/ {print $2}')
[ "$(pdfinfo n.pdf | awk '/^Pages:/ {print $2}')" -eq $((3 * each)) ] || fail "three copies"
[ "$(zbar n.pdf 1 "$each" | sort -u)" = 'over-to-you-2015/library-3/1016-0' ] || fail "the first copy's code: $(zbar n.pdf 1 "$each")"
[ "$(zbar n.pdf $((each + 1)) $((2 * each)) | wc -l)" -eq "$each" ] || fail "a code on every page"
pdftotext n.pdf n.txt
[ "$(grep -c 'library-3, form 1017-8' n.txt)" -eq "$each" ] || fail "the serial on every page"
grep -Eo '[0-9A-Z]{5}-[0-9A-Z]{5}' n.txt | sort -u >codes
[ "$(wc -l <codes)" -eq 3 ] || fail "three receipt codes: $(cat codes)"
qpdf --check n.pdf >/dev/null 2>&1 || fail "numbered copies: $(qpdf --check n.pdf)"
"$program" paper "$surveys/over-to-you-2015.xml" --serials 1016-1018 --batch library-3 --receipts key | cmp - n.pdf || fail "the same key gives other codes"
rm key
"$program" paper "$surveys/over-to-you-2015.xml" --serials 1016 --batch library-3 --receipts key | pdftotext - - | grep -Eo '[0-9A-Z]{5}-[0-9A-Z]{5}' >others
grep -qFf codes others && fail "another key gives the same code"
"$program" paper "$surveys/over-to-you-2015.xml" --serials 7 --batch b -o one.pdf && pdftotext one.pdf one.txt
holds one.txt 'Your word:'
"$program" paper "$surveys/over-to-you-2015.xml" --serials 1-100 --batch b -o many.pdf || fail "100 copies"
[ "$(stat -c %s many.pdf)" -lt 4000000 ] || fail "100 copies take $(stat -c %s many.pdf) bytes"

# Wrong uses.
paper() { "$program" paper "$surveys/community-safety.xml" -o x.pdf "$@"; }
expect 'no file' 2 'FILE' "$program" paper -o x.pdf
expect 'an unknown language' 1 "survey community-safety is not in the language 'fr'; it is in: en, cy" paper --lang fr
expect 'a size between' 2 '--size is 12 or 14, not 13; for people with low sight give --large-print' paper --size 13
expect 'two sizes' 2 'leave out --size' paper --size 12 --large-print
expect 'serials without a batch' 2 'need both --serials and --batch' paper --serials 1-2
expect 'a batch without serials' 2 'need both --serials and --batch' paper --batch b
expect 'receipts alone' 2 '--receipts is for numbered copies' paper --receipts key
expect 'from above to' 2 'the first number is above the last; did you mean 5-9?' paper --serials 9-5 --batch b
expect 'no numbers' 2 "such as 101-150, not 'all'" paper --serials all --batch b
expect 'serial nought' 2 "such as 101-150, not '0-3'" paper --serials 0-3 --batch b
expect 'too high' 2 'serials go up to 9999999' paper --serials 9999999-10000000 --batch b
expect 'too many' 2 '2001 copies; one file holds 2000 at most' paper --serials 1-2001 --batch b
expect 'a batch with a slash' 2 "--batch 'a/b': a batch's name has letters, digits and hyphens only" paper --serials 1-2 --batch a/b
expect 'a batch without a name' 2 "a batch's name has" paper --serials 1-2 --batch ''
expect 'no key file' 1 'is not a file of a receipt key' paper --serials 1-2 --batch b --receipts "$surveys/community-safety.xml"
expect 'an address without a scheme' 2 "--base-url begins with https:// or http://, not 'example.org'" paper --base-url example.org
[ -e x.pdf ] && fail "a wrong use wrote a file"
exit $((failures > 0))
