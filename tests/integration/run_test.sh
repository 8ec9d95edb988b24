#!/usr/bin/env bash
# The two commands a newcomer runs: scripts/run --once, then a look at what it left.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
"$root/scripts/run" --once --data "$data/demo" > "$data/out"

expect() { grep -qF -- "$1" "$data/out" || { echo "the demo does not show: $1"; cat "$data/out"; exit 1; }; }
expect "WHAT THE VENDOR GOT"
expect "The log verifies (schoolgate audit verify): yes"
# What the teacher wrote and saw is on the left and the right; what the vendor got stands in a file of its own.
if grep -qE 'Okafor|Nguyen|Maya|Liam' "$data/demo/vendor/received"; then
    echo "a student's name reached the simulated vendor"
    exit 1
fi
grep -q 'STUDENT_' "$data/demo/vendor/received"
"$root/build/release/schoolgate" audit verify --data "$data/demo" | grep -q '^verified'
"$root/build/release/schoolgate" audit query --data "$data/demo" | grep -q 'complete'
