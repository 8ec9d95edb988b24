#!/bin/sh
# Common English words, lower case, as a C++ raw string literal: from the word lists of Debian's package scowl (sizes 10 to 35),
# which is installed to build and not part of this tree.
#
#   make_english.sh SCOWL_DIR OUTPUT
set -eu
export LC_ALL=C
{
    echo '// Generated from SCOWL by make_english.sh.'
    echo 'R"('
    for size in 10 20 35; do cat "$1/english-words.$size" "$1/american-words.$size"; done | grep -E '^[a-z]+$' | sort -u | paste -sd ' ' - | fold -s -w 110
    echo ')"'
} > "$2.new"
mv "$2.new" "$2"
