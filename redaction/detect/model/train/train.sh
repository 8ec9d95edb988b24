#!/bin/sh
# Makes ../gazetteer.bin and ../weights.bin, the same bytes each time, in a few minutes.
#
#   train.sh TRAIN WORK DATA [SCOWL_DIR]
#
# TRAIN is the built train_name_tagger; WORK a folder to work in; DATA holds `lexicons` and `train` as ../README.md lists them. Needs
# python3, node, and npm and pip to fetch the two packages of names into WORK unless they are there.
set -eu
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
train=$(realpath "$1")
work=$(realpath "$2")
data=$(realpath "$3")
scowl=${4:-/usr/share/dict/scowl}
here=$(realpath "$(dirname "$0")")
tree=$(realpath "$here/../../../..")
cd "$work"
if [ ! -e package ]; then
  npm pack --silent @faker-js/faker@10.6.0 && tar xzf faker-js-faker-10.6.0.tgz
fi
if [ ! -e names-0.3.0 ]; then
  pip download --quiet --no-deps --no-binary :all: names==0.3.0 && tar xzf names-0.3.0.tar.gz
fi
node "$here/faker_words.mjs" package > faker.tsv
python3 "$here/make_gazetteer.py" "$data" "$work" "$scowl" "$tree" > words.tsv
"$train" gazetteer words.tsv gazetteer.bin
python3 "$here/generate.py" "$data" "$work" documents 24 "$here"/documents/*.txt > documents.txt
python3 "$here/generate.py" "$data" "$work" texts 9000 > texts.txt
python3 "$here/generate.py" "$data" "$work" others > others.txt
"$train" weights gazetteer.bin weights.bin 6 documents.txt texts.txt others.txt
cp gazetteer.bin weights.bin "$here/.."
"$train" report gazetteer.bin weights.bin "$tree"/tests/eval/corpus/dev/*.txt
