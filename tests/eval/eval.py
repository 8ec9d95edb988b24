#!/usr/bin/env python3
"""Measures detection: runs `schoolgate inspect --jsonl` on every set there is and prints one table.

usage: eval.py [--data DIR] [--list] [--own] [--binary FILE] [--check FILE]
  --data DIR     where the public sets and the sample are (sets.py says how); without it, ../shared/data beside the tree
  --list         prints every leak and every wrong replacement in the project's own documents, and every useless request
  --own          the project's own documents and requests only
  --binary FILE  the schoolgate to run; without it, build/release/schoolgate
  --check FILE   exits with 1 if a figure is worse than the file's limit

The roster is the set's own where it has one. The public sets and the names by origin get a roster that knows nobody
there, so that they show what is found without it.
"""
import argparse
import collections
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import score as scoring  # noqa: E402
import sets  # noqa: E402

ROOT = HERE.parents[1]
DATA = ROOT.parent / "shared" / "data"
LISTED = 25  # useless requests printed without --list


def inspect(binary, roster, documents):
    """{id: line of inspect}"""
    lines = "".join(json.dumps({"id": d["id"], "text": d["text"]}) + "\n" for d in documents)
    run = subprocess.run([str(binary), "inspect", "--roster", str(roster), "--jsonl"], input=lines.encode(),
                         stdout=subprocess.PIPE, check=False)
    if run.returncode:
        raise SystemExit(f"eval: {binary} inspect ended with {run.returncode}")
    return {output["id"]: output for output in map(json.loads, run.stdout.decode().splitlines())}


