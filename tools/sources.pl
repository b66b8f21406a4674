# The C sources of the project, and a way to tell code, strings and comments apart.
# Run as a program it prints the files: perl tools/sources.pl [--with-tests] ROOT
use strict;
use warnings;

our @LAYERS = qw(base drawing forms responses reports survey-server); # from the bottom up

# Files below ROOT that end in .c or .h, in order; those of the layers, and of tests/ when asked.
sub source_files {
    my ($root, $with_tests) = @_;
    my @folders = grep { -d "$root/$_" } (@LAYERS, $with_tests ? ('tests', 'bench') : ());
    my @found;
    while (defined(my $folder = shift @folders)) {
        opendir(my $dir, "$root/$folder") or die "$root/$folder: $!\n";
        for my $name (sort readdir $dir) {
            next if $name =~ /^\.|^node_modules$/;
            my $path = "$folder/$name";
            if    (-d "$root/$path")   { push @folders, $path }
            elsif ($name =~ /\.[ch]$/) { push @found,   $path }
        }
        closedir $dir;
    }
    return @found;
}

sub slurp {
    my ($path) = @_;
    open(my $in, '<', $path) or die "$path: $!\n";
    local $/;
    my $text = <$in>;
    return $text // '';
}

# Split C into pieces: [kind, text, line] with kind code, string, char or comment.
sub pieces {
    my ($text) = @_;
    my @pieces;
    my $line = 1;
    while ($text =~ m{\G(?:(/\*.*?\*/|//[^\n]*)|("(?:[^"\\\n]|\\.)*")|('(?:[^'\\\n]|\\.)*')|([^/"']+|.))}gs) {
        my ($kind, $piece) =
            defined $1 ? ('comment', $1) : defined $2 ? ('string', $2) : defined $3 ? ('char', $3) : ('code', $4);
        push @pieces, [$kind, $piece, $line];
        $line += ($piece =~ tr/\n//);
    }
    return @pieces;
}

# The text with comments, strings and characters blanked out, line by line as it was.
sub code_only {
    my ($text) = @_;
    return join '', map {
        my ($kind, $piece) = @$_;
        if ($kind ne 'code') { $piece =~ s/[^\n]/ /g }
        $piece
    } pieces($text);
}

if (!caller) {
    my $with_tests = @ARGV && $ARGV[0] eq '--with-tests' ? shift @ARGV : undef;
    my $root = shift(@ARGV) // '.';
    print "$root/$_\n" for source_files($root, $with_tests);
}
1;
