#!/bin/bash
# Every interface word of residents' pages is in each catalogue, translated, with the same {places}.
set -euo pipefail
cd "$SOUNDINGS_SOURCE"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

xgettext --language=C --from-code=UTF-8 --keyword --keyword=SAY --keyword=say:2 --keyword=say_count:2,3 --keyword=paper_say:2 \
    --output="$place/keys.pot" $(find base forms survey-server -name "*.c" ! -name "*-fuzz.c" | sort)
n_keys=$(grep -c '^msgid ' "$place/keys.pot")
test "$n_keys" -gt 100 || { echo "only $n_keys keys found: has the way of saying words changed?"; exit 1; }

failed=0
for po in po/*.po; do
    msgfmt --check --output-file=/dev/null "$po"
    msgmerge --quiet --no-fuzzy-matching --output-file="$place/merged.po" "$po" "$place/keys.pot"
    missing=$(msgattrib --no-wrap --untranslated --no-obsolete --no-location "$place/merged.po" | grep '^msgid ' | grep -v '^msgid ""$' || true)
    fuzzy=$(msgattrib --no-wrap --only-fuzzy --no-obsolete "$place/merged.po" | grep '^msgid ' || true)
    if [ -n "$missing$fuzzy" ]; then
        echo "$po: not translated:"
        echo "$missing$fuzzy"
        failed=1
    fi
    perl - "$po" <<'PERL' || failed=1
use strict;
use warnings;
local $/ = '';
my $bad = 0;
open my $in, '<', $ARGV[0] or die;
while (my $entry = <$in>) {
    $entry =~ s/^#.*\n//mg;
    $entry =~ s/"\n"//g;
    my ($key) = $entry =~ /^msgid "(.+)"$/m or next;
    my $want = join ' ', sort $key =~ /\{\w+\}/g;
    while ($entry =~ /^msgstr(?:\[(\d)\])? "(.*)"$/mg) {
        my $found = join ' ', sort $2 =~ /\{\w+\}/g;
        next if $found eq $want || (defined $1 && $found eq '');
        print "$ARGV[0]: \"$key\" has other places in its translation: $found\n";
        $bad = 1;
    }
}
exit $bad;
PERL
done
exit $failed
