#!/bin/bash
# The definitions that we ship are without mistakes, can be published, and warn of nothing but translations to be read;
# the schema explains each element and attribute to whoever writes one.
set -euo pipefail
cd "$SOUNDINGS_SOURCE"
check="$SOUNDINGS_BUILD/bin/survey-form"

failed=0
for survey in forms/surveys/*.xml; do
    messages=$("$check" check "$survey" 2>&1) || { echo "$messages"; failed=1; }
    left=$(echo "$messages" | grep 'warning:' | grep -v 'review="needed"' || true)
    if [ -n "$left" ]; then
        echo "$left"
        failed=1
    fi
    if grep -qE '\btodo=' "$survey"; then
        echo "$survey: a todo is left"
        failed=1
    fi
done

numbers=$("$check" codebook forms/surveys/doncaster-safety-2017.xml | cut -d, -f2 | tail -n +2 | uniq | tr '\n' ' ')
expected=$(seq -f 'q%02.0f' -s ' ' 1 22)
if [ "$numbers" != "$expected " ]; then
    echo "doncaster-safety-2017: the 22 questions of the strategy in their order, not: $numbers"
    failed=1
fi

perl - forms/definition/survey.xsd <<'PERL' || failed=1
use strict;
use warnings;
my $bad = 0;
my @lines = do { open my $in, '<', $ARGV[0] or die; <$in> };
for my $i (0 .. $#lines) {
    next if $lines[$i] !~ /<xs:(element|attribute) name="([^"]+)"/;
    my ($kind, $name) = ($1, $2);
    next if $lines[$i] !~ m{/>\s*$} && $lines[$i + 1] =~ /<xs:annotation>/;
    print "$ARGV[0]:", $i + 1, ": $kind $name is not explained\n";
    $bad = 1;
}
exit $bad;
PERL
exit $failed
