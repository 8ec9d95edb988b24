#!/bin/sh
# Makes ../../resolve/name_weights.inc, the same bytes each time, in a few minutes: how the signs of a name
# the roster does not have are weighed (name_signs.h).
#
#   decide.sh TRAIN WORK
#
# TRAIN is the built train_name_tagger, WORK the folder that train.sh worked in. Each half of the documents is
# read by a tagger that learned from the other half: of what it learned itself it is surer than of the texts
# it will read. What comes out on tests/eval/corpus/dev is told at the end.
set -eu
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
train=$(realpath "$1")
work=$(realpath "$2")
here=$(realpath "$(dirname "$0")")
corpus=$(realpath "$here/../../../../tests/eval/corpus")
cd "$work"
python3 "$here/halves.py" learned0.txt learned1.txt documents.txt
python3 "$here/halves.py" half0.txt half1.txt "$here"/documents/*.txt
: > signs.tsv
for half in 0 1; do
  "$train" weights gazetteer.bin "half$half.bin" 6 "learned$half.txt" texts.txt others.txt
  "$train" signs gazetteer.bin "half$half.bin" "$corpus/roster" "half$((1 - half)).txt" >> signs.tsv
done
"$train" signs gazetteer.bin weights.bin "$corpus/roster" "$corpus"/dev/*.txt > signs_dev.tsv
python3 "$here/fit_decision.py" "$here/../../resolve/name_signs.h" signs.tsv signs_dev.tsv > name_weights.inc
cp name_weights.inc "$here/../../resolve/name_weights.inc"