def strangers(folder):
    """A roster whose one student nobody speaks of."""
    with open(sets.OWN_ROSTER / "users.csv", encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    with open(sets.OWN_ROSTER / "orgs.csv", encoding="utf-8") as file:
        organizations = file.read()
    person = {"sourcedId": "s1", "status": "active", "dateLastModified": "2026-08-15T00:00:00.000Z", "enabledUser": "true",
              "orgSourcedIds": "org-1", "role": "student", "username": "qxwv1", "givenName": "Qwyxil", "familyName": "Vqozzt",
              "identifier": "990001", "grades": "06"}
    with open(folder / "users.csv", "w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, [person.get(column, "") for column in header]])
    (folder / "orgs.csv").write_text(organizations, encoding="utf-8")
    manifest = (sets.OWN_ROSTER / "manifest.csv").read_text(encoding="utf-8")
    (folder / "manifest.csv").write_text(manifest.replace("file.demographics,bulk", "file.demographics,absent"), encoding="utf-8")
    return folder


class Table:
    """Prints rows; keeps the figures a limit may be set for, in percent or per 1,000 words."""

    def __init__(self):
        self.figures = {}

    def title(self, text):
        print(f"\n{text}\n{'-' * len(text)}")

    def row(self, what, value, note="", goal="", figure=None):
        if figure and value is not None:
            self.figures[figure] = round(value, 2)
        shown = "    –" if value is None else f"{value:8.2f}"
        print(f"  {what:<44}{shown:>9}  {note:<28}{goal}".rstrip())

    def share(self, what, hits, total, goal="", figure=None):
        low, high = scoring.wilson(hits, total)
        self.row(what, 100 * hits / total if total else None, f"{hits} of {total}, {low:.1f}–{high:.1f}", goal, figure)

    def tally(self, what, tally, goal="", figure=None):
        self.row(what, tally.percent, f"{tally.found} of {tally.total}", goal, figure)


def school_documents(table, name, result, prefix=None):
    """The whole report of marked school documents. Figures are kept under the prefix."""
    def figure(key):
        return f"{prefix}.{key}" if prefix else None

    table.title(f"{name}: {result.documents} documents, {result.words:,} words")
    table.share("% of documents with a leaked identifier", result.leaked, result.with_identifier, "<= 2", figure("leaked"))
    table.share("% of them with one of a roster person", result.roster_leaked, result.with_roster, "<= 0.5", figure("roster_leaked"))
    table.row("wrong replacements per 1,000 words", 1000 * result.wrong / max(1, result.words), str(result.wrong), "<= 3", figure("wrong"))
    table.tally("% of KEEP spans touched", result.keep, "<= 3", figure("keep_touched"))
    table.tally("% of roster people in the right role", result.role, "", figure("role"))
    table.tally("% of sensitive attributes found", result.special, "", figure("sensitive"))
    names = scoring.Tally(sum(t.found for k, t in result.recall.items() if k.startswith("casing ")),
                          sum(t.total for k, t in result.recall.items() if k.startswith("casing ")))
    table.tally("% of names in Latin letters replaced", names, "", figure("latin_names"))
    for key in sorted(result.recall):
        table.tally("recall, " + key, result.recall[key])


def public(table, name, result):
    table.title(f"{name}: {result.documents} texts, {result.words:,} words")
    for key in sorted(result.recall):
        if key.startswith(("element", "casing")):
            table.tally("recall, " + key, result.recall[key])
    table.tally("precision of person names", result.name_precision)


def by_origin(table, triples, outputs):
    """The share of names found for each country, and how far apart the best and the worst are."""
    groups = collections.defaultdict(list)
    for country, own_script, document in triples:
        groups[own_script, country].append(document)
    results = {key: scoring.score(documents, outputs, scoring.Roster()) for key, documents in groups.items()}
    table.title(f"names by origin: {len(triples):,} sentences, names the roster does not know")
    for own_script, name in ((False, "in Latin letters"), (True, "in the country's own script")):
        tallies = {country: result.recall["element OTHER_NAME"] for (script, country), result in results.items()
                   if script == own_script}
        if not tallies:
            continue
        ordered = sorted(tallies.items(), key=lambda item: item[1].percent)
        table.tally(f"% found, {name}", scoring.Tally(sum(t.found for t in tallies.values()),
                                                      sum(t.total for t in tallies.values())))
        table.row("points between the best and the worst", ordered[-1][1].percent - ordered[0][1].percent,
                  f"{ordered[0][0]} to {ordered[-1][0]}", "" if own_script else "<= 5")
        for at in range(0, len(ordered), 8):
            print("    " + "  ".join(f"{country} {tally.percent:5.1f}" for country, tally in ordered[at:at + 8]))
    return [fault for result in results.values() for fault in result.faults]


def requests(table, documents, outputs, list_all):
    """A request is useless if anything in it is replaced that is nobody's, whether marked KEEP or not."""
    result = scoring.score(documents, outputs, scoring.Roster(sets.OWN_ROSTER))
    touched = collections.defaultdict(list)
    for identifier, kind, text, recognizer in result.wrongs:
        touched[identifier].append(f"{text} ({', '.join(filter(None, (kind, recognizer)))})")
    table.title(f"ordinary requests: {len(documents)}, {result.words:,} words")
    table.share("% made useless by a replacement", len(touched), len(documents), "<= 0.5", "requests.useless")
    table.share("% with a leaked identifier, of those with one", result.leaked, result.with_identifier)
    for number, (identifier, texts) in enumerate(sorted(touched.items())):
        if number == LISTED and not list_all:
            print(f"    … and {len(touched) - LISTED} more, with --list")
            break
        print(f"    {identifier}: {'; '.join(dict.fromkeys(texts))}")
    return result.faults


def listing(result):
    print("\nleaked in the project's own documents")
    for identifier, label, text, note in result.leaks:
        print(f"  {identifier}  {label}  {text!r}  {note}")
    print("\nwrongly replaced in them")
    for identifier, kind, text, recognizer in result.wrongs:
        print(f"  {identifier}  {kind}  {text!r}  {recognizer}")


def worse(figures, path):
    """What is worse than the limits in the file."""
    limits = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    for word, limit, breaks in (("at most", limits["at most"], lambda value, bound: value > bound),
                                ("at least", limits["at least"], lambda value, bound: value < bound)):
        for name, bound in limit.items():
            if name not in figures:
                yield f"{name} was not measured"
            elif breaks(figures[name], bound):
                yield f"{name} is {figures[name]}, the limit is {word} {bound}"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--own", action="store_true")
    parser.add_argument("--binary", type=pathlib.Path, default=ROOT / "build" / "release" / "schoolgate")
    parser.add_argument("--check", type=pathlib.Path)
    given = parser.parse_args()
    if not given.binary.exists():
        raise SystemExit(f"eval: there is no {given.binary}; build it with scripts/build")
    if given.data and not given.data.is_dir():
        raise SystemExit(f"eval: there is no folder {given.data}")
    return given


def main():
    given = arguments()
    table, faults = Table(), []

    documents = sets.own()
    own = scoring.score(documents, inspect(given.binary, sets.OWN_ROSTER, documents), scoring.Roster(sets.OWN_ROSTER))
    school_documents(table, "the project's own documents", own, "documents")
    faults += own.faults
    documents = sets.unseen()
    unseen = scoring.score(documents, inspect(given.binary, sets.OWN_ROSTER, documents), scoring.Roster(sets.OWN_ROSTER))
    school_documents(table, "documents unseen by those who work on detection", unseen, "unseen")
    faults += unseen.faults
    asked = list(sets.requests())
    faults += requests(table, asked, inspect(given.binary, sets.OWN_ROSTER, asked), given.list)

    data = given.data or DATA
    if given.own:
        pass
    elif not data.is_dir():
        print(f"\nThe sample, the public sets and the names by origin are left out: there is no {data} (--data DIR names it).")
    else:
        faults += outside(table, data, given.binary)

    if given.list:
        listing(own)
    for fault in faults:
        print(f"FAULT {fault}")
    breaches = list(worse(table.figures, given.check)) if given.check else []
    for breach in breaches:
        print(f"WORSE {breach}")
    return 1 if faults or breaches else 0


def outside(table, data, binary):
    faults = []
    if (data / "k12-sample").is_dir():
        documents, roster = sets.sample(data), data / "k12-sample" / "roster"
        result = scoring.score(documents, inspect(binary, roster, documents), scoring.Roster(roster))
        school_documents(table, "sample of the judge's documents", result)
        faults += result.faults
    with tempfile.TemporaryDirectory(prefix="schoolgate-eval-") as folder:
        roster = strangers(pathlib.Path(folder))
        for name, read, part in (("MEDDOCAN dev, Spanish clinical notes", sets.meddocan, "train/meddocan"),
                                 ("WNUT-17 dev, English web texts", sets.wnut, "train/wnut17"),
                                 ("presidio-research generated_large", sets.presidio, "train/presidio-research")):
            if not (data / part).is_dir():
                print(f"\n{name} is left out: there is no {data / part}")
                continue
            documents = list(read(data))
            result = scoring.score(documents, inspect(binary, roster, documents), scoring.Roster())
            public(table, name, result)
            faults += result.faults
        if (data / "lexicons" / "popular_names_by_country").is_dir():
            triples = list(sets.origins(data))
            faults += by_origin(table, triples, inspect(binary, roster, [document for _, _, document in triples]))
    return faults


if __name__ == "__main__":
    sys.exit(main())
