#!/usr/bin/env python3
"""Learns how the signs of a name are weighed: a logistic regression.

    fit_decision.py NAME_SIGNS_H LEARN_TSV [JUDGE_TSV] > name_weights.inc

Both tables are what `train_name_tagger signs` prints. LEARN has to be documents whose names the tagger had not
learned when it read them (decide.sh sees to it), or its odds would be believed too much. What comes out on
JUDGE is told on stderr. The same tables give the same weights.
"""
import math
import re
import sys

RIDGE = 1.0  # a weight is drawn to 0 as by so many observations
STEPS = 12
PRIORS = {"kInitialAfter": 2.0, "kPosed": -2.0, "kOddsMadeUp": -0.3}  # what weights are drawn to that too few documents speak of; else 0
NEEDLESS = 2.0  # what a word counts that is no name, in a request for a task that speaks of nobody of the school; all else 1


def read_signs(path):
    header = open(path, encoding="utf-8").read()
    body = header[header.index("enum Sign"):]
    return re.findall(r"^  (k\w+),", body[:body.index("kCount")], re.M)


def read_rows(path, count):
    rows = []
    for line in open(path, encoding="utf-8"):
        cells = line.rstrip("\n").split("\t")
        values = [float(cell) for cell in cells[3:3 + count]]
        rows.append((int(cells[1]), [(at, value) for at, value in enumerate(values) if value], cells[0], cells[2],
                     cells[3 + count]))
    return rows


def likelihood(weights, signs):
    total = sum(weights[at] * value for at, value in signs)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def solve(matrix, vector):
    """Gauss, for a small positive definite matrix."""
    size = len(vector)
    rows = [matrix[at][:] + [vector[at]] for at in range(size)]
    for at in range(size):
        pivot = rows[at][at]
        for other in range(at + 1, size):
            factor = rows[other][at] / pivot
            if factor:
                rows[other] = [b - factor * a for a, b in zip(rows[at], rows[other])]
    out = [0.0] * size
    for at in reversed(range(size)):
        out[at] = (rows[at][size] - sum(rows[at][k] * out[k] for k in range(at + 1, size))) / rows[at][at]
    return out


def fit(rows, priors, task):
    count = len(priors)
    weights = priors[:]
    for _ in range(STEPS):
        slope = [RIDGE * (prior - weight) for prior, weight in zip(priors, weights)]
        bend = [[RIDGE if a == b else 0.0 for b in range(count)] for a in range(count)]
        for row in rows:
            is_name, signs = row[0], row[1]
            likely = likelihood(weights, signs)
            counts = NEEDLESS if not is_name and any(at == task for at, _ in signs) else 1.0
            error = (is_name - likely) * counts
            curve = likely * (1 - likely) * counts
            for a, x in signs:
                slope[a] += error * x
                for b, y in signs:
                    bend[a][b] += curve * x * y
        weights = [weight + step for weight, step in zip(weights, solve(bend, slope))]
    return weights


def tell(what, weights, rows):
    for least in (0.3, 0.4, 0.5, 0.6, 0.7):
        found = [row for row in rows if likelihood(weights, row[1]) >= least]
        right = sum(row[0] for row in found)
        print(f"{what} from {least}: {right} of {sum(row[0] for row in rows)} names, "
              f"{len(found) - right} wrong", file=sys.stderr)


def main():
    names = read_signs(sys.argv[1])
    rows = read_rows(sys.argv[2], len(names))
    weights = [round(weight, 2) for weight in fit(rows, [PRIORS.get(name, 0.0) for name in names],
                                                 names.index("kTask"))]
    tell("learned", weights, rows)
    if len(sys.argv) > 3:
        tell("judged", weights, read_rows(sys.argv[3], len(names)))
    for name, weight in zip(names, weights):
        print(f"{weight:.2f}F,  // {name}")


main()
