"""The JSON Schemas of policy documents (policy/schema) say what the reader says.

The reader is asked: `schoolgate policy check` reads a folder of changed documents, a file each. It names the keys it knows
where it meets one it does not, the words where a word is none of them, and the bounds of a number. A schema sees one
document at a time: faults between documents, and orders of dates, are the reader's alone.
"""
import copy
import datetime
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import jsonschema
import yaml

import source_tree

SCHEMAS = source_tree.ROOT / "policy/schema"
SAMPLE = source_tree.ROOT / "deploy/sample/policy"
EXAMPLES = source_tree.ROOT / "policy/testdata/whole"
SCHOOLGATE = pathlib.Path(sys.argv.pop(1)) / "schoolgate" if len(sys.argv) > 1 else None
FILES = {"Agreement": "agreement", "Tool": "tool", "DistrictPolicy": "district-policy", "Invariant": "invariant", "PolicyTest": "policy-test"}
PROBE = "zzzzzzzzzzzzzzzz"
# What only the reader can see: other documents, the order of days, names that must differ.
READERS_OWN = re.compile(
    r"names none that|names one that|names no group|'owner' is the title of no group|is before '|may only tighten|"
    r"has a row already|for certain apps|there is already a|DistrictPolicy already|nobody is named|fact sheet does not|"
    r"'onPremises' (is for|names)|needs 'stablePseudonyms|has a group of this name|is more than|must be true in|"
    r"outside the United States|'stateExhibits' has none|there is no 'aiAddendum'|nothing under 'found' is this")


class Yaml12(yaml.SafeLoader):
    """YAML 1.2 as editors read it: yes is text, and so is a day."""


Yaml12.yaml_implicit_resolvers = {}
for tag, pattern, first in (("null", r"^(?:~|null|Null|NULL|)$", "~nN\0"), ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
                            ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
                            ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789")):
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first))


def documents(folder):
    """[(name, document)] of the YAML files below."""
    return [(f"{path.relative_to(folder)}", document) for path in sorted(folder.rglob("*.yaml"))
            for document in yaml.load_all(path.read_text(), Yaml12) if document is not None]


def schema(name):
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text())


def validator(name):
    resolver = jsonschema.RefResolver(f"{SCHEMAS.as_uri()}/{name}.schema.json", schema(name),
                                      store={f"{path.as_uri()}": json.loads(path.read_text()) for path in SCHEMAS.iterdir()})
    formats = jsonschema.FormatChecker(formats=())
    formats.checks("date", raises=ValueError)(lambda text: not isinstance(text, str) or datetime.date.fromisoformat(text))
    return jsonschema.Draft202012Validator(schema(name), resolver=resolver, format_checker=formats)


VALIDATORS = {name: validator(name) for name in (*FILES.values(), "policy")}


def refused(document):
    """What the schema of the document's kind says against it; nothing if it is content."""
    kind = document.get("kind") if isinstance(document, dict) else None
    name = FILES.get(kind if isinstance(kind, str) else None, "policy")
    return [error.message for error in VALIDATORS[name].iter_errors(document)]


def places(value, path=()):
    """Every path in a document, with what stands there."""
    yield path, value
    for key, child in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(child, path + (key,))


def changed(document, path, change):
    """A copy in which `change` was made to what holds the path's last key, and that key."""
    document = copy.deepcopy(document)
    holder = document
    for key in path[:-1]:
        holder = holder[key]
    change(holder, path[-1])
    return document


def setting(value):
    def change(holder, key):
        holder[key] = value
    return change


def removing(holder, key):
    del holder[key]


def adding(holder, key):
    holder[key][PROBE] = 1


def resolved(home, node):
    """(schema, part) that a reference leads to."""
    while "$ref" in node:
        where, _, inside = node["$ref"].partition("#")
        home = where.removesuffix(".schema.json") or home
        node = schema(home)
        for key in filter(None, inside.split("/")):
            node = node[key]
    return home, node


def subschema(home, path, instance, node=None):
    """The part of the schema `home` that is about a path of a document."""
    home, node = resolved(home, schema(home) if node is None else node)
    if not path:
        return node
    step = path[0]
    following = node["items"] if isinstance(step, int) else node["properties"][step]
    if set(following) <= {"description", "type", "minProperties"} and following.get("type") == "object":
        # What it holds depends on its neighbours.
        for branch in node["allOf"]:
            if jsonschema.Draft202012Validator(branch["if"]).is_valid(instance):
                following = branch["then"]["properties"][step]
    return subschema(home, path[1:], instance[step], following)


class Reader:
    """Documents written to a folder, a file each, and what the reader said of each."""

    def __init__(self):
        self.documents = []

    def add(self, document, *about):
        self.documents.append((document, about))

    def read(self):
        """[(document, about, faults)] in the order they were added; faults of the reader's own left out."""
        with tempfile.TemporaryDirectory() as folder:
            for number, (document, _) in enumerate(self.documents):
                document = copy.deepcopy(document)
                # A name stands once in a folder.
                if isinstance(document.get("metadata"), dict) and document["metadata"].get("name") == "whole":
                    document["metadata"]["name"] = f"m{number}"
                (pathlib.Path(folder) / f"m{number}.yaml").write_text(json.dumps(document))
            result = subprocess.run([str(SCHOOLGATE), "policy", "check", folder], capture_output=True, text=True, check=False)
        faults = {}
        for line in result.stderr.splitlines():
            if (match := re.match(r"m(\d+)\.yaml(?::\d+:\d+)?: (.*)", line)) and not READERS_OWN.search(match.group(2)):
                faults.setdefault(int(match.group(1)), []).append(match.group(2))
        return [(document, about, faults.get(number, [])) for number, (document, about) in enumerate(self.documents)]


class SchemaTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.whole = dict(documents(EXAMPLES))

    def part(self, name, path):
        document = self.whole[name]
        return subschema(FILES[document["kind"]], path, document)

    def test_they_are_schemas(self):
        for path in SCHEMAS.iterdir():
            with self.subTest(schema=path.name):
                jsonschema.Draft202012Validator.check_schema(json.loads(path.read_text()))

    def test_there_is_one_for_every_kind(self):
        reader = Reader()
        reader.add({"apiVersion": "schoolgate/v1", "kind": PROBE})
        kinds = re.search(r"'kind' must be one of: ([^(]*)", " ".join(reader.read()[0][2])).group(1).split(", ")
        self.assertEqual(sorted(FILES), sorted(kind.strip() for kind in kinds))
        self.assertEqual(sorted(schema("policy")["properties"]["kind"]["enum"]), sorted(FILES))
        self.assertEqual(sorted({document["kind"] for document in self.whole.values()}), sorted(FILES))

    def test_the_sample_district_is_accepted(self):
        found = documents(SAMPLE)
        self.assertGreater(len(found), 7)
        for name, document in found:
            with self.subTest(file=name):
                self.assertEqual(refused(document), [])
                self.assertEqual(list(VALIDATORS["policy"].iter_errors(document)), [])

    def test_every_key_has_a_description(self):
        def walk(home, node):
            if isinstance(node, list):
                for child in node:
                    walk(home, child)
            if not isinstance(node, dict):
                return
            if "additionalProperties" in node:
                bare.extend(f"{home}: {key}" for key, child in node["properties"].items()
                            if key != "apiVersion" and "description" not in {**resolved(home, child)[1], **child})
            for key, child in node.items():
                if key != "allOf":
                    walk(home, child)
        bare = []
        for path in SCHEMAS.iterdir():
            walk(path.name.removesuffix(".schema.json"), json.loads(path.read_text()))
        self.assertEqual(bare, [])

    def test_the_examples_hold_every_key_and_both_accept_them(self):
        reader = Reader()
        for name, document in self.whole.items():
            reader.add(document, name)
            self.assertEqual(refused(document), [], name)
        self.assertEqual([faults for _, _, faults in reader.read()], [[]] * len(self.whole))

    def test_the_keys_are_those_the_reader_knows(self):
        reader = Reader()
        for name, document in self.whole.items():
            for path, value in places(document):
                if isinstance(value, dict) and path:
                    reader.add(changed(document, path, adding), name, path, set(value))
        for _, (name, path, present), faults in reader.read():
            with self.subTest(file=name, path=path):
                self.assertEqual([fault for fault in faults if "unknown key" not in fault], [])
                told = [fault for fault in faults if f"'{PROBE}'" in fault]
                self.assertEqual(len(told), 1)
                absent = re.search(r"\(known here: (.*)\)$", told[0])
                known = present | set(absent.group(1).split(", ") if absent else ())
                self.assertEqual(set(self.part(name, path)["properties"]), known)

    def test_the_words_and_bounds_are_those_the_reader_knows(self):
        reader = Reader()
        for name, document in self.whole.items():
            for path, value in places(document):
                if path and not isinstance(value, (dict, list)):
                    reader.add(changed(document, path, setting(PROBE)), name, path)
        words = bounds = 0
        for _, (name, path), faults in reader.read():
            node = self.part(name, path)
            with self.subTest(file=name, path=path):
                said = "\n".join(faults)
                if match := re.search(r"must be one of: ([a-zA-Z0-9_, ]*[a-zA-Z0-9])(?: \(|$)", said, re.MULTILINE):
                    self.assertEqual(node.get("enum", match.group(1).split(", ")), match.group(1).split(", "))
                    words += 1
                elif match := re.search(r"must be a whole number from (\d+) to (\d+)", said):
                    self.assertEqual((node["minimum"], node["maximum"]), (int(match.group(1)), int(match.group(2))))
                    bounds += 1
                elif "must be true or false" in said:
                    self.assertEqual(node["type"], "boolean")
                elif not {"element", "elements"} & set(path[-2:]):
                    self.assertNotIn("enum", node)
        self.assertGreater(words, 15)
        self.assertGreater(bounds, 10)

    def test_elements_and_their_treatments_are_those_of_the_vocabulary(self):
        proto = (source_tree.ROOT / "proto/schoolgate/v1/vocabulary.proto").read_text()
        ids = re.findall(r'^ *id: "([^"]+)"', proto, re.MULTILINE)
        self.assertGreater(len(ids), 60)
        prefixes = sorted({f"{name[:dot.start()]}.*" for name in ids for dot in re.finditer(r"\.", name)})
        self.assertEqual(schema("common")["$defs"]["element"]["enum"], ids + prefixes)
        reader = Reader()
        for element in ids + prefixes:
            for treatment in ("allow", "generalize", "pseudonymize", "redact", "hold", "block", "on_premises"):
                row = {"element": element, "treatment": treatment, "clause": "c"}
                reader.add(changed(self.whole["district.yaml"], ("spec", "elements"), setting([row])), row)
        for document, (row,), faults in reader.read():
            with self.subTest(row=row):
                self.assertEqual(bool(faults), bool(refused(document)))

    def test_both_refuse_the_same_changes(self):
        values = [None, [], {}, "", PROBE, "zz!", "FILL_IN", "two\nlines", "x\x01", "y" * 64, "m" * 129, "z" * 301, "p" * 4001,
                  -1, 0, 1, 22, 101, 99999999, 1.5, "1", "13", "6-8", "8-6", "PK", "US-CA", "us", "2026-02-30", "2027-01-31",
                  "2026-1-1", [PROBE, PROBE], ["a", ["b"]], [None], ["FILL_IN"], "pilot", "teacher_in_the_loop", "on_premises",
                  "internal_use", "hold", "under_13"]
        reader = Reader()
        for name, document in self.whole.items():
            for path, value in places(document):
                if not path or path in (("kind",), ("metadata", "name")):
                    continue
                reader.add(changed(document, path, removing), name, path, "removed")
                for new in values:
                    if not (isinstance(value, list) and isinstance(new, str) and new):
                        reader.add(changed(document, path, setting(new)), name, path, new)
                if isinstance(value, list) and value:
                    reader.add(changed(document, path, setting(value + [copy.deepcopy(value[0])])), name, path, "twice")
        self.assertGreater(len(reader.documents), 5000)
        differ = [(about, faults, refused(document)) for document, about, faults in reader.read()
                  if bool(faults) != bool(refused(document)) and not self.is_known_to_differ(*about)]
        self.assertEqual(differ[:20], [], f"{len(differ)} differ")

    @staticmethod
    def is_known_to_differ(_, path, new):
        # Rows and groups must differ in what they are about, which only the reader can see; a range's ends, too.
        return (new == "twice" and path[-1] in ("elements", "schedule", "groups", "apps")) or (path[-2:-1] == ("grades",) and new == "8-6")

    def test_both_refuse_the_faulty_documents(self):
        seen = 0
        for folder in sorted((source_tree.ROOT / "policy/testdata/faults").iterdir()):
            expected = (folder / "expected.txt").read_text()
            if not list(folder.glob("*.yaml")) or READERS_OWN.search(expected) or re.search(
                    r"YAML|anchors|tags such|nested|more than|plain word|stands twice|there are no tools|\.yml|'apps' has",
                    expected):
                continue  # no document, or no document's own
            seen += 1
            with self.subTest(folder=folder.name):
                self.assertNotEqual([error for _, document in documents(folder) for error in refused(document)], [])
        self.assertGreater(seen, 25)


if __name__ == "__main__":
    unittest.main()
